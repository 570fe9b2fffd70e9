import type { Ctx } from '../../platform/context.ts'
import { announce } from '../../platform/events.ts'
import { separateVotes, uniteVotes } from '../idea-votes/idea-votes.ts'
import { type ThreadId, getThread } from '../threads/threads.ts'
import { ideasMerged } from './ideas.events.ts'
import * as queries from './ideas.queries.ts'

/** When one idea is merged into another: the votes of both count as one, each person once. */
export async function uniteIdeas(ctx: Ctx, ideaId: ThreadId, intoId: ThreadId): Promise<void> {
  if ((await getThread(ctx, ideaId)).type !== 'idea') return
  await uniteVotes(ctx, ideaId, intoId)
  await announce(ctx, ideasMerged, { ideaId, intoId, isUndone: false })
}

/** When that is undone: each idea has again what was given there and not changed since. */
export async function separateIdeas(ctx: Ctx, ideaId: ThreadId, intoId: ThreadId): Promise<void> {
  if ((await queries.findMergedInto(ctx, ideaId)) !== intoId) return
  await separateVotes(ctx, ideaId)
  await announce(ctx, ideasMerged, { ideaId, intoId, isUndone: true })
}
