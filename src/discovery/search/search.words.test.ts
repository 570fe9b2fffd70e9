/** What a search finds, against reading everything by hand: words, quotes, choices, rights, pages, people. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { type PersonName, type PlaceName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { findPerson } from '../../people/accounts/accounts.ts'
import { addReply, getThread, listReplies, recallReply, startThread } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { type SearchOrder, search } from './search.ts'

/** Words that no stemming changes and no text of the house has. */
const vocabulary = ['zorb', 'kvad', 'mibu', 'tjok'] as const
const word = fc.constantFrom(...vocabulary)
const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))

/** A search as its groups: one of them must hold, each with words that must stand, phrases, and words that must not. */
const group = fc.record({
  all: fc.uniqueArray(word, { minLength: 1, maxLength: 2 }),
  phrase: fc.option(fc.tuple(word, word), { nil: undefined }),
  none: fc.option(word, { nil: undefined }),
})
type Group = { all: string[]; phrase: [string, string] | undefined; none: string | undefined }

const written = (groups: readonly Group[]) =>
  groups
    .map(({ all, phrase, none }) =>
      [...all, ...(phrase ? [`"${phrase.join(' ')}"`] : []), ...(none ? [`-${none}`] : [])].join(' '),
    )
    .join(' or ')

const holds = (groups: readonly Group[], document: string): boolean => {
  const words = document.split(/\s+/)
  return groups.some(
    ({ all, phrase, none }) =>
      all.every((one) => words.includes(one)) &&
      (!phrase || words.some((one, at) => one === phrase[0] && words[at + 1] === phrase[1])) &&
      (!none || !words.includes(none)),
  )
}

const places: Record<PlaceName, PersonName> = {
  riders: 'ines',
  testers: 'gustav',
  velund: 'lena',
  battery: 'tomasz',
  cells: 'lena',
}
const post = fc.record({
  place: fc.constantFrom(...(Object.keys(places) as PlaceName[])),
  title: text,
  body: text,
  replies: fc.array(fc.record({ body: text, recalled: fc.boolean() }), { maxLength: 2 }),
  minute: fc.integer({ min: 0, max: 5 }),
})

/** Every page of what somebody finds. */
async function findAll(ctx: Ctx, words: string, order: SearchOrder) {
  const found = []
  let after: string | undefined
  do {
    const { threads } = await search(ctx, words, after, order)
    found.push(...threads.items)
    after = threads.next
  } while (after)
  return found
}

test(
  'a search finds what its searcher would find by reading all that they may, newest activity first',
  inTransaction(async (plain) => {
    const everyone = await getCast(plain)
    const posts = fc.array(post, { minLength: 1, maxLength: 6 })
    const groups = fc.array(group, { minLength: 1, maxLength: 2 })
    const who = fc.constantFrom(...everybody)
    const property = fc.asyncProperty(posts, groups, fc.tuple(who, who), async (written_, asked, searchers) => {
      const back = new Error('taken back')
      const run = plain.transaction(async (ctx) => {
        const threads = []
        for (const { place, title, body, replies, minute } of written_) {
          const now = new Date(ctx.now.getTime() + minute * 60_000)
          const as = makeCtx({ viewer: everyone.viewer(places[place]), db: ctx.db, now, log: ctx.log })
          const type = place === 'riders' || place === 'testers' ? 'question' : 'discussion'
          const thread = await startThread(as, everyone.spaces[place], { type, title, body })
          for (const { body: answer, recalled } of replies) {
            const later = makeCtx({ ...as, now: new Date(now.getTime() + 30_000) })
            const reply = await addReply(later, thread.id, { kind: 'reply', body: answer })
            if (recalled) await recallReply(ctx, reply.id)
          }
          threads.push(thread.id)
        }
        // Nobody writes so much in a minute.
        await ctx.db.deleteFrom('rateLimits').execute()
        for (const name of searchers) {
          const as = everyone.as(ctx, name)
          const expected: { id: number; at: number }[] = []
          for (const id of threads) {
            const thread = await getThread(as, id).catch(() => undefined)
            if (!thread) continue
            const replies = await listReplies(as, id)
            const documents = [`${thread.title} ${thread.body}`, ...replies.map((reply) => reply.body)]
            if (documents.some((one) => holds(asked, one))) expected.push({ id, at: thread.activeAt.getTime() })
          }
          const order = expected.toSorted((a, b) => b.at - a.at || b.id - a.id)
          assert.deepEqual(
            (await findAll(as, written(asked), 'newest')).map((thread) => thread.id),
            order.map((one) => one.id),
            `${name}: ${written(asked)}`,
          )
          // The best are the same, in another order.
          const best = (await findAll(as, written(asked), 'best')).map((thread) => thread.id)
          assert.deepEqual(
            best.toSorted((a, b) => a - b),
            expected.map((one) => one.id).toSorted((a, b) => a - b),
          )
        }
        throw back
      })
      await run.catch((error: unknown) => {
        if (error !== back) throw error
      })
    })
    await fc.assert(property, { numRuns: 15 })
  }),
)

