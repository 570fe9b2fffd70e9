import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { Check, ErrorSummary, Input, Radio, Fieldset, Textarea } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import type { Say } from '../../platform/languages/languages.ts'
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
  const say = useWords()
  return (
    <>
      <PageHead
        title={say('Ways in')}
        intro={say(
          'Which providers open which doors, and who needs a second factor. Codes, passwords and passkeys work without any of them.',
        )}
        actions={<LinkButton href={`${home}/resets`}>{say('Lost second factors')}</LinkButton>}
      />
      <div class="stack">
        {props.kept ? (
          <Notebox tone="ok" icon="check-circle" role="status">
            {say('Done. It holds from the next sign-in on.')}
          </Notebox>
        ) : null}
        <SignInAgain fresh={props.fresh} next={home} />
        <Card title={say('Providers')}>
          {props.providers.length === 0 ? (
            <p class="muted">{say('None yet.')}</p>
          ) : (
            <Table
              caption={say('Providers')}
              columns={[
                { label: say('Name') },
                { label: say('Doors') },
                { label: say('Domains') },
                { label: say('On') },
                { label: say('Change') },
              ]}
              rows={props.providers.map((provider) => [
                <bdi>
                  {provider.label}{' '}
                  {provider.label === presets[provider.preset].name ? null : (
                    <small class="muted">{say.again(presets[provider.preset].name)}</small>
                  )}
                </bdi>,
                [provider.forInside && say('Inside'), provider.forOutside && say('Outside')].filter(Boolean).join(', '),
                provider.domains.join(', '),
                <ActionButton
                  action={`${home}/${provider.id}/switch`}
                  fields={{ to: provider.isOn ? 'off' : 'on' }}
                  size="s"
                  label={
                    provider.isOn
                      ? say('Switch off {name}', { name: provider.label })
                      : say('Switch on {name}', { name: provider.label })
                  }
                >
                  {provider.isOn ? say('Switch off') : say('Switch on')}
                </ActionButton>,
                <a href={`${home}/${provider.id}`} aria-label={say('Change {name}', { name: provider.label })}>
                  {say('Change')}
                </a>,
              ])}
            />
          )}
          <p>{say('Add one:')}</p>
          <p class="row">
            {(Object.keys(presets) as Preset[]).map((preset) => (
              <LinkButton href={`${home}/new/${preset}`} size="s" icon="plus">
                <bdi>{say.again(presets[preset].name)}</bdi>
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
  const say = useWords()
  if (props.fresh) return null
  return (
    <Notebox icon="lock-simple">
      {say.with(
        'Ways in are changed within {minutes} minutes of signing in. <a>Sign in again</a> to change something here.',
        { minutes: freshMinutes, a: linkTo(`/sign-in?${new URLSearchParams({ next: props.next })}`) },
      )}
    </Notebox>
  )
}

function RequirementCard(props: { requirement: Requirement }) {
  const say = useWords()
  const choice = (value: Requirement, label: string, note: string) => (
    <Radio name="whom" value={value} label={label} note={note} checked={props.requirement === value} />
  )
  return (
    <Card title={say('Second factor')}>
      <form method="post" action={`${home}/requirement`} class="stack-s">
        <Fieldset id="whom" label={say('Who must have one')}>
          {choice('nobody', say('Nobody must'), say('Everyone may set one up.'))}
          {choice('stewards', say('Owners and stewards'), say('Whoever looks after a side.'))}
          {choice('staff', say('Everyone inside'), say('Each employee.'))}
        </Fieldset>
        <p class="small muted">
          {say(
            'Who has none sets it up at the next sign-in and cannot go on without. A passkey with PIN, finger or face counts as both factors.',
          )}
        </p>
        <div>
          <Button kind="primary">{say('Keep this choice')}</Button>
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
  const say = useWords()
  const { preset, provider, form } = props
  const { errors } = form
  const name = say.again(presets[preset].name)
  const typed = Object.keys(form.values).length > 0 ? form.values : valuesOf(provider)
  const field = (name: string, label: string) => ({ name, label, value: typed[name], error: errors[name] })
  const ticked = (name: string) => ({ name, id: name, checked: typed[name] === 'on' })
  const isApple = preset === 'apple'
  return (
    <>
      <PageHead
        title={provider ? say('Change {name}', { name: provider.label }) : say('Add {name}', { name })}
        intro={say('The provider gives you a client ID and a secret when you register this site there.')}
        crumbs={<a href={home}>{say('Ways in')}</a>}
      />
      <div class="stack">
        <SignInAgain fresh={props.fresh} next={provider ? `${home}/${provider.id}` : `${home}/new/${preset}`} />
        <ErrorSummary title={say('Nothing was kept yet')} errors={errors} />
        {props.redirectUri ? (
          <Notebox icon="info">
            {say.with('The provider asks where to send people back to. Give it exactly this: {address}', {
              address: <code>{props.redirectUri}</code>,
            })}
          </Notebox>
        ) : (
          <Notebox icon="info">{say('The address to give to the provider is shown once this is kept.')}</Notebox>
        )}
        <form method="post" action={provider ? `${home}/${provider.id}` : `${home}/new/${preset}`} class="stack">
          <Input {...field('label', say('Name on the button'))} maxlength={60} placeholder={name} />
          {preset === 'generic' ? (
            <Input {...field('issuer', say('Issuer'))} inputmode="url" placeholder="https://id.example.com" required />
          ) : null}
          {preset === 'microsoft' ? <Input {...field('tenant', say('Directory (tenant) ID'))} required /> : null}
          <Input {...field('clientId', isApple ? say('Services ID') : say('Client ID'))} autocomplete="off" required />
          {isApple ? <Input {...field('teamId', say('Team ID'))} required /> : null}
          {isApple ? <Input {...field('keyId', say('Key ID'))} required /> : null}
          {isApple ? (
            <Textarea
              name="secret"
              label={say('Private key')}
              rows={5}
              hint={secretHint(say, provider)}
              error={errors.secret}
            />
          ) : (
            <Input
              name="secret"
              type="password"
              label={say('Client secret')}
              autocomplete="off"
              hint={secretHint(say, provider)}
              error={errors.secret}
            />
          )}
          <Fieldset id="forOutside" label={say('Which doors it opens')} error={errors.forOutside}>
            <Check
              {...ticked('forOutside')}
              id="doorOutside"
              label={say('Outside')}
              note={say('Members sign in and join with it.')}
            />
            <Check {...ticked('forInside')} label={say('Inside')} note={say('Employees sign in with it.')} />
          </Fieldset>
          <Input
            {...field('domains', say('Mail domains of the company that it speaks for'))}
            placeholder="example.com"
            hint={say('Whoever types such an address at the inside door is led there. Parted by commas.')}
          />
          <Fieldset id="inside-more" label={say('Inside')}>
            <Check
              {...ticked('makesAccounts')}
              label={say('Make accounts for everyone of these domains')}
              note={say('Otherwise only who was invited has one.')}
            />
            <Check
              {...ticked('checksSecondFactor')}
              label={say('The provider checks a second factor itself')}
              note={say('Then nobody is asked for another one here.')}
            />
          </Fieldset>
          <div>
            <Button kind="primary">{provider ? say('Keep the changes') : say('Add {name}', { name })}</Button>
          </div>
        </form>
        {provider ? (
          <Card title={say('Remove it')}>
            <p class="muted">{say('Nobody signs in with it any more. Who has another way in keeps it.')}</p>
            <ActionButton action={`${home}/${provider.id}/remove`} kind="danger">
              {say('Remove {name}', { name: provider.label })}
            </ActionButton>
          </Card>
        ) : null}
      </div>
    </>
  )
}

function secretHint(say: Say, provider: Provider | undefined): string {
  if (!provider?.hasSecret) return say('Kept sealed, and never shown again.')
  return say('One is kept, and never shown again. Leave this empty to keep it.')
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
