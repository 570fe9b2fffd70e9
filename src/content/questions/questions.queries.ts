import { sql } from 'kysely'
import { type Asked, asked } from '../../platform/asking.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readerOf } from '../../realms/reader.access.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import {
  type ProblemState,
  type ReplyId,
  type ThreadId,
  type ThreadType,
  familyOf,
  promisedUntil,
  readableThread,
} from '../threads/threads.ts'

export interface MarkRow {
  readonly mark: 'accepted' | 'official' | 'same-here' | 'kudos'
  readonly replyId: ReplyId | null
  readonly accountId: AccountId
  readonly at: Date
  /** False for what the asker of a merged duplicate chose. */
  readonly own: boolean
}

/** Everything that marks a question and its answers: accepted, official, and what the viewer said themselves. */
export function askMarks(ctx: Ctx, threadId: ThreadId): Asked<readonly MarkRow[]> {
  const own = ctx.viewer.kind === 'account' ? ctx.viewer.id : null
  const statement = sql<MarkRow>`
    select 'accepted' as mark, a.answer_id as reply_id, a.accepted_by as account_id, a.accepted_at as at,
        a.thread_id = ${threadId} as own
      from answer_acceptances a join replies on replies.id = a.answer_id and replies.thread_id = ${threadId}
      where a.thread_id in ${familyOf(threadId)}
    union all
    select 'official', answer_id, marked_by, marked_at, true from official_answers where thread_id = ${threadId} and ended_at is null
    union all
    select 'same-here', null, account_id, said_at, true from same_heres where thread_id = ${threadId} and account_id = ${own}::bigint
    union all
    select 'kudos', kudos.reply_id, kudos.account_id, kudos.given_at, true
      from kudos join replies on replies.id = kudos.reply_id
      where replies.thread_id = ${threadId} and kudos.account_id = ${own}::bigint`
  return asked(statement, (rows) => rows.map((row) => ({ ...row, at: new Date(row.at) })))
}

export interface Standing {
  readonly id: ThreadId
  readonly accepted: boolean
  readonly official: boolean
  readonly problem: ProblemState
  /** The version or the words that came with the state of a problem. */
  readonly note: string
  /** For praise: how many people thanked. */
  readonly thanks: number
  /** For a question without an answer: until when one was promised. */
  readonly promisedUntil: Date | null
}

/** How each of these threads stands, by what its type has to say. */
export async function selectStandings(ctx: Ctx, ids: readonly ThreadId[]): Promise<readonly Standing[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Standing>`
    select threads.id,
      exists (select from answer_acceptances a where a.thread_id = threads.id) as accepted,
      exists (select from official_answers o where o.thread_id = threads.id and o.ended_at is null) as official,
      coalesce(problems.state, 'reported') as problem, coalesce(problems.note, '') as note,
      case when threads.type = 'praise' then (select count(distinct account_id)::int from praise_thanks
        where praise_thanks.thread_id = threads.id or praise_thanks.thread_id in
          (select merged.id from threads merged where merged.merged_into_id = threads.id)) else 0 end as thanks,
      case when threads.type = 'question' and threads.answer_count = 0 and threads.reach is distinct from 0
        then ${promisedUntil} end as promised_until
    from threads left join problems on problems.thread_id = threads.id and threads.type = 'problem' where threads.id = any(${ids}::bigint[]) and ${readableThread(readerOf(ctx.viewer))}`.execute(
    ctx.db,
  )
  return rows
}

export interface NearRow {
  readonly id: ThreadId
  readonly title: string
  readonly slug: string
  readonly realm: 'outside'
  readonly type: ThreadType
  readonly answerCount: number
  readonly kind: 'duplicate' | 'related'
}

/** Outside threads that are linked with this one, in either direction, and that the viewer may read. */
export function askNear(ctx: Ctx, id: ThreadId): Asked<readonly NearRow[]> {
  const statement = sql<NearRow>`
    select threads.id, threads.title, threads.slug, threads.realm, threads.type, threads.answer_count,
      min(links.kind) as kind
    from (
      select to_thread_id as other_id, kind from thread_links where from_thread_id = ${id}
      union select from_thread_id, 'related' from thread_links where to_thread_id = ${id}
    ) links
    join threads on threads.id = links.other_id
    where threads.realm = 'outside' and threads.merged_into_id is null and threads.id <> ${id} and threads.removed_at is null
      and ${readableThread(readerOf(ctx.viewer))}
    group by threads.id
    order by min(links.kind), threads.id desc limit 12`
  return asked(statement, (rows) => rows)
}

