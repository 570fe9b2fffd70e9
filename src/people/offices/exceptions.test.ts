import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { closeAccount } from '../accounts/accounts.ts'
import { askException, decideException, reportBothSides } from './exceptions.ts'
import { endOffice, giveOffice, listOffices } from './offices.ts'

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? error,
  )

/** The act in a part of a transaction that is taken back, so that each is tried on the same state. */
async function tried(ctx: Ctx, work: (inside: Ctx) => Promise<unknown>): Promise<string> {
  return ctx
    .transaction(async (inside) => {
      throw { code: await outcome(work(inside)) }
    })
    .catch(({ code }) => code)
}

/** Jonas owns and looks after the inside; Sara looks after the outside; Aiko is made a second owner. */
async function withSecondOwner(ctx: Ctx) {
  const cast = await getCast(ctx)
  await giveOffice(ctx, cast.people.aiko.id, 'owner')
  const aiko: AccountViewer = { ...cast.people.aiko, offices: ['owner'] }
  return { cast, aiko, jonas: cast.as(ctx, 'jonas') }
}

const forSara = { email: 'sara@velund.example', office: 'inside-steward', reason: 'Jonas is away in spring.' } as const
const stewardships = async (ctx: Ctx, who: PersonName) => {
  const { id } = (await getCast(ctx)).people[who]
  return (await listOffices(ctx)).filter((one) => one.accountId === id && one.office.endsWith('steward')).length
}

test(
  'owners ask; another owner or a steward of that side decides; never who asked, never who is concerned',
  inTransaction(async (ctx) => {
    const { cast, aiko, jonas } = await withSecondOwner(ctx)
    const tomasz: AccountViewer = { ...cast.people.tomasz, offices: ['inside-steward'] }
    await giveOffice(ctx, tomasz.id, 'inside-steward')
    for (const who of everybody) {
      const expected = who === 'jonas' ? 'done' : 'offices.owner-only'
      assert.equal(await tried(ctx, (inside) => askException(cast.as(inside, who), forSara)), expected, `${who} asks`)
    }
    const id = await askException(jonas, forSara)
    const deciders = [
      ...everybody.map((who) => [who, cast.viewer(who)] as const),
      ['a second owner', aiko] as const,
      ['a steward of that side', tomasz] as const,
    ]
    const expected: Partial<Record<string, string>> = {
      jonas: 'offices.asked-yourself',
      sara: 'offices.about-you',
      'a second owner': 'done',
      'a steward of that side': 'done',
    }
    for (const [who, viewer] of deciders) {
      for (const approve of [true, false]) {
        const got = await tried(ctx, (inside) => decideException(inside.as(viewer), id, { approve, note: 'Because' }))
        assert.equal(got, expected[who] ?? 'offices.not-found', `${who} decides ${approve}`)
      }
      const sees = viewer.kind === 'account' && viewer.offices.some((one) => one === 'owner' || one.endsWith('steward'))
      assert.equal(await outcome(reportBothSides(ctx.as(viewer))), sees ? 'done' : 'offices.not-found', who)
    }
    // The machine gives without asking, and decides for nobody.
    assert.equal(await tried(ctx, (inside) => decideException(inside, id, { approve: true })), 'offices.not-approver')
  }),
)

test(
  'the office is given in the moment of agreeing, and the report says who asked, who agreed, when and why',
  inTransaction(async (ctx) => {
    const { cast, aiko, jonas } = await withSecondOwner(ctx)
    await assert.rejects(giveOffice(jonas, cast.people.sara.id, 'inside-steward'), { code: 'offices.kept-apart' })
    const id = await askException(jonas, forSara)
    await assert.rejects(giveOffice(jonas, cast.people.sara.id, 'inside-steward'), { code: 'offices.kept-apart' })
    assert.equal(await stewardships(ctx, 'sara'), 1)
    const mails = await ctx.db.selectFrom('mails').select(['toAddress', 'bodyText']).execute()
    assert.deepEqual(
      mails.map((mail) => mail.toAddress),
      ['aiko@velund.example'],
    )
    assert.match(mails[0]!.bodyText, /Jonas is away in spring/)
    assert.match(mails[0]!.bodyText, /You get this because you can decide it/)
    await decideException(ctx.as(aiko), id, { approve: true, note: 'Until May.' })
    assert.equal(await stewardships(ctx, 'sara'), 2)
    await assert.rejects(decideException(ctx.as(aiko), id, { approve: false, note: 'No' }), { code: 'offices.decided' })
    const { holders, open } = await reportBothSides(jonas)
    assert.deepEqual(open, [])
    assert.equal(holders.length, 1)
    const [holder] = holders
    assert.deepEqual(
      [holder!.displayName, holder!.origin, holder!.askerName, holder!.deciderName, holder!.reason, holder!.note],
      ['Sara Lindqvist', 'exception', 'Jonas Weber', 'Aiko Tanaka', 'Jonas is away in spring.', 'Until May.'],
    )
    // With either office the exception is over, and asking again is another one.
    await endOffice(jonas, cast.people.sara.id, 'inside-steward')
    assert.deepEqual((await reportBothSides(jonas)).holders, [])
    assert.ok((await reportBothSides(jonas)).decided[0]!.overSince)
    await assert.rejects(giveOffice(jonas, cast.people.sara.id, 'inside-steward'), { code: 'offices.kept-apart' })
    const again = await askException(jonas, forSara)
    assert.notEqual(again, id)
    await decideException(ctx.as(aiko), again, { approve: true })
    await endOffice(jonas, cast.people.sara.id, 'outside-steward')
    await assert.rejects(giveOffice(jonas, cast.people.sara.id, 'outside-steward'), { code: 'offices.kept-apart' })
  }),
)

