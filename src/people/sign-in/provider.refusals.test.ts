/** Every bad answer of a provider: refused, said in words, and kept in the log by its kind alone. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import {
  type TestProvider,
  type Token,
  openProvider,
  signed,
  signedWithSecret,
  unsigned,
} from '../../../test/openid-provider.ts'
import { ada, cookieOf, goAway, goThere, origin, pathOf, provided } from '../../../test/openid-site.ts'
import { makeCtx } from '../../platform/context.ts'
import { makeLog } from '../../platform/log.ts'
import { comeBack, providerSchema, saveProvider } from '../identity-providers/identity-providers.ts'
import { openVault } from '../vault.ts'

const { privateKey: stranger } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const changed = (token: Token, claims: Record<string, unknown>): Token => ({
  ...token,
  claims: { ...token.claims, ...claims },
})

/** Each forged token: how it is made, what is said, what the log calls it. */
const forgeries: Record<string, { forge: (token: Token, idp: TestProvider) => string; says: RegExp; reason: string }> =
  {
    'a signature by another key': {
      forge: (token) => signed(token, stranger),
      says: /not signed by/,
      reason: 'signature',
    },
    'claims that were changed under the signature': {
      forge: (token, idp) => {
        const [, , signature] = signed(token, idp.privateKey).split('.')
        return `${unsigned(changed(token, { sub: 'root' }))}.${signature}`
      },
      says: /not signed by/,
      reason: 'signature',
    },
    'no signature at all': {
      forge: (token) => `${unsigned({ ...token, header: { alg: 'none' } })}.`,
      says: /not signed by/,
      reason: 'signature',
    },
    'the client secret as key': {
      forge: (token, idp) => signedWithSecret({ ...token, header: { alg: 'HS256' } }, idp.clientSecret),
      says: /not signed by/,
      reason: 'signature',
    },
    'a token that has run out': {
      forge: (token, idp) => signed(changed(token, { exp: Math.floor(Date.now() / 1000) - 3600 }), idp.privateKey),
      says: /has run out/,
      reason: 'expired',
    },
    'a token for another site': {
      forge: (token, idp) => signed(changed(token, { aud: 'another-site' }), idp.privateKey),
      says: /made for another site/,
      reason: 'audience',
    },
    'a token for several sites, handed on by another': {
      forge: (token, idp) => signed(changed(token, { aud: ['tango', 'x'], azp: 'x' }), idp.privateKey),
      says: /made for another site/,
      reason: 'audience',
    },
    'a token of another issuer': {
      forge: (token, idp) => signed(changed(token, { iss: 'https://accounts.google.com' }), idp.privateKey),
      says: /not from Acme ID/,
      reason: 'issuer',
    },
    'a nonce of another sign-in': {
      forge: (token, idp) => signed(changed(token, { nonce: 'x'.repeat(43) }), idp.privateKey),
      says: /belongs to another sign-in/,
      reason: 'nonce',
    },
    'no nonce': {
      forge: (token, idp) => signed(changed(token, { nonce: undefined }), idp.privateKey),
      says: /belongs to another sign-in/,
      reason: 'nonce',
    },
  }

