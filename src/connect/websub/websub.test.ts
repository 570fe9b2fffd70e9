/** The hub, with a subscriber of our own on this machine. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { parseAtomFeed } from 'feedsmith'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { canary, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { recallReply } from '../../content/threads/threads.ts'
import { openVault } from '../../people/vault.ts'
import { readConfig } from '../../platform/config.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { narrowSpace } from '../../realms/spaces/spaces.ts'
import { chooseRobots } from '../robots/robots.ts'
import { askHub, hubJobs } from './websub.ts'

const site = 'http://localhost:3000'
const config = readConfig({ NODE_ENV: 'test', PUBLIC_URL: site })
const jobs = new Map(hubJobs(config, true).map((job) => [job.name, job]))

interface Heard {
  readonly method: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A subscriber that confirms, unless told otherwise, and remembers what came. */
async function openSubscriber() {
  const heard: Heard[] = []
  const answers = { confirms: true, status: 200 }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const query = new URL(request.url!, 'http://x').searchParams
      const body = Buffer.concat(parts).toString()
      heard.push({ method: request.method!, query, headers: request.headers, body })
      const challenge = query.get('hub.challenge')
      response.statusCode = request.method === 'POST' ? answers.status : 200
      response.end(challenge && answers.confirms ? challenge : 'no')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const callback = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hear?mine=1`
  return { heard, answers, callback, close: () => new Promise((done) => server.close(done)) }
}

/** Does what waits for the hub, as the worker would; gives when each was to run. */
async function work(ctx: Ctx): Promise<{ name: string; runAt: Date }[]> {
  const done: { name: string; runAt: Date }[] = []
  for (;;) {
    const { rows } = await sql<{ id: string; name: string; payload: unknown; runAt: Date }>`
      with taken as (delete from graphile_worker._private_jobs job using graphile_worker._private_tasks task
        where task.id = job.task_id and task.identifier like 'hub-%' returning job.id, identifier, payload, run_at)
      select id, identifier as name, payload, run_at from taken order by id`.execute(ctx.db)
    if (rows.length === 0) return done
    for (const { name, payload, runAt } of rows) {
      done.push({ name, runAt })
      await jobs.get(name)!.work(ctx.asSystem(`job ${name}`), payload as never)
      // A sending that is put off is a job again: what is to come is not done now.
      if (name === 'hub-send') return [...done, ...(await waiting(ctx))]
    }
  }
}

async function waiting(ctx: Ctx): Promise<{ name: string; runAt: Date }[]> {
  const { rows } = await sql<{ name: string; runAt: Date }>`
    select task.identifier as name, job.run_at from graphile_worker._private_jobs job
    join graphile_worker._private_tasks task on task.id = job.task_id where task.identifier like 'hub-%'`.execute(
    ctx.db,
  )
  return rows.map((row) => ({ ...row, name: `later ${row.name}` }))
}

async function openScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const subscriber = await openSubscriber()
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Why?', body: 'b', tags: [] })
  const visitor = ctx.as({ kind: 'visitor' })
  const vault = await openVault(config)
  const request = (fields: Record<string, string>, more: Partial<Parameters<typeof askHub>[2]> = {}) =>
    askHub(
      visitor,
      { 'hub.callback': subscriber.callback, 'hub.mode': 'subscribe', 'hub.topic': `${site}/feed.atom`, ...fields },
      { site, vault, network: 'here', loopback: true, ...more },
    )
  /** Something new in public, heard and worked through. */
  const news = async (title = 'News') => {
    await ask(cast.as(ctx, 'gustav'), { space: 'riders', title, body: 'b', tags: [] })
    await hearEverything(ctx)
    return work(ctx)
  }
  const count = async () => (await ctx.db.selectFrom('hubSubscriptions').selectAll().execute()).length
  return { cast, thread, subscriber, request, news, count }
}

function hubTest(name: string, run: (ctx: Ctx, scene: Awaited<ReturnType<typeof openScene>>) => Promise<void>) {
  test(
    name,
    inTransaction(async (ctx) => {
      const scene = await openScene(ctx)
      await run(ctx, scene).finally(scene.subscriber.close)
    }),
  )
}

hubTest(
  'a subscriber that confirms is sent the feed when it changes, signed, and nothing twice',
  async (ctx, scene) => {
    const { subscriber, request, news } = scene
    await request({ 'hub.secret': 'between us', 'hub.lease_seconds': '7200' })
    assert.equal(subscriber.heard.length, 0, 'nobody is asked while the request is answered')
    await work(ctx)
    const [asked] = subscriber.heard
    assert.equal(asked!.query.get('mine'), '1', 'its own parameters stay')
    assert.equal(asked!.query.get('hub.mode'), 'subscribe')
    assert.equal(asked!.query.get('hub.topic'), `${site}/feed.atom`)
    assert.equal(asked!.query.get('hub.lease_seconds'), '7200')
    await news('First news')
    const [, sent] = subscriber.heard
    assert.equal(sent!.method, 'POST')
    assert.match(sent!.headers['content-type']!, /^application\/atom\+xml/)
    assert.equal(sent!.headers.link, `<${site}/hub>; rel="hub", <${site}/feed.atom>; rel="self"`)
    const signature = createHmac('sha256', 'between us').update(sent!.body).digest('hex')
    assert.equal(sent!.headers['x-hub-signature'], `sha256=${signature}`)
    assert.match(JSON.stringify(parseAtomFeed(sent!.body).entries![0]!.title), /First news/)
    await ask(scene.cast.as(ctx, 'ines'), { space: 'testers', title: canary, body: canary, tags: [] })
    await hearEverything(ctx)
    await work(ctx)
    assert.equal(subscriber.heard.length, 2, 'what visitors do not read changes nothing')
    const row = await ctx.db.selectFrom('hubSubscriptions').selectAll().executeTakeFirstOrThrow()
    await jobs.get('hub-send')!.work(ctx, { subscriptionId: row.id } as never)
    assert.equal(subscriber.heard.length, 2, 'a job that runs again sends nothing again')
    assert.doesNotMatch(row.secretSealed!.toString('latin1'), /between us/)
  },
)

hubTest(
  'nothing is sent to whom the callback does not confirm, and unsubscribing is confirmed, too',
  async (ctx, scene) => {
    const { subscriber, request, news, count } = scene
    subscriber.answers.confirms = false
    await request({})
    await work(ctx)
    assert.equal(await count(), 0)
    subscriber.answers.confirms = true
    await request({})
    await work(ctx)
    assert.equal(await count(), 1)
    subscriber.answers.confirms = false
    await request({ 'hub.mode': 'unsubscribe' })
    await work(ctx)
    assert.equal(await count(), 1, 'somebody else asked')
    subscriber.answers.confirms = true
    await request({ 'hub.mode': 'unsubscribe' })
    await work(ctx)
    assert.equal(await count(), 0)
    await news()
    assert.ok(subscriber.heard.every((one) => one.method === 'GET'))
    assert.equal((await ctx.db.selectFrom('hubRequests').selectAll().execute()).length, 0)
  },
)

hubTest(
  'changes that come together are one sending, and nobody is looked for where nobody follows',
  async (ctx, scene) => {
    const { subscriber, request, cast } = scene
    await hearEverything(ctx)
    assert.deepEqual(await waiting(ctx), [])
    await request({})
    await work(ctx)
    for (let n = 0; n < 5; n++)
      await ask(cast.as(ctx, 'gustav'), { space: 'riders', title: `News ${n}`, body: 'b', tags: [] })
    await hearEverything(ctx)
    const later = await waiting(ctx)
    assert.equal(later.length, 1)
    const wait = later[0]!.runAt.getTime() - ctx.now.getTime()
    assert.ok(wait > 0 && wait <= 10_000, `${wait} ms`)
    await work(ctx)
    assert.equal(subscriber.heard.filter((one) => one.method === 'POST').length, 1)
  },
)

hubTest(
  'a recall that came meanwhile is not sent, and a feed that closes ends its subscriptions in silence',
  async (ctx, scene) => {
    const { subscriber, request, cast, thread, count } = scene
    const reply = await answer(cast.as(ctx, 'gustav'), thread.id, canary)
    await request({ 'hub.topic': `${site}/questions/${thread.id}/feed.atom` })
    await work(ctx)
    await answer(cast.as(ctx, 'amina'), thread.id, 'Stays.')
    await recallReply(ctx, reply.id)
    await hearEverything(ctx)
    await work(ctx)
    const sent = subscriber.heard.filter((one) => one.method === 'POST')
    assert.equal(sent.length, 1)
    assert.doesNotMatch(sent[0]!.body, new RegExp(canary))
    await answer(cast.as(ctx, 'amina'), thread.id, 'Among members.')
    await narrowSpace(cast.as(ctx, 'sara'), cast.spaces.riders.id, 'members')
    await hearEverything(ctx)
    await work(ctx)
    assert.equal(subscriber.heard.filter((one) => one.method === 'POST').length, 1)
    assert.equal(await count(), 0)
  },
)

hubTest('a sending that waits when its feed closes or is unlisted is never made', async (ctx, scene) => {
  const { subscriber, request, cast, count } = scene
  await request({ 'hub.topic': `${site}/s/riders/feed.atom` })
  await work(ctx)
  const { id } = await ctx.db.selectFrom('hubSubscriptions').select('id').executeTakeFirstOrThrow()
  await ask(cast.as(ctx, 'gustav'), { space: 'riders', title: 'News', body: 'b', tags: [] })
  await chooseRobots(cast.as(ctx, 'sara'), 'riders', { listed: false, ai: true })
  await jobs.get('hub-send')!.work(ctx, { subscriptionId: id } as never)
  assert.ok(subscriber.heard.every((one) => one.method === 'GET'))
  assert.equal(await count(), 0)
})

hubTest(
  'a callback that fails is tried again, each time later, and given up in the end; one that is gone at once',
  async (ctx, scene) => {
    const { subscriber, request, news, count } = scene
    await request({})
    await work(ctx)
    subscriber.answers.status = 500
    let done = await news()
    const waits: number[] = []
    for (let n = 0; n < 20 && (await count()) > 0; n++) {
      waits.push(Math.round((done.at(-1)!.runAt.getTime() - ctx.now.getTime()) / 60_000))
      done = await work(ctx)
    }
    assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128])
    assert.equal(await count(), 0)
    subscriber.answers.status = 200
    await request({})
    await work(ctx)
    subscriber.answers.status = 410
    await news('More news')
    assert.equal(await count(), 0)
  },
)

hubTest('a subscription ends with its lease unless it is asked for again', async (ctx, scene) => {
  const { subscriber, request, count } = scene
  await request({ 'hub.lease_seconds': '999999999' })
  await work(ctx)
  const days = async () => {
    const { leaseUntil } = await ctx.db.selectFrom('hubSubscriptions').select('leaseUntil').executeTakeFirstOrThrow()
    return (leaseUntil.getTime() - ctx.now.getTime()) / 86_400_000
  }
  assert.equal(await days(), 30, 'no longer than that')
  await request({})
  await work(ctx)
  assert.deepEqual([await count(), await days()], [1, 10], 'renewed, not added')
  const later = makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + 11 * 86_400_000) })
  const { id } = await ctx.db.selectFrom('hubSubscriptions').select('id').executeTakeFirstOrThrow()
  await jobs.get('hub-send')!.work(later, { subscriptionId: id } as never)
  assert.ok(subscriber.heard.every((one) => one.method === 'GET'))
  await jobs.get('hub-forget')!.work(later, {} as never)
  assert.equal(await count(), 0)
})

hubTest('only our public feeds are taken, and only callbacks on the web', async (ctx, scene) => {
  const { request, cast } = scene
  const topic = (path: string) => request({ 'hub.topic': path })
  const callback = (address: string) => request({ 'hub.callback': address }, { loopback: false })
  const refused = [
    ...[
      `${site}/notices`,
      `${site}/feed.atom?x=1`,
      'https://elsewhere.example/feed.atom',
      `${site}/settings/feeds`,
      '',
    ],
    ...[`${site}/feeds/${'A'.repeat(43)}.atom`, `${site}/inside/feed.atom`, `${site}/questions/x/feed.atom`],
  ].map(topic)
  refused.push(
    ...[
      ...['http://reader.example/x', 'https://user:pass@reader.example/x', 'ftp://reader.example/', 'reader'],
      ...[`${site}/hub`, 'https://reader.example:8443/x', `https://reader.example/${'x'.repeat(3000)}`],
    ].map(callback),
    request({ 'hub.mode': 'publish' }),
    request({ 'hub.secret': 'x'.repeat(200) }),
    request({ 'hub.lease_seconds': 'soon' }),
  )
  for (const [n, one] of refused.entries()) assert.equal(await outcome(one), 'hub.request', `${n}`)
  await topic(`${site}/s/testers/feed.atom`)
  await work(ctx)
  assert.equal(scene.subscriber.heard.at(-1)!.query.get('hub.mode'), 'denied', 'what visitors do not read')
  assert.equal(await scene.count(), 0)
  assert.ok(cast)
})

