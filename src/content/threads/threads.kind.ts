import type { ContentKind } from '../../realms/content-kind.ts'
import type { ReplyId, ThreadId } from './threads.tables.ts'
import { getReply, getThread, listReplies, readableThread, recallReply } from './threads.ts'
import { replyAddress, threadAddress } from './address.ts'
import { readableReply, whyReply, whyThread } from './threads.access.ts'

export const threadKind: ContentKind = {
  name: 'thread',
  table: 'threads',
  readable: readableThread,
  why: whyThread,
  spaceIdOf: async (ctx, id) => (await getThread(ctx, id as ThreadId)).spaceId,
  addressOf: async (ctx, id) => threadAddress(await getThread(ctx, id as ThreadId)),
  async textOf(ctx, id) {
    const thread = await getThread(ctx, id as ThreadId)
    const replies = await listReplies(ctx, thread.id)
    return [thread.title, thread.body, ...replies.map((reply) => reply.body)].join('\n\n')
  },
}

export const replyKind: ContentKind = {
  name: 'reply',
  table: 'replies',
  readable: readableReply,
  why: whyReply,
  async spaceIdOf(ctx, id) {
    const reply = await getReply(ctx, id as ReplyId)
    return (await getThread(ctx, reply.threadId)).spaceId
  },
  async addressOf(ctx, id) {
    const reply = await getReply(ctx, id as ReplyId)
    return replyAddress(await getThread(ctx, reply.threadId), reply)
  },
  textOf: async (ctx, id) => (await getReply(ctx, id as ReplyId)).body,
  recall: (ctx, id) => recallReply(ctx, id as ReplyId),
}
