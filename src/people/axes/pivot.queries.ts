import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import { holdsOn } from './axes.access.ts'
import type { AxisId, NodeId } from './axes.tables.ts'
import type { Day } from './days.ts'

/** Each person of a side with every one of these nodes at or below which they stand. */
function standingAt(ids: readonly NodeId[], of: { day: Day; realm: Realm }): RawBuilder<unknown> {
  return sql`(select distinct n.ancestor_id as node_id, p.account_id
    from node_paths n join placements p on p.node_id = n.node_id and ${holdsOn('p', of.day)}
      join accounts on accounts.id = p.account_id and accounts.realm = ${of.realm} and accounts.state <> 'closed'
    where n.ancestor_id = any(${ids}::bigint[]) and ${holdsOn('n', of.day)})`
}

export async function countRows(ctx: Ctx, ids: readonly NodeId[], of: { day: Day; realm: Realm }) {
  const { rows } = await sql<{ nodeId: NodeId; people: number }>`
    select node_id, count(*) as people from ${standingAt(ids, of)} standing group by node_id`.execute(ctx.db)
  return new Map(rows.map((row) => [row.nodeId, row.people]))
}

export async function countCells(
  ctx: Ctx,
  rowIds: readonly NodeId[],
  columnIds: readonly NodeId[],
  of: { day: Day; realm: Realm },
) {
  const { rows } = await sql<{ rowId: NodeId; columnId: NodeId; people: number }>`
    select r.node_id as row_id, c.node_id as column_id, count(*) as people
    from ${standingAt(rowIds, of)} r join ${standingAt(columnIds, of)} c on c.account_id = r.account_id
    group by 1, 2`.execute(ctx.db)
  return rows
}

/** For each node how many of its people stand nowhere on another axis. */
export async function countNowhere(
  ctx: Ctx,
  rowIds: readonly NodeId[],
  axisId: AxisId,
  of: { day: Day; realm: Realm },
) {
  const { rows } = await sql<{ nodeId: NodeId; people: number }>`
    select r.node_id, count(*) as people from ${standingAt(rowIds, of)} r
    where not exists (select from placements p join axis_nodes on axis_nodes.id = p.node_id
      where p.account_id = r.account_id and axis_nodes.axis_id = ${axisId} and ${holdsOn('p', of.day)})
    group by r.node_id`.execute(ctx.db)
  return new Map(rows.map((row) => [row.nodeId, row.people]))
}

/** How many of a side stand nowhere on an axis, and how many there are. */
export async function countUnplaced(ctx: Ctx, axisId: AxisId, of: { day: Day; realm: Realm }) {
  const { rows } = await sql<{ all: number; unplaced: number }>`
    select count(*) as "all", count(*) filter (where not exists (
      select from placements p join axis_nodes on axis_nodes.id = p.node_id
      where p.account_id = accounts.id and axis_nodes.axis_id = ${axisId} and ${holdsOn('p', of.day)})) as unplaced
    from accounts where accounts.realm = ${of.realm} and accounts.state <> 'closed'`.execute(ctx.db)
  return rows[0]!
}
