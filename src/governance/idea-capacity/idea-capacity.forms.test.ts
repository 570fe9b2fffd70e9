/** Planning review by its form: every line that cannot be read is named and kept, and two who plan at once leave one plan. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { formTo, refusal } from '../../../test/forms.ts'
import { faultsOf } from '../../../test/html.ts'
import { atOnce, committedCtx } from '../../../test/races.ts'
import { addCategory, closeCategory, postIdea } from '../../content/ideas/ideas.ts'
import { threadAddress } from '../../content/threads/threads.ts'
import { findCapacityFor, getReviewers, listCapacities, setCapacity } from './idea-capacity.ts'

const path = '/inside/ideas-review'

test(
  'a plan that cannot be read changes nothing: the first thing wrong is named at its field, and every line stays',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const category = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Lights' })
    const own = await addCategory(cast.as(ctx, 'jonas'), 'inside', { title: 'Tools' })
    const shut = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Horns' })
    await closeCategory(cast.as(ctx, 'sara'), shut.id, true)
    const site = await openSite(ctx)
    const sara = site.as('sara')
    const form = formTo(await sara.get(path), path)
    const places = [`category ${category.id}`, `space ${cast.spaces.riders.id}`, `space ${cast.spaces.testers.id}`]
    assert.deepEqual(form.offered.place, places, 'her side, what is open')
    const good = { place: places[0]!, owner: 'lena  BRANDT', reviewers: 'Lena Brandt: 2.5\n\n Aiko Tanaka : 0,25 \n' }
    const wrong: [Record<string, string>, string, RegExp][] = [
      [{ place: '' }, 'place', /Choose a category or a space/],
      [{ place: 'category 0' }, 'place', /Choose a category or a space/],
      [{ owner: ' ' }, 'owner', /Give a full name/],
      [{ owner: 'Lena' }, 'owner', /Nobody here is named Lena/],
      [{ owner: 'Ines Carvalho' }, 'owner', /Nobody here is named Ines Carvalho/],
      [{ owner: '%' }, 'owner', /Nobody here is named %/],
      [{ reviewers: 'Lena Brandt 2' }, 'reviewers', /the name, a colon, the hours/],
      [{ reviewers: 'Lena Brandt: two' }, 'reviewers', /the name, a colon, the hours/],
      [{ reviewers: 'Lena Brandt: -1' }, 'reviewers', /the name, a colon, the hours/],
      [{ reviewers: 'Lena Brandt: 1e3' }, 'reviewers', /the name, a colon, the hours/],
      [{ reviewers: 'Petra Kovač: 2' }, 'reviewers', /Nobody here is named Petra Kovač/],
      [{ reviewers: 'Lena Brandt: 0.24' }, 'reviewers', /from a quarter of an hour to 100/],
      [{ reviewers: 'Lena Brandt: 100.5' }, 'reviewers', /from a quarter of an hour to 100/],
      [{ reviewers: 'Lena Brandt: 2\nlena brandt: 3' }, 'reviewers', /Somebody is named twice/],
    ]
    for (const [change, field, says] of wrong) {
      const sent = { ...good, ...change }
      const answered = await sara.post(path, sent)
      const problems = refusal(answered, { owner: sent.owner, reviewers: sent.reviewers })
      assert.deepEqual(Object.keys(problems), [field], JSON.stringify(change))
      assert.match(problems[field]!, says)
      assert.deepEqual(faultsOf(answered.text), [])
    }
    assert.deepEqual(await listCapacities(ctx), [])
    assert.equal(
      (await sara.post(path, { ...good, place: `category ${own.id}` })).status >= 403,
      true,
      'the other side',
    )
    assert.equal((await sara.post(path, { ...good, place: 'space 999999' })).status, 404)
    const done = await sara.post(path, good)
    assert.deepEqual([done.status, done.location], [303, path])
    const [capacity] = await listCapacities(cast.as(ctx, 'sara'))
    assert.equal(capacity!.weeklyMinutes, 165)
    assert.match((await sara.get(path)).text, /Lena Brandt answers for it[^]*Aiko Tanaka: 0\.25|Lena Brandt: 2\.5/)
    for (const who of everybody) {
      const page = await site.as(who).get(path)
      const colleague = who !== 'visitor' && cast.people[who].realm === 'inside'
      assert.equal(page.status, colleague ? 200 : 404, who)
      assert.equal(page.text.includes('name="reviewers"'), ['jonas', 'sara'].includes(who), who)
      if (!['jonas', 'sara'].includes(who))
        assert.ok([403, 404].includes((await site.as(who).post(path, good)).status), who)
    }
  }),
)

test(
  'the time of a review is whole minutes of those who review, and what is wrong notes nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    const plan = { ownerId: cast.people.lena.id, reviewers: [{ accountId: cast.people.aiko.id, hours: 1 }] }
    await setCapacity(sara, { spaceId: cast.spaces.riders.id }, plan)
    const idea = await postIdea(cast.as(ctx, 'ines'), { space: 'riders', title: 'Bell', body: 'Ding', tags: [] })
    const site = await openSite(ctx)
    const note = (who: 'aiko' | 'lena' | 'ines', minutes: string, id = String(idea.id)) =>
      site.as(who).post(`${path}/efforts`, { idea: id, minutes })
    for (const minutes of ['', '0', '-5', '1.5', '6001', 'ten', '1e9'])
      assert.equal((await note('aiko', minutes)).status, 422, minutes)
    assert.equal((await note('lena', '10')).status, 403, 'she answers for it and does not review')
    assert.equal((await note('ines', '10')).status, 403)
    for (const id of ['', '0', '999999', 'x']) assert.equal((await note('aiko', '10', id)).status, 404, id)
    const done = await note('aiko', '6000')
    assert.deepEqual([done.status, done.location], [303, threadAddress(idea.thread)])
    assert.equal((await ctx.db.selectFrom('ideaReviewEfforts').selectAll().execute()).length, 1)
    assert.ok((await site.as('aiko').get(done.location!)).text.includes('Note the time'))
    assert.ok(!(await site.as('lena').get(done.location!)).text.includes('Note the time'))
  }),
)

test('of two who plan the same place at the same moment one plan stands whole, with its own reviewers', async () => {
  const ctx = await committedCtx()
  const cast = await getCast(ctx)
  const place = { spaceId: cast.spaces.riders.id }
  const plan = (who: 'lena' | 'aiko', hours: number) => () =>
    setCapacity(cast.as(ctx, 'sara'), place, {
      ownerId: cast.people[who].id,
      reviewers: [{ accountId: cast.people[who].id, hours }],
    })
  for (let round = 0; round < 4; round++) {
    assert.deepEqual(await atOnce([plan('lena', 1), plan('aiko', 2), plan('lena', 3)]), ['ok', 'ok', 'ok'])
    const [capacity, ...others] = await listCapacities(cast.as(ctx, 'sara'))
    assert.deepEqual(others, [])
    const { reviewers } = await getReviewers(cast.as(ctx, 'sara'), capacity!.id)
    assert.equal(reviewers.length, 1, JSON.stringify(reviewers))
    assert.equal(reviewers[0]!.accountId, capacity!.ownerId)
  }
  const idea = await postIdea(cast.as(ctx, 'ines'), { space: 'riders', title: 'Bell', body: 'Ding', tags: [] })
  assert.equal((await findCapacityFor(ctx, idea))?.title, 'Velund Riders')
})
