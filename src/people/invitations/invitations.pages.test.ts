/** Inviting and coming in as people do it on the pages: what is kept, what is shown to whom, and that a link works once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { castPassword, getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { type AccountViewer, type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { addMember, removeMember } from '../../realms/spaces/spaces.ts'
import { closeAccount, createAccount } from '../accounts/accounts.ts'
import { sponsorsIn } from '../sponsorships/sponsorships.ts'
import {
  acceptInvitation,
  getInvitation,
  getSentInvitation,
  invite,
  listOpenInvitations,
  placesToInvite,
  possibleSponsors,
  withdrawInvitation,
} from './invitations.ts'

const origin = 'https://tango.example'
const path = '/inside/people/invite'
const day = 86_400_000
const arrival = { device: 'a test' }
const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * day) })

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  )

async function linkTo(ctx: Ctx, email: string): Promise<string> {
  const { bodyText } = await ctx.db
    .selectFrom('mails')
    .select('bodyText')
    .where('toAddress', '=', email)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return /\/invitations\/([A-Za-z0-9_-]{43})\n/.exec(bodyText)![1]!
}

const fieldOf = (page: Page, name: string): string | undefined =>
  new RegExp(`<input [^>]*name="${name}"[^>]*>`).exec(page.text)?.[0].match(/ value="([^"]*)"/)?.[1]

const chosenIn = (page: Page, name: string): string | undefined =>
  new RegExp(`<select [^>]*name="${name}".*?</select>`, 's')
    .exec(page.text)?.[0]
    .match(/<option [^>]*selected[^>]*>/)?.[0]
    .match(/value="([^"]*)"/)?.[1]

const optionsOf = (page: Page, name: string) =>
  [
    ...(new RegExp(`<select [^>]*name="${name}".*?</select>`, 's').exec(page.text)?.[0] ?? '').matchAll(
      /<option [^>]*>([^<]*)<\/option>/g,
    ),
  ].map(([, words]) => words!.replaceAll('&amp;', '&'))

/** The lines of the open invitations, as words. */
const linesOf = (page: Page) =>
  [...(/<tbody.*<\/tbody>/s.exec(page.text)?.[0] ?? '').matchAll(/<tr.*?<\/tr>/gs)].map(([row]) =>
    row
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )

test(
  'a form that is refused keeps every word and every choice, and says beside each field what is missing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    await addMember(ctx, cast.spaces.cells, cast.people.jonas.id)
    const room = String(cast.spaces.cells.id)
    const fields = {
      place: room,
      displayName: 'Karl & Söhne',
      email: 'no address',
      organisation: 'o'.repeat(121),
      sponsor: String(cast.people.aiko.id),
    }
    const refused = await site.as('jonas').post(path, fields)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Nobody is invited yet/)
    assert.match(refused.text, /id="email-error"[^]*Write a mail address/)
    assert.match(refused.text, /id="organisation-error"[^]*Keep it under 120 characters/)
    assert.equal(fieldOf(refused, 'displayName'), 'Karl &amp; Söhne')
    assert.equal(fieldOf(refused, 'email'), 'no address')
    assert.equal(fieldOf(refused, 'organisation'), 'o'.repeat(121))
    assert.equal(chosenIn(refused, 'place'), room)
    assert.equal(chosenIn(refused, 'sponsor'), String(cast.people.aiko.id))
    const nowhere = await site.as('jonas').post(path, { ...fields, place: 'x', displayName: ' ', sponsor: 'x' })
    assert.match(nowhere.text, /id="place-error"[^]*Choose where they are invited to/)
    const { place: _, ...placeless } = fields
    assert.match(
      (await site.as('jonas').post(path, placeless)).text,
      /id="place-error"[^]*Choose where they are invited to/,
    )
    assert.match(nowhere.text, /id="displayName-error"/)
    assert.match(nowhere.text, /id="sponsor-error"[^]*Choose who answers for the guest/)
    const good = { ...fields, email: 'karl@people.example', organisation: 'Kettenwerk' }
    const foreign = await site.as('jonas').post(path, { ...good, sponsor: String(cast.people.daniel.id) })
    assert.match(foreign.text, /id="sponsor-error"[^]*Choose an employee who is in Cell supply room/)
    const nobody = await site.as('jonas').post(path, { ...good, organisation: ' ' })
    assert.match(nobody.text, /id="organisation-error"[^]*Write which company the guest comes from/)
    assert.deepEqual(await ctx.db.selectFrom('mails').select('id').execute(), [], 'nobody was written to')
    assert.deepEqual(await listOpenInvitations(cast.as(ctx, 'jonas')), [])
    assert.match(nowhere.text, /No invitation is open/)
  }),
)

