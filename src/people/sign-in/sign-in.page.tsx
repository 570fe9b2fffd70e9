import type { Realm } from '../../platform/context.ts'
import { type FormState, emptyForm } from '../../platform/http/form.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Door, DoorSeam, Or } from '../../ui/frame.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import type { DoorProvider } from '../identity-providers/identity-providers.ts'
import { UsePasskey } from './passkey.parts.tsx'
import { OneDoor } from './sign-in.parts.tsx'

export interface SignInWords {
  readonly company: string
  readonly next: string | undefined
  /** The door that asks for a password although it has other ways. */
  readonly withPassword: Realm | undefined
  /** The providers that open each of the two doors. */
  readonly providers: Readonly<Record<'inside' | 'outside', readonly DoorProvider[]>>
  /** What was typed at one of the doors, and what was wrong with it. */
  readonly typed?: { readonly realm: Realm; readonly form: FormState }
}

/** The two doors: who works here goes in at the left, everybody else at the right. */
export function SignInPage(props: SignInWords) {
  const say = useWords()
  const { company } = props
  return (
    <>
      <h1 class="vh">{say('Sign in')}</h1>
      <Door
        realm="inside"
        id="door-inside"
        word={say('Inside')}
        title={say('I work at {company}', { company })}
        intro={
          props.providers.inside.length > 0
            ? say('With the account you open your computer with. Nothing to set up.')
            : say('With the work address that you were invited by.')
        }
      >
        <InsideWays {...props} />
        <p class="small muted">
          {say.with('Partner or supplier with an invitation? <a>Open the bridge</a>', {
            a: linkTo(here({ next: props.next, door: 'bridge' })),
          })}
        </p>
      </Door>
      <DoorSeam />
      <Door
        realm="outside"
        id="door-outside"
        word={say('Outside')}
        title={say('I use what {company} makes', { company })}
        intro={say('Reading needs no account. Sign in to ask, answer and vote.')}
      >
        {props.withPassword === 'outside' ? (
          <PasswordForm {...props} realm="outside" />
        ) : (
          <CodeForm {...props} realm="outside" />
        )}
        <p class="small muted">
          {say.with(
            'New here? <a>Join</a>. You may link several and leave any of them. Two accounts are never joined because an address looks alike.',
            { a: linkTo(`/sign-up${query({ next: props.next })}`) },
          )}
        </p>
      </Door>
    </>
  )
}

/** Where a provider of the company opens the inside, it comes first, and the address is asked for one step later. */
function InsideWays(props: SignInWords) {
  const say = useWords()
  const providers = props.providers.inside
  const passkey = <UsePasskey next={props.next} label={say('Use a passkey')} icon="key" />
  if (providers.length === 0 || props.withPassword === 'inside') {
    return (
      <>
        <PasswordForm {...props} realm="inside" />
        {passkey}
      </>
    )
  }
  return (
    <>
      {providers.map((provider, index) => (
        <ProviderLink provider={provider} realm="inside" next={props.next} first={index === 0} />
      ))}
      <Or>{say('or')}</Or>
      {passkey}
      <LinkButton href={here({ next: props.next, withPassword: 'inside' })} icon="envelope-simple">
        {say('Use my work address')}
      </LinkButton>
    </>
  )
}

/** The way to a provider. A whole page load: what comes next is on another site. */
export function ProviderLink(props: {
  provider: DoorProvider
  realm: 'inside' | 'outside'
  next: string | undefined
  first?: boolean
}) {
  const { provider, realm } = props
  const say = useWords()
  const icon = provider.preset in icons ? icons[provider.preset as keyof typeof icons] : undefined
  return (
    <LinkButton
      href={`/sign-in/with/${provider.id}${query({ side: realm, next: props.next })}`}
      data-turbo="false"
      kind={props.first ? 'primary' : undefined}
      size={props.first ? 'l' : undefined}
      icon={icon ?? (realm === 'inside' ? 'buildings' : 'globe')}
    >
      {realm === 'inside' ? say('Continue with {provider}', { provider: provider.label }) : provider.label}
    </LinkButton>
  )
}

