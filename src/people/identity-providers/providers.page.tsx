import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { Check, ErrorSummary, Input, Radio, Fieldset, Textarea } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { freshMinutes } from '../sessions/sessions.ts'
import type { Requirement } from '../second-factor/second-factor.ts'
import { type Preset, type Provider, presets } from './identity-providers.ts'

const home = '/inside/settings/sign-in'

/** Who may sign in with what: the owner's page. */
export function ProvidersPage(props: {
  providers: readonly Provider[]
  requirement: Requirement
  kept: boolean
  /** Signed in within ten minutes: only then something is changed. */
  fresh: boolean
}) {
  return (
    <>
      <PageHead
        title="Ways in"
        intro="Which providers open which doors, and who needs a second factor. Codes, passwords and passkeys work without any of them."
        actions={<LinkButton href={`${home}/resets`}>Lost second factors</LinkButton>}
      />
      <div class="stack">
        {props.kept ? (
          <Notebox tone="ok" icon="check-circle" role="status">
            Done. It holds from the next sign-in on.
          </Notebox>
        ) : null}
        <SignInAgain fresh={props.fresh} next={home} />
        <Card title="Providers">
          {props.providers.length === 0 ? (
            <p class="muted">None yet.</p>
          ) : (
            <Table
              caption="Providers"
              columns={[
                { label: 'Name' },
                { label: 'Doors' },
                { label: 'Domains' },
                { label: 'On' },
                { label: 'Change' },
              ]}
              rows={props.providers.map((provider) => [
                <>
                  {provider.label}{' '}
                  {provider.label === presets[provider.preset].name ? null : (
                    <small class="muted">{presets[provider.preset].name}</small>
                  )}
                </>,
                [provider.forInside && 'Inside', provider.forOutside && 'Outside'].filter(Boolean).join(', '),
                provider.domains.join(', '),
                <ActionButton
                  action={`${home}/${provider.id}/switch`}
                  fields={{ to: provider.isOn ? 'off' : 'on' }}
                  size="s"
                  label={provider.isOn ? `Switch off ${provider.label}` : `Switch on ${provider.label}`}
                >
                  {provider.isOn ? 'Switch off' : 'Switch on'}
                </ActionButton>,
                <a href={`${home}/${provider.id}`} aria-label={`Change ${provider.label}`}>
                  Change
                </a>,
              ])}
            />
          )}
          <p>Add one:</p>
          <p class="row">
            {(Object.keys(presets) as Preset[]).map((preset) => (
              <LinkButton href={`${home}/new/${preset}`} size="s" icon="plus">
                {presets[preset].name}
              </LinkButton>
            ))}
          </p>
        </Card>
        <RequirementCard requirement={props.requirement} />
      </div>
    </>
  )
}

/** Said before somebody fills in a form that would be refused. */
function SignInAgain(props: { fresh: boolean; next: string }) {
  if (props.fresh) return null
  return (
    <Notebox icon="lock-simple">
      Ways in are changed within {freshMinutes} minutes of signing in.{' '}
      <a href={`/sign-in?${new URLSearchParams({ next: props.next })}`}>Sign in again</a> to change something here.
    </Notebox>
  )
}

function RequirementCard(props: { requirement: Requirement }) {
  const choice = (value: Requirement, label: string, note: string) => (
    <Radio name="whom" value={value} label={label} note={note} checked={props.requirement === value} />
  )
  return (
    <Card title="Second factor">
      <form method="post" action={`${home}/requirement`} class="stack-s">
        <Fieldset id="whom" label="Who must have one">
          {choice('nobody', 'Nobody must', 'Everyone may set one up.')}
          {choice('stewards', 'Owners and stewards', 'Whoever looks after a side.')}
          {choice('staff', 'Everyone inside', 'Each employee.')}
        </Fieldset>
        <p class="small muted">
          Who has none sets it up at the next sign-in and cannot go on without. A passkey with PIN, finger or face
          counts as both factors.
        </p>
        <div>
          <Button kind="primary">Keep this choice</Button>
        </div>
      </form>
    </Card>
  )
}

