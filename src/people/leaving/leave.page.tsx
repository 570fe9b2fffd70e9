import type { FormState } from '../../platform/http/form.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Check, ErrorSummary, Fieldset, Radio } from '../../ui/field.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { bold, linkTo, useWords } from '../../ui/words.tsx'
import { SettingsPage } from '../profiles/profiles.parts.tsx'
import { freshMinutes } from '../sessions/sessions.ts'
import { type Leave, comeBackDays } from './leaving.ts'

const path = '/settings/leave'

/** Says what goes and what stays when somebody closes their own account, and asks. */
export function LeavePage(props: {
  leave: Leave
  name: string
  outside: boolean
  clock: { now: Date; timeZone: string }
  form: FormState
}) {
  const say = useWords()
  const { leave, outside } = props
  return (
    <SettingsPage tab="data" outside={outside} intro={say('Close your account and leave.')}>
      {leave.verdict.allowed ? <Leaving {...props} /> : <NotYours leave={leave} />}
    </SettingsPage>
  )
}

function NotYours(props: { leave: Leave }) {
  const say = useWords()
  const { verdict, ask } = props.leave
  return (
    <div class="stack">
      <Notebox icon="lock-simple">{say.again(verdict.because)}</Notebox>
      {ask.length === 0 ? null : (
        <p>{say.with('Those who close accounts here: <b>{names}</b>.', { names: ask.join(', '), b: bold })}</p>
      )}
      <p class="soft">
        {say.with('Before you go, you can <a>take what you wrote with you</a>.', { a: linkTo('/settings/data') })}
      </p>
    </div>
  )
}

function Leaving(props: Parameters<typeof LeavePage>[0]) {
  const say = useWords()
  const { leave, form, clock } = props
  return (
    <div class="stack">
      <ErrorSummary title={say('Your account is still open')} errors={form.errors} />
      <Card title={say('What goes at once')}>
        <ul>
          <li>{say('You are signed out everywhere. Your ways in open nothing any more but the way back.')}</li>
          <li>{say('Your profile, with every field of it and how to reach you.')}</li>
          <li>
            {say(
              'Your connections, whom you follow and who follows you, and the rooms and closed spaces that you are in.',
            )}
          </li>
          <li>{say('Your drafts, your notices and what you chose about them, and how far you have read.')}</li>
        </ul>
      </Card>
      <Card title={say('What stays')}>
        <ul>
          <li>{say('What you wrote, so that threads still read: questions, answers, ideas and comments.')}</li>
          <li>{say('Accepted marks, votes, thanks and “same here”: they count as before.')}</li>
          <li>
            {say('Your name where others typed it by themselves, and in mails that have left: these are their words.')}
          </li>
        </ul>
      </Card>
      <Card title={say('{count} days to come back', { count: comeBackDays })}>
        <p>
          {say.with(
            'Until {until} you can sign in as before and open your account again, with your name and what you wrote. Afterwards your address, password, passkeys and linked accounts are destroyed for good, and your address is free to join anew.',
            { until: <Time at={leave.until} {...clock} form="long" /> },
          )}
        </p>
      </Card>
      <Notebox icon="download-simple">
        {say.with('Take what is yours with you first: <a>everything of yours in one file</a>.', {
          a: linkTo('/settings/data'),
        })}
      </Notebox>
      {leave.fresh ? <LeaveForm {...props} /> : <SignInAgain />}
    </div>
  )
}

function SignInAgain() {
  const say = useWords()
  return (
    <Notebox icon="lock-simple">
      {say.with('An account is closed within {minutes} minutes of signing in. <a>Sign in again</a> to close it.', {
        minutes: freshMinutes,
        a: linkTo(`/sign-in?next=${path}`),
      })}
    </Notebox>
  )
}

function LeaveForm(props: { name: string; form: FormState }) {
  const say = useWords()
  const { values, errors } = props.form
  return (
    <form method="post" action={path} class="stack form-column">
      <Fieldset id="name" label={say('Under what you wrote stands')} error={errors.name}>
        <Radio name="name" value="keep" label={<bdi>{props.name}</bdi>} checked={values.name === 'keep'} />
        <Radio
          name="name"
          value="neutral"
          label={say('Former member')}
          note={say('Everywhere: pages, lists, search, feeds.')}
          checked={values.name === 'neutral'}
        />
      </Fieldset>
      <Fieldset id="sure" label={say('Are you sure?')} error={errors.sure}>
        <Check name="sure" value="yes" label={say('I know what goes at once and does not come back.')} />
      </Fieldset>
      <div class="row">
        <Button kind="danger">{say('Close my account')}</Button>
        <LinkButton href="/settings" kind="quiet">
          {say('Stay')}
        </LinkButton>
      </div>
    </form>
  )
}
