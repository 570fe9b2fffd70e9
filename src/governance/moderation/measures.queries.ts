import { sql } from 'kysely'
import type { Kept, Post, ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { RuleKey } from './conduct-rules.ts'
import type { CaseId, Ending, Measure, MeasureId, Side } from './moderation.tables.ts'

export interface NewMeasure {
  readonly caseId: CaseId
  readonly subjectId: AccountId
  readonly measure: Measure
  readonly rule: RuleKey | null
  readonly reason: string
  readonly decidedBy: AccountId | null
  readonly untilAt: Date | null
  readonly everyHours: number | null
  readonly shownTitle: string
  readonly shownBody: string
  readonly kept: Kept | null
}

export async function insertMeasure(ctx: Ctx, measure: NewMeasure): Promise<MeasureId> {
  const { id } = await ctx.db
    .insertInto('moderationMeasures')
    .values({ ...measure, kept: measure.kept && JSON.stringify(measure.kept), decidedAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** A measure with the case that it was decided in. Not scoped to a viewer: the caller checks. */
export async function findMeasure(ctx: Ctx, id: MeasureId) {
  return measures(ctx).where('m.id', '=', id).executeTakeFirst()
}

export type MeasureRow = NonNullable<Awaited<ReturnType<typeof findMeasure>>>

function measures(ctx: Ctx) {
  return ctx.db
    .selectFrom('moderationMeasures as m')
    .innerJoin('moderationCases as c', 'c.id', 'm.caseId')
    .select(['m.id', 'm.caseId', 'm.subjectId', 'm.measure', 'm.rule', 'm.reason', 'm.decidedBy', 'm.decidedAt'])
    .select(['m.untilAt', 'm.everyHours', 'm.shownTitle', 'm.shownBody', 'm.endedAt', 'm.endedAs', 'm.endedBy'])
    .select(['c.side', 'c.threadId', 'c.replyId', 'c.authorId'])
    .select((eb) => eb.ref('m.kept').$castTo<Kept | null>().as('kept'))
}

/** The measure by which a post is hidden, removed or held now. */
export async function findStanding(ctx: Ctx, post: Post): Promise<MeasureRow | undefined> {
  return measures(ctx)
    .where('c.threadId', '=', post.threadId)
    .where(sql<boolean>`c.reply_id is not distinct from ${post.replyId}`)
    .where('m.measure', 'in', ['hide', 'remove', 'hold'])
    .where('m.endedAt', 'is', null)
    .orderBy('m.id', 'desc')
    .executeTakeFirst()
}

/** Ends a measure; false when it had ended. */
export async function endMeasure(ctx: Ctx, id: MeasureId, as: Ending, by: AccountId | null): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('moderationMeasures')
    .set({ endedAt: ctx.now, endedAs: as, endedBy: by })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export interface Restraint {
  readonly id: MeasureId
  readonly measure: 'slow' | 'suspend'
  readonly untilAt: Date
  readonly everyHours: number | null
}

/** What keeps somebody from writing on a side now, a suspension first. */
export async function selectRestraints(ctx: Ctx, subjectId: AccountId, side: Side): Promise<readonly Restraint[]> {
  const { rows } = await sql<Restraint>`
    select m.id, m.measure, m.until_at, m.every_hours from moderation_measures m join moderation_cases c on c.id = m.case_id
    where m.subject_id = ${subjectId} and m.measure in ('slow', 'suspend') and m.ended_at is null
      and m.until_at > ${ctx.now} and c.side = ${side}
    order by m.measure = 'suspend' desc, m.until_at desc`.execute(ctx.db)
  return rows
}

/** The employees who moderate a side now, and the owners of the house. */
export async function selectJudges(ctx: Ctx, side: Side): Promise<{ moderators: AccountId[]; owners: AccountId[] }> {
  const { rows } = await sql<{ id: AccountId; office: string }>`
    select accounts.id, offices.office from offices join accounts on accounts.id = offices.account_id
    where offices.ended_at is null and accounts.state = 'active' and offices.office in ('owner', ${`${side}-steward`})
    order by accounts.id`.execute(ctx.db)
  const holding = (office: string) => rows.filter((row) => row.office === office).map((row) => row.id)
  return { moderators: holding(`${side}-steward`), owners: holding('owner') }
}

/** Who flagged the post of a case, in this case or before. */
export async function selectFlaggers(ctx: Ctx, post: Post): Promise<AccountId[]> {
  const { rows } = await sql<{ id: AccountId }>`
    select distinct f.flagged_by as id from moderation_flags f join moderation_cases c on c.id = f.case_id
    where c.thread_id = ${post.threadId} and c.reply_id is not distinct from ${post.replyId}`.execute(ctx.db)
  return rows.map((row) => row.id)
}

/** The text of a post as it stands. Not scoped to a viewer: for moderators, of what was brought before them. */
export async function readPost(ctx: Ctx, post: Post): Promise<{ title: string; body: string } | undefined> {
  if (post.replyId === null)
    return ctx.db.selectFrom('threads').select(['title', 'body']).where('id', '=', post.threadId).executeTakeFirst()
  const reply = await ctx.db.selectFrom('replies').select('body').where('id', '=', post.replyId).executeTakeFirst()
  return reply && { title: '', body: reply.body }
}

/** The measures that keep texts of somebody in one thread from its readers now. */
export async function selectHiddenOf(ctx: Ctx, subjectId: AccountId, threadId: ThreadId) {
  return measures(ctx)
    .where('m.subjectId', '=', subjectId)
    .where('c.threadId', '=', threadId)
    .where('m.measure', 'in', ['hide', 'hold'])
    .where('m.endedAt', 'is', null)
    .orderBy('m.id')
    .limit(20)
    .execute()
}
