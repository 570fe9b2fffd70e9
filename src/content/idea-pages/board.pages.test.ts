/** The boards without script: what narrows them, how they go on, what they lead to, and for whom. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { addCategory, closeCategory, postIdea, setStage, vote } from '../ideas/ideas.ts'

const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) })

const titles = (page: Page) => [...page.text.matchAll(/<h2><a [^>]*>([^<]+)<\/a><\/h2>/g)].map(([, title]) => title)

/** The links of a page, as their addresses are written in it. */
const links = (page: Page) =>
  [...page.text.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))

interface Words {
  readonly by?: PersonName
  readonly space?: string
  readonly tags?: string[]
  readonly category?: string
}

async function post(ctx: Ctx, cast: Cast, title: string, words: Words = {}) {
  const { by = 'joost', space = 'riders', tags = [], category } = words
  return postIdea(cast.as(ctx, by), { space, title, body: 'b', tags, ...(category && { category }) })
}

test(
  'filters narrow together, and each link of the board keeps the others',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const range = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Range' })
    const both = await post(ctx, cast, 'Both', { tags: ['cold'], category: range.slug })
    await post(ctx, cast, 'Tagged', { tags: ['cold'] })
    await post(ctx, cast, 'Sorted', { category: range.slug })
    await post(ctx, cast, 'Elsewhere', { space: 'testers', tags: ['cold'], category: range.slug })
    await setStage(cast.as(ctx, 'mirela'), both.id, { stage: 'planned', reason: 'Soon.' })
    const site = await openSite(ctx)
    const shown = async (path: string) => titles(await site.as('ines').get(path)).toSorted()
    assert.deepEqual(await shown('/ideas?tag=cold'), ['Both', 'Elsewhere', 'Tagged'])
    assert.deepEqual(await shown('/ideas?tag=cold&category=range'), ['Both', 'Elsewhere'])
    assert.deepEqual(await shown('/ideas?tag=cold&category=range&space=riders'), ['Both'])
    assert.deepEqual(await shown('/ideas?tag=cold&category=range&show=planned'), ['Both'])
    assert.deepEqual(await shown('/ideas?tag=cold&category=range&show=new'), ['Elsewhere'])
    const page = await site.as('ines').get('/ideas?tag=cold&category=range&space=riders&order=votes')
    for (const href of [
      '/ideas?order=votes&category=range&tag=cold',
      '/ideas?order=votes&category=range&space=riders',
      '/ideas?order=votes&tag=cold&space=riders',
      '/ideas?category=range&tag=cold&space=riders',
      '/ideas?show=planned&order=votes&category=range&tag=cold&space=riders',
    ])
      assert.ok(links(page).includes(href), href)
    assert.match(page.text, /Only with the tag <b dir="auto">cold<\/b>/)
  }),
)

test(
  'a visitor is shown no space, idea or number of those who are in a members’ space',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await post(later(ctx, -90), cast, 'For testers', { space: 'testers' })
    const site = await openSite(ctx)
    for (const path of ['/ideas', '/ideas?space=testers', '/ideas?show=overdue&order=owed', '/ideas?order=votes']) {
      const page = await site.as('visitor').get(path)
      assert.doesNotMatch(page.text, /For testers|Beta testers|overdue,/, path)
      assert.match(page.text, /No idea stands here yet/, path)
    }
    assert.match((await site.as('gustav').get('/ideas')).text, /1 answer is overdue,/)
    assert.deepEqual(titles(await site.as('gustav').get('/ideas?space=testers')), ['For testers'])
  }),
)

test(
  'the ideas of a closed category are still found and owed, though none is added to it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    const old = await addCategory(sara, 'outside', { title: 'Old lights', answerDays: '7' })
    await post(later(ctx, -40), cast, 'Brighter', { category: old.slug })
    await post(later(ctx, -90), cast, 'Other and late')
    await closeCategory(sara, old.id, true)
    const site = await openSite(ctx)
    const board = await site.as('visitor').get('/ideas')
    assert.ok(!links(board).includes('/ideas?category=old-lights'), 'not among the categories to choose from')
    const debt = '/ideas?show=overdue&order=owed&category=old-lights'
    assert.ok(links(board).includes(debt), 'its debt stays for everybody to see')
    const owed = await site.as('visitor').get(debt)
    assert.deepEqual(titles(owed), ['Brighter'])
    assert.match(owed.text, />Old lights<\/bdi><\/a><span>shown now</)
    assert.doesNotMatch((await site.as('ines').get('/ideas/new')).text, /Old lights/)
    const late = { space: 'riders', title: 'One more', body: 'b', category: 'old-lights' }
    const refused = await site.as('ines').post('/ideas/new', late)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /There is no such category any more\. Choose one of those shown\./)
    await closeCategory(sara, old.id, false)
    assert.equal((await site.as('ines').post('/ideas/new', late)).status, 303)
  }),
)

