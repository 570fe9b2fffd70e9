import { randomUUID } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { pageHead } from '../connect/cards/cards.ts'
import { isAiCrawler } from '../connect/robots/robots.ts'
import { presentMentions } from '../content/mentions/mentions.ts'
import type { BlobStore } from '../platform/blobs.ts'
import type { Config } from '../platform/config.ts'
import { type Ctx, type Db, type Viewer, makeCtx } from '../platform/context.ts'
import { TangoError } from '../platform/errors.ts'
import type { Routes, WebApp, WebEnv } from '../platform/http/env.ts'
import { type Languages, ownLanguages, said } from '../platform/languages/languages.ts'
import type { Log } from '../platform/log.ts'
import { findViewer, isSecureSite, readSessionToken } from '../people/sessions/sessions.ts'
import { listSpaces } from '../realms/spaces/spaces.ts'
import type { InboundCounter } from '../measures/inbound-links/inbound-links.ts'
import { noteArrivals } from './arrivals.ts'
import type { Assets } from './assets.ts'
import { renderDocument } from './document.tsx'
import { earlyHints } from './early-hints.ts'
import { answerError, answerNotFound } from './errors.tsx'
import { workerRoute } from './installable.ts'
import { chosenBy, languageReader } from './language.ts'
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
  /** Counts who is led here by other sites. */
  readonly inboundLinks?: InboundCounter
  /** Those of the checkout unless told. */
  readonly languages?: Languages
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
  const languages = parts.languages ?? ownLanguages
  const languageOf = languageReader(languages, parts.config.language)
  const secure = isSecureSite(parts.config.publicUrl)
  if (parts.inboundLinks)
    app.use(noteArrivals(parts.inboundLinks, parts.config.publicUrl, parts.now ?? (() => new Date())))
  if (parts.visitorPages) app.use(answerVisitors(parts.visitorPages, secure, languageOf))
  app.use(async (c, next) => {
    const requestId = randomUUID()
    const log = parts.log.with({ request: requestId })
    const { say } = languageOf(c.req.raw)
    const visitor = makeCtx({ viewer: { kind: 'visitor' }, db: parts.db, now: parts.now?.() ?? new Date(), log, say })
    c.set('requestId', requestId)
    c.set('config', parts.config)
    c.set('languages', languages)
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
    const token = readSessionToken(c.req.header('cookie'), secure)
    c.set('sessionToken', token)
    const viewer = parts.viewerOf
      ? await parts.viewerOf(c.req.raw, c.var.ctx)
      : token && (await findViewer(c.var.ctx, token))
    if (viewer) {
      const { say } = languageOf(c.req.raw, viewer.kind === 'account' ? viewer.locale : undefined)
      c.set('ctx', makeCtx({ ...c.var.ctx, viewer, say }))
    }
    await next()
  })
  workerRoute(app, parts.assets)
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
        said('That is larger than {size} kB. Make it smaller and send it again.', { size: Math.round(maxSize / 1024) }),
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
      const here = new URL(c.req.url)
      const body = drawSide({
        page,
        viewer: ctx.viewer,
        site,
        say: ctx.say,
        languages: c.var.languages,
        unread: ctx.viewer.kind === 'account' ? await parts.countUnread(ctx) : 0,
        content,
        path: here.pathname + here.search,
        ...(room ? { room: { title: room.title, path: `/inside/spaces/${room.slug}` } } : {}),
      })
      const siteName =
        page.realm === 'outside'
          ? site.community
          : page.frame === 'seam'
            ? 'Tango'
            : ctx.say('{company} inside', { company: site.company })
      const head = await pageHead(ctx, page, {
        site: parts.config.publicUrl ?? new URL(c.req.url).origin,
        community: site.community,
        company: site.company,
        isAi: isAiCrawler(c.req.header('user-agent')),
      })
      if (head.robots.length > 0) c.header('x-robots-tag', head.robots.join(', '))
      const html = renderDocument({
        body,
        page,
        head,
        siteName,
        publicUrl: parts.config.publicUrl,
        nonce: c.get('nonce'),
        viewer: ctx.viewer.kind === 'account' ? ctx.viewer.id : undefined,
        assets: parts.assets,
        say: ctx.say,
        clock: ctx.viewer.kind === 'account' ? ctx.viewer : {},
      })
      c.set(
        'sameForVisitors',
        ctx.viewer.kind === 'visitor' && page.realm === 'outside' && page.canonical !== undefined,
      )
      c.set('keep', page.keep)
      c.header('content-language', ctx.say.language)
      c.header('vary', chosenBy)
      return c.html(await presentMentions(ctx, html), (page.status ?? 200) as 200)
    })
    await next()
  }
}
