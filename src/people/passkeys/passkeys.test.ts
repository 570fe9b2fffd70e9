import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Device, makeDevice } from '../../../test/authenticator.ts'
import { type Page, openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { closeAccount } from '../accounts/accounts.ts'
import { setRequirement } from '../second-factor/second-factor.ts'
import { findViewer, startSession } from '../sessions/sessions.ts'
import { addPasskey, askNewPasskey, askPasskey, enterByPasskey, listPasskeys, removePasskey } from './passkeys.ts'

const origin = 'http://localhost:3000'
const rpId = 'localhost'
const from = { origin, network: 'n' }

interface Kept {
  readonly device: Device
  readonly handle: string
}

/** A passkey of somebody, made the honest way. */
async function make(seen: Ctx, name = 'My phone', device = makeDevice()): Promise<Kept> {
  const { options, ticket } = await askNewPasskey(seen, origin)
  await addPasskey(seen, { ticket, name, answer: device.make({ challenge: options.challenge, origin, rpId }) }, origin)
  return { device, handle: options.user.id }
}

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

test(
  'a passkey signs its account in without any name being typed, and counts where it was used last',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const visitor = cast.as(ctx, 'visitor')
    const { device, handle } = await make(ines)
    const lena = await make(cast.as(ctx, 'lena'), 'My laptop')
    const { options, ticket } = await askPasskey(visitor, origin, 'n')
    assert.equal(options.allowCredentials, undefined, 'the question names nobody')
    const answer = device.use({ challenge: options.challenge, origin, rpId, counter: 2 }, handle)
    const entered = await enterByPasskey(visitor, { ticket, answer }, from)
    assert.deepEqual(entered, { accountId: cast.people.ines.id, realm: 'outside', sawPerson: true })
    assert.deepEqual(
      (await listPasskeys(ines)).map(({ name, lastUsedAt }) => [name, lastUsedAt?.getTime()]),
      [['My phone', ctx.now.getTime()]],
    )
    assert.notEqual(lena.handle, handle)
    const told = Buffer.from(handle, 'base64url')
    assert.ok(told.length >= 32 && told.toString() !== String(cast.people.ines.id), 'the handle tells nothing')
    const second = await askNewPasskey(ines, origin)
    assert.equal(second.options.user.id, handle, 'one account, one handle')
    assert.deepEqual(
      second.options.excludeCredentials?.map(({ id }) => id),
      [device.id],
    )
    await hearEverything(ctx)
    const mails = await ctx.db
      .selectFrom('mails')
      .select('bodyText')
      .where('toAddress', '=', 'ines@people.example')
      .execute()
    assert.match(mails[0]!.bodyText, /A passkey was added/)
  }),
)

