import assert from 'node:assert/strict'
import { generateKeyPairSync, verify } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { freshAs } from '../../../test/fresh.ts'
import { openProvider } from '../../../test/openid-provider.ts'
import type { Ctx } from '../../platform/context.ts'
import { openVault } from '../vault.ts'
import {
  type ProviderId,
  getProvider,
  providerForAddress,
  providerSchema,
  redirectUri,
  saveProvider,
  switchProvider,
} from './identity-providers.ts'
import { forgetProviderJourneys } from './identity-providers.jobs.ts'
import { mayConnect, outgoingFetch, outgoingLimits } from '../../platform/http/outgoing.ts'
import { appleSecret, githubPlaces } from './presets.ts'

const origin = 'http://localhost:3000'
const vault = await openVault({ dataFolder: '', environment: 'test' })
const tenant = '11111111-2222-3333-4444-555555555555'
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))

/** What is wrong with what the owner typed, by field. */
async function wrongIn(ctx: Ctx, typed: Record<string, string>, plain = false): Promise<string[]> {
  const parsed = providerSchema.safeParse(typed)
  if (!parsed.success) return parsed.error.issues.map((issue) => String(issue.path[0]))
  return saveProvider(ctx, parsed.data, { vault, plain }).then(
    () => [],
    (error: { fields?: object }) => Object.keys(error.fields ?? { [String(error)]: 1 }),
  )
}

test(
  'what the owner types is checked for its kind of provider, with what to do beside each field',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = cast.as(ctx, 'jonas')
    const basic = { clientId: 'x', secret: 's', forOutside: 'on' }
    const generic = { ...basic, preset: 'generic' }
    assert.deepEqual(await wrongIn(jonas, { ...basic, preset: 'google' }), [])
    assert.deepEqual(await wrongIn(jonas, { ...basic, preset: 'google', secret: '' }), ['secret'])
    assert.deepEqual(await wrongIn(jonas, { ...basic, preset: 'google', clientId: ' ' }), ['clientId'])
    assert.deepEqual(await wrongIn(jonas, { preset: 'google', clientId: 'x', secret: 's' }), ['forOutside'])
    assert.deepEqual(await wrongIn(jonas, { ...basic, preset: 'facebook' }), ['preset'])
    assert.deepEqual(await wrongIn(jonas, { ...basic, preset: 'microsoft', tenant: 'common' }), ['tenant'])
    assert.deepEqual(await wrongIn(jonas, { ...basic, preset: 'microsoft', tenant }), [])
    const apple = { ...basic, preset: 'apple', teamId: 'ABCDE12345', keyId: 'KEY1234567', secret: pem }
    assert.deepEqual(await wrongIn(jonas, apple), [])
    assert.deepEqual(await wrongIn(jonas, { ...apple, teamId: 'x', secret: 'no key' }), ['teamId', 'secret'])
    for (const issuer of [
      '',
      'id.example.com',
      'http://id.example.com',
      'https://u:p@id.example.com',
      'https://x.example/?a',
      'ftp://x',
      'http://localhost:9',
    ])
      assert.deepEqual(await wrongIn(jonas, { ...generic, issuer }), ['issuer'], issuer)
    assert.deepEqual(await wrongIn(jonas, { ...generic, issuer: 'http://localhost:9' }, true), [], 'in development')
    assert.deepEqual(await wrongIn(jonas, { ...generic, issuer: 'http://id.example.com' }, true), ['issuer'])
    const company = { ...generic, issuer: 'https://id.example.com', forInside: 'on' }
    assert.deepEqual(await wrongIn(jonas, { ...company, makesAccounts: 'on' }), ['domains'])
    assert.deepEqual(await wrongIn(jonas, { ...company, domains: 'not a domain' }), ['domains'])
    assert.deepEqual(await wrongIn(jonas, { ...company, domains: ' @Velund.Example; velund.test' }), [])
    assert.deepEqual(
      await wrongIn(jonas, { ...company, domains: 'velund.test' }),
      ['domains'],
      'one speaks for it already',
    )
    assert.equal((await providerForAddress(ctx, 'a@VELUND.example'))?.label, 'Another provider')
    assert.equal(await providerForAddress(ctx, 'a@sub.velund.example'), undefined)
    assert.equal(await providerForAddress(ctx, 'nonsense'), undefined)
  }),
)

