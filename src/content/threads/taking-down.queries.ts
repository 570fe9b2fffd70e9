import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { familyOf } from './keeping.queries.ts'
import { blankedMarks } from './threads.queries.ts'
import type { ThreadId } from './threads.tables.ts'
import type { Post } from './writing-checks.ts'

/** What a measure took away from a post, as it is kept to be put back. */
export interface Kept {
  /** It was held at writing: nobody has heard of it yet. */
  readonly isNew?: true
  /** Its author had taken it back before. */
  readonly isTakenBack?: true
  readonly text?: {
    readonly title: string
    readonly slug: string
    readonly body: string
    readonly editedAt: string | null
    readonly revisions: readonly {
      readonly title: string | null
      readonly body: string
      readonly writtenBy: AccountId
      readonly writtenAt: string
      readonly replacedAt: string
    }[]
  }
  /** Each for the question of whoever chose it; several askers, when their questions were merged. */
  readonly acceptances?: readonly Acceptance[]
  /** How it was kept before: of one alone, for the question where it stood. */
  readonly acceptance?: Omit<Acceptance, 'threadId'>
  readonly official?: { readonly markedBy: AccountId; readonly markedAt: string }
}

interface Acceptance {
  readonly threadId: ThreadId
  readonly acceptedBy: AccountId
  readonly acceptedAt: string
}

const iso = (at: Date): string => at.toISOString()

/** Locks a post and gives its text. The caller knows that it stands. */
export async function lockPost(ctx: Ctx, post: Post) {
  const query =
    post.replyId === null
      ? sql<PostRow>`select ${standing}, title, slug from threads where id = ${post.threadId} for update`
      : sql<PostRow>`select ${standing}, '' as title, '' as slug from replies where id = ${post.replyId} for update`
  return (await query.execute(ctx.db)).rows[0]
}

const standing = sql`author_id, body, edited_at, recalled_at, hidden_at, removed_at, taken_back_at`

export interface PostRow {
  readonly authorId: AccountId
  readonly title: string
  readonly slug: string
  readonly body: string
  readonly editedAt: Date | null
  readonly recalledAt: Date | null
  readonly hiddenAt: Date | null
  readonly removedAt: Date | null
  readonly takenBackAt: Date | null
}

export const idOf = (post: Post): number => post.replyId ?? post.threadId
export const tableOf = (post: Post) => sql.table(post.replyId === null ? 'threads' : 'replies')

export async function setHidden(ctx: Ctx, post: Post): Promise<void> {
  await sql`update ${tableOf(post)} set hidden_at = ${ctx.now} where id = ${idOf(post)}`.execute(ctx.db)
}

export async function setShown(ctx: Ctx, post: Post): Promise<void> {
  await sql`update ${tableOf(post)} set hidden_at = null, removed_at = null, taken_back_at = null
    where id = ${idOf(post)}`.execute(ctx.db)
}

/** Puts a marker in the place of a text, and takes its earlier texts away. */
export async function putMarker(ctx: Ctx, post: Post, marker: { title: string; body: string }): Promise<void> {
  const set = { body: marker.body, editedAt: null, removedAt: ctx.now, hiddenAt: null }
  if (post.replyId === null) {
    const words = { title: marker.title, slug: 'removed' }
    await ctx.db
      .updateTable('threads')
      .set({ ...set, ...words })
      .where('id', '=', post.threadId)
      .execute()
    await ctx.db.deleteFrom('revisions').where('threadId', '=', post.threadId).execute()
    return
  }
  await ctx.db.updateTable('replies').set(set).where('id', '=', post.replyId).execute()
  await ctx.db.deleteFrom('revisions').where('replyId', '=', post.replyId).execute()
}

/** Puts a text and its earlier texts back. */
export async function putText(ctx: Ctx, post: Post, text: NonNullable<Kept['text']>): Promise<void> {
  const editedAt = text.editedAt === null ? null : new Date(text.editedAt)
  if (post.replyId === null) {
    const { title, slug, body } = text
    await ctx.db.updateTable('threads').set({ title, slug, body, editedAt }).where('id', '=', post.threadId).execute()
  } else {
    await ctx.db.updateTable('replies').set({ body: text.body, editedAt }).where('id', '=', post.replyId).execute()
  }
  const of = post.replyId === null ? { threadId: post.threadId } : { replyId: post.replyId }
  for (const one of text.revisions) {
    const { title, body, writtenBy } = one
    const [writtenAt, replacedAt] = [new Date(one.writtenAt), new Date(one.replacedAt)]
    await ctx.db
      .insertInto('revisions')
      .values({ ...of, title, body, writtenBy, writtenAt, replacedAt })
      .execute()
  }
}

export async function readRevisions(ctx: Ctx, post: Post) {
  const rows = await ctx.db
    .selectFrom('revisions')
    .select(['title', 'body', 'writtenBy', 'writtenAt', 'replacedAt'])
    .where((eb) => (post.replyId === null ? eb('threadId', '=', post.threadId) : eb('replyId', '=', post.replyId)))
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, writtenAt: iso(row.writtenAt), replacedAt: iso(row.replacedAt) }))
}

/** Ends the marks of an answer that nobody is to read, and gives them back to be kept. */
export async function takeMarks(ctx: Ctx, post: Post): Promise<Pick<Kept, 'acceptances' | 'official'>> {
  if (post.replyId === null) return {}
  const { acceptances, official } = await blankedMarks(ctx, post.replyId)
  return {
    ...(acceptances.length > 0 && {
      acceptances: acceptances.map((one) => ({ ...one, acceptedAt: iso(one.acceptedAt) })),
    }),
    ...(official && { official: { markedBy: official.markedBy, markedAt: iso(official.markedAt) } }),
  }
}

/**
 * Gives an answer its marks back; an answer that was accepted meanwhile stays the accepted one, and a question that it
 * does not stand under any more has not chosen it.
 */
export async function giveMarks(ctx: Ctx, post: Post, kept: Kept): Promise<void> {
  if (post.replyId === null) return
  const { acceptance } = kept
  const chosen = kept.acceptances ?? (acceptance ? [{ ...acceptance, threadId: post.threadId }] : [])
  for (const { threadId, acceptedBy, acceptedAt } of chosen)
    await sql`insert into answer_acceptances (thread_id, answer_id, accepted_by, accepted_at)
      select ${threadId}::bigint, replies.id, ${acceptedBy}::bigint, ${new Date(acceptedAt)}::timestamptz from replies
      where replies.id = ${post.replyId} and ${threadId}::bigint in ${familyOf(post.threadId)}
      on conflict do nothing`.execute(ctx.db)
  if (kept.official)
    await ctx.db.updateTable('officialAnswers').set({ endedAt: null }).where('answerId', '=', post.replyId).execute()
}
