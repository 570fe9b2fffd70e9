import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { HubMode, HubRequestId, HubSubscriptionId } from './websub.tables.ts'

export async function insertRequest(
  ctx: Ctx,
  row: { mode: HubMode; topic: string; callback: string; secretSealed: Buffer | null; leaseSeconds: number },
): Promise<HubRequestId> {
  const { id } = await ctx.db
    .insertInto('hubRequests')
    .values({ ...row, askedAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findRequest(ctx: Ctx, id: HubRequestId) {
  return ctx.db.selectFrom('hubRequests').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function deleteRequest(ctx: Ctx, id: HubRequestId): Promise<void> {
  await ctx.db.deleteFrom('hubRequests').where('id', '=', id).execute()
}

/** How many subscriptions and requests there are for callbacks at one host. */
export async function countAtHost(ctx: Ctx, host: string): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('hubSubscriptions')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('callbackHost', '=', host)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function putSubscription(
  ctx: Ctx,
  row: {
    topic: string
    callback: string
    callbackHost: string
    secretSealed: Buffer | null
    leaseUntil: Date
    sentHash: Buffer | null
  },
): Promise<void> {
  const { topic, callback, ...rest } = row
  const renewed = { ...rest, confirmedAt: ctx.now, failures: 0 }
  await ctx.db
    .insertInto('hubSubscriptions')
    .values({ topic, callback, ...renewed })
    .onConflict((conflict) => conflict.columns(['topic', 'callback']).doUpdateSet(renewed))
    .execute()
}

export async function findSubscription(ctx: Ctx, id: HubSubscriptionId) {
  return ctx.db.selectFrom('hubSubscriptions').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function deleteSubscription(
  ctx: Ctx,
  which: { id: HubSubscriptionId } | { topic: string; callback?: string },
): Promise<void> {
  const all = ctx.db.deleteFrom('hubSubscriptions')
  if ('id' in which) return void (await all.where('id', '=', which.id).execute())
  const ofTopic = all.where('topic', '=', which.topic)
  await (which.callback === undefined ? ofTopic : ofTopic.where('callback', '=', which.callback)).execute()
}

export async function isAnybodyThere(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select exists (select from hub_subscriptions) as there`.execute(ctx.db)
  return rows[0]!.there
}

/** The topics that somebody is subscribed to, after `after`, by name. */
export async function selectTopics(ctx: Ctx, after: string, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('hubSubscriptions')
    .select('topic')
    .distinct()
    .where('topic', '>', after)
    .where('leaseUntil', '>', ctx.now)
    .orderBy('topic')
    .limit(limit)
    .execute()
  return rows.map((row) => row.topic)
}

/** The subscriptions of a topic to which something else was sent last. */
export async function selectUntold(ctx: Ctx, topic: string, hash: Buffer): Promise<HubSubscriptionId[]> {
  const rows = await ctx.db
    .selectFrom('hubSubscriptions')
    .select('id')
    .where('topic', '=', topic)
    .where('leaseUntil', '>', ctx.now)
    .where(sql<boolean>`sent_hash is distinct from ${hash}`)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

export async function setSent(ctx: Ctx, id: HubSubscriptionId, sentHash: Buffer): Promise<void> {
  await ctx.db.updateTable('hubSubscriptions').set({ sentHash, failures: 0 }).where('id', '=', id).execute()
}

/** Counts a failure; gives how many there are in a row. */
export async function addFailure(ctx: Ctx, id: HubSubscriptionId): Promise<number> {
  const row = await ctx.db
    .updateTable('hubSubscriptions')
    .set((eb) => ({ failures: eb('failures', '+', 1) }))
    .where('id', '=', id)
    .returning('failures')
    .executeTakeFirst()
  return row?.failures ?? 0
}

/** Forgets subscriptions whose lease ended, and requests that were never settled. */
export async function deleteEnded(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom('hubSubscriptions').where('leaseUntil', '<=', ctx.now).execute()
  await ctx.db
    .deleteFrom('hubRequests')
    .where('askedAt', '<', new Date(ctx.now.getTime() - 86_400_000))
    .execute()
}