test(
  'every answer that does not hold is refused: replayed, forged, of another site, of another person, gone back',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const visitor = cast.as(ctx, 'visitor')
    const { device, handle } = await make(cast.as(ctx, 'ines'))
    const other = await make(cast.as(ctx, 'gustav'))
    const attempt = async (lie: {
      challenge?: string
      origin?: string
      rpId?: string
      counter?: number
      by?: Device
      handle?: string
      ticket?: string
      now?: Date
    }) => {
      const { options, ticket } = await askPasskey(visitor, origin, 'n')
      const asked = { challenge: options.challenge, origin, rpId, counter: 9, ...lie }
      const answer = (lie.by ?? device).use(asked, lie.handle ?? handle)
      const seen = makeCtx({ viewer: visitor.viewer, db: ctx.db, now: lie.now ?? ctx.now, log: silentLog })
      return codeOf(enterByPasskey(seen, { ticket: lie.ticket ?? ticket, answer }, from))
    }
    const refused = 'passkeys.refused'
    assert.equal(await attempt({ origin: 'https://evil.example' }), refused)
    assert.equal(await attempt({ rpId: 'evil.example' }), refused)
    assert.equal(await attempt({ challenge: Buffer.from('guessed').toString('base64url') }), refused)
    assert.equal(await attempt({ handle: other.handle }), refused)
    assert.equal(await attempt({ by: { ...makeDevice(), id: device.id } }), refused)
    // Another device's signature under the known name.
    const liar = makeDevice()
    const { options, ticket } = await askPasskey(visitor, origin, 'n')
    const forged = liar.use({ challenge: options.challenge, origin, rpId }, handle).replaceAll(liar.id, device.id)
    assert.equal(await codeOf(enterByPasskey(visitor, { ticket, answer: forged }, from)), refused)
    assert.equal(await attempt({ ticket: 'x'.repeat(43) }), refused)
    assert.equal(await attempt({ now: new Date(ctx.now.getTime() + 11 * 60_000) }), refused)
    assert.equal(await attempt({}), 'done')
    assert.equal(await attempt({ counter: 9 }), refused, 'a counter that stands still is a copy')
    assert.equal(await attempt({ counter: 10 }), 'done')
    const again = await askPasskey(visitor, origin, 'n')
    const answer = device.use({ challenge: again.options.challenge, origin, rpId, counter: 11 }, handle)
    assert.equal(await codeOf(enterByPasskey(visitor, { ticket: again.ticket, answer }, from)), 'done')
    assert.equal(await codeOf(enterByPasskey(visitor, { ticket: again.ticket, answer }, from)), refused)
    for (const nonsense of ['', '{}', '[]', 'null', '{"id":"x"}'])
      assert.equal(await codeOf(enterByPasskey(visitor, { ticket: again.ticket, answer: nonsense }, from)), refused)
  }),
)

test(
  'a passkey is kept only for who asked for it, once each, under a name',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const gustav = cast.as(ctx, 'gustav')
    const device = makeDevice()
    const asked = await askNewPasskey(ines, origin)
    const given = {
      ticket: asked.ticket,
      name: 'Phone',
      answer: device.make({ challenge: asked.options.challenge, origin, rpId }),
    }
    assert.equal(await codeOf(addPasskey(gustav, given, origin)), 'passkeys.not-made')
    assert.equal(await codeOf(addPasskey(ines, given, origin)), 'passkeys.not-made', 'the question was used up')
    const signIn = await askPasskey(ines, origin, 'n')
    const wrongKind = {
      ...given,
      ticket: signIn.ticket,
      answer: device.make({ challenge: signIn.options.challenge, origin, rpId }),
    }
    assert.equal(await codeOf(addPasskey(ines, wrongKind, origin)), 'passkeys.not-made')
    for (const lie of [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }]) {
      const { options, ticket } = await askNewPasskey(ines, origin)
      const answer = device.make({ challenge: options.challenge, origin, rpId, ...lie })
      assert.equal(await codeOf(addPasskey(ines, { ticket, name: 'x', answer }, origin)), 'passkeys.not-made')
    }
    assert.equal(await codeOf(addPasskey(ines, { ...given, name: ' ' }, origin)), 'passkeys.name')
    await make(ines, 'Phone', device)
    assert.equal(await codeOf(make(gustav, 'The same', device)), 'passkeys.known')
    assert.deepEqual(
      (await listPasskeys(ines)).map(({ name }) => name),
      ['Phone'],
    )
    assert.deepEqual(await listPasskeys(gustav), [])
  }),
)

test(
  'each sees and removes their own passkeys and nobody else’s: everybody against everybody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const name of Object.keys(cast.people) as PersonName[]) await make(cast.as(ctx, name), name)
    const rows = await ctx.db.selectFrom('passkeys').select(['id', 'name']).execute()
    for (const who of everybody) {
      const seen = cast.as(ctx, who)
      if (who === 'visitor') {
        assert.equal(await codeOf(listPasskeys(seen)), 'passkeys.sign-in-first')
        assert.equal(await codeOf(askNewPasskey(seen, origin)), 'passkeys.sign-in-first')
      } else
        assert.deepEqual(
          (await listPasskeys(seen)).map(({ name }) => name),
          [who],
        )
      for (const { id, name } of rows.filter((row) => row.name !== who)) {
        const code = await codeOf(removePasskey(seen, id))
        assert.equal(
          code,
          who === 'visitor' ? 'passkeys.sign-in-first' : 'passkeys.not-found',
          `${who} removes ${name}`,
        )
      }
    }
    for (const { id, name } of rows)
      assert.equal(await codeOf(removePasskey(cast.as(ctx, name as PersonName), id)), 'done')
  }),
)

