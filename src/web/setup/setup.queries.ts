import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

export async function insertLink(ctx: Ctx, tokenHash: Buffer): Promise<void> {
  await ctx.db.insertInto('setupLinks').values({ tokenHash, createdAt: ctx.now }).execute()
}

export async function linkIsOpen(ctx: Ctx, tokenHash: Buffer): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('setupLinks')
    .select('id')
    .where('tokenHash', '=', tokenHash)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** Closes every link that was printed: the house has an owner. */
export async function closeLinks(ctx: Ctx): Promise<void> {
  await ctx.db.updateTable('setupLinks').set({ usedAt: ctx.now }).where('usedAt', 'is', null).execute()
}

export async function forgetSetting(ctx: Ctx, key: string): Promise<void> {
  await ctx.db.deleteFrom('settings').where('key', '=', key).execute()
}

/** Two set-ups at the same moment: the second waits here until the first is done. No other lock has this number. */
export async function lockSetup(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7264653)`.execute(ctx.db)
}
