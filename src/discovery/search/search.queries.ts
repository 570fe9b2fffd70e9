import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import { sideBySide } from '../../platform/asking.ts'
import { type ReplyId, type ThreadId, readableThread, shownReply } from '../../content/threads/threads.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { Filters } from './asked.ts'
import { inColumns, isSettled, narrowed, written } from './filters.queries.ts'
import { type Plan, type Side, type Wanted, literal, planned } from './plan.queries.ts'

export { type Wanted, selectHalfWanted, selectWanted } from './plan.queries.ts'

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

const newestThreads = sql`order by threads.active_at desc, threads.id desc`
const newestReplies = sql`order by replies.created_at desc, replies.id desc`

/**
 * What is gone through: all, or what a filter lists; on a walk that is asked of each before its words, which costs a tenth
 * ("offset 0" keeps the planner from another way).
 */
function threadsIn(realm: Realm, plan: Plan, { listed }: Wanted, filters: Filters): RawBuilder<unknown> {
  if (!listed || plan === 'look-up') return sql`threads`
  return plan === 'list'
    ? sql`(select * from threads where ${listed.threads} offset 0) threads`
    : sql`(select * from threads where threads.realm = ${realm} and ${inColumns(filters)} and ${listed.testedThreads}
        ${newestThreads} offset 0) threads`
}

/** The same of replies. */
function repliesIn({ inReplies, listed }: Wanted): RawBuilder<unknown> {
  if (!listed || inReplies === 'look-up') return sql`replies`
  return inReplies === 'list'
    ? sql`(select * from replies where ${listed.replies} offset 0) replies`
    : sql`(select * from replies where ${listed.testedReplies} ${newestReplies} offset 0) replies`
}

/** Of what was looked up, what one filter lets through: where it is much, soon asked, before the rule of reading. */
function sifted(table: 'testedThreads' | 'testedReplies', plan: Plan, wanted: Wanted): RawBuilder<SqlBool> {
  return plan === 'look-up' && wanted.isSifted && wanted.listed ? wanted.listed[table] : sql<SqlBool>`true`
}

/** Asks each plan for its sides; the database is told how to go once for each. */
async function bySides<Row>(
  ctx: Ctx,
  { sides }: Wanted,
  statement: (realm: Realm, plan: Plan) => RawBuilder<unknown>,
): Promise<Row[]> {
  const found: Row[] = []
  for (const plan of new Set(sides.map((side) => side.plan))) {
    const some = sides.filter((side) => side.plan === plan).map(({ realm }) => statement(realm, plan))
    const { rows } = await planned(ctx, plan, (inside) =>
      sql<Row>`${sql.join(some, sql` union all `)}`.execute(inside.db),
    )
    found.push(...rows)
  }
  return found
}

/**
 * The newest threads of each side whose own words match, with how well. To look up, all that match are put in order of
 * time by the index of words alone, and the rule of reading, which costs ten times as much, is asked of the newest until
 * there are enough ("offset 0" keeps the planner from taking that apart).
 */
function ownWords(ctx: Ctx, wanted: Wanted, filters: Filters): Promise<Ranked[]> {
  const { query } = wanted
  const matches = sql`threads.words @@ ${literal(query)} and ${written(ctx, filters, 'threads.author_id')}`
  const found = (table: RawBuilder<unknown>) =>
    sql`select threads.id, null::bigint as reply_id, ${rankOf(query, 'threads.words')} as rank from ${table}`
  return bySides(ctx, wanted, (realm, plan) =>
    plan === 'walk'
      ? sql`(${found(threadsIn(realm, plan, wanted, filters))} where threads.realm = ${realm} and ${matches} and ${narrowed(ctx, filters)} ${newestThreads} limit ${mostRanked})`
      : // The side is asked of each find: the index of sides would give half of all threads.
        sql`(select readable.* from (select threads.id from ${threadsIn(realm, plan, wanted, filters)}
          where threads.realm || '' = ${realm} and ${matches} and ${inColumns(filters)} is true
            and ${sifted('testedThreads', plan, wanted)} ${newestThreads} offset 0) held,
          lateral (${found(sql`threads`)} where threads.id = held.id and ${narrowed(ctx, filters)} offset 0) readable
        limit ${mostRanked})`,
  )
}

