/** The board and the page of an idea as somebody without script has them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { type Cast, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { counting } from '../../../test/statements.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { addCategory, boostIdea, extendIdea, getIdea, postIdea, setStage } from '../ideas/ideas.ts'
import { setTags } from '../tags/tags.ts'
import { addReply } from '../threads/threads.ts'

const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) })

async function post(ctx: Ctx, cast: Cast, words: { title?: string; space?: string; by?: 'joost' | 'lena' } = {}) {
  const { title = 'Show the range I will really get', space = 'riders', by = 'joost' } = words
  return postIdea(cast.as(ctx, by), { space, title, body: 'Not the one from summer.', tags: ['range'] })
}

/** Many ideas at once, written without their authors' limits, each a day older than the one before. */
async function write(ctx: Ctx, cast: Cast, count: number) {
  const values = Array.from({ length: count }, (_, at) => ({
    realm: 'outside' as const,
    spaceId: cast.spaces.riders.id,
    type: 'idea' as const,
    authorId: cast.people.joost.id,
    title: `Number ${at}`,
    slug: `number-${at}`,
    body: 'b',
    createdAt: later(ctx, -at).now,
  }))
  const rows = await ctx.db.insertInto('threads').values(values).returning('id').execute()
  for (const { id } of rows.slice(0, 3)) await setTags(ctx, id, ['range'])
}

const votesIn = (page: Page) => /<span class="n">(-?\d+)<\/span>/.exec(page.text)?.[1]

test(
  'everybody reads the board outside; a visitor is led to the sign-in where members vote',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { id } = await post(ctx, cast)
    const visitor = await site.as('visitor').get('/ideas')
    assert.equal(visitor.status, 200)
    assert.match(visitor.text, /Show the range I will really get/)
    assert.match(visitor.text, /A vote loses half its weight in 90 days/)
    assert.match(visitor.text, new RegExp(`class="votebox" href="/sign-in\\?next=%2Fideas%2F${id}`))
    const member = await site.as('ines').get('/ideas')
    assert.match(member.text, new RegExp(`action="/ideas/${id}/-/vote"`))
    const voted = await site.as('ines').post(`/ideas/${id}/-/vote`, { value: '1', back: '/ideas?order=votes' })
    assert.equal(voted.location, `/ideas?order=votes#idea-${id}`)
    assert.equal(votesIn(await site.as('visitor').get('/ideas')), '2')
  }),
)

test(
  'a vote on the page of an idea is given, turned and taken back with plain forms, and leads only to our own boards',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { id, thread } = await post(ctx, cast)
    const path = `/ideas/${id}/${thread.slug}`
    const score = async () => Number(votesIn(await site.as('ines').get(path)))
    const vote = (value: string, back = '') => site.as('ines').post(`/ideas/${id}/-/vote`, { value, back })
    assert.equal((await vote('1')).location, path)
    assert.equal(await score(), 2)
    assert.match((await site.as('ines').get(path)).text, /class="votebox" aria-pressed="true"/)
    await vote('-1')
    assert.equal(await score(), 0)
    await vote('0')
    assert.equal(await score(), 1)
    for (const back of ['https://evil.example/', '//evil.example', '/ideas#x', '/sign-out', '/ideas/new'])
      assert.equal((await vote('1', back)).location, path, back)
    assert.equal((await vote('2')).status, 404)
    assert.equal((await site.as('visitor').post(`/ideas/${id}/-/vote`, { value: '1' })).status, 403)
  }),
)

test(
  'posting an idea keeps what was typed when it is refused, and ends on its page',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Range', answerDays: '7' })
    const form = await site.as('ines').get('/ideas/new')
    assert.match(form.text, /<option value="range"[^>]*>Range</)
    assert.equal((await site.as('visitor').get('/ideas/new')).location, '/sign-in?next=%2Fideas%2Fnew')
    const refused = await site.as('ines').post('/ideas/new', { space: 'riders', title: ' ', body: 'Warm grips & more' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Warm grips &amp; more<\/textarea>/)
    const fields = { space: 'riders', title: 'Warm grips', body: 'In winter.', tags: 'winter', category: 'range' }
    const posted = await site.as('ines').post('/ideas/new', fields)
    assert.equal(posted.status, 303)
    const page = await site.as('visitor').get(posted.location!)
    assert.match(page.text, /<h1 class="voice-h" dir="auto">Warm grips<\/h1>/)
    assert.match(page.text, /Owed: the next answer by/)
    assert.match(page.text, /Anyone on the web/)
    const odd = await site.as('ines').post('/ideas/new', { ...fields, category: 'no-such' })
    assert.equal(odd.status, 422)
    assert.equal((await site.as('ines').post('/ideas/new', { ...fields, space: 'velund' })).status, 404)
  }),
)

