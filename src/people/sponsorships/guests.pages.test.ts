/** The list of guests and the rooms of a guest, as each of them finds it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Space, addMember, getSpace } from '../../realms/spaces/spaces.ts'
import { giveOffice } from '../offices/offices.ts'
import { listGuests, ownRooms, renewSponsorship, takeOverSponsorship, withdrawSponsorship } from './sponsorships.ts'

const day = 86_400_000
const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * day) })
const dateOf = (ctx: Ctx, days: number) => later(ctx, days).now.toISOString().slice(0, 10)

/** The rows of the table of guests: who, where, who answers, until when, and the buttons with what they would send. */
function rowsOf(page: Page) {
  const body = /<tbody.*<\/tbody>/s.exec(page.text)?.[0] ?? ''
  return [...body.matchAll(/<tr.*?<\/tr>/gs)].map(([row]) => {
    const cells = [...row.matchAll(/<t[dh].*?<\/t[dh]>/gs)].map(([cell]) => cell)
    const words = (html: string) =>
      html
        .replace(/<br ?\/?>/g, ' / ')
        .replace(/<[^>]*>/g, '')
        .trim()
    return {
      guest: words(cells[0]!),
      room: words(cells[1]!),
      by: words(cells[2]!),
      until: words(cells[3]!),
      links: [...row.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!),
      buttons: [...cells[4]!.matchAll(/<form .*?<\/form>/gs)].map(([form]) => ({
        action: /action="([^"]*)"/.exec(form)![1]!,
        fields: Object.fromEntries(
          [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
        ),
      })),
    }
  })
}

async function makeRoom(ctx: Ctx, title: string, slug = title.toLowerCase()): Promise<Space> {
  await ctx.db.insertInto('spaces').values({ realm: 'bridge', slug, title, access: 'invited' }).execute()
  return getSpace(ctx, slug)
}

async function makeGuest(ctx: Ctx, displayName: string, organisation = 'Kettenwerk GmbH'): Promise<AccountId> {
  const handle = displayName.toLowerCase().replaceAll(' ', '-')
  const { id } = await ctx.db
    .insertInto('accounts')
    .values({ realm: 'bridge', handle, displayName, organisation, email: `${handle}@people.example` })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** A guest in a room, for whom somebody answers from some days on: as an invitation makes it. */
async function guestIn(cast: Cast, ctx: Ctx, space: Space, guestId: AccountId, from = 0): Promise<void> {
  await addMember(later(cast.as(ctx, 'lena'), from), space, guestId)
}

const petraIn = (cast: Cast) => ({ guestId: cast.people.petra.id, spaceId: cast.spaces.cells.id as number })

test(
  'the list goes by room and name whatever their case, and says of each who answers and until when',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const motors = await makeRoom(ctx, 'battery tests', 'tests')
    await addMember(ctx, motors, cast.people.lena.id, 'steward')
    await addMember(ctx, cast.spaces.cells, cast.people.lena.id, 'steward')
    for (const name of ['zoe Adler', 'Bo Quist', 'ada Quist'])
      await guestIn(cast, ctx, motors, await makeGuest(ctx, name, 'Quist & Co'))
    const page = await site.as('lena').get('/inside/guests')
    assert.deepEqual(
      rowsOf(page).map(({ guest, room, by }) => [guest, room, by]),
      [
        ['ada Quist / Quist &amp; Co', 'battery tests', 'Lena Brandt'],
        ['Bo Quist / Quist &amp; Co', 'battery tests', 'Lena Brandt'],
        ['zoe Adler / Quist &amp; Co', 'battery tests', 'Lena Brandt'],
        ['Petra Kovač / Kettenwerk GmbH', 'Cell supply room', 'Lena Brandt'],
      ],
    )
    const [ada] = rowsOf(page)
    assert.ok(ada!.links.includes('/inside/spaces/tests'))
    assert.ok(ada!.links.some((href) => /^\/people\/\d+-ada-quist$/.test(href)))
    assert.match(page.text, new RegExp(`datetime="${dateOf(ctx, 90)}`))
  }),
)

test(
  'a button sends the guest and the room that stand in its line, and only what may be done has one',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    const fields = { guest: String(cast.people.petra.id), space: String(cast.spaces.cells.id) }
    const buttons = async (who: 'lena' | 'aiko' | 'jonas') => {
      const [row] = rowsOf(await site.as(who).get('/inside/guests?show=all'))
      for (const button of row!.buttons) assert.deepEqual(button.fields, fields)
      return row!.buttons.map(({ action }) => action.replace('/inside/guests/', ''))
    }
    assert.deepEqual(await buttons('lena'), ['renew', 'end'])
    assert.deepEqual(await buttons('aiko'), ['take-over'])
    assert.deepEqual(await buttons('jonas'), ['end'])
    await site.as('lena').post('/inside/guests/end', fields)
    // Where nobody answers there is nothing to end or to renew.
    assert.deepEqual(await buttons('lena'), ['take-over'])
    assert.deepEqual(await buttons('jonas'), [])
    for (const wrong of [{}, { guest: fields.guest }, { space: fields.space }, { ...fields, guest: '0' }])
      for (const verb of ['renew', 'take-over', 'end'])
        assert.equal((await site.as('lena').post(`/inside/guests/${verb}`, wrong as never)).status, 404, verb)
  }),
)

