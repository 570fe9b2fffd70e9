/** Closing one's own account, and coming back to it. */
import { randomBytes } from 'node:crypto'
import type { AccountViewer, Ctx, Realm } from '../../platform/context.ts'
import { Conflict, Forbidden, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { accountClosed } from '../accounts/accounts.events.ts'
import { endAllSessions, freshMinutes, isFresh } from '../sessions/sessions.ts'
import { mayLeave } from './leaving.access.ts'
import { accountCameBack, accountLeft } from './leaving.events.ts'
import * as queries from './leaving.queries.ts'
import type { Called } from './leaving.tables.ts'

/** How long somebody can come back by signing in as before. */
export const comeBackDays = 14
/** How many are destroyed in one go of the job. */
const portion = 50

/** What the page about leaving tells one person. */
export interface Leave {
  readonly verdict: AccessVerdict
  /** Signed in within ten minutes: only then an account is closed. */
  readonly fresh: boolean
  /** For whoever works here: who closes accounts. */
  readonly ask: readonly string[]
  readonly until: Date
}

/** What leaving is for the viewer: whether they may, and whether they have just signed in. */
export async function getLeave(ctx: Ctx, token: string | undefined): Promise<Leave> {
  const viewer = self(ctx)
  return {
    verdict: mayLeave(viewer),
    fresh: token !== undefined && (await isFresh(ctx, token)),
    ask: viewer.realm === 'inside' ? await queries.selectWhomToAsk(ctx) : [],
    until: untilFrom(ctx.now),
  }
}

/**
 * Closes the viewer's own account in a session that is fresh. They are signed out everywhere; what ties them to others
 * and to places ends; what they wrote stays, under their name (`keepsName`) or under "Former member". Until the days of
 * grace are over, signing in as before offers to come back and nothing else. Throws Forbidden (`sessions.not-fresh`,
 * `leaving.employee`, `leaving.office`), Conflict.
 */
export async function leave(ctx: Ctx, token: string | undefined, how: { keepsName: boolean }): Promise<void> {
  const viewer = self(ctx)
  demand(mayLeave(viewer))
  if (token === undefined || !(await isFresh(ctx, token)))
    throw new Forbidden(
      'sessions.not-fresh',
      said('An account is closed within {minutes} minutes of signing in. Sign in again, then close it.', {
        minutes: freshMinutes,
      }),
    )
  await ctx.transaction(async (inside) => {
    const found = await queries.lockActive(inside, viewer.id)
    if (!found) throw new Conflict('accounts.closed', said('This account is closed already.'))
    const { realm: _realm, ...called } = found
    const { keepsName } = how
    const handle = keepsName ? undefined : `former-${viewer.id}-${randomBytes(4).toString('hex')}`
    await queries.close(inside, viewer.id, handle)
    const asLeft = { accountId: viewer.id, keepsName, called: keepsName ? undefined : called }
    await queries.insertLeaving(inside, { ...asLeft, until: untilFrom(inside.now) })
    await endAllSessions(inside.asSystem('an account was left'), viewer.id)
    await queries.endTies(inside, viewer.id)
    await announce(inside, accountLeft, { accountId: viewer.id })
  })
}

/** Somebody who has signed in to the account that they left. */
export interface Left {
  readonly accountId: AccountId
  readonly realm: Realm
  /** As they were called. */
  readonly name: string
  readonly timeZone: string
  readonly leftAt: Date
  readonly until: Date
}

/** Whom a session lets come back; undefined for every other session. */
export async function findLeft(ctx: Ctx, token: string | undefined): Promise<Left | undefined> {
  const found = token === undefined ? undefined : await queries.findByToken(ctx, token)
  if (!found) return undefined
  const { accountId, realm, timeZone, leftAt, until } = found
  const name = (found.called as Called | null)?.displayName ?? found.displayName
  return { accountId, realm, name, timeZone, leftAt, until }
}

/** Opens the account again for whoever signed in to it. NotFound unless this session lets them come back. */
export async function comeBack(ctx: Ctx, token: string | undefined): Promise<Left> {
  const left = await findLeft(ctx, token)
  if (!left)
    throw new NotFound('leaving.nothing-waits', said('There is no account here to come back to. Sign in first.'))
  await ctx.transaction(async (inside) => {
    if (!(await queries.reopen(inside, left.accountId)))
      throw new Conflict(
        'leaving.destroyed',
        said('The time to come back is over. You can join anew with your address.'),
      )
    await announce(inside, accountCameBack, { accountId: left.accountId })
  })
  return left
}

/** Destroys what signed in to the accounts whose time to come back is over. For the job; gives how many there were. */
export async function destroyDue(ctx: Ctx): Promise<number> {
  return ctx.transaction(async (inside) => {
    const due = await queries.lockDue(inside, portion)
    for (const accountId of due) {
      await queries.destroy(inside, accountId)
      await announce(inside, accountClosed, { accountId })
    }
    return due.length
  })
}

function untilFrom(now: Date): Date {
  return new Date(now.getTime() + comeBackDays * 86_400_000)
}

function self(ctx: Ctx): AccountViewer {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('leaving.sign-in-first', said('Sign in to close your own account.'))
  return ctx.viewer
}
