import type { Generated } from 'kysely'
import type { ReplyId, ThreadId } from '../../content/threads/threads.ts'
import type { AccountId, Id } from '../../platform/ids.ts'

export type NoticeId = Id<'notice'>

declare module '../../platform/tables.ts' {
  interface Tables {
    notices: {
      id: Generated<NoticeId>
      accountId: AccountId
      kind: string
      because: string
      threadId: ThreadId
      replyId: ReplyId | null
      actorId: AccountId | null
      madeAt: Generated<Date>
      readAt: Date | null
      mailId: number | null
    }
    noticeStops: { accountId: AccountId; kind: string; stoppedAt: Generated<Date> }
  }
}
