/** How long ideas wait, in the language of the reader: the page, the form, its refusals, and the note beside an idea. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { pseudoLanguages } from '../../../test/languages/pseudo.ts'
import { unsaidWords } from '../../../test/languages/words.ts'
import { addCategory, postIdea } from '../../content/ideas/ideas.ts'
import { threadAddress } from '../../content/threads/threads.ts'
import { wordsIn } from '../../platform/languages/languages.ts'
import { debtOf, debtWords } from './debt.ts'

const marked = { 'accept-language': 'en-XA' }
const typed = /(?<=<textarea[^>]*>)[^<]*/g

test(
  'every word of a plan and of what is wrong with it is a message, for who sets it and for who reads it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const category = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Display', answerDays: 7 })
    const site = await openSite(ctx, undefined, pseudoLanguages())
    const sara = site.as('sara')
    const path = '/inside/ideas-review'
    const plan = { place: `category ${category.id}`, owner: 'Lena Brandt', reviewers: 'Lena Brandt: 0,25' }
    assert.equal((await sara.post(path, plan)).status, 303)
    const { thread } = await postIdea(cast.as(ctx, 'ines'), {
      ...{ space: 'riders', title: 'Wish', body: 'x', tags: [], category: category.slug },
    })
    const pages = [
      await sara.get(path, marked),
      await site.as('daniel').get(path, marked),
      await site.as('visitor').get('/ideas-review', marked),
    ]
    for (const wrong of [
      { owner: '' },
      { owner: 'Nobody' },
      { place: 'x' },
      { reviewers: 'Lena' },
      { reviewers: 'Lena Brandt: 200' },
      { reviewers: 'Lena Brandt: 1\nLena Brandt: 2' },
    ]) {
      const refused = await sara.post(path, { ...plan, ...wrong }, marked)
      assert.equal(refused.status, 422)
      pages.push(refused)
    }
    for (const page of pages) assert.deepEqual(unsaidWords(page.text.replace(typed, '')), [])
    const beside = (await site.as('lena').get(threadAddress(thread), marked)).text
    for (const words of ['Longer', 'takes longer than promised', 'Minutes that this review took you', 'Note the time'])
      assert.ok(!unsaidWords(beside).some((one) => one.includes(words)), words)
    const german = (await site.as('visitor').get(threadAddress(thread), { 'accept-language': 'de' })).text
    assert.match(german, /Diese Kategorie braucht länger als versprochen: 1 Idee wartet, etwa 2 Wochen\./)
  }),
)

test('a debt is told with the plurals of each language', () => {
  const say = wordsIn('de')
  const load = { waiting: 12, measured: [], weeklyMinutes: 360, promisedDays: 0 }
  assert.equal(
    say.again(debtWords(debtOf(load), say('This space'))),
    'Dieser Raum braucht länger als versprochen: 12 Ideen warten, etwa 1 Woche.',
  )
  assert.equal(
    say.again(debtWords(debtOf({ ...load, waiting: 1, weeklyMinutes: 0 }), say('This category'))),
    'Diese Kategorie braucht länger als versprochen: 1 Idee wartet, und niemand prüft sie zurzeit.',
  )
})
