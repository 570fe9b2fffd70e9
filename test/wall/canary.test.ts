import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Viewer } from '../../src/platform/context.ts'
import { writeCursor } from '../../src/platform/cursor.ts'
import { sendNoticeMails } from '../notice-mails.ts'
import { getCast } from '../cast.ts'
import { hearEverything } from '../database.ts'
import {
  type Shape,
  fill,
  hiddenNames,
  nobodysName,
  openNames,
  queryNames,
  shapesOf,
  shareOf,
  worthAsking,
} from './addresses.ts'
import { crawl } from './crawl.ts'
import { lookedAt, thoseRead } from './looked-at.ts'
import { plantInside, plantOutside, spreadNumbers } from './plant.ts'
import { type Secrets, type Walker, openSecrets, walkers } from './secrets.ts'
import { type Answer, forAll, openCtx, openWall } from './site.ts'

const ctx = await openCtx()
await spreadNumbers(ctx)
const wall = await openWall(ctx)
const secrets = openSecrets()
const { spaces } = await plantInside(ctx, secrets, await plantOutside(ctx), wall.blobs)
await hearEverything(ctx)
const cast = await getCast(ctx)
const hidden = await hiddenNames(ctx)
const open = await openNames(ctx)
const shapes = shapesOf(wall.app, 'GET')
const plain = shapes.filter((shape) => shape.texts.length === 1)
/** Addresses whose query string can choose what is shown; the first start is over, the rest are fixed texts. */
const askable = plain.filter((shape) => !/^\/(welcome\/|favicon|robots|health)/.test(shape.route))

/** What a walk found, said in a way that a person can act on. */
class Findings {
  readonly leaks = new Set<string>()
  answers = 0
  look(who: Walker, asked: string, answer: Answer): void {
    this.answers++
    for (const where of secrets.leaks(
      answer.bytes,
      who,
      decodeURIComponent(asked.replace(/%(?![0-9A-F]{2})/gi, '%25')),
    ))
      this.leaks.add(`${asked}: ${where}`)
    if (answer.status >= 500) this.leaks.add(`${asked}: failed with ${answer.status}`)
  }
  demandNone(): void {
    assert.deepEqual([...this.leaks].slice(0, 40), [], wall.errors.slice(0, 3).join('\n'))
  }
}

/** Every page that somebody with the right can reach: what an outsider may have been sent a link to. */
const insideAddresses = new Set<string>()

test('people with the right find what was planted, so a walk that finds nothing proves something', async (t) => {
  const seen = new Set<string>()
  const start = [...plain.map((shape) => shape.route), ...spaces.map((space) => `/inside/spaces/${space.slug}`)]
  for (const who of ['tomasz', 'lena', 'mirela', 'jonas', 'aiko', 'petra', 'gustav', 'sara'] as const) {
    for (const [path, answer] of await crawl(wall, cast.viewer(who), start)) {
      assert.ok(answer.status < 500, `${who} at ${path}: ${answer.status} ${wall.errors.at(-1)}`)
      insideAddresses.add(path)
      for (const where of secrets.foundIn(answer.bytes)) seen.add(where)
    }
  }
  const missing = [...secrets.words.values()].map(({ where }) => where).filter((where) => !seen.has(where))
  t.diagnostic(`${insideAddresses.size} addresses; on no page: ${missing.join('; ')}`)
  for (const kind of ['inside for employees', 'inside for members', 'bridge for invited', 'outside for members']) {
    for (const what of [
      'slug',
      'title',
      'description',
      'thread title',
      'thread text',
      'reply',
      'comment',
      'name of a picture',
    ]) {
      assert.ok(seen.has(`${what} of a space ${kind}`), `${what} of a space ${kind} is on no page`)
    }
  }
  for (const what of [
    'job title of tomasz',
    'organisation of a guest',
    'text of a thread for its participants in a space for employees',
  ]) {
    assert.ok(seen.has(what), `${what} is on no page`)
  }
})

/** Query strings that look for hidden things, by each name that any route reads. */
async function queries(): Promise<string[]> {
  const words = [...secrets.words.keys()]
  const thread = await sql<{
    id: number
    at: Date
  }>`select id, active_at as at from threads where realm = 'inside' limit 1`.execute(ctx.db)
  const cursor = writeCursor({ at: new Date(thread.rows[0]!.at.getTime() + 1), id: thread.rows[0]!.id + 1 })
  const values: Record<string, string[]> = {
    q: ['battery', 'cold range', 'zqkanari', '"range drop"', ...words.filter((_, at) => at % 20 === 0)],
    name: ['zqkanari', 'battery', 'a', 'daniel'],
    tag: hidden
      .filter((name) => name.startsWith('zqk'))
      .slice(0, 3)
      .concat('winter'),
    space: [...spaces.map((space) => space.slug), String(spaces[0]!.id)],
    realm: ['inside', 'bridge', 'outside'],
    after: [cursor, writeCursor({ at: new Date(4e12), id: 1e12 }), '0', '999999999', "' or 1=1 --", '%00'],
    topics: [],
  }
  const found = queryNames().flatMap((name) =>
    (values[name] ?? [cursor, 'inside', spaces[1]!.slug, '2', 'newest']).map(
      (value) => `${name}=${encodeURIComponent(value)}`,
    ),
  )
  return [
    ...found,
    ...spaces.map((space) => `q=battery&realm=inside&space=${space.slug}`),
    `q=battery&after=${cursor}&tag=winter`,
  ]
}

