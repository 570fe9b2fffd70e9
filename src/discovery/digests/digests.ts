import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { type DigestMoment, type DigestPace, type ReaderClock, nextDigest } from './clock.ts'
import { mayKeepClock } from './digests.access.ts'
import * as queries from './digests.queries.ts'

export { type DigestPace, type ReaderClock, quietUntil } from './clock.ts'

/** The clock of somebody's notices: their own, or anybody's for Tango itself. Throws NotFound. */
export async function getClock(ctx: Ctx, accountId: AccountId): Promise<ReaderClock> {
  demand(mayKeepClock(ctx.viewer, accountId))
  const clock = await queries.selectClock(ctx, accountId)
  if (!clock) throw new NotFound('digests.no-account')
  return clock
}

/** Sets the hours of the viewer; the zone is that of the account. Throws Invalid (`quietFrom`, `quietUntil`, `quietDays`). */
export async function setClock(ctx: Ctx, accountId: AccountId, clock: Omit<ReaderClock, 'zone'>): Promise<void> {
  demand(mayKeepClock(ctx.viewer, accountId))
  if (clock.quiet) refuseEndless(clock.quiet)
  await queries.putClock(ctx, accountId, clock)
}

function refuseEndless({ from, until, days }: NonNullable<ReaderClock['quiet']>): void {
  if (days === 0) throw new Invalid('digests.no-day', { quietDays: said('Choose a day on which the quiet begins.') })
  if (from === until && days === 127)
    throw new Invalid('digests.always-quiet', {
      quietUntil: said('That leaves no hour of the week. Leave some time open.'),
    })
}

/** The digest that something made at `since` goes with: the first after it that is not of a day that had one. */
export async function digestFor(ctx: Ctx, accountId: AccountId, pace: DigestPace, since: Date): Promise<DigestMoment> {
  const clock = await getClock(ctx, accountId)
  return nextDigest(clock, pace, since, await queries.selectLastDay(ctx, accountId, pace))
}

/** Remembers that this day had its digest. A second one of the day breaks on the table's key, with all that it did. */
export const rememberDigest = queries.insertDigest
