/** Who is counted as led here by another site: people who got a public page, and nobody else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../test/browse.ts'
import { type PersonName, getCast } from '../../test/cast.ts'
import { freshPool, inTransaction } from '../../test/database.ts'
import { ask } from '../content/questions/questions.ts'
import { mergeThread, narrowThread, threadAddress } from '../content/threads/threads.ts'
import { countInboundLinks } from '../measures/inbound-links/inbound-links.ts'
import { type Ctx, makeCtx } from '../platform/context.ts'
import { openDatabase } from '../platform/database.ts'
import { silentLog } from '../platform/log.ts'
import { keepVisitorPages } from './visitor-pages/visitor-pages.ts'

const person = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36'
const blog = 'https://blog.example/rides?who=me'

async function openScene(ctx: Ctx, keeps = false) {
  const cast = await getCast(ctx)
  const counter = countInboundLinks(ctx.db, silentLog)
  const site = await openSite(ctx, keeps ? keepVisitorPages(ctx.db) : undefined, undefined, counter)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Range', body: 'Why?', tags: [] })
  /** What is counted since it was asked last. */
  const counted = async (): Promise<string[]> => {
    await counter.flush()
    const rows = await ctx.db.deleteFrom('inboundLinks').returningAll().execute()
    return rows.map(({ place, host, path, times }) => `${place} ${host}${path} ${times}`).toSorted()
  }
  const come = async (who: PersonName | 'visitor', path: string, headers: Record<string, string> = {}) =>
    (await site.as(who).get(path, { 'user-agent': person, referer: blog, ...headers })).status
  return { cast, site, thread, path: threadAddress(thread), counted, come }
}

test(
  'visitors and members who follow a link to a page are counted; colleagues, guests and whoever reads on are not',
  inTransaction(async (ctx) => {
    const { come, counted, path, thread, cast, site } = await openScene(ctx)
    assert.equal(await come('visitor', path), 200)
    assert.equal(await come('gustav', `${path}?at=1`), 200)
    assert.deepEqual(await counted(), [`t${thread.id} blog.example/rides 2`])
    for (const page of ['/s/riders', '/', '/questions?show=unanswered', '/ideas'])
      assert.equal(await come('visitor', page), 200)
    const riders = cast.spaces.riders.id
    assert.deepEqual(
      await counted(),
      ['/', '/ideas', '/questions', `s${riders}`].map((place) => `${place} blog.example/rides 1`).toSorted(),
    )
    for (const who of ['daniel', 'sara', 'petra'] as const) await come(who, path)
    await site.as('visitor').get(path, { 'user-agent': person })
    assert.deepEqual(await counted(), [])
  }),
)

test(
  'robots, what is fetched in advance or drawn in another page, and anything but a whole public page are not counted',
  inTransaction(async (ctx) => {
    const { come, counted, path, cast, site, thread } = await openScene(ctx)
    for (const robot of [
      ...[
        'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
        'Googlebot-Image/1.0',
        'curl/8.5.0',
      ],
      ...['Mozilla/5.0 (compatible; GPTBot/1.2)', 'facebookexternalhit/1.1', 'python-requests/2.32', ''],
      ...['Mozilla/5.0 (compatible; AhrefsSiteAudit/6.1; +http://ahrefs.com/robot/)', 'Mozilla/5.0 HeadlessChrome/143'],
    ])
      assert.equal(await come('visitor', path, { 'user-agent': robot }), 200, robot)
    for (const headers of [
      { 'sec-purpose': 'prefetch' },
      { 'sec-purpose': 'prefetch;prerender' },
      { purpose: 'prefetch' },
      { 'x-moz': 'prefetch' },
      { 'sec-fetch-dest': 'iframe' },
      { 'sec-fetch-dest': 'image' },
      { 'sec-fetch-dest': 'empty' },
    ] as Record<string, string>[])
      await come('visitor', path, headers)
    for (const [missing, status] of [
      [`/questions/${thread.id}`, 301],
      ['/questions/999999/x', 404],
      ['/questions/ask', 302],
      [`/questions/${thread.id}/feed.atom`, 200],
      ['/people/none', 404],
    ] as const) {
      const answer = await come('visitor', missing)
      assert.equal(Math.floor(answer / 100), Math.floor(status / 100), `${missing}: ${answer}`)
    }
    await site.as('visitor').request(path, { method: 'HEAD', headers: { 'user-agent': person, referer: blog } })
    await site.as('visitor').post(path, {}, { 'user-agent': person, referer: blog })
    await narrowThread(cast.as(ctx, 'ines'), thread.id, 4)
    assert.equal(await come('gustav', path), 200, 'he reads it, and it is not public')
    assert.deepEqual(await counted(), [])
    const chrome = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }
    assert.equal(
      await come('visitor', '/', { ...chrome, 'user-agent': 'Mozilla/5.0 (Linux; CUBOT X30) Chrome/143' }),
      200,
    )
    assert.deepEqual(await counted(), ['/ blog.example/rides 1'])
  }),
)

