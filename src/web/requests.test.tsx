/** What every request meets whatever it asks for: headers, methods, sizes, times, networks, and the side that errors stand on. */
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { mock, test } from 'node:test'
import { openSite } from '../../test/browse.ts'
import { everybody, getCast } from '../../test/cast.ts'
import { inTransaction } from '../../test/database.ts'
import { ask } from '../content/questions/questions.ts'
import type { BlobStore } from '../platform/blobs.ts'
import { readConfig } from '../platform/config.ts'
import type { Ctx, Viewer } from '../platform/context.ts'
import type { Routes, WebApp } from '../platform/http/env.ts'
import { silentLog } from '../platform/log.ts'
import { bundleAssets } from './assets.ts'
import { createApp } from './server.tsx'

const assets = await bundleAssets()

/** A site with pages that the product does not have; `seen` gathers what the counter of notices was asked. */
function openOdd(ctx: Ctx, add: Routes, viewer: Viewer = { kind: 'visitor' }): { app: WebApp; counted: Viewer[] } {
  const counted: Viewer[] = []
  const app = createApp({
    db: ctx.db,
    log: silentLog,
    config: readConfig({ NODE_ENV: 'test', PUBLIC_URL: 'http://localhost:3000' }),
    blobs: undefined as unknown as BlobStore,
    assets,
    routes: [add],
    countUnread: async (asking) => {
      counted.push(asking.viewer)
      return 7
    },
    viewerOf: async () => viewer,
    now: () => ctx.now,
  })
  return { app, counted }
}

const titleOf = (text: string) => /<title>(.*?)<\/title>/.exec(text)?.[1]

test(
  'every kind of answer carries the strict headers, a number of its own, and allows nobody else in',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It hums', body: 'Why?', tags: [] })
    const site = await openSite(ctx)
    const feed = '/questions/feed.atom'
    const etag = (await site.as('visitor').get(feed)).headers.get('etag')!
    const answers: [string, number, Record<string, string>?, RequestInit?][] = [
      [`/questions/${thread.id}/it-hums`, 200],
      [`/questions/${thread.id}`, 301],
      ['/notices', 303, {}, { method: 'POST' }],
      ['/no-such-page', 404],
      ['/no-such-page', 404, { accept: 'application/json' }],
      ['/sign-out', 403, { origin: 'https://evil.example' }, { method: 'POST' }],
      [feed, 200],
      [feed, 304, { 'if-none-match': etag }],
      [assets.pathOf('core.css'), 200],
      ['/favicon.svg', 200],
      ['/favicon.ico', 301],
      ['/health', 200],
      ['/robots.txt', 200],
      ['/files/nothing', 404],
      ['/inside', 404],
    ]
    const numbers = new Set<string>()
    for (const [path, status, headers = {}, init] of answers) {
      const answer = await site.as('visitor').request(path, { ...init, headers })
      const { headers: got } = answer
      if (status < 400 && status !== 303) assert.equal(Math.floor(answer.status / 100), Math.floor(status / 100), path)
      if (status >= 400) assert.equal(answer.status, status, path)
      assert.equal(got.get('x-content-type-options'), 'nosniff', path)
      assert.equal(got.get('referrer-policy'), 'same-origin', path)
      assert.equal(got.get('cross-origin-opener-policy'), 'same-origin', path)
      assert.match(got.get('permissions-policy') ?? '', /camera=\(\), microphone=\(\), geolocation=\(\)/, path)
      assert.match(got.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/, path)
      assert.ok(got.get('cache-control'), path)
      for (const name of [
        'set-cookie',
        'server',
        'x-powered-by',
        'access-control-allow-origin',
        'strict-transport-security',
      ])
        assert.equal(got.get(name), null, `${path} ${name}`)
      numbers.add(got.get('x-request-id')!)
    }
    assert.equal(numbers.size, answers.length)
  }),
)

test(
  'asking for the head alone gives the head of the page and no body, for what is there and what is not',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const [who, path] of [
      ['visitor', '/questions'],
      ['visitor', '/no-such-page'],
      ['lena', '/inside'],
      ['ines', '/inside'],
      ['visitor', assets.pathOf('core.css')],
      ['visitor', '/health'],
    ] as const) {
      const [get, head] = [
        await site.as(who).request(path, { headers: { accept: 'text/html' } }),
        await site.as(who).request(path, { method: 'HEAD', headers: { accept: 'text/html' } }),
      ]
      assert.equal(head.status, get.status, path)
      assert.equal(await head.text(), '', path)
      for (const name of ['content-type', 'cache-control', 'x-content-type-options'])
        assert.equal(head.headers.get(name), get.headers.get(name), `${path} ${name}`)
    }
  }),
)