test(
  'the official voice says what comes of it: stage line, reason and next day stand on the page, and those who voted are told',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { id, thread } = await post(ctx, cast)
    await site.as('ines').post(`/ideas/${id}/-/vote`, { value: '-1' })
    assert.equal((await site.as('daniel').get(`/ideas/${id}/-/stage`)).status, 403)
    const form = await site.as('mirela').get(`/ideas/${id}/-/stage`)
    assert.match(form.text, /Its author and 2 voters are told/)
    const refused = await site.as('mirela').post(`/ideas/${id}/-/stage`, { stage: 'not-planned', reason: '' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Say why it is not planned/)
    const said = { stage: 'planned', reason: 'You are **right**.', answerBy: '2999-03-01' }
    const done = await site.as('mirela').post(`/ideas/${id}/-/stage`, said)
    assert.match(done.location!, new RegExp(`/ideas/${id}/${thread.slug}#stage-`))
    const page = await site.as('visitor').get(`/ideas/${id}/${thread.slug}`)
    assert.match(page.text, /aria-label="Stage: planned"/)
    assert.match(page.text, /Why planned[^]*Mirela Popescu for Velund[^]*<strong>right<\/strong>/)
    assert.match(page.text, /Owed: the next answer by 1 March 2999/)
    await hearEverything(ctx)
    for (const who of ['joost', 'ines'] as const)
      assert.match((await site.as(who).get('/notices')).text, /This idea is now planned: “You are right\.”/, who)
    assert.doesNotMatch((await site.as('gustav').get('/notices')).text, /This idea is now/)
  }),
)

test(
  'what is overdue stands on the board with its number and oldest day, by category, and is found behind a link',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const category = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Range', answerDays: '7' })
    const old = later(ctx, -60)
    for (const title of ['Old one', 'Old two'])
      await postIdea(cast.as(old, 'joost'), { space: 'riders', title, body: 'b', tags: [], category: category.slug })
    const answered = await postIdea(cast.as(old, 'ines'), { space: 'riders', title: 'Answered', body: 'b', tags: [] })
    await setStage(cast.as(ctx, 'mirela'), answered.id, { stage: 'under-review', reason: '' })
    const site = await openSite(ctx)
    const board = await site.as('visitor').get('/ideas')
    assert.match(board.text, /2 answers are overdue,/)
    assert.match(board.text, />Range<\/bdi><\/a><span>2 ideas, the oldest since/)
    const debt = await site.as('visitor').get('/ideas?show=overdue&order=owed')
    assert.match(debt.text, /Old one[^]*Old two/)
    assert.doesNotMatch(debt.text, /Answered/)
    const one = await site.as('visitor').get(/href="(\/ideas\/\d+\/old-one)"/.exec(debt.text)![1]!)
    assert.match(one.text, /Overdue: Velund promised an answer by/)
    assert.match(one.text, /1 other idea about Range is past its date/)
  }),
)

test(
  'the board is narrowed by stage, tag, category and space, ordered, and goes on behind a link',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await write(ctx, cast, 22)
    const titles = (page: Page) => [...page.text.matchAll(/<h2><a [^>]*>(Number \d+)</g)].map(([, title]) => title)
    const first = await site.as('visitor').get('/ideas?order=newest')
    const next = /href="(\/ideas\?order=newest&amp;after=[^"]+)"/.exec(first.text)![1]!.replaceAll('&amp;', '&')
    const second = await site.as('visitor').get(next)
    assert.deepEqual(
      [...titles(first), ...titles(second)],
      Array.from({ length: 22 }, (_, at) => `Number ${at}`),
    )
    assert.equal(titles(await site.as('visitor').get('/ideas?tag=range')).length, 3)
    assert.deepEqual(titles(await site.as('visitor').get('/ideas?tag=winter')), [])
    assert.deepEqual(titles(await site.as('visitor').get('/ideas?show=done')), [])
    assert.deepEqual(titles(await site.as('ines').get('/ideas?space=testers')), [])
    assert.equal(titles(await site.as('visitor').get('/ideas?show=nothing&order=odd&after=~~')).length, 20)
  }),
)

