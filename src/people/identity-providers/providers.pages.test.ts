/** The owner's pages of the ways in: what each form asks and refuses, and that a sealed secret is on none of them. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { shownBy } from '../../../test/authenticator.ts'
import { type Page, openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { freshAs } from '../../../test/fresh.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { makeLog } from '../../platform/log.ts'
import { confirmFactor, draftFactor } from '../second-factor/second-factor.ts'
import { startSession } from '../sessions/sessions.ts'
import { openVault } from '../vault.ts'
import {
  type ProviderId,
  beginJourney,
  getProvider,
  listProviders,
  providerForAddress,
  providerSchema,
  removeProvider,
  saveProvider,
  switchProvider,
} from './identity-providers.ts'

const home = '/inside/settings/sign-in'
const vault = await openVault({ dataFolder: '', environment: 'test' })
const tenant = '11111111-2222-3333-4444-555555555555'
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))

/** The fields of a form as they stand: value of each input, and `on` for each box that is ticked. */
function fieldsOf(page: Page): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, attributes] of page.text.matchAll(/<input ([^>]*?)\/?>/g)) {
    const read = (name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes!)?.[1]
    const name = read('name')
    if (name === undefined) continue
    if (read('type') === 'checkbox') {
      if (/(^| )checked/.test(attributes!)) fields[name] = 'on'
    } else fields[name] = read('value') ?? ''
  }
  return fields
}

const idIn = (page: Page) => Number(page.location!.split('/').at(-1)) as ProviderId

async function count(ctx: Ctx): Promise<number> {
  return (await ctx.db.selectFrom('identityProviders').select('id').execute()).length
}

test(
  'each kind of provider asks for what it needs and no more',
  inTransaction(async (ctx) => {
    const jonas = await freshAs(ctx, await openSite(ctx), 'jonas')
    const asks: Record<string, readonly string[]> = {
      google: [],
      microsoft: ['tenant'],
      apple: ['teamId', 'keyId'],
      github: [],
      generic: ['issuer'],
    }
    const list = await jonas.get(home)
    for (const [preset, more] of Object.entries(asks)) {
      assert.ok(list.text.includes(`href="${home}/new/${preset}"`), preset)
      const page = await jonas.get(`${home}/new/${preset}`)
      const fields = fieldsOf(page)
      for (const name of ['tenant', 'teamId', 'keyId', 'issuer'])
        assert.equal(name in fields, more.includes(name), `${preset} ${name}`)
      assert.equal(fields['forOutside'], 'on', 'members may use it unless the owner says otherwise')
      assert.ok(!('forInside' in fields), 'the inside is opened on purpose only')
      assert.ok(!('makesAccounts' in fields) && !('checksSecondFactor' in fields))
      assert.match(page.text, /The address to give to the provider is shown once this is kept\./)
      assert.doesNotMatch(page.text, /Remove it/)
    }
    assert.match((await jonas.get(`${home}/new/apple`)).text, /<textarea [^>]*name="secret"/)
    for (const preset of ['facebook', 'Google', '1x', '%00'])
      assert.equal((await jonas.get(`${home}/new/${preset}`)).status, 404, preset)
  }),
)

