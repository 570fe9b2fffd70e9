import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type ReplyId, type ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { LoopClosureId, ToldBecause } from './loop-closure.tables.ts'

export interface Waiting {
  readonly accountId: AccountId
  readonly because: ToldBecause
}

/**
 * Who waits for an answer under the thread where it stands and has not been told of it: the asker, and those who had
 * said "same here" by `until`; not its own author, not a closed account. After a merge also whoever came with a
 * duplicate, whenever they asked; and of an answer that came with one, whoever waited here until then. In order of
 * account, after `afterAccount`.
 */
export async function selectWaiting(
  ctx: Ctx,
  of: { threadId: ThreadId; answerId: ReplyId; until: Date; afterAccount: number },
  limit: number,
): Promise<readonly Waiting[]> {
  const carried = sql`exists (select from carried_same_heres carried
    join thread_acts merge on merge.id = carried.act_id join threads duplicate on duplicate.id = merge.thread_id
    where merge.other_id = ${of.threadId} and merge.act = 'merge' and duplicate.merged_into_id = ${of.threadId}
      and carried.account_id = same_heres.account_id
      and not exists (select from thread_acts later where later.thread_id = merge.thread_id and later.act = 'merge'
        and later.id > merge.id))`
  const broughtAt = sql`(select max(merge.acted_at) from moved_replies moved join thread_acts merge on merge.id = moved.act_id
    where moved.reply_id = ${of.answerId} and merge.act = 'merge' and merge.other_id = ${of.threadId})`
  const { rows } = await sql<Waiting>`
    with recursive family as (select id, author_id from threads where id = ${of.threadId}
      union select threads.id, threads.author_id from threads join family on threads.merged_into_id = family.id)
    select waiting.account_id,
      case when waiting.account_id in (select author_id from family) then 'asked' else 'same-here' end as because
    from (
      select author_id as account_id from threads where id = ${of.threadId}
      union
      select account_id from same_heres where thread_id = ${of.threadId}
        and (said_at <= ${of.until} or said_at <= ${broughtAt} or ${carried})
    ) waiting
    join accounts on accounts.id = waiting.account_id and accounts.state <> 'closed'
    where waiting.account_id > ${of.afterAccount}
      and waiting.account_id <> (select author_id from replies where id = ${of.answerId})
      and not exists (select from loop_closures told where told.answer_id = ${of.answerId} and told.account_id = waiting.account_id)
    order by waiting.account_id limit ${limit}`.execute(ctx.db)
  return rows
}

/** What came of a question, as long as it stands. */
interface Marked {
  /** Under which it stands now: after a merge another than the one on which it was marked. */
  readonly threadId: ThreadId
  readonly official: Date | null
  /** The last time that somebody chose it: after a merge each asker may have. */
  readonly accepted: Date | null
  readonly acceptedBy: readonly AccountId[]
}

/** When this answer became what came of the question, while it still is: official or accepted, and not recalled. */
export async function findMarked(ctx: Ctx, answerId: ReplyId): Promise<Marked | undefined> {
  return selectMarks(ctx).where('replies.id', '=', answerId).executeTakeFirst()
}

/** The answers under a question that are what came of it, as `findMarked` gives them. */
export async function selectMarked(ctx: Ctx, threadId: ThreadId): Promise<readonly (Marked & { id: ReplyId })[]> {
  return selectMarks(ctx)
    .select('replies.id')
    .where('replies.threadId', '=', threadId)
    .where(sql<SqlBool>`(official_answers.marked_at is not null or exists ${acceptances(sql`1`)})`)
    .orderBy('replies.id')
    .execute()
}

function selectMarks(ctx: Ctx) {
  return ctx.db
    .selectFrom('replies')
    .leftJoin('officialAnswers', (join) =>
      join.onRef('officialAnswers.answerId', '=', 'replies.id').on('officialAnswers.endedAt', 'is', null),
    )
    .select([
      'replies.threadId',
      'officialAnswers.markedAt as official',
      acceptances<Date | null>(sql`max(accepted_at)`).as('accepted'),
      acceptances<AccountId[]>(sql`coalesce(json_agg(accepted_by), '[]')`).as('acceptedBy'),
    ])
    .where('replies.recalledAt', 'is', null)
}

