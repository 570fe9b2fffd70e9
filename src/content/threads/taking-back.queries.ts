import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { PageOf, Place } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readNewest } from '../../platform/newest-first.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { ownTakenBack } from './taking-back.access.ts'
import type { TakenBackId } from './taking-back.tables.ts'
import { type Kept, idOf, tableOf } from './taking-down.queries.ts'
import { readableThread } from './threads.access.ts'
import { threadColumns } from './threads.queries.ts'
import type { ReplyId, ThreadId } from './threads.tables.ts'
import type { Post } from './writing-checks.ts'

/** Empties a post and its earlier texts; it stays as a marker only while a comment can be read under it. */
export async function blank(ctx: Ctx, post: Post): Promise<void> {
  const words = post.replyId === null ? sql`title = '', slug = 'taken-back',` : sql``
  const isMarker = sql`exists (select from replies under where under.parent_id = ${post.replyId} and under.hidden_at is null)`
  await sql`update ${tableOf(post)} set ${words} body = '', edited_at = null, removed_at = ${ctx.now},
      taken_back_at = ${ctx.now}, hidden_at = case when ${isMarker} then null else ${ctx.now}::timestamptz end
    where id = ${idOf(post)}`.execute(ctx.db)
  await ctx.db
    .deleteFrom('revisions')
    .where((eb) => (post.replyId === null ? eb('threadId', '=', post.threadId) : eb('replyId', '=', post.replyId)))
    .execute()
}

const keyOf = ({ threadId, replyId }: Post) => (replyId === null ? { threadId, replyId } : { threadId: null, replyId })

export async function insert(ctx: Ctx, post: Post, of: { authorId: AccountId; kept: Kept }): Promise<TakenBackId> {
  const { id } = await ctx.db
    .insertInto('takenBack')
    .values({ ...keyOf(post), authorId: of.authorId, kept: JSON.stringify(of.kept), takenAt: ctx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Hands over what is kept of a post, once; undefined when nothing is. */
export async function release(ctx: Ctx, post: Post): Promise<Kept | undefined> {
  const row = await ctx.db.deleteFrom('takenBack').where(isOf(post)).returning('kept').executeTakeFirst()
  return row?.kept
}

/** What is kept of a post. Not scoped to a viewer: for moderators who have its case open. */
export async function findKept(ctx: Ctx, post: Post): Promise<{ kept: Kept; takenAt: Date } | undefined> {
  return ctx.db.selectFrom('takenBack').select(['kept', 'takenAt']).where(isOf(post)).executeTakeFirst()
}

const isOf = ({ threadId, replyId }: Post) =>
  replyId === null
    ? sql<boolean>`(taken_back.thread_id = ${threadId})`
    : sql<boolean>`(taken_back.reply_id = ${replyId})`

/** The viewer's own, each with the thread that it stood in; narrowed by the caller. The only way into `taken_back`. */
function selectOwn(ctx: Ctx) {
  return ctx.db
    .selectFrom('takenBack')
    .leftJoin('replies', 'replies.id', 'takenBack.replyId')
    .select(['takenBack.id', 'takenBack.replyId', 'takenBack.takenAt', 'replies.kind', 'replies.parentId'])
    .select(sql<ThreadId>`coalesce(taken_back.thread_id, replies.thread_id)`.as('threadId'))
    .select(sql<string>`taken_back.kept->'text'->>'title'`.as('title'))
    .select(sql<string>`taken_back.kept->'text'->>'body'`.as('body'))
    .where(ownTakenBack(ctx.viewer))
}

export type OwnTakenBackRow = Awaited<ReturnType<ReturnType<typeof selectOwn>['executeTakeFirstOrThrow']>>

export async function findOwn(ctx: Ctx, id: TakenBackId): Promise<OwnTakenBackRow | undefined> {
  return selectOwn(ctx).where('takenBack.id', '=', id).executeTakeFirst()
}

export async function findOwnReply(ctx: Ctx, id: ReplyId): Promise<OwnTakenBackRow | undefined> {
  return selectOwn(ctx).where('takenBack.replyId', '=', id).executeTakeFirst()
}

export async function selectOwnPage(
  ctx: Ctx,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<OwnTakenBackRow>> {
  return readNewest(selectOwn(ctx), 'takenBack.takenAt', after, limit)
}

/** The thread of a reply that was taken back and left no marker, when the viewer may read it. */
export async function findThreadOfGone(ctx: Ctx, id: ReplyId) {
  return ctx.db
    .selectFrom('threads')
    .innerJoin('replies', 'replies.threadId', 'threads.id')
    .select(threadColumns)
    .select('replies.kind as replyKind')
    .where('replies.id', '=', id)
    .where('replies.takenBackAt', 'is not', null)
    .where('replies.hiddenAt', 'is not', null)
    .where(readableThread(readerOf(ctx.viewer)))
    .executeTakeFirst()
}

export async function isOfficial(ctx: Ctx, id: ReplyId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('officialAnswers')
    .select('answerId')
    .where('answerId', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** The earlier texts of a reply. The caller has read it. */
export async function selectEarlier(ctx: Ctx, id: ReplyId): Promise<readonly string[]> {
  const rows = await ctx.db.selectFrom('revisions').select('body').where('replyId', '=', id).execute()
  return rows.map((row) => row.body)
}

/** Whether somebody else wrote under a thread what was neither taken back nor recalled. Locks nothing: the thread is locked. */
export async function hasRepliesOfOthers(ctx: Ctx, id: ThreadId, authorId: AccountId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('replies')
    .select('id')
    .where('threadId', '=', id)
    .where('authorId', '<>', authorId)
    .where('takenBackAt', 'is', null)
    .where('recalledAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Erases what was taken back before a moment, at most `limit` at a time; what moderators have before them waits. Of a
 * thread everything goes that its author wrote under it. Gives the threads that held a text of these.
 */
export async function eraseBefore(
  ctx: Ctx,
  before: Date,
  limit: number,
): Promise<{ count: number; threadIds: ThreadId[] }> {
  const { rows } = await sql<{ threadId: ThreadId | null; replyId: ReplyId | null; inThread: ThreadId }>`
    delete from taken_back where id in (select kept.id from taken_back kept where kept.taken_at <= ${before}
      and not exists (select from moderation_cases c where c.closed_at is null
        and case when kept.reply_id is null then c.thread_id = kept.thread_id else c.reply_id = kept.reply_id end)
      order by kept.taken_at limit ${limit} for update skip locked)
    returning thread_id, reply_id, coalesce(thread_id,
      (select replies.thread_id from replies where replies.id = taken_back.reply_id)) as in_thread`.execute(ctx.db)
  const whole = rows.flatMap((row) => row.threadId ?? [])
  if (whole.length > 0) {
    await sql`delete from revisions where reply_id in (select id from replies where thread_id = any(${whole}::bigint[]))`.execute(
      ctx.db,
    )
    await sql`update replies set body = '' where thread_id = any(${whole}::bigint[]) and body <> ''`.execute(ctx.db)
  }
  return { count: rows.length, threadIds: [...new Set(rows.map((row) => row.inThread))] }
}
