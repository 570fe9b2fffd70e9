import type { AccountViewer, Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { PersonalFeedId } from './personal-feeds.tables.ts'

/** An account's feeds that have an address, oldest first. */
export async function selectFeeds(ctx: Ctx, accountId: AccountId) {
  return ctx.db
    .selectFrom('personalFeeds')
    .select(['id', 'spaceId', 'madeAt', 'readAt'])
    .where('accountId', '=', accountId)
    .orderBy('id')
    .execute()
}

/** Gives a feed of an account a new address in place of the one it had. */
export async function putFeed(
  ctx: Ctx,
  feed: { accountId: AccountId; spaceId: SpaceId | null; tokenHash: Buffer },
): Promise<void> {
  await deleteFeeds(ctx, feed.accountId, { spaceId: feed.spaceId })
  await ctx.db
    .insertInto('personalFeeds')
    .values({ ...feed, madeAt: ctx.now })
    .execute()
}

/** Ends one feed of an account; gives how many there were. */
export async function deleteFeeds(
  ctx: Ctx,
  accountId: AccountId,
  which: { id: PersonalFeedId } | { spaceId: SpaceId | null },
): Promise<number> {
  const all = ctx.db.deleteFrom('personalFeeds').where('accountId', '=', accountId)
  const one =
    'id' in which ? all.where('id', '=', which.id) : all.where('spaceId', 'is not distinct from', which.spaceId)
  const { numDeletedRows } = await one.executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** The feed behind a token and the account that reads it, as long as that account is active. */
export async function findFeed(
  ctx: Ctx,
  tokenHash: Buffer,
): Promise<{ id: PersonalFeedId; spaceId: SpaceId | null; readAt: Date | null; viewer: AccountViewer } | undefined> {
  const row = await ctx.db
    .selectFrom('personalFeeds')
    .innerJoin('accounts', 'accounts.id', 'personalFeeds.accountId')
    .select(['personalFeeds.id', 'personalFeeds.spaceId', 'personalFeeds.readAt', 'accounts.id as accountId'])
    .select(['accounts.realm', 'accounts.displayName'])
    .where('tokenHash', '=', tokenHash)
    .where('accounts.state', '=', 'active')
    .executeTakeFirst()
  if (!row) return undefined
  const { id, spaceId, readAt, accountId, realm, displayName } = row
  // No office: a feed is for reading, and what an office lets somebody read is not for an address.
  return { id, spaceId, readAt, viewer: { kind: 'account', id: accountId, realm, name: displayName, offices: [] } }
}

export async function touchFeed(ctx: Ctx, id: PersonalFeedId): Promise<void> {
  await ctx.db.updateTable('personalFeeds').set({ readAt: ctx.now }).where('id', '=', id).execute()
}
