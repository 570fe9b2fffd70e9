import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SaxesParser } from 'saxes'
import { openSite } from '../../../test/browse.ts'
import { canary, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { answer, ask, listQuestions, postOfficialAnswer } from '../../content/questions/questions.ts'
import { setTags } from '../../content/tags/tags.ts'
import { recallReply, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { xml } from './atom.ts'

/** Two public questions, one for members, one inside; secrets in the last two. */
async function openScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const ines = cast.as(ctx, 'ines')
  const one = await ask(ines, {
    space: 'riders',
    title: 'First & <foremost>',
    body: 'It *stops* at ]]> 3 °C.',
    tags: ['cold'],
  })
  const two = await ask(ines, { space: 'riders', title: 'Second', body: 'And then?', tags: ['warm'] })
  const closed = await ask(ines, { space: 'testers', title: `Testers ${canary}`, body: canary, tags: ['cold'] })
  const inside = await startThread(cast.as(ctx, 'lena'), cast.spaces.velund, {
    type: 'question',
    title: canary,
    body: canary,
  })
  await setTags(cast.as(ctx, 'lena'), inside.id, ['cold'])
  return { cast, site: await openSite(ctx), one: one.thread, two: two.thread, closed: closed.thread, inside }
}

/** The document's element texts by name; throws when it is not well-formed XML. */
function read(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const open: string[] = []
  const parser = new SaxesParser({ xmlns: true })
  parser.on('opentag', (tag) => {
    open.push(tag.name)
    found.set(tag.name, [...(found.get(tag.name) ?? []), ''])
  })
  const add = (words: string) => {
    const list = found.get(open.at(-1) ?? '')
    if (list) list[list.length - 1] += words
  }
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('closetag', () => void open.pop())
  parser.on('error', (error) => {
    throw error
  })
  parser.write(text).close()
  return found
}

test(
  'the feeds hold exactly what a visitor may read, whoever asks',
  inTransaction(async (ctx) => {
    const { site, one } = await openScene(ctx)
    const expected: Record<string, string[]> = {
      '/questions/feed.atom': ['Newest questions', 'Second', 'First & <foremost>'],
      '/s/riders/feed.atom': ['Velund Riders', 'Second', 'First & <foremost>'],
      '/tags/cold/feed.atom': ['About cold', 'First & <foremost>'],
      [`/questions/${one.id}/feed.atom`]: ['Answers to: First & <foremost>'],
    }
    for (const [path, titles] of Object.entries(expected)) {
      for (const who of everybody) {
        const feed = await site.as(who).get(path)
        assert.equal(feed.status, 200, `${who}: ${path}`)
        assert.deepEqual(read(feed.text).get('title'), titles, `${who}: ${path}`)
        assert.doesNotMatch(feed.text, new RegExp(canary))
      }
    }
    const feed = await site.as('visitor').get('/questions/feed.atom')
    assert.match(feed.headers.get('content-type')!, /^application\/atom\+xml/)
    assert.deepEqual(read(feed.text).get('content'), [
      '<p>And then?</p>\n',
      '<p>It <em>stops</em> at ]]&gt; 3 °C.</p>\n',
    ])
    assert.ok(feed.text.includes(`href="http://localhost:3000/questions/${one.id}/first-foremost"`))
  }),
)

test(
  'there is no feed of what a visitor may not read',
  inTransaction(async (ctx) => {
    const { site, closed, inside } = await openScene(ctx)
    for (const path of [
      `/questions/${closed.id}/feed.atom`,
      `/questions/${inside.id}/feed.atom`,
      '/s/testers/feed.atom',
      '/s/velund/feed.atom',
      '/tags/nothing/feed.atom',
    ]) {
      for (const who of ['visitor', 'gustav', 'lena'] as const)
        assert.equal((await site.as(who).get(path)).status, 404, `${who}: ${path}`)
    }
  }),
)

test(
  'a feed that did not change is not sent again; a recall changes it',
  inTransaction(async (ctx) => {
    const { site, one, cast } = await openScene(ctx)
    const slip = await postOfficialAnswer(cast.as(ctx, 'mirela'), one.id, 'A slip of the tongue.')
    await answer(cast.as(ctx, 'gustav'), one.id, 'Keep it warm.')
    const path = `/questions/${one.id}/feed.atom`
    const feed = await site.as('visitor').get(path)
    assert.deepEqual(read(feed.text).get('content'), ['<p>A slip of the tongue.</p>\n', '<p>Keep it warm.</p>\n'])
    const etag = feed.headers.get('etag')!
    assert.ok(feed.headers.get('last-modified'))
    assert.equal((await site.as('visitor').get(path, { 'if-none-match': etag })).status, 304)
    await recallReply(ctx, slip.id)
    const after = await site.as('visitor').get(path, { 'if-none-match': etag })
    assert.equal(after.status, 200)
    assert.deepEqual(read(after.text).get('content'), ['<p>Keep it warm.</p>\n'])
    assert.equal(after.headers.get('cache-control'), 'public, no-cache', 'a cache asks before it gives it again')
  }),
)

test(
  'the sitemap holds every public question and nothing else',
  inTransaction(async (ctx) => {
    const { site, cast } = await openScene(ctx)
    const open = (await listQuestions(cast.as(ctx, 'visitor'))).items.map(
      ({ thread }) => `http://localhost:3000/questions/${thread.id}/${thread.slug}`,
    )
    for (const who of ['visitor', 'lena'] as const) {
      const index = read((await site.as(who).get('/sitemap.xml')).text).get('loc')!
      assert.deepEqual(
        index,
        ['places', '1', 'tags-1'].map((name) => `http://localhost:3000/sitemap/${name}.xml`),
      )
      const page = await site.as(who).get(new URL(index[1]!).pathname)
      assert.deepEqual(read(page.text).get('loc')!.toSorted(), open.toSorted())
      assert.doesNotMatch(page.text, /testers|canary/i)
    }
    for (const path of ['/sitemap/2.xml', '/sitemap/0.xml', '/sitemap/x.xml', '/sitemap/1.xml2', '/sitemap/tags-2.xml'])
      assert.equal((await site.as('visitor').get(path)).status, 404, path)
    await ctx.db.updateTable('spaces').set({ access: 'members' }).where('slug', '=', 'riders').execute()
    assert.deepEqual(read((await site.as('visitor').get('/sitemap.xml')).text).get('loc'), [
      'http://localhost:3000/sitemap/places.xml',
    ])
    assert.equal((await site.as('visitor').get('/sitemap/1.xml')).status, 404)
    assert.equal(read((await site.as('visitor').get('/questions/feed.atom')).text).get('entry'), undefined)
  }),
)

test(
  'robots are told where the sitemap is',
  inTransaction(async (ctx) => {
    const robots = await (await openSite(ctx)).as('visitor').get('/robots.txt')
    assert.match(robots.headers.get('content-type')!, /^text\/plain/)
    assert.match(robots.text, /^Sitemap: http:\/\/localhost:3000\/sitemap\.xml$/m)
    assert.doesNotMatch(robots.text, /inside/)
  }),
)

test('text of any kind is safe inside XML', () => {
  assert.equal(xml('a<b>&"\'c\u0000\u000b\ud800\ufffe😀'), 'a&lt;b&gt;&amp;&quot;&apos;c😀')
})
