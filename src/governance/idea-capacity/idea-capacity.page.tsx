import type { PersonCard } from '../../people/accounts/accounts.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { FormState } from '../../platform/http/form.ts'
import type { Say } from '../../platform/languages/languages.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { Pill } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, Textarea } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Empty, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import { leastMeasured } from './debt.ts'
import { type Capacity, debtWords } from './idea-capacity.ts'

/** A category or a space that the viewer may set, as a choice of the form. */
export interface PlaceChoice {
  readonly value: string
  readonly label: string
}

export interface ReviewPageProps {
  readonly capacities: readonly Capacity[]
  readonly isInside: boolean
  /** What the viewer may set; none outside. */
  readonly places: readonly PlaceChoice[]
  /** Owner and reviewers, for those who may set them. */
  readonly reviewers: ReadonlyMap<number, { readonly owner: string; readonly lines: string }>
  readonly form: FormState
}

/** How much review the company can give, and how long what waits will take. */
export function ReviewPage(props: ReviewPageProps) {
  const say = useWords()
  const { capacities, isInside } = props
  return (
    <>
      <PageHead
        title={say('How long ideas wait')}
        voice={!isInside}
        intro={say('How much review the company gives each week, and how long the ideas that wait will take with it.')}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[{ label: say('Ideas'), href: isInside ? '/inside/ideas' : '/ideas' }]}
          />
        }
      />
      <div class="stack">
        {capacities.length === 0 ? (
          <Empty title={say('No review was planned yet')} realm={isInside ? 'inside' : 'outside'}>
            <p>{say('Until then only the date promised on each idea counts.')}</p>
          </Empty>
        ) : (
          <Table
            caption={say('Review by category and space')}
            columns={[
              { label: say('Category or space') },
              { label: say('State') },
              { label: say('Ideas waiting'), numeric: true },
              { label: say('Review a week'), numeric: true },
              { label: say('Done in about'), numeric: true },
              { label: say('Promised'), numeric: true },
              ...(isInside ? [{ label: say('Side') }] : []),
            ]}
            rows={capacities.map((one) => [
              <bdi>{one.title}</bdi>,
              <CapacityState capacity={one} />,
              one.debt.waiting,
              say('{count} hours', { count: Math.round(one.weeklyMinutes / 6) / 10 }),
              one.debt.weeks === undefined ? say('nobody reviews') : say('{count} weeks', { count: one.debt.weeks }),
              say('{count} days', { count: one.promisedDays }),
              ...(isInside ? [say.again(realmNames[one.realm])] : []),
            ])}
          />
        )}
        <p class="small soft">
          {say(
            'Weeks = ideas waiting × time for one idea ÷ review a week, rounded up. The time for one idea is the median of the last 50 reviews that were timed; 30 minutes while fewer than {number} were. Ideas on which nothing happens for six months are archived: their author and voters are told 14 days before, and a new vote brings them back.',
            { number: leastMeasured },
          )}
        </p>
        {props.places.length > 0 ? <SetForm {...props} /> : null}
      </div>
    </>
  )
}

function CapacityState(props: { capacity: Capacity }) {
  const say = useWords()
  return props.capacity.debt.isOver ? (
    <Pill icon="warning" tone="warn">
      {say('Longer than promised')}
    </Pill>
  ) : (
    <Pill icon="check-circle" tone="ok">
      {say('In time')}
    </Pill>
  )
}

function SetForm(props: ReviewPageProps) {
  const say = useWords()
  const { values, errors } = props.form
  const lines = (id: number) => props.reviewers.get(id)!.lines
  return (
    <Card title={say('Plan the review of a category or space')} id="plan">
      {[...props.reviewers.entries()].length > 0 ? (
        <details>
          <summary>{say('Who reviews now')}</summary>
          <ul role="list" class="stack-s mt1">
            {props.capacities
              .filter((one) => props.reviewers.has(one.id))
              .map((one) => (
                <li>
                  <b dir="auto">{one.title}</b>:{' '}
                  {say('{name} answers for it.', { name: props.reviewers.get(one.id)!.owner })}{' '}
                  {lines(one.id) ? <bdi>{lines(one.id)}</bdi> : say('Nobody reviews.')}
                </li>
              ))}
          </ul>
        </details>
      ) : null}
      <form method="post" action="/inside/ideas-review" class="stack form-column mt1">
        <ErrorSummary title={say('It was not planned')} errors={errors} />
        <Select
          name="place"
          label={say('Category, or space for ideas without one')}
          options={[...props.places]}
          value={values.place}
          error={errors.place}
        />
        <Input
          name="owner"
          label={say('Who answers for it')}
          hint={say('Full name. They are told when more waits than can be reviewed in time.')}
          required
          value={values.owner}
          error={errors.owner}
        />
        <Textarea
          name="reviewers"
          label={say('Reviewers and their hours a week')}
          hint={say('One a line, such as Lena Brandt: 2.5. Outside, the sum of the hours is shown and no name.')}
          value={values.reviewers}
          error={errors.reviewers}
        />
        <p>
          <Button kind="primary">{say('Plan this review')}</Button>
        </p>
      </form>
    </Card>
  )
}

/** On the page of an idea that waits longer than promised: said to everybody who reads it. */
export function DebtNote(props: { capacity: Capacity; isInside: boolean }) {
  const say = useWords()
  const { capacity } = props
  return (
    <Notebox icon="hourglass-medium" tone="warn">
      <p>
        {say.again(debtWords(capacity.debt, capacity.isCategory ? say('This category') : say('This space')))}{' '}
        <a href={props.isInside ? '/inside/ideas-review' : '/ideas-review'}>{say('How this is counted')}</a>
      </p>
    </Notebox>
  )
}

/** For a reviewer, on the page of an idea: how long it took. */
export function EffortForm(props: { ideaId: number }) {
  const say = useWords()
  return (
    <form method="post" action="/inside/ideas-review/efforts" class="stack-s">
      <input type="hidden" name="idea" value={String(props.ideaId)} />
      <Input
        type="number"
        name="minutes"
        label={say('Minutes that this review took you')}
        hint={say('From these the waiting time is counted. Only the median is shown.')}
        min={1}
        max={6000}
        required
      />
      <p>
        <Button size="s">{say('Note the time')}</Button>
      </p>
    </form>
  )
}

export function reviewerLines(
  say: Say,
  reviewers: readonly { accountId: AccountId; weeklyMinutes: number }[],
  people: ReadonlyMap<AccountId, PersonCard>,
): string {
  return reviewers
    .map((one) => {
      const name = people.get(one.accountId)?.displayName ?? say('a former colleague')
      return `${name}: ${say.number(one.weeklyMinutes / 60)}`
    })
    .join(', ')
}