test(
  'each standing has its own words: until when, lapsed, ended, left, and never answered for',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    const row = async () => {
      const [found] = rowsOf(await site.as('aiko').get('/inside/guests'))
      const [guest] = (await listGuests(cast.as(ctx, 'aiko'))).guests
      return [found!.by, found!.until.replace(/Lapsed .*/, 'Lapsed'), guest!.standing]
    }
    await renewSponsorship(later(cast.as(ctx, 'lena'), -95), petraIn(cast))
    assert.deepEqual(await row(), ['Lena Brandt', 'Lapsed', 'lapsed'])
    assert.match((await site.as('aiko').get('/inside/guests')).text, new RegExp(`datetime="${dateOf(ctx, -5)}`))
    await renewSponsorship(cast.as(ctx, 'lena'), petraIn(cast))
    assert.equal((await row())[2], 'stands')
    assert.doesNotMatch((await row())[1]!, /Lapsed|Reads nothing|Suspended/)
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', cast.people.lena.id).execute()
    assert.deepEqual(await row(), ['Lena Brandt', 'Suspended: they left', 'suspended'])
    await ctx.db.updateTable('accounts').set({ state: 'active' }).where('id', '=', cast.people.lena.id).execute()
    await withdrawSponsorship(cast.as(ctx, 'lena'), petraIn(cast))
    assert.deepEqual(await row(), ['Nobody', 'Reads nothing', 'ended'])
    await ctx.db.deleteFrom('sponsorships').execute()
    assert.deepEqual(await row(), ['Nobody', 'Reads nothing', 'nobody'])
  }),
)

test(
  'who is in no room with a guest finds an empty list that says how guests come, and all guests only who administers',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const daniel = await site.as('daniel').get('/inside/guests?show=all')
    assert.match(daniel.text, /No guest is in your rooms/)
    assert.match(daniel.text, /can invite guests into it/)
    assert.doesNotMatch(daniel.text, /show=all"/)
    const own = await site.as('jonas').get('/inside/guests')
    assert.match(own.text, /No guest is in your rooms/)
    assert.match(own.text, /href="\/inside\/guests\?show=all"/)
    const all = await site.as('jonas').get('/inside/guests?show=all')
    const [row] = rowsOf(all)
    assert.equal(row!.room, 'Cell supply room')
    assert.ok(!row!.links.includes('/inside/spaces/cells'), 'no link into a room that he is not in')
    // A second steward of the inside administers as well, without owning anything.
    await giveOffice(ctx, cast.people.tomasz.id, 'inside-steward')
    const steward = ctx.as({ ...cast.people.tomasz, offices: ['inside-steward'] })
    assert.equal((await listGuests(steward, { all: true })).guests.length, 1)
    const owner = ctx.as({ ...cast.people.aiko, offices: ['owner'] })
    assert.equal((await listGuests(owner, { all: true })).guests.length, 1)
    const other = ctx.as({ ...cast.people.sara })
    assert.equal((await listGuests(other, { all: true })).mayAll, false)
    await withdrawSponsorship(steward, petraIn(cast))
    await ctx.db.deleteFrom('memberships').where('accountId', '=', cast.people.petra.id).execute()
    assert.match((await site.as('jonas').get('/inside/guests?show=all')).text, /No guest is here/)
  }),
)

test(
  'more than a hundred guests go on over pages, each once, in both lists',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const motors = await makeRoom(ctx, 'Motors')
    await addMember(ctx, motors, cast.people.lena.id)
    const values = Array.from({ length: 120 }, (_, at) => ({
      realm: 'bridge' as const,
      handle: `guest-${at}`,
      displayName: `Guest ${String(at).padStart(3, '0')}`,
      email: `guest-${at}@people.example`,
    }))
    const ids = await ctx.db.insertInto('accounts').values(values).returning('id').execute()
    await ctx.db
      .insertInto('memberships')
      .values(ids.map(({ id }) => ({ spaceId: motors.id, accountId: id })))
      .execute()
    for (const [who, show] of [
      ['lena', ''],
      ['jonas', '?show=all'],
    ] as const) {
      const first = await site.as(who).get(`/inside/guests${show}`)
      assert.equal(rowsOf(first).length, 100, who)
      const more = /href="(\?[^"]*from=\d+)"/.exec(first.text)![1]!.replaceAll('&amp;', '&')
      assert.equal(more, show ? '?show=all&from=100' : '?from=100')
      const second = await site.as(who).get(`/inside/guests${more}`)
      assert.equal(rowsOf(second).length, 21, who)
      assert.doesNotMatch(second.text, /from=200/)
      const names = [...rowsOf(first), ...rowsOf(second)].map(({ guest }) => guest)
      assert.equal(new Set(names).size, 121, who)
    }
    for (const from of ['x', '-1', '1e3'])
      assert.equal(rowsOf(await site.as('lena').get(`/inside/guests?from=${from}`)).length, 100, from)
  }),
)

