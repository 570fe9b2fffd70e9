import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { addReply, getThread, startThread } from '../../content/threads/threads.ts'
import { search } from './search.ts'

test(
  'a search finds exactly what its searcher may open, by title, text and reply',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const outside = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, {
      type: 'question',
      title: 'Zephyr hinge clicks',
      body: 'After 500 km.',
    })
    const inside = await startThread(cast.as(ctx, 'tomasz'), cast.spaces.battery, {
      type: 'discussion',
      title: 'Lot six',
      body: 'The zephyr cells.',
    })
    const bridge = await startThread(cast.as(ctx, 'lena'), cast.spaces.cells, {
      type: 'discussion',
      title: 'February',
      body: 'See the reply.',
    })
    await addReply(cast.as(ctx, 'petra'), bridge.id, { kind: 'reply', body: 'Zephyr lots are reserved.' })
    for (const who of everybody) {
      const as = cast.as(ctx, who)
      const found = new Set((await search(as, 'zephyr')).threads.items.map((thread) => thread.id))
      for (const thread of [outside, inside, bridge]) {
        const opens = await getThread(as, thread.id).then(
          () => true,
          () => false,
        )
        assert.equal(found.has(thread.id), opens, `${who}: ${thread.title}`)
      }
    }
  }),
)

test(
  'a search is paged by a cursor and misses nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const made = new Set<number>()
    for (let n = 0; n < 23; n++) {
      const at = new Date(ctx.now.getTime() - n * 1000)
      const thread = await startThread({ ...cast.as(ctx, n % 2 ? 'ines' : 'joost'), now: at }, cast.spaces.riders, {
        type: 'question',
        title: `Quagga ${n}`,
        body: 'x',
      })
      made.add(thread.id)
    }
    const first = await search(ctx, 'quagga')
    const second = await search(ctx, 'quagga', first.threads.next)
    assert.equal(first.threads.items.length, 20)
    assert.equal(second.threads.next, undefined)
    assert.deepEqual(new Set([...first.threads.items, ...second.threads.items].map((thread) => thread.id)), made)
  }),
)

test(
  'odd searches answer nothing instead of failing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const text of [
      '',
      '   ',
      '"',
      "' or 1=1 --",
      '-',
      '((((',
      'a'.repeat(10_000),
      '\u0000',
      '\u0000quagga\u0000',
      'a'.repeat(1_000_000),
      '"'.repeat(10_000),
      '\u202e\u200f\u2066',
      '\ud800',
      "'''' & !!! | <-> :*",
      'type:song',
      'by:nobody-here',
      'tag:%',
      'in:nowhere',
    ]) {
      assert.deepEqual((await search(cast.as(ctx, 'visitor'), text)).threads.items, [], text.slice(0, 20))
    }
  }),
)
