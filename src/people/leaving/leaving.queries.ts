import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { hashToken } from '../../platform/tokens.ts'
import type { Called } from './leaving.tables.ts'
import { tiesThat } from './ties.ts'

/** What stands instead of a name that was taken away. */
export const formerMember = 'Former member'

/** Locks an open account and gives how its person is called; undefined when it is not open. */
export async function lockActive(ctx: Ctx, id: AccountId): Promise<(Called & { realm: Realm }) | undefined> {
  return ctx.db
    .selectFrom('accounts')
    .select(['displayName', 'handle', 'organisation', 'jobTitle', 'realm'])
    .where('id', '=', id)
    .where('state', '=', 'active')
    .forUpdate()
    .executeTakeFirst()
}

/** Closes the account. What signs in to it stays; `handle`: of somebody without a name. */
export async function close(ctx: Ctx, id: AccountId, handle: string | undefined): Promise<void> {
  const neutral = handle === undefined ? {} : { displayName: formerMember, handle, organisation: null, jobTitle: '' }
  await ctx.db
    .updateTable('accounts')
    .set({ ...neutral, state: 'closed', closedAt: ctx.now, about: '' })
    .where('id', '=', id)
    .execute()
  if (handle !== undefined)
    await sql`update invitations set display_name = ${formerMember} where accepted_by = ${id}`.execute(ctx.db)
}

export async function insertLeaving(
  ctx: Ctx,
  leaving: { accountId: AccountId; keepsName: boolean; called: Called | undefined; until: Date },
): Promise<void> {
  const { called, ...rest } = leaving
  await ctx.db
    .insertInto('leavings')
    .values({ ...rest, called: called ? JSON.stringify(called) : null, leftAt: ctx.now, destroyedAt: null })
    .execute()
}

/** Ends what ties somebody to others and to places: everything but the ways in, and what they wrote. */
export async function endTies(ctx: Ctx, id: AccountId): Promise<void> {
  await sql`update mails set withdrawn_at = ${ctx.now} where sent_at is null and withdrawn_at is null
    and (id in (select mail_id from notices where account_id = ${id})
      or (select ${ownMail} from accounts where accounts.id = ${id}))`.execute(ctx.db)
  await deleteAll(ctx, id, 'ends')
  await sql`update grants set ended_at = ${ctx.now}, ended_by = ${id} where account_id = ${id} and ended_at is null`.execute(
    ctx.db,
  )
  await sql`update sponsorships set ended_at = ${ctx.now}, ended_by = ${id} where guest_id = ${id} and ended_at is null`.execute(
    ctx.db,
  )
}

/** Whether a row of `mails` goes to the account and to no other face of its person. */
const ownMail = sql`(mails.to_address = accounts.email
  and not exists (select from accounts other where other.email = accounts.email and other.id <> accounts.id))`

async function deleteAll(ctx: Ctx, id: AccountId, fate: 'ends' | 'destroyed'): Promise<void> {
  for (const { table, column } of tiesThat(fate)) {
    const rows: RawBuilder<unknown> = sql`delete from ${sql.table(table)} where ${sql.ref(column)} = ${id}`
    await rows.execute(ctx.db)
  }
}

/** Whoever signed in to an account that they had left, by their session: good for nothing else. */
export async function findByToken(ctx: Ctx, token: string) {
  return ctx.db
    .selectFrom('sessions')
    .innerJoin('leavings', 'leavings.accountId', 'sessions.accountId')
    .innerJoin('accounts', 'accounts.id', 'leavings.accountId')
    .select(['leavings.accountId', 'leavings.keepsName', 'leavings.leftAt', 'leavings.until', 'leavings.called'])
    .select(['accounts.realm', 'accounts.displayName', 'accounts.timeZone'])
    .where('sessions.tokenHash', '=', hashToken(token))
    .where('sessions.endedAt', 'is', null)
    .where('sessions.expiresAt', '>', ctx.now)
    .where('sessions.waitsForFactor', '=', false)
    .where('leavings.destroyedAt', 'is', null)
    .executeTakeFirst()
}

/** Opens the account again under the name that it had. False when it was destroyed meanwhile, or is open. */
export async function reopen(ctx: Ctx, id: AccountId): Promise<boolean> {
  const gone = await ctx.db
    .deleteFrom('leavings')
    .where('accountId', '=', id)
    .where('destroyedAt', 'is', null)
    .returning('called')
    .executeTakeFirst()
  if (!gone) return false
  const called = gone.called as Called | null
  await ctx.db
    .updateTable('accounts')
    .set({ state: 'active', closedAt: null })
    .where('id', '=', id)
    .where('state', '=', 'closed')
    .execute()
  if (!called) return true
  const { displayName, handle, organisation, jobTitle } = called
  // Somebody else may be called so by now: the address part then carries the number too.
  await sql`update accounts set display_name = ${displayName}, organisation = ${organisation}, job_title = ${jobTitle},
      handle = case when exists (select from accounts other where other.realm = accounts.realm and other.handle = ${handle})
        then left(${handle}, 40) || '-' || accounts.id else ${handle} end
    where id = ${id}`.execute(ctx.db)
  return true
}

/** The leavings whose time is over, each once; locked, so that two processes do not meet. */
export async function lockDue(ctx: Ctx, most: number): Promise<AccountId[]> {
  const rows = await ctx.db
    .selectFrom('leavings')
    .select('accountId')
    .where('destroyedAt', 'is', null)
    .where('until', '<=', ctx.now)
    .orderBy('until')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map((row) => row.accountId)
}

/** Destroys everything that signed in to an account, the name that was kept for coming back, and the address. */
export async function destroy(ctx: Ctx, id: AccountId): Promise<void> {
  await sql`delete from email_codes using accounts
    where accounts.id = ${id} and email_codes.realm = accounts.realm and email_codes.email = accounts.email`.execute(
    ctx.db,
  )
  await sql`delete from mails using accounts where accounts.id = ${id} and ${ownMail}
    and not exists (select from notices where notices.mail_id = mails.id)`.execute(ctx.db)
  await sql`update invitations set email = ${`former-${id}@nobody.invalid`} where accepted_by = ${id}`.execute(ctx.db)
  await deleteAll(ctx, id, 'destroyed')
  await ctx.db
    .updateTable('accounts')
    .set({ email: null, emailProvedAt: null, passwordHash: null, locale: 'en', timeZone: 'UTC' })
    .where('id', '=', id)
    .execute()
  await ctx.db.updateTable('leavings').set({ destroyedAt: ctx.now, called: null }).where('accountId', '=', id).execute()
}

/** Who looks after the inside, for whoever works here and would like to leave. */
export async function selectWhomToAsk(ctx: Ctx): Promise<readonly string[]> {
  const rows = await ctx.db
    .selectFrom('offices')
    .innerJoin('accounts', 'accounts.id', 'offices.accountId')
    .select('accounts.displayName')
    .where('offices.endedAt', 'is', null)
    .where('offices.office', 'in', ['owner', 'inside-steward'])
    .where('accounts.state', '=', 'active')
    .where('accounts.id', '<>', ctx.viewer.kind === 'account' ? ctx.viewer.id : (0 as AccountId))
    .groupBy('accounts.id')
    .orderBy(sql`lower(accounts.display_name)`)
    .limit(5)
    .execute()
  return rows.map((row) => row.displayName)
}
