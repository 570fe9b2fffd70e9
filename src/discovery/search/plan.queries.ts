/** How a search goes about it: which of the indexes leads to its finds soonest. Decides on the way, never on the finds. */
import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { readableSpaceIds } from '../../realms/spaces/spaces.ts'
import { type Filters, type WordGroup, isFiltered } from './asked.ts'
import { type Listed, besideColumns, inColumns, listsOf, typesOf, written } from './filters.queries.ts'
import { groupQuery, halfQuery } from './half-words.queries.ts'
import type { HalfAsked } from './half-words.ts'

/** The words of a search as the index knows them, and how they are best looked for. */
export interface Wanted {
  /** A `tsquery` as text, made by the database; empty where a search has filters alone. */
  readonly query: string
  /** The sides on which the viewer reads anything that can pass the filters, and how threads are found there. */
  readonly sides: readonly Side[]
  readonly inReplies: Plan
  /** The shortest list that a filter gives, where a plan goes through it. */
  readonly listed?: Listed
  /** Whether what is looked up is so much that the list is asked of it first. */
  readonly isSifted?: boolean
}

export interface Side {
  readonly realm: Realm
  readonly plan: Plan
  /** Whether a walk meets a page of finds, which is less than what is ranked, sooner than they are looked up. */
  readonly isMetSoon: boolean
}

/**
 * Words that few posts hold are looked up in the index of words, and what they give is sorted. Words that many hold are
 * met soon enough when one walks along the newest. Where few of the newest pass the filters, the list of what passes one
 * of them is gone through.
 */
export type Plan = 'look-up' | 'walk' | 'list'

/** Of so many of the newest threads of each side, and replies, it is counted how many match, to choose the plan. */
const sampled = 500
/** Where so many of them match, a walk meets the 300 to rank in 12,500 posts, and looking up would give more than those. */
const common = 12
/** Where so many of them match, a walk meets a page of threads in some 2,000. */
const metSoon = 5
/** Where so many hold the words, looking them up gives more than 70,000 of a million posts. */
const tooCommon = 60
/** The same where a list is asked of each before its words, which takes a tenth of the time. */
const commonInList = 3
/** The same of replies in a space: its list is gone through from the newest, too, and meets no others on the way. */
const commonInSpace = 6
/** Where so many hold the words, looking them up and asking each whether it is listed takes longer than the list itself. */
const commonBesideList = 16
/** A list as short as that is gone through whatever the words are; one longer than the second would take too long. */
const shortList = 2000
const longestList = 20_000

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
  const lists = listsOf(ctx, filters)
  const lengths = lists.map(({ rows }) => sql`(select count(*) from (${rows} limit ${longestList + 1}) listed)`)
  const types = typesOf(filters)
  // A side where no space has a thread of the type is not walked along in vain.
  const hasType = types
    ? sql`exists (select from threads where threads.space_id = spaces.id and threads.type = any(${types}::text[]))`
    : sql`true`
  const { rows } = await sql<{ query: string; realms: Realm[]; lengths: number[] }>`
    select (${asked})::text as query, array[${sql.join([...lengths, sql`0`])}]::int[] as lengths,
      array(select distinct spaces.realm from spaces where spaces.id in ${readableSpaceIds(readerOf(ctx.viewer))}
        and ${filters.in ? sql`spaces.slug = ${filters.in}` : sql`true`} and ${hasType} order by 1) as realms`.execute(
    ctx.db,
  )
  const { query, realms, lengths: found } = rows[0]!
  const shortest = Math.min(...lists.map((_, at) => found[at]!), Infinity)
  const listed = lists[found.indexOf(shortest)]
  if (shortest <= shortList || realms.length === 0) {
    const sides = realms.map((realm) => ({ realm, plan: 'list' as const, isMetSoon: false }))
    return { query, sides, inReplies: 'list', ...(listed && { listed }) }
  }
  const samples = await selectSamples(ctx, query, realms, filters)
  const within = shortest <= longestList ? listed : undefined
  const isSifted = samples.some(({ holding }) => (holding ?? 0) >= commonInList)
  const planOf = ({ matching, holding }: Sample, met: number): Plan => {
    if (matching >= met) return 'walk'
    const held = holding ?? common
    if (held < (within ? commonBesideList : common) && query !== '') return 'look-up'
    if (within) return 'list'
    // A walk takes the longer the fewer match, looking up the more hold the words: as long as each other at 12 and 12.
    return query !== '' && matching * held < common ** 2 && held < tooCommon ? 'look-up' : 'walk'
  }
  const sides = realms.map((realm, at) => {
    const plan = planOf(samples[at]!, within?.of === 'many' ? commonInList : common)
    return { realm, plan, isMetSoon: samples[at]!.matching >= metSoon }
  })
  const commonReplies = !within ? common : within.of === 'space' ? commonInSpace : commonInList
  const inReplies = planOf(samples.at(-1)!, commonReplies)
  return { query, sides, inReplies, ...(within && { listed: within, isSifted }) }
}

