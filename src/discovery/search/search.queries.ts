import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import { type TagSide, sameTags, sideKnownTo } from '../../content/tags/tags.ts'
import { type ReplyId, type ThreadId, readableThread, shownReply } from '../../content/threads/threads.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { readableSpaceIds } from '../../realms/spaces/spaces.ts'
import type { Filters, WordGroup } from './asked.ts'
import { groupQuery, halfQuery } from './half-words.queries.ts'
import type { HalfAsked } from './half-words.ts'

/** The words of a search as the index knows them, and how they are best looked for. */
export interface Wanted {
  /** A `tsquery` as text, made by the database; empty where a search has filters alone. */
  readonly query: string
  /** The sides on which the viewer reads anything at all. */
  readonly realms: readonly Realm[]
  readonly inThreads: Plan
  readonly inReplies: Plan
}

/**
 * Words that few posts hold are looked up in the index of words, and what they give is sorted. Words that many hold are
 * met soon enough when one walks along the newest.
 */
type Plan = 'look-up' | 'walk'

/** Of so many of the newest threads and replies it is counted how many match, to choose the plan. */
const sampled = 500
/** Where so many of them match, a walk meets the 300 to rank in 12,500 posts, and looking up would give more than those. */
const common = 12

/** What the words ask for in every language; undefined where nothing is left to ask for. */
export async function selectWanted(
  ctx: Ctx,
  groups: readonly WordGroup[],
  filters: Filters,
): Promise<Wanted | undefined> {
  if (groups.length === 0) return planFor(ctx, sql`to_tsquery('simple', '')`, filters)
  const wanted = await planFor(ctx, sql.join(groups.map(groupQuery), sql` || `), filters)
  return wanted.query === '' ? undefined : wanted
}

/** The same for words of which the last is half. */
export function selectHalfWanted(ctx: Ctx, asked: HalfAsked, filters: Filters): Promise<Wanted> {
  return planFor(ctx, halfQuery(asked), filters)
}

async function planFor(ctx: Ctx, asked: RawBuilder<unknown>, filters: Filters): Promise<Wanted> {
  // What stands in the sample decides on the plan alone, never on what is found.
  const { rows } = await sql<{ query: string; realms: Realm[]; threads: number; replies: number }>`
    with asked as materialized (select ${asked} as query)
    select query::text,
      array(select distinct spaces.realm from spaces where spaces.id in ${readableSpaceIds(readerOf(ctx.viewer))}
        and ${filters.in ? sql`spaces.slug = ${filters.in}` : sql`true`} order by 1) as realms,
      (select count(*) from (select * from threads order by id desc limit ${sampled}) threads
        where words @@ query and ${within(filters)}) as threads,
      (select count(*) from (select * from replies order by id desc limit ${sampled}) replies
        where words @@ query and ${threadWithin(filters)}) as replies
    from asked`.execute(ctx.db)
  const { query, realms, threads, replies } = rows[0]!
  // What one person wrote is looked up by its author, however common the words are.
  const isOfOne = filters.by !== undefined || filters.is === 'mine'
  const by = (count: number): Plan => (count >= common && !isOfOne ? 'walk' : 'look-up')
  return { query, realms, inThreads: by(threads), inReplies: by(replies) }
}

// A word is asked for in twenty languages at once, and the planner adds up what it does not know of each: every word
// looks common to it. So it is told how to go.
const against: Record<Plan, readonly string[]> = {
  walk: ['enable_sort', 'enable_bitmapscan', 'enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'],
  'look-up': ['enable_seqscan', 'enable_indexscan', 'enable_hashjoin', 'enable_mergejoin'],
}

/** The space that is searched, by an index. The statement selects from `threads`. */
const within = ({ in: slug }: Filters): RawBuilder<SqlBool> =>
  slug ? sql`threads.space_id = any(array(select spaces.id from spaces where spaces.slug = ${slug}))` : sql`true`

/** The same of the thread of a reply. The statement selects from `replies`. */
const threadWithin = (filters: Filters): RawBuilder<SqlBool> =>
  filters.in ? sql`replies.thread_id in (select threads.id from threads where ${within(filters)})` : sql`true`

