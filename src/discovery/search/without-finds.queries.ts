import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

export interface WithoutFinds {
  readonly words: string
  readonly days: number
  readonly times: number
  /** The last day, YYYY-MM-DD. */
  readonly last: string
}

/** Once more on this day; not where the words are part of anybody's name. */
export async function countNothing(
  ctx: Ctx,
  { side, words, most }: { side: 'inside' | 'outside'; words: string; most: number },
): Promise<void> {
  await sql`
    insert into searches_without_finds (side, day, words)
    select ${side}, (${ctx.now}::timestamptz at time zone 'UTC')::date, ${words}
    where not exists (select from accounts, unnest(string_to_array(${words}, ' ')) word
        where lower(accounts.display_name) like '%' || word || '%'
          and ' ' || lower(accounts.display_name) || ' ' like '% ' || word || ' %')
      and (select count(*) from (select from searches_without_finds held where held.side = ${side}
        and held.day = (${ctx.now}::timestamptz at time zone 'UTC')::date limit ${most}) counted) < ${most}
    on conflict (side, day, words) do update set times = searches_without_finds.times + 1`.execute(ctx.db)
}

/** What was asked on at least so many days, the most days first. */
export async function selectNothing(ctx: Ctx, side: 'inside' | 'outside', days: number): Promise<WithoutFinds[]> {
  const { rows } = await sql<WithoutFinds>`
    select words, count(*)::int as days, sum(times)::int as times, max(day) as last
    from searches_without_finds where side = ${side} group by words having count(*) >= ${days}
    order by days desc, times desc, words limit 100`.execute(ctx.db)
  return rows
}

export async function deleteNothing(ctx: Ctx, days: number): Promise<void> {
  await sql`delete from searches_without_finds where side in ('inside', 'outside')
    and day < (${ctx.now}::timestamptz at time zone 'UTC')::date - ${days}::int`.execute(ctx.db)
}
