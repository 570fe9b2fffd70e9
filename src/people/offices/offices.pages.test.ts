/** The pages of offices and of both sides: who finds what on them, and that nothing typed is lost. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { type AccountViewer, type Ctx, makeCtx } from '../../platform/context.ts'
import { createAccount } from '../accounts/accounts.ts'
import { askException, countToDecide, decideException, reportBothSides } from './exceptions.ts'
import { endOffice, giveOffice, giveOfficeByEmail, listOffices } from './offices.ts'

const path = '/inside/people/offices'
const bothSides = `${path}/both-sides`
const day = 86_400_000

const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * day) })

/** The rows of a table by its caption, each cell as words. */
function rowsOf(page: Page, caption: string): string[][] {
  const table = [...page.text.matchAll(/<table.*?<\/table>/gs)].find(([html]) => html.includes(caption))
  assert.ok(table, `there is a table “${caption}”`)
  const body = /<tbody.*<\/tbody>/s.exec(table[0])![0]
  return [...body.matchAll(/<tr.*?<\/tr>/gs)].map(([row]) =>
    [...row.matchAll(/<t[dh].*?<\/t[dh]>/gs)].map(([cell]) =>
      cell
        .replace(/<br ?\/?>/g, ' / ')
        .replace(/<[^>]*>/g, '')
        .trim(),
    ),
  )
}

const fieldOf = (page: Page, name: string): string | undefined =>
  new RegExp(`<input [^>]*name="${name}"[^>]*>`)
    .exec(page.text)?.[0]
    .match(/ value="([^"]*)"/)?.[1]
    ?.replaceAll('&amp;', '&')

const chosenOf = (page: Page): string | undefined =>
  /<option ([^>]*selected[^>]*)>/.exec(page.text)?.[1]?.match(/value="([^"]*)"/)?.[1]

async function withSecondOwner(ctx: Ctx) {
  const cast = await getCast(ctx)
  await giveOffice(ctx, cast.people.aiko.id, 'owner')
  const aiko: AccountViewer = { ...cast.people.aiko, offices: ['owner'] }
  return { cast, aiko, jonas: cast.as(ctx, 'jonas') }
}

const forSara = { email: 'sara@velund.example', office: 'inside-steward', reason: 'Jonas is away in spring.' } as const

test(
  'the page names every office with what it is for, who holds it and the way to them, in one order',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await giveOffice(later(ctx, -40), cast.people.daniel.id, 'official-voice')
    const page = await site.as('daniel').get(path)
    assert.deepEqual(
      rowsOf(page, 'Who holds which office').map(([office, who]) => [office, who]),
      [
        ['Inside steward / Spaces, invitations and conduct inside.', 'Jonas Weber'],
        ['Official voice / Answers outside in the name of the company.', 'Mirela Popescu'],
        ['Official voice / Answers outside in the name of the company.', 'Daniel Okafor'],
        ['Outside steward / Spaces and moderation outside.', 'Sara Lindqvist'],
        ['Owner / Gives offices and makes spaces on both sides.', 'Jonas Weber'],
      ],
    )
    for (const row of rowsOf(page, 'Who holds which office')) assert.equal(row.length, 3, 'no way to end it')
    assert.match(page.text, new RegExp(`href="/people/${cast.people.mirela.id}"`))
    const since = later(ctx, -40).now.toISOString().slice(0, 10)
    assert.match(page.text, new RegExp(`datetime="${since}`))
    assert.doesNotMatch(page.text, /both-sides|Give an office/)
  }),
)

test(
  'giving a steward of one side the other is refused at the field, keeps what was typed, and leads to the exception',
  inTransaction(async (ctx) => {
    await getCast(ctx)
    const jonas = (await openSite(ctx)).as('jonas')
    const typed = { email: 'sara@velund.example', office: 'inside-steward' }
    const page = await jonas.post(path, typed)
    assert.equal(page.status, 422)
    assert.match(page.text, /id="office-error".*?Sara Lindqvist is outside steward\. .*?ask for an exception/s)
    assert.deepEqual([fieldOf(page, 'email'), chosenOf(page)], [typed.email, typed.office])
    assert.match(page.text, new RegExp(`href="${bothSides}"`))
    assert.equal((await listOffices(ctx)).filter(({ office }) => office === 'inside-steward').length, 1)
  }),
)

