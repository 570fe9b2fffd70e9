import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { NotFound } from '../../platform/errors.ts'
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import { type Audience, audienceOf } from '../../realms/audience/audience.ts'
import { queueThread } from '../../realms/bridges/bridges.ts'
import { type Space, getSpaceById } from '../../realms/spaces/spaces.ts'
import { countUnreadIn } from '../read-positions/read-positions.ts'
import {
  type Reply,
  type ReplyId,
  type Thread,
  type ThreadFilter,
  type ThreadId,
  addReply,
  getThread,
  listReplies,
  listThreads,
  startThread,
} from '../threads/threads.ts'

/** A page of the stream: threads with the people who wrote them. */
export interface StreamPage extends PageOf<Thread> {
  readonly people: ReadonlyMap<AccountId, PersonCard>
  /** Unread replies of the threads that the viewer opened before. */
  readonly unread: ReadonlyMap<ThreadId, number>
}

/** Threads that the viewer may read, newest activity first, with their authors and what is unread in them: three statements. */
export async function listStream(ctx: Ctx, filter: ThreadFilter, after?: string): Promise<StreamPage> {
  const page = await listThreads(ctx, filter, { after, limit: 20 })
  return {
    ...page,
    people: await loadPeople(
      ctx,
      page.items.map((thread) => thread.authorId),
    ),
    unread: await countUnreadIn(
      ctx,
      page.items.map((thread) => thread.id),
    ),
  }
}

/** A discussion with all that its page shows. */
export interface Discussion {
  readonly thread: Thread
  readonly space: Space
  readonly replies: readonly Reply[]
  /** Set when more replies follow the last one shown. */
  readonly more: ReplyId | undefined
  readonly people: ReadonlyMap<AccountId, PersonCard>
  readonly audience: Audience
}

const repliesAPage = 100

/** A discussion in an inside or bridge space that the viewer may read, replies from `afterId` on. */
export async function getDiscussion(ctx: Ctx, id: ThreadId, afterId?: ReplyId): Promise<Discussion> {
  const thread = await getThread(ctx, id)
  if (thread.realm === 'outside') throw new NotFound('threads.not-found')
  const space = await getSpaceById(ctx, thread.spaceId)
  const fetched = await listReplies(ctx, id, { afterId, limit: repliesAPage + 1 })
  const replies = fetched.slice(0, repliesAPage)
  const people = await loadPeople(ctx, [thread.authorId, ...replies.map((reply) => reply.authorId)])
  const audience = await audienceOf(ctx, space, { kind: 'thread', id })
  return {
    thread,
    space,
    replies,
    people,
    audience,
    more: fetched.length > repliesAPage ? replies.at(-1)!.id : undefined,
  }
}

/**
 * Posts into an inside or bridge space: the body is all that is needed. `overBridge`: its author asks for it to be
 * published over the standing bridges of the space as well.
 */
export async function startDiscussion(
  ctx: Ctx,
  space: Space,
  post: { title?: string; body: string; overBridge?: boolean },
): Promise<Thread> {
  return ctx.transaction(async (inside) => {
    const thread = await startThread(inside, space, { type: 'discussion', title: post.title ?? '', body: post.body })
    if (post.overBridge) await queueThread(inside, space.id, thread.id, true)
    return thread
  })
}

/** Replies to a discussion. */
export async function replyTo(ctx: Ctx, id: ThreadId, body: string): Promise<Reply> {
  return addReply(ctx, id, { kind: 'reply', body })
}
