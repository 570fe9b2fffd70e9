import { importIdeas } from '../../content/ideas/ideas.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { findBestReplies } from './import.queries.ts'
import { stageOf } from './kinds.ts'

/**
 * Says of ideas that came from elsewhere how they stood there, by their tags; without a word of it they are new. The
 * public reason is the beginning of what was answered (the accepted reply, else the one with the highest score), else
 * a plain sentence. Gives how many came with a stage.
 */
export async function takeIdeaStages(
  ctx: Ctx,
  ideas: readonly { threadId: number; tags: readonly string[]; activeAt: Date }[],
): Promise<number> {
  const staged = ideas.map((idea) => ({ ...idea, found: stageOf(idea.tags) }))
  const answers = await findBestReplies(
    ctx,
    staged.flatMap(({ threadId, found }) => (found ? [threadId] : [])),
  )
  await importIdeas(
    ctx,
    staged.map((idea) => {
      const threadId = idea.threadId as ThreadId
      if (!idea.found) return { threadId, stage: 'new', reason: '' }
      const { stage, reason, part } = idea.found
      const answer = answers.get(idea.threadId)
      return {
        threadId,
        stage,
        reason: (answer && excerpt(answer.body, 600)) || reason,
        stageAt: answer?.createdAt ?? idea.activeAt,
        ...(part !== undefined && { part }),
      }
    }),
  )
  return staged.filter(({ found }) => found).length
}