test(
  'a guest who is closed, and one whose room is no bridge, stand in no list',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const karl = await makeGuest(ctx, 'Karl Ott')
    await addMember(ctx, cast.spaces.cells, cast.people.lena.id, 'steward')
    await guestIn(cast, ctx, cast.spaces.cells, karl)
    const names = async () => (await listGuests(cast.as(ctx, 'lena'))).guests.map(({ guestName }) => guestName)
    assert.deepEqual(await names(), ['Karl Ott', 'Petra Kovač'])
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', karl).execute()
    assert.deepEqual(await names(), ['Petra Kovač'])
    await assert.rejects(renewSponsorship(cast.as(ctx, 'lena'), { guestId: karl, spaceId: cast.spaces.cells.id }), {
      code: 'sponsorships.not-found',
    })
  }),
)

test(
  'since when somebody answers is the day of the last renewal, and a takeover begins anew',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    const guest = async () => (await listGuests(cast.as(ctx, 'lena'))).guests[0]!
    await renewSponsorship(later(cast.as(ctx, 'lena'), -20), petraIn(cast))
    assert.equal((await guest()).since!.getTime(), later(ctx, -20).now.getTime())
    await takeOverSponsorship(later(cast.as(ctx, 'aiko'), -10), petraIn(cast))
    assert.equal((await guest()).since!.getTime(), later(ctx, -10).now.getTime())
    assert.equal((await guest()).lapsesAt!.getTime(), later(ctx, 80).now.getTime())
    await renewSponsorship(later(cast.as(ctx, 'aiko'), -1), petraIn(cast))
    assert.equal((await guest()).since!.getTime(), later(ctx, -1).now.getTime())
  }),
)

test(
  'a guest finds their rooms: open ones by age with who answers, closed ones with since when, and nothing of others',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const motors = await makeRoom(ctx, 'Motors')
    const karl = await makeGuest(ctx, 'Karl Ott')
    await addMember(ctx, motors, cast.people.aiko.id, 'steward')
    const frames = await makeRoom(ctx, 'Frames')
    await addMember(ctx, frames, cast.people.lena.id, 'steward')
    await guestIn(cast, ctx, frames, karl)
    await addMember(cast.as(ctx, 'aiko'), motors, cast.people.petra.id)
    const petra = cast.as(ctx, 'petra')
    assert.deepEqual(
      (await ownRooms(petra)).open.map(({ title, sponsorName }) => [title, sponsorName]),
      [
        ['Cell supply room', 'Lena Brandt'],
        ['Motors', 'Aiko Tanaka'],
      ],
    )
    const page = await site.as('petra').get('/rooms')
    assert.match(page.text, /Open to you/)
    assert.match(page.text, new RegExp(`datetime="${dateOf(ctx, 90)}`))
    assert.doesNotMatch(page.text, /Frames|Karl|closed to you|You are in no room/)
    // Lapsed: since the day it ran out. Ended: since the day it was ended.
    await renewSponsorship(later(cast.as(ctx, 'lena'), -94), petraIn(cast))
    const lapsed = (await ownRooms(petra)).closed
    assert.deepEqual(
      lapsed.map(({ since }) => since?.getTime()),
      [later(ctx, -4).now.getTime()],
    )
    await withdrawSponsorship(later(cast.as(ctx, 'lena'), -1), petraIn(cast))
    const ended = (await ownRooms(petra)).closed
    assert.deepEqual(
      ended.map(({ since }) => since?.getTime()),
      [later(ctx, -1).now.getTime()],
    )
    assert.match((await site.as('petra').get('/rooms')).text, new RegExp(`since\\s*<time[^>]*${dateOf(ctx, -1)}`))
    // When the sponsor left, that day is their own business.
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', cast.people.aiko.id).execute()
    const left = (await ownRooms(petra)).closed
    assert.deepEqual(
      left.map(({ since }) => since === undefined),
      [false, true],
    )
    assert.match((await site.as('petra').get('/rooms')).text, /Nobody answers for you there any more\./)
    await ctx.db.deleteFrom('sponsorships').where('spaceId', '=', motors.id).execute()
    assert.equal((await ownRooms(petra)).closed[1]!.since, undefined)
  }),
)

test(
  'a guest who is in no room is told so, and how rooms come',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await ctx.db.deleteFrom('memberships').where('accountId', '=', cast.people.petra.id).execute()
    const page = await site.as('petra').get('/rooms')
    assert.match(page.text, /You are in no room/)
    assert.match(page.text, /When somebody at Velund invites you into one, it stands here/)
    assert.doesNotMatch(page.text, /Open to you|closed to you/)
  }),
)