test(
  'a form that is refused says it beside the field, keeps what was typed and ticked, and never the secret',
  inTransaction(async (ctx) => {
    const jonas = await freshAs(ctx, await openSite(ctx), 'jonas')
    const good = { label: 'Our directory', clientId: 'abc', secret: 'typed-secret-1', forInside: 'on' }
    const cases: readonly (readonly [string, Record<string, string>, RegExp])[] = [
      ['google', { ...good, clientId: '' }, /The provider gave you a client ID; paste it here\./],
      ['google', { ...good, secret: '' }, /Paste the secret that the provider gave you\./],
      ['google', { ...good, forInside: '' }, /Choose at least one door\./],
      ['google', { ...good, label: 'x'.repeat(61) }, /Keep it under 60 characters\./],
      ['google', { ...good, clientId: 'x'.repeat(301) }, /Keep it under 300 characters\./],
      ['google', { ...good, secret: 'typed-secret-1'.repeat(600) }, /This is too long for a secret\./],
      ['google', { ...good, makesAccounts: 'on' }, /domains that you name here, and only inside\./],
      ['google', { ...good, domains: 'velund' }, /is no domain such as example\.com\./],
      ['microsoft', { ...good, tenant: 'common' }, /32 signs with four dashes\./],
      ['apple', { ...good, teamId: 'short', keyId: 'KEY1234567', secret: pem }, /Apple gave you ten signs\./],
      ['apple', { ...good, teamId: 'ABCDE12345', keyId: 'KEY1234567' }, /Paste the whole file that Apple gave you/],
      ['generic', { ...good, issuer: 'javascript:alert(1)' }, /Paste the address of the issuer/],
    ]
    for (const [preset, typed, words] of cases) {
      const wrong = await jonas.post(`${home}/new/${preset}`, typed)
      assert.equal(wrong.status, 422, `${preset} ${words}`)
      assert.match(wrong.text, words)
      assert.match(wrong.text, /Nothing was kept yet/)
      const { secret: _secret, ...shown } = typed
      const fields = fieldsOf(wrong)
      for (const [name, value] of Object.entries(shown)) assert.equal(fields[name] ?? '', value, `${preset} ${name}`)
      assert.equal('forOutside' in fields, false, 'what was not ticked stays so')
      assert.ok(!wrong.text.includes('typed-secret-1') && !wrong.text.includes(pem.slice(40, 80)))
    }
    assert.equal(await count(ctx), 0)
  }),
)

test(
  'a provider is changed in place: what stands is shown, an empty secret keeps the one there is, its kind stays',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = await freshAs(ctx, await openSite(ctx), 'jonas')
    const typed = {
      label: 'Azure <b>',
      clientId: 'abc',
      secret: 'typed-secret-1',
      tenant,
      forInside: 'on',
      checksSecondFactor: 'on',
      domains: '@Velund.Example, velund.test',
    }
    const added = await jonas.post(`${home}/new/microsoft`, {
      ...typed,
      preset: 'generic',
      issuer: 'https://x.example',
    })
    const id = idIn(added)
    const row = await getProvider(cast.as(ctx, 'jonas'), id)
    assert.equal(row.preset, 'microsoft', 'the address says the kind, not a field')
    assert.equal(row.issuer, `https://login.microsoftonline.com/${tenant}/v2.0`)
    const page = await jonas.get(added.location!)
    const fields = fieldsOf(page)
    assert.deepEqual(
      [fields['clientId'], fields['tenant'], fields['secret'], fields['domains']],
      ['abc', tenant, '', 'velund.example, velund.test'],
    )
    assert.deepEqual(
      ['forOutside', 'forInside', 'makesAccounts', 'checksSecondFactor'].filter((name) => name in fields),
      ['forInside', 'checksSecondFactor'],
    )
    assert.match(page.text, /One is kept, and never shown again\. Leave this empty to keep it\./)
    assert.match(page.text, /Change Azure &lt;b>/)
    assert.doesNotMatch(page.text, /Azure <b>/)
    const kept = await jonas.post(`${home}/${id}`, { ...fields, label: '', domains: 'velund.test' })
    assert.equal(kept.location, `${home}?kept`)
    const after = await getProvider(cast.as(ctx, 'jonas'), id)
    assert.deepEqual([after.label, after.domains, after.hasSecret], ['Microsoft', ['velund.test'], true])
    assert.equal(await providerForAddress(ctx, 'a@velund.example'), undefined, 'a domain that was taken out is free')
    const wrong = await jonas.post(`${home}/${id}`, { clientId: 'new', tenant: 'nonsense', forOutside: 'on' })
    assert.equal(wrong.status, 422)
    assert.deepEqual(await getProvider(cast.as(ctx, 'jonas'), id), after)
  }),
)

