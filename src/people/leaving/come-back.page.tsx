import type { Realm } from '../../platform/context.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { OneDoor } from '../sign-in/sign-in.parts.tsx'
import { type Left, comeBackDays } from './leaving.ts'

/** The only page for whoever signs in to the account that they left. */
export function ComeBackPage(props: { left: Left; now: Date }) {
  const say = useWords()
  const { left } = props
  const clock = { now: props.now, timeZone: left.timeZone, form: 'long' } as const
  const title = say('Come back, {name}?', { name: left.name })
  return (
    <>
      <h1 class="vh">{title}</h1>
      <OneDoor
        realm={left.realm}
        title={title}
        intro={say.with('You closed this account {when}. Until {until} you can open it again.', {
          when: <Time at={left.leftAt} {...clock} />,
          until: <Time at={left.until} {...clock} />,
        })}
        beside={<What realm={left.realm} />}
      >
        <form method="post" action="/come-back" class="stack-s">
          <Button kind="primary" size="l">
            {say('Open my account again')}
          </Button>
        </form>
        <ActionButton action="/sign-out">{say('Leave it closed')}</ActionButton>
      </OneDoor>
    </>
  )
}

function What(props: { realm: Realm }) {
  const say = useWords()
  return (
    <>
      <h2>{say('What comes back')}</h2>
      <p class="soft">{say('Your name, what you wrote, and your ways in.')}</p>
      <h2>{say('What does not | come back')}</h2>
      <p class="soft">
        {props.realm === 'bridge'
          ? say('The rooms that you were in: somebody there invites you anew.')
          : say('Your profile fields, connections, drafts and notices: these went when you left.')}
      </p>
    </>
  )
}

/** The last page of whoever has just left. */
export function LeftPage() {
  const say = useWords()
  return (
    <>
      <h1 class="vh">{say('Your account is closed')}</h1>
      <OneDoor
        realm="outside"
        title={say('Your account is closed')}
        intro={say('You are signed out everywhere. For {count} days you can come back by signing in as before.', {
          count: comeBackDays,
        })}
        beside={
          <>
            <h2>{say('Thank you')}</h2>
            <p class="soft">{say('For what you wrote here. It stays, so that others find it.')}</p>
          </>
        }
      >
        <LinkButton href="/">{say('Go on reading')}</LinkButton>
      </OneDoor>
    </>
  )
}
