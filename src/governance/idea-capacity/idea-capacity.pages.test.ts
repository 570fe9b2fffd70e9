import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { addCategory, postIdea } from '../../content/ideas/ideas.ts'
import { threadAddress } from '../../content/threads/threads.ts'

test(
  'review is planned without script; what takes longer than promised is said to everybody, beside the idea too',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const category = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Display', answerDays: 7 })
    const site = await openSite(ctx)
    const sara = site.as('sara')
    const fields = { place: `category ${category.id}`, owner: 'Lena Brandt', reviewers: 'Lena Brandt: 0,25' }
    for (const [field, value, words] of [
      ['owner', 'Nobody Known', /Nobody here is named Nobody Known\./],
      ['reviewers', 'Lena Brandt', /the name, a colon, the hours/],
      ['place', 'category x', /Choose a category or a space\./],
    ] as const) {
      const refused = await sara.post('/inside/ideas-review', { ...fields, [field]: value })
      assert.equal(refused.status, 422)
      assert.match(refused.text, words)
    }
    assert.equal((await sara.post('/inside/ideas-review', fields)).status, 303)
    const idea = await postIdea(cast.as(ctx, 'ines'), {
      ...{ space: 'riders', title: 'Wish', body: 'x', tags: [], category: category.slug },
    })
    const said = /This category takes longer than promised: 1 idea waits, about 2 weeks\./
    assert.match((await site.as('visitor').get(threadAddress(idea.thread))).text, said)
    const list = await site.as('visitor').get('/ideas-review')
    assert.match(list.text, /Longer than promised/)
    assert.doesNotMatch(list.text, /Lena Brandt|Plan this review/, 'reviewers are nobody’s business outside')
    assert.match((await sara.get('/inside/ideas-review')).text, /Lena Brandt answers for it/)
    assert.doesNotMatch((await site.as('daniel').get('/inside/ideas-review')).text, /Lena Brandt|Plan this review/)
    assert.equal((await site.as('petra').get('/inside/ideas-review')).status, 404)
    assert.match((await site.as('lena').get(threadAddress(idea.thread))).text, /Note the time/)
    const noted = await site.as('lena').post('/inside/ideas-review/efforts', { idea: String(idea.id), minutes: '12' })
    assert.equal(noted.status, 303)
    assert.equal((await ctx.db.selectFrom('ideaReviewEfforts').select('minutes').executeTakeFirst())?.minutes, 12)
  }),
)
