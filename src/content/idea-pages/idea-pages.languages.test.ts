/** Every word on the pages of one idea and of a tag is a message, whatever has happened to it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { pseudoLanguages } from '../../../test/languages/pseudo.ts'
import { unsaidWords } from '../../../test/languages/words.ts'
import { makeCtx } from '../../platform/context.ts'
import { addCategory, boostIdea, extendIdea, postIdea, setStage, vote } from '../ideas/ideas.ts'
import { addReply } from '../threads/threads.ts'

const marked = { 'accept-language': 'en-XA' }
/** What other folders draw: names of people, who reads it, tags, flags, the composer. */
const elsewhere = /class="(?:by|audience|office|tag\b|disclosed|composer|flag|interest)|href="[^"]*\/flag|rel="tag"/
/** Said beside an idea by customers/twins. */
const twins = /^(?:Twin|Join with an idea inside)$/

test(
  'the pages of an idea that was promised, boosted, extended and answered, and of its tag, speak the language of the reader',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const early = (who: Parameters<typeof cast.as>[1]) =>
      makeCtx({ ...cast.as(ctx, who), now: new Date(ctx.now.getTime() - 60 * 86_400_000) })
    await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Grips', answerDays: '7' })
    const posted = { space: 'riders', title: 'Warm grips', body: 'In winter.', tags: ['cold'], category: 'grips' }
    const late = await postIdea(early('gustav'), { ...posted, title: 'Bright lamps' })
    const idea = await postIdea(early('joost'), posted)
    await vote(cast.as(ctx, 'ines'), idea.id, 1)
    const comment = await addReply(cast.as(ctx, 'ines'), idea.id, { kind: 'comment', body: 'Also on the seat.' })
    await extendIdea(cast.as(ctx, 'joost'), idea.id, comment.id, 'Warm seat')
    await boostIdea(cast.as(ctx, 'mirela'), idea.id, { weight: '3', reason: 'Dear to us.' })
    const said = { stage: 'partly-done', reason: 'Left first.', part: 'One grip.' } as const
    await setStage(cast.as(ctx, 'mirela'), idea.id, said)
    const site = await openSite(ctx, undefined, pseudoLanguages())
    const unsaid: Record<string, string[]> = {}
    const look = (path: string, text: string) => {
      const words = unsaidWords(text, { notYet: elsewhere }).filter((one) => !twins.test(one))
      if (words.length > 0) unsaid[path] = words
    }
    const act = `/ideas/${idea.id}/-`
    for (const path of [
      '/ideas',
      `/ideas/${idea.id}/warm-grips`,
      `/ideas/${late.id}/bright-lamps`,
      '/tags/cold',
      '/tags',
    ])
      for (const who of ['visitor', 'joost', 'mirela'] as const) look(path, (await site.as(who).get(path, marked)).text)
    look('stage', (await site.as('mirela').get(`${act}/stage`, marked)).text)
    look('edit', (await site.as('joost').get(`${act}/edit`, marked)).text)
    look('retag', (await site.as('joost').get(`/threads/${idea.id}/tags`, marked)).text)
    look('rules', (await site.as('sara').get('/inside/ideas/rules', marked)).text)
    look('merge', (await site.as('sara').get('/tags/cold/merge?into=winter', marked)).text)
    const refused: readonly (readonly ['mirela' | 'sara', string, Record<string, string>])[] = [
      ['mirela', `${act}/stage`, { stage: 'not-planned' }],
      ['mirela', `${act}/boosts`, { weight: 'many', reason: '' }],
      ['sara', '/inside/ideas/categories', { realm: 'outside', title: '', answerDays: '0' }],
      ['sara', '/tags/cold/merge', { into: 'cold' }],
    ]
    for (const [who, path, fields] of refused) {
      const page = await site.as(who).post(path, fields, marked)
      assert.equal(page.status, 422, path)
      look(path, page.text)
    }
    assert.deepEqual(unsaid, {})
  }),
)
