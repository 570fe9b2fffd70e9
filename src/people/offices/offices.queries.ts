import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ExceptionId, Office } from './offices.tables.ts'

/** The offices that somebody holds, and whether they can hold any: an active account inside. */
export async function findHolder(ctx: Ctx, accountId: AccountId) {
  return ctx.db
    .selectFrom('accounts')
    .select(['id', 'displayName', 'realm', 'state'])
    .where('id', '=', accountId)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
}

/** Takes the row of somebody until the end of the transaction: two who give them offices come one after the other. */
export async function lockHolder(ctx: Ctx, accountId: AccountId): Promise<void> {
  await ctx.db.selectFrom('accounts').select('id').where('id', '=', accountId).forNoKeyUpdate().execute()
}

export async function findInsideByEmail(ctx: Ctx, email: string): Promise<AccountId | undefined> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('realm', '=', 'inside')
    .where('email', '=', email)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return row?.id
}

export async function selectHeld(ctx: Ctx) {
  return ctx.db
    .selectFrom('offices')
    .innerJoin('accounts', 'accounts.id', 'offices.accountId')
    .select(['offices.office', 'offices.givenAt', 'accounts.id as accountId', 'accounts.displayName', 'accounts.realm'])
    .where('offices.endedAt', 'is', null)
    .orderBy('offices.office')
    .orderBy('offices.id')
    .execute()
}

export async function officesOf(ctx: Ctx, accountId: AccountId): Promise<Office[]> {
  const rows = await ctx.db
    .selectFrom('offices')
    .select('office')
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .execute()
  return rows.map((row) => row.office)
}

/** True when the office was not held before. */
export async function insertOffice(
  ctx: Ctx,
  accountId: AccountId,
  office: Office,
  given: { by: AccountId | null; exceptionId?: ExceptionId },
): Promise<boolean> {
  const row = await ctx.db
    .insertInto('offices')
    .values({ accountId, office, givenBy: given.by, givenAt: ctx.now, exceptionId: given.exceptionId ?? null })
    .onConflict((conflict) => conflict.columns(['accountId', 'office']).where('endedAt', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function endOffice(ctx: Ctx, accountId: AccountId, office: Office): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('offices')
    .set({ endedAt: ctx.now })
    .where('accountId', '=', accountId)
    .where('office', '=', office)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Takes the rows of everyone who holds an office until the end of the transaction, so that the last one cannot leave twice. */
export async function lockHolders(ctx: Ctx, office: Office): Promise<AccountId[]> {
  const rows = await ctx.db
    .selectFrom('offices')
    .innerJoin('accounts', 'accounts.id', 'offices.accountId')
    .select('offices.accountId')
    .where('offices.office', '=', office)
    .where('offices.endedAt', 'is', null)
    .where('accounts.state', '=', 'active')
    .forUpdate('offices')
    .execute()
  return rows.map((row) => row.accountId)
}
