/** What feed readers, caches and search engines meet: conditional requests, order, times, hostile texts, many pages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { SaxesParser } from 'saxes'
import { fc } from '../../../test/property.ts'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { acceptAnswer, answer, ask, comment, editAnswer, editQuestion } from '../../content/questions/questions.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { atomFeed, xml } from './atom.ts'

/** The document as a browserless reader takes it: each element with its attributes and its text, in order. */
function read(text: string): { name: string; attributes: Record<string, string>; text: string }[] {
  const found: { name: string; attributes: Record<string, string>; text: string }[] = []
  const open: typeof found = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, text: '' }
    found.push(element)
    open.push(element)
  })
  parser.on('text', (words) => {
    const last = open.at(-1)
    if (last) last.text += words
  })
  parser.on('closetag', () => void open.pop())
  parser.write(text).close()
  return found
}

const texts = (document: string, name: string) =>
  read(document)
    .filter((element) => element.name === name)
    .map((element) => element.text)

const start = new Date('2026-03-01T12:00:00Z')

/** The same database with somebody looking, some minutes after the start. */
async function clock(ctx: Ctx) {
  const cast = await getCast(ctx)
  return (who: PersonName, minutes: number) =>
    makeCtx({ ...ctx, viewer: cast.viewer(who), now: new Date(start.getTime() + minutes * 60_000) })
}

const question = { space: 'riders', title: 'It hums', body: 'Why?', tags: ['Cold', 'hub'] }

test(
  'a reader that has the feed gets none again, however a proxy wrote its mark; one that has another gets it whole',
  inTransaction(async (ctx) => {
    const at = await clock(ctx)
    const { thread } = await ask(at('ines', 0), question)
    const visitor = (await openSite(ctx)).as('visitor')
    for (const path of [
      '/questions/feed.atom',
      '/s/riders/feed.atom',
      '/tags/cold/feed.atom',
      `/questions/${thread.id}/feed.atom`,
      '/sitemap.xml',
      '/sitemap/1.xml',
      '/robots.txt',
    ]) {
      const whole = await visitor.get(path)
      const etag = whole.headers.get('etag')!
      assert.match(etag, /^"[\w-]{22}"$/, path)
      // A proxy that packs the answer weakens the mark, and sends back what it kept (RFC 9110, 13.1.2).
      for (const mark of [etag, `W/${etag}`, `"other", ${etag}`, `W/"other" ,W/${etag}`, '*']) {
        const none = await visitor.get(path, { 'if-none-match': mark })
        assert.deepEqual([none.status, none.text], [304, ''], `${path} ${mark}`)
        assert.equal(none.headers.get('etag'), etag)
        assert.equal(none.headers.get('cache-control'), 'public, no-cache')
      }
      for (const mark of ['', '"other"', etag.slice(1, -1), `${etag.slice(0, -1)}x"`, `"x${etag.slice(1)}`]) {
        const again = await visitor.get(path, { 'if-none-match': mark })
        assert.deepEqual([again.status, again.text], [200, whole.text], `${path} ${mark}`)
      }
    }
  }),
)

test(
  'the head alone is the head of the whole, and nothing but reading is offered',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const at = await clock(ctx)
    await ask(at('ines', 0), question)
    for (const path of ['/questions/feed.atom', '/sitemap.xml', '/robots.txt']) {
      const [get, head] = [
        await site.as('visitor').request(path),
        await site.as('visitor').request(path, { method: 'HEAD' }),
      ]
      assert.equal(head.status, 200, path)
      assert.equal(await head.text(), '')
      for (const name of ['etag', 'content-type', 'cache-control', 'last-modified'])
        assert.equal(head.headers.get(name), get.headers.get(name), `${path} ${name}`)
      assert.equal((await site.as('visitor').post(path)).status, 404, path)
      assert.equal(get.headers.get('set-cookie'), null)
    }
  }),
)

test(
  'the time of a feed is that of its newest change, of an empty one the beginning of time',
  inTransaction(async (ctx) => {
    const visitor = (await openSite(ctx)).as('visitor')
    const modified = async (path: string) => {
      const feed = await visitor.get(path)
      const [updated] = texts(feed.text, 'updated')
      assert.equal(
        new Date(feed.headers.get('last-modified')!).getTime(),
        Math.floor(Date.parse(updated!) / 1000) * 1000,
      )
      return updated
    }
    assert.equal(await modified('/questions/feed.atom'), '1970-01-01T00:00:00.000Z')
    const at = await clock(ctx)
    const { thread } = await ask(at('ines', 0), question)
    const feed = `/questions/${thread.id}/feed.atom`
    assert.deepEqual([await modified('/questions/feed.atom'), await modified(feed)], Array(2).fill(start.toISOString()))
    const first = await answer(at('gustav', 5), thread.id, 'Oil it.')
    await answer(at('joost', 9), thread.id, 'Warm it.')
    assert.equal(await modified(feed), '2026-03-01T12:09:00.000Z')
    assert.equal(await modified('/questions/feed.atom'), start.toISOString(), 'an answer is no new question')
    await editAnswer(at('gustav', 30), first.id, 'Oil it well.')
    assert.equal(await modified(feed), '2026-03-01T12:30:00.000Z')
    await editQuestion(at('ines', 40), thread.id, { ...question, title: 'It hums and clicks' })
    assert.equal(await modified('/questions/feed.atom'), '2026-03-01T12:40:00.000Z')
    const [, entry] = [...(await visitor.get('/questions/feed.atom')).text.split('<entry>')]
    assert.deepEqual(
      [
        texts(`<e>${entry!.split('</entry>')[0]}</e>`, 'published'),
        texts(`<e>${entry!.split('</entry>')[0]}</e>`, 'updated'),
      ],
      [['2026-03-01T12:00:00.000Z'], ['2026-03-01T12:40:00.000Z']],
    )
  }),
)

