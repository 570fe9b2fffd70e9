import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { castPassword, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { chooseLocale } from '../accounts/accounts.ts'
import { silentLog } from '../../platform/log.ts'
import { getSpace } from '../../realms/spaces/spaces.ts'
import { endOffice } from '../offices/offices.ts'
import { findViewer } from '../sessions/sessions.ts'
import { acceptInvitation, getInvitation, invite, listOpenInvitations, withdrawInvitation } from './invitations.ts'

const origin = 'https://tango.example'
const day = 86_400_000
const arrival = { device: 'Firefox on Linux' }
const noor = { place: 'inside', email: 'Noor@velund.example', displayName: 'Noor Haddad' } as const
const accept = { displayName: 'Noor Haddad', password: castPassword }

function later(ctx: Ctx, milliseconds: number): Ctx {
  return makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(ctx.now.getTime() + milliseconds), log: silentLog })
}

/** The secret in the newest invitation mailed to an address. */
async function linkTo(ctx: Ctx, email: string): Promise<string> {
  const mail = await ctx.db
    .selectFrom('mails')
    .select('bodyText')
    .where('toAddress', '=', email)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  const token = /\/invitations\/([A-Za-z0-9_-]{43})\n/.exec(mail?.bodyText ?? '')?.[1]
  assert.ok(token, `an invitation was mailed to ${email}`)
  return token
}

test(
  'a colleague comes in by the link in the mail: name, password, signed in',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const sent = await site.as('jonas').post('/inside/people/invite', { ...noor, organisation: '' })
    assert.equal(sent.location, '/inside/people/invite?sent')
    assert.match((await site.as('jonas').get(sent.location!)).text, /noor@velund\.example/)
    const path = `/invitations/${await linkTo(ctx, 'noor@velund.example')}`
    const page = await site.anyone.get(path)
    assert.match(page.text, /Jonas Weber invited you, at noor@velund\.example/)
    const short = await site.anyone.post(path, { displayName: 'Noor Haddad', password: 'short' })
    assert.equal(short.status, 422)
    assert.match(short.text, /Use 10 characters or more/)
    const entered = await site.anyone.post(path, accept)
    assert.equal(entered.location, '/inside')
    const token = /^tango=([^;]+)/.exec(entered.headers.get('set-cookie') ?? '')![1]!
    const viewer = await findViewer(ctx, token)
    assert.deepEqual([viewer?.name, viewer?.realm, viewer?.offices], ['Noor Haddad', 'inside', []])
    assert.equal((await site.anyone.post(path, accept)).status, 404)
    assert.equal((await site.anyone.get(path)).status, 404)
    const stored = await ctx.db.selectFrom('invitations').selectAll().execute()
    assert.ok(stored[0]!.acceptedAt)
    assert.doesNotMatch(stored[0]!.tokenHash.toString('latin1'), new RegExp(path.slice(13)))
  }),
)

test(
  'a guest comes into one room and sees nothing else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const room = String(cast.spaces.cells.id)
    const guest = {
      place: room,
      email: 'karl@kettenwerk.example',
      displayName: 'Karl Ott',
      organisation: 'Kettenwerk GmbH',
    }
    await assert.rejects(invite(cast.as(ctx, 'lena'), { ...guest, organisation: '' }, origin), {
      code: 'invitations.not-valid',
    })
    await invite(cast.as(ctx, 'lena'), guest, origin)
    const token = await linkTo(ctx, guest.email)
    const entered = await acceptInvitation(
      ctx.as({ kind: 'visitor' }),
      token,
      { displayName: 'Karl Ott', password: castPassword },
      arrival,
    )
    assert.equal(entered.home, '/inside/spaces/cells')
    const karl = (await findViewer(ctx, entered.token))!
    assert.equal(karl.realm, 'bridge')
    assert.equal((await getSpace(ctx.as(karl), 'cells')).slug, 'cells')
    for (const slug of ['battery', 'velund', 'riders'])
      await assert.rejects(getSpace(ctx.as(karl), slug), { code: 'spaces.not-found' })
    const events = await ctx.db.selectFrom('events').select('name').execute()
    assert.ok(events.some((event) => event.name === 'space.member-added'))
    await hearEverything(ctx)
  }),
)

test(
  'a guest who has a face on the bridge already gets the room added, without a second account',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { petra, lena } = cast.people
    const room = await ctx.db
      .insertInto('spaces')
      .values({ realm: 'bridge', slug: 'motors', title: 'Motor room', access: 'invited' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await ctx.db.insertInto('memberships').values({ spaceId: room.id, accountId: lena.id }).execute()
    const guest = {
      place: String(room.id),
      email: 'petra@people.example',
      displayName: 'Petra',
      organisation: 'Kettenwerk GmbH',
    }
    await invite(cast.as(ctx, 'lena'), guest, origin)
    const token = await linkTo(ctx, 'petra@people.example')
    const site = await openSite(ctx)
    const page = await site.anyone.get(`/invitations/${token}`)
    assert.match(page.text, /You have been here before/)
    assert.doesNotMatch(page.text, /type="password"/)
    const entered = await site.anyone.post(`/invitations/${token}`)
    assert.equal(entered.location, '/inside/spaces/motors')
    assert.equal((await getSpace(cast.as(ctx, 'petra'), 'motors')).title, 'Motor room')
    const faces = await ctx.db.selectFrom('accounts').select('id').where('email', '=', 'petra@people.example').execute()
    assert.deepEqual(
      faces.map((face) => face.id),
      [petra.id],
    )
  }),
)

