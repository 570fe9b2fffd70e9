import { defineJob } from '../../platform/jobs.ts'
import { deleteOldJourneys } from './identity-providers.queries.ts'

/** Forgets the ways to providers, with whatever was found there, two hours after they began. */
export const forgetProviderJourneys = defineJob(
  'forget-provider-journeys',
  (ctx) => deleteOldJourneys(ctx, new Date(ctx.now.getTime() - 2 * 3_600_000)),
  { cron: '29 * * * *' },
)
