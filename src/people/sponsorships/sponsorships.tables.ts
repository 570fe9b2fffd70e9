import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type SponsorshipId = Id<'sponsorship'>

declare module '../../platform/tables.ts' {
  interface Tables {
    sponsorships: {
      id: Generated<SponsorshipId>
      guestId: AccountId
      spaceId: number
      sponsorId: AccountId
      beganAt: Generated<Date>
      renewedAt: Date | null
      lapsesAt: Date
      endedAt: Date | null
      endedBy: AccountId | null
      remindedAt: Date | null
    }
  }
}
