import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { ThreadId } from '../threads/threads.ts'

export type BoostId = Id<'idea-boost'>

declare module '../../platform/tables.ts' {
  interface Tables {
    ideaVotes: { ideaId: ThreadId; accountId: AccountId; value: -1 | 1; fromStaff: boolean; votedAt: Date }
    ideaVoteEvents: {
      id: Generated<number>
      ideaId: ThreadId
      accountId: AccountId
      value: -1 | 0 | 1
      fromStaff: boolean
      givenAt: Date
    }
    ideaBoosts: {
      id: Generated<BoostId>
      ideaId: ThreadId
      weight: number
      reason: string
      givenBy: AccountId
      givenAt: Date
      endedAt: Date | null
      endedBy: AccountId | null
    }
    ideaAlikeVotes: { lowerId: AccountId; higherId: AccountId; alike: number; foundAt: Date }
  }
}
