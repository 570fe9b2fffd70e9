import type { Viewer } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Mark } from '../../ui/icon.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { CrossingState } from './crossings.parts.tsx'
import { type Crossing, mayRecall } from './crossings.ts'

/** The log of the wall: what crossed, from where to where, by whom and why. */
export function CrossingsPage(props: { page: PageOf<Crossing>; viewer: Viewer; now: Date; isFirst: boolean }) {
  const { page, now } = props
  return (
    <>
      <PageHead
        title="Crossings"
        intro="Everything that went over the wall. A line is written with the act itself, and nobody can change or delete it. You see those whose source you can read; with an office you see all."
      />
      {page.items.length === 0 ? (
        <Empty title="Nothing has crossed yet" realm="inside">
          <p>When a wording of a swarm is published out, its record stands here.</p>
        </Empty>
      ) : (
        <Table
          caption="What crossed the wall, newest first"
          columns={[
            { label: 'When' },
            { label: 'What' },
            { label: 'Inside' },
            { label: 'Outside' },
            { label: 'By' },
            { label: 'Why' },
            { label: <span class="vh">Take it back</span> },
          ]}
          rows={page.items.map((crossing) => [
            <a href={`/inside/crossings/${crossing.id}`}>
              <Time at={crossing.happenedAt} now={now} form="long" />
            </a>,
            <CrossingState crossing={crossing} />,
            <>
              <Mark name="inside" /> {crossing.sourceSpaceTitle}
            </>,
            <>
              <Mark name="outside" /> {crossing.targetSpaceTitle}
            </>,
            crossing.actedByName,
            crossing.reason,
            <RecallLink crossing={crossing} viewer={props.viewer} />,
          ])}
        />
      )}
      <Pages
        label="Crossings"
        newer={props.isFirst ? undefined : { href: '/inside/crossings', label: 'Newest crossings' }}
        older={page.next ? { href: `/inside/crossings?after=${page.next}`, label: 'Older crossings' } : undefined}
      />
    </>
  )
}

function RecallLink(props: { crossing: Crossing; viewer: Viewer }) {
  const { crossing } = props
  const isStanding = crossing.act === 'publish-out' && crossing.recalledBy === null
  if (!isStanding || !mayRecall(props.viewer, crossing.actedBy).allowed) return null
  return (
    <LinkButton
      href={`/inside/crossings/${crossing.id}#recall`}
      size="s"
      icon="arrow-counter-clockwise"
      label={`Recall number ${crossing.id}`}
    >
      Recall
    </LinkButton>
  )
}
