import type { Ctx, Realm } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import { mayCreateAccounts } from './accounts.access.ts'
import { type NewAccount, claimUnclaimed, emailTaken, insertAccounts } from './accounts.queries.ts'
import { handleBase, withNumber } from './handles.ts'
import { displayNameSchema, emailSchema } from './names.ts'
import { hashPassword, passwordProblem } from './passwords.ts'

/** Somebody who wrote elsewhere and may claim their words one day: a name without an address, who cannot sign in. */
export interface UnclaimedPerson {
  readonly displayName: string
  /** Markdown. */
  readonly about?: string
  readonly createdAt: Date
}

/**
 * Hands an unclaimed account, with all that stands in its name, to the person it belongs to: from then on they sign in
 * with this address. Only whoever runs the machine may, having checked who they are. NotFound unless it is unclaimed;
 * Invalid for the address or the password; Conflict when the address has an account on that side already.
 */
export async function claimAccount(ctx: Ctx, id: AccountId, proof: { email: string; password: string }): Promise<void> {
  demand(mayCreateAccounts(ctx.viewer))
  const email = emailSchema.safeParse(proof.email)
  const problem = passwordProblem(proof.password, proof.email)
  if (!email.success) throw new Invalid('accounts.not-valid', { email: email.error.issues[0]!.message })
  if (problem) throw new Invalid('accounts.not-valid', { password: problem })
  const passwordHash = await hashPassword(proof.password)
  await ctx.transaction(async (inside) => {
    const realm = await claimUnclaimed(inside, id, async (side) => {
      if (await emailTaken(inside, side, email.data))
        throw new Conflict('accounts.email-taken', said('There is already an account with this address on that side.'))
      return { email: email.data, passwordHash }
    })
    if (!realm) throw new NotFound('accounts.not-unclaimed', said('There is no unclaimed account with this number.'))
  })
}

const unclaimedAtOnce = 1000

/**
 * Makes unclaimed accounts in bulk, for importers; gives their ids in the order of `people`. All or nothing. Announces
 * nothing: an import announces itself. Throws Invalid naming the row (from 0) whose name is empty or too long.
 */
export async function createUnclaimed(
  ctx: Ctx,
  people: readonly UnclaimedPerson[],
  realm: Realm = 'outside',
): Promise<AccountId[]> {
  demand(mayCreateAccounts(ctx.viewer))
  const rows = people.map((person, index) => {
    const name = displayNameSchema.safeParse(person.displayName)
    if (!name.success) throw new Invalid('accounts.not-valid', { [`row ${index}`]: name.error.issues[0]!.message })
    return { ...person, displayName: name.data }
  })
  return ctx.transaction(async (inside) => {
    const ids: AccountId[] = []
    for (let start = 0; start < rows.length; start += unclaimedAtOnce) {
      ids.push(...(await insertUnclaimed(inside, rows.slice(start, start + unclaimedAtOnce), realm)))
    }
    return ids
  })
}

async function insertUnclaimed(ctx: Ctx, people: readonly UnclaimedPerson[], realm: Realm): Promise<AccountId[]> {
  const ids = new Map<number, AccountId>()
  for (let round = 0; ids.size < people.length; round++) {
    if (round > 20) throw new Error('no free handles were found')
    const byHandle = new Map<string, number>()
    for (const [index, person] of people.entries()) {
      if (ids.has(index)) continue
      const base = handleBase(person.displayName)
      const handle = round === 0 && !byHandle.has(base) ? base : withNumber(base)
      if (!byHandle.has(handle)) byHandle.set(handle, index)
    }
    const accounts = [...byHandle].map(([handle, index]) => unclaimed(people[index]!, handle, realm))
    for (const row of await insertAccounts(ctx, accounts)) ids.set(byHandle.get(row.handle)!, row.id)
  }
  return people.map((_, index) => ids.get(index)!)
}

function unclaimed(person: UnclaimedPerson, handle: string, realm: Realm): NewAccount {
  const { displayName, createdAt, about = '' } = person
  const nothing = { email: null, emailProvedAt: null, passwordHash: null, organisation: null, jobTitle: '' }
  return { ...nothing, realm, handle, displayName, about, createdAt, state: 'unclaimed' }
}