test(
  'a method that no page has is not found, from another site refused, and never a failure',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND', 'PURGE', 'LOCK']) {
      for (const path of ['/questions', '/sign-out', '/no-such-page', '/files']) {
        const own = await site.as('ines').request(path, { method, headers: { origin: 'http://localhost:3000' } })
        assert.equal(own.status, 404, `${method} ${path}`)
        const foreign = await site.as('ines').request(path, { method, headers: { origin: 'https://evil.example' } })
        assert.equal(foreign.status, 403, `${method} ${path}`)
      }
    }
    const asked = await site.as('ines').request('/questions', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    assert.equal(asked.status, 404)
    assert.deepEqual(
      [...asked.headers.keys()].filter((name) => name.startsWith('access-control')),
      [],
    )
    // What is fetched never writes: these exist for posting alone.
    for (const path of ['/sign-out', '/notices/read-all', '/preview'])
      assert.equal((await site.as('ines').get(path)).status, 404, path)
  }),
)

test(
  'bodies are taken up to the limit of their address and not a byte more, whether their length is told or not',
  inTransaction(async (ctx) => {
    const { app } = openOdd(ctx, (odd) => {
      odd.post('/files', async (c) => c.text(String((await c.req.arrayBuffer()).byteLength)))
      odd.post('/files/x', async (c) => c.text(String((await c.req.arrayBuffer()).byteLength)))
      odd.post('/write', async (c) => c.text(String((await c.req.arrayBuffer()).byteLength)))
    })
    const kilobyte = 1024
    const post = async (path: string, bytes: number, told: boolean) => {
      const parts = (function* () {
        for (let left = bytes; left > 0; left -= 64 * kilobyte) yield new Uint8Array(Math.min(left, 64 * kilobyte))
      })()
      const body = told ? new Uint8Array(bytes) : (Readable.toWeb(Readable.from(parts)) as unknown as BodyInit)
      const headers: Record<string, string> = { origin: 'http://localhost:3000', accept: 'application/json' }
      if (told) headers['content-length'] = String(bytes)
      const answer = await app.request(path, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
      return [answer.status, await answer.text()] as const
    }
    for (const told of [true, false]) {
      for (const [path, limit] of [
        ['/write', 1024 * kilobyte],
        ['/files/x', 1024 * kilobyte],
        ['/files', 12 * 1024 * kilobyte],
      ] as const) {
        assert.deepEqual(await post(path, limit, told), [200, String(limit)], path)
        const [status, text] = await post(path, limit + 1, told)
        assert.equal(status, 413, `${path}, told: ${told}`)
        const problem = JSON.parse(text) as { code: string; detail: string }
        assert.equal(problem.code, 'web.too-large')
        assert.match(problem.detail, new RegExp(`larger than ${(limit / kilobyte).toLocaleString('en-GB')} kB`))
      }
    }
  }),
)

test(
  'no page keeps somebody waiting for more than half a minute; what is meant to stay open may',
  inTransaction(async (ctx) => {
    const reached = { '/hangs': Promise.withResolvers<void>(), '/live': Promise.withResolvers<void>() }
    const never = new Promise<Response>(() => {})
    const { app } = openOdd(ctx, (odd) => {
      for (const path of ['/hangs', '/live'] as const)
        odd.get(path, () => {
          reached[path].resolve()
          return never
        })
    })
    mock.timers.enable({ apis: ['setTimeout'] })
    try {
      const answers: number[] = []
      const asked = app.request('/hangs', { headers: { accept: 'application/json' } })
      void Promise.resolve(asked).then((answer) => answers.push(answer.status))
      await reached['/hangs'].promise
      mock.timers.tick(29_999)
      await new Promise((resolve) => setImmediate(resolve))
      assert.deepEqual(answers, [])
      mock.timers.tick(1)
      const answer = await asked
      assert.deepEqual([answer.status, (await answer.json()).code], [503, 'web.too-slow'])
      let ended = false
      void Promise.resolve(app.request('/live')).then(() => (ended = true))
      await reached['/live'].promise
      mock.timers.tick(600_000)
      await new Promise((resolve) => setImmediate(resolve))
      assert.equal(ended, false)
    } finally {
      mock.timers.reset()
    }
  }),
)

test(
  'the header of a proxy counts only when the proxy stands on this machine',
  inTransaction(async (ctx) => {
    const { app } = openOdd(ctx, (odd) => void odd.get('/network', (c) => c.text(c.var.network)))
    const networkOf = async (remoteAddress: string | undefined, forwarded?: string) => {
      const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
      return (await app.request('/network', { headers }, { incoming: { socket: { remoteAddress } } })).text()
    }
    const told = await networkOf('127.0.0.1', '192.0.2.7')
    for (const near of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1']) {
      assert.equal(await networkOf(near, '192.0.2.7'), told, near)
      assert.equal(await networkOf(near, '198.51.100.1, 192.0.2.7 '), told, 'whoever asks can write all but the last')
      assert.notEqual(await networkOf(near), told)
      assert.equal(await networkOf(near, ''), await networkOf(near), 'an empty header says nothing')
    }
    for (const far of ['192.0.2.1', '::ffff:192.0.2.1', '2001:db8::127', '10.127.0.1'])
      assert.equal(await networkOf(far, '192.0.2.7'), await networkOf(far), far)
    assert.equal(await networkOf('192.0.2.7'), told, 'the same network with a proxy and without')
    const without = await networkOf(undefined)
    for (const env of [undefined, {}, { incoming: {} }, { incoming: { socket: null } }])
      assert.equal(await (await app.request('/network', {}, env)).text(), without, 'no socket is no fault')
  }),
)

test(
  'what is not there is told on the side where the asker stands, and only a visitor is offered to sign in',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const who of everybody) {
      const viewer = cast.viewer(who)
      const page = await site.as(who).get('/no-such/page?secret=1')
      assert.equal(page.status, 404, who)
      const side = viewer.kind === 'account' && viewer.realm !== 'outside' ? 'Velund inside' : 'Velund Riders'
      assert.equal(titleOf(page.text), `Nothing to see here · ${side}`, who)
      const offer = page.text.includes('/sign-in?next=%2Fno-such%2Fpage"')
      assert.equal(offer, who === 'visitor', who)
      assert.doesNotMatch(page.text, /secret=1/)
      assert.match(page.text, /<meta name="robots" content="noindex"/)
      const id = viewer.kind === 'account' ? String(viewer.id) : undefined
      assert.equal(/<meta name="viewer" content="(\d+)"/.exec(page.text)?.[1], id, who)
    }
    const refused = await site.as('daniel').post('/sign-out', {}, { origin: 'https://evil.example' })
    assert.equal(refused.status, 403)
    assert.doesNotMatch(refused.text, /name="viewer"|doorway/, 'another site learns nothing of who is signed in here')
  }),
)

