/** Who hears of what is done with a sponsorship, what stays on record, and what happens at the same moment. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { addMember, getSpace, removeMember } from '../../realms/spaces/spaces.ts'
import { remindSponsors } from './sponsorships.jobs.ts'
import {
  countUnanswered,
  endSponsorship,
  getSponsorship,
  listAnswering,
  listEmployeesIn,
  listGuests,
  renewSponsorship,
  sponsor,
  sponsorsIn,
  takeOverSponsorship,
  withdrawSponsorship,
} from './sponsorships.ts'

const day = 86_400_000
const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * day) })
const petraIn = (cast: Cast) => ({ guestId: cast.people.petra.id, spaceId: cast.spaces.cells.id as number })

const told = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('events').select(['name', 'payload']).orderBy('id').execute())
    .filter(({ name }) => name.startsWith('sponsorship.'))
    .map(({ name, payload }) => [name, payload])

const onRecord = async (ctx: Ctx) =>
  ctx.db
    .selectFrom('sponsorships')
    .select(['id', 'sponsorId', 'endedBy', 'endedAt', 'beganAt', 'renewedAt', 'remindedAt'])
    .orderBy('id')
    .execute()

test(
  'ending is told once, with the sponsorship that ended and who ended it; ending it again is no news',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [before] = await onRecord(ctx)
    await withdrawSponsorship(cast.as(ctx, 'jonas'), petraIn(cast))
    await withdrawSponsorship(cast.as(ctx, 'jonas'), petraIn(cast))
    assert.deepEqual(await told(ctx), [['sponsorship.withdrawn', { sponsorshipId: before!.id }]])
    const [row] = await onRecord(ctx)
    assert.equal(row!.endedBy, cast.people.jonas.id)
    assert.equal(row!.endedAt?.getTime(), ctx.now.getTime())
  }),
)

test(
  'taking over is told with the one that it replaced, and nothing is told where nobody answered',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    const [first] = await onRecord(ctx)
    await takeOverSponsorship(later(cast.as(ctx, 'aiko'), 1), petraIn(cast))
    const taken = ['sponsorship.taken-over', { sponsorshipId: first!.id, by: cast.people.aiko.id }]
    assert.deepEqual(await told(ctx), [taken])
    const [old, current] = await onRecord(ctx)
    assert.equal(old!.endedBy, cast.people.aiko.id)
    assert.equal(current!.beganAt.getTime(), later(ctx, 1).now.getTime())
    await endSponsorship(ctx, petraIn(cast))
    assert.equal((await onRecord(ctx))[1]!.endedBy, null, 'Tango itself is nobody')
    await takeOverSponsorship(cast.as(ctx, 'lena'), petraIn(cast))
    assert.deepEqual(await told(ctx), [taken])
  }),
)

test(
  'what is done for a guest in one room leaves their other rooms, and the other guests, as they were',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await ctx.db
      .insertInto('spaces')
      .values({ realm: 'bridge', slug: 'motors', title: 'Motors', access: 'invited' })
      .execute()
    const motors = await getSpace(ctx, 'motors')
    for (const space of [motors, cast.spaces.cells]) await addMember(ctx, space, cast.people.lena.id, 'steward')
    await addMember(cast.as(ctx, 'lena'), motors, cast.people.petra.id)
    const karl = await ctx.db
      .insertInto('accounts')
      .values({ realm: 'bridge', handle: 'karl', displayName: 'Karl Ott', email: 'karl@people.example' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await addMember(cast.as(ctx, 'lena'), cast.spaces.cells, karl.id)
    const others = async () =>
      (await listGuests(cast.as(ctx, 'lena'))).guests
        .filter((guest) => guest.spaceId !== cast.spaces.cells.id || guest.guestId === karl.id)
        .map(({ guestName, spaceTitle, standing, lapsesAt }) => [guestName, spaceTitle, standing, lapsesAt])
    const before = await others()
    assert.equal(before.length, 2)
    const petra = petraIn(cast)
    await renewSponsorship(later(cast.as(ctx, 'lena'), 5), petra)
    assert.deepEqual(await others(), before)
    await withdrawSponsorship(cast.as(ctx, 'lena'), petra)
    assert.deepEqual(await others(), before)
    await sponsor(ctx, { ...petra, sponsorId: cast.people.lena.id })
    await endSponsorship(ctx, petra)
    assert.deepEqual(await others(), before)
    assert.deepEqual([...(await sponsorsIn(ctx, cast.spaces.cells.id)).keys()], [karl.id])
    assert.deepEqual([...(await sponsorsIn(ctx, motors.id)).keys()], [petra.guestId])
    await removeMember(cast.as(ctx, 'petra'), cast.spaces.cells, petra.guestId)
    assert.deepEqual(await others(), before)
  }),
)

test(
  'for whom somebody answers is asked room by room: not what ran out, was ended, or is over with its guest',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { lena, aiko, petra } = cast.people
    await addMember(ctx, cast.spaces.cells, aiko.id)
    const answering = async (who: typeof lena, spaceId?: number) =>
      (await listAnswering(ctx, who.id, spaceId)).map(({ guestName }) => guestName)
    assert.deepEqual(await answering(lena), ['Petra Kovač'])
    assert.deepEqual(await answering(lena, cast.spaces.cells.id), ['Petra Kovač'])
    assert.deepEqual(await answering(lena, cast.spaces.battery.id), [])
    assert.deepEqual(await answering(aiko), [])
    assert.deepEqual(await listAnswering(later(ctx, 91), lena.id), [])
    const [one] = await listAnswering(ctx, lena.id)
    assert.deepEqual((await getSponsorship(ctx, one!.id)).sponsorName, 'Lena Brandt')
    await assert.rejects(getSponsorship(ctx, 999_999 as never), { code: 'sponsorships.not-found' })
    await takeOverSponsorship(cast.as(ctx, 'aiko'), petraIn(cast))
    assert.deepEqual([await answering(lena), await answering(aiko)], [[], ['Petra Kovač']])
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', petra.id).execute()
    assert.deepEqual(await answering(aiko), [])
    assert.equal(await countUnanswered(ctx), 0, 'who is closed needs nobody')
  }),
)

test(
  'of those in a room only who works here and is here can answer, by name; no room, nobody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { aiko, tomasz } = cast.people
    await addMember(ctx, cast.spaces.cells, tomasz.id)
    await addMember(ctx, cast.spaces.cells, aiko.id)
    await ctx.db.updateTable('accounts').set({ displayName: 'aiko tanaka' }).where('id', '=', aiko.id).execute()
    const names = async (...ids: number[]) => (await listEmployeesIn(ctx, ids)).map(({ displayName }) => displayName)
    assert.deepEqual(await names(cast.spaces.cells.id), ['aiko tanaka', 'Lena Brandt', 'Tomasz Wrona'])
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', tomasz.id).execute()
    assert.deepEqual(await names(cast.spaces.cells.id), ['aiko tanaka', 'Lena Brandt'])
    assert.deepEqual(await names(), [])
    assert.deepEqual(await names(cast.spaces.velund.id), [])
    const rooms = await listEmployeesIn(ctx, [cast.spaces.cells.id, cast.spaces.battery.id])
    const ofLena = rooms.filter(({ displayName }) => displayName === 'Lena Brandt').map(({ spaceId }) => spaceId)
    assert.deepEqual(new Set(ofLena), new Set([cast.spaces.cells.id, cast.spaces.battery.id]))
  }),
)

test(
  'a reminder goes to what still stands: not for whom is closed, not in another room, and anew after renewing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { petra, lena } = cast.people
    const karl = await ctx.db
      .insertInto('accounts')
      .values({ realm: 'bridge', handle: 'karl', displayName: 'Karl Ott', email: 'karl@people.example' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await addMember(ctx, cast.spaces.cells, lena.id, 'steward')
    await addMember(cast.as(ctx, 'lena'), cast.spaces.cells, karl.id)
    const remind = async (days: number) => {
      const before = (await told(ctx)).length
      await remindSponsors.work(later(ctx, days), {} as never)
      return (await told(ctx)).length - before
    }
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', karl.id).execute()
    assert.equal(await remind(80), 1, 'Petra’s alone')
    assert.equal(await remind(80), 0)
    await renewSponsorship(later(cast.as(ctx, 'lena'), 80), petraIn(cast))
    assert.equal(
      (await onRecord(ctx)).find((row) => row.remindedAt !== null),
      undefined,
    )
    assert.equal(await remind(81), 0)
    assert.equal(await remind(160), 1)
    await ctx.db.deleteFrom('memberships').where('accountId', '=', petra.id).execute()
    assert.equal(await remind(169), 0)
  }),
)

test(
  'the names beside guests in a room are those who answer now, and a guest whose time is over has none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const now = await sponsorsIn(ctx, cast.spaces.cells.id)
    assert.deepEqual(
      [...now.values()].map(({ sponsorId, sponsorName }) => [sponsorId, sponsorName]),
      [[cast.people.lena.id, 'Lena Brandt']],
    )
    await renewSponsorship(later(cast.as(ctx, 'lena'), -91), petraIn(cast))
    assert.equal((await sponsorsIn(ctx, cast.spaces.cells.id)).size, 0)
    assert.match((await site.as('lena').get('/inside/spaces/cells/members')).text, /Nobody: reads nothing here/)
  }),
)

/** A context that really commits, each call on a connection of its own. */
async function committing(): Promise<Ctx> {
  const db = openDatabase(await freshPool('cast'))
  return makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
}

