import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { begunOnce } from '../../platform/begun.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Reader, readerOf } from '../../realms/reader.access.ts'
import { type SpaceId, inReadableSpace, walking } from '../../realms/spaces/spaces.ts'
import { type ReplyId, type ThreadId, tagsCalled, threadColumns } from '../threads/threads.ts'
import { readableIdea } from './ideas.access.ts'
import type { CategoryId, Day, IdeaStage } from './ideas.tables.ts'

/** The ideas that the viewer may read; narrowed by the caller. The only way into `ideas` for reading. */
export function selectReadableIdeas(ctx: Ctx) {
  return selectIdeas(ctx, readerOf(ctx.viewer))
}

const fromIdeas = begunOnce((db) =>
  db
    .selectFrom('ideas')
    .innerJoin('threads', 'threads.id', 'ideas.threadId')
    .select(threadColumns)
    .select([
      'ideas.categoryId',
      'ideas.stage',
      'ideas.stageAt',
      'ideas.answerBy',
      'ideas.mergedInto',
      'ideas.extendsId',
      'ideas.fromReplyId',
      'ideas.votesFor',
      'ideas.votesAgainst',
      'ideas.staffFor',
      'ideas.staffAgainst',
      'ideas.importedScore as ideaImportedScore',
      'ideas.score',
      'ideas.heat',
    ]),
)

function selectIdeas(ctx: Ctx, reader: Reader) {
  return fromIdeas(ctx.db).where(readableIdea(reader))
}

export type IdeaRow = Awaited<ReturnType<ReturnType<typeof selectReadableIdeas>['executeTakeFirstOrThrow']>>

/** 'heat': decaying score; 'votes': plain score; 'owed': the promise that is or falls due first. */
export type IdeaOrder = 'heat' | 'newest' | 'votes' | 'owed'

export interface IdeaFilter {
  readonly realm?: Realm
  readonly stage?: IdeaStage
  readonly categoryId?: CategoryId
  readonly tag?: string
  /** The name of a tag that is a product, beside `tag`. */
  readonly product?: string
  readonly spaceId?: SpaceId
  readonly authorId?: AccountId
  /** Only those whose promised answer is overdue on `today` of the context. */
  readonly overdue?: boolean
  /** The extensions of this idea, which stand in no other list. */
  readonly extends?: ThreadId
  readonly order?: IdeaOrder
}

/** A place in one of the orders: the number that is sorted by, and the id. */
export interface IdeaPlace {
  readonly at: number
  readonly id: number
}

const orders = {
  heat: { column: 'ideas.heat', direction: 'desc' },
  newest: { column: 'ideas.createdAt', direction: 'desc' },
  votes: { column: 'ideas.score', direction: 'desc' },
  owed: { column: 'ideas.answerBy', direction: 'asc' },
} as const

/** One page in one of the orders, each a walk along one index. `limit + 1` rows say that there are more. */
export async function selectIdeaPage(
  ctx: Ctx,
  filter: IdeaFilter,
  after: IdeaPlace | undefined,
  limit: number,
): Promise<IdeaRow[]> {
  const order = filter.order ?? 'heat'
  const { column, direction } = orders[order]
  // Asked of the idea's own row first: on a board where others have many ideas their threads are not even opened.
  const reader = walking(readerOf(ctx.viewer))
  let query = selectIdeas(ctx, reader).where(inReadableSpace(reader, sql`ideas.space_id`))
  query = query.where('threads.removedAt', 'is', null)
  query =
    filter.extends === undefined
      ? query.where(sql<boolean>`ideas.is_listed`)
      : query.where('ideas.extendsId', '=', filter.extends).where('ideas.mergedInto', 'is', null)
  // Written into the statement, as the length is: a plan for any value could not use the indexes of what is listed.
  if (filter.realm) query = query.where('ideas.realm', '=', sql.lit(filter.realm))
  if (filter.stage) query = query.where('ideas.stage', '=', filter.stage)
  if (filter.categoryId) query = query.where('ideas.categoryId', '=', filter.categoryId)
  if (filter.spaceId) query = query.where('ideas.spaceId', '=', filter.spaceId)
  if (filter.authorId) query = query.where('threads.authorId', '=', filter.authorId)
  if (filter.overdue) query = query.where('ideas.answerBy', '<', today(ctx))
  if (order === 'owed') query = query.where('ideas.answerBy', 'is not', null)
  for (const name of [filter.tag, filter.product])
    if (name) query = query.where(await hasTag(ctx, name, filter.realm ?? 'outside'))
  if (after) query = query.where(beyond(order, after))
  return query
    .orderBy(column, direction)
    .orderBy('ideas.threadId', direction)
    .limit(sql.lit(limit + 1))
    .execute()
}

/** So many ideas with one tag are looked up one by one; more are met often enough on the walk along the index. */
const fewTagged = 2000

