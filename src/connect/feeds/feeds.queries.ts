import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { sameTags, walkOfTag } from '../../content/tags/tags.ts'
import {
  type ReplyId,
  type ReplyKind,
  type ThreadId,
  type ThreadType,
  outsideTypes,
  readableThread,
  shownReply,
} from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type SpaceId, readableSpace, readableSpaceIds } from '../../realms/spaces/spaces.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { isListed } from '../robots/robots.ts'

/** The threads that a feed is made of: each narrows the rest. */
export interface FeedFilter {
  readonly spaceId?: SpaceId
  readonly type?: ThreadType
  readonly tag?: string
  readonly authorId?: AccountId
}

/** What stands as its own page outside, with its text. The words are those of the index `threads_mapped`. */
const standing = sql<SqlBool>`(threads.realm = 'outside' and threads.merged_into_id is null
  and threads.removed_at is null and threads.recalled_at is null)`

/** What feeds and the site map leave out: spaces that search engines may not list. */
const listedThread = isListed(sql`threads.space_id`)

/**
 * The newest threads outside that the viewer may read and that may be listed, newest first. Each space is asked for its
 * newest alone, along an index; a tag and an author have indexes of their own. `unlisted`: those of such spaces too, for
 * an address that only its owner knows.
 */
export async function selectFeedIds(
  ctx: Ctx,
  filter: FeedFilter,
  limit: number,
  options: { unlisted?: true } = {},
): Promise<ThreadId[]> {
  const parts: RawBuilder<SqlBool>[] = [standing, readableThread(readerOf(ctx.viewer))]
  if (!options.unlisted) parts.push(listedThread)
  if (filter.type) parts.push(sql<SqlBool>`threads.type = ${filter.type}`)
  if (filter.authorId) parts.push(sql<SqlBool>`threads.author_id = ${filter.authorId}`)
  const newest = sql`order by threads.created_at desc, threads.id desc limit ${limit}`
  const condition = sql.join(parts, sql` and `)
  if (filter.tag !== undefined) return selectIdsOfTag(ctx, filter.tag, limit)
  if (filter.authorId) {
    const only = filter.spaceId ? sql`threads.space_id = ${filter.spaceId} and ${condition}` : condition
    const { rows } = await sql<{ id: ThreadId }>`select threads.id from threads where ${only} ${newest}`.execute(ctx.db)
    return rows.map((row) => row.id)
  }
  const places = [sql`place.realm = 'outside' and place.id in ${readableSpaceIds(readerOf(ctx.viewer))}`]
  if (!options.unlisted) places.push(isListed(sql`place.id`))
  if (filter.spaceId) places.push(sql`place.id = ${filter.spaceId}`)
  const { rows } = await sql<{ id: ThreadId }>`
    select newest.id from spaces place cross join lateral (
      select threads.id, threads.created_at from threads where threads.space_id = place.id and ${condition} ${newest}
    ) newest where ${sql.join(places, sql` and `)} order by newest.created_at desc, newest.id desc limit ${limit}`.execute(
    ctx.db,
  )
  return rows.map((row) => row.id)
}

/** The newest threads outside with a tag, or with another name of it. */
async function selectIdsOfTag(ctx: Ctx, tag: string, limit: number): Promise<ThreadId[]> {
  const same = sameTags(sql`(select tags.id from tags where tags.name = ${tag})`, 'outside')
  const walk = walkOfTag(ctx, { ids: sql`array${same}`, isOutside: true, more: sql`and ${listedThread}`, limit })
  const { rows } = await sql<{ id: ThreadId }>`select found.thread_id as id from ${walk}
    group by found.thread_id, found.created_at order by found.created_at desc, found.thread_id desc
    limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.id)
}

export interface FeedReply {
  readonly id: ReplyId
  readonly threadId: ThreadId
  readonly kind: ReplyKind
  readonly authorId: AccountId
  readonly body: string
  readonly createdAt: Date
  readonly editedAt: Date | null
}

/** The newest replies outside of one author that the viewer may read, in spaces that may be listed, newest first. */
export async function selectRepliesOf(ctx: Ctx, authorId: AccountId, limit: number): Promise<FeedReply[]> {
  const { rows } = await sql<FeedReply>`
    select replies.id, replies.thread_id, replies.kind, replies.author_id, replies.body, replies.created_at,
      replies.edited_at
    from replies join threads on threads.id = replies.thread_id
    where replies.author_id = ${authorId} and replies.recalled_at is null and replies.removed_at is null
      and ${standing} and ${listedThread} and ${readableThread(readerOf(ctx.viewer))}
      and ${shownReply(readerOf(ctx.viewer))}
    order by replies.created_at desc, replies.id desc limit ${limit}`.execute(ctx.db)
  return rows
}

export interface SitemapRow {
  readonly id: ThreadId
  readonly slug: string
  readonly realm: 'outside'
  readonly type: ThreadType
  readonly activeAt: Date
  readonly editedAt: Date | null
}

/** What may stand in the site map, in the words of its index. */
const mapped = sql<SqlBool>`(threads.realm = 'outside' and threads.audience = 'space' and threads.reach is null
  and threads.merged_into_id is null and threads.hidden_at is null and threads.removed_at is null
  and threads.recalled_at is null)`

function listed(ctx: Ctx): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${mapped} and ${listedThread} and ${readableThread(readerOf(ctx.viewer))})`
}

