import { PageHead } from '../../ui/page.tsx'
import { Card, Empty, Notebox } from '../../ui/surface.tsx'
import { LinkList } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { OwnRooms } from './sponsorships.ts'

/** A guest's own rooms; where one is closed to them, why, and whom they can ask. */
export function RoomsPage(props: { rooms: OwnRooms; company: string; now: Date }) {
  const { rooms, company, now } = props
  return (
    <>
      <PageHead
        title="Your rooms"
        intro={`You are a guest of ${company}. A room is open to you as long as somebody there answers for you.`}
      />
      <div class="stack thread-column">
        {rooms.open.length > 0 ? (
          <Card title="Open to you">
            <LinkList
              links={rooms.open.map((room) => ({
                href: `/inside/spaces/${room.slug}`,
                label: room.title,
                note: (
                  <>
                    {room.sponsorName} answers for you, until <Time at={room.lapsesAt} now={now} />
                  </>
                ),
              }))}
            />
          </Card>
        ) : null}
        {rooms.closed.map((room) => (
          <Notebox tone="info" icon="lock-simple">
            <b>A room is closed to you for now.</b>
            <p>
              Nobody answers for you there
              {room.since ? (
                <>
                  {' '}
                  since <Time at={room.since} now={now} />
                </>
              ) : (
                ' any more'
              )}
              . What you wrote is kept.{' '}
              {room.ask.length > 0
                ? `${room.ask.join(' or ')} can open it to you again.`
                : `Ask whoever you work with at ${company}: everybody in the room can open it to you again.`}
            </p>
          </Notebox>
        ))}
        {rooms.open.length + rooms.closed.length === 0 ? (
          <Empty title="You are in no room" realm="bridge">
            <p>When somebody at {company} invites you into one, it stands here.</p>
          </Empty>
        ) : null}
      </div>
    </>
  )
}