test(
  'through the page a provider is added, shown with the address to give it, changed with its secret kept, and switched',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const jonas = await freshAs(ctx, site, 'jonas')
    const home = '/inside/settings/sign-in'
    const typed = {
      label: 'Azure',
      clientId: 'abc',
      secret: 'only once',
      tenant,
      forInside: 'on',
      domains: 'velund.example',
    }
    const wrong = await jonas.post(`${home}/new/microsoft`, { ...typed, tenant: 'common' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /32 signs with four dashes/)
    assert.ok(!wrong.text.includes('only once'), 'what was typed as secret does not come back')
    const added = await jonas.post(`${home}/new/microsoft`, typed)
    const page = await jonas.get(added.location!)
    const id = Number(added.location!.split('/').at(-1)) as ProviderId
    assert.match(page.text, new RegExp(`<code>http://localhost:3000/sign-in/back/${id}</code>`))
    assert.match(page.text, new RegExp(tenant))
    const sealed = async () =>
      (await ctx.db.selectFrom('identityProviders').select('secret').where('id', '=', id).executeTakeFirstOrThrow())
        .secret!
    const before = await sealed()
    await jonas.post(added.location!, { ...typed, secret: '', label: 'Azure AD' })
    assert.deepEqual(await sealed(), before)
    assert.equal(vault.open(`identity provider ${id}`, before), 'only once')
    await jonas.post(added.location!, { ...typed, secret: 'another' })
    assert.equal(vault.open(`identity provider ${id}`, await sealed()), 'another')
    await jonas.post(`${home}/${id}/switch`, { to: 'off' })
    assert.equal((await getProvider(cast.as(ctx, 'jonas'), id)).isOn, false)
    assert.match((await jonas.get(home)).text, /Switch on Azure/)
    assert.equal((await jonas.post(`${home}/requirement`, { whom: 'everybody' })).status, 422)
  }),
)

test('no request goes to a private place that nobody named, to the secrets of a cloud, or by plain http', async () => {
  const outside = ['93.184.216.34', '2606:2800:220:1::1']
  const inside = [
    '10.0.0.1',
    '127.0.0.1',
    '192.168.1.1',
    '172.20.0.1',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fd00::1',
    '::ffff:10.0.0.1',
  ]
  const never = ['169.254.169.254', 'fe80::1', '::ffff:169.254.169.254', 'not an address']
  for (const address of outside) assert.ok(mayConnect(address, 'id.example.com', []), address)
  for (const address of inside) {
    assert.ok(!mayConnect(address, 'other.example', ['id.example.com']), address)
    assert.ok(mayConnect(address, 'id.example.com', ['id.example.com']), `${address}, where the owner said so`)
  }
  for (const address of never) assert.ok(!mayConnect(address, 'id.example.com', ['id.example.com']), address)
  const ask = (url: string, plain = true) =>
    outgoingFetch('id.example.com', plain)(url, { method: 'GET', headers: {}, body: undefined })
  await assert.rejects(ask('http://id.example.com/'), /only https/)
  await assert.rejects(ask('http://127.0.0.1/', false), /only https/)
  await assert.rejects(ask('https://127.0.0.1/'), /private address/)
  await assert.rejects(ask('https://localhost/'), /private address/)
  await assert.rejects(ask('https://[::1]/'), /private address/)
  await assert.rejects(ask('http://169.254.169.254/latest/meta-data'), /only https/)
})

