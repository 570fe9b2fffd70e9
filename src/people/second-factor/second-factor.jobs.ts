import { defineJob } from '../../platform/jobs.ts'
import { carryOutResets } from './resets.ts'

/** Takes away the second factors whose waiting time is over. */
export const resetSecondFactors = defineJob('reset-second-factors', carryOutResets, { cron: '11 * * * *' })