test(
  'where one may invite to, and who could answer, is offered to each as far as it goes',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { id: motors } = await ctx.db
      .insertInto('spaces')
      .values({ realm: 'bridge', slug: 'motors', title: 'Motor room', access: 'invited' })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const who of ['lena', 'aiko'] as const)
      await ctx.db.insertInto('memberships').values({ spaceId: motors, accountId: cast.people[who].id }).execute()
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    await addMember(ctx, cast.spaces.cells, cast.people.tomasz.id)
    const lena = await site.as('lena').get(path)
    assert.deepEqual(optionsOf(lena, 'place'), [
      'Bridge, as a guest in Cell supply room',
      'Bridge, as a guest in Motor room',
    ])
    assert.deepEqual(optionsOf(lena, 'sponsor'), [
      'You',
      'Aiko Tanaka (Cell supply room, Motor room)',
      'Tomasz Wrona (Cell supply room)',
    ])
    const jonas = await site.as('jonas').get(path)
    assert.deepEqual(optionsOf(jonas, 'place'), ['Inside, as a colleague at Velund'])
    assert.deepEqual(optionsOf(jonas, 'sponsor'), [])
    assert.doesNotMatch(jonas.text, /The invitation is on its way/)
    assert.equal((await site.as('daniel').get(path)).status, 403)
    for (const who of ['visitor', 'ines', 'petra', 'sara'] as const)
      assert.equal((await site.as(who).get(path)).status, 404, who)
    await addMember(ctx, cast.spaces.cells, cast.people.sara.id)
    assert.equal((await site.as('sara').get(path)).status, 200, 'from a room that she is in')
    await ctx.db.updateTable('spaces').set({ archivedAt: ctx.now }).where('id', '=', motors).execute()
    const places = await placesToInvite(cast.as(ctx, 'lena'))
    assert.deepEqual(
      places.rooms.map(({ title }) => title),
      ['Cell supply room'],
    )
    assert.deepEqual(await possibleSponsors(cast.as(ctx, 'lena'), []), [])
  }),
)

test(
  'what is open stands newest first with who sent it and who will answer, and is taken back by its own button',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { aiko, lena } = cast.people
    await addMember(ctx, cast.spaces.cells, aiko.id)
    const room = { place: String(cast.spaces.cells.id), organisation: 'Kettenwerk' }
    const send = (days: number, name: string, sponsor = '') =>
      invite(
        later(cast.as(ctx, 'lena'), days),
        { ...room, displayName: name, email: `${name.toLowerCase()}@people.example`, sponsor },
        origin,
      )
    const first = await send(-3, 'Karl')
    await send(-2, 'Mara', String(aiko.id))
    await send(-1, 'Zoe', String(lena.id))
    await invite(cast.as(ctx, 'jonas'), { place: 'inside', displayName: 'Noor', email: 'noor@velund.example' }, origin)
    const page = await site.as('lena').get(path)
    const lines = linesOf(page)
    assert.deepEqual(
      lines.map((line) => line.split(' ')[0]),
      ['Zoe', 'Mara', 'Karl'],
    )
    assert.match(lines[0]!, /zoe@people\.example Cell supply room .* by Lena Brandt (?!.*answers)/)
    assert.match(lines[1]!, /by Lena Brandt; Aiko Tanaka answers/)
    assert.doesNotMatch(lines[2]!, /answers/)
    // Aiko sees the one for which she is to answer, Jonas his own; nobody else's.
    assert.deepEqual(
      linesOf(await site.as('aiko').get(path)).map((line) => line.split(' ')[0]),
      ['Mara'],
    )
    assert.match(linesOf(await site.as('jonas').get(path))[0]!, /^Noor noor@velund\.example Inside .* by Jonas Weber/)
    assert.equal((await site.as('jonas').post(`${path}/${first}/withdraw`)).status, 404)
    assert.ok(page.text.includes(`action="${path}/${first}/withdraw"`))
    assert.equal((await site.as('lena').post(`${path}/${first}/withdraw`)).location, path)
    assert.equal((await site.as('lena').post(`${path}/${first}/withdraw`)).status, 404, 'once')
    assert.equal((await site.as('lena').post(`${path}/x/withdraw`)).status, 404)
    assert.deepEqual(
      linesOf(await site.as('lena').get(path)).map((line) => line.split(' ')[0]),
      ['Zoe', 'Mara'],
    )
    assert.equal(await outcome(withdrawInvitation(ctx, first)), 'invitations.not-found')
    assert.deepEqual(linesOf(await site.as('lena').get(`${path}?sent`)).length, 2)
    assert.match((await site.as('lena').get(`${path}?sent`)).text, /The invitation is on its way/)
  }),
)

