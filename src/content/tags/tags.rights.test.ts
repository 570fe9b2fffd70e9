/** Tags after any history of changing them, and what their page shows to whom. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { ask, listQuestions } from '../questions/questions.ts'
import { startThread } from '../threads/threads.ts'
import { isTag, mostTags, parseTags, setTags, tagAddress, tagsOf } from './tags.ts'

const words = ['tide', 'cold-weather', 'c++', 'größe', '電池', 'a.b', 'x_y', '7'] as const

test(
  'after any history a thread carries exactly the tags that were set last, in alphabetical order, and no other changes',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const lena = cast.as(ctx, 'lena')
    const start = (title: string) => startThread(lena, cast.spaces.battery, { type: 'discussion', title, body: 'So.' })
    const threads = [await start('One'), await start('Two'), await start('Three')]
    const kept = new Map<number, readonly string[]>()
    const set = fc.record({ which: fc.nat(2), names: fc.uniqueArray(fc.constantFrom(...words), { maxLength: 5 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(set, { minLength: 1, maxLength: 8 }), async (history) => {
        for (const { which, names } of history) {
          const { id } = threads[which]!
          const given = await setTags(lena, id, names)
          assert.deepEqual(given, names.toSorted())
          kept.set(id, given)
        }
        const found = await tagsOf(
          lena,
          threads.map(({ id }) => id),
        )
        for (const { id } of threads)
          assert.deepEqual((found.get(id) ?? []).toSorted(), kept.get(id) ?? [], 'those of each thread, no others')
        const some = await tagsOf(lena, [threads[1]!.id])
        assert.deepEqual([...some.keys()], kept.get(threads[1]!.id)?.length ? [threads[1]!.id] : [])
      }),
      { numRuns: 25 },
    )
    // Each name became one tag, however often it was given and taken away.
    const names = (await ctx.db.selectFrom('tags').select('name').execute()).map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
    assert.deepEqual([...(await tagsOf(lena, [])).keys()], [])
  }),
)

test('what is typed as a tag and taken is a tag, stays one when it is typed again, and never has space or capitals', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(...words, ' Cold  WEATHER', '##x'),
  )
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 7 }), (names) => {
      let tags: string[]
      try {
        tags = parseTags(names)
      } catch (error) {
        assert.match(String((error as { fields: { tags: string } }).fields.tags), /tag/)
        return
      }
      assert.ok(tags.length <= mostTags)
      assert.deepEqual(parseTags(tags), tags)
      for (const tag of tags) {
        assert.ok(isTag(tag), tag)
        assert.doesNotMatch(tag, /[\s<>/"&]/u)
        assert.equal(tag, tag.toLowerCase())
        assert.equal(new URL(tagAddress(tag), 'https://t.example').pathname.split('/').length, 3)
      }
    }),
    { numRuns: 500 },
  )
})

test(
  'only who wrote a thread says what it is about; a refused change leaves the tags as they were',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'Off at 40 %',
      body: 'Why?',
      tags: ['tide', 'cold-weather'],
    })
    const tags = async () => (await tagsOf(cast.as(ctx, 'visitor'), [thread.id])).get(thread.id)
    for (const who of ['gustav', 'mirela', 'visitor', 'petra'] as const)
      await assert.rejects(setTags(cast.as(ctx, who), thread.id, ['mine']), who)
    await assert.rejects(setTags(cast.as(ctx, 'ines'), thread.id, ['fine', '<b>']), { code: 'tags.wrong' })
    assert.deepEqual(await tags(), ['cold-weather', 'tide'])
    await setTags(cast.as(ctx, 'ines'), thread.id, ['tide', 'winter'])
    assert.deepEqual(await tags(), ['tide', 'winter'])
    // The tag that was taken away leads nowhere now.
    const site = await openSite(ctx)
    assert.equal((await site.as('visitor').get('/tags/cold-weather')).status, 404)
    assert.equal((await site.as('visitor').get('/tags/winter')).status, 200)
  }),
)

test(
  'the page of a tag leads to asking with it, to its feed, and from page to page; only its first page is for searching',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (let number = 0; number < 45; number++) {
      await ctx.db.deleteFrom('rateLimits').execute()
      await ask(cast.as(ctx, number % 2 ? 'ines' : 'gustav'), {
        space: 'riders',
        title: `Question ${String(number).padStart(2, '0')}`,
        body: 'Why?',
        tags: ['C++'],
      })
    }
    const first = await site.as('visitor').get('/tags/C%2B%2B')
    assert.match(first.text, /<h1[^>]*>(<[^>]*>)*c\+\+/)
    assert.match(first.text, /href="\/questions\/ask\?tags=c%2B%2B"/)
    assert.match(first.text, /href="[^"]*\/tags\/c%2B%2B\/feed\.atom"/)
    assert.match(first.text, /<link rel="canonical" href="[^"]*\/tags\/c%2B%2B"/)
    assert.doesNotMatch(first.text, /noindex/)
    const titles: string[] = []
    let path: string | undefined = '/tags/c%2B%2B'
    for (let pages = 0; path !== undefined && pages < 6; pages++) {
      const page = await site.as('visitor').get(path)
      if (pages > 0) {
        assert.match(page.text, /noindex/)
        assert.doesNotMatch(page.text, /rel="canonical"/)
      }
      titles.push(...new Set([...page.text.matchAll(/Question \d\d/g)].map(([title]) => title)))
      const more = /href="([^"]*[?&](?:amp;)?after=[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&')
      path = more && new URL(more, 'http://localhost/tags/c%2B%2B').href.replace('http://localhost', '')
    }
    assert.equal(titles.length, 45, 'each question once')
    assert.equal(new Set(titles).size, 45)
    assert.equal((await listQuestions(ctx, { tag: 'c++' })).items[0]!.thread.title, titles[0])
  }),
)
