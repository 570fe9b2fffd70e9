/** The ways into one's own account: which there are, and how one is taken away without closing the last. */
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { Conflict, Forbidden, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type IdentityId, listIdentities, unlinkIdentity } from '../identity-providers/identity-providers.ts'
import { type Passkey, type PasskeyId, listPasskeys, removePasskey } from '../passkeys/passkeys.ts'
import { type FactorState, getFactor } from '../second-factor/second-factor.ts'
import { demandFresh, factorStanding, isFresh } from '../sessions/sessions.ts'
import { wayChanged } from './ways.events.ts'
import * as queries from './ways.queries.ts'

/** One way that can be taken away. */
export type Way =
  | { readonly kind: 'password' }
  | { readonly kind: 'mail-codes' }
  | { readonly kind: 'passkey'; readonly id: PasskeyId }
  | { readonly kind: 'identity'; readonly id: IdentityId }

export interface Ways {
  readonly email: string | null
  readonly hasPassword: boolean
  /** `on`: as the person chose. `works`: also when they are off and nothing else is left. */
  readonly mailCodes: { readonly on: boolean; readonly works: boolean }
  readonly passkeys: readonly Passkey[]
  readonly identities: Awaited<ReturnType<typeof listIdentities>>
  readonly factor: FactorState & { readonly required: boolean }
  /** Signed in within ten minutes: only then ways change. */
  readonly fresh: boolean
}

/** All ways into the viewer's own account. */
export async function getWays(ctx: Ctx, token: string | undefined): Promise<Ways> {
  const { id } = self(ctx)
  const found = await queries.countWays(ctx, id)
  if (!found) throw new NotFound('sign-in.no-account')
  const { email, hasPassword, mailCodesOff } = found
  const { required } = await factorStanding(ctx, id)
  return {
    email,
    hasPassword,
    mailCodes: { on: !mailCodesOff, works: mailCodesWorkIn(found) },
    passkeys: await listPasskeys(ctx),
    identities: await listIdentities(ctx),
    factor: { ...(await getFactor(ctx, id)), required },
    fresh: token !== undefined && (await isFresh(ctx, token)),
  }
}

/**
 * Takes a way in away, in a session that is fresh. Conflict (`sign-in.last-way`) when it is the last that works; NotFound
 * when there is no such way of the viewer's; Forbidden (`sessions.not-fresh`).
 */
export async function removeWay(ctx: Ctx, token: string | undefined, way: Way): Promise<void> {
  const { id } = self(ctx)
  await demandFresh(ctx, token)
  await ctx.transaction(async (inside) => {
    // Locked: two that are taken away at once must not leave none.
    await queries.countWays(inside, id, true)
    await takeAway(inside, id, way)
    const left = await queries.countWays(inside, id)
    if (!left || chosenWays(left) === 0)
      throw new Conflict(
        'sign-in.last-way',
        said('This is your only way in. Add another first, then take this one away.'),
      )
  })
}

async function takeAway(ctx: Ctx, accountId: AccountId, way: Way): Promise<void> {
  if (way.kind === 'passkey') return removePasskey(ctx, way.id)
  if (way.kind === 'identity') return unlinkIdentity(ctx, way.id)
  const isPassword = way.kind === 'password'
  const done = isPassword
    ? await queries.deletePassword(ctx, accountId)
    : await queries.putMailCodes(ctx, accountId, false)
  if (!done) throw new NotFound('sign-in.no-such-way')
  await announce(ctx, wayChanged, { accountId, change: isPassword ? 'password-removed' : 'mail-codes-off' })
}

/** Lets codes by mail open the door again. */
export async function allowMailCodes(ctx: Ctx, token: string | undefined): Promise<void> {
  const { id: accountId } = self(ctx)
  await demandFresh(ctx, token)
  await ctx.transaction(async (inside) => {
    if (await queries.putMailCodes(inside, accountId, true))
      await announce(inside, wayChanged, { accountId, change: 'mail-codes-on' })
  })
}

/**
 * Whether a code by mail opens an account: unless its owner does not want them, and always when nothing else does (a
 * provider that was switched off must not shut anybody out).
 */
export async function mailCodesWork(ctx: Ctx, accountId: AccountId): Promise<boolean> {
  const found = await queries.countWays(ctx, accountId)
  return found !== undefined && mailCodesWorkIn(found)
}

function otherWays(ways: queries.WaysThatWork): number {
  return Number(ways.hasPassword) + ways.passkeys + ways.identities
}

function chosenWays(ways: queries.WaysThatWork): number {
  return otherWays(ways) + Number(ways.email !== null && !ways.mailCodesOff)
}

function mailCodesWorkIn(ways: queries.WaysThatWork): boolean {
  return ways.email !== null && (!ways.mailCodesOff || otherWays(ways) === 0)
}

function self(ctx: Ctx): AccountViewer {
  if (ctx.viewer.kind !== 'account') throw new Forbidden('sign-in.first', said('Sign in to see your ways in.'))
  return ctx.viewer
}
