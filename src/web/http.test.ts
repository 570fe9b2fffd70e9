/** The web application over real sockets: what a browser and a mail program meet. */
import assert from 'node:assert/strict'
import { getEventListeners, once } from 'node:events'
import { type Server, createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { sql } from 'kysely'
import { getCast } from '../../test/cast.ts'
import { testDatabaseUrl, testPool } from '../../test/database.ts'
import { makeStopToken } from '../discovery/notices/stop-token.ts'
import { countUnread } from '../features.ts'
import { endSessionByToken, sessionCookie, startSession } from '../people/sessions/sessions.ts'
import { folderBlobs } from '../platform/blobs.ts'
import { readConfig } from '../platform/config.ts'
import { makeCtx } from '../platform/context.ts'
import { openDatabase } from '../platform/database.ts'
import { touch } from '../platform/events.ts'
import type { Routes } from '../platform/http/env.ts'
import { makeLog, silentLog } from '../platform/log.ts'
import { addMember, removeMember } from '../realms/spaces/spaces.ts'
import { routes } from '../routes.ts'
import { bundleAssets } from './assets.ts'
import { liveRoutes, startLiveHub } from './live.ts'
import { timeLimit } from './security.ts'
import { createApp } from './server.tsx'

const db = openDatabase(await testPool())
const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
const cast = await getCast(ctx)
const hub = await startLiveHub(await testDatabaseUrl(), silentLog)
const assets = await bundleAssets()
const folder = mkdtempSync(join(tmpdir(), 'tango-http-'))
const lines: string[] = []

/** What the product does not have: pages that are slow, and one that tells how the network is counted. */
const oddRoutes: Routes = (app) => {
  app.get('/slow', timeLimit(100), async (c) => {
    await pause(Number(c.req.query('ms')))
    return c.text('late')
  })
  app.get('/slow-database', timeLimit(100), async (c) => {
    await sql`select pg_sleep(0.4)`.execute(c.var.ctx.db)
    return c.text('late')
  })
  app.get('/network', (c) => c.text(c.var.network))
}

let ahead = 0

async function serve(): Promise<{ server: Server; url: string }> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const app = createApp({
    db,
    log: makeLog('info', (line) => lines.push(line)),
    config: readConfig({ NODE_ENV: 'test', PUBLIC_URL: url }),
    blobs: folderBlobs(folder),
    assets,
    routes: [...routes, liveRoutes(hub), oddRoutes],
    countUnread,
    now: () => new Date(Date.now() + ahead),
  })
  server.on('request', getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, url }
}

const { server, url } = await serve()
after(async () => {
  await hub.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function signIn(who: keyof typeof cast.people): Promise<{ token: string; cookie: string }> {
  const { token } = await startSession(ctx, cast.people[who].id, { provedBy: 'code', device: 'test' })
  return { token, cookie: sessionCookie(token, false).split(';')[0]! }
}

const open: AbortController[] = []
afterEach(() => {
  for (const page of open.splice(0)) page.abort()
})

interface OpenPage {
  readonly heard: string[]
  readonly ended: Promise<void>
  close(): void
}

async function openPage(topics: readonly string[], cookie = ''): Promise<OpenPage> {
  const leaving = new AbortController()
  open.push(leaving)
  const response = await fetch(`${url}/live?topics=${topics.join(',')}`, {
    headers: { cookie },
    signal: leaving.signal,
  })
  assert.equal(response.headers.get('content-type'), 'text/event-stream')
  const heard: string[] = []
  const ended = (async () => {
    let text = ''
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part
      heard.splice(0, heard.length, ...[...text.matchAll(/"topic":"([^"]+)"/g)].map((match) => match[1]!))
    }
  })().catch(() => {})
  return { heard, ended, close: () => leaving.abort() }
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > 5000) assert.fail(what)
    await pause(10)
  }
}

const say = (...topics: string[]) => ctx.transaction((inside) => touch(inside, ...topics))
const room = `space:${cast.spaces.cells.id}`
const riders = `space:${cast.spaces.riders.id}`