/** Questions outside that hold any of these words, best first; judged among the newest 500 that match. */
export async function selectLike(ctx: Ctx, words: string, limit: number): Promise<ThreadId[]> {
  // Written in place, not joined: the planner must see how common the words are to choose between two ways of finding them.
  const query = sql`replace(plainto_tsquery('english', ${sql.lit(words)})::text, '&', '|')::tsquery`
  const { rows } = await sql<{ id: ThreadId }>`
    select id from (
      select threads.id, threads.words, threads.created_at from threads
      where threads.words @@ ${query} and threads.type = 'question' and threads.realm = 'outside'
        and threads.merged_into_id is null and threads.removed_at is null
        and ${readableThread(readerOf(ctx.viewer))}
      order by threads.created_at desc, threads.id desc limit 500) matching
    order by ts_rank(words, ${query}) desc, created_at desc limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.id)
}

/** Questions outside that nobody has answered, among those that the viewer may read. */
export async function countUnanswered(ctx: Ctx, spaceId?: SpaceId): Promise<number> {
  let query = ctx.db
    .selectFrom('threads')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('threads.type', '=', 'question')
    .where('threads.realm', '=', 'outside')
    .where('threads.answerCount', '=', 0)
    .where('threads.mergedIntoId', 'is', null)
    .where('threads.removedAt', 'is', null)
    .where(readableThread(readerOf(ctx.viewer)))
  if (spaceId) query = query.where('threads.spaceId', '=', spaceId)
  return (await query.executeTakeFirstOrThrow()).count
}

/** Sets the accepted answer; false when it was this one already. */
export async function upsertAcceptance(
  ctx: Ctx,
  threadId: ThreadId,
  answerId: ReplyId,
  acceptedBy: AccountId,
): Promise<boolean> {
  const row = { threadId, answerId, acceptedBy, acceptedAt: ctx.now }
  const written = await ctx.db
    .insertInto('answerAcceptances')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('threadId').doUpdateSet(row).where('answerAcceptances.answerId', '<>', answerId),
    )
    .returning('answerId')
    .executeTakeFirst()
  return written !== undefined
}

export async function deleteAcceptance(ctx: Ctx, threadId: ThreadId): Promise<void> {
  await ctx.db.deleteFrom('answerAcceptances').where('threadId', '=', threadId).execute()
}

/** Marks an answer official, again if the mark had ended; false when it is marked already. */
export async function upsertOfficial(
  ctx: Ctx,
  threadId: ThreadId,
  answerId: ReplyId,
  markedBy: AccountId,
): Promise<boolean> {
  const row = { threadId, answerId, markedBy, markedAt: ctx.now, endedAt: null }
  const written = await ctx.db
    .insertInto('officialAnswers')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('answerId').doUpdateSet(row).where('officialAnswers.endedAt', 'is not', null),
    )
    .returning('answerId')
    .executeTakeFirst()
  return written !== undefined
}

/** Says or unsays "same here" and keeps the count in step; false when nothing changed. */
export async function putSameHere(ctx: Ctx, threadId: ThreadId, accountId: AccountId, said: boolean): Promise<boolean> {
  const { numAffectedRows } = said
    ? await sql`insert into same_heres (thread_id, account_id, said_at) values (${threadId}, ${accountId}, ${ctx.now})
        on conflict do nothing`.execute(ctx.db)
    : await sql`delete from same_heres where thread_id = ${threadId} and account_id = ${accountId}`.execute(ctx.db)
  if (!numAffectedRows) return false
  await ctx.db
    .updateTable('threads')
    .set((eb) => ({ sameHereCount: eb('sameHereCount', said ? '+' : '-', 1) }))
    .where('id', '=', threadId)
    .execute()
  return true
}

/** Gives or takes back thanks and keeps the count in step; false when nothing changed. */
export async function putKudos(ctx: Ctx, replyId: ReplyId, accountId: AccountId, given: boolean): Promise<boolean> {
  const { numAffectedRows } = given
    ? await sql`insert into kudos (reply_id, account_id, given_at) values (${replyId}, ${accountId}, ${ctx.now})
        on conflict do nothing`.execute(ctx.db)
    : await sql`delete from kudos where reply_id = ${replyId} and account_id = ${accountId}`.execute(ctx.db)
  if (!numAffectedRows) return false
  await ctx.db
    .updateTable('replies')
    .set((eb) => ({ kudosCount: eb('kudosCount', given ? '+' : '-', 1) }))
    .where('id', '=', replyId)
    .execute()
  return true
}

/** Everybody who said that they have the same question: for telling them what came of it. */
export async function selectSameHere(
  ctx: Ctx,
  threadId: ThreadId,
  afterAccount: number,
  limit: number,
): Promise<AccountId[]> {
  const rows = await ctx.db
    .selectFrom('sameHeres')
    .select('accountId')
    .where('threadId', '=', threadId)
    .where('accountId', '>', afterAccount as AccountId)
    .orderBy('accountId')
    .limit(limit)
    .execute()
  return rows.map((row) => row.accountId)
}
