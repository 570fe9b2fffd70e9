import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ReplyId, ThreadId, ThreadType } from './threads.tables.ts'

export const threadStarted = defineEvent<{ threadId: ThreadId }>('thread.started')
export const threadEdited = defineEvent<{ threadId: ThreadId }>('thread.edited')
/** It reaches fewer people than before. */
export const threadNarrowed = defineEvent<{ threadId: ThreadId }>('thread.narrowed')
export const replyAdded = defineEvent<{ threadId: ThreadId; replyId: ReplyId }>('reply.added')
export const replyEdited = defineEvent<{ threadId: ThreadId; replyId: ReplyId }>('reply.edited')
export const threadRecalled = defineEvent<{ threadId: ThreadId }>('thread.recalled')
export const replyRecalled = defineEvent<{ threadId: ThreadId; replyId: ReplyId }>('reply.recalled')
/** Moderation keeps a post from its readers, or shows it again. */
export const postHidden = defineEvent<{ threadId: ThreadId; replyId: ReplyId | null }>('post.hidden')
export const postShown = defineEvent<{ threadId: ThreadId; replyId: ReplyId | null }>('post.shown')
/** Its author took back an answer that `acceptedBy` had accepted: there is none any more. */
export const acceptedTakenBack = defineEvent<{ threadId: ThreadId; replyId: ReplyId; acceptedBy: AccountId }>(
  'answer.accepted-taken-back',
)
/** What was taken back in a thread is erased for good. */
export const textsErased = defineEvent<{ threadId: ThreadId }>('texts.erased')
export const participantAdded = defineEvent<{ threadId: ThreadId; accountId: AccountId }>('thread.participant-added')
/** It became one of another type; its replies stayed. */
export const threadRetyped = defineEvent<{ threadId: ThreadId; from: ThreadType; to: ThreadType }>('thread.retyped')
/** It stands in another space outside. */
export const threadMoved = defineEvent<{ threadId: ThreadId }>('thread.moved')
/** Some of its replies became a thread of their own. */
export const threadSplit = defineEvent<{ threadId: ThreadId; newThreadId: ThreadId }>('thread.split')
/** `fromId` was a duplicate; what was said there stands under `intoId`. */
export const threadMerged = defineEvent<{ fromId: ThreadId; intoId: ThreadId }>('thread.merged')
/** A merge was undone. */
export const threadUnmerged = defineEvent<{ fromId: ThreadId; intoId: ThreadId }>('thread.unmerged')