/** The numbers of the sitemap pages that have something in them; page n holds the ids from n × size on. */
export async function selectSitemapPages(ctx: Ctx, size: number): Promise<number[]> {
  const { rows } = await sql<{ page: number }>`
    select page::int from generate_series(0, coalesce((select max(id) from threads where ${mapped}), 0) / ${size}::bigint) page
    where exists (select from threads where threads.id >= page * ${size}::bigint and threads.id < (page + 1) * ${size}::bigint
      and ${listed(ctx)})`.execute(ctx.db)
  return rows.map((row) => row.page)
}

/** The threads outside of one sitemap page that the viewer may read, by id. */
export async function selectSitemapPage(ctx: Ctx, page: number, size: number): Promise<SitemapRow[]> {
  const { rows } = await sql<SitemapRow>`
    select threads.id, threads.slug, threads.realm, threads.type, threads.active_at, threads.edited_at from threads
    where threads.id >= ${page * size} and threads.id < ${(page + 1) * size}
      and ${listed(ctx)}
    order by threads.id`.execute(ctx.db)
  return rows
}

/** The numbers of the sitemap pages of tags that have a tag in use. */
export async function selectTagPages(ctx: Ctx, size: number): Promise<number[]> {
  const { rows } = await sql<{ page: number }>`
    select page::int from generate_series(0, coalesce((select max(id) from tags), 0) / ${size}::bigint) page
    where exists (select from tags where tags.id >= page * ${size}::bigint and tags.id < (page + 1) * ${size}::bigint
      and ${inUse(ctx)})`.execute(ctx.db)
  return rows.map((row) => row.page)
}

/** The tags of one sitemap page, by their first name, that stand at something that the viewer may read, by id. */
export async function selectTagPage(ctx: Ctx, page: number, size: number): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tags.name from tags where tags.id >= ${page * size} and tags.id < ${(page + 1) * size} and ${inUse(ctx)}
    order by tags.id`.execute(ctx.db)
  return rows.map((row) => row.name)
}

function inUse(ctx: Ctx): RawBuilder<SqlBool> {
  return sql<SqlBool>`(not exists (select from tag_synonyms other
      where other.side = 'outside' and other.tag_id = tags.id and other.undone_at is null)
    and exists (select from thread_tags join threads on threads.id = thread_tags.thread_id
      where thread_tags.tag_id in ${sameTags(sql`tags.id`, 'outside')} and thread_tags.is_outside and ${listed(ctx)}))`
}

/** The spaces outside that the viewer may read and that may be listed, with when something last happened there. */
export async function selectListedSpaces(ctx: Ctx): Promise<{ slug: string; activeAt: Date | null }[]> {
  const { rows } = await sql<{ slug: string; activeAt: Date | null }>`
    select spaces.slug, (select max(latest.active_at) from unnest(${outsideTypes}::text[]) kind cross join lateral (
        select threads.active_at from threads where threads.space_id = spaces.id and threads.type = kind and ${mapped}
        order by threads.active_at desc limit 1) latest) as active_at
    from spaces where spaces.realm = 'outside' and ${isListed(sql`spaces.id`)} and ${readableSpace(readerOf(ctx.viewer))}
    order by spaces.id limit 50000`.execute(ctx.db)
  return rows
}
