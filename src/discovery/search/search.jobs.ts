import { defineJob } from '../../platform/jobs.ts'
import { forgetNothing } from './without-finds.ts'

/** Once a day: forgets searches without finds that are older than 90 days. */
export const forgetSearchesWithoutFinds = defineJob('forget-searches-without-finds', forgetNothing, {
  cron: '23 3 * * *',
})
