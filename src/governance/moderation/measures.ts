import { z } from 'zod'
import {
  type Kept,
  type Post,
  hidePost,
  removalMarker,
  removePost,
  restorePost,
  showPost,
  takenBackText,
} from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, demand, no } from '../../platform/verdict.ts'
import { closeCase, demandHandling, demandSide, openCase } from './cases.ts'
import { type RuleKey, conductRules, ruleKeys } from './conduct-rules.ts'
import * as queries from './measures.queries.ts'
import { mayHandle, moderates } from './moderation.access.ts'
import { caseDecided, measureTaken, measureUndone } from './moderation.events.ts'
import type { CaseId, Ending, MeasureId, Side } from './moderation.tables.ts'

export type { MeasureRow, Restraint } from './measures.queries.ts'

const day = 86_400_000

/** What a moderator decides: about the post, and about its author. Rule and reason are needed as soon as anything happens. */
export const decisionSchema = z.object({
  post: z.enum(['none', 'hide', 'remove'], said('Choose what happens to the text.')),
  author: z.enum(['none', 'slow', 'suspend']).default('none'),
  days: z.coerce
    .number(said('Give the days as a number.'))
    .int(said('Give whole days.'))
    .min(1, said('At least one day.'))
    .max(365, said('At most 365 days.'))
    .default(7),
  hours: z.coerce
    .number(said('Give the hours as a number.'))
    .int(said('Give whole hours.'))
    .min(1, said('At least one hour.'))
    .max(168, said('At most 168 hours.'))
    .default(24),
  rule: z.enum(['', ...ruleKeys], said('Choose the rule.')).default(''),
  reason: z.string().trim().max(2000, said('Keep it under 2,000 characters.')).default(''),
})
export type Decision = z.output<typeof decisionSchema>

/**
 * Decides a case that the viewer has in hand. Gives the measures, of which their subject is told, and whoever flagged
 * the text of what came of it. Throws NotFound,
 * Forbidden (own post, own flag), Conflict (not in hand), Invalid (`rule`, `reason`).
 */
export async function decide(ctx: Ctx, caseId: CaseId, decision: Decision): Promise<readonly MeasureId[]> {
  const found = await demandHandling(ctx, caseId)
  const acts = decision.post !== 'none' || decision.author !== 'none'
  const errors: Record<string, string> = {}
  if (acts && decision.rule === '') errors.rule = said('Choose the rule that this breaks. The author is told which.')
  if (acts && decision.reason.length < 10) errors.reason = said('Say why in a sentence. The author reads it.')
  if (Object.keys(errors).length > 0) throw new Invalid('moderation.decision', errors)
  return ctx.transaction(async (inside) => {
    await closeCase(inside, caseId)
    await announce(inside, caseDecided, { caseId })
    const shown = await readShown(inside, found.post)
    const parts = {
      caseId,
      subjectId: found.authorId,
      reason: decision.reason,
      decidedBy: viewerId(inside),
      ...{ untilAt: null, everyHours: null, kept: null, ...shown },
    }
    if (!acts) {
      await endHold(inside, found.post, true)
      return [await queries.insertMeasure(inside, { ...parts, measure: 'none', rule: null })]
    }
    const rule = decision.rule as RuleKey
    const taken: MeasureId[] = []
    if (decision.post === 'none') await endHold(inside, found.post, true)
    else {
      const kept = await takeDown(inside, found.post, decision.post, rule)
      taken.push(await queries.insertMeasure(inside, { ...parts, measure: decision.post, rule, kept }))
    }
    if (decision.author !== 'none') {
      const untilAt = new Date(inside.now.getTime() + decision.days * day)
      const everyHours = decision.author === 'slow' ? decision.hours : null
      taken.push(await queries.insertMeasure(inside, { ...parts, measure: decision.author, rule, untilAt, everyHours }))
    }
    for (const measureId of taken) await announce(inside, measureTaken, { measureId })
    return taken
  })
}

/** The text that a decision is about: what stands there, or what an earlier removal or its author's taking back keeps. */
async function readShown(ctx: Ctx, post: Post): Promise<{ shownTitle: string; shownBody: string }> {
  const standing = await queries.findStanding(ctx, post)
  const text = standing?.kept?.text ?? (await takenBackText(ctx, post)) ?? (await queries.readPost(ctx, post))
  if (!text) throw new NotFound('moderation.not-found')
  return { shownTitle: text.title, shownBody: text.body }
}

/** A hold ends when a person has looked; `show`: the post stands from now on, and those who wait for it hear. */
async function endHold(ctx: Ctx, post: Post, show: boolean): Promise<void> {
  const standing = await queries.findStanding(ctx, post)
  if (standing?.measure !== 'hold') return
  await queries.endMeasure(ctx, standing.id, 'reviewed', viewerId(ctx))
  await restorePost(ctx, post, standing.kept ?? {})
  if (show) await showPost(ctx, post, standing.kept?.isNew === true)
}

