import { sql } from 'kysely'
import type { Post } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { RuleKey } from './conduct-rules.ts'
import type { CaseId, Measure, MeasureId, Side } from './moderation.tables.ts'

const caseColumns = [
  'id',
  'side',
  'threadId',
  'replyId',
  'authorId',
  'weight',
  'openedAt',
  'claimedBy',
  'claimedUntil',
  'closedAt',
] as const

/** Adds to the open case of a post, or opens one; gives its id. */
export async function upsertCase(
  ctx: Ctx,
  post: Post,
  of: { side: Side; authorId: AccountId; weight: number },
): Promise<CaseId> {
  const { rows } = await sql<{ id: CaseId }>`
    insert into moderation_cases (side, thread_id, reply_id, author_id, weight, opened_at)
    values (${of.side}, ${post.threadId}, ${post.replyId}, ${of.authorId}, ${of.weight}, ${ctx.now})
    on conflict (thread_id, reply_id) where closed_at is null
      do update set weight = moderation_cases.weight + excluded.weight
    returning id`.execute(ctx.db)
  return rows[0]!.id
}

/** A case by its number. Not scoped to a viewer: the caller checks the side. */
export async function findCase(ctx: Ctx, id: CaseId) {
  return ctx.db.selectFrom('moderationCases').select(caseColumns).where('id', '=', id).executeTakeFirst()
}

export type CaseRow = NonNullable<Awaited<ReturnType<typeof findCase>>>

export interface QueueRow extends CaseRow {
  readonly flags: number
  /** How many of them by members of long standing. */
  readonly ofStanding: number
  readonly rules: readonly RuleKey[]
  readonly retaliates: boolean
  readonly isHeld: boolean
  readonly title: string
  readonly body: string
}

/** A place in the queue: the heaviest first, of the same weight the oldest. */
export interface QueuePlace {
  readonly weight: number
  readonly at: Date
  readonly id: number
}

/** The open cases of one side after a place, at most `limit`. Not scoped to a viewer: the caller checks the side. */
export async function selectQueue(
  ctx: Ctx,
  side: Side,
  after: QueuePlace | undefined,
  limit: number,
): Promise<QueueRow[]> {
  const beyond = after
    ? sql`and (-c.weight, c.opened_at, c.id) > (${-after.weight}::int, ${after.at}::timestamptz, ${after.id}::bigint)`
    : sql``
  const { rows } = await sql<QueueRow>`
    select c.*, coalesce(flags.count, 0)::int as flags, coalesce(flags.of_standing, 0)::int as of_standing,
      coalesce(flags.rules, '{}') as rules,
      coalesce(flags.retaliates, false) as retaliates, held.id is not null as is_held,
      coalesce(last.shown_title, held.shown_title, '') as title, coalesce(last.shown_body, held.shown_body, '') as body
    from moderation_cases c
    left join lateral (select count(*) as count, count(*) filter (where f.of_standing and f.retaliates is null) as of_standing,
        array_agg(distinct f.rule) as rules, bool_or(f.retaliates is not null) as retaliates
      from moderation_flags f where f.case_id = c.id) flags on true
    left join lateral (select f.shown_title, f.shown_body from moderation_flags f where f.case_id = c.id
      order by f.id desc limit 1) last on true
    left join lateral (select m.id, m.shown_title, m.shown_body from moderation_measures m
      where m.case_id = c.id and m.measure = 'hold' and m.ended_at is null order by m.id desc limit 1) held on true
    where c.side = ${side} and c.closed_at is null ${beyond}
    order by c.weight desc, c.opened_at, c.id limit ${limit}`.execute(ctx.db)
  return rows
}

export interface AlikeRow {
  readonly lowerId: AccountId
  readonly higherId: AccountId
  readonly alike: number
  readonly foundAt: Date
}

/** Pairs of new accounts outside that vote alike, found since a moment. Not scoped to a viewer: the caller checks the side. */
export async function selectAlike(ctx: Ctx, since: Date): Promise<AlikeRow[]> {
  const { rows } = await sql<AlikeRow>`select lower_id, higher_id, alike, found_at from idea_alike_votes
    where found_at >= ${since} order by found_at desc, lower_id, higher_id limit 50`.execute(ctx.db)
  return rows
}

/** Whether anything lies open on a side. */
export async function countOpen(ctx: Ctx, side: Side): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('moderationCases')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('side', '=', side)
    .where('closedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/**
 * Takes a case in hand until a time, for whoever has it already or when nobody has: one statement, so that of two at
 * once exactly one has it. False when somebody else has it, or it is closed.
 */
export async function claim(ctx: Ctx, id: CaseId, by: AccountId, until: Date): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('moderationCases')
    .set({ claimedBy: by, claimedUntil: until })
    .where('id', '=', id)
    .where('closedAt', 'is', null)
    .where((eb) => eb.or([eb('claimedBy', 'is', null), eb('claimedBy', '=', by), eb('claimedUntil', '<=', ctx.now)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function release(ctx: Ctx, id: CaseId, by: AccountId): Promise<void> {
  await ctx.db
    .updateTable('moderationCases')
    .set({ claimedBy: null, claimedUntil: null })
    .where('id', '=', id)
    .where('claimedBy', '=', by)
    .where('closedAt', 'is', null)
    .execute()
}

/** Closes a case that somebody has in hand now; false when they have it no longer. */
export async function close(ctx: Ctx, id: CaseId, by: AccountId): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('moderationCases')
    .set({ closedAt: ctx.now })
    .where('id', '=', id)
    .where('claimedBy', '=', by)
    .where('claimedUntil', '>', ctx.now)
    .where('closedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function selectFlags(ctx: Ctx, caseId: CaseId) {
  return ctx.db.selectFrom('moderationFlags').selectAll().where('caseId', '=', caseId).orderBy('id').execute()
}

/** The text that a check held in this case. */
export async function readHeld(ctx: Ctx, caseId: CaseId): Promise<{ title: string; body: string }> {
  const row = await ctx.db
    .selectFrom('moderationMeasures')
    .select(['shownTitle as title', 'shownBody as body'])
    .where('caseId', '=', caseId)
    .orderBy('id')
    .executeTakeFirst()
  return row ?? { title: '', body: '' }
}

/** What was decided about one post before, newest first: through all its cases. */
export async function selectHistory(ctx: Ctx, post: Post) {
  const { rows } = await sql<{
    id: MeasureId
    measure: Measure
    rule: RuleKey | null
    decidedAt: Date
    decidedBy: AccountId | null
    untilAt: Date | null
    endedAt: Date | null
  }>`select m.id, m.measure, m.rule, m.decided_at, m.decided_by, m.until_at, m.ended_at from moderation_measures m
    join moderation_cases c on c.id = m.case_id
    where c.thread_id = ${post.threadId} and c.reply_id is not distinct from ${post.replyId}
    order by m.id desc limit 50`.execute(ctx.db)
  return rows
}
