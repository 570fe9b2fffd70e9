import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { castPassword, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { checkPassword, countAccounts, createUnclaimed } from '../../people/accounts/accounts.ts'
import { listOffices } from '../../people/offices/offices.ts'
import { findViewer } from '../../people/sessions/sessions.ts'
import { folderBlobs } from '../../platform/blobs.ts'
import { readConfig } from '../../platform/config.ts'
import type { Ctx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { findSetting } from '../../platform/settings.ts'
import { listSpaces } from '../../realms/spaces/spaces.ts'
import { bundleAssets } from '../assets.ts'
import { createApp } from '../server.tsx'
import { setupRoutes } from './setup.routes.tsx'
import { type BuildDemo, isSetUp, makeOwnerLink, setUp } from './setup.ts'

const velund = {
  company: 'Velund',
  owner: { name: 'Jonas Weber', email: 'Jonas@velund.example', password: castPassword },
  inside: { slug: 'everyone', title: 'Everyone at Velund' },
  outside: { slug: 'riders', title: 'Velund Riders' },
} as const

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

/** The application with nothing but the first start in it, on an empty database. */
async function openEmpty(ctx: Ctx, buildDemo?: BuildDemo) {
  const folder = await mkdtemp(join(tmpdir(), 'tango-setup-'))
  folders.push(folder)
  const app = createApp({
    db: ctx.db,
    log: silentLog,
    config: readConfig({ NODE_ENV: 'test', PUBLIC_URL: 'http://localhost:3000' }),
    blobs: folderBlobs(folder),
    assets: await bundleAssets(),
    routes: [setupRoutes(buildDemo), (one) => one.get('/inside', (c) => c.text(c.var.ctx.viewer.kind))],
    countUnread: async () => 0,
    now: () => ctx.now,
  })
  const origin = 'http://localhost:3000'
  return {
    get: (path: string, cookie = '') => app.request(origin + path, { headers: { accept: 'text/html', cookie } }),
    post: (path: string, fields: Record<string, string>) =>
      app.request(origin + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { accept: 'text/html', origin },
      }),
  }
}

test(
  'one call makes the company, its owner and the first space of each side',
  inTransaction(
    async (ctx) => {
      assert.equal(await isSetUp(ctx), false)
      const { ownerId } = await setUp(ctx, velund)
      assert.equal(await isSetUp(ctx), true)
      assert.equal(await findSetting(ctx, 'company'), 'Velund')
      assert.equal(await checkPassword(ctx, 'inside', 'jonas@velund.example', castPassword), ownerId)
      const held = (await listOffices(ctx)).map((one) => one.office)
      assert.deepEqual(held.sort(), ['inside-steward', 'official-voice', 'owner'])
      const spaces = await listSpaces(ctx)
      assert.deepEqual(
        spaces.map(({ slug, realm, access }) => [slug, realm, access]),
        [
          ['everyone', 'inside', 'employees'],
          ['riders', 'outside', 'public'],
        ],
      )
      await assert.rejects(setUp(ctx, velund), { code: 'setup.done' })
      await assert.rejects(makeOwnerLink(ctx), { code: 'setup.done' })
      assert.equal(await countAccounts(ctx), 1)
    },
    { kind: 'empty' },
  ),
)

test(
  'what cannot be taken is said for each field, and nothing is half made',
  inTransaction(
    async (ctx) => {
      const wrong = {
        company: ' ',
        owner: { name: '', email: 'nobody', password: 'short' },
        inside: { slug: 'Not Good', title: 'x' },
        outside: { slug: 'riders', title: '' },
      }
      await assert.rejects(setUp(ctx, wrong), (error: { fields: object }) => {
        const named = ['company', 'inside.slug', 'outside.title', 'owner.email', 'owner.name', 'owner.password']
        assert.deepEqual(Object.keys(error.fields).sort(), named)
        return true
      })
      await assert.rejects(setUp(ctx, { ...velund, outside: { ...velund.inside } }), /two addresses/)
      const failing: BuildDemo = () => Promise.reject(new Error('the demo failed'))
      await assert.rejects(setUp(ctx, { ...velund, demo: true }, failing), /the demo failed/)
      await assert.rejects(setUp(ctx, { ...velund, demo: true }), { code: 'setup.no-demo' })
      assert.equal(await isSetUp(ctx), false)
      assert.equal(await countAccounts(ctx), 0)
      assert.equal((await listSpaces(ctx)).length, 0)
    },
    { kind: 'empty' },
  ),
)

test(
  'only Tango itself sets up and prints owner links',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of ['visitor', 'ines', 'jonas'] as const) {
      await assert.rejects(setUp(cast.as(ctx, who), velund), { status: 404 }, who)
      await assert.rejects(makeOwnerLink(cast.as(ctx, who)), { status: 404 }, who)
    }
  }),
)

