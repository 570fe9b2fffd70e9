/** The real web application over a committed copy of the database, asked by several people at once. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { countUnread } from '../../src/features.ts'
import { type BlobStore, folderBlobs } from '../../src/platform/blobs.ts'
import { readConfig } from '../../src/platform/config.ts'
import { type Ctx, type Viewer, makeCtx } from '../../src/platform/context.ts'
import { openDatabase } from '../../src/platform/database.ts'
import type { Routes, WebApp } from '../../src/platform/http/env.ts'
import { makeLog, silentLog } from '../../src/platform/log.ts'
import { routes } from '../../src/routes.ts'
import { createApp } from '../../src/web/server.tsx'
import { testAssets } from '../assets.ts'
import { testPool } from '../database.ts'

export const origin = 'http://localhost:3000'

/** What Node's server tells of whoever asks: their address in the network is read from it. */
const connection = { incoming: { socket: { remoteAddress: '192.0.2.1', remotePort: 443, remoteFamily: 'IPv4' } } }

export interface Answer {
  readonly status: number
  /** Status, headers and body as they go over the wire, without what is new in every answer (nonce, request id). */
  readonly bytes: string
  readonly body: string
  readonly location: string | null
  readonly type: string
}

export interface Wall {
  readonly ctx: Ctx
  readonly app: WebApp
  readonly blobs: BlobStore
  /** Lines of the log at level error: a bug behind a 500. */
  readonly errors: string[]
  get(viewer: Viewer, path: string, headers?: Record<string, string>): Promise<Answer>
  post(viewer: Viewer, path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answer>
}

/** A system context on this process's own database, where everything is committed, with a clock that stands still. */
export async function openCtx(now = new Date('2026-06-01T10:00:00Z')): Promise<Ctx> {
  return makeCtx({
    viewer: { kind: 'system', reason: 'test' },
    db: openDatabase(await testPool()),
    now,
    log: silentLog,
  })
}

export async function openWall(ctx: Ctx, more: readonly Routes[] = []): Promise<Wall> {
  const folder = await mkdtemp(join(tmpdir(), 'tango-wall-'))
  after(() => rm(folder, { recursive: true, force: true }))
  const blobs = folderBlobs(folder)
  const errors: string[] = []
  const viewers = new Map<string, Viewer>()
  const app = createApp({
    db: ctx.db,
    log: makeLog('error', (line) => errors.push(line)),
    config: readConfig({ NODE_ENV: 'test', PUBLIC_URL: origin }),
    blobs,
    assets: await testAssets(),
    routes: [...routes, ...more],
    countUnread,
    now: () => ctx.now,
    viewerOf: async (request) => viewers.get(request.headers.get('x-viewer') ?? '')!,
  })
  const ask = async (viewer: Viewer, path: string, init: RequestInit): Promise<Answer> => {
    const key = encodeURIComponent(JSON.stringify(viewer))
    viewers.set(key, viewer)
    const headers = new Headers(init.headers)
    headers.set('x-viewer', key)
    return read(await app.request(origin + path, { ...init, headers }, connection))
  }
  return {
    ctx,
    app,
    blobs,
    errors,
    get: (viewer, path, headers = {}) => ask(viewer, path, { headers: { accept: 'text/html', ...headers } }),
    post: (viewer, path, fields, headers = {}) =>
      ask(viewer, path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { accept: 'text/html', origin, ...headers },
      }),
  }
}

async function read(response: Response): Promise<Answer> {
  const type = response.headers.get('content-type') ?? ''
  const body = /^(text|application\/(json|problem|xml|atom|manifest))/.test(type)
    ? await response.text()
    : Buffer.from(await response.arrayBuffer()).toString('latin1')
  const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
  const requestId = response.headers.get('x-request-id')
  let bytes = `${response.status}\n${[...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n${body}`
  if (nonce) bytes = bytes.replaceAll(nonce, 'NONCE')
  if (requestId) bytes = bytes.replaceAll(requestId, 'REQUEST')
  return { status: response.status, bytes, body, location: response.headers.get('location'), type }
}

/** Does `work` on every item, eight at a time: the pool of a test has ten connections. */
export async function forAll<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]()
  const lane = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: 8 }, lane))
}
