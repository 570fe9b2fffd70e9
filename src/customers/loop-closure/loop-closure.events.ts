import { defineEvent } from '../../platform/events.ts'
import type { ReplyId, ThreadId } from '../../content/threads/threads.ts'
import type { AccountId } from '../../platform/ids.ts'

export const loopClosed = defineEvent<{ threadId: ThreadId; answerId: ReplyId; told: number }>('loop.closed')
export const helpedSaid = defineEvent<{ threadId: ThreadId; accountId: AccountId }>('loop.helped-said')
