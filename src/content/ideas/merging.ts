import type { Ctx } from '../../platform/context.ts'
import { announce } from '../../platform/events.ts'
import { separateVotes, uniteVotes } from '../idea-votes/idea-votes.ts'
import { type ThreadId, getThread } from '../threads/threads.ts'
import { ideasMerged } from './ideas.events.ts'
import * as queries from './ideas.queries.ts'

/**
 * When one idea is merged into another: the votes of both count as one, each person once, and nobody waits longer than
 * they were told. While the surviving idea is at a stage with a next answer, it owes that by the earliest day promised
 * to it or to any that was merged into it while it waited too; the review debt counts it from then. What the company
 * says there afterwards is an answer to all: a day given with it takes the place of every earlier one, a stage that
 * promises nothing more ends them. Merged into an idea of which nothing more is promised, an idea has its answer there.
 */
export async function uniteIdeas(ctx: Ctx, ideaId: ThreadId, intoId: ThreadId): Promise<void> {
  if ((await getThread(ctx, ideaId)).type !== 'idea') return
  await uniteVotes(ctx, ideaId, intoId)
  await queries.bringAnswerBy(ctx, ideaId, intoId)
  await announce(ctx, ideasMerged, { ideaId, intoId, isUndone: false })
}

/**
 * When that is undone: each idea has again what was given there and not changed since. The one that was merged owes its
 * answer by its own day, as it stood; the other by its own and by those of the ideas that stay with it.
 */
export async function separateIdeas(ctx: Ctx, ideaId: ThreadId, intoId: ThreadId): Promise<void> {
  if ((await queries.findMergedInto(ctx, ideaId)) !== intoId) return
  await separateVotes(ctx, ideaId)
  await queries.takeBackAnswerBy(ctx, ideaId, intoId)
  await announce(ctx, ideasMerged, { ideaId, intoId, isUndone: true })
}
