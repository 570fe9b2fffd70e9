import type { Generated } from 'kysely'
import type { AccountId } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { ReplyId, ThreadId, ThreadType } from './threads.tables.ts'

export type ThreadAct = 'retype' | 'move' | 'split' | 'merge' | 'unmerge' | 'retag'

declare module '../../platform/tables.ts' {
  interface Tables {
    threadActs: {
      id: Generated<number>
      threadId: ThreadId
      act: ThreadAct
      fromType: ThreadType | null
      toType: ThreadType | null
      fromSpaceId: SpaceId | null
      toSpaceId: SpaceId | null
      fromTags: Generated<readonly string[] | null>
      toTags: Generated<readonly string[] | null>
      /** The thread that was split off, merged into, or parted from. */
      otherId: ThreadId | null
      /** Of a merge alone: whether the duplicate had no answer then. */
      wasUnanswered: Generated<boolean | null>
      /** Null: Tango itself. */
      actedBy: AccountId | null
      actedAt: Date
    }
    movedReplies: { actId: number; replyId: ReplyId; fromThreadId: ThreadId }
    carriedSameHeres: { actId: number; accountId: AccountId }
  }
}