test('colleagues who take over, renew and end at the same moment leave one answer at most, and the record fits', async () => {
  const ctx = await committing()
  const cast = await getCast(ctx)
  const colleagues = ['lena', 'aiko', 'tomasz', 'daniel'] as const
  for (const who of colleagues.slice(1)) await addMember(ctx, cast.spaces.cells, cast.people[who].id)
  const petra = petraIn(cast)
  for (let round = 0; round < 4; round++) {
    const acts = [
      ...colleagues.map((who) => takeOverSponsorship(cast.as(ctx, who), petra)),
      ...colleagues.map((who) => renewSponsorship(cast.as(ctx, who), petra)),
      ...(round % 2 ? [withdrawSponsorship(cast.as(ctx, 'jonas'), petra)] : []),
    ]
    for (const one of await Promise.allSettled(acts))
      if (one.status === 'rejected')
        assert.match(String(one.reason.code), /^sponsorships\.(is-yours|not-sponsor)$/, String(one.reason))
    const open = (await onRecord(ctx)).filter(({ endedAt }) => endedAt === null)
    assert.ok(open.length <= 1, `${open.length} answer at once`)
  }
  // Every one that was replaced was told of, each once.
  const taken = (await told(ctx)).map(([, payload]) => (payload as { sponsorshipId: number }).sponsorshipId)
  assert.equal(new Set(taken).size, taken.length)
  const ended = (await onRecord(ctx)).filter(({ endedAt }) => endedAt !== null).map(({ id }) => id)
  assert.deepEqual(
    taken.toSorted((a, b) => a - b),
    ended,
  )
})

test('an open page of the room hears that something changed, each time, and of no other room', async () => {
  const pool = await freshPool('cast')
  const ctx = makeCtx({
    ...{ viewer: { kind: 'system', reason: 'test' }, now: new Date(), log: silentLog },
    db: openDatabase(pool),
  })
  const cast = await getCast(ctx)
  await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
  const listener = await pool.connect()
  try {
    await listener.query('listen tango_live')
    const heard: string[] = []
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
    for (const act of [
      () => renewSponsorship(cast.as(ctx, 'lena'), petraIn(cast)),
      () => takeOverSponsorship(cast.as(ctx, 'aiko'), petraIn(cast)),
      () => withdrawSponsorship(cast.as(ctx, 'aiko'), petraIn(cast)),
    ]) {
      heard.length = 0
      await act()
      // What was sent at the commit stands before the answer to the next question.
      await listener.query('select 1')
      assert.deepEqual(heard, [`space:${cast.spaces.cells.id}`], act.toString())
    }
    heard.length = 0
    await assert.rejects(renewSponsorship(cast.as(ctx, 'lena'), petraIn(cast)))
    await listener.query('select 1')
    assert.deepEqual(heard, [], 'what was refused changed nothing')
  } finally {
    listener.release(true)
  }
})
