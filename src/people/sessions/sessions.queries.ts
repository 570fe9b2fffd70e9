import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { heldOffices } from '../offices/offices.ts'
import type { BrowserId, Proof, SessionId } from './sessions.tables.ts'

export interface NewSession {
  readonly accountId: AccountId
  readonly tokenHash: Buffer
  readonly provedBy: Proof
  readonly device: string
  readonly expiresAt: Date
  readonly waitsForFactor: boolean
  /** Of the session that it goes on from; its own otherwise. */
  readonly browser?: BrowserId | undefined
}

export async function insertSession(ctx: Ctx, session: NewSession): Promise<void> {
  await ctx.db
    .insertInto('sessions')
    .values({ ...session, createdAt: ctx.now, lastSeenAt: ctx.now, provedAt: ctx.now })
    .execute()
}

/** Sessions that are in force: neither ended nor run out. */
function inForce(ctx: Ctx) {
  return ctx.db.selectFrom('sessions').where('sessions.endedAt', 'is', null).where('sessions.expiresAt', '>', ctx.now)
}

export async function findSessionWithAccount(ctx: Ctx, tokenHash: Buffer) {
  return inForce(ctx)
    .innerJoin('accounts', 'accounts.id', 'sessions.accountId')
    .select([
      'sessions.id as sessionId',
      'sessions.lastSeenAt',
      'sessions.provedBy',
      'sessions.createdAt',
      'sessions.provedAt',
      'sessions.browser',
      'accounts.id',
      'accounts.realm',
      'accounts.displayName',
      'accounts.locale',
      'accounts.timeZone',
      heldOffices.as('offices'),
    ])
    .where('sessions.tokenHash', '=', tokenHash)
    .where('sessions.waitsForFactor', '=', false)
    .where('accounts.state', '=', 'active')
    .executeTakeFirst()
}

/** The browser of a session that was not ended, however long ago it ran out: what a new one there goes on from. */
export async function findBrowser(ctx: Ctx, accountId: AccountId, tokenHash: Buffer): Promise<BrowserId | undefined> {
  const row = await ctx.db
    .selectFrom('sessions')
    .select('browser')
    .where('accountId', '=', accountId)
    .where('tokenHash', '=', tokenHash)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return row?.browser
}

/** Whether the account of a row with `account_id` and `browser` is signed in there at this moment. */
export function signedInThere(row: string, now: Date): RawBuilder<SqlBool> {
  const there = sql`sessions.account_id = ${sql.ref(`${row}.account_id`)} and sessions.browser = ${sql.ref(`${row}.browser`)}`
  return sql<SqlBool>`exists (select from sessions where ${there} and sessions.ended_at is null
    and sessions.expires_at > ${now} and not sessions.waits_for_factor)`
}

/** Whether it can be signed in there again as before: no session of that line was ended, and one is still known. */
export function comesBackThere(row: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from sessions where sessions.account_id = ${sql.ref(`${row}.account_id`)}
    and sessions.browser = ${sql.ref(`${row}.browser`)} and sessions.ended_at is null)`
}

/** The session that still owes a second factor, with whose it will be. */
export async function findWaiting(ctx: Ctx, tokenHash: Buffer) {
  return (
    inForce(ctx)
      .innerJoin('accounts', 'accounts.id', 'sessions.accountId')
      .select(['accounts.id as accountId', 'accounts.realm', 'sessions.provedBy'])
      .where('sessions.tokenHash', '=', tokenHash)
      .where('sessions.waitsForFactor', '=', true)
      // Who left comes back by what they had, the second factor included.
      .where(sql<boolean>`(accounts.state = 'active' or comes_back(accounts.id))`)
      .executeTakeFirst()
  )
}

/** Makes a waiting session whole under a new token; false when it is not waiting any more. */
export async function makeWhole(ctx: Ctx, tokenHash: Buffer, next: { tokenHash: Buffer; expiresAt: Date }) {
  const { numUpdatedRows } = await ctx.db
    .updateTable('sessions')
    .set({ ...next, waitsForFactor: false, provedAt: ctx.now, lastSeenAt: ctx.now })
    .where('tokenHash', '=', tokenHash)
    .where('waitsForFactor', '=', true)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Whether an account has a second factor, and whether the company asks for one of whoever stands where it stands. */
export async function factorStanding(ctx: Ctx, accountId: AccountId): Promise<{ has: boolean; required: boolean }> {
  const { rows } = await sql<{ has: boolean; required: boolean }>`select
      exists (select from second_factors where account_id = accounts.id and confirmed_at is not null) as has,
      case (select value #>> '{}' from settings where key = 'second-factor')
        when 'staff' then accounts.realm = 'inside'
        when 'stewards' then exists (select from offices where offices.account_id = accounts.id
          and ended_at is null and office in ('owner', 'inside-steward', 'outside-steward'))
        else false end as required
    from accounts where id = ${accountId}`.execute(ctx.db)
  return rows[0] ?? { has: false, required: false }
}

/** Only forwards: requests of one page may come in any order. */
export async function touchSession(ctx: Ctx, id: SessionId): Promise<void> {
  await ctx.db
    .updateTable('sessions')
    .set({ lastSeenAt: ctx.now })
    .where('id', '=', id)
    .where('lastSeenAt', '<', ctx.now)
    .execute()
}

export async function selectSessions(ctx: Ctx, accountId: AccountId) {
  return inForce(ctx)
    .select(['id', 'device', 'provedBy', 'createdAt', 'lastSeenAt', 'expiresAt', 'tokenHash'])
    .where('accountId', '=', accountId)
    .where('waitsForFactor', '=', false)
    .orderBy('lastSeenAt', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
}

export interface WhichSessions {
  readonly accountId?: AccountId
  readonly id?: SessionId
  readonly tokenHash?: Buffer
  readonly exceptTokenHash?: Buffer
}

/** Ends the sessions that fit all of `which` and were still open; returns how many. At least one condition must be given. */
export async function endSessions(ctx: Ctx, which: WhichSessions): Promise<number> {
  if (which.accountId === undefined && which.tokenHash === undefined)
    throw new Error('whose sessions to end is not said')
  let update = ctx.db.updateTable('sessions').set({ endedAt: ctx.now }).where('endedAt', 'is', null)
  if (which.accountId !== undefined) update = update.where('accountId', '=', which.accountId)
  if (which.id !== undefined) update = update.where('id', '=', which.id)
  if (which.tokenHash !== undefined) update = update.where('tokenHash', '=', which.tokenHash)
  if (which.exceptTokenHash !== undefined) update = update.where('tokenHash', '<>', which.exceptTokenHash)
  const { numUpdatedRows } = await update.executeTakeFirst()
  return Number(numUpdatedRows)
}

export async function deleteOldSessions(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db
    .deleteFrom('sessions')
    .where((eb) => eb.or([eb('endedAt', '<', before), eb('expiresAt', '<', before)]))
    .execute()
}
