/** The rules of writing on their page: set without code, tried before they hurt anybody. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { getRules, parseWords, rulesSchema, wordsAsText } from './writing-rules.ts'

const numbers = { newDays: '4', newPosts: '5', newLinks: '0', newPerHour: '6', threshold: '8' }

test(
  'what is set stands in the form again, and each side has its own',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const saved = await site.as('sara').post('/moderation/outside/rules', { ...numbers, words: 'Casino 9\nbonus' })
    assert.deepEqual([saved.status, saved.location], [303, '/moderation/outside/rules'])
    const { text } = await site.as('sara').get('/moderation/outside/rules')
    for (const [name, value] of Object.entries(numbers))
      assert.match(text, new RegExp(`name="${name}"[^>]*value="${value}"|value="${value}"[^>]*name="${name}"`), name)
    assert.match(text, /casino 9\nbonus 5/)
    const outside = await getRules(cast.as(ctx, 'sara'), 'outside')
    assert.deepEqual([outside.newLinks, outside.threshold, outside.words.length], [0, 8, 2])
    const inside = await getRules(cast.as(ctx, 'jonas'), 'inside')
    assert.deepEqual([inside.threshold, inside.words], [10, []])
  }),
)

test(
  'what does not fit is refused at its field with what to do, stays in the form, and changes nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const before = await getRules(cast.as(ctx, 'sara'), 'outside')
    for (const [field, value, says] of [
      ['newDays', '-1', 'At least 0.'],
      ['newDays', '366', 'At most 365.'],
      ['newLinks', '1.5', 'Give a whole number.'],
      ['newPerHour', '0', 'At least 1.'],
      ['newPerHour', '1001', 'At most 1,000.'],
      ['threshold', 'many', 'Give a number.'],
      ['words', 'casino 500', 'does not fit: a word or a phrase, then its points from 1 to 100.'],
    ] as const) {
      const page = await site.as('sara').post('/moderation/outside/rules', { ...numbers, words: '', [field]: value })
      assert.equal(page.status, 422, field)
      assert.ok(page.text.includes(says), `${field}: ${says}`)
      assert.ok(page.text.includes(value), `${field} keeps ${value}`)
    }
    assert.deepEqual(await getRules(cast.as(ctx, 'sara'), 'outside'), before)
  }),
)

test(
  'nobody but the moderators of a side sets or tries its rules, whatever they send',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of everybody)
      for (const side of ['outside', 'inside'] as const) {
        const path = `/moderation/${side}/rules`
        const may = who === (side === 'outside' ? 'sara' : 'jonas')
        const set = await site.as(who).post(path, { ...numbers, words: '' })
        const tried = await site.as(who).post(`${path}/try`, { text: 'A text.', author: 'new' })
        const page = await site.as(who).get(path)
        if (page.status === 200)
          assert.match(page.text, /rules\/try#try"[^>]*data-turbo="false"/, 'its answer is a page')
        assert.deepEqual([set.status, tried.status], may ? [303, 200] : [404, 404], `${who}: ${side}`)
      }
  }),
)

test(
  'a text that is tried says its points and whether it would wait; odd input is tried as somebody new',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const sara = site.as('sara')
    await sara.post('/moderation/outside/rules', { ...numbers, threshold: '10', words: 'casino 9' })
    const tryIt = async (author: string, text: string) =>
      (await sara.post('/moderation/outside/rules/try', { text, author })).text
    assert.match(await tryIt('new', 'A <b>casino</b>.'), /11 points[\s\S]*would wait/)
    assert.doesNotMatch(await tryIt('known', 'A casino.'), /would wait/)
    assert.match(await tryIt('strange', 'A casino.'), /11 points/)
    assert.match(
      await tryIt('new', 'A <b>casino</b>.'),
      /A &lt;b>casino&lt;\/b>\./,
      'it stands in the box again, as text',
    )
    const threads = await ctx.db.selectFrom('threads').select('id').execute()
    assert.deepEqual(threads, [], 'nothing is posted')
  }),
)

test('a list of words reads the same after it was written, whatever the blanks, and the later line counts', () => {
  const typed = '  Free   Money 20\r\n\n casino\ncasino 7 \nno. 1 shop 3\n007'
  const words = parseWords(typed)
  assert.deepEqual(words, [
    { word: 'free money', points: 20 },
    { word: 'casino', points: 7 },
    { word: 'no. 1 shop', points: 3 },
    { word: '007', points: 5 },
  ])
  assert.deepEqual(parseWords(wordsAsText(words)), words)
  assert.deepEqual(parseWords(' \n\n'), [])
  assert.equal(rulesSchema.safeParse({ ...numbers, words: 'w'.repeat(20_001) }).success, false)
})
