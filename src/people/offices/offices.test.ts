import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { endOffice, giveOffice, giveOfficeByEmail, listOffices } from './offices.ts'

test(
  'an office is held from being given until it is ended, and both stay on record',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = cast.as(ctx, 'jonas')
    const { aiko } = cast.people
    const held = async () =>
      (await listOffices(jonas)).filter((one) => one.accountId === aiko.id).map((one) => one.office)
    await giveOffice(jonas, aiko.id, 'official-voice')
    await giveOffice(jonas, aiko.id, 'official-voice')
    assert.deepEqual(await held(), ['official-voice'])
    await endOffice(jonas, aiko.id, 'official-voice')
    assert.deepEqual(await held(), [])
    await giveOffice(jonas, aiko.id, 'official-voice')
    const rows = await ctx.db
      .selectFrom('offices')
      .select(['givenBy', 'endedAt'])
      .where('accountId', '=', aiko.id)
      .orderBy('id')
      .execute()
    assert.deepEqual(
      rows.map((row) => [row.givenBy, row.endedAt !== null]),
      [
        [cast.people.jonas.id, true],
        [cast.people.jonas.id, false],
      ],
    )
    const events = await ctx.db.selectFrom('events').select('name').orderBy('id').execute()
    assert.deepEqual(
      events.map((event) => event.name),
      ['office.given', 'office.ended', 'office.given'],
    )
  }),
)

test(
  'the two sides are looked after by two people; only whoever runs the machine can make an exception',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = cast.as(ctx, 'jonas')
    await assert.rejects(giveOffice(jonas, cast.people.jonas.id, 'outside-steward'), { code: 'offices.kept-apart' })
    await assert.rejects(giveOffice(jonas, cast.people.sara.id, 'inside-steward'), { code: 'offices.kept-apart' })
    await giveOffice(ctx, cast.people.sara.id, 'inside-steward')
  }),
)

test(
  'the last owner stays until there is another',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = cast.as(ctx, 'jonas')
    await assert.rejects(endOffice(jonas, cast.people.jonas.id, 'owner'), { code: 'offices.last-owner' })
    await giveOffice(jonas, cast.people.lena.id, 'owner')
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', cast.people.lena.id).execute()
    await assert.rejects(endOffice(jonas, cast.people.jonas.id, 'owner'), { code: 'offices.last-owner' })
    await giveOffice(jonas, cast.people.aiko.id, 'owner')
    await endOffice(jonas, cast.people.jonas.id, 'owner')
    assert.equal(
      (await listOffices(jonas)).some((one) => one.office === 'owner' && one.displayName === 'Jonas Weber'),
      false,
    )
  }),
)

test(
  'offices are held by employees',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = cast.as(ctx, 'jonas')
    for (const who of ['ines', 'petra'] as const) {
      await assert.rejects(
        giveOffice(jonas, cast.people[who].id, 'official-voice'),
        { code: 'offices.not-inside' },
        who,
      )
    }
    await assert.rejects(giveOffice(jonas, 999_999 as never, 'owner'), { code: 'accounts.not-found' })
    await assert.rejects(giveOfficeByEmail(jonas, 'ines@people.example', 'owner'), { code: 'offices.nobody' })
  }),
)

test(
  'the owner gives and ends an office on its page; colleagues read it; outside there is no such page',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const path = '/inside/people/offices'
    const refused = await site.as('jonas').post(path, { email: 'nobody@velund.example', office: 'official-voice' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /No colleague has this address/)
    assert.equal(
      (await site.as('jonas').post(path, { email: 'Aiko@velund.example', office: 'official-voice' })).location,
      path,
    )
    const daniel = await site.as('daniel').get(path)
    assert.match(daniel.text, /Aiko Tanaka/)
    assert.doesNotMatch(daniel.text, /Give the office/)
    assert.equal((await site.as('daniel').post(path, { email: 'daniel@velund.example', office: 'owner' })).status, 403)
    const { id } = (await getCast(ctx)).people.aiko
    assert.equal(
      (await site.as('jonas').post(`${path}/end`, { account: String(id), office: 'official-voice' })).location,
      path,
    )
    assert.doesNotMatch((await site.as('daniel').get(path)).text, /Aiko Tanaka/)
    for (const who of ['visitor', 'ines', 'petra'] as const)
      assert.equal((await site.as(who).get(path)).status, 404, who)
  }),
)
