import { type Job, defineJob } from '../../platform/jobs.ts'
import { proveWall } from './proof.ts'
import { keepProblem, keepProof } from './records.ts'
import { NoScratch } from './scratch.queries.ts'
import type { OpenProofSite } from './site.ts'

/** Employees of the company of a nightly proof: a minute or two of work. */
const nightly = 40

/** Proves the wall every night at a quiet hour, in a database of its own beside `url`, each night with other chances. */
export function proveWallJob(url: string, open: OpenProofSite): Job {
  return defineJob(
    'prove-wall',
    async (ctx) => {
      try {
        const seed = Math.floor(ctx.now.getTime() / 86_400_000)
        await keepProof(ctx, await proveWall(url, open, { people: nightly, seed }))
      } catch (error) {
        if (!(error instanceof NoScratch)) throw error
        await keepProblem(ctx, error.message)
      }
    },
    { cron: '23 3 * * *' },
  )
}
