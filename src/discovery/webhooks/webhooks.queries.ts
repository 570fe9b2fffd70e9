import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { Tables } from '../../platform/tables.ts'
import type { NoticeId } from '../notices/notices.ts'
import type { OffReason, SendingFailure, WebhookId, WebhookMessageId } from './webhooks.tables.ts'

export type WebhookRow = Selectable<Tables['webhooks']>

/** What came of one try: the status of the answer, or why there was none. */
export interface Tried {
  readonly answered: number | null
  readonly failure: SendingFailure | null
}

/** The addresses of one account, the first first, each with how much waits for it. */
export async function selectWebhooks(ctx: Ctx, accountId: AccountId) {
  return ctx.db
    .selectFrom('webhooks')
    .selectAll()
    .select(sql<number>`(select count(*)::int from webhook_messages m where m.webhook_id = webhooks.id)`.as('waiting'))
    .where('accountId', '=', accountId)
    .orderBy('id')
    .execute()
}

export async function findOwnWebhook(ctx: Ctx, id: WebhookId, accountId: AccountId): Promise<WebhookRow | undefined> {
  const query = ctx.db.selectFrom('webhooks').selectAll().where('id', '=', id).where('accountId', '=', accountId)
  return query.executeTakeFirst()
}

/** Nobody names two at the same moment: what was counted holds until the end of the transaction. */
export async function lockOwner(ctx: Ctx, accountId: AccountId): Promise<void> {
  await ctx.db.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().execute()
}

export async function insertWebhook(
  ctx: Ctx,
  webhook: { accountId: AccountId; name: string; address: string; secretSealed: Buffer },
): Promise<void> {
  await ctx.db
    .insertInto('webhooks')
    .values({ ...webhook, madeAt: ctx.now })
    .execute()
}

/** Gives it another secret; the one that it had signs too until `oldUntil`. One that was lost is signed with no more. */
export async function putSecret(ctx: Ctx, hook: WebhookRow, sealed: Buffer, oldUntil: Date): Promise<void> {
  const old = hook.offBecause === 'no-secret' ? undefined : hook.secretSealed
  await ctx.db
    .updateTable('webhooks')
    .set({ secretSealed: sealed, oldSecretSealed: old ?? null, oldSecretUntil: old ? oldUntil : null })
    .where('id', '=', hook.id)
    .execute()
}

/** Nothing is sent from now on, and what waited is forgotten: it stands on the page of notices. */
export async function pause(ctx: Ctx, id: WebhookId): Promise<void> {
  await ctx.db.updateTable('webhooks').set({ pausedAt: ctx.now }).where('id', '=', id).execute()
  await dropMessages(ctx, id)
}

/** Sends again what comes from now on, as if nothing had failed. */
export async function resume(ctx: Ctx, id: WebhookId): Promise<void> {
  await ctx.db
    .updateTable('webhooks')
    .set({ pausedAt: null, offAt: null, offBecause: null, failingSince: null, failures: 0, nextAt: null })
    .where('id', '=', id)
    .execute()
}

/** Gives whether the account had such an address. */
export async function deleteWebhook(ctx: Ctx, id: WebhookId, accountId: AccountId): Promise<boolean> {
  const query = ctx.db.deleteFrom('webhooks').where('id', '=', id).where('accountId', '=', accountId)
  return Number((await query.executeTakeFirst()).numDeletedRows) > 0
}

/** One message of these notices for each address of the account that is on; gives the addresses. */
export async function insertMessages(
  ctx: Ctx,
  told: { accountId: AccountId; pace: 'at-once' | 'daily' | 'weekly'; ids: readonly NoticeId[] },
): Promise<WebhookId[]> {
  const { rows } = await sql<{ webhookId: WebhookId }>`with made as (
      insert into webhook_messages (webhook_id, pace, made_at, due_at)
        select id, ${told.pace}, ${ctx.now}, ${ctx.now} from webhooks
        where account_id = ${told.accountId} and paused_at is null and off_at is null
      returning id, webhook_id),
    held as (insert into webhook_message_notices (message_id, notice_id)
      select made.id, notice_id from made, unnest(${[...told.ids]}::bigint[]) notice_id)
    select webhook_id from made order by webhook_id`.execute(ctx.db)
  return rows.map((row) => row.webhookId)
}

