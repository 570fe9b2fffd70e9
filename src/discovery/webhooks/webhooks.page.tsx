import type { FormState } from '../../platform/http/form.ts'
import type { Realm } from '../../platform/context.ts'
import { SettingsPage } from '../../people/profiles/profiles.parts.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import { WebhookCard } from './webhook-card.tsx'
import { type MadeSecret, type Webhook, mostWebhooks } from './webhooks.ts'

/** What was done just now, by the word in the address. */
export type WebhookDone = 'paused' | 'resumed' | 'removed' | 'taken' | 'failed'

export interface WebhooksPageProps {
  readonly webhooks: readonly Webhook[]
  readonly realm: Realm
  readonly now: Date
  /** A secret that was made just now: it is shown this once. */
  readonly made?: MadeSecret
  readonly done?: WebhookDone
  readonly form: FormState
}

/** The web addresses that are told of somebody's notices. */
export function WebhooksPage(props: WebhooksPageProps) {
  const say = useWords()
  const { webhooks, form, now } = props
  return (
    <SettingsPage
      tab="notices"
      outside={props.realm === 'outside'}
      intro={say('Programs of yours can listen to your notices: each is sent to the web addresses that you name here.')}
    >
      <div class="stack">
        <p>
          <a href="/settings/notices">{say('Back to what you are told')}</a>
        </p>
        {props.made ? <Made made={props.made} /> : null}
        {props.done ? <Done done={props.done} /> : null}
        <ErrorSummary title={say('Nothing was named yet')} errors={form.errors} />
        {webhooks.map((one) => (
          <WebhookCard webhook={one} now={now} />
        ))}
        {webhooks.length < mostWebhooks || Object.keys(form.errors).length > 0 ? (
          <NameOne form={form} />
        ) : (
          <p class="small muted">
            {say('You have {number} addresses, which is the most. Remove one to name another.', {
              number: mostWebhooks,
            })}
          </p>
        )}
        <p class="small muted">
          {say(
            'What goes at once is sent at once, a digest with its mail; outside your quiet hours, and only what you have not read and may read then. Each sending is signed after Standard Webhooks. Anything but an answer from 200 to 299 is tried again for three days.',
          )}
        </p>
      </div>
    </SettingsPage>
  )
}

function Made({ made }: { made: MadeSecret }) {
  const say = useWords()
  return (
    <Notebox tone="ok" icon="check-circle" role="status">
      <Input
        name="secret"
        label={say.with('The secret of {name}', { name: <bdi>{made.name}</bdi> })}
        hint={say('Copy it into your program now, to check what comes. It is not shown again.')}
        value={made.secret}
        readonly
      />
    </Notebox>
  )
}

function Done({ done }: { done: WebhookDone }) {
  const say = useWords()
  const words: Record<WebhookDone, string> = {
    paused: say('Paused. Nothing is sent there. What comes meanwhile stands on your page of notices.'),
    resumed: say('It is on. What comes from now on is sent there.'),
    removed: say('Removed. Nothing is sent there any more.'),
    taken: say('The test arrived.'),
    failed: say('The test did not arrive. The reason stands at the address.'),
  }
  const isWell = done !== 'failed'
  return (
    <Notebox tone={isWell ? 'ok' : 'warn'} icon={isWell ? 'check-circle' : 'warning-circle'} role="status">
      {words[done]}
    </Notebox>
  )
}

function NameOne({ form }: { form: FormState }) {
  const say = useWords()
  const { values, errors } = form
  return (
    <Card title={say('Name a web address')} id="name-one">
      {/* Its answer shows a secret once, which Turbo would not take. */}
      <form method="post" action="/settings/notices/webhooks" class="stack-s" data-turbo="false">
        <Input
          name="name"
          label={say('What you call it')}
          placeholder={say('My program')}
          maxlength={60}
          required
          value={values.name}
          error={errors.name}
        />
        <Input
          name="address"
          type="url"
          label={say('Web address')}
          hint={say('It begins with https:// and is reached from the public web.')}
          required
          value={values.address}
          error={errors.address}
        />
        <div>
          <Button kind="primary">{say('Send my notices there')}</Button>
        </div>
      </form>
    </Card>
  )
}

/** Among the notice settings: how many addresses there are, and the way to them. */
export function WebhooksCard(props: { webhooks: readonly Webhook[] }) {
  const say = useWords()
  const { webhooks } = props
  const off = webhooks.filter(({ state }) => state.is === 'off')
  return (
    <Card
      title={say('To web addresses of yours')}
      id="webhooks"
      more={{ href: '/settings/notices/webhooks', label: say('Name or change them') }}
    >
      <div class="stack-s">
        <p class="small muted">
          {webhooks.length === 0
            ? say('For programs: your notices, signed, at an address that you name.')
            : say('{count} web addresses are told.', { count: webhooks.length - off.length })}
        </p>
        {off.length > 0 ? (
          <Notebox tone="warn" icon="warning-circle">
            {say('{count} were turned off.', { count: off.length })}
          </Notebox>
        ) : null}
      </div>
    </Card>
  )
}
