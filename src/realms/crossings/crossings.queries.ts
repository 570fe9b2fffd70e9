import type { Ctx } from '../../platform/context.ts'
import { type PageOf, type Place, pageOf } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../reader.access.ts'
import { readableCrossing } from './crossings.access.ts'
import type { CrossingAct, CrossingDirection, CrossingId } from './crossings.tables.ts'
import type { SpaceId } from '../spaces/spaces.ts'

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
      'sourceSpace.title as sourceSpaceTitle',
      'targetSpace.title as targetSpaceTitle',
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

export async function selectCrossingPage(
  ctx: Ctx,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<CrossingRow>> {
  let query = selectReadableCrossings(ctx)
  if (after) {
    query = query.where((eb) =>
      eb(eb.refTuple('crossings.happenedAt', 'crossings.id'), '<', eb.tuple(after.at, after.id as CrossingId)),
    )
  }
  const rows = await query
    .orderBy('crossings.happenedAt', 'desc')
    .orderBy('crossings.id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, (row) => ({ at: row.happenedAt, id: row.id }))
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

/** Undefined when the crossing that it recalls was recalled meanwhile. */
export async function insertCrossing(ctx: Ctx, row: NewCrossing): Promise<CrossingId | undefined> {
  const written = await ctx.db
    .insertInto('crossings')
    .values({ ...row, happenedAt: ctx.now })
    .onConflict((conflict) => conflict.column('recalls').doNothing())
    .returning('id')
    .executeTakeFirst()
  return written?.id
}
