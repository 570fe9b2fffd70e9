import { sql } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { isAnsweredFor } from '../sponsorships/sponsorships.ts'
import type { CodeDetails, CodeId, CodePurpose } from './sign-in.tables.ts'

export interface NewCode {
  readonly realm: Realm
  readonly email: string
  readonly purpose: CodePurpose
  readonly codeHash: Buffer
  readonly details: CodeDetails
  readonly expiresAt: Date
}

export async function insertCode(ctx: Ctx, code: NewCode): Promise<CodeId> {
  const { id } = await ctx.db
    .insertInto('emailCodes')
    .values({ ...code, details: JSON.stringify(code.details), createdAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const columns = ['id', 'realm', 'email', 'purpose', 'codeHash', 'details', 'wrongTries', 'expiresAt', 'usedAt'] as const

export async function findCode(ctx: Ctx, id: CodeId) {
  return ctx.db.selectFrom('emailCodes').select(columns).where('id', '=', id).executeTakeFirst()
}

export async function setCodeHash(ctx: Ctx, id: CodeId, codeHash: Buffer): Promise<void> {
  await ctx.db.updateTable('emailCodes').set({ codeHash }).where('id', '=', id).execute()
}

/** Counts a try before it is looked at, so that tries at the same moment cannot go past the limit. */
export async function countTry(ctx: Ctx, id: CodeId, mostTries: number) {
  return ctx.db
    .updateTable('emailCodes')
    .set((eb) => ({ wrongTries: eb('wrongTries', '+', 1) }))
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .where('wrongTries', '<', mostTries)
    .returning(columns)
    .executeTakeFirst()
}

/** True for the one who uses the code; false when it was used meanwhile. */
export async function useCode(ctx: Ctx, id: CodeId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('emailCodes')
    .set({ usedAt: ctx.now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deleteOldCodes(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.deleteFrom('emailCodes').where('createdAt', '<', before).execute()
}

/** Whether somebody left this account and can come back to it. */
export async function isLeft(ctx: Ctx, accountId: AccountId): Promise<boolean> {
  const { rows } = await sql<{ left: boolean }>`select comes_back(${accountId}::bigint) as "left"`.execute(ctx.db)
  return rows[0]!.left
}

/** The address part of the first room that is open to a guest: invited, and somebody answers; undefined when there is none. */
export async function firstRoomOf(ctx: Ctx, accountId: AccountId): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('spaces')
    .innerJoin('memberships', 'memberships.spaceId', 'spaces.id')
    .select('spaces.slug')
    .where('memberships.accountId', '=', accountId)
    .where('spaces.realm', '=', 'bridge')
    .where('spaces.archivedAt', 'is', null)
    .where(isAnsweredFor(sql.ref('memberships.account_id'), sql.ref('spaces.id')))
    .orderBy('spaces.id')
    .executeTakeFirst()
  return row?.slug
}
