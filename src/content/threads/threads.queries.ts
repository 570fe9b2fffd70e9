import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { begunOnce } from '../../platform/begun.ts'
import type { Ctx, Db } from '../../platform/context.ts'
import { type Place, type PageOf, pageOf } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { anyOf } from '../../platform/prepared.ts'
import { type Reader, everyAccount, readerOf } from '../../realms/reader.access.ts'
import { type SpaceId, isEmployee, walking } from '../../realms/spaces/spaces.ts'
import { isOwed } from './owed.queries.ts'
import { tagsCalled } from './tagged.queries.ts'
import { type Reach, readableThread, shownReply } from './threads.access.ts'
import type { ProblemState, ReplyId, ReplyKind, ThreadAudience, ThreadId, ThreadType } from './threads.tables.ts'

/** When a text was taken away: by its company (a recall), or by moderation, which `removedAt` tells apart. */
function gone(table: 'threads' | 'replies') {
  return sql<Date | null>`coalesce(${sql.table(table)}.recalled_at, ${sql.table(table)}.removed_at)`.as('recalledAt')
}

export const threadColumns = [
  'threads.id',
  'threads.realm',
  'threads.spaceId',
  'threads.type',
  'threads.audience',
  'threads.reach',
  'threads.authorId',
  'threads.title',
  'threads.slug',
  'threads.body',
  'threads.importedScore',
  'threads.replyCount',
  'threads.answerCount',
  'threads.sameHereCount',
  'threads.createdAt',
  'threads.activeAt',
  'threads.editedAt',
  gone('threads'),
  'threads.mergedIntoId',
  'threads.hiddenAt',
  'threads.removedAt',
] as const

const replyColumns = [
  'replies.id',
  'replies.threadId',
  'replies.kind',
  'replies.parentId',
  'replies.authorId',
  'replies.body',
  'replies.importedScore',
  'replies.kudosCount',
  'replies.createdAt',
  'replies.editedAt',
  gone('replies'),
  'replies.hiddenAt',
  'replies.removedAt',
  'replies.takenBackAt',
] as const

/** The threads that the viewer may read; narrowed by the caller. The only way into `threads`. */
export function selectReadableThreads(ctx: Ctx) {
  return selectThreads(ctx.db, readerOf(ctx.viewer))
}

const fromThreads = begunOnce((db) => db.selectFrom('threads').select(threadColumns))

function selectThreads(db: Db, reader: Reader) {
  return fromThreads(db).where(readableThread(reader))
}

const fromReplies = begunOnce((db) =>
  db.selectFrom('replies').innerJoin('threads', 'threads.id', 'replies.threadId').select(replyColumns),
)

/** The replies under threads that the viewer may read; narrowed by the caller. */
export function selectReadableReplies(ctx: Ctx) {
  return fromReplies(ctx.db)
    .where(readableThread(readerOf(ctx.viewer)))
    .where(shownReply(readerOf(ctx.viewer)))
}

/** Several threads by id, those that the viewer may read, in no order. */
export async function selectThreadsByIds(ctx: Ctx, ids: readonly ThreadId[]) {
  return ids.length === 0
    ? []
    : selectReadableThreads(ctx)
        .where('threads.id', '=', sql<ThreadId>`${anyOf(ids)}`)
        .execute()
}

export type ThreadRow = Awaited<ReturnType<ReturnType<typeof selectReadableThreads>['executeTakeFirstOrThrow']>>
export type ReplyRow = Awaited<ReturnType<ReturnType<typeof selectReadableReplies>['executeTakeFirstOrThrow']>>

/** Of a question: accepted or officially answered; without an answer; without one after the promised time. Of a problem. */
export type ThreadState = 'answered' | 'unanswered' | 'owed' | ProblemState

export interface ThreadFilter {
  readonly realm?: 'inside' | 'outside' | 'bridge'
  readonly spaceId?: SpaceId
  readonly types?: readonly ThreadType[]
  readonly tag?: string
  /** The name of a tag that is a product, beside `tag`. */
  readonly product?: string
  readonly authorId?: AccountId
  readonly state?: ThreadState
  readonly order?: 'active' | 'newest'
}

