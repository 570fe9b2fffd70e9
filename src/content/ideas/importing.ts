import type { Ctx } from '../../platform/context.ts'
import type { ThreadId } from '../threads/threads.ts'
import { recountVotes } from '../idea-votes/idea-votes.ts'
import * as queries from './ideas.queries.ts'
import type { Day, IdeaStage } from './ideas.tables.ts'

/** What another program knew about an idea. */
export interface ImportedIdea {
  /** The thread, written before with its own time (`created_at`) and imported score. */
  readonly threadId: ThreadId
  readonly stage: IdeaStage
  /** Needed for 'not-planned': what the other program said, or that it gave no reason. */
  readonly reason: string
  /** Needed for 'partly-done'. */
  readonly part?: string
  /** When it came to this stage; without it when it was posted. */
  readonly stageAt?: Date
  readonly answerBy?: Day
}

/**
 * Writes how imported ideas stand, and counts their votes: the imported score weighs as votes given on the day of
 * posting. Announces nothing: nobody is told of what happened long ago. Doing it again changes nothing. Only for
 * importers, as system.
 */
export async function importIdeas(ctx: Ctx, ideas: readonly ImportedIdea[]): Promise<void> {
  if (ctx.viewer.kind !== 'system') throw new Error('ideas are imported as system')
  await ctx.transaction(async (inside) => {
    await queries.writeImported(inside, ideas)
    await recountVotes(
      inside,
      ideas.map((idea) => idea.threadId),
    )
  })
}
