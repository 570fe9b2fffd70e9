/** From the door to a provider and back, and what is done with whom the provider knows. */
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { hashToken, makeToken } from '../../platform/tokens.ts'
import { demand } from '../../platform/verdict.ts'
import { createAccount, findAccountToEnter } from '../accounts/accounts.ts'
import { wayChanged } from '../sign-in/ways.events.ts'
import type { Vault } from '../vault.ts'
import { mayProvision, opensDoor } from './identity-providers.access.ts'
import * as queries from './identity-providers.queries.ts'
import type { Found, JourneyId, ProviderId, ProviderRealm } from './identity-providers.tables.ts'
import { presets } from './presets.ts'
import { type Kept, type OpenProvider, type Refusal, arrival, departure, reasonOf } from './protocol.ts'

const outMinutes = 15
const foundMinutes = 60
const beginLimit: RateLimit = { name: 'provider-begin', uses: 60, seconds: 15 * 60 }
const returnLimit: RateLimit = { name: 'provider-return', uses: 60, seconds: 15 * 60 }

/** What the surroundings of a journey are: this site's address, the vault, and whether plain http on this machine is taken. */
export interface Surroundings {
  readonly origin: string
  readonly vault: Vault
  readonly plain: boolean
  readonly network: string
}

/** Where the provider sends people back to: an address for each, so that the answer of one is never taken for another's. */
export function redirectUri(origin: string, provider: { id: ProviderId; preset: keyof typeof presets }): string {
  return presets[provider.preset].answersByForm ? `${origin}/sign-in/back` : `${origin}/sign-in/back/${provider.id}`
}

/**
 * Begins the way to a provider. Gives its address and the secret that only this browser holds (a cookie). Throws NotFound
 * and Forbidden (`identity-providers.closed`), Conflict when the provider does not answer, TryLater.
 */
export async function beginJourney(
  ctx: Ctx,
  asked: { providerId: ProviderId; realm: ProviderRealm; purpose: 'enter' | 'link'; next?: string; loginHint?: string },
  around: Surroundings,
): Promise<{ address: string; browser: string }> {
  await countUse(ctx, beginLimit, around.network)
  const { realm, purpose, next, loginHint } = asked
  const provider = await openProvider(ctx, asked.providerId, around.vault)
  demand(opensDoor(provider, realm))
  const way = { redirectUri: redirectUri(around.origin, provider), plain: around.plain, loginHint }
  const { address, kept } = await departure(ctx, provider, way).catch((error: unknown) => {
    ctx.log.warn('a provider could not be reached', { provider: provider.id, reason: reasonOf(error) })
    throw new Conflict('identity-providers.unreachable', sentences.unreachable(provider.label))
  })
  const browser = makeToken()
  await queries.insertJourney(ctx, {
    providerId: provider.id,
    realm,
    purpose,
    stateHash: hashToken(kept.state),
    browserHash: hashToken(browser),
    sealed: around.vault.seal('journey', JSON.stringify(kept)),
    nextPath: next ?? null,
    expiresAt: new Date(ctx.now.getTime() + outMinutes * 60_000),
  })
  return { address, browser }
}

/** What a return from a provider leads to. */
export type Return =
  | { readonly kind: 'refused'; readonly reason: Refusal; readonly because: Said; readonly realm: ProviderRealm }
  | {
      readonly kind: 'known'
      readonly accountId: AccountId
      readonly realm: ProviderRealm
      /** The owner trusts the provider with both factors. */
      readonly both: boolean
      readonly next: string | undefined
    }
  | { readonly kind: 'found'; readonly journeyId: JourneyId }
  | { readonly kind: 'link'; readonly journeyId: JourneyId }

/**
 * Takes what a provider sent along with somebody, once. `at`: the provider whose address they came back to, where it has
 * one of its own. Never throws for a bad answer: it is refused with a sentence, and the kind of refusal is logged.
 */
