import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'

/** Takes the row until the end of the transaction. True when the account was open and is closed now. */
export async function markClosed(
  ctx: Ctx,
  closing: { accountId: AccountId; closedBy: AccountId | null; reason: string },
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('accounts')
    // The address becomes free: whoever comes back is invited anew. Nothing is left that could sign in.
    .set({ state: 'closed', closedAt: ctx.now, email: null, emailProvedAt: null, passwordHash: null })
    .where('id', '=', closing.accountId)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await ctx.db
    .insertInto('accountClosings')
    .values({ ...closing, closedAt: ctx.now })
    .execute()
  return true
}
