import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ReplyId, ThreadId } from './threads.tables.ts'

export const threadStarted = defineEvent<{ threadId: ThreadId }>('thread.started')
export const threadEdited = defineEvent<{ threadId: ThreadId }>('thread.edited')
/** It reaches fewer people than before. */
export const threadNarrowed = defineEvent<{ threadId: ThreadId }>('thread.narrowed')
export const replyAdded = defineEvent<{ threadId: ThreadId; replyId: ReplyId }>('reply.added')
export const replyEdited = defineEvent<{ threadId: ThreadId; replyId: ReplyId }>('reply.edited')
export const threadRecalled = defineEvent<{ threadId: ThreadId }>('thread.recalled')
export const replyRecalled = defineEvent<{ threadId: ThreadId; replyId: ReplyId }>('reply.recalled')
export const participantAdded = defineEvent<{ threadId: ThreadId; accountId: AccountId }>('thread.participant-added')