test(
  'a newer invitation replaces only the one of the same person to the same place',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id: motors } = await ctx.db
      .insertInto('spaces')
      .values({ realm: 'bridge', slug: 'motors', title: 'Motor room', access: 'invited' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await ctx.db.insertInto('memberships').values({ spaceId: motors, accountId: cast.people.lena.id }).execute()
    const lena = cast.as(ctx, 'lena')
    const to = (place: number, name: string) =>
      invite(
        lena,
        { place: String(place), displayName: name, email: `${name}@people.example`, organisation: 'K' },
        origin,
      )
    const ids = [
      await to(cast.spaces.cells.id, 'karl'),
      await to(motors, 'karl'),
      await to(cast.spaces.cells.id, 'mara'),
    ]
    await invite(cast.as(ctx, 'jonas'), { place: 'inside', displayName: 'Karl', email: 'karl@people.example' }, origin)
    assert.equal((await listOpenInvitations(lena)).length, 3)
    const again = await to(cast.spaces.cells.id, 'karl')
    const open = (await listOpenInvitations(lena)).map(({ id }) => id)
    assert.deepEqual(new Set(open), new Set([ids[1], ids[2], again]))
    assert.equal((await listOpenInvitations(cast.as(ctx, 'jonas'))).length, 1)
    assert.equal((await getSentInvitation(ctx, again))?.email, 'karl@people.example')
    assert.equal(await getSentInvitation(ctx, ids[0]!), undefined)
    assert.equal(await outcome(getSentInvitation(lena, again)), 'invitations.not-found')
  }),
)

test(
  'the page of an invitation says who invites where, keeps the name that was typed, and never a password',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const guest = { place: String(cast.spaces.cells.id), displayName: 'Karl Ott', email: 'karl@people.example' }
    await invite(cast.as(ctx, 'lena'), { ...guest, organisation: 'Ott & Sons' }, origin)
    await invite(cast.as(ctx, 'jonas'), { place: 'inside', displayName: 'Noor', email: 'noor@velund.example' }, origin)
    const [karl, noor] = [
      `/invitations/${await linkTo(ctx, guest.email)}`,
      `/invitations/${await linkTo(ctx, 'noor@velund.example')}`,
    ]
    const room = await site.anyone.get(karl)
    assert.match(room.text, /Come into Cell supply room/)
    assert.match(room.text, /with Ott &amp; Sons beside your name/)
    assert.match(room.text, /the people of Velund in it see you/)
    assert.equal(fieldOf(room, 'displayName'), 'Karl Ott')
    assert.ok(room.text.includes(`action="${karl}"`))
    assert.doesNotMatch(room.text, /Two sides, one wall/)
    const colleague = await site.anyone.get(noor)
    assert.match(colleague.text, /Come in to Velund/)
    assert.match(colleague.text, /Two sides, one wall/)
    assert.doesNotMatch(colleague.text, /beside your name|Karl/)
    const long = 'Ø'.repeat(121)
    const refused = await site.anyone.post(karl, { displayName: long, password: castPassword })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /id="displayName-error"[^]*Keep the name under 120 characters/)
    assert.equal(fieldOf(refused, 'displayName'), long)
    assert.ok(!refused.text.includes(castPassword))
    const empty = await site.anyone.post(karl, { displayName: 'Karl', password: '' })
    assert.match(empty.text, /id="password-error"[^]*Choose a password/)
    assert.equal(empty.headers.get('set-cookie'), null)
    for (const page of [room, colleague]) assert.match(page.text, /<meta name="robots" content="noindex/)
    assert.equal((await site.anyone.post(karl, { displayName: 'Karl', password: castPassword })).status, 303)
  }),
)

test(
  'who answers for the guest is who was named; whoever left meanwhile is replaced by who invited',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { aiko } = cast.people
    const room = String(cast.spaces.cells.id)
    const comeIn = async (name: string, meanwhile: () => Promise<unknown>) => {
      await addMember(ctx, cast.spaces.cells, aiko.id)
      const email = `${name}@people.example`
      const guest = { place: room, displayName: name, email, organisation: 'K', sponsor: String(aiko.id) }
      await invite(cast.as(ctx, 'lena'), guest, origin)
      const token = await linkTo(ctx, email)
      await meanwhile()
      const visitor = ctx.as({ kind: 'visitor' })
      await acceptInvitation(visitor, token, { displayName: name, password: castPassword }, arrival)
      const row = await ctx.db.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirstOrThrow()
      return (await sponsorsIn(ctx, cast.spaces.cells.id)).get(row.id)?.sponsorName
    }
    assert.equal(await comeIn('karl', async () => {}), 'Aiko Tanaka')
    const leave = () => removeMember(cast.as(ctx, 'aiko'), cast.spaces.cells, aiko.id)
    assert.equal(await comeIn('mara', leave), 'Lena Brandt')
    assert.equal(await comeIn('zoe', () => closeAccount(cast.as(ctx, 'jonas'), aiko.id, 'Left')), 'Lena Brandt')
    const events = await ctx.db.selectFrom('events').select('name').execute()
    for (const name of ['invitation.sent', 'invitation.accepted'])
      assert.equal(events.filter((event) => event.name === name).length, 3, name)
  }),
)

