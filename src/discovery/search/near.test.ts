/** What was typed nearly right, and what is found beside threads: only of what the searcher may read. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { setTags } from '../../content/tags/tags.ts'
import { getThread, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { search } from './search.ts'
import { likeness } from './trigrams.ts'

async function makeThreads(ctx: Ctx) {
  const cast = await getCast(ctx)
  const ines = cast.as(ctx, 'ines')
  const outside = await startThread(ines, cast.spaces.riders, { type: 'question', title: 'Zephyr hinges', body: 'x' })
  await setTags(ines, outside.id, ['zephyrous'])
  const tomasz = cast.as(ctx, 'tomasz')
  const inside = await startThread(tomasz, cast.spaces.velund, {
    type: 'discussion',
    title: 'Zephyr contracts',
    body: 'x',
  })
  await setTags(tomasz, inside.id, ['zephyrsecret'])
  return { outside, inside }
}

test(
  'a word typed nearly right leads to titles and tags that hold it, of those that the searcher may open',
  inTransaction(async (ctx) => {
    const { outside, inside } = await makeThreads(ctx)
    const cast = await getCast(ctx)
    for (const who of everybody)
      for (const typed of ['zephir', 'zephyrr', 'zepyr']) {
        const as = cast.as(ctx, who)
        const { threads, near } = await search(as, typed)
        assert.deepEqual(threads.items, [], typed)
        for (const { thread, tag } of [
          { thread: outside, tag: 'zephyrous' },
          { thread: inside, tag: 'zephyrsecret' },
        ]) {
          const opens = await getThread(as, thread.id).then(
            () => true,
            () => false,
          )
          assert.equal(
            near.threads.some(({ id }) => id === thread.id),
            opens,
            `${who}: ${typed} → ${thread.title}`,
          )
          if (!opens) assert.ok(!near.tags.includes(tag), `${who} is told of the tag ${tag}`)
        }
      }
    const visitor = await search(cast.as(ctx, 'visitor'), 'zephyrus')
    assert.deepEqual(visitor.near.tags, ['zephyrous'])
    assert.deepEqual((await search(cast.as(ctx, 'lena'), 'zephyr')).near.threads, [], 'what is found is not near')
  }),
)

test(
  'what may not be read changes nothing of what a search answers: neither finds nor order nor what is near',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await makeThreads(ctx)
    const searches = [
      'zephyr',
      'zephir',
      'hinges',
      'zephyrous',
      'brandt',
      'lenna',
      'tag:zephyrsecret',
      'type:discussion',
    ]
    const answers = async () => {
      const all: unknown[] = []
      for (const who of ['visitor', 'ines'] as const)
        for (const words of searches) all.push(await search(cast.as(ctx, who), words))
      return JSON.stringify(all)
    }
    const before = await answers()
    const tomasz = cast.as(ctx, 'tomasz')
    for (const title of ['Zephyr', 'Zephir hinges', 'Zephyr zephyr', 'Lenna Brandt', 'hinges hinges']) {
      const { id } = await startThread(tomasz, cast.spaces.battery, {
        type: 'discussion',
        title,
        body: title.repeat(9),
      })
      await setTags(tomasz, id, ['zephyrous', 'zephyrouss', 'hinges'])
    }
    await ctx.db
      .insertInto('accounts')
      .values({ realm: 'inside', handle: 'zephyra', displayName: 'Zephyra Hinges', email: 'z@inside.example' })
      .execute()
    assert.equal(await answers(), before)
  }),
)

test(
  'people whose name was typed nearly right are shown to those who may know of them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const names = async (who: 'visitor' | 'lena' | 'petra', words: string) =>
      (await search(cast.as(ctx, who), words)).near.people.map((person) => person.displayName)
    assert.deepEqual(await names('lena', 'Tomas Wrona'), ['Tomasz Wrona'])
    assert.deepEqual(await names('lena', 'lenna'), ['Lena Brandt'])
    assert.deepEqual(await names('visitor', 'Tomas Wrona'), [])
    assert.deepEqual(await names('petra', 'Tomas Wrona'), [])
    assert.deepEqual(await names('visitor', 'inez'), ['Ines Carvalho'])
    assert.deepEqual(await names('lena', 'Lena'), [], 'who is found is not near')
    for (const odd of ['%%%%', '____', '\\\\\\\\', '    ']) assert.deepEqual(await names('lena', odd), [], odd)
  }),
)

test('likeness is 1 for the same word, 0 for nothing in common, and the same whatever the case', () => {
  assert.equal(likeness('Lena', 'Brandt, lena'), 1)
  assert.equal(likeness('xyz', 'Lena'), 0)
  assert.equal(likeness('', 'Lena'), 0)
  assert.ok(likeness('Inez', 'Ines Carvalho') > likeness('Inka', 'Ines Carvalho'))
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (one, other) => {
      const like = likeness(one, other)
      assert.ok(like >= 0 && like <= 1)
    }),
  )
})

test(
  'tags and spaces are found beside threads, with their side, by those who may read something of them',
  inTransaction(async (ctx) => {
    await makeThreads(ctx)
    const cast = await getCast(ctx)
    const beside = async (who: 'visitor' | 'lena' | 'petra', words: string) => {
      const { tags, spaces } = await search(cast.as(ctx, who), words)
      return [tags, spaces.map((space) => space.slug)]
    }
    assert.deepEqual(await beside('visitor', 'zephyr'), [['zephyrous'], []])
    assert.deepEqual(await beside('lena', 'zephyr'), [['zephyrous', 'zephyrsecret'], []])
    assert.deepEqual(await beside('petra', 'zephyr'), [[], []])
    const { title } = cast.spaces.velund
    assert.deepEqual((await beside('lena', title))[1]!.includes(cast.spaces.velund.slug), true)
    assert.deepEqual(await beside('visitor', title), [[], []])
    assert.deepEqual(await beside('visitor', '%'), [[], []])
    const site = await openSite(ctx)
    const page = (await site.as('lena').get('/search?q=zephyr')).text
    assert.match(page, /href="\/tags\/zephyrsecret[^"]*"><bdi>#zephyrsecret</)
    const near = (await site.as('visitor').get('/search?q=zephir')).text
    assert.match(near, /Close to what you typed[\s\S]*Zephyr hinges[\s\S]*Outside/)
    assert.doesNotMatch(near, /contracts|secret/)
  }),
)
