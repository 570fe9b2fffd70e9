/** What a phone asks before it installs a site, and what it shows without a line. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import sharp from 'sharp'
import { openSite } from '../../test/browse.ts'
import { getCast } from '../../test/cast.ts'
import { inTransaction } from '../../test/database.ts'
import { putSetting } from '../platform/settings.ts'

interface Manifest {
  name: string
  short_name: string
  start_url: string
  display: string
  icons: { src: string; sizes: string; type: string; purpose: string }[]
}

test(
  'the manifest names the company and its pictures, and a page of every side leads to it',
  inTransaction(async (ctx) => {
    await putSetting(ctx, 'company', 'Velund Motion and Everything Beside')
    const site = await openSite(ctx)
    const answer = await site.as('visitor').get('/manifest.webmanifest')
    assert.equal(answer.headers.get('content-type'), 'application/manifest+json')
    const manifest = JSON.parse(answer.text) as Manifest
    assert.equal(manifest.name, 'Velund Motion and Everything Beside')
    assert.ok(manifest.short_name.length <= 24)
    assert.deepEqual([manifest.start_url, manifest.display], ['/', 'standalone'])
    const purposes = manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)
    assert.deepEqual(purposes.toSorted(), ['192x192 any', '192x192 maskable', '512x512 any', '512x512 maskable'])
    for (const [who, path] of [
      ['visitor', '/'],
      ['ines', '/notices'],
      ['daniel', '/notices'],
    ] as const) {
      const { text, headers } = await site.as(who).get(path)
      assert.ok(text.includes('<link rel="manifest" href="/manifest.webmanifest"'), who)
      assert.match(text, /<meta name="theme-color" media="\(prefers-color-scheme: dark\)"/)
      assert.match(headers.get('content-security-policy')!, /worker-src 'self'; manifest-src 'self'/)
    }
  }),
)

test(
  'the pictures are what the manifest says, opaque to the edge, with the mark inside what every shape keeps',
  inTransaction(async (ctx) => {
    const { app } = await openSite(ctx)
    for (const size of [180, 192, 512]) {
      const answer = await app.request(`/icon-${size}.png`)
      assert.equal(answer.headers.get('content-type'), 'image/png')
      const picture = sharp(Buffer.from(await answer.arrayBuffer()))
      const { width, height } = await picture.metadata()
      assert.deepEqual([width, height], [size, size])
      const { data, info } = await picture.raw().ensureAlpha().toBuffer({ resolveWithObject: true })
      const ground = [...data.subarray(0, 3)]
      let [marked, outside, clear] = [0, 0, 0]
      for (let at = 0; at < info.width * info.height; at++) {
        const [red, green, blue, alpha] = data.subarray(at * 4, at * 4 + 4)
        if (alpha !== 255) clear++
        const isMark = Math.abs(red! - ground[0]!) + Math.abs(green! - ground[1]!) + Math.abs(blue! - ground[2]!) > 60
        if (!isMark) continue
        marked++
        // Programs keep a circle of 40 % of the width around the middle.
        if (Math.hypot((at % size) - size / 2, Math.floor(at / size) - size / 2) > size * 0.4) outside++
      }
      assert.deepEqual([clear, outside], [0, 0], `${size}`)
      assert.ok(marked > size * size * 0.1, 'there is a mark')
    }
  }),
)

test(
  'the worker is one plain script that browsers ask for anew; the page without a line needs nothing beside itself',
  inTransaction(async (ctx) => {
    const { app } = await openSite(ctx)
    const worker = await app.request('/service-worker.js')
    assert.match(worker.headers.get('content-type')!, /^text\/javascript/)
    assert.equal(worker.headers.get('cache-control'), 'private, no-cache')
    const script = await worker.text()
    assert.doesNotMatch(script, /\b(import|export)\b/, 'it is registered as a plain script')
    assert.ok(script.length < 4000)
    const offline = await app.request('/offline')
    const page = await offline.text()
    assert.match(page, /You are offline/)
    assert.match(page, /What you wrote is kept\./)
    assert.doesNotMatch(page, /<script|src=|url\(|<link/)
    assert.match(offline.headers.get('content-security-policy')!, /^default-src 'none'; style-src 'unsafe-inline'/)
    const german = await (await app.request('/offline', { headers: { 'accept-language': 'de' } })).text()
    assert.match(german, /<html lang="de" dir="ltr">/)
    assert.doesNotMatch(german, /You are offline|What you wrote|Try this/)
    assert.match(offline.headers.get('cache-control')!, /private/, 'nobody else gets it in this language')
  }),
)

/** What a browser that runs this worker shows for a push. Only what stands around a worker is made here. */
async function shownBy(script: string, data: { json(): unknown } | null): Promise<{ title: string; body: string }> {
  const heard = new Map<string, (event: object) => void>()
  const shown: { title: string; body: string }[] = []
  const self = {
    addEventListener: (type: string, hear: (event: object) => void) => heard.set(type, hear),
    registration: {
      showNotification: async (title: string, { body }: { body: string }) => void shown.push({ title, body }),
    },
  }
  runInNewContext(script, { self })
  heard.get('push')!({ data, waitUntil: () => {} })
  assert.equal(shown.length, 1, 'something is shown for every push')
  return shown[0]!
}

test(
  'a push that cannot be read is shown in the language of whoever got the worker, and one that can as it says',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const { app } = site
    const workerIn = async (language: string) =>
      (await app.request('/service-worker.js', { headers: { 'accept-language': language } })).text()
    const torn = {
      json(): never {
        throw new SyntaxError('no JSON')
      },
    }
    for (const [language, title] of [
      ['de', 'Eine neue Mitteilung'],
      ['en', 'You have a new notice'],
    ] as const) {
      const script = await workerIn(language)
      for (const data of [null, torn, { json: () => null }])
        assert.deepEqual(await shownBy(script, data), { title, body: '' })
    }
    const { people } = await getCast(ctx)
    const theirs = await site
      .as({ ...people.ines, locale: 'de' })
      .get('/service-worker.js', { 'accept-language': 'en' })
    assert.equal((await shownBy(theirs.text, null)).title, 'Eine neue Mitteilung', 'what they chose goes before')
    const message = { title: 'Neu', body: 'Antworten', path: '/notices/1' }
    assert.deepEqual(await shownBy(await workerIn('en'), { json: () => message }), { title: 'Neu', body: 'Antworten' })
  }),
)
