import type { Realm } from '../../platform/context.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { Time } from '../../ui/time.tsx'
import { OneDoor } from '../sign-in/sign-in.parts.tsx'
import { type Left, comeBackDays } from './leaving.ts'

/** The only page for whoever signs in to the account that they left. */
export function ComeBackPage(props: { left: Left; now: Date }) {
  const { left } = props
  const clock = { now: props.now, timeZone: left.timeZone, form: 'long' } as const
  const title = `Come back, ${left.name}?`
  return (
    <>
      <h1 class="vh">{title}</h1>
      <OneDoor
        realm={left.realm}
        title={title}
        intro={
          <>
            You closed this account <Time at={left.leftAt} {...clock} />. Until <Time at={left.until} {...clock} /> you
            can open it again.
          </>
        }
        beside={<What realm={left.realm} />}
      >
        <form method="post" action="/come-back" class="stack-s">
          <Button kind="primary" size="l">
            Open my account again
          </Button>
        </form>
        <ActionButton action="/sign-out">Leave it closed</ActionButton>
      </OneDoor>
    </>
  )
}

function What(props: { realm: Realm }) {
  return (
    <>
      <h2>What comes back</h2>
      <p class="soft">Your name, what you wrote, and your ways in.</p>
      <h2>What does not</h2>
      <p class="soft">
        {props.realm === 'bridge'
          ? 'The rooms that you were in: somebody there invites you anew.'
          : 'Your profile fields, connections, drafts and notices: these went when you left.'}
      </p>
    </>
  )
}

/** The last page of whoever has just left. */
export function LeftPage() {
  return (
    <>
      <h1 class="vh">Your account is closed</h1>
      <OneDoor
        realm="outside"
        title="Your account is closed"
        intro={`You are signed out everywhere. For ${comeBackDays} days you can come back by signing in as before.`}
        beside={
          <>
            <h2>Thank you</h2>
            <p class="soft">For what you wrote here. It stays, so that others find it.</p>
          </>
        }
      >
        <LinkButton href="/">Go on reading</LinkButton>
      </OneDoor>
    </>
  )
}
