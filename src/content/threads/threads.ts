import type { Ctx } from '../../platform/context.ts'
import { Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Space, demandWriting, getSpaceById, rightIn } from '../../realms/spaces/spaces.ts'
import { demand } from '../../platform/verdict.ts'
import { mostCounted } from '../../people/connections/connections.ts'
import { hasMerged } from './keeping.queries.ts'
import { type Reply, type Thread, getReply, getThread, survivorOf } from './reading.ts'
import { bodySchema, demandAuthor, demandReach, parseText } from './starting.ts'
import { type Reach, mayEdit, possibleReaches } from './threads.access.ts'
import {
  participantAdded,
  replyAdded,
  replyEdited,
  replyRecalled,
  threadEdited,
  threadNarrowed,
  threadRecalled,
} from './threads.events.ts'
import * as queries from './threads.queries.ts'
import { checkWriting } from './writing-checks.ts'
import type { ReplyId, ReplyKind, ThreadId } from './threads.tables.ts'

export type { ProblemState, ReplyId, ReplyKind, ThreadAudience, ThreadId, ThreadType } from './threads.tables.ts'
export { tagsCalled } from './tagged.queries.ts'
export type { ThreadFilter, ThreadState } from './threads.queries.ts'
export { firstPromise, isOwed, promisedUntil } from './owed.queries.ts'
export { familyOf } from './keeping.queries.ts'
export { askTraces, type Departed, type Traces } from './keeping.queries.ts'
export { threadColumns } from './threads.queries.ts'
export {
  commentsShown,
  feedAddress,
  ideaCommentsAPage,
  lastingReplyAddress,
  replyAddress,
  threadAddress,
} from './address.ts'
export {
  type CommentPart,
  type ReplyOrder,
  type ReplyPage,
  type ReplyPlace,
  readComments,
  readReplyPage,
} from './reply-pages.ts'
export {
  type Reply,
  type Thread,
  getReply,
  getThread,
  listReplies,
  listThreads,
  loadThreads,
  openThread,
  survivorOf,
} from './reading.ts'
export { type NewThread, bodySchema, startThread, titleSchema } from './starting.ts'
export { type Act, type Retagged, findRetagged, listActs, recordRetag, typeWords } from './acts.ts'
export { forumPosting } from './posting-data.ts'
export { mayKeepOrder, mayOpenKeeping } from './keeping.access.ts'
export {
  isWider,
  mayMoveThread,
  mayRetypeThread,
  mergeThread,
  moveThread,
  retypeThread,
  splitThread,
  tracesOf,
  unmergeThread,
} from './keeping.ts'
export {
  type KeepReason,
  type RepeatStep,
  addressOfGone,
  registerCrossedText,
  registerKeepReason,
  registerRepeatStep,
  takeBackReply,
  takeBackThread,
  takenBackText,
  putBack,
} from './taking-back.ts'
export { removalMarker, sayRemoved } from './removed-words.ts'
export { type Kept, hidePost, removePost, restorePost, showPost } from './taking-down.ts'
export { type Hold, type Post, type Writing, type WritingCheck, registerWritingCheck } from './writing-checks.ts'
export { registerMergeStep, registerRetypeStep } from './steps.ts'
export { hasPower, registerPower } from './powers.ts'
export type { Power } from './powers.ts'
export { type OutsideType, outsideTypes } from './keeping.access.ts'
export { type Reach, mayEdit, possibleReaches, readableThread, shownReply, widthOf } from './threads.access.ts'
export { startingFrom, startingReachIn } from './first-reach.ts'

const removedWords = said('This text was removed by moderation. You can contest it from the notice that told you.')

/**
 * Lets a thread outside reach fewer people than now; its author alone, and for good. Who no longer reads it finds
 * nothing at their next request. Throws NotFound, Forbidden, Invalid (`reach`: not narrower than now, or not theirs).
 */
