import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { ReplyId, ThreadId } from '../../content/threads/threads.ts'
import type { RuleKey } from './conduct-rules.ts'

export type CaseId = Id<'case'>
export type MeasureId = Id<'measure'>
/** Whose moderators decide: a bridge belongs to the inside. */
export type Side = 'outside' | 'inside'
export const sides = ['outside', 'inside'] as const satisfies readonly Side[]
/** What a decision does. 'hold' is a check at writing; 'none' is the decision to do nothing. */
export type Measure = 'none' | 'hide' | 'remove' | 'slow' | 'suspend' | 'hold'
/** How a measure ended: contested, undone, looked at by a person (a hold), or a later one stands in its place. */
export type Ending = 'appeal' | 'moderator' | 'reviewed' | 'replaced'
export type Retaliation = 'flagged-first' | 'measured'

declare module '../../platform/tables.ts' {
  interface Tables {
    moderationCases: {
      id: Generated<CaseId>
      side: Side
      threadId: ThreadId
      replyId: ReplyId | null
      authorId: AccountId
      weight: number
      openedAt: Date
      claimedBy: AccountId | null
      claimedUntil: Date | null
      closedAt: Date | null
    }
    moderationFlags: {
      id: Generated<number>
      caseId: CaseId
      flaggedBy: AccountId
      rule: RuleKey
      words: string
      shownTitle: string
      shownBody: string
      retaliates: Retaliation | null
      /** The flag weighs more, for what its sender had earned by then. */
      ofStanding: Generated<boolean>
      flaggedAt: Date
    }
    moderationMeasures: {
      id: Generated<MeasureId>
      caseId: CaseId
      subjectId: AccountId
      measure: Measure
      rule: RuleKey | null
      reason: string
      decidedBy: AccountId | null
      decidedAt: Date
      untilAt: Date | null
      everyHours: number | null
      shownTitle: string
      shownBody: string
      /** JSON of what a removal or a hiding took away. */
      kept: unknown
      endedAt: Date | null
      endedAs: Ending | null
      endedBy: AccountId | null
    }
  }
}