test(
  'one domain has one provider: the second is refused whole, and the first loses nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = await freshAs(ctx, await openSite(ctx), 'jonas')
    const basic = { clientId: 'x', secret: 's', forInside: 'on' }
    const first = idIn(await jonas.post(`${home}/new/google`, { ...basic, label: 'First', domains: 'velund.example' }))
    const second = { ...basic, label: 'Second', domains: 'other.example velund.example' }
    const wrong = await jonas.post(`${home}/new/google`, second)
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /Another provider speaks for velund\.example already\./)
    assert.equal(await count(ctx), 1, 'no half of it is kept')
    const id = idIn(await jonas.post(`${home}/new/google`, { ...second, domains: 'other.example' }))
    assert.equal((await jonas.post(`${home}/${id}`, { ...second, secret: '' })).status, 422)
    assert.deepEqual((await getProvider(cast.as(ctx, 'jonas'), id)).domains, ['other.example'])
    assert.equal((await providerForAddress(ctx, 'a@velund.example'))?.id, first)
    await jonas.post(`${home}/${first}/switch`, { to: 'off' })
    assert.equal(await providerForAddress(ctx, 'a@velund.example'), undefined, 'off, it leads nobody')
    await jonas.post(`${home}/${first}/remove`)
    assert.equal((await jonas.post(`${home}/${id}`, { ...second, secret: '' })).status, 303, 'gone, its domain is free')
    assert.equal((await providerForAddress(ctx, 'a@velund.example'))?.id, id)
  }),
)

test(
  'a switched provider says so on the owner’s page and on the doors, and what is gone is gone for every form',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const jonas = await freshAs(ctx, site, 'jonas')
    const typed = { label: 'Acme ID', clientId: 'x', secret: 's', forOutside: 'on' }
    const id = idIn(await jonas.post(`${home}/new/google`, typed))
    assert.match((await jonas.get(home)).text, /Acme ID <small class="muted">Google<\/small>.*Switch off Acme ID/s)
    for (const to of ['off', '', 'nonsense']) {
      assert.equal((await jonas.post(`${home}/${id}/switch`, { to })).location, `${home}?kept`)
      assert.match((await jonas.get(home)).text, /Switch on Acme ID/)
      assert.doesNotMatch((await site.anyone.get('/sign-in')).text, /Acme ID/)
    }
    await jonas.post(`${home}/${id}`, { ...typed, secret: '' })
    assert.match((await jonas.get(home)).text, /Switch on Acme ID/, 'a change does not switch it on')
    await jonas.post(`${home}/${id}/switch`, { to: 'on' })
    assert.match(
      (await site.anyone.get('/sign-in')).text,
      new RegExp(`/sign-in/with/${id}\\?side=outside[^>]*>.*?Acme ID</a>`),
    )
    assert.equal((await jonas.post(`${home}/${id}/remove`)).location, `${home}?kept`)
    assert.doesNotMatch((await jonas.get(home)).text, /Acme ID/)
    for (const path of ['', '/switch', '/remove'])
      assert.equal((await jonas.post(`${home}/${id}${path}`, typed)).status, 404, path)
    assert.equal((await site.anyone.get(`/sign-in/with/${id}?side=outside`)).status, 404)
    for (const wrong of ['0', '9'.repeat(20)]) assert.equal((await jonas.get(`${home}/${wrong}`)).status, 404, wrong)
  }),
)