test(
  'answers come oldest first wherever they stand on the page, each with its writer and its place; comments do not',
  inTransaction(async (ctx) => {
    const at = await clock(ctx)
    const { thread } = await ask(at('ines', 0), question)
    const first = await answer(at('gustav', 1), thread.id, 'First.')
    const second = await answer(at('joost', 2), thread.id, 'Second.')
    await comment(at('amina', 3), thread.id, 'A comment.', first.id)
    await acceptAnswer(at('ines', 4), second.id)
    const visitor = (await openSite(ctx)).as('visitor')
    const { text } = await visitor.get(`/questions/${thread.id}/feed.atom`)
    assert.deepEqual(texts(text, 'content'), ['<p>First.</p>\n', '<p>Second.</p>\n'])
    assert.deepEqual(texts(text, 'name'), ['Gustav Ek', 'Joost van Rijn'])
    const entries = read(text).filter(({ name }) => name === 'id')
    assert.deepEqual(
      entries.map(({ text: id }) => new URL(id).pathname + new URL(id).hash),
      [
        `/questions/${thread.id}/feed.atom`,
        `/threads/${thread.id}#answer-${first.id}`,
        `/threads/${thread.id}#answer-${second.id}`,
      ],
    )
    const links = read(text).filter(({ name }) => name === 'link')
    assert.deepEqual(
      links.map(({ attributes }) => [attributes.rel, attributes.type, new URL(attributes.href!).pathname]),
      [
        ['self', 'application/atom+xml', `/questions/${thread.id}/feed.atom`],
        ['hub', undefined, '/hub'],
        ['alternate', 'text/html', `/questions/${thread.id}/it-hums`],
        ['alternate', 'text/html', `/questions/${thread.id}/it-hums`],
        ['alternate', 'text/html', `/questions/${thread.id}/it-hums`],
      ],
    )
  }),
)

test(
  'a question and an answer are known again by their readers whatever becomes of the title, and their marks lead there',
  inTransaction(async (ctx) => {
    const at = await clock(ctx)
    const { thread } = await ask(at('ines', 0), question)
    await answer(at('gustav', 1), thread.id, 'Oil it.')
    const visitor = (await openSite(ctx)).as('visitor')
    const ids = async () => [
      ...texts((await visitor.get('/questions/feed.atom')).text, 'id'),
      ...texts((await visitor.get(`/questions/${thread.id}/feed.atom`)).text, 'id'),
    ]
    const before = await ids()
    assert.equal(new Set(before).size, 4)
    await editQuestion(at('ines', 2), thread.id, { ...question, title: 'It hums no more' })
    assert.deepEqual(await ids(), before)
    for (const id of before.filter((one) => !one.endsWith('.atom'))) {
      const page = await visitor.get(new URL(id).pathname)
      assert.equal(page.location, `/questions/${thread.id}/it-hums-no-more`, id)
    }
  }),
)

test(
  'a feed of questions holds the newest thirty with their tags; a tag is found in any case',
  inTransaction(async (ctx) => {
    const at = await clock(ctx)
    const writers = ['ines', 'gustav', 'joost', 'amina'] as const
    for (let n = 0; n < 33; n++) await ask(at(writers[n % 4]!, n), { ...question, title: `Question ${n}` })
    const visitor = (await openSite(ctx)).as('visitor')
    for (const path of ['/questions/feed.atom', '/s/riders/feed.atom', '/tags/COLD/feed.atom']) {
      const { text } = await visitor.get(path)
      const expected = Array.from({ length: 30 }, (_, n) => `Question ${32 - n}`)
      assert.deepEqual(texts(text, 'title').slice(1), expected, path)
      const terms = read(text).flatMap(({ name, attributes }) => (name === 'category' ? [attributes.term] : []))
      assert.deepEqual([terms.length, new Set(terms)], [60, new Set(['cold', 'hub'])], path)
    }
    const tag = (await visitor.get('/tags/COLD/feed.atom')).text
    assert.deepEqual(texts(tag, 'id')[0], 'http://localhost:3000/tags/cold/feed.atom')
  }),
)

