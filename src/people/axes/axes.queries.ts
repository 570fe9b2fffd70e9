import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AxisId, RoleRank } from './axes.tables.ts'
import type { Day } from './days.ts'

/** At most so many axes and roles are ever shown: a company has a handful. */
const most = 100

export async function selectAxes(ctx: Ctx, ended: boolean) {
  return ctx.db
    .selectFrom('axes')
    .select(['id', 'key', 'title', 'endedAt'])
    .$if(!ended, (query) => query.where('endedAt', 'is', null))
    .orderBy('id')
    .limit(most)
    .execute()
}

export async function insertAxis(ctx: Ctx, axis: { key: string; title: string }): Promise<AxisId> {
  const row = await ctx.db
    .insertInto('axes')
    .values({ ...axis, createdAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function retitleAxis(ctx: Ctx, id: AxisId, title: string): Promise<void> {
  await ctx.db.updateTable('axes').set({ title }).where('id', '=', id).execute()
}

/** Lets nobody else change this axis until the end of the transaction; the triggers take the same lock. */
export async function lockAxis(ctx: Ctx, id: AxisId): Promise<void> {
  await sql`select pg_advisory_xact_lock(72646, hashint8(${id}))`.execute(ctx.db)
}

export async function findEndedAxis(ctx: Ctx, id: AxisId): Promise<{ key: string; title: string } | undefined> {
  return ctx.db
    .selectFrom('axes')
    .select(['key', 'title'])
    .where('id', '=', id)
    .where('endedAt', 'is not', null)
    .executeTakeFirst()
}

/** Ends every placement and every place of an axis on a day; what was to begin then or later never does. */
export async function endAllOf(ctx: Ctx, id: AxisId, day: Day): Promise<void> {
  const nodes = sql`(select axis_nodes.id from axis_nodes where axis_nodes.axis_id = ${id})`
  await sql`delete from placements where node_id in ${nodes} and from_on >= ${day}::date`.execute(ctx.db)
  await sql`update placements set to_on = ${day}::date
    where node_id in ${nodes} and (to_on is null or to_on > ${day}::date)`.execute(ctx.db)
  await sql`delete from axis_node_versions where axis_id = ${id} and from_on >= ${day}::date`.execute(ctx.db)
  await sql`update axis_node_versions set to_on = ${day}::date
    where axis_id = ${id} and (to_on is null or to_on > ${day}::date)`.execute(ctx.db)
  await ctx.db.updateTable('axes').set({ endedAt: ctx.now }).where('id', '=', id).execute()
}

export async function selectRoles(ctx: Ctx) {
  return ctx.db
    .selectFrom('positionRoles')
    .select(['key', 'title', 'rank', 'builtIn'])
    .orderBy('rank')
    .orderBy('builtIn', 'desc')
    .orderBy('title')
    .limit(most)
    .execute()
}

export async function insertRole(ctx: Ctx, role: { key: string; title: string; rank: RoleRank }): Promise<void> {
  await ctx.db
    .insertInto('positionRoles')
    .values({ ...role, createdAt: ctx.now })
    .execute()
}

export async function retitleRole(ctx: Ctx, key: string, title: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('positionRoles')
    .set({ title })
    .where('key', '=', key)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