for (const [what, { forge, says, reason }] of Object.entries(forgeries)) {
  test(
    `${what}: nobody is let in, it is said why, and the log keeps the kind without a word of the person`,
    provided(async (world) => {
      const { ctx, idp, anyone } = world
      idp.says = ada
      idp.forge = (token) => forge(token, idp)
      const { page } = await goThere(world)
      assert.equal(page.status, 403)
      assert.match(page.text, says)
      assert.equal(cookieOf(page, 'tango'), '')
      // The same once more with a log that is read.
      const lines: string[] = []
      const away = await goAway(world)
      const { url } = await idp.visit(away.address)
      const logged = makeCtx({
        viewer: { kind: 'visitor' },
        db: ctx.db,
        now: ctx.now,
        log: makeLog('debug', (line) => lines.push(line)),
      })
      const around = {
        origin,
        vault: await openVault({ dataFolder: '', environment: 'test' }),
        plain: true,
        network: 'n',
      }
      const browser = away.cookie.replace('tango-way=', '')
      const back = await comeBack(logged, { params: url.searchParams, at: world.id, browser }, around)
      assert.deepEqual([back.kind, back.kind === 'refused' && back.reason], ['refused', reason])
      assert.equal(lines.length, 1)
      assert.deepEqual([JSON.parse(lines[0]!).provider, JSON.parse(lines[0]!).reason], [world.id, reason])
      assert.doesNotMatch(lines[0]!, /ada|elsewhere|eyJ/i)
      idp.forge = undefined
      assert.match((await goThere(world)).page.location!, /^\/sign-in\/found\//, 'an honest answer is believed again')
      assert.equal((await anyone.get('/sign-in')).status, 200)
    }),
  )
}

test(
  'an answer is taken once, from the browser that began, within a quarter of an hour',
  provided(async (world) => {
    const { ctx, idp, anyone } = world
    idp.says = ada
    const away = await goAway(world)
    const { url } = await idp.visit(away.address)
    const asked = idp.asked()
    const refused = async (path: string, cookie: string) => {
      const page = await anyone.get(path, cookie ? { cookie } : {})
      assert.deepEqual([page.status, cookieOf(page, 'tango')], [403, ''])
      assert.match(page.text, /Begin again/)
    }
    await refused(pathOf(url), '')
    await refused(pathOf(url), (await goAway(world)).cookie)
    await refused(pathOf(url).replace(/state=[^&]+/, 'state=guessed'), away.cookie)
    assert.equal(idp.asked(), asked, 'the provider was not even asked')
    assert.equal((await anyone.get(pathOf(url), { cookie: away.cookie })).status, 303)
    await refused(pathOf(url), away.cookie)
    assert.equal(idp.asked(), asked + 1, 'a state works once, before the provider is asked')

    const late = await goAway(world)
    const returned = await idp.visit(late.address)
    await ctx.db.updateTable('providerJourneys').set({ expiresAt: ctx.now }).where('returnedAt', 'is', null).execute()
    await refused(pathOf(returned.url), late.cookie)
  }),
)

test(
  'a code that was used already opens nothing, in whatever journey it comes',
  provided(async (world) => {
    const { idp, anyone } = world
    idp.says = ada
    const one = await goAway(world)
    const first = await idp.visit(one.address)
    assert.equal((await anyone.get(pathOf(first.url), { cookie: one.cookie })).status, 303)
    const two = await goAway(world)
    const second = await idp.visit(two.address)
    second.url.searchParams.set('code', first.url.searchParams.get('code')!)
    const page = await anyone.get(pathOf(second.url), { cookie: two.cookie })
    assert.equal(page.status, 403)
    assert.match(page.text, /used already, or is too old/)
  }),
)

test(
  'the answer of one provider is never taken for another: by its address, and by what it says of itself',
  provided(async (world, t) => {
    const { idp, anyone, ctx } = world
    idp.says = ada
    const away = await goAway(world)
    const { url } = await idp.visit(away.address)
    const asked = idp.asked()
    const mixed = new URL(url)
    mixed.pathname = `/sign-in/back/${world.id - 1}`
    for (const path of [pathOf(mixed), `/sign-in/back${url.search}`]) {
      const page = await anyone.get(path, { cookie: away.cookie })
      assert.equal(page.status, 403)
      assert.match(page.text, /not from Acme ID/)
    }
    const other = await openProvider(t, [`${origin}/sign-in/back`])
    for (const iss of [other.issuer, '']) {
      const again = await goAway(world)
      const returned = await idp.visit(again.address)
      assert.equal(returned.url.searchParams.get('iss'), idp.issuer)
      if (iss === '') returned.url.searchParams.delete('iss')
      else returned.url.searchParams.set('iss', iss)
      const page = await anyone.get(pathOf(returned.url), { cookie: again.cookie })
      assert.equal(page.status, 403)
      assert.match(page.text, /not from Acme ID/)
    }
    assert.equal(idp.asked(), asked, 'no code was given away')
    assert.equal((await ctx.db.selectFrom('identities').select('id').execute()).length, 0)
  }),
)

test(
  'who says no at the provider comes back to a sentence, and a provider that is gone is said',
  provided(async (world) => {
    const { anyone } = world
    const away = await goAway(world)
    const state = new URL(away.address).searchParams.get('state')!
    const denied = new URLSearchParams({ error: 'access_denied', state, iss: world.idp.issuer })
    const page = await anyone.get(`/sign-in/back/${world.id}?${denied}`, { cookie: away.cookie })
    assert.equal(page.status, 403)
    assert.match(page.text, /You did not go on at Acme ID\. Nothing happened/)
    const vault = await openVault({ dataFolder: '', environment: 'test' })
    const gone = { preset: 'generic', label: 'Gone', issuer: 'http://127.0.0.1:9', clientId: 'x', forOutside: 'on' }
    const jonas = world.cast.as(world.ctx, 'jonas')
    const id = await saveProvider(jonas, providerSchema.parse(gone), { vault, plain: true })
    const unreachable = await anyone.get(`/sign-in/with/${id}?side=outside`)
    assert.equal(unreachable.status, 409)
    assert.match(unreachable.text, /Gone does not answer/)
  }),
)
