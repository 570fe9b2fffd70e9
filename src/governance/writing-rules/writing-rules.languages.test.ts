/** The rules of writing in the language of who sets them, and their refusals in that of who writes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { pseudoLanguages } from '../../../test/languages/pseudo.ts'
import { unsaidWords } from '../../../test/languages/words.ts'
import { atMinute, decideCase, flagPost, startTalk } from '../../../test/moderation.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { TangoError } from '../../platform/errors.ts'
import { wordsIn } from '../../platform/languages/languages.ts'
import { putRules, rulesSchema, tryText } from './writing-rules.ts'

const path = '/moderation/outside/rules'
const numbers = { newDays: '4', newPosts: '5', newLinks: '0', newPerHour: '6', threshold: '8' }
const typed = /(?<=<textarea[^>]*>)[^<]*/g
const german = wordsIn('de')

test(
  'what a text scores, and what is wrong with a rule, are messages too',
  inTransaction(async (ctx) => {
    const sara = (await openSite(ctx, undefined, pseudoLanguages())).as('sara')
    const marked = { 'accept-language': 'en-XA' }
    const text = `Look at https://a.example and https://b.example. ${'CASINO '.repeat(20)}`
    const wrong = { newDays: '-1', newPosts: '1.5', newLinks: '999', newPerHour: 'x', threshold: '0', words: '' }
    for (const page of [
      await sara.post(`${path}/try`, { text, author: 'new' }, marked),
      await sara.post(path, wrong, marked),
      await sara.post(path, { ...numbers, words: 'casino 500' }, marked),
      await sara.post(path, { ...numbers, newDays: '366', newPerHour: '1001', words: 'w'.repeat(20_001) }, marked),
      await sara.post(`${path}/try`, { text: 'x'.repeat(60_001), author: 'new' }, marked),
    ])
      assert.deepEqual(unsaidWords(page.text.replace(typed, '')), [])
  }),
)

test(
  'the reasons of a score are told with their numbers in German, and one link is one link',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    await putRules(sara, 'outside', rulesSchema.parse({ ...numbers, words: 'casino 9' }))
    const told = async (text: string) =>
      (await tryText(sara, 'outside', text, 'new')).reasons.map((reason) => german.again(reason.says))
    assert.deepEqual(await told('A casino: https://a.example'), [
      'Enthält „casino“ von der Wortliste',
      'Ein Link auf eine andere Seite',
      'Heute beigetreten',
    ])
    assert.deepEqual(await told('https://a.example https://b.example https://c.example'), [
      '3 Links auf andere Seiten',
      'Heute beigetreten',
    ])
  }),
)

test(
  'whoever is slowed down or suspended is told until when in their own language',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const talk = await startTalk(ctx, cast)
    const refusalTo = async (decision: Record<string, string | number>): Promise<string> => {
      const caseId = await flagPost(cast.as(ctx, decision.author === 'slow' ? 'amina' : 'joost'), 'reply', talk.answer)
      await decideCase(cast.as(ctx, 'sara'), caseId, decision)
      const later = cast.as(atMinute(ctx, 1), 'gustav')
      const error: unknown = await answer(later, talk.question, 'Once more.').catch((thrown: unknown) => thrown)
      assert.ok(error instanceof TangoError)
      return german.again(error.said)
    }
    const slowed = await refusalTo({ author: 'slow', hours: 12, days: 7 })
    const day = new Intl.DateTimeFormat('de', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
    const until = day.format(new Date(ctx.now.getTime() + 7 * 86_400_000))
    assert.equal(
      slowed,
      `Die Moderation hat entschieden: bis zum ${until} ist Schreiben einmal in 12 Stunden möglich. Die Mitteilungen sagen, warum, und wie ein Widerspruch geht.`,
    )
    assert.match(await refusalTo({ author: 'suspend', days: 7 }), new RegExp(`ab dem ${until} wieder möglich`))
  }),
)

test(
  'why a check held a text is said in the language of whoever reads it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await putRules(cast.as(ctx, 'sara'), 'outside', rulesSchema.parse({ ...numbers, newLinks: '5', words: 'casino 9' }))
    const body = 'A casino: https://a.example'
    await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Casino', body, tags: [] })
    const held = ctx.db.selectFrom('moderationMeasures').select(['id', 'reason']).where('measure', '=', 'hold')
    const { id } = await held.executeTakeFirstOrThrow()
    const ines = (await openSite(ctx)).as('ines')
    const path = `/moderation/statements/${id}`
    const english = (await ines.get(path)).text
    assert.match(
      english,
      /held it until a moderator has looked: \d+ points, from \d+ on\. Holds “casino” from the word list \(9\)/,
    )
    const inGerman = (await ines.get(path, { 'accept-language': 'de' })).text
    assert.match(inGerman, /\d+ Punkte ab \d+: Enthält „casino“ von der Wortliste \(9\); /)
    assert.doesNotMatch(inGerman, /held it|word list/)
  }),
)