function* fillings(
  method: 'GET' | 'POST',
  shape: Shape,
  names: readonly string[],
  others: readonly string[],
): Generator<[name: string, path: string, control: string]> {
  const worth = worthAsking(wall.app, method)
  for (let gap = 0; gap < shape.texts.length - 1; gap++) {
    for (const name of shareOf(names, shape)) {
      const rest = shape.texts.length === 2 ? [''] : [...others, name]
      for (const other of rest) {
        const control = nobodysName(name)
        const path = fill(shape, gap, name, other)
        if (worth(path, name)) yield [name, path, fill(shape, gap, control, other === name ? control : other)]
      }
    }
  }
}

for (const who of walkers) {
  test(`no byte that ${who} can get carries what is closed to them`, async (t) => {
    const findings = new Findings()
    const viewer = cast.viewer(who)
    const look = async (path: string, headers?: Record<string, string>) =>
      findings.look(who, path, await wall.get(viewer, path, headers))
    for (const [path, answer] of await crawl(
      wall,
      viewer,
      plain.map((shape) => shape.route),
    ))
      findings.look(who, path, answer)
    await forAll(insideAddresses, (path) => look(path))
    if (who === 'visitor') await forAll(insideAddresses, (path) => look(path, { accept: 'application/json' }))
    const asked = await queries()
    for (const { route } of askable) {
      const names = await lookedAt(() => look(route))
      await forAll(thoseRead(asked, names), (query) => look(`${route}?${query}`))
    }
    // For nobody and for the asker the next test asks for each hidden name, and compares as well.
    if (who === 'petra' || who === 'daniel') {
      for (const shape of shapes)
        await forAll(fillings('GET', shape, [...open, ...hidden], open.slice(0, 1)), ([, path]) => look(path))
    }
    t.diagnostic(`${findings.answers} answers read`)
    findings.demandNone()
  })
}

/** The answer with every trace of what was asked for taken out of it. */
function without(answer: Answer, path: string, name: string): string {
  // The address of a tag is written in small letters.
  return [path, encodeURIComponent(path), name, encodeURIComponent(name), name.toLowerCase()].reduce(
    (text, trace) => text.replaceAll(trace, '…'),
    answer.bytes,
  )
}

/** Nothing stays refused because of how much was asked before. */
async function getFreshly(viewer: Viewer, path: string, accept: string): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await wall.get(viewer, path, { accept })
    if (answer.status !== 429 || tries === 20) return answer
    await ctx.db.deleteFrom('rateLimits').execute()
  }
}

for (const who of ['visitor', 'ines'] as const) {
  test(`for ${who} what is inside answers byte for byte like what never was`, async (t) => {
    const viewer = cast.viewer(who)
    const names = await hiddenNames(ctx, viewer.kind === 'account' ? viewer.id : null)
    const wrong = new Set<string>()
    const controls = new Map<string, Promise<Answer>>()
    const findings = new Findings()
    for (const accept of who === 'visitor' ? ['text/html', 'application/json'] : ['text/html']) {
      for (const shape of shapes) {
        await forAll(fillings('GET', shape, names, open.slice(0, 1)), async ([name, path, control]) => {
          const key = `${accept} ${control}`
          if (!controls.has(key)) controls.set(key, getFreshly(viewer, control, accept))
          const never = without(await controls.get(key)!, control, nobodysName(name))
          const answer = await getFreshly(viewer, path, accept)
          findings.look(who, path, answer)
          const there = without(answer, path, name)
          if (there !== never) wrong.add(`${accept} ${path} (against ${control})`)
        })
      }
    }
    t.diagnostic(`${findings.answers} answers compared`)
    findings.demandNone()
    assert.deepEqual([...wrong].slice(0, 20), [])
  })
}

test('mails to people outside and the outbox carry nothing from inside', async () => {
  await sendNoticeMails(ctx)
  const { rows: mails } = await sql<{
    to: string
    all: string
  }>`select to_address as to, mails::text as all from mails where withdrawn_at is null`.execute(ctx.db)
  const walkerOf = new Map(
    (['gustav', 'ines', 'petra', 'daniel'] as const).map((who) => [secretMailOf(secrets, who), who]),
  )
  let toOutside = 0
  for (const mail of mails) {
    const who = walkerOf.get(mail.to.split('@')[0]!) ?? (mail.to.endsWith('@people.example') ? 'visitor' : undefined)
    if (!who) continue
    if (who !== 'daniel') toOutside++
    // Amina is told what was decided about her own texts.
    const own = mail.to.startsWith('amina@') ? /^((title|text) outside|reason of a decision), moderated$/ : /^$/
    const found = secrets.leaks(mail.all, who, mail.to).filter((where) => !own.test(where))
    assert.deepEqual(found, [], `a mail to ${who}`)
  }
  assert.ok(toOutside > 0, 'nobody outside was told anything')
  const { rows: events } = await sql<{
    all: string
  }>`select events::text as all from events union all select payload::text from graphile_worker._private_jobs`.execute(
    ctx.db,
  )
  assert.ok(events.length > 20)
  for (const event of events) assert.deepEqual(secrets.foundIn(event.all), [], event.all)
})