/** Puts a post into the state that a measure asks for, whatever state it was in; gives what is kept of it. */
async function takeDown(ctx: Ctx, post: Post, measure: 'hide' | 'remove', rule: RuleKey): Promise<Kept> {
  const standing = await queries.findStanding(ctx, post)
  if (standing?.measure === 'hold') await endHold(ctx, post, false)
  else if (standing) {
    await queries.endMeasure(ctx, standing.id, 'replaced', viewerId(ctx))
    await restorePost(ctx, post, standing.kept ?? {})
  }
  // What was held and never let through is still unheard of when a measure on it is undone one day.
  const unheard = standing?.kept?.isNew === true ? { isNew: true as const } : {}
  if (measure === 'hide') return { ...(await hidePost(ctx, post)), ...unheard }
  const marker = removalMarker(conductRules[rule].name)
  if (post.replyId !== null) marker.title = ''
  return { ...(await removePost(ctx, post, marker)), ...unheard }
}

/**
 * Holds a post for review, without a person: for checks at writing, in the transaction that wrote it. Its author reads
 * it, is told why, and a moderator looks at it.
 */
export async function holdPost(
  ctx: Ctx,
  post: Post,
  of: { side: Side; authorId: AccountId; rule: RuleKey; reason: string; isNew: boolean },
): Promise<void> {
  const { side, authorId, rule, reason } = of
  if (await queries.findStanding(ctx, post)) return
  const caseId = await openCase(ctx, post, { side, authorId, weight: 2 })
  const shown = await readShown(ctx, post)
  const kept = { ...(await hidePost(ctx, post)), ...(of.isNew && { isNew: true as const }) }
  const measureId = await queries.insertMeasure(ctx, {
    ...{ caseId, subjectId: authorId, measure: 'hold', rule, reason, decidedBy: null },
    ...{ untilAt: null, everyHours: null, kept, ...shown },
  })
  await announce(ctx, measureTaken, { measureId })
}

/** A measure, for who moderates its side or whom it concerns (the caller checks). NotFound when there is none. */
export async function getMeasure(ctx: Ctx, id: MeasureId): Promise<queries.MeasureRow> {
  const measure = await queries.findMeasure(ctx, id)
  if (!measure) throw new NotFound('moderation.not-found')
  return measure
}

/** Whether the viewer may undo a measure that stands: a moderator of the side who has no part in it. */
export async function mayUndo(ctx: Ctx, measure: queries.MeasureRow): Promise<AccessVerdict> {
  if (!moderates(ctx.viewer, measure.side))
    return no('moderation.not-moderator', said('This is undone by a moderator of its side.'))
  if (measure.endedAt || measure.measure === 'none' || measure.measure === 'hold')
    return no('moderation.ended', said('There is nothing to undo.'))
  return mayHandle(ctx.viewer, { authorId: measure.authorId, flaggedBy: await queries.selectFlaggers(ctx, measure) })
}

/** Undoes a measure: any moderator of the side who has no part in it. Conflict when it has ended. */
export async function undoMeasure(ctx: Ctx, id: MeasureId): Promise<void> {
  const measure = await getMeasure(ctx, id)
  demandSide(ctx, measure.side)
  demand(await mayUndo(ctx, measure))
  await ctx.transaction(async (inside) => {
    if (!(await endMeasure(inside, measure, 'moderator')))
      throw new Conflict('moderation.ended', said('This has ended already.'))
    await announce(inside, measureUndone, { measureId: id })
  })
}

/** Ends a measure and puts back what it took. False when it had ended. Who may is checked by the caller. */
export async function endMeasure(ctx: Ctx, measure: queries.MeasureRow, as: Ending): Promise<boolean> {
  if (!(await queries.endMeasure(ctx, measure.id, as, viewerId(ctx)))) return false
  if (measure.measure !== 'hide' && measure.measure !== 'remove') return true
  const post = { threadId: measure.threadId, replyId: measure.replyId }
  await restorePost(ctx, post, measure.kept ?? {})
  await showPost(ctx, post, measure.kept?.isNew === true)
  return true
}

/** What keeps somebody from writing on a side now. */
export async function restraintsOn(ctx: Ctx, accountId: AccountId, side: Side): Promise<readonly queries.Restraint[]> {
  return queries.selectRestraints(ctx, accountId, side)
}

/** Everybody with a part in a measure and everybody who could hear about it, for choosing who does. */
export async function hearingOf(ctx: Ctx, measure: queries.MeasureRow) {
  const judges = await queries.selectJudges(ctx, measure.side)
  const flaggedBy = await queries.selectFlaggers(ctx, measure)
  return { ...judges, decidedBy: measure.decidedBy, authorId: measure.authorId, flaggedBy }
}

function viewerId(ctx: Ctx): AccountId {
  if (ctx.viewer.kind !== 'account') throw new NotFound('moderation.not-found')
  return ctx.viewer.id
}
