import type { Ctx, Realm } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { mayGiveOffice, maySeeOffices } from './offices.access.ts'
import { officeEnded, officeGiven } from './offices.events.ts'
import * as queries from './offices.queries.ts'
import { keptApart } from './office-words.ts'
import type { Office, Stewardship } from './offices.tables.ts'

export { officeNames, officeWords } from './office-words.ts'
export type { ExceptionId, Office, Stewardship } from './offices.tables.ts'
export { heldOffices, mayGiveOffice } from './offices.access.ts'

export interface HeldOffice {
  readonly office: Office
  readonly givenAt: Date
  readonly accountId: AccountId
  readonly displayName: string
  readonly realm: Realm
}

/** Who holds which office now. Employees may know; for everybody else there is nothing here. */
export async function listOffices(ctx: Ctx): Promise<readonly HeldOffice[]> {
  if (!maySeeOffices(ctx.viewer)) throw new NotFound('offices.not-found')
  return queries.selectHeld(ctx)
}

/**
 * Gives an office to an employee; nothing happens when they hold it already. Forbidden unless owner; NotFound;
 * Invalid: `offices.not-inside`, and `offices.kept-apart` for the office when one person would look after both sides.
 * That needs an exception (`askException`); whoever runs the machine needs none.
 */
export async function giveOffice(ctx: Ctx, accountId: AccountId, office: Office): Promise<void> {
  demand(mayGiveOffice(ctx.viewer))
  const holder = await getHolder(ctx, accountId)
  await ctx.transaction(async (inside) => {
    await queries.lockHolder(inside, accountId)
    const held = await queries.officesOf(inside, accountId)
    const other = keptApart[office]
    if (other !== undefined && held.includes(other) && !held.includes(office) && inside.viewer.kind !== 'system') {
      throw new Invalid('offices.kept-apart', { office: apartWords[other](holder.displayName) })
    }
    const by = inside.viewer.kind === 'account' ? inside.viewer.id : null
    if (await queries.insertOffice(inside, accountId, office, { by })) {
      await announce(inside, officeGiven, { accountId, office })
    }
  })
}

const apartWords: Readonly<Record<Stewardship, (name: string) => Said>> = {
  'inside-steward': (name) =>
    said(
      '{name} is inside steward. Choose somebody else for the other side, or ask for an exception under Offices, Both sides.',
      { name },
    ),
  'outside-steward': (name) =>
    said(
      '{name} is outside steward. Choose somebody else for the other side, or ask for an exception under Offices, Both sides.',
      { name },
    ),
}

/** Somebody who can hold an office. NotFound; Invalid for whoever does not work here. */
export async function getHolder(ctx: Ctx, accountId: AccountId) {
  const holder = await queries.findHolder(ctx, accountId)
  if (!holder) throw new NotFound('accounts.not-found')
  if (holder.realm === 'inside' && holder.state === 'active') return holder
  throw new Invalid('offices.not-inside', {
    account: said('{name} is not an employee here. Offices are held inside.', { name: holder.displayName }),
  })
}

/** The same by the work address of a colleague, as the owner types it. Invalid with a message for `email`. */
export async function giveOfficeByEmail(ctx: Ctx, email: string, office: Office): Promise<void> {
  demand(mayGiveOffice(ctx.viewer))
  const accountId = await queries.findInsideByEmail(ctx, email)
  if (accountId === undefined)
    throw new Invalid('offices.nobody', { email: said('No colleague has this address. Invite them first.') })
  await giveOffice(ctx, accountId, office)
}

/** Ends an office; nothing happens when it is not held. Conflict (`offices.last-owner`) for the last active owner. */
export async function endOffice(ctx: Ctx, accountId: AccountId, office: Office): Promise<void> {
  demand(mayGiveOffice(ctx.viewer))
  await ctx.transaction(async (inside) => {
    if (office === 'owner') {
      const owners = await queries.lockHolders(inside, 'owner')
      if (owners.length === 1 && owners[0] === accountId) {
        throw new Conflict('offices.last-owner', said('This is the only owner. Make somebody else owner first.'))
      }
    }
    if (await queries.endOffice(inside, accountId, office)) await announce(inside, officeEnded, { accountId, office })
  })
}
