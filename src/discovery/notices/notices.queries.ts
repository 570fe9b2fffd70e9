import { type RawBuilder, sql } from 'kysely'
import type { ReplyId, ThreadId } from '../../content/threads/threads.ts'
import type { AccountViewer, Ctx, Realm } from '../../platform/context.ts'
import { type PageOf, type Place, pageOf } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { readNewest } from '../../platform/newest-first.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { isConnecting, readableNotice } from './notices.access.ts'
import { type NoticePace, kindsApart } from './notice-kinds.ts'
import type { NoticeId } from './notices.tables.ts'

export * from './sendings.queries.ts'

/** The viewer's own notices about things that they may read now; narrowed by the caller. */
function selectOwnNotices(ctx: Ctx) {
  return ctx.db
    .selectFrom('notices')
    .leftJoin('threads', 'threads.id', 'notices.threadId')
    .leftJoin('spaces as room', 'room.id', 'notices.spaceId')
    .leftJoin('accounts as person', 'person.id', 'notices.personId')
    .leftJoin('accounts as actor', 'actor.id', 'notices.actorId')
    .select([
      'notices.id',
      'notices.kind',
      'notices.because',
      'notices.threadId',
      'notices.replyId',
      'notices.madeAt',
      'notices.readAt',
      'notices.spaceId',
      'notices.personId',
      'notices.occasion',
      'threads.removedAt',
      (eb) => eb.fn.coalesce('threads.title', 'room.title').as('title'),
      (eb) => eb.fn.coalesce('threads.realm', 'room.realm', 'person.realm').$castTo<Realm>().as('realm'),
      'actor.displayName as actor',
    ])
    .where(readableNotice(ctx.viewer))
}

export type NoticeRow = Awaited<ReturnType<ReturnType<typeof selectOwnNotices>['executeTakeFirstOrThrow']>>

export async function findOwnNotice(ctx: Ctx, id: NoticeId): Promise<NoticeRow | undefined> {
  return selectOwnNotices(ctx).where('notices.id', '=', id).executeTakeFirst()
}

export async function selectNoticePage(ctx: Ctx, after: Place | undefined, limit: number): Promise<PageOf<NoticeRow>> {
  return readNewest(selectOwnNotices(ctx), 'notices.madeAt', after, limit)
}

const isFolded = () => sql<boolean>`notices.kind <> all(${[...kindsApart()]}::text[])`

export interface GroupRow {
  readonly id: NoticeId
  readonly threadId: ThreadId | null
  readonly at: Date
  /** At most 100. */
  readonly unread: number
}

/**
 * One row for each thread, and for each notice about anything else, in order of its newest notice (`id`, `at`). A walk
 * along the index from group to group: what a group has below its newest is stepped over, so that a page costs the same
 * however many there are. A group that began before `after` stood on an earlier page.
 */
export async function selectGroupPage(ctx: Ctx, after: Place | undefined, limit: number): Promise<PageOf<GroupRow>> {
  if (ctx.viewer.kind !== 'account') return { items: [] }
  const mine = sql`from notices left join threads on threads.id = notices.thread_id
    where notices.account_id = ${ctx.viewer.id}`
  const thread = sql`case when ${isFolded()} then notices.thread_id end`
  const from = after ? sql`${after.at}::timestamptz, ${after.id}::bigint` : sql`'infinity'::timestamptz, 0::bigint`
  const isNewest = after
    ? sql`(next.thread_id is null or not exists (select ${mine} and notices.thread_id = next.thread_id and ${isFolded()}
        and (notices.made_at, notices.id) > (next.at, next.id) and ${readableNotice(ctx.viewer)}))`
    : sql`true`
  const unread = (of: RawBuilder<unknown>) => sql`(select count(*) from (select ${mine} and ${of}
    and notices.read_at is null and ${readableNotice(ctx.viewer)} limit 100) counted)`
  const { rows } = await sql<GroupRow>`with recursive walk (at, id, thread_id, seen, is_newest, found) as (
      select ${from}, null::bigint, '{}'::bigint[], false, 0
      union all
      select next.at, next.id, next.thread_id, walk.seen || array_remove(array[next.thread_id], null),
        newest.is_newest,
        walk.found + newest.is_newest::int
      from walk cross join lateral (
        select notices.made_at as at, notices.id, ${thread} as thread_id ${mine}
          and (notices.made_at, notices.id) < (walk.at, walk.id)
          and (${thread} is null or notices.thread_id <> all(walk.seen)) and ${readableNotice(ctx.viewer)}
        order by notices.made_at desc, notices.id desc limit 1) next
      cross join lateral (select ${isNewest} as is_newest) newest
      where walk.found <= ${limit})
    select id, thread_id, at, case when thread_id is null then ${unread(sql`notices.id = walk.id`)}
      else ${unread(sql`notices.thread_id = walk.thread_id and ${isFolded()}`)} end as unread
    from walk where is_newest order by at desc, id desc`.execute(ctx.db)
  return pageOf(rows, limit, (row) => ({ at: row.at, id: row.id }))
}

/** The notices of some groups, newest first: of each thread the newest hundred, which are enough for its names. */
export async function selectGrouped(ctx: Ctx, groups: readonly GroupRow[]): Promise<NoticeRow[]> {
  const threadIds = groups.flatMap(({ threadId }) => (threadId === null ? [] : [threadId]))
  const ids = groups.flatMap(({ id, threadId }) => (threadId === null ? [id] : []))
  const wanted = sql`select newest.id from unnest(${threadIds}::bigint[]) of_page (thread_id) cross join lateral (
      select notices.id from notices left join threads on threads.id = notices.thread_id
      where notices.thread_id = of_page.thread_id and ${isFolded()} and ${readableNotice(ctx.viewer)}
      order by notices.made_at desc, notices.id desc limit 100) newest
    union all select unnest(${ids}::bigint[])`
  return selectOwnNotices(ctx)
    .where(sql<boolean>`notices.id in (${wanted})`)
    .orderBy('notices.madeAt', 'desc')
    .orderBy('notices.id', 'desc')
    .execute()
}