test(
  'the owner ends with one button exactly the office that stands beside it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await giveOffice(ctx, cast.people.jonas.id, 'official-voice')
    const page = await site.as('jonas').get(path)
    const form = [...page.text.matchAll(/<form [^>]*offices\/end.*?<\/form>/gs)].find(([html]) =>
      html.includes('End the office Official voice of Mirela Popescu'),
    )
    const fields = Object.fromEntries(
      [...form![0].matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
    )
    assert.deepEqual(fields, { account: String(cast.people.mirela.id), office: 'official-voice' })
    assert.equal((await site.as('jonas').post(`${path}/end`, fields)).location, path)
    const left = (await listOffices(ctx)).map(({ office, displayName }) => `${displayName}: ${office}`)
    assert.deepEqual(left, [
      'Jonas Weber: inside-steward',
      'Jonas Weber: official-voice',
      'Sara Lindqvist: outside-steward',
      'Jonas Weber: owner',
    ])
    // Said again, it changes nothing and tells nothing; nobody hears of it twice.
    await site.as('jonas').post(`${path}/end`, fields)
    const events = await ctx.db.selectFrom('events').select('name').where('name', '=', 'office.ended').execute()
    assert.equal(events.length, 1)
    assert.equal((await site.as('daniel').post(`${path}/end`, fields)).status, 403)
    const nobody = await site.as('jonas').post(`${path}/end`, { account: 'x', office: 'official-voice' })
    assert.equal(nobody.status, 422)
    assert.match(nobody.text, /No office is given yet/)
    assert.equal((await site.as('jonas').post(`${path}/end`, { account: '1', office: 'king' })).status, 422)
  }),
)

test(
  'an office given to nobody keeps what was typed and says beside the field what to do',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const refused = await site.as('jonas').post(path, { email: 'nobody@velund.example', office: 'outside-steward' })
    assert.equal(refused.status, 422)
    assert.equal(fieldOf(refused, 'email'), 'nobody@velund.example')
    assert.equal(chosenOf(refused), 'outside-steward')
    assert.match(refused.text, /id="email-error"[^]*No colleague has this address\. Invite them first/)
    const odd = await site.as('jonas').post(path, { email: 'aiko@velund.example', office: 'king' })
    assert.match(odd.text, /id="office-error"[^]*Choose an office/)
    // Who has left is nobody's colleague, whatever stands in the books.
    await ctx.db.updateTable('accounts').set({ state: 'unclaimed' }).where('id', '=', cast.people.aiko.id).execute()
    const gone = await site.as('jonas').post(path, { email: 'aiko@velund.example', office: 'official-voice' })
    assert.equal(gone.status, 422)
    await assert.rejects(giveOffice(ctx, cast.people.aiko.id, 'official-voice'), { code: 'offices.not-inside' })
    assert.equal(
      (await listOffices(ctx)).some(({ accountId }) => accountId === cast.people.aiko.id),
      false,
    )
  }),
)

test(
  'whoever works elsewhere holds no office, even when one is written beside their name',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of ['ines', 'petra'] as const) {
      const viewer: AccountViewer = { ...cast.people[who], offices: ['owner', 'inside-steward', 'outside-steward'] }
      const seen = ctx.as(viewer)
      await assert.rejects(listOffices(seen), { code: 'offices.not-found' }, who)
      await assert.rejects(giveOffice(seen, cast.people.aiko.id, 'owner'), { code: 'offices.owner-only' }, who)
      await assert.rejects(endOffice(seen, cast.people.jonas.id, 'owner'), { code: 'offices.owner-only' }, who)
      await assert.rejects(reportBothSides(seen), { code: 'offices.not-found' }, who)
      await assert.rejects(decideException(seen, 1 as never, { approve: true }), { code: 'offices.not-found' }, who)
      assert.equal(await countToDecide(seen), 0, who)
    }
  }),
)

