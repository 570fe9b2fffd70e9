import { type RawBuilder, sql } from 'kysely'
import type { ThreadId, ThreadType } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { publicSpace, publicThread } from './inbound-links.access.ts'

/** How often people came from one page elsewhere to one of ours on one day. */
export interface Counted {
  readonly day: string
  readonly threadId: ThreadId | null
  /** The address of a space. */
  readonly space: string | null
  /** One of the lists; empty for a thread and a space, and for the rest of a day, which has no host either. */
  readonly page: string
  readonly host: string
  readonly path: string
  times: number
}

/** So many different sources are kept of one page and day; what comes from others is one number beside them. */
export const mostSources = 50
/** So many different rows are kept of one day; what comes beyond is one number for that day. */
export const mostOfDay = 5000

/** Any constant does: processes that write at the same moment would count each other's rows wrong, and could wait in a circle. */
const turn = 4_812_048

/**
 * Adds what was counted. What is not public at this moment is not written. A page's first sources of a day stay, the
 * rest goes into its row without a host, and of a day that is full into the one row without a page.
 */
export async function addInboundLinks(ctx: Ctx, all: readonly Counted[]): Promise<void> {
  const column = <Value>(of: (one: Counted) => Value): Value[] => all.map(of)
  await ctx.transaction(async (inside) => {
    await sql`select pg_advisory_xact_lock(${turn})`.execute(inside.db)
    await sql`
      with sent as (
        select * from unnest(${column((one) => one.day)}::date[], ${column((one) => one.threadId)}::bigint[],
          ${column((one) => one.space)}::text[], ${column((one) => one.page)}::text[],
          ${column((one) => one.host)}::text[], ${column((one) => one.path)}::text[],
          ${column((one) => one.times)}::bigint[]) sent (day, thread_id, space, page, host, path, times)
      ), open as (
        select sent.day, 't' || threads.id as place, threads.id as thread_id, null::bigint as space_id, '' as page,
          sent.host, sent.path, sent.times
        from sent join threads on threads.id = sent.thread_id where ${publicThread()}
        union all
        select sent.day, 's' || spaces.id, null, spaces.id, '', sent.host, sent.path, sent.times
        from sent join spaces on spaces.slug = sent.space where ${publicSpace()}
        union all
        select sent.day, sent.page, null, null, sent.page, sent.host, sent.path, sent.times
        from sent where sent.thread_id is null and sent.space is null
      ), days as (
        select day, count(*) as held from inbound_links where day in (select day from sent) group by day
      ), places as (
        select day, place, count(*) as held from inbound_links
        where (day, place) in (select day, place from open) group by day, place
      ), known as (
        select open.*, open.host = '' or exists (select from inbound_links same where same.day = open.day
          and same.place = open.place and same.host = open.host and same.path = open.path) as is_known
        from open
      ), numbered as (
        select known.*,
          row_number() over (partition by known.day, known.place, is_known order by times desc, host, path)
            + coalesce(places.held, 0) as of_place,
          row_number() over (partition by known.day, is_known order by times desc, known.place, host, path)
            + coalesce(days.held, 0) as of_day
        from known left join places using (day, place) left join days using (day)
      ), fitted as (
        select day, times, is_known or of_day <= ${mostOfDay} as has_page,
          is_known or (of_day <= ${mostOfDay} and of_place <= ${mostSources}) as has_source,
          thread_id, space_id, page, host, path
        from numbered
      )
      insert into inbound_links (day, thread_id, space_id, page, host, path, times)
      select day, case when has_page then thread_id end, case when has_page then space_id end,
        case when has_page then page else '' end, case when has_source then host else '' end,
        case when has_source then path else '' end, sum(times)
      from fitted group by 1, 2, 3, 4, 5, 6
      on conflict (day, place, host, path) do update set times = inbound_links.times + excluded.times`.execute(
      inside.db,
    )
  })
}

/** The first day of so many that end today. */
function since(ctx: Ctx, days: number): RawBuilder<unknown> {
  return sql`((${ctx.now}::timestamptz at time zone 'UTC')::date - ${days - 1}::int)`
}

/**
 * Every link of the last days to what is public now, where it stands now: what led to a thread that was merged leads to
 * where it went.
 */