/** One provider: added, or changed. Its secret is never shown again. */
export function ProviderPage(props: {
  preset: Preset
  provider: Provider | undefined
  redirectUri: string | undefined
  fresh: boolean
  form: FormState
}) {
  const { preset, provider, form } = props
  const { errors } = form
  const facts = presets[preset]
  const typed = Object.keys(form.values).length > 0 ? form.values : valuesOf(provider)
  const field = (name: string, label: string) => ({ name, label, value: typed[name], error: errors[name] })
  const ticked = (name: string) => ({ name, id: name, checked: typed[name] === 'on' })
  const isApple = preset === 'apple'
  return (
    <>
      <PageHead
        title={provider ? `Change ${provider.label}` : `Add ${facts.name}`}
        intro="The provider gives you a client ID and a secret when you register this site there."
        crumbs={<a href={home}>Ways in</a>}
      />
      <div class="stack">
        <SignInAgain fresh={props.fresh} next={provider ? `${home}/${provider.id}` : `${home}/new/${preset}`} />
        <ErrorSummary title="Nothing was kept yet" errors={errors} />
        {props.redirectUri ? (
          <Notebox icon="info">
            The provider asks where to send people back to. Give it exactly this: <code>{props.redirectUri}</code>
          </Notebox>
        ) : (
          <Notebox icon="info">The address to give to the provider is shown once this is kept.</Notebox>
        )}
        <form method="post" action={provider ? `${home}/${provider.id}` : `${home}/new/${preset}`} class="stack">
          <Input {...field('label', 'Name on the button')} maxlength={60} placeholder={facts.name} />
          {preset === 'generic' ? (
            <Input {...field('issuer', 'Issuer')} inputmode="url" placeholder="https://id.example.com" required />
          ) : null}
          {preset === 'microsoft' ? <Input {...field('tenant', 'Directory (tenant) ID')} required /> : null}
          <Input {...field('clientId', isApple ? 'Services ID' : 'Client ID')} autocomplete="off" required />
          {isApple ? <Input {...field('teamId', 'Team ID')} required /> : null}
          {isApple ? <Input {...field('keyId', 'Key ID')} required /> : null}
          {isApple ? (
            <Textarea name="secret" label="Private key" rows={5} hint={secretHint(provider)} error={errors.secret} />
          ) : (
            <Input
              name="secret"
              type="password"
              label="Client secret"
              autocomplete="off"
              hint={secretHint(provider)}
              error={errors.secret}
            />
          )}
          <Fieldset id="forOutside" label="Which doors it opens" error={errors.forOutside}>
            <Check
              {...ticked('forOutside')}
              id="doorOutside"
              label="Outside"
              note="Members sign in and join with it."
            />
            <Check {...ticked('forInside')} label="Inside" note="Employees sign in with it." />
          </Fieldset>
          <Input
            {...field('domains', 'Mail domains of the company that it speaks for')}
            placeholder="example.com"
            hint="Whoever types such an address at the inside door is led there. Parted by commas."
          />
          <Fieldset id="inside-more" label="Inside">
            <Check
              {...ticked('makesAccounts')}
              label="Make accounts for everyone of these domains"
              note="Otherwise only who was invited has one."
            />
            <Check
              {...ticked('checksSecondFactor')}
              label="The provider checks a second factor itself"
              note="Then nobody is asked for another one here."
            />
          </Fieldset>
          <div>
            <Button kind="primary">{provider ? 'Keep the changes' : `Add ${facts.name}`}</Button>
          </div>
        </form>
        {provider ? (
          <Card title="Remove it">
            <p class="muted">Nobody signs in with it any more. Who has another way in keeps it.</p>
            <ActionButton action={`${home}/${provider.id}/remove`} kind="danger">
              Remove {provider.label}
            </ActionButton>
          </Card>
        ) : null}
      </div>
    </>
  )
}

function secretHint(provider: Provider | undefined): string {
  if (!provider?.hasSecret) return 'Kept sealed, and never shown again.'
  return 'One is kept, and never shown again. Leave this empty to keep it.'
}

function valuesOf(provider: Provider | undefined): Record<string, string> {
  if (!provider) return { forOutside: 'on' }
  const on = (is: boolean) => (is ? 'on' : '')
  return {
    label: provider.label,
    issuer: provider.issuer,
    tenant: /microsoftonline\.com\/([^/]+)/.exec(provider.issuer)?.[1] ?? '',
    clientId: provider.clientId,
    teamId: provider.teamId ?? '',
    keyId: provider.keyId ?? '',
    forOutside: on(provider.forOutside),
    forInside: on(provider.forInside),
    makesAccounts: on(provider.makesAccounts),
    checksSecondFactor: on(provider.checksSecondFactor),
    domains: provider.domains.join(', '),
  }
}
