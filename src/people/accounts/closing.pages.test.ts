/** Closing an account as it is asked for on its page, what is left of the account afterwards, and what is said of changes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { castPassword, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type AccountViewer, type Ctx, makeCtx } from '../../platform/context.ts'
import { sponsor } from '../sponsorships/sponsorships.ts'
import {
  checkPassword,
  claimAccount,
  closeAccount,
  createAccount,
  createUnclaimed,
  findPerson,
  getAccount,
  getClosing,
  hashPassword,
  isOwnPassword,
  listPeople,
  loadPeople,
  markEmailProved,
  mayClose,
  passwordProblem,
  setPassword,
  updateProfile,
} from './accounts.ts'
import { verifyPassword } from './passwords.ts'

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  )

const eventsOf = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('events').select(['name', 'payload']).orderBy('id').execute()).map(
    ({ name, payload }) => [name, payload] as const,
  )

test(
  'the page tells what follows for this person, and no more: guests, invitations, and the way back',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const pageOf = async (who: 'lena' | 'petra' | 'daniel') =>
      (await site.as('jonas').get(`/inside/people/${cast.people[who].id}/close`)).text
    const lena = await pageOf('lena')
    assert.match(lena, /Close the account of Lena Brandt/)
    assert.match(lena, /The invitations that they sent stop working/)
    assert.match(lena, /Nobody answers any more for Petra Kovač\./)
    assert.ok(lena.includes(`action="/inside/people/${cast.people.lena.id}/close"`))
    assert.ok(lena.includes(`href="/people/${cast.people.lena.id}-lena"`), 'to leave it open')
    const petra = await pageOf('petra')
    assert.doesNotMatch(petra, /invitations that they sent|Nobody answers/)
    assert.doesNotMatch(await pageOf('daniel'), /Nobody answers/)
    // The same guest in two rooms is named once.
    const { id } = await ctx.db
      .insertInto('spaces')
      .values({ realm: 'bridge', slug: 'motors', title: 'Motors', access: 'invited' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await ctx.db.insertInto('memberships').values({ spaceId: id, accountId: cast.people.petra.id }).execute()
    await sponsor(ctx, { guestId: cast.people.petra.id, spaceId: id, sponsorId: cast.people.lena.id })
    assert.match(await pageOf('lena'), /Nobody answers any more for Petra Kovač\./)
    assert.equal((await getClosing(cast.as(ctx, 'jonas'), cast.people.lena.id)).answering.length, 2)
  }),
)

test(
  'a reason that is too long is kept in the form, said beside it, and nothing is closed',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const path = `/inside/people/${cast.people.lena.id}/close`
    const reason = `She left. ${'é'.repeat(500)}`
    const refused = await site.as('jonas').post(path, { reason })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /The account is still open/)
    assert.match(refused.text, /id="reason-error"[^]*Keep it under 500 characters/)
    assert.ok(refused.text.includes(`value="${reason}"`))
    for (const given of ['', ' \u200b ', 'x'.repeat(501)])
      assert.equal(await outcome(closeAccount(cast.as(ctx, 'jonas'), cast.people.lena.id, given)), 'accounts.not-valid')
    assert.equal((await findPerson(ctx, cast.people.lena.id))?.state, 'active')
    assert.equal((await site.as('daniel').post(path, { reason })).status, 404, 'before the form is read')
    for (const odd of ['0', '999999', '99999999999999999999'])
      assert.equal((await site.as('jonas').get(`/inside/people/${odd}/close`)).status, 404, odd)
  }),
)

test(
  'nothing is left of a closed account that could sign in: no address, no password, and its day is kept',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { lena } = cast.people
    await setPassword(ctx, lena.id, castPassword)
    await closeAccount(cast.as(ctx, 'jonas'), lena.id, 'Left')
    const row = await ctx.db.selectFrom('accounts').selectAll().where('id', '=', lena.id).executeTakeFirstOrThrow()
    assert.deepEqual(
      [row.state, row.email, row.emailProvedAt, row.passwordHash, row.closedAt?.getTime()],
      ['closed', null, null, null, ctx.now.getTime()],
    )
    const [closing] = await ctx.db.selectFrom('accountClosings').selectAll().execute()
    assert.equal(closing!.closedAt.getTime(), ctx.now.getTime())
    assert.deepEqual((await eventsOf(ctx)).at(-1), ['account.closed', { accountId: lena.id }])
    assert.equal(await checkPassword(ctx, 'inside', 'lena@velund.example', castPassword), undefined)
    assert.equal(await outcome(getAccount(ctx, lena.id)), 'accounts.not-found')
    assert.equal(await outcome(updateProfile(ctx, lena.id, { displayName: 'Back again' })), 'accounts.not-found')
    assert.equal(await outcome(setPassword(ctx, lena.id, castPassword)), 'accounts.not-found')
    assert.equal(await outcome(closeAccount(ctx, lena.id, 'Again')), 'accounts.not-found')
    assert.equal((await loadPeople(ctx, [lena.id])).get(lena.id)?.displayName, 'Lena Brandt')
  }),
)

test(
  'why an account may be closed is said, and offices beside a name from elsewhere open nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { aiko, petra, jonas, ines } = cast.people
    const why = (viewer: AccountViewer, person: AccountViewer) => {
      const account = { id: person.id, realm: person.realm, state: 'active' as const, offices: person.offices as never }
      const { allowed, because } = mayClose(ctx.as(viewer), account)
      return [allowed, because]
    }
    assert.deepEqual(why(jonas, petra), [true, 'You own this installation.'])
    assert.deepEqual(why({ ...aiko, offices: ['inside-steward'] }, petra), [true, 'You look after the inside.'])
    assert.equal(why({ ...aiko, offices: ['outside-steward'] }, petra)[0], false)
    for (const stranger of [ines, petra]) {
      const crowned: AccountViewer = { ...stranger, offices: ['owner', 'inside-steward'] }
      for (const target of [aiko, petra, ines]) assert.equal(why(crowned, target)[0], false, stranger.name)
      assert.equal(await outcome(getClosing(ctx.as(crowned), aiko.id)), 'accounts.not-found')
    }
    assert.equal(why(jonas, ines)[0], false, 'a member’s account is their own')
  }),
)

test(
  'what happens to an account is told with its number and nothing else',
  inTransaction(async (ctx) => {
    const id = await createAccount(ctx, { realm: 'outside', email: 'noor@people.example', displayName: 'Noor' })
    await updateProfile(ctx, id, { displayName: 'Noor H.', about: 'Rides.' })
    await setPassword(ctx, id, castPassword)
    assert.deepEqual(await eventsOf(ctx), [
      ['account.created', { accountId: id }],
      ['account.profile-changed', { accountId: id }],
      ['account.password-changed', { accountId: id }],
    ])
  }),
)

test(
  'an account takes over what was proved before it was made: the address, a password hashed already, a company',
  inTransaction(async (ctx) => {
    const passwordHash = await hashPassword(castPassword)
    const base = { displayName: 'Noor', emailProved: true } as const
    const email = 'noor@people.example'
    const guest = await createAccount(ctx, { ...base, realm: 'bridge', email, passwordHash, organisation: ' K  GmbH ' })
    assert.equal(await checkPassword(ctx, 'bridge', email, castPassword), guest)
    assert.equal((await findPerson(ctx, guest))?.organisation, 'K GmbH')
    const member = await createAccount(ctx, { realm: 'outside', email, displayName: 'Noor', organisation: 'Club' })
    const provedAt = async (id: number) =>
      (
        await ctx.db
          .selectFrom('accounts')
          .select(['emailProvedAt', 'organisation', 'createdAt'])
          .where('id', '=', id as never)
          .executeTakeFirstOrThrow()
      ).emailProvedAt?.getTime()
    assert.deepEqual([await provedAt(guest), await provedAt(member)], [ctx.now.getTime(), undefined])
    const later = makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + 60_000) })
    await markEmailProved(later, member)
    await markEmailProved(later, guest)
    assert.deepEqual(
      [await provedAt(guest), await provedAt(member)],
      [ctx.now.getTime(), later.now.getTime()],
      'the first proof counts',
    )
    const cast = await getCast(ctx)
    assert.equal(await outcome(markEmailProved(cast.as(ctx, 'jonas'), member)), 'accounts.not-yours')
    const [id] = await createUnclaimed(ctx, [{ displayName: 'Mara', createdAt: ctx.now }])
    assert.equal(
      await outcome(claimAccount(ctx, id!, { email: 'no address', password: castPassword })),
      'accounts.not-valid',
    )
    await claimAccount(ctx, id!, { email: 'mara@people.example', password: castPassword })
    assert.equal(await provedAt(id!), ctx.now.getTime())
  }),
)

test(
  'whether a password is the right one is told to its owner alone, and no password of any length costs more',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { ines } = cast.people
    await setPassword(ctx, ines.id, castPassword)
    for (const who of ['gustav', 'jonas', 'visitor'] as const)
      assert.equal(await outcome(isOwnPassword(cast.as(ctx, who), ines.id, castPassword)), 'accounts.not-yours', who)
    assert.equal(await isOwnPassword(cast.as(ctx, 'ines'), ines.id, castPassword), true)
    assert.equal(await isOwnPassword(cast.as(ctx, 'gustav'), cast.people.gustav.id, castPassword), false, 'has none')
    const began = performance.now()
    assert.equal(await checkPassword(ctx, 'outside', 'ines@people.example', 'x'.repeat(20_000_000)), undefined)
    assert.ok(performance.now() - began < 5000)
  }),
)

test('what is stored in another form than ours is never taken for a password', async () => {
  for (const stored of ['plain text', '$2b$10$abcdefghijklmnopqrstuv', '$argon2id$v=19$m=1,t=1,p=1$x'])
    await assert.rejects(verifyPassword(castPassword, stored), /form that this program does not know/, stored)
  assert.equal(await verifyPassword('', null), false)
  assert.equal(await verifyPassword('', undefined), false)
  const email = 'Mara.Lind@people.example'
  for (const password of [email.toUpperCase(), 'mara.lind', 'MARA.LIND'])
    assert.ok(passwordProblem(password, email), password)
  // Letters typed as one sign or as two are the same letter.
  const stored = await hashPassword('Größe der Fähre')
  assert.equal(await verifyPassword('Gro\u0308ße der Fa\u0308hre', stored), true)
  assert.equal(await verifyPassword('grösse der fähre', stored), false)
  // A stored password keeps working when the cost is raised for new ones.
  const old = '$argon2id$v=19$m=256,t=1,p=1$'
  const { argon2Sync } = await import('node:crypto')
  const nonce = Buffer.alloc(16, 7)
  const hash = argon2Sync('argon2id', {
    ...{ memory: 256, passes: 1, parallelism: 1, tagLength: 32 },
    message: Buffer.from(castPassword),
    nonce,
  })
  const plain = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  assert.equal(await verifyPassword(castPassword, `${old}${plain(nonce)}$${plain(hash)}`), true)
})

test(
  'people are listed by name whatever its case, equal names by when they came, and imported ones only counted',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const add = async (displayName: string, handle: string) =>
      (
        await ctx.db
          .insertInto('accounts')
          .values({ realm: 'outside', displayName, handle, email: `${handle}@people.example` })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id
    const [twin, zed] = [await add('amina haddad', 'twin'), await add('zed', 'zed')]
    const { items } = await listPeople(cast.as(ctx, 'visitor'), { realm: 'outside' })
    assert.deepEqual(
      items.map(({ id }) => id),
      [cast.people.amina.id, twin, cast.people.gustav.id, cast.people.ines.id, cast.people.joost.id, zed],
    )
    const second = await listPeople(cast.as(ctx, 'visitor'), { realm: 'outside', after: cast.people.amina.id })
    assert.equal(second.items[0]!.id, twin)
  }),
)
