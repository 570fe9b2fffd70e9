import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Listener, listen } from '../../platform/events.ts'
import {
  postHidden,
  postShown,
  replyAdded,
  replyEdited,
  replyRecalled,
  textsErased,
  threadEdited,
  threadRecalled,
  threadStarted,
} from '../threads/threads.events.ts'
import {
  type ReplyId,
  type ThreadId,
  getReply,
  getThread,
  listReplyHistory,
  listThreadHistory,
} from '../threads/threads.ts'
import { picturesIn } from './files.ts'
import * as queries from './files.queries.ts'

async function noteThread(ctx: Ctx, { threadId }: { threadId: ThreadId }): Promise<void> {
  await note(ctx, threadId, async () => (await getThread(ctx, threadId)).body)
}

async function noteReply(ctx: Ctx, { threadId, replyId }: { threadId: ThreadId; replyId: ReplyId }): Promise<void> {
  await note(ctx, threadId, async () => (await getReply(ctx, replyId)).body)
}

/** What comes back may have been taken to another thread meanwhile, without its words, and shows its pictures there. */
async function noteShown(ctx: Ctx, { threadId, replyId }: { threadId: ThreadId; replyId: ReplyId | null }) {
  await note(ctx, threadId, async () => {
    const post = replyId === null ? await getThread(ctx, threadId) : await getReply(ctx, replyId)
    const earlier = await (replyId === null ? listThreadHistory(ctx, threadId) : listReplyHistory(ctx, replyId))
    return [post, ...earlier].map(({ body }) => body).join('\n')
  })
}

async function note(ctx: Ctx, threadId: ThreadId, read: () => Promise<string>): Promise<void> {
  try {
    const keys = picturesIn(await read())
    if (keys.length > 0) await queries.insertUses(ctx, threadId, keys)
  } catch (error) {
    // The text is gone since: there is nothing to note.
    if (!(error instanceof NotFound)) throw error
  }
}

/** Which thread shows which picture, and that a recalled text takes its pictures with it. */
export const fileListeners: readonly Listener[] = [
  listen(threadStarted, 'files.note-thread', noteThread),
  listen(threadEdited, 'files.note-edited-thread', noteThread),
  listen(replyAdded, 'files.note-reply', noteReply),
  listen(replyEdited, 'files.note-edited-reply', noteReply),
  // What is held at writing was never announced; its pictures close with it all the same.
  listen(postHidden, 'files.note-hidden', (ctx, { threadId, replyId }) =>
    replyId === null ? noteThread(ctx, { threadId }) : noteReply(ctx, { threadId, replyId }),
  ),
  listen(postShown, 'files.note-shown', noteShown),
  listen(threadRecalled, 'files.forget-recalled-thread', (ctx, { threadId }) => queries.deleteUnshown(ctx, threadId)),
  listen(replyRecalled, 'files.forget-recalled', (ctx, { threadId }) => queries.deleteUnshown(ctx, threadId)),
  listen(textsErased, 'files.forget-erased', (ctx, { threadId }) => queries.deleteUnshown(ctx, threadId)),
]