function links(ctx: Ctx, days: number): RawBuilder<unknown> {
  return sql`(
    with recursive counted as (
      select thread_id, space_id, page, host, path, sum(times)::bigint as times, min(id) as id
      from inbound_links where day >= ${since(ctx, days)} and place <> '' group by thread_id, space_id, page, host, path
    ), stands (came_to, id) as (
      select distinct thread_id, thread_id from counted where thread_id is not null
      union
      select stands.came_to, threads.merged_into_id from stands join threads on threads.id = stands.id
      where threads.merged_into_id is not null
    ), places (came_to, id) as materialized (
      select stands.came_to, threads.id from stands join threads on threads.id = stands.id
      where threads.merged_into_id is null and ${publicThread()}
    ), whole as (
      select 't' || places.id as place, host, path, times, counted.id
      from counted join places on places.came_to = counted.thread_id
      union all
      select 's' || space_id, host, path, times, id from counted
      where space_id in (select spaces.id from spaces where ${publicSpace()})
      union all
      select page, host, path, times, id from counted where page <> ''
    )
    select place, host, path, sum(times)::bigint as times, min(id) as id from whole group by place, host, path
  )`
}

/** Where a list that has the most first goes on. */
export interface Spot {
  readonly times: number
  readonly id: number
}

/** A page that others link to: a thread (with `type`), a space (with a slug), or the list whose path is its `place`. */
export interface LinkedRow extends Spot {
  readonly place: string
  readonly threadId: ThreadId | null
  readonly type: ThreadType | null
  readonly slug: string | null
  readonly title: string | null
  readonly sources: number
}

export interface SourceRow extends Spot {
  readonly place: string
  readonly host: string
  readonly path: string
}

/** Pages of the last days, or the one at `place`, those that most were led to first. */
export async function selectLinked(
  ctx: Ctx,
  days: number,
  which: { after?: Spot | undefined; place?: string },
  limit: number,
): Promise<LinkedRow[]> {
  const { after, place } = which
  const { rows } = await sql<LinkedRow>`
    select pages.*, threads.id as thread_id, threads.type, coalesce(threads.slug, spaces.slug) as slug,
      coalesce(threads.title, spaces.title) as title
    from (select * from (
        select place, sum(times)::bigint as times, min(id) as id, count(*) filter (where host <> '')::int as sources
        from ${links(ctx, days)} links ${place === undefined ? sql`` : sql`where place = ${place}`} group by place) all_pages
      ${after ? sql`where (times, id) < (${after.times}::bigint, ${after.id}::bigint)` : sql``}
      order by times desc, id desc limit ${limit}) pages
    left join threads on threads.id = case when place like 't%' then substr(place, 2)::bigint end
    left join spaces on spaces.id = case when place like 's%' then substr(place, 2)::bigint end
    order by pages.times desc, pages.id desc`.execute(ctx.db)
  return rows
}

/** Of each of these pages the sites that lead there most; so many of each. */
export async function selectMostSources(
  ctx: Ctx,
  days: number,
  places: readonly string[],
  ofEach: number,
): Promise<SourceRow[]> {
  if (places.length === 0) return []
  const { rows } = await sql<SourceRow>`
    select place, host, path, times, id from (
      select links.*, row_number() over (partition by place order by times desc, id desc) as nth
      from ${links(ctx, days)} links where place = any(${[...places]}::text[])) numbered
    where nth <= ${ofEach} order by times desc, id desc`.execute(ctx.db)
  return rows
}

/** The sites that lead to one page, those that lead there most first. */
export async function selectSources(
  ctx: Ctx,
  days: number,
  place: string,
  after: Spot | undefined,
  limit: number,
): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    select place, host, path, times, id from ${links(ctx, days)} links where place = ${place}
      ${after ? sql`and (times, id) < (${after.times}::bigint, ${after.id}::bigint)` : sql``}
    order by times desc, id desc limit ${limit}`.execute(ctx.db)
  return rows
}

/** How many came in the last days by what was not kept for itself. */
export async function countRest(ctx: Ctx, days: number): Promise<number> {
  const { rows } = await sql<{ times: number }>`select coalesce(sum(times), 0)::bigint as times
    from inbound_links where day >= ${since(ctx, days)} and place = ''`.execute(ctx.db)
  return rows[0]!.times
}

/** The id of the space at an address, when everybody reads it. */
export async function findPublicSpace(ctx: Ctx, slug: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`select spaces.id from spaces
    where spaces.slug = ${slug} and ${publicSpace()}`.execute(ctx.db)
  return rows[0]?.id
}

export async function deleteInboundLinks(ctx: Ctx, olderThanDays: number): Promise<void> {
  await sql`delete from inbound_links where day < ${since(ctx, olderThanDays)}`.execute(ctx.db)
}