/** Asks with one of the two plans. */
async function planned<Result>(ctx: Ctx, plan: Plan, ask: (inside: Ctx) => Promise<Result>): Promise<Result> {
  // Starting a second process takes longer than all of it.
  const alone = sql`set_config('max_parallel_workers_per_gather', '0', true)`
  const turn = (value: 'on' | 'off') =>
    sql`select ${sql.join([alone, ...against[plan].map((setting) => sql`set_config(${setting}, ${value}, true)`)])}`
  return ctx.transaction(async (inside) => {
    await turn('off').execute(inside.db)
    const result = await ask(inside)
    await turn('on').execute(inside.db)
    return result
  })
}

/** Of so many threads of each side by their own words, and of so many replies, the newest, the best are shown first. */
const mostRanked = 300

export interface Hit {
  readonly id: ThreadId
  /** The reply that matches best, where the thread itself does not match. */
  readonly replyId: ReplyId | null
  /** Its place among the best, a whole number; in order of time 0. */
  readonly score: number
  readonly activeAt: Date
}

/** The place of a hit among the best. */
export interface Spot {
  readonly score: number
  readonly id: number
}

// Title, text of a thread, (unused), reply. In the order that ts_rank takes: D, C, B, A.
const weights = sql`'{0.2, 0.4, 0.4, 1}'::float4[]`

/**
 * The query stands in the statement itself: the planner must see how common its words are to choose between looking them
 * up and walking along the newest, and a plan that was kept for other words would not know. It is the database's own text.
 */
const literal = (query: string) => sql`${sql.lit(query)}::tsquery`

/** What narrows a search, over and above the rule of reading. The statement selects from `threads`. */
export function narrowed(ctx: Ctx, filters: Filters): RawBuilder<SqlBool> {
  const { type, state, tags, in: slug, before, after } = filters
  const all = [sql<SqlBool>`threads.removed_at is null`]
  if (type) all.push(sql`threads.type = ${type}`)
  if (state) all.push(inState(state))
  for (const tag of tags) all.push(tagged(ctx, tag))
  if (slug) all.push(within(filters))
  if (before) all.push(sql`threads.created_at < ${before}::date::timestamp at time zone 'UTC'`)
  if (after) all.push(sql`threads.created_at >= ${after}::date::timestamp at time zone 'UTC'`)
  if (filters.is === 'official') all.push(isOfficial)
  if (filters.is === 'accepted') all.push(isAccepted)
  return sql<SqlBool>`(${readableThread(readerOf(ctx.viewer))} and ${sql.join(all, sql` and `)})`
}

/** Whether a thread has a tag, or one that means the same on its side. */
function tagged(ctx: Ctx, name: string): RawBuilder<SqlBool> {
  const tag = sql`(select tags.id from tags where tags.name = ${name})`
  const has = (side: TagSide) => sql`exists (select from thread_tags where thread_tags.thread_id = threads.id
    and thread_tags.tag_id in ${sameTags(tag, sideKnownTo(ctx.viewer, side))})`
  return sql`case when threads.realm = 'outside' then ${has('outside')} else ${has('inside')} end`
}

const isOfficial = sql<SqlBool>`exists (select from official_answers o where o.thread_id = threads.id and o.ended_at is null)`
const isAccepted = sql<SqlBool>`exists (select from answer_acceptances a where a.thread_id = threads.id)`
const isSettled = sql<SqlBool>`(${isAccepted} or ${isOfficial})`

function inState(state: string): RawBuilder<SqlBool> {
  const problem = sql`coalesce((select problems.state from problems where problems.thread_id = threads.id), 'reported')`
  const stage = sql`(select ideas.stage from ideas where ideas.thread_id = threads.id)`
  if (state === 'answered') return sql`(threads.type = 'question' and ${isSettled})`
  if (state === 'unanswered') return sql`(threads.type = 'question' and threads.answer_count = 0)`
  if (state === 'open')
    return sql`((threads.type = 'question' and not ${isSettled})
      or (threads.type = 'problem' and ${problem} in ('reported', 'confirmed', 'workaround'))
      or (threads.type = 'idea' and ${stage} in ('new', 'under-review', 'planned', 'partly-done')))`
  return sql`((threads.type = 'problem' and ${problem} = ${state}) or (threads.type = 'idea' and ${stage} = ${state}))`
}

