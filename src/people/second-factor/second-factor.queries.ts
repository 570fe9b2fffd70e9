import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ResetId } from './second-factor.tables.ts'

export async function findFactor(ctx: Ctx, accountId: AccountId) {
  return ctx.db.selectFrom('secondFactors').selectAll().where('accountId', '=', accountId).executeTakeFirst()
}

/** Puts a secret that is not confirmed yet; one that is in force stays as it is. */
export async function putDraft(ctx: Ctx, accountId: AccountId, secret: Buffer): Promise<void> {
  const draft = { secret, madeAt: ctx.now, lastStep: 0 }
  await ctx.db
    .insertInto('secondFactors')
    .values({ accountId, ...draft, confirmedAt: null })
    .onConflict((conflict) =>
      conflict.column('accountId').doUpdateSet(draft).where('secondFactors.confirmedAt', 'is', null),
    )
    .execute()
}

/** True for the one who confirms it. */
export async function confirmFactor(ctx: Ctx, accountId: AccountId, step: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('secondFactors')
    .set({ confirmedAt: ctx.now, lastStep: step })
    .where('accountId', '=', accountId)
    .where('confirmedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Uses up a step of time: false when its code, or a later one, was used before. */
export async function useStep(ctx: Ctx, accountId: AccountId, step: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('secondFactors')
    .set({ lastStep: step })
    .where('accountId', '=', accountId)
    .where('confirmedAt', 'is not', null)
    .where('lastStep', '<', step)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Takes the second factor and its recovery codes away; false when there was none. */
export async function deleteFactor(ctx: Ctx, accountId: AccountId): Promise<boolean> {
  await ctx.db.deleteFrom('recoveryCodes').where('accountId', '=', accountId).execute()
  const { numDeletedRows } = await ctx.db
    .deleteFrom('secondFactors')
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function replaceRecoveryCodes(ctx: Ctx, accountId: AccountId, hashes: readonly Buffer[]): Promise<void> {
  await ctx.db.deleteFrom('recoveryCodes').where('accountId', '=', accountId).execute()
  await ctx.db
    .insertInto('recoveryCodes')
    .values(hashes.map((codeHash) => ({ accountId, codeHash, madeAt: ctx.now })))
    .execute()
}

export async function useRecoveryCode(ctx: Ctx, accountId: AccountId, codeHash: Buffer): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('recoveryCodes')
    .set({ usedAt: ctx.now })
    .where('accountId', '=', accountId)
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function countRecoveryCodes(ctx: Ctx, accountId: AccountId): Promise<number> {
  const { left } = await ctx.db
    .selectFrom('recoveryCodes')
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .where('accountId', '=', accountId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return left
}

/** Whether the account has something that a reset would take away. */
export async function hasFactor(ctx: Ctx, accountId: AccountId): Promise<boolean> {
  return Boolean((await findFactor(ctx, accountId))?.confirmedAt)
}

export async function insertReset(
  ctx: Ctx,
  reset: { accountId: AccountId; askedBy: AccountId; reason: string; stopHash: Buffer; dueAt: Date },
): Promise<ResetId | undefined> {
  const row = await ctx.db
    .insertInto('factorResets')
    .values({ ...reset, askedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

function openResets(ctx: Ctx) {
  return ctx.db.selectFrom('factorResets').where('stoppedAt', 'is', null).where('doneAt', 'is', null)
}

export async function selectOpenResets(ctx: Ctx) {
  return openResets(ctx)
    .innerJoin('accounts', 'accounts.id', 'factorResets.accountId')
    .select(['factorResets.id', 'factorResets.accountId', 'factorResets.reason', 'factorResets.askedAt'])
    .select(['factorResets.dueAt', 'accounts.displayName', 'accounts.realm'])
    .orderBy('factorResets.dueAt')
    .execute()
}

export async function findResetByStop(ctx: Ctx, stopHash: Buffer) {
  return openResets(ctx)
    .innerJoin('accounts', 'accounts.id', 'factorResets.accountId')
    .select(['factorResets.id', 'factorResets.accountId', 'factorResets.dueAt', 'accounts.realm'])
    .where('stopHash', '=', stopHash)
    .executeTakeFirst()
}

/** Ends what waits for an account; returns how many there were (one at most). */
export async function stopResets(ctx: Ctx, accountId: AccountId): Promise<number> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('factorResets')
    .set({ stoppedAt: ctx.now })
    .where('accountId', '=', accountId)
    .where('stoppedAt', 'is', null)
    .where('doneAt', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Marks what is due as done, and gives whose it was. */
export async function takeDueResets(ctx: Ctx): Promise<AccountId[]> {
  const rows = await ctx.db
    .updateTable('factorResets')
    .set({ doneAt: ctx.now })
    .where('stoppedAt', 'is', null)
    .where('doneAt', 'is', null)
    .where('dueAt', '<=', ctx.now)
    .returning('accountId')
    .execute()
  return rows.map((row) => row.accountId)
}

/** The address that belongs to an account now; for mail about its ways in. */
export async function addressOf(ctx: Ctx, accountId: AccountId) {
  const { rows } = await sql<{ email: string | null; realm: string }>`
    select email, realm from accounts where id = ${accountId} and state = 'active'`.execute(ctx.db)
  return rows[0]
}
