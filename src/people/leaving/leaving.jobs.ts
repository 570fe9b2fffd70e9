import { defineJob } from '../../platform/jobs.ts'
import { destroyDue } from './leaving.ts'

/** Every hour: what signs in to an account is destroyed once its person has been gone for the days of grace. */
export const destroyLeft = defineJob(
  'destroy-left-accounts',
  async (ctx) => {
    while ((await destroyDue(ctx)) > 0);
  },
  { cron: '17 * * * *' },
)
