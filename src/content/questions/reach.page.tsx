import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Fieldset, Radio } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { AudienceLine, type AudienceWords } from '../../ui/realm.tsx'
import { useWords } from '../../ui/words.tsx'
import type { ReachChoice } from './readers.ts'

/** Where the author of a question lets it reach fewer people. */
export function ReachPage(props: {
  question: { readonly id: number; readonly title: string; readonly address: string }
  now: AudienceWords
  /** Narrower than now. */
  choices: readonly ReachChoice[]
  form: FormState
}) {
  const say = useWords()
  const { question, choices, form } = props
  return (
    <>
      <PageHead
        title={say('Let fewer people read it')}
        voice
        intro={say('“{title}” and everything under it. It cannot be opened again: some will have read it by then.', {
          title: question.title,
        })}
      />
      <ErrorSummary title={say('Nothing was changed')} errors={{ reach: form.errors.reach }} />
      <AudienceLine {...props.now} />
      {choices.length === 0 ? (
        <p class="mt3">{say('Nobody else can read it as it is.')}</p>
      ) : (
        <form method="post" action={`/questions/${question.id}/-/reach`} class="stack mt3">
          <Fieldset id="reach" label={say('Who can still read it')} error={form.errors.reach}>
            {choices.map((choice) => (
              <Radio
                name="reach"
                value={choice.value}
                label={choice.label}
                note={choice.who}
                checked={choice.value === form.values.reach}
                required
              />
            ))}
          </Fieldset>
          <div>
            <Button kind="primary">{say('Close it to everybody else')}</Button>
          </div>
        </form>
      )}
      <p class="mt4">
        <a href={question.address}>{say('Leave it as it is')}</a>
      </p>
    </>
  )
}
