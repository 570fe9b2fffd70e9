/** What a guest finds at every address: their rooms while somebody answers for them, and not a trace of them afterwards. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renewSponsorship, withdrawSponsorship } from '../../src/people/sponsorships/sponsorships.ts'
import { makeCtx } from '../../src/platform/context.ts'
import { silentLog } from '../../src/platform/log.ts'
import { getCast } from '../cast.ts'
import { hearEverything } from '../database.ts'
import { fill, hiddenNames, openNames, queryNames, shapesOf, shareOf, worthAsking } from './addresses.ts'
import { crawl } from './crawl.ts'
import { lookedAt, thoseRead } from './looked-at.ts'
import { plantInside, plantOutside, spreadNumbers } from './plant.ts'
import { openSecrets } from './secrets.ts'
import { type Answer, forAll, openCtx, openWall } from './site.ts'

const ctx = await openCtx(new Date())
await spreadNumbers(ctx)
const wall = await openWall(ctx)
const secrets = openSecrets()
await plantInside(ctx, secrets, await plantOutside(ctx), wall.blobs)
await hearEverything(ctx)
const cast = await getCast(ctx)
const petra = cast.people.petra
const shapes = shapesOf(wall.app, 'GET')
const plain = shapes.filter((shape) => shape.texts.length === 1).map((shape) => shape.route)

/** Every address that a guest could try: what links lead to, and every form of address with names of every kind. */
async function everything(): Promise<Map<string, Answer>> {
  const seen = await crawl(wall, petra, plain)
  const names = [...(await hiddenNames(ctx)), ...(await openNames(ctx))]
  const paths = new Set<string>()
  for (const shape of shapes) {
    const worth = worthAsking(wall.app, 'GET')
    for (let gap = 0; gap < shape.texts.length - 1; gap++)
      for (const name of shareOf(names, shape)) {
        const path = fill(shape, gap, name, names[0]!)
        if (worth(path, name)) paths.add(path)
      }
  }
  const values = ['zqkanari', 'battery', 'cells', 'lena', 'bridge', 'all', '1']
  const asked = queryNames().flatMap((name) => values.map((value) => `${name}=${value}`))
  for (const route of ['/search', '/go/found', '/notices', '/inside/spaces', '/rooms', '/people/1']) {
    const read = await lookedAt(() => wall.get(petra, route))
    for (const query of thoseRead(asked, read)) paths.add(`${route}?${query}`)
  }
  await forAll(paths, async (path) => {
    if (!seen.has(path)) seen.set(path, await wall.get(petra, path))
  })
  return seen
}

/** Words of the room that only those who read it know. */
const ofRoom = (text: string) => secrets.foundIn(text).filter((where) => /space bridge for invited/.test(where))

test('while somebody answers a guest finds their rooms and who is in them, and nothing of anything else', async (t) => {
  const answers = await everything()
  const wrong = new Set<string>()
  let found = 0
  for (const [path, answer] of answers) {
    assert.ok(answer.status < 500, `${path}: ${wall.errors.at(-1)}`)
    for (const where of secrets.leaks(answer.bytes, 'petra', decodeURIComponent(path))) wrong.add(`${path}: ${where}`)
    found += ofRoom(answer.bytes).length
    // Colleagues who are in no room of hers, members, other spaces.
    // A feed is answered to a guest as to anyone on the web; the name of the community stands in every title outside.
    const opened = answer.status === 200 && !/^\/(about|design|dev\/|invitations|welcome)|\.atom$/.test(path)
    const text = answer.body.replace(/<title>.*?<\/title>/, '').replace(/property="og:[^>]*>/g, '')
    if (opened && /Daniel Okafor|Mirela Popescu|Ines Carvalho|Everyone at Velund|Velund Riders/.test(text))
      wrong.add(
        `${path}: ${/.{80}(Daniel Okafor|Mirela Popescu|Ines Carvalho|Everyone at Velund|Velund Riders)/.exec(text)?.[0]}`,
      )
  }
  t.diagnostic(`${answers.size} answers read, ${found} words of her own rooms in them`)
  assert.ok(found > 10, 'a guest whose rooms are open finds what is in them')
  assert.deepEqual([...wrong].slice(0, 20), [])
})

for (const [how, end] of [
  ['when every sponsorship has lapsed', 'lapse'],
  ['when every sponsorship was ended', 'end'],
] as const) {
  test(`${how} the same session finds not a word, a name or a number of the rooms anywhere`, async (t) => {
    const rows = await ctx.db
      .selectFrom('sponsorships')
      .select(['spaceId', 'sponsorId'])
      .where('guestId', '=', petra.id)
      .where('endedAt', 'is', null)
      .execute()
    assert.ok(rows.length > 0)
    for (const { spaceId, sponsorId } of rows) {
      const sponsor = Object.values(cast.people).find((one) => one.id === sponsorId)!
      const past = new Date(ctx.now.getTime() - 91 * 86_400_000)
      const guest = { guestId: petra.id, spaceId }
      if (end === 'end') await withdrawSponsorship(ctx.as(sponsor), guest)
      else await renewSponsorship(makeCtx({ viewer: sponsor, db: ctx.db, now: past, log: silentLog }), guest)
    }
    const answers = await everything()
    const wrong = new Set<string>()
    for (const [path, answer] of answers) {
      const asked = decodeURIComponent(path).toLowerCase()
      const words = [...answer.bytes.matchAll(/zqk[0-9a-z]+/g)]
        .map(([word]) => word)
        .filter((word) => !asked.includes(word))
      for (const word of words) {
        const where = secrets.words.get(word)?.where
        // Her own profile stays hers.
        if (where !== undefined && !/of (petra|a guest)$/.test(where)) wrong.add(`${path}: ${where}`)
      }
      if (answer.status !== 200 || /^\/(about|design|dev\/|invitations|welcome)/.test(path)) continue
      if (/Cell supply/.test(answer.body)) wrong.add(`${path}: the room`)
      // Whom to ask: the one name that she knew, on the one page that says so.
      if (/Lena Brandt|Aiko Tanaka/.test(answer.body) && !/^\/rooms(\?|$)/.test(path)) wrong.add(`${path}: a colleague`)
    }
    t.diagnostic(`${answers.size} answers read`)
    assert.deepEqual([...wrong].slice(0, 20), [])
    const rooms = answers.get('/rooms')!
    assert.equal(rooms.status, 200)
    assert.match(rooms.body, /A room is closed to you for now/)
    const live = await wall.get(petra, `/live?topics=space:${cast.spaces.cells.id}`)
    assert.notEqual(live.status, 200)
  })
}
