import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { startThread } from '../../content/threads/threads.ts'

/** The page itself, without the marks around words that were asked for and around what people wrote. */
const main = (text: string) => /<main[\s\S]*<\/main>/.exec(text)![0].replace(/<\/?(?:mark|bdi)>/g, '')

test(
  'the page shows each find with its side, its text and its replies, and leads there',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'Quagga & hinge',
      body: 'It **clicks** after 500 km.',
      tags: [],
    })
    await answer(cast.as(ctx, 'gustav'), thread.id, 'Oil it.')
    const inside = await startThread(cast.as(ctx, 'lena'), cast.spaces.velund, {
      type: 'discussion',
      title: '',
      body: 'A quagga without a title.',
    })
    const lena = main((await site.as('lena').get('/search?q=quagga')).text)
    assert.match(lena, new RegExp(`href="/questions/${thread.id}/quagga-hinge"[^>]*>Quagga &amp; hinge<`))
    assert.match(lena, /It clicks after 500 km\./)
    assert.match(lena, /\b1<\/[^>]+>[^<]*(<[^>]+>)*\s*reply\b/)
    assert.match(lena, new RegExp(`href="/inside/threads/${inside.id}[^"]*"[^>]*>A quagga without a title\\.<`))
    for (const side of ['Outside', 'Inside']) assert.ok(lena.includes(side), side)
    const visitor = (await site.as('visitor').get('/search?q=quagga')).text
    assert.ok(main(visitor).includes('Quagga &amp; hinge') && !visitor.includes('without a title'))
  }),
)

test(
  'a search that finds nothing says so, an empty one says nothing',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of everybody) {
      assert.match(main((await site.as(who).get('/search?q=quagga')).text), /Nothing found/, who)
      for (const path of ['/search', '/search?q=', '/search?other=1']) {
        const page = await site.as(who).get(path)
        assert.equal(page.status, 200)
        assert.doesNotMatch(main(page.text), /Nothing found|People|Threads/, `${who}: ${path}`)
      }
    }
  }),
)

test(
  'what somebody searched stands on the page as they typed it, and does nothing there',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const words of [
      '"><script>alert(1)</script>',
      "' onfocus='x",
      '</title><b>',
      '&lt;i&gt;',
      '${x}{{y}}',
      'ä 電 🔋',
    ]) {
      const { status, text, headers } = await site.as('visitor').get(`/search?q=${encodeURIComponent(words)}`)
      assert.equal(status, 200)
      const quoted = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
      assert.ok(text.includes(`value="${quoted}"`), `${words} is not in the box`)
      assert.match(text, /<title>Search: /)
      assert.doesNotMatch(text, /<script>alert|<\/title><b/)
      assert.equal(text.match(/<script\b/g)!.length, 1)
      assert.match(text, /<meta name="robots" content="noindex"/)
      assert.match(headers.get('cache-control') ?? '', /no-store/)
    }
  }),
)

test(
  'a guest finds people and threads of their own room alone, and more pages keep the words that were asked',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (let n = 0; n < 21; n++)
      await ask(cast.as(ctx, n % 2 ? 'ines' : 'joost'), {
        space: 'riders',
        title: `Quagga ${n}`,
        body: 'Lena & co',
        tags: [],
      })
    await startThread(cast.as(ctx, 'lena'), cast.spaces.cells, { type: 'discussion', title: 'Quagga lots', body: 'x' })
    const petra = main((await site.as('petra').get('/search?q=quagga')).text)
    assert.ok(petra.includes('Quagga lots') && !petra.includes('Quagga 1'))
    const people = main((await site.as('petra').get('/search?q=lena')).text)
    assert.ok(people.includes('Lena Brandt'))
    assert.doesNotMatch(main((await site.as('petra').get('/search?q=tomasz')).text), /Tomasz Wrona/)
    const words = 'quagga "lena & co"'
    const first = (await site.as('visitor').get(`/search?q=${encodeURIComponent(words)}`)).text
    const next = /href="(\?q=[^"]+&amp;after=[^"]+)"/.exec(first)![1]!.replaceAll('&amp;', '&')
    assert.equal(new URL(next, 'http://x/').searchParams.get('q'), words)
    const second = main((await site.as('visitor').get(`/search${next}`)).text)
    assert.equal(second.match(/Quagga \d+</g)!.length, 1)
    assert.doesNotMatch(second, /after=/)
  }),
)
