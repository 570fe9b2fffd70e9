import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, type PlaceName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { audienceBeforeWriting, audienceOf } from '../../realms/audience/audience.ts'
import { type Bridge, approveBridge, endBridge, listWaiting, proposeBridge } from '../../realms/bridges/bridges.ts'
import { type Crossing, listCrossings, recall } from '../../realms/crossings/crossings.ts'
import { addMember } from '../../realms/spaces/spaces.ts'
import { startDiscussion } from '../discussions/discussions.ts'
import { ask } from '../questions/questions.ts'
import { listStream } from '../discussions/discussions.ts'
import { startThread } from '../threads/threads.ts'
import { draftPublication, publish } from './publishing.ts'

/** Tomasz looks after Battery & Range; Sara, the outside steward, says yes for the outside. */
async function bridge(
  ctx: Ctx,
  passes: { in?: boolean; out?: boolean },
  ends: { inner?: PlaceName; outer?: PlaceName } = {},
): Promise<{ cast: Cast; bridge: Bridge }> {
  const cast = await getCast(ctx)
  await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id, 'steward')
  const [inner, outer] = [cast.spaces[ends.inner ?? 'battery'], cast.spaces[ends.outer ?? 'riders']]
  const proposed = await proposeBridge(cast.as(ctx, 'tomasz'), {
    spaces: [outer.id, inner.id],
    bringsIn: passes.in ?? false,
    publishesOut: passes.out ?? false,
    title: 'Riders to cells',
    reason: 'We want to hear of it',
  })
  await approveBridge(cast.as(ctx, 'tomasz'), proposed.id, 'inner')
  return { cast, bridge: await approveBridge(cast.as(ctx, 'sara'), proposed.id, 'outer') }
}

const hashOf = (id: number) => createHash('sha256').update(String(id)).digest('base64url').slice(0, 22)
const question = (ctx: Ctx, cast: Cast, title: string) =>
  ask(cast.as(ctx, 'ines'), { space: 'riders', title, body: 'Why?', tags: [] })
const post = (ctx: Ctx, cast: Cast, who: PersonName, body: string, overBridge = false) =>
  startDiscussion(cast.as(ctx, who), cast.spaces.battery, { title: `About ${body}`, body, overBridge })
const log = async (ctx: Ctx): Promise<readonly Crossing[]> => (await listCrossings(ctx, undefined, 100)).items
const grantOut = (ctx: Ctx, cast: Cast, who: PersonName) =>
  sql`insert into grants (space_id, right_given, account_id, given_as, given_by)
    values (${cast.spaces.battery.id}, 'publish-out', ${cast.people[who].id}, 'administrator', ${cast.people.jonas.id})`.execute(
    ctx.db,
  )

test(
  'over a bridge that leads in, each new thread is brought in once, in the name of who said yes, until it is ended',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const before = await question(ctx, cast, 'Before')
    await ctx.db
      .updateTable('threads')
      .set({ createdAt: new Date(ctx.now.getTime() - 1000) })
      .where('id', '=', before.thread.id)
      .execute()
    const { bridge: one } = await bridge(ctx, { in: true })
    await hearEverything(ctx)
    assert.equal((await log(ctx)).length, 0, 'what stood before does not pass')
    const { thread } = await question(ctx, cast, 'After')
    await hearEverything(ctx)
    const [crossing, ...rest] = await log(ctx)
    assert.equal(rest.length, 0)
    assert.deepEqual(
      [crossing!.act, crossing!.sourceId, crossing!.actedBy, crossing!.reason],
      ['bring-in', thread.id, cast.people.tomasz.id, 'By the standing bridge “Riders to cells”'],
    )
    const stream = await listStream(cast.as(ctx, 'aiko'), { spaceId: cast.spaces.battery.id })
    assert.deepEqual(
      stream.items.map((item) => item.id),
      [crossing!.targetId],
    )
    const counted = await ctx.db
      .selectFrom('rateLimits')
      .select('bucket')
      .where('bucket', 'like', `%:${hashOf(cast.people.tomasz.id)}`)
      .execute()
    assert.deepEqual(counted, [], 'it is not counted among what Tomasz writes himself')
    await endBridge(cast.as(ctx, 'sara'), one.id, 'Enough')
    await question(ctx, cast, 'Late')
    await hearEverything(ctx)
    assert.equal((await log(ctx)).length, 1)
  }),
)

test(
  'nothing is brought in any more once whoever said yes has lost the space, and nothing that is for a few',
  inTransaction(async (ctx) => {
    const { cast } = await bridge(ctx, { in: true })
    await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, {
      ...{ type: 'question', title: 'For two', body: 'Us' },
      ...{ audience: 'participants', participants: [cast.people.tomasz.id] },
    })
    await hearEverything(ctx)
    assert.equal((await log(ctx)).length, 0)
    await ctx.db
      .updateTable('memberships')
      .set({ role: 'member' })
      .where('accountId', '=', cast.people.tomasz.id)
      .execute()
    await question(ctx, cast, 'After')
    await hearEverything(ctx)
    assert.equal((await log(ctx)).length, 0)
  }),
)

