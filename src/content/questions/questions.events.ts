import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ReplyId, ThreadId } from '../threads/threads.ts'

export const questionAsked = defineEvent<{ threadId: ThreadId }>('question.asked')
export const questionAnswered = defineEvent<{ threadId: ThreadId; replyId: ReplyId }>('question.answered')
export const answerAccepted = defineEvent<{ threadId: ThreadId; answerId: ReplyId; acceptedBy: AccountId }>(
  'answer.accepted',
)
export const answerOfficial = defineEvent<{ threadId: ThreadId; answerId: ReplyId }>('answer.official')
export const sameHereSaid = defineEvent<{ threadId: ThreadId; accountId: AccountId }>('same-here.said')