/** Of the newest: how many hold the words and pass the filters, and, where these are few, how many hold the words. */
interface Sample {
  readonly matching: number
  readonly holding: number | null
}

/** A sample of the threads of each side, in their order, then one of replies. */
async function selectSamples(
  ctx: Ctx,
  query: string,
  realms: readonly Realm[],
  filters: Filters,
): Promise<readonly Sample[]> {
  const holds = (table: 'threads' | 'replies') =>
    query === '' ? sql`true` : sql`${sql.table(table)}.words @@ ${literal(query)}`
  const threadsOf = (realm: Realm, condition: RawBuilder<unknown>, match: RawBuilder<unknown>) =>
    sql`(select count(*) from (select * from threads where threads.realm = ${realm} and ${condition}
      order by threads.active_at desc, threads.id desc limit ${sampled}) threads where ${holds('threads')} and ${match})`
  const all = sql`true`
  // Of threads, those that pass the filters that an index knows: along them a walk would go.
  const inIndex = sql`${inColumns(filters)} and ${written(ctx, filters, 'threads.author_id')}`
  const ofThreads = (realm: Realm) =>
    isFiltered(filters)
      ? sql`(select jsonb_build_object('matching', n, 'holding', case when n < ${common} then ${threadsOf(realm, all, all)} end)
          from (select ${threadsOf(realm, inIndex, besideColumns(ctx, filters))} as n offset 0) counted)`
      : sql`(select jsonb_build_object('matching', n, 'holding', n) from (select ${threadsOf(realm, all, all)} as n offset 0) counted)`
  const passing = isFiltered(filters)
    ? sql`${written(ctx, filters, 'replies.author_id')} and exists (select from threads
        where threads.id = replies.thread_id and ${inColumns(filters)} and ${besideColumns(ctx, filters)})`
    : all
  const ofReplies = sql`(select jsonb_build_object('matching', count(*) filter (where ${passing}), 'holding', count(*))
    from (select * from replies order by replies.created_at desc, replies.id desc limit ${sampled}) replies
    where ${holds('replies')})`
  const asked = [...realms.map(ofThreads), ofReplies]
  const { rows } = await planned(ctx, 'walk', (inside) =>
    sql<{ found: Sample[] }>`select jsonb_build_array(${sql.join(asked)}) as found`.execute(inside.db),
  )
  return rows[0]!.found
}

// A word is asked for in twenty languages at once, and the planner adds up what it does not know of each: every word
// looks common to it. So it is told how to go.
const against: Record<Plan, readonly string[]> = {
  walk: ['enable_sort', 'enable_bitmapscan', 'enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'],
  'look-up': ['enable_seqscan', 'enable_indexscan', 'enable_hashjoin', 'enable_mergejoin'],
  list: ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'],
}

/** Asks with one of the plans. */
export async function planned<Result>(ctx: Ctx, plan: Plan, ask: (inside: Ctx) => Promise<Result>): Promise<Result> {
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

/**
 * The query stands in the statement itself: the planner must see how common its words are to choose between looking them
 * up and walking along the newest, and a plan that was kept for other words would not know. It is the database's own text.
 */
export const literal = (query: string) => sql`${sql.lit(query)}::tsquery`
