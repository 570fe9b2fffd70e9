import type { Ctx } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { cleanMarkdown } from '../../platform/text/markdown.ts'
import { demand } from '../../platform/verdict.ts'
import { getSpaceById, rightIn } from '../../realms/spaces/spaces.ts'
import type { ThreadId } from '../threads/threads.ts'
import { loadCategories, promisedDay } from './categories.ts'
import { maySetStage } from './ideas.access.ts'
import { ideaStageChanged } from './ideas.events.ts'
import * as queries from './ideas.queries.ts'
import { sayReason } from './own-words.ts'
import type { Day, IdeaStage } from './ideas.tables.ts'
import { stageElsewhere } from './stage-elsewhere.ts'

export type StageChange = queries.StageChangeRow

export interface NewStage {
  readonly stage: IdeaStage
  /** Public, as far as the idea reaches. "Not planned" needs one. */
  readonly reason: string
  /** "Partly done" says which part. */
  readonly part?: string
  /** The day by which the company answers next; without one after the usual number of days. */
  readonly answerBy?: Day
}

const openStages: readonly IdeaStage[] = ['new', 'under-review', 'planned', 'partly-done']

/** Whether something more is promised at this stage. */
export function isOpenStage(stage: IdeaStage): boolean {
  return openStages.includes(stage)
}

/**
 * Says how an idea stands, why, and by when the company answers next; the same stage again is a new answer. Throws
 * NotFound, Forbidden, Conflict (united with another; `ideas.stage-elsewhere` unless it comes from there), Invalid
 * (`reason`, `part`, `answerBy`).
 */
export async function setStage(
  ctx: Ctx,
  ideaId: ThreadId,
  asked: NewStage,
  from: 'here' | 'elsewhere' = 'here',
): Promise<StageChange> {
  const row = await queries.selectReadableIdeas(ctx).where('ideas.threadId', '=', ideaId).executeTakeFirst()
  if (!row) throw new NotFound('ideas.not-found')
  const space = await getSpaceById(ctx, row.spaceId)
  demand(maySetStage(ctx.viewer, space, await rightIn(ctx, space)))
  if (row.mergedInto) {
    throw new Conflict('ideas.merged', said('This idea was united with another. Say there what comes of it.'))
  }
  const elsewhere = from === 'here' ? await stageElsewhere(ctx, ideaId) : undefined
  if (elsewhere) throw new Conflict('ideas.stage-elsewhere', elsewhere.because)
  const text = readStage(ctx, asked)
  const category = row.categoryId ? (await loadCategories(ctx, [row.categoryId])).get(row.categoryId) : undefined
  const answerBy = isOpenStage(asked.stage) ? (asked.answerBy ?? (await promisedDay(ctx, category))) : null
  return ctx.transaction(async (inside) => {
    const changedBy = inside.viewer.kind === 'account' ? inside.viewer.id : null
    const change = { stage: asked.stage, ...text, answerBy, changedBy, changedAt: inside.now }
    // First, so that two who answer at once wait for each other here, and the last change is the one that stands.
    await queries.updateIdea(inside, ideaId, { stage: asked.stage, stageAt: inside.now, answerBy })
    const id = await queries.insertStageChange(inside, ideaId, change)
    await announce(inside, ideaStageChanged, { ideaId, changeId: id })
    await touch(inside, `thread:${ideaId}`)
    return { id, ...change }
  })
}

function readStage(ctx: Ctx, asked: NewStage): { reason: string; part: string | null } {
  const errors: Record<string, Said> = {}
  const reason = cleanMarkdown(asked.reason).trim()
  const part = asked.stage === 'partly-done' ? cleanMarkdown(asked.part ?? '').trim() : null
  if (asked.stage === 'not-planned' && reason === '')
    errors.reason = said('Say why it is not planned. Everyone who voted is told.')
  if (reason.length > 4000) errors.reason = said('Keep the reason under 4,000 characters.')
  if (part === '') errors.part = said('Say which part is done.')
  if (part && part.length > 500) errors.part = said('Keep this under 500 characters.')
  if (asked.answerBy !== undefined && isOpenStage(asked.stage)) {
    if (!isDay(asked.answerBy)) errors.answerBy = said('Give a day, such as 2026-03-01.')
    else if (asked.answerBy < queries.dayOf(ctx.now)) errors.answerBy = said('Choose today or a later day.')
  }
  if (Object.keys(errors).length > 0) throw new Invalid('ideas.stage', errors)
  return { reason, part }
}

function isDay(text: string): boolean {
  if (!/^2\d{3}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && queries.dayOf(day) === text
}

/** How an idea that the viewer may read came to where it stands, oldest first; it began as new when it was posted. */
export async function listStageChanges(ctx: Ctx, ideaId: ThreadId): Promise<readonly StageChange[]> {
  const row = await queries.selectReadableIdeas(ctx).where('ideas.threadId', '=', ideaId).executeTakeFirst()
  if (!row) throw new NotFound('ideas.not-found')
  const changes = await queries.selectStageChanges(ctx, ideaId)
  return changes.map((change) => ({
    ...change,
    reason: sayReason(ctx.say, change.reason),
    part: change.part && sayReason(ctx.say, change.part),
  }))
}
