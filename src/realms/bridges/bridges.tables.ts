import type { Generated } from 'kysely'
import type { Realm } from '../../platform/context.ts'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { CrossingId } from '../crossings/crossings.ts'
import type { SpaceId } from '../spaces/spaces.ts'

export type BridgeId = Id<'bridge'>

declare module '../../platform/tables.ts' {
  interface Tables {
    bridges: {
      id: Generated<BridgeId>
      title: string
      reason: string
      /** The end nearer to the inside. */
      innerSpaceId: SpaceId
      innerRealm: Realm
      outerSpaceId: SpaceId
      outerRealm: Realm
      bringsIn: boolean
      publishesOut: boolean
      proposedBy: AccountId
      proposedAt: Generated<Date>
      innerApprovedBy: AccountId | null
      innerApprovedAt: Date | null
      outerApprovedBy: AccountId | null
      outerApprovedAt: Date | null
      endedBy: AccountId | null
      endedAt: Date | null
      endedBecause: string | null
    }
    /** Threads that wait at a bridge to be published out, and what became of each. */
    bridgeQueue: {
      bridgeId: BridgeId
      threadId: number
      askedFor: boolean
      queuedAt: Generated<Date>
      releasedBy: AccountId | null
      releasedAt: Date | null
      crossingId: CrossingId | null
      keptBy: AccountId | null
      keptAt: Date | null
    }
  }
}
