import { defineJob } from '../../platform/jobs.ts'
import { deleteOldSessions } from './sessions.queries.ts'

const kept = 30 * 86_400_000

/** Forgets sessions that ended or ran out more than 30 days ago. */
export const forgetOldSessions = defineJob(
  'forget-old-sessions',
  (ctx) => deleteOldSessions(ctx, new Date(ctx.now.getTime() - kept)),
  { cron: '17 3 * * *' },
)
