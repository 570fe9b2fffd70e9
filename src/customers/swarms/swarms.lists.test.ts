/** The lists of swarms and the page of one, as those in it, those who may join, and those who close it find them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { type Page, openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { uploadPicture } from '../../content/files/files.ts'
import { ask } from '../../content/questions/questions.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { addMember } from '../../realms/spaces/spaces.ts'
import {
  type Swarm,
  call,
  closeSwarm,
  findColleagues,
  findOpenSwarm,
  firstSwarmTimes,
  join,
  listSwarms,
  listSwarmsOn,
  openSwarm,
  proposeWording,
  say,
} from './swarms.ts'

const later = (ctx: Ctx, minutes: number): Ctx =>
  makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + minutes * 60_000) })

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  )

const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const linesOf = (page: Page) =>
  [...page.text.matchAll(/<a class="item" href="(\/inside\/swarms\/\d+)">(.*?)<\/a>/gs)].map(([, href, inner]) => ({
    href: href!,
    words: plain(inner!),
  }))

async function openOn(ctx: Ctx, who: PersonName, title: string, minutes = 0): Promise<Swarm> {
  const cast = await getCast(ctx)
  await ctx.db.deleteFrom('rateLimits').execute()
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title, body: 'Why?', tags: [] })
  return openSwarm(later(cast.as(ctx, who), minutes), thread.id)
}

test(
  'the list says of each swarm what it is about, whose it is, how many are in it, and whether the reader is',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    assert.match((await site.as('lena').get('/inside/swarms')).text, /No swarm is open/)
    assert.match((await site.as('lena').get('/inside/swarms?show=closed')).text, /No swarm was closed yet/)
    const first = await openOn(ctx, 'daniel', 'Off at 40 %', -30)
    const second = await openOn(ctx, 'aiko', 'Loud & hot motor', -10)
    await join(cast.as(ctx, 'tomasz'), first.id)
    await say(cast.as(ctx, 'tomasz'), first.id, 'The cells are sound.')
    const lena = linesOf(await site.as('lena').get('/inside/swarms'))
    assert.deepEqual(
      lena.map(({ href }) => href),
      [`/inside/swarms/${second.id}`, `/inside/swarms/${first.id}`],
    )
    assert.match(lena[0]!.words, /^Loud &amp; hot motor Owner Aiko Tanaka, 1 person, 0 messages, since ./)
    assert.match(lena[1]!.words, /^Off at 40 % Owner Daniel Okafor, 2 people, 1 message, since ./)
    for (const { words } of lena) assert.doesNotMatch(words, /You are in it|An answer crossed/)
    const tomasz = linesOf(await site.as('tomasz').get('/inside/swarms'))
    assert.deepEqual(
      tomasz.map(({ words }) => /You are in it/.test(words)),
      [false, true],
    )
    await closeSwarm(cast.as(ctx, 'daniel'), first.id)
    assert.equal(linesOf(await site.as('lena').get('/inside/swarms')).length, 1)
    const closed = linesOf(await site.as('lena').get('/inside/swarms?show=closed'))
    assert.deepEqual(
      closed.map(({ href }) => href),
      [`/inside/swarms/${first.id}`],
    )
    for (const who of ['visitor', 'ines', 'petra'] as const)
      for (const path of ['/inside/swarms', '/inside/swarms?show=closed', `/inside/swarms/${second.id}`])
        assert.equal((await site.as(who).get(path)).status, 404, `${who} ${path}`)
  }),
)

test(
  'more swarms than a page go on, open and closed each in their own list, each once and newest first',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const ids: number[] = []
    for (let number = 0; number < 26; number++)
      ids.push((await openOn(ctx, 'daniel', `Question ${number}?`, number - 60)).id)
    const walk = async (path: string) => {
      const seen: number[] = []
      let next: string | undefined = path
      for (let pages = 0; next !== undefined && pages < 4; pages++) {
        const page: Page = await site.as('lena').get(next)
        assert.equal(page.text.includes('Newest swarms'), pages > 0, next)
        seen.push(...linesOf(page).map(({ href }) => Number(href.split('/').at(-1))))
        next = /href="([^"]*after=[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&')
      }
      return seen
    }
    assert.deepEqual(await walk('/inside/swarms'), ids.toReversed())
    assert.deepEqual(await walk('/inside/swarms?show=closed'), [])
    for (const id of ids.slice(0, 22)) await closeSwarm(cast.as(ctx, 'daniel'), id as never)
    assert.deepEqual(await walk('/inside/swarms'), ids.slice(22).toReversed())
    assert.deepEqual(await walk('/inside/swarms?show=closed'), ids.slice(0, 22).toReversed())
    assert.equal((await listSwarms(cast.as(ctx, 'lena'), { open: false })).items.length, 20)
  }),
)

test(
  'who may join finds a door that says what a swarm is; a closed one says so and lets nobody in',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const swarm = await openOn(ctx, 'daniel', 'Off at 40 %')
    const path = `/inside/swarms/${swarm.id}`
    await say(cast.as(ctx, 'daniel'), swarm.id, 'A word for those in it.')
    const door = await site.as('lena').get(path)
    assert.match(door.text, /What is said in a swarm is read by those in it/)
    assert.match(plain(door.text), /Owner Daniel Okafor , 1 person, since/)
    assert.ok(door.text.includes(`action="${path}/join"`))
    assert.doesNotMatch(door.text, /A word for those in it|It is closed/)
    assert.equal((await site.as('lena').post(`${path}/join`)).location, path)
    assert.match((await site.as('lena').get(path)).text, /A word for those in it/)
    await closeSwarm(cast.as(ctx, 'daniel'), swarm.id)
    const shut = await site.as('aiko').get(path)
    assert.match(shut.text, /It is closed\./)
    assert.doesNotMatch(shut.text, /\/join"/)
    assert.equal((await site.as('aiko').post(`${path}/join`)).status, 409)
    const inside = await site.as('lena').get(path)
    assert.match(inside.text, /This swarm is closed\. It can be read/)
    assert.doesNotMatch(inside.text, /\/messages"|\/calls"|\/close"|\/wordings"|Call a colleague/)
    for (const act of [
      () => say(cast.as(ctx, 'lena'), swarm.id, 'More.'),
      () => call(cast.as(ctx, 'lena'), swarm.id, cast.people.aiko.id, 'Firmware'),
      () => proposeWording(cast.as(ctx, 'lena'), swarm.id, 'It is the firmware.'),
      () => join(cast.as(ctx, 'lena'), swarm.id),
    ])
      assert.equal(await outcome(act()), 'swarms.closed', act.toString())
  }),
)

test(
  'a swarm is closed by its owner and by those who look after the inside who are in it, once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const swarm = await openOn(ctx, 'daniel', 'Off at 40 %')
    const path = `/inside/swarms/${swarm.id}`
    for (const who of ['tomasz', 'jonas', 'sara'] as const) await join(cast.as(ctx, who), swarm.id)
    const button = async (who: PersonName) => (await site.as(who).get(path)).text.includes(`action="${path}/close"`)
    const expected: Partial<Record<PersonName | 'visitor', string>> = {
      daniel: 'done',
      jonas: 'done',
      tomasz: 'swarms.not-owner',
      sara: 'swarms.not-owner',
    }
    for (const who of everybody) {
      const got = await ctx
        .transaction(async (inside) => {
          throw { code: await outcome(closeSwarm(cast.as(inside, who), swarm.id)) }
        })
        .catch(({ code }) => code)
      assert.equal(got, expected[who] ?? 'swarms.not-found', who)
      if (who in expected) assert.equal(await button(who as PersonName), expected[who] === 'done', who)
    }
    assert.equal((await site.as('jonas').post(`${path}/close`)).location, path)
    await closeSwarm(later(cast.as(ctx, 'daniel'), 5), swarm.id)
    const rows = await ctx.db.selectFrom('swarms').select(['closedAt', 'closedBy']).execute()
    assert.deepEqual(
      rows.map(({ closedAt, closedBy }) => [closedAt?.getTime(), closedBy]),
      [[ctx.now.getTime(), cast.people.jonas.id]],
      'who closed it first, and when, stays',
    )
    const events = await ctx.db.selectFrom('events').select('name').where('name', '=', 'swarm.closed').execute()
    assert.equal(events.length, 1)
  }),
)

test(
  'a picture that is sent inside a swarm is seen by those in it, and opens to nobody by its bare address',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const swarm = await openOn(ctx, 'daniel', 'Off at 40 %')
    const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#00c' } })
      .png()
      .toBuffer()
    const { url } = await uploadPicture(cast.as(ctx, 'daniel'), site.blobs, cast.spaces.velund, bytes)
    await say(cast.as(ctx, 'daniel'), swarm.id, `The board: ![board](${url})`)
    const { text } = await site.as('daniel').get(`/inside/swarms/${swarm.id}`)
    const [shown] = [...text.matchAll(new RegExp(`src="(${url}[^"]*)"`, 'g'))].map(([, src]) => src!)
    assert.ok(shown, 'the picture stands in the message')
    assert.equal((await site.anyone.request(shown.replaceAll('&amp;', '&'))).status, 200)
    assert.equal((await site.anyone.request(url)).status, 404)
  }),
)

test(
  'a colleague is looked for by name and called with a reason; what is refused says why and loses nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off?', body: 'Why?', tags: [] })
    const swarm = await openSwarm(cast.as(ctx, 'tomasz'), thread.id, { space: cast.spaces.battery.id })
    const path = `/inside/swarms/${swarm.id}`
    const found = await site.as('tomasz').get(`${path}?name=aik`)
    assert.match(found.text, /<input [^>]*name="name"[^>]*value="aik"/)
    assert.match(found.text, /Why you call Aiko Tanaka/)
    assert.match(found.text, /Call Aiko/)
    assert.match(found.text, new RegExp(`name="account" value="${cast.people.aiko.id}"`))
    assert.match((await site.as('tomasz').get(`${path}?name=zzz`)).text, /name that begins with “zzz”/)
    for (const name of ['tomasz', 'ines', 'petra', ' '])
      assert.deepEqual(await findColleagues(cast.as(ctx, 'tomasz'), swarm.id, name), [], name)
    const refuse = async (fields: Record<string, string>) => {
      const page = await site.as('tomasz').post(`${path}/calls`, { form: 'call', ...fields })
      assert.equal(page.status, 422)
      assert.match(page.text, /Nobody was called/)
      return page
    }
    const aiko = String(cast.people.aiko.id)
    assert.match((await refuse({ account: aiko, reason: ' ' })).text, /Say why you call them/)
    const long = 'Because & '.repeat(51)
    const tooLong = await refuse({ account: aiko, reason: long })
    assert.match(tooLong.text, /Keep the reason under 500 characters/)
    assert.ok(tooLong.text.includes(long.replaceAll('&', '&amp;').trimEnd()), 'the reason is still in the form')
    const outsider = await refuse({ account: String(cast.people.ines.id), reason: 'Knows it' })
    assert.match(outsider.text, /Only colleagues can be called/)
    assert.doesNotMatch(outsider.text, /Why you call Ines/)
    const reader = await refuse({ account: String(cast.people.daniel.id), reason: 'Saw four such packs' })
    assert.match(reader.text, /Daniel Okafor cannot read Battery &amp; Range/)
    assert.match(reader.text, /value="Saw four such packs"/)
    assert.match(reader.text, /Why you call Daniel Okafor/)
    assert.deepEqual(await ctx.db.selectFrom('swarmCalls').select('accountId').execute(), [])
    await addMember(ctx, cast.spaces.battery, cast.people.daniel.id)
    const called = await site.as('tomasz').post(`${path}/calls`, {
      account: String(cast.people.daniel.id),
      reason: '  Saw four \n such packs ',
    })
    assert.equal(called.location, path)
    const page = plain((await site.as('daniel').get(path)).text)
    assert.match(page, /Daniel Okafor , called by Tomasz Wrona: Saw four such packs \(has not written yet\)/)
    await say(cast.as(ctx, 'daniel'), swarm.id, 'Here.')
    assert.doesNotMatch(plain((await site.as('tomasz').get(path)).text), /has not written yet/)
  }),
)

test(
  'when a question was first swarmed, and first got a word from another colleague, is told by the first swarm alone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const minutes = async () => {
      const times = await firstSwarmTimes(cast.as(ctx, 'lena'), questionId)
      const since = (at: Date | undefined) => at && Math.round((at.getTime() - ctx.now.getTime()) / 60_000)
      return times && [since(times.openedAt), since(times.contributedAt)]
    }
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off?', body: 'Why?', tags: [] })
    const questionId = thread.id
    assert.equal(await minutes(), undefined)
    const first = await openSwarm(later(cast.as(ctx, 'daniel'), 1), questionId)
    await say(later(cast.as(ctx, 'daniel'), 2), first.id, 'Anybody?')
    assert.deepEqual(await minutes(), [1, undefined])
    await join(cast.as(ctx, 'tomasz'), first.id)
    await say(later(cast.as(ctx, 'tomasz'), 8), first.id, 'Me.')
    await closeSwarm(cast.as(ctx, 'daniel'), first.id)
    const second = await openSwarm(later(cast.as(ctx, 'aiko'), 20), questionId)
    assert.deepEqual(await minutes(), [1, 8])
    const known = await listSwarmsOn(cast.as(ctx, 'lena'), questionId)
    assert.deepEqual(
      known.map(({ id }) => id),
      [second.id, first.id],
    )
    assert.equal((await findOpenSwarm(cast.as(ctx, 'lena'), questionId))?.id, second.id)
    for (const who of ['visitor', 'ines', 'petra'] as const)
      assert.deepEqual(await listSwarmsOn(cast.as(ctx, who), questionId), [], who)
  }),
)
