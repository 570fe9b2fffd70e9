import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type PerkId = Id<'perk'>
export type InterestKind = 'works-for' | 'received-free' | 'paid' | 'own-view' | 'other'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** What authors state of themselves at a post: one of the two posts, by number. Never changed. */
    disclosures: {
      id: Generated<number>
      accountId: AccountId
      threadId: number | null
      replyId: number | null
      kind: InterestKind
      words: Generated<string>
      statedAt: Date
    }
    perks: {
      id: Generated<PerkId>
      accountId: AccountId
      what: string
      /** Days, YYYY-MM-DD. */
      fromOn: string
      toOn: string | null
      recordedBy: AccountId
      recordedAt: Date
      withdrawnAt: Date | null
      withdrawnBy: AccountId | null
    }
  }
}
