/** A site with a real OpenID provider beside it, and a browser that goes to it and back. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import {
  type ProviderId,
  type ProviderInput,
  providerSchema,
  saveProvider,
} from '../src/people/identity-providers/identity-providers.ts'
import { findViewer } from '../src/people/sessions/sessions.ts'
import { openVault } from '../src/people/vault.ts'
import type { Ctx } from '../src/platform/context.ts'
import { type Browser, type Page, openSite } from './browse.ts'
import { type Cast, getCast } from './cast.ts'
import { inTransaction } from './database.ts'
import { type TestProvider, openProvider } from './openid-provider.ts'

export const origin = 'http://localhost:3000'
const backs = [`${origin}/sign-in/back`]

export interface World {
  readonly ctx: Ctx
  readonly cast: Cast
  readonly idp: TestProvider
  readonly id: ProviderId
  readonly anyone: Browser
}

/** A site with one provider that opens the doors told. */
async function open(t: TestContext, ctx: Ctx, more: Partial<Record<keyof ProviderInput, string>> = {}): Promise<World> {
  const cast = await getCast(ctx)
  const id = await nextId(ctx)
  const idp = await openProvider(t, [`${origin}/sign-in/back/${id}`, ...backs])
  const vault = await openVault({ dataFolder: '', environment: 'test' })
  const input = providerSchema.parse({
    preset: 'generic',
    label: 'Acme ID',
    issuer: idp.issuer,
    clientId: idp.clientId,
    secret: idp.clientSecret,
    forOutside: 'on',
    ...more,
  })
  assert.equal(await saveProvider(cast.as(ctx, 'jonas'), input, { vault, plain: true }), id)
  return { ctx, cast, idp, id, anyone: (await openSite(ctx)).anyone }
}

/** The number that the next provider will have: its address must be known to the other side beforehand. */
async function nextId(ctx: Ctx): Promise<ProviderId> {
  const { id } = await ctx.db
    .insertInto('identityProviders')
    .values({
      preset: 'generic',
      label: 'x',
      issuer: 'https://x',
      clientId: 'x',
      forOutside: true,
      forInside: false,
      makesAccounts: false,
      checksSecondFactor: false,
      secret: null,
      teamId: null,
      keyId: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return (id + 1) as ProviderId
}

export interface Away {
  readonly address: string
  readonly cookie: string
}

export async function goAway(world: World, side = 'outside', more = ''): Promise<Away> {
  const page = await world.anyone.get(`/sign-in/with/${world.id}?side=${side}${more}`)
  assert.equal(page.status, 302, page.text)
  return { address: page.location!, cookie: cookieOf(page, 'tango-way') }
}

export function cookieOf(page: Page, name: string): string {
  const line = page.headers.getSetCookie().find((one) => one.startsWith(`${name}=`))
  return line?.split(';')[0] ?? ''
}

export function pathOf(url: URL): string {
  return url.pathname + url.search
}

/** To the provider and back, as whoever it says. */
export async function goThere(world: World, side = 'outside', more = ''): Promise<{ page: Page; cookie: string }> {
  const away = await goAway(world, side, more)
  const { url } = await world.idp.visit(away.address)
  return { page: await world.anyone.get(pathOf(url), { cookie: away.cookie }), cookie: away.cookie }
}

export async function whoIsIn(ctx: Ctx, page: Page) {
  return findViewer(ctx, cookieOf(page, 'tango').replace('tango=', ''))
}

export const ada = { sub: 'ada-1', email: 'ada@elsewhere.example', email_verified: true, name: 'Ada L.' }

/** One test over a site with a provider. */
export function provided(
  work: (world: World, t: TestContext) => Promise<void>,
  more: Partial<Record<keyof ProviderInput, string>> = {},
) {
  return (t: TestContext) => inTransaction(async (ctx) => work(await open(t, ctx, more), t))()
}
