import type { WebApp } from '../platform/http/env.ts'
import type { Asset, Assets } from './assets.ts'
import { installableRoutes } from './installable.ts'

const favicon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="2" y="6" width="18" height="20" rx="3" fill="#1b2a80"/><circle cx="22" cy="16" r="9" fill="#fbd83c"/><path d="M20 7.3V24.7A9 9 0 0 1 20 7.3Z" fill="#161a2b"/></svg>'

/** Bundled files (for ever, their names carry a hash) and the small picture in a browser's tab. */
export function staticRoutes(app: WebApp, assets: Assets): void {
  app.get('/assets/:file', (c) => {
    const asset = assets.byPath.get(c.req.path)
    if (!asset) return c.notFound()
    const [bytes, encoding] = smallestFor(asset, c.req.header('accept-encoding') ?? '')
    c.header('content-type', asset.type)
    c.header('cache-control', 'public, max-age=31536000, immutable')
    c.header('vary', 'accept-encoding')
    if (encoding) c.header('content-encoding', encoding)
    return c.body(bytes)
  })
  app.get('/favicon.svg', (c) =>
    c.body(favicon, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }),
  )
  installableRoutes(app)
  app.get('/favicon.ico', (c) => c.redirect('/favicon.svg', 301))
}

function smallestFor(asset: Asset, accepted: string): [Uint8Array<ArrayBuffer>, string?] {
  if (asset.brotli && /\bbr\b/.test(accepted)) return [asset.brotli, 'br']
  if (asset.gzip && /\bgzip\b/.test(accepted)) return [asset.gzip, 'gzip']
  return [asset.bytes]
}
