/** Notices on devices, told through a push service that stands on loopback and opens what it gets by a foreign library. */
import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { ask } from '../../content/questions/questions.ts'
import { narrowThread } from '../../content/threads/threads.ts'
import { forgetOldSessions } from '../../people/sessions/sessions.jobs.ts'
import { endAllSessions, endSession, listSessions, startSession } from '../../people/sessions/sessions.ts'
import { changePassword } from '../../people/profiles/password.ts'
import { openVault } from '../../people/vault.ts'
import type { Config } from '../../platform/config.ts'
import { chooseLocale } from '../../people/accounts/accounts.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { type Outgoing, outgoingFetch } from '../../platform/http/outgoing.ts'
import { findSetting } from '../../platform/settings.ts'
import { answerNotice, listNotices, notify, openNotice, setHours, setPace } from '../notices/notices.ts'
import { forgetSignedOutDevices, pushJob } from './push.jobs.ts'
import { pushKeys } from './push.keys.ts'
import { browser, maker, turnOn } from './browser.fixture.test.ts'
import { listDevices } from './push.ts'

const config = { environment: 'test', dataFolder: '', publicUrl: 'https://riders.example' } as Config

interface Arrived {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly bytes: Buffer
}

const arrived: Arrived[] = []
let status = 201
const service = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    arrived.push({ path: request.url!, headers: request.headers, bytes: Buffer.concat(parts) })
    response.writeHead(status).end()
  })
})
await once(service.listen(0, '127.0.0.1'), 'listening')
after(() => service.close())

/** The one fetch of the house, with the maker's name led to loopback as a resolver would. */
const toLoopback = (address: string, options: Outgoing) =>
  outgoingFetch('127.0.0.1', true)(
    address.replace(maker, `http://127.0.0.1:${(service.address() as AddressInfo).port}`),
    options,
  )
const job = pushJob(config, toLoopback)

async function world(ctx: Ctx) {
  arrived.length = 0
  status = 201
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Secret title', body: 'Why?', tags: [] })
  let told = 0
  const tell = (who: PersonName) =>
    notify(ctx, {
      ...{ accountId: cast.people[who].id, kind: answerNotice, because: 'because', threadId: thread.id },
      ...{ actorId: cast.people.joost.id, occasion: String(++told) },
    })
  const jobs = async () => {
    const { rows } = await sql<{
      payload: object
      at: Date
      key: string | null
    }>`select j.payload, j.run_at as at, j.key
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'push-to-device' order by j.id`.execute(ctx.db)
    return rows
  }
  /** Does what waits, as the worker would at that moment; gives what came of each. */
  const work = async (now = ctx.now) => {
    const waiting = (await jobs()).filter((one) => one.at <= now || one.key === null)
    await sql`delete from graphile_worker._private_jobs`.execute(ctx.db)
    const at = makeCtx({ ...ctx, now })
    const done = []
    for (const { payload } of waiting) done.push(await outcome(job.work(at, payload as never)))
    return done
  }
  return { cast, thread, tell, jobs, work }
}

test(
  'a device is told that there is a notice, and of which kind; no name, title or word of anybody leaves the house',
  inTransaction(async (ctx) => {
    const { cast, tell, work } = await world(ctx)
    const [phone, laptop, other] = [browser('phone'), browser('laptop'), browser('other')]
    for (const one of [phone, laptop]) await turnOn(ctx, 'ines', one)
    await turnOn(ctx, 'gustav', other)
    await tell('ines')
    assert.deepEqual(await work(), ['ok', 'ok'])
    assert.deepEqual(
      arrived.map(({ path }) => path),
      ['/to/phone', '/to/laptop'],
    )
    const [notice] = (await listNotices(cast.as(ctx, 'ines'))).items
    const message = {
      title: 'You have a new notice',
      body: 'Answers to your questions',
      path: `/notices/${notice!.id}`,
    }
    assert.deepEqual([phone.open(arrived[0]!.bytes), laptop.open(arrived[1]!.bytes)], [message, message])
    assert.throws(() => other.open(arrived[0]!.bytes), 'nobody else opens it')
    const { headers } = arrived[0]!
    assert.equal(headers['content-encoding'], 'aes128gcm')
    assert.ok(Number(headers.ttl) > 0)
    assert.ok((await listDevices(cast.as(ctx, 'ines'))).every(({ lastToldAt }) => lastToldAt !== null))
  }),
)

test(
  'a device is told in the language that its owner chose',
  inTransaction(async (ctx) => {
    const { cast, tell, work } = await world(ctx)
    await chooseLocale(ctx, cast.people.ines.id, 'de')
    const phone = browser('phone')
    await turnOn(ctx, 'ines', phone)
    await tell('ines')
    assert.deepEqual(await work(), ['ok'])
    const { title, body } = phone.open(arrived[0]!.bytes) as { title: string; body: string }
    assert.deepEqual([title, body], ['Eine neue Mitteilung', 'Antworten auf meine Fragen'])
  }),
)

