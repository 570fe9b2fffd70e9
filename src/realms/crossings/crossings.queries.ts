import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { PageOf, Place } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readNewest } from '../../platform/newest-first.ts'
import { readerOf } from '../reader.access.ts'
import { readableCrossing } from './crossings.access.ts'
import type { CrossingAct, CrossingDirection, CrossingId } from './crossings.tables.ts'
import { type SpaceId, grantedPublishOut, readableSpace } from '../spaces/spaces.ts'

/** The name of a space for a viewer who may read it; null for one who may not, whatever else they read of a crossing. */
function titleIfRead(ctx: Ctx, spaceId: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`(select spaces.title from spaces where spaces.id = ${spaceId}
    and ${readableSpace(readerOf(ctx.viewer))})`
}

/** The crossings whose record the viewer may read, with both sides by name and what became of them; narrowed by the caller. */
function selectReadableCrossings(ctx: Ctx) {
  return ctx.db
    .selectFrom('crossings')
    .innerJoin('accounts as actor', 'actor.id', 'crossings.actedBy')
    .innerJoin('spaces as sourceSpace', 'sourceSpace.id', 'crossings.sourceSpaceId')
    .innerJoin('spaces as targetSpace', 'targetSpace.id', 'crossings.targetSpaceId')
    .leftJoin('crossings as back', 'back.recalls', 'crossings.id')
    .selectAll('crossings')
    .select([
      'actor.displayName as actedByName',
      'sourceSpace.realm as sourceRealm',
      'targetSpace.realm as targetRealm',
      titleIfRead(ctx, sql`crossings.source_space_id`).as('sourceSpaceTitle'),
      titleIfRead(ctx, sql`crossings.target_space_id`).as('targetSpaceTitle'),
      'back.id as recalledBy',
      'back.happenedAt as recalledAt',
    ])
    .where(readableCrossing(readerOf(ctx.viewer)))
}

export type CrossingRow = Awaited<ReturnType<ReturnType<typeof selectReadableCrossings>['executeTakeFirstOrThrow']>>

export async function findCrossing(ctx: Ctx, id: CrossingId): Promise<CrossingRow | undefined> {
  return selectReadableCrossings(ctx).where('crossings.id', '=', id).executeTakeFirst()
}

export async function findCrossings(ctx: Ctx, ids: readonly CrossingId[]): Promise<CrossingRow[]> {
  return ids.length === 0 ? [] : selectReadableCrossings(ctx).where('crossings.id', 'in', ids).execute()
}

export interface CrossingFilter {
  readonly act?: CrossingAct
  /** 'standing': done and not taken back; 'recalled': taken back since. */
  readonly state?: 'standing' | 'recalled'
  readonly by?: AccountId
}

export async function selectCrossingPage(
  ctx: Ctx,
  filter: CrossingFilter,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<CrossingRow>> {
  let query = selectReadableCrossings(ctx)
  if (filter.act) query = query.where('crossings.act', '=', filter.act)
  if (filter.by) query = query.where('crossings.actedBy', '=', filter.by)
  if (filter.state) {
    query = query
      .where('crossings.act', '<>', 'recall')
      .where('back.id', filter.state === 'recalled' ? 'is not' : 'is', null)
  }
  return readNewest(query, 'crossings.happenedAt', after, limit)
}

/** The crossings of one thing, from it or to it, that are not recalls, oldest first: at most 200. */
export async function selectCrossingsAt(ctx: Ctx, end: { kind: string; id: number }): Promise<CrossingRow[]> {
  return selectReadableCrossings(ctx)
    .where((eb) =>
      eb.or([
        eb.and([eb('crossings.sourceKind', '=', end.kind), eb('crossings.sourceId', '=', end.id)]),
        eb.and([eb('crossings.targetKind', '=', end.kind), eb('crossings.targetId', '=', end.id)]),
      ]),
    )
    .where('crossings.act', '<>', 'recall')
    .orderBy('crossings.place')
    .limit(200)
    .execute()
}

/** Where exactly this text of one thing was published in a space and not recalled, oldest first. */
export async function selectStandingCopies(
  ctx: Ctx,
  copy: { kind: string; id: number; targetSpaceId: SpaceId; bytesSha256: string },
): Promise<CrossingRow[]> {
  return selectReadableCrossings(ctx)
    .where('crossings.act', '=', 'publish-out')
    .where('crossings.sourceKind', '=', copy.kind)
    .where('crossings.sourceId', '=', copy.id)
    .where('crossings.targetSpaceId', '=', copy.targetSpaceId)
    .where('crossings.bytesSha256', '=', copy.bytesSha256)
    .where('back.id', 'is', null)
    .orderBy('crossings.place')
    .execute()
}

/** Whether something came to be by a crossing. Asked by Tango itself, which carries nothing over twice. */
export async function isTarget(ctx: Ctx, end: { kind: string; id: number }): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('crossings')
    .select('id')
    .where('targetKind', '=', end.kind)
    .where('targetId', '=', end.id)
    .where('act', 'in', ['publish-out', 'bring-in'])
    .executeTakeFirst()
  return row !== undefined
}

/** The standing link between two things, if there is one, whoever may read it. */
export async function findLink(
  ctx: Ctx,
  inner: { kind: string; id: number },
  outer: { kind: string; id: number },
): Promise<CrossingId | undefined> {
  const row = await ctx.db
    .selectFrom('crossings')
    .leftJoin('crossings as back', 'back.recalls', 'crossings.id')
    .select('crossings.id')
    .where('crossings.act', '=', 'link-across')
    .where('crossings.sourceKind', '=', inner.kind)
    .where('crossings.sourceId', '=', inner.id)
    .where('crossings.targetKind', '=', outer.kind)
    .where('crossings.targetId', '=', outer.id)
    .where('back.id', 'is', null)
    .executeTakeFirst()
  return row?.id
}

export async function isGrantedPublishOut(ctx: Ctx, spaceId: SpaceId, accountId: AccountId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('spaces')
    .select(grantedPublishOut(accountId).as('granted'))
    .where('spaces.id', '=', spaceId)
    .executeTakeFirst()
  return Boolean(row?.granted)
}

/** Everything that adds to the log comes here first, so that its rows stand in one order and nobody waits crosswise. */
export async function lockLog(ctx: Ctx): Promise<void> {
  await sql`select lock_crossings()`.execute(ctx.db)
}

export async function isRecalled(ctx: Ctx, id: CrossingId): Promise<boolean> {
  const row = await ctx.db.selectFrom('crossings').select('id').where('recalls', '=', id).executeTakeFirst()
  return row !== undefined
}

export interface NewCrossing {
  readonly act: CrossingAct
  readonly direction: CrossingDirection
  readonly sourceKind: string
  readonly sourceId: number
  readonly sourceSpaceId: SpaceId
  readonly targetKind: string
  readonly targetId: number
  readonly targetSpaceId: SpaceId
  readonly actedBy: AccountId
  readonly reason: string
  readonly bytes: string
  readonly bytesSha256: string
  readonly audience: string
  readonly recalls?: CrossingId
}

/** Adds to the log; the caller holds its lock (`lockLog`). */
export async function insertCrossing(ctx: Ctx, row: NewCrossing): Promise<CrossingId> {
  const { id } = await ctx.db
    .insertInto('crossings')
    .values({ ...row, happenedAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