const acceptances = <Result>(what: RawBuilder<unknown>) =>
  sql<Result>`(select ${what} from answer_acceptances where answer_acceptances.answer_id = replies.id)`

/** False when this person was told of this answer already. */
export async function insertClosure(
  ctx: Ctx,
  row: { threadId: ThreadId; answerId: ReplyId; accountId: AccountId; because: ToldBecause },
): Promise<boolean> {
  const written = await ctx.db
    .insertInto('loopClosures')
    .values({ ...row, toldAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return written !== undefined
}

/** The newest telling of one person on one question, of an answer that still stands. */
export async function findOwnClosure(ctx: Ctx, threadId: ThreadId, accountId: AccountId) {
  return ctx.db
    .selectFrom('loopClosures')
    .innerJoin('replies', 'replies.id', 'loopClosures.answerId')
    .selectAll('loopClosures')
    .where('loopClosures.threadId', '=', threadId)
    .where('loopClosures.accountId', '=', accountId)
    .where('replies.recalledAt', 'is', null)
    .orderBy('loopClosures.id', 'desc')
    .executeTakeFirst()
}

export type ClosureRow = NonNullable<Awaited<ReturnType<typeof findOwnClosure>>>

export async function setHelped(ctx: Ctx, id: LoopClosureId, helped: boolean): Promise<void> {
  await ctx.db.updateTable('loopClosures').set({ helped, helpedAt: ctx.now }).where('id', '=', id).execute()
}

export interface ToldRow {
  readonly told: number
  readonly toldAt: Date | null
  readonly helped: number
  readonly notHelped: number
  readonly helpedAt: Date | null
}

/** How many people were told on a question and what they said: each person's newest telling counts. */
export async function selectTold(ctx: Ctx, threadId: ThreadId): Promise<ToldRow> {
  const { rows } = await sql<ToldRow>`
    select count(*)::int as told, min(told_at) as told_at, count(*) filter (where helped)::int as helped,
      count(*) filter (where not helped)::int as not_helped, max(helped_at) as helped_at
    from (select distinct on (account_id) account_id, helped, helped_at,
        min(told_at) over (partition by account_id) as told_at
      from loop_closures where thread_id = ${threadId} order by account_id, id desc) newest`.execute(ctx.db)
  return rows[0]!
}

export interface LoopRow {
  readonly firstAnsweredAt: Date | null
  readonly crossedAt: Date | null
  readonly recalledAt: Date | null
}

/** When a question got its first answer from somebody else, when an answer first crossed to it, and was last recalled. */
export async function selectLoop(ctx: Ctx, threadId: ThreadId): Promise<LoopRow> {
  const { rows } = await sql<LoopRow>`
    select
      (select min(replies.created_at) from replies join threads on threads.id = replies.thread_id
        where replies.thread_id = ${threadId} and replies.kind = 'answer' and replies.author_id <> threads.author_id
          and replies.recalled_at is null) as first_answered_at,
      crossed.crossed_at, crossed.recalled_at
    from (
      select min(crossings.happened_at) filter (where crossings.act = 'publish-out') as crossed_at,
        max(crossings.happened_at) filter (where crossings.act = 'recall') as recalled_at
      from replies join crossings on crossings.target_kind = 'reply' and crossings.target_id = replies.id
      where replies.thread_id = ${threadId}
    ) crossed`.execute(ctx.db)
  return rows[0]!
}

/** What people were told of an answer stands with the answer: under whichever question it stands after a merge or its undoing. */
export async function followAnswers(ctx: Ctx, oneId: ThreadId, otherId: ThreadId): Promise<void> {
  await sql`update loop_closures set thread_id = replies.thread_id from replies
    where replies.id = loop_closures.answer_id and loop_closures.thread_id in (${oneId}, ${otherId})
      and replies.thread_id in (${oneId}, ${otherId}) and loop_closures.thread_id <> replies.thread_id`.execute(ctx.db)
}
