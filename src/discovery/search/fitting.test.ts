/** With filters set: people, tags and spaces beside the finds are those of which something passes them, and how many are not is said. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { mergeTags } from '../../content/tags/synonyms.ts'
import { setTags } from '../../content/tags/tags.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { hidePost, recallReply, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { search } from './search.ts'

async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const brakes = (
    await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Brakes', body: 'b', tags: ['quagga', 'hinge'] })
  ).thread
  const reply = await answer(cast.as(ctx, 'gustav'), brakes.id, 'Turn it.')
  const plans = await startThread(cast.as(ctx, 'lena'), cast.spaces.battery, {
    ...{ type: 'discussion', title: 'Plans', body: 'b' },
  })
  await setTags(cast.as(ctx, 'lena'), plans.id, ['quagga', 'quaggasecret'])
  const beside = async (who: PersonName | 'visitor', words: string) => {
    const { people, tags, spaces, leftOut } = await search(cast.as(ctx, who), words)
    return [people.map(({ handle }) => handle), tags, spaces.map(({ slug }) => slug), leftOut]
  }
  return { cast, brakes, reply, plans, beside }
}

test(
  'people who wrote what passes, tags that stand on it and spaces that hold it are shown, the others counted',
  inTransaction(async (ctx) => {
    const { cast, brakes, reply, beside } = await scene(ctx)
    const { title } = cast.spaces.riders
    for (const [words, expected] of [
      ['quagga', [[], ['quagga'], [], 0]],
      ['quagga type:question', [[], ['quagga'], [], 0]],
      ['quagga type:idea', [[], [], [], 1]],
      ['quagga tag:hinge', [[], ['quagga'], [], 0]],
      ['quagga tag:none', [[], [], [], 1]],
      ['quagga by:gustav', [[], [], [], 1]],
      ['quagga before:2001-01-01', [[], [], [], 1]],
      ['ines tag:hinge', [['ines'], [], [], 0]],
      ['gustav tag:hinge', [['gustav'], [], [], 0]],
      ['gustav tag:hinge by:gustav', [['gustav'], [], [], 0]],
      ['ines tag:hinge by:gustav', [[], [], [], 1]],
      ['joost tag:hinge', [[], [], [], 1]],
      [`"${title}" tag:hinge`, [[], [], ['riders'], 0]],
      [`"${title}" type:praise`, [[], [], [], 1]],
      ['tag:hinge', [[], [], [], 0]],
    ] as const)
      assert.deepEqual(await beside('visitor', words), expected, words)
    await recallReply(ctx, reply.id)
    assert.deepEqual(await beside('visitor', 'gustav tag:hinge'), [[], [], [], 1], 'what was taken back is nothing')
    await hidePost(ctx, { threadId: brakes.id, replyId: null })
    assert.deepEqual(await beside('visitor', 'ines tag:hinge'), [[], [], [], 1])
    assert.deepEqual(await beside('ines', 'ines tag:hinge'), [['ines'], [], [], 0], 'its author still reads it')
  }),
)

test(
  'a tag is shown by its other name, too, where what it leads to passes',
  inTransaction(async (ctx) => {
    const { cast, beside } = await scene(ctx)
    await ask(cast.as(ctx, 'joost'), { space: 'riders', title: 'Old', body: 'b', tags: ['zebra'] })
    await mergeTags(cast.as(ctx, 'sara'), 'outside', 'zebra', 'quagga')
    assert.deepEqual(await beside('visitor', 'zebra by:ines'), [[], ['zebra'], [], 0])
    assert.deepEqual(await beside('visitor', 'zebra by:gustav'), [[], [], [], 1])
  }),
)

test(
  'everybody against filters that only the inside passes: shown to whoever reads it, to others neither shown nor counted',
  inTransaction(async (ctx) => {
    const { beside } = await scene(ctx)
    const readers = ['lena', 'tomasz', 'aiko'] as const
    for (const who of everybody) {
      const reads = readers.some((one) => one === who)
      const [, tags, , leftOut] = await beside(who, 'quagga type:discussion in:battery')
      assert.deepEqual(tags, reads ? ['quagga', 'quaggasecret'] : [], who)
      // The guest meets no such tag at all; the others meet the one outside, which has nothing that passes.
      assert.equal(leftOut, reads || who === 'petra' ? 0 : 1, who)
    }
  }),
)

test(
  'whatever is written where one may not read changes nothing beside a filtered search',
  inTransaction(async (ctx) => {
    const { cast, beside } = await scene(ctx)
    const searches = [
      'quagga type:discussion',
      'lena type:idea',
      'ines tag:hinge',
      'quagga tag:hinge',
      'gustav is:mine',
    ]
    const answers = async () => {
      const all: unknown[] = []
      for (const who of ['visitor', 'ines', 'petra'] as const)
        for (const words of searches) all.push(await beside(who, words))
      return JSON.stringify(all)
    }
    const before = await answers()
    for (const type of ['discussion', 'idea'] as const) {
      const { id } = await startThread(cast.as(ctx, 'lena'), cast.spaces.battery, { type, title: 'Quagga', body: 'b' })
      await setTags(cast.as(ctx, 'lena'), id, ['quagga', 'hinge'])
    }
    assert.equal(await answers(), before)
  }),
)

test(
  'the page says that filters leave out people, tags and spaces, and leads to the same search without them',
  inTransaction(async (ctx) => {
    await scene(ctx)
    const site = (await openSite(ctx)).as('visitor')
    const { text } = await site.get('/search?q=quagga+type:idea&order=newest')
    assert.match(text, /Left out among people, tags and spaces: 1\. Nothing of theirs passes the filters\./)
    const [, way] = /href="([^"]+)">Search without filters/.exec(text)!
    assert.equal(way, '?q=quagga&amp;order=newest')
    assert.match((await site.get('/search?q=quagga&order=newest')).text, /#quagga</)
    assert.doesNotMatch((await site.get('/search?q=quagga+type:question')).text, /Left out/)
    assert.match((await site.get('/search?q=quagga+type:question')).text, /#quagga</)
  }),
)
