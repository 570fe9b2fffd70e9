import type { ColumnType, Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { Kept } from './taking-down.queries.ts'
import type { ReplyId, ThreadId } from './threads.tables.ts'

export type TakenBackId = Id<'taken-back'>

declare module '../../platform/tables.ts' {
  interface Tables {
    /** What its author took back and can put back: of a thread or of a reply. */
    takenBack: {
      id: Generated<TakenBackId>
      threadId: ThreadId | null
      replyId: ReplyId | null
      authorId: AccountId
      kept: ColumnType<Kept, string, never>
      takenAt: Date
    }
  }
}
