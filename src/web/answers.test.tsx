/** What the web side adds to every answer: errors in words, headers, origins, cookies, addresses of files. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VNode } from 'preact'
import { z } from 'zod'
import { getCast } from '../../test/cast.ts'
import { inTransaction } from '../../test/database.ts'
import { sessionCookie, startSession } from '../people/sessions/sessions.ts'
import type { BlobStore } from '../platform/blobs.ts'
import { readConfig } from '../platform/config.ts'
import type { Ctx } from '../platform/context.ts'
import { Conflict, Forbidden, Invalid, NotFound, TryLater } from '../platform/errors.ts'
import type { Routes, WebApp } from '../platform/http/env.ts'
import { takeForm } from '../platform/http/form.ts'
import { type LogFields, makeLog } from '../platform/log.ts'
import { putSetting } from '../platform/settings.ts'
import { bundleAssets } from './assets.ts'
import { createApp } from './server.tsx'
import { siteReader } from './site.ts'

const assets = await bundleAssets()
const secret = 'select * from accounts where email = ines@people.example'

function Broken(): VNode {
  throw new Error(secret)
}

const oddRoutes: Routes = (app) => {
  const errors = {
    bug: () => new TypeError(secret),
    thrown: () => secret as unknown as Error,
    absent: () => new NotFound('things.absent'),
    refused: () => new Forbidden('things.refused', 'Only <members> may.'),
    wrong: () => new Invalid('things.wrong', { title: 'Give it a title.', body: 'Write a text.' }),
    changed: () => new Conflict('things.changed', 'It changed.'),
    often: () => new TryLater('things.often', 'Later.', 17),
  }
  for (const [name, make] of Object.entries(errors))
    app.all(`/odd/${name}`, () => {
      throw make()
    })
  app.get('/odd/drawn', (c) => c.render(<Broken />, { title: 'x', realm: 'outside' }))
  app.get('/who', (c) => c.json({ viewer: c.var.ctx.viewer.kind, token: c.var.sessionToken ?? null }))
  app.get('/files/who', (c) => c.json({ viewer: c.var.ctx.viewer.kind, token: c.var.sessionToken ?? null }))
  app.all('/write', (c) => c.text('written'))
  app.post('/form', (c) =>
    takeForm(
      c,
      z.object({ title: z.string().min(3, 'Longer.'), tags: z.string().default('') }),
      async ({ title, tags }) => {
        if (title === 'taken') throw new Invalid('form.taken', { title: 'Taken.' })
        return c.json({ title, tags })
      },
      (form) => c.json(form, 422),
    ),
  )
}

function open(ctx: Ctx, publicUrl = 'http://localhost:3000'): { app: WebApp; lines: LogFields[] } {
  const lines: LogFields[] = []
  const app = createApp({
    db: ctx.db,
    log: makeLog('info', (line) => lines.push(JSON.parse(line))),
    config: readConfig({ NODE_ENV: 'test', PUBLIC_URL: publicUrl }),
    blobs: undefined as unknown as BlobStore,
    assets,
    routes: [oddRoutes],
    countUnread: async () => 0,
    now: () => ctx.now,
  })
  return { app, lines }
}

const page = { accept: 'text/html' }
const program = { accept: 'application/json' }

test(
  'a bug answers 500 with nothing of what was inside, and one number leads from the page to the line of the log',
  inTransaction(async (ctx) => {
    for (const path of ['/odd/bug', '/odd/drawn']) {
      for (const headers of [page, program]) {
        const { app, lines } = open(ctx)
        const answer = await app.request(path, { headers })
        const text = await answer.text()
        assert.equal(answer.status, 500, path)
        assert.doesNotMatch(text, /ines@|select \*|TypeError|node_modules|\.tsx?\b/)
        const id = answer.headers.get('x-request-id')!
        assert.match(id, /^[0-9a-f-]{36}$/)
        assert.ok(text.includes(id), 'the page does not name the number')
        assert.deepEqual(
          lines.map((line) => [line.message, line.request]),
          [
            ['request failed', id],
            ['answered', id],
          ],
        )
        assert.equal(lines[1]!.status, 500)
        assert.doesNotMatch(JSON.stringify(lines), /ines|people/)
      }
    }
  }),
)

test(
  'when the page that tells of a failure cannot be drawn either, its words come alone',
  inTransaction(async (ctx) => {
    const { app, lines } = open({ ...ctx, db: {} as Ctx['db'] })
    const answer = await app.request('/odd/bug', { headers: page })
    assert.equal(answer.status, 500)
    assert.match(
      await answer.text(),
      /^Something went wrong here\n\n.*Tell the people who run this site: [0-9a-f-]{36}\.\n$/,
    )
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.equal(lines.filter((line) => line.message === 'request failed').length, 1)
  }),
)

test(
  'each kind of refusal has its status, its code for programs and its words for people',
  inTransaction(async (ctx) => {
    const { app } = open(ctx)
    for (const [name, status, code] of [
      ['absent', 404, 'things.absent'],
      ['refused', 403, 'things.refused'],
      ['wrong', 422, 'things.wrong'],
      ['changed', 409, 'things.changed'],
      ['often', 429, 'things.often'],
    ] as const) {
      const told = await app.request(`/odd/${name}`, { headers: program })
      assert.equal(told.status, status)
      assert.equal(told.headers.get('content-type'), 'application/problem+json')
      const problem = await told.json()
      assert.deepEqual([problem.type, problem.status, problem.code], ['about:blank', status, code])
      assert.ok(problem.title && problem.detail)
      if (name === 'wrong') assert.deepEqual(problem.fields, { title: 'Give it a title.', body: 'Write a text.' })
      assert.equal(told.headers.get('retry-after'), name === 'often' ? '17' : null)
      const shown = await app.request(`/odd/${name}`, { headers: page })
      assert.equal(shown.status, status)
      const text = await shown.text()
      assert.match(text, /<meta name="robots" content="noindex"/)
      assert.ok(text.includes(problem.detail.replaceAll('<', '&lt;').replaceAll('>', '>')), text.slice(-600))
      assert.match(shown.headers.get('cache-control') ?? '', /no-store/)
    }
  }),
)

test(
  'a program that takes anything but names JSON gets a problem, a browser a page',
  inTransaction(async (ctx) => {
    const { app } = open(ctx)
    const typeFor = async (accept?: string) =>
      (await app.request('/odd/absent', accept ? { headers: { accept } } : {})).headers.get('content-type')
    for (const accept of [
      'application/json',
      'application/json, text/plain, */*',
      'application/problem+json',
      'image/png',
    ])
      assert.equal(await typeFor(accept), 'application/problem+json', accept)
    for (const accept of [undefined, '*/*', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'])
      assert.match((await typeFor(accept)) ?? '', /text\/html/, String(accept))
  }),
)

