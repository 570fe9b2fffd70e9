import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { type Place, type PageOf, pageOf } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { type ThreadId, type ThreadType, readableThread, shownReply } from '../threads/threads.ts'
import { isProduct, knowsProducts, liveThread, readableTagging, sideKnownTo } from './tags.access.ts'
import { walkOfTag } from './tags.queries.ts'
import type { TagId, TagSide } from './tags.tables.ts'

/** A tag with the other names that lead to it on a side. */
export interface Family {
  readonly id: TagId
  readonly name: string
  /** Of the tag and of its other names. */
  readonly ids: readonly TagId[]
  readonly side: TagSide
}

/** So many of the newest threads of a tag say who knows it and what stands beside it. */
const newest = 500
/** The fewest thanks that make an answer much-thanked. */
const muchThanked = 3
/** So many tags are met at most for the months of a tag. */
export const mostInTrend = 20_000

/** The tag that a name leads to on a side, its own id, and whether it is a product there; undefined when there is none. */
export async function findFamily(
  ctx: Ctx,
  name: string,
  side: TagSide,
): Promise<{ family: Family; askedId: TagId; isProduct: boolean } | undefined> {
  const known = sideKnownTo(ctx.viewer, side)
  const product = side === 'outside' && knowsProducts(ctx.viewer) ? isProduct(sql`root.id`) : sql`false`
  const { rows } = await sql<{ askedId: TagId; id: TagId; name: string; others: TagId[]; isProduct: boolean }>`
    select tags.id as asked_id, root.id, root.name, ${product} as is_product,
      array(select s.tag_id from tag_synonyms s where s.side = ${known} and s.into_id = root.id and s.undone_at is null
        order by s.tag_id) as others
    from tags join tags root on root.id = tag_root(tags.id, ${known}) where tags.name = ${name}`.execute(ctx.db)
  const row = rows[0]
  if (!row) return undefined
  const { askedId, id, others, isProduct: named } = row
  return { family: { id, name: row.name, ids: [id, ...others], side }, askedId, isProduct: named }
}

function walk(ctx: Ctx, family: Pick<Family, 'ids' | 'side'>, limit: number, more?: RawBuilder<unknown>) {
  const ids = sql`${family.ids}::bigint[]`
  return walkOfTag(ctx, { ids, isOutside: family.side === 'outside', limit, ...(more && { more }) })
}

/** Whether the viewer may read anything that carries one of these tags on a side. */
export async function isMet(ctx: Ctx, family: Pick<Family, 'ids' | 'side'>): Promise<boolean> {
  const { rows } = await sql`select from ${walk(ctx, family, 1)} limit 1`.execute(ctx.db)
  return rows.length > 0
}

/** One page of the threads of a tag that the viewer may read, newest first. */
export async function selectThreadIds(
  ctx: Ctx,
  family: Family,
  types: readonly ThreadType[] | undefined,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<{ id: ThreadId; at: Date }>> {
  const more = sql`${types ? sql`and threads.type = any(${types}::text[])` : sql``}
    ${after ? sql`and (thread_tags.created_at, thread_tags.thread_id) < (${after.at}::timestamptz, ${after.id}::bigint)` : sql``}`
  const { rows } = await sql<{ id: ThreadId; at: Date }>`
    select distinct found.created_at as at, found.thread_id as id from ${walk(ctx, family, limit + 1, more)}
    order by at desc, id desc limit ${limit + 1}`.execute(ctx.db)
  return pageOf(rows, limit, (row) => row)
}

/** How many threads of a tag the viewer may read, counted up to `most` + 1. */
export async function countThreads(ctx: Ctx, family: Family, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select least(count(distinct found.thread_id), ${most + 1})::int as count from ${walk(ctx, family, most + 1)}`.execute(
    ctx.db,
  )
  return rows[0]!.count
}

/** The ideas of a tag with the most votes, of those that the viewer may read and that stand for themselves. */
export async function selectBestIdeas(ctx: Ctx, family: Family, limit: number): Promise<ThreadId[]> {
  const { rows } = await sql<{ id: ThreadId }>`
    select ideas.thread_id as id from ideas join threads on threads.id = ideas.thread_id
    where ideas.is_listed and ${liveThread}
      and ideas.thread_id in (select thread_tags.thread_id from thread_tags
        where thread_tags.tag_id = any(${family.ids}::bigint[])
          and thread_tags.is_outside = ${sql.lit(family.side === 'outside')})
      and ${readableThread(readerOf(ctx.viewer))}
    order by ideas.score desc, ideas.thread_id desc limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.id)
}

export interface Knower {
  readonly accountId: AccountId
  /** Outside: answers that an asker accepted or the company stands behind. Inside: posts with this tag. */
  readonly count: number
  readonly thanks: number
}

/**
 * Who knows a tag, by its newest threads that the viewer may read. Outside: whose answers were accepted or much thanked
 * for. Inside, where nothing is accepted: who writes about it.
 */
