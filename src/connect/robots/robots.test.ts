import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { ask } from '../../content/questions/questions.ts'
import { threadAddress } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { createSpace, narrowSpace } from '../../realms/spaces/spaces.ts'
import { keepVisitorPages } from '../../web/visitor-pages/visitor-pages.ts'
import { aiCrawlers, isAiCrawler, isRobot } from './crawlers.ts'
import { chooseRobots } from './robots.ts'

const gptBot = { 'user-agent': 'Mozilla/5.0 AppleWebKit/537.36; compatible; GPTBot/1.2; +https://openai.com/gptbot' }
const person = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/143.0 Safari/537.36' }

async function openScene(ctx: Ctx, cast: Cast) {
  await createSpace(cast.as(ctx, 'sara'), { realm: 'outside', slug: 'makers', title: 'Makers' })
  const words = { body: 'b', tags: ['cold'] }
  const riders = (await ask(cast.as(ctx, 'ines'), { ...words, space: 'riders', title: 'Of riders' })).thread
  const makers = (await ask(cast.as(ctx, 'ines'), { ...words, space: 'makers', title: 'Of makers' })).thread
  const choose = (slug: string, listed: boolean, ai: boolean) =>
    chooseRobots(cast.as(ctx, 'sara'), slug, { listed, ai })
  return { riders: threadAddress(riders), makers: threadAddress(makers), choose }
}

test('a crawler is known by the name that it gives, in any case; search engines and people are not taken for one', () => {
  for (const { name, tokenOnly } of aiCrawlers)
    assert.equal(isAiCrawler(`Mozilla/5.0 (compatible; ${name.toUpperCase()}/1.0)`), tokenOnly === undefined, name)
  for (const other of [undefined, '', person['user-agent'], 'Googlebot/2.1', 'Applebot/0.1', 'bingbot/2.0'])
    assert.equal(isAiCrawler(other), false, String(other))
  assert.equal(new Set(aiCrawlers.map(({ name }) => name.toLowerCase())).size, aiCrawlers.length, 'each once')
})

test('a program that reads pages is no person, and a person’s browser is no program', () => {
  for (const robot of [
    ...[undefined, '', 'curl/8.5.0', 'python-requests/2.32', 'Go-http-client/2.0', 'Slackbot-LinkExpanding 1.0'],
    ...[
      'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
      'Mozilla/5.0 (compatible; Yahoo! Slurp)',
    ],
    ...['Mozilla/5.0 AppleWebKit/537.36 HeadlessChrome/143', 'Mozilla/5.0 (Macintosh) BingPreview/1.0b'],
    ...aiCrawlers.filter((one) => !one.tokenOnly).map(({ name }) => `Mozilla/5.0 (compatible; ${name}/1.0)`),
  ])
    assert.equal(isRobot(robot), true, String(robot))
  for (const browser of [
    person['user-agent'],
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0',
    'Mozilla/5.0 (Linux; Android 15; CUBOT X30) AppleWebKit/537.36 Chrome/143.0 Mobile Safari/537.36',
    'Opera/9.80 (Android; Opera Mini/36.2/191.249; U; en) Presto/2.12.423 Version/12.16',
  ])
    assert.equal(isRobot(browser), false, browser)
})

test(
  'stewards choose on a page that says what each choice means, and it holds from the next request',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { riders } = await openScene(ctx, cast)
    const site = await openSite(ctx)
    const sara = site.as('sara')
    assert.match((await sara.get('/s/riders')).text, /href="\/s\/riders\/-\/robots"/)
    assert.doesNotMatch((await site.as('ines').get('/s/riders')).text, /-\/robots/)
    const page = (await sara.get('/s/riders/-/robots')).text
    assert.match(page, /Search engines may list it/)
    assert.match(page, /AI crawlers may read it/)
    const checked = (text: string) => [...text.matchAll(/name="(listed|ai)" value="(\w+)" checked/g)].map((m) => m[2])
    assert.deepEqual(checked(page), ['yes', 'yes'])
    const kept = await sara.post('/s/riders/-/robots', { listed: 'no', ai: 'no' })
    assert.deepEqual([kept.status, kept.location], [303, '/s/riders/-/robots?kept'])
    assert.deepEqual(checked((await sara.get(kept.location!)).text), ['no', 'no'])
    assert.equal((await sara.post('/s/riders/-/robots', { listed: 'maybe' })).status, 422)
    const seen = await site.as('visitor').get(riders)
    assert.equal(seen.headers.get('x-robots-tag'), 'noindex, noai, noimageai')
    assert.match(seen.text, /<meta name="robots" content="noindex, noai, noimageai"/)
  }),
)