test(
  'each push is signed by the installation’s own key, which is made once and lies sealed',
  inTransaction(async (ctx) => {
    const { tell, work } = await world(ctx)
    await turnOn(ctx, 'ines', browser('phone'))
    await tell('ines')
    await work()
    const authorization = arrived[0]!.headers.authorization!
    const [, token, key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization)!
    const { publicKey, privateJWK } = await pushKeys(ctx, await openVault(config))
    assert.equal(key, publicKey)
    const [head, claims, signature] = token!.split('.')
    const { x, y } = privateJWK
    const signer = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' })
    const signed = Buffer.from(`${head}.${claims}`)
    const how = { key: signer, dsaEncoding: 'ieee-p1363' } as const
    assert.ok(verify('sha256', signed, how, Buffer.from(signature!, 'base64url')))
    const { aud, sub } = JSON.parse(Buffer.from(claims!, 'base64url').toString()) as Record<string, string>
    assert.deepEqual([aud, sub], [maker, 'https://riders.example'])
    const kept = JSON.stringify(await findSetting(ctx, 'push-keys'))
    assert.ok(!kept.includes(privateJWK.d!), 'the database alone tells nobody the private key')
    assert.equal((await pushKeys(ctx, await openVault(config))).publicKey, publicKey)
  }),
)

test(
  'nothing is pushed of what was read, is out of reach, comes with a digest or stays here, nor to whom has left',
  inTransaction(async (ctx) => {
    const { cast, thread, tell, work, jobs } = await world(ctx)
    for (const who of ['ines', 'gustav', 'amina', 'daniel', 'mirela'] as const) await turnOn(ctx, who, browser(who))
    await setPace(cast.as(ctx, 'daniel'), 'answer', 'daily')
    await setPace(cast.as(ctx, 'mirela'), 'answer', 'here')
    for (const who of ['ines', 'gustav', 'amina', 'daniel', 'mirela'] as const) assert.equal(await tell(who), true)
    assert.equal((await jobs()).length, 3)
    const [read] = (await listNotices(cast.as(ctx, 'ines'))).items
    await openNotice(cast.as(ctx, 'ines'), read!.id)
    await narrowThread(cast.as(ctx, 'ines'), thread.id, 0)
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', cast.people.amina.id).execute()
    assert.deepEqual(await work(), ['ok', 'ok', 'ok'])
    assert.equal(arrived.length, 0)
  }),
)

test(
  'in quiet hours nothing is pushed; at their end once, with the number of what is unread, or nothing',
  inTransaction(
    async (ctx) => {
      const { cast, tell, work, jobs } = await world(ctx)
      const phone = browser('phone')
      for (const [who, one] of [
        ['ines', phone],
        ['gustav', browser('other')],
      ] as const) {
        await turnOn(ctx, who, one)
        const quiet = { from: 22 * 60, until: 7 * 60, days: 127 }
        await setHours(cast.as(ctx, who), { graceMinutes: 10, digestHour: 8, digestWeekday: 1, quiet })
      }
      for (const who of ['ines', 'ines', 'ines', 'gustav'] as const) await tell(who)
      assert.deepEqual(await work(), ['ok', 'ok', 'ok', 'ok'])
      assert.equal(arrived.length, 0)
      const held = await jobs()
      assert.deepEqual(
        held.map((one) => one.at.toISOString()),
        ['2027-01-16T07:00:00.000Z', '2027-01-16T07:00:00.000Z'],
      )
      const [read] = (await listNotices(cast.as(ctx, 'gustav'))).items
      await openNotice(cast.as(ctx, 'gustav'), read!.id)
      await work(new Date('2027-01-16T07:00:00Z'))
      assert.equal(arrived.length, 1)
      assert.deepEqual(phone.open(arrived[0]!.bytes), {
        title: 'You have notices',
        body: '3 that you have not read',
        path: '/notices',
      })
    },
    { now: new Date('2027-01-15T23:00:00Z') },
  ),
)

test(
  'a device that is gone is forgotten; one that cannot be reached just now is tried again; a refusal is no fault of ours',
  inTransaction(async (ctx) => {
    const { cast, tell, work } = await world(ctx)
    const ines = cast.as(ctx, 'ines')
    for (const [answer, left, done] of [
      [404, 0, 'ok'],
      [410, 0, 'ok'],
      [429, 1, 'Error'],
      [503, 1, 'Error'],
      [400, 1, 'ok'],
      [201, 1, 'ok'],
    ] as const) {
      await turnOn(ctx, 'ines', browser('phone'))
      await tell('ines')
      status = answer
      const [came] = await work()
      assert.equal(came === 'ok' ? 'ok' : 'Error', done, `${answer}`)
      assert.equal((await listDevices(ines)).length, left, `${answer}`)
    }
  }),
)

