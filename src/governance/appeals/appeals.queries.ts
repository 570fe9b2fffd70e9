import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { Measure, MeasureId, RuleKey, Side } from '../moderation/moderation.ts'
import type { AppealId } from './appeals.tables.ts'

/** Undefined when the measure has been contested before. */
export async function insertAppeal(ctx: Ctx, measureId: MeasureId, words: string): Promise<AppealId | undefined> {
  const row = await ctx.db
    .insertInto('moderationAppeals')
    .values({ measureId, words, madeAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** Not scoped to a viewer: the caller checks the measure. */
export async function findAppeal(ctx: Ctx, of: { id: AppealId } | { measureId: MeasureId }) {
  const query = ctx.db.selectFrom('moderationAppeals').selectAll()
  return ('id' in of ? query.where('id', '=', of.id) : query.where('measureId', '=', of.measureId)).executeTakeFirst()
}

export type AppealRow = NonNullable<Awaited<ReturnType<typeof findAppeal>>>

/** Writes the outcome; false when it was heard before. */
export async function hear(
  ctx: Ctx,
  id: AppealId,
  outcome: { heardBy: AccountId; upheld: boolean; answer: string },
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('moderationAppeals')
    .set({ ...outcome, heardAt: ctx.now })
    .where('id', '=', id)
    .where('heardAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The appeals of one side that wait, oldest first. Not scoped to a viewer: the caller keeps those they may hear. */
export async function selectWaiting(ctx: Ctx, side: Side): Promise<{ id: AppealId; measureId: MeasureId }[]> {
  const { rows } = await sql<{ id: AppealId; measureId: MeasureId }>`
    select a.id, a.measure_id from moderation_appeals a join moderation_measures m on m.id = a.measure_id
      join moderation_cases c on c.id = m.case_id
    where a.heard_at is null and c.side = ${side} order by a.made_at, a.id limit 200`.execute(ctx.db)
  return rows
}

export interface TotalRow {
  readonly rule: RuleKey | null
  readonly measure: Measure
  readonly isAutomated: boolean
  readonly count: number
  readonly contested: number
  readonly upheld: number
}

/** What was decided on one side since a day, counted. No name and no word of anybody is in it. */
export async function selectTotals(ctx: Ctx, side: Side, since: Date): Promise<TotalRow[]> {
  const { rows } = await sql<TotalRow>`
    select m.rule, m.measure, m.decided_by is null as is_automated, count(*)::int as count,
      count(a.id)::int as contested, count(a.id) filter (where a.upheld)::int as upheld
    from moderation_measures m join moderation_cases c on c.id = m.case_id
      left join moderation_appeals a on a.measure_id = m.id
    where c.side = ${side} and m.decided_at >= ${since}
    group by m.rule, m.measure, m.decided_by is null
    order by m.rule nulls last, m.measure, 3`.execute(ctx.db)
  return rows
}

/** How many cases were opened and decided since a day, and the median hours from the first flag to the decision. */
export async function selectPace(
  ctx: Ctx,
  side: Side,
  since: Date,
): Promise<{ flags: number; decided: number; waiting: number; medianHours: number | null }> {
  const { rows } = await sql<{ flags: number; decided: number; waiting: number; medianHours: number | null }>`
    select (select count(*)::int from moderation_flags f join moderation_cases c on c.id = f.case_id
        where c.side = ${side} and f.flagged_at >= ${since}) as flags,
      count(*) filter (where closed_at >= ${since})::int as decided,
      count(*) filter (where closed_at is null)::int as waiting,
      (percentile_cont(0.5) within group (order by extract(epoch from closed_at - opened_at) / 3600)
        filter (where closed_at >= ${since}))::float8 as median_hours
    from moderation_cases where side = ${side}`.execute(ctx.db)
  return rows[0]!
}
