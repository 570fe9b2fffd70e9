import { said } from '../../platform/languages/languages.ts'
import type { KeepReason } from '../threads/threads.ts'
import { findProblem } from './problems.queries.ts'

/** A problem of which the company said how it stands is followed by others. */
export const keepStatedProblem: KeepReason = async (ctx, thread) => {
  if (thread.type !== 'problem' || !(await findProblem(ctx, thread.id))) return undefined
  return said('The company has said how this problem stands. You can change it, or ask the moderators.')
}
