import { sql } from 'kysely'
import { type Asked, asked } from '../../platform/asking.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { type ThreadId, isOwed, promisedHours, readableThread } from '../threads/threads.ts'

/** The promise in force in a space; undefined when none was ever made. The caller has read the space. */
export async function findPromise(ctx: Ctx, spaceId: SpaceId) {
  return ctx.db
    .selectFrom('answerPromises')
    .select(['hours', 'madeBy', 'madeAt'])
    .where('spaceId', '=', spaceId)
    .where('madeAt', '<=', ctx.now)
    .orderBy('madeAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function insertPromise(
  ctx: Ctx,
  promise: { spaceId: SpaceId; hours: number | null; madeBy: AccountId | null },
): Promise<void> {
  await ctx.db
    .insertInto('answerPromises')
    .values({ ...promise, madeAt: ctx.now })
    .execute()
}

/** The hours promised for a question when it was asked; null where nothing was. The caller has read it. */
export function askPromisedHours(id: ThreadId): Asked<number | null> {
  const statement = sql<{
    hours: number | null
  }>`select ${promisedHours} as hours from threads where threads.id = ${id}`
  return asked(statement, (rows) => rows[0]?.hours ?? null)
}

/**
 * What is open in a space outside, of what the viewer may read: questions without an answer, those of them that wait
 * past what was promised, and the promise in force.
 */
export async function selectDebt(
  ctx: Ctx,
  spaceId: SpaceId,
): Promise<{ unanswered: number; owed: number; promise: number | null }> {
  const { rows } = await sql<{ unanswered: number; owed: number; promise: number | null }>`
    select count(*)::int as unanswered, count(*) filter (where ${isOwed(ctx.now)})::int as owed,
      (select promise.hours from answer_promises promise where promise.space_id = ${spaceId} and promise.made_at <= ${ctx.now}
        order by promise.made_at desc, promise.id desc limit 1) as promise
    from threads where threads.type = 'question' and threads.answer_count = 0 and threads.merged_into_id is null
      and threads.removed_at is null and threads.realm = 'outside' and threads.space_id = ${spaceId}
      and ${readableThread(readerOf(ctx.viewer))}`.execute(ctx.db)
  return rows[0]!
}

/**
 * Notes questions that wait past their promise and were not noted under it, at most `limit`, and returns them. Two at
 * the same time never note the same.
 */
export async function noteOverdue(ctx: Ctx, limit: number): Promise<ThreadId[]> {
  const { rows } = await sql<{ threadId: ThreadId }>`
    insert into overdue_questions (thread_id, promise_id, found_at)
    select threads.id, promise.id, ${ctx.now} from threads
    cross join lateral (select answer_promises.id from answer_promises
      where answer_promises.space_id = threads.space_id and answer_promises.made_at <= threads.created_at
      order by answer_promises.made_at desc, answer_promises.id desc limit 1) promise
    where ${isOwed(ctx.now)} and not exists (select from overdue_questions noted
      where noted.thread_id = threads.id and noted.promise_id = promise.id)
    order by threads.id limit ${limit} on conflict do nothing returning thread_id`.execute(ctx.db)
  return rows.map((row) => row.threadId)
}
