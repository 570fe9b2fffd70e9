import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../reader.access.ts'
import { administers, isEmployee, isFixed, readableSpace, rightLevel } from './spaces.access.ts'
import { spaceColumns } from './spaces.queries.ts'
import type { SpaceAccess, SpaceChange, SpaceId, SpaceStop } from './spaces.tables.ts'

/**
 * Which spaces' rights the viewer may see: those of the sides that they administer, read or not, and, for everybody
 * else who works here, the spaces inside and on the bridge that they can read. The statement selects from `spaces`.
 */
function seesRights(ctx: Ctx): RawBuilder<SqlBool> {
  const { viewer } = ctx
  const sides = (['inside', 'outside', 'bridge'] as const).filter((realm) => administers(viewer, realm))
  const administered = sides.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`spaces.realm = any(${sides}::text[])`
  if (!isEmployee(viewer)) return administered
  return sql<SqlBool>`(${administered} or (spaces.realm <> 'outside' and ${readableSpace(readerOf(viewer))}))`
}

export function selectRightsSpaces(ctx: Ctx) {
  return ctx.db.selectFrom('spaces').select(spaceColumns).select(isFixed.as('fixed')).where(seesRights(ctx))
}

/** The spaces of a side under which the viewer may hang others: all of it for administrators, else those they keep. */
export async function selectKept(ctx: Ctx, realm: Realm) {
  const { viewer } = ctx
  let query = selectRightsSpaces(ctx).where('spaces.realm', '=', realm)
  if (!administers(viewer, realm) && viewer.kind === 'account')
    query = query.where(
      sql<SqlBool>`(spaces.created_by = ${viewer.id} or ${rightLevel(viewer.id)} = 4) and not ${isFixed}`,
    )
  return query.orderBy('spaces.title').orderBy('spaces.id').limit(300).execute()
}

/** The spaces that stand above one, the nearest first, with those in the list whose rights the viewer may see. */
export async function selectAbove(ctx: Ctx, spaceId: SpaceId) {
  const { rows } = await sql<{
    id: SpaceId
    depth: number
    title: string | null
    slug: string | null
    stops: SpaceStop | null
  }>`
    with recursive up as (
      select parent_id as id, 1 as depth from spaces where id = ${spaceId}
      union all
      select s.parent_id, up.depth + 1 from up join spaces s on s.id = up.id where up.depth < 20
    )
    select spaces.id, up.depth, spaces.stops, case when ${seesRights(ctx)} then spaces.title end as title,
      case when ${seesRights(ctx)} then spaces.slug end as slug
    from up join spaces on spaces.id = up.id order by up.depth`.execute(ctx.db)
  return rows
}

/** Whether a space stands below another, or is it. */
export async function isBelow(ctx: Ctx, spaceId: SpaceId, aboveId: SpaceId): Promise<boolean> {
  return spaceId === aboveId || (await selectAbove(ctx, spaceId)).some((one) => one.id === aboveId)
}

export async function updateSpace(
  ctx: Ctx,
  id: SpaceId,
  set: Partial<{
    parentId: SpaceId | null
    stops: SpaceStop | null
    stoppedBy: AccountId | null
    title: string
    description: string
    access: SpaceAccess
    archivedAt: Date | null
  }>,
): Promise<void> {
  await ctx.db.updateTable('spaces').set(set).where('id', '=', id).execute()
}

/** The space as it is now, held until the end of the transaction, so that two changes of its place follow each other. */
export async function lockSpace(ctx: Ctx, id: SpaceId) {
  return (
    ctx.db
      .selectFrom('spaces')
      .select(spaceColumns)
      .select(isFixed.as('fixed'))
      .where('id', '=', id)
      // Not for update: whoever hangs another space under this one meanwhile needs its key, and two who do so at once would
      // wait for each other.
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
  )
}

export async function insertChange(
  ctx: Ctx,
  change: {
    spaceId: SpaceId
    what: SpaceChange
    before?: string | null
    after?: string | null
    accountId?: AccountId
  },
): Promise<void> {
  const changedBy = ctx.viewer.kind === 'account' ? ctx.viewer.id : null
  await ctx.db
    .insertInto('spaceChanges')
    .values({ before: null, after: null, accountId: null, ...change, changedBy, changedAt: ctx.now })
    .execute()
}

export async function selectChanges(ctx: Ctx, spaceId: SpaceId, limit: number) {
  return ctx.db
    .selectFrom('spaceChanges')
    .leftJoin('accounts as by', 'by.id', 'spaceChanges.changedBy')
    .leftJoin('accounts as whom', 'whom.id', 'spaceChanges.accountId')
    .select([
      'spaceChanges.id',
      'spaceChanges.what',
      'spaceChanges.before',
      'spaceChanges.after',
      'spaceChanges.changedAt as at',
      'by.displayName as by',
      'whom.displayName as whom',
    ])
    .where('spaceChanges.spaceId', '=', spaceId)
    .orderBy('spaceChanges.id', 'desc')
    .limit(limit)
    .execute()
}
