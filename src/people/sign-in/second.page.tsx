import type { Realm } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { FactorKey, RecoveryCodes } from './factor.parts.tsx'
import { UsePasskey } from './passkey.parts.tsx'
import { OneDoor } from './sign-in.parts.tsx'

/** Half signed in: the second factor is shown here, or set up where the company asks for one. */
export function SecondStepPage(props: {
  realm: Realm
  next: string | undefined
  /** The key of a factor that is set up now; undefined where there is one to show. */
  draft: { key: string; uri: string } | undefined
  form: FormState
}) {
  const say = useWords()
  const { draft, form } = props
  return (
    <>
      <h1 class="vh">{draft ? say('Set up your second factor') : say('Your second factor')}</h1>
      <OneDoor
        realm={props.realm}
        title={draft ? say('Set up your second factor') : say('Your second factor')}
        intro={
          draft
            ? say(
                'Your company asks everyone in your place for one. It takes a minute, and you need it at each sign-in.',
              )
            : say('Type the code that your authenticator app shows now.')
        }
        beside={draft ? <DraftBeside draft={draft} /> : <LostBeside />}
      >
        <form method="post" action="/sign-in/second" class="stack-s" data-turbo="false">
          {props.next === undefined ? null : <input type="hidden" name="next" value={props.next} />}
          <Input
            name="code"
            label={draft ? say('Code that the app shows') : say('Code, or a recovery code')}
            autocomplete="one-time-code"
            required
            autofocus
            maxlength={20}
            error={form.errors.code}
          />
          <Button kind="primary" size="l">
            {draft ? say('Set up and go on') : say('Go on')}
          </Button>
        </form>
        {draft ? null : <UsePasskey next={props.next} label={say('Use a passkey instead')} icon="key" />}
        <ActionButton action="/sign-out">{say('Sign in as somebody else')}</ActionButton>
      </OneDoor>
    </>
  )
}

function DraftBeside(props: { draft: { key: string; uri: string } }) {
  const say = useWords()
  return (
    <>
      <h2>{say('Your authenticator app')}</h2>
      <p class="soft">{say('Scan this with the app, or type the key into it. Any such app will do.')}</p>
      <FactorKey draft={props.draft} />
    </>
  )
}

function LostBeside() {
  const say = useWords()
  return (
    <>
      <h2>{say('Lost the app?')}</h2>
      <p class="soft">{say('Use one of your ten recovery codes in place of the code. Each works once.')}</p>
      <p class="soft">
        {say(
          'Lost them too? Write to the people who look after your side. They can have the second factor taken away after a waiting time of three days, which is announced to your address.',
        )}
      </p>
    </>
  )
}

/** The recovery codes, shown this once after the setup that was owed. */
export function SetUpDonePage(props: { realm: Realm; codes: readonly string[]; onward: string }) {
  const say = useWords()
  return (
    <>
      <h1 class="vh">{say('Keep your recovery codes')}</h1>
      <OneDoor
        realm={props.realm}
        title={say('Keep your recovery codes')}
        intro={say(
          'Your second factor is set up. These stand in for it when the app is lost. They are shown this once.',
        )}
        beside={<RecoveryCodes codes={props.codes} />}
      >
        <LinkButton href={props.onward} kind="primary" size="l">
          {say('I keep them; go on')}
        </LinkButton>
      </OneDoor>
    </>
  )
}

/** Where the link of the mail leads that announces a reset. */
export function StopResetPage(props: { token: string; realm: Realm; dueAt: Date; now: Date }) {
  const say = useWords()
  return (
    <>
      <h1 class="vh">{say('Keep your second factor')}</h1>
      <OneDoor
        realm={props.realm}
        title={say('Keep your second factor?')}
        intro={say('Somebody said that you lost it. If that was not you, stop it here.')}
        beside={
          <>
            <h2>{say('If you do nothing')}</h2>
            <p class="soft">
              {say.with('It is taken away {when}. You then sign in without it.', {
                when: <Time at={props.dueAt} now={props.now} form="long" />,
              })}
            </p>
          </>
        }
      >
        <form method="post" action={`/sign-in/reset/${props.token}`} class="stack-s">
          <Button kind="primary" size="l">
            {say('Keep my second factor')}
          </Button>
        </form>
      </OneDoor>
    </>
  )
}
