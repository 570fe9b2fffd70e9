import { said } from '../../platform/languages/languages.ts'
import type { KeepReason } from '../threads/threads.ts'
import { findStormOf } from './reading.ts'
import { stateAt } from './storms.access.ts'

/** An idea of a session that has closed is being judged among the others, or was. */
export const keepJudgedIdea: KeepReason = async (ctx, thread) => {
  if (thread.type !== 'idea') return undefined
  const storm = await findStormOf(ctx, thread.id)
  if (!storm || stateAt(storm, ctx.now) === 'open') return undefined
  return said('The session that this idea was submitted into has closed, and its result counts it. You can change it.')
}