/** What waits to tell somebody of one kind loses it; a message with nothing in it is not sent. */
export async function dropNotices(ctx: Ctx, accountId: AccountId, kind: string): Promise<void> {
  await sql`delete from webhook_message_notices where notice_id in
    (select id from notices where account_id = ${accountId} and kind = ${kind})`.execute(ctx.db)
}

/** Addresses for which something is due, 500 at most after `after`, that nobody is sending to. */
export async function selectDueWebhooks(ctx: Ctx, after: number): Promise<WebhookId[]> {
  const { rows } = await sql<{ id: WebhookId }>`select id from webhooks where id > ${after} and ${isFree(ctx)}
    and id in (select webhook_id from webhook_messages where due_at <= ${ctx.now}) order by id limit 500`.execute(
    ctx.db,
  )
  return rows.map((row) => row.id)
}

const isFree = (ctx: Ctx) => sql<boolean>`(paused_at is null and off_at is null
  and (next_at is null or next_at <= ${ctx.now}) and (taken_until is null or taken_until <= ${ctx.now}))`

/** Takes an address to send to, if anything may be sent there now and nobody else does. It is free again at `until`. */
export async function takeWebhook(ctx: Ctx, id: WebhookId, until: Date): Promise<WebhookRow | undefined> {
  return ctx.db
    .updateTable('webhooks')
    .set({ takenUntil: until })
    .where('id', '=', id)
    .where(isFree(ctx))
    .returningAll()
    .executeTakeFirst()
}

/** Lets go of an address, unless somebody else has it by now. */
export async function letGo(ctx: Ctx, id: WebhookId, until: Date): Promise<void> {
  const query = ctx.db.updateTable('webhooks').set({ takenUntil: null })
  await query.where('id', '=', id).where('takenUntil', '=', until).execute()
}

export async function isAnyDue(ctx: Ctx, id: WebhookId): Promise<boolean> {
  return (await findDue(ctx, id)) !== undefined
}

/** A message as it is sent. */
export interface MessageRow {
  readonly id: WebhookMessageId
  readonly key: string
  readonly pace: 'at-once' | 'daily' | 'weekly'
  readonly madeAt: Date
  readonly tries: number
  readonly notices: readonly NoticeId[]
}

/**
 * What is sent next to an address that is on; what was tried least goes first, so that one message that is refused again
 * and again keeps no other waiting.
 */
export async function findDue(ctx: Ctx, id: WebhookId): Promise<MessageRow | undefined> {
  const { rows } = await sql<MessageRow>`select m.id, 'msg_' || m.message_key as key, m.pace, m.made_at, m.tries,
      array(select notice_id from webhook_message_notices where message_id = m.id order by notice_id) as notices
    from webhook_messages m join webhooks on webhooks.id = m.webhook_id
    where m.webhook_id = ${id} and m.due_at <= ${ctx.now} and paused_at is null and off_at is null
      and (next_at is null or next_at <= ${ctx.now})
    order by m.tries, m.id limit 1`.execute(ctx.db)
  return rows[0]
}

/** What is due waits until quiet hours end. */
export async function holdMessages(ctx: Ctx, id: WebhookId, until: Date): Promise<void> {
  await ctx.db
    .updateTable('webhookMessages')
    .set({ dueAt: until, isHeld: true })
    .where('webhookId', '=', id)
    .where('dueAt', '<=', ctx.now)
    .execute()
}

