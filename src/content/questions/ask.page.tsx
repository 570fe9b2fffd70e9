import { InterestField, interestErrors } from '../../people/disclosure/disclosure.parts.tsx'
import type { FormState } from '../../platform/http/form.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Button } from '../../ui/button.tsx'
import { Composer } from '../../ui/composer.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { Text } from '../../ui/text.tsx'
import { useWords } from '../../ui/words.tsx'
import { ProductField } from '../tags/tags.parts.tsx'
import { type Product, mostTags } from '../tags/tags.ts'
import { editorOf } from '../files/files.ts'
import type { ThreadId } from '../threads/threads.ts'
import { LookBefore } from '../look-before/look-before.parts.tsx'
import { askAddress, composerWords } from './listings.ts'
import { type PostType, postTypes } from './posting.ts'
import type { ReachChoice } from './readers.ts'

export interface AskPageProps {
  /** Where it is asked. */
  readonly space: Space
  /** The other places to ask in; empty when there is only this one, or when a question is changed. */
  readonly spaces: readonly Space[]
  readonly audience: { word: string; who: string }
  /** Who may read it, to choose from, and what is chosen; none where there is no choice, or when a question is changed. */
  readonly choices: readonly ReachChoice[]
  readonly chosen?: ReachChoice
  readonly products: readonly Product[]
  readonly form: FormState
  /** The text as it will look, when it was asked for without script. */
  readonly preview?: string
  /** What is written. */
  readonly type: PostType
  /** The text that is changed; absent when a new one is written. */
  readonly changing?: { readonly id: ThreadId; readonly address: string }
  readonly submit: string
}

/** The one composer outside: a question, a problem or praise is written here, and changed: title, product, text, tags. */
export function AskPage(props: AskPageProps) {
  const say = useWords()
  const { space, changing, form, type } = props
  const words = composerWords[type]
  const { values, errors } = form
  return (
    <>
      <PageHead
        title={say.again(changing ? words.change : words.write)}
        voice
        intro={changing ? say('The earlier text stays readable in the history.') : say.again(words.intro)}
      />
      <ErrorSummary
        title={say('This is not posted yet')}
        errors={{
          title: errors.title,
          body: errors.body,
          product: errors.product,
          tags: errors.tags,
          space: errors.space,
          reach: errors.reach,
          ...interestErrors('ask', errors),
        }}
      />
      {changing ? null : <WhatItIs {...props} />}
      {!changing && props.spaces.length > 1 ? (
        <div class="mt3">
          <Segmented
            label={say('Where to ask')}
            segments={props.spaces.map((one) => ({
              href: askAddress(type, { ...typedIn(form), space: one.slug }),
              label: one.title,
              current: one.id === space.id,
            }))}
          />
        </div>
      ) : null}
      {props.choices.length > 1 ? <WhoReads {...props} /> : null}
      <div class="mt4">
        <Composer
          id="body"
          name="body"
          realm="outside"
          action={changing ? `/questions/${changing.id}/-/edit` : '/questions/ask'}
          fields={changing ? {} : { type, space: space.slug, reach: props.chosen?.value ?? 'space' }}
          audience={props.audience}
          formLabel={say.again(changing ? words.change : words.write)}
          label={say.again(words.body)}
          placeholder={say.again(words.placeholder)}
          value={values.body ?? ''}
          error={errors.body}
          submit={props.submit}
          editor={editorOf(space, changing ? `question:${changing.id}` : `ask:${space.slug}`, changing)}
          before={
            <div class="stack-s composer-fields">
              <Input
                name="title"
                label={say.again(words.title)}
                required
                maxlength={200}
                value={values.title}
                error={errors.title}
              />
              {changing || type === 'praise' ? null : <LookBefore />}
              <ProductField products={props.products} value={values.product} error={errors.product} />
              <Input
                name="tags"
                label={say('Tags')}
                hint={say('Up to {number}, with commas between them, such as: battery, cold-weather', {
                  number: mostTags,
                })}
                value={values.tags}
                error={errors.tags}
              />
              <InterestField id="ask" values={values} errors={errors} />
            </div>
          }
          tools={
            <noscript>
              <Button kind="quiet" name="act" value="preview">
                {say('Show me first')}
              </Button>
            </noscript>
          }
        />
      </div>
      {props.preview === undefined ? null : (
        <div class="mt5" id="preview">
          <Card title={say('This is how it will look')}>
            <h3 class="voice-title" dir="auto">
              {values.title}
            </h3>
            <Text realm="outside" html={props.preview} />
          </Card>
        </div>
      )}
      {changing ? (
        <p class="mt4">
          <a href={changing.address}>{say('Leave it as it is')}</a>
        </p>
      ) : null}
    </>
  )
}

/** What of the composer travels in its address, so that choosing above it loses nothing short. */
function typedIn({ values }: FormState): Record<string, string | undefined> {
  return { title: values.title, tags: values.tags, product: values.product }
}

/** A question, an idea, a problem or praise. Ideas are written where others can vote on them. */
function WhatItIs(props: AskPageProps) {
  const say = useWords()
  const { space, form } = props
  const segments = postTypes.map((type) => ({
    href: askAddress(type, { ...typedIn(form), space: space.slug, reach: form.values.reach }),
    label: say.again(composerWords[type].label),
    current: type === props.type,
  }))
  const { product } = form.values
  const query = new URLSearchParams({ space: space.slug, ...(product && { product }) })
  const idea = { href: `/ideas/new?${query}`, label: say('Idea'), current: false }
  return (
    <div class="mt3">
      <Segmented label={say('What it is')} segments={[segments[0]!, idea, ...segments.slice(1)]} />
    </div>
  )
}

/** Who may read it, with the number of readers of each choice. Chosen before writing, so that the strip says it. */
function WhoReads(props: AskPageProps) {
  const say = useWords()
  const { space, choices, chosen, form } = props
  return (
    <details class="mt3" id="reach" open={chosen?.reach !== null || form.errors.reach !== undefined}>
      <summary>{say('Who may read it: {reach}', { reach: chosen?.label ?? choices[0]!.label })}</summary>
      <ul role="list" class="links mt3">
        {choices.map((choice) => (
          <li>
            <a
              href={askAddress(props.type, { ...typedIn(form), space: space.slug, reach: choice.value })}
              aria-current={choice === chosen ? 'true' : undefined}
            >
              {choice.label}
            </a>
            <span>{choice.who}</span>
          </li>
        ))}
      </ul>
      <p class="small muted">{say('It can reach fewer people later, never more.')}</p>
    </details>
  )
}
