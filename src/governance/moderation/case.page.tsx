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
import { useWords } from '../../ui/words.tsx'
import type { Say } from '../../platform/languages/languages.ts'
import type { OpenedCase } from './cases.ts'
import { conductRules, ruleKeys } from './conduct-rules.ts'
import { measureIcons, measureNames, sideNames } from './moderation.parts.tsx'

export interface CasePageProps {
  readonly case: OpenedCase
  readonly people: ReadonlyMap<AccountId, PersonCard>
  /** The text that was brought here, as it was read; HTML of the safe renderer. */
  readonly shown: { readonly title: string; readonly html: string }
  /** Its author took it back since: when, and the text as it stood then. */
  readonly takenBack?: { readonly at: Date; readonly html: string }
  /** Where it stands, when this moderator may read it there. */
  readonly address?: string
  readonly verdict: AccessVerdict
  readonly holds: boolean
  readonly now: Date
  readonly form: FormState
}

/** One text before the moderators: what was said against it, what was decided before, and the decision. */
export function CasePage(props: CasePageProps) {
  const say = useWords()
  const { case: one, shown, now } = props
  const author = nameOf(say, props, one.authorId)
  const when = <Time at={one.openedAt} now={now} form="long" />
  return (
    <>
      <PageHead
        title={shown.title ? <bdi>{shown.title}</bdi> : say('A reply by {author}', { author })}
        intro={
          one.replyId === null
            ? say.with('Thread by {author}. Before the moderators since {when}.', { author, when })
            : say.with('Reply by {author}. Before the moderators since {when}.', { author, when })
        }
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Moderation'), href: '/moderation' },
              { label: say.again(sideNames[one.side]), href: `/moderation/${one.side}` },
            ]}
          />
        }
        actions={
          props.address ? (
            <LinkButton href={props.address} icon="arrow-square-out">
              {say('Read it in place')}
            </LinkButton>
          ) : null
        }
      />
      <ErrorSummary title={say('Nothing is decided yet')} errors={props.form.errors} />
      <Columns asideLabel={say('What was said and decided')} aside={<Said {...props} />}>
        <Card title={say('The text')}>
          <Text html={shown.html} />
        </Card>
        {props.takenBack ? (
          <Taken {...props.takenBack} now={now} isChanged={props.takenBack.html !== shown.html} />
        ) : null}
        <Hand {...props} />
      </Columns>
    </>
  )
}

function Taken(props: { at: Date; html: string; now: Date; isChanged: boolean }) {
  const say = useWords()
  return (
    <>
      <Notebox icon="arrow-counter-clockwise">
        {say.with('Its author took it back {when}. Nobody else reads it. It is not erased before you decide.', {
          when: <Time at={props.at} now={props.now} form="long" />,
        })}
      </Notebox>
      {props.isChanged ? (
        <Card title={say('The text as it was taken back')}>
          <Text html={props.html} />
        </Card>
      ) : null}
    </>
  )
}

function nameOf(say: Say, props: CasePageProps, id: AccountId | null): string {
  return id === null ? say('A check') : (props.people.get(id)?.displayName ?? say('Former member'))
}

function Hand(props: CasePageProps) {
  const say = useWords()
  const { case: one, now, verdict } = props
  if (one.closedAt)
    return (
      <Notebox icon="check-circle" tone="ok">
        {say.with('This was decided {when}.', { when: <Time at={one.closedAt} now={now} form="long" /> })}
      </Notebox>
    )
  if (!verdict.allowed) return <Notebox icon="info">{say.again(verdict.because)}</Notebox>
  if (props.holds) return <DecisionForm {...props} />
  const isTaken = one.claimedBy !== null && one.claimedUntil !== null && one.claimedUntil > now
  if (isTaken)
    return (
      <Notebox icon="hand-grabbing">
        {say.with('{name} has this in hand. It is free again {when} when nobody works on it.', {
          name: nameOf(say, props, one.claimedBy),
          when: <Time at={one.claimedUntil!} now={now} form="long" />,
        })}
      </Notebox>
    )
  return (
    <div class="row">
      <ActionButton kind="primary" icon="hand-grabbing" action={`/moderation/cases/${one.id}/take`}>
        {say('Take it in hand')}
      </ActionButton>
      <span class="small muted">{say('For ten minutes; longer while you work on it.')}</span>
    </div>
  )
}