export async function selectThreadPage(
  ctx: Ctx,
  filter: ThreadFilter,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<ThreadRow>> {
  const { realm, spaceId, authorId, tag } = filter
  const ofAllSides = !realm && !spaceId && !authorId && !tag && isEmployee(ctx.viewer)
  const rows = ofAllSides
    ? await selectFromAllSides(ctx, filter, after, limit)
    : await selectPage(ctx, filter, after)
        .limit(sql.lit(limit + 1))
        .execute()
  return pageOf(rows, limit, (row) => ({ at: filter.order === 'newest' ? row.createdAt : row.activeAt, id: row.id }))
}

/** An employee's stream of all sides is walked side by side: only of one side is there an order to walk along. */
async function selectFromAllSides(ctx: Ctx, filter: ThreadFilter, after: Place | undefined, limit: number) {
  const most = sql.lit(limit + 1)
  const sides = (['outside', 'inside', 'bridge'] as const).map(
    (realm) => sql`(${selectPage(ctx, { ...filter, realm }, after).limit(most)})`,
  )
  const { rows } = await sql<ThreadRow>`select * from (${sql.join(sides, sql` union all `)}) threads
    order by ${sql.ref(timeOf(filter))} desc, threads.id desc limit ${most}`.execute(ctx.db)
  return rows
}

function timeOf(filter: ThreadFilter) {
  return filter.order === 'newest' ? ('threads.createdAt' as const) : ('threads.activeAt' as const)
}

function selectPage(ctx: Ctx, filter: ThreadFilter, after: Place | undefined) {
  const time = timeOf(filter)
  // Outside nearly everything may be read by nearly everybody: the newest are soon enough for a page. A guest reads none.
  const reader = readerOf(ctx.viewer)
  const isGuest = ctx.viewer.kind === 'account' && ctx.viewer.realm === 'bridge'
  let query = selectThreads(ctx.db, filter.realm === 'outside' && !isGuest ? walking(reader) : reader)
    .where('threads.removedAt', 'is', null)
    .where('threads.mergedIntoId', 'is', null)
  // Side, types and length are written into the statement, where one plan for all pages can reckon with them.
  if (filter.realm) query = query.where('threads.realm', '=', sql.lit(filter.realm))
  if (filter.spaceId) query = query.where('threads.spaceId', '=', filter.spaceId)
  if (filter.types)
    query = query.where(
      'threads.type',
      'in',
      filter.types.map((type) => sql.lit(type)),
    )
  if (filter.authorId) query = query.where('threads.authorId', '=', filter.authorId)
  for (const name of [filter.tag, filter.product]) {
    if (!name) continue
    query = query.where(
      sql<boolean>`threads.id in (select thread_id from thread_tags where tag_id in ${tagsCalled(name, filter.realm ?? 'outside')})`,
    )
  }
  if (filter.state) query = query.where(inState(ctx, filter.state))
  if (after)
    query = query.where((eb) => eb(eb.refTuple(time, 'threads.id'), '<', eb.tuple(after.at, after.id as ThreadId)))
  return query.orderBy(time, 'desc').orderBy('threads.id', 'desc')
}

function inState(ctx: Ctx, state: ThreadState): RawBuilder<SqlBool> {
  if (state === 'unanswered') return sql<SqlBool>`threads.answer_count = 0`
  if (state === 'owed') return isOwed(ctx.now)
  if (state === 'answered') {
    return sql<SqlBool>`(exists (select from answer_acceptances a where a.thread_id = threads.id)
      or exists (select from official_answers o where o.thread_id = threads.id and o.ended_at is null))`
  }
  const row = sql`select from problems where problems.thread_id = threads.id and problems.state`
  return state === 'reported'
    ? sql<SqlBool>`not exists (${row} <> 'reported')`
    : sql<SqlBool>`exists (${row} = ${state})`
}

export interface NewThreadRow {
  readonly realm: 'inside' | 'outside' | 'bridge'
  readonly spaceId: SpaceId
  readonly type: ThreadType
  readonly audience: ThreadAudience
  readonly reach?: Reach
  readonly authorId: AccountId
  readonly title: string
  readonly slug: string
  readonly body: string
  readonly importedScore: number
  readonly createdAt: Date
}

export async function insertThread(ctx: Ctx, row: NewThreadRow): Promise<ThreadId> {
  const { id } = await ctx.db
    .insertInto('threads')
    .values({ ...row, activeAt: row.createdAt })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function insertReply(
  ctx: Ctx,
  row: {
    threadId: ThreadId
    kind: ReplyKind
    parentId: ReplyId | null
    authorId: AccountId
    body: string
    importedScore: number
    createdAt: Date
  },
): Promise<ReplyId> {
  const { id } = await ctx.db.insertInto('replies').values(row).returning('id').executeTakeFirstOrThrow()
  await ctx.db
    .updateTable('threads')
    .set((eb) => ({
      replyCount: eb('replyCount', '+', row.kind === 'answer' ? 0 : 1),
      answerCount: eb('answerCount', '+', row.kind === 'answer' ? 1 : 0),
      activeAt: sql`greatest(active_at, ${row.createdAt})`,
    }))
    .where('id', '=', row.threadId)
    .execute()
  return id
}

/** Narrows a thread; false when it does not reach further than that. */
export async function updateReach(ctx: Ctx, id: ThreadId, reach: Exclude<Reach, null>): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('threads')
    .set({ reach })
    .where('id', '=', id)
    .where(sql<boolean>`coalesce(threads.reach, 5) > ${reach}`)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * How many members beside the author would read a thread in this space with this reach, counted up to `most` + 1: the
 * rule of reading itself, asked of a thread that is not there yet.
 */
export async function countWouldRead(
  ctx: Ctx,
  thread: { spaceId: SpaceId; authorId: AccountId; reach: 1 | 2 | 3 | 4 },
  most: number,
): Promise<number> {
  const { spaceId, authorId, reach } = thread
  const near = sql`(select id from perhaps_within(${authorId}, ${reach}) as near (id)) as near join accounts on accounts.id = near.id`
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from ${reach === 4 ? sql`accounts` : near}
        cross join lateral (select null::bigint as id, ${spaceId}::bigint as space_id, 'outside'::text as realm, 'space'::text as audience,
          ${reach}::smallint as reach, ${authorId}::bigint as author_id, null::timestamptz as hidden_at, null::timestamptz as taken_back_at) as threads
      where accounts.realm = 'outside' and accounts.id <> ${authorId} and ${readableThread(everyAccount)}
      limit ${most + 1}) as readers`.execute(ctx.db)
  return rows[0]!.count
}

/** Keeps the text that is about to be replaced. */
export async function insertRevision(
  ctx: Ctx,
  row: {
    threadId?: ThreadId
    replyId?: ReplyId
    title: string | null
    body: string
    writtenBy: AccountId
    writtenAt: Date
  },
): Promise<void> {
  await ctx.db
    .insertInto('revisions')
    .values({ ...row, replacedAt: ctx.now })
    .execute()
}

export async function updateThreadText(
  ctx: Ctx,
  id: ThreadId,
  text: { title: string; slug: string; body: string },
): Promise<void> {
  await ctx.db
    .updateTable('threads')
    .set({ ...text, editedAt: ctx.now })
    .where('id', '=', id)
    .execute()
}

export async function updateReplyText(ctx: Ctx, id: ReplyId, body: string): Promise<void> {
  await ctx.db.updateTable('replies').set({ body, editedAt: ctx.now }).where('id', '=', id).execute()
}

/**
 * Empties a reply and its earlier texts; the text stays in the crossing that brought it out. It is no longer an
 * answer: its marks end and it is not counted.
 */
export async function blankReply(ctx: Ctx, id: ReplyId): Promise<void> {
  const blanked = await ctx.db
    .updateTable('replies')
    .set({ body: '', recalledAt: ctx.now })
    .where('id', '=', id)
    .where('recalledAt', 'is', null)
    .returning(['threadId', 'kind', 'hiddenAt', 'removedAt'])
    .executeTakeFirst()
  await ctx.db.deleteFrom('revisions').where('replyId', '=', id).execute()
  await blankedMarks(ctx, id)
  if (blanked?.kind !== 'answer' || blanked.hiddenAt || blanked.removedAt) return
  await ctx.db
    .updateTable('threads')
    .set((eb) => ({ answerCount: eb('answerCount', '-', 1) }))
    .where('id', '=', blanked.threadId)
    .execute()
}

/** Ends the marks of an answer that can no longer be read, and gives them as they were. */
export async function blankedMarks(ctx: Ctx, id: ReplyId) {
  const official = await ctx.db
    .updateTable('officialAnswers')
    .set({ endedAt: ctx.now })
    .where('answerId', '=', id)
    .where('endedAt', 'is', null)
    .returning(['markedBy', 'markedAt'])
    .executeTakeFirst()
  const acceptances = await ctx.db
    .deleteFrom('answerAcceptances')
    .where('answerId', '=', id)
    .returning(['threadId', 'acceptedBy', 'acceptedAt'])
    .execute()
  return { official, acceptances }
}

/** Empties a thread that came from inside, and its earlier texts. Its address tells none of its words any more. */
export async function blankThread(ctx: Ctx, id: ThreadId): Promise<void> {
  await ctx.db
    .updateTable('threads')
    .set({ title: '', body: '', slug: 'recalled', recalledAt: ctx.now })
    .where('id', '=', id)
    .where('recalledAt', 'is', null)
    .execute()
  await ctx.db.deleteFrom('revisions').where('threadId', '=', id).execute()
}

export async function selectRevisions(ctx: Ctx, of: { threadId: ThreadId } | { replyId: ReplyId }) {
  const query = ctx.db.selectFrom('revisions').selectAll().orderBy('id', 'desc').limit(100)
  return 'threadId' in of
    ? query.where('threadId', '=', of.threadId).execute()
    : query.where('replyId', '=', of.replyId).execute()
}

export async function insertParticipants(
  ctx: Ctx,
  threadId: ThreadId,
  accountIds: readonly AccountId[],
  addedBy: AccountId | null,
): Promise<AccountId[]> {
  if (accountIds.length === 0) return []
  const rows = await ctx.db
    .insertInto('threadParticipants')
    .values(accountIds.map((accountId) => ({ threadId, accountId, addedBy, addedAt: ctx.now })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('accountId')
    .execute()
  return rows.map((row) => row.accountId)
}

export async function selectParticipants(ctx: Ctx, threadId: ThreadId): Promise<AccountId[]> {
  const rows = await ctx.db
    .selectFrom('threadParticipants')
    .select('accountId')
    .where('threadId', '=', threadId)
    .orderBy('addedAt')
    .orderBy('accountId')
    .limit(500)
    .execute()
  return rows.map((row) => row.accountId)
}
