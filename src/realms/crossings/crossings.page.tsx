import type { PageOf } from '../../platform/cursor.ts'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented, Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { CrossingSpace, CrossingState, actWords } from './crossings.parts.tsx'
import type { Crossing, CrossingAct, CrossingFilter } from './crossings.ts'

export interface CrossingsPageProps {
  readonly page: PageOf<Crossing>
  readonly filter: Pick<CrossingFilter, 'act' | 'state'>
  /** Those of the page that the viewer may take back. */
  readonly recallable: ReadonlySet<number>
  readonly now: Date
  readonly isFirst: boolean
}

/** The log of the wall: what crossed, from where to where, by whom and why. */
export function CrossingsPage(props: CrossingsPageProps) {
  const { page, now, filter } = props
  const isFiltered = filter.act !== undefined || filter.state !== undefined
  return (
    <>
      <PageHead
        title="Crossings"
        intro="Everything that went over the wall. A line is written with the act itself, and nobody can change or delete it. You see those whose inner side you can read; with an office you see all."
        actions={<LinkButton href="/inside/bridges">Standing bridges</LinkButton>}
      />
      <div class="stack">
        <Tabs label="Which acts" tabs={acts.map((act) => tabOf(act, filter))} />
        <Segmented label="Standing or recalled" segments={states.map((state) => segmentOf(state, filter))} />
        {page.items.length === 0 ? (
          <Empty title={isFiltered ? 'Nothing of this kind' : 'Nothing has crossed yet'} realm="inside">
            <p>What is published out, brought in or linked across stands here from the moment it happens.</p>
          </Empty>
        ) : (
          <Table
            caption="What crossed the wall, newest first"
            columns={[
              { label: 'When' },
              { label: 'What' },
              { label: 'From' },
              { label: 'To' },
              { label: 'By' },
              { label: 'Why' },
              { label: <span class="vh">Take it back</span> },
            ]}
            rows={page.items.map((crossing) => [
              <a href={`/inside/crossings/${crossing.id}`}>
                <Time at={crossing.happenedAt} now={now} form="long" />
              </a>,
              <CrossingState crossing={crossing} />,
              <CrossingSpace realm={crossing.sourceRealm} title={crossing.sourceSpaceTitle} />,
              <CrossingSpace realm={crossing.targetRealm} title={crossing.targetSpaceTitle} />,
              crossing.actedByName,
              crossing.reason,
              props.recallable.has(crossing.id) ? <RecallLink crossing={crossing} /> : null,
            ])}
          />
        )}
        <Pages
          label="Crossings"
          newer={props.isFirst ? undefined : { href: addressOf(filter), label: 'Newest crossings' }}
          older={page.next ? { href: addressOf({ ...filter, after: page.next }), label: 'Older crossings' } : undefined}
        />
      </div>
    </>
  )
}

const acts: readonly (CrossingAct | undefined)[] = [undefined, 'publish-out', 'bring-in', 'link-across', 'recall']
const states = [undefined, 'standing', 'recalled'] as const
const stateWords = { standing: 'Standing', recalled: 'Recalled since' }

function addressOf(query: { act?: string; state?: string; after?: string }): string {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return entries.length === 0 ? '/inside/crossings' : `/inside/crossings?${new URLSearchParams(entries)}`
}

function tabOf(act: CrossingAct | undefined, filter: CrossingsPageProps['filter']) {
  const { act: _act, ...rest } = filter
  return {
    href: addressOf({ ...rest, ...(act && { act }) }),
    label: act ? actWords[act] : 'All',
    current: filter.act === act,
  }
}

function segmentOf(state: (typeof states)[number], filter: CrossingsPageProps['filter']) {
  const { state: _state, ...rest } = filter
  return {
    href: addressOf({ ...rest, ...(state && { state }) }),
    label: state ? stateWords[state] : 'Either',
    current: filter.state === state,
  }
}

function RecallLink(props: { crossing: Crossing }) {
  const { crossing } = props
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
