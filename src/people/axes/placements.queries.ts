import { sql } from 'kysely'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { holdsOn, managesNode } from './axes.access.ts'
import type { NodeId, PlacementId } from './axes.tables.ts'
import type { Day, Span } from './days.ts'

/** What is placed: one of the three. */
export type Thing = { accountId: AccountId; role: string } | { spaceId: number } | { threadId: number }

export async function findPlacement(ctx: Ctx, id: PlacementId) {
  return ctx.db.selectFrom('placements').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The spans in which this already stands at a node in the same role, by their first day. */
export async function spansOf(ctx: Ctx, nodeId: NodeId, thing: Thing): Promise<(Span & { id: PlacementId })[]> {
  let query = ctx.db.selectFrom('placements').select(['id', 'fromOn', 'toOn']).where('nodeId', '=', nodeId)
  if ('accountId' in thing) query = query.where('accountId', '=', thing.accountId).where('role', '=', thing.role)
  else if ('spaceId' in thing) query = query.where('spaceId', '=', thing.spaceId)
  else query = query.where('threadId', '=', thing.threadId)
  return query.orderBy('fromOn').execute()
}

export async function insertPlacement(
  ctx: Ctx,
  placement: Thing & Span & { nodeId: NodeId; placedBy: AccountId | null },
): Promise<PlacementId> {
  const row = await ctx.db
    .insertInto('placements')
    .values({ ...placement, placedAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function endOn(ctx: Ctx, id: PlacementId, day: Day): Promise<void> {
  await ctx.db.updateTable('placements').set({ toOn: day }).where('id', '=', id).execute()
}

export async function withdraw(ctx: Ctx, id: PlacementId): Promise<void> {
  await ctx.db.deleteFrom('placements').where('id', '=', id).execute()
}

export async function lockPlacement(ctx: Ctx, id: PlacementId) {
  return ctx.db.selectFrom('placements').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export interface PlaceableNode {
  readonly id: NodeId
  readonly title: string
  readonly axis: string
  readonly axisTitle: string
}

/** The nodes that stand on a day, by axis and name; `managedBy`: only those that somebody manages from there or above. */
export async function selectPlaceable(
  ctx: Ctx,
  day: Day,
  managedBy: AccountViewer | undefined,
  limit: number,
): Promise<PlaceableNode[]> {
  const { rows } = await sql<PlaceableNode>`
    select v.node_id as id, v.title, axes.key as axis, axes.title as axis_title
    from axis_node_versions v join axes on axes.id = v.axis_id and axes.ended_at is null
    where ${holdsOn('v', day)} and ${managedBy === undefined ? sql`true` : managesNode(managedBy, sql`v.node_id`, day)}
    order by axes.id, v.title, v.node_id limit ${limit}`.execute(ctx.db)
  return rows
}
