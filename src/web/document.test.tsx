import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../test/property.ts'
import type { PageProps } from '../platform/http/env.ts'
import { english, ownLanguages } from '../platform/languages/languages.ts'
import { bundleAssets } from './assets.ts'
import { type DocumentParts, renderDocument } from './document.tsx'

const assets = await bundleAssets()

function draw(page: Partial<PageProps> = {}, parts: Partial<DocumentParts> = {}): string {
  return renderDocument({
    body: <body>words</body>,
    page: { title: 'Tide 3', realm: 'outside', ...page },
    head: { robots: [], data: [] },
    siteName: 'Velund Riders',
    publicUrl: 'https://community.example',
    nonce: 'N0nce+/==',
    viewer: undefined,
    assets,
    say: english,
    clock: {},
    ...parts,
  })
}

const evil = `</title></script><script>alert(1)</script><!--"'&amp;\u2028`

test('no title, description or feed breaks out of its place', () => {
  const html = draw({
    title: evil,
    description: evil,
    canonical: `/x"><script>`,
    feed: { path: `/f"><script>`, title: evil },
  })
  assert.equal(html.match(/<script\b/g)!.length, 1)
  assert.equal(html.match(/<\/title>/g)!.length, 1)
  assert.doesNotMatch(html, /<!--/)
  assert.match(html, /<title>&lt;\/title>&lt;\/script>/)
})

/** What a browser reads of the data: everything up to the first end of the element. */
function dataOf(html: string): unknown {
  return JSON.parse(/<script type="application\/ld\+json" nonce="[^"]*">(.*?)<\/script/is.exec(html)![1]!)
}

test('no text of a person ends the structured data; all of it comes back as it was', () => {
  const pieces = fc.constantFrom(
    '</script',
    '<!--',
    '<script>',
    ']]>',
    '-->',
    '\\',
    '"',
    '\u2028',
    '\n',
    '&lt;',
    'x',
    '字',
    '</ScRiPt >',
  )
  fc.assert(
    fc.property(fc.array(pieces), (words) => {
      const structuredData = { '@type': 'QAPage', name: words.join(''), [words.join('')]: [words, null, 1] }
      const html = draw({ structuredData })
      assert.deepEqual(dataOf(html), structuredData)
      assert.equal(html.match(/<script\b/gi)!.length, 2)
      assert.equal(html.match(/<\/script/gi)!.length, 2)
      assert.doesNotMatch(html, /<!--/)
    }),
  )
})

test('every script of the document carries the number of this answer, none is written into it', () => {
  const html = draw({ structuredData: { a: 1 } })
  for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) assert.ok(tag.includes('nonce="N0nce+/=="'), tag)
  assert.equal([...html.matchAll(/<script\b[^>]*>([^<]*)/g)].filter((match) => match[1] !== '').length, 1)
})

test('what robots may do stands in the head, and nothing where everything is allowed', () => {
  assert.doesNotMatch(draw(), /name="robots"/)
  const html = draw({}, { head: { robots: ['noindex', 'noai'], data: [] } })
  assert.match(html, /<meta name="robots" content="noindex, noai"/)
})

test('a link preview has its words and its picture with whole addresses, and no text of a person breaks out of it', () => {
  const image = { path: '/cards/thread/1/abc.png', alt: evil }
  const head = {
    robots: [],
    data: [{ '@type': 'BreadcrumbList', name: evil }],
    preview: { type: 'article', image },
  } as const
  const html = draw({ title: evil, description: evil, canonical: '/questions/1/x' }, { head })
  const property = (name: string) => new RegExp(`<meta property="${name}" content="([^"]*)"`).exec(html)?.[1]
  assert.equal(property('og:type'), 'article')
  assert.equal(property('og:site_name'), 'Velund Riders')
  assert.equal(property('og:url'), 'https://community.example/questions/1/x')
  assert.equal(property('og:image'), 'https://community.example/cards/thread/1/abc.png')
  assert.deepEqual([property('og:image:width'), property('og:image:height')], ['1200', '630'])
  for (const name of ['og:title', 'og:description', 'og:image:alt'])
    assert.match(property(name)!, /&lt;\/title>|&lt;\/title&gt;/)
  assert.match(html, /<meta name="twitter:card" content="summary_large_image"/)
  assert.deepEqual(dataOf(html), head.data[0])
  assert.equal(html.match(/<script\b/g)!.length, 2)
  assert.doesNotMatch(draw({ canonical: '/x' }), /og:|twitter:/)
})

test('the one address of a page is told where it is known, whole and as it is', () => {
  assert.match(
    draw({ canonical: '/questions/1/gr%C3%B6%C3%9Fe?a=1&b=2' }),
    /<link rel="canonical" href="https:\/\/community\.example\/questions\/1\/gr%C3%B6%C3%9Fe\?a=1&amp;b=2"/,
  )
  assert.doesNotMatch(draw(), /rel="canonical"/)
  assert.doesNotMatch(draw({ canonical: '/x' }, { publicUrl: undefined }), /rel="canonical"/)
})

test('the title names the site, once', () => {
  assert.match(draw(), /<title>Tide 3 · Velund Riders<\/title>/)
  assert.match(draw({ title: 'Velund Riders' }), /<title>Velund Riders<\/title>/)
})

test('the document says the language it speaks, and nobody but the reader is named in it', () => {
  assert.match(draw(), /<html lang="en" dir="ltr">/)
  assert.match(draw({}, { say: ownLanguages.find('de')!.say }), /<html lang="de" dir="ltr">/)
  assert.match(draw({}, { clock: { locale: 'ar-EG' } }), /<html lang="en" dir="ltr">/, 'dates turn no page round')
  assert.doesNotMatch(draw(), /name="viewer"/)
  assert.match(draw({}, { viewer: 12 }), /<meta name="viewer" content="12"/)
})

test('a page brings its own styles beside the common one, and fails loudly when there are none of that name', () => {
  const html = draw({ styles: ['extra'] })
  const sheets = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map((match) => match[1])
  assert.deepEqual(sheets, [assets.pathOf('core.css'), assets.pathOf('extra.css')])
  assert.throws(() => draw({ styles: ['none'] }), /no asset none\.css/)
})

test('what says that a page must be loaded anew is the same on pages with and without styles of their own: a refused form shows its reason', () => {
  const anew = (html: string) => html.match(/<[^>]*data-turbo-track="reload"[^>]*>/g)
  assert.deepEqual(anew(draw({ styles: ['extra'] })), anew(draw()))
  assert.equal(anew(draw())!.length, 2, 'the common styles and the script')
  assert.match(draw({ styles: ['extra'] }), /href="[^"]*extra[^"]*" data-turbo-track="dynamic"/)
})
