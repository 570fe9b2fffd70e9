import { SettingsPage } from '../../people/profiles/profiles.parts.tsx'
import type { Say } from '../../platform/languages/languages.ts'
import { ActionButton, LinkButton } from '../../ui/button.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import { type OwnExport, keptDays } from './own-data.ts'

/** Where somebody takes everything of theirs along in one file. */
export function OwnDataPage(props: {
  exports: readonly OwnExport[]
  outside: boolean
  clock: { now: Date; timeZone: string }
}) {
  const say = useWords()
  const { exports } = props
  const busy = exports.some((one) => one.state === 'under-way')
  return (
    <SettingsPage
      tab="data"
      outside={props.outside}
      intro={say('Everything of yours in one file, to keep or to take elsewhere.')}
    >
      <div class="stack">
        {exports.map((one) => (
          <Export one={one} clock={props.clock} />
        ))}
        <Card title={say('What is in it')}>
          <ul>
            <li>
              {say('Your profile, with how far each field reaches; how you are told of what; where you are signed in.')}
            </li>
            <li>
              {say(
                'Everything you wrote and may still read, as Markdown and as JSON with the terms of ActivityStreams.',
              )}
            </li>
            <li>
              {say(
                'Your votes, thanks, connections, whom and what you follow, drafts, what you took back, and the pictures you added.',
              )}
            </li>
            <li>{say('Of what you answered the title and the link: other people’s words stay theirs.')}</li>
          </ul>
          <p class="soft mt4">
            {say('It is kept for {count} days, for you alone. A mail tells you when it is ready.', { count: keptDays })}
          </p>
        </Card>
        {busy ? null : (
          <div class="row">
            <ActionButton action="/settings/data" kind="primary" icon="download-simple">
              {say('Make my file')}
            </ActionButton>
          </div>
        )}
        <p class="small soft">
          {say.with('Leaving for good? <a>Close your account</a>.', { a: linkTo('/settings/leave') })}
        </p>
      </div>
    </SettingsPage>
  )
}

function Export(props: { one: OwnExport; clock: { now: Date; timeZone: string } }) {
  const say = useWords()
  const { one, clock } = props
  const asked = <Time at={one.askedAt} {...clock} form="long" />
  if (one.state === 'under-way') {
    return (
      <Notebox icon="hourglass-medium" role="status">
        {say.with('Your file, asked for {asked}, is being made: {percent} %.', { asked, percent: one.percent })}{' '}
        <progress max={100} value={one.percent} aria-label={say('How far it is')} />
      </Notebox>
    )
  }
  if (one.state === 'failed')
    return (
      <Notebox tone="warn" icon="warning-circle">
        {say.with('Your file, asked for {asked}, could not be made. Nothing of it was kept. Ask for it again.', {
          asked,
        })}
      </Notebox>
    )
  return (
    <Notebox tone="ok" icon="check-circle">
      <p>
        {say.with('Your file, asked for {asked}, is ready: {size}. You can fetch it until {until}.', {
          asked,
          size: sizeOf(say, one.byteCount),
          until: <Time at={one.until} {...clock} form="long" />,
        })}
      </p>
      <LinkButton href={`/settings/data/${one.id}`} icon="download-simple" data-turbo="false">
        {say('Fetch my file')}
      </LinkButton>
    </Notebox>
  )
}

function sizeOf(say: Say, bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`
  return `${say.number(bytes / 1_000_000, { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false })} MB`
}
