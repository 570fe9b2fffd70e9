import type { AccountViewer, Ctx, Realm } from '../../platform/context.ts'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { hashToken, makeToken } from '../../platform/tokens.ts'
import { type Arrival, sessionSeconds } from './session-cookie.ts'
import * as queries from './sessions.queries.ts'
import type { BrowserId, Proof, SessionId } from './sessions.tables.ts'

export type { BrowserId, Proof, SessionId } from './sessions.tables.ts'
export {
  type Arrival,
  arrivalOf,
  endedSessionCookie,
  isSecureSite,
  readSessionToken,
  sessionCookie,
  sessionCookieName,
} from './session-cookie.ts'
export { deviceWords, sayDevice } from './device.ts'
export { comesBackThere, signedInThere } from './sessions.queries.ts'

/** How exact "last seen" is; a write for every request would cost more than it tells. */
const lastSeenStep = 5 * 60_000
/** How long after a proof by mail the password may be set anew without knowing the old one. */
const freshProof = 60 * 60_000

/** How long after proving who they are somebody may change their ways in. */
export const freshMinutes = 10
/** How long a session waits for its second factor. */
const waitingMinutes = 15
const mailProofs: readonly Proof[] = ['code', 'invitation', 'setup', 'sign-up']

/** A session that still owes its second factor. */
export interface Waiting {
  readonly accountId: AccountId
  readonly realm: Realm
  readonly provedBy: Proof
  /** Whether there is a second factor to ask for, or one has to be set up first. */
  readonly has: boolean
  readonly required: boolean
}

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
 * of whatever face, is ended. The token is given out this once. Where the account has a second factor, or the company
 * asks for one, the session waits (`waits`) and is nobody's until `completeSession`; `both`: the proof counts as both.
 * It goes on with the browser of the session of the same account that it replaces, or with `continues`.
 */
export async function startSession(
  ctx: Ctx,
  accountId: AccountId,
  session: { provedBy: Proof; both?: boolean; continues?: BrowserId | undefined } & Arrival,
): Promise<{ token: string; expiresAt: Date; waits: boolean }> {
  const { provedBy, device, replaces, continues, both = false } = session
  const token = makeToken()
  const { has, required } = await queries.factorStanding(ctx, accountId)
  // At the first start nobody can have one yet; the owner is asked at the next sign-in.
  const waits = !both && provedBy !== 'setup' && (has || required)
  const expiresAt = new Date(ctx.now.getTime() + (waits ? waitingMinutes * 60_000 : sessionSeconds * 1000))
  const browser = continues ?? (replaces && (await queries.findBrowser(ctx, accountId, hashToken(replaces))))
  if (replaces !== undefined) await endSessionByToken(ctx, replaces)
  const tokenHash = hashToken(token)
  await queries.insertSession(ctx, {
    accountId,
    provedBy,
    device,
    tokenHash,
    expiresAt,
    waitsForFactor: waits,
    ...(browser && { browser }),
  })
  return { token, expiresAt, waits }
}

/** Whose session it will be once the second factor comes; undefined when the token's session waits for none. */
export async function findWaiting(ctx: Ctx, token: string): Promise<Waiting | undefined> {
  const found = await queries.findWaiting(ctx, hashToken(token))
  if (!found) return undefined
  return { ...found, ...(await queries.factorStanding(ctx, found.accountId)) }
}

/**
 * Makes a waiting session whole, for the caller that saw the second factor. It gets a new token, so that whoever knew
 * the half knows nothing of the whole. Throws NotFound when it waits no more.
 */
export async function completeSession(ctx: Ctx, token: string): Promise<string> {
  const next = makeToken()
  const expiresAt = new Date(ctx.now.getTime() + sessionSeconds * 1000)
  const done = await queries.makeWhole(ctx, hashToken(token), { tokenHash: hashToken(next), expiresAt })
  if (!done) throw new NotFound('sessions.not-waiting', said('This took too long. Sign in again.'))
  return next
}

/** Whether an account has a second factor, and whether the company asks for one: for its owner and for Tango. */
export async function factorStanding(ctx: Ctx, accountId: AccountId): Promise<{ has: boolean; required: boolean }> {
  const { viewer } = ctx
  if (viewer.kind !== 'system' && !(viewer.kind === 'account' && viewer.id === accountId)) throw new NotFound()
  return queries.factorStanding(ctx, accountId)
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

/** The browser that the viewer's session with this token is in; undefined when it is no open session of theirs. */
export async function findOwnBrowser(ctx: Ctx, token: string): Promise<BrowserId | undefined> {
  const found = await queries.findSessionWithAccount(ctx, hashToken(token))
  return found?.id === signedIn(ctx).id ? found.browser : undefined
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
    throw new Forbidden('sessions.not-yours', said('You can sign out yourself, nobody else.'))
  }
  return queries.endSessions(ctx, { accountId })
}

/** Whether the session proved the mail address (code, invitation, first start) within the last hour. */
export async function provedRecently(ctx: Ctx, token: string): Promise<boolean> {
  const found = await queries.findSessionWithAccount(ctx, hashToken(token))
  if (!found || !mailProofs.includes(found.provedBy)) return false
  return ctx.now.getTime() - found.createdAt.getTime() < freshProof
}

/** Throws Forbidden unless the session proved who it is within the last ten minutes: ways in change only then. */
export async function demandFresh(ctx: Ctx, token: string | undefined): Promise<void> {
  if (token !== undefined && (await isFresh(ctx, token))) return
  throw new Forbidden(
    'sessions.not-fresh',
    said('Ways in are changed within {minutes} minutes of signing in. Sign in again, then change it.', {
      minutes: freshMinutes,
    }),
  )
}

export async function isFresh(ctx: Ctx, token: string): Promise<boolean> {
  const { viewer } = ctx
  const found = await queries.findSessionWithAccount(ctx, hashToken(token))
  if (!found || viewer.kind !== 'account' || found.id !== viewer.id) return false
  return ctx.now.getTime() - found.provedAt.getTime() < freshMinutes * 60_000
}

function signedIn(ctx: Ctx): AccountViewer {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('sessions.sign-in-first', said('Sign in to see where you are signed in.'))
  return ctx.viewer
}
