import { SettingsPage } from '../../people/profiles/profiles.parts.tsx'
import { ActionButton, LinkButton } from '../../ui/button.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { type OwnExport, keptDays } from './own-data.ts'

/** Where somebody takes everything of theirs along in one file. */
export function OwnDataPage(props: {
  exports: readonly OwnExport[]
  outside: boolean
  clock: { now: Date; timeZone: string }
}) {
  const { exports } = props
  const busy = exports.some((one) => one.state === 'under-way')
  return (
    <SettingsPage
      tab="data"
      outside={props.outside}
      intro="Everything of yours in one file, to keep or to take elsewhere."
    >
      <div class="stack">
        {exports.map((one) => (
          <Export one={one} clock={props.clock} />
        ))}
        <Card title="What is in it">
          <ul>
            <li>Your profile, with how far each field reaches; how you are told of what; where you are signed in.</li>
            <li>Everything you wrote and may still read, as Markdown and as JSON with the terms of ActivityStreams.</li>
            <li>Your votes, thanks, connections, whom and what you follow, drafts, and the pictures you added.</li>
            <li>Of what you answered the title and the link: other people’s words stay theirs.</li>
          </ul>
          <p class="soft mt4">It is kept for {keptDays} days, for you alone. A mail tells you when it is ready.</p>
        </Card>
        {busy ? null : (
          <div class="row">
            <ActionButton action="/settings/data" kind="primary" icon="download-simple">
              Make my file
            </ActionButton>
          </div>
        )}
        <p class="small soft">
          Leaving for good? <a href="/settings/leave">Close your account</a>.
        </p>
      </div>
    </SettingsPage>
  )
}

function Export(props: { one: OwnExport; clock: { now: Date; timeZone: string } }) {
  const { one, clock } = props
  const asked = <Time at={one.askedAt} {...clock} form="long" />
  if (one.state === 'under-way') {
    return (
      <Notebox icon="hourglass-medium" role="status">
        Your file, asked for {asked}, is being made: {one.percent} %.{' '}
        <progress max={100} value={one.percent} aria-label="How far it is" />
      </Notebox>
    )
  }
  if (one.state === 'failed')
    return (
      <Notebox tone="warn" icon="warning-circle">
        Your file, asked for {asked}, could not be made. Nothing of it was kept. Ask for it again.
      </Notebox>
    )
  return (
    <Notebox tone="ok" icon="check-circle">
      <p>
        Your file, asked for {asked}, is ready: {sizeOf(one.byteCount)}. You can fetch it until{' '}
        <Time at={one.until} {...clock} form="long" />.
      </p>
      <LinkButton href={`/settings/data/${one.id}`} icon="download-simple" data-turbo="false">
        Fetch my file
      </LinkButton>
    </Notebox>
  )
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