test(
  'whether somebody works here is not told to whoever may not give them an office',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of ['daniel', 'sara', 'ines', 'petra', 'visitor'] as const)
      for (const email of ['aiko@velund.example', 'nobody@velund.example']) {
        const given = giveOfficeByEmail(cast.as(ctx, who), email, 'official-voice')
        await assert.rejects(given, { code: 'offices.owner-only' }, `${who} and ${email}`)
      }
  }),
)

test(
  'another office beside a stewardship needs no exception, and the same stewardship twice is no conflict',
  inTransaction(async (ctx) => {
    const { cast, jonas } = await withSecondOwner(ctx)
    await giveOffice(jonas, cast.people.sara.id, 'official-voice')
    await giveOffice(jonas, cast.people.sara.id, 'owner')
    await giveOffice(jonas, cast.people.sara.id, 'outside-steward')
    await giveOffice(jonas, cast.people.daniel.id, 'outside-steward')
    // Whoever holds both may be told so again; it changes nothing.
    await giveOffice(ctx, cast.people.sara.id, 'inside-steward')
    await giveOffice(jonas, cast.people.sara.id, 'inside-steward')
    const held = (await listOffices(ctx)).filter(({ accountId }) => accountId === cast.people.sara.id)
    assert.deepEqual(
      held.map(({ office }) => office),
      ['inside-steward', 'official-voice', 'outside-steward', 'owner'],
    )
    // An owner among several may leave, and who is no owner at all can be asked to without effect.
    await endOffice(jonas, cast.people.daniel.id, 'owner')
    await endOffice(jonas, cast.people.sara.id, 'owner')
    await endOffice(jonas, cast.people.aiko.id, 'owner')
    await endOffice(jonas, cast.people.daniel.id, 'owner')
    await assert.rejects(endOffice(jonas, cast.people.jonas.id, 'owner'), { code: 'offices.last-owner' })
  }),
)

test(
  'before anything was asked the page of both sides is short: nobody does, and a form to ask for it',
  inTransaction(async (ctx) => {
    const { aiko } = await withSecondOwner(ctx)
    const site = await openSite(ctx)
    for (const who of ['jonas', aiko] as const) {
      const page = await site.as(who).get(bothSides)
      assert.match(page.text, /Nobody does\./)
      assert.match(page.text, /Ask for an exception/)
      assert.doesNotMatch(page.text, /What was decided|Who can decide/)
    }
    // A steward sees it, and does not ask.
    const sara = await site.as('sara').get(bothSides)
    assert.equal(sara.status, 200)
    assert.doesNotMatch(sara.text, /Ask for an exception/)
    assert.match((await site.as('jonas').get(path)).text, /Both sides<\/a>/)
    assert.match((await site.as('sara').get(path)).text, /both-sides/)
  }),
)

test(
  'asking keeps all that was typed when something is missing, and says it beside the field',
  inTransaction(async (ctx) => {
    await withSecondOwner(ctx)
    const site = await openSite(ctx)
    const ask = (fields: Record<string, string>) => site.as('jonas').post(bothSides, { ...forSara, ...fields })
    const nobody = await ask({ email: 'Nobody@velund.example' })
    assert.equal(nobody.status, 422)
    assert.match(nobody.text, /Nothing has changed yet/)
    assert.match(nobody.text, /id="email-error"[^]*No colleague has this address/)
    assert.equal(fieldOf(nobody, 'email'), 'Nobody@velund.example')
    assert.ok(nobody.text.includes(forSara.reason))
    const held = await ask({ office: 'outside-steward' })
    assert.match(held.text, /id="office-error"[^]*Sara Lindqvist is outside steward already/)
    assert.equal(chosenOf(held), 'outside-steward')
    const needless = await ask({ email: 'daniel@velund.example', office: 'outside-steward' })
    assert.match(needless.text, /Daniel Okafor looks after no other side/)
    const long = await ask({ reason: 'é'.repeat(501) })
    assert.match(long.text, /id="reason-error"[^]*Keep it under 500 characters/)
    assert.ok(long.text.includes('é'.repeat(501)))
    assert.equal((await ask({ office: 'official-voice' })).status, 422)
    assert.deepEqual((await reportBothSides(ctx)).open, [])
    assert.deepEqual(await ctx.db.selectFrom('mails').select('id').execute(), [])
  }),
)

