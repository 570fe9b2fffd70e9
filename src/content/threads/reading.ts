import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import { threadAddress } from './address.ts'
import { sayRemoved } from './removed-words.ts'
import { readThreadPage } from './thread-pages.ts'
import * as queries from './threads.queries.ts'
import type { ReplyId, ReplyKind, ThreadId, ThreadType } from './threads.tables.ts'

export type Thread = queries.ThreadRow
export type Reply = queries.ReplyRow

/** A thread that the viewer may read. */
export async function getThread(ctx: Ctx, id: ThreadId): Promise<Thread> {
  const thread = await queries.selectReadableThreads(ctx).where('threads.id', '=', id).executeTakeFirst()
  if (!thread) throw new NotFound('threads.not-found')
  return sayRemoved(ctx.say, thread)
}

/** The thread that a duplicate was merged into, as far as the viewer may read it; any other thread is its own. */
export async function survivorOf(ctx: Ctx, thread: Thread): Promise<Thread> {
  if (!thread.mergedIntoId) return thread
  const into = await queries.selectReadableThreads(ctx).where('threads.id', '=', thread.mergedIntoId).executeTakeFirst()
  return into ? survivorOf(ctx, sayRemoved(ctx.say, into)) : thread
}

/**
 * The thread outside that is found at an address with this id, this type and this slug. `elsewhere`: its own address,
 * when that is another, because it was renamed, became another type or was merged; a page then leads there. NotFound.
 */
export async function openThread(
  ctx: Ctx,
  id: ThreadId,
  asked: { type: ThreadType; slug: string | undefined },
): Promise<{ thread: Thread; elsewhere?: string }> {
  const thread = await survivorOf(ctx, await getThread(ctx, id))
  if (thread.realm !== 'outside') throw new NotFound('threads.not-found')
  const isHere = thread.id === id && thread.type === asked.type && thread.slug === asked.slug
  return isHere ? { thread } : { thread, elsewhere: threadAddress(thread) }
}

/** Several threads by id, those that the viewer may read, in no order. At most 500. */
export async function loadThreads(ctx: Ctx, ids: readonly ThreadId[]): Promise<Map<ThreadId, Thread>> {
  const rows = await queries.selectThreadsByIds(ctx, ids.slice(0, 500))
  return new Map(rows.map((row) => [row.id, sayRemoved(ctx.say, row)]))
}

/** One page of the threads that the viewer may read, newest first by activity or by creation. */
export async function listThreads(
  ctx: Ctx,
  filter: queries.ThreadFilter,
  options: { after?: string; limit?: number } = {},
): Promise<PageOf<Thread>> {
  return readThreadPage(ctx, filter, readCursor(options.after), Math.min(options.limit ?? 20, 200))
}

/** A reply under a thread that the viewer may read. */
export async function getReply(ctx: Ctx, id: ReplyId): Promise<Reply> {
  const reply = await queries.selectReadableReplies(ctx).where('replies.id', '=', id).executeTakeFirst()
  if (!reply) throw new NotFound('replies.not-found')
  return reply
}

/** The replies of a thread, oldest first, at most `limit` (500) after the reply `afterId`. */
export async function listReplies(
  ctx: Ctx,
  threadId: ThreadId,
  options: { kinds?: readonly ReplyKind[]; afterId?: ReplyId; limit?: number } = {},
): Promise<readonly Reply[]> {
  let query = queries.selectReadableReplies(ctx).where('replies.threadId', '=', threadId)
  if (options.kinds) query = query.where('replies.kind', 'in', options.kinds)
  if (options.afterId) query = query.where('replies.id', '>', options.afterId)
  return query
    .orderBy('replies.createdAt')
    .orderBy('replies.id')
    .limit(Math.min(options.limit ?? 500, 500))
    .execute()
}
