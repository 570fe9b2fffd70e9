import type { Realm } from '../../platform/context.ts'
import { type FormState, emptyForm } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Door, DoorSeam, Or } from '../../ui/frame.tsx'
import { OneDoor } from './sign-in.parts.tsx'

export interface SignInWords {
  readonly company: string
  readonly next: string | undefined
  /** The outside door asks for a password instead of mailing a code. */
  readonly withPassword: boolean
  /** What was typed at one of the doors, and what was wrong with it. */
  readonly typed?: { readonly realm: Realm; readonly form: FormState }
}

/** The two doors: who works here goes in at the left, everybody else at the right. */
export function SignInPage(props: SignInWords) {
  const { company } = props
  return (
    <>
      <h1 class="vh">Sign in</h1>
      <Door
        realm="inside"
        id="door-inside"
        word="Inside"
        title={`I work at ${company}`}
        intro="With the work address that you were invited by."
      >
        <PasswordForm {...props} realm="inside" />
        <p class="small muted">
          Partner or supplier with an invitation? <a href={here({ ...props, door: 'bridge' })}>Open the bridge</a>
        </p>
      </Door>
      <DoorSeam />
      <Door
        realm="outside"
        id="door-outside"
        word="Outside"
        title={`I use what ${company} makes`}
        intro="Reading needs no account. Sign in to ask, answer and vote."
      >
        {props.withPassword ? <PasswordForm {...props} realm="outside" /> : <CodeForm {...props} realm="outside" />}
        <p class="small muted">
          New here? <a href={`/sign-up${query({ next: props.next })}`}>Join</a>. Two accounts are never joined because
          an address looks alike: who works here and is a customer too has two faces, and they stay apart.
        </p>
      </Door>
    </>
  )
}

/** The third door, for guests: they sign in to their own face, which only the rooms they were invited to know. */
export function BridgeSignInPage(props: SignInWords) {
  return (
    <>
      <h1 class="vh">Sign in on the bridge</h1>
      <OneDoor
        realm="bridge"
        title={`I am a guest of ${props.company}`}
        intro="With the address that your invitation was sent to."
        beside={
          <>
            <h2>A room between two houses</h2>
            <p class="soft">Guests see the rooms that they were invited to, and who else is in them. Nothing else.</p>
            <p class="soft">Not invited yet? The link in your invitation opens the room and makes your account.</p>
            <p>
              <a href={here({ ...props, door: undefined })}>Back to the two doors</a>
            </p>
          </>
        }
      >
        <PasswordForm {...props} realm="bridge" />
      </OneDoor>
    </>
  )
}

type DoorForm = SignInWords & { realm: Realm }

function PasswordForm(props: DoorForm) {
  const { realm } = props
  const { values, errors } = formOf(props)
  return (
    <form method="post" action="/sign-in" class="stack-s">
      <Hidden {...props} />
      <Address {...props} />
      <Input
        id={`${realm}-password`}
        name="password"
        type="password"
        label="Password"
        autocomplete="current-password"
        error={errors.password}
        // A wrong password is never sent back; the address is.
        autofocus={values.email !== undefined && errors.password !== undefined}
      />
      <Button kind="primary" size="l">
        Sign in
      </Button>
      <Or>or</Or>
      <Button formaction="/sign-in/code">Send me a code</Button>
    </form>
  )
}

function CodeForm(props: DoorForm) {
  return (
    <>
      <form method="post" action="/sign-in/code" class="stack-s">
        <Hidden {...props} />
        <Address {...props} />
        <Button kind="primary" size="l">
          Send me a code
        </Button>
      </form>
      <Or>or with what you have</Or>
      <a class="btn" href={here({ ...props, withPassword: true })}>
        Use a password
      </a>
    </>
  )
}

function Address(props: DoorForm) {
  const { values, errors } = formOf(props)
  return (
    <Input
      id={`${props.realm}-email`}
      name="email"
      type="email"
      label={props.realm === 'inside' ? 'Work address' : 'Mail address'}
      autocomplete="username"
      required
      placeholder={props.realm === 'outside' ? 'you@example.org' : undefined}
      value={values.email}
      error={errors.email}
    />
  )
}

function Hidden(props: DoorForm) {
  return (
    <>
      <input type="hidden" name="realm" value={props.realm} />
      {props.next === undefined ? null : <input type="hidden" name="next" value={props.next} />}
    </>
  )
}

function formOf(props: DoorForm): FormState {
  return props.typed?.realm === props.realm ? props.typed.form : emptyForm
}

function here(to: { next?: string; door?: string; withPassword?: boolean }): string {
  return `/sign-in${query({ door: to.door, with: to.withPassword ? 'password' : undefined, next: to.next })}`
}

/** `?a=1&b=2` of what is defined; empty when nothing is. */
export function query(fields: Readonly<Record<string, string | undefined>>): string {
  const defined = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined)
  return defined.length === 0 ? '' : `?${new URLSearchParams(defined)}`
}
