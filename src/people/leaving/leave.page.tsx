import type { FormState } from '../../platform/http/form.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Check, ErrorSummary, Fieldset, Radio } from '../../ui/field.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { SettingsPage } from '../profiles/profiles.parts.tsx'
import { freshMinutes } from '../sessions/sessions.ts'
import { type Leave, comeBackDays, formerMember } from './leaving.ts'

const path = '/settings/leave'

/** Says what goes and what stays when somebody closes their own account, and asks. */
export function LeavePage(props: {
  leave: Leave
  name: string
  outside: boolean
  clock: { now: Date; timeZone: string }
  form: FormState
}) {
  const { leave, outside } = props
  return (
    <SettingsPage tab="data" outside={outside} intro="Close your account and leave.">
      {leave.verdict.allowed ? <Leaving {...props} /> : <NotYours leave={leave} />}
    </SettingsPage>
  )
}

function NotYours(props: { leave: Leave }) {
  const { verdict, ask } = props.leave
  return (
    <div class="stack">
      <Notebox icon="lock-simple">{verdict.because}</Notebox>
      {ask.length === 0 ? null : (
        <p>
          Those who close accounts here: <b>{ask.join(', ')}</b>.
        </p>
      )}
      <p class="soft">
        Before you go, you can <a href="/settings/data">take what you wrote with you</a>.
      </p>
    </div>
  )
}

function Leaving(props: Parameters<typeof LeavePage>[0]) {
  const { leave, form, clock } = props
  return (
    <div class="stack">
      <ErrorSummary title="Your account is still open" errors={form.errors} />
      <Card title="What goes at once">
        <ul>
          <li>You are signed out everywhere. Your ways in open nothing any more but the way back.</li>
          <li>Your profile, with every field of it and how to reach you.</li>
          <li>
            Your connections, whom you follow and who follows you, and the rooms and closed spaces that you are in.
          </li>
          <li>Your drafts, your notices and what you chose about them, and how far you have read.</li>
        </ul>
      </Card>
      <Card title="What stays">
        <ul>
          <li>What you wrote, so that threads still read: questions, answers, ideas and comments.</li>
          <li>Accepted marks, votes, thanks and “same here”: they count as before.</li>
          <li>Your name where others typed it by themselves, and in mails that have left: these are their words.</li>
        </ul>
      </Card>
      <Card title={`${comeBackDays} days to come back`}>
        <p>
          Until <Time at={leave.until} {...clock} form="long" /> you can sign in as before and open your account again,
          with your name and what you wrote. Afterwards your address, password, passkeys and linked accounts are
          destroyed for good, and your address is free to join anew.
        </p>
      </Card>
      <Notebox icon="download-simple">
        Take what is yours with you first: <a href="/settings/data">everything of yours in one file</a>.
      </Notebox>
      {leave.fresh ? <LeaveForm {...props} /> : <SignInAgain />}
    </div>
  )
}

function SignInAgain() {
  return (
    <Notebox icon="lock-simple">
      An account is closed within {freshMinutes} minutes of signing in.{' '}
      <a href={`/sign-in?next=${path}`}>Sign in again</a> to close it.
    </Notebox>
  )
}

function LeaveForm(props: { name: string; form: FormState }) {
  const { values, errors } = props.form
  return (
    <form method="post" action={path} class="stack form-column">
      <Fieldset id="name" label="Under what you wrote stands" error={errors.name}>
        <Radio name="name" value="keep" label={props.name} checked={values.name === 'keep'} />
        <Radio
          name="name"
          value="neutral"
          label={formerMember}
          note="Everywhere: pages, lists, search, feeds."
          checked={values.name === 'neutral'}
        />
      </Fieldset>
      <Fieldset id="sure" label="Are you sure?" error={errors.sure}>
        <Check name="sure" value="yes" label="I know what goes at once and does not come back." />
      </Fieldset>
      <div class="row">
        <Button kind="danger">Close my account</Button>
        <LinkButton href="/settings" kind="quiet">
          Stay
        </LinkButton>
      </div>
    </form>
  )
}
