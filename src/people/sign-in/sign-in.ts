import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Ctx, Realm } from '../../platform/context.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { parseId } from '../../platform/ids.ts'
import { said, wordsIn } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { hashToken, makeCode, makeToken } from '../../platform/tokens.ts'
import * as accounts from '../accounts/accounts.ts'
import { enterByPasskey } from '../passkeys/passkeys.ts'
import { confirmFactor, passFactor } from '../second-factor/second-factor.ts'
import {
  type Arrival,
  type Proof,
  type Waiting,
  completeSession,
  factorStanding,
  findWaiting,
  startSession,
} from '../sessions/sessions.ts'
import type { Vault } from '../vault.ts'
import { comeBackPath } from './return-path.ts'
import { codeAsked } from './sign-in.events.ts'
import { mailCode, mailCodesAreOff, mailNoAccount } from './sign-in.mails.ts'
import * as queries from './sign-in.queries.ts'
import type { CodeDetails, CodeId, CodePurpose } from './sign-in.tables.ts'
import { mailCodesWork } from './ways.ts'

export { ownPath, pathAfterSignIn } from './return-path.ts'

/** A door was opened: the new session's token, which face it is, and the path where that face begins. */
export interface Entered {
  readonly token: string
  readonly realm: Realm
  readonly home: string
  /** A second factor is owed before the session is anybody's. */
  readonly waits: boolean
}

const quarter = 15 * 60
const limits = {
  passwordByAddress: { name: 'password-address', uses: 10, seconds: quarter },
  passwordByNetwork: { name: 'password-network', uses: 60, seconds: quarter },
  codeByAddress: { name: 'code-address', uses: 5, seconds: 3600 },
  codeByNetwork: { name: 'code-network', uses: 30, seconds: 3600 },
  signUpByNetwork: { name: 'sign-up-network', uses: 20, seconds: 3600 },
  tryByNetwork: { name: 'code-try-network', uses: 60, seconds: quarter },
} as const satisfies Record<string, RateLimit>

const codeMinutes = 10
const codeTries = 5

/**
 * Signs in with a password at one door. `network` is the hash of the network address, for the limits. Throws Invalid
 * with one and the same message whatever did not fit, and TryLater: neither tells whether there is such an account.
 */
export async function signInWithPassword(
  ctx: Ctx,
  door: { realm: Realm; email: string; password: string },
  from: { network: string; arrival: Arrival },
): Promise<Entered> {
  const email = accounts.cleanEmail(door.email)
  await countUse(ctx, limits.passwordByNetwork, from.network)
  await countUse(ctx, limits.passwordByAddress, `${door.realm} ${email}`)
  const accountId = await accounts.checkPassword(ctx, door.realm, email, door.password)
  if (accountId === undefined) {
    throw new Invalid('sign-in.does-not-fit', {
      password: said('Address and password do not fit together at this door. Try again, or have a code sent to you.'),
    })
  }
  return enter(ctx, accountId, door.realm, { provedBy: 'password', arrival: from.arrival })
}

/**
 * Asks for a code by mail. Gives a ticket for the page where the code is typed; the same happens, in the same time,
 * whether there is an account or not: code and mail are made afterwards, by `sendCode`.
 */
export async function askForCode(ctx: Ctx, door: { realm: Realm; email: string }, network: string): Promise<string> {
  await countUse(ctx, limits.codeByNetwork, network)
  return openTicket(ctx, 'sign-in', door, {})
}

/**
 * Begins a membership outside: the account is made when the code comes back. For an address that has an account the
 * answer is the same and the code signs in to it; the name and password given here are then dropped.
 */
export async function signUp(
  ctx: Ctx,
  person: { displayName: string; email: string; password?: string },
  network: string,
): Promise<string> {
  await countUse(ctx, limits.signUpByNetwork, network)
  const problem = person.password ? accounts.passwordProblem(person.password, person.email) : undefined
  if (problem) throw new Invalid('accounts.not-valid', { password: problem })
  const passwordHash = person.password ? await accounts.hashPassword(person.password) : undefined
  return openTicket(
    ctx,
    'sign-up',
    { realm: 'outside', email: person.email },
    { displayName: person.displayName, passwordHash },
  )
}

