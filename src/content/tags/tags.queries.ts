import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { anyOf } from '../../platform/prepared.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { type ThreadId, readableThread } from '../threads/threads.ts'
import { liveThread } from './tags.access.ts'
import type { TagId } from './tags.tables.ts'

/** The tags of these threads, of those that the viewer may read, each by the name that it leads to. */
export function selectTags(ctx: Ctx, threadIds: readonly ThreadId[]) {
  return sql<{ threadId: ThreadId; name: string }>`
    select distinct thread_tags.thread_id, tags.name from thread_tags
      join threads on threads.id = thread_tags.thread_id
      left join tag_synonyms merged on merged.side = threads.realm and merged.tag_id = thread_tags.tag_id
        and merged.undone_at is null
      join tags on tags.id = coalesce(merged.into_id, thread_tags.tag_id)
    where thread_tags.thread_id = ${anyOf(threadIds)} and ${readableThread(readerOf(ctx.viewer))}
    order by tags.name`
}

/** Makes the tags that are not there yet. */
export async function insertTags(ctx: Ctx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await ctx.db
    .insertInto('tags')
    .values(names.map((name) => ({ name, createdAt: ctx.now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * Makes these the tags of a thread, each the one that its name leads to; gives the names. What stands there already
 * under another name of the same stays as it was written, so that a merge can be undone.
 */
export async function replaceTags(ctx: Ctx, threadId: ThreadId, names: readonly string[]): Promise<readonly string[]> {
  await insertTags(ctx, names)
  const { rows } = await sql<{ id: TagId; name: string }>`
    select distinct root.id, root.name from tags join threads on threads.id = ${threadId}
      join tags root on root.id = tag_root(tags.id, threads.realm)
    where tags.name = any(${names}::text[])`.execute(ctx.db)
  const ids = rows.map((row) => row.id)
  const root = sql`tag_root(thread_tags.tag_id, (select threads.realm from threads where threads.id = ${threadId}))`
  await sql`delete from thread_tags where thread_id = ${threadId} and ${root} <> all(${ids}::bigint[])`.execute(ctx.db)
  await sql`insert into thread_tags (thread_id, tag_id)
    select ${threadId}::bigint, id from unnest(${ids}::bigint[]) as wanted (id)
    where not exists (select from thread_tags where thread_id = ${threadId} and ${root} = wanted.id)
    on conflict do nothing`.execute(ctx.db)
  return rows.map((row) => row.name).sort()
}

/** Tags of threads on one side that the viewer may read, walked newest first in each of several tags. */
export function walkOfTag(
  ctx: Ctx,
  within: { ids: RawBuilder<unknown>; isOutside: boolean; more?: RawBuilder<unknown>; limit: number },
): RawBuilder<unknown> {
  const { ids, isOutside, more = sql``, limit } = within
  return sql`unnest(${ids}) as of_tag (id) cross join lateral (
    select threads.id as thread_id, thread_tags.created_at from thread_tags join threads on threads.id = thread_tags.thread_id
    where thread_tags.tag_id = of_tag.id and thread_tags.is_outside = ${sql.lit(isOutside)}
      and ${liveThread} and ${readableThread(readerOf(ctx.viewer))} ${more}
    order by thread_tags.created_at desc, thread_tags.thread_id desc limit ${limit}) as found`
}
