import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { heldOffices } from '../offices/offices.ts'
import type { Proof, SessionId } from './sessions.tables.ts'

export interface NewSession {
  readonly accountId: AccountId
  readonly tokenHash: Buffer
  readonly provedBy: Proof
  readonly device: string
  readonly expiresAt: Date
  readonly waitsForFactor: boolean
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
