import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { AxisId, NodeId, VersionId } from './axes.tables.ts'
import type { Day, Span } from './days.ts'

export interface Version extends Span {
  readonly id: VersionId
  readonly parentId: NodeId | null
  readonly title: string
}

export async function findNode(ctx: Ctx, id: NodeId) {
  return ctx.db
    .selectFrom('axisNodes')
    .innerJoin('axes', 'axes.id', 'axisNodes.axisId')
    .select(['axisNodes.id', 'axisNodes.axisId', 'axisNodes.code', 'axes.key as axis', 'axes.title as axisTitle'])
    .where('axisNodes.id', '=', id)
    .executeTakeFirst()
}

export async function findCode(ctx: Ctx, axisId: AxisId, code: string): Promise<NodeId | undefined> {
  const row = await ctx.db
    .selectFrom('axisNodes')
    .select('id')
    .where('axisId', '=', axisId)
    .where('code', '=', code)
    .executeTakeFirst()
  return row?.id
}

/** The versions of a node in order of their days. */
export async function versionsOf(ctx: Ctx, id: NodeId): Promise<Version[]> {
  return ctx.db
    .selectFrom('axisNodeVersions')
    .select(['id', 'parentId', 'title', 'fromOn', 'toOn'])
    .where('nodeId', '=', id)
    .orderBy('fromOn')
    .execute()
}

export async function insertNode(ctx: Ctx, node: { axisId: AxisId; code: string; createdBy: AccountId | null }) {
  const row = await ctx.db
    .insertInto('axisNodes')
    .values({ ...node, createdAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export interface NewVersion extends Span {
  readonly axisId: AxisId
  readonly nodeId: NodeId
  readonly parentId: NodeId | null
  readonly title: string
  readonly changedBy: AccountId | null
}

export async function insertVersion(ctx: Ctx, version: NewVersion): Promise<void> {
  await ctx.db
    .insertInto('axisNodeVersions')
    .values({ ...version, changedAt: ctx.now })
    .execute()
}

export async function changeVersion(
  ctx: Ctx,
  id: VersionId,
  change: { parentId?: NodeId | null; title?: string; toOn?: Day | null; changedBy: AccountId | null },
): Promise<void> {
  await ctx.db
    .updateTable('axisNodeVersions')
    .set({ ...change, changedAt: ctx.now })
    .where('id', '=', id)
    .execute()
}

export async function deleteVersion(ctx: Ctx, id: VersionId): Promise<void> {
  await ctx.db.deleteFrom('axisNodeVersions').where('id', '=', id).execute()
}

/** Whether one node stands below another (or is it) on any day of a span. */
export async function isBelow(ctx: Ctx, node: NodeId, above: NodeId, days: Span): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('nodePaths')
    .select('nodeId')
    .where('nodeId', '=', node)
    .where('ancestorId', '=', above)
    .where('fromOn', '<', upTo(days.toOn))
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>', days.fromOn)]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What still hangs on a node on a day or later: places below it, and what was to be placed there only then. */
export async function hangingOn(ctx: Ctx, id: NodeId, day: Day): Promise<{ below: number; beginning: number }> {
  const { rows } = await sql<{ below: number; beginning: number }>`select
      (select count(distinct node_id) from axis_node_versions
        where parent_id = ${id} and (to_on is null or to_on > ${day}::date)) as below,
      (select count(*) from placements where node_id = ${id} and from_on >= ${day}::date) as beginning`.execute(ctx.db)
  return rows[0]!
}

export async function endPlacementsAt(ctx: Ctx, id: NodeId, day: Day): Promise<void> {
  await sql`update placements set to_on = ${day}::date
    where node_id = ${id} and (to_on is null or to_on > ${day}::date)`.execute(ctx.db)
}

function upTo(day: Day | null): RawBuilder<string> {
  return day === null ? sql<string>`'infinity'::date` : sql<string>`${day}::date`
}