/** What quiet hours kept back and was never tried becomes one new message. */
export async function joinHeld(ctx: Ctx, id: WebhookId): Promise<void> {
  await sql`with held as (delete from webhook_messages where webhook_id = ${id} and is_held and tries = 0
        and pace = 'at-once' and due_at <= ${ctx.now}
        and (select count(*) from webhook_messages m where m.webhook_id = ${id} and m.is_held and m.tries = 0
          and m.pace = 'at-once' and m.due_at <= ${ctx.now}) > 1
      returning id, made_at),
    joined as (insert into webhook_messages (webhook_id, pace, made_at, due_at)
      select ${id}, 'at-once', max(made_at), ${ctx.now} from held having count(*) > 0 returning id)
    insert into webhook_message_notices (message_id, notice_id)
      select distinct joined.id, notice_id from joined, webhook_message_notices
      where message_id in (select id from held)`.execute(ctx.db)
}

export async function dropMessages(ctx: Ctx, id: WebhookId, only?: WebhookMessageId): Promise<void> {
  const query = ctx.db.deleteFrom('webhookMessages').where('webhookId', '=', id)
  await (only === undefined ? query : query.where('id', '=', only)).execute()
}

/** Keeps what the last sending came to. */
export async function noteTried(ctx: Ctx, id: WebhookId, { answered, failure }: Tried): Promise<void> {
  await ctx.db.updateTable('webhooks').set({ triedAt: ctx.now, answered, failure }).where('id', '=', id).execute()
}

/** It answers: nothing is put off any more. */
export async function noteArrived(ctx: Ctx, id: WebhookId): Promise<void> {
  const reset = { failingSince: null, failures: 0, nextAt: null }
  await ctx.db.updateTable('webhooks').set(reset).where('id', '=', id).where('failingSince', 'is not', null).execute()
}

/** What waits for a later try is due now. */
export async function hasten(ctx: Ctx, id: WebhookId): Promise<void> {
  const query = ctx.db.updateTable('webhookMessages').set({ dueAt: ctx.now })
  await query.where('webhookId', '=', id).where('tries', '>', 0).execute()
}

/** Counts one more failure of an address; gives how many there are in a row, and since when. */
export async function addFailure(ctx: Ctx, id: WebhookId): Promise<{ failures: number; since: Date } | undefined> {
  return ctx.db
    .updateTable('webhooks')
    .set((eb) => ({
      failures: eb('failures', '+', 1),
      failingSince: eb.fn.coalesce('failingSince', sql<Date>`${ctx.now}::timestamptz`),
    }))
    .where('id', '=', id)
    .returning(['failures', sql<Date>`failing_since`.as('since')])
    .executeTakeFirst()
}

/** Puts an address off, and the message that failed. */
export async function putOff(
  ctx: Ctx,
  of: { id: WebhookId; until: Date; message: WebhookMessageId; messageUntil: Date },
): Promise<void> {
  await ctx.db.updateTable('webhooks').set({ nextAt: of.until }).where('id', '=', of.id).execute()
  await ctx.db
    .updateTable('webhookMessages')
    .set((eb) => ({ tries: eb('tries', '+', 1), dueAt: of.messageUntil }))
    .where('id', '=', of.message)
    .execute()
}

/** Gives up one message, or all that wait, and counts them. */
export async function giveUp(ctx: Ctx, id: WebhookId, only?: WebhookMessageId): Promise<void> {
  const one = only === undefined ? sql`` : sql`and id = ${only}`
  await sql`with gone as (delete from webhook_messages where webhook_id = ${id} ${one} returning id)
    update webhooks set lost = lost + (select count(*) from gone) where id = ${id}`.execute(ctx.db)
}

/** Turns an address off; false when it was off already, or is gone. */
export async function turnOff(ctx: Ctx, id: WebhookId, offBecause: OffReason): Promise<boolean> {
  const query = ctx.db.updateTable('webhooks').set({ offAt: ctx.now, offBecause })
  const { numUpdatedRows } = await query.where('id', '=', id).where('offAt', 'is', null).executeTakeFirst()
  return numUpdatedRows > 0n
}
