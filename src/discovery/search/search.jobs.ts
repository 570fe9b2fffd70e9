import { defineJob } from '../../platform/jobs.ts'
import { tidyTitleWords } from './titles-near.queries.ts'
import { forgetNothing } from './without-finds.ts'

/** Once a day: forgets searches without finds that are older than 90 days. */
export const forgetSearchesWithoutFinds = defineJob('forget-searches-without-finds', forgetNothing, {
  cron: '23 3 * * *',
})

/** Once a day: forgets words that no title holds any more. */
export const forgetTitleWords = defineJob('forget-title-words', tidyTitleWords, { cron: '41 3 * * *' })
