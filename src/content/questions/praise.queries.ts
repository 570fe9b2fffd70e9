import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type ThreadId, familyOf } from '../threads/threads.ts'

/** Gives or takes back thanks; false when nothing changed. */
export async function putThanks(ctx: Ctx, id: ThreadId, accountId: AccountId, given: boolean): Promise<boolean> {
  const { numAffectedRows } = given
    ? await sql`insert into praise_thanks (thread_id, account_id, given_at) values (${id}, ${accountId}, ${ctx.now})
        on conflict do nothing`.execute(ctx.db)
    : await sql`delete from praise_thanks where account_id = ${accountId} and thread_id in ${familyOf(id)}`.execute(
        ctx.db,
      )
  return Boolean(numAffectedRows)
}

/** How many people thanked for praise and what was merged into it, each once, and whether the viewer is one of them. */
export async function countThanks(ctx: Ctx, id: ThreadId): Promise<{ count: number; mine: boolean }> {
  const own = ctx.viewer.kind === 'account' ? ctx.viewer.id : null
  const { rows } = await sql<{ count: number; mine: boolean }>`
    select count(distinct account_id)::int as count, coalesce(bool_or(account_id = ${own}::bigint), false) as mine
    from praise_thanks where thread_id in ${familyOf(id)}`.execute(ctx.db)
  return rows[0]!
}
