import { randomBytes } from 'node:crypto'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import type { AccountViewer, Ctx, Realm } from '../../platform/context.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { hashToken, makeToken } from '../../platform/tokens.ts'
import { getAccount } from '../accounts/accounts.ts'
import { companyName } from '../company.ts'
import { wayChanged } from '../sign-in/ways.events.ts'
import * as queries from './passkeys.queries.ts'
import type { PasskeyId } from './passkeys.tables.ts'

export type { PasskeyId } from './passkeys.tables.ts'

/** One passkey as its owner sees it. */
export interface Passkey {
  readonly id: PasskeyId
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  /** Kept by more than one device (iCloud, Google, a password manager). */
  readonly backedUp: boolean
}

/** Loaded when a passkey is first used: it is a sixth of what every command takes to start. */
const webAuthn = () => import('@simplewebauthn/server')

const challengeMinutes = 10
const most = 20
const askLimit: RateLimit = { name: 'passkey-ask', uses: 120, seconds: 15 * 60 }
const tryLimit: RateLimit = { name: 'passkey-try', uses: 60, seconds: 15 * 60 }

/** What a browser says of itself; checked in full by the library, so that only its outer form matters here. */
const answerSchema = z
  .string()
  .max(16_000)
  .transform((text, issue) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      issue.addIssue({ code: 'custom', message: said('The browser did not finish. Try again.') })
      return z.NEVER
    }
  })
  .pipe(
    z.looseObject({
      id: z.string().max(2000),
      rawId: z.string(),
      type: z.string(),
      response: z.looseObject({}),
      clientExtensionResults: z.looseObject({}),
    }),
  )

export const passkeyNameSchema = z
  .string(said('Give it a name.'))
  .trim()
  .min(1, said('Give it a name, such as "My phone".'))
  .max(60, said('Keep it under 60 characters.'))

/** The relying party of an address of this site: its host, which is also what every passkey is bound to. */
function partyOf(origin: string) {
  return { rpID: new URL(origin).hostname, origin }
}

/** The viewer's own passkeys. */
export async function listPasskeys(ctx: Ctx): Promise<readonly Passkey[]> {
  const rows = await queries.selectPasskeys(ctx, self(ctx).id)
  return rows.map(({ id, name, createdAt, lastUsedAt, backedUp }) => ({ id, name, createdAt, lastUsedAt, backedUp }))
}

/** What the browser needs to make a passkey for the viewer, and the ticket that must come back with it. */
export async function askNewPasskey(ctx: Ctx, origin: string) {
  const viewer = self(ctx)
  await countUse(ctx, askLimit, String(viewer.id))
  const known = await queries.selectPasskeys(ctx, viewer.id)
  if (known.length >= most)
    throw new Conflict('passkeys.too-many', said('These are enough. Remove one that you do not use.'))
  const { email } = await getAccount(ctx, viewer.id)
  const company = await companyName(ctx)
  // One handle for all passkeys of an account; random, so that it tells nobody who it is.
  const userHandle = known[0]?.userHandle ?? randomBytes(32)
  const { generateRegistrationOptions } = await webAuthn()
  const options = await generateRegistrationOptions({
    rpName: company,
    rpID: partyOf(origin).rpID,
    userID: new Uint8Array(userHandle),
    userName: `${email ?? viewer.name} (${viewer.realm})`,
    userDisplayName: viewer.name,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  })
  const ticket = await keepChallenge(ctx, { challenge: options.challenge, accountId: viewer.id, userHandle })
  return { options, ticket }
}

/** Keeps the passkey that the browser made. Throws Invalid for `answer` or `name`. */
export async function addPasskey(
  ctx: Ctx,
  given: { ticket: string; answer: string; name: string },
  origin: string,
): Promise<PasskeyId> {
  const viewer = self(ctx)
  const name = passkeyNameSchema.safeParse(given.name)
  if (!name.success) throw new Invalid('passkeys.name', { name: name.error.issues[0]!.message })
  const asked = await takeChallenge(ctx, given.ticket)
  const answer = readAnswer(given.answer)
  if (asked?.accountId !== viewer.id || !asked.userHandle || !answer) throw didNotFit()
  const { rpID } = partyOf(origin)
  const { verifyRegistrationResponse } = await webAuthn()
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: answer as unknown as RegistrationResponseJSON,
    expectedChallenge: asked.challenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: false,
  }).catch(() => ({ verified: false, registrationInfo: undefined }))
  if (!verified || !registrationInfo) throw didNotFit()
  const { credential, credentialBackedUp } = registrationInfo
  const { userHandle } = asked
  return ctx.transaction(async (inside) => {
    const id = await queries.insertPasskey(inside, {
      accountId: viewer.id,
      userHandle,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      name: name.data,
      backedUp: credentialBackedUp,
    })
    if (id === undefined) throw new Conflict('passkeys.known', said('This passkey is known already.'))
    await announce(inside, wayChanged, { accountId: viewer.id, change: 'passkey-added' })
    return id
  })
}

