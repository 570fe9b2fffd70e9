/** The real web application over a test's own transaction: `const site = await openSite(ctx); await site.as('ines').get('/questions')`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BlobStore, folderBlobs } from '../src/platform/blobs.ts'
import { type Config, readConfig } from '../src/platform/config.ts'
import type { Ctx, Viewer } from '../src/platform/context.ts'
import type { WebApp } from '../src/platform/http/env.ts'
import type { InboundCounter } from '../src/measures/inbound-links/inbound-links.ts'
import type { Languages } from '../src/platform/languages/languages.ts'
import { silentLog } from '../src/platform/log.ts'
import { routes } from '../src/routes.ts'
import { createApp } from '../src/web/server.tsx'
import type { VisitorPages } from '../src/web/visitor-pages/visitor-pages.ts'
import { countUnread } from '../src/features.ts'
import { testAssets } from './assets.ts'
import { type PersonName, getCast } from './cast.ts'

export interface Page {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Where a redirect leads. */
  readonly location: string | null
}

export interface Browser {
  get(path: string, headers?: Record<string, string>): Promise<Page>
  /** Posts a form as a browser would: same origin, fields url-encoded. */
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Page>
  request(path: string, init?: RequestInit): Promise<Response>
}

export interface TestSite {
  readonly app: WebApp
  readonly blobs: BlobStore
  readonly config: Config
  /** Somebody of the cast, a visitor, or any viewer. */
  as(who: PersonName | 'visitor' | Viewer): Browser
  /** Nobody in particular: the session cookie decides, as in real life. */
  readonly anyone: Browser
}

const origin = 'http://localhost:3000'
let folder: string | undefined
let sites = 0

/**
 * `visitorPages`: what keeps pages for whoever comes as `anyone`, over the same database. `languages`: in place of our
 * own. `inboundLinks`: what counts who is led here from elsewhere.
 */
export async function openSite(
  ctx: Ctx,
  visitorPages?: VisitorPages,
  languages?: Languages,
  inboundLinks?: InboundCounter,
): Promise<TestSite> {
  const cast = await getCast(ctx)
  const config = readConfig({ NODE_ENV: 'test', PUBLIC_URL: origin })
  const blobs = folderBlobs(join(blobFolder(), String(sites++)))
  const parts = {
    db: ctx.db,
    log: silentLog,
    config,
    blobs,
    assets: await testAssets(),
    routes,
    countUnread,
    now: () => ctx.now,
    ...(languages && { languages }),
    ...(inboundLinks && { inboundLinks }),
  }
  let current: Viewer | undefined
  const posing = createApp({ ...parts, viewerOf: async () => current ?? { kind: 'visitor' } })
  const real = createApp({ ...parts, ...(visitorPages && { visitorPages }) })
  const browser = (app: WebApp, viewer?: Viewer): Browser => {
    const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
      current = viewer
      return app.request(origin + path, init)
    }
    const read = async (response: Response): Promise<Page> => ({
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: response.headers.get('location'),
    })
    return {
      request,
      get: async (path, headers = {}) => read(await request(path, { headers: { accept: 'text/html', ...headers } })),
      post: async (path, fields = {}, headers = {}) =>
        read(
          await request(path, {
            method: 'POST',
            body: new URLSearchParams(fields),
            headers: { accept: 'text/html', origin, ...headers },
          }),
        ),
    }
  }
  return {
    app: posing,
    blobs,
    config,
    as: (who) => browser(posing, typeof who === 'string' ? cast.viewer(who) : who),
    anyone: browser(real),
  }
}

/** One for the process, gone with it: a site in it makes its own when something is put there. */
function blobFolder(): string {
  if (folder === undefined) {
    const made = (folder = mkdtempSync(join(tmpdir(), 'tango-blobs-')))
    process.on('exit', () => rmSync(made, { recursive: true, force: true }))
  }
  return folder
}