test(
  'refusing keeps the reason, gives nothing, and it may be asked again',
  inTransaction(async (ctx) => {
    const { aiko, jonas } = await withSecondOwner(ctx)
    const id = await askException(jonas, forSara)
    await assert.rejects(askException(jonas, forSara), { code: 'offices.is-asked' })
    await assert.rejects(decideException(ctx.as(aiko), id, { approve: false, note: ' ' }), { code: 'offices.no-note' })
    await decideException(ctx.as(aiko), id, { approve: false, note: 'Two hands are better.' })
    assert.equal(await stewardships(ctx, 'sara'), 1)
    const [decided] = (await reportBothSides(jonas)).decided
    assert.deepEqual(
      [decided!.approved, decided!.note, decided!.deciderName],
      [false, 'Two hands are better.', 'Aiko Tanaka'],
    )
    await askException(jonas, forSara)
  }),
)

test(
  'where nobody else could agree the answer says so and what to do, and nothing is asked',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = cast.as(ctx, 'jonas')
    await assert.rejects(askException(jonas, forSara), (error: { code: string; message: string }) => {
      assert.equal(error.code, 'offices.no-approver')
      assert.match(error.message, /Make another colleague owner or inside steward.*tango user give-office/)
      return true
    })
    assert.deepEqual((await reportBothSides(jonas)).open, [])
    // Jonas himself may become outside steward if Sara agrees.
    const own = { email: 'jonas@velund.example', office: 'outside-steward', reason: 'Summer' } as const
    const id = await askException(jonas, own)
    // Then the only one who could decide leaves.
    await closeAccount(ctx, cast.people.sara.id, 'Left')
    const [open] = (await reportBothSides(jonas)).open
    assert.deepEqual([open!.id, open!.approvers], [id, []])
    const page = await (await openSite(ctx)).as('jonas').get('/inside/people/offices/both-sides')
    assert.match(page.text, /Nobody else could agree to this/)
  }),
)

test(
  'what changed since asking is looked at again when it is decided',
  inTransaction(async (ctx) => {
    const { cast, aiko, jonas } = await withSecondOwner(ctx)
    const id = await askException(jonas, forSara)
    const agree = (inside: Ctx) => decideException(inside.as(aiko), id, { approve: true })
    const gone = await tried(ctx, async (inside) => {
      await endOffice(inside, cast.people.jonas.id, 'owner')
      await agree(inside)
    })
    assert.equal(gone, 'offices.asker-gone')
    const left = await tried(ctx, async (inside) => {
      await closeAccount(inside, cast.people.sara.id, 'Left')
      await agree(inside)
    })
    assert.equal(left, 'accounts.not-found')
    assert.equal((await reportBothSides(jonas)).open.length, 1)
  }),
)

test(
  'what cannot be asked is said for each field',
  inTransaction(async (ctx) => {
    const { jonas } = await withSecondOwner(ctx)
    const wrong = [
      [{ ...forSara, email: 'nobody@velund.example' }, 'offices.nobody'],
      [{ ...forSara, email: 'daniel@velund.example' }, 'offices.no-need'],
      [{ ...forSara, office: 'outside-steward' as const }, 'offices.held'],
      [{ ...forSara, reason: '  ' }, 'offices.not-valid'],
      [{ ...forSara, email: 'ines@people.example' }, 'offices.nobody'],
    ] as const
    for (const [asked, code] of wrong) await assert.rejects(askException(jonas, asked), { code }, code)
  }),
)

test(
  'the report marks what the machine set and what is older than the rule',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await giveOffice(ctx, cast.people.sara.id, 'inside-steward')
    const origin = async () => (await reportBothSides(cast.as(ctx, 'jonas'))).holders.map((one) => one.origin)
    assert.deepEqual(await origin(), ['machine'])
    // As the migration marks what it finds.
    await ctx.db
      .updateTable('offices')
      .set({ beforeExceptions: true })
      .where('accountId', '=', cast.people.sara.id)
      .execute()
    assert.deepEqual(await origin(), ['before'])
  }),
)

test(
  'asking, refusing without a reason and agreeing work on the page without script',
  inTransaction(async (ctx) => {
    const { aiko } = await withSecondOwner(ctx)
    const site = await openSite(ctx)
    const path = '/inside/people/offices/both-sides'
    assert.equal((await site.as('jonas').post(path, { ...forSara, reason: '' })).status, 422)
    assert.equal((await site.as('jonas').post(path, forSara)).location, path)
    const own = await site.as('jonas').get(path)
    assert.match(own.text, /Somebody else decides it/)
    assert.doesNotMatch(own.text, /Agree, and give the office/)
    assert.match((await site.as(aiko).get('/inside/people/offices')).text, /1 to decide/)
    const exception = /name="exception" value="(\d+)"/.exec((await site.as(aiko).get(path)).text)![1]!
    const refused = await site.as(aiko).post(`${path}/decide`, { exception, decision: 'refuse', note: '' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Write why not/)
    assert.equal((await site.as('jonas').post(`${path}/decide`, { exception, decision: 'approve' })).status, 403)
    assert.equal((await site.as(aiko).post(`${path}/decide`, { exception, decision: 'approve' })).location, path)
    assert.match((await site.as('sara').get(path)).text, /Jonas Weber asked, Aiko Tanaka agreed/)
    for (const who of ['visitor', 'ines', 'petra', 'daniel'] as const) {
      assert.equal((await site.as(who).get(path)).status, 404, who)
      assert.equal((await site.as(who).post(path, forSara)).status, 404, who)
      assert.equal((await site.as(who).post(`${path}/decide`, { exception, decision: 'approve' })).status, 404, who)
    }
  }),
)
