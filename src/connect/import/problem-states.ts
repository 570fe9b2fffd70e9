import type { Ctx } from '../../platform/context.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { findBestReplies, insertProblemStates } from './import.queries.ts'
import { problemStateOf } from './kinds.ts'

/**
 * Says of problems that came from elsewhere how they stood there, by their tags; without a word of it they stay
 * reported, and so does whatever somebody said of them here. The words with it are the beginning of what was answered
 * (the accepted reply, else the one with the highest score), else a plain sentence. Gives how many got a state.
 */
export async function takeProblemStates(
  ctx: Ctx,
  problems: readonly { threadId: number; tags: readonly string[]; activeAt: Date }[],
): Promise<number> {
  const found = problems.flatMap(({ threadId, tags, activeAt }) => {
    const said = problemStateOf(tags)
    return said ? [{ threadId, activeAt, ...said }] : []
  })
  const answers = await findBestReplies(
    ctx,
    found.map(({ threadId }) => threadId),
  )
  return insertProblemStates(
    ctx,
    found.map(({ threadId, activeAt, state, note }) => {
      const answer = answers.get(threadId)
      return {
        threadId,
        state,
        note: (answer && excerpt(answer.body, 480)) || note,
        changedAt: answer?.createdAt ?? activeAt,
      }
    }),
  )
}
