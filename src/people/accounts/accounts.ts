import { z } from 'zod'
import { type Asked, ask, asked } from '../../platform/asking.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { PageOf } from '../../platform/cursor.ts'
import type { Office } from '../offices/offices.ts'
import { endAllSessions } from '../sessions/sessions.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import { mayChangeAccount, mayCreateAccounts } from './accounts.access.ts'
import { accountCreated, passwordChanged } from './accounts.events.ts'
import * as queries from './accounts.queries.ts'
import type { AccountState, StandingLevel } from './accounts.tables.ts'
import { handlesToTry } from './handles.ts'
import { cleanEmail, cleanLine, displayNameSchema, emailSchema } from './names.ts'
import { hashPassword, passwordProblem, verifyPassword } from './passwords.ts'

export type { AccountState, FieldReach, MemberField, StandingLevel } from './accounts.tables.ts'
export { type Onlooker, everyMember, onlookerOf, readableField, readablePerson } from './accounts.access.ts'
export { canEnter, upsertFieldValue } from './accounts.queries.ts'
export { cleanEmail, cleanLine, displayNameSchema, emailSchema } from './names.ts'
export { hashPassword, passwordProblem, shortestPassword } from './passwords.ts'
export { closeAccount, getClosing, mayClose } from './closing.ts'
export { wordsFor } from './language.ts'
export { type PersonPanel, drawPersonPanels, registerPersonPanel } from './person-slot.ts'
export { chooseLocale, locales, profileSchema, timeZones, updateProfile } from './profile.ts'
export { type UnclaimedPerson, claimAccount, createUnclaimed } from './unclaimed.ts'

/** Somebody as they are drawn beside what they wrote. */
export interface PersonCard {
  readonly id: AccountId
  readonly displayName: string
  readonly handle: string
  readonly realm: Realm
  readonly organisation: string | null
  readonly jobTitle: string
  /** None once they left. */
  readonly offices: readonly Office[]
  readonly state: AccountState
  /** What a member earned outside by helping: 0 nothing yet, 1 helper, 2 guide, 3 champion. */
  readonly standing: StandingLevel
}

/** What a profile page shows to those who may see it. */
export interface PersonProfile extends PersonCard {
  /** Markdown. */
  readonly about: string
  readonly createdAt: Date
  readonly timeZone: string
}

/** An account as its own owner sees it. */
export interface OwnAccount extends PersonProfile {
  readonly email: string | null
  readonly locale: string
  readonly hasPassword: boolean
}

const newAccountSchema = z.object({
  realm: z.enum(['inside', 'outside', 'bridge']),
  email: emailSchema,
  displayName: displayNameSchema,
  organisation: z
    .string()
    .transform(cleanLine)
    .pipe(z.string().max(120, said('Keep it under 120 characters.')))
    .optional(),
  jobTitle: z
    .string()
    .transform(cleanLine)
    .pipe(z.string().max(120, said('Keep it under 120 characters.')))
    .default(''),
})

export type NewAccountInput = z.input<typeof newAccountSchema> & {
  password?: string
  /** A password that `hashPassword` has already taken; instead of `password`. */
  passwordHash?: string
  /** A code or an invitation sent to the address came back. */
  emailProved?: boolean
}

/**
 * Makes an account in one realm, as Tango itself: the caller has proved the right (sign-up by code, invitation,
 * first start, command line). The handle is made from the name. Throws Invalid with a message for each field, and
 * Conflict (`accounts.email-taken`), which must never be shown to a stranger.
 */