test(
  'of several requests each is decided by itself, and a refusal without a reason stays with its own',
  inTransaction(async (ctx) => {
    const { cast, aiko, jonas } = await withSecondOwner(ctx)
    const site = await openSite(ctx)
    await giveOffice(ctx, cast.people.lena.id, 'outside-steward')
    const sara = await askException(jonas, forSara)
    const lena = await askException(jonas, { ...forSara, email: 'lena@velund.example', reason: 'For the fair.' })
    assert.equal(await countToDecide(ctx.as(aiko)), 2)
    assert.equal(await countToDecide(jonas), 0, 'nobody decides what they asked')
    const page = await site.as(aiko).get(bothSides)
    assert.ok(page.text.indexOf('May Sara Lindqvist be') < page.text.indexOf('May Lena Brandt be'), 'oldest first')
    const long = 'x'.repeat(501)
    const refused = await site.as(aiko).post(`${bothSides}/decide`, {
      exception: String(lena),
      decision: 'refuse',
      note: long,
    })
    assert.equal(refused.status, 422)
    assert.match(refused.text, new RegExp(`id="note-${lena}-error"`))
    assert.doesNotMatch(refused.text, new RegExp(`id="note-${sara}-error"`))
    assert.equal(refused.text.split(long).length - 1, 1, 'the text stands in one form')
    const odd = await site.as(aiko).post(`${bothSides}/decide`, { exception: String(lena), decision: 'perhaps' })
    assert.match(odd.text, /Agree or refuse\./)
    for (const exception of ['999999', '0', 'x'])
      assert.ok(
        [404, 422].includes(
          (await site.as(aiko).post(`${bothSides}/decide`, { exception, decision: 'approve' })).status,
        ),
      )
    await decideException(ctx.as(aiko), lena, { approve: false, note: 'The fair is over.' })
    assert.equal(await countToDecide(ctx.as(aiko)), 1)
    const open = (await reportBothSides(ctx.as(aiko))).open
    assert.deepEqual(
      open.map(({ id, approvers }) => [id, approvers]),
      [[sara, ['Aiko Tanaka']]],
    )
  }),
)

test(
  'what was decided stands there newest first, with who asked, who decided, why, and what came of it',
  inTransaction(async (ctx) => {
    const { cast, aiko, jonas } = await withSecondOwner(ctx)
    const site = await openSite(ctx)
    const decide = async (days: number, reason: string, approve: boolean, note: string) => {
      const id = await askException(later(jonas, days - 1), { ...forSara, reason })
      await decideException(later(ctx.as(aiko), days), id, { approve, note })
    }
    await decide(-30, 'The first time', false, 'Two hands are better.')
    await decide(-20, 'The second time', true, 'Until May.')
    await endOffice(later(jonas, -10), cast.people.sara.id, 'inside-steward')
    await decide(-5, 'The third time', true, '')
    // An open one is not among them.
    await giveOffice(ctx, cast.people.lena.id, 'inside-steward')
    await askException(jonas, { email: 'lena@velund.example', office: 'outside-steward', reason: 'Summer' })
    const page = await site.as('sara').get(bothSides)
    const decided = rowsOf(page, 'What was decided')
    assert.deepEqual(
      decided.map(([who, asked, answer, state]) => [
        who,
        asked!.split(' / ')[1],
        answer!.split(' / ')[1] ?? '',
        state!.replace(/since .*/, 'since'),
      ]),
      [
        ['Sara Lindqvist / Inside steward', 'The third time', '', 'In force'],
        ['Sara Lindqvist / Inside steward', 'The second time', 'Until May.', 'Over since'],
        ['Sara Lindqvist / Inside steward', 'The first time', 'Two hands are better.', 'Refused'],
      ],
    )
    for (const [, asked, answer] of decided) {
      assert.match(asked!, /^Jonas Weber, /)
      assert.match(answer!, /^Aiko Tanaka, ./)
    }
    const [holder] = rowsOf(page, 'Who looks after both sides')
    assert.equal(holder![0], 'Sara Lindqvist')
    assert.equal(holder![2], 'Jonas Weber asked, Aiko Tanaka agreed')
    assert.equal(holder![3], 'The third time')
    assert.match(page.text, new RegExp(`href="/people/${cast.people.sara.id}"`))
    for (const days of [-31, -30, -20, -10, -5])
      assert.ok(page.text.includes(`datetime="${later(ctx, days).now.toISOString().slice(0, 10)}`), String(days))
  }),
)