/**
 * The newest replies that match, with how well; found as threads are, and asked for their thread first, of which filters
 * leave fewer. An index alone puts those of a space in order of time: their words, for which each has to be fetched, are
 * asked of the newest until there are enough.
 */
async function replyWords(ctx: Ctx, wanted: Wanted, filters: Filters): Promise<Ranked[]> {
  const { query, sides, inReplies, listed } = wanted
  if (sides.length === 0) return []
  const found = (table: RawBuilder<unknown>) => sql`select threads.id, replies.id as reply_id,
    ${rankOf(query, 'replies.words')} as rank from ${table} where ${matchingReply(ctx, literal(query), filters)}`
  const withThread = (replies: RawBuilder<unknown>) =>
    sql`${found(sql`${replies} join threads on threads.id = replies.thread_id`)} and ${narrowed(ctx, filters)}`
  const newest = (held: RawBuilder<unknown>, readable: RawBuilder<unknown>) =>
    sql<Ranked>`select readable.* from (select replies.id, replies.thread_id from ${held} ${newestReplies} offset 0) held,
      lateral (${readable} offset 0) readable limit ${mostRanked}`
  const asked =
    inReplies === 'walk'
      ? sql<Ranked>`${withThread(repliesIn(wanted))} ${newestReplies} limit ${mostRanked}`
      : inReplies === 'list' && listed?.of === 'space'
        ? newest(sql`replies where ${listed.replies}`, sql`${withThread(sql`replies`)} and replies.id = held.id`)
        : newest(
            sql`${repliesIn(wanted)} where replies.words @@ ${literal(query)}
              and ${written(ctx, filters, 'replies.author_id')} and ${sifted('testedReplies', inReplies, wanted)}`,
            found(sql`(select * from threads where threads.id = held.thread_id and ${narrowed(ctx, filters)} offset 0) threads
              join replies on replies.id = held.id`),
          )
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
  // Two large statements of which neither waits for the other: on a machine that has time, in half of it.
  const found = (
    await sideBySide(
      ctx.db,
      () => ownWords(ctx, wanted, filters),
      () => replyWords(ctx, wanted, filters),
    )
  ).flat()
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

/** A place in time, and how many finds from there. */
interface Stretch {
  readonly after: { readonly at: Date; readonly id: number } | undefined
  readonly limit: number
}

/** All matches, the last spoken in first. Without words all threads that the filters let through. */
export async function selectNewest(
  ctx: Ctx,
  wanted: Wanted,
  filters: Filters,
  after: Stretch['after'],
  limit: number,
): Promise<Hit[]> {
  const stretch = { after, limit: limit + 1 }
  const found: Hit[] = []
  for (const plan of ['look-up', 'list', 'walk'] as const) {
    const sides = wanted.sides.filter((side) => inTime(wanted, side) === plan)
    if (sides.length === 0) continue
    const ask = plan === 'walk' ? walkNewest : goThroughNewest
    found.push(...(await ask(ctx, { ...wanted, sides }, filters, stretch)))
  }
  return found.toSorted((a, b) => b.activeAt.getTime() - a.activeAt.getTime() || b.id - a.id).slice(0, stretch.limit)
}

/** How a side is gone through in order of time: along it, unless its threads and the replies are both sooner found without. */
function inTime({ query, inReplies }: Wanted, { plan, isMetSoon }: Side): Plan {
  return query !== '' && (inReplies === 'walk' || isMetSoon) ? 'walk' : plan
}

/** Along each side's own index, as far as a page needs. */
async function walkNewest(ctx: Ctx, wanted: Wanted, filters: Filters, { after, limit }: Stretch): Promise<Hit[]> {
  const own = written(ctx, filters, 'threads.author_id')
  // Somebody's replies hold words in the threads of others.
  const { listed, ...all } = wanted
  const along = wanted.query === '' || listed?.of !== 'author' ? wanted : all
  const held = await heldByReplies(ctx, wanted, filters)
  const matches = wanted.query === '' ? own : sql`(threads.words @@ ${literal(wanted.query)} and ${own})`
  const asked = (table: RawBuilder<unknown>) => sql<Hit>`
    select threads.id, threads.active_at, 0 as score, case when ${matches} then null else ${held.replyId} end as reply_id
    from ${table} where ${wanted.query === '' ? matches : sql`(${matches} or ${held.holds})`} and ${narrowed(ctx, filters)}
    ${after ? sql`and (threads.active_at, threads.id) < (${after.at}, ${after.id})` : sql``}`
  const sides = wanted.sides.map(
    ({ realm }) => sql`(${asked(threadsIn(realm, 'walk', along, filters))} and threads.realm = ${realm}
      ${newestThreads} limit ${limit})`,
  )
  const every = sql<Hit>`${sql.join(sides, sql` union all `)}`
  return planned(ctx, 'walk', async (inside) => (await every.execute(inside.db)).rows)
}

/**
 * The same where all threads that hold the words are soon listed: the newest of them are tried until a page is full. All
 * sides have one plan.
 */
async function goThroughNewest(ctx: Ctx, wanted: Wanted, filters: Filters, { after, limit }: Stretch): Promise<Hit[]> {
  const { query, sides, inReplies } = wanted
  const { plan } = sides[0]!
  // Filters alone ask for threads; with words, what replies hold counts as well.
  const holding = (table: 'threads' | 'replies') =>
    query === '' ? sql`true` : sql`${sql.table(table)}.words @@ ${literal(query)}`
  const own = sql`(${holding('threads')} and ${written(ctx, filters, 'threads.author_id')})`
  const reply = query === '' ? sql`null::bigint` : firstReply(ctx, literal(query), filters)
  // No index but that of the words, or of the list, may lead here.
  const ofSides = sql`threads.realm || '' = any(${sides.map(({ realm }) => realm)}::text[]) and ${inColumns(filters)} is true`
  const table = plan === 'list' ? threadsIn(sides[0]!.realm, plan, wanted, filters) : sql`threads`
  const asked = sql<Hit>`select readable.* from (select id from (
        select threads.id, threads.active_at from ${table} where ${own} and ${ofSides}
          and ${sifted('testedThreads', plan, wanted)}
        union
        select holding.* from (select distinct replies.thread_id from ${repliesIn(wanted)}
            where ${query === '' ? sql`false` : holding('replies')} and ${written(ctx, filters, 'replies.author_id')}
              and ${sifted('testedReplies', inReplies, wanted)} offset 0) replied,
          lateral (select threads.id, threads.active_at from threads
            where threads.id = replied.thread_id and ${ofSides} offset 0) holding) every
      ${after ? sql`where (active_at, id) < (${after.at}, ${after.id})` : sql``}
      order by active_at desc, id desc offset 0) held,
    lateral (select threads.id, threads.active_at, 0 as score, case when ${own} then null else ${reply} end as reply_id
      from threads where threads.id = held.id and (${own} or ${reply} is not null) and ${narrowed(ctx, filters)}
      offset 0) readable limit ${limit}`
  const way = inReplies === 'list' ? 'list' : plan
  return planned(ctx, way, async (inside) => (await asked.execute(inside.db)).rows)
}

/** The first reply of a thread that matches; null when none does. */
const firstReply = (ctx: Ctx, query: RawBuilder<unknown>, filters: Filters): RawBuilder<ReplyId | null> =>
  sql`(select replies.id from replies where replies.thread_id = threads.id and ${matchingReply(ctx, query, filters)}
    order by replies.id limit 1)`

/**
 * Whether a thread has a matching reply, and which: asked of each thread on the way. Words that few replies hold give a
 * list of threads first, of which alone that is asked.
 */
async function heldByReplies(ctx: Ctx, wanted: Wanted, filters: Filters) {
  const { query, inReplies, sides } = wanted
  const replyId = firstReply(ctx, literal(query), filters)
  if (query === '') return { holds: sql`false`, replyId: sql`null::bigint` }
  if (inReplies === 'walk' || sides.every((side) => side.isMetSoon))
    return { holds: sql`${replyId} is not null`, replyId }
  const { rows } = await planned(ctx, inReplies, (inside) =>
    sql<{ ids: string }>`select coalesce(array_agg(distinct replies.thread_id), '{}')::text as ids
      from ${repliesIn(wanted)}
      where replies.words @@ ${literal(query)} and ${written(ctx, filters, 'replies.author_id')}`.execute(inside.db),
  )
  return { holds: sql`(threads.id = any(${rows[0]!.ids}::bigint[]) and ${replyId} is not null)`, replyId }
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
