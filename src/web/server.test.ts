import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openSite } from '../../test/browse.ts'
import { everybody } from '../../test/cast.ts'
import { inTransaction } from '../../test/database.ts'
import { bundleAssets } from './assets.ts'

test(
  'an address that does not exist answers a page to people and a problem to programs',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of everybody) {
      const page = await site.as(who).get('/no-such-page')
      assert.equal(page.status, 404, who)
      assert.match(page.text, /<main id="main"/)
    }
    const problem = await site.as('visitor').get('/no-such-page', { accept: 'application/json' })
    assert.equal(problem.headers.get('content-type'), 'application/problem+json')
    assert.equal(JSON.parse(problem.text).code, 'not-found')
  }),
)

test(
  'a visitor sees no trace of an inside, an employee has the doorway',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    assert.doesNotMatch((await site.as('visitor').get('/nothing')).text, /inside/i)
    assert.match((await site.as('daniel').get('/nothing')).text, /class="doorway"/)
  }),
)

test(
  'every answer forbids foreign scripts, framing and sniffing',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const page = await site.as('visitor').get('/nothing')
    const policy = page.headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /script-src 'nonce-[^']+' 'strict-dynamic'/)
    assert.doesNotMatch(policy, /unsafe/)
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff')
    const nonce = /'nonce-([^']+)'/.exec(policy)![1]!
    for (const [tag] of page.text.matchAll(/<script[^>]*>/g)) assert.ok(tag.includes(`nonce="${nonce}"`), tag)
    assert.doesNotMatch(page.text, / style="| on\w+="/)
    assert.notEqual((await site.as('visitor').get('/nothing')).headers.get('content-security-policy'), policy)
  }),
)

test(
  'a form from another site is refused, whoever is signed in',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: '', 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) {
      const page = await site.as('ines').post('/sign-out', {}, headers)
      assert.equal(page.status, 403, JSON.stringify(headers))
      assert.match(page.text, /sent from another site/)
    }
  }),
)

test(
  'a body larger than the address takes is refused with the limit named',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const page = await site.as('ines').post('/nothing', { body: 'x'.repeat(1_100_000) })
    assert.equal(page.status, 413)
    assert.match(page.text, /larger than 1,024 kB/)
  }),
)

test('the script of a reading page stays under 40 kB and its style under 30 kB, gzip', async () => {
  const assets = await bundleAssets()
  const bytesOf = (path: string) => assets.byPath.get(path)!.bytes
  const sizeOf = (name: string) => gzipSync(bytesOf(assets.pathOf(name))).byteLength
  // What the script of a page brings along at once, and what reading a thread fetches; the rest is for writing.
  const needed = new Set([assets.pathOf('site.js')])
  const reading = [...assets.byPath.values()].flatMap(({ path, bytes }) =>
    !path.includes('/site-') && /new IntersectionObserver/.test(new TextDecoder().decode(bytes)) ? [path] : [],
  )
  assert.equal(reading.length, 1)
  for (const path of reading) needed.add(path)
  for (const path of needed) {
    const text = new TextDecoder().decode(bytesOf(path))
    for (const [, file] of text.matchAll(/(?:^|[;}\s])(?:import|export)(?:[^"'();]*from)?\s*"([^"]+)"/g))
      needed.add(`/assets/${file!.split('/').at(-1)!}`)
  }
  assert.ok(needed.size > 2, 'what both share is a file of its own')
  const scriptBytes = [...needed].reduce((sum, path) => sum + gzipSync(bytesOf(path)).byteLength, 0)
  assert.ok(scriptBytes <= 40_000, `script ${scriptBytes}`)
  assert.ok(sizeOf('core.css') <= 30_000, `style ${sizeOf('core.css')}`)
})

test(
  'bundled files are kept for ever and sent compressed',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const path = (await bundleAssets()).pathOf('core.css')
    const response = await site.as('visitor').request(path, { headers: { 'accept-encoding': 'gzip, br' } })
    assert.equal(response.headers.get('content-encoding'), 'br')
    assert.match(response.headers.get('cache-control') ?? '', /immutable/)
  }),
)

test(
  'an address with signs that no name can have is not found, and no failure',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const path of [
      '/inside/spaces/%00',
      '/s/a%00b',
      '/people/%00',
      '/tags/%00',
      '/search?q=%00',
      '/questions?tag=%00&space=%00',
    ]) {
      await ctx
        .transaction(async (inside) => {
          // As a program: drawing a page would ask a transaction that the refused text has ended.
          const { status } = await (await openSite(inside)).as('lena').get(path, { accept: 'application/json' })
          assert.ok(status < 500, `${path} answers ${status}`)
          throw new Error('back')
        })
        .catch((error: Error) => assert.equal(error.message, 'back', path))
    }
    assert.equal((await site.as('lena').get('/inside')).status, 200)
  }),
)
