import type { ComponentChildren } from 'preact'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import type { PersonCard } from '../accounts/accounts.ts'
import type { Axis, Day, NodeLine, pivot } from './axes.ts'
import { AsOf, nodePath } from './axes.parts.tsx'
import { PeopleList, ShapeTabs, Tree, query } from './structure.parts.tsx'

export interface StructurePageProps {
  readonly view: string
  readonly intro: string
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
  return (
    <>
      <PageHead
        title="Structure"
        intro={props.intro}
        actions={
          <>
            <LinkButton href="/inside/groups">Groups</LinkButton>
            <LinkButton href="/inside/structure/axes">{props.mayKeep ? 'Change axes and places' : 'Axes'}</LinkButton>
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
  const { axis, lines, chosen } = props
  if (lines.length === 0) {
    return (
      <Empty title={`Nothing stands on the axis ${axis.title} on this day`} realm="inside">
        The owner and the inside steward make places, or bring them in from a file.
      </Empty>
    )
  }
  return (
    <>
      <Tree lines={lines} label={`Places on the axis ${axis.title}`} day={chosen} />
      <More next={props.next} fields={{ view: props.view, day: chosen }} />
      {props.unplaced > 0 ? (
        <p class="soft">
          {props.unplaced === 1 ? '1 person stands' : `${props.unplaced} people stand`} nowhere on this axis.{' '}
          <a href={`/inside/structure/people?${query({ not: axis.key, day: chosen })}`}>Show who</a>
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
  const { matrix, chosen, keep } = props
  const { rowAxis, columnAxis, columns } = matrix
  if (!columnAxis || matrix.rows.length === 0 || columns.length === 0) {
    return <Empty title="Nothing to cross on this day" realm="inside" />
  }
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
          label={`Only what is below ${line.title}`}
        >
          Below
        </LinkButton>
      </>
    ) : null
  return (
    <>
      <Table
        caption={`${named(rowAxis.title, props.below.rows)} by ${named(columnAxis.title, props.below.columns)}: how many people stand in both`}
        showCaption
        columns={[
          { label: rowAxis.title },
          ...columns.map((line) => ({
            label: (
              <>
                <a href={nodePath(line.id, chosen)}>{line.title}</a>
                {into('columnsUnder', line)}
              </>
            ),
            numeric: true,
          })),
          { label: `Nowhere on ${columnAxis.title}`, numeric: true },
          { label: 'All', numeric: true },
        ]}
        rows={matrix.rows.map(({ line, cells, nowhere, people: all }) => [
          <>
            <a href={nodePath(line.id, chosen)}>{line.title}</a>
            {into('rowsUnder', line)}
          </>,
          ...cells.map((count, at) => (count === 0 ? '0' : <a href={people([line.id, columns[at]!.id])}>{count}</a>)),
          nowhere === 0 ? '0' : <a href={people([line.id], columnAxis.key)}>{nowhere}</a>,
          all === 0 ? '0' : <a href={people([line.id])}>{all}</a>,
        ])}
      />
      <p class="soft">
        {matrix.all} people work here; {matrix.unplaced} of them stand nowhere on {rowAxis.title}. Who stands in two
        rows counts in both.
      </p>
      <Pages
        label="More of the matrix"
        newer={
          matrix.nextColumns === undefined
            ? undefined
            : {
                href: `/inside/structure?${query({ view: 'matrix', ...keep, columnsAfter: matrix.nextColumns, day: chosen })}`,
                label: 'More columns',
              }
        }
        older={
          matrix.nextRows === undefined
            ? undefined
            : {
                href: `/inside/structure?${query({ view: 'matrix', ...keep, rowsAfter: matrix.nextRows, day: chosen })}`,
                label: 'More rows',
              }
        }
      />
    </>
  )
}

function named(axis: string, below: string | undefined): string {
  return below === undefined ? axis : `${axis} (below ${below})`
}

type Keep = Record<string, string | undefined>

export function More(props: {
  next: string | undefined
  fields: Record<string, string | number | undefined>
  path?: string
}) {
  const { next, fields, path = '/inside/structure' } = props
  return (
    <Pages
      label="More"
      older={next === undefined ? undefined : { href: `${path}?${query({ ...fields, after: next })}`, label: 'Next' }}
    />
  )
}
