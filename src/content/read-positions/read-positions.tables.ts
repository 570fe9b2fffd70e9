import type { Generated } from 'kysely'
import type { AccountId } from '../../platform/ids.ts'
import type { ThreadId } from '../threads/threads.ts'

declare module '../../platform/tables.ts' {
  interface Tables {
    readPositions: {
      accountId: AccountId
      threadId: ThreadId
      /** The last reply that was read; 0 is none. */
      replyId: Generated<number>
      readAt: Generated<Date>
    }
  }
}
