import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { addMember, getSpace, listSpaces, removeMember } from '../../realms/spaces/spaces.ts'
import { closeAccount, countAccounts, findPerson } from '../accounts/accounts.ts'
import { remindSponsors } from './sponsorships.jobs.ts'
import {
  countUnanswered,
  listGuests,
  ownRooms,
  renewSponsorship,
  takeOverSponsorship,
  withdrawSponsorship,
} from './sponsorships.ts'

const day = 86_400_000

/** The same context some days later; the clock of the database stands still. */
function later(ctx: Ctx, days: number): Ctx {
  return makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(ctx.now.getTime() + days * day), log: silentLog })
}

const petraIn = (cast: Cast) => ({ guestId: cast.people.petra.id, spaceId: cast.spaces.cells.id as number })

const reads = (cast: Cast, ctx: Ctx) =>
  getSpace(cast.as(ctx, 'petra'), 'cells').then(
    () => true,
    () => false,
  )

/** Lets what Lena stands for lapse `ago` days ago, through the front door: she renews it that long before. */
async function lapse(cast: Cast, ctx: Ctx, ago = 1): Promise<void> {
  await renewSponsorship(later(cast.as(ctx, 'lena'), -90 - ago), petraIn(cast))
}

test(
  'a guest reads for 90 days, and 90 more from the day of renewing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const lena = cast.as(ctx, 'lena')
    const until = async () => (await listGuests(lena)).guests[0]!.lapsesAt!.getTime() - ctx.now.getTime()
    await renewSponsorship(lena, petraIn(cast))
    assert.equal(await until(), 90 * day)
    // One second before the end she reads, one second after it she does not.
    await renewSponsorship(later(lena, -90 + 1 / 86_400), petraIn(cast))
    assert.equal(await reads(cast, ctx), true)
    await renewSponsorship(later(lena, -90 - 1 / 86_400), petraIn(cast))
    assert.equal(await reads(cast, ctx), false)
    assert.deepEqual(await listSpaces(cast.as(ctx, 'petra')), [])
    assert.equal((await listGuests(lena)).guests[0]!.standing, 'lapsed')
    await renewSponsorship(lena, petraIn(cast))
    assert.equal(await reads(cast, ctx), true)
    assert.equal((await listGuests(lena)).guests[0]!.standing, 'stands')
  }),
)

test(
  'when nobody answers, a guest knows of nobody in the room, and nobody who is a guest knows of them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const petra = cast.as(ctx, 'petra')
    const karl = await ctx.db
      .insertInto('accounts')
      .values({ realm: 'bridge', handle: 'karl', displayName: 'Karl Ott', email: 'karl@people.example' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await addMember(cast.as(ctx, 'jonas'), cast.spaces.cells, karl.id)
    assert.ok(await findPerson(petra, karl.id))
    assert.equal(await countAccounts(petra), 3)
    // Jonas answers for Karl; Aiko, in no room, is known to no guest; with a grant she reads the room and is.
    assert.equal(await findPerson(petra, cast.people.aiko.id), undefined)
    await lapse(cast, ctx)
    assert.equal(await countAccounts(petra), 1)
    const karlSees = ctx.as({ kind: 'account', id: karl.id, realm: 'bridge', name: 'Karl Ott', offices: [] })
    assert.equal(await findPerson(karlSees, cast.people.petra.id), undefined)
    assert.ok(await findPerson(karlSees, cast.people.lena.id))
    // Those who work here still find her.
    assert.ok(await findPerson(cast.as(ctx, 'lena'), cast.people.petra.id))
    assert.equal(await countUnanswered(ctx), 1)
  }),
)

