import { said } from '../../platform/languages/languages.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { ProblemState as State } from '../threads/threads.ts'
import type { Drawing } from './answers.parts.tsx'
import { maySetState, problemStates } from './problems.ts'

const noteLabels: Readonly<Record<State, string>> = {
  reported: said('Reported.'),
  confirmed: said('Confirmed.'),
  workaround: said('What helps until it is fixed:'),
  fixed: said('Fixed:'),
  'no-fault': said('Not a fault:'),
}

/** How a problem stands, with what was said of it, and where the company says it. Nothing for a question. */
export function ProblemState(props: { drawing: Drawing; form: FormState | undefined }) {
  const say = useWords()
  const { question, viewer, now } = props.drawing
  const { thread, space, problem } = question
  if (!problem) return null
  const facts = { reportedBy: thread.authorId, state: problem.now.state }
  const states = (Object.keys(problemStates) as State[]).filter(
    (state) => maySetState(viewer, space, facts, state).allowed,
  )
  return (
    <>
      {problem.now.state === 'reported' && problem.now.note === '' ? null : (
        <Notebox tone={problem.now.state === 'fixed' ? 'ok' : 'info'} icon="info">
          <p>
            <b>{say.again(noteLabels[problem.now.state])}</b> <bdi>{problem.now.note}</bdi>{' '}
            {problem.now.changedAt ? (
              <span class="small muted">
                {say.with('Said {when}.', { when: <Time at={problem.now.changedAt} now={now} form="long" /> })}
              </span>
            ) : null}
          </p>
        </Notebox>
      )}
      {states.length > 0 && viewer.kind === 'account' ? (
        <StateForm id={thread.id} states={states} now={facts.state} form={props.form} />
      ) : null}
    </>
  )
}

function StateForm(props: { id: number; states: readonly State[]; now: State; form: FormState | undefined }) {
  const say = useWords()
  const { states, now } = props
  const { values, errors } = props.form ?? {
    values: {} as Record<string, string>,
    errors: {} as Record<string, string>,
  }
  const own = states.length === 1
  return (
    <details class="mt3" id="state-form" open={props.form !== undefined}>
      <summary class="small">{own ? say('It is back') : say('Say how it stands')}</summary>
      <ErrorSummary title={say('Nothing was changed')} errors={{ state: errors.state, note: errors.note }} />
      <form method="post" action={`/problems/${props.id}/-/state`} class="stack-s mt3">
        {own ? (
          <input type="hidden" name="state" value={states[0]} />
        ) : (
          <Select
            name="state"
            label={say('How it stands')}
            value={values.state ?? now}
            error={errors.state}
            options={states.map((state) => ({ value: state, label: say.again(problemStates[state]) }))}
          />
        )}
        <Input
          name="note"
          label={own ? say('What happens again') : say('The version that fixed it, or what to know')}
          maxlength={500}
          value={values.note}
          error={errors.note}
        />
        <div>
          <Button kind="primary">{say('Say it publicly')}</Button>
        </div>
      </form>
    </details>
  )
}
