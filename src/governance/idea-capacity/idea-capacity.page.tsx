import type { PersonCard } from '../../people/accounts/accounts.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { FormState } from '../../platform/http/form.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { Pill } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, Textarea } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Empty, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
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
  const { capacities, isInside } = props
  return (
    <>
      <PageHead
        title="How long ideas wait"
        voice={!isInside}
        intro="How much review the company gives each week, and how long the ideas that wait will take with it."
        crumbs={
          <Crumbs label="You are here" crumbs={[{ label: 'Ideas', href: isInside ? '/inside/ideas' : '/ideas' }]} />
        }
      />
      <div class="stack">
        {capacities.length === 0 ? (
          <Empty title="No review was planned yet" realm={isInside ? 'inside' : 'outside'}>
            <p>Until then only the date promised on each idea counts.</p>
          </Empty>
        ) : (
          <Table
            caption="Review by category and space"
            columns={[
              { label: 'Category or space' },
              { label: 'State' },
              { label: 'Ideas waiting', numeric: true },
              { label: 'Review a week', numeric: true },
              { label: 'Done in about', numeric: true },
              { label: 'Promised', numeric: true },
              ...(isInside ? [{ label: 'Side' }] : []),
            ]}
            rows={capacities.map((one) => [
              one.title,
              <CapacityState capacity={one} />,
              one.debt.waiting,
              hoursWords(one.weeklyMinutes),
              one.debt.weeks === undefined ? 'nobody reviews' : counted(one.debt.weeks, 'week'),
              counted(one.promisedDays, 'day'),
              ...(isInside ? [realmNames[one.realm]] : []),
            ])}
          />
        )}
        <p class="small soft">
          Weeks = ideas waiting × time for one idea ÷ review a week, rounded up. The time for one idea is the median of
          the last 50 reviews that were timed; 30 minutes while fewer than {leastMeasured} were. Ideas on which nothing
          happens for six months are archived: their author and voters are told 14 days before, and a new vote brings
          them back.
        </p>
        {props.places.length > 0 ? <SetForm {...props} /> : null}
      </div>
    </>
  )
}

function CapacityState(props: { capacity: Capacity }) {
  return props.capacity.debt.isOver ? (
    <Pill icon="warning" tone="warn">
      Longer than promised
    </Pill>
  ) : (
    <Pill icon="check-circle" tone="ok">
      In time
    </Pill>
  )
}

function SetForm(props: ReviewPageProps) {
  const { values, errors } = props.form
  return (
    <Card title="Plan the review of a category or space" id="plan">
      {[...props.reviewers.entries()].length > 0 ? (
        <details>
          <summary>Who reviews now</summary>
          <ul role="list" class="stack-s mt1">
            {props.capacities
              .filter((one) => props.reviewers.has(one.id))
              .map((one) => (
                <li>
                  <b>{one.title}</b>: {props.reviewers.get(one.id)!.owner} answers for it.{' '}
                  {props.reviewers.get(one.id)!.lines || 'Nobody reviews.'}
                </li>
              ))}
          </ul>
        </details>
      ) : null}
      <form method="post" action="/inside/ideas-review" class="stack form-column mt1">
        <ErrorSummary title="It was not planned" errors={errors} />
        <Select
          name="place"
          label="Category, or space for ideas without one"
          options={[...props.places]}
          value={values.place}
          error={errors.place}
        />
        <Input
          name="owner"
          label="Who answers for it"
          hint="Full name. They are told when more waits than can be reviewed in time."
          required
          value={values.owner}
          error={errors.owner}
        />
        <Textarea
          name="reviewers"
          label="Reviewers and their hours a week"
          hint="One a line, such as Lena Brandt: 2.5. Outside, the sum of the hours is shown and no name."
          value={values.reviewers}
          error={errors.reviewers}
        />
        <p>
          <Button kind="primary">Plan this review</Button>
        </p>
      </form>
    </Card>
  )
}

/** On the page of an idea that waits longer than promised: said to everybody who reads it. */
export function DebtNote(props: { capacity: Capacity; isInside: boolean }) {
  const { capacity } = props
  return (
    <Notebox icon="hourglass-medium" tone="warn">
      <p>
        {debtWords(capacity.debt, capacity.isCategory ? 'This category' : 'This space')}{' '}
        <a href={props.isInside ? '/inside/ideas-review' : '/ideas-review'}>How this is counted</a>
      </p>
    </Notebox>
  )
}

/** For a reviewer, on the page of an idea: how long it took. */
export function EffortForm(props: { ideaId: number }) {
  return (
    <form method="post" action="/inside/ideas-review/efforts" class="stack-s">
      <input type="hidden" name="idea" value={String(props.ideaId)} />
      <Input
        type="number"
        name="minutes"
        label="Minutes that this review took you"
        hint="From these the waiting time is counted. Only the median is shown."
        min={1}
        max={6000}
        required
      />
      <p>
        <Button size="s">Note the time</Button>
      </p>
    </form>
  )
}

export function reviewerLines(
  reviewers: readonly { accountId: AccountId; weeklyMinutes: number }[],
  people: ReadonlyMap<AccountId, PersonCard>,
): string {
  return reviewers
    .map((one) => `${people.get(one.accountId)?.displayName ?? 'a former colleague'}: ${one.weeklyMinutes / 60}`)
    .join(', ')
}

function hoursWords(minutes: number): string {
  return counted(Math.round(minutes / 6) / 10, 'hour')
}

function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`
}