const own = 'https://community.example'
const origins: [Record<string, string>, boolean][] = [
  [{ origin: own }, true],
  [{ origin: own, 'sec-fetch-site': 'cross-site' }, true],
  [{ origin: 'http://localhost:3000', host: 'localhost:3000' }, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'none' }, true],
  [{ origin: 'null', 'sec-fetch-site': 'same-origin' }, true],
  [{}, false],
  [{ origin: 'null' }, false],
  [{ origin: 'null', 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ origin: 'http://community.example' }, false],
  [{ origin: 'http://community.example', host: 'community.example' }, false],
  [{ origin: 'https://community.example:8443' }, false],
  [{ origin: 'https://community.example.evil.example' }, false],
  [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, false],
  [{ origin: 'https://evil.example/community.example' }, false],
  [{ origin: 'https://community.example@evil.example' }, false],
  [{ origin: 'no address', host: 'no address' }, false],
  [{ origin: '' }, false],
  [{ referer: `${own}/questions/ask` }, false],
]

test(
  'writes are taken from pages of this site alone, reading from everywhere',
  inTransaction(async (ctx) => {
    const { app } = open(ctx, own)
    for (const [headers, isTaken] of origins) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const { status } = await app.request('http://127.0.0.1:3000/write', {
          method,
          headers: { host: '127.0.0.1:3000', ...headers },
        })
        assert.equal(status, isTaken ? 200 : 403, `${method} ${JSON.stringify(headers)}`)
      }
      for (const method of ['GET', 'HEAD', 'OPTIONS'])
        assert.equal((await app.request('/write', { method, headers })).status, 200)
    }
  }),
)

