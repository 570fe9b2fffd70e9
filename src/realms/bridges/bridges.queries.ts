import { sql } from 'kysely'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { CrossingId } from '../crossings/crossings.ts'
import { type SpaceId, administers, rightLevel } from '../spaces/spaces.ts'
import { readableBridge, readsEnd } from './bridges.access.ts'
import type { BridgeId } from './bridges.tables.ts'

/** The bridges that the viewer may know of, with both ends and everybody who decided, by name; narrowed by the caller. */
function selectReadableBridges(ctx: Ctx) {
  return ctx.db
    .selectFrom('bridges')
    .innerJoin('spaces as innerSpace', 'innerSpace.id', 'bridges.innerSpaceId')
    .innerJoin('spaces as outerSpace', 'outerSpace.id', 'bridges.outerSpaceId')
    .innerJoin('accounts as proposer', 'proposer.id', 'bridges.proposedBy')
    .leftJoin('accounts as innerYes', 'innerYes.id', 'bridges.innerApprovedBy')
    .leftJoin('accounts as outerYes', 'outerYes.id', 'bridges.outerApprovedBy')
    .leftJoin('accounts as ender', 'ender.id', 'bridges.endedBy')
    .selectAll('bridges')
    .select([
      'innerSpace.title as innerTitle',
      'innerSpace.slug as innerSlug',
      'outerSpace.title as outerTitle',
      'outerSpace.slug as outerSlug',
      'proposer.displayName as proposedByName',
      'innerYes.displayName as innerApprovedByName',
      'outerYes.displayName as outerApprovedByName',
      'ender.displayName as endedByName',
      readsEnd(ctx.viewer, 'inner').as('readsInner'),
      readsEnd(ctx.viewer, 'outer').as('readsOuter'),
    ])
    .where(readableBridge(ctx.viewer))
}

export type BridgeRow = Awaited<ReturnType<ReturnType<typeof selectReadableBridges>['executeTakeFirstOrThrow']>>

export async function findBridge(ctx: Ctx, id: BridgeId): Promise<BridgeRow | undefined> {
  return selectReadableBridges(ctx).where('bridges.id', '=', id).executeTakeFirst()
}

/** Those that stand or wait first, then those that ended, newest first: at most 200. */
export async function selectBridges(ctx: Ctx): Promise<BridgeRow[]> {
  return selectReadableBridges(ctx)
    .orderBy(sql`bridges.ended_at is not null`)
    .orderBy('bridges.id', 'desc')
    .limit(200)
    .execute()
}

/** The bridges that work now and have this space at one end, that the viewer may know of. */
export async function selectWorking(ctx: Ctx, spaceId: SpaceId): Promise<BridgeRow[]> {
  return selectReadableBridges(ctx)
    .where((eb) => eb.or([eb('bridges.innerSpaceId', '=', spaceId), eb('bridges.outerSpaceId', '=', spaceId)]))
    .where('bridges.innerApprovedBy', 'is not', null)
    .where('bridges.outerApprovedBy', 'is not', null)
    .where('bridges.endedAt', 'is', null)
    .orderBy('bridges.id')
    .execute()
}

export interface NewBridge {
  readonly title: string
  readonly reason: string
  readonly innerSpaceId: SpaceId
  readonly innerRealm: 'inside' | 'bridge'
  readonly outerSpaceId: SpaceId
  readonly outerRealm: 'outside' | 'bridge'
  readonly bringsIn: boolean
  readonly publishesOut: boolean
  readonly proposedBy: AccountId
}

