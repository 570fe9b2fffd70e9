import { excerpt } from '../../platform/text/markdown.ts'
import type { Say } from '../../platform/languages/languages.ts'
import type { FormState } from '../../platform/http/form.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Button, CrossingButton, LinkButton } from '../../ui/button.tsx'
import { CrossingPreview } from '../../ui/crossing.tsx'
import { Check, ErrorSummary, Fieldset, Input, Radio, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { audienceWords } from '../../realms/audience/audience.ts'
import { useWords } from '../../ui/words.tsx'
import { ProductField } from '../tags/tags.parts.tsx'
import type { Product } from '../tags/tags.ts'
import type { Publication } from './across.ts'

export interface PublishPageProps {
  readonly source: Publication['source']
  readonly path: string
  /** Where the source is read. */
  readonly href: string
  /** As chosen in the address. */
  readonly asked: {
    readonly as: 'update' | 'answer'
    readonly space: string
    readonly question: string
    readonly title: string
    readonly product: string
    readonly bridge: string
    readonly with: readonly string[]
  }
  readonly spaces: readonly Space[]
  readonly products: readonly Product[]
  readonly replies: Publication['replies']
  readonly draft: Publication | undefined
  readonly publisher: string
  readonly company: string
  readonly form: FormState
}

/** Publishing a text out: first where to and what of it, then exactly that once more, with the reason and the button. */
export function PublishPage(props: PublishPageProps) {
  const say = useWords()
  const { source, draft, href, form } = props
  const name = source.thread.title ? <bdi>{source.thread.title}</bdi> : say('Discussion')
  return (
    <>
      <PageHead
        title={say('Publish out')}
        intro={name}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: name, href }, { label: say('Publish out') }]} />}
      />
      <div class="stack">
        <ErrorSummary title={say('Nothing was posted')} errors={form.errors} />
        <Choices {...props} />
        {draft ? <Confirm {...props} draft={draft} /> : null}
      </div>
    </>
  )
}

function Choices(props: PublishPageProps) {
  const say = useWords()
  const { asked, spaces, replies, form } = props
  return (
    <Card title={say('What leaves, and where to')}>
      <form method="get" action={props.path} class="stack-s">
        {asked.bridge ? <input type="hidden" name="bridge" value={asked.bridge} /> : null}
        <Fieldset id="as" label={say('It will stand outside as')}>
          <Radio
            name="as"
            value="update"
            label={say('An update of {company}', { company: props.company })}
            checked={asked.as === 'update'}
          />
          <Radio name="as" value="answer" label={say('An answer to a question')} checked={asked.as === 'answer'} />
        </Fieldset>
        <Select
          name="space"
          label={say('Space, for an update')}
          options={spaces.map((space) => ({ value: String(space.id), label: space.title }))}
          value={asked.space}
          error={form.errors.space}
        />
        <Input
          name="title"
          label={say('Title, for an update')}
          hint={say('Left empty, it keeps its own.')}
          maxlength={200}
          value={asked.title}
          error={form.errors.title}
        />
        <ProductField products={props.products} value={asked.product} error={form.errors.product} />
        <Input
          name="question"
          label={say('Address of the question, for an answer')}
          value={asked.question}
          error={form.errors.question}
        />
        {replies.length > 0 ? (
          <Fieldset id="with" label={say('Replies stay inside unless you tick them')} error={form.errors.with}>
            {replies.map(({ reply, by }) => (
              <Check
                name="with"
                value={String(reply.id)}
                label={<bdi>{excerpt(reply.body, 160)}</bdi>}
                note={say('{name}. The name does not leave.', { name: by })}
                checked={asked.with.includes(String(reply.id))}
              />
            ))}
          </Fieldset>
        ) : null}
        <p>
          <Button kind={props.draft ? undefined : 'primary'} icon="eye">
            {say('Show exactly what leaves')}
          </Button>
        </p>
      </form>
    </Card>
  )
}

function Confirm(props: PublishPageProps & { draft: Publication }) {
  const say = useWords()
  const { draft, form, asked, href } = props
  const going = draft.replies.filter((one) => one.goes).length
  const left = draft.replies.length - going
  const fields = {
    ...{ as: asked.as, space: asked.space, question: asked.question, title: asked.title },
    ...{ product: asked.product, bridge: asked.bridge, with: asked.with.join(','), sha256: draft.sha256 },
  }
  return (
    <form method="post" action={props.path}>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <CrossingPreview
        direction="out"
        title={say('Publish out: this is exactly what leaves')}
        note={say('Nothing is sent until you confirm')}
        inside={{ heading: say('Inside, in {space}', { space: draft.source.space.title }), html: draft.html }}
        outside={{ heading: outsideHeading(draft, say), html: draft.html }}
        goes={{
          heading: say('Goes out'),
          lines: [
            draft.title
              ? say('{count} words and the title, one name: {name}', { count: draft.words, name: props.publisher })
              : say('{count} words, one name: {name}', { count: draft.words, name: props.publisher }),
            ...(draft.product ? [say('The tag {tag}', { tag: draft.product })] : []),
            say('Read by: {readers}', { readers: audienceWords(draft.audience, say) }),
            draft.text.pictures.length > 0
              ? say('{count} pictures', { count: draft.text.pictures.length })
              : say('No picture'),
            ...(draft.names.length > 0
              ? [say('Names of people in the text: {names}', { names: draft.names.join(', ') })]
              : []),
            ...(going > 0 ? [say('{count} ticked replies', { count: going })] : []),
          ],
        }}
        stays={{
          heading: say('Stays inside'),
          lines: [
            left > 0 ? say('{count} replies', { count: left }) : say('Whatever is replied later'),
            say('Who wrote it and who replied'),
            say('Earlier versions of the text'),
          ],
        }}
        choice={{
          heading: say('Why it leaves'),
          children: (
            <Input
              name="reason"
              label={say('Reason')}
              hint={say('One sentence, kept with the record. If somebody else wrote this, ask them first.')}
              maxlength={500}
              required
              value={form.values.reason}
              error={form.errors.reason}
            />
          ),
        }}
        log={say(
          'Logged on both sides with your name, the time and the reason. It can be recalled, and a marker stays.',
        )}
        actions={
          <>
            <LinkButton href={href}>{say('Not now')}</LinkButton>
            <CrossingButton direction="out">{say('Publish out')}</CrossingButton>
          </>
        }
      />
    </form>
  )
}

function outsideHeading(draft: Publication, say: Say): string {
  if (!draft.question) return say('Update: {title}', { title: draft.title })
  const { title } = draft.question
  return draft.isOfficial ? say('Official answer to “{title}”', { title }) : say('Answer to “{title}”', { title })
}
