/** Which people, tags and spaces something stands behind that passes the filters of a search and that the searcher may read. */
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import { sameTags, sideKnownTo } from '../../content/tags/tags.ts'
import { readableThread, shownReply } from '../../content/threads/threads.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import type { Filters } from './asked.ts'
import { narrowed, written } from './filters.queries.ts'

/** So many of the newest posts that the searcher may read are looked through for each. */
const newest = 500

/** Those of the people who wrote such a thread or a reply in one, of their newest 500 of each. */
export async function fittingPeople(ctx: Ctx, filters: Filters, people: readonly PersonCard[]): Promise<PersonCard[]> {
  if (people.length === 0) return []
  const reader = readerOf(ctx.viewer)
  const { rows } = await sql<{ id: number }>`
    select asked.id from unnest(${people.map((one) => one.id)}::bigint[]) asked (id)
    where exists (select from (select threads.* from threads where threads.author_id = asked.id and ${readableThread(reader)}
          order by threads.created_at desc limit ${newest}) threads
        where ${narrowed(ctx, filters)} and ${written(ctx, filters, 'threads.author_id')})
      or exists (select from (select replies.* from replies join threads on threads.id = replies.thread_id
            where replies.author_id = asked.id and ${readableThread(reader)} and ${shownReply(reader)}
              and replies.removed_at is null and replies.recalled_at is null
            order by replies.created_at desc limit ${newest}) replies
          join threads on threads.id = replies.thread_id
        where ${narrowed(ctx, filters)} and ${written(ctx, filters, 'replies.author_id')})`.execute(ctx.db)
  const ids = new Set(rows.map((row) => row.id))
  return people.filter((one) => ids.has(one.id))
}

/** Those of the tags that stand, by whatever name means the same, on such a thread, of their newest 500 on each side. */
export async function fittingTags(ctx: Ctx, filters: Filters, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const on = (side: 'inside' | 'outside'): RawBuilder<unknown> => sql`exists (
    select from ${sameTags(sql`tags.id`, sideKnownTo(ctx.viewer, side))} as of_tag (id) cross join lateral (
        select threads.* from thread_tags join threads on threads.id = thread_tags.thread_id
        where thread_tags.tag_id = of_tag.id and thread_tags.is_outside = ${sql.lit(side === 'outside')}
          and ${readableThread(readerOf(ctx.viewer))}
        order by thread_tags.created_at desc, thread_tags.thread_id desc limit ${newest}) threads
    where ${narrowed(ctx, filters)} and ${written(ctx, filters, 'threads.author_id')})`
  const { rows } = await sql<{ name: string }>`
    select tags.name from tags where tags.name = any(${names}::text[]) and (${on('outside')} or ${on('inside')})`.execute(
    ctx.db,
  )
  const fit = new Set(rows.map((row) => row.name))
  return names.filter((name) => fit.has(name))
}

/** Those of the spaces that hold such a thread, of their newest 500. */
export async function fittingSpaces(ctx: Ctx, filters: Filters, spaces: readonly Space[]): Promise<Space[]> {
  if (spaces.length === 0) return []
  // Each side has its own index of the newest in a space.
  const within = (side: RawBuilder<unknown>) => sql`exists (select from (
      select threads.* from threads where threads.space_id = asked.id and ${side} and ${readableThread(readerOf(ctx.viewer))}
      order by threads.created_at desc, threads.id desc limit ${newest}) threads
    where ${narrowed(ctx, filters)} and ${written(ctx, filters, 'threads.author_id')})`
  const { rows } = await sql<{ id: number }>`
    select asked.id from unnest(${spaces.map((one) => one.id)}::bigint[]) asked (id)
    where ${within(sql`threads.realm = 'outside' and threads.merged_into_id is null`)}
      or ${within(sql`threads.realm <> 'outside'`)}`.execute(ctx.db)
  const ids = new Set(rows.map((row) => row.id))
  return spaces.filter((one) => ids.has(one.id))
}
