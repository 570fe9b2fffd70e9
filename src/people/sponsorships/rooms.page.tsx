import { PageHead } from '../../ui/page.tsx'
import { Card, Empty, Notebox } from '../../ui/surface.tsx'
import { LinkList } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { OwnRooms } from './sponsorships.ts'

/** A guest's own rooms; where one is closed to them, why, and whom they can ask. */
export function RoomsPage(props: { rooms: OwnRooms; company: string; now: Date }) {
  const say = useWords()
  const { rooms, company, now } = props
  return (
    <>
      <PageHead
        title={say('Your rooms')}
        intro={say('You are a guest of {company}. A room is open to you as long as somebody there answers for you.', {
          company,
        })}
      />
      <div class="stack thread-column">
        {rooms.open.length > 0 ? (
          <Card title={say('Open to you')}>
            <LinkList
              links={rooms.open.map((room) => ({
                href: `/inside/spaces/${room.slug}`,
                label: <bdi>{room.title}</bdi>,
                note: (
                  <>
                    {say.with('{name} answers for you, until {when}', {
                      name: room.sponsorName,
                      when: <Time at={room.lapsesAt} now={now} />,
                    })}
                  </>
                ),
              }))}
            />
          </Card>
        ) : null}
        {rooms.closed.map((room) => (
          <Notebox tone="info" icon="lock-simple">
            <b>{say('A room is closed to you for now.')}</b>
            <p>
              {room.since
                ? say.with('Nobody answers for you there since {when}. What you wrote is kept.', {
                    when: <Time at={room.since} now={now} />,
                  })
                : say('Nobody answers for you there any more. What you wrote is kept.')}{' '}
              <WhoOpens ask={room.ask} company={company} />
            </p>
          </Notebox>
        ))}
        {rooms.open.length + rooms.closed.length === 0 ? (
          <Empty title={say('You are in no room')} realm="bridge">
            <p>{say('When somebody at {company} invites you into one, it stands here.', { company })}</p>
          </Empty>
        ) : null}
      </div>
    </>
  )
}

/** `ask`: one or two who let the guest in, or nobody who is still there. */
function WhoOpens(props: { ask: readonly string[]; company: string }) {
  const say = useWords()
  const { company } = props
  const [first, second] = props.ask
  if (first === undefined)
    return (
      <>{say('Ask whoever you work with at {company}: everybody in the room can open it to you again.', { company })}</>
    )
  return (
    <>
      {second === undefined
        ? say('{name} can open it to you again.', { name: first })
        : say('{first} or {second} can open it to you again.', { first, second })}
    </>
  )
}
