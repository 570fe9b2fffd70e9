import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { bold, linkTo, useWords } from '../../ui/words.tsx'
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
  const say = useWords()
  const { account, ways, sessions } = props
  const clock = { now: props.now, timeZone: account.timeZone }
  return (
    <SettingsPage
      tab="sign-in"
      outside={account.realm === 'outside'}
      intro={say('What opens your account. Each change is told to your mail address, and one way in always stays.')}
    >
      <div class="stack">
        {props.kept ? (
          <Notebox tone="ok" icon="check-circle" role="status">
            {say('Done. A mail about it is on its way to you.')}
          </Notebox>
        ) : null}
        {ways.fresh ? null : (
          <Notebox icon="lock-simple">
            {say.with('Ways in are changed within ten minutes of signing in. <a>Sign in again</a> to change them.', {
              a: linkTo(again),
            })}
          </Notebox>
        )}
        <Elsewhere ways={ways} providers={props.providers} clock={clock} />
        <Passkeys ways={ways} clock={clock} error={props.form.errors.name ?? props.form.errors.answer} />
        <MailAndPassword ways={ways} />
        <SecondFactor ways={ways} clock={clock} />
        <Card title={say('Where you are signed in')} more={{ href: '/settings/sessions', label: say('See and end') }}>
          <p>{say('In {count} places.', { count: sessions })}</p>
        </Card>
      </div>
    </SettingsPage>
  )
}

function Elsewhere(props: { ways: Ways; providers: readonly DoorProvider[]; clock: Clock }) {
  const say = useWords()
  const { ways, providers, clock } = props
  if (providers.length === 0 && ways.identities.length === 0) return null
  return (
    <Card title={say('Accounts elsewhere')}>
      {ways.identities.length === 0 ? (
        <p class="muted">{say('None is linked.')}</p>
      ) : (
        <Table
          caption={say('Accounts elsewhere that open this one')}
          columns={[
            { label: say('Where') },
            { label: say('As') },
            { label: say('Last used') },
            { label: say('Unlink') },
          ]}
          rows={ways.identities.map((identity) => [
            <>
              <span dir="auto">{identity.label}</span>
              {identity.works ? null : <span class="muted"> {say('(not open here now)')}</span>}
            </>,
            <span dir="auto">{identity.shownAs}</span>,
            identity.lastUsedAt ? <Time at={identity.lastUsedAt} {...clock} form="long" /> : say('Not yet'),
            <ActionButton
              action={`/settings/sign-in/identities/${identity.id}/remove`}
              size="s"
              label={say('Unlink {provider}', { provider: identity.label })}
            >
              {say('Unlink')}
            </ActionButton>,
          ])}
        />
      )}
      {ways.fresh && providers.length > 0 ? (
        <p class="row">
          {providers.map((provider) => (
            <LinkButton href={`/settings/sign-in/with/${provider.id}`} data-turbo="false" icon="link-simple">
              {say('Link {provider}', { provider: provider.label })}
            </LinkButton>
          ))}
        </p>
      ) : null}
    </Card>
  )
}

function Passkeys(props: { ways: Ways; clock: Clock; error: string | undefined }) {
  const say = useWords()
  const { ways, clock } = props
  return (
    <Card title={say('Passkeys')}>
      <p class="muted">
        {say(
          'The device shows that it is you by a PIN, a finger or a face. A passkey counts as both factors, and nobody can phish it.',
        )}
      </p>
      {ways.passkeys.length === 0 ? null : (
        <Table
          caption={say('Your passkeys')}
          columns={[
            { label: say('Name') },
            { label: say('Added') },
            { label: say('Last used') },
            { label: say('Remove') },
          ]}
          rows={ways.passkeys.map((passkey) => [
            <span dir="auto">{passkey.name}</span>,
            <Time at={passkey.createdAt} {...clock} form="long" />,
            passkey.lastUsedAt ? <Time at={passkey.lastUsedAt} {...clock} form="long" /> : say('Not yet'),
            <ActionButton
              action={`/settings/sign-in/passkeys/${passkey.id}/remove`}
              size="s"
              label={say('Remove {name}', passkey)}
            >
              {say('Remove')}
            </ActionButton>,
          ])}
        />
      )}
      {ways.fresh ? <MakePasskey error={props.error} /> : null}
    </Card>
  )
}

