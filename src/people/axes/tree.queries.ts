import { type RawBuilder, sql } from 'kysely'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { holdsOn, managesNode } from './axes.access.ts'
import type { AxisId, NodeId } from './axes.tables.ts'
import type { Day } from './days.ts'

export interface TreeRow {
  readonly id: NodeId
  readonly code: string
  readonly title: string
  readonly parentId: NodeId | null
  /** 0 at the top of what was asked for. */
  readonly depth: number
}

/**
 * The nodes of an axis on a day, each before what is below it, by title among neighbours. `under`: only what is below
 * this node; `levels`: so many of them; `after`: what follows this node.
 */
export async function selectTree(
  ctx: Ctx,
  of: { axisId: AxisId; day: Day; under?: NodeId; levels?: number; after?: NodeId; limit: number },
): Promise<TreeRow[]> {
  const place = sql`array[lower(v.title) collate "C", lpad(v.node_id::text, 15, '0')]`
  const { rows } = await sql<TreeRow>`
    with recursive down as (
      select v.node_id, v.parent_id, v.title, 0 as depth, ${place} as place
      from axis_node_versions v
      where v.axis_id = ${of.axisId} and v.parent_id is not distinct from ${of.under ?? null}::bigint and ${holdsOn('v', of.day)}
      union all
      select v.node_id, v.parent_id, v.title, down.depth + 1, down.place || ${place}
      from down join axis_node_versions v on v.parent_id = down.node_id and ${holdsOn('v', of.day)}
      where down.depth + 1 < ${of.levels ?? 40}
    )
    select down.node_id as id, axis_nodes.code, down.title, down.parent_id, down.depth
    from down join axis_nodes on axis_nodes.id = down.node_id
    where ${of.after === undefined ? sql`true` : sql`down.place > (select place from down where node_id = ${of.after})`}
    order by down.place
    limit ${of.limit}`.execute(ctx.db)
  return rows
}

export interface NodeCounts {
  readonly below: number
  /** People of the inside who stand there; with those below, each once. */
  readonly own: number
  readonly withBelow: number
}

/** For each node how many are directly below it and how many people stand there on a day. */
export async function countAt(ctx: Ctx, ids: readonly NodeId[], day: Day): Promise<Map<NodeId, NodeCounts>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<NodeCounts & { id: NodeId }>`
    select wanted.id,
      (select count(*) from axis_node_versions v where v.parent_id = wanted.id and ${holdsOn('v', day)}) as below,
      ${peopleAt(day, sql`p.node_id = wanted.id`)} as own,
      ${peopleAt(day, sql`p.node_id in (select n.node_id from node_paths n where n.ancestor_id = wanted.id and ${holdsOn('n', day)})`)} as with_below
    from unnest(${ids}::bigint[]) as wanted (id)`.execute(ctx.db)
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

function peopleAt(day: Day, where: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(select count(distinct p.account_id) from placements p
    join accounts on accounts.id = p.account_id and accounts.realm = 'inside' and accounts.state <> 'closed'
    where ${where} and ${holdsOn('p', day)})`
}

/** A node and everything above it on a day, the top first. */
export async function selectPath(ctx: Ctx, ids: readonly NodeId[], day: Day) {
  if (ids.length === 0) return []
  const { rows } = await sql<{ of: NodeId; id: NodeId; title: string }>`
    select n.node_id as of, n.ancestor_id as id, v.title
    from node_paths n join axis_node_versions v on v.node_id = n.ancestor_id and ${holdsOn('v', day)}
    where n.node_id = any(${ids}::bigint[]) and ${holdsOn('n', day)}
    order by n.node_id, n.depth desc`.execute(ctx.db)
  return rows
}

/** What a node was called and where it hung, the newest days first. */
export async function selectHistory(ctx: Ctx, id: NodeId, before: Day | undefined, limit: number) {
  return ctx.db
    .selectFrom('axisNodeVersions as v')
    .leftJoin('accounts as changer', 'changer.id', 'v.changedBy')
    .select(['v.title', 'v.fromOn', 'v.toOn', 'v.parentId', 'v.changedAt', 'changer.displayName as changedBy'])
    .select((eb) =>
      eb
        .selectFrom('axisNodeVersions as above')
        .whereRef('above.nodeId', '=', 'v.parentId')
        .whereRef('above.fromOn', '<=', 'v.fromOn')
        .select('above.title')
        .orderBy('above.fromOn', 'desc')
        .limit(1)
        .as('parentTitle'),
    )
    .where('v.nodeId', '=', id)
    .$if(before !== undefined, (query) => query.where('v.fromOn', '<', before!))
    .orderBy('v.fromOn', 'desc')
    .limit(limit)
    .execute()
}

/** Whether the viewer stands today as manager at a node or above it. */
export async function manages(ctx: Ctx, viewer: AccountViewer, id: NodeId, today: Day): Promise<boolean> {
  const condition = managesNode(viewer, sql`${id}::bigint`, today)
  const { rows } = await sql<{ held: boolean }>`select ${condition} as held`.execute(ctx.db)
  return rows[0]!.held
}
