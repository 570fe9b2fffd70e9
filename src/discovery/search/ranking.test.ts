/** In which order finds stand, and what of them is shown. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { acceptAnswer, answer, ask } from '../../content/questions/questions.ts'
import { addReply, startThread } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { type FoundThread, type Piece, search } from './search.ts'

const year = 365.25 * 86_400_000

const before = (ctx: Ctx, years: number) =>
  makeCtx({ viewer: ctx.viewer, db: ctx.db, log: ctx.log, now: new Date(ctx.now.getTime() - years * year) })

async function post(ctx: Ctx, title: string, body: string, years = 0) {
  await ctx.db.deleteFrom('rateLimits').execute()
  const cast = await getCast(ctx)
  const writer = cast.as(ctx, (['ines', 'gustav', 'joost'] as const)[title.length % 3]!)
  return startThread(before(writer, years), cast.spaces.riders, { type: 'question', title, body })
}
const titles = async (ctx: Ctx, words: string, order?: 'newest') =>
  (await search(ctx, words, undefined, order)).threads.items.map((thread) => thread.title)
const written = (pieces: readonly Piece[]) =>
  pieces.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join('')

test(
  'a word in the title counts more than in the text, in the text more than in a reply; newest first asks only for time',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await post(ctx, 'Quagga', 'It says nothing else about it here.', 0.3)
    await post(ctx, 'In the text', 'It has a quagga in it, and some more words.', 0.2)
    const reply = await post(ctx, 'In a reply', 'Nothing to see at all.', 0.1)
    const later = before(cast.as(ctx, 'gustav'), 0.1)
    await addReply(later, reply.id, { kind: 'comment', body: 'It is a quagga, as far as one can tell.' })
    assert.deepEqual(await titles(ctx, 'quagga'), ['Quagga', 'In the text', 'In a reply'])
    assert.deepEqual(await titles(ctx, 'quagga', 'newest'), ['In a reply', 'In the text', 'Quagga'])
  }),
)

test(
  'of threads that fit as well the younger comes first, and one that is settled before one that is a little younger',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await post(ctx, 'Quagga five', 'The same words.', 5)
    await post(ctx, 'Quagga one', 'The same words.', 1)
    const settled = await post(ctx, 'Quagga three', 'The same words.', 1.2)
    await post(ctx, 'Quagga two', 'The same words.', 2)
    assert.deepEqual(await titles(ctx, 'quagga'), ['Quagga one', 'Quagga three', 'Quagga two', 'Quagga five'])
    const reply = await answer(before(cast.as(ctx, 'gustav'), 1.2), settled.id, 'Oil it.')
    assert.deepEqual((await titles(ctx, 'quagga'))[0], 'Quagga three', 'answered')
    await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
    assert.deepEqual((await titles(ctx, 'quagga'))[0], 'Quagga three')
    assert.ok((await titles(ctx, 'quagga')).indexOf('Quagga five') === 3, 'age is not outweighed')
  }),
)

test(
  'pages of the best miss nothing and show nothing twice, and the cursor of one order begins the other anew',
  inTransaction(async (ctx) => {
    for (let n = 0; n < 45; n++) await post(ctx, `Quagga ${'x'.repeat(n)}`, 'quagga '.repeat(1 + (n % 7)), (n % 5) / 3)
    for (const order of ['best', 'newest'] as const) {
      const seen: number[] = []
      let after: string | undefined
      do {
        const { threads } = await search(ctx, 'quagga', after, order)
        seen.push(...threads.items.map((thread) => thread.id))
        after = threads.next
      } while (after)
      assert.deepEqual([seen.length, new Set(seen).size], [45, 45], order)
    }
    const best = await search(ctx, 'quagga')
    const newest = await search(ctx, 'quagga', undefined, 'newest')
    for (const [after, order, first] of [
      [newest.threads.next, 'best', best],
      [best.threads.next, 'newest', newest],
      ['best-', 'best', best],
      ['best-zzzzzzzzzzzz.1', 'best', best],
    ] as const)
      assert.equal((await search(ctx, 'quagga', after, order)).threads.items[0]!.id, first.threads.items[0]!.id)
  }),
)

test(
  'a find shows the stretch that holds the words, marked in whatever form and language they stand there',
  inTransaction(async (ctx) => {
    const one = async (words: string, title: string): Promise<FoundThread> =>
      (await search(ctx, words)).threads.items.find((thread) => thread.title === title)!
    const filler = 'It rattles and it squeaks all day long. '.repeat(20)
    await post(ctx, 'Long story', `${filler}Then the hinges broke & I saw <b>zephyrs</b>. ${filler}`)
    const long = written((await one('zephyr', 'Long story')).fragment)
    assert.match(long, /^… .*<b>\[zephyrs\]<\/b>.* …$/)
    assert.ok(long.length < 260, String(long.length))
    await post(ctx, 'Die Schrauben', 'Ich habe die Schraube nicht mehr und das ist sehr schade.')
    const german = await one('Schraube', 'Die Schrauben')
    assert.deepEqual(
      [written(german.marked), written(german.fragment).includes('[Schraube]')],
      ['Die [Schrauben]', true],
    )
    await post(ctx, 'Résumé', 'The *résumé* of it.')
    assert.deepEqual(written((await one('resume', 'Résumé')).fragment), 'The [résumé] of it.')
    await post(ctx, '電池が止まる', '電池の交換はどのようにすればよいですか。')
    const japanese = await one('電池 交換', '電池が止まる')
    assert.deepEqual(
      [written(japanese.marked), written(japanese.fragment)],
      ['[電池]が止まる', '[電池]の[交換]はどのようにすればよいですか。'],
    )
    await post(ctx, 'Signs', 'a\u0001b\u0002c zorbing')
    assert.equal(written((await one('zorbing', 'Signs')).fragment), 'abc [zorbing]')
  }),
)

test(
  'a thread that is found by a reply shows that reply, and only one that may be read',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'The hub', body: 'Loose.', tags: [] })
    const reply = await answer(cast.as(ctx, 'gustav'), thread.id, 'It is the zephyr that is loose.')
    const find = async (who: 'visitor' | 'gustav') => (await search(cast.as(ctx, who), 'zephyr')).threads.items
    const [found] = await find('visitor')
    assert.deepEqual([found!.isInReply, written(found!.fragment)], [true, 'It is the [zephyr] that is loose.'])
    await ctx.db.updateTable('replies').set({ hiddenAt: ctx.now }).where('id', '=', reply.id).execute()
    assert.deepEqual(await find('visitor'), [], 'hidden: it neither shows nor finds')
    assert.equal((await find('gustav')).length, 1, 'its author still finds it')
  }),
)
