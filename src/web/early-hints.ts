import type { MiddlewareHandler } from 'hono'
import type { WebEnv } from '../platform/http/env.ts'
import type { Assets } from './assets.ts'
import { fonts } from './document.tsx'

/**
 * Tells a browser that opens a page which style and fonts it will need while the page is still being made (103, RFC
 * 8297), and says the same in the page's own headers, for proxies that pass it on earlier than we could.
 */
export function earlyHints(assets: Assets): MiddlewareHandler<WebEnv> {
  const link = [
    `<${assets.pathOf('core.css')}>; rel=preload; as=style`,
    ...fonts.map((font) => `<${assets.pathOf(font)}>; rel=preload; as=font; type="font/woff2"; crossorigin`),
    // Not what it imports in turn: over few connections that would keep the style waiting.
    `<${assets.pathOf('site.js')}>; rel=modulepreload`,
  ]
  return async (c, next) => {
    // Only browsers say this, and only for a page that a person opens; other programs may not expect a 103.
    if (c.req.method === 'GET' && c.req.header('sec-fetch-dest') === 'document')
      socketOf(c.env)?.writeEarlyHints({ link })
    await next()
    if (c.res.headers.get('content-type')?.startsWith('text/html')) c.res.headers.set('link', link.join(', '))
  }
}

/** What answers over a socket; a test without one has none. */
function socketOf(env: unknown): { writeEarlyHints(hints: { link: string[] }): void } | undefined {
  return (env as { outgoing?: { writeEarlyHints(hints: { link: string[] }): void } } | undefined)?.outgoing
}
