import type { Generated } from 'kysely'
import type { ReplyId, ThreadId } from '../../content/threads/threads.ts'
import type { AccountId, Id } from '../../platform/ids.ts'

export type LoopClosureId = Id<'loop-closure'>
/** Why somebody was told: they asked, or they said "same here". */
export type ToldBecause = 'asked' | 'same-here'

declare module '../../platform/tables.ts' {
  interface Tables {
    loopClosures: {
      id: Generated<LoopClosureId>
      threadId: ThreadId
      answerId: ReplyId
      accountId: AccountId
      because: ToldBecause
      toldAt: Generated<Date>
      helped: boolean | null
      helpedAt: Date | null
    }
  }
}
