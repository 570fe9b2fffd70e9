/** Receivers that fail, hang, lead away or are gone, and processes that are killed: nothing is lost, and nobody else waits. */
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import '../../features.ts'
import { ask } from '../../content/questions/questions.ts'
import { openVault } from '../../people/vault.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { type Outgoing, outgoingFetch } from '../../platform/http/outgoing.ts'
import { makeLog, silentLog } from '../../platform/log.ts'
import { putSetting } from '../../platform/settings.ts'
import { answerNotice, notify } from '../notices/notices.ts'
import { config, listenAs, openReceiver, isGenuine, vault, waitingJobs, work } from './receiver.fixture.test.ts'
import { nothingBeside, retryWaits, wakeWebhooks, webhookJob } from './webhooks.jobs.ts'
import { listWebhooks, renewSecret, resumeWebhook, tryWebhook } from './webhooks.ts'

const receiver = await openReceiver()
/** For what several processes do at one moment: each has connections of its own. */
const pool = await freshPool('cast')
const committed = makeCtx({
  viewer: { kind: 'system', reason: 'test' },
  db: openDatabase(pool),
  now: new Date('2027-01-15T12:00:00Z'),
  log: silentLog,
})
const seconds = (ctx: Ctx, count: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + count * 1000) })

async function world(ctx: Ctx) {
  receiver.heard.length = 0
  receiver.state.status = 200
  await putSetting(ctx, 'public-url', 'https://riders.example')
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off at 40 %', body: 'Why?', tags: [] })
  let told = 0
  const tell = (who: PersonName, now = ctx) =>
    notify(now, {
      ...{ accountId: cast.people[who].id, kind: answerNotice, because: 'because', threadId: thread.id },
      ...{ actorId: cast.people.joost.id, occasion: String(++told) },
    })
  const hook = async (who: PersonName = 'ines') => (await listWebhooks(cast.as(ctx, who)))[0]!
  const keys = () => receiver.heard.map(({ key }) => key)
  const mails = async () =>
    await ctx.db.selectFrom('mails').select(['toAddress', 'subject', 'bodyText']).orderBy('id').execute()
  const waiting = async () => (await ctx.db.selectFrom('webhookMessages').selectAll().execute()).length
  return { cast, tell, hook, keys, mails, waiting }
}

test(
  'what is refused is tried again after growing waits under the same id; after three days in vain the address is off',
  inTransaction(async (ctx) => {
    const { cast, tell, hook, keys, mails, waiting } = await world(ctx)
    const { id, secret } = await listenAs(ctx, 'ines')
    receiver.state.status = 500
    await tell('ines')
    await work(ctx, receiver)
    let now = ctx
    for (const [n, wait] of retryWaits.entries()) {
      assert.deepEqual(
        (await waitingJobs(ctx)).map(({ at }) => at.getTime() - now.now.getTime()),
        [wait * 1000],
        `after try ${n + 1}`,
      )
      await work(ctx, receiver, seconds(now, wait - 1).now)
      assert.equal(keys().length, n + 1, 'not a second before')
      now = seconds(now, wait)
      await work(ctx, receiver, now.now)
      assert.equal(keys().length, n + 2, `try ${n + 2}`)
    }
    assert.equal(new Set(keys()).size, 1, 'a receiver knows it for the same')
    assert.ok(isGenuine(secret, receiver.heard.at(-1)!, now.now), 'each try is signed with its own time')
    assert.ok(now.now.getTime() - ctx.now.getTime() >= 3 * 86_400_000)
    const { state, lost } = await hook()
    assert.deepEqual([state, lost], [{ is: 'off', since: now.now, because: 'failing' }, 1])
    const [mail, ...others] = await mails()
    assert.deepEqual([mail!.toAddress, others], ['ines@people.example', []])
    assert.equal(mail!.subject, 'No notices to “ines” any more')
    assert.match(
      mail!.bodyText,
      /Nothing arrived there for three days\.[^]*https:\/\/riders\.example\/settings\/notices\/webhooks/,
    )
    assert.deepEqual([await waiting(), await waitingJobs(ctx)], [0, []])
    await tell('ines')
    assert.equal(await waiting(), 0, 'what is off is told nothing')
    receiver.state.status = 200
    await resumeWebhook(cast.as(ctx, 'ines'), id)
    await tell('ines')
    await work(ctx, receiver)
    assert.deepEqual([keys().length, (await hook()).state.is], [retryWaits.length + 2, 'on'])
  }),
)