test(
  'a page says no more than its own space chose; where everything is allowed it says nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { riders, makers, choose } = await openScene(ctx, cast)
    const visitor = (await openSite(ctx)).as('visitor')
    const said = async (path: string) => (await visitor.get(path)).headers.get('x-robots-tag')
    assert.deepEqual([await said(riders), await said('/s/makers'), await said('/')], [null, null, null])
    await choose('makers', false, true)
    assert.deepEqual([await said(makers), await said('/s/makers')], ['noindex', 'noindex'])
    assert.deepEqual([await said(riders), await said('/')], [null, null])
    await choose('makers', true, false)
    assert.deepEqual([await said(makers), await said(riders)], ['noai, noimageai', null])
    assert.equal(
      await said(`${makers.split('/').slice(0, 3).join('/')}/-/history`),
      'noindex, noai, noimageai',
      'where spaces mix, the strictest counts',
    )
  }),
)

test(
  'AI crawlers are named in robots.txt once a public space keeps them out, and get none of its pages',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { riders, makers, choose } = await openScene(ctx, cast)
    const visitor = (await openSite(ctx)).as('visitor')
    const robots = async () => (await visitor.get('/robots.txt')).text
    assert.doesNotMatch(await robots(), /GPTBot/)
    assert.equal((await visitor.get(makers, gptBot)).status, 200)
    await choose('testers', true, false)
    assert.doesNotMatch(await robots(), /GPTBot|testers/, 'a space of members is not named to the web')
    await choose('makers', true, false)
    const some = await robots()
    for (const { name } of aiCrawlers) assert.match(some, new RegExp(`^User-agent: ${name}$`, 'm'))
    assert.match(some, /^Disallow: \/s\/makers$/m)
    assert.doesNotMatch(some, /^Disallow: \/$|\/s\/riders/m)
    for (const path of [makers, '/s/makers', '/questions', '/tags/cold', '/feed.atom', '/s/makers/feed.atom']) {
      assert.equal((await visitor.get(path, gptBot)).status, 403, path)
      assert.equal((await visitor.get(path, person)).status, 200, path)
    }
    for (const path of [riders, '/', '/s/riders']) assert.equal((await visitor.get(path, gptBot)).status, 200, path)
    await choose('riders', true, false)
    assert.match(await robots(), /^Disallow: \/$/m)
    assert.match(await robots(), /^User-agent: \*\nDisallow: \/questions\/ask/m, 'others are told what they were')
  }),
)

test('pages that are kept in memory follow each choice at once, and what people read is not kept for crawlers', async () => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const { riders, makers, choose } = await openScene(ctx, cast)
  const { anyone } = await openSite(ctx, keepVisitorPages(db))
  const files = ['/sitemap/1.xml', '/feed.atom']
  const holds = async (path: string) => [riders, makers].map((one) => [path, one])
  const listed = async () => {
    const found: boolean[] = []
    for (const file of files) {
      const { text } = await anyone.get(file, person)
      for (const [, one] of await holds(file)) found.push(text.includes(one!))
    }
    return found
  }
  assert.deepEqual(await listed(), [true, true, true, true])
  assert.equal((await anyone.get(makers, person)).status, 200)
  await choose('makers', false, false)
  assert.deepEqual(await listed(), [true, false, true, false])
  assert.equal((await anyone.get(makers, person)).headers.get('x-robots-tag'), 'noindex, noai, noimageai')
  assert.equal((await anyone.get(makers, gptBot)).status, 403)
  assert.equal((await anyone.get(makers, person)).status, 200, 'the refusal is for crawlers alone')
  const card = /property="og:image" content="http:\/\/localhost:3000([^"]+)"/.exec(
    (await anyone.get(makers, person)).text,
  )![1]!
  assert.equal((await anyone.get(card)).status, 200)
  await narrowSpace(
    cast.as(ctx, 'sara'),
    (await ctx.db.selectFrom('spaces').select('id').where('slug', '=', 'makers').executeTakeFirstOrThrow()).id,
    'members',
  )
  assert.deepEqual(await listed(), [true, false, true, false])
  for (const path of [makers, '/s/makers', '/s/makers/feed.atom', card])
    assert.equal((await anyone.get(path)).status, 404, path)
  await choose('riders', true, true)
  await narrowSpace(cast.as(ctx, 'sara'), cast.spaces.riders.id, 'members')
  for (const path of [riders, '/s/riders', '/s/riders/feed.atom', '/sitemap/1.xml'])
    assert.equal((await anyone.get(path)).status, 404, path)
  assert.doesNotMatch((await anyone.get('/feed.atom')).text, /<entry>/)
})
