import { said } from '../../platform/languages/languages.ts'
import { ActionButton } from '../../ui/button.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { offWords } from './webhook-mail.ts'
import type { SendingFailure, Webhook } from './webhooks.ts'

const failureWords: Readonly<Record<SendingFailure, string>> = {
  'no-answer': said('no answer within 8 seconds'),
  'not-found': said('there is no such site'),
  'not-reached': said('the site is not reached'),
  private: said('it leads into a private network'),
  'not-safe': said('its certificate does not hold'),
  'too-large': said('its answer was too large'),
  broken: said('the connection broke off'),
}

/** One web address: how it stands, and what can be done with it. */
export function WebhookCard({ webhook, now }: { webhook: Webhook; now: Date }) {
  const say = useWords()
  const { id, name, address, since, state, again, lost, oldSecretUntil } = webhook
  const path = `/settings/notices/webhooks/${id}`
  return (
    <Card title={<bdi>{name}</bdi>} id={`webhook-${id}`}>
      <div class="stack-s">
        {state.is === 'on' ? null : <StateNote state={state} now={now} />}
        <p class="small">
          <bdi dir="ltr">{address}</bdi>
        </p>
        <Facts
          facts={[
            { term: say('Since'), detail: <Time at={since} now={now} /> },
            { term: say('Last sending'), detail: <LastSending webhook={webhook} now={now} /> },
            ...(again ? [{ term: say('Next try'), detail: <Time at={again.at} now={now} /> }] : []),
            ...(again && again.waiting > 0
              ? [{ term: say('Waiting'), detail: say('{count} sendings', { count: again.waiting }) }]
              : []),
            ...(lost > 0 ? [{ term: say('Given up'), detail: say('{count} sendings', { count: lost }) }] : []),
          ]}
        />
        {oldSecretUntil ? (
          <p class="small muted">
            {say.with('The secret before this one signs too until {until}.', {
              until: <Time at={oldSecretUntil} now={now} />,
            })}
          </p>
        ) : null}
        <div class="row">
          <ActionButton action={`${path}/try`} size="s" label={say('Send a test to {name}', { name })}>
            {say('Send a test')}
          </ActionButton>
          <ActionButton
            action={`${path}/secret`}
            size="s"
            label={say('Make a new secret for {name}', { name })}
            showsOnce
          >
            {say('Make a new secret')}
          </ActionButton>
          {state.is === 'on' ? (
            <ActionButton action={`${path}/pause`} size="s" label={say('Pause {name}', { name })}>
              {say('Pause')}
            </ActionButton>
          ) : (
            <ActionButton action={`${path}/resume`} size="s" label={say('Turn {name} on again', { name })}>
              {say('Turn on again')}
            </ActionButton>
          )}
          <ActionButton action={`${path}/remove`} size="s" label={say('Remove {name}', { name })}>
            {say('Remove')}
          </ActionButton>
        </div>
      </div>
    </Card>
  )
}

function StateNote({ state, now }: { state: Exclude<Webhook['state'], { is: 'on' }>; now: Date }) {
  const say = useWords()
  const since = <Time at={state.since} now={now} />
  return state.is === 'paused' ? (
    <Notebox icon="info">{say.with('Paused {since}.', { since })}</Notebox>
  ) : (
    <Notebox tone="warn" icon="warning-circle">
      {say.with('Turned off {since}. {reason}', { since, reason: say.again(offWords[state.because]) })}
    </Notebox>
  )
}

function LastSending({ webhook, now }: { webhook: Webhook; now: Date }) {
  const say = useWords()
  const { tried } = webhook
  if (!tried) return <>{say('nothing yet')}</>
  const at = <Time at={tried.at} now={now} />
  if (tried.isTaken) return <>{say.with('{at}, arrived', { at })}</>
  const reason = tried.failure
    ? say.again(failureWords[tried.failure])
    : say('answered with {status}', { status: String(tried.answered) })
  return <>{say.with('{at}, failed: {reason}', { at, reason })}</>
}
