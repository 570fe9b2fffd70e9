import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, demand } from '../../platform/verdict.ts'
import { endOffice } from '../offices/offices.ts'
import { endAllSessions } from '../sessions/sessions.ts'
import { listAnswering } from '../sponsorships/sponsorships.ts'
import { closesAccounts, mayCloseAccount } from './accounts.access.ts'
import { accountClosed } from './accounts.events.ts'
import { findReadable } from './accounts.queries.ts'
import type { PersonProfile } from './accounts.ts'
import { markClosed } from './closing.queries.ts'
import { cleanLine } from './names.ts'

export const closingSchema = z.object({
  reason: z
    .string(said('Write why.'))
    .transform(cleanLine)
    .pipe(
      z.string().min(1, said('Write why. It stays with the account.')).max(500, said('Keep it under 500 characters.')),
    ),
})

/** Whether the viewer may close somebody's account, with the reason. */
export function mayClose(ctx: Ctx, person: Pick<PersonProfile, 'id' | 'realm' | 'state' | 'offices'>): AccessVerdict {
  return mayCloseAccount(ctx.viewer, person)
}

/**
 * Somebody whose account the viewer may close, and for whom they answer. NotFound unless seen, and for everybody who
 * does not look after the inside; Forbidden.
 */
export async function getClosing(ctx: Ctx, id: AccountId) {
  const person = closesAccounts(ctx.viewer) ? await findReadable(ctx, id) : undefined
  if (!person || person.state === 'closed') throw new NotFound('accounts.not-found')
  demand(mayCloseAccount(ctx.viewer, person))
  return { person, answering: await listAnswering(ctx, id) }
}

/**
 * Closes an account: the person is signed out everywhere, their offices end, and the guests for whom they answered read
 * nothing until somebody else does. Spaces and groups remember them, and what they wrote stays in their name. It cannot
 * be undone; the address is free again. Throws NotFound, Forbidden, Invalid (`reason`), and Conflict
 * (`offices.last-owner`).
 */
export async function closeAccount(ctx: Ctx, id: AccountId, reason: string): Promise<void> {
  const given = closingSchema.safeParse({ reason })
  if (!given.success) throw new Invalid('accounts.not-valid', { reason: given.error.issues[0]!.message })
  const { person } = await getClosing(ctx, id)
  const closedBy = ctx.viewer.kind === 'account' ? ctx.viewer.id : null
  await ctx.transaction(async (inside) => {
    const asTango = inside.asSystem('an account was closed')
    // First: it holds on to the last owner, and refuses.
    for (const office of person.offices) await endOffice(asTango, id, office)
    if (!(await markClosed(inside, { accountId: id, closedBy, reason: given.data.reason })))
      throw new Conflict('accounts.closed', said('This account is closed already.'))
    await endAllSessions(asTango, id)
    await announce(inside, accountClosed, { accountId: id })
  })
}
