import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ProblemState, ReplyId, ThreadId } from '../threads/threads.ts'

export const questionAsked = defineEvent<{ threadId: ThreadId }>('question.asked')
export const questionAnswered = defineEvent<{ threadId: ThreadId; replyId: ReplyId }>('question.answered')
export const answerAccepted = defineEvent<{ threadId: ThreadId; answerId: ReplyId; acceptedBy: AccountId }>(
  'answer.accepted',
)
export const answerOfficial = defineEvent<{ threadId: ThreadId; answerId: ReplyId }>('answer.official')
export const sameHereSaid = defineEvent<{ threadId: ThreadId; accountId: AccountId }>('same-here.said')
export const problemReported = defineEvent<{ threadId: ThreadId }>('problem.reported')
/** The company said how far it is with a problem, or its reporter that it is back. */
export const problemChanged = defineEvent<{ threadId: ThreadId; state: ProblemState }>('problem.changed')
export const praiseGiven = defineEvent<{ threadId: ThreadId }>('praise.given')
/** Nobody answered within the time promised when it was asked. Once for each question and promise. */
export const questionOverdue = defineEvent<{ threadId: ThreadId }>('question.overdue')
