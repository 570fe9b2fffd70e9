/** How many passkeys, questions and tries there are, how long a question lives, and what is kept of any of them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeDevice } from '../../../test/authenticator.ts'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { makeLog, silentLog } from '../../platform/log.ts'
import { startSession } from '../sessions/sessions.ts'
import { forgetPasskeyChallenges } from './passkeys.jobs.ts'
import { addPasskey, askNewPasskey, askPasskey, enterByPasskey, forgetPasskeys, listPasskeys } from './passkeys.ts'

const origin = 'http://localhost:3000'
const rpId = 'localhost'
const fixed = { now: new Date('2026-03-02T10:00:00Z') }

function later(ctx: Ctx, minutes: number): Ctx {
  const now = new Date(ctx.now.getTime() + minutes * 60_000)
  return makeCtx({ viewer: ctx.viewer, db: ctx.db, now, log: silentLog })
}

async function make(seen: Ctx, name: string) {
  const device = makeDevice()
  const { options, ticket } = await askNewPasskey(seen, origin)
  const answer = device.make({ challenge: options.challenge, origin, rpId })
  await addPasskey(seen, { ticket, name, answer }, origin)
  return { device, handle: options.user.id }
}

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

test(
  'twenty passkeys are enough: the next is not even asked for, and one that is removed makes room',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const ines = cast.as(ctx, 'ines')
    for (let number = 1; number <= 20; number++) await make(ines, `Key ${number}`)
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'passkey', both: true, device: 'x' })
    const headers = { cookie: `tango=${token}`, origin, accept: 'application/json' }
    const ask = () => anyone.request('/settings/sign-in/passkeys/ask', { method: 'POST', headers })
    const refused = await ask()
    assert.equal(refused.status, 409)
    assert.match(await refused.text(), /These are enough\. Remove one that you do not use\./)
    assert.equal(await codeOf(make(cast.as(ctx, 'gustav'), 'Key 1')), 'done', 'each counts their own')
    const [first] = await listPasskeys(ines)
    await anyone.post(`/settings/sign-in/passkeys/${first!.id}/remove`, {}, headers)
    assert.equal((await ask()).status, 200)
  }),
)

test(
  'a question for a passkey lives ten minutes, is forgotten after an hour, and is kept as no more than a hash',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const device = makeDevice()
    for (const [minutes, expected] of [
      [11, 'passkeys.not-made'],
      [10, 'done'],
    ] as const) {
      const { options, ticket } = await askNewPasskey(ines, origin)
      const answer = device.make({ challenge: options.challenge, origin, rpId })
      const late = later(ines, minutes)
      assert.equal(await codeOf(addPasskey(late, { ticket, name: 'Phone', answer }, origin)), expected, `${minutes}`)
    }
    const { ticket } = await askPasskey(ines, origin, 'n')
    const rows = await ctx.db.selectFrom('passkeyChallenges').selectAll().execute()
    assert.equal(rows.length, 3)
    assert.ok(!rows.some(({ secretHash }) => secretHash.includes(ticket)))
    await forgetPasskeyChallenges.work(later(ctx, 60), {} as never)
    assert.equal((await ctx.db.selectFrom('passkeyChallenges').select('challenge').execute()).length, 3)
    await forgetPasskeyChallenges.work(later(ctx, 61), {} as never)
    assert.equal((await ctx.db.selectFrom('passkeyChallenges').select('challenge').execute()).length, 0)
  }, fixed),
)

test(
  'sixty tries and a hundred and twenty questions in a quarter of an hour are one network’s, then it waits',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const visitor = cast.as(ctx, 'visitor')
    const { device, handle } = await make(cast.as(ctx, 'ines'), 'Phone')
    const { options, ticket } = await askPasskey(visitor, origin, 'other')
    const answer = device.use({ challenge: options.challenge, origin, rpId, counter: 2 }, handle)
    const attempt = (network: string, at = visitor, given = { ticket: 'x', answer: '{}' }) =>
      codeOf(enterByPasskey(at, given, { origin, network }))
    for (let tries = 0; tries < 60; tries++) assert.equal(await attempt('one'), 'passkeys.refused')
    assert.equal(await attempt('one', visitor, { ticket, answer }), 'too-many-tries', 'even the right one')
    assert.equal(await attempt('two', visitor, { ticket, answer }), 'done', 'which was not used up by that')
    assert.equal(await attempt('one', later(visitor, 15)), 'passkeys.refused')
    for (let times = 0; times < 120; times++) await askPasskey(visitor, origin, 'one')
    assert.equal(await codeOf(askPasskey(visitor, origin, 'one')), 'too-many-tries')
    assert.equal(await codeOf(askPasskey(visitor, origin, 'two')), 'done')
    assert.equal(await codeOf(askNewPasskey(cast.as(ctx, 'gustav'), origin)), 'done', 'who is signed in counts alone')
  }, fixed),
)

test(
  'one sentence refuses whatever did not fit, and the log keeps why without saying whose',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    const { device, handle } = await make(cast.as(ctx, 'ines'), 'Phone')
    const other = await make(cast.as(ctx, 'gustav'), 'Phone')
    const lines: string[] = []
    const log = makeLog('debug', (line) => lines.push(line))
    const seen = makeCtx({ viewer: { kind: 'visitor' }, db: ctx.db, now: ctx.now, log })
    const reasons: string[] = []
    for (const lie of [
      (challenge: string) => makeDevice().use({ challenge, origin, rpId }, handle),
      (challenge: string) => device.use({ challenge, origin, rpId, counter: 2 }, other.handle),
      (challenge: string) => device.use({ challenge, origin: 'https://evil.example', rpId, counter: 2 }, handle),
      () => 'not even JSON',
    ]) {
      const asked = await askPasskey(seen, origin, 'n')
      const answer = lie(asked.options.challenge)
      await assert.rejects(enterByPasskey(seen, { ticket: asked.ticket, answer }, { origin, network: 'n' }), {
        code: 'passkeys.refused',
        message: 'This passkey does not open an account here. Try another way in.',
      })
      reasons.push(JSON.parse(lines.at(-1)!).reason as string)
    }
    assert.deepEqual(reasons, ['unknown', 'another handle', 'not verified', 'unknown'])
    assert.doesNotMatch(lines.join(), new RegExp(`ines|gustav|people\\.example|${device.id}|${handle}`, 'i'))
    for (const fields of [
      {},
      { ticket: 'x' },
      { ticket: 'x', answer: '' },
      { ticket: 'x'.repeat(201), answer: '{}' },
    ] as Record<string, string>[]) {
      const page = await anyone.post('/sign-in/passkey', fields)
      assert.equal(page.status, 403)
      assert.match(page.text, /The browser did not finish\. Try again\./)
      assert.deepEqual(page.headers.getSetCookie(), [])
    }
  }),
)

test(
  'a passkey has a name that its owner can read, and only Tango forgets those of somebody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const { anyone } = await openSite(ctx)
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: 'x' })
    const own = { cookie: `tango=${token}` }
    for (const [name, words] of [
      ['  ', /Give it a name, such as/],
      ['x'.repeat(61), /Keep it under 60 characters\./],
    ] as const) {
      const { options, ticket } = await askNewPasskey(ines, origin)
      const answer = makeDevice().make({ challenge: options.challenge, origin, rpId })
      const wrong = await anyone.post('/settings/sign-in/passkeys', { ticket, answer, name }, own)
      assert.equal(wrong.status, 422)
      assert.match(wrong.text, words)
    }
    assert.deepEqual(await listPasskeys(ines), [])
    await make(ines, '  Žofie’s phone 📱 ')
    assert.equal((await listPasskeys(ines))[0]!.name, 'Žofie’s phone 📱')
    for (const who of ['ines', 'jonas', 'visitor'] as const)
      assert.equal(await codeOf(forgetPasskeys(cast.as(ctx, who), cast.people.ines.id)), 'passkeys.not-found', who)
    await forgetPasskeys(ctx, cast.people.gustav.id)
    assert.equal((await listPasskeys(ines)).length, 1)
    await forgetPasskeys(ctx, cast.people.ines.id)
    assert.deepEqual(await listPasskeys(ines), [])
  }),
)