test(
  'an invitation is over after 14 days, when it is withdrawn, and when a newer one was sent',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = cast.as(ctx, 'jonas')
    const visitor = ctx.as({ kind: 'visitor' })
    await invite(jonas, noor, origin)
    const first = await linkTo(ctx, 'noor@velund.example')
    assert.equal((await getInvitation(later(visitor, 14 * day - 1), first, 'a')).isKnown, false)
    await assert.rejects(getInvitation(later(visitor, 14 * day), first, 'a'), { code: 'invitations.not-found' })
    await invite(jonas, noor, origin)
    await assert.rejects(acceptInvitation(visitor, first, accept, arrival), { code: 'invitations.not-found' })
    const [open] = await listOpenInvitations(jonas)
    await withdrawInvitation(jonas, open!.id)
    const second = await linkTo(ctx, 'noor@velund.example')
    await assert.rejects(acceptInvitation(visitor, second, accept, arrival), { code: 'invitations.not-found' })
    assert.deepEqual(await listOpenInvitations(jonas), [])
    await assert.rejects(getInvitation(visitor, 'x'.repeat(43), 'a'), { code: 'invitations.not-found' })
  }),
)

test(
  'a right to invite that ended takes its open invitations with it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const visitor = ctx.as({ kind: 'visitor' })
    await ctx.db.insertInto('offices').values({ accountId: cast.people.lena.id, office: 'inside-steward' }).execute()
    const steward = ctx.as({ ...cast.people.lena, offices: ['inside-steward'] })
    await invite(steward, noor, origin)
    const guest = {
      place: String(cast.spaces.cells.id),
      email: 'karl@kettenwerk.example',
      displayName: 'Karl',
      organisation: 'K',
    }
    await invite(steward, guest, origin)
    await endOffice(ctx, cast.people.lena.id, 'inside-steward')
    await ctx.db.deleteFrom('memberships').where('accountId', '=', cast.people.lena.id).execute()
    for (const email of ['noor@velund.example', guest.email]) {
      await assert.rejects(
        acceptInvitation(visitor, await linkTo(ctx, email), accept, arrival),
        { code: 'invitations.not-found' },
        email,
      )
    }
  }),
)

test(
  'a colleague who is here already is not invited again, and one sender does not invite without end',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const jonas = cast.as(ctx, 'jonas')
    await assert.rejects(invite(jonas, { ...noor, email: 'lena@velund.example' }, origin), {
      code: 'invitations.is-here',
    })
    await invite(jonas, { ...noor, email: 'ines@people.example' }, origin)
    for (let sent = 2; sent < 50; sent++) await invite(jonas, { ...noor, email: `n${sent}@velund.example` }, origin)
    await assert.rejects(invite(jonas, noor, origin), { code: 'too-many-tries' })
  }),
)

test(
  'an invitation goes in the language that is chosen for it, first that of whoever invites; a guest’s own choice holds',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const mail = async (email: string) => {
      const { subject, bodyText } = await ctx.db
        .selectFrom('mails')
        .select(['subject', 'bodyText'])
        .where('toAddress', '=', email)
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
      return `${subject} ${bodyText}`
    }
    const jonas = site.as('jonas')
    const german = { 'accept-language': 'de' }
    const chosen = (text: string) => /<option[^>]*\bselected\b[^>]*>(Deutsch|English)</.exec(text)?.[1]
    assert.equal(chosen((await jonas.get('/inside/people/invite', german)).text), 'Deutsch')
    assert.equal(chosen((await jonas.get('/inside/people/invite')).text), 'English')
    const send = (fields: object, headers = {}) => jonas.post('/inside/people/invite', { ...noor, ...fields }, headers)
    assert.equal((await send({ language: 'de' })).status, 303)
    assert.match(await mail('noor@velund.example'), /Einladung von Jonas Weber nach innen/)
    assert.equal((await send({ language: 'en' }, german)).status, 303)
    assert.match(await mail('noor@velund.example'), /Jonas Weber invites you inside/)
    assert.equal((await send({}, german)).status, 303)
    assert.doesNotMatch(await mail('noor@velund.example'), /invites you/, 'without a choice that of whoever invites')
    const refused = await send({ language: 'tlh' })
    assert.deepEqual([refused.status, /Choose one from the list/.test(refused.text)], [422, true])
    // Petra is a guest elsewhere already, and reads German.
    await chooseLocale(ctx, cast.people.petra.id, 'de')
    const petra = cast.people.petra
    const { email } = await ctx.db
      .selectFrom('accounts')
      .select('email')
      .where('id', '=', petra.id)
      .executeTakeFirstOrThrow()
    const room = { place: String(cast.spaces.cells.id), email: email!, displayName: 'Petra', organisation: 'K' }
    await invite(cast.as(ctx, 'lena'), { ...room, language: 'en' }, origin)
    assert.doesNotMatch(await mail(email!), /invites you/)
  }),
)
