import type { Say } from '../../platform/languages/languages.ts'
import { ActionButton } from '../../ui/button.tsx'
import { Menu, PopoverButton } from '../../ui/overlay.tsx'
import { useWords } from '../../ui/words.tsx'
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
  const say = useWords()
  const { person, act, words, back, kind, size } = props
  return (
    <ActionButton
      action={`/people/${person.id}/tie`}
      fields={back === undefined ? { act } : { act, back }}
      label={say('{action}: {name}', { action: words, name: person.displayName })}
      kind={kind}
      size={size}
    >
      {words}
    </ActionButton>
  )
}

/** What a member can do about another one, on their profile. */
export function TieActions(props: { person: Whom; standing: Standing }) {
  const say = useWords()
  const { person, standing } = props
  const item = (act: TieAct, label: string) => ({ label, action: `/people/${person.id}/tie`, fields: { act } })
  if (standing.blocked) return <TieButton person={person} act="unblock" words={say('Take the block back')} />
  return (
    <>
      {standing.tie === 'none' ? <TieButton person={person} act="ask" words={say('Connect')} kind="primary" /> : null}
      {standing.tie === 'asks-me' ? (
        <>
          <TieButton person={person} act="accept" words={say('Accept')} kind="primary" />
          <TieButton person={person} act="decline" words={say('Not now')} />
        </>
      ) : null}
      {standing.tie === 'asked' ? (
        <>
          {standing.askAgain ? <TieButton person={person} act="ask" words={say('Ask again')} kind="primary" /> : null}
          <TieButton person={person} act="withdraw" words={say('Take the request back')} />
        </>
      ) : null}
      {standing.following ? (
        <TieButton person={person} act="unfollow" words={say('Stop following')} />
      ) : (
        <TieButton person={person} act="follow" words={say('Follow | a person')} />
      )}
      <PopoverButton
        opens="tie-menu"
        kind="quiet"
        label={say('More about you and {name}', { name: person.displayName })}
      >
        {say('More')}
      </PopoverButton>
      <Menu
        id="tie-menu"
        label={say('You and {name}', { name: person.displayName })}
        side="end"
        entries={[
          ...(standing.tie === 'connected'
            ? [
                standing.hiddenByMe
                  ? item('show', say('Let others see this connection'))
                  : item('hide', say('Keep this connection to yourself')),
                { ...item('end', say('End the connection')), danger: true },
              ]
            : []),
          { ...item('block', say('Block | a person')), danger: true },
        ]}
      />
    </>
  )
}

/** How it stands between the viewer and somebody, in a sentence; nothing when there is nothing. */
export function TieWords(props: { person: Whom; standing: Standing }) {
  const words = tieWords(useWords(), props.standing)
  return words === undefined ? null : <p class="soft">{words}</p>
}

function tieWords(say: Say, standing: Standing): string | undefined {
  if (standing.blocked) return say('You blocked them. They are not told, and see of you what everyone on the web sees.')
  if (standing.tie === 'asks-me') return say('Asks to be connected with you. A no is not told.')
  if (standing.tie === 'asked') return say('You asked for a connection. There is no answer yet.')
  if (standing.tie !== 'connected') return undefined
  if (standing.hiddenByMe) return say('You are connected. You keep it to yourselves: nobody else can tell.')
  if (standing.hiddenByThem) return say('You are connected. They keep it to themselves: nobody else can tell.')
  return say('You are connected.')
}