test('an open page hears what changed until its reader loses the right, and goes on hearing the rest', async () => {
  const own = `account:${cast.people.petra.id}`
  const { cookie } = await signIn('petra')
  const page = await openPage([room, own, riders, `account:${cast.people.ines.id}`], cookie)
  await say(room, riders, `account:${cast.people.ines.id}`, own)
  // Each topic is asked of the rights on its own, so they come in any order.
  await until(() => page.heard.length >= 2, 'nothing heard')
  await pause(50)
  assert.deepEqual(page.heard.toSorted(), [room, own].toSorted())
  await removeMember(ctx, cast.spaces.cells, cast.people.petra.id)
  await say(room, own)
  await until(() => page.heard.length > 2, 'nothing heard')
  await pause(50)
  assert.deepEqual(page.heard.slice(2), [own])
  await addMember(ctx, cast.spaces.cells, cast.people.petra.id)
})

test('an open page of somebody who signed out hears what a visitor may, no more', async () => {
  const { token, cookie } = await signIn('lena')
  const page = await openPage([room, riders, `account:${cast.people.lena.id}`], cookie)
  await endSessionByToken(ctx, token)
  await say(room, `account:${cast.people.lena.id}`, riders)
  await until(() => page.heard.includes(riders), 'nothing heard')
  await pause(50)
  assert.deepEqual(page.heard, [riders])
})

test('a page that was left is forgotten', async () => {
  await until(() => getEventListeners(hub.stopping, 'abort').length === 0, 'pages that were left are still held')
  const pages = await Promise.all([1, 2, 3].map(() => openPage([riders])))
  await until(() => getEventListeners(hub.stopping, 'abort').length === 3, 'not open')
  for (const page of pages) page.close()
  await until(() => getEventListeners(hub.stopping, 'abort').length === 0, 'still held')
})

