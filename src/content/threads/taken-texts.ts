/** The text of a post that its author takes back: where it lies until it is put back or erased. */
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import * as taken from './taking-back.queries.ts'
import type { TakenBackId } from './taking-back.tables.ts'
import * as queries from './taking-down.queries.ts'
import type { Post } from './writing-checks.ts'

/** Takes the text, its earlier texts and its marks away from everybody and keeps them. The post is locked. */
export async function takeText(
  ctx: Ctx,
  post: Post,
  authorId: AccountId,
): Promise<{ id: TakenBackId; kept: queries.Kept }> {
  const row = await queries.lockPost(ctx, post)
  if (!row) throw new NotFound(post.replyId === null ? 'threads.not-found' : 'replies.not-found')
  const { title, slug, body } = row
  const revisions = await queries.readRevisions(ctx, post)
  const marks = await queries.takeMarks(ctx, post)
  const text = { title, slug, body, editedAt: row.editedAt?.toISOString() ?? null, revisions }
  const kept = { ...marks, text }
  await taken.blank(ctx, post)
  return { id: await taken.insert(ctx, post, { authorId, kept }), kept }
}

/** Puts back what its author took back: text, earlier texts and marks. False when nothing is kept. The post is locked. */
export async function giveTextBack(ctx: Ctx, post: Post): Promise<boolean> {
  const kept = await taken.release(ctx, post)
  if (!kept) return false
  await queries.setShown(ctx, post)
  if (kept.text) await queries.putText(ctx, post, kept.text)
  await queries.giveMarks(ctx, post, kept)
  return true
}