test(
  'the board inside is the employees’; nobody outside finds it, an idea of it, or a word of its categories',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await addCategory(cast.as(ctx, 'jonas'), 'inside', { title: 'Secret-lab' })
    const { id } = await post(ctx, cast, { space: 'velund', by: 'lena', title: 'Quieter motors' })
    for (const who of everybody) {
      const isInside = !['visitor', 'ines', 'gustav', 'joost', 'amina', 'petra'].includes(who)
      const board = await site.as(who).get('/inside/ideas')
      assert.equal(board.status, isInside || who === 'petra' ? 200 : 404, who)
      assert.equal(/Quieter motors|Secret-lab/.test(board.text), isInside, who)
      assert.equal((await site.as(who).get(`/inside/ideas/${id}`)).status, isInside ? 200 : 404, who)
      assert.equal((await site.as(who).get(`/ideas/${id}/x`)).status, 404, who)
      assert.equal((await site.as(who).post(`/inside/ideas/${id}/-/vote`, { value: '1' })).status, isInside ? 303 : 404)
      const outside = await site.as(who).get('/ideas')
      assert.doesNotMatch(outside.text, /Quieter motors|Secret-lab/, who)
    }
    assert.equal((await getIdea(ctx, id)).votes.score, 7, 'each colleague once')
  }),
)

test(
  'comments are written under an idea, refused ones are kept, and one becomes an extension with its own page',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { id, thread } = await post(ctx, cast)
    const path = `/ideas/${id}/${thread.slug}`
    const empty = await site.as('amina').post(`/ideas/${id}/-/comments`, { body: ' ' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Write something first/)
    const said = await site.as('amina').post(`/ideas/${id}/-/comments`, { body: 'Warn me before I am too far.' })
    const reply = /#comment-(\d+)$/.exec(said.location!)![1]!
    assert.doesNotMatch((await site.as('gustav').get(path)).text, /Make it an extension/)
    assert.match((await site.as('joost').get(path)).text, /Make it an extension/)
    const made = await site.as('joost').post(`/ideas/${id}/-/extensions`, { reply, title: 'Warn me in time' })
    const page = await site.as('visitor').get(made.location!)
    assert.match(page.text, /Warn me in time[^]*Amina Haddad[^]*Warn me before I am too far\./)
    const parent = await site.as('visitor').get(path)
    assert.match(parent.text, /Extensions[^]*Warn me in time[^]*Amina Haddad, 1 vote, new/)
    assert.doesNotMatch((await site.as('visitor').get('/ideas')).text, /Warn me in time/)
    await hearEverything(ctx)
    assert.match((await site.as('amina').get('/notices')).text, /Your comment became an extension/)
  }),
)

test(
  'a boost stands on the page with its giver, weight and reason, and is ended there',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { id, thread } = await post(ctx, cast)
    const path = `/ideas/${id}/${thread.slug}`
    assert.match((await site.as('visitor').get(path)).text, /No boost by Velund/)
    assert.equal((await site.as('mirela').post(`/ideas/${id}/-/boosts`, { weight: '0', reason: '' })).status, 422)
    await site.as('mirela').post(`/ideas/${id}/-/boosts`, { weight: '50', reason: 'Safety first.' })
    const page = await site.as('visitor').get(path)
    assert.match(page.text, /Boosted by Velund like 50 votes[^]*Mirela Popescu[^]*Safety first\./)
    assert.equal(votesIn(page), '1', 'a boost is no vote')
    assert.doesNotMatch(page.text, /End this boost/)
    const boost = /name="boost" value="(\d+)"/.exec((await site.as('mirela').get(path)).text)![1]!
    assert.equal((await site.as('joost').post(`/ideas/${id}/-/unboost`, { boost })).status, 403)
    await site.as('mirela').post(`/ideas/${id}/-/unboost`, { boost })
    assert.match((await site.as('visitor').get(path)).text, /No boost by Velund/)
  }),
)

