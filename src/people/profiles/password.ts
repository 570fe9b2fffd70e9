/** Choosing one's own password: what is asked before, and the session that goes on with it. */
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { Forbidden, Invalid } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { getAccount, isOwnPassword, setPassword } from '../accounts/accounts.ts'
import {
  type Arrival,
  demandFresh,
  findOwnBrowser,
  isFresh,
  provedRecently,
  startSession,
} from '../sessions/sessions.ts'

/** As many as at the door: whoever sits at an open session guesses no more than a stranger. */
const tries: RateLimit = { name: 'own-password', uses: 10, seconds: 15 * 60 }

/** What stands before a new password: `nothing`, the one until now, or signing in again. */
export type BeforePassword = 'nothing' | 'current' | 'sign-in'

/**
 * What is asked of the viewer in this session. A first password is a new way in, which needs a fresh session; who has
 * one shows it, or has proved the mail address within the hour.
 */
export async function beforePassword(ctx: Ctx, token: string | undefined): Promise<BeforePassword> {
  const { hasPassword } = await getAccount(ctx, self(ctx).id)
  if (!hasPassword) return token !== undefined && (await isFresh(ctx, token)) ? 'nothing' : 'sign-in'
  return token !== undefined && (await provedRecently(ctx, token)) ? 'nothing' : 'current'
}

/**
 * Sets the viewer's password, ends every session, and begins a new one, whose token it gives. Throws Forbidden
 * (`sessions.not-fresh`), Invalid for `current` or `password`, TryLater.
 */
export async function changePassword(
  ctx: Ctx,
  token: string | undefined,
  typed: { current?: string | undefined; password: string },
  arrival: Arrival,
): Promise<string> {
  const { id } = self(ctx)
  const before = await beforePassword(ctx, token)
  if (before === 'sign-in') await demandFresh(ctx, token)
  if (before === 'current') {
    await countUse(ctx, tries, String(id))
    if (!(await isOwnPassword(ctx, id, typed.current ?? '')))
      throw new Invalid('accounts.wrong-password', { current: said('This is not your password until now.') })
  }
  const continues = token === undefined ? undefined : await findOwnBrowser(ctx, token)
  return ctx.transaction(async (inside) => {
    await setPassword(inside, id, typed.password)
    return (await startSession(inside, id, { provedBy: 'password', continues, ...arrival })).token
  })
}

function self(ctx: Ctx): AccountViewer {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('profiles.sign-in-first', said('Sign in to choose a password.'))
  return ctx.viewer
}
