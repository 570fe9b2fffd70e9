import type { Ctx } from './context.ts'

/** A setting of the whole installation; undefined when never set. */
export async function findSetting<Value>(ctx: Ctx, key: string): Promise<Value | undefined> {
  const row = await ctx.db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value as Value | undefined
}

export async function putSetting(ctx: Ctx, key: string, value: unknown): Promise<void> {
  const row = { key, value: JSON.stringify(value), changedAt: ctx.now }
  await ctx.db
    .insertInto('settings')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute()
}
