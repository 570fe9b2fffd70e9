import type { PageOf } from '../../platform/cursor.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented, Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { CrossingSpace, CrossingState, actWords } from './crossings.parts.tsx'
import type { Crossing, CrossingAct, CrossingFilter } from './crossings.ts'

type Filter = Pick<CrossingFilter, 'act' | 'state'>
type Ids = ReadonlySet<number>

export interface CrossingsPageProps {
  readonly page: PageOf<Crossing>
  readonly filter: Filter
  /** Those of the page that the viewer may take back. */
  readonly recallable: Ids
  readonly now: Date
  readonly isFirst: boolean
}

/** The log of the wall: what crossed, from where to where, by whom and why. */
export function CrossingsPage(props: CrossingsPageProps) {
  const say = useWords()
  const { page, now, filter } = props
  const isFiltered = filter.act !== undefined || filter.state !== undefined
  return (
    <>
      <PageHead
        title={say('Crossings')}
        intro={say(
          'Everything that went over the wall. A line is written with the act itself, and nobody can change or delete it. You see those whose inner side you can read; with an office you see all.',
        )}
        actions={<LinkButton href="/inside/bridges">{say('Standing bridges')}</LinkButton>}
      />
      <div class="stack">
        <Tabs label={say('Which acts')} tabs={acts.map((act) => tabOf(say, act, filter))} />
        <Segmented
          label={say('Standing or recalled')}
          segments={states.map((state) => segmentOf(say, state, filter))}
        />
        {page.items.length === 0 ? (
          <Empty title={isFiltered ? say('Nothing of this kind') : say('Nothing has crossed yet')} realm="inside">
            <p>{say('What is published out, brought in or linked across stands here from the moment it happens.')}</p>
          </Empty>
        ) : (
          <Table
            caption={say('What crossed the wall, newest first')}
            columns={[
              { label: say('When') },
              { label: say('What') },
              { label: say('From') },
              { label: say('To | where it went') },
              { label: say('By | who did it') },
              { label: say('Why') },
              { label: <span class="vh">{say('Take it back')}</span> },
            ]}
            rows={page.items.map((crossing) => [
              <a href={`/inside/crossings/${crossing.id}`}>
                <Time at={crossing.happenedAt} now={now} form="long" />
              </a>,
              <CrossingState crossing={crossing} />,
              <CrossingSpace realm={crossing.sourceRealm} title={crossing.sourceSpaceTitle} />,
              <CrossingSpace realm={crossing.targetRealm} title={crossing.targetSpaceTitle} />,
              <bdi>{crossing.actedByName}</bdi>,
              <bdi>{crossing.reason}</bdi>,
              props.recallable.has(crossing.id) ? <RecallLink crossing={crossing} /> : null,
            ])}
          />
        )}
        <Pages
          label={say('Crossings')}
          newer={props.isFirst ? undefined : { href: addressOf(filter), label: say('Newest crossings') }}
          older={
            page.next ? { href: addressOf({ ...filter, after: page.next }), label: say('Older crossings') } : undefined
          }
        />
      </div>
    </>
  )
}

const acts: readonly (CrossingAct | undefined)[] = [undefined, 'publish-out', 'bring-in', 'link-across', 'recall']
const states = [undefined, 'standing', 'recalled'] as const
const stateWords = { standing: said('Standing | not recalled'), recalled: said('Recalled since') }

function addressOf(query: { act?: string; state?: string; after?: string }): string {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return entries.length === 0 ? '/inside/crossings' : `/inside/crossings?${new URLSearchParams(entries)}`
}

function tabOf(say: Say, act: CrossingAct | undefined, filter: Filter) {
  const { act: _act, ...rest } = filter
  return {
    href: addressOf({ ...rest, ...(act && { act }) }),
    label: act ? say.again(actWords[act]) : say('All'),
    current: filter.act === act,
  }
}

function segmentOf(say: Say, state: (typeof states)[number], filter: Filter) {
  const { state: _state, ...rest } = filter
  return {
    href: addressOf({ ...rest, ...(state && { state }) }),
    label: state ? say.again(stateWords[state]) : say('Either'),
    current: filter.state === state,
  }
}

function RecallLink(props: { crossing: Crossing }) {
  const say = useWords()
  const { crossing } = props
  return (
    <LinkButton
      href={`/inside/crossings/${crossing.id}#recall`}
      size="s"
      icon="arrow-counter-clockwise"
      label={say('Recall number {number}', { number: String(crossing.id) })}
    >
      {say('Recall')}
    </LinkButton>
  )
}