export async function comeBack(
  ctx: Ctx,
  came: { params: URLSearchParams; at: ProviderId | undefined; browser: string | undefined },
  around: Surroundings,
): Promise<Return> {
  await countUse(ctx, returnLimit, around.network)
  const stateHash = hashToken(came.params.get('state') ?? '')
  const providerId = await queries.providerOfState(ctx, stateHash)
  const provider = providerId && (await findOpenProvider(ctx, providerId, around.vault))
  // Before the state is used up: who was sent here by a stranger's link loses nothing.
  if (!provider || came.browser === undefined) return refuse(ctx, undefined, 'state')
  if (came.at === undefined ? !presets[provider.preset].answersByForm : came.at !== provider.id)
    return refuse(ctx, provider, 'issuer')
  const journey = await queries.takeReturn(ctx, stateHash, hashToken(came.browser))
  if (!journey) return refuse(ctx, provider, 'state')
  if (!opensDoor(provider, journey.realm).allowed) return refuse(ctx, provider, 'closed', journey.realm)
  const kept = JSON.parse(around.vault.open('journey', journey.sealed)) as Kept
  const url = new URL(`${redirectUri(around.origin, provider)}?${came.params}`)
  let found: Found
  try {
    found = await arrival(ctx, provider, { url, kept, plain: around.plain })
  } catch (error) {
    return refuse(ctx, provider, reasonOf(error), journey.realm)
  }
  const expiresAt = new Date(ctx.now.getTime() + foundMinutes * 60_000)
  if (journey.purpose === 'link') {
    await queries.putFound(ctx, journey.id, found, expiresAt)
    return { kind: 'link', journeyId: journey.id }
  }
  const known = await queries.findIdentity(ctx, { realm: journey.realm, ...found })
  if (known) {
    await queries.markIdentityUsed(ctx, known.id)
    await queries.finishJourney(ctx, journey.id)
    const { accountId } = known
    const { realm, nextPath } = journey
    return { kind: 'known', accountId, realm, both: provider.checksSecondFactor, next: nextPath ?? undefined }
  }
  await queries.putFound(ctx, journey.id, found, expiresAt)
  return { kind: 'found', journeyId: journey.id }
}

function refuse(
  ctx: Ctx,
  provider: OpenProvider | undefined,
  reason: Refusal,
  realm: ProviderRealm = 'outside',
): Return {
  ctx.log.warn('a return from a provider was refused', { provider: provider?.id, reason })
  return { kind: 'refused', reason, realm, because: sentences[reason](provider?.label ?? 'The provider') }
}

const sentences: Readonly<Record<Refusal, (provider: string) => Said>> = {
  state: () => said('This way was used already, took too long, or began in another browser. Begin again.'),
  denied: (provider) => said('You did not go on at {provider}. Nothing happened.', { provider }),
  code: (provider) =>
    said('{provider} does not accept this code: it was used already, or is too old. Begin again.', { provider }),
  issuer: (provider) =>
    said('This answer is not from {provider}, where you wanted to sign in. Nobody was let in by it.', { provider }),
  audience: (provider) =>
    said('This answer of {provider} was made for another site. Nobody was let in by it.', { provider }),
  expired: (provider) => said('This answer of {provider} has run out. Begin again.', { provider }),
  nonce: (provider) =>
    said('This answer of {provider} belongs to another sign-in. Nobody was let in by it.', { provider }),
  signature: (provider) => said('This answer was not signed by {provider}. Nobody was let in by it.', { provider }),
  answer: (provider) => said('{provider} gave an answer that cannot be read. Try another way in.', { provider }),
  unreachable: (provider) =>
    said('{provider} does not answer at the moment. Try again in a minute, or another way in.', { provider }),
  closed: (provider) => said('{provider} does not open this door any more. Choose another way in.', { provider }),
}

/** Somebody whom a provider knows and no account here is linked to: what they can do now. */
export interface FoundPerson {
  readonly journeyId: JourneyId
  readonly realm: ProviderRealm
  readonly label: string
  readonly email: string | null
  readonly name: string | null
  readonly next: string | undefined
  /** `make`: an account can be made at once. `sign-in`: sign in to an account first, then link. */
  readonly step: 'make' | 'sign-in'
  /** Why, where it is `sign-in`. */
  readonly because: Said
}

/**
 * What a journey found, for the browser that made it. An address is looked up only when it is proved, and even then
 * nothing is joined: who has an account signs in to it first. NotFound when it is over.
 */
export async function getFound(ctx: Ctx, id: JourneyId, browser: string | undefined): Promise<FoundPerson> {
  const { journey, provider } = await foundBy(ctx, id, browser)
  const { found, realm, nextPath } = journey
  const { email, name } = found
  const person = { journeyId: id, realm, label: provider.label, email, name, next: nextPath ?? undefined }
  if (email === null || !found.emailProved)
    return {
      ...person,
      step: 'sign-in',
      because: said('{provider} did not prove a mail address of yours.', { provider: provider.label }),
    }
  if (await findAccountToEnter(ctx.asSystem('is there an account to sign in to first'), realm, email))
    return { ...person, step: 'sign-in', because: said('There is an account with this address already.') }
  const provision = realm === 'inside' ? mayProvision(provider, found) : undefined
  if (provision && !provision.allowed) return { ...person, step: 'sign-in', because: provision.because }
  return { ...person, step: 'make', because: '' }
}