test(
  'what is sealed stands on no page, in no answer and no log line: secrets of providers, keys, recovery codes, tokens',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const lines: string[] = []
    const log = makeLog('debug', (line) => lines.push(line))
    const jonas = makeCtx({ viewer: cast.people.jonas, db: ctx.db, now: ctx.now, log })
    const secrets: string[] = []
    const typed = { clientId: 'x', forOutside: 'on', forInside: 'on' }
    const ids: ProviderId[] = []
    for (const preset of ['google', 'microsoft', 'apple', 'github', 'generic'] as const) {
      const secret = preset === 'apple' ? pem : `sealed-secret-of-${preset}`
      secrets.push(preset === 'apple' ? pem.split('\n')[1]! : secret)
      const more = { issuer: 'https://id.example', tenant, teamId: 'ABCDE12345', keyId: 'KEY1234567' }
      const input = providerSchema.parse({ ...typed, ...more, preset, secret })
      ids.push(await saveProvider(jonas, input, { vault, plain: false }))
      await saveProvider(jonas, { ...input, secret: '' }, { vault, plain: false, id: ids.at(-1)! })
      await switchProvider(jonas, ids.at(-1)!, true)
    }
    const { id } = cast.people.jonas
    const { key } = await draftFactor(jonas, id, vault)
    const codes = await confirmFactor(jonas, id, shownBy(key, ctx.now), vault)
    const { token } = await startSession(ctx, id, { provedBy: 'code', device: 'x', both: true })
    const rows = await ctx.db.selectFrom('identityProviders').select('secret').execute()
    const atRest = [
      ...rows.map(({ secret }) => secret!),
      (await ctx.db.selectFrom('secondFactors').select('secret').executeTakeFirstOrThrow()).secret,
    ]
    secrets.push(key, key.match(/.{4}/g)!.join(' '), ...codes, token)
    for (const sealed of atRest) {
      secrets.push(sealed.toString('base64'), sealed.toString('base64url'), sealed.toString('hex'))
      for (const secret of secrets.slice(0, 6)) assert.ok(!sealed.includes(secret))
    }
    const { anyone } = await openSite(ctx)
    const own = { cookie: `tango=${token}` }
    const paths = [home, ...ids.map((one) => `${home}/${one}`), `${home}/resets`, '/settings/sign-in', '/settings']
    for (const path of [...paths, '/settings/sessions', '/settings/password', '/sign-in', '/inside']) {
      const page = await anyone.get(path, own)
      assert.equal(page.status, 200, path)
      const whole = page.text + JSON.stringify([...page.headers])
      for (const secret of secrets) assert.ok(!whole.includes(secret), path)
    }
    const seen = JSON.stringify(await listProviders(jonas))
    for (const one of ids) await removeProvider(jonas, one)
    assert.ok(lines.length >= 15, 'each change of a provider is kept')
    for (const secret of secrets) assert.ok(!seen.includes(secret) && !lines.join().includes(secret))
    assert.doesNotMatch(seen, /"secret"/)
  }),
)

test(
  'sixty ways to a provider in a quarter of an hour begin from one network, then it waits; other networks go on',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const typed = { preset: 'google', clientId: 'x', secret: 's', forOutside: 'on' }
      const id = await saveProvider(cast.as(ctx, 'jonas'), providerSchema.parse(typed), { vault, plain: false })
      const begin = (network: string, now = ctx.now) => {
        // Inside it opens no door, so that nobody is asked anything over the net.
        const asked = { providerId: id, realm: 'inside', purpose: 'enter' } as const
        const seen = makeCtx({ viewer: { kind: 'visitor' }, db: ctx.db, now, log: ctx.log })
        return beginJourney(seen, asked, { origin: 'http://x', vault, plain: false, network }).then(
          () => 'done',
          (error: { code?: string }) => error.code,
        )
      }
      for (let times = 0; times < 60; times++) assert.equal(await begin('one'), 'identity-providers.closed')
      assert.equal(await begin('one'), 'too-many-tries')
      assert.equal(await begin('two'), 'identity-providers.closed')
      assert.equal(await begin('one', new Date(ctx.now.getTime() + 15 * 60_000)), 'identity-providers.closed')
      // Returns are counted apart: who was held up on the way out can still come back.
      const { anyone } = await openSite(ctx)
      const back = () => anyone.get(`/sign-in/back/${id}?state=x&code=y`)
      for (let times = 0; times < 60; times++) assert.equal((await back()).status, 403)
      const late = await back()
      assert.equal(late.status, 429)
      assert.ok(Number(late.headers.get('retry-after')) > 0)
      assert.equal((await ctx.db.selectFrom('providerJourneys').select('id').execute()).length, 0)
    },
    { now: new Date('2026-03-02T10:00:00Z') },
  ),
)

test(
  'no page of the providers is there for anybody but the owner, whatever they send',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const typed = { preset: 'google', clientId: 'x', secret: 's', forOutside: 'on' }
    const id = await saveProvider(cast.as(ctx, 'jonas'), providerSchema.parse(typed), { vault, plain: false })
    const before = await getProvider(cast.as(ctx, 'jonas'), id)
    for (const who of everybody.filter((name) => name !== 'jonas')) {
      for (const path of [`${home}/new/google`, `${home}/${id}`, `${home}/${id}/switch`, `${home}/${id}/remove`]) {
        for (const fields of [{}, { ...typed, to: 'off' }] as Record<string, string>[]) {
          const page = await site.as(who).post(path, fields)
          assert.equal(page.status, 404, `${who} ${path}: not even what is wrong with the form is told`)
        }
      }
    }
    assert.deepEqual(await getProvider(cast.as(ctx, 'jonas'), id), before)
  }),
)
