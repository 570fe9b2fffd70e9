import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { readableThread, shownReply } from './threads.access.ts'
import type { ReplyRow } from './threads.queries.ts'
import type { ReplyId, ReplyKind, ThreadId } from './threads.tables.ts'

/** Where a reply stands in an order: compared one number after the other. */
export type PlaceKey = readonly [rank: number, score: number, at: number, id: number]

export type ReplyOrder = 'helpful' | 'oldest' | 'newest'

export interface ReplyPageQuery {
  readonly kinds: readonly ReplyKind[]
  readonly order: ReplyOrder
  /** What stands before everything else, in this order; then the one that most thanked for. */
  readonly first: { readonly official: readonly ReplyId[]; readonly accepted: readonly ReplyId[] }
  /** Whether the one that most people thanked for, `fewestThanks` at least, stands before the rest. */
  readonly fewestThanks?: number
  readonly size: number
  readonly from: { readonly after: PlaceKey } | { readonly before: PlaceKey } | { readonly at: ReplyId } | undefined
}

export interface PlacedReply extends ReplyRow {
  readonly place: number
  /** How many stand before the page; the row with this place is the one before it. */
  readonly start: number
  readonly total: number
  readonly rank: number
  readonly keyScore: number
  readonly keyAt: number
  readonly keyId: number
  readonly best: boolean
  /** The oldest of all that has words; on every row the same. */
  readonly firstId: ReplyId | null
  readonly firstBy: AccountId | null
  readonly firstAt: Date | null
}

const whole = sql`replies.id, replies.thread_id, replies.kind, replies.parent_id, replies.author_id, replies.body,
  replies.imported_score, replies.kudos_count, replies.created_at, replies.edited_at,
  coalesce(replies.recalled_at, replies.removed_at) as recalled_at, replies.hidden_at, replies.removed_at, replies.taken_back_at`

/**
 * One page of the replies of a thread that the viewer may read, with the row before it where there is one. Texts are
 * fetched for this page alone; of the others only what puts them in order.
 */
export async function selectReplyPage(
  ctx: Ctx,
  threadId: ThreadId,
  asked: ReplyPageQuery,
): Promise<readonly PlacedReply[]> {
  const reader = readerOf(ctx.viewer)
  const { order, size, first } = asked
  const helpful = order === 'helpful'
  // As a double, which is exact to the millisecond: the numeric of extract() is slow over thousands of rows.
  const millis = sql`(date_part('epoch', standing.created_at) * 1000)::bigint`
  const { rows } = await sql<PlacedReply>`
    with standing as materialized (
      select replies.id, replies.author_id, replies.created_at, replies.kudos_count,
        replies.imported_score + replies.kudos_count as score,
        (replies.recalled_at is not null or replies.removed_at is not null) as gone,
        case when replies.id = any(${first.official}::bigint[]) then 0
          when replies.id = any(${first.accepted}::bigint[]) then 1 end as mark
      from replies join threads on threads.id = replies.thread_id
      where replies.thread_id = ${threadId} and replies.kind = any(${asked.kinds}::text[])
        and ${readableThread(reader)} and ${shownReply(reader)}
    ), best as (
      select id from standing where mark is null and not gone and kudos_count >= ${asked.fewestThanks ?? null}::int
      order by kudos_count desc, created_at, id limit 1
    ), earliest as (
      select id, author_id, created_at from standing where not gone order by id limit 1
    ), keyed as (
      select standing.id, standing.id = (select id from best) as best,
        case when gone then ${helpful ? 4 : 3}::int when mark is not null then mark
          when standing.id = (select id from best) then 2 else 3 end as rank,
        ${helpful ? sql`-standing.score` : sql`0`}::bigint as key_score,
        ${order === 'newest' ? sql`-${millis}` : millis} as key_at,
        ${order === 'newest' ? sql`-standing.id` : sql`standing.id`} as key_id
      from standing
    ), placed as (
      select keyed.*, row_number() over (order by rank, key_score, key_at, key_id) as place
      from keyed
    ), counted as (select count(*) as total from placed
    ), start as (select case when begun.place < counted.total then begun.place
        else greatest(counted.total - 1, 0) / ${size}::bigint * ${size}::bigint end as place
      from counted, (select ${startOf(ctx, threadId, asked)} as place) begun)
    select ${whole}, placed.place, start.place as start, counted.total, placed.rank, placed.key_score, placed.key_at, placed.key_id,
      coalesce(placed.best, false) as best, earliest.id as first_id, earliest.author_id as first_by,
      earliest.created_at as first_at
    from counted cross join placed join start on placed.place between start.place and start.place + ${size}
      join replies on replies.id = placed.id left join earliest on true
    order by placed.place`.execute(ctx.db)
  return rows
}

