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
}

export async function insertSession(ctx: Ctx, session: NewSession): Promise<void> {
  await ctx.db
    .insertInto('sessions')
    .values({ ...session, createdAt: ctx.now, lastSeenAt: ctx.now })
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
      'accounts.id',
      'accounts.realm',
      'accounts.displayName',
      'accounts.locale',
      'accounts.timeZone',
      heldOffices.as('offices'),
    ])
    .where('sessions.tokenHash', '=', tokenHash)
    .where('accounts.state', '=', 'active')
    .executeTakeFirst()
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
