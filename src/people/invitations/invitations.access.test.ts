import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { invite, listOpenInvitations, withdrawInvitation } from './invitations.ts'

const origin = 'https://tango.example'

test(
  'colleagues are invited by owner and inside steward, guests by the employees in the room',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error) => error.code ?? error,
      )
    const room = String(cast.spaces.cells.id)
    for (const who of everybody) {
      const seen = cast.as(ctx, who)
      const employee = who !== 'visitor' && cast.people[who].realm === 'inside'
      const colleague = invite(seen, { place: 'inside', email: `by-${who}@velund.example`, displayName: 'New' }, origin)
      // For who looks after the other side alone, inviting colleagues is not there at all.
      const isThere = employee && who !== 'sara'
      const expected = who === 'jonas' ? 'done' : isThere ? 'invitations.not-yours' : 'invitations.not-found'
      assert.equal(await outcome(colleague), expected, `${who} inside`)
      const guest = {
        place: room,
        email: `by-${who}@kettenwerk.example`,
        displayName: 'New',
        organisation: 'Kettenwerk',
      }
      const expectedRoom = who === 'lena' ? 'done' : employee ? 'invitations.not-in-room' : 'invitations.not-found'
      assert.equal(await outcome(invite(seen, guest, origin)), expectedRoom, `${who} room`)
      // Only a bridge space takes guests, even by an owner and even by its own members.
      for (const place of [cast.spaces.battery, cast.spaces.riders]) {
        assert.notEqual(
          await outcome(invite(seen, { ...guest, place: String(place.id) }, origin)),
          'done',
          `${who} ${place.slug}`,
        )
      }
      const listed = await listOpenInvitations(seen).then(
        (all) => all.map((one) => one.email),
        (error) => error.code,
      )
      const sees = { jonas: ['by-jonas@velund.example'], lena: ['by-lena@kettenwerk.example'] }[who as 'lena'] ?? []
      assert.deepEqual(listed, employee ? sees : 'invitations.not-found', `${who} lists`)
    }
  }),
)

test(
  'an invitation is withdrawn by its sender, and one to the inside by the steward too',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sent = {
      place: String(cast.spaces.cells.id),
      email: 'karl@kettenwerk.example',
      displayName: 'Karl',
      organisation: 'K',
    }
    const id = await invite(cast.as(ctx, 'lena'), sent, origin)
    for (const who of everybody.filter((one) => one !== 'lena')) {
      await assert.rejects(withdrawInvitation(cast.as(ctx, who), id), { code: 'invitations.not-found' }, who)
    }
    await withdrawInvitation(cast.as(ctx, 'lena'), id)
    const inside = await invite(
      cast.as(ctx, 'jonas'),
      { place: 'inside', email: 'n@velund.example', displayName: 'N' },
      origin,
    )
    await withdrawInvitation(ctx.as({ ...cast.people.aiko, offices: ['inside-steward'] }), inside)
  }),
)

test(
  'the page for inviting opens for those who may, is refused to colleagues, and does not exist for others',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const expected = { jonas: 200, lena: 200, daniel: 403, sara: 404, visitor: 404, ines: 404, petra: 404 } as const
    for (const [who, status] of Object.entries(expected)) {
      assert.equal((await site.as(who as 'jonas').get('/inside/people/invite')).status, status, who)
    }
    assert.doesNotMatch((await site.as('lena').get('/inside/people/invite')).text, /as a colleague/)
  }),
)