test(
  'a place of another order, or none of ours, begins the board anew instead of breaking it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await post(ctx, cast, 'The only one')
    const site = await openSite(ctx)
    const places = ['12.5~3', '1e300~3', '-1e300~1', '99999999999~1', '253402300800000~1', '-30000000000001~1']
    const broken = ['~', '1~', '~1', '1~0', '1~1~1', '1.2.3~4', 'NaN~1', 'Infinity~1', "1'--~1", '1~9999999999999999']
    for (const order of ['heat', 'newest', 'votes', 'owed'])
      for (const after of [...places, ...broken]) {
        const path = `/ideas?order=${order}&after=${encodeURIComponent(after)}`
        assert.equal((await site.as('visitor').get(path)).status, 200, path)
      }
    for (const after of broken)
      assert.deepEqual(titles(await site.as('visitor').get(`/ideas?after=${after}`)).length, 1)
    assert.deepEqual(titles(await site.as('visitor').get('/ideas?order=votes&after=12.5~3')), ['The only one'])
    assert.deepEqual(titles(await site.as('visitor').get('/ideas?order=owed&after=1e300~3')), ['The only one'])
  }),
)

test(
  'later pages of a board lead back to the first, and are not told to search engines',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const values = Array.from({ length: 21 }, (_, at) => ({
      ...{ realm: 'outside' as const, spaceId: cast.spaces.riders.id, type: 'idea' as const, body: 'b' },
      ...{ authorId: cast.people.joost.id, title: `Number ${at}`, slug: `number-${at}` },
      createdAt: later(ctx, -at).now,
    }))
    await ctx.db.insertInto('threads').values(values).execute()
    const site = await openSite(ctx)
    const first = await site.as('visitor').get('/ideas?order=newest')
    assert.match(first.text, /<link rel="canonical" href="http:\/\/localhost:3000\/ideas\?order=newest"/)
    assert.doesNotMatch(first.text, /First page/)
    const next = links(first).find((href) => href.includes('after='))!
    const second = await site.as('visitor').get(next)
    assert.deepEqual(titles(second), ['Number 20'])
    assert.match(second.text, /First page/)
    assert.match(second.text, /<meta name="robots" content="noindex"/)
    assert.doesNotMatch(second.text, /rel="canonical"/)
    const { id } = await ctx.db
      .selectFrom('threads')
      .select('id')
      .where('title', '=', 'Number 20')
      .executeTakeFirstOrThrow()
    const voted = await site.as('ines').post(`/ideas/${id}/-/vote`, { value: '1', back: next })
    assert.equal(voted.location, `${next}#idea-${id}`, 'a vote on the second page ends there')
  }),
)

test(
  'from every board a way leads to the sessions, and to how long ideas wait for whoever has that page',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of everybody.filter((one) => one !== 'petra')) {
      const page = await site.as(who).get('/ideas')
      for (const href of ['/storms', '/ideas-review']) {
        assert.ok(links(page).includes(href), `${who}: ${href}`)
        assert.equal((await site.as(who).get(href)).status, 200, `${who}: ${href}`)
      }
    }
    const inner = await site.as('daniel').get('/inside/ideas')
    assert.ok(links(inner).includes('/inside/ideas-review'))
    assert.equal((await site.as('daniel').get('/inside/ideas-review')).status, 200)
    const guest = await site.as('petra').get('/inside/ideas')
    assert.ok(links(guest).includes('/storms'))
    assert.ok(!links(guest).includes('/inside/ideas-review'), 'a guest has no such page')
    assert.equal((await site.as('petra').get('/inside/ideas-review')).status, 404)
  }),
)

