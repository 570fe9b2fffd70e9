/**
 * How moderation takes a post from its readers and puts it back. Hidden: as it is, for its author and the moderators
 * alone. Removed: a marker stands in its place, so that the thread still reads; its words are handed over to be kept.
 * Only moderation calls this; who may is decided there. What its author had taken back before is taken back again when
 * the measure ends.
 */
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { giveTextBack, takeText } from './taken-texts.ts'
import * as queries from './taking-down.queries.ts'
import { postHidden, postShown, replyAdded, threadStarted } from './threads.events.ts'
import type { Post } from './writing-checks.ts'

export type { Kept } from './taking-down.queries.ts'

/** Hides a post; gives what it lost by it, to be kept. */
export async function hidePost(ctx: Ctx, post: Post): Promise<queries.Kept> {
  await lock(ctx, post)
  const own = await giveTextBack(ctx, post)
  await queries.setHidden(ctx, post)
  const kept = await queries.takeMarks(ctx, post)
  await tell(ctx, post, postHidden)
  return { ...kept, ...(own && { isTakenBack: true }) }
}

/** Puts a marker in the place of a post; gives its words and what else it lost, to be kept. */
export async function removePost(ctx: Ctx, post: Post, marker: { title: string; body: string }): Promise<queries.Kept> {
  await lock(ctx, post)
  const own = await giveTextBack(ctx, post)
  const { title, slug, body, editedAt } = await lock(ctx, post)
  const revisions = await queries.readRevisions(ctx, post)
  const marks = await queries.takeMarks(ctx, post)
  await queries.putMarker(ctx, post, marker)
  await tell(ctx, post, postHidden)
  const text = { title, slug, body, editedAt: editedAt?.toISOString() ?? null, revisions }
  return { ...marks, text, ...(own && { isTakenBack: true }) }
}

/** Puts back what a measure took: the words, the marks, the readers. Nothing is announced: `showPost` does. */
export async function restorePost(ctx: Ctx, post: Post, kept: queries.Kept): Promise<void> {
  const { recalledAt, takenBackAt, authorId } = await lock(ctx, post)
  // Erased for good meanwhile: there is nothing to show.
  if (takenBackAt) return
  await queries.setShown(ctx, post)
  // What its company took back meanwhile stays taken back.
  if (recalledAt) return
  if (kept.text) await queries.putText(ctx, post, kept.text)
  await queries.giveMarks(ctx, post, kept)
  if (kept.isTakenBack) await takeText(ctx, post, authorId)
}

/** Tells that a post stands again. `isFirst`: it was held at writing, so that nobody has heard of it yet. */
export async function showPost(ctx: Ctx, post: Post, isFirst: boolean): Promise<void> {
  await tell(ctx, post, postShown)
  if (!isFirst) return
  const { threadId, replyId } = post
  if (replyId === null) await announce(ctx, threadStarted, { threadId })
  else await announce(ctx, replyAdded, { threadId, replyId })
}

async function lock(ctx: Ctx, post: Post) {
  const row = await queries.lockPost(ctx, post)
  if (!row) throw new NotFound(post.replyId === null ? 'threads.not-found' : 'replies.not-found')
  return row
}

async function tell(ctx: Ctx, post: Post, event: typeof postHidden): Promise<void> {
  await announce(ctx, event, { threadId: post.threadId, replyId: post.replyId })
  await touch(ctx, `thread:${post.threadId}`)
}