export async function countUnreadNotices(ctx: Ctx): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('notices')
    .leftJoin('threads', 'threads.id', 'notices.threadId')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('notices.readAt', 'is', null)
    .where(readableNotice(ctx.viewer))
    .executeTakeFirstOrThrow()
  return count
}

/** Marks notices of one account read: one, those of one thread, or all. Gives how many were unread. */
export async function markRead(
  ctx: Ctx,
  accountId: AccountId,
  which: { id?: NoticeId; threadId?: ThreadId } = {},
): Promise<number> {
  let query = ctx.db
    .updateTable('notices')
    .set({ readAt: ctx.now })
    .where('accountId', '=', accountId)
    .where('readAt', 'is', null)
  if (which.id) query = query.where('id', '=', which.id)
  if (which.threadId) query = query.where('threadId', '=', which.threadId)
  return Number((await query.executeTakeFirst()).numUpdatedRows)
}

/** Takes back that notices were read in that one moment. Gives how many are unread again. */
export async function markUnread(ctx: Ctx, accountId: AccountId, readAt: Date): Promise<number> {
  const query = ctx.db.updateTable('notices').set({ readAt: null })
  return Number(
    (await query.where('accountId', '=', accountId).where('readAt', '=', readAt).executeTakeFirst()).numUpdatedRows,
  )
}

/** Of these notices those that the viewer has not read and may read now. */
export async function selectUnread(ctx: Ctx, ids: readonly NoticeId[]): Promise<NoticeRow[]> {
  if (ids.length === 0) return []
  return selectOwnNotices(ctx).where('notices.id', 'in', ids).where('notices.readAt', 'is', null).execute()
}

/** The notice of a thread to go on reading from: the oldest unread, else the newest. */
export async function findFirstOfThread(ctx: Ctx, threadId: ThreadId): Promise<NoticeRow | undefined> {
  return selectOwnNotices(ctx)
    .where('notices.threadId', '=', threadId)
    .where(isFolded)
    .orderBy(sql`notices.read_at is not null`)
    .orderBy(sql`case when notices.read_at is null then notices.id else -notices.id end`)
    .limit(1)
    .executeTakeFirst()
}

export interface NewNotice {
  readonly accountId: AccountId
  readonly kind: string
  readonly because: string
  readonly threadId: ThreadId | null
  readonly spaceId: SpaceId | null
  readonly personId: AccountId | null
  readonly occasion: string
  readonly replyId: ReplyId | null
  readonly actorId: AccountId | null
}

/** Undefined when this notice exists already. */
export async function insertNotice(ctx: Ctx, notice: NewNotice): Promise<NoticeId | undefined> {
  const row = await ctx.db
    .insertInto('notices')
    .values({ ...notice, madeAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export async function setMail(ctx: Ctx, ids: readonly NoticeId[], mailId: number): Promise<void> {
  await ctx.db.updateTable('notices').set({ mailId }).where('id', 'in', ids).execute()
}

/** Whether what a notice of this occasion would tell of two people joins them now. */
export async function connects(
  ctx: Ctx,
  accountId: AccountId,
  personId: AccountId,
  occasion: string,
): Promise<boolean> {
  const { rows } = await sql<{ connects: boolean }>`select ${isConnecting} as connects
    from (select ${accountId}::bigint as account_id, ${personId}::bigint as person_id, ${occasion}::text as occasion)
      as notices`.execute(ctx.db)
  return rows[0]!.connects
}

/** The receiver of a notice: as a viewer, and the address that mail may go to (proved, of an active account). */
export async function findReceiver(
  ctx: Ctx,
  id: AccountId,
): Promise<{ viewer: AccountViewer; email: string | null } | undefined> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select(['id', 'realm', 'displayName', 'email', 'emailProvedAt', 'state'])
    .where('id', '=', id)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
  if (!row) return undefined
  return {
    viewer: { kind: 'account', id: row.id, realm: row.realm, name: row.displayName, offices: [] },
    email: row.state === 'active' && row.emailProvedAt ? row.email : null,
  }
}

export async function selectPaces(ctx: Ctx, accountId: AccountId): Promise<Map<string, NoticePace>> {
  const rows = await ctx.db
    .selectFrom('noticePaces')
    .select(['kind', 'pace'])
    .where('accountId', '=', accountId)
    .execute()
  return new Map(rows.map((row) => [row.kind, row.pace]))
}

export async function putPace(ctx: Ctx, accountId: AccountId, kind: string, pace: NoticePace): Promise<void> {
  const row = { pace, chosenAt: ctx.now }
  await ctx.db
    .insertInto('noticePaces')
    .values({ accountId, kind, ...row })
    .onConflict((conflict) => conflict.columns(['accountId', 'kind']).doUpdateSet(row))
    .execute()
}

/** Writes a setting unless it is there: two processes that start together agree on the first one's value. */
export async function keepFirstSetting(ctx: Ctx, key: string, value: string): Promise<void> {
  await ctx.db
    .insertInto('settings')
    .values({ key, value: JSON.stringify(value), changedAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function findAnswerMark(ctx: Ctx, replyId: ReplyId): Promise<'official' | undefined> {
  const row = await ctx.db
    .selectFrom('officialAnswers')
    .select('answerId')
    .where('answerId', '=', replyId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return row && 'official'
}
