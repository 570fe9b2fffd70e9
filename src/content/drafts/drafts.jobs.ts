import { defineJob } from '../../platform/jobs.ts'
import { keptDays } from './drafts.ts'
import { deleteOld } from './drafts.queries.ts'

const day = 86_400_000

/** Once a day: forgets drafts that nobody has touched for 90 days, and those thrown away a day ago. */
export const forgetOldDrafts = defineJob(
  'forget-old-drafts',
  (ctx) => deleteOld(ctx, new Date(ctx.now.getTime() - keptDays * day), new Date(ctx.now.getTime() - day)),
  { cron: '51 2 * * *' },
)
