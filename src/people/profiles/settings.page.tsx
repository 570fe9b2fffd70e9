import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, Textarea } from '../../ui/field.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { type OwnAccount, locales, shortestPassword, timeZones } from '../accounts/accounts.ts'
import { type Proof, type Session, freshMinutes } from '../sessions/sessions.ts'
import type { OwnField } from './fields.ts'
import type { BeforePassword } from './password.ts'
import { SettingsPage } from './profiles.parts.tsx'

/** Said after something was kept. */
function Done(props: { children: string }) {
  return (
    <Notebox tone="ok" icon="check-circle" role="status">
      {props.children}
    </Notebox>
  )
}

/** What somebody shows of themselves, and how dates are written for them. */
export function ProfileSettings(props: {
  account: OwnAccount
  /** Of a member outside: what they tell beside it. */
  fields: readonly OwnField[]
  kept: boolean
  form: FormState
}) {
  const { account } = props
  const { errors } = props.form
  const { displayName, jobTitle, about, timeZone, locale } = account
  const told = Object.fromEntries(props.fields.map(({ field, value }) => [field, value]))
  const typed: Record<string, string> = {
    ...told,
    displayName,
    jobTitle,
    about,
    timeZone,
    locale,
    ...props.form.values,
  }
  return (
    <SettingsPage tab="profile" outside={account.realm === 'outside'} intro={`Your face ${seenBy[account.realm]}`}>
      {props.kept ? <Done>Your profile is kept. It shows from the next page on.</Done> : null}
      <ErrorSummary title="Nothing was kept yet" errors={errors} />
      <form method="post" action="/settings" class="stack">
        <Input
          name="displayName"
          label="Name"
          autocomplete="name"
          required
          maxlength={120}
          value={typed.displayName}
          error={errors.displayName}
        />
        {account.realm === 'outside' ? null : (
          <Input name="jobTitle" label="Job title" maxlength={120} value={typed.jobTitle} error={errors.jobTitle} />
        )}
        <Textarea
          name="about"
          label="About you"
          hint={account.realm === 'outside' ? 'Markdown.' : 'Markdown. Shown on your profile.'}
          rows={5}
          value={typed.about}
          error={errors.about}
        />
        {account.realm === 'outside' ? <MemberInputs typed={typed} errors={errors} /> : null}
        <Select
          name="timeZone"
          label="Time zone"
          options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          value={typed.timeZone}
          error={errors.timeZone}
        />
        <Select
          name="locale"
          label="Dates and numbers"
          options={Object.entries(locales).map(([value, label]) => ({ value, label }))}
          value={typed.locale}
          error={errors.locale}
        />
        <p class="small muted">You sign in with {account.email}. Nobody else sees it here.</p>
        <div>
          <Button kind="primary">Keep my profile</Button>
        </div>
      </form>
    </SettingsPage>
  )
}

/** What only members outside tell: each field has its own readers. */
function MemberInputs(props: { typed: Readonly<Record<string, string>>; errors: FormState['errors'] }) {
  const { typed, errors } = props
  const field = (name: string, label: string) => ({ name, label, value: typed[name], error: errors[name] })
  return (
    <>
      <Input {...field('organisation', 'Organisation')} maxlength={120} autocomplete="organization" />
      <Input {...field('place', 'Place')} maxlength={120} />
      <Input {...field('website', 'Website')} maxlength={300} autocomplete="url" inputmode="url" />
      <Input
        {...field('email', 'Mail address to show')}
        type="email"
        autocomplete="email"
        hint="To your own connections at most. Empty: none is shown."
      />
      <Input {...field('phone', 'Phone')} type="tel" autocomplete="tel" hint="To your own connections at most." />
      <p class="small">
        Each of these has its own readers: <a href="/settings/privacy">choose who sees what</a>.
      </p>
    </>
  )
}

