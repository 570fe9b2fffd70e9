import type { Generated } from 'kysely'
import type { AccountId } from '../../platform/ids.ts'
import type { ReplyId, ThreadId } from '../threads/threads.ts'

declare module '../../platform/tables.ts' {
  interface Tables {
    answerAcceptances: { threadId: ThreadId; answerId: ReplyId; acceptedBy: AccountId; acceptedAt: Generated<Date> }
    officialAnswers: {
      answerId: ReplyId
      threadId: ThreadId
      markedBy: AccountId
      markedAt: Generated<Date>
      endedAt: Date | null
    }
    sameHeres: { threadId: ThreadId; accountId: AccountId; saidAt: Generated<Date> }
    kudos: { replyId: ReplyId; accountId: AccountId; givenAt: Generated<Date> }
  }
}