test(
  'a passkey that saw the person counts as both factors; one that did not stands only before a second factor',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await setRequirement(cast.as(ctx, 'jonas'), 'staff')
    const { anyone } = await openSite(ctx)
    const { device, handle } = await make(cast.as(ctx, 'daniel'))
    let counter = 1
    const enter = async (verified: boolean): Promise<Page> => {
      const asked = await anyone.request('/sign-in/passkey/ask', { method: 'POST', headers: { origin } })
      const { options, ticket } = (await asked.json()) as Awaited<ReturnType<typeof askPasskey>>
      const answer = device.use({ challenge: options.challenge, origin, rpId, verified, counter: ++counter }, handle)
      return anyone.post('/sign-in/passkey', { ticket, answer, next: '/inside/people' })
    }
    const token = (page: Page) => /tango=([\w-]{43});/.exec(page.headers.getSetCookie().join())?.[1] ?? ''
    const whole = await enter(true)
    assert.equal(whole.location, '/inside/people')
    assert.equal((await findViewer(ctx, token(whole)))?.name, 'Daniel Okafor')
    const alone = await enter(false)
    assert.deepEqual([alone.status, token(alone)], [403, ''])
    assert.match(alone.text, /did not ask for a PIN, a finger or a face/)
    await ctx.db
      .insertInto('secondFactors')
      .values({ accountId: cast.people.daniel.id, secret: Buffer.from('x'), confirmedAt: ctx.now })
      .execute()
    const half = await enter(false)
    assert.match(half.location!, /^\/sign-in\/second/)
    assert.equal(await findViewer(ctx, token(half)), undefined)
    assert.equal((await enter(true)).location, '/inside/people')
    assert.equal((await anyone.post('/sign-in/passkey', { ticket: 'x' })).status, 403)
  }),
)

test(
  'through the pages a passkey is added in a fresh session alone, and a closed account opens by none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const { token } = await startSession(ctx, cast.people.daniel.id, { provedBy: 'password', device: 'x' })
    const own = { cookie: `tango=${token}`, origin }
    const ask = () => anyone.request('/settings/sign-in/passkeys/ask', { method: 'POST', headers: own })
    const { options, ticket } = (await (await ask()).json()) as Awaited<ReturnType<typeof askNewPasskey>>
    const device = makeDevice()
    const answer = device.make({ challenge: options.challenge, origin, rpId })
    const added = await anyone.post('/settings/sign-in/passkeys', { ticket, answer, name: 'Laptop' }, own)
    assert.equal(added.location, '/settings/sign-in?kept')
    assert.match((await anyone.get('/settings/sign-in', own)).text, /Remove Laptop/)
    const again = await anyone.post('/settings/sign-in/passkeys', { ticket, answer, name: 'Laptop' }, own)
    assert.equal(again.status, 422)
    assert.match(again.text, /could not be kept/)
    await ctx.db
      .updateTable('sessions')
      .set({ provedAt: new Date(ctx.now.getTime() - 600_000) })
      .execute()
    assert.equal((await ask()).status, 403)
    assert.match((await anyone.get('/settings/sign-in', own)).text, /within ten minutes of signing in/)

    await closeAccount(cast.as(ctx, 'jonas'), cast.people.daniel.id, 'Left')
    const asked = await askPasskey(cast.as(ctx, 'visitor'), origin, 'n')
    const late = device.use({ challenge: asked.options.challenge, origin, rpId, counter: 5 }, options.user.id)
    assert.equal(
      await codeOf(enterByPasskey(cast.as(ctx, 'visitor'), { ticket: asked.ticket, answer: late }, from)),
      'passkeys.refused',
    )
    await hearEverything(ctx)
    assert.deepEqual(await ctx.db.selectFrom('passkeys').select('id').execute(), [])
  }),
)