/** Makes the account of somebody new and links them. Throws Conflict when they have to sign in first; Invalid for the name. */
export async function makeFoundAccount(
  ctx: Ctx,
  id: JourneyId,
  browser: string | undefined,
  displayName: string,
): Promise<{ accountId: AccountId; realm: ProviderRealm; both: boolean; next: string | undefined }> {
  const person = await getFound(ctx, id, browser)
  if (person.step !== 'make') throw new Conflict('identity-providers.sign-in-first', person.because)
  const { journey, provider } = await foundBy(ctx, id, browser)
  const { realm, found } = journey
  return ctx.asSystem('a provider proved somebody new').transaction(async (inside) => {
    if (!(await queries.finishJourney(inside, id))) throw over()
    const accountId = await createAccount(inside, { realm, email: found.email!, displayName, emailProved: true })
    await link(inside, accountId, { realm, found, label: provider.label })
    return { accountId, realm, both: provider.checksSecondFactor, next: person.next }
  })
}

/** What the viewer is about to link. NotFound when it is over or of another side. */
export async function getLink(ctx: Ctx, id: JourneyId, browser: string | undefined) {
  const viewer = signedIn(ctx)
  const { journey, provider } = await foundBy(ctx, id, browser)
  if (journey.realm !== viewer.realm)
    throw new Conflict(
      'identity-providers.other-side',
      said('This was begun at another door. Begin again from your settings.'),
    )
  return { journeyId: id, label: provider.label, shownAs: journey.found.email ?? journey.found.name }
}

/**
 * Links what a journey found to the viewer's own account; the caller has seen that the session is fresh. Conflict
 * (`identity-providers.taken`) when it enters an account on this side already.
 */
export async function finishLink(ctx: Ctx, id: JourneyId, browser: string | undefined): Promise<void> {
  const viewer = signedIn(ctx)
  await getLink(ctx, id, browser)
  const { journey, provider } = await foundBy(ctx, id, browser)
  await ctx.transaction(async (inside) => {
    if (!(await queries.finishJourney(inside, id))) throw over()
    await link(inside, viewer.id, { realm: journey.realm, found: journey.found, label: provider.label })
  })
}

async function link(
  ctx: Ctx,
  accountId: AccountId,
  what: { realm: ProviderRealm; found: Found; label: string },
): Promise<void> {
  const { issuer, subject, email, name } = what.found
  const identity = { accountId, realm: what.realm, issuer, subject, label: what.label, shownAs: email ?? name }
  if (!(await queries.insertIdentity(ctx, identity)))
    throw new Conflict('identity-providers.taken', said('This account elsewhere opens another account here already.'))
  await announce(ctx, wayChanged, { accountId, change: 'provider-linked' })
}

async function foundBy(ctx: Ctx, id: JourneyId, browser: string | undefined) {
  const journey = browser === undefined ? undefined : await queries.findFound(ctx, id, hashToken(browser))
  const provider = journey && (await queries.findProvider(ctx, journey.providerId))
  if (!journey || !provider || !opensDoor(provider, journey.realm).allowed) throw over()
  return { journey, provider }
}

function over(): NotFound {
  return new NotFound('identity-providers.over', said('This is over. Begin again from the sign-in page.'))
}

async function openProvider(ctx: Ctx, id: ProviderId, vault: Vault): Promise<OpenProvider> {
  const provider = await findOpenProvider(ctx, id, vault)
  if (!provider) throw new NotFound('identity-providers.not-found')
  return provider
}

async function findOpenProvider(ctx: Ctx, id: ProviderId, vault: Vault): Promise<OpenProvider | undefined> {
  const provider = await queries.findProvider(ctx, id)
  if (!provider) return undefined
  const sealed = await queries.findSecret(ctx, id)
  return { ...provider, secret: sealed ? vault.open(`identity provider ${id}`, sealed) : undefined }
}

function signedIn(ctx: Ctx): AccountViewer {
  if (ctx.viewer.kind !== 'account')
    throw new NotFound('identity-providers.sign-in-first', said('Sign in first, then link it.'))
  return ctx.viewer
}
