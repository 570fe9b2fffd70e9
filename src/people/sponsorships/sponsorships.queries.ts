import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'

/** One standing sponsorship for a guest in a space; a later one takes the place of the earlier. */
export async function replaceSponsorship(
  ctx: Ctx,
  sponsorship: { guestId: AccountId; spaceId: number; sponsorId: AccountId; lapsesAt: Date },
): Promise<void> {
  await endStanding(ctx, sponsorship)
  await ctx.db
    .insertInto('sponsorships')
    .values({ ...sponsorship, beganAt: ctx.now })
    .execute()
}

export async function endStanding(ctx: Ctx, guest: { guestId: AccountId; spaceId: number }): Promise<void> {
  await ctx.db
    .updateTable('sponsorships')
    .set({ endedAt: ctx.now, endedBy: ctx.viewer.kind === 'account' ? ctx.viewer.id : null })
    .where('guestId', '=', guest.guestId)
    .where('spaceId', '=', guest.spaceId)
    .where('endedAt', 'is', null)
    .execute()
}
