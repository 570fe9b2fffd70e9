/** The few pages that belong to no feature: health, what it runs on, and those that exist in development only. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../test/browse.ts'
import { everybody, getCast } from '../../test/cast.ts'
import { inTransaction } from '../../test/database.ts'
import type { BlobStore } from '../platform/blobs.ts'
import { readConfig } from '../platform/config.ts'
import { type Ctx, makeCtx } from '../platform/context.ts'
import { openDatabase, openPool } from '../platform/database.ts'
import { silentLog } from '../platform/log.ts'
import { sendMail } from '../platform/mail.ts'
import { bundleAssets } from './assets.ts'
import { developmentRoutes } from './development.routes.tsx'
import { healthRoutes } from './health.routes.ts'
import { createApp } from './server.tsx'

const assets = await bundleAssets()

function open(ctx: Ctx, routes: Parameters<typeof createApp>[0]['routes']) {
  return createApp({
    db: ctx.db,
    log: silentLog,
    config: readConfig({ NODE_ENV: 'development', PUBLIC_URL: 'http://localhost:3000' }),
    blobs: undefined as unknown as BlobStore,
    assets,
    routes,
    countUnread: async () => 0,
    now: () => ctx.now,
  })
}

test(
  'health says fine and nothing else, to everybody, before the first start too',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of ['visitor', 'lena', 'petra'] as const) {
      const { status, text, headers } = await site.as(who).get('/health')
      assert.deepEqual([status, text], [200, '{"status":"fine"}'], who)
      assert.match(headers.get('content-type')!, /^application\/json/)
      assert.match(headers.get('cache-control')!, /no-store/)
    }
    await ctx.db.deleteFrom('settings').execute()
    const answer = await open(ctx, [healthRoutes]).request('/health')
    assert.equal(answer.status, 200)
  }),
)

test('without its database health is no success, and says nothing of why', async () => {
  const pool = openPool('postgres://tango:secret-password@127.0.0.1:1/tango', 1)
  const viewer = { kind: 'system', reason: 'test' } as const
  const ctx = makeCtx({ viewer, db: openDatabase(pool), now: new Date(), log: silentLog })
  try {
    const answer = await open(ctx, [healthRoutes]).request('/health', { headers: { accept: 'application/json' } })
    const text = await answer.text()
    assert.equal(answer.status, 503)
    assert.doesNotMatch(text, /secret-password|127\.0\.0\.1|ECONNREFUSED/)
  } finally {
    await pool.end()
  }
})

test(
  'everybody can read what the site runs on, on their own side',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const who of everybody) {
      const { status, text } = await site.as(who).get('/about')
      assert.equal(status, 200, who)
      assert.match(text, /Apache-2\.0/)
      assert.match(text, /\d+\.\d+\.\d+/)
      const viewer = cast.viewer(who)
      const side = viewer.kind === 'account' && viewer.realm !== 'outside' ? 'Velund inside' : 'Velund Riders'
      assert.ok(text.includes(`<title>Runs on Tango · ${side}</title>`), who)
      assert.match(text, /<meta name="robots" content="noindex"/)
    }
  }),
)

test(
  'mail that would have been sent can be read while developing: newest first, whole, and as words only',
  inTransaction(async (ctx) => {
    const app = open(ctx, [developmentRoutes])
    const get = async (path: string) => {
      const answer = await app.request(path, { headers: { accept: 'text/html' } })
      return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') }
    }
    assert.match((await get('/dev/mail')).text, /No mail yet/)
    const ids = []
    for (const subject of ['First <b>', 'Second'])
      ids.push(
        await sendMail(ctx, {
          to: 'ines@people.example',
          subject,
          text: '<script>alert(1)</script>\nhttps://x.example/y',
          headers: { 'List-Unsubscribe': '<https://x.example/stop>' },
        }),
      )
    const { text } = await get('/dev/mail')
    assert.ok(text.indexOf(`mail-${ids[1]}`) < text.indexOf(`mail-${ids[0]}`))
    assert.ok(text.includes('First &lt;b') && !text.includes('<script>alert') && !text.includes('No mail yet'))
    assert.match(text, /<meta name="robots" content="noindex"/)
    const one = await get(`/dev/mail/${ids[0]}`)
    assert.match(one.type!, /^text\/plain/)
    assert.equal(
      one.text,
      'To: ines@people.example\nSubject: First <b>\nList-Unsubscribe: <https://x.example/stop>\n\n<script>alert(1)</script>\nhttps://x.example/y',
    )
    for (const path of ['/dev/mail/999999', '/dev/mail/x', '/dev/mail/-1'])
      assert.equal((await get(path)).status, 404, path)
    assert.equal((await get('/design')).status, 200)
  }),
)

test(
  'pages for developing are not in the product',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of ['visitor', 'jonas'] as const)
      for (const path of ['/design', '/dev/mail', '/dev/mail/1'])
        assert.equal((await site.as(who).get(path)).status, 404, `${who} ${path}`)
  }),
)
