/** The board of the loop with figures in it, in the language of the reader. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { pseudoLanguages } from '../../../test/languages/pseudo.ts'
import { unsaidWords } from '../../../test/languages/words.ts'
import { answer, ask, postOfficialAnswer } from '../../content/questions/questions.ts'
import { sayHelped } from '../../customers/loop-closure/loop-closure.ts'
import { wordsIn } from '../../platform/languages/languages.ts'
import { formulas, itemWords, itemsAddress } from './loop-words.ts'
import { windows } from './loops.ts'

/** Lengths of time come from `Intl`, in no message. */
const durations = /\b\d+ (?:min|h)\b/g

test(
  'every figure, every list behind one and every table of them is told in messages; times and titles are not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Why', body: 'So?', tags: [] })
    await answer(cast.as(ctx, 'gustav'), thread.id, 'Because.')
    await postOfficialAnswer(cast.as(ctx, 'mirela'), thread.id, 'Because we chose it.')
    await hearEverything(ctx)
    await sayHelped(cast.as(ctx, 'ines'), thread.id, true)
    const lena = (await openSite(ctx, undefined, pseudoLanguages())).as('lena')
    const look = async (path: string) =>
      unsaidWords((await lena.get(path, { 'accept-language': 'en-XA' })).text.replace(durations, ''))
    assert.deepEqual(await look('/inside/measures'), [])
    for (const of of Object.keys(itemWords) as (keyof typeof itemWords)[])
      assert.deepEqual(await look(itemsAddress(of, 'all')), [], of)
  }),
)

test('windows, figures and formulas have their German', () => {
  const say = wordsIn('de')
  const tables = [
    Object.values(windows),
    Object.values(itemWords).flatMap(({ title, intro }) => [title, intro]),
    formulas.flatMap(({ name, formula }) => [name, formula]),
  ]
  for (const words of tables.flat()) assert.notEqual(say.again(words), words.split(' | ')[0], words)
  assert.deepEqual(
    Object.values(windows).map((one) => say.again(one)),
    ['7 Tage', '30 Tage', '90 Tage', 'Alles'],
  )
})