export async function createAccount(ctx: Ctx, input: NewAccountInput): Promise<AccountId> {
  demand(mayCreateAccounts(ctx.viewer))
  const { email, ...account } = takeNewAccount(input)
  const passwordHash = input.passwordHash ?? (input.password === undefined ? null : await hashPassword(input.password))
  return ctx.transaction(async (inside) => {
    for (const handle of handlesToTry(account.displayName)) {
      const [row] = await queries.insertAccounts(inside, [
        {
          ...account,
          email,
          handle,
          passwordHash,
          organisation: account.organisation || null,
          emailProvedAt: input.emailProved ? inside.now : null,
          about: '',
          state: 'active',
          // Whoever joins goes on in the language in which they came in.
          locale: inside.say.language,
          createdAt: inside.now,
        },
      ])
      if (row) {
        await announce(inside, accountCreated, { accountId: row.id })
        return row.id
      }
      if (await queries.emailTaken(inside, account.realm, email)) {
        throw new Conflict('accounts.email-taken', said('There is already an account with this address on this side.'))
      }
    }
    throw new Error('no free handle was found')
  })
}

function takeNewAccount(input: NewAccountInput) {
  const parsed = newAccountSchema.safeParse(input)
  const fields: Record<string, Said> = {}
  for (const issue of parsed.error?.issues ?? []) fields[String(issue.path[0])] ??= issue.message
  const problem = input.password === undefined ? undefined : passwordProblem(input.password, cleanEmail(input.email))
  if (problem) fields.password = problem
  if (!parsed.success || problem) throw new Invalid('accounts.not-valid', fields)
  return parsed.data
}

/** An account as its owner sees it: for the owner, and for Tango. NotFound for everybody else. */
export async function getAccount(ctx: Ctx, id: AccountId): Promise<OwnAccount> {
  const account = mayChangeAccount(ctx.viewer, id).allowed ? await queries.findOwn(ctx, id) : undefined
  if (!account) throw new NotFound('accounts.not-found')
  const { passwordHash, ...rest } = account
  return { ...rest, hasPassword: passwordHash !== null }
}

/** The active account at an address of one realm. For Tango alone (sign-in, command line): addresses are not for looking up. */
export async function findAccountByEmail(
  ctx: Ctx,
  realm: Realm,
  email: string,
): Promise<{ id: AccountId; displayName: string } | undefined> {
  if (ctx.viewer.kind !== 'system') throw new NotFound('accounts.not-found')
  const found = await queries.findActiveByEmail(ctx, realm, cleanEmail(email))
  return found && { id: found.id, displayName: found.displayName }
}

/** The account that the holder of an address can sign in to, or come back to after leaving it. For Tango alone. */
export async function findAccountToEnter(ctx: Ctx, realm: Realm, email: string): Promise<AccountId | undefined> {
  if (ctx.viewer.kind !== 'system') throw new NotFound('accounts.not-found')
  return (await queries.findToEnter(ctx, realm, cleanEmail(email)))?.id
}

/**
 * The account that this address and password belong to, on this side; undefined when they do not fit together. Takes
 * the same time whether there is such an account or not.
 */
export async function checkPassword(
  ctx: Ctx,
  realm: Realm,
  email: string,
  password: string,
): Promise<AccountId | undefined> {
  const found = await queries.findToEnter(ctx, realm, cleanEmail(email))
  // Refused before hashing for known and unknown alike: the length of a text must not buy more work.
  const fits = await verifyPassword(password.slice(0, 1000), found?.passwordHash)
  return fits ? found?.id : undefined
}

/**
 * Sets a password, for the person themselves or for whoever runs the machine, and signs the account out everywhere
 * (the caller starts a new session where one is wanted). Invalid with a message for `password`.
 */
export async function setPassword(ctx: Ctx, id: AccountId, password: string): Promise<void> {
  demand(mayChangeAccount(ctx.viewer, id))
  const account = await getAccount(ctx, id)
  const problem = passwordProblem(password, account.email ?? '')
  if (problem) throw new Invalid('accounts.not-valid', { password: problem })
  const passwordHash = await hashPassword(password)
  await ctx.transaction(async (inside) => {
    await queries.updateAccount(inside, id, { passwordHash })
    await endAllSessions(inside, id)
    await announce(inside, passwordChanged, { accountId: id })
  })
}