async function openTicket(
  ctx: Ctx,
  purpose: CodePurpose,
  door: { realm: Realm; email: string },
  details: Omit<CodeDetails, 'ticketHash'>,
): Promise<string> {
  const email = accounts.cleanEmail(door.email)
  await countUse(ctx, limits.codeByAddress, `${door.realm} ${email}`)
  const secret = makeToken()
  const id = await ctx.transaction(async (inside) => {
    const codeId = await queries.insertCode(inside, {
      realm: door.realm,
      email,
      purpose,
      // No code fits until one is sent; for an address without an account none ever does.
      codeHash: randomBytes(32),
      details: { ...details, language: ctx.say.language, ticketHash: hashToken(secret).toString('hex') },
      expiresAt: new Date(inside.now.getTime() + codeMinutes * 60_000),
    })
    await announce(inside, codeAsked, { codeId })
    return codeId
  })
  return `${id}.${secret}`
}

/** Makes the code that somebody asked for and mails it to them, if it is theirs to have. Run by the listener, as Tango. */
export async function sendCode(ctx: Ctx, codeId: CodeId): Promise<void> {
  const asked = await queries.findCode(ctx, codeId)
  if (!asked || asked.usedAt !== null || asked.expiresAt <= ctx.now) return
  const account = await accounts.findAccountToEnter(ctx, asked.realm, asked.email)
  const say = account ? await accounts.wordsFor(ctx, account) : wordsIn((asked.details as CodeDetails).language)
  const receiver = { email: asked.email, realm: asked.realm, say }
  if (!account && asked.purpose === 'sign-in') {
    // Inside and on the bridge people are invited; a stranger's address gets no mail from there.
    if (asked.realm === 'outside') await mailNoAccount(ctx, receiver)
    return
  }
  if (account && !(await mailCodesWork(ctx, account))) return mailCodesAreOff(ctx, receiver)
  const code = makeCode()
  await queries.setCodeHash(ctx, codeId, hashCode(codeId, code))
  const kind = !account ? 'new' : asked.purpose === 'sign-up' ? 'existing-at-sign-up' : 'existing'
  await mailCode(ctx, receiver, code, kind)
}

/** What a ticket is for; undefined when it is not one of ours or is a day old. */
export async function findTicket(
  ctx: Ctx,
  ticket: string,
): Promise<{ id: CodeId; realm: Realm; purpose: CodePurpose } | undefined> {
  const parts = readTicket(ticket)
  const asked = parts && (await queries.findCode(ctx, parts.id))
  return asked && ticketFits(asked.details, parts.secret) ? asked : undefined
}

/**
 * Signs in with the code that came by mail, or finishes a sign-up. Throws Invalid with a message for `code`: for a
 * wrong one, and for one that is too old, was used, or was tried five times. Codes take only digits; space is ignored.
 */
export async function enterWithCode(
  ctx: Ctx,
  given: { ticket: string; code: string },
  from: { network: string; arrival: Arrival },
): Promise<Entered> {
  await countUse(ctx, limits.tryByNetwork, from.network)
  // The ticket first: only the browser that asked can use up the tries.
  const ticket = await findTicket(ctx, given.ticket)
  const asked = ticket && (await queries.countTry(ctx, ticket.id, codeTries))
  if (!asked) {
    throw new Invalid('sign-in.code-over', { code: said('This code is no longer valid. Ask for a new one.') })
  }
  const code = given.code.replace(/[\s-]/g, '')
  if (!timingSafeEqual(hashCode(asked.id, code), asked.codeHash)) {
    throw new Invalid('sign-in.wrong-code', {
      code: said('This is not the code that we sent. Look at the newest mail and type it again.'),
    })
  }
  return ctx.transaction(async (inside) => {
    if (!(await queries.useCode(inside, asked.id))) {
      throw new Invalid('sign-in.code-over', { code: said('This code is no longer valid. Ask for a new one.') })
    }
    const { accountId, provedBy } = await ownerOf(inside.asSystem('a code came back'), asked)
    return enter(inside, accountId, asked.realm, { provedBy, arrival: from.arrival })
  })
}

/** The account that a proved address belongs to; for a sign-up it is made now. */
async function ownerOf(
  ctx: Ctx,
  asked: { realm: Realm; email: string; details: unknown },
): Promise<{ accountId: AccountId; provedBy: Proof }> {
  const { displayName, passwordHash } = asked.details as CodeDetails
  const existing = await accounts.findAccountToEnter(ctx, asked.realm, asked.email)
  if (existing) {
    await accounts.markEmailProved(ctx, existing)
    return { accountId: existing, provedBy: 'code' }
  }
  if (displayName === undefined)
    throw new Conflict('sign-in.account-gone', said('This account is closed. Nobody can sign in to it.'))
  const { realm, email } = asked
  const accountId = await accounts.createAccount(ctx, { realm, email, displayName, passwordHash, emailProved: true })
  return { accountId, provedBy: 'sign-up' }
}

