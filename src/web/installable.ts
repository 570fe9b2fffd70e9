/** What makes this site one that can be installed: its manifest, its pictures, and what stands in for pages without a line. */
import sharp from 'sharp'
import { companyName } from '../people/company.ts'
import type { WebApp } from '../platform/http/env.ts'
import type { Say } from '../platform/languages/languages.ts'
import type { Assets } from './assets.ts'

/** Of the tokens: the inside's solid blue, and the grounds of light and dark. */
export const themeColors = { light: '#1b2a80', dark: '#11141f', ground: '#fdfdfb' } as const

/** The mark with air around it: programs cut such pictures to any shape, and keep the middle four fifths. */
const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#fdfdfb"/><g transform="translate(14.4 14.4) scale(1.1)"><rect x="2" y="6" width="18" height="20" rx="3" fill="#1b2a80"/><circle cx="22" cy="16" r="9" fill="#fbd83c"/><path d="M20 7.3V24.7A9 9 0 0 1 20 7.3Z" fill="#161a2b"/></g></svg>'
const sizes = [180, 192, 512] as const

const drawn = new Map<number, Promise<Uint8Array<ArrayBuffer>>>()

/** Drawn at its first use and kept. */
function iconOf(size: number): Promise<Uint8Array<ArrayBuffer>> {
  let icon = drawn.get(size)
  if (!icon) {
    icon = sharp(Buffer.from(picture), { density: 72 * 8 })
      .resize(size, size)
      .png({ compressionLevel: 9 })
      .toBuffer()
      .then((bytes) => new Uint8Array(bytes))
    drawn.set(size, icon)
  }
  return icon
}

const aDay = 'public, max-age=86400'

/** Addresses that every browser may ask, whoever looks. */
export function installableRoutes(app: WebApp): void {
  app.get('/manifest.webmanifest', async (c) => {
    const name = await companyName(c.var.ctx)
    const manifest = {
      ...{ id: '/', name, short_name: name.slice(0, 24), start_url: '/', scope: '/', display: 'standalone' },
      ...{ theme_color: themeColors.light, background_color: themeColors.ground },
      icons: [192, 512].flatMap((size) =>
        ['any', 'maskable'].map((purpose) => ({
          ...{ src: `/icon-${size}.png`, sizes: `${size}x${size}`, type: 'image/png', purpose },
        })),
      ),
    }
    c.header('cache-control', 'public, max-age=3600')
    return c.body(JSON.stringify(manifest), 200, { 'content-type': 'application/manifest+json' })
  })
  for (const size of sizes) {
    app.get(`/icon-${size}.png`, async (c) =>
      c.body(await iconOf(size), 200, { 'content-type': 'image/png', 'cache-control': aDay }),
    )
  }
  app.get('/offline', (c) => {
    const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    return c.body(offlinePage(c.var.ctx.say), 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      // In the language of this reader.
      'cache-control': 'private, no-cache',
    })
  })
}

/** The script that shows notices, for whoever is signed in there: it says by itself what it cannot ask for later. */
export function workerRoute(app: WebApp, assets: Assets): void {
  app.get('/service-worker.js', (c) => {
    const { bytes, type } = assets.byPath.get(assets.pathOf('service-worker.js'))!
    // What a push is called that cannot be read.
    const words = `const usualTitle=${JSON.stringify(c.var.ctx.say('You have a new notice'))};\n`
    return c.body(Buffer.concat([Buffer.from(words), bytes]), 200, {
      'content-type': type,
      // Browsers ask for it again by themselves; an old one must never stay, and nobody else gets this language.
      'cache-control': 'private, no-cache',
    })
  })
}

/** Without a line nothing else can be fetched: its style is its own. */
function offlinePage(say: Say): string {
  const words = (text: string) => text.replace(/[&<]/g, (sign) => (sign === '&' ? '&amp;' : '&lt;'))
  return `<!doctype html>
<html lang="${say.language}" dir="${say.direction}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>${words(say('You are offline'))}</title>
<style>
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 24px; box-sizing: border-box;
  background: light-dark(#fdfdfb, #11141f); color: light-dark(#161a2b, #eceef4);
  font: 17px/1.5 'Schibsted Grotesk', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 8px }
p { margin: 0 0 16px }
a { color: light-dark(#1b2a80, #b7c3ff) }
</style></head>
<body><main><h1>${words(say('You are offline'))}</h1><p>${words(say('What you wrote is kept.'))}</p>
<p><a href="">${words(say('Try this page again'))}</a></p></main></body></html>
`
}
