/** The page on which the rules of ideas and their categories are kept: for whom, with which words, and what follows. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { addCategory, answerDays, listCategories, postIdea } from '../ideas/ideas.ts'

const path = '/inside/ideas/rules'

test(
  'each keeper has the categories of their sides, and nobody else the page or a word of it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addCategory(cast.as(ctx, 'jonas'), 'inside', { title: 'Motors' })
    await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Lights' })
    const site = await openSite(ctx)
    for (const who of everybody) {
      const page = await site.as(who).get(path)
      assert.equal(page.status, ['jonas', 'sara'].includes(who) ? 200 : 404, who)
      assert.equal(/Motors/.test(page.text), who === 'jonas', `${who}: inside`)
      assert.equal(/Lights/.test(page.text), ['jonas', 'sara'].includes(who), `${who}: outside`)
      const added = await site.as(who).post('/inside/ideas/categories', { realm: 'inside', title: `From ${who}` })
      assert.equal(added.status === 303, who === 'jonas', who)
    }
    const all = await listCategories(cast.as(ctx, 'jonas'), 'inside', true)
    assert.deepEqual(
      all.map((one) => one.title),
      ['From jonas', 'Motors'],
    )
  }),
)

test(
  'what is refused of the rules stands beside its field with what was typed, and nothing has changed',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const [fields, words] of [
      [{ halfLifeDays: '13', answerDays: '30' }, /Give at least 14 days\./],
      [{ halfLifeDays: '4000', answerDays: '30' }, /Give at most 3650 days\./],
      [{ halfLifeDays: '90', answerDays: '0' }, /Give at least 1 days\./],
      [{ halfLifeDays: '90.5', answerDays: '30' }, /Give whole days\./],
      [{ halfLifeDays: 'a while', answerDays: '30' }, /Give a number of days from 14 to 3650\./],
      [{ halfLifeDays: '', answerDays: '' }, /Give at least 14 days\.[^]*Give at least 1 days\./],
    ] as const) {
      const refused = await site.as('sara').post(path, fields)
      assert.equal(refused.status, 422, words.source)
      assert.match(refused.text, words)
      if (fields.halfLifeDays !== '')
        assert.match(refused.text, new RegExp(`name="halfLifeDays"[^>]*value="${fields.halfLifeDays}"`))
    }
    assert.equal(await answerDays(ctx), 30)
    assert.match((await site.as('visitor').get('/ideas')).text, /half its weight in 90 days/)
    assert.equal((await site.as('mirela').post(path, { halfLifeDays: '20', answerDays: '5' })).status >= 400, true)
    assert.equal(await answerDays(ctx), 30)
  }),
)

test(
  'a category is refused with its words, its own days stand on the board, and without any it goes by the rule',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const add = (fields: Record<string, string>) => site.as('sara').post('/inside/ideas/categories', fields)
    for (const [fields, words] of [
      [{ realm: 'outside', title: '' }, /Give the category a name\./],
      [{ realm: 'outside', title: 'x'.repeat(81) }, /Keep the name under 80 characters\./],
      [{ realm: 'elsewhere', title: 'Lights' }, /Choose a side\./],
      [{ title: 'Lights' }, /Choose a side\./],
      [{ realm: 'outside', title: 'Lights', answerDays: '0' }, /Give at least 1 days\./],
    ] as const) {
      const refused = await add(fields)
      assert.equal(refused.status, 422, words.source)
      assert.match(refused.text, words)
    }
    assert.equal((await add({ realm: 'outside', title: 'Lights', answerDays: '7' })).location, path)
    assert.equal((await add({ realm: 'outside', title: 'Brakes', answerDays: '' })).location, path)
    const taken = await add({ realm: 'outside', title: 'lights' })
    assert.equal(taken.status, 422)
    assert.match(taken.text, /There is a category with this name\. Choose another\./)
    const board = await site.as('visitor').get('/ideas')
    assert.match(board.text, />Lights<\/bdi><\/a><span>answered within 7 days</)
    assert.match(board.text, />Brakes<\/bdi><\/a>(?!<span>)/)
    assert.match((await site.as('sara').get(path)).text, /Lights[^]*>7<|Lights<\/td>/)
    assert.equal((await listCategories(cast.as(ctx, 'sara'), 'outside')).length, 2)
  }),
)

test(
  'closing and opening again is pressed on the page, harmless twice, and of no category there is none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id, slug } = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Lights' })
    const posted = { space: 'riders', title: 'Brighter', body: 'b', tags: [], category: slug }
    const idea = await postIdea(cast.as(ctx, 'ines'), posted)
    const site = await openSite(ctx)
    const press = (closed: string, category: number | string = id) =>
      site.as('sara').post(`/inside/ideas/categories/${category}`, { closed })
    for (const closed of ['yes', 'yes']) assert.equal((await press(closed)).location, path)
    assert.match((await site.as('sara').get(path)).text, /Open Lights again/)
    assert.match((await site.as('visitor').get('/ideas')).text, /Brighter/)
    assert.match((await site.as('visitor').get(`/ideas/${idea.id}/brighter`)).text, /Brighter/)
    for (const closed of ['no', 'no']) assert.equal((await press(closed)).location, path)
    assert.match((await site.as('sara').get(path)).text, /Close Lights/)
    for (const none of [0, 999_999, '99999999999999999999'])
      assert.equal((await press('yes', none)).status, 404, String(none))
  }),
)
