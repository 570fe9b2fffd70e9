import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { freshAs } from '../../../test/fresh.ts'
import { openVault } from '../vault.ts'
import { mayKeepProviders, mayProvision, opensDoor } from './identity-providers.access.ts'
import {
  listDoorProviders,
  listProviders,
  providerSchema,
  removeProvider,
  saveProvider,
  switchProvider,
} from './identity-providers.ts'

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

const google = { preset: 'google', clientId: 'client', secret: 'a secret of Google', forOutside: 'on' }

test(
  'providers are seen, added, changed, switched and removed by the owner alone; on the doors anybody sees them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const vault = await openVault({ dataFolder: '', environment: 'test' })
    const how = { vault, plain: false }
    const id = await saveProvider(cast.as(ctx, 'jonas'), providerSchema.parse(google), how)
    const home = '/inside/settings/sign-in'
    for (const who of everybody) {
      const seen = cast.as(ctx, who)
      const owns = who === 'jonas'
      const hidden = owns ? 'done' : 'identity-providers.not-found'
      const refused = owns ? 'done' : 'identity-providers.owner-only'
      assert.equal(mayKeepProviders(seen.viewer).allowed, owns, who)
      assert.equal(await codeOf(listProviders(seen)), hidden, who)
      assert.equal(await codeOf(saveProvider(seen, providerSchema.parse(google), { ...how, id })), hidden, who)
      assert.equal(await codeOf(switchProvider(seen, id, true)), refused, who)
      for (const path of [home, `${home}/new/google`, `${home}/new/apple`, `${home}/${id}`])
        assert.equal((await site.as(who).get(path)).status, owns ? 200 : 404, `${who} ${path}`)
      for (const path of [`${home}/new/google`, `${home}/${id}`, `${home}/${id}/switch`, `${home}/${id}/remove`])
        if (!owns) assert.equal((await site.as(who).post(path, google)).status, 404, `${who} ${path}`)
      if (!owns) {
        assert.equal(await codeOf(saveProvider(seen, providerSchema.parse(google), how)), hidden, who)
        assert.equal(await codeOf(removeProvider(seen, id)), refused, who)
      }
      assert.deepEqual(await listDoorProviders(seen, 'outside'), [{ id, preset: 'google', label: 'Google' }], who)
      assert.deepEqual(await listDoorProviders(seen, 'inside'), [], who)
    }
    // The owner too changes ways in only just after signing in.
    for (const path of ['/requirement', '/new/google', `/${id}`, `/${id}/switch`, `/${id}/remove`])
      assert.equal((await site.as('jonas').post(home + path, { ...google, whom: 'staff' })).status, 403, path)
    assert.match((await site.as('jonas').get(home)).text, /Sign in again<\/a> to change something here/)
    const fresh = await freshAs(ctx, site, 'jonas')
    assert.doesNotMatch((await fresh.get(home)).text, /Sign in again/)
    assert.equal((await fresh.post(`${home}/${id}/remove`)).status, 303)
    assert.equal((await site.as('jonas').get(`${home}/${id}`)).status, 404)
    assert.equal((await site.as('jonas').get(`${home}/new/facebook`)).status, 404)
  }),
)

test('a provider opens the doors that its owner chose, while it is on, and never the bridge', () => {
  for (const isOn of [true, false]) {
    for (const forInside of [true, false]) {
      for (const forOutside of [true, false]) {
        const provider = { isOn, forInside, forOutside }
        assert.equal(opensDoor(provider, 'inside').allowed, isOn && forInside)
        assert.equal(opensDoor(provider, 'outside').allowed, isOn && forOutside)
        assert.equal(opensDoor(provider, 'bridge').allowed, false)
      }
    }
  }
})

test('an account inside is made only if the owner chose so, for a proved address of a domain of the company', () => {
  for (const makesAccounts of [true, false]) {
    for (const emailProved of [true, false]) {
      for (const email of [
        'a@velund.example',
        'a@sub.velund.example',
        'a@velund.example.evil.example',
        'velund.example',
        null,
      ]) {
        const verdict = mayProvision({ makesAccounts, domains: ['velund.example'] }, { email, emailProved })
        assert.equal(verdict.allowed, makesAccounts && emailProved && email === 'a@velund.example', String(email))
      }
    }
  }
})
