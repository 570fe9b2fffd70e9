import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import { forgetOldSessions } from './sessions.jobs.ts'
import {
  arrivalOf,
  deviceWords,
  endAllSessions,
  endOtherSessions,
  endSession,
  endSessionByToken,
  endedSessionCookie,
  findViewer,
  listSessions,
  provedRecently,
  readSessionToken,
  sessionCookie,
  startSession,
} from './sessions.ts'

const minute = 60_000
const day = 24 * 60 * minute

function later(ctx: Ctx, milliseconds: number): Ctx {
  return makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(ctx.now.getTime() + milliseconds), log: silentLog })
}

const firefox = { provedBy: 'password', device: 'Firefox on Linux' } as const

test(
  'a token stands for its account, with name, realm and offices, and nothing of it is stored readable',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { token } = await startSession(ctx, cast.people.jonas.id, firefox)
    assert.match(token, /^[A-Za-z0-9_-]{43}$/)
    assert.deepEqual(await findViewer(ctx, token), {
      kind: 'account',
      id: cast.people.jonas.id,
      realm: 'inside',
      name: 'Jonas Weber',
      offices: ['inside-steward', 'owner'],
      locale: 'en',
      timeZone: 'UTC',
    })
    const rows = await ctx.db.selectFrom('sessions').selectAll().execute()
    assert.doesNotMatch(JSON.stringify(rows.map((row) => row.tokenHash.toString('latin1'))), new RegExp(token))
    assert.equal(await findViewer(ctx, token.slice(1) + 'A'), undefined)
  }),
)

test(
  'an ended session is dead at the next request',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const { token } = await startSession(ctx, cast.people.ines.id, firefox)
    const site = await openSite(ctx)
    const cookie = { cookie: `tango=${token}` }
    assert.equal((await site.anyone.get('/settings/sessions', cookie)).status, 200)
    const [session] = await listSessions(ines, token)
    await endSession(ines, session!.id)
    const after = await site.anyone.get('/settings/sessions', cookie)
    assert.equal(after.location, '/sign-in?next=%2Fsettings%2Fsessions')
    assert.equal(await findViewer(ctx, token), undefined)
  }),
)

test(
  'a session runs out after 30 days, and dies with its account',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { token, expiresAt } = await startSession(ctx, cast.people.ines.id, firefox)
    assert.equal(expiresAt.getTime() - ctx.now.getTime(), 30 * day)
    assert.ok(await findViewer(later(ctx, 30 * day - minute), token))
    assert.equal(await findViewer(later(ctx, 30 * day), token), undefined)
    for (const state of ['closed', 'unclaimed'] as const) {
      await ctx.db.updateTable('accounts').set({ state }).where('id', '=', cast.people.ines.id).execute()
      assert.equal(await findViewer(ctx, token), undefined, state)
    }
  }),
)

test(
  'an office that is given or ended counts from the next request on',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { token } = await startSession(ctx, cast.people.mirela.id, firefox)
    assert.deepEqual((await findViewer(ctx, token))?.offices, ['official-voice'])
    await ctx.db
      .updateTable('offices')
      .set({ endedAt: ctx.now })
      .where('accountId', '=', cast.people.mirela.id)
      .execute()
    assert.deepEqual((await findViewer(ctx, token))?.offices, [])
  }),
)

test(
  'last seen moves in steps of five minutes, so that most requests write nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { token } = await startSession(ctx, cast.people.ines.id, firefox)
    const seen = async () => (await listSessions(cast.as(ctx, 'ines')))[0]!.lastSeenAt.getTime() - ctx.now.getTime()
    await findViewer(later(ctx, 4 * minute), token)
    assert.equal(await seen(), 0)
    await findViewer(later(ctx, 6 * minute), token)
    assert.equal(await seen(), 6 * minute)
    await findViewer(later(ctx, 5 * minute), token)
    assert.equal(await seen(), 6 * minute)
  }),
)

