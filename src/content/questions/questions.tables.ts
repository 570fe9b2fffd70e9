import type { Generated } from 'kysely'
import type { AccountId } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { ProblemState, ReplyId, ThreadId } from '../threads/threads.ts'

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
    /** A problem without a row is reported and nothing more. */
    problems: {
      threadId: ThreadId
      state: ProblemState
      note: string
      changedBy: AccountId | null
      changedAt: Date
    }
    problemChanges: {
      id: Generated<number>
      threadId: ThreadId
      fromState: ProblemState
      toState: ProblemState
      note: string
      changedBy: AccountId | null
      changedAt: Date
    }
    praiseThanks: { threadId: ThreadId; accountId: AccountId; givenAt: Date }
    answerPromises: {
      id: Generated<number>
      spaceId: SpaceId
      hours: number | null
      madeBy: AccountId | null
      madeAt: Generated<Date>
    }
    overdueQuestions: { threadId: ThreadId; promiseId: number; foundAt: Date }
  }
}
