import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { OwnAccount } from '../accounts/accounts.ts'
import type { DoorProvider } from '../identity-providers/identity-providers.ts'
import { SettingsPage } from '../profiles/profiles.parts.tsx'
import { FactorKey, RecoveryCodes } from './factor.parts.tsx'
import { MakePasskey } from './passkey.parts.tsx'
import type { Ways } from './ways.ts'

interface Clock {
  readonly now: Date
  readonly timeZone: string
}

const again = '/sign-in?next=/settings/sign-in'

/** Every way into one's own account; each can be taken away but the last. */
export function WaysPage(props: {
  account: OwnAccount
  ways: Ways
  providers: readonly DoorProvider[]
  sessions: number
  kept: boolean
  now: Date
  form: FormState
}) {
  const { account, ways, sessions } = props
  const clock = { now: props.now, timeZone: account.timeZone }
  return (
    <SettingsPage
      tab="sign-in"
      outside={account.realm === 'outside'}
      intro="What opens your account. Each change is told to your mail address, and one way in always stays."
    >
      <div class="stack">
        {props.kept ? (
          <Notebox tone="ok" icon="check-circle" role="status">
            Done. A mail about it is on its way to you.
          </Notebox>
        ) : null}
        {ways.fresh ? null : (
          <Notebox icon="lock-simple">
            Ways in are changed within ten minutes of signing in. <a href={again}>Sign in again</a> to change them.
          </Notebox>
        )}
        <Elsewhere ways={ways} providers={props.providers} clock={clock} />
        <Passkeys ways={ways} clock={clock} error={props.form.errors.name ?? props.form.errors.answer} />
        <MailAndPassword ways={ways} />
        <SecondFactor ways={ways} clock={clock} />
        <Card title="Where you are signed in" more={{ href: '/settings/sessions', label: 'See and end' }}>
          <p>{sessions === 1 ? 'In this place alone.' : `In ${sessions} places.`}</p>
        </Card>
      </div>
    </SettingsPage>
  )
}

function Elsewhere(props: { ways: Ways; providers: readonly DoorProvider[]; clock: Clock }) {
  const { ways, providers, clock } = props
  if (providers.length === 0 && ways.identities.length === 0) return null
  return (
    <Card title="Accounts elsewhere">
      {ways.identities.length === 0 ? (
        <p class="muted">None is linked.</p>
      ) : (
        <Table
          caption="Accounts elsewhere that open this one"
          columns={[{ label: 'Where' }, { label: 'As' }, { label: 'Last used' }, { label: 'Unlink' }]}
          rows={ways.identities.map((identity) => [
            <>
              {identity.label}
              {identity.works ? null : <span class="muted"> (not open here now)</span>}
            </>,
            identity.shownAs ?? '',
            identity.lastUsedAt ? <Time at={identity.lastUsedAt} {...clock} form="long" /> : 'Not yet',
            <ActionButton
              action={`/settings/sign-in/identities/${identity.id}/remove`}
              size="s"
              label={`Unlink ${identity.label}`}
            >
              Unlink
            </ActionButton>,
          ])}
        />
      )}
      {ways.fresh && providers.length > 0 ? (
        <p class="row">
          {providers.map((provider) => (
            <LinkButton href={`/settings/sign-in/with/${provider.id}`} data-turbo="false" icon="link-simple">
              Link {provider.label}
            </LinkButton>
          ))}
        </p>
      ) : null}
    </Card>
  )
}

function Passkeys(props: { ways: Ways; clock: Clock; error: string | undefined }) {
  const { ways, clock } = props
  return (
    <Card title="Passkeys">
      <p class="muted">
        The device shows that it is you by a PIN, a finger or a face. A passkey counts as both factors, and nobody can
        phish it.
      </p>
      {ways.passkeys.length === 0 ? null : (
        <Table
          caption="Your passkeys"
          columns={[{ label: 'Name' }, { label: 'Added' }, { label: 'Last used' }, { label: 'Remove' }]}
          rows={ways.passkeys.map((passkey) => [
            passkey.name,
            <Time at={passkey.createdAt} {...clock} form="long" />,
            passkey.lastUsedAt ? <Time at={passkey.lastUsedAt} {...clock} form="long" /> : 'Not yet',
            <ActionButton
              action={`/settings/sign-in/passkeys/${passkey.id}/remove`}
              size="s"
              label={`Remove ${passkey.name}`}
            >
              Remove
            </ActionButton>,
          ])}
        />
      )}
      {ways.fresh ? <MakePasskey error={props.error} /> : null}
    </Card>
  )
}

