import type { FormState } from '../../platform/http/form.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { AccessVerdict } from '../../platform/verdict.ts'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import { Pill } from '../../ui/badge.tsx'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Fieldset, Input, Radio, Select, Textarea } from '../../ui/field.tsx'
import { Columns, Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import type { OpenedCase } from './cases.ts'
import { conductRules, ruleKeys } from './conduct-rules.ts'
import { measureIcons, measureNames, sideNames } from './moderation.parts.tsx'

export interface CasePageProps {
  readonly case: OpenedCase
  readonly people: ReadonlyMap<AccountId, PersonCard>
  /** The text that was brought here, as it was read; HTML of the safe renderer. */
  readonly shown: { readonly title: string; readonly html: string }
  /** Where it stands, when this moderator may read it there. */
  readonly address?: string
  readonly verdict: AccessVerdict
  readonly holds: boolean
  readonly now: Date
  readonly form: FormState
}

/** One text before the moderators: what was said against it, what was decided before, and the decision. */
export function CasePage(props: CasePageProps) {
  const { case: one, shown, now } = props
  const author = nameOf(props, one.authorId)
  return (
    <>
      <PageHead
        title={shown.title || `A reply by ${author}`}
        intro={
          <>
            {one.replyId === null ? 'Thread' : 'Reply'} by {author}. Before the moderators since{' '}
            <Time at={one.openedAt} now={now} form="long" />.
          </>
        }
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[
              { label: 'Moderation', href: '/moderation' },
              { label: sideNames[one.side], href: `/moderation/${one.side}` },
            ]}
          />
        }
        actions={
          props.address ? (
            <LinkButton href={props.address} icon="arrow-square-out">
              Read it in place
            </LinkButton>
          ) : null
        }
      />
      <ErrorSummary title="Nothing is decided yet" errors={props.form.errors} />
      <Columns asideLabel="What was said and decided" aside={<Said {...props} />}>
        <Card title="The text">
          <Text html={shown.html} />
        </Card>
        <Hand {...props} />
      </Columns>
    </>
  )
}

function nameOf(props: CasePageProps, id: AccountId | null): string {
  return id === null ? 'A check' : (props.people.get(id)?.displayName ?? 'Former member')
}

function Hand(props: CasePageProps) {
  const { case: one, now, verdict } = props
  if (one.closedAt)
    return (
      <Notebox icon="check-circle" tone="ok">
        This was decided <Time at={one.closedAt} now={now} form="long" />.
      </Notebox>
    )
  if (!verdict.allowed) return <Notebox icon="info">{verdict.because}</Notebox>
  if (props.holds) return <DecisionForm {...props} />
  const isTaken = one.claimedBy !== null && one.claimedUntil !== null && one.claimedUntil > now
  if (isTaken)
    return (
      <Notebox icon="hand-grabbing">
        {nameOf(props, one.claimedBy)} has this in hand. It is free again{' '}
        <Time at={one.claimedUntil!} now={now} form="long" /> when nobody works on it.
      </Notebox>
    )
  return (
    <div class="row">
      <ActionButton kind="primary" icon="hand-grabbing" action={`/moderation/cases/${one.id}/take`}>
        Take it in hand
      </ActionButton>
      <span class="small muted">For ten minutes; longer while you work on it.</span>
    </div>
  )
}

function DecisionForm(props: CasePageProps) {
  const { case: one, form, now } = props
  const { values, errors } = form
  const post = values.post ?? 'none'
  const author = values.author ?? 'none'
  return (
    <>
      <Card title="Your decision">
        <form method="post" action={`/moderation/cases/${one.id}/decide`} class="stack">
          <Fieldset id="post" label="The text" error={errors.post}>
            <Radio name="post" value="none" label="Stays as it is" checked={post === 'none'} />
            <Radio
              name="post"
              value="hide"
              label="Hide it"
              note="Its author and the moderators still read it."
              checked={post === 'hide'}
            />
            <Radio
              name="post"
              value="remove"
              label="Remove it, with a marker"
              note="The thread still reads. The words are kept for an appeal."
              checked={post === 'remove'}
            />
          </Fieldset>
          <Fieldset id="author" label="Its author" error={errors.author}>
            <Radio name="author" value="none" label="Writes on as before" checked={author === 'none'} />
            <Radio name="author" value="slow" label="Writes once in so many hours" checked={author === 'slow'} />
            <Radio
              name="author"
              value="suspend"
              label="Does not write for so many days"
              checked={author === 'suspend'}
            />
          </Fieldset>
          <div class="row">
            <Input
              name="days"
              type="number"
              min={1}
              max={365}
              label="For how many days"
              value={values.days ?? '7'}
              error={errors.days}
            />
            <Input
              name="hours"
              type="number"
              min={1}
              max={168}
              label="Once in how many hours"
              value={values.hours ?? '24'}
              error={errors.hours}
            />
          </div>
          <Select
            name="rule"
            label="Under which rule"
            hint="Needed as soon as anything happens."
            options={[
              { value: '', label: 'None: nothing happens' },
              ...ruleKeys.map((key) => ({ value: key, label: conductRules[key].name })),
            ]}
            value={values.rule ?? ''}
            error={errors.rule}
          />
          <Textarea
            name="reason"
            label="Why"
            hint="Its author reads this, and whoever flagged it. They do not read your name."
            rows={4}
            value={values.reason ?? ''}
            error={errors.reason}
          />
          <div class="row">
            <Button kind="primary">Decide, and tell the author</Button>
            <span class="small muted">
              In your hand until <Time at={one.claimedUntil!} now={now} form="long" />.
            </span>
          </div>
        </form>
      </Card>
      <ActionButton kind="quiet" action={`/moderation/cases/${one.id}/give-back`}>
        Give it back to the queue
      </ActionButton>
    </>
  )
}

function Said(props: CasePageProps) {
  const { case: one, now } = props
  const decided = one.history.filter((past) => past.measure !== 'none' || past.decidedBy !== null)
  return (
    <div class="stack">
      <Card title={one.flags.length === 0 ? 'No flags' : 'Flags'} level={2}>
        <div class="stack-s">
          {one.flags.length === 0 ? <p class="soft">Nobody flagged it: a check held it.</p> : null}
          {one.flags.map((flag) => (
            <div class="stack-s">
              <p>
                <b>{conductRules[flag.rule].name}</b>
                <br />
                <span class="small muted">
                  {nameOf(props, flag.flaggedBy)}, <Time at={flag.flaggedAt} now={now} />
                </span>
              </p>
              {flag.words ? <p class="soft">{flag.words}</p> : null}
              {flag.retaliates ? (
                <p>
                  <Pill icon="warning" tone="warn">
                    May be in return
                  </Pill>{' '}
                  <span class="small">
                    {flag.retaliates === 'measured'
                      ? 'The author flagged them lately, and they got a measure for it.'
                      : 'The author flagged them lately.'}
                  </span>
                </p>
              ) : null}
            </div>
          ))}
        </div>
      </Card>
      {decided.length > 0 ? (
        <Card title="Decided about this text" level={2}>
          <Timeline
            moments={decided.map((past) => ({
              icon: measureIcons[past.measure],
              title: <a href={`/moderation/statements/${past.id}`}>{measureNames[past.measure]}</a>,
              text: past.endedAt ? 'ended since' : undefined,
              when: (
                <>
                  {nameOf(props, past.decidedBy)}, <Time at={past.decidedAt} now={now} />
                </>
              ),
            }))}
          />
        </Card>
      ) : null}
    </div>
  )
}
