import { z } from 'zod'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { demand } from '../../platform/verdict.ts'
import { wayChanged } from '../sign-in/ways.events.ts'
import type { Vault } from '../vault.ts'
import { mayKeepProviders } from './identity-providers.access.ts'
import * as queries from './identity-providers.queries.ts'
import type { IdentityId, Preset, ProviderId, ProviderRealm } from './identity-providers.tables.ts'
import { isLoopback } from '../../platform/http/outgoing.ts'
import { appleSecret, microsoftIssuer, presets } from './presets.ts'

export type { IdentityId, JourneyId, Preset, ProviderId, ProviderRealm } from './identity-providers.tables.ts'
export {
  type FoundPerson,
  type Return,
  type Surroundings,
  beginJourney,
  comeBack,
  finishLink,
  getFound,
  getLink,
  makeFoundAccount,
  redirectUri,
} from './journeys.ts'
export { presets } from './presets.ts'

/** A provider as its owner sees it: never with its secret. */
export type Provider = queries.ProviderRow

/** A provider as the door shows it. */
export interface DoorProvider {
  readonly id: ProviderId
  readonly preset: Preset
  readonly label: string
}

const word = z.string().trim().max(300, said('Keep it under 300 characters.'))
const ticked = z
  .string()
  .optional()
  .transform((text) => text === 'on' || text === 'true')

/** What the owner types of a provider. An empty secret keeps the one that is known. */
export const providerSchema = z.object({
  preset: z.enum(['google', 'microsoft', 'apple', 'github', 'generic'], said('Choose a provider.')),
  label: word.max(60, said('Keep it under 60 characters.')).default(''),
  clientId: word.min(1, said('The provider gave you a client ID; paste it here.')),
  secret: z.string().trim().max(8000, said('This is too long for a secret.')).default(''),
  issuer: word.default(''),
  tenant: word.default(''),
  teamId: word.default(''),
  keyId: word.default(''),
  forOutside: ticked,
  forInside: ticked,
  makesAccounts: ticked,
  checksSecondFactor: ticked,
  domains: word.default(''),
})
export type ProviderInput = z.output<typeof providerSchema>

/** All providers, for the owner. NotFound for everybody else. */
export async function listProviders(ctx: Ctx): Promise<readonly Provider[]> {
  if (!mayKeepProviders(ctx.viewer).allowed) throw new NotFound('identity-providers.not-found')
  return queries.listProviders(ctx)
}

export async function getProvider(ctx: Ctx, id: ProviderId): Promise<Provider> {
  const found = (await listProviders(ctx)).find((provider) => provider.id === id)
  if (!found) throw new NotFound('identity-providers.not-found')
  return found
}

/**
 * Adds a provider, or changes one (`id`). Throws NotFound unless owner; Invalid with a message for each field. `plain`:
 * an issuer on this machine may be reached by http (development and tests).
 */
export async function saveProvider(
  ctx: Ctx,
  input: ProviderInput,
  how: { vault: Vault; plain: boolean; id?: ProviderId },
): Promise<ProviderId> {
  const known = how.id === undefined ? undefined : await getProvider(ctx, how.id)
  if (!mayKeepProviders(ctx.viewer).allowed) throw new NotFound('identity-providers.not-found')
  const domains = domainsIn(input.domains)
  const row = { ...checked(input, how.plain, known), isOn: known?.isOn ?? true }
  if (!known && input.secret === '' && input.preset !== 'generic')
    throw new Invalid('identity-providers.not-valid', { secret: said('Paste the secret that the provider gave you.') })
  return ctx.transaction(async (inside) => {
    const id = known?.id ?? (await queries.insertProvider(inside, row))
    const sealed = input.secret === '' ? {} : { secret: how.vault.seal(`identity provider ${id}`, input.secret) }
    await queries.updateProvider(inside, id, { ...row, ...sealed })
    const taken = await queries.putDomains(inside, id, domains)
    if (taken.length > 0)
      throw new Invalid('identity-providers.not-valid', {
        domains: said('Another provider speaks for {domains} already.', { domains: taken.join(', ') }),
      })
    inside.log.info('an identity provider was changed', { provider: id, by: byWhom(ctx) })
    return id
  })
}

