import { type Say, said } from '../../platform/languages/languages.ts'
import { ActionButton, LinkButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/words.tsx'
import type { FollowKind } from './following.ts'

/** What follows from following: the words of the button. */
const words: Readonly<Record<FollowKind, string>> = {
  person: said('Tell me of new threads'),
  tag: said('Tell me of new threads'),
  space: said('Tell me of new threads'),
  thread: said('Tell me of new replies'),
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
  const say = useWords()
  const { kind, id, here, follows, size, name } = props
  const tellMe = say.again(words[kind])
  if (props.signIn)
    return (
      <LinkButton icon="bell" size={size} href={`/sign-in?next=${encodeURIComponent(here)}`}>
        {tellMe}
      </LinkButton>
    )
  return (
    <ActionButton
      action="/following"
      fields={{ kind, id: String(id), act: follows ? 'stop' : 'follow', back: here }}
      icon={follows ? 'check' : 'bell'}
      size={size}
      label={name === undefined ? undefined : labelOf(say, kind, follows, name)}
    >
      {follows ? (name === undefined ? say('Stop telling me') : say('Stop | telling me')) : tellMe}
    </ActionButton>
  )
}

function labelOf(say: Say, kind: FollowKind, follows: boolean, name: string): string {
  if (follows) return say('Stop telling me: {name}', { name })
  return kind === 'thread'
    ? say('Tell me of new replies: {name}', { name })
    : say('Tell me of new threads: {name}', { name })
}