function MailAndPassword(props: { ways: Ways }) {
  const say = useWords()
  const { ways } = props
  const mailed = { b: bold, address: ways.email }
  const password = { b: bold, a: linkTo('/settings/password') }
  return (
    <Card title={say('Mail and password')}>
      <div class="stack-s">
        <p>
          {ways.mailCodes.on
            ? say.with('<b>Codes by mail</b> to {address}: on.', mailed)
            : ways.mailCodes.works
              ? say.with('<b>Codes by mail</b> to {address}: off, but needed: nothing else opens this account.', mailed)
              : say.with('<b>Codes by mail</b> to {address}: off.', mailed)}
        </p>
        <div>
          {ways.mailCodes.on ? (
            <ActionButton action="/settings/sign-in/mail-codes" fields={{ to: 'off' }} size="s">
              {say('Turn codes by mail off')}
            </ActionButton>
          ) : (
            <ActionButton action="/settings/sign-in/mail-codes" fields={{ to: 'on' }} size="s">
              {say('Turn codes by mail on')}
            </ActionButton>
          )}
        </div>
        <p>
          {ways.hasPassword
            ? say.with('<b>Password</b>: set. <a>Change it</a>', password)
            : say.with('<b>Password</b>: none. <a>Set one</a>', password)}
        </p>
        {ways.hasPassword ? (
          <div>
            <ActionButton action="/settings/sign-in/password/remove" size="s">
              {say('Remove my password')}
            </ActionButton>
          </div>
        ) : null}
      </div>
    </Card>
  )
}

function SecondFactor(props: { ways: Ways; clock: Clock }) {
  const say = useWords()
  const { factor, fresh } = props.ways
  return (
    <Card title={say('Second factor')}>
      {factor.on ? (
        <div class="stack-s">
          <p>
            {say.with('On since {when}. {left} of {all} recovery codes are left.', {
              when: <Time at={factor.since!} {...props.clock} form="long" />,
              left: factor.recoveryLeft,
              all: 10,
            })}
          </p>
          {fresh ? (
            <p class="row">
              <ActionButton action="/settings/sign-in/recovery" size="s" showsOnce>
                {say('Make new recovery codes')}
              </ActionButton>
              {factor.required ? null : (
                <ActionButton action="/settings/sign-in/factor/remove" size="s">
                  {say('Remove my second factor')}
                </ActionButton>
              )}
            </p>
          ) : null}
          {factor.required ? (
            <p class="small muted">{say('Your company asks for it, so that it cannot be removed.')}</p>
          ) : null}
        </div>
      ) : (
        <div class="stack-s">
          <p>
            {say('Off. With it, a stolen password or mailbox is not enough.')}{' '}
            {factor.required ? say('Your company asks for it: the next sign-in sets it up.') : null}
          </p>
          <div>
            <LinkButton href="/settings/sign-in/factor" size="s" icon="shield-check">
              {say('Set up a second factor')}
            </LinkButton>
          </div>
        </div>
      )}
    </Card>
  )
}

/** Setting up an authenticator app. */
export function FactorPage(props: { outside: boolean; draft: { key: string; uri: string }; form: FormState }) {
  const say = useWords()
  return (
    <SettingsPage
      tab="sign-in"
      outside={props.outside}
      intro={say('An authenticator app shows a new code every 30 seconds.')}
    >
      <div class="stack">
        <Card title={say('1. Give the key to your app')}>
          <FactorKey draft={props.draft} />
        </Card>
        <Card title={say('2. Type the code that it shows')}>
          <form method="post" action="/settings/sign-in/factor" class="stack-s" data-turbo="false">
            <Input
              name="code"
              label={say('Code')}
              inputmode="numeric"
              autocomplete="one-time-code"
              required
              maxlength={20}
              error={props.form.errors.code}
            />
            <div>
              <Button kind="primary">{say('Set up my second factor')}</Button>
            </div>
          </form>
        </Card>
      </div>
    </SettingsPage>
  )
}

/** Recovery codes, shown this once. */
export function RecoveryPage(props: { outside: boolean; codes: readonly string[] }) {
  const say = useWords()
  return (
    <SettingsPage tab="sign-in" outside={props.outside} intro={say('These are shown this once.')}>
      <div class="stack">
        <Card>
          <RecoveryCodes codes={props.codes} />
        </Card>
        <div>
          <LinkButton href="/settings/sign-in" kind="primary">
            {say('I keep them; go on')}
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
  const say = useWords()
  const { link, account } = props
  const path = `/settings/sign-in/link/${link.journeyId}`
  return (
    <>
      <PageHead
        title={say('Link {provider}', { provider: link.label })}
        voice={props.outside}
        intro={say('From then on it opens the account of {name} ({address}).', {
          name: account.displayName,
          address: account.email ?? '',
        })}
      />
      <div class="stack">
        <Card>
          <p>
            {link.shownAs === null
              ? say('{provider} knows you without a name. You can unlink it at any time.', { provider: link.label })
              : say.with('At {provider} you are <b>{name}</b>. You can unlink it at any time.', {
                  provider: link.label,
                  name: link.shownAs,
                  b: bold,
                })}
          </p>
        </Card>
        {props.fresh ? (
          <p class="row">
            <ActionButton action={path} kind="primary">
              {say('Link {provider}', { provider: link.label })}
            </ActionButton>
            <LinkButton href="/settings/sign-in">{say('Leave it')}</LinkButton>
          </p>
        ) : (
          <Notebox icon="lock-simple">
            {say.with('You signed in more than ten minutes ago. <a>Sign in again</a>, then link it.', {
              a: linkTo(`/sign-in?next=${path}`),
            })}
          </Notebox>
        )}
      </div>
    </>
  )
}
