import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { AuthorFacts } from './spam-score.ts'

/** What an author posted lately; `body` counts as the same when it was posted within a day, hidden or not. */
export async function readAuthor(ctx: Ctx, id: AccountId, body: string): Promise<AuthorFacts> {
  const { rows } = await sql<AuthorFacts>`
    with recent as (
      select created_at, body from threads where author_id = ${id} and created_at > ${ago(ctx, 1440)}
      union all select created_at, body from replies where author_id = ${id} and created_at > ${ago(ctx, 1440)}
    )
    select greatest(0, extract(epoch from ${ctx.now}::timestamptz - accounts.created_at) / 86400)::float8 as days,
      (select count(*)::int from (
        (select 1 from threads where author_id = ${id} and hidden_at is null and removed_at is null limit 100)
        union all (select 1 from replies where author_id = ${id} and hidden_at is null and removed_at is null limit 100)) own) as posts,
      (select count(*)::int from recent where created_at > ${ago(ctx, 60)}) as posts_in_hour,
      (select count(*)::int from recent where created_at > ${ago(ctx, 10)}) as posts_in_ten_minutes,
      (select count(*)::int from recent where recent.body = ${body}) as same_text
    from accounts where accounts.id = ${id}`.execute(ctx.db)
  return rows[0]!
}

function ago(ctx: Ctx, minutes: number): Date {
  return new Date(ctx.now.getTime() - minutes * 60_000)
}

/** When somebody last posted on the outside or on the inside with its bridges. */
export async function lastPostAt(ctx: Ctx, id: AccountId, side: 'outside' | 'inside'): Promise<Date | undefined> {
  const there = side === 'outside' ? sql`threads.realm = 'outside'` : sql`threads.realm <> 'outside'`
  const { rows } = await sql<{ at: Date | null }>`
    select max(at) as at from (
      (select threads.created_at as at from threads where threads.author_id = ${id} and ${there}
        order by threads.created_at desc limit 1)
      union all
      (select replies.created_at from replies join threads on threads.id = replies.thread_id
        where replies.author_id = ${id} and ${there} order by replies.created_at desc limit 1)) last`.execute(ctx.db)
  return rows[0]?.at ?? undefined
}