/** How many stand before the page that is asked for. */
function startOf(ctx: Ctx, threadId: ThreadId, asked: ReplyPageQuery): RawBuilder<number> {
  const { from, size } = asked
  if (!from) return sql`0::bigint`
  const key = (of: PlaceKey) => sql`(${of[0]}::bigint, ${of[1]}::bigint, ${of[2]}::bigint, ${of[3]}::bigint)`
  const row = sql`(placed.rank::bigint, placed.key_score, placed.key_at, placed.key_id)`
  if ('after' in from) return sql`(select count(*) from placed where ${row} <= ${key(from.after)})`
  if ('before' in from)
    return sql`greatest(0, (select count(*) from placed where ${row} < ${key(from.before)}) - ${size}::bigint)`
  const reader = readerOf(ctx.viewer)
  const above = sql`(select replies.parent_id from replies join threads on threads.id = replies.thread_id
    where replies.id = ${from.at} and replies.thread_id = ${threadId} and ${readableThread(reader)} and ${shownReply(reader)})`
  return sql`(coalesce((select (place - 1) / ${size}::bigint * ${size}::bigint from placed where placed.id = ${from.at}),
    (select (place - 1) / ${size}::bigint * ${size}::bigint from placed where placed.id = ${above}), 0))`
}

export interface NumberedReply extends ReplyRow {
  /** From 1, among those under the same. */
  readonly number: number
  readonly total: number
  /** How many stand before the ones shown. */
  readonly start: number
}

/**
 * The comments under these answers and under the thread itself, oldest first: of each the first `few`, but where `at`
 * stands the `many` around it. One more row on either side, where there is one, leads on.
 */
export async function selectComments(
  ctx: Ctx,
  threadId: ThreadId,
  asked: { under: readonly ReplyId[]; few: number; many: number; at?: ReplyId },
): Promise<readonly NumberedReply[]> {
  const reader = readerOf(ctx.viewer)
  const { few, many } = asked
  const { rows } = await sql<NumberedReply>`
    with numbered as materialized (
      select replies.id, replies.parent_id,
        row_number() over (partition by replies.parent_id order by replies.created_at, replies.id) as number,
        count(*) over (partition by replies.parent_id) as total
      from replies join threads on threads.id = replies.thread_id
      where replies.thread_id = ${threadId} and ${readableThread(reader)} and ${shownReply(reader)}
        and ((replies.kind = 'comment' and replies.parent_id = any(${asked.under}::bigint[]))
          or (replies.kind <> 'answer' and replies.parent_id is null))
    ), opened as materialized (
      select parent_id, (number - 1) / ${many}::bigint * ${many}::bigint as start from numbered where id = ${asked.at ?? null}::bigint
    ), shown as (
      select numbered.*, coalesce(opened.start, 0) as start,
        case when opened.start is null then ${few}::bigint else opened.start + ${many}::bigint end as until
      from numbered left join opened on opened.parent_id is not distinct from numbered.parent_id
    )
    select ${whole}, shown.number, shown.total, shown.start
    from shown join replies on replies.id = shown.id
    where shown.number between shown.start and shown.until + 1
    order by shown.number`.execute(ctx.db)
  return rows
}