/** Whoever is meant by `by:` and `is:mine`, as a condition on a column of authors. */
export function written(
  ctx: Ctx,
  filters: Filters,
  column: 'threads.author_id' | 'replies.author_id',
): RawBuilder<SqlBool> {
  const author = sql.ref(column)
  const all: RawBuilder<SqlBool>[] = []
  if (filters.by)
    all.push(sql`${author} = any(array(select accounts.id from accounts where accounts.handle = ${filters.by}))`)
  if (filters.is === 'mine') all.push(ctx.viewer.kind === 'account' ? sql`${author} = ${ctx.viewer.id}` : sql`false`)
  return all.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(all, sql` and `)})`
}

/** Replies that hold the words and that the viewer may read. The statement selects from `replies` and `threads`. */
function matchingReply(ctx: Ctx, query: RawBuilder<unknown>, filters: Filters): RawBuilder<SqlBool> {
  return sql<SqlBool>`(replies.words @@ ${query} and replies.removed_at is null and replies.recalled_at is null
    and ${shownReply(readerOf(ctx.viewer))} and ${written(ctx, filters, 'replies.author_id')})`
}

/**
 * How well a text fits: the words that it holds, each by where it stands and, less and less, by how often (`ts_rank`). A text
 * holds a word once as it is written and once for each language that it is in: the better of the two counts, or texts of
 * some languages would weigh double.
 */
function rankOf(query: string, words: 'threads.words' | 'replies.words'): RawBuilder<number> {
  const lexemes = query.match(/'(?:[^']|'')*'(?::\*)?/g) ?? []
  const ofLanguages = lexemes.filter((lexeme) => /^'[A-Za-z-]:/.test(lexeme))
  const asWritten = lexemes.filter((lexeme) => !ofLanguages.includes(lexeme))
  // ts_rank divides by how many different words are asked for.
  const ranks = [asWritten, ofLanguages].map((some) => {
    const all = [...new Set(some)]
    return sql`ts_rank(${weights}, ${sql.ref(words)}, ${literal(all.join(' | '))}) * ${sql.lit(all.length)}`
  })
  return sql<number>`greatest(${sql.join(ranks)})`
}

/** A thread by its own words, or by a reply. */
interface Ranked {
  readonly id: ThreadId
  readonly replyId: ReplyId | null
  readonly rank: number
}

/**
 * The newest threads of each side whose own words match, with how well. To look up, all that match are put in order of
 * time by the index of words alone, and the rule of reading, which costs ten times as much, is asked of the newest until
 * there are enough ("offset 0" keeps the planner from taking that apart).
 */
async function ownWords(ctx: Ctx, { query, realms, inThreads }: Wanted, filters: Filters): Promise<Ranked[]> {
  const isWalk = inThreads === 'walk'
  const matches = sql`threads.words @@ ${literal(query)} and ${written(ctx, filters, 'threads.author_id')}`
  const found = sql`select threads.id, null::bigint as reply_id, ${rankOf(query, 'threads.words')} as rank from threads`
  const newest = sql`order by threads.active_at desc, threads.id desc`
  const sides = realms.map((realm) =>
    isWalk
      ? sql`(${found} where threads.realm = ${realm} and ${matches} and ${narrowed(ctx, filters)} ${newest} limit ${mostRanked})`
      : // The side is asked of each find: the index of sides would give half of all threads.
        sql`(select readable.* from (select threads.id from threads where threads.realm || '' = ${realm} and ${matches}
          and ${within(filters)} ${newest} offset 0) held, lateral (${found} where threads.id = held.id and ${narrowed(ctx, filters)} offset 0) readable
        limit ${mostRanked})`,
  )
  if (sides.length === 0) return []
  return planned(
    ctx,
    inThreads,
    async (inside) => (await sql<Ranked>`${sql.join(sides, sql` union all `)}`.execute(inside.db)).rows,
  )
}

/** The newest replies that match, with how well; found as threads are. */
async function replyWords(ctx: Ctx, { query, inReplies }: Wanted, filters: Filters): Promise<Ranked[]> {
  const found = sql`select threads.id, replies.id as reply_id, ${rankOf(query, 'replies.words')} as rank
    from replies join threads on threads.id = replies.thread_id
    where ${matchingReply(ctx, literal(query), filters)} and ${narrowed(ctx, filters)}`
  const newest = sql`order by replies.created_at desc, replies.id desc`
  const asked =
    inReplies === 'walk'
      ? sql<Ranked>`${found} ${newest} limit ${mostRanked}`
      : sql<Ranked>`select readable.* from (select replies.id from replies where replies.words @@ ${literal(query)}
          and ${written(ctx, filters, 'replies.author_id')} and ${threadWithin(filters)} ${newest} offset 0) held,
        lateral (${found} and replies.id = held.id offset 0) readable limit ${mostRanked}`
  return planned(ctx, inReplies, async (inside) => (await asked.execute(inside.db)).rows)
}

/**
 * The best matches, the best first: of the newest 300 threads of each side whose own words match and the newest 300
 * replies. The score, times a million: the logarithm of how well the words fit (a thread and its best reply together), of
 * 1.5 for an accepted or official answer or 1.2 for any, and of 2 for each year by which the thread is younger.
 */
export async function selectBest(
  ctx: Ctx,
  wanted: Wanted,
  filters: Filters,
  after: Spot | undefined,
  limit: number,
): Promise<Hit[]> {
  const found = [...(await ownWords(ctx, wanted, filters)), ...(await replyWords(ctx, wanted, filters))]
  const { rows } = await sql<Hit>`
    with best as (select id,
        coalesce(max(rank) filter (where reply_id is null), 0) + coalesce(max(rank) filter (where reply_id is not null), 0) as rank,
        case when bool_or(reply_id is null) then null else (array_agg(reply_id order by rank desc, reply_id))[1] end as reply_id
      from unnest(${found.map((one) => one.id)}::bigint[], ${found.map((one) => one.replyId)}::bigint[],
        ${found.map((one) => one.rank)}::float8[]) as hits (id, reply_id, rank) group by id),
    scored as (select best.*, threads.active_at, round(1e6 * (ln(greatest(rank, 1e-9)) + case when ${isSettled} then ln(1.5)
        when threads.answer_count > 0 then ln(1.2) else 0 end
        + ln(2) * extract(epoch from threads.active_at) / 31557600)::numeric)::bigint as score
      from best join threads on threads.id = best.id)
    select scored.id, scored.reply_id, scored.score, scored.active_at from scored
    ${after ? sql`where (scored.score, scored.id) < (${after.score}, ${after.id})` : sql``}
    order by scored.score desc, scored.id desc limit ${limit + 1}`.execute(ctx.db)
  return rows
}

/** All matches, the last spoken in first. Without words all threads that the filters let through. */
export async function selectNewest(
  ctx: Ctx,
  wanted: Wanted,
  filters: Filters,
  after: { readonly at: Date; readonly id: number } | undefined,
  limit: number,
): Promise<Hit[]> {
  if (wanted.inThreads === 'look-up' && wanted.inReplies === 'look-up' && wanted.query !== '')
    return lookUpNewest(ctx, literal(wanted.query), filters, after, limit)
  const own = written(ctx, filters, 'threads.author_id')
  const held = await heldByReplies(ctx, wanted, filters)
  const matches = wanted.query === '' ? own : sql`(threads.words @@ ${literal(wanted.query)} and ${own})`
  const asked = sql<Hit>`
    select threads.id, threads.active_at, 0 as score, case when ${matches} then null else ${held.replyId} end as reply_id
    from threads where ${wanted.query === '' ? matches : sql`(${matches} or ${held.holds})`} and ${narrowed(ctx, filters)}
    ${after ? sql`and (threads.active_at, threads.id) < (${after.at}, ${after.id})` : sql``}`
  const ordered = sql`order by active_at desc, id desc limit ${limit + 1}`
  // Along each side's own index, as far as a page needs.
  const sides = wanted.realms.map((realm) => sql`(${asked} and threads.realm = ${realm} ${ordered})`)
  if (sides.length === 0) return []
  const all = sql<Hit>`select * from (${sql.join(sides, sql` union all `)}) found ${ordered}`
  return planned(ctx, 'walk', async (inside) => (await all.execute(inside.db)).rows)
}

/** The same where few posts hold the words: all threads that hold them, the newest of them tried until a page is full. */
async function lookUpNewest(
  ctx: Ctx,
  query: RawBuilder<unknown>,
  filters: Filters,
  after: { readonly at: Date; readonly id: number } | undefined,
  limit: number,
): Promise<Hit[]> {
  const own = sql`(threads.words @@ ${query} and ${written(ctx, filters, 'threads.author_id')})`
  const reply = firstReply(ctx, query, filters)
  const asked = sql<Hit>`select readable.* from (select id from (
        select threads.id, threads.active_at from threads where ${own} and ${within(filters)}
        union
        select threads.id, threads.active_at from replies join threads on threads.id = replies.thread_id
          where replies.words @@ ${query} and ${written(ctx, filters, 'replies.author_id')} and ${within(filters)}) every
      ${after ? sql`where (active_at, id) < (${after.at}, ${after.id})` : sql``}
      order by active_at desc, id desc offset 0) held,
    lateral (select threads.id, threads.active_at, 0 as score, case when ${own} then null else ${reply} end as reply_id
      from threads where threads.id = held.id and (${own} or ${reply} is not null) and ${narrowed(ctx, filters)}
      offset 0) readable limit ${limit + 1}`
  return planned(
    ctx,
    'look-up',
    async (inside) =>
      (await sql<Hit>`select * from (${asked}) found order by active_at desc, id desc`.execute(inside.db)).rows,
  )
}

/** The first reply of a thread that matches; null when none does. */
const firstReply = (ctx: Ctx, query: RawBuilder<unknown>, filters: Filters): RawBuilder<ReplyId | null> =>
  sql`(select replies.id from replies where replies.thread_id = threads.id and ${matchingReply(ctx, query, filters)}
    order by replies.id limit 1)`

/**
 * Whether a thread has a matching reply, and which. Words that few replies hold give a list of threads; common words are
 * asked of each thread on the way.
 */
async function heldByReplies(ctx: Ctx, { query, inReplies }: Wanted, filters: Filters) {
  if (query === '') return { holds: sql`false`, replyId: sql`null::bigint` }
  const matching = matchingReply(ctx, literal(query), filters)
  if (inReplies === 'walk') {
    const first = firstReply(ctx, literal(query), filters)
    return { holds: sql`${first} is not null`, replyId: first }
  }
  const { rows } = await planned(ctx, 'look-up', (inside) =>
    sql<{ threadId: ThreadId; replyId: ReplyId }>`
      select replies.thread_id, min(replies.id) as reply_id from replies join threads on threads.id = replies.thread_id
      where ${matching} and ${narrowed(ctx, filters)} group by replies.thread_id`.execute(inside.db),
  )
  const threads = sql`${rows.map((row) => row.threadId)}::bigint[]`
  return {
    holds: sql`threads.id = any(${threads})`,
    replyId: sql`(${rows.map((row) => row.replyId)}::bigint[])[array_position(${threads}, threads.id)]`,
  }
}

/** The beginnings of replies that were found. */
export async function selectReplyTexts(ctx: Ctx, ids: readonly ReplyId[]): Promise<ReadonlyMap<ReplyId, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: ReplyId; body: string }>`
    select replies.id, left(replies.body, 4000) as body from replies join threads on threads.id = replies.thread_id
    where replies.id = any(${ids}::bigint[]) and ${readableThread(readerOf(ctx.viewer))}
      and ${shownReply(readerOf(ctx.viewer))}`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row.body]))
}
