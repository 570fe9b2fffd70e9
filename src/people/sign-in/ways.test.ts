import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { makeLog } from '../../platform/log.ts'
import { hashPassword, setPassword } from '../accounts/accounts.ts'
import { startSession } from '../sessions/sessions.ts'
import { type Way, allowMailCodes, getWays, mailCodesWork, removeWay } from './ways.ts'
import { wayListeners } from './ways.listeners.ts'
import { askForCode } from './sign-in.ts'

const password = 'four words make one'

/** Puts a provider, on or off. */
async function putProvider(ctx: Ctx, issuer: string) {
  const doors = { forOutside: true, forInside: true, makesAccounts: false, checksSecondFactor: false }
  const { id } = await ctx.db
    .insertInto('identityProviders')
    .values({
      preset: 'generic',
      label: issuer,
      issuer,
      clientId: 'x',
      secret: null,
      teamId: null,
      keyId: null,
      ...doors,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

let made = 0

async function addPasskey(ctx: Ctx, accountId: AccountId): Promise<void> {
  const key = {
    userHandle: Buffer.from('h'),
    publicKey: Buffer.from('k'),
    transports: [],
    name: 'Key',
    backedUp: false,
  }
  await ctx.db
    .insertInto('passkeys')
    .values({ accountId, credentialId: `c${made++}`, ...key })
    .execute()
}

async function addIdentity(ctx: Ctx, accountId: AccountId, issuer: string): Promise<void> {
  const who = { realm: 'outside' as const, issuer, subject: `s${made++}`, label: issuer }
  await ctx.db
    .insertInto('identities')
    .values({ accountId, ...who })
    .execute()
}

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

test(
  'under any history of adding and removing ways one that was chosen always stays, and exactly the last is refused',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    const ines = cast.as(ctx, 'ines')
    const { token } = await startSession(ctx, id, { provedBy: 'code', device: 'x' })
    const providers = ['https://a.example', 'https://b.example/'] as const
    const ids = [await putProvider(ctx, providers[0]), await putProvider(ctx, 'https://b.example')]
    const passwordHash = await hashPassword(password)
    const steps = fc.constantFrom(
      ...(['add-password', 'add-passkey', 'add-a', 'add-b', 'mail-on', 'switch-a', 'switch-b'] as const),
      ...(['drop-password', 'drop-passkey', 'drop-identity', 'mail-off', 'drop-passkey', 'mail-off'] as const),
    )
    let refused = 0
    let onlyMail = 0
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 20 }), async (history) => {
        for (const table of ['passkeys', 'identities', 'mailCodesOff'] as const)
          await ctx.db.deleteFrom(table).execute()
        await ctx.db.updateTable('accounts').set({ passwordHash: null }).where('id', '=', id).execute()
        await ctx.db.updateTable('identityProviders').set({ isOn: true }).execute()
        // What should stand, kept apart: the number of each way, and which providers are on.
        const model = { password: 0, passkeys: 0, a: 0, b: 0, mail: 1 }
        const on = { a: true, b: true }
        const chosen = () => model.password + model.passkeys + (on.a ? model.a : 0) + (on.b ? model.b : 0) + model.mail
        for (const step of history) {
          const way = await wayFor(ines, step)
          if (way) {
            const before = chosen()
            const counts = way.part === 'identity' ? Number(on[way.provider!]) : 1
            const code = await codeOf(removeWay(ines, token, way.way))
            const expected = before - counts === 0 ? 'sign-in.last-way' : 'done'
            assert.equal(code, expected, `${step} of ${JSON.stringify({ model, on })}`)
            if (code === 'done') model[way.part === 'identity' ? way.provider! : way.part]--
            else refused++
          } else if (step === 'add-password') {
            await ctx.db.updateTable('accounts').set({ passwordHash }).where('id', '=', id).execute()
            model.password = 1
          } else if (step === 'add-passkey') {
            await addPasskey(ctx, id)
            model.passkeys++
          } else if (step === 'add-a' || step === 'add-b') {
            const which = step === 'add-a' ? 'a' : 'b'
            await addIdentity(ctx, id, providers[which === 'a' ? 0 : 1])
            model[which]++
          } else if (step === 'mail-on') {
            await allowMailCodes(ines, token)
            model.mail = 1
          } else if (step === 'switch-a' || step === 'switch-b') {
            const which = step === 'switch-a' ? 'a' : 'b'
            on[which] = !on[which]
            await ctx.db
              .updateTable('identityProviders')
              .set({ isOn: on[which] })
              .where('id', '=', ids[which === 'a' ? 0 : 1]!)
              .execute()
          }
          // Whatever the owner of the site does with providers: somebody with an address is never shut out.
          const works = await mailCodesWork(ctx, id)
          assert.equal(works, model.mail === 1 || chosen() === 0)
          assert.ok(works || chosen() > 0)
          if (works && model.mail === 0) onlyMail++
        }
      }),
      { numRuns: 20 },
    )
    assert.ok(refused > 8, `${refused} times the last was kept`)
    assert.ok(onlyMail > 1, `${onlyMail} times mail stood in for a provider that was switched off`)
  }),
)

type Taken = { way: Way; part: 'password' | 'passkeys' | 'mail' | 'identity'; provider?: 'a' | 'b' }

/** The way that a step takes away, if there is one. */
async function wayFor(seen: Ctx, step: string): Promise<Taken | undefined> {
  const ways = await getWays(seen, undefined)
  if (step === 'drop-password' && ways.hasPassword) return { way: { kind: 'password' }, part: 'password' }
  if (step === 'mail-off' && ways.mailCodes.on) return { way: { kind: 'mail-codes' }, part: 'mail' }
  const passkey = ways.passkeys[0]
  if (step === 'drop-passkey' && passkey) return { way: { kind: 'passkey', id: passkey.id }, part: 'passkeys' }
  const identity = ways.identities[0]
  if (step !== 'drop-identity' || !identity) return undefined
  return {
    way: { kind: 'identity', id: identity.id },
    part: 'identity',
    provider: identity.label.startsWith('https://a') ? 'a' : 'b',
  }
}