export async function narrowThread(ctx: Ctx, id: ThreadId, reach: Reach): Promise<Thread> {
  const thread = await getThread(ctx, id)
  await demandEditing(ctx, thread, thread.authorId)
  demandReach(ctx, await getSpaceById(ctx, thread.spaceId), reach)
  if (await hasMerged(ctx, id)) {
    throw new Forbidden(
      'threads.merged-in',
      said('What others asked was merged into this, and they read it here. Its readers stay as they are.'),
    )
  }
  return ctx.transaction(async (inside) => {
    if (reach === null || !(await queries.updateReach(inside, id, reach))) {
      throw new Invalid('threads.not-narrower', {
        reach: said('A text can only reach fewer people than now, because some may have read it already.'),
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

export interface NewReply {
  readonly kind: ReplyKind
  readonly body: string
  /** A comment under an answer names it. */
  readonly parentId?: ReplyId
}

/** Adds a reply to a thread that the viewer may read and write in. */
export async function addReply(ctx: Ctx, id: ThreadId, reply: NewReply): Promise<Reply> {
  const thread = await survivorOf(ctx, await getThread(ctx, id))
  const threadId = thread.id
  const space = await getSpaceById(ctx, thread.spaceId)
  await demandWriting(ctx, space)
  const body = bodySchema.safeParse(reply.body)
  if (!body.success) throw new Invalid('replies.text', { body: body.error.issues[0]!.message })
  if (reply.parentId && (await getReply(ctx, reply.parentId)).threadId !== threadId)
    throw new NotFound('replies.not-found')
  const authorId = await demandAuthor(ctx)
  const hold = await checkWriting(ctx, { authorId, space, act: 'reply', title: '', body: body.data })
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
    if (hold) await hold(inside, { threadId, replyId })
    else await announce(inside, replyAdded, { threadId, replyId })
    await touch(inside, `thread:${threadId}`, `space:${thread.spaceId}`)
    return getReply(inside, replyId)
  })
}

/** Demands that the viewer may change what `authorId` wrote in a thread; throws Forbidden with the reason. */
export async function demandEditing(ctx: Ctx, thread: Thread, authorId: AccountId): Promise<Space> {
  const space = await getSpaceById(ctx, thread.spaceId)
  demand(mayEdit(ctx.viewer, space, authorId, await rightIn(ctx, space)))
  return space
}

/** Changes the text of a thread; the earlier one stays readable in its history. */
export async function editThread(ctx: Ctx, id: ThreadId, changed: { title: string; body: string }): Promise<Thread> {
  const thread = await getThread(ctx, id)
  const space = await demandEditing(ctx, thread, thread.authorId)
  if (thread.removedAt) throw new Forbidden('threads.removed', removedWords)
  if (thread.recalledAt)
    throw new Forbidden('threads.recalled', said('This text was recalled. Write a new one instead.'))
  const text = parseText({ ...changed, type: thread.type })
  if (text.title === thread.title && text.body === thread.body) return thread
  const asked = { authorId: thread.authorId, space, act: 'edit', title: text.title, body: text.body } as const
  const hold = await checkWriting(ctx, asked)
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
    if (hold) await hold(inside, { threadId: id, replyId: null })
    await touch(inside, `thread:${id}`)
    return getThread(inside, id)
  })
}

/** Changes the text of a reply; the earlier one stays readable in its history. A recalled reply stays recalled. */
export async function editReply(ctx: Ctx, id: ReplyId, changed: string): Promise<Reply> {
  const reply = await getReply(ctx, id)
  const thread = await getThread(ctx, reply.threadId)
  const space = await demandEditing(ctx, thread, reply.authorId)
  if (reply.removedAt) throw new Forbidden('replies.removed', removedWords)
  if (reply.recalledAt)
    throw new Forbidden('replies.recalled', said('This text was recalled. Write a new answer instead.'))
  const body = bodySchema.safeParse(changed)
  if (!body.success) throw new Invalid('replies.text', { body: body.error.issues[0]!.message })
  if (body.data === reply.body) return reply
  const hold = await checkWriting(ctx, { authorId: reply.authorId, space, act: 'edit', title: '', body: body.data })
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
    if (hold) await hold(inside, { threadId: thread.id, replyId: id })
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
