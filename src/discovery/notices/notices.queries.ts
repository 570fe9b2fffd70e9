import { sql } from 'kysely'
import { type ReplyId, type ThreadId, readableThread } from '../../content/threads/threads.ts'
import type { AccountViewer, Ctx, Realm } from '../../platform/context.ts'
import { type PageOf, type Place, pageOf } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type SpaceId, everyAccountOf } from '../../realms/spaces/spaces.ts'
import { isConnecting, readableNotice } from './notices.access.ts'
import type { NoticeId } from './notices.tables.ts'

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
  let query = selectOwnNotices(ctx)
  if (after)
    query = query.where((eb) =>
      eb(eb.refTuple('notices.madeAt', 'notices.id'), '<', eb.tuple(after.at, after.id as NoticeId)),
    )
  const rows = await query
    .orderBy('notices.madeAt', 'desc')
    .orderBy('notices.id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, (row) => ({ at: row.madeAt, id: row.id }))
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

export async function setMail(ctx: Ctx, id: NoticeId, mailId: number): Promise<void> {
  await ctx.db.updateTable('notices').set({ mailId }).where('id', '=', id).execute()
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

/** Takes the unsent mails about a reply out of the post. */
export async function withdrawMails(ctx: Ctx, replyId: ReplyId): Promise<void> {
  await ctx.db
    .updateTable('mails')
    .set({ withdrawnAt: ctx.now })
    .where('sentAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .where(sql<boolean>`id in (select mail_id from notices where reply_id = ${replyId})`)
    .execute()
}

/** Takes the unsent mails about a thread out of the post of everybody who may not read it. */
export async function withdrawMailsOfLockedOut(ctx: Ctx, thread: { id: ThreadId; spaceId: SpaceId }): Promise<void> {
  await ctx.db
    .updateTable('mails')
    .set({ withdrawnAt: ctx.now })
    .where('sentAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .where(
      sql<boolean>`id in (select notices.mail_id from notices join threads on threads.id = notices.thread_id
        where notices.thread_id = ${thread.id} and not exists (select from accounts
          where accounts.id = notices.account_id and ${readableThread(everyAccountOf(thread.spaceId))}))`,
    )
    .execute()
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

export async function selectStops(ctx: Ctx, accountId: AccountId): Promise<Set<string>> {
  const rows = await ctx.db.selectFrom('noticeStops').select('kind').where('accountId', '=', accountId).execute()
  return new Set(rows.map((row) => row.kind))
}

export async function putStop(ctx: Ctx, accountId: AccountId, kind: string, stopped: boolean): Promise<void> {
  if (stopped) {
    await ctx.db
      .insertInto('noticeStops')
      .values({ accountId, kind, stoppedAt: ctx.now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } else await ctx.db.deleteFrom('noticeStops').where('accountId', '=', accountId).where('kind', '=', kind).execute()
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
