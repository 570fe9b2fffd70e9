import type { ComponentChildren } from 'preact'
import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, Textarea } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import { type Day, type Idea, type StageElsewhere, stageWords } from '../ideas/ideas.ts'
import { actionBase, ideaAddress, stages } from './idea-words.ts'

export interface StagePageProps {
  readonly idea: Idea
  /** The day that is promised unless another is given. */
  readonly nextDay: Day
  readonly company: string
  readonly stage: FormState
  readonly boost: FormState
  /** What other features say beforehand. */
  readonly notes: ComponentChildren
  /** Where the stage is said instead, for this viewer. */
  readonly elsewhere: StageElsewhere | undefined
}

/** Where the company says what comes of an idea, and lifts it in the order with a labelled boost. */
export function StagePage(props: StagePageProps) {
  const say = useWords()
  const { idea, boost } = props
  const { thread, votes } = idea
  const base = actionBase(thread)
  const outside = thread.realm === 'outside'
  const count = votes.promoted + votes.demoted + votes.staff.promoted + votes.staff.demoted
  return (
    <>
      <PageHead
        title={outside ? say('Change the public stage') : say('Change the stage')}
        intro={say.with('<a>{title}</a>. Its author and {count} voters are told, with the reason.', {
          title: <bdi>{thread.title}</bdi>,
          count,
          a: linkTo(ideaAddress(thread)),
        })}
      />
      {props.notes}
      {props.elsewhere ? <Elsewhere {...props.elsewhere} /> : <StageForm {...props} base={base} outside={outside} />}
      <div class="mt5 form-column">
        <Card title={say('Lift it with a boost')}>
          <p class="small soft">
            {say(
              'It weighs like so many votes in the order by heat, fades like them and stands on the page with your name and the reason. It is in no number of votes.',
            )}
          </p>
          <form method="post" action={`${base}/boosts`} class="stack-s mt3" aria-label={say('Boost')}>
            <Input
              name="weight"
              type="number"
              min="1"
              max="1000"
              label={say('Like how many votes')}
              required
              value={boost.values.weight}
              error={boost.errors.weight}
            />
            <Input
              id="boost-reason"
              name="reason"
              label={say('Why')}
              required
              maxLength={500}
              value={boost.values.reason}
              error={boost.errors.reason}
            />
            <p>
              <Button size="s">{say('Boost it as {company}', { company: props.company })}</Button>
            </p>
          </form>
        </Card>
      </div>
    </>
  )
}

function Elsewhere(props: StageElsewhere) {
  const say = useWords()
  return (
    <Notebox icon="link-simple" tone="warn">
      <p>
        {say.again(props.because)} <a href={props.href}>{say.again(props.label)}</a>.
      </p>
    </Notebox>
  )
}

function StageForm(props: StagePageProps & { base: string; outside: boolean }) {
  const say = useWords()
  const { idea, stage, nextDay, base, outside } = props
  return (
    <>
      <ErrorSummary title={say('This is not said yet')} errors={stage.errors} />
      <form method="post" action={`${base}/stage`} class="stack form-column" aria-label={say('Stage')}>
        <Select
          name="stage"
          label={say('Stage')}
          options={stages.map((value) => ({ value, label: say.again(stageWords[value]) }))}
          value={stage.values.stage ?? idea.stage}
          error={stage.errors.stage}
        />
        <Textarea
          name="reason"
          label={outside ? say('Reason, public') : say('Reason')}
          hint={say('Everybody who reads the idea reads it. “Not planned” needs one.')}
          rows={5}
          maxLength={4000}
          value={stage.values.reason ?? ''}
          error={stage.errors.reason}
        />
        <Input
          name="part"
          label={say('Which part is done')}
          hint={say('For “Partly done”.')}
          maxLength={500}
          value={stage.values.part}
          error={stage.errors.part}
        />
        <Input
          name="answerBy"
          type="date"
          label={say('The next answer comes by')}
          hint={say('Left out where nothing more is promised: done, already offered, not planned, archived.')}
          value={stage.values.answerBy ?? nextDay}
          error={stage.errors.answerBy}
        />
        <p>
          <Button kind="primary">{outside ? say('Say it publicly') : say('Say it inside')}</Button>
        </p>
      </form>
    </>
  )
}
