import type { Ctx } from '../../platform/context.ts'
import type { Finding } from './checks.ts'
import * as queries from './doctor.queries.ts'

export { type Finding, type Health, examine } from './checks.ts'

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

/** Corrects every count that its rows do not bear out. Returns how many things were corrected. */
export async function repairCounters(ctx: Ctx): Promise<number> {
  return (await recountThreads(ctx)) + (await queries.recountKudos(ctx))
}

/** The exit code of a look at everything: 0 all fine, 1 something is broken, 2 nothing broken but something to look at. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 | 2 {
  if (findings.some(({ health }) => health === 'broken')) return 1
  return findings.some(({ health }) => health === 'warning') ? 2 : 0
}
