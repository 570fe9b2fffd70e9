import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'

export type PersonalFeedId = Id<'personal-feed'>

declare module '../../platform/tables.ts' {
  interface Tables {
    /** One address for each account and feed. */
    personalFeeds: {
      id: Generated<PersonalFeedId>
      accountId: AccountId
      /** Null: the account's own notices. */
      spaceId: SpaceId | null
      tokenHash: Buffer
      madeAt: Generated<Date>
      readAt: Date | null
    }
  }
}
