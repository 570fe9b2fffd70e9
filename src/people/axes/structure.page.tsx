import type { ComponentChildren } from 'preact'
import type { Said, Say } from '../../platform/languages/languages.ts'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import type { PersonCard } from '../accounts/accounts.ts'
import type { Axis, Day, NodeLine, pivot } from './axes.ts'
import { AsOf, nodePath } from './axes.parts.tsx'
import { PeopleList, ShapeTabs, Tree, query } from './structure.parts.tsx'
import { axisTitle } from './titles.ts'

export interface StructurePageProps {
  readonly view: string
  readonly intro: Said
  readonly axes: readonly Axis[]
  /** The day that is shown, and whether somebody chose it. */
  readonly day: Day
  readonly chosen: Day | undefined
  /** What else the address of this view carries. */
  readonly keep: Record<string, string | undefined>
  /** Further fields of the form that chooses the day. */
  readonly fields?: ComponentChildren
  readonly mayKeep: boolean
  readonly children: ComponentChildren
}

/** One shape of the organisation as of a day. */
export function StructurePage(props: StructurePageProps) {
  const say = useWords()
  return (
    <>
      <PageHead
        title={say('Structure')}
        intro={say.again(props.intro)}
        actions={
          <>
            <LinkButton href="/inside/groups">{say('Groups')}</LinkButton>
            <LinkButton href="/inside/structure/axes">
              {props.mayKeep ? say('Change axes and places') : say('Axes')}
            </LinkButton>
          </>
        }
      />
      <ShapeTabs axes={props.axes} current={props.view} day={props.chosen} />
      <div class="stack">
        <AsOf action="/inside/structure" day={props.day} keep={{ view: props.view, ...props.keep }}>
          {props.fields}
        </AsOf>
        {props.children}
      </div>
    </>
  )
}

/** Everyone by name, without any lines. */
export function FlatView(props: { people: readonly PersonCard[]; next: string | undefined; chosen: Day | undefined }) {
  return (
    <>
      <PeopleList people={props.people} />
      <More next={props.next} fields={{ view: 'none', day: props.chosen }} />
    </>
  )
}

/** The tree of one axis. */
export function AxisView(props: {
  axis: Axis
  lines: readonly NodeLine[]
  next: string | undefined
  view: string
  chosen: Day | undefined
  unplaced: number
}) {
  const say = useWords()
  const { axis, lines, chosen } = props
  const title = axisTitle(say, axis)
  if (lines.length === 0) {
    return (
      <Empty title={say('Nothing stands on the axis {axis} on this day', { axis: title })} realm="inside">
        {say('The owner and the inside steward make places, or bring them in from a file.')}
      </Empty>
    )
  }
  return (
    <>
      <Tree lines={lines} label={say('Places on the axis {axis}', { axis: title })} day={chosen} />
      <More next={props.next} fields={{ view: props.view, day: chosen }} />
      {props.unplaced > 0 ? (
        <p class="soft">
          {say('{count} people stand nowhere on this axis.', { count: props.unplaced })}{' '}
          <a href={`/inside/structure/people?${query({ not: axis.key, day: chosen })}`}>{say('Show who')}</a>
        </p>
      ) : null}
    </>
  )
}

/** Two axes crossed, with how many people stand in each crossing and the way to who they are. */
export function MatrixView(props: {
  /** Below which places it begins, where not at the top. */
  below: { rows: string | undefined; columns: string | undefined }
  matrix: Awaited<ReturnType<typeof pivot>>
  chosen: Day | undefined
  keep: Keep
}) {
  const say = useWords()
  const { matrix, chosen, keep } = props
  const { rowAxis, columnAxis, columns } = matrix
  if (!columnAxis || matrix.rows.length === 0 || columns.length === 0) {
    return <Empty title={say('Nothing to cross on this day')} realm="inside" />
  }
  const [rowTitle, columnTitle] = [axisTitle(say, rowAxis), axisTitle(say, columnAxis)]
  const people = (nodes: readonly number[], not?: string) =>
    `/inside/structure/people?${query({ nodes: nodes.join(',') || undefined, not, day: chosen })}`
  const into = (part: 'rowsUnder' | 'columnsUnder', line: NodeLine) =>
    line.below > 0 ? (
      <>
        {' '}
        <LinkButton
          href={`/inside/structure?${query({ view: 'matrix', ...keep, [part]: line.id, day: chosen })}`}
          kind="quiet"
          size="s"
          label={say('Only what is below {place}', { place: line.title })}
        >
          {say('Below | go to what is below')}
        </LinkButton>
      </>
    ) : null
  return (
    <>
      <Table
        caption={say('{rows} by {columns}: how many people stand in both', {
          rows: named(say, rowTitle, props.below.rows),
          columns: named(say, columnTitle, props.below.columns),
        })}
        showCaption
        columns={[
          { label: rowTitle },
          ...columns.map((line) => ({
            label: (
              <>
                <a dir="auto" href={nodePath(line.id, chosen)}>
                  {line.title}
                </a>
                {into('columnsUnder', line)}
              </>
            ),
            numeric: true,
          })),
          { label: say('Nowhere on {axis}', { axis: columnTitle }), numeric: true },
          { label: say('All'), numeric: true },
        ]}
        rows={matrix.rows.map(({ line, cells, nowhere, people: all }) => [
          <>
            <a dir="auto" href={nodePath(line.id, chosen)}>
              {line.title}
            </a>
            {into('rowsUnder', line)}
          </>,
          ...cells.map((count, at) =>
            count === 0 ? '0' : <a href={people([line.id, columns[at]!.id])}>{say.number(count)}</a>,
          ),
          nowhere === 0 ? '0' : <a href={people([line.id], columnAxis.key)}>{say.number(nowhere)}</a>,
          all === 0 ? '0' : <a href={people([line.id])}>{say.number(all)}</a>,
        ])}
      />
      <p class="soft">
        {say(
          '{count} people work here; {number} of them stand nowhere on {axis}. Who stands in two rows counts in both.',
          { count: matrix.all, number: matrix.unplaced, axis: rowTitle },
        )}
      </p>
      <Pages
        label={say('More of the matrix')}
        newer={
          matrix.nextColumns === undefined
            ? undefined
            : {
                href: `/inside/structure?${query({ view: 'matrix', ...keep, columnsAfter: matrix.nextColumns, day: chosen })}`,
                label: say('More columns'),
              }
        }
        older={
          matrix.nextRows === undefined
            ? undefined
            : {
                href: `/inside/structure?${query({ view: 'matrix', ...keep, rowsAfter: matrix.nextRows, day: chosen })}`,
                label: say('More rows'),
              }
        }
      />
    </>
  )
}

function named(say: Say, axis: string, below: string | undefined): string {
  return below === undefined ? axis : say('{axis} (below {place})', { axis, place: below })
}

type Keep = Record<string, string | undefined>

export function More(props: {
  next: string | undefined
  fields: Record<string, string | number | undefined>
  path?: string
}) {
  const say = useWords()
  const { next, fields, path = '/inside/structure' } = props
  return (
    <Pages
      label={say('More')}
      older={
        next === undefined ? undefined : { href: `${path}?${query({ ...fields, after: next })}`, label: say('Next') }
      }
    />
  )
}