test(
  'another employee in the room takes over, and the former one cannot renew any more',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    await lapse(cast, ctx)
    await takeOverSponsorship(cast.as(ctx, 'aiko'), petraIn(cast))
    assert.equal(await reads(cast, ctx), true)
    await assert.rejects(renewSponsorship(cast.as(ctx, 'lena'), petraIn(cast)), { code: 'sponsorships.not-sponsor' })
    await assert.rejects(takeOverSponsorship(cast.as(ctx, 'aiko'), petraIn(cast)), { code: 'sponsorships.is-yours' })
    const rows = await ctx.db.selectFrom('sponsorships').select(['sponsorId', 'endedAt']).orderBy('id').execute()
    assert.deepEqual(
      rows.map((row) => [row.sponsorId, row.endedAt === null]),
      [
        [cast.people.lena.id, false],
        [cast.people.aiko.id, true],
      ],
    )
    const events = await ctx.db.selectFrom('events').select('name').orderBy('id').execute()
    assert.deepEqual(
      events.filter(({ name }) => name.startsWith('sponsorship')).map(({ name }) => name),
      ['sponsorship.taken-over'],
    )
  }),
)

test(
  'it is suspended the moment the sponsor leaves the company, and stands again when a colleague takes over',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    await closeAccount(cast.as(ctx, 'jonas'), cast.people.lena.id, 'Left the company')
    assert.equal(await reads(cast, ctx), false)
    const [guest] = (await listGuests(cast.as(ctx, 'aiko'))).guests
    assert.equal(guest!.standing, 'suspended')
    assert.equal(guest!.takeOver.allowed, true)
    await takeOverSponsorship(cast.as(ctx, 'aiko'), petraIn(cast))
    assert.equal(await reads(cast, ctx), true)
  }),
)

test(
  'whoever left the room answers until it lapses, may end it and cannot renew it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    const lena = cast.as(ctx, 'lena')
    await removeMember(lena, cast.spaces.cells, cast.people.lena.id)
    assert.equal(await reads(cast, ctx), true)
    await assert.rejects(renewSponsorship(lena, petraIn(cast)), { code: 'sponsorships.not-in-room' })
    assert.equal((await listGuests(lena)).guests.length, 1)
    await withdrawSponsorship(lena, petraIn(cast))
    assert.equal(await reads(cast, ctx), false)
    // With it went her reason to see the guest in the list.
    assert.deepEqual((await listGuests(lena)).guests, [])
  }),
)

test(
  'a sponsor is reminded once within 14 days and once within 2, and anew after renewing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const lena = cast.as(ctx, 'lena')
    await renewSponsorship(lena, petraIn(cast))
    const reminded = async (after: number) => {
      const before = (await ctx.db.selectFrom('events').select('id').execute()).length
      await remindSponsors.work(later(ctx, after), {} as never)
      const all = await ctx.db.selectFrom('events').select('payload').orderBy('id').execute()
      return all.slice(before).map(({ payload }) => (payload as { days: number }).days)
    }
    const seen: [number, number[]][] = []
    for (const after of [0, 75, 76, 76.5, 80, 87, 88, 88.1, 89.9, 90, 95]) seen.push([after, await reminded(after)])
    assert.deepEqual(
      seen.filter(([, days]) => days.length > 0),
      [
        [76, [14]],
        [88, [2]],
      ],
    )
    await renewSponsorship(later(lena, 89.9), petraIn(cast))
    assert.deepEqual(await reminded(95), [])
    // The worker slept through the first day: one reminder, not two.
    assert.deepEqual(await reminded(89.9 + 89), [2])
    assert.deepEqual(await reminded(89.9 + 89.5), [])
  }),
)

test(
  'nobody is reminded of a guest who left, nor of what was ended',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await removeMember(cast.as(ctx, 'petra'), cast.spaces.cells, cast.people.petra.id)
    await remindSponsors.work(later(ctx, 80), {} as never)
    const events = await ctx.db.selectFrom('events').select('name').execute()
    assert.equal(events.filter(({ name }) => name === 'sponsorship.lapsing').length, 0)
  }),
)