test(
  'the sitemap is cut by number: each file holds its range, an empty range has no file, and times are of the last change',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const add = (id: number, active: string, edited: string | null = null, type = 'question') =>
      sql`insert into threads (id, realm, space_id, type, author_id, title, slug, body, created_at, active_at, edited_at)
        overriding system value values (${id}, 'outside', ${cast.spaces.riders.id}, ${type}, ${cast.people.ines.id}, 'T', 't', 'x', ${active}, ${active}, ${edited})`.execute(
        ctx.db,
      )
    await add(8999, '2026-01-01T00:00:00Z')
    await add(9999, '2026-01-02T00:00:00Z', '2026-02-01T00:00:00Z')
    await add(10_000, '2026-01-03T00:00:00Z', '2026-01-01T00:00:00Z')
    await add(30_000, '2026-01-04T00:00:00Z')
    const visitor = (await openSite(ctx)).as('visitor')
    const index = texts((await visitor.get('/sitemap.xml')).text, 'loc')
    assert.deepEqual(
      index,
      ['places', 1, 2, 4].map((n) => `http://localhost:3000/sitemap/${n}.xml`),
    )
    const page = async (n: number) => {
      const { text } = await visitor.get(`/sitemap/${n}.xml`)
      return texts(text, 'loc').map((loc, at) => [Number(/\d+(?=\/t$)/.exec(loc)![0]), texts(text, 'lastmod')[at]])
    }
    assert.deepEqual(await page(1), [
      [8999, '2026-01-01T00:00:00.000Z'],
      [9999, '2026-02-01T00:00:00.000Z'],
    ])
    assert.deepEqual(await page(2), [[10_000, '2026-01-03T00:00:00.000Z']])
    assert.deepEqual(await page(4), [[30_000, '2026-01-04T00:00:00.000Z']])
    for (const n of [3, 5, 999_999_999, '1000000000', '01', '1.5', '-1'])
      assert.equal((await visitor.get(`/sitemap/${n}.xml`)).status, 404, String(n))
    await ctx.db
      .updateTable('threads')
      .set({ audience: 'participants' } as never)
      .where('id', '=', 30_000 as never)
      .execute()
    assert.equal(
      texts((await visitor.get('/sitemap.xml')).text, 'loc').length,
      3,
      'what few may read is not on the map',
    )
  }),
)

test(
  'robots are kept from places to write and from lists made for one person, and from nothing that is public',
  inTransaction(async (ctx) => {
    const { text } = await (await openSite(ctx)).as('visitor').get('/robots.txt')
    const away = [...text.matchAll(/^Disallow: (.+)$/gm)].map((match) => match[1]!)
    assert.match(text, /^User-agent: \*$/m)
    const isAway = (path: string) => away.some((start_) => path.startsWith(start_))
    for (const path of ['/questions/ask', '/search?q=x', '/sign-in', '/sign-up']) assert.ok(isAway(path), path)
    for (const path of [
      '/',
      '/questions',
      '/questions/12/why',
      '/s/riders',
      '/tags/cold',
      '/files/x',
      '/assets/x.css',
      '/sitemap.xml',
    ])
      assert.ok(!isAway(path), path)
  }),
)

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ']]>',
        '<!--',
        '-->',
        '</title>',
        '<?xml?>',
        '&amp;',
        '&#0;',
        '"',
        "'",
        '\u0000',
        '\u000b',
        '\ud800',
        '\ufffe',
        '😀',
        '\u2028',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))
/** What XML can carry of a text, by its own table of characters (XML 1.0, 2.2). */
const carried = (text: string) =>
  [...text]
    .filter((sign) => {
      const code = sign.codePointAt(0)!
      return (
        code === 9 ||
        code === 10 ||
        code === 13 ||
        (code >= 0x20 && code <= 0xd7ff) ||
        (code >= 0xe000 && code <= 0xfffd) ||
        code >= 0x10000
      )
    })
    .join('')
// An XML reader makes every line end one sign in texts, and a space of each white sign in attributes.
const asText = (text: string) => carried(text).replace(/\r\n?/g, '\n')
const asAttribute = (text: string) => asText(text).replace(/[\t\n]/g, ' ')

test('no title, name, tag or text breaks a feed: every reader gets back what was written', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (title, author, html) => {
      const entry = {
        lasting: '/x',
        path: '/x#y',
        title,
        author,
        publishedAt: start,
        updatedAt: start,
        html,
        tags: [title, author],
      }
      const document = atomFeed(
        { language: 'de', title, self: '/f?a=1&b=2', page: '/', updatedAt: start, entries: [entry, entry] },
        'https://x.example',
      )
      assert.deepEqual(texts(document, 'title'), Array(3).fill(asText(title)))
      assert.deepEqual(texts(document, 'name'), Array(2).fill(asText(author)))
      assert.deepEqual(texts(document, 'content'), Array(2).fill(asText(html)))
      const terms = read(document).flatMap(({ name, attributes }) => (name === 'category' ? [attributes.term] : []))
      assert.deepEqual(terms, [title, author, title, author].map(asAttribute))
      assert.equal(texts(document, 'id')[0], 'https://x.example/f?a=1&b=2')
    }),
  )
})

test('text that is safe in XML is left as it is', () => {
  fc.assert(fc.property(fc.stringMatching(/^[\w äß電🔋.,;:()-]*$/u), (text) => assert.equal(xml(text), text)))
})
