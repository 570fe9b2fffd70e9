import { sql } from 'kysely'
import type { Ctx } from '../platform/context.ts'

export async function answers(ctx: Ctx): Promise<boolean> {
  return sql`select 1`.execute(ctx.db).then(
    () => true,
    () => false,
  )
}