test(
  'the owner link leads through the wizard to a house with the owner signed in, and is dead afterwards',
  inTransaction(
    async (ctx) => {
      let built = 0
      const site = await openEmpty(ctx, async (inside) => {
        built++
        await createUnclaimed(inside, [{ displayName: 'A rider', createdAt: inside.now }])
      })
      assert.equal((await site.get('/questions')).headers.get('location'), '/welcome')
      const waiting = await (await site.get('/welcome')).text()
      assert.match(waiting, /not set up yet/)
      const token = await makeOwnerLink(ctx)
      assert.equal((await site.get(`/welcome?token=${'x'.repeat(43)}`)).status, 404)
      assert.equal((await site.post('/welcome/company?token=wrong', { company: 'Mallory' })).status, 404)
      const start = await site.get(`/welcome?token=${token}`)
      assert.equal(start.headers.get('location'), `/welcome/company?token=${token}`)
      const step = async (name: string, fields: Record<string, string>, then: string) => {
        const page = await site.get(`/welcome/${name}?token=${token}`)
        assert.equal(page.status, 200, name)
        const sent = await site.post(`/welcome/${name}?token=${token}`, fields)
        assert.equal(sent.headers.get('location'), then === '/inside' ? then : `/welcome/${then}?token=${token}`, name)
        return sent
      }
      const empty = await site.post(`/welcome/company?token=${token}`, { company: ' ' })
      assert.equal(empty.status, 422)
      assert.match(await empty.text(), /Write the name of your company/)
      await step('company', { company: 'Velund' }, 'owner')
      const short = await site.post(`/welcome/owner?token=${token}`, {
        name: 'Jonas',
        email: 'jonas@velund.example',
        password: 'short',
      })
      assert.equal(short.status, 422)
      await step('owner', { name: 'Jonas Weber', email: 'jonas@velund.example', password: castPassword }, 'spaces')
      assert.doesNotMatch(JSON.stringify(await findSetting(ctx, 'setup-draft')), new RegExp(castPassword))
      const spaces = {
        insideTitle: 'Everyone',
        insideSlug: 'everyone',
        outsideTitle: 'Riders',
        outsideSlug: 'everyone',
      }
      assert.match(await (await site.post(`/welcome/spaces?token=${token}`, spaces)).text(), /two addresses/)
      await step('spaces', { ...spaces, outsideSlug: 'riders' }, 'finish')
      assert.match(await (await site.get(`/welcome/finish?token=${token}`)).text(), /outside steward/)
      const done = await step('finish', { demo: 'yes' }, '/inside')
      assert.equal(built, 1)
      const session = /^tango=([^;]+)/.exec(done.headers.get('set-cookie') ?? '')![1]!
      const owner = await findViewer(ctx, session)
      assert.deepEqual([owner?.name, owner?.offices], ['Jonas Weber', ['inside-steward', 'official-voice', 'owner']])
      assert.equal(await (await site.get('/inside', `tango=${session}`)).text(), 'account')
      assert.equal(await checkPassword(ctx, 'inside', 'jonas@velund.example', castPassword), owner?.id)
      assert.equal(await findSetting(ctx, 'setup-draft'), undefined)
      for (const path of ['/welcome', `/welcome?token=${token}`, `/welcome/company?token=${token}`]) {
        assert.equal((await site.get(path)).status, 404, path)
      }
      assert.equal((await site.post(`/welcome/finish?token=${token}`, {})).status, 404)
    },
    { kind: 'empty' },
  ),
)

test(
  'finishing before every step is done is refused and keeps what was written',
  inTransaction(
    async (ctx) => {
      const site = await openEmpty(ctx)
      const token = await makeOwnerLink(ctx)
      await site.post(`/welcome/company?token=${token}`, { company: 'Velund' })
      assert.equal((await site.post(`/welcome/finish?token=${token}`, {})).status, 409)
      assert.match(await (await site.get(`/welcome/company?token=${token}`)).text(), /value="Velund"/)
      // Without a demo to build none is offered.
      assert.doesNotMatch(await (await site.get(`/welcome/finish?token=${token}`)).text(), /demo company"/)
    },
    { kind: 'empty' },
  ),
)
