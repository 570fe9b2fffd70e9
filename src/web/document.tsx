import { render } from 'preact-render-to-string'
import type { VNode } from 'preact'
import type { PageProps } from '../platform/http/env.ts'
import { withSprite } from '../ui/icons.ts'
import { type ReaderClock, ReaderClockContext } from '../ui/time.tsx'
import type { Assets } from './assets.ts'

export interface DocumentParts {
  readonly body: VNode
  readonly page: PageProps
  readonly siteName: string
  readonly publicUrl: string | undefined
  readonly nonce: string
  /** The account that is looking: kept drafts are found by it. */
  readonly viewer: number | undefined
  readonly assets: Assets
  /** How dates are written for this reader. */
  readonly clock: ReaderClock
}

/** Shown above the fold of every page. */
export const fonts = ['schibsted-grotesk-latin-wght-normal.woff2', 'source-serif-4-latin-opsz-normal.woff2']
/** The languages that Tango's own words are written in; the page says which one it speaks. */
const spoken = /^en\b/
const rightToLeft = /^(ar|fa|he|ur|yi|ps|dv|ckb)\b/

/** The whole HTML document around a frame's `<body>`, with just the drawings that it refers to. */
export function renderDocument(parts: DocumentParts): string {
  const { page, assets, nonce, publicUrl } = parts
  const locale = parts.clock.locale ?? 'en'
  const title = page.title === parts.siteName ? page.title : `${page.title} · ${parts.siteName}`
  const styles = ['core', ...(page.styles ?? [])].map((name) => assets.pathOf(`${name}.css`))
  const document = (
    <html lang={spoken.test(locale) ? locale : 'en'} dir={rightToLeft.test(locale) ? 'rtl' : 'ltr'}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {page.description ? <meta name="description" content={page.description} /> : null}
        {page.canonical && publicUrl ? <link rel="canonical" href={publicUrl + page.canonical} /> : null}
        {page.realm !== 'outside' || page.indexed === false ? <meta name="robots" content="noindex" /> : null}
        {page.feed ? (
          <link rel="alternate" type="application/atom+xml" href={page.feed.path} title={page.feed.title} />
        ) : null}
        {parts.viewer === undefined ? null : <meta name="viewer" content={String(parts.viewer)} />}
        <meta name="csp-nonce" content={nonce} />
        <meta name="turbo-refresh-method" content="morph" />
        <meta name="turbo-refresh-scroll" content="preserve" />
        <meta name="color-scheme" content="light dark" />
        {fonts.map((font) => (
          <link rel="preload" as="font" type="font/woff2" href={assets.pathOf(font)} crossorigin="anonymous" />
        ))}
        {styles.map((path) => (
          <link rel="stylesheet" href={path} data-turbo-track="reload" />
        ))}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <script type="module" src={assets.pathOf('site.js')} nonce={nonce} data-turbo-track="reload" />
        {page.structuredData ? (
          <script
            type="application/ld+json"
            nonce={nonce}
            // "<" is written as an escape, so that no text of a person can end the element.
            dangerouslySetInnerHTML={{ __html: JSON.stringify(page.structuredData).replaceAll('<', '\\u003c') }}
          />
        ) : null}
      </head>
      <ReaderClockContext.Provider value={parts.clock}>{parts.body}</ReaderClockContext.Provider>
    </html>
  )
  return `<!doctype html>${withSprite(render(document))}`
}
