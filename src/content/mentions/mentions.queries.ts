import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { type SpaceId, everyAccountOf, readableSpace } from '../../realms/spaces/spaces.ts'
import { type ThreadId, readableThread } from '../threads/threads.ts'

const newestReplies = 200

/** Who wrote in a thread that the viewer may read, those of its newest replies first; 50 at most. */
export async function selectAuthors(ctx: Ctx, threadId: ThreadId): Promise<AccountId[]> {
  const { rows } = await sql<{ authorId: AccountId }>`
    select author_id from (
      (select replies.author_id, replies.id as at from replies join threads on threads.id = replies.thread_id
        where replies.thread_id = ${threadId} and replies.recalled_at is null and replies.removed_at is null
          and ${readableThread(readerOf(ctx.viewer))}
        order by replies.id desc limit ${newestReplies})
      union all
      select threads.author_id, 0 from threads where threads.id = ${threadId} and ${readableThread(readerOf(ctx.viewer))}
    ) wrote group by author_id order by max(at) desc limit 50`.execute(ctx.db)
  return rows.map((row) => row.authorId)
}

/** Which of these people read a space, or a thread in it, by the rule of reading itself. */
export async function selectReadersAmong(
  ctx: Ctx,
  ids: readonly AccountId[],
  spaceId: SpaceId,
  threadId: ThreadId | undefined,
): Promise<Set<AccountId>> {
  if (ids.length === 0) return new Set()
  const everybody = everyAccountOf(spaceId)
  const reads =
    threadId === undefined
      ? sql`select from spaces where spaces.id = ${spaceId} and ${readableSpace(everybody)}`
      : sql`select from threads where threads.id = ${threadId} and threads.space_id = ${spaceId} and ${readableThread(everybody)}`
  const { rows } = await sql<{ id: AccountId }>`
    select accounts.id from accounts where accounts.id = any(${ids}::bigint[]) and exists (${reads})`.execute(ctx.db)
  return new Set(rows.map((row) => row.id))
}

/** Tags outside that begin so and stand on something that the viewer may read, the shortest first. */
export async function selectTagsLike(ctx: Ctx, beginning: string, limit: number): Promise<string[]> {
  const start = beginning.replace(/[\\%_]/g, '\\$&')
  const { rows } = await sql<{ name: string }>`
    select tags.name from tags where tags.name like ${`${start}%`} and exists (
      select from thread_tags join threads on threads.id = thread_tags.thread_id
      where thread_tags.tag_id = tags.id and threads.realm = 'outside' and ${readableThread(readerOf(ctx.viewer))})
    order by length(tags.name), tags.name limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.name)
}

/** Whether one of two people has blocked the other. */
export async function areBlocked(ctx: Ctx, one: AccountId, other: AccountId): Promise<boolean> {
  const { rows } = await sql<{ blocked: boolean }>`select is_blocked(${one}, ${other}) as blocked`.execute(ctx.db)
  return rows[0]!.blocked
}

/** A mention of somebody, as PostgreSQL finds it; what follows the number is kept. */
const mentionPattern = (id: AccountId): string => `\\[@[^]\\n]{1,130}\\]\\(/people/${id}((-[^)\\s]*)?)\\)`

/**
 * Writes the present name of somebody into every mention of them, in what stands and in what stood before. Only the words
 * between the brackets change: whom a text names is the number behind them. Gives how many texts there were.
 */
export async function relabel(ctx: Ctx, id: AccountId): Promise<number> {
  let changed = 0
  for (const table of ['threads', 'replies', 'revisions']) {
    const body = sql`regexp_replace(${sql.table(table)}.body, ${mentionPattern(id)},
      '[@' || replace(regexp_replace(accounts.display_name, '[][\\\\\`\\r\\n]', ' ', 'g'), '\\', '\\\\')
        || '](/people/' || accounts.id || '\\1)', 'g')`
    const { numAffectedRows } = await sql`update ${sql.table(table)} set body = ${body} from accounts
      where accounts.id = ${id} and ${sql.table(table)}.body like ${`%](/people/${id}%`}
        and ${body} <> ${sql.table(table)}.body and length(${body}) <= 60000`.execute(ctx.db)
    changed += Number(numAffectedRows ?? 0)
  }
  return changed
}
