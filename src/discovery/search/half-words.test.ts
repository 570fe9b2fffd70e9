/** Half a word: whoever types the beginning of the last one finds it, behind what holds it whole, and never more than they may read. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { getThread, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { readAsked } from './asked.ts'
import { completions, halfAsked } from './half-words.ts'
import { type SearchOrder, search, suggest } from './search.ts'

async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const question = async (title: string, body = 'About it.') => {
    await ctx.db.deleteFrom('rateLimits').execute()
    return (await ask(cast.as(ctx, 'ines'), { space: 'riders', title, body, tags: [] })).thread
  }
  const finds = async (words: string, who: PersonName | 'visitor' = 'visitor', order: SearchOrder = 'best') =>
    (await search(cast.as(ctx, who), words, undefined, order)).threads.items.map(({ title }) => title)
  const suggested = async (words: string, who: PersonName | 'visitor' = 'visitor') =>
    (await suggest(cast.as(ctx, who), words)).threads.items.map(({ title }) => title)
  return { cast, question, finds, suggested }
}

test('the last word is half until a space, a quote or a minus says otherwise; filters behind it do not', () => {
  for (const [typed, half] of [
    ['brea', 'brea'],
    ['front brea', 'brea'],
    ['brea ', undefined],
    ['brea type:question', 'brea'],
    ['brea type:question ', undefined],
    ['"brea', undefined],
    ['brea"', undefined],
    ['brea -cold', undefined],
    ['akku or', undefined],
    ['akku or brea', 'brea'],
    ['well-kn', 'kn'],
    ['b', undefined],
    ['brea?', undefined],
    ['電池', undefined],
    ['Größ', 'Größ'],
    ['', undefined],
  ] as const)
    assert.equal(readAsked(typed).half, half, typed)
  assert.deepEqual(halfAsked(readAsked('akku or -cold well-kn')), {
    groups: [
      { words: ['akku'], phrases: [], without: [] },
      { words: ['well-'], phrases: [], without: ['cold'] },
    ],
    beginning: 'kn',
  })
  assert.equal(halfAsked(readAsked('well known ')), undefined)
})

test('a beginning that ends within an ending becomes the whole word', () => {
  assert.ok(completions('Breakin', 'english').includes('breaking'))
  assert.ok(completions('connectio', 'english').includes('connection'))
  assert.ok(completions('Bedeutu', 'german').includes('bedeutung'))
  assert.deepEqual(completions('wheel', 'german'), ['wheelich'])
  assert.deepEqual(completions('zzz', 'english'), [])
})

test(
  'half a word finds every word that begins so, in any form, language and place, and nothing else',
  inTransaction(async (ctx) => {
    const { cast, question, finds } = await scene(ctx)
    await question('Quaggabrake squeals')
    await question('Oil', 'The quaggabraking is loud.')
    const reply = await question('Chain')
    await answer(cast.as(ctx, 'gustav'), reply.id, 'Try a quaggabrace.')
    await question('Die Quaggabremsen werden nicht mehr ganz gelöst')
    await question('Größenordnung der Übersetzung')
    await question('Кнопка стартера')
    await question('Nothing of it', 'A xquaggabra.')
    const all = ['Chain', 'Die Quaggabremsen werden nicht mehr ganz gelöst', 'Oil', 'Quaggabrake squeals']
    for (const order of ['best', 'newest'] as const)
      assert.deepEqual((await finds('QUAGGABR', 'visitor', order)).toSorted(), all, order)
    for (const [words, titles] of [
      ['quaggabrem', all.slice(1, 2)],
      ['quaggabrakin', ['Oil', 'Quaggabrake squeals']],
      ['squeals quaggabr', ['Quaggabrake squeals']],
      ['quaggabr squea', ['Quaggabrake squeals'].slice(1)],
      ['quaggabrake squea', ['Quaggabrake squeals']],
      ['loud quaggabr -squeals', []],
      ['loud -squeals quaggabr', ['Oil']],
      ['-squeals quaggabra', ['Chain', 'Oil']],
      ['nowhere or quaggabrac', ['Chain']],
      ['grosseno', ['Größenordnung der Übersetzung']],
      ['übersetzu', ['Größenordnung der Übersetzung']],
      ['стар', ['Кнопка стартера']],
      ['quaggabr ', []],
      ['"quaggabr"', []],
      ['quaggabr:*', []],
      ['quaggabr in:testers', []],
      ['quaggabr in:riders type:question', all],
    ] as const)
      assert.deepEqual((await finds(words)).toSorted(), titles, words)
  }),
)

test(
  'while somebody types, what holds the word whole stands before what only begins so; on a page the whole stands alone',
  inTransaction(async (ctx) => {
    const { question, finds, suggested } = await scene(ctx)
    await question('Quagga whole', 'Said once.')
    await question('Quaggabrake quaggabrake', 'Quaggabrake, quaggabrake, quaggabrake.')
    await question('Quaggabrace')
    assert.equal((await suggested('quagga'))[0], 'Quagga whole')
    assert.deepEqual((await suggested('quagga')).length, 3)
    assert.deepEqual(await finds('quagga'), ['Quagga whole'])
    assert.deepEqual((await suggested('quaggab')).length, 2)
    assert.deepEqual(await suggested('quagga '), ['Quagga whole'])
  }),
)

test(
  'a page of half words says so, marks them, leads to the next, and misses nothing',
  inTransaction(async (ctx) => {
    const { cast, question } = await scene(ctx)
    for (let n = 0; n < 23; n++) await question(`Quaggabrake ${n}`)
    const visitor = cast.as(ctx, 'visitor')
    for (const order of ['best', 'newest'] as const) {
      const first = await search(visitor, 'quaggab', undefined, order)
      assert.equal(first.begun, 'quaggab')
      const second = await search(visitor, 'quaggab', first.threads.next, order)
      assert.deepEqual(
        [first.threads.items.length, second.threads.items.length, second.threads.next],
        [20, 3, undefined],
      )
      const ids = [...first.threads.items, ...second.threads.items].map(({ id }) => id)
      assert.equal(new Set(ids).size, 23)
    }
    const site = await openSite(ctx)
    const { text } = await site.as('visitor').get('/search?q=quaggab')
    assert.match(text, /Nothing holds <b><bdi>quaggab<\/bdi><\/b> as a whole word/)
    assert.match(text, /<mark>Quaggabrake<\/mark>/)
    const next = /href="(\?q=quaggab&amp;after=half-[^"]+)"/.exec(text)![1]!.replaceAll('&amp;', '&')
    assert.equal((await site.as('visitor').get(`/search${next}`)).text.match(/<mark>Quaggabrake</g)!.length, 3)
    assert.doesNotMatch((await site.as('visitor').get('/search?q=quaggabrake')).text, /as a whole word/)
    for (const odd of ['half-', 'half-half-', 'half-nonsense'])
      assert.equal((await search(visitor, 'quaggab', odd)).threads.items.length, 20, odd)
  }),
)

test(
  'half a word tells nobody of a word that stands only in what they may not read: neither find nor order nor sentence',
  inTransaction(async (ctx) => {
    const { cast, question } = await scene(ctx)
    await question('Quaggabrake')
    const answers = async () => {
      const all: unknown[] = []
      for (const who of ['visitor', 'ines', 'petra'] as const)
        for (const words of [
          'quag',
          'quaggab',
          'quaggase',
          'quaggasecret',
          'quaggabrake se',
          'tag:x quag',
          'about quag',
        ]) {
          const as = cast.as(ctx, who)
          all.push(await search(as, words), await search(as, words, undefined, 'newest'), await suggest(as, words))
        }
      return JSON.stringify(all)
    }
    const before = await answers()
    for (const title of ['Quaggasecret', 'Quaggab', 'quag', 'Quaggabrake secret', 'About quaggabrake'])
      await startThread(cast.as(ctx, 'tomasz'), cast.spaces.battery, {
        type: 'discussion',
        title,
        body: title.repeat(9),
      })
    assert.equal(await answers(), before)
    assert.notEqual((await suggest(cast.as(ctx, 'tomasz'), 'quaggase')).threads.items.length, 0)
  }),
)

test(
  'everybody against half words of every place: found is exactly what may be opened',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const writers = { riders: 'ines', testers: 'gustav', velund: 'lena', battery: 'tomasz', cells: 'lena' } as const
    const ids = []
    for (const [place, who] of Object.entries(writers) as [keyof typeof writers, PersonName][]) {
      const type = cast.spaces[place].realm === 'outside' ? 'question' : 'discussion'
      ids.push(
        (await startThread(cast.as(ctx, who), cast.spaces[place], { type, title: `Quagga${place}`, body: 'x' })).id,
      )
    }
    for (const who of everybody) {
      const as = cast.as(ctx, who)
      const opened: number[] = []
      for (const id of ids)
        await getThread(as, id).then(
          ({ id }) => opened.push(id),
          () => {},
        )
      for (const found of [
        await search(as, 'quag'),
        await search(as, 'quag', undefined, 'newest'),
        await suggest(as, 'quag'),
      ])
        assert.deepEqual(
          found.threads.items.map(({ id }) => id).toSorted((a, b) => a - b),
          opened,
          who,
        )
    }
  }),
)

test(
  'whatever is typed, a longer beginning finds no more than a shorter one, and nothing breaks',
  inTransaction(async (ctx) => {
    const { question, suggested } = await scene(ctx)
    const titles = ['Zorbkvad mibu', 'Zorbkvist', 'Zorb', 'Übermibu', 'Mibukvad']
    for (const title of titles) await question(title)
    const beginning = fc.constantFrom('Zorbkvad', 'zorbkvist', 'übermibu', 'mibukvad', 'zz')
    const property = fc.asyncProperty(beginning, fc.integer({ min: 2, max: 9 }), async (word, length) => {
      const typed = word.slice(0, length)
      const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
      const expected = titles.filter((title) =>
        plain(title)
          .split(' ')
          .some((one) => one.startsWith(plain(typed))),
      )
      assert.deepEqual((await suggested(typed)).toSorted(), expected.toSorted(), typed)
    })
    await fc.assert(property, { numRuns: 20 })
    for (const odd of ["zorb'", 'zorb\\', 'zorb\u0000kv', 'zorb 😀x', `zorb ${'x'.repeat(300)}`, 'ｚｏｒｂｋ'])
      await suggested(odd)
    assert.deepEqual(await suggested('ｚｏｒｂｋｖａ'), ['Zorbkvad mibu'])
  }),
)