test(
  'an address in a private network is never asked, whatever a browser says',
  inTransaction(async (ctx) => {
    const { tell, jobs } = await world(ctx)
    const port = (service.address() as AddressInfo).port
    const strict = pushJob(config)
    for (const host of ['127.0.0.1', 'localhost', '10.0.0.1', '169.254.169.254', '[::1]']) {
      await turnOn(ctx, 'ines', { said: { ...browser('x').said, endpoint: `https://${host}:${port}/x` } })
    }
    await tell('ines')
    const waiting = await jobs()
    assert.equal(waiting.length, 5)
    for (const { payload } of waiting) await assert.rejects(strict.work(ctx, payload as never), TypeError)
    assert.equal(arrived.length, 0)
  }),
)

test(
  'in a house that lost its key new keys are made, and devices that know the old one alone are forgotten',
  inTransaction(async (ctx) => {
    const { cast } = await world(ctx)
    const vault = await openVault(config)
    const before = await pushKeys(ctx, vault)
    await turnOn(ctx, 'ines', browser('phone'))
    const folder = await mkdtemp(join(tmpdir(), 'tango-vault-'))
    const other = await openVault({ environment: 'production', dataFolder: folder })
    const after = await pushKeys(ctx, other)
    assert.notEqual(after.publicKey, before.publicKey)
    assert.deepEqual(await pushKeys(ctx, other), after)
    assert.deepEqual(await listDevices(cast.as(ctx, 'ines')), [])
    await rm(folder, { recursive: true })
  }),
)

test(
  'who signs out on a device gets nothing there any more, by whatever hand the session ended; other devices stay',
  inTransaction(async (ctx) => {
    const { cast, tell, work, jobs } = await world(ctx)
    const ines = cast.as(ctx, 'ines')
    const names = async () => (await listDevices(ines)).map(({ name }) => name)
    const [phone, laptop, tablet] = [browser('phone'), browser('laptop'), browser('tablet')]
    const tokens = [
      await turnOn(ctx, 'ines', phone),
      await turnOn(ctx, 'ines', laptop),
      await turnOn(ctx, 'ines', tablet),
    ]
    const site = await openSite(ctx)
    await tell('ines')
    assert.equal((await jobs()).length, 3)
    const out = await site.anyone.post('/sign-out', {}, { cookie: `tango=${tokens[0]}` })
    assert.equal(out.status, 303)
    await work()
    const paths = () => arrived.map(({ path }) => path)
    assert.deepEqual(paths(), ['/to/laptop', '/to/tablet'], 'not even of what was under way')
    assert.deepEqual(await names(), ['laptop', 'tablet'])
    const ofLaptop = (await listSessions(ines)).find(({ device }) => device === 'laptop')!
    await endSession(ines, ofLaptop.id)
    await tell('ines')
    await work()
    assert.deepEqual(paths(), ['/to/laptop', '/to/tablet', '/to/tablet'])
    await endAllSessions(ctx, cast.people.ines.id)
    await tell('ines')
    assert.deepEqual([await jobs(), await names()], [[], []])
    await forgetSignedOutDevices.work(ctx, {} as never)
    assert.deepEqual(await ctx.db.selectFrom('pushDevices').select('id').execute(), [])
  }),
)

test(
  'signing in again in the same browser keeps its notices on; somebody else who signs in there gets none of them',
  inTransaction(async (ctx) => {
    const { cast, tell, work } = await world(ctx)
    const { id } = cast.people.ines
    const first = await turnOn(ctx, 'ines', browser('phone'))
    const arrival = { provedBy: 'code', device: 'phone' } as const
    const second = await startSession(ctx, id, { ...arrival, replaces: first })
    assert.equal((await listDevices(cast.as(ctx, 'ines'))).length, 1)
    // A session that ran out tells nothing, until the person is back in the browser that still brings its token.
    const later = makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + 31 * 86_400_000) })
    const ofLater = cast.as(later, 'ines')
    assert.deepEqual(await listDevices(ofLater), [])
    await forgetOldSessions.work(later, {} as never)
    await forgetSignedOutDevices.work(later, {} as never)
    const third = await startSession(later, id, { ...arrival, replaces: second.token })
    assert.equal((await listDevices(ofLater)).length, 1)
    const password = await changePassword(
      ofLater,
      third.token,
      { current: 'lanterns over the canal', password: 'a new one for the house' },
      { device: 'phone', replaces: third.token },
    )
    assert.equal((await listDevices(ofLater)).length, 1, 'a new password ends the others, not this one')
    await startSession(later, cast.people.gustav.id, { ...arrival, replaces: password })
    await tell('ines')
    assert.deepEqual(await work(later.now), [])
    assert.equal(arrived.length, 0)
  }),
)
