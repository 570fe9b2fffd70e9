import type { FormState } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, Textarea } from '../../ui/field.tsx'
import { Columns, Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import { SideTabs, sideNames } from '../moderation/moderation.parts.tsx'
import type { Side } from '../moderation/moderation.ts'
import { type Score, type WritingRules, wordsAsText } from './writing-rules.ts'

/** What the rules of one side are called. */
export const rulesNames: Readonly<Record<Side, string>> = {
  outside: said('Rules of writing outside'),
  inside: said('Rules of writing inside'),
}

export interface RulesPageProps {
  readonly side: Side
  readonly rules: WritingRules
  readonly form: FormState
  /** What was tried, and what it scores. */
  readonly tried?: { readonly text: string; readonly author: 'new' | 'known'; readonly score: Score }
}

/** What is asked of every text before it is posted, as the moderators of a side set it. */
export function RulesPage(props: RulesPageProps) {
  const say = useWords()
  const { side } = props
  return (
    <>
      <PageHead
        title={say.again(rulesNames[side])}
        intro={say('They hold for members and guests from the next text on. Whoever works here is not scored.')}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Moderation'), href: '/moderation' },
              { label: say.again(sideNames[side]), href: `/moderation/${side}` },
              { label: say('Rules of writing') },
            ]}
          />
        }
      />
      <SideTabs side={side} current="rules" />
      <div class="mt4">
        <ErrorSummary title={say('Nothing has changed yet')} errors={props.form.errors} />
        <Columns asideLabel={say('Try a text')} aside={<TryIt {...props} />}>
          <RulesForm {...props} />
        </Columns>
      </div>
    </>
  )
}

function RulesForm(props: RulesPageProps) {
  const say = useWords()
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
      <Card title={say('Who is new')}>
        <div class="stack-s">
          {number('newDays', say('Days after joining'))}
          {number('newPosts', say('Texts until somebody is known'), say('Somebody is new until both are behind them.'))}
          {number('newLinks', say('Links to other sites in a text of somebody new'))}
          {number('newPerHour', say('Texts of somebody new within an hour'))}
        </div>
      </Card>
      <Card title={say('What is held for review')}>
        <div class="stack-s">
          {number(
            'threshold',
            say('From how many points on'),
            say('The text is saved, its author reads it, and it waits for a moderator.'),
          )}
          <Textarea
            name="words"
            label={say('Words and phrases')}
            hint={say('One a line, with its points after it: casino bonus 6. Without a number it is 5.')}
            rows={10}
            value={values.words ?? wordsAsText(rules.words)}
            error={errors.words}
          />
        </div>
      </Card>
      <div>
        <Button kind="primary">{say('Let these rules hold')}</Button>
      </div>
    </form>
  )
}

function TryIt(props: RulesPageProps) {
  const say = useWords()
  const { side, rules, tried, form } = props
  return (
    <Card title={say('Try a text')} id="try">
      <form method="post" action={`/moderation/${side}/rules/try#try`} class="stack" data-turbo="false">
        <Textarea
          name="text"
          label={say('The text')}
          rows={6}
          value={tried?.text ?? form.values.text ?? ''}
          error={form.errors.text}
        />
        <Select
          name="author"
          label={say('Written by')}
          options={[
            { value: 'new', label: say('Somebody who joined today') },
            { value: 'known', label: say('Somebody long known') },
          ]}
          value={tried?.author ?? form.values.author ?? 'new'}
        />
        <div>
          <Button>{say('See what it scores')}</Button>
        </div>
      </form>
      {tried ? <Scored rules={rules} score={tried.score} /> : null}
    </Card>
  )
}

function Scored(props: { rules: WritingRules; score: Score }) {
  const say = useWords()
  const { rules, score } = props
  const isHeld = score.points >= rules.threshold
  return (
    <div class="stack mt4" role="status">
      <Notebox tone={isHeld ? 'warn' : 'ok'} icon={isHeld ? 'hourglass-medium' : 'check-circle'}>
        {isHeld
          ? say('{count} points. It would wait for a moderator.', { count: score.points })
          : say('{count} points. It would be posted at once.', { count: score.points })}
      </Notebox>
      {score.reasons.length > 0 ? (
        <Table
          caption={say('Where the points come from')}
          columns={[{ label: say('Reason') }, { label: say('Points'), numeric: true }]}
          rows={score.reasons.map((reason) => [say.again(reason.says), reason.points])}
        />
      ) : null}
    </div>
  )
}