test(
  'pages are named after their side, in the manner of their reader, and a guest finds the way to their room',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const draws: Routes = (odd) => {
      odd.get('/outside', (c) => c.render(<p>x</p>, { title: 'T', realm: 'outside' }))
      odd.get('/inner', (c) => c.render(<p>x</p>, { title: 'T', realm: 'inside' }))
      odd.get('/seam', (c) => c.render(<p>x</p>, { title: 'T', realm: 'inside', frame: 'seam' }))
      odd.get('/status', (c) => c.render(<p>x</p>, { title: 'T', realm: 'outside', status: 422 }))
    }
    const get = async (viewer: Viewer, path: string) => {
      const { app, counted } = openOdd(ctx, draws, viewer)
      const answer = await app.request(path)
      return { status: answer.status, text: await answer.text(), counted }
    }
    const lena = cast.viewer('lena')
    assert.equal(titleOf((await get(lena, '/outside')).text), 'T · Velund Riders')
    assert.equal(titleOf((await get(lena, '/inner')).text), 'T · Velund inside')
    assert.equal(titleOf((await get(lena, '/seam')).text), 'T · Tango')
    assert.equal((await get(lena, '/status')).status, 422)
    assert.deepEqual((await get(lena, '/inner')).counted, [lena])
    assert.deepEqual((await get({ kind: 'visitor' }, '/outside')).counted, [], 'a visitor has no notices to count')
    const arabic = { ...cast.people.ines, locale: 'ar-EG' }
    assert.match((await get(arabic, '/outside')).text, /<html lang="en" dir="ltr"/)
    assert.match((await get({ kind: 'visitor' }, '/outside')).text, /<html lang="en" dir="ltr"/)
    assert.match((await get(cast.viewer('petra'), '/inner')).text, /href="\/inside\/spaces\/cells"/)
    for (const who of ['ines', 'daniel', 'visitor'] as const)
      assert.doesNotMatch((await get(cast.viewer(who), '/outside')).text, /href="\/inside\/spaces\/cells"/, who)
  }),
)

test(
  'what cannot be read as a request is refused as such, with words for people and a code for programs',
  inTransaction(async (ctx) => {
    const { app } = openOdd(ctx, (odd) => {
      odd.post('/form', async (c) => c.json(await c.req.parseBody()))
      odd.post('/json', async (c) => c.json(await c.req.json()))
    })
    const post = (path: string, type: string, body: string, accept: string) =>
      app.request(path, {
        method: 'POST',
        headers: { 'content-type': type, accept, origin: 'http://localhost:3000' },
        body,
      })
    for (const type of ['multipart/form-data; boundary=x', 'multipart/form-data']) {
      const told = await post('/form', type, 'nothing of the kind', 'application/json')
      assert.deepEqual([told.status, (await told.json()).code], [400, 'web.bad-request'], type)
      const shown = await post('/form', type, 'nothing of the kind', 'text/html')
      assert.equal(shown.status, 400)
      assert.match(await shown.text(), /The form could not be read\. Open the page and send it again\./)
    }
    assert.deepEqual(
      await (await post('/form', 'text/plain', 'a=1', '*/*')).json(),
      {},
      'what is no form has no fields',
    )
  }),
)
