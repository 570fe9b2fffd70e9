import type { Generated } from 'kysely'
import type { ReplyId, ThreadId } from '../../content/threads/threads.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { NoticePace } from './notice-kinds.ts'

export type NoticeId = Id<'notice'>

declare module '../../platform/tables.ts' {
  interface Tables {
    notices: {
      id: Generated<NoticeId>
      accountId: AccountId
      kind: string
      because: string
      /** What it is about: a thread, a room, or somebody who would like to connect. */
      threadId: ThreadId | null
      spaceId: Generated<SpaceId | null>
      personId: Generated<AccountId | null>
      /** What tells two notices of one kind about one room, or one person, apart. */
      occasion: Generated<string>
      replyId: ReplyId | null
      actorId: AccountId | null
      madeAt: Generated<Date>
      readAt: Date | null
      mailId: number | null
    }
    /** What somebody chose; none: the pace of the kind. */
    noticePaces: { accountId: AccountId; kind: string; pace: NoticePace; chosenAt: Generated<Date> }
    /** What waits to leave the house. */
    noticeSendings: {
      noticeId: NoticeId
      accountId: AccountId
      pace: 'at-once' | 'daily' | 'weekly'
      dueAt: Date
      isHeld: Generated<boolean>
    }
  }
}
