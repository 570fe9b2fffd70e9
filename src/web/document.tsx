import { render } from 'preact-render-to-string'
import type { VNode } from 'preact'
import type { PageHead } from '../connect/cards/cards.ts'
import type { PageProps } from '../platform/http/env.ts'
import type { Say } from '../platform/languages/languages.ts'
import { withSprite } from '../ui/icons.ts'
import { type ReaderClock, ReaderClockContext } from '../ui/time.tsx'
import { drawFor } from '../ui/words.tsx'
import type { Assets } from './assets.ts'
import { themeColors } from './installable.ts'

export interface DocumentParts {
  readonly body: VNode
  readonly page: PageProps
  /** What programs are told of it. */
  readonly head: PageHead
  readonly siteName: string
  readonly publicUrl: string | undefined
  readonly nonce: string
  /** The account that is looking: kept drafts are found by it. */
  readonly viewer: number | undefined
  readonly assets: Assets
  /** In which language the page is. */
  readonly say: Say
  /** How dates are written for this reader. */
  readonly clock: ReaderClock
}

/** Shown above the fold of every page. */
export const fonts = ['schibsted-grotesk-latin-wght-normal.woff2', 'source-serif-4-latin-wght-normal.woff2']

/** The whole HTML document around a frame's `<body>`, with just the drawings that it refers to. */
export function renderDocument(parts: DocumentParts): string {
  const { page, assets, nonce, publicUrl } = parts
  const { language, direction } = parts.say
  const title = page.title === parts.siteName ? page.title : `${page.title} · ${parts.siteName}`
  // A page of the web that says nothing of itself is at least called what it is.
  const description = page.description || (page.realm === 'outside' ? page.title : undefined)
  const styles = ['core', ...(page.styles ?? [])].map((name) => assets.pathOf(`${name}.css`))
  const document = (
    <html lang={language} dir={direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {description ? <meta name="description" content={description} /> : null}
        {page.canonical && publicUrl ? <link rel="canonical" href={publicUrl + page.canonical} /> : null}
        {parts.head.robots.length > 0 ? <meta name="robots" content={parts.head.robots.join(', ')} /> : null}
        <Preview {...parts} />
        {page.feed ? (
          <link rel="alternate" type="application/atom+xml" href={page.feed.path} title={page.feed.title} />
        ) : null}
        {parts.viewer === undefined ? null : <meta name="viewer" content={String(parts.viewer)} />}
        {knowsZone(parts.clock) ? null : <meta name="times" content="browser" />}
        <meta name="csp-nonce" content={nonce} />
        <meta name="turbo-refresh-method" content="morph" />
        <meta name="turbo-refresh-scroll" content="preserve" />
        <meta name="color-scheme" content="light dark" />
        {fonts.map((font) => (
          <link rel="preload" as="font" type="font/woff2" href={assets.pathOf(font)} crossorigin="anonymous" />
        ))}
        {/* Where these differ Turbo loads the page anew, and the answer to a form, such as a refusal, is lost: so only what is on every page. */}
        {styles.map((path, nth) => (
          <link rel="stylesheet" href={path} data-turbo-track={nth === 0 ? 'reload' : 'dynamic'} />
        ))}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icon-180.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content={themeColors.light} />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content={themeColors.dark} />
        <script type="module" src={assets.pathOf('site.js')} nonce={nonce} data-turbo-track="reload" />
        {[page.structuredData, ...parts.head.data].map((data) =>
          data ? (
            <script
              type="application/ld+json"
              nonce={nonce}
              // "<" is written as an escape, so that no text of a person can end the element.
              dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll('<', '\\u003c') }}
            />
          ) : null,
        )}
      </head>
      <ReaderClockContext.Provider value={parts.clock}>{parts.body}</ReaderClockContext.Provider>
    </html>
  )
  return `<!doctype html>${withSprite(drawFor(parts.say, () => render(document)))}`
}

/** What is shown of a public page where somebody links to it: the Open Graph, and what of it has names of its own. */
function Preview({ page, head, siteName, publicUrl }: DocumentParts) {
  if (!head.preview || !publicUrl || page.canonical === undefined) return null
  const { type, image } = head.preview
  const properties: readonly (readonly [string, string | undefined])[] = [
    ['og:type', type],
    ['og:site_name', siteName],
    ['og:title', page.title],
    ['og:description', page.description],
    ['og:url', publicUrl + page.canonical],
    ['og:image', publicUrl + image.path],
    ['og:image:type', 'image/png'],
    ['og:image:width', '1200'],
    ['og:image:height', '630'],
    ['og:image:alt', image.alt],
  ]
  return (
    <>
      {properties.map(([property, content]) => (content ? <meta property={property} content={content} /> : null))}
      <meta name="twitter:card" content="summary_large_image" />
    </>
  )
}

/** UTC stands in accounts that never chose a zone; who lives by it has a browser that does. */
function knowsZone({ timeZone }: ReaderClock): boolean {
  return timeZone !== undefined && timeZone !== 'UTC'
}