test(
  'a site of https says so to browsers and takes only the cookie that no neighbour can plant',
  inTransaction(async (ctx) => {
    const { people } = await getCast(ctx)
    const { token } = await startSession(ctx, people.ines.id, { provedBy: 'code', device: 'test' })
    const who = async (publicUrl: string, cookie: string, path = '/who') => {
      const answer = await open(ctx, publicUrl).app.request(path, { headers: { cookie } })
      return { ...(await answer.json()), hsts: answer.headers.get('strict-transport-security') }
    }
    const [plain, safe] = [`tango=${token}`, `__Host-tango=${token}`]
    assert.match(sessionCookie(token, true), /^__Host-tango=.*; Path=\/; HttpOnly; SameSite=Lax; Secure; /)
    assert.deepEqual(await who(own, safe), { viewer: 'account', token, hsts: 'max-age=31536000' })
    assert.equal((await who(own, plain)).viewer, 'visitor')
    assert.deepEqual(await who('http://localhost:3000', plain), { viewer: 'account', token, hsts: null })
    assert.equal((await who('http://localhost:3000', safe)).viewer, 'visitor')
    assert.equal((await who(own, `x=1; ${safe} ; y=2`)).viewer, 'account')
    for (const wrong of [`${safe}x`, safe.slice(0, -1), '__Host-tango=', `__Host-tango=${'a'.repeat(43)}`, `x${safe}`])
      assert.equal((await who(own, wrong)).viewer, 'visitor', wrong)
    // Pictures are served to a key, never to a person.
    assert.deepEqual(await who(own, safe, '/files/who'), { viewer: 'visitor', token: null, hsts: 'max-age=31536000' })
  }),
)

test(
  'nothing that a person asks for is kept by caches; nobody who only reads gets a cookie',
  inTransaction(async (ctx) => {
    const { app } = open(ctx)
    for (const path of ['/who', '/odd/absent', '/odd/bug', '/favicon.ico']) {
      const { headers } = await app.request(path)
      assert.equal(headers.get('cache-control'), 'private, no-store', path)
      assert.equal(headers.get('set-cookie'), null, path)
      assert.equal(headers.get('referrer-policy'), 'same-origin', path)
    }
  }),
)

test(
  'bundled files come in the form that the browser reads, whole and the same; others are not there',
  inTransaction(async (ctx) => {
    const { app } = open(ctx)
    const path = assets.pathOf('site.js')
    const plain = await app.request(path)
    assert.equal(plain.headers.get('content-encoding'), null)
    assert.match(plain.headers.get('content-type') ?? '', /^text\/javascript/)
    assert.deepEqual(new Uint8Array(await plain.arrayBuffer()), assets.byPath.get(path)!.bytes)
    for (const [accepted, encoding, stream] of [
      ['gzip', 'gzip', 'gzip'],
      ['gzip, deflate, br, zstd', 'br', 'brotli'],
      ['deflate', null, undefined],
    ] as const) {
      const answer = await app.request(path, { headers: { 'accept-encoding': accepted } })
      assert.equal(answer.headers.get('content-encoding'), encoding, accepted)
      assert.equal(answer.headers.get('vary'), 'accept-encoding')
      if (!stream) continue
      const whole = answer.body!.pipeThrough(new DecompressionStream(stream as 'gzip'))
      assert.deepEqual(new Uint8Array(await new Response(whole).arrayBuffer()), assets.byPath.get(path)!.bytes)
    }
    for (const wrong of [
      '/assets/site.js',
      '/assets/',
      '/assets/..%2f..%2fpackage.json',
      `${path}.map`,
      '/assets/x/y',
    ]) {
      const answer = await app.request(wrong, { headers: page })
      assert.equal(answer.status, 404, wrong)
      assert.match(await answer.text(), /<main id="main"/, wrong)
      assert.doesNotMatch(answer.headers.get('cache-control') ?? '', /immutable/)
    }
  }),
)

