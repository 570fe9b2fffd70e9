import { sql } from 'kysely'
import { type Asked, asked } from '../../platform/asking.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { type ThreadId, firstPromise, isOwed, promisedUntil, readableThread } from '../threads/threads.ts'

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

/** Until when an answer to a question was promised; undefined where none was. The caller has read it. */
export function askPromisedUntil(id: ThreadId): Asked<Date | undefined> {
  const statement = sql<{ until: Date | null }>`select ${promisedUntil} as until from threads where threads.id = ${id}`
  return asked(statement, ([row]) => (row?.until ? new Date(row.until) : undefined))
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
 * Notes questions that wait past what was promised in their space, each once there, at most `limit`, and returns them.
 * One that was noted before its time, by what was merged into it and went again, is noted anew when it is due. Two at
 * the same time never note the same.
 */
export async function noteOverdue(ctx: Ctx, limit: number): Promise<ThreadId[]> {
  const { rows } = await sql<{ threadId: ThreadId }>`
    insert into overdue_questions (thread_id, promise_id, found_at)
    select threads.id, owed.promise_id, ${ctx.now} from threads cross join lateral ${firstPromise} owed
    where ${isOwed(ctx.now)} and not exists (select from overdue_questions noted
      join answer_promises promise on promise.id = noted.promise_id and promise.space_id = threads.space_id
      where noted.thread_id = threads.id and noted.found_at >= owed.due)
    order by threads.id limit ${limit}
    on conflict (thread_id, promise_id) do update set found_at = excluded.found_at where overdue_questions.found_at <
      (select ${promisedUntil} from threads where threads.id = overdue_questions.thread_id)
    returning thread_id`.execute(ctx.db)
  return rows.map((row) => row.threadId)
}
