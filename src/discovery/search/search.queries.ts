import { sql } from 'kysely'
import { type Place, type PageOf, pageOf } from '../../platform/cursor.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Thread, readableThread, shownReply, threadColumns } from '../../content/threads/threads.ts'
import { readerOf } from '../../realms/reader.access.ts'

/** Threads that the viewer may read and whose own or replies' words match, newest activity first. */
export async function selectMatches(
  ctx: Ctx,
  words: string,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<Thread>> {
  const query = sql`websearch_to_tsquery('english', ${words})`
  let threads = ctx.db
    .selectFrom('threads')
    .select(threadColumns)
    // The rule stands over both ways of matching: words of a reply are as readable as its thread, unless it is hidden.
    .where(readableThread(readerOf(ctx.viewer)))
    .where('threads.removedAt', 'is', null)
    .where(
      sql<boolean>`(threads.words @@ ${query} or threads.id in (
        select replies.thread_id from replies join threads on threads.id = replies.thread_id
        where replies.words @@ ${query} and replies.removed_at is null and ${shownReply(readerOf(ctx.viewer))}))`,
    )
  if (after)
    threads = threads.where((eb) =>
      eb(eb.refTuple('threads.activeAt', 'threads.id'), '<', eb.tuple(after.at, after.id as Thread['id'])),
    )
  const rows = await threads
    .orderBy('threads.activeAt', 'desc')
    .orderBy('threads.id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, (row) => ({ at: row.activeAt, id: row.id }))
}