test('names of bundled files carry a hash of what is in them: the same twice, another for other content', async () => {
  const again = await bundleAssets()
  assert.deepEqual([...again.byPath.keys()].toSorted(), [...assets.byPath.keys()].toSorted())
  for (const path of assets.byPath.keys()) assert.match(path, /^\/assets\/[\w.-]+-[A-Z0-9]{8}\.(js|css|woff2|svg)$/)
  assert.throws(() => assets.pathOf('no-such.js'), /no asset no-such\.js/)
  const css = [...assets.byPath.values()].filter((asset) => asset.path.endsWith('.css'))
  assert.equal(new Set(css.map((asset) => asset.path.split('-').at(-1))).size, css.length)
})

test(
  'a form that is refused comes back with all that was typed and each reason at its field',
  inTransaction(async (ctx) => {
    const { app } = open(ctx)
    const post = async (fields: [string, string][]) => {
      const headers = { origin: 'http://localhost:3000' }
      const answer = await app.request('http://localhost:3000/form', {
        method: 'POST',
        headers,
        body: new URLSearchParams(fields),
      })
      return [answer.status, await answer.json()]
    }
    const many: [string, string][] = [
      ['title', 'long enough'],
      ['tags', 'a'],
      ['tags', 'b'],
    ]
    assert.deepEqual(await post(many), [200, { title: 'long enough', tags: 'a,b' }])
    const short = { values: { title: 'x', note: '字' }, errors: { title: 'Longer.' } }
    assert.deepEqual(
      await post([
        ['title', 'x'],
        ['note', '字'],
      ]),
      [422, short],
    )
    assert.deepEqual(await post([['title', 'taken']]), [
      422,
      { values: { title: 'taken' }, errors: { title: 'Taken.' } },
    ])
  }),
)

test(
  "the site's facts are read again after five seconds, and at once while nobody has set it up",
  inTransaction(async (ctx) => {
    const siteOf = siteReader()
    const at = (seconds: number): Ctx => ({ ...ctx, now: new Date(ctx.now.getTime() + seconds * 1000) })
    const first = await siteOf(at(0))
    assert.deepEqual([first.company, first.isSetUp], ['Velund', true])
    await putSetting(ctx, 'company', 'Fjord')
    assert.equal((await siteOf(at(4.9))).company, 'Velund')
    assert.equal((await siteOf(at(5))).company, 'Fjord')
    await ctx.db.deleteFrom('settings').where('key', '=', 'set-up-at').execute()
    assert.equal((await siteOf(at(10))).isSetUp, false)
    await putSetting(ctx, 'set-up-at', 'now')
    assert.equal((await siteOf(at(10))).isSetUp, true)
  }),
)

test(
  'before the first start every page leads to the welcome; health and files answer',
  inTransaction(
    async (ctx) => {
      const { app } = open(ctx)
      const answer = await app.request('/who')
      assert.deepEqual([answer.status, answer.headers.get('location')], [302, '/welcome'])
      assert.equal((await app.request(assets.pathOf('core.css'))).status, 200)
      assert.equal((await app.request('/favicon.svg')).status, 200)
    },
    { kind: 'empty' },
  ),
)
