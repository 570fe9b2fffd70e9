import type { Ctx, Realm } from '../../platform/context.ts'
import type { NodeId } from './axes.tables.ts'
import { getAxis } from './axis.ts'
import { type Day, todayOf } from './days.ts'
import * as queries from './pivot.queries.ts'
import { type NodeLine, listChildren } from './tree.ts'

export interface PivotOf {
  /** Keys of axes; without `columns` people are counted by one axis alone. */
  readonly rows: string
  readonly columns?: string
  /** Only what is directly below these nodes. */
  readonly rowsUnder?: NodeId
  readonly columnsUnder?: NodeId
  /** The `next` of the rows or columns before. */
  readonly rowsAfter?: NodeId
  readonly columnsAfter?: NodeId
  readonly day?: Day
  /** Whose people: those who work here unless told. */
  readonly realm?: Realm
}

const rowsAPage = 50
const columnsAPage = 10

/**
 * People counted by one axis, or by the crossing of two, as of a day. Each person counts once in each cell, however many
 * places below it they hold; somebody who stands in two rows counts in both, so rows need not sum up to `all`.
 * Invalid for an unknown axis; NotFound unless an employee asks.
 */
export async function pivot(ctx: Ctx, of: PivotOf) {
  const seen = { day: of.day ?? todayOf(ctx.now), realm: of.realm ?? ('inside' as const) }
  const rowAxis = await getAxis(ctx, of.rows, { ended: true })
  const columnAxis = of.columns === undefined ? undefined : await getAxis(ctx, of.columns, { ended: true })
  const lines = await listChildren(
    ctx,
    { axis: of.rows, day: seen.day, under: of.rowsUnder, after: of.rowsAfter },
    rowsAPage,
  )
  const columns = columnAxis
    ? await listChildren(
        ctx,
        { axis: columnAxis.key, day: seen.day, under: of.columnsUnder, after: of.columnsAfter },
        columnsAPage,
      )
    : { items: [] }
  const rowIds = lines.items.map((line) => line.id)
  const columnIds = columns.items.map((line) => line.id)
  const totals = await queries.countRows(ctx, rowIds, seen)
  const cells = columnAxis ? await queries.countCells(ctx, rowIds, columnIds, seen) : []
  const nowhere = columnAxis ? await queries.countNowhere(ctx, rowIds, columnAxis.id, seen) : new Map<NodeId, number>()
  const { all, unplaced } = await queries.countUnplaced(ctx, rowAxis.id, seen)
  const inCell = new Map(cells.map((cell) => [`${cell.rowId} ${cell.columnId}`, cell.people]))
  return {
    rowAxis,
    columnAxis,
    columns: columns.items,
    nextColumns: columns.next,
    rows: lines.items.map((line: NodeLine) => ({
      line,
      people: totals.get(line.id) ?? 0,
      /** In the order of `columns`. */
      cells: columnIds.map((id) => inCell.get(`${line.id} ${id}`) ?? 0),
      nowhere: nowhere.get(line.id) ?? 0,
    })),
    nextRows: lines.next,
    all,
    /** Who stands nowhere on the axis of the rows. */
    unplaced,
  }
}
