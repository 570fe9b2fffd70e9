import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { cleanMarkdown, slugOf } from '../../platform/text/markdown.ts'
import { type Space, demandWriting, getSpaceById, rightIn } from '../../realms/spaces/spaces.ts'
import { demand } from '../../platform/verdict.ts'
import { mostCounted } from '../../people/connections/connections.ts'
import { type Reach, mayEdit, possibleReaches } from './threads.access.ts'
import {
  participantAdded,
  replyAdded,
  replyEdited,
  replyRecalled,
  threadEdited,
  threadNarrowed,
  threadRecalled,
  threadStarted,
} from './threads.events.ts'
import { readThreadPage } from './thread-pages.ts'
import * as queries from './threads.queries.ts'
import type { ReplyId, ReplyKind, ThreadAudience, ThreadId, ThreadType } from './threads.tables.ts'

export type { ReplyId, ReplyKind, ThreadAudience, ThreadId, ThreadType } from './threads.tables.ts'
export type { ThreadFilter } from './threads.queries.ts'
export type Thread = queries.ThreadRow
export type Reply = queries.ReplyRow
export { threadColumns } from './threads.queries.ts'
export { replyAddress, threadAddress } from './address.ts'
export { type Reach, mayEdit, possibleReaches, readableThread, widthOf } from './threads.access.ts'

const writingLimits: readonly RateLimit[] = [
  { name: 'writing-minute', uses: 20, seconds: 60 },
  { name: 'writing-day', uses: 1000, seconds: 86_400 },
]

/** A title and a body as people type them. Cleaned, never silently cut. */
export const titleSchema = z
  .string()
  .transform((text) => cleanMarkdown(text).replace(/\s+/g, ' ').trim())
  .pipe(z.string().min(1, 'Give it a title, so that others find it.').max(200, 'Keep the title under 200 characters.'))
export const bodySchema = z
  .string()
  .transform(cleanMarkdown)
  .pipe(
    z
      .string()
      .min(1, 'Write something first.')
      .max(60_000, 'This is longer than 60,000 characters. Cut it, or split it in two.'),
  )

export interface NewThread {
  readonly type: ThreadType
  /** Questions need one; inside, a discussion may go without. */
  readonly title: string
  readonly body: string
  readonly audience?: ThreadAudience
  /** With audience 'participants': who takes part beside the author. */
  readonly participants?: readonly AccountId[]
  /** Outside: how far it reaches; without it as far as its space. */
  readonly reach?: Reach
  /** Carried by a standing bridge in the author's name: not counted among what they write themselves. */
  readonly byBridge?: true
}

/** A person who writes: never a visitor, and within the limits of writing. Not for imports. */
async function demandAuthor(ctx: Ctx, isCounted = true): Promise<AccountId> {
  if (ctx.viewer.kind !== 'account') throw new Forbidden('threads.sign-in-first', 'Sign in to write here.')
  if (isCounted) for (const limit of writingLimits) await countUse(ctx, limit, String(ctx.viewer.id))
  return ctx.viewer.id
}

/** Starts a thread in a space. Throws Forbidden (the space), Invalid (the text, `reach`), TryLater (too much at once). */
export async function startThread(ctx: Ctx, space: Space, thread: NewThread): Promise<Thread> {
  await demandWriting(ctx, space)
  const text = parseText(thread)
  const reach = thread.reach ?? null
  demandReach(ctx, space, reach)
  const authorId = await demandAuthor(ctx, !thread.byBridge)
  return ctx.transaction(async (inside) => {
    const id = await queries.insertThread(inside, {
      realm: space.realm,
      spaceId: space.id,
      type: thread.type,
      audience: thread.audience ?? 'space',
      reach,
      authorId,
      ...text,
      importedScore: 0,
      createdAt: inside.now,
    })
    if (thread.audience === 'participants') {
      await queries.insertParticipants(inside, id, [authorId, ...(thread.participants ?? [])], authorId)
    }
    await announce(inside, threadStarted, { threadId: id })
    await touch(inside, `space:${space.id}`)
    return getThread(inside, id)
  })
}

function demandReach(ctx: Ctx, space: Space, reach: Reach): void {
  if (possibleReaches(ctx.viewer, space).includes(reach)) return
  const words =
    space.realm === 'outside'
      ? 'You write here for the company: choose everyone, or all members.'
      : 'Only texts outside have a reach of their own. Leave it as the space has it.'
  throw new Invalid('threads.reach', { reach: words })
}

/**
 * Lets a thread outside reach fewer people than now; its author alone, and for good. Who no longer reads it finds
 * nothing at their next request. Throws NotFound, Forbidden, Invalid (`reach`: not narrower than now, or not theirs).
 */
