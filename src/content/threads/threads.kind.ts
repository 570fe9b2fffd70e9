import type { ContentKind } from '../../realms/content-kind.ts'
import type { ReplyId, ThreadId } from './threads.tables.ts'
import { getReply, getThread, listReplies, readableThread, recallReply, recallThread } from './threads.ts'
import { lastingReplyAddress, threadAddress } from './address.ts'
import { readableReply, whyReply, whyThread } from './threads.access.ts'

export const threadKind: ContentKind = {
  name: 'thread',
  table: 'threads',
  readable: readableThread,
  why: whyThread,
  spaceIdOf: async (ctx, id) => (await getThread(ctx, id as ThreadId)).spaceId,
  addressOf: async (ctx, id) => threadAddress(await getThread(ctx, id as ThreadId)),
  isNarrowed: async (ctx, id) => (await getThread(ctx, id as ThreadId)).reach !== null,
  async textOf(ctx, id) {
    const thread = await getThread(ctx, id as ThreadId)
    const replies = await listReplies(ctx, thread.id)
    return [thread.title, thread.body, ...replies.map((reply) => reply.body)].join('\n\n')
  },
  async quoteOf(ctx, id) {
    const { title, body, authorId, createdAt, spaceId } = await getThread(ctx, id as ThreadId)
    return { title, body, authorId, writtenAt: createdAt, spaceId }
  },
  recall: (ctx, id) => recallThread(ctx, id as ThreadId),
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
    return lastingReplyAddress(await getThread(ctx, reply.threadId), reply)
  },
  isNarrowed: async (ctx, id) => (await getThread(ctx, (await getReply(ctx, id as ReplyId)).threadId)).reach !== null,
  textOf: async (ctx, id) => (await getReply(ctx, id as ReplyId)).body,
  async quoteOf(ctx, id) {
    const { body, authorId, createdAt, threadId } = await getReply(ctx, id as ReplyId)
    return { title: '', body, authorId, writtenAt: createdAt, spaceId: (await getThread(ctx, threadId)).spaceId }
  },
  recall: (ctx, id) => recallReply(ctx, id as ReplyId),
}
