/** What waits to leave the house, and what is taken out of the post. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type ReplyId, type ThreadId, readableThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type SpaceId, everyAccountOf } from '../../realms/spaces/spaces.ts'
import type { NoticeId } from './notices.tables.ts'

export interface SendingRow {
  readonly noticeId: NoticeId
  readonly pace: 'at-once' | 'daily' | 'weekly'
  readonly dueAt: Date
  readonly isHeld: boolean
}

export async function insertSending(
  ctx: Ctx,
  sending: Omit<SendingRow, 'isHeld'> & { accountId: AccountId },
): Promise<void> {
  await ctx.db.insertInto('noticeSendings').values(sending).execute()
}

/** People for whom something is due, in order of account, 500 at most after `after`. */
export async function selectDueAccounts(ctx: Ctx, after: number): Promise<AccountId[]> {
  const rows = await ctx.db
    .selectFrom('noticeSendings')
    .select('accountId')
    .distinct()
    .where('dueAt', '<=', ctx.now)
    .where('accountId', '>', after as AccountId)
    .orderBy('accountId')
    .limit(500)
    .execute()
  return rows.map((row) => row.accountId)
}

/** Everything that waits for one person; nobody else takes it until the end of the transaction. */
export async function lockSendings(ctx: Ctx, accountId: AccountId): Promise<SendingRow[]> {
  return ctx.db
    .selectFrom('noticeSendings')
    .select(['noticeId', 'pace', 'dueAt', 'isHeld'])
    .where('accountId', '=', accountId)
    .orderBy('noticeId')
    .forUpdate()
    .execute()
}

export async function deleteSendings(ctx: Ctx, ids: readonly NoticeId[]): Promise<void> {
  if (ids.length > 0) await ctx.db.deleteFrom('noticeSendings').where('noticeId', 'in', ids).execute()
}

export async function holdSendings(ctx: Ctx, ids: readonly NoticeId[], until: Date): Promise<void> {
  await ctx.db.updateTable('noticeSendings').set({ dueAt: until, isHeld: true }).where('noticeId', 'in', ids).execute()
}

export async function moveSending(ctx: Ctx, id: NoticeId, dueAt: Date): Promise<void> {
  await ctx.db.updateTable('noticeSendings').set({ dueAt }).where('noticeId', '=', id).execute()
}

const ofKind = (kind: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`notice_id in (select id from notices where notices.kind = ${kind})`

export async function dropSendings(ctx: Ctx, accountId: AccountId, kind: string): Promise<void> {
  await ctx.db.deleteFrom('noticeSendings').where('accountId', '=', accountId).where(ofKind(kind)).execute()
}

/** What waits at one pace, of whatever kind. */
export async function dropSendingsAt(ctx: Ctx, accountId: AccountId, pace: string): Promise<void> {
  await sql`delete from notice_sendings where account_id = ${accountId} and pace = ${pace}`.execute(ctx.db)
}

/** What of one kind waits for a digest. */
export async function selectForDigests(ctx: Ctx, accountId: AccountId, kind: string): Promise<NoticeId[]> {
  const query = ctx.db.selectFrom('noticeSendings').select('noticeId').where('accountId', '=', accountId)
  const rows = await query.where('pace', '<>', 'at-once').where(ofKind(kind)).orderBy('noticeId').execute()
  return rows.map((row) => row.noticeId)
}

/** What waits for somebody is looked at again in the next minute; of one kind, at its new pace. */
export async function lookAgain(
  ctx: Ctx,
  accountId: AccountId,
  of?: { kind: string; pace: SendingRow['pace'] },
): Promise<void> {
  const query = ctx.db.updateTable('noticeSendings').where('accountId', '=', accountId)
  if (of) await query.set({ dueAt: ctx.now, pace: of.pace }).where(ofKind(of.kind)).execute()
  else await query.set({ dueAt: ctx.now }).where('pace', '<>', 'at-once').execute()
}

/** Takes the unsent mails about a reply out of the post. */
export async function withdrawMails(ctx: Ctx, replyId: ReplyId): Promise<void> {
  await withdraw(ctx, sql<SqlBool>`notices.reply_id = ${replyId}`)
}

/** Takes the unsent mails about a thread out of the post of everybody who may not read it. */
export async function withdrawMailsOfLockedOut(ctx: Ctx, thread: { id: ThreadId; spaceId: SpaceId }): Promise<void> {
  await withdraw(
    ctx,
    sql<SqlBool>`notices.thread_id = ${thread.id} and notices.id in (
      select notices.id from notices join threads on threads.id = notices.thread_id
        where notices.thread_id = ${thread.id} and not exists (select from accounts
          where accounts.id = notices.account_id and ${readableThread(everyAccountOf(thread.spaceId))}))`,
  )
}

/** Unsent mails that hold something of `lost` are not sent; what they held waits anew, and sending asks what of it stands. */
async function withdraw(ctx: Ctx, lost: RawBuilder<SqlBool>): Promise<void> {
  await sql`with gone as (
      update mails set withdrawn_at = ${ctx.now} where sent_at is null and withdrawn_at is null
        and id in (select notices.mail_id from notices where ${lost}) returning id)
    insert into notice_sendings (notice_id, account_id, pace, due_at, is_held)
      select notices.id, notices.account_id, 'at-once', ${ctx.now}, true from notices join gone on gone.id = notices.mail_id
        where notices.read_at is null
      on conflict do nothing`.execute(ctx.db)
}
