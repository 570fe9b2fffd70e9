import { ActionButton, LinkButton } from '../../ui/button.tsx'
import type { FollowKind } from './following.ts'

/** What follows from following: the words of the button. */
const words: Readonly<Record<FollowKind, string>> = {
  person: 'Tell me of new threads',
  tag: 'Tell me of new threads',
  space: 'Tell me of new threads',
  thread: 'Tell me of new replies',
}

/** One button that follows something, or stops. `here`: the page that it stands on; a visitor is led to the sign-in. */
export function FollowButton(props: {
  kind: FollowKind
  id: number
  here: string
  follows: boolean
  signIn: boolean
  size?: 's'
  /** What it is called, for lists with a button beside each. */
  name?: string
}) {
  const { kind, id, here, follows, size, name } = props
  if (props.signIn)
    return (
      <LinkButton icon="bell" size={size} href={`/sign-in?next=${encodeURIComponent(here)}`}>
        {words[kind]}
      </LinkButton>
    )
  const says = follows ? 'Stop telling me' : words[kind]
  return (
    <ActionButton
      action="/following"
      fields={{ kind, id: String(id), act: follows ? 'stop' : 'follow', back: here }}
      icon={follows ? 'check' : 'bell'}
      size={size}
      label={name === undefined ? undefined : `${says}: ${name}`}
    >
      {follows && name !== undefined ? 'Stop' : says}
    </ActionButton>
  )
}
