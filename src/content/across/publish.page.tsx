import { excerpt } from '../../platform/text/markdown.ts'
import type { FormState } from '../../platform/http/form.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Button, CrossingButton, LinkButton } from '../../ui/button.tsx'
import { CrossingPreview } from '../../ui/crossing.tsx'
import { Check, ErrorSummary, Fieldset, Input, Radio, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
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
    readonly bridge: string
    readonly with: readonly string[]
  }
  readonly spaces: readonly Space[]
  readonly replies: Publication['replies']
  readonly draft: Publication | undefined
  readonly publisher: string
  readonly company: string
  readonly form: FormState
}

/** Publishing a text out: first where to and what of it, then exactly that once more, with the reason and the button. */
export function PublishPage(props: PublishPageProps) {
  const { source, draft, href, form } = props
  const name = source.thread.title || 'Discussion'
  return (
    <>
      <PageHead
        title="Publish out"
        intro={name}
        crumbs={<Crumbs label="You are here" crumbs={[{ label: name, href }, { label: 'Publish out' }]} />}
      />
      <div class="stack">
        <ErrorSummary title="Nothing was posted" errors={form.errors} />
        <Choices {...props} />
        {draft ? <Confirm {...props} draft={draft} /> : null}
      </div>
    </>
  )
}

function Choices(props: PublishPageProps) {
  const { asked, spaces, replies, form } = props
  return (
    <Card title="What leaves, and where to">
      <form method="get" action={props.path} class="stack-s">
        {asked.bridge ? <input type="hidden" name="bridge" value={asked.bridge} /> : null}
        <Fieldset id="as" label="It will stand outside as">
          <Radio name="as" value="update" label={`An update of ${props.company}`} checked={asked.as === 'update'} />
          <Radio name="as" value="answer" label="An answer to a question" checked={asked.as === 'answer'} />
        </Fieldset>
        <Select
          name="space"
          label="Space, for an update"
          options={spaces.map((space) => ({ value: String(space.id), label: space.title }))}
          value={asked.space}
          error={form.errors.space}
        />
        <Input
          name="title"
          label="Title, for an update"
          hint="Left empty, it keeps its own."
          maxlength={200}
          value={asked.title}
          error={form.errors.title}
        />
        <Input
          name="question"
          label="Address of the question, for an answer"
          value={asked.question}
          error={form.errors.question}
        />
        {replies.length > 0 ? (
          <Fieldset id="with" label="Replies stay inside unless you tick them" error={form.errors.with}>
            {replies.map(({ reply, by }) => (
              <Check
                name="with"
                value={String(reply.id)}
                label={excerpt(reply.body, 160)}
                note={`${by}. The name does not leave.`}
                checked={asked.with.includes(String(reply.id))}
              />
            ))}
          </Fieldset>
        ) : null}
        <p>
          <Button kind={props.draft ? undefined : 'primary'} icon="eye">
            Show exactly what leaves
          </Button>
        </p>
      </form>
    </Card>
  )
}

function Confirm(props: PublishPageProps & { draft: Publication }) {
  const { draft, form, asked, href } = props
  const left = draft.replies.filter((one) => !one.goes).length
  const fields = {
    ...{ as: asked.as, space: asked.space, question: asked.question, title: asked.title },
    ...{ bridge: asked.bridge, with: asked.with.join(','), sha256: draft.sha256 },
  }
  return (
    <form method="post" action={props.path}>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <CrossingPreview
        direction="out"
        title="Publish out: this is exactly what leaves"
        note="Nothing is sent until you confirm"
        inside={{ heading: `Inside, in ${draft.source.space.title}`, html: draft.html }}
        outside={{
          heading: draft.question
            ? `${draft.isOfficial ? 'Official answer' : 'Answer'} to “${draft.question.title}”`
            : `Update: ${draft.title}`,
          html: draft.html,
        }}
        goes={{
          heading: 'Goes out',
          lines: [
            `${counted(draft.words, 'word')}${draft.title ? ' and the title' : ''}, one name: ${props.publisher}`,
            `Read by: ${draft.audience}`,
            draft.text.pictures.length > 0 ? counted(draft.text.pictures.length, 'picture') : 'No picture',
            ...(draft.names.length > 0 ? [`Names of people in the text: ${draft.names.join(', ')}`] : []),
            ...(draft.replies.some((one) => one.goes)
              ? [`${counted(draft.replies.filter((one) => one.goes).length, 'ticked reply', 'ticked replies')}`]
              : []),
          ],
        }}
        stays={{
          heading: 'Stays inside',
          lines: [
            left > 0 ? counted(left, 'reply', 'replies') : 'Whatever is replied later',
            'Who wrote it and who replied',
            'Earlier versions of the text',
          ],
        }}
        choice={{
          heading: 'Why it leaves',
          children: (
            <Input
              name="reason"
              label="Reason"
              hint="One sentence, kept with the record. If somebody else wrote this, ask them first."
              maxlength={500}
              required
              value={form.values.reason}
              error={form.errors.reason}
            />
          ),
        }}
        log="Logged on both sides with your name, the time and the reason. It can be recalled, and a marker stays."
        actions={
          <>
            <LinkButton href={href}>Not now</LinkButton>
            <CrossingButton direction="out">Publish out</CrossingButton>
          </>
        }
      />
    </form>
  )
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
