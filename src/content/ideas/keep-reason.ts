import { said } from '../../platform/languages/languages.ts'
import type { KeepReason } from '../threads/threads.ts'
import { getIdea } from './reading.ts'

/** An idea that the company has answered is no longer its author's alone. */
export const keepAnsweredIdea: KeepReason = async (ctx, thread) => {
  if (thread.type !== 'idea') return undefined
  const { stage } = await getIdea(ctx, thread.id)
  // Into the archive it goes by itself.
  if (stage === 'new' || stage === 'archived') return undefined
  return said('This idea has been answered with a stage and a reason. You can change it, or ask the moderators.')
}
