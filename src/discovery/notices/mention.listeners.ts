/** Whoever is named in a text is told of it, once, if they may read it. */
import { areBlocked, mentionsIn } from '../../content/mentions/mentions.ts'
import { replyAdded, replyEdited, threadEdited, threadStarted } from '../../content/threads/threads.events.ts'
import { type ReplyId, type ThreadId, getReply, getThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { unlessGone } from '../../platform/errors.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { defineNoticeKind } from './notice-kinds.ts'
import { notify } from './notices.ts'

const mentionNotice = defineNoticeKind({
  name: 'mention',
  about: 'answers',
  label: said('Texts that name you'),
  realms: ['inside', 'outside', 'bridge'],
  says: (actor) => (actor === undefined ? said('Somebody named you') : said('{actor} named you', { actor })),
})

export const mentionListeners: readonly Listener[] = [
  listen(threadStarted, 'notices.mention-thread', (ctx, { threadId }) => tellOfThread(ctx, threadId)),
  listen(threadEdited, 'notices.mention-thread-edited', (ctx, { threadId }) => tellOfThread(ctx, threadId)),
  listen(replyAdded, 'notices.mention-reply', (ctx, { replyId }) => tellOfReply(ctx, replyId)),
  listen(replyEdited, 'notices.mention-reply-edited', (ctx, { replyId }) => tellOfReply(ctx, replyId)),
]

async function tellOfThread(ctx: Ctx, threadId: ThreadId): Promise<void> {
  const thread = await unlessGone(getThread(ctx, threadId))
  if (thread && !thread.recalledAt) await tell(ctx, thread.body, { threadId, actorId: thread.authorId })
}

async function tellOfReply(ctx: Ctx, replyId: ReplyId): Promise<void> {
  const reply = await unlessGone(getReply(ctx, replyId))
  if (!reply || reply.recalledAt) return
  const { body, authorId, threadId, kind } = reply
  // The asker hears of every answer anyway; twice would be noise.
  const asker = kind === 'answer' ? (await getThread(ctx, threadId)).authorId : undefined
  await tell(ctx, body, { threadId, replyId, actorId: authorId }, asker)
}

async function tell(
  ctx: Ctx,
  body: string,
  about: Pick<Parameters<typeof notify>[1], 'threadId' | 'replyId'> & { actorId: Parameters<typeof areBlocked>[1] },
  except?: Parameters<typeof areBlocked>[1],
): Promise<void> {
  for (const accountId of mentionsIn(body)) {
    if (accountId === except || (await areBlocked(ctx, accountId, about.actorId))) continue
    await notify(ctx, { accountId, kind: mentionNotice, because: said('because you were named in it'), ...about })
  }
}