/** What of the input makes a provider of its kind; Invalid for what is missing. */
function checked(input: ProviderInput, plain: boolean, known: Provider | undefined) {
  const { preset, clientId, forInside, forOutside, makesAccounts, checksSecondFactor } = input
  const facts = presets[preset]
  const fields: Record<string, Said> = {}
  if (!forInside && !forOutside) fields['forOutside'] = said('Choose at least one door.')
  if (makesAccounts && (!forInside || domainsIn(input.domains).length === 0))
    fields['domains'] = said('Accounts are made for the addresses of domains that you name here, and only inside.')
  const tenantFits = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(input.tenant)
  if (preset === 'microsoft' && !tenantFits)
    fields['tenant'] = said('Paste the directory (tenant) ID: 32 signs with four dashes.')
  for (const name of ['teamId', 'keyId'] as const)
    if (facts.asks.includes(name) && !/^[A-Za-z0-9]{10}$/.test(input[name]))
      fields[name] = said('Apple gave you ten signs.')
  const issuer = facts.issuer ?? (preset === 'microsoft' ? microsoftIssuer(input.tenant) : input.issuer)
  if (preset === 'generic' && !isIssuer(input.issuer, plain))
    fields['issuer'] = said('Paste the address of the issuer, such as https://id.example.com.')
  if (preset === 'apple' && input.secret !== '' && !isAppleKey(input))
    fields['secret'] = said('Paste the whole file that Apple gave you, from "BEGIN PRIVATE KEY" to "END PRIVATE KEY".')
  if (known && known.preset !== preset) fields['preset'] = said('The kind cannot change. Remove it and add another.')
  if (Object.keys(fields).length > 0) throw new Invalid('identity-providers.not-valid', fields)
  return {
    preset,
    label: input.label || facts.name,
    clientId,
    issuer,
    teamId: input.teamId || null,
    keyId: input.keyId || null,
    forInside,
    forOutside,
    makesAccounts,
    checksSecondFactor,
  }
}

function isIssuer(text: string, plain: boolean): boolean {
  const url = URL.parse(text)
  if (!url || url.search !== '' || url.hash !== '' || url.username !== '') return false
  return url.protocol === 'https:' || (plain && url.protocol === 'http:' && isLoopback(url.hostname))
}

function isAppleKey(input: ProviderInput): boolean {
  try {
    appleSecret({ teamId: '', keyId: '', clientId: '', issuer: '' }, input.secret, new Date())
    return true
  } catch {
    return false
  }
}

/** Domains from a line, parted by commas or spaces. Invalid for what is none. */
function domainsIn(text: string): string[] {
  const domains = [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ].map((one) => one.replace(/^@/, ''))
  const wrong = domains.find((one) => !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(one))
  if (wrong !== undefined)
    throw new Invalid('identity-providers.not-valid', { domains: `"${wrong}" is no domain such as example.com.` })
  return domains
}

/** Opens or closes all doors of a provider. Who is linked stays linked. */
export async function switchProvider(ctx: Ctx, id: ProviderId, isOn: boolean): Promise<void> {
  demand(mayKeepProviders(ctx.viewer))
  if (!(await queries.updateProvider(ctx, id, { isOn }))) throw new NotFound('identity-providers.not-found')
  ctx.log.info('an identity provider was switched', { provider: id, on: isOn, by: byWhom(ctx) })
}

/** Removes a provider with its secret. What was linked through it works again when the same issuer comes back. */
export async function removeProvider(ctx: Ctx, id: ProviderId): Promise<void> {
  demand(mayKeepProviders(ctx.viewer))
  if (!(await queries.deleteProvider(ctx, id))) throw new NotFound('identity-providers.not-found')
  ctx.log.info('an identity provider was removed', { provider: id, by: byWhom(ctx) })
}

/** What stands on a door: for anybody. */
export async function listDoorProviders(ctx: Ctx, realm: ProviderRealm): Promise<readonly DoorProvider[]> {
  const open = (await queries.listProviders(ctx)).filter(
    (provider) => provider.isOn && (realm === 'inside' ? provider.forInside : provider.forOutside),
  )
  return open.map(({ id, preset, label }) => ({ id, preset, label }))
}

/** The provider that the company's addresses of this domain are led to; undefined when there is none. */
export async function providerForAddress(ctx: Ctx, email: string): Promise<DoorProvider | undefined> {
  const domain = email.trim().toLowerCase().split('@')[1]
  const found = domain === undefined ? undefined : await queries.findByDomain(ctx, domain)
  return found && { id: found.id, preset: found.preset, label: found.label }
}

/** The viewer's own accounts elsewhere, each with whether it opens the door now. */
export async function listIdentities(ctx: Ctx) {
  return queries.selectIdentities(ctx, self(ctx).id)
}

/** Unlinks one of the viewer's own; the caller has seen that another way in is left. NotFound for anybody else's. */
export async function unlinkIdentity(ctx: Ctx, id: IdentityId): Promise<void> {
  const { id: accountId } = self(ctx)
  await ctx.transaction(async (inside) => {
    if (!(await queries.deleteIdentity(inside, accountId, id))) throw new NotFound('identity-providers.not-linked')
    await announce(inside, wayChanged, { accountId, change: 'provider-removed' })
  })
}

/** For the closed account alone: nothing is left that could sign in, and what was linked is free again. */
export async function forgetIdentities(ctx: Ctx, accountId: AccountViewer['id']): Promise<void> {
  if (ctx.viewer.kind !== 'system') throw new NotFound('identity-providers.not-found')
  await queries.deleteIdentitiesOf(ctx, accountId)
}

function byWhom(ctx: Ctx): number | undefined {
  return ctx.viewer.kind === 'account' ? ctx.viewer.id : undefined
}

function self(ctx: Ctx): AccountViewer {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('identity-providers.sign-in-first', said('Sign in to see what is linked.'))
  return ctx.viewer
}
