import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, Textarea } from '../../ui/field.tsx'
import { Columns, Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { SideTabs, sideNames } from '../moderation/moderation.parts.tsx'
import type { Side } from '../moderation/moderation.ts'
import { type Score, type WritingRules, wordsAsText } from './writing-rules.ts'

export interface RulesPageProps {
  readonly side: Side
  readonly rules: WritingRules
  readonly form: FormState
  /** What was tried, and what it scores. */
  readonly tried?: { readonly text: string; readonly author: 'new' | 'known'; readonly score: Score }
}

/** What is asked of every text before it is posted, as the moderators of a side set it. */
export function RulesPage(props: RulesPageProps) {
  const { side } = props
  return (
    <>
      <PageHead
        title={`Rules of writing ${side}`}
        intro="They hold for members and guests from the next text on. Whoever works here is not scored."
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[
              { label: 'Moderation', href: '/moderation' },
              { label: sideNames[side], href: `/moderation/${side}` },
              { label: 'Rules of writing' },
            ]}
          />
        }
      />
      <SideTabs side={side} current="rules" />
      <div class="mt4">
        <ErrorSummary title="Nothing has changed yet" errors={props.form.errors} />
        <Columns asideLabel="Try a text" aside={<TryIt {...props} />}>
          <RulesForm {...props} />
        </Columns>
      </div>
    </>
  )
}

function RulesForm(props: RulesPageProps) {
  const { side, rules, form } = props
  const { values, errors } = form
  const number = (
    name: 'newDays' | 'newPosts' | 'newLinks' | 'newPerHour' | 'threshold',
    label: string,
    hint?: string,
  ) => (
    <Input
      name={name}
      type="number"
      min={0}
      label={label}
      hint={hint}
      value={values[name] ?? String(rules[name])}
      error={errors[name]}
    />
  )
  return (
    <form method="post" action={`/moderation/${side}/rules`} class="stack">
      <Card title="Who is new">
        <div class="stack-s">
          {number('newDays', 'Days after joining')}
          {number('newPosts', 'Texts until somebody is known', 'Somebody is new until both are behind them.')}
          {number('newLinks', 'Links to other sites in a text of somebody new')}
          {number('newPerHour', 'Texts of somebody new within an hour')}
        </div>
      </Card>
      <Card title="What is held for review">
        <div class="stack-s">
          {number(
            'threshold',
            'From how many points on',
            'The text is saved, its author reads it, and it waits for a moderator.',
          )}
          <Textarea
            name="words"
            label="Words and phrases"
            hint="One a line, with its points after it: casino bonus 6. Without a number it is 5."
            rows={10}
            value={values.words ?? wordsAsText(rules.words)}
            error={errors.words}
          />
        </div>
      </Card>
      <div>
        <Button kind="primary">Let these rules hold</Button>
      </div>
    </form>
  )
}

function TryIt(props: RulesPageProps) {
  const { side, rules, tried, form } = props
  return (
    <Card title="Try a text" id="try">
      <form method="post" action={`/moderation/${side}/rules/try#try`} class="stack">
        <Textarea
          name="text"
          label="The text"
          rows={6}
          value={tried?.text ?? form.values.text ?? ''}
          error={form.errors.text}
        />
        <Select
          name="author"
          label="Written by"
          options={[
            { value: 'new', label: 'Somebody who joined today' },
            { value: 'known', label: 'Somebody long known' },
          ]}
          value={tried?.author ?? form.values.author ?? 'new'}
        />
        <div>
          <Button>See what it scores</Button>
        </div>
      </form>
      {tried ? <Scored rules={rules} score={tried.score} /> : null}
    </Card>
  )
}

function Scored(props: { rules: WritingRules; score: Score }) {
  const { rules, score } = props
  const isHeld = score.points >= rules.threshold
  return (
    <div class="stack mt4" role="status">
      <Notebox tone={isHeld ? 'warn' : 'ok'} icon={isHeld ? 'hourglass-medium' : 'check-circle'}>
        {score.points} {score.points === 1 ? 'point' : 'points'}.{' '}
        {isHeld ? 'It would wait for a moderator.' : 'It would be posted at once.'}
      </Notebox>
      {score.reasons.length > 0 ? (
        <Table
          caption="Where the points come from"
          columns={[{ label: 'Reason' }, { label: 'Points', numeric: true }]}
          rows={score.reasons.map((reason) => [reason.says, reason.points])}
        />
      ) : null}
    </div>
  )
}