const icons = { google: 'google-logo', apple: 'apple-logo' } as const

/** The third door, for guests: they sign in to their own face, which only the rooms they were invited to know. */
export function BridgeSignInPage(props: SignInWords) {
  const say = useWords()
  return (
    <>
      <h1 class="vh">{say('Sign in on the bridge')}</h1>
      <OneDoor
        realm="bridge"
        title={say('I am a guest of {company}', { company: props.company })}
        intro={say('With the address that your invitation was sent to.')}
        beside={
          <>
            <h2>{say('A room between two houses')}</h2>
            <p class="soft">
              {say('Guests see the rooms that they were invited to, and who else is in them. Nothing else.')}
            </p>
            <p class="soft">
              {say('Not invited yet? The link in your invitation opens the room and makes your account.')}
            </p>
            <p>
              <a href={here({ next: props.next })}>{say('Back to the two doors')}</a>
            </p>
          </>
        }
      >
        <PasswordForm {...props} realm="bridge" />
        <UsePasskey next={props.next} label={say('Use a passkey')} icon="key" />
      </OneDoor>
    </>
  )
}

type DoorForm = SignInWords & { realm: Realm }

function PasswordForm(props: DoorForm) {
  const say = useWords()
  const { realm } = props
  const { values, errors } = formOf(props)
  return (
    // A whole page load: the address may lead on to the company's own provider.
    <form method="post" action="/sign-in" class="stack-s" data-turbo="false">
      <Hidden {...props} />
      <Address {...props} />
      <Input
        id={`${realm}-password`}
        name="password"
        type="password"
        label={say('Password')}
        autocomplete="current-password"
        error={errors.password}
        // A wrong password is never sent back; the address is.
        autofocus={values.email !== undefined && errors.password !== undefined}
      />
      <Button kind="primary" size="l">
        {say('Sign in')}
      </Button>
      <Or>{say('or')}</Or>
      <Button formaction="/sign-in/code">{say('Send me a code')}</Button>
    </form>
  )
}

function CodeForm(props: DoorForm) {
  const say = useWords()
  return (
    <>
      <form method="post" action="/sign-in/code" class="stack-s">
        <Hidden {...props} />
        <Address {...props} />
        <Button kind="primary" size="l">
          {say('Send me a code')}
        </Button>
      </form>
      <Or>{say('or with what you have')}</Or>
      <div class="idps">
        <UsePasskey next={props.next} label={say('Passkey')} icon="fingerprint" offer />
        {props.providers.outside.map((provider) => (
          <ProviderLink provider={provider} realm="outside" next={props.next} />
        ))}
        <LinkButton href={here({ next: props.next, withPassword: 'outside' })} icon="lock-simple">
          {say('Password')}
        </LinkButton>
      </div>
    </>
  )
}

function Address(props: DoorForm) {
  const say = useWords()
  const { values, errors } = formOf(props)
  return (
    <Input
      id={`${props.realm}-email`}
      name="email"
      type="email"
      label={props.realm === 'inside' ? say('Work address') : say('Mail address')}
      autocomplete={props.realm === 'outside' ? 'username webauthn' : 'username'}
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

function here(to: { next?: string; door?: string; withPassword?: Realm }): string {
  const asks = to.withPassword === 'inside' ? 'work' : to.withPassword === 'outside' ? 'password' : undefined
  return `/sign-in${query({ door: to.door, with: asks, next: to.next })}`
}

/** `?a=1&b=2` of what is defined; empty when nothing is. */
export function query(fields: Readonly<Record<string, string | undefined>>): string {
  const defined = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined)
  return defined.length === 0 ? '' : `?${new URLSearchParams(defined)}`
}
