import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { type ThreadId, readableThread } from '../../content/threads/threads.ts'
import { knownSwarm } from '../../customers/swarms/swarms.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Place } from '../../platform/cursor.ts'
import { readerOf } from '../../realms/reader.access.ts'

/** A conversation begins at `from` or later and not after `ctx.now`; without `from` it may be of any age. */
export interface Window {
  readonly from: Date | undefined
}

/**
 * Every question outside that was asked in the window and that the viewer may read, with the stations of its loop. One
 * relation for the figures and for the items behind them, so that the two cannot differ. Each station is found by an
 * index that begins with the question; the questions themselves by threads_type_created.
 */
function loops(ctx: Ctx, window: Window): RawBuilder<unknown> {
  const reader = readerOf(ctx.viewer)
  const since = window.from ? sql`and threads.created_at >= ${window.from}` : sql``
  return sql`(
    select heard.*, first.at as first_answer_at, swarm.opened_at as swarmed_at, swarm.contributed_at,
      exists (select from replies join accounts on accounts.id = replies.author_id
        where replies.thread_id = heard.id and accounts.realm = 'inside') as is_touched,
      (exists (select from answer_acceptances a join replies on replies.id = a.answer_id
          where a.thread_id = heard.id and replies.recalled_at is null)
        or exists (select from official_answers o where o.thread_id = heard.id and o.ended_at is null)) as is_closed,
      exists (select from loop_closures told where told.thread_id = heard.id and told.account_id = heard.author_id) as is_told
    from (
      select threads.id, threads.author_id, threads.title, threads.slug, threads.created_at from threads
      where threads.type = 'question' and threads.realm = 'outside' and threads.created_at <= ${ctx.now} ${since} and ${readableThread(reader)}
    ) heard
    left join lateral (
      select min(replies.created_at) as at from replies
      where replies.thread_id = heard.id and replies.kind = 'answer' and replies.author_id <> heard.author_id and replies.recalled_at is null
        and replies.hidden_at is null and replies.removed_at is null
    ) first on true
    left join lateral (
      select swarms.opened_at,
        (select min(replies.created_at) from replies
          where replies.thread_id = swarms.companion_id and replies.author_id <> swarms.opened_by) as contributed_at
      from swarms where swarms.question_id = heard.id and ${knownSwarm(reader)} order by swarms.id limit 1
    ) swarm on true
  )`
}

/** The newest word of each person who was told and said whether it helped, on the questions of the window. */
function words(ctx: Ctx, window: Window): RawBuilder<unknown> {
  return sql`(
    select distinct on (said.thread_id, said.account_id) said.id, said.thread_id, said.account_id, said.helped, said.helped_at
    from loop_closures said join ${loops(ctx, window)} loops on loops.id = said.thread_id
    where said.helped is not null
    order by said.thread_id, said.account_id, said.id desc
  )`
}

export interface BoardRow {
  readonly heard: number
  readonly touched: number
  readonly answered: number
  readonly closed: number
  readonly told: number
  readonly swarmed: number
  readonly bridged: number
  readonly said: number
  readonly helped: number
  /** Seconds; null when nothing was counted. */
  readonly responseMedian: number | null
  readonly responseP90: number | null
  readonly bridgeMedian: number | null
  readonly bridgeP90: number | null
}

/** All figures of the board in one statement. Percentiles interpolate between the two nearest values (percentile_cont). */
export async function selectBoard(ctx: Ctx, window: Window): Promise<BoardRow> {
  const response = sql`extract(epoch from first_answer_at - created_at)`
  const bridge = sql`extract(epoch from contributed_at - created_at)`
  const { rows } = await sql<BoardRow>`
    select counted.*, (select count(*)::int from ${words(ctx, window)} w) as said,
      (select count(*)::int from ${words(ctx, window)} w where w.helped) as helped
    from (
      select count(*)::int as heard,
        count(*) filter (where is_touched)::int as touched,
        count(first_answer_at)::int as answered,
        count(*) filter (where is_closed)::int as closed,
        count(*) filter (where is_closed and is_told)::int as told,
        count(swarmed_at)::int as swarmed,
        count(contributed_at)::int as bridged,
        (percentile_cont(0.5) within group (order by ${response}))::float8 as response_median,
        (percentile_cont(0.9) within group (order by ${response}))::float8 as response_p90,
        (percentile_cont(0.5) within group (order by ${bridge}))::float8 as bridge_median,
        (percentile_cont(0.9) within group (order by ${bridge}))::float8 as bridge_p90
      from ${loops(ctx, window)} loops
    ) counted`.execute(ctx.db)
  return rows[0]!
}

/** What each figure counts, as a condition on one loop. */
const conditions = {
  heard: sql<SqlBool>`true`,
  touched: sql<SqlBool>`is_touched`,
  untouched: sql<SqlBool>`not is_touched`,
  answered: sql<SqlBool>`first_answer_at is not null`,
  unanswered: sql<SqlBool>`first_answer_at is null`,
  closed: sql<SqlBool>`is_closed`,
  told: sql<SqlBool>`is_closed and is_told`,
  untold: sql<SqlBool>`is_closed and not is_told`,
  swarmed: sql<SqlBool>`swarmed_at is not null`,
  bridged: sql<SqlBool>`contributed_at is not null`,
} as const

export type LoopItems = keyof typeof conditions

export const loopItems = Object.keys(conditions) as readonly LoopItems[]

export interface LoopItem {
  readonly id: ThreadId
  readonly title: string
  readonly slug: string
  readonly createdAt: Date
  readonly firstAnswerAt: Date | null
  readonly contributedAt: Date | null
}

/** The questions behind one figure, newest first. */
export async function selectItems(
  ctx: Ctx,
  of: LoopItems,
  window: Window,
  after: Place | undefined,
  limit: number,
): Promise<readonly LoopItem[]> {
  const place = after ? sql`and (created_at, id) < (${after.at}, ${after.id})` : sql``
  const { rows } = await sql<LoopItem>`
    select id, title, slug, created_at, first_answer_at, contributed_at from ${loops(ctx, window)} loops
    where ${conditions[of]} ${place} order by created_at desc, id desc limit ${limit}`.execute(ctx.db)
  return rows
}

export interface SaidItem {
  readonly id: number
  readonly threadId: ThreadId
  readonly title: string
  readonly slug: string
  readonly name: string
  readonly helped: boolean
  readonly helpedAt: Date
}

/** What people said about whether it helped, newest first; `yes` narrows to those whom it helped. */
export async function selectSaid(
  ctx: Ctx,
  yes: boolean,
  window: Window,
  after: Place | undefined,
  limit: number,
): Promise<readonly SaidItem[]> {
  const place = after ? sql`and (w.helped_at, w.id) < (${after.at}, ${after.id})` : sql``
  const only = yes ? sql`and w.helped` : sql``
  const { rows } = await sql<SaidItem>`
    select w.id, w.thread_id, threads.title, threads.slug, accounts.display_name as name, w.helped, w.helped_at
    from ${words(ctx, window)} w join threads on threads.id = w.thread_id join accounts on accounts.id = w.account_id
    where true ${only} ${place} order by w.helped_at desc, w.id desc limit ${limit}`.execute(ctx.db)
  return rows
}