/** Opens the door to whoever proved that the account is theirs; `both`: the proof counts as both factors. */
export async function enter(
  ctx: Ctx,
  accountId: AccountId,
  realm: Realm,
  proof: { provedBy: Proof; arrival: Arrival; both?: boolean },
): Promise<Entered> {
  const { provedBy, both, arrival } = proof
  const { token, waits } = await startSession(ctx, accountId, { provedBy, both, ...arrival })
  return { token, realm, home: await homeOf(ctx, accountId, realm), waits }
}

/**
 * Signs in with a passkey. One that saw the person (PIN, finger, face) counts as both factors; one that did not is
 * refused as the only proof, and may stand before a second factor. Throws Forbidden, TryLater.
 */
export async function signInWithPasskey(
  ctx: Ctx,
  given: { ticket: string; answer: string },
  from: { origin: string; network: string; arrival: Arrival },
): Promise<Entered> {
  const { accountId, realm, sawPerson } = await enterByPasskey(ctx, given, from)
  const standing = await factorStanding(ctx.asSystem('a passkey answered'), accountId)
  if (!sawPerson && !standing.has) {
    throw new Forbidden(
      'passkeys.not-verified',
      said(
        'This passkey did not ask for a PIN, a finger or a face, so that it is not enough alone. Try another way in.',
      ),
    )
  }
  return enter(ctx, accountId, realm, { provedBy: 'passkey', both: sawPerson, arrival: from.arrival })
}

/** Shows the second factor of the session that waits for it, and makes it whole under a new token. */
export async function showSecondFactor(ctx: Ctx, token: string, code: string, vault: Vault): Promise<Entered> {
  const { accountId, realm } = await getWaiting(ctx, token)
  await passFactor(ctx.asSystem('a second factor is shown'), accountId, code, vault)
  return whole(ctx, token, { accountId, realm })
}

/** Sets up the second factor that the company asks for, and goes on; gives the recovery codes, this once. */
export async function setUpOwedFactor(
  ctx: Ctx,
  token: string,
  code: string,
  vault: Vault,
): Promise<Entered & { codes: readonly string[] }> {
  const { accountId, realm, has } = await getWaiting(ctx, token)
  if (has) throw new Conflict('second-factor.on', said('You have a second factor already.'))
  const codes = await confirmFactor(ctx.asSystem('an owed second factor is set up'), accountId, code, vault)
  return { ...(await whole(ctx, token, { accountId, realm })), codes }
}

/** The session of this browser that owes a second factor. NotFound when there is none. */
export async function getWaiting(ctx: Ctx, token: string | undefined): Promise<Waiting> {
  const waiting = token === undefined ? undefined : await findWaiting(ctx, token)
  if (!waiting) throw new NotFound('sign-in.nothing-waits', said('This took too long. Sign in again.'))
  return waiting
}

async function whole(ctx: Ctx, token: string, of: { accountId: AccountId; realm: Realm }): Promise<Entered> {
  const next = await completeSession(ctx, token)
  return { token: next, realm: of.realm, home: await homeOf(ctx, of.accountId, of.realm), waits: false }
}

async function homeOf(ctx: Ctx, accountId: AccountId, realm: Realm): Promise<string> {
  if (await queries.isLeft(ctx, accountId)) return comeBackPath
  if (realm !== 'bridge') return realm === 'inside' ? '/inside' : '/'
  const room = await queries.firstRoomOf(ctx, accountId)
  return room === undefined ? '/rooms' : `/inside/spaces/${room}`
}

function readTicket(ticket: string): { id: CodeId; secret: string } | undefined {
  const [number, secret] = ticket.split('.', 2)
  const id = parseId<'email-code'>(number)
  return id !== undefined && secret !== undefined ? { id, secret } : undefined
}

function ticketFits(details: unknown, secret: string): boolean {
  return timingSafeEqual(Buffer.from((details as CodeDetails).ticketHash, 'hex'), hashToken(secret))
}

// With the id, so that equal codes are stored differently.
function hashCode(id: CodeId, code: string): Buffer {
  return hashToken(`${id}:${code}`)
}
