import type { Generated } from 'kysely'
import type { AccountId } from '../../platform/ids.ts'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** Mutual once accepted. The lower id first, so that a pair stands once. */
    connections: {
      lowerId: AccountId
      higherId: AccountId
      askedBy: AccountId
      askedAt: Generated<Date>
      acceptedAt: Date | null
      hiddenByLower: Generated<boolean>
      hiddenByHigher: Generated<boolean>
      /** Asked, and not shown to whom it was asked of. */
      isQuiet: Generated<boolean>
    }
    declinedAsks: { askerId: AccountId; declinerId: AccountId; declinedAt: Date }
    blocks: { blockerId: AccountId; blockedId: AccountId; blockedAt: Generated<Date> }
    follows: {
      accountId: AccountId
      followedId: AccountId
      followedAt: Generated<Date>
      pace: Generated<string | null>
    }
    /** Accepted connections from both ends, kept by triggers; `isPath`: hidden by neither. */
    ties: { personId: AccountId; otherId: AccountId; isPath: boolean }
  }
}
