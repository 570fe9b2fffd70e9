import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { openSite } from '../../test/browse.ts'
import { inTransaction } from '../../test/database.ts'

test(
  'a page travels packed to whoever takes it so, with the same headers and words; anything else travels as it is',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of ['visitor', 'ines', 'daniel'] as const) {
      for (const path of ['/questions', '/no-such-page', '/questions/feed.atom']) {
        const plain = await site.as(who).get(path)
        const packed = await site
          .as(who)
          .request(path, { headers: { accept: 'text/html', 'accept-encoding': 'gzip, br' } })
        assert.equal(packed.status, plain.status)
        assert.match(packed.headers.get('vary')!, /accept-encoding/)
        assert.match(plain.headers.get('vary')!, /accept-encoding/)
        for (const name of ['content-type', 'cache-control', 'referrer-policy', 'etag'])
          assert.equal(packed.headers.get(name), plain.headers.get(name), `${path} ${name}`)
        const bytes = Buffer.from(await packed.arrayBuffer())
        const isPacked = packed.headers.get('content-encoding') === 'gzip'
        assert.equal(isPacked, plain.text.length > 1400, `${path} for ${who}`)
        const words = (isPacked ? gunzipSync(bytes) : bytes).toString()
        const title = /<title>([^<]+)/.exec(plain.text)![1]
        assert.equal(/<title>([^<]+)/.exec(words)![1], title)
        if (isPacked) assert.ok(bytes.length * 2 < words.length)
      }
    }
    const css = /href="(\/assets\/core[^"]+)"/.exec((await site.as('ines').get('/questions')).text)![1]!
    const style = await site.as('ines').request(css, { headers: { 'accept-encoding': 'br' } })
    assert.equal(style.headers.get('content-encoding'), 'br', 'packed once at the start')
    assert.equal(
      (
        await site.as('ines').request('/questions', { method: 'HEAD', headers: { 'accept-encoding': 'gzip' } })
      ).headers.get('content-encoding'),
      null,
    )
  }),
)
