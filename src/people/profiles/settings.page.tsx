import { said } from '../../platform/languages/languages.ts'
import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, Textarea } from '../../ui/field.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import { type OwnAccount, locales, shortestPassword, timeZones } from '../accounts/accounts.ts'
import { type Proof, type Session, freshMinutes, sayDevice } from '../sessions/sessions.ts'
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
  const say = useWords()
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
    <SettingsPage tab="profile" outside={account.realm === 'outside'} intro={say.again(seenBy[account.realm])}>
      {props.kept ? <Done>{say('Your profile is kept. It shows from the next page on.')}</Done> : null}
      <ErrorSummary title={say('Nothing was kept yet')} errors={errors} />
      <form method="post" action="/settings" class="stack">
        <Input
          name="displayName"
          label={say('Name')}
          autocomplete="name"
          required
          maxlength={120}
          value={typed.displayName}
          error={errors.displayName}
        />
        {account.realm === 'outside' ? null : (
          <Input
            name="jobTitle"
            label={say('Job title')}
            maxlength={120}
            value={typed.jobTitle}
            error={errors.jobTitle}
          />
        )}
        <Textarea
          name="about"
          label={say('About you')}
          hint={account.realm === 'outside' ? say('Markdown.') : say('Markdown. Shown on your profile.')}
          rows={5}
          value={typed.about}
          error={errors.about}
        />
        {account.realm === 'outside' ? <MemberInputs typed={typed} errors={errors} /> : null}
        <Select
          name="timeZone"
          label={say('Time zone')}
          options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          value={typed.timeZone}
          error={errors.timeZone}
        />
        <Select
          name="locale"
          label={say('Language, dates and numbers')}
          options={Object.entries(locales).map(([value, label]) => ({ value, label }))}
          value={typed.locale}
          error={errors.locale}
        />
        <p class="small muted">
          {say('You sign in with {address}. Nobody else sees it here.', { address: account.email ?? '' })}
        </p>
        <div>
          <Button kind="primary">{say('Keep my profile')}</Button>
        </div>
      </form>
    </SettingsPage>
  )
}

/** What only members outside tell: each field has its own readers. */
function MemberInputs(props: { typed: Readonly<Record<string, string>>; errors: FormState['errors'] }) {
  const say = useWords()
  const { typed, errors } = props
  const field = (name: string, label: string) => ({ name, label, value: typed[name], error: errors[name] })
  return (
    <>
      <Input {...field('organisation', say('Organisation'))} maxlength={120} autocomplete="organization" />
      <Input {...field('place', say('Place | where somebody lives'))} maxlength={120} />
      <Input {...field('website', say('Website'))} maxlength={300} autocomplete="url" inputmode="url" />
      <Input
        {...field('email', say('Mail address to show'))}
        type="email"
        autocomplete="email"
        hint={say('To your own connections at most. Empty: none is shown.')}
      />
      <Input
        {...field('phone', say('Phone'))}
        type="tel"
        autocomplete="tel"
        hint={say('To your own connections at most.')}
      />
      <p class="small">
        {say.with('Each of these has its own readers: <a>choose who sees what</a>.', {
          a: linkTo('/settings/privacy'),
        })}
      </p>
    </>
  )
}

const seenBy = {
  inside: said('Your face inside. Colleagues see it, and the guests of rooms that you are in.'),
  outside: said('Your face outside. Anyone on the web can see your name and picture.'),
  bridge: said('Your face on the bridge. Those who share a room with you see it.'),
} as const

const proofs: Readonly<Record<Proof, string>> = {
  password: said('with your password'),
  code: said('with a code by mail'),
  invitation: said('with an invitation'),
  setup: said('at the first start'),
  'sign-up': said('when you joined'),
  provider: said('with an account elsewhere'),
  passkey: said('with a passkey'),
}

/** Every place where this account is signed in; one or all others can be ended. */
export function SessionsSettings(props: {
  account: OwnAccount
  sessions: readonly Session[]
  ended: boolean
  now: Date
}) {
  const say = useWords()
  const { account, sessions } = props
  const others = sessions.filter((session) => !session.current).length
  const clock = { now: props.now, timeZone: account.timeZone, form: 'long' } as const
  return (
    <SettingsPage
      tab="sessions"
      outside={account.realm === 'outside'}
      intro={say('A place that you end is signed out with its next step. No network address is kept.')}
    >
      <div class="stack">
        {props.ended ? <Done>{say('Ended. Whoever was there has to sign in again.')}</Done> : null}
        <Table
          caption={say('Where you are signed in')}
          columns={[
            { label: say('Device') },
            { label: say('Signed in') },
            { label: say('Last seen') },
            { label: say('End') },
          ]}
          rows={sessions.map((session) => [
            sayDevice(say, session.device),
            <>
              <Time at={session.createdAt} {...clock} /> {say.again(proofs[session.provedBy])}
            </>,
            <Time at={session.lastSeenAt} {...clock} />,
            session.current ? (
              <b>{say('This one')}</b>
            ) : (
              <ActionButton
                action={`/settings/sessions/${session.id}/end`}
                size="s"
                label={say('End the session on {device}', { device: sayDevice(say, session.device) })}
              >
                {say('End')}
              </ActionButton>
            ),
          ])}
        />
        {others > 0 ? (
          <div>
            <ActionButton action="/settings/sessions/end-others">
              {say('End the {count} others', { count: others })}
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
  const say = useWords()
  const { account, before } = props
  return (
    <SettingsPage
      tab="password"
      outside={account.realm === 'outside'}
      intro={
        account.hasPassword
          ? say('All other places where you are signed in are ended.')
          : say('You have none yet: you come in another way.')
      }
    >
      {props.kept ? <Done>{say('The new password holds. All other sessions are ended.')}</Done> : null}
      {before === 'sign-in' ? (
        <Notebox icon="lock-simple">
          {say.with(
            'A first password is a new way in, and is set within {minutes} minutes of signing in. <a>Sign in again</a> to set it.',
            { minutes: freshMinutes, a: linkTo('/sign-in?next=/settings/password') },
          )}
        </Notebox>
      ) : (
        <PasswordForm {...props} />
      )}
    </SettingsPage>
  )
}

function PasswordForm(props: { account: OwnAccount; before: BeforePassword; form: FormState }) {
  const say = useWords()
  const { errors } = props.form
  const { hasPassword } = props.account
  return (
    <>
      <ErrorSummary title={say('The password is as it was')} errors={errors} />
      <form method="post" action="/settings/password" class="stack">
        {props.before === 'current' ? (
          <Input
            name="current"
            type="password"
            label={say('Password until now')}
            autocomplete="current-password"
            hint={say('Forgotten? Sign out, come in by a code, and you can choose a new one here within an hour.')}
            error={errors.current}
          />
        ) : null}
        <Input
          name="password"
          type="password"
          label={say('New password')}
          autocomplete="new-password"
          required
          hint={say('{number} characters or more. A few words make a good one.', { number: shortestPassword })}
          error={errors.password}
        />
        <div>
          <Button kind="primary">{hasPassword ? say('Change my password') : say('Set a password')}</Button>
        </div>
      </form>
    </>
  )
}
