import type { AccountId } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { Level } from './rules.ts'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** Derived from thanks and accepted answers; who earned nothing has no row. */
    standings: {
      accountId: AccountId
      level: Level
      points: number
      thanks: number
      people: number
      mutual: number
      accepted: number
      endorsed: number
      computedAt: Date
    }
    standingQuarters: {
      accountId: AccountId
      spaceId: SpaceId
      /** Such as `2026-q4`. */
      quarter: string
      points: number
      thanks: number
      accepted: number
    }
  }
}