test(
  'our own pages are no other site, however their address is spelled',
  inTransaction(async (ctx) => {
    const { come, counted } = await openScene(ctx)
    const other = countInboundLinks(ctx.db, silentLog)
    const site = await openSite(ctx, undefined, undefined, other)
    for (const own of [
      ...['http://localhost:3000/questions', 'http://localhost:3000', 'HTTP://LOCALHOST:3000/', 'https://localhost/x'],
      ...['http://localhost.:3000/', 'http://someone@localhost:8080/x', 'http://%6Cocalhost:3000/'],
    ])
      await come('visitor', '/', { referer: own })
    assert.deepEqual(await counted(), [])
    // Asked by another name of the same machine: that is ours as well.
    const headers = { 'user-agent': person }
    for (const referer of ['https://riders.example/', 'http://RIDERS.example.:81/x', 'https://blog.example/'])
      await site.app.request('https://riders.example/', { headers: { ...headers, referer } })
    await other.stop()
    assert.deepEqual(await counted(), ['/ blog.example 1'])
  }),
)

test(
  'whatever a client says of where it came from, the page is answered and nothing but plain addresses is counted',
  inTransaction(async (ctx) => {
    const { come, counted, site } = await openScene(ctx)
    for (const referer of [
      ...[
        'javascript:alert(1)',
        'data:text/html,x',
        'not an address',
        '\u00ff\u00fe\u0080',
        'https://',
        'http://[::1]/',
      ],
      ...[`https://blog.example/${'x'.repeat(10_000)}`, 'https://192.0.2.1/x', 'https://intranet/x'],
    ])
      assert.equal(await come('visitor', '/', { referer }), 200, referer.slice(0, 40))
    assert.deepEqual(await counted(), [])
    // Bytes that are no text in any encoding reach us as these signs.
    assert.equal(await come('visitor', '/', { referer: 'https://blog.example/\u00c3\u0028\u00ff' }), 200)
    assert.equal(await come('visitor', '/', { referer: 'https://localhost:3000@evil.example/<script>' }), 200)
    assert.equal(await come('visitor', '/', { referer: 'https://xn--vlund-zwe.example/' }), 200)
    await come('visitor', '/questions', { referer: 'https://evil.example/%22onmouseover=%22alert(1)' })
    const page = async () => (await site.as('sara').get('/inside/measures/links?page=/')).text
    const { counter, ...scene } = await openCounted(ctx)
    await scene.come([
      'https://evil.example/<script>alert(1)</script>',
      'https://xn--vlund-zwe.example/',
      'https://evil.example/"x',
    ])
    await counter.stop()
    const text = await page()
    assert.match(
      text,
      /<a href="https:\/\/xn--vlund-zwe\.example" rel="nofollow noopener noreferrer"><bdi dir="ltr" class="text">xn--vlund-zwe\.example<\/bdi>/,
    )
    assert.ok(text.includes('evil.example/%3Cscript%3Ealert(1)%3C/script%3E'))
    assert.doesNotMatch(text, /<script>alert|<img[^>]+evil/)
    assert.deepEqual(await counted(), [
      '/ blog.example/%C3%83(%C3%BF 1',
      '/ evil.example/%22x 1',
      '/ evil.example/%3Cscript%3E 1',
      '/ evil.example/%3Cscript%3Ealert(1)%3C/script%3E 1',
      '/ xn--vlund-zwe.example 2',
      '/questions evil.example/%22onmouseover=%22alert(1) 1',
    ])
  }),
)

async function openCounted(ctx: Ctx) {
  const counter = countInboundLinks(ctx.db, silentLog)
  const site = await openSite(ctx, undefined, undefined, counter)
  const come = async (referers: readonly string[]) => {
    for (const referer of referers) await site.as('visitor').get('/', { 'user-agent': person, referer })
  }
  return { counter, come }
}

test('who gets a page from memory is counted like everybody, at the address where it stands', async () => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const { site, path, thread, counted, cast } = await openScene(ctx, true)
  const come = (at: string, headers: Record<string, string> = {}) =>
    site.anyone.get(at, { 'user-agent': person, referer: blog, ...headers })
  const made = await come(path)
  const etag = made.headers.get('etag')!
  for (let n = 0; n < 3; n++) assert.equal((await come(path)).text, made.text)
  assert.equal((await come(path, { 'user-agent': 'curl/8' })).status, 200)
  assert.equal((await come(path, { 'if-none-match': etag })).status, 304, 'it has the page already')
  assert.deepEqual(await counted(), [`t${thread.id} blog.example/rides 4`])
  assert.equal((await come(path)).text, made.text, 'writing it down empties nothing')
  assert.deepEqual(await counted(), [`t${thread.id} blog.example/rides 1`])
  const { thread: other } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Reach', body: 'Why?', tags: [] })
  await mergeThread(cast.as(ctx, 'sara'), thread.id, other.id)
  const { location } = await come(path)
  assert.equal(location, threadAddress(other))
  await come(location!)
  assert.deepEqual(await counted(), [`t${other.id} blog.example/rides 1`], 'a browser says the same at both')
})
