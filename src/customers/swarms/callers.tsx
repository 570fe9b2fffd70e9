import type { PersonCard } from '../../people/accounts/accounts.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { RealmMark } from '../../ui/realm.tsx'
import { Card } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import type { SwarmPageProps } from './swarm.page.tsx'
import { type CallReason, type ProposedColleague, rankingRule } from './swarms.ts'

/** Whom else to call: those who wrote about it, with the evidence, and anybody by name. */
export function Callers(props: SwarmPageProps) {
  const say = useWords()
  const { proposed, search, form, room } = props
  const callErrors = { reason: form.errors.reason, account: form.errors.account }
  return (
    <Card title={say('Call a colleague')} id="call" level={3}>
      <ErrorSummary id="call-errors" title={say('Nobody was called')} errors={callErrors} />
      {proposed.length === 0 ? (
        <p class="soft">
          {say('Nobody has written about these tags yet, of what you can read. Look for somebody by name.')}
        </p>
      ) : (
        <ul role="list" class="stack-s">
          {proposed.map((colleague) => (
            <Proposed colleague={colleague} swarmId={room.swarm.id} />
          ))}
        </ul>
      )}
      {proposed.length > 0 ? (
        <details class="small">
          <summary>{say('How they were found')}</summary>
          <p class="soft mt1">
            {say.again(rankingRule)} {say('Only what you can read counts.')}
          </p>
        </details>
      ) : null}
      <form method="get" action={`/inside/swarms/${room.swarm.id}#call`} class="row mt3">
        <Input name="name" label={say('Somebody else, by name')} value={search?.name} autocomplete="off" required />
        <Button icon="magnifying-glass">{say('Look for them')}</Button>
      </form>
      {search ? <Found {...search} swarmId={room.swarm.id} /> : null}
    </Card>
  )
}

function Proposed(props: { colleague: ProposedColleague; swarmId: number }) {
  const { person, reasons } = props.colleague
  return (
    <li>
      <div class="row between">
        <PersonName person={person} />
        <CallForm person={person} swarmId={props.swarmId} reason={reasons.map((one) => one.sentence).join('. ')} />
      </div>
      <ul role="list" class="small">
        {reasons.map((reason) => (
          <ReasonLine reason={reason} />
        ))}
      </ul>
    </li>
  )
}

function PersonName(props: { person: PersonCard }) {
  const { person } = props
  return (
    <span class="row tight">
      <Avatar id={String(person.id)} name={person.displayName} who="employee" size="s" />
      <b dir="auto">{person.displayName}</b>
      <span class="small muted" dir="auto">
        {person.jobTitle}
      </span>
    </span>
  )
}

function ReasonLine(props: { reason: CallReason }) {
  const say = useWords()
  const { reason } = props
  return (
    <li class="evidence">
      <RealmMark realm={reason.realm} word={reason.realm === 'outside' ? say('Outside') : say('Inside')} />{' '}
      <a href={reason.link}>{reason.sentence}</a>
    </li>
  )
}

function CallForm(props: { person: PersonCard; swarmId: number; reason?: string; typed?: string }) {
  const say = useWords()
  const { person, reason } = props
  const first = person.displayName.split(' ')[0]!
  return (
    <form method="post" action={`/inside/swarms/${props.swarmId}/calls`} class="row tight">
      <input type="hidden" name="account" value={String(person.id)} />
      <input type="hidden" name="form" value="call" />
      {reason === undefined ? (
        <Input
          name="reason"
          id={`reason-${person.id}`}
          label={say('Why you call {name}', { name: person.displayName })}
          maxlength={500}
          required
          value={props.typed}
        />
      ) : (
        <input type="hidden" name="reason" value={reason.slice(0, 500)} />
      )}
      <Button size="s" icon="user-plus">
        {say('Call {name}', { name: first })}
      </Button>
    </form>
  )
}

function Found(props: { name: string; found: readonly PersonCard[]; swarmId: number; reason?: string }) {
  const say = useWords()
  if (props.found.length === 0)
    return (
      <p class="soft">
        {say('No colleague outside this swarm has a name that begins with “{name}”.', { name: props.name })}
      </p>
    )
  return (
    <ul role="list" class="stack-s">
      {props.found.map((person) => (
        <li>
          <PersonName person={person} />
          <CallForm person={person} swarmId={props.swarmId} typed={props.reason} />
        </li>
      ))}
    </ul>
  )
}