test(
  'ways are changed by their owner in a session that is fresh: everybody against everybody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const { id } of Object.values(cast.people)) {
      await addPasskey(ctx, id)
      await addPasskey(ctx, id)
    }
    await putProvider(ctx, 'https://a.example')
    for (const name of ['ines', 'gustav'] as const) await addIdentity(ctx, cast.people[name].id, 'https://a.example')
    const passkeys = await ctx.db.selectFrom('passkeys').select(['id', 'accountId']).execute()
    const identities = await ctx.db.selectFrom('identities').select(['id', 'accountId']).execute()
    for (const who of everybody) {
      if (who === 'visitor') {
        const page = await site.as(who).get('/settings/sign-in')
        assert.equal(page.location, '/sign-in?next=%2Fsettings%2Fsign-in')
        assert.equal((await site.as(who).post('/settings/sign-in/mail-codes', { to: 'off' })).status, 303)
        continue
      }
      const { id } = cast.people[who as PersonName]
      const { token } = await startSession(ctx, id, { provedBy: 'code', device: 'x' })
      const own = { cookie: `tango=${token}` }
      const posts = [
        ...passkeys.map((row) => [row.accountId, `passkeys/${row.id}/remove`] as const),
        ...identities.map((row) => [row.accountId, `identities/${row.id}/remove`] as const),
      ]
      for (const [accountId, path] of posts.filter(([accountId]) => accountId !== id))
        assert.equal((await site.anyone.post(`/settings/sign-in/${path}`, {}, own)).status, 404, `${who} ${accountId}`)
      await ctx.db
        .updateTable('sessions')
        .set({ provedAt: new Date(ctx.now.getTime() - 600_000) })
        .execute()
      const mine = posts.find(([accountId]) => accountId === id)![1]
      for (const path of [mine, 'password/remove', 'mail-codes', 'factor', 'factor/remove', 'recovery', 'passkeys'])
        assert.equal(
          (await site.anyone.post(`/settings/sign-in/${path}`, { to: 'off' }, own)).status,
          403,
          `${who} ${path}`,
        )
      await ctx.db.updateTable('sessions').set({ provedAt: ctx.now }).execute()
      assert.equal((await site.anyone.post(`/settings/sign-in/${mine}`, {}, own)).location, '/settings/sign-in?kept')
      const page = await site.anyone.get('/settings/sign-in', own)
      assert.equal(page.status, 200, who)
    }
    assert.equal((await ctx.db.selectFrom('mailCodesOff').select('accountId').execute()).length, 0)
  }),
)

test(
  'who turned codes by mail off gets none, on a page that says what it always says, until nothing else is left',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    const ines = cast.as(ctx, 'ines')
    await setPassword(ctx, id, password)
    const { token } = await startSession(ctx, id, { provedBy: 'password', device: 'x' })
    const mails = async () => {
      await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'n')
      await hearEverything(ctx)
      const rows = await ctx.db
        .selectFrom('mails')
        .select('bodyText')
        .where('toAddress', '=', 'ines@people.example')
        .orderBy('id')
        .execute()
      return rows.at(-1)!.bodyText
    }
    assert.match(await mails(), /Your code is/)
    await removeWay(ines, token, { kind: 'mail-codes' })
    assert.match(await mails(), /codes by mail are turned off/)
    assert.equal(await codeOf(removeWay(ines, token, { kind: 'password' })), 'sign-in.last-way')
    assert.equal(await codeOf(removeWay(ines, token, { kind: 'mail-codes' })), 'sign-in.no-such-way')
    await allowMailCodes(ines, token)
    await removeWay(ines, token, { kind: 'password' })
    assert.equal((await getWays(ines, token)).hasPassword, false)
    assert.match(await mails(), /Your code is/)
  }),
)

test(
  'each change is told to the owner by mail and kept in the log by number alone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = cast.people.ines
    const ines = cast.as(ctx, 'ines')
    await setPassword(ctx, id, password)
    const { token } = await startSession(ctx, id, { provedBy: 'password', device: 'x' })
    await removeWay(ines, token, { kind: 'mail-codes' })
    await allowMailCodes(ines, token)
    await removeWay(ines, token, { kind: 'password' })
    const lines: string[] = []
    const logged = makeCtx({ ...ctx, log: makeLog('info', (line) => lines.push(line)) })
    const events = await ctx.db.selectFrom('events').selectAll().orderBy('id').execute()
    for (const event of events) {
      for (const listener of wayListeners.filter((one) => one.event === event.name))
        await listener.hear(logged.asSystem('test'), event.payload as never, event.happenedAt)
    }
    const changes = ['password-changed', 'mail-codes-off', 'mail-codes-on', 'password-removed']
    const own = lines.map((line) => JSON.parse(line)).filter((line) => line.account === id)
    assert.deepEqual(
      own.map(({ change }) => change),
      changes,
    )
    assert.doesNotMatch(lines.join(), /ines|people\.example|Carvalho/i)
    const mails = await ctx.db.selectFrom('mails').select(['toAddress', 'bodyText']).orderBy('id').execute()
    assert.deepEqual(
      mails.map(({ bodyText }) => bodyText.split('\n')[0]),
      [
        'The password was changed, and all other sessions were ended.',
        'Codes by mail were turned off.',
        'Codes by mail were turned on.',
        'The password was removed.',
      ],
    )
    for (const { toAddress } of mails) assert.equal(toAddress, 'ines@people.example')
  }),
)