test('a page that takes too long answers 503 in words, and the connection serves the next one', async () => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => (text += chunk))
  const get = (path: string) => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n`)
  for (const [n, path] of ['/slow?ms=300', '/slow-database', '/slow?ms=0', '/health'].entries()) {
    get(path)
    await until(() => text.split('HTTP/1.1 ').length === n + 2 && /\r\n\r\n[^]+$/.test(text), `${path} is not answered`)
  }
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1])
  assert.deepEqual(statuses, ['503', '503', '200', '200'])
  assert.match(text, /"code":"web\.too-slow","detail":"This took too long/)
  await pause(350)
  assert.ok(text.split('HTTP/1.1 ').length === 5, 'the late answer was sent after all')
  socket.destroy()
  assert.doesNotMatch(lines.join('\n'), /request failed/)
})

test('an answer that something is wrong comes even when every connection of the database is taken', async () => {
  const settled = Promise.allSettled(Array.from({ length: 10 }, () => sql`select pg_sleep(10)`.execute(db)))
  // The facts of the site are kept for seconds; later the page asks for them.
  ahead = 60_000
  const began = performance.now()
  const answer = await fetch(`${url}/assets/none`, { headers: { accept: 'text/html' } })
  const took = performance.now() - began
  ahead = 0
  await sql`select pg_cancel_backend(pid) from pg_stat_activity where query = 'select pg_sleep(10)'`.execute(
    openDatabase(await testPool('empty')),
  )
  await settled
  assert.equal(answer.status, 404)
  assert.match(await answer.text(), /There is nothing here that you can see/)
  assert.ok(took < 5000, `the answer came after ${Math.round(took)} ms`)
})

test('a mail program stops mails by one click: without origin or cookie, by the token alone', async () => {
  const kind = 'answer'
  const token = await makeStopToken(ctx, cast.people.gustav.id, kind)
  const post = (path: string, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: 'List-Unsubscribe=One-Click',
    })
  const stopped = () => db.selectFrom('noticePaces').select(['accountId', 'kind', 'pace']).execute()
  const before = await stopped()
  for (const wrong of ['', 'x', `${token}x`, token.replace(/^\d+/, String(cast.people.ines.id)), token.slice(0, -1)]) {
    const answer = await post(`/notices/stop?token=${encodeURIComponent(wrong)}`)
    assert.ok(answer.status >= 400 && answer.status < 500, `${wrong}: ${answer.status}`)
  }
  assert.deepEqual(await stopped(), before)
  assert.equal((await post(`/notices/stop?token=${encodeURIComponent(token)}`)).status, 200)
  const added = (await stopped()).filter(({ accountId }) => !before.some((row) => row.accountId === accountId))
  assert.deepEqual(added, [{ accountId: cast.people.gustav.id, kind, pace: 'here' }])
  const { cookie } = await signIn('ines')
  const writes = [
    '/notices/stop/',
    '/notices/read-all',
    '/notices/unread-all',
    '/sign-out',
    '/sign-in',
    '/files',
    '/preview',
  ]
  for (const path of [...writes, '//notices/stop', '/questions/ask'])
    assert.equal((await post(path, { cookie })).status, 403, path)
})

test('rate limits see a network only as a hash, and behind a proxy of this machine the one it names', async () => {
  const networkOf = async (forwarded?: string) =>
    (await fetch(`${url}/network`, { headers: forwarded ? { 'x-forwarded-for': forwarded } : {} })).text()
  const direct = await networkOf()
  const [a, again, b] = [
    await networkOf('9.9.9.9, 192.0.2.1'),
    await networkOf('192.0.2.1'),
    await networkOf('192.0.2.2'),
  ]
  assert.equal(a, again)
  assert.equal(new Set([direct, a, b]).size, 3)
  for (const one of [direct, a, b]) assert.match(one, /^[\w-]{22}$/)
})

test('a title in any script leads to its page, whatever its letters', async () => {
  const { cookie } = await signIn('ines')
  for (const title of ['Größe der Übersetzung', '電池が止まる', 'البطارية لا تشحن', '𠮷'.repeat(79)]) {
    const answer = await fetch(`${url}/questions/ask`, {
      method: 'POST',
      headers: { cookie, origin: url },
      body: new URLSearchParams({ space: 'riders', title, body: 'x', tags: '' }),
    })
    assert.equal(answer.status, 200, title)
    assert.match(decodeURIComponent(answer.url), /\/questions\/\d+\/[^/]+$/)
    assert.ok((await answer.text()).includes(title.slice(0, 5)))
  }
})

test('what is no form and no path is refused as such, and is no failure', async () => {
  const { cookie } = await signIn('ines')
  lines.length = 0
  const multipart = {
    'content-type': 'multipart/form-data; boundary=x',
    cookie,
    origin: url,
    accept: 'application/json',
  }
  for (const [path, headers, body] of [
    ['/questions/ask', multipart, 'nothing of the kind'],
    ['/questions/ask', { ...multipart, 'content-type': 'multipart/form-data' }, 'x'],
    ['/files', multipart, '--x\r\n\r\n'],
    ['/preview', { ...multipart, 'content-type': 'application/json' }, '{'],
  ] as const) {
    const answer = await fetch(url + path, { method: 'POST', headers, body })
    assert.ok(answer.status >= 400 && answer.status < 500, `${path} ${body}: ${answer.status}`)
  }
  for (const path of [
    '/people/%E0%A4%A',
    '/search?q=%E0%A4%A',
    '/questions?after=%FF',
    '/files/%',
    '/assets/%2e%2e%2f',
  ])
    assert.ok((await fetch(url + path)).status < 500, path)
  assert.doesNotMatch(lines.join('\n'), /request failed/)
})

test('when Tango stops, open pages end, and those that come late end at once', async () => {
  const page = await openPage([riders])
  await pause(20)
  await hub.stop()
  const late = await openPage([riders])
  await Promise.race([Promise.all([page.ended, late.ended]), pause(1000).then(() => assert.fail('a page stays open'))])
})
