import { defineJob } from '../../platform/jobs.ts'
import { deleteOldChallenges } from './passkeys.queries.ts'

/** Forgets what passkeys were asked an hour ago. */
export const forgetPasskeyChallenges = defineJob(
  'forget-passkey-challenges',
  (ctx) => deleteOldChallenges(ctx, new Date(ctx.now.getTime() - 3_600_000)),
  { cron: '41 * * * *' },
)