async function hasTag(ctx: Ctx, tag: string, side: Realm): Promise<RawBuilder<SqlBool>> {
  const tagged = await ctx.db
    .selectFrom('threadTags')
    .innerJoin('ideas', 'ideas.threadId', 'threadTags.threadId')
    .select('threadTags.threadId')
    .where(sql<boolean>`thread_tags.tag_id in ${tagsCalled(tag, side)}`)
    .distinct()
    .limit(fewTagged + 1)
    .execute()
  if (tagged.length <= fewTagged)
    return sql<SqlBool>`ideas.thread_id = any(${tagged.map((row) => row.threadId)}::bigint[])`
  return sql<SqlBool>`ideas.thread_id in (select thread_id from thread_tags where tag_id in ${tagsCalled(tag, side)})`
}

function beyond(order: IdeaOrder, { at, id }: IdeaPlace): RawBuilder<SqlBool> {
  if (order === 'heat') return sql<SqlBool>`(ideas.heat, ideas.thread_id) < (${at}::float8, ${id}::bigint)`
  if (order === 'votes') return sql<SqlBool>`(ideas.score, ideas.thread_id) < (${at}::int, ${id}::bigint)`
  const moment = new Date(at)
  if (order === 'newest')
    return sql<SqlBool>`(ideas.created_at, ideas.thread_id) < (${moment}::timestamptz, ${id}::bigint)`
  return sql<SqlBool>`(ideas.answer_by, ideas.thread_id) > (${dayOf(moment)}::date, ${id}::bigint)`
}

/** Where a row stands in an order. */
export function placeOf(row: IdeaRow, order: IdeaOrder): IdeaPlace {
  const at = {
    heat: row.heat,
    votes: row.score,
    newest: row.createdAt.getTime(),
    owed: Date.parse(row.answerBy ?? ''),
  }
  return { at: at[order], id: row.id }
}

/** The day of a moment, in UTC. */
export function dayOf(moment: Date): Day {
  return moment.toISOString().slice(0, 10)
}

function today(ctx: Ctx): Day {
  return dayOf(ctx.now)
}

export interface DebtRow {
  readonly categoryId: CategoryId | null
  readonly count: number
  readonly oldest: Day
}

/** The most ideas that the review debt is counted over. */
export const mostDebt = 1000

/** How many ideas are past the day promised, and the earliest such day, for each category; of those the viewer may read. */
export async function selectDebt(ctx: Ctx, where: { realm: Realm; spaceId?: SpaceId }): Promise<DebtRow[]> {
  const { rows } = await sql<DebtRow>`
    select category_id, count(*) as count, min(answer_by) as oldest from (
      select ideas.category_id, ideas.answer_by from ideas join threads on threads.id = ideas.thread_id
      where ideas.is_listed and ideas.realm = ${sql.lit(where.realm)} and ideas.answer_by < (select ${today(ctx)}::date)
        and ${where.spaceId === undefined ? sql`true` : sql`ideas.space_id = ${where.spaceId}`}
        and ${readableIdea(walking(readerOf(ctx.viewer)))}
      order by ideas.answer_by, ideas.thread_id limit ${sql.lit(mostDebt)}) owed
    group by category_id order by min(answer_by), category_id`.execute(ctx.db)
  return rows
}

/**
 * What stands in the columns of an idea that its thread does not know. A new `answerBy` takes the place of every day
 * owed here, also of those promised to ideas merged into it.
 */
export async function updateIdea(
  ctx: Ctx,
  id: ThreadId,
  change: Partial<{
    categoryId: CategoryId | null
    stage: IdeaStage
    stageAt: Date
    answerBy: Day | null
    firstAnswerBy: Day | null
    extendsId: ThreadId
    fromReplyId: ReplyId
  }>,
): Promise<void> {
  const settled = change.answerBy === undefined ? {} : { alsoOwed: '{}', ownAnswerBy: null }
  await ctx.db
    .updateTable('ideas')
    .set({ ...change, ...settled })
    .where('threadId', '=', id)
    .execute()
}

export interface StageChangeRow {
  readonly id: number
  readonly stage: IdeaStage
  readonly reason: string
  readonly part: string | null
  readonly answerBy: Day | null
  readonly changedBy: AccountId | null
  readonly changedAt: Date
}