test(
  'a guest whose time is over is told kindly why and by whom it is renewed, and not a word of the room',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const open = await site.as('petra').get('/rooms')
    assert.match(open.text, /Cell supply room/)
    assert.match(open.text, /Lena Brandt answers for you/)
    assert.equal((await site.as('petra').get('/')).location, '/inside/spaces/cells')
    await lapse(cast, ctx, 3)
    await ctx.db.updateTable('spaces').set({ title: 'Renamed since' }).where('slug', '=', 'cells').execute()
    for (const path of ['/', '/inside']) assert.equal((await site.as('petra').get(path)).location, '/rooms', path)
    const closed = await site.as('petra').get('/rooms')
    assert.match(closed.text, /A room is closed to you for now/)
    assert.match(closed.text, /Lena Brandt can open it to you again/)
    assert.doesNotMatch(closed.text, /Cell supply|Renamed|cells/)
    const lost = await site.as('petra').get('/inside/spaces/cells')
    assert.equal(lost.status, 404)
    assert.match(lost.text, /href="\/rooms"/)
    assert.doesNotMatch(lost.text, /Cell supply|Renamed|Lena/)
    // After she left the company her name is nobody to ask any more.
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    await closeAccount(cast.as(ctx, 'jonas'), cast.people.lena.id, 'Left')
    const left = await site.as('petra').get('/rooms')
    assert.doesNotMatch(left.text, /Lena|Aiko/)
    assert.match(left.text, /everybody in the room can open it to you again/)
  }),
)

test(
  'of those whom a guest may ask only the ones who could answer today are named',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    await takeOverSponsorship(cast.as(ctx, 'aiko'), petraIn(cast))
    await ctx.db
      .updateTable('memberships')
      .set({ addedBy: cast.people.lena.id })
      .where('accountId', '=', cast.people.petra.id)
      .execute()
    await withdrawSponsorship(cast.as(ctx, 'aiko'), petraIn(cast))
    const ask = async () => (await ownRooms(cast.as(ctx, 'petra'))).closed[0]!.ask
    assert.deepEqual(await ask(), ['Aiko Tanaka', 'Lena Brandt'])
    await removeMember(cast.as(ctx, 'aiko'), cast.spaces.cells, cast.people.aiko.id)
    assert.deepEqual(await ask(), ['Lena Brandt'])
  }),
)

test(
  'the page of guests shows who answers until when, and its buttons do what they say without script',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    const fields = { guest: String(cast.people.petra.id), space: String(cast.spaces.cells.id) }
    const lena = await site.as('lena').get('/inside/guests')
    assert.match(lena.text, /Renew for Petra Kovač in Cell supply room/)
    assert.doesNotMatch(lena.text, /Take over/)
    assert.match((await site.as('aiko').get('/inside/guests')).text, /Take over for Petra Kovač/)
    assert.equal((await site.as('aiko').post('/inside/guests/renew', fields)).status, 403)
    assert.equal((await site.as('aiko').post('/inside/guests/take-over', fields)).location, '/inside/guests')
    assert.match((await site.as('lena').get('/inside/guests')).text, /Aiko Tanaka/)
    assert.equal((await site.as('jonas').post('/inside/guests/end', fields)).location, '/inside/guests')
    const ended = await site.as('aiko').get('/inside/guests')
    assert.match(ended.text, /Reads nothing/)
    assert.match((await site.as('lena').get('/inside/spaces/cells/members')).text, /Nobody: reads nothing here/)
    assert.equal((await site.as('lena').post('/inside/guests/take-over', fields)).location, '/inside/guests')
    assert.match((await site.as('lena').get('/inside/spaces/cells/members')).text, /Lena Brandt, until/)
    // Whoever administers sees the name of a room that they are not in, and no link into it.
    assert.doesNotMatch((await site.as('jonas').get('/inside/guests?show=all')).text, /spaces\/cells/)
  }),
)
