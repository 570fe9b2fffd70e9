import { ActionButton, LinkButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { Pill } from '../../ui/badge.tsx'
import { type Guest, sponsoredDays } from './sponsorships.ts'

/** Who answers for which guest, until when, and renewing, taking over and ending it. */
export function GuestsPage(props: {
  guests: readonly Guest[]
  all: boolean
  mayAll: boolean
  next: number | undefined
  now: Date
}) {
  const { guests, all, now } = props
  return (
    <>
      <PageHead
        title="Guests"
        intro={`A guest reads a room as long as an employee in it answers for them: ${sponsoredDays} days, and ${sponsoredDays} more each time it is renewed.`}
        actions={
          <LinkButton href="/inside/people/invite" icon="user-plus">
            Invite a guest
          </LinkButton>
        }
      />
      <div class="stack">
        {props.mayAll ? (
          <Segmented
            label="Which guests"
            segments={[
              { href: '/inside/guests', label: 'In your rooms', current: !all },
              { href: '/inside/guests?show=all', label: 'All guests', current: all },
            ]}
          />
        ) : null}
        {guests.length === 0 ? (
          <Empty title={all ? 'No guest is here' : 'No guest is in your rooms'} realm="bridge">
            <p>Whoever is in a room on the bridge can invite guests into it.</p>
          </Empty>
        ) : (
          <Table
            caption="Guests and who answers for them"
            columns={[
              { label: 'Guest' },
              { label: 'Room' },
              { label: 'Who answers' },
              { label: 'Until' },
              { label: 'Change it' },
            ]}
            rows={guests.map((guest) => [
              <>
                <a href={`/people/${guest.guestId}-${guest.guestHandle}`}>{guest.guestName}</a>
                <br />
                <span class="small muted">{guest.organisation}</span>
              </>,
              // Who administers sees every guest, and opens only the rooms that they are in.
              guest.mayOpen ? <a href={`/inside/spaces/${guest.spaceSlug}`}>{guest.spaceTitle}</a> : guest.spaceTitle,
              guest.standing === 'nobody' || guest.standing === 'ended' ? 'Nobody' : guest.sponsorName,
              <Until guest={guest} now={now} />,
              <Acts guest={guest} />,
            ])}
          />
        )}
        <Pages
          label="Guests"
          older={
            props.next ? { href: `?${all ? 'show=all&' : ''}from=${props.next}`, label: 'More guests' } : undefined
          }
        />
      </div>
    </>
  )
}

function Until(props: { guest: Guest; now: Date }) {
  const { standing, lapsesAt } = props.guest
  if (standing === 'stands' && lapsesAt) return <Time at={lapsesAt} now={props.now} />
  if (standing === 'lapsed' && lapsesAt)
    return (
      <>
        <Pill icon="clock" tone="warn">
          Lapsed
        </Pill>{' '}
        <Time at={lapsesAt} now={props.now} />
      </>
    )
  if (standing === 'suspended')
    return (
      <Pill icon="warning-circle" tone="warn">
        Suspended: they left
      </Pill>
    )
  return (
    <Pill icon="warning-circle" tone="warn">
      Reads nothing
    </Pill>
  )
}

function Acts(props: { guest: Guest }) {
  const { guest } = props
  const fields = { guest: String(guest.guestId), space: String(guest.spaceId) }
  const about = `for ${guest.guestName} in ${guest.spaceTitle}`
  return (
    <div class="row">
      {guest.renew.allowed ? (
        <ActionButton action="/inside/guests/renew" fields={fields} size="s" label={`Renew ${about}`}>
          Renew
        </ActionButton>
      ) : null}
      {guest.takeOver.allowed ? (
        <ActionButton action="/inside/guests/take-over" fields={fields} size="s" label={`Take over ${about}`}>
          Take over
        </ActionButton>
      ) : null}
      {guest.end.allowed ? (
        <ActionButton action="/inside/guests/end" fields={fields} size="s" kind="quiet" label={`End it ${about}`}>
          End
        </ActionButton>
      ) : null}
    </div>
  )
}
