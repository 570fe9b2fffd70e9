/** From the flag to the appeal: at each moment every word on the pages of moderation is a message. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { pseudoLanguages } from '../../../test/languages/pseudo.ts'
import { unsaidWords } from '../../../test/languages/words.ts'
import { decideCase, flagPost, makeModerator, startTalk } from '../../../test/moderation.ts'
import type { Ctx } from '../../platform/context.ts'
import { flag } from '../flags/flags.ts'
import { type MeasureId, takeCase, undoMeasure } from '../moderation/moderation.ts'
import { contest, hearAppeal } from './appeals.ts'

const marked = { 'accept-language': 'en-XA' }
const typed = /(?<=<textarea[^>]*>)[^<]*/g

/** Reads pages in the made-up language; `unsaid` holds what on them is no message. */
async function openReader(ctx: Ctx) {
  const site = await openSite(ctx, undefined, pseudoLanguages())
  const unsaid: Record<string, string[]> = {}
  const keep = (name: string, { text }: Page) => {
    const words = unsaidWords(text.replace(typed, ''))
    if (words.length > 0) unsaid[name] = words
  }
  return {
    unsaid,
    look: async (who: PersonName, path: string, when = '') =>
      keep(`${who} ${path} ${when}`, await site.as(who).get(path, marked)),
    refused: async (who: PersonName, path: string, fields: Record<string, string>) => {
      const page = await site.as(who).post(path, fields, marked)
      assert.equal(page.status, 422, path)
      keep(`${who} posts ${path}`, page)
    },
  }
}

/** The answer of Gustav, flagged and decided by Sara. */
async function decided(ctx: Ctx, cast: Cast, decision: Record<string, string | number>): Promise<MeasureId> {
  const { answer } = await startTalk(ctx, cast)
  const caseId = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
  return (await decideCase(cast.as(ctx, 'sara'), caseId, decision)).at(-1)!
}

test(
  'the queue and a case speak the language of the moderator: new, in hand, refused, and decided',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    await flag(cast.as(ctx, 'gustav'), 'thread', question, { rule: 'insult', words: 'Rude.' })
    const caseId = await flagPost(cast.as(ctx, 'ines'), 'reply', answer)
    const { unsaid, look, refused } = await openReader(ctx)
    const path = `/moderation/cases/${caseId}`
    await look('sara', '/moderation/outside')
    await look('sara', path, 'new')
    await takeCase(cast.as(ctx, 'sara'), caseId)
    await look('sara', '/moderation/outside', 'in hand')
    await look('sara', path, 'in hand')
    const wrong = { post: 'hide', author: 'slow', rule: '', reason: 'x', days: '0', hours: '500' }
    await refused('sara', `${path}/decide`, wrong)
    await refused('sara', `${path}/decide`, { ...wrong, days: '7', hours: '24' })
    await decideCase(cast.as(ctx, 'sara'), caseId, { post: 'hide' })
    await look('sara', path, 'decided')
    await look('gustav', `/questions/${question}/does-the-zebrawood-rack-fit#x`)
    assert.deepEqual(
      Object.fromEntries(Object.entries(unsaid).filter(([page]) => !page.includes('/questions/'))),
      {},
      'the page of the question has its own test',
    )
    assert.ok(!JSON.stringify(unsaid).includes('hidden by moderation'), 'what its author reads beside the text')
  }),
)

test(
  'a statement, its appeal and what came of it are read in the language of whom they concern and of who hears it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const mirela = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    const measureId = await decided(ctx, cast, { post: 'none', author: 'slow', hours: 12 })
    const { unsaid, look, refused } = await openReader(ctx)
    const path = `/moderation/statements/${measureId}`
    await look('gustav', path, 'new')
    await look('sara', path, 'new')
    await refused('gustav', `${path}/appeal`, { words: ' ' })
    const appealId = await contest(cast.as(ctx, 'gustav'), measureId, 'I compared.')
    for (const who of ['gustav', 'sara', 'mirela'] as const) await look(who, path, 'contested')
    await look('jonas', '/moderation', 'something waits')
    await hearAppeal(mirela, appealId, { outcome: 'upheld', answer: 'It was fair.' })
    await look('gustav', path, 'heard')
    for (const who of ['visitor', 'jonas'] as const) await look(who as PersonName, '/about/moderation', 'with numbers')
    assert.deepEqual(unsaid, {})
  }),
)

test(
  'each measure has its words, and whoever was told why reads it in German',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { unsaid, look } = await openReader(ctx)
    const german = { 'accept-language': 'de' }
    const site = await openSite(ctx)
    const titles: string[] = []
    const decisions: Record<string, string>[] = [
      { post: 'hide' },
      { post: 'remove' },
      { post: 'none', author: 'suspend' },
    ]
    for (const decision of decisions) {
      const measureId = await decided(ctx, cast, decision)
      const path = `/moderation/statements/${measureId}`
      await look('gustav', path)
      titles.push(/<h1[^>]*>(.*?)<\/h1>/.exec((await site.as('gustav').get(path, german)).text)![1]!)
      await undoMeasure(cast.as(ctx, 'sara'), measureId)
      await look('gustav', path, 'undone')
    }
    assert.deepEqual(titles, [
      'Einer meiner Texte ist verborgen',
      'Einer meiner Texte wurde entfernt',
      'Schreiben ist hier für eine Weile ausgesetzt',
    ])
    assert.deepEqual(unsaid, {})
  }),
)
