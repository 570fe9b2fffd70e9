import { announce } from '../../platform/events.ts'
import { defineJob } from '../../platform/jobs.ts'
import { sponsorshipLapsing } from './sponsorships.events.ts'
import { takeDueReminders } from './sponsorships.queries.ts'

/** Reminds whoever answers for a guest, 14 days and 2 days before it lapses; every hour, so that no day is missed. */
export const remindSponsors = defineJob(
  'remind-sponsors',
  (ctx) =>
    ctx.transaction(async (inside) => {
      for (const { id, days } of await takeDueReminders(inside))
        await announce(inside, sponsorshipLapsing, { sponsorshipId: id, days })
    }),
  { cron: '7 * * * *' },
)
