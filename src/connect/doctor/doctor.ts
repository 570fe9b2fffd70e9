import type { Ctx } from '../../platform/context.ts'
import * as queries from './doctor.queries.ts'

const threadsAtOnce = 2000

/**
 * Counts the answers, other replies and "same here" of the threads of a space (of all spaces without one) from their
 * rows, and corrects what differs. Returns how many threads were corrected.
 */
export async function recountThreads(ctx: Ctx, spaceId?: number): Promise<number> {
  let [after, corrected] = [0, 0]
  for (;;) {
    const step = await queries.recountThreads(ctx, { spaceId, after, limit: threadsAtOnce })
    corrected += step.corrected
    if (step.last === undefined) return corrected
    after = step.last
  }
}
