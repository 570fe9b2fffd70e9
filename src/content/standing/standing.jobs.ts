import { defineJob } from '../../platform/jobs.ts'
import { countDue, countEverybody } from './standing.ts'

/** Every minute: what was thanked, accepted, taken back or recalled since. */
export const countStanding = defineJob('count-standing', async (ctx) => void (await countDue(ctx)), {
  cron: '* * * * *',
})

/** Every night from the events themselves, so that nothing that no mark told stays wrong for longer. */
export const countStandingAnew = defineJob('count-standing-anew', async (ctx) => void (await countEverybody(ctx)), {
  cron: '21 3 * * *',
})
