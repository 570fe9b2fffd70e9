import { randomUUID } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { BlobStore } from '../platform/blobs.ts'
import type { Config } from '../platform/config.ts'
import { type Ctx, type Db, type Viewer, makeCtx } from '../platform/context.ts'
import { TangoError } from '../platform/errors.ts'
import type { Routes, WebApp, WebEnv } from '../platform/http/env.ts'
import type { Log } from '../platform/log.ts'
import { findViewer, isSecureSite, readSessionToken } from '../people/sessions/sessions.ts'
import { listSpaces } from '../realms/spaces/spaces.ts'
import type { Assets } from './assets.ts'
import { renderDocument } from './document.tsx'
import { earlyHints } from './early-hints.ts'
import { answerError, answerNotFound } from './errors.tsx'
import { packAnswers } from './packing.ts'
import { networkOf, sameOriginWrites, secureHeaders, timeLimit } from './security.ts'
import { drawSide } from './side.tsx'
import { type Site, siteReader } from './site.ts'
import { staticRoutes } from './static.ts'
import { answerVisitors } from './visitor-pages/answering.ts'
import type { VisitorPages } from './visitor-pages/visitor-pages.ts'

export interface ServerParts {
  readonly db: Db
  readonly log: Log
  readonly config: Config
  readonly blobs: BlobStore
  readonly assets: Assets
  readonly routes: readonly Routes[]
  /** How many notices wait, for the bell. */
  readonly countUnread: (ctx: Ctx) => Promise<number>
  /** Pages for visitors, kept in memory; absent where the database handle is a transaction. */
  readonly visitorPages?: VisitorPages
  /** Tests say who is looking and what time it is; in real life the session and the clock do. */
  readonly viewerOf?: (request: Request, ctx: Ctx) => Promise<Viewer>
  readonly now?: () => Date
}

/** Bodies, in bytes. A text of 60,000 signs in any script takes up to 9 bytes a sign in a form; pictures take more. */
const bodyLimits = { usual: 1024 * 1024, files: 12 * 1024 * 1024 }

/** The whole web application, without a socket: what `app.request()` tests and what `main.ts` serves. */
export function createApp(parts: ServerParts): WebApp {
  const app = new Hono<WebEnv>()
  const siteOf = siteReader(parts.visitorPages?.changes)
  app.onError(answerError)
  app.notFound(answerNotFound)
  app.use(packAnswers)
  if (parts.visitorPages) app.use(answerVisitors(parts.visitorPages, isSecureSite(parts.config.publicUrl)))
  app.use(async (c, next) => {
    const requestId = randomUUID()
    const log = parts.log.with({ request: requestId })
    const visitor = makeCtx({ viewer: { kind: 'visitor' }, db: parts.db, now: parts.now?.() ?? new Date(), log })
    c.set('requestId', requestId)
    c.set('config', parts.config)
    c.set('blobs', parts.blobs)
    c.set('ctx', visitor)
    c.set('network', networkOf(c))
    c.set('sessionToken', undefined)
    const began = performance.now()
    await next()
    c.res.headers.set('x-request-id', requestId)
    log.info('answered', {
      method: c.req.method,
      route: c.req.routePath,
      status: c.res.status,
      ms: Math.round(performance.now() - began),
    })
  })
  app.use(secureHeaders)
  app.use(earlyHints(parts.assets))
  app.use(drawPages(parts, siteOf))
  staticRoutes(app, parts.assets)
  app.use(limitBodies)
  app.use(async (c, next) => (c.req.path === '/live' ? next() : timeLimit(30_000)(c, next)))
  app.use(sameOriginWrites)
  app.use(async (c, next) => {
    // Pictures are served without looking at who asks: their address is the key (cookieless).
    if (/^\/files\/./.test(c.req.path)) return next()
    const token = readSessionToken(c.req.header('cookie'), isSecureSite(parts.config.publicUrl))
    c.set('sessionToken', token)
    const viewer = parts.viewerOf
      ? await parts.viewerOf(c.req.raw, c.var.ctx)
      : token && (await findViewer(c.var.ctx, token))
    if (viewer) c.set('ctx', c.var.ctx.as(viewer))
    await next()
  })
  app.use(async (c, next) => {
    // Before it is set up and without its database there is still an answer about its health.
    if (/^\/(welcome|health)/.test(c.req.path)) return next()
    if ((await siteOf(c.var.ctx)).isSetUp) return next()
    return c.redirect('/welcome', 302)
  })
  for (const add of parts.routes) add(app)
  return app
}

const limitBodies: MiddlewareHandler<WebEnv> = (c, next) => {
  const maxSize = c.req.path === '/files' ? bodyLimits.files : bodyLimits.usual
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new TangoError(
        'web.too-large',
        413,
        `That is larger than ${Math.round(maxSize / 1024)} kB. Make it smaller and send it again.`,
      )
    },
  })(c, next)
}

/** Gives `c.render(content, page)` its meaning: frame, document, headers. */
function drawPages(parts: ServerParts, siteOf: (ctx: Ctx) => Promise<Site>): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    c.setRenderer(async (content, page) => {
      const ctx: Ctx = c.get('ctx')
      const site = await siteOf(ctx)
      const isGuest = ctx.viewer.kind === 'account' && ctx.viewer.realm === 'bridge'
      const room = isGuest ? (await listSpaces(ctx))[0] : undefined
      const body = drawSide({
        page,
        viewer: ctx.viewer,
        site,
        unread: ctx.viewer.kind === 'account' ? await parts.countUnread(ctx) : 0,
        content,
        path: c.req.path,
        ...(room ? { room: { title: room.title, path: `/inside/spaces/${room.slug}` } } : {}),
      })
      const siteName =
        page.realm === 'outside' ? site.community : page.frame === 'seam' ? 'Tango' : `${site.company} inside`
      const html = renderDocument({
        body,
        page,
        siteName,
        publicUrl: parts.config.publicUrl,
        nonce: c.get('nonce'),
        viewer: ctx.viewer.kind === 'account' ? ctx.viewer.id : undefined,
        assets: parts.assets,
        clock: ctx.viewer.kind === 'account' ? ctx.viewer : {},
      })
      c.set(
        'sameForVisitors',
        ctx.viewer.kind === 'visitor' && page.realm === 'outside' && page.canonical !== undefined,
      )
      return c.html(html, (page.status ?? 200) as 200)
    })
    await next()
  }
}
