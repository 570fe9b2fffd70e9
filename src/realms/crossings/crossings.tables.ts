import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { SpaceId } from '../spaces/spaces.ts'

export type CrossingId = Id<'crossing'>
export type CrossingAct = 'publish-out' | 'bring-in' | 'link-across' | 'recall'
export type CrossingDirection = 'out' | 'in'

declare module '../../platform/tables.ts' {
  interface Tables {
    crossings: {
      id: Generated<CrossingId>
      act: CrossingAct
      direction: CrossingDirection
      sourceKind: string
      sourceId: number
      sourceSpaceId: SpaceId
      targetKind: string
      targetId: number
      targetSpaceId: SpaceId
      actedBy: AccountId
      reason: string
      bytes: string
      bytesSha256: string
      audience: string
      recalls: CrossingId | null
      happenedAt: Generated<Date>
      /** Its place in the log, from 1 without a gap; given by the database. */
      place: Generated<number>
      /** SHA-256 over the chain value before and this row; given by the database. */
      chain: Generated<string>
    }
  }
}