export async function insertStageChange(
  ctx: Ctx,
  ideaId: ThreadId,
  change: Omit<StageChangeRow, 'id'>,
): Promise<number> {
  const { id } = await ctx.db
    .insertInto('ideaStageChanges')
    .values({ ideaId, ...change })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The changes of stage of an idea, oldest first, at most 500. The caller has asked whether it may be read. */
export async function selectStageChanges(ctx: Ctx, ideaId: ThreadId): Promise<StageChangeRow[]> {
  return ctx.db
    .selectFrom('ideaStageChanges')
    .select(['id', 'stage', 'reason', 'part', 'answerBy', 'changedBy', 'changedAt'])
    .where('ideaId', '=', ideaId)
    .orderBy('changedAt')
    .orderBy('id')
    .limit(500)
    .execute()
}

/** Sets stage and promise of imported ideas, with one change of stage each; none twice. */
export async function writeImported(
  ctx: Ctx,
  ideas: readonly {
    threadId: ThreadId
    stage: IdeaStage
    reason: string
    part?: string
    stageAt?: Date
    answerBy?: Day
  }[],
): Promise<void> {
  await sql`
    with given as (
      select given.*, ideas.created_at, coalesce(given.stage_at, ideas.created_at) as at,
        case when given.stage in ('new', 'under-review', 'planned', 'partly-done')
          then coalesce(given.answer_by, case when ideas.also_owed = '{}' then ideas.answer_by
            else ideas.own_answer_by end) end as due
      from jsonb_to_recordset(${JSON.stringify(
        ideas.map((idea) => ({
          thread_id: idea.threadId,
          stage: idea.stage,
          reason: idea.reason,
          part: idea.part ?? null,
          stage_at: idea.stageAt ?? null,
          answer_by: idea.answerBy ?? null,
        })),
      )}::jsonb) as given (thread_id bigint, stage text, reason text, part text, stage_at timestamptz(3), answer_by date)
      join ideas on ideas.thread_id = given.thread_id
    ), told as (
      insert into idea_stage_changes (idea_id, stage, reason, part, answer_by, changed_at)
      select given.thread_id, given.stage, given.reason, given.part, given.due, given.at from given
      where given.stage <> 'new' and not exists (select from idea_stage_changes earlier
        where earlier.idea_id = given.thread_id and earlier.stage = given.stage)
    )
    update ideas set stage = given.stage, stage_at = given.at, answer_by = given.due, also_owed = '{}', own_answer_by = null
    from given where ideas.thread_id = given.thread_id and (ideas.also_owed = '{}' or ideas.stage <> given.stage)
      and not exists (select from idea_stage_changes later
        where later.idea_id = given.thread_id and later.changed_at > given.at)`.execute(ctx.db)
}

/**
 * Lets an idea whose next answer is owed owe it by the day promised where one was merged into it, when that is earlier.
 * The caller holds both.
 */
export async function bringAnswerBy(ctx: Ctx, ideaId: ThreadId, intoId: ThreadId): Promise<void> {
  await sql`update ideas survivor set
      own_answer_by = case when survivor.also_owed = '{}' then survivor.answer_by else survivor.own_answer_by end,
      also_owed = survivor.also_owed || jsonb_build_object(duplicate.thread_id::text, duplicate.answer_by),
      answer_by = least(survivor.answer_by, duplicate.answer_by)
    from ideas duplicate
    where survivor.thread_id = ${intoId} and duplicate.thread_id = ${ideaId} and duplicate.answer_by is not null
      and survivor.stage in ('new', 'under-review', 'planned', 'partly-done')`.execute(ctx.db)
}

/** Takes back what `bringAnswerBy` did for one of those merged into an idea; the days of the others stay owed. */
export async function takeBackAnswerBy(ctx: Ctx, ideaId: ThreadId, intoId: ThreadId): Promise<void> {
  await sql`update ideas set also_owed = rest.days,
      answer_by = least(own_answer_by, (select min(day::date) from jsonb_each_text(rest.days) owed (idea, day))),
      own_answer_by = case when rest.days <> '{}' then own_answer_by end
    from (select thread_id, also_owed - ${ideaId}::text as days from ideas where thread_id = ${intoId} for update) rest
    where ideas.thread_id = rest.thread_id and also_owed ? ${ideaId}::text`.execute(ctx.db)
}

/** Whether a comment was made an extension before. */
export async function hasExtension(ctx: Ctx, replyId: ReplyId): Promise<boolean> {
  const row = await ctx.db.selectFrom('ideas').select('threadId').where('fromReplyId', '=', replyId).executeTakeFirst()
  return row !== undefined
}

/** The idea that this one was united with; null when with none. Ids only. */
export async function findMergedInto(ctx: Ctx, ideaId: ThreadId): Promise<ThreadId | null> {
  const row = await ctx.db.selectFrom('ideas').select('mergedInto').where('threadId', '=', ideaId).executeTakeFirst()
  return row?.mergedInto ?? null
}

export interface UnitedRow {
  readonly id: ThreadId
  readonly title: string
  readonly authorId: AccountId
}

/** The ideas that were united with this one, as far as the viewer may read them, the oldest first; 50 at most. */
export async function selectUnited(ctx: Ctx, ideaId: ThreadId): Promise<UnitedRow[]> {
  const { rows } = await sql<UnitedRow>`
    with recursive united (thread_id) as (
      select ${ideaId}::bigint union select ideas.thread_id from united join ideas on ideas.merged_into = united.thread_id)
    select threads.id, threads.title, threads.author_id from threads
    where threads.id in (select thread_id from united) and threads.id <> ${ideaId} and threads.removed_at is null and ${readableIdea(readerOf(ctx.viewer))}
    order by threads.id limit 50`.execute(ctx.db)
  return rows
}
