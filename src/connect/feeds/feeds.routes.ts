import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { NotFound } from '../../platform/errors.ts'
import { isKept } from '../../platform/http/kept.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { parseId } from '../../platform/ids.ts'
import { type Feed, atomFeed } from './atom.ts'
import { questionFeed, questionsFeed, robotsText, sitemapIndex, sitemapPage, spaceFeed } from './feeds.ts'

type C = Context<WebEnv>

/** What programs read of the public side. The same for everybody, so it may be kept by caches, but for half a minute only: a recall must be gone everywhere within one. */
export const feedRoutes: Routes = (app) => {
  app.get('/questions/feed.atom', async (c) => answerFeed(c, await questionsFeed(c.var.ctx)))
  app.get('/s/:slug{[a-z0-9-]+}/feed.atom', async (c) => answerFeed(c, await spaceFeed(c.var.ctx, c.req.param('slug'))))
  app.get('/tags/:name/feed.atom', async (c) =>
    answerFeed(c, await questionsFeed(c.var.ctx, c.req.param('name').toLowerCase())),
  )
  app.get('/questions/:id{[0-9]+}/feed.atom', async (c) => {
    const id = parseId<'thread'>(c.req.param('id'))
    if (id === undefined) throw new NotFound('questions.not-found')
    return answerFeed(c, await questionFeed(c.var.ctx, id))
  })

  app.get('/sitemap.xml', async (c) =>
    answerText(c, await sitemapIndex(c.var.ctx, siteOf(c)), 'application/xml; charset=utf-8'),
  )
  app.get('/sitemap/:file{[1-9][0-9]{0,8}\\.xml}', async (c) =>
    answerText(
      c,
      await sitemapPage(c.var.ctx, Number.parseInt(c.req.param('file'), 10), siteOf(c)),
      'application/xml; charset=utf-8',
    ),
  )
  app.get('/robots.txt', (c) => answerText(c, robotsText(siteOf(c)), 'text/plain; charset=utf-8'))
}

function siteOf(c: C): string {
  return c.var.config.publicUrl ?? new URL(c.req.url).origin
}

function answerFeed(c: C, feed: Feed): Response {
  c.header('last-modified', feed.updatedAt.toUTCString())
  return answerText(c, atomFeed(feed, siteOf(c)), 'application/atom+xml; charset=utf-8')
}

function answerText(c: C, text: string, type: string): Response {
  // The mark decides, not the time: a recalled answer changes the text and leaves the newest time as it was.
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  c.header('etag', etag)
  c.header('cache-control', 'public, max-age=30')
  if (isKept(c.req.header('if-none-match'), etag)) return c.body(null, 304)
  return c.body(text, 200, { 'content-type': type })
}