test(
  'the report of holders is by name, and says of each how it came',
  inTransaction(async (ctx) => {
    const { cast, aiko, jonas } = await withSecondOwner(ctx)
    await decideException(ctx.as(aiko), await askException(jonas, forSara), { approve: true, note: 'Until May.' })
    for (const office of ['inside-steward', 'outside-steward', 'official-voice'] as const)
      await giveOffice(ctx, cast.people.daniel.id, office)
    const small = await createAccount(ctx, { realm: 'inside', email: 'a@velund.example', displayName: 'aaron' })
    for (const office of ['outside-steward', 'inside-steward'] as const) await giveOffice(ctx, small, office)
    await ctx.db.updateTable('offices').set({ beforeExceptions: true }).where('accountId', '=', small).execute()
    const site = await openSite(ctx)
    assert.deepEqual(
      rowsOf(await site.as('jonas').get(bothSides), 'Who looks after both sides').map(([who, , how, why]) => [
        who,
        how,
        why,
      ]),
      [
        ['aaron', 'From before exceptions were asked for', ''],
        ['Daniel Okafor', 'Set on the machine', ''],
        ['Sara Lindqvist', 'Jonas Weber asked, Aiko Tanaka agreed: Until May.', 'Jonas is away in spring.'],
      ],
    )
  }),
)

test(
  'only who can decide today is named and written to, where an address is known to be theirs',
  inTransaction(async (ctx) => {
    const { cast, aiko, jonas } = await withSecondOwner(ctx)
    const { daniel, tomasz, lena, mirela } = cast.people
    await giveOffice(ctx, daniel.id, 'inside-steward')
    await giveOffice(ctx, tomasz.id, 'inside-steward')
    await giveOffice(ctx, lena.id, 'owner')
    await giveOffice(ctx, mirela.id, 'inside-steward')
    await endOffice(ctx, mirela.id, 'inside-steward')
    await ctx.db.updateTable('accounts').set({ state: 'unclaimed' }).where('id', '=', tomasz.id).execute()
    await ctx.db.updateTable('accounts').set({ emailProvedAt: null }).where('id', '=', lena.id).execute()
    await ctx.db
      .insertInto('settings')
      .values({ key: 'public-url', value: JSON.stringify('https://tango.velund.example') })
      .execute()
    const id = await askException(jonas, forSara)
    const [open] = (await reportBothSides(jonas)).open
    assert.deepEqual(open!.approvers, ['Aiko Tanaka', 'Daniel Okafor', 'Lena Brandt'])
    const mails = await ctx.db.selectFrom('mails').select(['toAddress', 'bodyText']).orderBy('toAddress').execute()
    assert.deepEqual(
      mails.map(({ toAddress }) => toAddress),
      ['aiko@velund.example', 'daniel@velund.example'],
    )
    assert.match(mails[0]!.bodyText, /https:\/\/tango\.velund\.example\/inside\/people\/offices\/both-sides/)
    await hearEverything(ctx)
    await decideException(ctx.as(aiko), id, { approve: true })
    const events = await ctx.db.selectFrom('events').select(['name', 'payload']).orderBy('id').execute()
    assert.deepEqual(
      events.slice(-3).map(({ name }) => name),
      ['office.exception-asked', 'office.given', 'office.exception-decided'],
    )
    assert.deepEqual(events.at(-1)!.payload, { exceptionId: id })
  }),
)
