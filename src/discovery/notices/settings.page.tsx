import { said } from '../../platform/languages/languages.ts'
import type { FormState } from '../../platform/http/form.ts'
import { SettingsPage } from '../../people/profiles/profiles.parts.tsx'
import { Button } from '../../ui/button.tsx'
import { Check, ErrorSummary, Fieldset, Select } from '../../ui/field.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import type { ReaderClock } from '../digests/digests.ts'
import { type Pace, PaceChoices } from './pace-choices.tsx'
import type { drawNoticeSettings } from './settings-slot.ts'

export interface NoticeSettingsProps {
  readonly outside: boolean
  readonly paces: readonly Pace[]
  readonly clock: ReaderClock
  readonly kept: boolean
  readonly form: FormState
  readonly more: Awaited<ReturnType<typeof drawNoticeSettings>>
}

const weekdays: readonly string[] = [
  said('Monday'),
  said('Tuesday'),
  said('Wednesday'),
  said('Thursday'),
  said('Friday'),
  said('Saturday'),
  said('Sunday'),
]
const graceWords = [
  { value: '0', label: said('without waiting') },
  { value: '10', label: said('after 10 minutes, if I have not read it here') },
  { value: '60', label: said('after an hour, if I have not read it here') },
]
const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour * 60),
  label: `${String(hour).padStart(2, '0')}:00`,
}))

/** What somebody is told, how soon and how often, and when not. */
export function NoticeSettings(props: NoticeSettingsProps) {
  const say = useWords()
  const { errors } = props.form
  return (
    <SettingsPage
      tab="notices"
      outside={props.outside}
      intro={say('Everything stands on your page of notices at once. Mail goes only for what you have not read there.')}
    >
      <div class="stack">
        {props.kept ? (
          <Notebox tone="ok" icon="check-circle" role="status">
            {say('Kept. It holds from the next notice on.')}
          </Notebox>
        ) : null}
        <ErrorSummary title={say('Nothing was kept yet')} errors={errors} />
        <form method="post" action="/settings/notices" class="stack">
          <p class="small soft">
            {say('“Here only” stands on your page of notices, and no mail goes. “Never” does not stand there either.')}
          </p>
          <PaceChoices paces={props.paces} values={props.form.values} />
          <Hours clock={props.clock} form={props.form} />
          <div>
            <Button kind="primary">{say('Keep these choices')}</Button>
          </div>
        </form>
        <ZoneOffer zone={props.clock.zone} />
        {props.more}
      </div>
    </SettingsPage>
  )
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'tango-zone': { 'data-zone': string; hidden?: boolean; children?: ComponentChildren }
    }
  }
}

/** Where the browser stands in another zone than the account: one press takes it. */
function ZoneOffer(props: { zone: string }) {
  const say = useWords()
  return (
    <tango-zone data-zone={props.zone} hidden>
      <form method="post" action="/settings/notices/zone">
        <Notebox icon="clock">
          <span class="row">
            <span>{say.with('This browser is in {zone}.', { zone: <output /> })}</span>
            <input type="hidden" name="zone" value="" />
            <Button size="s">{say('Go by its clock')}</Button>
          </span>
        </Notebox>
      </form>
    </tango-zone>
  )
}

function Hours(props: { clock: ReaderClock; form: FormState }) {
  const say = useWords()
  const { clock, form } = props
  const { errors, values } = form
  const { quiet } = clock
  const typed = Object.keys(values).length > 0
  const days = typed
    ? new Set((values.quietDays ?? '').split(',').filter(Boolean).map(Number))
    : new Set(weekdays.keys().filter((day) => (quiet?.days ?? 127) & (1 << day)))
  return (
    <Card title={say('When')}>
      <div class="hours">
        <p class="small muted">
          {say.with('On the clock of {zone}, the time zone of <a>your profile</a>.', {
            zone: clock.zone.replaceAll('_', ' '),
            a: linkTo('/settings'),
          })}
        </p>
        <Select
          name="grace"
          label={say('What goes at once, goes')}
          options={graceWords.map(({ value, label }) => ({ value, label: say.again(label) }))}
          value={values.grace ?? String(clock.graceMinutes)}
        />
        <Select
          name="digestHour"
          label={say('The digest comes at')}
          options={hours.map(({ label }, hour) => ({ value: String(hour), label }))}
          value={values.digestHour ?? String(clock.digestHour)}
        />
        <Select
          name="digestWeekday"
          label={say('The weekly one on')}
          options={weekdays.map((day, index) => ({ value: String(index + 1), label: say.again(day) }))}
          value={values.digestWeekday ?? String(clock.digestWeekday)}
        />
        <Select
          name="quietFrom"
          label={say('Quiet hours begin at')}
          hint={say(
            'No mail, and nothing on your devices or to web addresses. What is still unread comes once, when they end.',
          )}
          options={[{ value: '', label: say('I have none') }, ...hours]}
          value={values.quietFrom ?? (quiet ? String(quiet.from) : '')}
          error={errors.quietFrom}
        />
        <Select
          name="quietUntil"
          label={say('and end at | the quiet hours')}
          options={hours}
          value={values.quietUntil ?? String(quiet?.until ?? 420)}
          error={errors.quietUntil}
        />
        <Fieldset id="quietDays" label={say('Quiet hours begin on')} error={errors.quietDays}>
          {weekdays.map((day, index) => (
            <Check name="quietDays" value={String(index)} label={say.again(day)} checked={days.has(index)} />
          ))}
        </Fieldset>
      </div>
    </Card>
  )
}
