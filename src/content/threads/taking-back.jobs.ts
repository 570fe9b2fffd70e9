import { defineJob } from '../../platform/jobs.ts'
import { eraseTakenBack } from './taking-back.ts'

/** Once a night: what was taken back 30 days ago is erased. */
export const eraseOldTakenBack = defineJob('erase-taken-back', async (ctx) => void (await eraseTakenBack(ctx)), {
  cron: '37 2 * * *',
})
