import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { type ReplyId, type ReplyKind, type ThreadId, readableThread, shownReply } from '../threads/threads.ts'

/** More new replies than this are not counted: no list waits for a very long thread. */
export const mostCounted = 99

/** Replies that can be unread for the viewer: of others, with words. The statement selects from `replies` and `threads`. */
function canBeUnread(ctx: Ctx, me: AccountId): RawBuilder<SqlBool> {
  const reader = readerOf(ctx.viewer)
  return sql<SqlBool>`(replies.author_id <> ${me} and replies.recalled_at is null and replies.removed_at is null
    and ${readableThread(reader)} and ${shownReply(reader)})`
}

/** How many unread replies each of these threads has, of those that were opened before; 100 stands for more than 99. */
export async function countUnread(
  ctx: Ctx,
  me: AccountId,
  ids: readonly ThreadId[],
): Promise<readonly { threadId: ThreadId; count: number }[]> {
  const { rows } = await sql<{ threadId: ThreadId; count: number }>`
    select read_positions.thread_id, counted.count from read_positions cross join lateral (
      select count(*)::int as count from (
        select from replies join threads on threads.id = replies.thread_id
        where replies.thread_id = read_positions.thread_id and replies.id > read_positions.reply_id
          and ${canBeUnread(ctx, me)}
        limit ${mostCounted + 1}) as unread) as counted
    where read_positions.account_id = ${me} and read_positions.thread_id = any(${ids}::bigint[])
      and counted.count > 0`.execute(ctx.db)
  return rows
}

export interface UnreadReply {
  readonly id: ReplyId
  readonly kind: ReplyKind
}

/** The viewer's position in a thread; undefined when they never opened it. */
export async function findPosition(ctx: Ctx, me: AccountId, threadId: ThreadId): Promise<number | undefined> {
  const row = await ctx.db
    .selectFrom('readPositions')
    .select('replyId')
    .where('accountId', '=', me)
    .where('threadId', '=', threadId)
    .executeTakeFirst()
  return row?.replyId
}

/** The viewer's position with the replies after it that can be unread, oldest first: no row when they never opened it. */
export async function selectReading(
  ctx: Ctx,
  me: AccountId,
  threadId: ThreadId,
): Promise<readonly { position: number; id: ReplyId | null; kind: ReplyKind | null }[]> {
  const { rows } = await sql<{ position: number; id: ReplyId | null; kind: ReplyKind | null }>`
    select read_positions.reply_id as position, unread.id, unread.kind from read_positions left join lateral (
      select replies.id, replies.kind from replies join threads on threads.id = replies.thread_id
      where replies.thread_id = read_positions.thread_id and replies.id > read_positions.reply_id
        and ${canBeUnread(ctx, me)}
      order by replies.id limit ${mostCounted + 1}) as unread on true
    where read_positions.account_id = ${me} and read_positions.thread_id = ${threadId}
    order by unread.id`.execute(ctx.db)
  return rows
}

/** The replies after a position that can be unread, the oldest first. */
export async function selectAfter(
  ctx: Ctx,
  me: AccountId,
  threadId: ThreadId,
  position: number,
  limit: number,
): Promise<readonly UnreadReply[]> {
  const { rows } = await sql<UnreadReply>`
    select replies.id, replies.kind from replies join threads on threads.id = replies.thread_id
    where replies.thread_id = ${threadId} and replies.id > ${position} and ${canBeUnread(ctx, me)}
    order by replies.id limit ${limit}`.execute(ctx.db)
  return rows
}

/** Moves a position forward, never back; the first time it is made. */
export async function putPosition(ctx: Ctx, me: AccountId, threadId: ThreadId, replyId: number): Promise<void> {
  await ctx.db
    .insertInto('readPositions')
    .values({ accountId: me, threadId, replyId, readAt: ctx.now })
    .onConflict((conflict) =>
      conflict
        .columns(['accountId', 'threadId'])
        .doUpdateSet({ replyId, readAt: ctx.now })
        .where('readPositions.replyId', '<', replyId),
    )
    .execute()
}
