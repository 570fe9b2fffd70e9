/** Stating an interest and recording perks as people do it, without script. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { answer, ask } from '../../content/questions/questions.ts'

const typed = { space: 'riders', title: 'Why does it stop?', body: 'It stops.', tags: 'cold' }

test(
  'an interest is stated where one writes; page, feed and structured data tell it, and a change of the text adds to it',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const ines = site.as('ines')
    assert.match((await ines.get('/questions/ask')).text, /Your interest in this, if you have one/)
    const asked = await ines.post('/questions/ask', { ...typed, interest: 'works-for', 'interest-words': 'Kettenwerk' })
    assert.equal(asked.status, 303)
    const line = /Works for Kettenwerk\./
    const page = await site.as('visitor').get(asked.location!)
    assert.match(page.text, /<p class="disclosed small soft">Works for Kettenwerk\.<\/p>/)
    assert.match(page.text, /"description":"Works for Kettenwerk\."/)
    assert.match((await site.as('visitor').get('/questions/feed.atom')).text, line)
    const id = Number(/\d+/.exec(asked.location!)![0])
    const own = { title: 'Why?', body: 'Changed.', tags: 'cold' }
    assert.equal((await ines.post(`/questions/${id}/-/edit`, own)).status, 303)
    await ines.post(`/questions/${id}/-/edit`, { ...own, interest: 'own-view' })
    assert.match((await site.as('visitor').get(`/questions/${id}/why`)).text, /Own view\. Works for Kettenwerk\./)
  }),
)

test(
  'an interest that is not clear posts nothing and loses nothing',
  inTransaction(async (ctx) => {
    const ines = (await openSite(ctx)).as('ines')
    for (const [wrong, words] of [
      [{ interest: 'works-for' }, 'Name the company that you work for.'],
      [{ interest: 'other', 'interest-words': ' ' }, 'Say it in a few words.'],
      [{ interest: 'nonsense' }, 'Choose one from the list.'],
      [{ 'interest-words': 'x'.repeat(201) }, 'Keep it under 200 characters.'],
    ] as const) {
      const page = await ines.post('/questions/ask', { ...typed, ...wrong })
      assert.equal(page.status, 422)
      assert.ok(page.text.includes(words), words)
      assert.ok(page.text.includes('It stops.'))
      assert.match(page.text, /<details class="interest" open/)
    }
    assert.equal((await ctx.db.selectFrom('threads').selectAll().execute()).length, 0)
  }),
)

test(
  'an answer and its feed tell the interest; words without a choice are told as they are',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { ...typed, tags: ['cold'] })
    const ours = await answer(cast.as(ctx, 'daniel'), thread.id, 'Take it in.')
    const path = `/questions/${thread.id}/answers`
    const done = await site
      .as('gustav')
      .post(path, { body: 'Keep it warm.', 'interest-words': 'I <sell> batteries & bikes.' })
    assert.equal(done.status, 303)
    const page = await site.as('visitor').get(`/questions/${thread.id}/${thread.slug}`)
    assert.match(page.text, /<p class="disclosed small soft">I &lt;sell> batteries &amp; bikes\.<\/p>/)
    const feed = await site.as('visitor').get(`/questions/${thread.id}/feed.atom`)
    assert.match(feed.text, /Own view\. Works at Velund\./)
    assert.match(feed.text, /I &amp;lt;sell&amp;gt; batteries &amp;amp; bikes\./)
    const edited = await site.as('daniel').post(`/answers/${ours.id}/edit`, { body: 'Warm it.', interest: 'paid' })
    assert.equal(edited.status, 303)
    const again = await site.as('visitor').get(`/questions/${thread.id}/${thread.slug}`)
    assert.match(again.text, /Own view\. Works at Velund\. Was paid for writing this\./)
  }),
)

test(
  'the outside steward records, ends and takes back what a member receives; employees read it, others find nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const fields = { account: String(cast.people.gustav.id), what: 'a test bike' }
    for (const who of ['visitor', 'ines', 'petra'] as const)
      assert.equal((await site.as(who).post('/inside/perks', fields)).status, 404, who)
    assert.equal((await site.as('daniel').post('/inside/perks', fields)).status, 403)
    const wrong = await site.as('sara').post('/inside/perks', { ...fields, what: '', 'to-on': 'soon' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /Say what they receive\./)
    assert.equal((await site.as('sara').post('/inside/perks', fields)).location, '/inside/perks')
    const list = (await site.as('daniel').get('/inside/perks')).text
    assert.match(list, /a test bike/)
    assert.doesNotMatch(list, /Record and show it outside|Was a mistake/)
    const page = (await site.as('sara').get('/inside/perks')).text
    const end = /\/inside\/perks\/\d+\/end/.exec(page)![0]
    assert.equal((await site.as('aiko').post(end)).status, 403)
    assert.equal((await site.as('sara').post(end)).status, 303)
    assert.equal((await site.as('sara').post(end)).status, 404)
    assert.doesNotMatch((await site.as('sara').get('/inside/perks')).text, />goes on</)
    assert.equal((await site.as('sara').post(end.replace('end', 'withdraw'))).status, 303)
    assert.match((await site.as('sara').get('/inside/perks')).text, /No member receives anything/)
    assert.equal((await site.as('sara').post('/inside/perks/nothing/end')).status, 404)
  }),
)

test(
  'the list of perks goes on where it is long',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const perks = Array.from({ length: 51 }, (_, at) => ({
      accountId: cast.people.gustav.id,
      what: `thing ${at}`,
      fromOn: '2026-01-01',
      toOn: null,
      recordedBy: cast.people.sara.id,
      recordedAt: ctx.now,
      withdrawnAt: null,
      withdrawnBy: null,
    }))
    await ctx.db.insertInto('perks').values(perks).execute()
    const daniel = (await openSite(ctx)).as('daniel')
    const first = (await daniel.get('/inside/perks')).text
    assert.doesNotMatch(first, /thing 0</)
    const next = /\/inside\/perks\?after=[^"]+/.exec(first)![0]
    assert.match((await daniel.get(next)).text, /thing 0</)
  }),
)