/** Whether this is the account's password; for confirming something while signed in. */
export async function isOwnPassword(ctx: Ctx, id: AccountId, password: string): Promise<boolean> {
  demand(mayChangeAccount(ctx.viewer, id))
  const account = await queries.findOwn(ctx, id)
  return verifyPassword(password.slice(0, 1000), account?.passwordHash)
}

/** Remembers that a code or an invitation sent to the account's address came back. For Tango alone. */
export async function markEmailProved(ctx: Ctx, id: AccountId): Promise<void> {
  demand(mayCreateAccounts(ctx.viewer))
  await queries.markEmailProved(ctx, id)
}

/** How many people the viewer may know of, in one realm or in all. */
export async function countAccounts(ctx: Ctx, realm?: Realm): Promise<number> {
  return queries.countReadable(ctx, realm)
}

/** Somebody whom the viewer may know of; undefined otherwise. */
export async function findPerson(ctx: Ctx, id: AccountId): Promise<PersonProfile | undefined> {
  return queries.findReadable(ctx, id)
}

const peopleAPage = 50

/**
 * Active people of one realm whom the viewer may know of, by name, 50 a page. `name` is the beginning of any word of
 * the name. `after` is the `next` of the page before.
 */
export async function listPeople(ctx: Ctx, filter: queries.PeopleFilter): Promise<PageOf<PersonCard>> {
  const rows = await queries.listReadable(ctx, filter, peopleAPage + 1)
  if (rows.length <= peopleAPage) return { items: rows }
  const items = rows.slice(0, peopleAPage)
  return { items, next: String(items.at(-1)!.id) }
}

/**
 * The people behind things that the viewer is already reading, by id, in one query. Not asked whether the viewer may
 * open their profiles: a name stands beside every word that can be read.
 */
export async function loadPeople(ctx: Ctx, ids: readonly AccountId[]): Promise<Map<AccountId, PersonCard>> {
  return ids.length === 0 ? new Map() : ask(ctx.db, askPeople(ctx, ids))
}

/** As `loadPeople`, to be asked with others. */
export function askPeople(ctx: Ctx, ids: readonly AccountId[]): Asked<Map<AccountId, PersonCard>> {
  const wanted = [...new Set(ids)]
  return asked(queries.selectCards(ctx, wanted), (rows) => new Map(rows.map((row) => [row.id, row])))
}

/**
 * How the people whom a text names are called now, in one query. `leads`: the viewer may open the profile. `name` is
 * undefined where the viewer may not learn of a change of it: of an open account that they do not see.
 */
export async function presentNames(
  ctx: Ctx,
  ids: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, { name: string | undefined; leads: boolean }>> {
  const rows = ids.length === 0 ? [] : await queries.selectNames(ctx, ids)
  return new Map(
    rows.map(({ id, displayName, state, isSeen }) => [
      id,
      { name: isSeen || state === 'closed' ? displayName : undefined, leads: Boolean(isSeen) && state !== 'closed' },
    ]),
  )
}

/**
 * The names of colleagues and guests that stand in a plain text as they are written, whole, in the order of the alphabet:
 * of everybody whom the viewer may know of, and of `also`.
 */
export async function namesIn(ctx: Ctx, text: string, also: readonly string[] = []): Promise<readonly string[]> {
  const names = new Set([...(await queries.selectNamesIn(ctx, text)), ...also])
  return [...names].filter((name) => standsIn(text, name)).toSorted((one, two) => one.localeCompare(two))
}

/** Whether a name stands in a text and is no part of a longer word there. */
function standsIn(text: string, name: string): boolean {
  const isLetter = (sign: string | undefined) => sign !== undefined && /[\p{L}\p{M}\p{N}]/u.test(sign)
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + name.length])) return true
  }
  return false
}

/** The address of a profile: `/people/12-ines`. The number decides; the handle is for reading. */
export function personPath(person: { id: AccountId; handle: string }): string {
  return `/people/${person.id}-${person.handle}`
}