function MailAndPassword(props: { ways: Ways }) {
  const { ways } = props
  return (
    <Card title="Mail and password">
      <div class="stack-s">
        <p>
          <b>Codes by mail</b> to {ways.email}:{' '}
          {ways.mailCodes.on
            ? 'on.'
            : ways.mailCodes.works
              ? 'off, but needed: nothing else opens this account.'
              : 'off.'}
        </p>
        <div>
          {ways.mailCodes.on ? (
            <ActionButton action="/settings/sign-in/mail-codes" fields={{ to: 'off' }} size="s">
              Turn codes by mail off
            </ActionButton>
          ) : (
            <ActionButton action="/settings/sign-in/mail-codes" fields={{ to: 'on' }} size="s">
              Turn codes by mail on
            </ActionButton>
          )}
        </div>
        <p>
          <b>Password</b>: {ways.hasPassword ? 'set.' : 'none.'}{' '}
          <a href="/settings/password">{ways.hasPassword ? 'Change it' : 'Set one'}</a>
        </p>
        {ways.hasPassword ? (
          <div>
            <ActionButton action="/settings/sign-in/password/remove" size="s">
              Remove my password
            </ActionButton>
          </div>
        ) : null}
      </div>
    </Card>
  )
}

function SecondFactor(props: { ways: Ways; clock: Clock }) {
  const { factor, fresh } = props.ways
  return (
    <Card title="Second factor">
      {factor.on ? (
        <div class="stack-s">
          <p>
            On since <Time at={factor.since!} {...props.clock} form="long" />. {factor.recoveryLeft} of 10 recovery
            codes are left.
          </p>
          {fresh ? (
            <p class="row">
              <ActionButton action="/settings/sign-in/recovery" size="s">
                Make new recovery codes
              </ActionButton>
              {factor.required ? null : (
                <ActionButton action="/settings/sign-in/factor/remove" size="s">
                  Remove my second factor
                </ActionButton>
              )}
            </p>
          ) : null}
          {factor.required ? <p class="small muted">Your company asks for it, so that it cannot be removed.</p> : null}
        </div>
      ) : (
        <div class="stack-s">
          <p>
            Off. With it, a stolen password or mailbox is not enough.
            {factor.required ? ' Your company asks for it: the next sign-in sets it up.' : ''}
          </p>
          <div>
            <LinkButton href="/settings/sign-in/factor" size="s" icon="shield-check">
              Set up a second factor
            </LinkButton>
          </div>
        </div>
      )}
    </Card>
  )
}

/** Setting up an authenticator app. */
export function FactorPage(props: { outside: boolean; draft: { key: string; uri: string }; form: FormState }) {
  return (
    <SettingsPage tab="sign-in" outside={props.outside} intro="An authenticator app shows a new code every 30 seconds.">
      <div class="stack">
        <Card title="1. Give the key to your app">
          <FactorKey draft={props.draft} />
        </Card>
        <Card title="2. Type the code that it shows">
          <form method="post" action="/settings/sign-in/factor" class="stack-s" data-turbo="false">
            <Input
              name="code"
              label="Code"
              inputmode="numeric"
              autocomplete="one-time-code"
              required
              maxlength={20}
              error={props.form.errors.code}
            />
            <div>
              <Button kind="primary">Set up my second factor</Button>
            </div>
          </form>
        </Card>
      </div>
    </SettingsPage>
  )
}

/** Recovery codes, shown this once. */
export function RecoveryPage(props: { outside: boolean; codes: readonly string[] }) {
  return (
    <SettingsPage tab="sign-in" outside={props.outside} intro="These are shown this once.">
      <div class="stack">
        <Card>
          <RecoveryCodes codes={props.codes} />
        </Card>
        <div>
          <LinkButton href="/settings/sign-in" kind="primary">
            I keep them; go on
          </LinkButton>
        </div>
      </div>
    </SettingsPage>
  )
}

/** The last step of linking: nothing is linked before this is pressed. */
export function LinkPage(props: {
  outside: boolean
  link: { journeyId: number; label: string; shownAs: string | null }
  account: OwnAccount
  fresh: boolean
}) {
  const { link, account } = props
  const path = `/settings/sign-in/link/${link.journeyId}`
  return (
    <>
      <PageHead
        title={`Link ${link.label}`}
        voice={props.outside}
        intro={`From then on it opens the account of ${account.displayName} (${account.email}).`}
      />
      <div class="stack">
        <Card>
          <p>
            At {link.label} you are <b>{link.shownAs ?? 'known without a name'}</b>. You can unlink it at any time.
          </p>
        </Card>
        {props.fresh ? (
          <p class="row">
            <ActionButton action={path} kind="primary">
              Link {link.label}
            </ActionButton>
            <LinkButton href="/settings/sign-in">Leave it</LinkButton>
          </p>
        ) : (
          <Notebox icon="lock-simple">
            You signed in more than ten minutes ago. <a href={`/sign-in?next=${path}`}>Sign in again</a>, then link it.
          </Notebox>
        )}
      </div>
    </>
  )
}