test(
  'a message that is refused again and again keeps no other waiting, and is given up alone',
  inTransaction(async (ctx) => {
    const { tell, hook, waiting, mails } = await world(ctx)
    await listenAs(ctx, 'ines')
    await tell('ines')
    let refused = ''
    receiver.state.status = (_, { data }) => (data.id === (refused ||= data.id) ? 422 : 204)
    let now = ctx
    await work(ctx, receiver)
    for (const wait of retryWaits) {
      await tell('ines', now)
      now = seconds(now, wait)
      await work(ctx, receiver, now.now)
      assert.equal((await hook()).tried!.at.getTime(), now.now.getTime())
    }
    assert.deepEqual([(await hook()).state.is, (await hook()).lost, await waiting()], ['on', 1, 0])
    assert.deepEqual(await mails(), [])
    const others = new Set(receiver.heard.map(({ json }) => json.data.id).filter((id) => id !== refused))
    assert.equal(others.size, retryWaits.length, 'all others arrived')
  }),
)

test(
  'while an address fails, what comes meanwhile waits with it; when it answers again all goes, and a test hastens it',
  inTransaction(async (ctx) => {
    const { cast, tell, hook, keys, waiting } = await world(ctx)
    const { id } = await listenAs(ctx, 'ines')
    receiver.state.status = 503
    await tell('ines')
    await work(ctx, receiver)
    for (let n = 0; n < 8; n++) await tell('ines')
    await work(ctx, receiver)
    assert.deepEqual([keys().length, await waiting()], [1, 9], 'one try, however much waits')
    assert.deepEqual((await hook()).again, { at: seconds(ctx, 5).now, waiting: 9 })
    await work(ctx, receiver, seconds(ctx, 5).now)
    assert.equal(keys().length, 2)
    receiver.state.status = 202
    const later = seconds(ctx, 60)
    assert.ok(await tryWebhook(cast.as(later, 'ines'), id, { vault, ask: receiver.ask }))
    await work(ctx, receiver, later.now)
    assert.equal(await waiting(), 0)
    assert.equal(new Set(keys()).size, 10, 'nine notices and the test')
    assert.equal((await hook()).again, undefined)
  }),
)

test(
  'an answer that is no yes is a failure, one that leads away too; 410 turns the address off at once',
  inTransaction(async (ctx) => {
    const { cast, tell, hook, mails, waiting } = await world(ctx)
    const { id } = await listenAs(ctx, 'ines')
    for (const status of [302, 308, 400, 404, 429, 500]) {
      receiver.state.status = status
      await resumeWebhook(cast.as(ctx, 'ines'), id)
      await tell('ines')
      await work(ctx, receiver)
      assert.deepEqual([(await hook()).tried!.answered, (await hook()).tried!.isTaken], [status, false])
      assert.ok(
        receiver.heard.every(({ path }) => path === '/ines'),
        'nothing is followed',
      )
    }
    receiver.state.status = 410
    await resumeWebhook(cast.as(ctx, 'ines'), id)
    await tell('ines')
    await work(ctx, receiver)
    assert.deepEqual([(await hook()).state, await waiting()], [{ is: 'off', since: ctx.now, because: 'gone' }, 0])
    assert.match((await mails())[0]!.bodyText, /It answered that it is gone for good \(410\)\./)
  }),
)

test(
  'why nothing was answered is told in a few words: nobody there, a private network, a broken or an endless answer',
  inTransaction(async (ctx) => {
    const { cast, hook } = await world(ctx)
    const { id } = await listenAs(ctx, 'ines')
    const why = async (ask: ReturnType<typeof outgoingFetch>) => {
      assert.equal(await tryWebhook(cast.as(ctx, 'ines'), id, { vault, ask }), false)
      return (await hook()).tried!.failure
    }
    const at = (address: string, named?: string) => (_: string, options: Outgoing) =>
      outgoingFetch(named, named !== undefined)(address, options)
    const rude = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end('this is no handshake'))
    })
    await once(rude.listen(0, '127.0.0.1'), 'listening')
    const { port } = rude.address() as AddressInfo
    assert.equal(await why(at('https://127.0.0.1/in')), 'private')
    assert.equal(await why(at('https://localhost/in')), 'private')
    assert.equal(await why(at(`https://127.0.0.1:${port}/`, '127.0.0.1')), 'not-safe')
    assert.equal(await why(at(`http://127.0.0.1:${port}/`, '127.0.0.1')), 'broken')
    rude.close()
    await once(rude, 'close')
    assert.equal(await why(at(`http://127.0.0.1:${port}/`, '127.0.0.1')), 'not-reached')
    const failing = (error: object) => async (): Promise<Response> => {
      throw Object.assign(new Error('x'), error)
    }
    assert.equal(await why(failing({ name: 'AbortError', code: 'ABORT_ERR' })), 'no-answer')
    assert.equal(await why(failing({ code: 'ENOTFOUND' })), 'not-found')
    assert.equal(await why(failing({ code: 'ETOOLARGE' })), 'too-large')
  }),
)

