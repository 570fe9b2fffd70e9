import type { AccountViewer, Ctx } from '../../platform/context.ts'
import type { Say } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { type ThreadId, getThread } from '../threads/threads.ts'
import { mayKeepPosition } from './read-positions.access.ts'
import * as queries from './read-positions.queries.ts'

export { type UnreadReply, mostCounted } from './read-positions.queries.ts'

/** The most replies that one page shows and one report of reading names. */
export const mostSeen = 500

/** Where the viewer stands in a thread. */
export interface Reading {
  /** The last reply that they read, and all before it. */
  readonly position: number
  /** How many are unread; 100 stands for more than 99. */
  readonly unread: number
  readonly first?: queries.UnreadReply
}

/**
 * How far the viewer has read a thread: undefined when they never opened it, and for visitors. Unread is what others
 * wrote after the position, and the viewer may read; what was taken away is not.
 */
export async function readingOf(ctx: Ctx, threadId: ThreadId): Promise<Reading | undefined> {
  if (ctx.viewer.kind !== 'account') return undefined
  const rows = await queries.selectReading(ctx, ctx.viewer.id, threadId)
  if (!rows[0]) return undefined
  const { position, id, kind } = rows[0]
  return id === null || kind === null ? { position, unread: 0 } : { position, unread: rows.length, first: { id, kind } }
}

/** Unread replies of these threads, those that have any; none for threads that the viewer never opened. */
export async function countUnreadIn(ctx: Ctx, ids: readonly ThreadId[]): Promise<ReadonlyMap<ThreadId, number>> {
  if (ctx.viewer.kind !== 'account' || ids.length === 0) return new Map()
  const rows = await queries.countUnread(ctx, ctx.viewer.id, ids.slice(0, 500))
  return new Map(rows.map((row) => [row.threadId, row.count]))
}

/**
 * Remembers that the viewer saw these replies of a thread (500 at most). The position moves over what was seen and stops
 * before the first unread reply that was not, so that nothing is passed over. NotFound, Forbidden.
 */
export async function markSeen(ctx: Ctx, threadId: ThreadId, seen: readonly number[]): Promise<void> {
  demand(mayKeepPosition(ctx.viewer))
  const me = (ctx.viewer as AccountViewer).id
  await getThread(ctx, threadId)
  const position = (await queries.findPosition(ctx, me, threadId)) ?? 0
  const shown = new Set(seen.slice(0, mostSeen))
  let reached = position
  for (const reply of await queries.selectAfter(ctx, me, threadId, position, shown.size)) {
    if (!shown.has(reply.id)) break
    reached = reply.id
  }
  await queries.putPosition(ctx, me, threadId, reached)
}

/**
 * How many replies of others came after a reply, in words: for a page that shows those before it. "2 new answers";
 * undefined when there are none. For everybody who may read the thread.
 */
export async function newerWords(ctx: Ctx, threadId: ThreadId, after: number): Promise<string | undefined> {
  await getThread(ctx, threadId)
  const me = ctx.viewer.kind === 'account' ? ctx.viewer.id : (0 as AccountId)
  const newer = await queries.selectAfter(ctx, me, threadId, after, queries.mostCounted + 1)
  if (newer.length === 0) return undefined
  const kinds = new Set(newer.map((reply) => reply.kind))
  const kind = kinds.size === 1 ? newer[0]!.kind : 'reply'
  if (newer.length > queries.mostCounted) return manyWords(ctx.say, kind, queries.mostCounted)
  const count = newer.length
  if (kind === 'answer') return ctx.say('{count} new answers', { count })
  return kind === 'comment' ? ctx.say('{count} new comments', { count }) : ctx.say('{count} new replies', { count })
}

function manyWords(say: Say, kind: queries.UnreadReply['kind'], number: number): string {
  if (kind === 'answer') return say('More than {number} new answers', { number })
  if (kind === 'comment') return say('More than {number} new comments', { number })
  return say('More than {number} new replies', { number })
}
