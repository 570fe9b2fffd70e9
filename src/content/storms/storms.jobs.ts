import { announce, touch } from '../../platform/events.ts'
import { defineJob } from '../../platform/jobs.ts'
import { stormClosed, stormOpened } from './storms.events.ts'
import { takeDue } from './storms.queries.ts'

/** Announces each opening and each closing once. Whether a session is open does not wait for it: that is the clock's. */
export const announceStorms = defineJob(
  'announce-storms',
  (ctx) =>
    ctx.transaction(async (inside) => {
      for (const { id: stormId, spaceId } of await takeDue(inside, 'opening')) {
        await announce(inside, stormOpened, { stormId })
        await touch(inside, `space:${spaceId}`)
      }
      for (const { id: stormId, spaceId } of await takeDue(inside, 'closing')) {
        await announce(inside, stormClosed, { stormId })
        await touch(inside, `space:${spaceId}`)
      }
    }),
  { cron: '* * * * *' },
)