/** Removes one of the viewer's passkeys; the caller has seen that another way in is left. NotFound for anybody else's. */
export async function removePasskey(ctx: Ctx, id: PasskeyId): Promise<void> {
  const { id: accountId } = self(ctx)
  await ctx.transaction(async (inside) => {
    if (!(await queries.deletePasskey(inside, accountId, id))) throw new NotFound('passkeys.not-found')
    await announce(inside, wayChanged, { accountId, change: 'passkey-removed' })
  })
}

/** For a closed account: nothing is left that could sign in. For Tango alone. */
export async function forgetPasskeys(ctx: Ctx, accountId: AccountId): Promise<void> {
  if (ctx.viewer.kind !== 'system') throw new NotFound('passkeys.not-found')
  await queries.deletePasskeysOf(ctx, accountId)
}

/** What the browser needs to sign in with whichever passkey it has for this site. Names no account. */
export async function askPasskey(ctx: Ctx, origin: string, network: string) {
  await countUse(ctx, askLimit, network)
  const { generateAuthenticationOptions } = await webAuthn()
  const options = await generateAuthenticationOptions({ rpID: partyOf(origin).rpID, userVerification: 'preferred' })
  const ticket = await keepChallenge(ctx, { challenge: options.challenge, accountId: null, userHandle: null })
  return { options, ticket }
}

/**
 * Whose passkey answered, and whether it saw the person (PIN, finger, face): then it counts as both factors. Throws
 * Forbidden with one sentence whatever did not fit, and TryLater.
 */
export async function enterByPasskey(
  ctx: Ctx,
  given: { ticket: string; answer: string },
  from: { origin: string; network: string },
): Promise<{ accountId: AccountId; realm: Realm; sawPerson: boolean }> {
  await countUse(ctx, tryLimit, from.network)
  const asked = await takeChallenge(ctx, given.ticket)
  const answer = readAnswer(given.answer)
  return ctx.transaction(async (inside) => {
    const known = asked?.accountId === null && answer ? await queries.findByCredential(inside, answer.id) : undefined
    if (!known || !asked || !answer) throw refused(ctx, 'unknown')
    const response = answer as unknown as AuthenticationResponseJSON
    const handle = Buffer.from(String(response.response.userHandle ?? ''), 'base64url')
    if (!handle.equals(known.userHandle)) throw refused(ctx, 'another handle')
    const { verifyAuthenticationResponse } = await webAuthn()
    const { verified, authenticationInfo: info } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: asked.challenge,
      expectedOrigin: from.origin,
      expectedRPID: partyOf(from.origin).rpID,
      requireUserVerification: false,
      credential: {
        id: answer.id,
        publicKey: new Uint8Array(known.publicKey),
        counter: known.counter,
        transports: known.transports,
      },
    }).catch(() => ({ verified: false as const, authenticationInfo: undefined }))
    if (!verified || !info) throw refused(ctx, 'not verified')
    await queries.markUsed(inside, known.id, { counter: info.newCounter, backedUp: info.credentialBackedUp })
    return { accountId: known.accountId, realm: known.realm, sawPerson: info.userVerified }
  })
}

async function keepChallenge(
  ctx: Ctx,
  challenge: { challenge: string; accountId: AccountId | null; userHandle: Buffer | null },
): Promise<string> {
  const ticket = makeToken()
  await queries.insertChallenge(ctx, { ...challenge, secretHash: hashToken(ticket) })
  return ticket
}

function takeChallenge(ctx: Ctx, ticket: string) {
  return queries.takeChallenge(ctx, hashToken(ticket), new Date(ctx.now.getTime() - challengeMinutes * 60_000))
}

function readAnswer(text: string) {
  return answerSchema.safeParse(text).data
}

function didNotFit(): Invalid {
  return new Invalid('passkeys.not-made', { answer: said('The passkey could not be kept. Begin again.') })
}

function refused(ctx: Ctx, reason: string): Forbidden {
  ctx.log.warn('a passkey was refused', { reason })
  return new Forbidden('passkeys.refused', said('This passkey does not open an account here. Try another way in.'))
}

function self(ctx: Ctx): AccountViewer {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('passkeys.sign-in-first', said('Sign in to see your passkeys.'))
  return ctx.viewer
}