test(
  'whoever may not invite any more takes the invitation with them: by leaving the room, the office or the house',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    const guest = (name: string) => ({
      place: String(cast.spaces.cells.id),
      displayName: name,
      email: `${name}@people.example`,
      organisation: 'K',
    })
    const accept = async (name: string) =>
      outcome(
        acceptInvitation(
          ctx.as({ kind: 'visitor' }),
          await linkTo(ctx, `${name}@people.example`),
          { displayName: name, password: castPassword },
          arrival,
        ),
      )
    await invite(cast.as(ctx, 'aiko'), guest('karl'), origin)
    await addMember(ctx, cast.spaces.battery, cast.people.aiko.id)
    await removeMember(cast.as(ctx, 'aiko'), cast.spaces.cells, cast.people.aiko.id)
    assert.equal(await accept('karl'), 'invitations.not-found', 'another room does not count')
    await addMember(ctx, cast.spaces.cells, cast.people.aiko.id)
    await invite(cast.as(ctx, 'aiko'), guest('mara'), origin)
    await closeAccount(cast.as(ctx, 'jonas'), cast.people.aiko.id, 'Left')
    assert.equal(await accept('mara'), 'invitations.not-found')
    const steward: AccountViewer = { ...cast.people.daniel, offices: ['inside-steward'] }
    await ctx.db.insertInto('offices').values({ accountId: steward.id, office: 'official-voice' }).execute()
    await invite(ctx.as(steward), { place: 'inside', displayName: 'zoe', email: 'zoe@people.example' }, origin)
    assert.equal(await accept('zoe'), 'invitations.not-found', 'another office does not count')
    assert.deepEqual(await ctx.db.selectFrom('sessions').select('id').execute(), [])
  }),
)

test(
  'opening links one after the other is slowed down by network, and a colleague who came in otherwise is sent to sign in',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const visitor = ctx.as({ kind: 'visitor' })
    await invite(cast.as(ctx, 'jonas'), { place: 'inside', displayName: 'Noor', email: 'noor@velund.example' }, origin)
    const token = await linkTo(ctx, 'noor@velund.example')
    const results: string[] = []
    for (let time = 0; time < 61; time++) results.push(await outcome(getInvitation(visitor, 'x'.repeat(43), 'one')))
    assert.deepEqual(results.slice(59), ['invitations.not-found', 'too-many-tries'])
    assert.equal(await outcome(getInvitation(visitor, token, 'one')), 'too-many-tries')
    assert.equal(await outcome(getInvitation(visitor, token, 'two')), 'done')
    await createAccount(ctx, { realm: 'inside', email: 'noor@velund.example', displayName: 'Noor' })
    const accept = acceptInvitation(visitor, token, { displayName: 'Noor', password: castPassword }, arrival)
    assert.equal(await outcome(accept), 'invitations.is-here')
    const again = { place: 'inside', displayName: 'Noor', email: 'NOOR@velund.example' } as const
    assert.equal(await outcome(invite(cast.as(ctx, 'jonas'), again, origin)), 'invitations.is-here')
  }),
)

test('a link that is opened several times at the same moment lets one person in, once', async () => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const guest = { place: String(cast.spaces.cells.id), displayName: 'Karl', email: 'karl@people.example' }
  await invite(cast.as(ctx, 'lena'), { ...guest, organisation: 'K' }, origin)
  await invite(cast.as(ctx, 'lena'), { ...guest, email: 'petra@people.example', organisation: 'K' }, origin)
  for (const email of [guest.email, 'petra@people.example']) {
    const token = await linkTo(ctx, email)
    const visitor = ctx.as({ kind: 'visitor' })
    const person = { displayName: 'Karl', password: castPassword }
    const codes = await Promise.all([1, 2, 3].map(() => outcome(acceptInvitation(visitor, token, person, arrival))))
    assert.equal(codes.filter((code) => code === 'done').length, 1, codes.join())
    const accounts = await ctx.db.selectFrom('accounts').select('id').where('email', '=', email).execute()
    assert.equal(accounts.length, 1)
    const sessions = await ctx.db.selectFrom('sessions').select('id').where('accountId', '=', accounts[0]!.id).execute()
    assert.equal(sessions.length, 1)
  }
})