test('an answer ends in size, and a redirect is handed back instead of followed', async (t) => {
  let hits = 0
  const server = createServer((request, response) => {
    hits++
    if (request.url === '/large') {
      response.on('error', () => {})
      response.end(Buffer.alloc(outgoingLimits.bytes + 1))
    } else response.writeHead(302, { location: '/elsewhere', 'set-cookie': ['a=1', 'b=2'] }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const ask = (path: string) =>
    outgoingFetch('127.0.0.1', true)(`http://127.0.0.1:${port}${path}`, {
      method: 'GET',
      headers: {},
      body: undefined,
    })
  await assert.rejects(ask('/large'), /too large/)
  const answer = await ask('/')
  assert.deepEqual([answer.status, answer.headers.getSetCookie().length, hits], [302, 2, 2])
})

test('the client secret for Apple is a token for five minutes, signed with the key of the owner', () => {
  const now = new Date('2026-03-02T10:00:00Z')
  const client = {
    teamId: 'ABCDE12345',
    keyId: 'KEY1234567',
    clientId: 'org.example.web',
    issuer: 'https://appleid.apple.com',
  }
  const [head, claims, signature] = appleSecret(client, pem, now).split('.') as [string, string, string]
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown
  assert.deepEqual(read(head), { alg: 'ES256', kid: 'KEY1234567', typ: 'JWT' })
  const iat = now.getTime() / 1000
  assert.deepEqual(read(claims), { iss: 'ABCDE12345', iat, exp: iat + 300, aud: client.issuer, sub: client.clientId })
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  assert.ok(verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url')))
})

/** Puts a provider of a fixed kind at an address of this machine, which no page offers. */
async function putAt(ctx: Ctx, typed: Record<string, string>, issuer: string): Promise<ProviderId> {
  const cast = await getCast(ctx)
  const id = await saveProvider(cast.as(ctx, 'jonas'), providerSchema.parse(typed), { vault, plain: true })
  await ctx.db.updateTable('identityProviders').set({ issuer }).where('id', '=', id).execute()
  return id
}

function wayCookie(page: Page): string {
  return page.headers
    .getSetCookie()
    .find((line) => line.startsWith('tango-way='))!
    .split(';')[0]!
}

test('Apple is asked to post its answer, which is taken over from its site and believed with its signed secret', (t: TestContext) =>
  inTransaction(async (ctx) => {
    const idp = await openProvider(t, [`${origin}/sign-in/back`])
    const typed = {
      preset: 'apple',
      clientId: idp.clientId,
      teamId: 'ABCDE12345',
      keyId: 'KEY1234567',
      secret: pem,
      forOutside: 'on',
    }
    const id = await putAt(ctx, typed, idp.issuer)
    idp.says = { sub: 'apple-1', email: 'x@privaterelay.example', email_verified: true }
    let proved = ''
    idp.atTokens = (form) => {
      proved = form.get('client_secret')!
      form.set('client_secret', idp.clientSecret)
      return form
    }
    const { anyone } = await openSite(ctx)
    const away = await anyone.get(`/sign-in/with/${id}?side=outside`)
    assert.equal(new URL(away.location!).searchParams.get('response_mode'), 'form_post')
    const form = (await idp.visit(away.location!)).form!
    assert.ok(form.get('code'))
    form.set('user', '{"name":{"firstName":"Ada"}}')
    // The browser sends no cookie with a form from another site.
    const posted = await anyone.post('/sign-in/back', Object.fromEntries(form))
    assert.equal(posted.status, 303)
    assert.doesNotMatch(posted.location!, /Ada|user=/)
    const back = await anyone.get(posted.location!, { cookie: wayCookie(away) })
    assert.match(back.location!, /^\/sign-in\/found\//)
    const [head, claims, signature] = proved.split('.') as [string, string, string]
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
    assert.ok(verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url')))
    assert.match((await anyone.get(back.location!, { cookie: wayCookie(away) })).text, /x@privaterelay\.example/)
  })())

test('GitHub, which speaks no OpenID, is known by the number of its user; only its primary proved address counts', (t: TestContext) =>
  inTransaction(async (ctx) => {
    let asked = new URLSearchParams()
    let verified = true
    const server = createServer((request, response) => {
      const json = (body: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
      if (request.url === '/login/oauth/access_token') {
        let text = ''
        request.on('data', (part: Buffer) => (text += part.toString()))
        request.on('end', () => {
          asked = new URLSearchParams(text)
          json(
            asked.get('code') === 'good'
              ? { access_token: 'token', token_type: 'bearer', scope: 'a,b' }
              : { error: 'bad_verification_code' },
          )
        })
      } else if (request.headers.authorization !== 'Bearer token') response.writeHead(401).end()
      else if (request.url === '/api/v3/user')
        json({ id: 4711, login: 'octo', name: 'Octo Cat', email: 'shown@x.example' })
      else
        json([
          { email: 'second@x.example', primary: false, verified: true },
          { email: 'Octo@x.example', primary: true, verified },
        ])
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.after(() => (server.closeAllConnections(), server.close()))
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const id = await putAt(ctx, { preset: 'github', clientId: 'gh', secret: 'ghs', forOutside: 'on' }, issuer)
    const { anyone } = await openSite(ctx)
    const visit = async (code: string) => {
      const away = await anyone.get(`/sign-in/with/${id}?side=outside`)
      const to = new URL(away.location!)
      assert.deepEqual([to.origin, to.pathname, to.searchParams.get('nonce')], [issuer, '/login/oauth/authorize', null])
      const cookie = wayCookie(away)
      const back = await anyone.get(
        `/sign-in/back/${id}?${new URLSearchParams({ code, state: to.searchParams.get('state')! })}`,
        { cookie },
      )
      return { back, cookie }
    }
    const bad = await visit('stolen')
    assert.equal(bad.back.status, 403)
    const one = await visit('good')
    assert.ok(asked.get('code_verifier')!.length >= 43)
    assert.equal(asked.get('client_secret'), 'ghs')
    const found = await anyone.get(one.back.location!, { cookie: one.cookie })
    assert.match(found.text, /octo@x\.example/)
    const made = await anyone.post(one.back.location!, { displayName: 'Octo' }, { cookie: one.cookie })
    assert.equal(made.status, 303)
    const key = await ctx.db.selectFrom('identities').select(['issuer', 'subject']).executeTakeFirstOrThrow()
    assert.deepEqual(key, { issuer, subject: '4711' })
    verified = false
    assert.equal((await visit('good')).back.location, '/', 'known again, whatever became of the address')
    assert.equal(githubPlaces('https://github.com').user, 'https://api.github.com/user')
  })())

test(
  'each provider has an address of its own to send back to, and what was found is forgotten after two hours',
  inTransaction(async (ctx) => {
    assert.equal(redirectUri(origin, { id: 3 as ProviderId, preset: 'google' }), `${origin}/sign-in/back/3`)
    assert.equal(redirectUri(origin, { id: 4 as ProviderId, preset: 'apple' }), `${origin}/sign-in/back`)
    const id = await putAt(ctx, { preset: 'google', clientId: 'x', secret: 'x', forOutside: 'on' }, 'https://x.example')
    const journey = {
      providerId: id,
      realm: 'outside' as const,
      purpose: 'enter' as const,
      sealed: Buffer.of(1),
      nextPath: null,
    }
    for (const [at, hours] of [1, 3].entries())
      await ctx.db
        .insertInto('providerJourneys')
        .values({
          ...journey,
          stateHash: Buffer.of(at),
          browserHash: Buffer.of(at),
          createdAt: new Date(ctx.now.getTime() - hours * 3_600_000),
          expiresAt: ctx.now,
          returnedAt: null,
          found: JSON.stringify({ email: 'x@x.example' }),
          finishedAt: null,
        })
        .execute()
    await forgetProviderJourneys.work(ctx, {} as never)
    assert.equal((await ctx.db.selectFrom('providerJourneys').select('id').execute()).length, 1)
    const cast = await getCast(ctx)
    await assert.rejects(switchProvider(cast.as(ctx, 'jonas'), (id + 1) as ProviderId, true), {
      code: 'identity-providers.not-found',
    })
  }),
)
