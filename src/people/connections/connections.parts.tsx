import { ActionButton } from '../../ui/button.tsx'
import { Menu, PopoverButton } from '../../ui/overlay.tsx'
import type { PersonCard } from '../accounts/accounts.ts'
import type { Standing } from './connections.ts'

export type TieAct =
  | 'ask'
  | 'accept'
  | 'decline'
  | 'withdraw'
  | 'end'
  | 'hide'
  | 'show'
  | 'block'
  | 'unblock'
  | 'follow'
  | 'unfollow'

type Whom = Pick<PersonCard, 'id' | 'displayName'>

/** One button that changes what is between the viewer and somebody. `back`: the list that it stands in; absent: the profile. */
export function TieButton(props: {
  person: Whom
  act: TieAct
  words: string
  back?: string
  kind?: 'primary' | 'quiet' | 'danger'
  size?: 's'
}) {
  const { person, act, words, back, kind, size } = props
  return (
    <ActionButton
      action={`/people/${person.id}/tie`}
      fields={back === undefined ? { act } : { act, back }}
      label={`${words}: ${person.displayName}`}
      kind={kind}
      size={size}
    >
      {words}
    </ActionButton>
  )
}

/** What a member can do about another one, on their profile. */
export function TieActions(props: { person: Whom; standing: Standing }) {
  const { person, standing } = props
  const item = (act: TieAct, label: string) => ({ label, action: `/people/${person.id}/tie`, fields: { act } })
  if (standing.blocked) return <TieButton person={person} act="unblock" words="Take the block back" />
  return (
    <>
      {standing.tie === 'none' ? <TieButton person={person} act="ask" words="Connect" kind="primary" /> : null}
      {standing.tie === 'asks-me' ? (
        <>
          <TieButton person={person} act="accept" words="Accept" kind="primary" />
          <TieButton person={person} act="decline" words="Not now" />
        </>
      ) : null}
      {standing.tie === 'asked' ? (
        <>
          {standing.askAgain ? <TieButton person={person} act="ask" words="Ask again" kind="primary" /> : null}
          <TieButton person={person} act="withdraw" words="Take the request back" />
        </>
      ) : null}
      {standing.following ? (
        <TieButton person={person} act="unfollow" words="Stop following" />
      ) : (
        <TieButton person={person} act="follow" words="Follow" />
      )}
      <PopoverButton opens="tie-menu" kind="quiet" label={`More about you and ${person.displayName}`}>
        More
      </PopoverButton>
      <Menu
        id="tie-menu"
        label={`You and ${person.displayName}`}
        side="end"
        entries={[
          ...(standing.tie === 'connected'
            ? [
                standing.hiddenByMe
                  ? item('show', 'Let others see this connection')
                  : item('hide', 'Keep this connection to yourself'),
                { ...item('end', 'End the connection'), danger: true },
              ]
            : []),
          { ...item('block', 'Block'), danger: true },
        ]}
      />
    </>
  )
}

/** How it stands between the viewer and somebody, in a sentence; nothing when there is nothing. */
export function TieWords(props: { person: Whom; standing: Standing }) {
  const words = tieWords(props.standing)
  return words === undefined ? null : <p class="soft">{words}</p>
}

function tieWords(standing: Standing): string | undefined {
  if (standing.blocked) return 'You blocked them. They are not told, and see of you what everyone on the web sees.'
  if (standing.tie === 'asks-me') return 'Asks to be connected with you. A no is not told.'
  if (standing.tie === 'asked') return 'You asked for a connection. There is no answer yet.'
  if (standing.tie !== 'connected') return undefined
  if (standing.hiddenByMe) return 'You are connected. You keep it to yourselves: nobody else can tell.'
  if (standing.hiddenByThem) return 'You are connected. They keep it to themselves: nobody else can tell.'
  return 'You are connected.'
}
