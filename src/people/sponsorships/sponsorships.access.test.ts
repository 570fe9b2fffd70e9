import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { addMember } from '../../realms/spaces/spaces.ts'
import {
  countUnanswered,
  getSponsorship,
  listAnswering,
  listGuests,
  ownRooms,
  renewSponsorship,
  takeOverSponsorship,
  withdrawSponsorship,
} from './sponsorships.ts'

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? error,
  )

test(
  'who answers renews, who is in the room takes over, who looks after guests ends it, and nobody else finds the guest',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    await addMember(ctx, cast.spaces.cells, cast.people.tomasz.id, 'steward')
    const petra = { guestId: cast.people.petra.id, spaceId: cast.spaces.cells.id }
    // Lena answers. Aiko is in the room, Tomasz looks after it, Jonas administers the inside and is not in it.
    const expected: Partial<Record<string, [renew: string, takeOver: string, end: string]>> = {
      lena: ['done', 'sponsorships.is-yours', 'done'],
      aiko: ['sponsorships.not-sponsor', 'done', 'sponsorships.not-yours'],
      tomasz: ['sponsorships.not-sponsor', 'done', 'done'],
      jonas: ['sponsorships.not-in-room', 'sponsorships.not-in-room', 'done'],
    }
    const acts = [renewSponsorship, takeOverSponsorship, withdrawSponsorship]
    for (const who of everybody) {
      const wanted = expected[who] ?? acts.map(() => 'sponsorships.not-found')
      for (const [at, act] of acts.entries()) {
        // Each act is tried on the same state.
        const got = await ctx
          .transaction(async (inside) => {
            throw { code: await outcome(act(cast.as(inside, who), petra)) }
          })
          .catch(({ code }) => code)
        assert.equal(got, wanted[at], `${who} ${act.name}`)
      }
      const seen = await listGuests(cast.as(ctx, who), { all: true }).then(
        ({ guests }) => guests.map((guest) => guest.guestName),
        (error) => error.code,
      )
      const employee = who !== 'visitor' && cast.people[who].realm === 'inside'
      assert.deepEqual(seen, employee ? (expected[who] ? ['Petra Kovač'] : []) : 'sponsorships.not-found', who)
      assert.equal(await outcome(ownRooms(cast.as(ctx, who))), who === 'petra' ? 'done' : 'sponsorships.not-found', who)
    }
  }),
)

test(
  'what Tango asks for itself is answered to nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [one] = await listAnswering(ctx, cast.people.lena.id)
    for (const who of everybody) {
      const seen = cast.as(ctx, who)
      assert.equal(await outcome(countUnanswered(seen)), 'sponsorships.not-found', who)
      assert.equal(await outcome(getSponsorship(seen, one!.id)), 'sponsorships.not-found', who)
      // Closing an account shows for whom its owner answers.
      const expected = who === 'jonas' ? 'done' : 'sponsorships.not-found'
      assert.equal(await outcome(listAnswering(seen, cast.people.lena.id)), expected, who)
    }
  }),
)

test(
  'the pages open for whom they are, and for others there is nothing',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const { petra } = (await getCast(ctx)).people
    for (const who of everybody) {
      const isGuest = who === 'petra'
      const employee = who !== 'visitor' && (await getCast(ctx)).people[who].realm === 'inside'
      assert.equal((await site.as(who).get('/inside/guests')).status, employee ? 200 : 404, who)
      assert.equal((await site.as(who).get('/inside/guests?show=all')).status, employee ? 200 : 404, who)
      assert.equal((await site.as(who).get('/rooms')).status, isGuest ? 200 : 404, who)
      const fields = { guest: String(petra.id), space: '999999' }
      assert.equal((await site.as(who).post('/inside/guests/renew', fields)).status, 404, who)
    }
    // Daniel is in no room: the word for all guests changes nothing for him.
    assert.doesNotMatch((await site.as('daniel').get('/inside/guests?show=all')).text, /Petra|All guests/)
    assert.match((await site.as('jonas').get('/inside/guests?show=all')).text, /Petra/)
  }),
)