function secretMailOf(planted: Secrets, who: Walker): string {
  return [...planted.words].find(([, secret]) => secret.where === `mail address of ${who}`)![0]
}

/** One number for everything that stands inside or on a bridge, and for who is in it. */
async function insideState(petraToo: boolean): Promise<string> {
  const rooms = petraToo
    ? sql`(select id from spaces where realm <> 'outside')`
    : sql`(select id from spaces where realm <> 'outside' and id not in (select space_id from memberships where account_id = ${cast.people.petra.id}))`
  const inRooms = sql`(select id from threads where space_id in ${rooms} or audience = 'participants')`
  const { rows } = await sql<{ all: string }>`select md5(string_agg(line, ' ' order by line)) as all from (
    select t::text as line from threads t where id in ${inRooms}
    union all select t::text from replies t where thread_id in ${inRooms}
    union all select t::text from revisions t where thread_id in ${inRooms}
    union all select t::text from thread_participants t where thread_id in ${inRooms}
    union all select t::text from thread_tags t where thread_id in ${inRooms}
    union all select t::text from kudos t where reply_id in (select id from replies where thread_id in ${inRooms})
    union all select t::text from same_heres t where thread_id in ${inRooms}
    union all select t::text from spaces t where id in ${rooms}
    union all select t::text from memberships t where space_id in ${rooms}
    union all select t::text from files t where space_id in ${rooms}
    union all select t::text from swarms t union all select t::text from swarm_calls t
    union all select t::text from swarm_wordings t union all select t::text from swarm_wording_agreements t
    union all select t::text from crossings t union all select t::text from offices t union all select t::text from invitations t
    union all select t::text from official_answers t
    union all select t::text from accounts t where realm = 'inside') everything`.execute(ctx.db)
  return rows[0]!.all
}

for (const who of ['visitor', 'gustav', 'petra'] as const) {
  test(`whatever ${who} posts, nothing inside answers and nothing inside changes`, async (t) => {
    const findings = new Findings()
    const before = await insideState(who !== 'petra')
    const fields = (value: string) =>
      Object.fromEntries(
        [
          'id',
          'space',
          'thread',
          'account',
          'place',
          'question',
          'answer',
          'answerId',
          'parentId',
          'wording',
          'swarm',
          'tag',
          'tags',
          'next',
          'kind',
          'reach',
          'session',
        ].map((name) => [name, value]),
      )
    const text = {
      title: 'A title',
      body: 'A text',
      text: 'A text',
      reason: 'Because',
      wording: 'A wording',
      helped: 'yes',
      name: 'Somebody',
    }
    const viewer = cast.viewer(who)
    const rooms = new Set(who === 'petra' ? await roomNames() : [])
    const names = (await hiddenNames(ctx, who === 'gustav' ? cast.people.gustav.id : null)).filter(
      (name) => !rooms.has(name),
    )
    for (const shape of shapesOf(wall.app, 'POST')) {
      await ctx.db.deleteFrom('rateLimits').execute()
      const fillers =
        shape.texts.length === 1
          ? shareOf(names, shape).map((name): [string, string, string] => [name, shape.route, ''])
          : fillings('POST', shape, names, open.slice(0, 1))
      await forAll(fillers, async ([name, path]) => {
        findings.look(
          who,
          `${path} ${name}`,
          await wall.post(viewer, `${path}?space=${encodeURIComponent(name)}`, { ...fields(name), ...text }),
        )
      })
    }
    t.diagnostic(`${findings.answers} answers read`)
    findings.demandNone()
    assert.equal(await insideState(who !== 'petra'), before, 'something inside was changed from outside')
  })
}

/** Names of what stands in Petra's room, where she may write. */
async function roomNames(): Promise<string[]> {
  const { rows } = await sql<{ value: string }>`
    with rooms as (select space_id as id from memberships where account_id = ${cast.people.petra.id})
    select slug as value from spaces where id in (select id from rooms) union all select id::text from spaces where id in (select id from rooms)
    union all select id::text from threads where space_id in (select id from rooms) and audience = 'space'
    union all select r.id::text from replies r join threads t on t.id = r.thread_id where t.space_id in (select id from rooms) and t.audience = 'space'`.execute(
    ctx.db,
  )
  return rows.map((row) => row.value)
}