export async function narrowThread(ctx: Ctx, id: ThreadId, reach: Reach): Promise<Thread> {
  const thread = await getThread(ctx, id)
  await demandEditing(ctx, thread, thread.authorId)
  demandReach(ctx, await getSpaceById(ctx, thread.spaceId), reach)
  return ctx.transaction(async (inside) => {
    if (reach === null || !(await queries.updateReach(inside, id, reach))) {
      throw new Invalid('threads.not-narrower', {
        reach: 'A text can only reach fewer people than now, because some may have read it already.',
      })
    }
    await announce(inside, threadNarrowed, { threadId: id })
    await touch(inside, `thread:${id}`, `space:${thread.spaceId}`)
    return getThread(inside, id)
  })
}

/**
 * How many members beside the viewer would read what the viewer writes in a space, for each of these reaches (those that
 * they can choose), by the rule of reading; 1001 stands for more than 1000. Nobody is counted for 0 and null.
 */
export async function countWouldRead(
  ctx: Ctx,
  space: Space,
  reaches: readonly Reach[] = possibleReaches(ctx.viewer, space),
): Promise<ReadonlyMap<Reach, number>> {
  const counts = new Map<Reach, number>()
  if (ctx.viewer.kind !== 'account') return counts
  for (const reach of reaches) {
    if (reach === null || reach === 0) continue
    const asked = { spaceId: space.id, authorId: ctx.viewer.id, reach }
    counts.set(reach, await queries.countWouldRead(ctx, asked, mostCounted))
  }
  return counts
}

function parseText(text: { title: string; body: string; type?: ThreadType }): {
  title: string
  slug: string
  body: string
} {
  const errors: Record<string, string> = {}
  const title =
    text.type === 'discussion' && text.title.trim() === ''
      ? { success: true as const, data: '' }
      : titleSchema.safeParse(text.title)
  const body = bodySchema.safeParse(text.body)
  if (!title.success) errors.title = title.error.issues[0]!.message
  if (!body.success) errors.body = body.error.issues[0]!.message
  if (!title.success || !body.success) throw new Invalid('threads.text', errors)
  return { title: title.data, slug: slugOf(title.data || body.data.slice(0, 60)), body: body.data }
}

/** A thread that the viewer may read. */
export async function getThread(ctx: Ctx, id: ThreadId): Promise<Thread> {
  const thread = await queries.selectReadableThreads(ctx).where('threads.id', '=', id).executeTakeFirst()
  if (!thread) throw new NotFound('threads.not-found')
  return thread
}

/** Several threads by id, those that the viewer may read, in no order. At most 500. */
export async function loadThreads(ctx: Ctx, ids: readonly ThreadId[]): Promise<Map<ThreadId, Thread>> {
  const rows = await queries.selectThreadsByIds(ctx, ids.slice(0, 500))
  return new Map(rows.map((row) => [row.id, row]))
}

/** One page of the threads that the viewer may read, newest first by activity or by creation. */
export async function listThreads(
  ctx: Ctx,
  filter: queries.ThreadFilter,
  options: { after?: string; limit?: number } = {},
): Promise<PageOf<Thread>> {
  return readThreadPage(ctx, filter, readCursor(options.after), Math.min(options.limit ?? 20, 200))
}

/** A reply under a thread that the viewer may read. */
export async function getReply(ctx: Ctx, id: ReplyId): Promise<Reply> {
  const reply = await queries.selectReadableReplies(ctx).where('replies.id', '=', id).executeTakeFirst()
  if (!reply) throw new NotFound('replies.not-found')
  return reply
}

/** The replies of a thread, oldest first, at most `limit` (500) after the reply `afterId`. */
export async function listReplies(
  ctx: Ctx,
  threadId: ThreadId,
  options: { kinds?: readonly ReplyKind[]; afterId?: ReplyId; limit?: number } = {},
): Promise<readonly Reply[]> {
  let query = queries.selectReadableReplies(ctx).where('replies.threadId', '=', threadId)
  if (options.kinds) query = query.where('replies.kind', 'in', options.kinds)
  if (options.afterId) query = query.where('replies.id', '>', options.afterId)
  return query
    .orderBy('replies.createdAt')
    .orderBy('replies.id')
    .limit(Math.min(options.limit ?? 500, 500))
    .execute()
}

export interface NewReply {
  readonly kind: ReplyKind
  readonly body: string
  /** A comment under an answer names it. */
  readonly parentId?: ReplyId
}

/** Adds a reply to a thread that the viewer may read and write in. */
export async function addReply(ctx: Ctx, threadId: ThreadId, reply: NewReply): Promise<Reply> {
  const thread = await getThread(ctx, threadId)
  await demandWriting(ctx, await getSpaceById(ctx, thread.spaceId))
  const body = bodySchema.safeParse(reply.body)
  if (!body.success) throw new Invalid('replies.text', { body: body.error.issues[0]!.message })
  if (reply.parentId && (await getReply(ctx, reply.parentId)).threadId !== threadId)
    throw new NotFound('replies.not-found')
  const authorId = await demandAuthor(ctx)
  return ctx.transaction(async (inside) => {
    const replyId = await queries.insertReply(inside, {
      threadId,
      kind: reply.kind,
      parentId: reply.parentId ?? null,
      authorId,
      body: body.data,
      importedScore: 0,
      createdAt: inside.now,
    })
    await announce(inside, replyAdded, { threadId, replyId })
    await touch(inside, `thread:${threadId}`, `space:${thread.spaceId}`)
    return getReply(inside, replyId)
  })
}

