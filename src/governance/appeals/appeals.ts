import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { cleanMarkdown } from '../../platform/text/markdown.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import {
  type MeasureId,
  type MeasureRow,
  type Side,
  endMeasure,
  getMeasure,
  hearersOf,
  hearingOf,
  moderates,
} from '../moderation/moderation.ts'
import { contestableUntil, mayAppeal, mayHear, readsStatement } from './appeals.access.ts'
import { appealHeard, appealMade } from './appeals.events.ts'
import * as queries from './appeals.queries.ts'
import type { AppealId } from './appeals.tables.ts'

export type { AppealRow } from './appeals.queries.ts'
export type { AppealId } from './appeals.tables.ts'

const text = (most: number, words: { empty: string; long: string }) =>
  z
    .string()
    .transform((typed) => cleanMarkdown(typed).trim())
    .pipe(z.string().min(1, words.empty).max(most, words.long))

export const appealSchema = z.object({
  words: text(4000, {
    empty: said('Say why the decision is wrong.'),
    long: said('Keep it under 4,000 characters.'),
  }),
})
export const hearingSchema = z.object({
  outcome: z.enum(['upheld', 'stands'], said('Choose what comes of it.')),
  answer: text(2000, {
    empty: said('Say why. The author reads it.'),
    long: said('Keep it under 2,000 characters.'),
  }),
})

/** What was decided about a text and why: for its author and the moderators. */
export interface Statement {
  readonly measure: MeasureRow
  readonly until: Date
  readonly appeal?: queries.AppealRow
  readonly mayAppeal: AccessVerdict
  readonly mayHear: AccessVerdict
  /** Whether anybody could hear an appeal now. */
  readonly canBeHeard: boolean
  /** The viewer moderates its side: sees who decided. */
  readonly isModerator: boolean
}

/** A statement of reasons. NotFound for everybody but its author, the moderators of its side, and who may hear the appeal. */
export async function getStatement(ctx: Ctx, id: MeasureId): Promise<Statement> {
  const measure = await getMeasure(ctx, id)
  const hearers = hearersOf(await hearingOf(ctx, measure))
  const appeal = await queries.findAppeal(ctx, { measureId: id })
  if (!readsStatement(ctx.viewer, measure, appeal ? [...hearers, ...heardBy(appeal)] : []))
    throw new NotFound('moderation.not-found')
  return {
    measure,
    until: contestableUntil(measure.decidedAt),
    ...(appeal && { appeal }),
    mayAppeal: mayAppeal(ctx.viewer, measure, appeal !== undefined, ctx.now),
    mayHear: mayHear(ctx.viewer, hearers),
    canBeHeard: hearers.length > 0,
    isModerator: moderates(ctx.viewer, measure.side),
  }
}

function heardBy(appeal: queries.AppealRow): AccountId[] {
  return appeal.heardBy === null ? [] : [appeal.heardBy]
}

/** Contests a measure. Throws NotFound, Forbidden with the reason, Conflict (contested already). */
export async function contest(ctx: Ctx, id: MeasureId, words: string): Promise<AppealId> {
  demand((await getStatement(ctx, id)).mayAppeal)
  return ctx.transaction(async (inside) => {
    const appealId = await queries.insertAppeal(inside, id, words)
    if (appealId === undefined) throw new Conflict('appeals.once', said('You have contested this already.'))
    await announce(inside, appealMade, { appealId })
    return appealId
  })
}

/** An appeal with the statement that it contests, under the rights of the statement. */
export async function getAppeal(ctx: Ctx, id: AppealId): Promise<Statement & { appeal: queries.AppealRow }> {
  const appeal = await queries.findAppeal(ctx, { id })
  if (!appeal) throw new NotFound('appeals.not-found')
  return { ...(await getStatement(ctx, appeal.measureId)), appeal }
}

/**
 * Decides an appeal; upheld, the measure ends and what it took is put back. Throws NotFound, Forbidden (decided it first,
 * or has a part in it), Conflict (heard already).
 */
export async function hearAppeal(ctx: Ctx, id: AppealId, given: z.output<typeof hearingSchema>): Promise<void> {
  const { mayHear: verdict, measure } = await getAppeal(ctx, id)
  demand(verdict)
  if (ctx.viewer.kind !== 'account') throw new NotFound('appeals.not-found')
  const outcome = { heardBy: ctx.viewer.id, upheld: given.outcome === 'upheld', answer: given.answer }
  await ctx.transaction(async (inside) => {
    if (!(await queries.hear(inside, id, outcome)))
      throw new Conflict('appeals.heard', said('Somebody has heard this appeal already.'))
    if (outcome.upheld) await endMeasure(inside, measure, 'appeal')
    await announce(inside, appealHeard, { appealId: id })
  })
}

/** The appeals of one side that wait for somebody like the viewer, oldest first. Empty for everybody else. */
export async function listToHear(ctx: Ctx, side: Side): Promise<readonly Statement[]> {
  const waiting: Statement[] = []
  for (const { measureId } of await queries.selectWaiting(ctx, side)) {
    const measure = await getMeasure(ctx, measureId)
    if (mayHear(ctx.viewer, hearersOf(await hearingOf(ctx, measure))).allowed)
      waiting.push(await getStatement(ctx, measureId))
  }
  return waiting
}

export interface Totals {
  readonly side: Side
  readonly rows: readonly queries.TotalRow[]
  readonly flags: number
  readonly decided: number
  readonly waiting: number
  readonly medianHours: number | null
}

/** What was decided outside in the last twelve months, for anybody; employees are told of the inside too. */
export async function listTotals(ctx: Ctx): Promise<readonly Totals[]> {
  const since = new Date(ctx.now.getTime() - 365 * 86_400_000)
  const isInside = ctx.viewer.kind === 'account' && ctx.viewer.realm === 'inside'
  const sides: readonly Side[] = isInside ? ['outside', 'inside'] : ['outside']
  const totals: Totals[] = []
  for (const side of sides)
    totals.push({
      side,
      rows: await queries.selectTotals(ctx, side, since),
      ...(await queries.selectPace(ctx, side, since)),
    })
  return totals
}