test(
  'over a bridge that leads out nothing goes by itself but what its author ticked and may publish',
  inTransaction(async (ctx) => {
    const { cast, bridge: one } = await bridge(ctx, { out: true })
    await grantOut(ctx, cast, 'tomasz')
    const silent = await post(ctx, cast, 'tomasz', 'not ticked')
    const asked = await post(ctx, cast, 'aiko', 'ticked without the right', true)
    const both = await post(ctx, cast, 'tomasz', 'ticked with the right', true)
    await hearEverything(ctx)
    await hearEverything(ctx)
    const crossings = await log(ctx)
    assert.deepEqual(
      crossings.map((one) => [one.act, one.sourceId, one.actedBy]),
      [['publish-out', both.id, cast.people.tomasz.id]],
    )
    const waiting = await listWaiting(cast.as(ctx, 'tomasz'), one)
    assert.deepEqual(
      waiting.map((row) => [row.threadId, row.askedFor]),
      [
        [asked.id, true],
        [silent.id, false],
      ],
    )
    assert.deepEqual(await listWaiting(cast.as(ctx, 'aiko'), one), [], 'who may not publish sees no queue')
  }),
)

test(
  'what was published by hand before waits no more once it is released, and stands outside once',
  inTransaction(async (ctx) => {
    const { cast, bridge: one } = await bridge(ctx, { out: true })
    await grantOut(ctx, cast, 'tomasz')
    const waits = await post(ctx, cast, 'aiko', 'twice asked for', true)
    await hearEverything(ctx)
    const tomasz = cast.as(ctx, 'tomasz')
    const source = { kind: 'thread', id: waits.id } as const
    const choice = { source, to: { spaceId: cast.spaces.riders.id }, title: 'Twice', replies: [] }
    const confirmed = { expectedSha256: (await draftPublication(tomasz, choice)).sha256, reason: 'Good to know' }
    const byHand = await publish(tomasz, choice, confirmed)
    assert.equal((await listWaiting(tomasz, one)).length, 1)
    assert.equal((await publish(tomasz, { ...choice, bridgeId: one.id }, confirmed)).id, byHand.id)
    assert.deepEqual(await listWaiting(tomasz, one), [])
    await recall(tomasz, byHand.id, 'Too early')
    assert.notEqual((await publish(tomasz, choice, confirmed)).id, byHand.id, 'what was recalled can go again')
  }),
)

test(
  'what waits is looked at and released, or kept, on the page of the bridge, and then waits no more',
  inTransaction(async (ctx) => {
    const { cast, bridge: one } = await bridge(ctx, { out: true })
    await grantOut(ctx, cast, 'tomasz')
    const [first, second] = [
      await post(ctx, cast, 'aiko', 'release me', true),
      await post(ctx, cast, 'lena', 'keep me'),
    ]
    await hearEverything(ctx)
    const site = await openSite(ctx)
    const page = await site.as('tomasz').get(`/inside/bridges/${one.id}`)
    assert.match(page.text, /Its author asks for it/)
    const look = `/inside/threads/${first.id}/publish?as=update&amp;space=${cast.spaces.riders.id}&amp;bridge=${one.id}`
    assert.ok(page.text.includes(look), 'the way to look at it')
    const preview = await site.as('tomasz').get(look.replaceAll('&amp;', '&'))
    assert.equal(preview.status, 200)
    const fields = Object.fromEntries(
      [...preview.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1]!, m[2]!]),
    )
    const sent = await site
      .as('tomasz')
      .post(`/inside/threads/${first.id}/publish`, { ...fields, reason: 'Good to know' })
    assert.equal(sent.status, 303)
    assert.match(sent.location!, /^\/updates\/\d+\//)
    assert.match((await site.as('visitor').get(sent.location!)).text, /release me/)
    assert.equal(
      (await site.as('tomasz').post(`/inside/bridges/${one.id}/keep`, { thread: String(second.id) })).status,
      303,
    )
    assert.deepEqual(await listWaiting(cast.as(ctx, 'tomasz'), one), [])
    const twice = await site.as('tomasz').post(`/inside/threads/${first.id}/publish`, { ...fields, reason: 'Again' })
    assert.equal(twice.status, 409)
    assert.equal((await log(ctx)).length, 1)
  }),
)

test(
  'a two-way bridge never carries in a circle',
  inTransaction(async (ctx) => {
    const { cast } = await bridge(ctx, { in: true, out: true })
    await grantOut(ctx, cast, 'tomasz')
    await question(ctx, cast, 'Round')
    await post(ctx, cast, 'tomasz', 'and round', true)
    for (let n = 0; n < 4; n++) await hearEverything(ctx)
    assert.deepEqual((await log(ctx)).map((one) => one.act).toSorted(), ['bring-in', 'publish-out'])
  }),
)

test(
  'the audience says before the first word what a bridge does, to those who read its other end and to nobody else',
  inTransaction(async (ctx) => {
    const { cast } = await bridge(ctx, { in: true, out: true })
    const words = async (who: PersonName | 'visitor', place: PlaceName) =>
      audienceBeforeWriting(await audienceOf(cast.as(ctx, who), cast.spaces[place]))
    assert.match(await words('aiko', 'riders'), /What stands here is brought into Battery & Range\./)
    assert.match(await words('aiko', 'battery'), /A post can go out to Velund Riders, when you tick it/)
    for (const who of ['visitor', 'ines', 'gustav', 'daniel', 'mirela'] as const)
      assert.doesNotMatch(await words(who, 'riders'), /Battery|brought/, who)
    const site = await openSite(ctx)
    assert.match(
      (await site.as('aiko').get('/inside/spaces/battery')).text,
      /Also publish over the bridge to Velund Riders/,
    )
    const posted = await site.as('aiko').post('/inside/spaces/battery/threads', { body: 'Tell them', over: 'yes' })
    assert.equal(posted.status, 303)
    const { rows } = await sql<{ askedFor: boolean }>`select asked_for from bridge_queue`.execute(ctx.db)
    assert.deepEqual(rows, [{ askedFor: true }])
  }),
)