export async function selectKnowers(ctx: Ctx, family: Family, limit: number): Promise<readonly Knower[]> {
  const reader = readerOf(ctx.viewer)
  const outside = sql`
    select replies.author_id, count(*) filter (where marks.is_chosen)::int as count,
      sum(replies.kudos_count + replies.imported_score)::int as thanks
    from recent join threads on threads.id = recent.thread_id
      join replies on replies.thread_id = threads.id and replies.kind = 'answer'
      cross join lateral (select exists (select from answer_acceptances a where a.answer_id = replies.id)
        or exists (select from official_answers o where o.answer_id = replies.id and o.ended_at is null) as is_chosen) marks
    where replies.recalled_at is null and replies.removed_at is null and ${shownReply(reader)}
      and (marks.is_chosen or replies.kudos_count + replies.imported_score >= ${muchThanked})
    group by replies.author_id`
  const inside = sql`
    select threads.author_id, count(*)::int as count, 0 as thanks
    from recent join threads on threads.id = recent.thread_id group by threads.author_id`
  const { rows } = await sql<Knower>`
    with recent as materialized (select distinct found.thread_id from ${walk(ctx, family, newest)})
    select knows.author_id as account_id, knows.count, knows.thanks
    from (${family.side === 'outside' ? outside : inside}) as knows
      join accounts on accounts.id = knows.author_id and accounts.state <> 'closed'
    order by knows.count desc, knows.thanks desc, knows.author_id limit ${limit}`.execute(ctx.db)
  return rows
}

/** The tags that stand most often beside one, on its newest threads that the viewer may read. */
export async function selectBeside(
  ctx: Ctx,
  family: Family,
  limit: number,
): Promise<readonly { name: string; count: number }[]> {
  const { rows } = await sql<{ name: string; count: number }>`
    with recent as materialized (select distinct found.thread_id from ${walk(ctx, family, newest)})
    select tags.name, count(distinct recent.thread_id)::int as count
    from recent join thread_tags on thread_tags.thread_id = recent.thread_id
      join tags on tags.id = tag_root(thread_tags.tag_id, ${sideKnownTo(ctx.viewer, family.side)})
    where tags.id <> ${family.id}
    group by tags.name order by count desc, tags.name limit ${limit}`.execute(ctx.db)
  return rows
}

export interface MonthRow {
  /** As `2026-11`. */
  readonly month: string
  readonly count: number
  /** Tags met on the way: more than threads where one carries two names of the tag. */
  readonly met: number
}

/**
 * How many threads of a tag that the viewer may read began in each month since a moment: of the newest `mostInTrend` that
 * carry it, met along the index of tags alone.
 */
export async function selectMonths(ctx: Ctx, family: Family, since: Date): Promise<readonly MonthRow[]> {
  // One name stands once on a thread.
  const threads = family.ids.length === 1 ? sql`count(*)` : sql`count(distinct found.thread_id)`
  const { rows } = await sql<MonthRow>`
    select to_char(month, 'YYYY-MM') as month, count, met from (
      select date_trunc('month', found.created_at at time zone 'UTC') as month, ${threads}::int as count, count(*)::int as met
      from (select of_name.* from unnest(${family.ids}::bigint[]) as of_tag (id) cross join lateral (
          select thread_tags.thread_id, thread_tags.created_at from thread_tags
          where thread_tags.tag_id = of_tag.id and thread_tags.is_outside = ${sql.lit(family.side === 'outside')}
            and thread_tags.created_at >= ${since} and ${readableTagging(readerOf(ctx.viewer))}
          order by thread_tags.created_at desc, thread_tags.thread_id desc limit ${mostInTrend}) as of_name
        order by of_name.created_at desc limit ${mostInTrend}) as found
      group by 1) as months`.execute(ctx.db)
  return rows
}

export interface TagRow {
  readonly id: TagId
  readonly name: string
  /** The name that it leads to. */
  readonly into: string | null
  /** Up to `mostCounted` + 1. */
  readonly count: number
}

/**
 * Tags of a side that begin so, in the order of their names after one of them, of those that stand on something that the
 * viewer may read; another name of a tag by itself, with what it leads to.
 */
export async function selectTagPage(
  ctx: Ctx,
  asked: { side: TagSide; beginning: string; after: string | undefined },
  limit: number,
  mostCounted: number,
): Promise<readonly TagRow[]> {
  const { beginning, after } = asked
  const side = sideKnownTo(ctx.viewer, asked.side)
  const own = (most: number) =>
    walkOfTag(ctx, { ids: familyOfRow(side), isOutside: asked.side === 'outside', limit: most })
  const start = beginning.replace(/[\\%_]/g, '\\$&')
  const { rows } = await sql<TagRow>`
    select tags.id, tags.name, root.name as into,
      (select least(count(distinct found.thread_id), ${mostCounted + 1})::int from ${own(mostCounted + 1)}) as count
    from tags
      left join tag_synonyms merged on merged.side = ${side} and merged.tag_id = tags.id and merged.undone_at is null
      left join tags root on root.id = merged.into_id
    where tags.name like ${`${start}%`} and tags.name > ${after ?? ''}
      and (exists (select from thread_tags used where used.tag_id = tags.id and used.is_outside = ${sql.lit(asked.side === 'outside')})
        or exists (select from tag_synonyms s where s.side = ${side} and s.into_id = tags.id and s.undone_at is null))
      and exists (select from ${own(1)})
    order by tags.name limit ${limit + 1}`.execute(ctx.db)
  return rows
}

function familyOfRow(side: TagSide | null): RawBuilder<unknown> {
  return sql`array(select tags.id union all select s.tag_id from tag_synonyms s
    where s.side = ${side} and s.into_id = tags.id and s.undone_at is null)`
}