/** Whether somebody manages or administers any space at all. */
export async function managesAny(ctx: Ctx, viewer: AccountViewer): Promise<boolean> {
  if (administers(viewer, 'inside') || administers(viewer, 'outside')) return true
  const row = await ctx.db
    .selectFrom('spaces')
    .select('spaces.id')
    .where(rightLevel(viewer.id), '>=', 4)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Undefined when one stands or is proposed between these two already. */
export async function insertBridge(ctx: Ctx, bridge: NewBridge): Promise<BridgeId | undefined> {
  const row = await ctx.db
    .insertInto('bridges')
    .values({ ...bridge, proposedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** Waits for whoever decides about this bridge right now. */
export async function lockBridge(ctx: Ctx, id: BridgeId): Promise<void> {
  await ctx.db.selectFrom('bridges').select('id').where('id', '=', id).forUpdate().execute()
}

export async function setApproval(ctx: Ctx, id: BridgeId, end: 'inner' | 'outer', by: AccountId): Promise<void> {
  const approval =
    end === 'inner'
      ? { innerApprovedBy: by, innerApprovedAt: ctx.now }
      : { outerApprovedBy: by, outerApprovedAt: ctx.now }
  await ctx.db.updateTable('bridges').set(approval).where('id', '=', id).execute()
}

export async function setEnd(ctx: Ctx, id: BridgeId, by: AccountId, because: string): Promise<void> {
  await ctx.db
    .updateTable('bridges')
    .set({ endedBy: by, endedAt: ctx.now, endedBecause: because })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute()
}

/** The level of somebody's right in a space: 0 none, 1 read, 2 write, 3 moderate, 4 manage. */
export async function rightLevelIn(ctx: Ctx, spaceId: SpaceId, accountId: AccountId): Promise<number> {
  const row = await ctx.db
    .selectFrom('spaces')
    .select(rightLevel(accountId).as('level'))
    .where('spaces.id', '=', spaceId)
    .executeTakeFirst()
  return row?.level ?? 0
}

/** Lets threads wait at the bridges that lead out of their space. Those that wait already keep their place. */
export async function insertWaiting(ctx: Ctx, spaceId: SpaceId, threadId: number, askedFor: boolean): Promise<void> {
  await sql`insert into bridge_queue (bridge_id, thread_id, asked_for, queued_at)
    select id, ${threadId}, ${askedFor}, ${ctx.now} from bridges
    where inner_space_id = ${spaceId} and publishes_out and ended_at is null
      and inner_approved_by is not null and outer_approved_by is not null
    on conflict (bridge_id, thread_id) do update set asked_for = bridge_queue.asked_for or excluded.asked_for`.execute(
    ctx.db,
  )
}

/** What waits at a bridge, oldest first, at most `limit`; the caller reads each under the rights of its viewer. */
export async function selectWaiting(ctx: Ctx, id: BridgeId, limit: number) {
  return ctx.db
    .selectFrom('bridgeQueue')
    .select(['threadId', 'askedFor', 'queuedAt'])
    .where('bridgeId', '=', id)
    .where('releasedAt', 'is', null)
    .where('keptAt', 'is', null)
    .orderBy('askedFor', 'desc')
    .orderBy('threadId')
    .limit(limit)
    .execute()
}

export async function findWaiting(ctx: Ctx, id: BridgeId, threadId: number) {
  return ctx.db
    .selectFrom('bridgeQueue')
    .select(['threadId', 'askedFor'])
    .where('bridgeId', '=', id)
    .where('threadId', '=', threadId)
    .where('releasedAt', 'is', null)
    .where('keptAt', 'is', null)
    .executeTakeFirst()
}

export async function setReleased(
  ctx: Ctx,
  of: { bridgeId: BridgeId; threadId: number },
  by: AccountId,
  crossingId: CrossingId,
): Promise<void> {
  await ctx.db
    .updateTable('bridgeQueue')
    .set({ releasedBy: by, releasedAt: ctx.now, crossingId })
    .where('bridgeId', '=', of.bridgeId)
    .where('threadId', '=', of.threadId)
    .execute()
}

export async function setKept(ctx: Ctx, of: { bridgeId: BridgeId; threadId: number }, by: AccountId): Promise<void> {
  await ctx.db
    .updateTable('bridgeQueue')
    .set({ keptBy: by, keptAt: ctx.now })
    .where('bridgeId', '=', of.bridgeId)
    .where('threadId', '=', of.threadId)
    .where('releasedAt', 'is', null)
    .execute()
}