hubTest('whoever asks too often is told to wait, and one host has so many feeds at most', async (ctx, scene) => {
  const { request } = scene
  for (let n = 0; n < 30; n++) await request({})
  assert.equal(await outcome(request({})), 'too-many-tries')
  assert.equal(await outcome(request({}, { network: 'elsewhere' })), 'ok')
  const { host } = new URL(scene.subscriber.callback)
  for (let n = 0; n < 200; n++)
    await ctx.db
      .insertInto('hubSubscriptions')
      .values({
        ...{ topic: `/tags/${n}/feed.atom`, callback: `https://${host}/${n}`, callbackHost: host },
        ...{ secretSealed: null, leaseUntil: ctx.now, sentHash: null },
      })
      .execute()
  assert.equal(await outcome(request({}, { network: 'elsewhere' })), 'hub.too-many')
  assert.equal(await outcome(request({ 'hub.mode': 'unsubscribe' }, { network: 'elsewhere' })), 'ok')
})

test(
  'the hub is asked by programs of other sites; a private or plain callback is refused with the reason',
  inTransaction(async (ctx) => {
    const { app } = await openSite(ctx)
    const ask = (callback: string) =>
      app.request(`${site}/hub`, {
        method: 'POST',
        body: new URLSearchParams({
          'hub.mode': 'subscribe',
          'hub.topic': `${site}/feed.atom`,
          'hub.callback': callback,
        }),
      })
    const taken = await ask('https://reader.example/hear')
    assert.equal(taken.status, 202)
    const plain = await ask('http://127.0.0.1:1234/hear')
    assert.deepEqual([plain.status, await plain.text()], [400, 'hub.callback is an https address of another site.'])
    // An address in a private network is taken, and refused by the one guarded way out when it is to be asked.
    assert.equal((await ask('https://10.0.0.1/hear')).status, 202)
    const real = new Map(hubJobs(config).map((job) => [job.name, job]))
    const requests = await ctx.db.selectFrom('hubRequests').select(['id', 'callback']).execute()
    const inner = requests.find((row) => row.callback.includes('10.0.0.1'))!
    await real.get('hub-verify')!.work(ctx, { requestId: inner.id } as never)
    assert.equal((await ctx.db.selectFrom('hubSubscriptions').selectAll().execute()).length, 0)
  }),
)
