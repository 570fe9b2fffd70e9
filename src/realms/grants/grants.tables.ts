import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { Rank, SpaceId, SpaceRight } from '../spaces/spaces.ts'

export type GrantId = Id<'grant'>
/** What can be given: the rights in a space, each with those before it, and carrying its words out over the wall. */
export type GrantedRight = SpaceRight | 'publish-out'

declare module '../../platform/tables.ts' {
  interface Tables {
    grants: {
      id: Generated<GrantId>
      spaceId: SpaceId
      rightGiven: GrantedRight
      accountId: AccountId | null
      groupId: number | null
      nodeId: number | null
      /** With a node: only those in this role. */
      role: string | null
      withBelow: Generated<boolean>
      givenAs: Rank
      givenBy: AccountId | null
      reason: Generated<string>
      givenAt: Generated<Date>
      lapsesAt: Date | null
      endedAt: Date | null
      endedBy: AccountId | null
    }
  }
}