test(
  'who has a room with guests reaches its board from the inside and stays on it, whatever they press',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await post(ctx, cast, 'Smaller crates', { by: 'petra', space: 'cells' })
    await post(ctx, cast, 'Quieter motors', { by: 'lena', space: 'velund' })
    const site = await openSite(ctx)
    const inner = await site.as('lena').get('/inside/ideas')
    assert.deepEqual(titles(inner), ['Quieter motors'])
    assert.ok(links(inner).includes('/inside/ideas?in=rooms'))
    assert.ok(!links(await site.as('daniel').get('/inside/ideas')).includes('/inside/ideas?in=rooms'), 'has no room')
    const room = await site.as('lena').get('/inside/ideas?in=rooms')
    assert.deepEqual(titles(room), ['Smaller crates'])
    assert.ok(links(room).includes('/inside/ideas'), 'and back')
    for (const href of ['show=done', 'order=newest']) assert.ok(links(room).includes(`/inside/ideas?in=rooms&${href}`))
    assert.deepEqual(titles(await site.as('lena').get('/inside/ideas?in=rooms&order=newest')), ['Smaller crates'])
    assert.deepEqual(titles(await site.as('petra').get('/inside/ideas?in=rooms&order=newest')), ['Smaller crates'])
    const form = await site.as('lena').get('/inside/ideas/new?in=rooms')
    assert.match(form.text, /action="\/inside\/ideas\/new\?in=rooms"/)
    assert.match(form.text, /Post to everyone in the room/)
    const again = await site.as('lena').post('/inside/ideas/new?in=rooms', { space: 'cells', title: '', body: 'Kept.' })
    assert.equal(again.status, 422)
    assert.match(again.text, /Kept\.<\/textarea>/)
    assert.match(again.text, /name="space" value="cells"/)
  }),
)

test(
  'who may not vote sees the number alone; a closed space takes no votes and no ideas',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id, thread } = await post(ctx, cast, 'Lasting')
    await ctx.db.updateTable('spaces').set({ archivedAt: ctx.now }).where('slug', '=', 'riders').execute()
    const site = await openSite(ctx)
    const board = await site.as('ines').get('/ideas')
    assert.deepEqual(titles(board), ['Lasting'])
    assert.doesNotMatch(board.text, /\/-\/vote"/)
    const page = await site.as('ines').get(`/ideas/${id}/${thread.slug}`)
    assert.equal(page.status, 200)
    assert.doesNotMatch(page.text, /\/-\/(vote|comments)"/)
    for (const [act, fields] of [
      ['vote', { value: '1' }],
      ['comments', { body: 'Late' }],
    ] as const) {
      const refused = await site.as('ines').post(`/ideas/${id}/-/${act}`, fields)
      assert.equal(refused.status, 403, act)
      assert.match(refused.text, /This space is closed\. It can be read, and nothing is added any more\./, act)
    }
    assert.equal((await site.as('ines').post('/ideas/new', { space: 'riders', title: 'T', body: 'b' })).status, 403)
  }),
)

test(
  'the order by votes and by what is owed are told in the list, and those without a promise are not in the second',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const few = await post(ctx, cast, 'Few')
    const many = await post(later(ctx, -3), cast, 'Many')
    const done = await post(later(ctx, -9), cast, 'Done long ago')
    for (const who of ['ines', 'gustav'] as const) await vote(cast.as(ctx, who), many.id, 1)
    await vote(cast.as(ctx, 'ines'), few.id, -1)
    await setStage(cast.as(ctx, 'mirela'), done.id, { stage: 'done', reason: 'Out.' })
    const site = await openSite(ctx)
    const votes = await site.as('visitor').get('/ideas?order=votes')
    assert.deepEqual(titles(votes), ['Many', 'Done long ago', 'Few'])
    assert.match(votes.text, /aria-current="(?:page|true)"[^>]*>(?:<bdi>)?Most voted</)
    assert.deepEqual(titles(await site.as('visitor').get('/ideas?order=owed')), ['Many', 'Few'])
    assert.deepEqual(titles(await site.as('visitor').get('/ideas?order=newest')), ['Few', 'Many', 'Done long ago'])
  }),
)
