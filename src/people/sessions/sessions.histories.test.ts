/** Sessions after any history: a token works as long as its session is in force, and for its own account alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { openSite } from '../../../test/browse.ts'
import { castPassword, getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { setPassword } from '../accounts/accounts.ts'
import { forgetOldSessions } from './sessions.jobs.ts'
import {
  arrivalOf,
  deviceWords,
  endAllSessions,
  endOtherSessions,
  endSession,
  endSessionByToken,
  findViewer,
  isSecureSite,
  listSessions,
  provedRecently,
  readSessionToken,
  startSession,
} from './sessions.ts'

const minute = 60_000
const day = 24 * 60 * minute

const at = (ctx: Ctx, milliseconds: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + milliseconds) })

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  )

const people = ['ines', 'lena', 'petra'] as const
type Who = (typeof people)[number]

interface Kept {
  readonly token: string
  readonly who: Who
  readonly startedAt: number
  ended: boolean
}

const who = fc.constantFrom(...people)
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('start' as const), who, replaces: fc.option(fc.nat(5)) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const), who, which: fc.nat(5) }) },
  fc.record({ do: fc.constant('end-others' as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant('end-all' as const), who }),
  fc.record({ do: fc.constant('sign-out' as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant('wait' as const), days: fc.constantFrom(1, 10, 29, 31) }),
  fc.record({ do: fc.constant('forget' as const) }),
)

test(
  'after any history of signing in, signing out and waiting each token stands for exactly whom it should',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const back = new Error('taken back')
    let ended = 0
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 18, size: 'max' }), async (history) => {
        const run = ctx.transaction(async (inside) => {
          const sessions: Kept[] = []
          let clock = 0
          const isInForce = (one: Kept) => !one.ended && clock - one.startedAt < 30
          for (const one of history) {
            const now = at(inside, clock * day)
            const as = (name: Who) => now.as(cast.people[name])
            const chosen = 'which' in one ? sessions[one.which % Math.max(1, sessions.length)] : undefined
            if (one.do === 'wait') clock += one.days
            if (one.do === 'forget') await forgetOldSessions.work(now, {} as never)
            if (one.do === 'start') {
              const replaced = one.replaces === null ? undefined : sessions[one.replaces]
              const arrival = { provedBy: 'password', device: `place ${sessions.length}` } as const
              const replaces = replaced && { replaces: replaced.token }
              const { token } = await startSession(now, cast.people[one.who].id, { ...arrival, ...replaces })
              if (replaced) replaced.ended = true
              sessions.push({ token, who: one.who, startedAt: clock, ended: false })
            }
            if (one.do === 'sign-out' && chosen) {
              await endSessionByToken(now, chosen.token)
              chosen.ended = true
            }
            if (one.do === 'end-all') {
              await endAllSessions(as(one.who), cast.people[one.who].id)
              for (const mine of sessions.filter((kept) => kept.who === one.who)) mine.ended = true
            }
            if (one.do === 'end-others' && chosen) {
              const others = sessions.filter((kept) => kept.who === chosen.who && kept !== chosen)
              await endOtherSessions(as(chosen.who), chosen.token)
              for (const other of others) other.ended = true
            }
            if (one.do === 'end' && chosen && isInForce(chosen)) {
              const listed = await listSessions(as(chosen.who), chosen.token)
              const { id } = listed.find(({ current }) => current)!
              const got = await outcome(endSession(as(one.who), id))
              assert.equal(got, one.who === chosen.who ? 'done' : 'sessions.not-found')
              if (one.who === chosen.who) chosen.ended = true
            }
            const after = at(inside, clock * day)
            for (const kept of sessions) {
              const viewer = await findViewer(after, kept.token)
              assert.equal(viewer?.id, isInForce(kept) ? cast.people[kept.who].id : undefined, JSON.stringify(one))
              if (!isInForce(kept)) ended++
            }
            for (const name of people) {
              const listed = (await listSessions(after.as(cast.people[name]))).map(({ device }) => device)
              const expected = sessions.flatMap((kept, place) =>
                kept.who === name && isInForce(kept) ? [`place ${place}`] : [],
              )
              assert.deepEqual(listed.toSorted(), expected.toSorted(), `${name} sees where they are signed in`)
            }
          }
          throw back
        })
        await run.catch((error: unknown) => {
          if (error !== back) throw error
        })
      }),
      { numRuns: 30 },
    )
    assert.ok(ended > 50, 'too few sessions came to an end')
  }),
)

test(
  'where somebody is signed in stands by when it was last used, and two hundred at most',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const tokens: string[] = []
    for (const device of ['first', 'second', 'third']) {
      const arrival = { provedBy: 'code', device } as const
      tokens.push((await startSession(ctx, cast.people.ines.id, arrival)).token)
    }
    const devices = async () => (await listSessions(ines)).map(({ device }) => device)
    assert.deepEqual(await devices(), ['third', 'second', 'first'], 'begun at once: the newest first')
    await findViewer(at(ctx, 10 * minute), tokens[0]!)
    assert.deepEqual(await devices(), ['first', 'third', 'second'])
    const seen = (await listSessions(ines)).map(({ lastSeenAt }) => lastSeenAt.getTime() - ctx.now.getTime())
    assert.deepEqual(seen, [10 * minute, 0, 0], 'using one says nothing of the others')
    assert.equal((await listSessions(ines))[1]!.createdAt.getTime(), ctx.now.getTime())
    const values = Array.from({ length: 210 }, (_, number) => ({
      accountId: cast.people.ines.id,
      tokenHash: Buffer.from(`hash ${number}`),
      provedBy: 'password' as const,
      expiresAt: at(ctx, day).now,
    }))
    await ctx.db.insertInto('sessions').values(values).execute()
    assert.equal((await listSessions(ines)).length, 200)
    assert.equal(await endOtherSessions(ines, tokens[0]!), 212, 'all others end, also those not shown')
    assert.deepEqual(await devices(), ['first'])
  }),
)

test(
  'ending what is ended counts nothing, and no record of when it ended is lost',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: 'here' })
    const [session] = await listSessions(ines)
    assert.equal(await endAllSessions(ines, cast.people.ines.id), 1)
    assert.equal(await endAllSessions(at(ines, day), cast.people.ines.id), 0)
    assert.equal(await outcome(endSession(at(ines, day), session!.id)), 'sessions.not-found')
    await endSessionByToken(at(ctx, day), token)
    const { endedAt } = await ctx.db.selectFrom('sessions').select('endedAt').executeTakeFirstOrThrow()
    assert.equal(endedAt?.getTime(), ctx.now.getTime())
    assert.equal(await endAllSessions(ctx, cast.people.ines.id), 0)
  }),
)

test(
  'nobody ends anybody else’s sessions: not a colleague, not an owner, not a visitor',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'code', device: 'here' })
    for (const who of ['visitor', 'gustav', 'lena', 'jonas', 'petra'] as const)
      assert.equal(await outcome(endAllSessions(cast.as(ctx, who), cast.people.ines.id)), 'sessions.not-yours', who)
    for (const act of [listSessions, (seen: Ctx) => endSession(seen, 1 as never)])
      assert.equal(await outcome(act(cast.as(ctx, 'visitor'))), 'sessions.sign-in-first')
    assert.equal(await outcome(endOtherSessions(ctx, token)), 'sessions.sign-in-first', 'Tango is signed in nowhere')
    assert.ok(await findViewer(ctx, token))
  }),
)

test(
  'what proves nothing is never fresh: no session, an ended one, a foreign token',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const provedBy of ['invitation', 'setup', 'sign-up', 'code'] as const) {
      const { token } = await startSession(ctx, cast.people.ines.id, { provedBy, device: '' })
      assert.equal(await provedRecently(ctx, token), true, provedBy)
      await endSessionByToken(ctx, token)
      assert.equal(await provedRecently(ctx, token), false, provedBy)
    }
    assert.equal(await provedRecently(ctx, 'x'.repeat(43)), false)
  }),
)

test(
  'the page shows each place in words, ends the one beside whose button is pressed, and all others at once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { anyone } = await openSite(ctx)
    await setPassword(ctx, cast.people.ines.id, castPassword)
    const linux = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
    const enter = async (agent: string) => {
      const door = { realm: 'outside', email: 'ines@people.example', password: castPassword }
      const page = await anyone.post('/sign-in', door, { 'user-agent': agent })
      return /^tango=([^;]+);/.exec(page.headers.get('set-cookie')!)![1]!
    }
    const [here, there, elsewhere] = [
      await enter(linux),
      await enter('curl/8'),
      await enter('X <b>Chrome/1</b> Android'),
    ]
    const cookie = { cookie: `tango=${here}` }
    const page = await anyone.get('/settings/sessions', cookie)
    for (const words of ['Firefox on Linux', 'An unknown device', 'Chrome on Android', 'with your password'])
      assert.ok(page.text.includes(words), words)
    assert.doesNotMatch(page.text, /curl|140\.0/)
    const ids = [...page.text.matchAll(/\/settings\/sessions\/(\d+)\/end/g)].map(([, id]) => id!)
    const mine = await listSessions(cast.as(ctx, 'ines'), there)
    const target = mine.find(({ current }) => current)!
    assert.ok(ids.includes(String(target.id)))
    const ended = await anyone.post(`/settings/sessions/${target.id}/end`, {}, cookie)
    assert.equal(ended.location, '/settings/sessions?ended')
    assert.equal(await findViewer(ctx, there), undefined)
    assert.ok(await findViewer(ctx, elsewhere))
    await anyone.post('/settings/sessions/end-others', {}, cookie)
    assert.equal(await findViewer(ctx, elsewhere), undefined)
    assert.ok(await findViewer(ctx, here))
    for (const id of ['x', '0', '999999'])
      assert.equal((await anyone.post(`/settings/sessions/${id}/end`, {}, cookie)).status, 404, id)
  }),
)

test('sessions begun and ended at the same moment are each one: what was ended stays ended', async () => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const { id } = cast.people.ines
  const first = await startSession(ctx, id, { provedBy: 'code', device: 'a browser' })
  // One browser that signs in several times at once leaves the session before behind, whatever comes first.
  const replacing = { provedBy: 'code', device: 'a browser', replaces: first.token } as const
  const begun = await Promise.all([1, 2, 3].map(() => startSession(ctx, id, replacing)))
  assert.equal(new Set(begun.map(({ token }) => token)).size, 3)
  assert.equal(await findViewer(ctx, first.token), undefined)
  const counts = await Promise.all([1, 2, 3, 4].map(() => endAllSessions(ctx, id)))
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    3,
    'each session is ended once',
  )
  for (const { token } of begun) assert.equal(await findViewer(ctx, token), undefined)
})

test('devices are told by browser and system, by one of them, or not at all', () => {
  const agents: [string | undefined, string][] = [
    ['Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605 CriOS/120 Mobile Safari/604', 'Chrome on iPad'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/17 Safari/605', 'Safari on Mac'],
    ['Mozilla/5.0 (X11; CrOS x86_64 15) AppleWebKit/537 Chrome/120 Safari/537', 'Chrome on ChromeOS'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/120 Safari/537 OPR/100', 'Opera on Windows'],
    ['Mozilla/5.0 (Linux; Android 13) SamsungBrowser/22 Chrome/111 Mobile Safari/537', 'Samsung Internet on Android'],
    ['Something/1.0 (Windows)', 'Windows'],
    ['Firefox/140.0', 'Firefox'],
    ['curl/8.0', 'An unknown device'],
    ['', 'An unknown device'],
    [undefined, 'An unknown device'],
  ]
  for (const [agent, words] of agents) assert.equal(deviceWords(agent), words, String(agent))
})

test('whether the site is secure is told by its public address, and a browser without cookies arrives with nothing', () => {
  assert.equal(isSecureSite('https://tango.example'), true)
  for (const address of ['http://tango.example', 'httpsx', '', undefined]) assert.equal(isSecureSite(address), false)
  assert.deepEqual(arrivalOf(new Headers(), true), { device: 'An unknown device', replaces: undefined })
  const token = 'k'.repeat(43)
  // Over https only the cookie that no neighbour can plant counts.
  assert.equal(arrivalOf(new Headers({ cookie: `tango=${token}` }), true).replaces, undefined)
  assert.equal(arrivalOf(new Headers({ cookie: `__Host-tango=${token}` }), true).replaces, token)
  for (const header of ['tango', 'tango=', `tango=${token}=x; y`, '; tango ;tango'])
    assert.equal(readSessionToken(header, false), header.includes(token) ? token : undefined, header)
})
