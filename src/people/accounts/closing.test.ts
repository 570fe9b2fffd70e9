import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { castPassword, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { startDiscussion } from '../../content/discussions/discussions.ts'
import { getThread } from '../../content/threads/threads.ts'
import { addMember, listMembers } from '../../realms/spaces/spaces.ts'
import { acceptInvitation, invite } from '../invitations/invitations.ts'
import { giveOffice, listOffices } from '../offices/offices.ts'
import { findViewer, startSession } from '../sessions/sessions.ts'
import { listAnswering } from '../sponsorships/sponsorships.ts'
import { closeAccount, createAccount, findPerson, getClosing, loadPeople } from './accounts.ts'

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? error,
  )

test(
  'accounts inside and on the bridge are closed by owner and inside steward; for everybody else there is no such act',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const steward = { ...cast.people.aiko, offices: ['inside-steward'] }
    const askers = [...everybody.map((who) => [who, cast.viewer(who)] as const), ['steward', steward] as const]
    for (const [who, viewer] of askers) {
      for (const [name, person] of Object.entries(cast.people)) {
        const looksAfter = who === 'jonas' || who === 'steward'
        const self = viewer.kind === 'account' && viewer.id === person.id
        const expected = !looksAfter
          ? 'accounts.not-found'
          : person.realm === 'outside'
            ? 'accounts.not-yours'
            : self
              ? 'accounts.own'
              : name === 'jonas'
                ? 'accounts.owner'
                : 'done'
        const got = await ctx
          .transaction(async (inside) => {
            throw { code: await outcome(closeAccount(inside.as(viewer), person.id, 'Left')) }
          })
          .catch(({ code }) => code)
        assert.equal(got, expected, `${who} closes ${name}`)
        assert.equal(await outcome(getClosing(ctx.as(viewer), person.id)), expected, `${who} asks about ${name}`)
      }
    }
  }),
)

test(
  'whoever is closed is signed out, holds no office and answers for nobody, and what they wrote stays in their name',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { lena } = cast.people
    await giveOffice(ctx, lena.id, 'official-voice')
    const thread = await startDiscussion(cast.as(ctx, 'lena'), cast.spaces.cells, { title: 'Cells', body: 'Ready.' })
    const { token } = await startSession(ctx, lena.id, { provedBy: 'code', device: 'Firefox' })
    assert.ok(await findViewer(ctx, token))
    await closeAccount(cast.as(ctx, 'jonas'), lena.id, '  Left the company in autumn  ')
    assert.equal(await findViewer(ctx, token), undefined)
    const open = await ctx.db
      .selectFrom('sessions')
      .select('id')
      .where('accountId', '=', lena.id)
      .where('endedAt', 'is', null)
    assert.deepEqual(await open.execute(), [])
    assert.equal(
      (await listOffices(ctx)).some((one) => one.accountId === lena.id),
      false,
    )
    assert.equal(await findPerson(cast.as(ctx, 'daniel'), lena.id), undefined)
    assert.equal((await getThread(ctx, thread.id)).authorId, lena.id)
    assert.equal((await loadPeople(ctx, [lena.id])).get(lena.id)?.displayName, 'Lena Brandt')
    assert.equal(
      (await listMembers(ctx, cast.spaces.cells)).some((one) => one.id === lena.id),
      false,
    )
    // Kept: the membership in history, the sponsorship that nobody ended, who closed it and why.
    const membership = await ctx.db
      .selectFrom('memberships')
      .select('joinedAt')
      .where('accountId', '=', lena.id)
      .execute()
    assert.equal(membership.length, 2)
    assert.equal((await listAnswering(ctx, lena.id)).length, 1)
    const closings = await ctx.db.selectFrom('accountClosings').select(['closedBy', 'reason']).execute()
    assert.deepEqual(closings, [{ closedBy: cast.people.jonas.id, reason: 'Left the company in autumn' }])
    await assert.rejects(closeAccount(cast.as(ctx, 'jonas'), lena.id, 'Again'), { code: 'accounts.not-found' })
  }),
)

test(
  'the last owner cannot be closed, not even by the machine',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await assert.rejects(closeAccount(ctx, cast.people.jonas.id, 'Left'), { code: 'offices.last-owner' })
    // Refused whole: the other office of Jonas stands too.
    const held = async () => (await listOffices(ctx)).filter((one) => one.accountId === cast.people.jonas.id)
    assert.equal((await held()).length, 2)
    await giveOffice(ctx, cast.people.aiko.id, 'owner')
    await closeAccount(ctx.as({ ...cast.people.aiko, offices: ['owner'] }), cast.people.jonas.id, 'Left')
    assert.equal((await held()).length, 0)
    await assert.rejects(closeAccount(ctx, cast.people.aiko.id, 'Left'), { code: 'offices.last-owner' })
  }),
)

test(
  'the address of a closed account is free: whoever comes back is a new face, with none of the old rights',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await closeAccount(cast.as(ctx, 'jonas'), cast.people.petra.id, 'Left Kettenwerk')
    await invite(
      cast.as(ctx, 'lena'),
      { place: String(cast.spaces.cells.id), email: 'petra@people.example', displayName: 'Petra', organisation: 'K' },
      'https://t.example',
    )
    const mail = await ctx.db.selectFrom('mails').select('bodyText').orderBy('id', 'desc').executeTakeFirstOrThrow()
    const token = /\/invitations\/([A-Za-z0-9_-]{43})/.exec(mail.bodyText)![1]!
    const entered = await acceptInvitation(
      ctx.as({ kind: 'visitor' }),
      token,
      { displayName: 'Petra Kovač', password: castPassword },
      { device: '' },
    )
    const viewer = await findViewer(ctx, entered.token)
    assert.notEqual(viewer!.id, cast.people.petra.id)
    const again = await createAccount(ctx, { realm: 'inside', email: 'new@velund.example', displayName: 'New' })
    await closeAccount(ctx, again, 'A mistake')
    await createAccount(ctx, { realm: 'inside', email: 'new@velund.example', displayName: 'New' })
  }),
)

test(
  'the page says what follows, wants a reason, and is reached from the profile',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const path = `/inside/people/${cast.people.lena.id}/close`
    assert.match((await site.as('jonas').get(`/people/${cast.people.lena.id}-lena`)).text, new RegExp(path))
    assert.doesNotMatch((await site.as('daniel').get(`/people/${cast.people.lena.id}-lena`)).text, /\/close/)
    const asked = await site.as('jonas').get(path)
    assert.match(asked.text, /Nobody answers any more for Petra Kovač/)
    const refused = await site.as('jonas').post(path, { reason: '  ' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Write why/)
    for (const who of ['visitor', 'ines', 'petra', 'daniel', 'sara'] as const) {
      assert.equal((await site.as(who).get(path)).status, 404, who)
      assert.equal((await site.as(who).post(path, { reason: 'No' })).status, 404, who)
    }
    assert.equal((await site.as('jonas').post(path, { reason: 'Left' })).location, '/inside/people')
    assert.equal((await site.as('jonas').get(path)).status, 404)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    assert.match((await site.as('aiko').get('/inside/guests')).text, /Suspended: they left/)
  }),
)
