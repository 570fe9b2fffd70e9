import type { FormState } from '../../platform/http/form.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Button } from '../../ui/button.tsx'
import { Composer } from '../../ui/composer.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { Text } from '../../ui/text.tsx'
import { mostTags } from '../tags/tags.ts'
import { editorOf } from '../files/files.ts'
import type { ThreadId } from '../threads/threads.ts'
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
  readonly form: FormState
  /** The text as it will look, when it was asked for without script. */
  readonly preview?: string
  /** The question that is changed; absent when a new one is asked. */
  readonly changing?: { readonly id: ThreadId; readonly address: string }
  readonly submit: string
}

/** Where a question is written, and where it is changed: title, text, tags. */
export function AskPage(props: AskPageProps) {
  const { space, changing, form } = props
  const { values, errors } = form
  return (
    <>
      <PageHead
        title={changing ? 'Change your question' : 'Ask a question'}
        voice
        intro={
          changing
            ? 'The earlier text stays readable in the history.'
            : 'One question at a time. Say what you did, what you expected and what happened.'
        }
      />
      <ErrorSummary
        title="This is not posted yet"
        errors={{ title: errors.title, body: errors.body, tags: errors.tags, space: errors.space, reach: errors.reach }}
      />
      {!changing && props.spaces.length > 1 ? (
        <div class="mt3">
          <Segmented
            label="Where to ask"
            segments={props.spaces.map((one) => ({
              href: `/questions/ask?space=${encodeURIComponent(one.slug)}`,
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
          fields={changing ? {} : { space: space.slug, reach: props.chosen?.value ?? 'space' }}
          audience={props.audience}
          formLabel={changing ? 'Change your question' : 'Ask a question'}
          label="Your question in full"
          placeholder="What happened, and what you tried"
          value={values.body ?? ''}
          error={errors.body}
          submit={props.submit}
          editor={editorOf(space, changing ? `question:${changing.id}` : 'ask', changing)}
          before={
            <div class="stack-s composer-fields">
              <Input
                name="title"
                label="Your question in one line"
                required
                maxlength={200}
                value={values.title}
                error={errors.title}
              />
              <Input
                name="tags"
                label="Tags"
                hint={`Up to ${mostTags}, with commas between them, such as: battery, cold-weather`}
                value={values.tags}
                error={errors.tags}
              />
            </div>
          }
          tools={
            <noscript>
              <Button kind="quiet" name="act" value="preview">
                Show me first
              </Button>
            </noscript>
          }
        />
      </div>
      {props.preview === undefined ? null : (
        <div class="mt5" id="preview">
          <Card title="This is how it will look">
            <h3 class="voice-title">{values.title}</h3>
            <Text realm="outside" html={props.preview} />
          </Card>
        </div>
      )}
      {changing ? (
        <p class="mt4">
          <a href={changing.address}>Leave it as it is</a>
        </p>
      ) : null}
    </>
  )
}

/** Who may read it, with the number of readers of each choice. Chosen before writing, so that the strip says it. */
function WhoReads(props: AskPageProps) {
  const { space, choices, chosen, form } = props
  const typed: Record<string, string> = form.values.title ? { title: form.values.title } : {}
  return (
    <details class="mt3" id="reach" open={chosen?.reach !== null || form.errors.reach !== undefined}>
      <summary>Who may read it: {chosen?.label ?? choices[0]!.label}</summary>
      <ul role="list" class="links mt3">
        {choices.map((choice) => (
          <li>
            <a
              href={`/questions/ask?${new URLSearchParams({ space: space.slug, reach: choice.value, ...typed })}`}
              aria-current={choice === chosen ? 'true' : undefined}
            >
              {choice.label}
            </a>
            <span>{choice.who}</span>
          </li>
        ))}
      </ul>
      <p class="small muted">It can reach fewer people later, never more.</p>
    </details>
  )
}