function DecisionForm(props: CasePageProps) {
  const say = useWords()
  const { case: one, form, now } = props
  const { values, errors } = form
  const post = values.post ?? 'none'
  const author = values.author ?? 'none'
  return (
    <>
      <Card title={say('Your decision')}>
        <form method="post" action={`/moderation/cases/${one.id}/decide`} class="stack">
          <Fieldset id="post" label={say('The text')} error={errors.post}>
            <Radio name="post" value="none" label={say('Stays as it is')} checked={post === 'none'} />
            <Radio
              name="post"
              value="hide"
              label={say('Hide it')}
              note={say('Its author and the moderators still read it.')}
              checked={post === 'hide'}
            />
            <Radio
              name="post"
              value="remove"
              label={say('Remove it, with a marker')}
              note={say('The thread still reads. The words are kept for an appeal.')}
              checked={post === 'remove'}
            />
          </Fieldset>
          <Fieldset id="author" label={say('Its author')} error={errors.author}>
            <Radio name="author" value="none" label={say('Writes on as before')} checked={author === 'none'} />
            <Radio name="author" value="slow" label={say('Writes once in so many hours')} checked={author === 'slow'} />
            <Radio
              name="author"
              value="suspend"
              label={say('Does not write for so many days')}
              checked={author === 'suspend'}
            />
          </Fieldset>
          <div class="row">
            <Input
              name="days"
              type="number"
              min={1}
              max={365}
              label={say('For how many days')}
              value={values.days ?? '7'}
              error={errors.days}
            />
            <Input
              name="hours"
              type="number"
              min={1}
              max={168}
              label={say('Once in how many hours')}
              value={values.hours ?? '24'}
              error={errors.hours}
            />
          </div>
          <Select
            name="rule"
            label={say('Under which rule')}
            hint={say('Needed as soon as anything happens.')}
            options={[
              { value: '', label: say('None: nothing happens') },
              ...ruleKeys.map((key) => ({ value: key, label: say.again(conductRules[key].name) })),
            ]}
            value={values.rule ?? ''}
            error={errors.rule}
          />
          <Textarea
            name="reason"
            label={say('Why')}
            hint={say('Its author reads this, and whoever flagged it. They do not read your name.')}
            rows={4}
            value={values.reason ?? ''}
            error={errors.reason}
          />
          <div class="row">
            <Button kind="primary">{say('Decide, and tell the author')}</Button>
            <span class="small muted">
              {say.with('In your hand until {when}.', {
                when: <Time at={one.claimedUntil!} now={now} form="long" />,
              })}
            </span>
          </div>
        </form>
      </Card>
      <ActionButton kind="quiet" action={`/moderation/cases/${one.id}/give-back`}>
        {say('Give it back to the queue')}
      </ActionButton>
    </>
  )
}

function Said(props: CasePageProps) {
  const say = useWords()
  const { case: one, now } = props
  const decided = one.history.filter((past) => past.measure !== 'none' || past.decidedBy !== null)
  return (
    <div class="stack">
      <Card title={one.flags.length === 0 ? say('No flags') : say('Flags')} level={2}>
        <div class="stack-s">
          {one.flags.length === 0 ? <p class="soft">{say('Nobody flagged it: a check held it.')}</p> : null}
          {one.flags.map((flag) => (
            <div class="stack-s">
              <p>
                <b>{say.again(conductRules[flag.rule].name)}</b>
                <br />
                <span class="small muted">
                  <bdi>{nameOf(say, props, flag.flaggedBy)}</bdi>, <Time at={flag.flaggedAt} now={now} />
                </span>
              </p>
              {flag.words ? (
                <p class="soft" dir="auto">
                  {flag.words}
                </p>
              ) : null}
              {flag.retaliates ? (
                <p>
                  <Pill icon="warning" tone="warn">
                    {say('May be in return')}
                  </Pill>{' '}
                  <span class="small">
                    {flag.retaliates === 'measured'
                      ? say('The author flagged them lately, and they got a measure for it.')
                      : say('The author flagged them lately.')}
                  </span>
                </p>
              ) : null}
            </div>
          ))}
        </div>
      </Card>
      {decided.length > 0 ? (
        <Card title={say('Decided about this text')} level={2}>
          <Timeline
            moments={decided.map((past) => ({
              icon: measureIcons[past.measure],
              title: <a href={`/moderation/statements/${past.id}`}>{say.again(measureNames[past.measure])}</a>,
              text: past.endedAt ? say('ended since') : undefined,
              when: (
                <>
                  <bdi>{nameOf(say, props, past.decidedBy)}</bdi>, <Time at={past.decidedAt} now={now} />
                </>
              ),
            }))}
          />
        </Card>
      ) : null}
    </div>
  )
}
