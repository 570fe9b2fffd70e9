import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { canEnter } from '../accounts/accounts.ts'
import type { PasskeyId } from './passkeys.tables.ts'

export async function insertChallenge(
  ctx: Ctx,
  challenge: {
    secretHash: Buffer
    challenge: string
    accountId: AccountId | null
    userHandle: Buffer | null
  },
): Promise<void> {
  await ctx.db
    .insertInto('passkeyChallenges')
    .values({ ...challenge, createdAt: ctx.now })
    .execute()
}

/** Uses a challenge up; undefined when there is no such one, it was used, or it is too old. */
export async function takeChallenge(ctx: Ctx, secretHash: Buffer, notBefore: Date) {
  return ctx.db
    .updateTable('passkeyChallenges')
    .set({ usedAt: ctx.now })
    .where('secretHash', '=', secretHash)
    .where('usedAt', 'is', null)
    .where('createdAt', '>=', notBefore)
    .returning(['challenge', 'accountId', 'userHandle'])
    .executeTakeFirst()
}

export async function deleteOldChallenges(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.deleteFrom('passkeyChallenges').where('createdAt', '<', before).execute()
}

export async function selectPasskeys(ctx: Ctx, accountId: AccountId) {
  return ctx.db
    .selectFrom('passkeys')
    .select(['id', 'name', 'createdAt', 'lastUsedAt', 'backedUp', 'credentialId', 'transports', 'userHandle'])
    .where('accountId', '=', accountId)
    .orderBy('id')
    .execute()
}

export async function insertPasskey(
  ctx: Ctx,
  passkey: {
    accountId: AccountId
    userHandle: Buffer
    credentialId: string
    publicKey: Buffer
    counter: number
    transports: string[]
    name: string
    backedUp: boolean
  },
): Promise<PasskeyId | undefined> {
  const row = await ctx.db
    .insertInto('passkeys')
    .values({ ...passkey, createdAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** The passkey of an account that its person can enter, locked, so that its counter cannot go back between two uses at once. */
export async function findByCredential(ctx: Ctx, credentialId: string) {
  return ctx.db
    .selectFrom('passkeys')
    .innerJoin('accounts', 'accounts.id', 'passkeys.accountId')
    .select(['passkeys.id', 'passkeys.accountId', 'passkeys.userHandle', 'passkeys.publicKey', 'passkeys.counter'])
    .select(['passkeys.transports', 'accounts.realm'])
    .where('passkeys.credentialId', '=', credentialId)
    .where(canEnter)
    .forUpdate('passkeys')
    .executeTakeFirst()
}

export async function markUsed(ctx: Ctx, id: PasskeyId, use: { counter: number; backedUp: boolean }): Promise<void> {
  await ctx.db
    .updateTable('passkeys')
    .set({ ...use, lastUsedAt: ctx.now })
    .where('id', '=', id)
    .execute()
}

export async function deletePasskey(ctx: Ctx, accountId: AccountId, id: PasskeyId): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('passkeys')
    .where('accountId', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function deletePasskeysOf(ctx: Ctx, accountId: AccountId): Promise<void> {
  await ctx.db.deleteFrom('passkeys').where('accountId', '=', accountId).execute()
}