const seenBy = {
  inside: 'inside. Colleagues see it, and the guests of rooms that you are in.',
  outside: 'outside. Anyone on the web can see your name and picture.',
  bridge: 'on the bridge. Those who share a room with you see it.',
} as const

const proofs: Readonly<Record<Proof, string>> = {
  password: 'with your password',
  code: 'with a code by mail',
  invitation: 'with an invitation',
  setup: 'at the first start',
  'sign-up': 'when you joined',
  provider: 'with an account elsewhere',
  passkey: 'with a passkey',
}

/** Every place where this account is signed in; one or all others can be ended. */
export function SessionsSettings(props: {
  account: OwnAccount
  sessions: readonly Session[]
  ended: boolean
  now: Date
}) {
  const { account, sessions } = props
  const others = sessions.filter((session) => !session.current).length
  const clock = { now: props.now, timeZone: account.timeZone, form: 'long' } as const
  return (
    <SettingsPage
      tab="sessions"
      outside={account.realm === 'outside'}
      intro="A place that you end is signed out with its next step. No network address is kept."
    >
      <div class="stack">
        {props.ended ? <Done>Ended. Whoever was there has to sign in again.</Done> : null}
        <Table
          caption="Where you are signed in"
          columns={[{ label: 'Device' }, { label: 'Signed in' }, { label: 'Last seen' }, { label: 'End' }]}
          rows={sessions.map((session) => [
            session.device,
            <>
              <Time at={session.createdAt} {...clock} /> {proofs[session.provedBy]}
            </>,
            <Time at={session.lastSeenAt} {...clock} />,
            session.current ? (
              <b>This one</b>
            ) : (
              <ActionButton
                action={`/settings/sessions/${session.id}/end`}
                size="s"
                label={`End the session on ${session.device}`}
              >
                End
              </ActionButton>
            ),
          ])}
        />
        {others > 0 ? (
          <div>
            <ActionButton action="/settings/sessions/end-others">
              {others === 1 ? 'End the other one' : `End the ${others} others`}
            </ActionButton>
          </div>
        ) : null}
      </div>
    </SettingsPage>
  )
}

/** Choosing a password. Whoever has just come in by mail need not know the old one. */
export function PasswordSettings(props: {
  account: OwnAccount
  before: BeforePassword
  kept: boolean
  form: FormState
}) {
  const { account, before } = props
  return (
    <SettingsPage
      tab="password"
      outside={account.realm === 'outside'}
      intro={
        account.hasPassword
          ? 'All other places where you are signed in are ended.'
          : 'You have none yet: you come in another way.'
      }
    >
      {props.kept ? <Done>The new password holds. All other sessions are ended.</Done> : null}
      {before === 'sign-in' ? (
        <Notebox icon="lock-simple">
          A first password is a new way in, and is set within {freshMinutes} minutes of signing in.{' '}
          <a href="/sign-in?next=/settings/password">Sign in again</a> to set it.
        </Notebox>
      ) : (
        <PasswordForm {...props} />
      )}
    </SettingsPage>
  )
}

function PasswordForm(props: { account: OwnAccount; before: BeforePassword; form: FormState }) {
  const { errors } = props.form
  const { hasPassword } = props.account
  return (
    <>
      <ErrorSummary title="The password is as it was" errors={errors} />
      <form method="post" action="/settings/password" class="stack">
        {props.before === 'current' ? (
          <Input
            name="current"
            type="password"
            label="Password until now"
            autocomplete="current-password"
            hint="Forgotten? Sign out, come in by a code, and you can choose a new one here within an hour."
            error={errors.current}
          />
        ) : null}
        <Input
          name="password"
          type="password"
          label="New password"
          autocomplete="new-password"
          required
          hint={`${shortestPassword} characters or more. A few words make a good one.`}
          error={errors.password}
        />
        <div>
          <Button kind="primary">{hasPassword ? 'Change my password' : 'Set a password'}</Button>
        </div>
      </form>
    </>
  )
}
