import { questionAnswered } from '../../content/questions/questions.events.ts'
import { replyRecalled, threadNarrowed } from '../../content/threads/threads.events.ts'
import { getReply, getThread } from '../../content/threads/threads.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { answerNotice, notify } from './notices.ts'
import { findAnswerMark, withdrawMails, withdrawMailsOfLockedOut } from './notices.queries.ts'

export const noticeListeners: readonly Listener[] = [
  listen(questionAnswered, 'notices.tell-asker', async (ctx, { threadId, replyId }) => {
    const reply = await getReply(ctx, replyId)
    // The official answer is told by the closing of the loop, in its own words; twice would be noise.
    if (reply.recalledAt || (await findAnswerMark(ctx, replyId))) return
    const { authorId } = await getThread(ctx, threadId)
    await notify(ctx, {
      accountId: authorId,
      kind: answerNotice,
      because: 'because you asked',
      threadId,
      replyId,
      actorId: reply.authorId,
    })
  }),
  listen(replyRecalled, 'notices.withdraw-mails', async (ctx, { replyId }) => withdrawMails(ctx, replyId)),
  // What is told here goes by the rule at every reading; a mail that waits has to be taken out of the post.
  listen(threadNarrowed, 'notices.withdraw-narrowed', async (ctx, { threadId }) =>
    withdrawMailsOfLockedOut(ctx, await getThread(ctx, threadId)),
  ),
]
