import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import type { OutsideType } from '../../content/threads/threads.ts'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { isKept } from '../../platform/http/kept.ts'
import { parseId } from '../../platform/ids.ts'
import { isAiCrawler, keepsAiOut, robotsText } from '../robots/robots.ts'
import { type Feed, atomFeed, communityFeed, personFeed, spaceFeed, tagFeed, threadFeed, typeFeed } from './feeds.ts'
import { sitemapIndex, sitemapPage, sitemapPlaces, sitemapTags } from './sitemap.ts'

type C = Context<WebEnv>

const folders = [
  ['questions', 'question'],
  ['ideas', 'idea'],
  ['problems', 'problem'],
  ['praise', 'praise'],
  ['updates', 'update'],
] as const satisfies readonly (readonly [string, OutsideType])[]

const xmlType = 'application/xml; charset=utf-8'

/** What programs read of the public side. The same for everybody, so caches may keep it, but they ask before each use: what is recalled or turned private is gone everywhere at once. */
export const feedRoutes: Routes = (app) => {
  app.get('/feed.atom', notForAi, async (c) => answerFeed(c, await communityFeed(c.var.ctx)))
  for (const [folder, type] of folders) {
    app.get(`/${folder}/feed.atom`, notForAi, async (c) => answerFeed(c, await typeFeed(c.var.ctx, type)))
    app.get(`/${folder}/:id{[0-9]+}/feed.atom`, notForAi, async (c) => {
      const id = parseId<'thread'>(c.req.param('id'))
      if (id === undefined) throw new NotFound('threads.not-found')
      const found = await threadFeed(c.var.ctx, id, type)
      return found.elsewhere === undefined ? answerFeed(c, found.feed) : c.redirect(found.elsewhere, 301)
    })
  }
  app.get('/s/:slug{[a-z0-9-]+}/feed.atom', notForAi, async (c) =>
    answerFeed(c, await spaceFeed(c.var.ctx, c.req.param('slug'))),
  )
  app.get('/tags/:name/feed.atom', notForAi, async (c) =>
    answerFeed(c, await tagFeed(c.var.ctx, c.req.param('name').toLowerCase())),
  )
  app.get('/people/:person{[0-9]+}/feed.atom', notForAi, async (c) => {
    const id = parseId<'account'>(c.req.param('person'))
    if (id === undefined) throw new NotFound('people.not-found')
    return answerFeed(c, await personFeed(c.var.ctx, id))
  })

  app.get('/sitemap.xml', async (c) => answerText(c, await sitemapIndex(c.var.ctx, siteOf(c)), xmlType))
  app.get('/sitemap/places.xml', async (c) => answerText(c, await sitemapPlaces(c.var.ctx, siteOf(c)), xmlType))
  app.get('/sitemap/:file{tags-[1-9][0-9]{0,8}\\.xml}', async (c) =>
    answerText(c, await sitemapTags(c.var.ctx, numberIn(c), siteOf(c)), xmlType),
  )
  app.get('/sitemap/:file{[1-9][0-9]{0,8}\\.xml}', async (c) =>
    answerText(c, await sitemapPage(c.var.ctx, numberIn(c), siteOf(c)), xmlType),
  )
  app.get('/robots.txt', async (c) =>
    answerText(c, await robotsText(c.var.ctx, siteOf(c)), 'text/plain; charset=utf-8'),
  )
}

/** Feeds mix texts of many spaces and pages: where a space keeps AI crawlers out, they get none. */
const notForAi: MiddlewareHandler<WebEnv> = async (c, next) => {
  if (isAiCrawler(c.req.header('user-agent')) && (await keepsAiOut(c.var.ctx)))
    throw new Forbidden('robots.not-for-ai', 'Feeds of this community are not for AI crawlers.')
  await next()
}

function numberIn(c: C): number {
  return Number.parseInt(/\d+/.exec(c.req.param('file') ?? '')![0], 10)
}

function siteOf(c: C): string {
  return c.var.config.publicUrl ?? new URL(c.req.url).origin
}

function answerFeed(c: C, feed: Feed): Response {
  const site = siteOf(c)
  c.header('last-modified', feed.updatedAt.toUTCString())
  c.header('link', `<${site}/hub>; rel="hub", <${site}${feed.self}>; rel="self"`)
  return answerText(c, atomFeed(feed, site), 'application/atom+xml; charset=utf-8')
}

function answerText(c: C, text: string, type: string): Response {
  // The mark decides, not the time: a recalled answer changes the text and leaves the newest time as it was.
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  c.header('etag', etag)
  c.header('cache-control', 'public, no-cache')
  if (isKept(c.req.header('if-none-match'), etag)) return c.body(null, 304)
  return c.body(text, 200, { 'content-type': type })
}