test(
  'who contributed is asked, and named when it is done if they agree',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { id, thread } = await post(ctx, cast)
    const comment = await addReply(cast.as(ctx, 'amina'), id, { kind: 'comment', body: 'In the app as well.' })
    await extendIdea(cast.as(ctx, 'joost'), id, comment.id, 'In the app')
    const path = `/ideas/${id}/${thread.slug}`
    assert.match((await site.as('joost').get(path)).text, /May your name be in the release note/)
    assert.doesNotMatch((await site.as('gustav').get(path)).text, /Thanks to/)
    await site.as('joost').post(`/ideas/${id}/-/named`, { named: 'yes' })
    await site.as('amina').post(`/ideas/${id}/-/named`, { named: 'no' })
    assert.equal((await site.as('gustav').post(`/ideas/${id}/-/named`, { named: 'yes' })).status, 403)
    await setStage(cast.as(ctx, 'mirela'), id, { stage: 'done', reason: 'Out in 4.3.' })
    const done = await site.as('visitor').get(path)
    assert.match(done.text, /Thanks to[^]*Joost van Rijn and 1 more contributor/)
  }),
)

test(
  'the rules are changed by those who make them, and stand on the board at once',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of everybody) {
      const may = ['jonas', 'sara'].includes(who)
      assert.equal((await site.as(who).get('/inside/ideas/rules')).status, may ? 200 : 404, who)
    }
    const refused = await site.as('sara').post('/inside/ideas/rules', { halfLifeDays: '3', answerDays: 'x' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /at least 14 days[^]*number of days from 1/)
    await site.as('sara').post('/inside/ideas/rules', { halfLifeDays: '30', answerDays: '10' })
    const board = await site.as('visitor').get('/ideas')
    assert.match(board.text, /half its weight in 30 days/)
    assert.match(board.text, /answered within 10 days/)
    await site.as('sara').post('/inside/ideas/categories', { realm: 'outside', title: 'Display', answerDays: '' })
    const rules = await site.as('sara').get('/inside/ideas/rules')
    const close = /action="(\/inside\/ideas\/categories\/\d+)"/.exec(rules.text)![1]!
    assert.equal((await site.as('mirela').post(close, { closed: 'yes' })).status, 404)
    await site.as('sara').post(close, { closed: 'yes' })
    assert.doesNotMatch((await site.as('ines').get('/ideas/new')).text, />Display</)
  }),
)

test(
  'the author changes an idea, and nobody else; its votes stay',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { id } = await post(ctx, cast)
    assert.equal((await site.as('ines').get(`/ideas/${id}/-/edit`)).status, 403)
    assert.match((await site.as('joost').get(`/ideas/${id}/-/edit`)).text, /Not the one from summer\.<\/textarea>/)
    const refused = await site.as('joost').post(`/ideas/${id}/-/edit`, { title: '', body: 'b', tags: '' })
    assert.equal(refused.status, 422)
    const saved = await site.as('joost').post(`/ideas/${id}/-/edit`, { title: 'A range', body: 'b', tags: 'x' })
    assert.equal(saved.location, `/ideas/${id}/a-range`)
    assert.equal((await site.as('visitor').get(`/ideas/${id}/old-slug`)).location, `/ideas/${id}/a-range`)
    assert.equal((await getIdea(ctx, id)).votes.score, 1)
  }),
)

test(
  'a page of the board asks the database as often with twenty ideas as with one',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await post(ctx, cast)
    const counted = counting(ctx)
    const site = await openSite(counted.ctx)
    const asked = async () => {
      counted.take()
      await site.as('visitor').get('/ideas')
      return counted.take()
    }
    await asked()
    const one = await asked()
    await write(ctx, cast, 25)
    await boostIdea(cast.as(ctx, 'mirela'), (await post(ctx, cast)).id, { weight: 2, reason: 'r' })
    assert.equal(await asked(), one)
    assert.ok(one <= 16, `${one} statements`)
  }),
)