test('a receiver that hangs holds no job up: others get theirs meanwhile, and what hung is struck off when it answers', async () => {
  const ctx = committed
  const { tell, keys, waiting } = await world(ctx)
  const slow = await openReceiver()
  slow.state.holds = true
  await listenAs(ctx, 'amina')
  await listenAs(ctx, 'gustav')
  const ask: typeof receiver.ask = (address, options) =>
    (address.endsWith('/amina') ? slow : receiver).ask(address, options)
  const job = webhookJob(config, ask, 0)
  for (const who of ['amina', 'gustav'] as const) await tell(who)
  for (const { payload } of await waitingJobs(ctx)) await job.work(ctx, payload as never)
  await until(() => slow.heard.length === 1 && keys().length === 1, 'both are asked while one is held back')
  await until(async () => (await waiting()) === 1, 'the other is struck off')
  slow.letGo()
  await nothingBeside()
  assert.equal(await waiting(), 0)
})

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; !(await holds()); waited++) {
    assert.ok(waited < 2000, what)
    await pause(10)
  }
}

test('two processes send one message once; what a killed one held is sent later under the same id', async () => {
  const ctx = committed
  const { tell, keys, waiting } = await world(ctx)
  const { id } = await listenAs(ctx, 'ines')
  const job = webhookJob(config, receiver.ask, 600_000)
  const run = (now = ctx) => job.work(now, { webhookId: id } as never)
  for (let n = 0; n < 4; n++) await tell('ines')
  await Promise.all([run(), run(), run()])
  await run()
  assert.deepEqual([keys().length, new Set(keys()).size, await waiting()], [4, 4, 0])
  await tell('ines')
  // It asked, and was killed before it could strike the message off.
  const killed = ctx.transaction(async (inside) => {
    await job.work(inside, { webhookId: id } as never)
    throw new Error('killed')
  })
  await assert.rejects(killed, /killed/)
  await pool.query('update webhooks set taken_until = $1', [new Date('2027-01-15T12:01:30Z')])
  await run()
  assert.deepEqual([keys().length, await waiting()], [5, 1], 'another waits for whoever holds it')
  const later = seconds(ctx, 91)
  await wakeWebhooks.work(later, {} as never)
  await run(later)
  assert.deepEqual([keys().length, keys()[4] === keys()[5], await waiting()], [6, true, 0])
})

test(
  'after a move without the key of the house an address is off until it gets a new secret, and no log tells any of it',
  inTransaction(async (ctx) => {
    const { cast, tell, hook, keys, mails } = await world(ctx)
    const lines: string[] = []
    const logged = makeCtx({ ...ctx, log: makeLog('debug', (line) => lines.push(line)) })
    const { id, secret } = await listenAs(logged, 'ines')
    await ctx.db
      .updateTable('webhooks')
      .set({ secretSealed: vault.seal('another', secret) })
      .execute()
    await tell('ines', logged)
    await work(logged, receiver)
    const { state } = await hook()
    assert.deepEqual([keys(), state], [[], { is: 'off', since: ctx.now, because: 'no-secret' }])
    assert.match((await mails())[0]!.bodyText, /Give it a new one\./)
    const { secret: fresh } = await renewSecret(cast.as(logged, 'ines'), id, await openVault(config))
    await tell('ines', logged)
    await work(logged, receiver)
    assert.equal(keys().length, 1)
    assert.ok(isGenuine(fresh, receiver.heard[0]!, ctx.now))
    assert.equal(receiver.heard[0]!.headers['webhook-signature']!.toString().split(' ').length, 1)
    for (const word of [secret, fresh, 'hook.example', 'Off at 40']) assert.ok(!lines.join('\n').includes(word), word)
  }),
)