test(
  'the words of any script are found as they were written and without their accents, and no others',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const made = new Map<string, number>()
    for (const title of [
      'Größe der Übersetzung',
      '電池 が止まる',
      'البطارية لا تشحن',
      'Οθόνη μαύρη',
      'Кнопка «старт»',
    ]) {
      const thread = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, { type: 'question', title, body: 'x' })
      made.set(title, thread.id)
    }
    const found = async (words: string) => (await search(ctx, words)).threads.items.map((thread) => thread.id)
    for (const [words, title] of [
      ['übersetzung', 'Größe der Übersetzung'],
      ['GRÖSSE', 'Größe der Übersetzung'],
      ['ubersetzung', 'Größe der Übersetzung'],
      ['οθονη', 'Οθόνη μαύρη'],
      ['GRÖßE', 'Größe der Übersetzung'],
      ['電池', '電池 が止まる'],
      ['البطارية', 'البطارية لا تشحن'],
      ['ΟΘΌΝΗ', 'Οθόνη μαύρη'],
      ['"μαύρη οθόνη"', undefined],
      ['старт', 'Кнопка «старт»'],
      ['🔋', undefined],
    ] as const)
      assert.deepEqual(await found(words), title ? [made.get(title)] : [], words)
  }),
)

test(
  'a search is read to its 200th sign: what comes after neither finds nor hides, and half a sign breaks nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, {
      type: 'question',
      title: 'Quagga hinge',
      body: 'x',
    })
    const found = async (words: string) => (await search(ctx, words)).threads.items.map((thread) => thread.id)
    assert.deepEqual(await found(`${' '.repeat(300)}quagga`), [id], 'space before it counts nothing')
    assert.deepEqual(await found(`quagga${' '.repeat(194)}-hinge`), [id])
    assert.deepEqual(await found(`quagga${' '.repeat(187)}-hinge`), [])
    assert.deepEqual(await found(`quagga or ${'x'.repeat(189)}😀😀`), [id])
    for (const odd of [
      '"quagga',
      'quagga"',
      'quagga -',
      "quagga ' & | ! ( ) : * \\",
      'quagga <script>',
      'quagga\n\thinge',
    ])
      await found(odd)
    assert.deepEqual(await found("quagga'; drop table threads; --"), [])
    assert.deepEqual(await found('quagga:* & hinge'), [id], 'signs of the database mean nothing')
    assert.deepEqual(await found('quag:*'), [], 'signs of the database mean nothing')
  }),
)

test(
  'a page of finds never holds more than 20, and the last one says that it is',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (let n = 0; n < 20; n++)
      await startThread(cast.as(ctx, n % 2 ? 'ines' : 'joost'), cast.spaces.riders, {
        type: 'question',
        title: `Quagga ${n}`,
        body: 'x',
      })
    const visitor = cast.as(ctx, 'visitor')
    const whole = await search(visitor, 'quagga')
    assert.deepEqual([whole.threads.items.length, whole.threads.next], [20, undefined])
    const [hidden] = whole.threads.items
    // One that may not be read takes no place on the page.
    await startThread(cast.as(ctx, 'gustav'), cast.spaces.testers, { type: 'question', title: 'Quagga', body: 'x' })
    await startThread(cast.as(ctx, 'lena'), cast.spaces.velund, { type: 'discussion', title: 'Quagga', body: 'x' })
    assert.deepEqual((await search(visitor, 'quagga')).threads, whole.threads)
    const lena = await search(cast.as(ctx, 'lena'), 'quagga')
    assert.equal(lena.threads.items.length, 20)
    assert.equal((await search(cast.as(ctx, 'lena'), 'quagga', lena.threads.next)).threads.items.length, 2)
    for (const after of ['', 'nonsense', '-1.-1', `${'z'.repeat(40)}.1`])
      assert.equal((await search(visitor, 'quagga', after)).threads.items[0]!.id, hidden!.id, after)
  }),
)

test(
  'people are found by the beginning of a word of their name, by those alone who may know of them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const names = async (who: (typeof everybody)[number], words: string, after?: string) =>
      (await search(cast.as(ctx, who), words, after)).people.map((person) => person.displayName)
    for (const who of ['visitor', 'ines', 'lena', 'petra'] as const) {
      const as = cast.as(ctx, who)
      for (const [name, person] of Object.entries(cast.people)) {
        const isKnown = (await findPerson(as, person.id)) !== undefined
        const last = person.name.split(' ').at(-1)
        for (const words of [` ${name.slice(0, 3)} `, last!.toLowerCase(), person.name])
          assert.equal((await names(who, words)).includes(person.name), isKnown, `${who} looks for ${words}`)
      }
    }
    assert.deepEqual(await names('lena', 'omasz'), [], 'the middle of a word finds nobody')
    for (const words of ['', '  ', '%', '_', '\\', '%a'])
      assert.deepEqual(await names('lena', words), [], JSON.stringify(words))
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('handle', '=', 'tomasz').execute()
    assert.deepEqual(await names('lena', 'tomasz'), [])
  }),
)

test(
  'at most five people of each side are shown, beside the first page alone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const realm of ['inside', 'outside'] as const)
      for (let n = 0; n < 7; n++)
        await ctx.db
          .insertInto('accounts')
          .values({
            realm,
            handle: `quagga-${realm}-${n}`,
            displayName: `Quagga ${n}`,
            email: `q${n}@${realm}.example`,
          })
          .execute()
    for (let n = 0; n < 21; n++)
      await startThread(cast.as(ctx, n % 2 ? 'ines' : 'joost'), cast.spaces.riders, {
        type: 'question',
        title: 'Quagga',
        body: 'x',
      })
    const lena = await search(cast.as(ctx, 'lena'), 'quagga')
    assert.deepEqual(
      lena.people.map(({ realm, displayName }) => `${realm} ${displayName}`),
      ['inside', 'outside'].flatMap((realm) => [0, 1, 2, 3, 4].map((n) => `${realm} Quagga ${n}`)),
    )
    assert.equal((await search(cast.as(ctx, 'ines'), 'quagga')).people.length, 5)
    const second = await search(cast.as(ctx, 'lena'), 'quagga', lena.threads.next)
    assert.deepEqual([second.threads.items.length, second.people], [1, []])
  }),
)
