import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { hashToken, makeToken } from '../../platform/tokens.ts'
import { type Arrival, sessionSeconds } from './session-cookie.ts'
import * as queries from './sessions.queries.ts'
import type { Proof, SessionId } from './sessions.tables.ts'

export type { Proof, SessionId } from './sessions.tables.ts'
export {
  type Arrival,
  arrivalOf,
  endedSessionCookie,
  isSecureSite,
  readSessionToken,
  sessionCookie,
  sessionCookieName,
} from './session-cookie.ts'
export { deviceWords } from './device.ts'

/** How exact "last seen" is; a write for every request would cost more than it tells. */
const lastSeenStep = 5 * 60_000
/** How long after a proof by mail the password may be set anew without knowing the old one. */
const freshProof = 60 * 60_000

/** One place where somebody is signed in. */
export interface Session {
  readonly id: SessionId
  readonly device: string
  readonly provedBy: Proof
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly expiresAt: Date
  /** The one that this list was asked from. */
  readonly current: boolean
}

/**
 * Begins a session of an account whose owner has just proved who they are; the session that this browser had before,
 * of whatever face, is ended. The token is given out this once.
 */
export async function startSession(
  ctx: Ctx,
  accountId: AccountId,
  session: { provedBy: Proof } & Arrival,
): Promise<{ token: string; expiresAt: Date }> {
  const { provedBy, device, replaces } = session
  const token = makeToken()
  const expiresAt = new Date(ctx.now.getTime() + sessionSeconds * 1000)
  if (replaces !== undefined) await endSessionByToken(ctx, replaces)
  await queries.insertSession(ctx, { accountId, provedBy, device, tokenHash: hashToken(token), expiresAt })
  return { token, expiresAt }
}

/**
 * Who holds this token; undefined when the session is ended or run out, or the account is not active. Asked at every
 * request, so that a right that was taken away is gone with the next one. One query (and every five minutes a write).
 */
export async function findViewer(ctx: Ctx, token: string): Promise<AccountViewer | undefined> {
  const found = await queries.findSessionWithAccount(ctx, hashToken(token))
  if (!found) return undefined
  if (ctx.now.getTime() - found.lastSeenAt.getTime() >= lastSeenStep) await queries.touchSession(ctx, found.sessionId)
  const { id, realm, displayName: name, offices, locale, timeZone } = found
  return { kind: 'account', id, realm, name, offices, locale, timeZone }
}

/** The viewer's open sessions, last used first. `token` is that of the asking session, so that it can be pointed out. */
export async function listSessions(ctx: Ctx, token?: string): Promise<readonly Session[]> {
  const own = token === undefined ? undefined : hashToken(token)
  const rows = await queries.selectSessions(ctx, signedIn(ctx).id)
  return rows.map(({ tokenHash, ...session }) => ({ ...session, current: own !== undefined && tokenHash.equals(own) }))
}

/** Ends one of the viewer's own sessions; its token is dead with the next request. NotFound for anybody else's. */
export async function endSession(ctx: Ctx, id: SessionId): Promise<void> {
  const ended = await queries.endSessions(ctx, { accountId: signedIn(ctx).id, id })
  if (ended === 0) throw new NotFound('sessions.not-found')
}

/** Ends all of the viewer's sessions except the one that holds `token`. Returns how many there were. */
export async function endOtherSessions(ctx: Ctx, token: string): Promise<number> {
  return queries.endSessions(ctx, { accountId: signedIn(ctx).id, exceptTokenHash: hashToken(token) })
}

/** Signs out whoever holds the token. Nothing happens when nobody does. */
export async function endSessionByToken(ctx: Ctx, token: string): Promise<void> {
  await queries.endSessions(ctx, { tokenHash: hashToken(token) })
}

/** Signs an account out everywhere: when its password changes by another hand, when it is closed. */
export async function endAllSessions(ctx: Ctx, accountId: AccountId): Promise<number> {
  const { viewer } = ctx
  if (viewer.kind !== 'system' && !(viewer.kind === 'account' && viewer.id === accountId)) {
    throw new Forbidden('sessions.not-yours', 'You can sign out yourself, nobody else.')
  }
  return queries.endSessions(ctx, { accountId })
}

/** Whether the session proved the mail address (code, invitation, first start) within the last hour. */
export async function provedRecently(ctx: Ctx, token: string): Promise<boolean> {
  const found = await queries.findSessionWithAccount(ctx, hashToken(token))
  if (!found || found.provedBy === 'password') return false
  return ctx.now.getTime() - found.createdAt.getTime() < freshProof
}

function signedIn(ctx: Ctx): AccountViewer {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('sessions.sign-in-first', 'Sign in to see where you are signed in.')
  return ctx.viewer
}
