import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { SponsorshipId } from './sponsorships.tables.ts'

/** It lapses within 14 days, and again within 2. */
export const sponsorshipLapsing = defineEvent<{ sponsorshipId: SponsorshipId; days: number }>('sponsorship.lapsing')
/** `sponsorshipId`: the one that ended because somebody else answers from now on. */
export const sponsorshipTakenOver = defineEvent<{ sponsorshipId: SponsorshipId; by: AccountId }>(
  'sponsorship.taken-over',
)
/** Ended before its time; the guest is still in the room and reads nothing there. */
export const sponsorshipWithdrawn = defineEvent<{ sponsorshipId: SponsorshipId }>('sponsorship.withdrawn')
