import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import * as queries from './sponsorships.queries.ts'

/** For how long an employee answers for a guest before it must be renewed. */
export const sponsoredDays = 90

/**
 * Lets an employee answer for a guest in a bridge space for 90 days, in place of whoever did before. The caller has
 * decided that the guest may be there.
 */
export async function sponsor(
  ctx: Ctx,
  guest: { guestId: AccountId; spaceId: number; sponsorId: AccountId },
): Promise<void> {
  const lapsesAt = new Date(ctx.now.getTime() + sponsoredDays * 86_400_000)
  await queries.replaceSponsorship(ctx, { ...guest, lapsesAt })
}

/** Ends what stands for a guest in a space, when they leave it. */
export async function endSponsorship(ctx: Ctx, guest: { guestId: AccountId; spaceId: number }): Promise<void> {
  await queries.endStanding(ctx, guest)
}
