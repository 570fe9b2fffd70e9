import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { ask } from '../questions/questions.ts'
import { startThread } from '../threads/threads.ts'
import { parseTags, setTags, tagsOf } from './tags.ts'

test('typed tags become small letters and hyphens, each once', () => {
  assert.deepEqual(parseTags(['Cold Weather', ' #Tide ', 'tide', '', 'C++', 'Größe', '電池']), [
    'c++',
    'cold-weather',
    'größe',
    'tide',
    '電池',
  ])
})

test('a tag that cannot be taken says why', () => {
  const wrong: [string[], RegExp][] = [
    [['a', 'b', 'c', 'd', 'e', 'f'], /5 tags at most. You gave 6/],
    [['x'.repeat(51)], /under 50/],
    [['<b>'], /letters, digits and hyphens/],
    [['a/b'], /letters, digits/],
    [['..'], /letters, digits/],
  ]
  for (const [names, message] of wrong) assert.throws(() => parseTags(names), message)
})

test(
  'tags are set by the author alone, and read by whoever reads the thread',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const talk = await startThread(cast.as(ctx, 'lena'), cast.spaces.battery, {
      type: 'discussion',
      title: 'Cells',
      body: 'So.',
    })
    for (const who of everybody) {
      const set = setTags(cast.as(ctx, who), talk.id, ['secret-cells'])
      if (who === 'lena') assert.deepEqual(await set, ['secret-cells'])
      else
        await assert.rejects(
          set,
          { code: ['tomasz', 'aiko'].includes(who) ? 'threads.not-author' : 'threads.not-found' },
          who,
        )
    }
    for (const who of everybody) {
      const reads = ['lena', 'tomasz', 'aiko'].includes(who)
      assert.deepEqual([...(await tagsOf(cast.as(ctx, who), [talk.id])).values()], reads ? [['secret-cells']] : [], who)
    }
    assert.deepEqual(await setTags(cast.as(ctx, 'lena'), talk.id, []), [])
    assert.equal((await tagsOf(ctx, [talk.id])).size, 0)
  }),
)

test(
  'the page of a tag holds what the viewer may read, and is nowhere when that is nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const asked = { title: 'A tester asks', body: 'Why?', tags: ['only-testers'] }
    await ask(cast.as(ctx, 'ines'), { ...asked, space: 'testers' })
    const talk = await startThread(cast.as(ctx, 'lena'), cast.spaces.velund, {
      type: 'discussion',
      title: 'Inside',
      body: 'So.',
    })
    await setTags(cast.as(ctx, 'lena'), talk.id, ['only-inside'])
    const site = await openSite(ctx)
    assert.match((await site.as('gustav').get('/tags/only-testers')).text, /A tester asks/)
    for (const tag of ['only-testers', 'only-inside', 'never-used'])
      assert.equal((await site.as('visitor').get(`/tags/${tag}`)).status, 404)
    assert.equal((await site.as('gustav').get('/tags/only-inside')).status, 404)
    await ask(cast.as(ctx, 'ines'), { ...asked, title: 'Anyone asks', space: 'riders' })
    const page = await site.as('visitor').get('/tags/Only-Testers')
    assert.match(page.text, /Anyone asks/)
    assert.doesNotMatch(page.text, /A tester asks/)
  }),
)
