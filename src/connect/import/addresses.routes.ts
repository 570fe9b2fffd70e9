import type { Context } from 'hono'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { resolveOldAddress } from './addresses.ts'

/**
 * Old addresses as they were, as far as no page of our own stands there, and all of them below `/from/SITE/`, where a
 * web server that still answers for the old host sends them.
 */
export const oldAddressRoutes: Routes = (app) => {
  for (const pattern of ['/t/*', '/c/*', '/u/*', '/p/:id', '/tag/:name', '/q/*', '/a/*']) {
    app.get(pattern, async (c) => lead(c, await resolveOldAddress(c.var.ctx, pathOf(c))))
  }
  app.get('/from/:site/*', async (c) => {
    const [, site = '', rest = ''] = /^from\/([^/]+)\/(.*)$/s.exec(pathOf(c)) ?? []
    return lead(c, await resolveOldAddress(c.var.ctx, rest, site))
  })
}

/** The path with its escapes read; one that is none of a text leads nowhere. */
function pathOf(c: Context<WebEnv>): string {
  try {
    return decodeURIComponent(new URL(c.req.url).pathname).slice(1)
  } catch {
    return ''
  }
}

/** For good, but asked anew by each viewer: what one may read another may not. */
function lead(c: Context<WebEnv>, path: string): Response {
  c.header('cache-control', 'private, no-cache')
  return c.redirect(path, 301)
}
