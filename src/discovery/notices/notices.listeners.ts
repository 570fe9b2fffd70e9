import { questionAnswered } from '../../content/questions/questions.events.ts'
import { postHidden, postShown, replyRecalled, threadNarrowed } from '../../content/threads/threads.events.ts'
import { type ReplyId, type ThreadId, getReply, getThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { unlessGone } from '../../platform/errors.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { answerNotice, notify } from './notices.ts'
import { findAnswerMark, withdrawMails, withdrawMailsOfLockedOut } from './notices.queries.ts'

async function tellAsker(ctx: Ctx, { threadId, replyId }: { threadId: ThreadId; replyId: ReplyId }): Promise<void> {
  const reply = await unlessGone(getReply(ctx, replyId))
  // The official answer is told by the closing of the loop, in its own words; twice would be noise.
  if (!reply || reply.recalledAt || reply.hiddenAt || (await findAnswerMark(ctx, replyId))) return
  const { authorId } = await getThread(ctx, threadId)
  await notify(ctx, {
    accountId: authorId,
    kind: answerNotice,
    because: said('because you asked'),
    threadId,
    replyId,
    actorId: reply.authorId,
  })
}

/** Takes the mails about a thread out of the post for whoever may not read it any more. */
async function withdrawOf(ctx: Ctx, threadId: ThreadId): Promise<void> {
  const thread = await unlessGone(getThread(ctx, threadId))
  if (thread) await withdrawMailsOfLockedOut(ctx, thread)
}

export const noticeListeners: readonly Listener[] = [
  listen(questionAnswered, 'notices.tell-asker', tellAsker),
  // An answer that was held for review: its asker hears of it when it stands.
  listen(postShown, 'notices.tell-asker-late', async (ctx, { threadId, replyId }) => {
    if (replyId !== null && (await unlessGone(getReply(ctx, replyId)))?.kind === 'answer')
      await tellAsker(ctx, { threadId, replyId })
  }),
  listen(postHidden, 'notices.withdraw-hidden', async (ctx, { threadId, replyId }) =>
    replyId === null ? withdrawOf(ctx, threadId) : withdrawMails(ctx, replyId),
  ),
  listen(replyRecalled, 'notices.withdraw-mails', async (ctx, { replyId }) => withdrawMails(ctx, replyId)),
  // What is told here goes by the rule at every reading; a mail that waits has to be taken out of the post.
  listen(threadNarrowed, 'notices.withdraw-narrowed', (ctx, { threadId }) => withdrawOf(ctx, threadId)),
]