test(
  'somebody sees and ends their own sessions and nobody else’s',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [ines, gustav] = [cast.as(ctx, 'ines'), cast.as(ctx, 'gustav')]
    const here = await startSession(ctx, cast.people.ines.id, firefox)
    const there = await startSession(later(ctx, minute), cast.people.ines.id, {
      provedBy: 'code',
      device: 'Safari on iPhone',
    })
    const foreign = await startSession(ctx, cast.people.gustav.id, firefox)
    const listed = await listSessions(ines, here.token)
    assert.deepEqual(
      listed.map(({ device, provedBy, current }) => ({ device, provedBy, current })),
      [
        { device: 'Safari on iPhone', provedBy: 'code', current: false },
        { device: 'Firefox on Linux', provedBy: 'password', current: true },
      ],
    )
    await assert.rejects(endSession(gustav, listed[0]!.id), { code: 'sessions.not-found' })
    await assert.rejects(endAllSessions(gustav, cast.people.ines.id), { code: 'sessions.not-yours' })
    await assert.rejects(listSessions(cast.as(ctx, 'visitor')), { code: 'sessions.sign-in-first' })
    assert.equal(await endOtherSessions(ines, here.token), 1)
    assert.ok(await findViewer(ctx, here.token))
    assert.equal(await findViewer(ctx, there.token), undefined)
    assert.ok(await findViewer(ctx, foreign.token))
    await endSessionByToken(ctx, here.token)
    assert.equal((await listSessions(ines)).length, 0)
  }),
)

test(
  'signing in ends the session that the browser had before, of whatever face',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const before = await startSession(ctx, cast.people.ines.id, firefox)
    const after = await startSession(ctx, cast.people.lena.id, { ...firefox, replaces: before.token })
    assert.equal(await findViewer(ctx, before.token), undefined)
    assert.equal((await findViewer(ctx, after.token))?.name, 'Lena Brandt')
  }),
)

test(
  'only a session that proved the address counts as fresh, and for an hour',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const byPassword = await startSession(ctx, cast.people.ines.id, firefox)
    const byCode = await startSession(ctx, cast.people.ines.id, { ...firefox, provedBy: 'code' })
    assert.equal(await provedRecently(ctx, byPassword.token), false)
    assert.equal(await provedRecently(later(ctx, 59 * minute), byCode.token), true)
    assert.equal(await provedRecently(later(ctx, 60 * minute), byCode.token), false)
  }),
)

test(
  'sessions are forgotten a month after they ended',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { token } = await startSession(ctx, cast.people.ines.id, firefox)
    await startSession(ctx, cast.people.ines.id, firefox)
    await endSessionByToken(ctx, token)
    const count = async () => (await ctx.db.selectFrom('sessions').select('id').execute()).length
    await forgetOldSessions.work(later(ctx, 29 * day), {} as never)
    assert.equal(await count(), 2)
    await forgetOldSessions.work(later(ctx, 31 * day), {} as never)
    assert.equal(await count(), 1)
  }),
)

test('the cookie is closed to scripts, to other sites, and over https to neighbours and to plain http', () => {
  const token = 'x'.repeat(43)
  assert.equal(
    sessionCookie(token, true),
    `__Host-tango=${token}; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=5184000`,
  )
  assert.equal(sessionCookie(token, false), `tango=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=5184000`)
  assert.equal(endedSessionCookie(true), '__Host-tango=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0')
})

test('a token is read from the right cookie and from nothing that only looks like it', () => {
  const token = 'aB3_-'.repeat(9).slice(0, 43)
  assert.equal(readSessionToken(`theme=dark; tango=${token}; x=1`, false), token)
  assert.equal(readSessionToken(`__Host-tango=${token}`, true), token)
  for (const header of [
    undefined,
    '',
    `tango=${token}`,
    `__Host-tango=${token}x`,
    '__Host-tango=short',
    `x__Host-tango=${token}`,
  ]) {
    assert.equal(readSessionToken(header, true), undefined, String(header))
  }
})

test('a device is known again by a few words, and no more than that is kept', () => {
  const linux = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'
  const android =
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'
  const edge =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0'
  assert.equal(deviceWords(linux), 'Firefox on Linux')
  assert.equal(deviceWords(iphone), 'Safari on iPhone')
  assert.equal(deviceWords(android), 'Chrome on Android')
  assert.equal(deviceWords(edge), 'Edge on Windows')
  assert.equal(deviceWords(undefined), 'An unknown device')
  const token = 'y'.repeat(43)
  const headers = new Headers({ 'user-agent': linux, cookie: `tango=${token}` })
  assert.deepEqual(arrivalOf(headers, false), { device: 'Firefox on Linux', replaces: token })
})
