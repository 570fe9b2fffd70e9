import type { Viewer } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import { audienceWords } from '../../realms/audience/audience.ts'
import { ActionButton, LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { type KnotWords, Seam } from '../../ui/seam.tsx'
import { Time, useReaderClock } from '../../ui/time.tsx'
import { timeWords } from '../../ui/time.shared.ts'
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
  const { room, viewer, now, company } = props
  const { swarm, companion, question } = room
  const owner = room.people.get(swarm.ownerId)
  return (
    <>
      <PageHead
        title={companion.title}
        intro={
          <>
            Owner <b>{owner?.displayName ?? 'a former colleague'}</b>. {peopleWords(room.participants.length)} since{' '}
            <Time at={swarm.openedAt} now={now} form="long" />.
            {swarm.closedAt ? (
              <>
                {' '}
                Closed <Time at={swarm.closedAt} now={now} form="long" />.
              </>
            ) : null}
          </>
        }
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[{ label: 'Swarms', href: '/inside/swarms' }, { label: `Number ${swarm.id}` }]}
          />
        }
        actions={
          swarm.closedAt ? null : (
            <>
              <LinkButton href="#call" icon="user-plus">
                Call a colleague
              </LinkButton>
              {mayCloseSwarm(viewer, swarm.ownerId).allowed ? (
                <ActionButton action={`/inside/swarms/${swarm.id}/close`} kind="primary">
                  Close the swarm
                </ActionButton>
              ) : null}
            </>
          )
        }
      />
      <Seam
        knots={knotsOf(props)}
        inside={{
          chip: 'Companion thread',
          headingId: 'inside-title',
          audience: {
            realm: 'inside',
            word: 'Inside',
            who: `${peopleWords(room.participants.length)} in this swarm, nobody else`,
            exactly: { label: 'Who exactly', href: `/readers/thread/${companion.id}` },
          },
          children: <Companion {...props} />,
        }}
        outside={{
          chip: 'Public question',
          headingId: 'outside-title',
          audience: {
            realm: 'outside',
            word: 'Outside',
            who: room.questionAudience.everyone ? 'Anyone on the web' : audienceWords(room.questionAudience),
            exactly: { label: 'Who exactly', href: `/readers/thread/${question.thread.id}` },
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

function peopleWords(count: number): string {
  return count === 1 ? '1 person' : `${count} people`
}

/** A knot for each logged crossing, spread down the line in order of time, and one for the wording that waits. */
function knotsOf(props: SwarmPageProps): KnotWords[] {
  const { room, now } = props
  const clock = useReaderClock()
  const crossed = [...room.crossings.values()].sort((a, b) => a.id - b.id)
  const waiting = props.preview ? 1 : 0
  const step = 70 / Math.max(1, crossed.length + waiting)
  const knots: KnotWords[] = crossed.map((crossing, index) => ({
    direction: 'out',
    at: 20 + Math.round(index * step),
    label: timeWords(crossing.happenedAt, { now, ...clock }),
    title: crossing.recalledBy === null ? 'Published out' : 'Published out, recalled since',
  }))
  return waiting ? [...knots, { direction: 'out', at: 20 + Math.round(crossed.length * step), label: 'next' }] : knots
}
