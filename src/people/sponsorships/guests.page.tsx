import { ActionButton, LinkButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { Pill } from '../../ui/badge.tsx'
import { useWords } from '../../ui/words.tsx'
import { type Guest, sponsoredDays } from './sponsorships.ts'

/** Who answers for which guest, until when, and renewing, taking over and ending it. */
export function GuestsPage(props: {
  guests: readonly Guest[]
  all: boolean
  mayAll: boolean
  next: number | undefined
  now: Date
}) {
  const say = useWords()
  const { guests, all, now } = props
  return (
    <>
      <PageHead
        title={say('Guests')}
        intro={say(
          'A guest reads a room as long as an employee in it answers for them: {number} days, and {number} more each time it is renewed.',
          { number: sponsoredDays },
        )}
        actions={
          <LinkButton href="/inside/people/invite" icon="user-plus">
            {say('Invite a guest')}
          </LinkButton>
        }
      />
      <div class="stack">
        {props.mayAll ? (
          <Segmented
            label={say('Which guests')}
            segments={[
              { href: '/inside/guests', label: say('In your rooms'), current: !all },
              { href: '/inside/guests?show=all', label: say('All guests'), current: all },
            ]}
          />
        ) : null}
        {guests.length === 0 ? (
          <Empty title={all ? say('No guest is here') : say('No guest is in your rooms')} realm="bridge">
            <p>{say('Whoever is in a room on the bridge can invite guests into it.')}</p>
          </Empty>
        ) : (
          <Table
            caption={say('Guests and who answers for them')}
            columns={[
              { label: say('Guest') },
              { label: say('Room') },
              { label: say('Who answers') },
              { label: say('Until') },
              { label: say('Change it') },
            ]}
            rows={guests.map((guest) => [
              <>
                <a dir="auto" href={`/people/${guest.guestId}-${guest.guestHandle}`}>
                  {guest.guestName}
                </a>
                <br />
                <span class="small muted" dir="auto">
                  {guest.organisation}
                </span>
              </>,
              // Who administers sees every guest, and opens only the rooms that they are in.
              guest.mayOpen ? (
                <a dir="auto" href={`/inside/spaces/${guest.spaceSlug}`}>
                  {guest.spaceTitle}
                </a>
              ) : (
                <bdi>{guest.spaceTitle}</bdi>
              ),
              guest.standing === 'nobody' || guest.standing === 'ended' ? (
                say('Nobody')
              ) : (
                <bdi>{guest.sponsorName}</bdi>
              ),
              <Until guest={guest} now={now} />,
              <Acts guest={guest} />,
            ])}
          />
        )}
        <Pages
          label={say('Guests')}
          older={
            props.next ? { href: `?${all ? 'show=all&' : ''}from=${props.next}`, label: say('More guests') } : undefined
          }
        />
      </div>
    </>
  )
}

function Until(props: { guest: Guest; now: Date }) {
  const say = useWords()
  const { standing, lapsesAt } = props.guest
  if (standing === 'stands' && lapsesAt) return <Time at={lapsesAt} now={props.now} />
  if (standing === 'lapsed' && lapsesAt)
    return (
      <>
        <Pill icon="clock" tone="warn">
          {say('Lapsed')}
        </Pill>{' '}
        <Time at={lapsesAt} now={props.now} />
      </>
    )
  if (standing === 'suspended')
    return (
      <Pill icon="warning-circle" tone="warn">
        {say('Suspended: they left')}
      </Pill>
    )
  return (
    <Pill icon="warning-circle" tone="warn">
      {say('Reads nothing')}
    </Pill>
  )
}

function Acts(props: { guest: Guest }) {
  const say = useWords()
  const { guest } = props
  const fields = { guest: String(guest.guestId), space: String(guest.spaceId) }
  const about = { guest: guest.guestName, room: guest.spaceTitle }
  return (
    <div class="row">
      {guest.renew.allowed ? (
        <ActionButton
          action="/inside/guests/renew"
          fields={fields}
          size="s"
          label={say('Renew for {guest} in {room}', about)}
        >
          {say('Renew')}
        </ActionButton>
      ) : null}
      {guest.takeOver.allowed ? (
        <ActionButton
          action="/inside/guests/take-over"
          fields={fields}
          size="s"
          label={say('Take over for {guest} in {room}', about)}
        >
          {say('Take over')}
        </ActionButton>
      ) : null}
      {guest.end.allowed ? (
        <ActionButton
          action="/inside/guests/end"
          fields={fields}
          size="s"
          kind="quiet"
          label={say('End it for {guest} in {room}', about)}
        >
          {say('End')}
        </ActionButton>
      ) : null}
    </div>
  )
}
