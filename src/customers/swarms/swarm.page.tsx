import type { Viewer } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import { audienceWords } from '../../realms/audience/audience.ts'
import { ActionButton, LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { type KnotWords, Seam } from '../../ui/seam.tsx'
import { Time, useReaderClock } from '../../ui/time.tsx'
import { timeWords } from '../../ui/time.shared.ts'
import { bold, useWords } from '../../ui/words.tsx'
import { Companion } from './companion.tsx'
import { PublicSide } from './public-side.tsx'
import { type ProposedColleague, type SwarmRoom, mayCloseSwarm } from './swarms.ts'
import { WordingPart } from './wording-part.tsx'
import type { WordingPreview } from './wordings.ts'

export interface SwarmPageProps {
  readonly room: SwarmRoom
  readonly proposed: readonly ProposedColleague[]
  /** Colleagues found by name, when the viewer looked for one. */
  readonly search?: { readonly name: string; readonly found: readonly PersonCard[]; readonly reason?: string }
  readonly preview: WordingPreview | undefined
  readonly viewer: Viewer
  readonly company: string
  readonly now: Date
  /** Stored Markdown to safe HTML, as the outside draws it. */
  readonly render: (body: string) => string
  /** The same for what is said inside, with the pictures of the companion's space. */
  readonly renderInside: (body: string) => string
  /** What was typed and refused; `form.values.form` names which form. */
  readonly form: FormState
}

/** The two-sided page: the companion thread inside, the public question outside, the seam between, the crossing beneath. */
export function SwarmPage(props: SwarmPageProps) {
  const say = useWords()
  const { room, viewer, now, company } = props
  const { swarm, companion, question } = room
  const owner = room.people.get(swarm.ownerId)
  const people = room.participants.length
  return (
    <>
      <PageHead
        title={<bdi>{companion.title}</bdi>}
        intro={
          <>
            {say.with('Owner <b>{name}</b>. {count} people since {when}.', {
              ...{ b: bold, name: owner?.displayName ?? say('a former colleague'), count: people },
              when: <Time at={swarm.openedAt} now={now} form="long" />,
            })}
            {swarm.closedAt ? (
              <> {say.with('Closed {when}.', { when: <Time at={swarm.closedAt} now={now} form="long" /> })}</>
            ) : null}
          </>
        }
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Swarms'), href: '/inside/swarms' },
              { label: say('Number {number}', { number: String(swarm.id) }) },
            ]}
          />
        }
        actions={
          swarm.closedAt ? null : (
            <>
              <LinkButton href="#call" icon="user-plus">
                {say('Call a colleague')}
              </LinkButton>
              {mayCloseSwarm(viewer, swarm.ownerId).allowed ? (
                <ActionButton action={`/inside/swarms/${swarm.id}/close`} kind="primary">
                  {say('Close the swarm')}
                </ActionButton>
              ) : null}
            </>
          )
        }
      />
      <Seam
        knots={knotsOf(props)}
        inside={{
          chip: say('Companion thread'),
          headingId: 'inside-title',
          audience: {
            realm: 'inside',
            word: say('Inside'),
            who: say('{count} people in this swarm, nobody else', { count: people }),
            exactly: { label: say('Who exactly'), href: `/readers/thread/${companion.id}` },
          },
          children: <Companion {...props} />,
        }}
        outside={{
          chip: say('Public question'),
          headingId: 'outside-title',
          audience: {
            realm: 'outside',
            word: say('Outside'),
            who: room.questionAudience.everyone ? say('Anyone on the web') : audienceWords(room.questionAudience, say),
            exactly: { label: say('Who exactly'), href: `/readers/thread/${question.thread.id}` },
          },
          children: (
            <PublicSide
              room={room}
              preview={props.preview}
              viewer={viewer}
              company={company}
              now={now}
              render={props.render}
            />
          ),
        }}
      />
      <WordingPart {...props} />
    </>
  )
}

/** A knot for each logged crossing, spread down the line in order of time, and one for the wording that waits. */
function knotsOf(props: SwarmPageProps): KnotWords[] {
  const say = useWords()
  const { room, now } = props
  const clock = useReaderClock()
  const crossed = [...room.crossings.values()].sort((a, b) => a.id - b.id)
  const waiting = props.preview ? 1 : 0
  const step = 70 / Math.max(1, crossed.length + waiting)
  const knots: KnotWords[] = crossed.map((crossing, index) => ({
    direction: 'out',
    at: 20 + Math.round(index * step),
    label: timeWords(crossing.happenedAt, { now, ...clock }),
    title: crossing.recalledBy === null ? say('Published out') : say('Published out, recalled since'),
  }))
  if (waiting === 0) return knots
  const label = say('next | what will cross')
  return [...knots, { direction: 'out', at: 20 + Math.round(crossed.length * step), label }]
}