/** Demands that the viewer may change what `authorId` wrote in a thread; throws Forbidden with the reason. */
export async function demandEditing(ctx: Ctx, thread: Thread, authorId: AccountId): Promise<void> {
  const space = await getSpaceById(ctx, thread.spaceId)
  demand(mayEdit(ctx.viewer, space, authorId, await rightIn(ctx, space)))
}

/** Changes the text of a thread; the earlier one stays readable in its history. */
export async function editThread(ctx: Ctx, id: ThreadId, changed: { title: string; body: string }): Promise<Thread> {
  const thread = await getThread(ctx, id)
  await demandEditing(ctx, thread, thread.authorId)
  if (thread.recalledAt) throw new Forbidden('threads.recalled', 'This text was recalled. Write a new one instead.')
  const text = parseText({ ...changed, type: thread.type })
  if (text.title === thread.title && text.body === thread.body) return thread
  return ctx.transaction(async (inside) => {
    const { title, body, authorId: writtenBy } = thread
    await queries.insertRevision(inside, {
      threadId: id,
      title,
      body,
      writtenBy,
      writtenAt: thread.editedAt ?? thread.createdAt,
    })
    await queries.updateThreadText(inside, id, text)
    await announce(inside, threadEdited, { threadId: id })
    await touch(inside, `thread:${id}`)
    return getThread(inside, id)
  })
}

/** Changes the text of a reply; the earlier one stays readable in its history. A recalled reply stays recalled. */
export async function editReply(ctx: Ctx, id: ReplyId, changed: string): Promise<Reply> {
  const reply = await getReply(ctx, id)
  const thread = await getThread(ctx, reply.threadId)
  await demandEditing(ctx, thread, reply.authorId)
  if (reply.recalledAt) throw new Forbidden('replies.recalled', 'This text was recalled. Write a new answer instead.')
  const body = bodySchema.safeParse(changed)
  if (!body.success) throw new Invalid('replies.text', { body: body.error.issues[0]!.message })
  if (body.data === reply.body) return reply
  return ctx.transaction(async (inside) => {
    const writtenAt = reply.editedAt ?? reply.createdAt
    await queries.insertRevision(inside, {
      replyId: id,
      title: null,
      body: reply.body,
      writtenBy: reply.authorId,
      writtenAt,
    })
    await queries.updateReplyText(inside, id, body.data)
    await announce(inside, replyEdited, { threadId: thread.id, replyId: id })
    await touch(inside, `thread:${thread.id}`)
    return getReply(inside, id)
  })
}

/** The earlier texts of a thread, newest first, for whoever may read the thread. */
export async function listThreadHistory(ctx: Ctx, id: ThreadId) {
  await getThread(ctx, id)
  return queries.selectRevisions(ctx, { threadId: id })
}

/** The earlier texts of a reply, newest first, for whoever may read its thread. */
export async function listReplyHistory(ctx: Ctx, id: ReplyId) {
  await getReply(ctx, id)
  return queries.selectRevisions(ctx, { replyId: id })
}

/** Takes the text of a reply back from everywhere, leaving its place. Only a recall calls this. */
export async function recallReply(ctx: Ctx, id: ReplyId): Promise<void> {
  const reply = await getReply(ctx, id)
  await queries.blankReply(ctx, id)
  await announce(ctx, replyRecalled, { threadId: reply.threadId, replyId: id })
  await touch(ctx, `thread:${reply.threadId}`)
}

/** Takes the text of a thread back from everywhere, leaving its place. Only a recall calls this. */
export async function recallThread(ctx: Ctx, id: ThreadId): Promise<void> {
  const thread = await getThread(ctx, id)
  await queries.blankThread(ctx, id)
  await announce(ctx, threadRecalled, { threadId: id })
  await touch(ctx, `thread:${id}`, `space:${thread.spaceId}`)
}

/** Who takes part in a thread that names its participants. */
export async function listParticipants(ctx: Ctx, id: ThreadId): Promise<readonly AccountId[]> {
  await getThread(ctx, id)
  return queries.selectParticipants(ctx, id)
}

/** Lets more people take part. The caller decides whether the viewer may; those added must be able to read the space. */
export async function addParticipants(ctx: Ctx, id: ThreadId, accountIds: readonly AccountId[]): Promise<void> {
  const by = ctx.viewer.kind === 'account' ? ctx.viewer.id : null
  for (const accountId of await queries.insertParticipants(ctx, id, accountIds, by)) {
    await announce(ctx, participantAdded, { threadId: id, accountId })
  }
  await touch(ctx, `thread:${id}`)
}
