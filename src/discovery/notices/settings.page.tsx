import type { FormState } from '../../platform/http/form.ts'
import { SettingsPage } from '../../people/profiles/profiles.parts.tsx'
import { Button } from '../../ui/button.tsx'
import { Check, ErrorSummary, Fieldset, Select } from '../../ui/field.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import type { ReaderClock } from '../digests/digests.ts'
import type { NoticeKind, NoticePace } from './notices.ts'
import type { drawNoticeSettings } from './settings-slot.ts'

export interface NoticeSettingsProps {
  readonly outside: boolean
  readonly paces: readonly { readonly kind: NoticeKind; readonly pace: NoticePace }[]
  readonly clock: ReaderClock
  readonly kept: boolean
  readonly form: FormState
  readonly more: Awaited<ReturnType<typeof drawNoticeSettings>>
}

const paceWords: Readonly<Record<NoticePace, string>> = {
  'at-once': 'At once',
  daily: 'Once a day',
  weekly: 'Once a week',
  here: 'Here only',
  never: 'Not at all',
}
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const graceWords = [
  { value: '0', label: 'without waiting' },
  { value: '10', label: 'after 10 minutes, if I have not read it here' },
  { value: '60', label: 'after an hour, if I have not read it here' },
]
const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour * 60),
  label: `${String(hour).padStart(2, '0')}:00`,
}))

/** What somebody is told, how soon and how often, and when not. */
export function NoticeSettings(props: NoticeSettingsProps) {
  const { errors } = props.form
  return (
    <SettingsPage
      tab="notices"
      outside={props.outside}
      intro="Everything stands on your page of notices at once. Mail goes only for what you have not read there."
    >
      <div class="stack">
        {props.kept ? (
          <Notebox tone="ok" icon="check-circle" role="status">
            Kept. It holds from the next notice on.
          </Notebox>
        ) : null}
        <ErrorSummary title="Nothing was kept yet" errors={errors} />
        <form method="post" action="/settings/notices" class="stack">
          <div class="paces">
            <Table
              caption="What you are told, and when a mail goes"
              columns={[{ label: 'What' }, { label: 'By mail' }]}
              rows={props.paces.map(({ kind, pace }) => [
                <label for={`pace-${kind.name}`}>{kind.label}</label>,
                <PaceChoice name={kind.name} pace={(props.form.values[`pace-${kind.name}`] as NoticePace) ?? pace} />,
              ])}
            />
          </div>
          <Hours clock={props.clock} form={props.form} />
          <div>
            <Button kind="primary">Keep these choices</Button>
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
  return (
    <tango-zone data-zone={props.zone} hidden>
      <form method="post" action="/settings/notices/zone">
        <Notebox icon="clock">
          <span class="row">
            <span>
              This browser is in <output />.
            </span>
            <input type="hidden" name="zone" value="" />
            <Button size="s">Go by its clock</Button>
          </span>
        </Notebox>
      </form>
    </tango-zone>
  )
}

function PaceChoice(props: { name: string; pace: NoticePace }) {
  return (
    <select class="select" id={`pace-${props.name}`} name={`pace-${props.name}`}>
      {Object.entries(paceWords).map(([value, label]) => (
        <option value={value} selected={value === props.pace}>
          {label}
        </option>
      ))}
    </select>
  )
}

function Hours(props: { clock: ReaderClock; form: FormState }) {
  const { clock, form } = props
  const { errors, values } = form
  const { quiet } = clock
  const typed = Object.keys(values).length > 0
  const days = typed
    ? new Set((values.quietDays ?? '').split(',').filter(Boolean).map(Number))
    : new Set(weekdays.keys().filter((day) => (quiet?.days ?? 127) & (1 << day)))
  return (
    <Card title="When">
      <div class="stack-s">
        <p class="small muted">
          On the clock of {clock.zone.replaceAll('_', ' ')}, the time zone of <a href="/settings">your profile</a>.
        </p>
        <Select
          name="grace"
          label="What goes at once, goes"
          options={graceWords}
          value={values.grace ?? String(clock.graceMinutes)}
        />
        <Select
          name="digestHour"
          label="The digest comes at"
          options={hours.map(({ label }, hour) => ({ value: String(hour), label }))}
          value={values.digestHour ?? String(clock.digestHour)}
        />
        <Select
          name="digestWeekday"
          label="The weekly one on"
          options={weekdays.map((label, index) => ({ value: String(index + 1), label }))}
          value={values.digestWeekday ?? String(clock.digestWeekday)}
        />
        <Select
          name="quietFrom"
          label="Quiet hours begin at"
          hint="No mail and nothing on your devices. What is still unread comes once, when they end."
          options={[{ value: '', label: 'I have none' }, ...hours]}
          value={values.quietFrom ?? (quiet ? String(quiet.from) : '')}
          error={errors.quietFrom}
        />
        <Select
          name="quietUntil"
          label="and end at"
          options={hours}
          value={values.quietUntil ?? String(quiet?.until ?? 420)}
          error={errors.quietUntil}
        />
        <Fieldset id="quietDays" label="Quiet hours begin on" error={errors.quietDays}>
          {weekdays.map((label, index) => (
            <Check name="quietDays" value={String(index)} label={label} checked={days.has(index)} />
          ))}
        </Fieldset>
      </div>
    </Card>
  )
}
