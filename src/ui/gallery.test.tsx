import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { render } from 'preact-render-to-string'
import { frameSamples } from './gallery.frames.tsx'
import { GalleryPage } from './gallery.page.tsx'
import { withSprite } from './icons.ts'

const pages: Record<string, string> = { gallery: render(<GalleryPage />) }
for (const [name, Sample] of Object.entries(frameSamples)) pages[name] = render(<Sample />)

function all(html: string, pattern: RegExp): string[] {
  return [...html.matchAll(pattern)].map((found) => found[1] ?? '')
}

for (const [name, html] of Object.entries(pages)) {
  const ids = all(html, / id="([^"]*)"/g)

  test(`${name}: no style attribute and no script in the page, which its policy would refuse`, () => {
    assert.doesNotMatch(html, /<[^>]* style=|<script|<[^>]* on[a-z]+=/)
  })

  test(`${name}: an id is given once`, () => {
    assert.deepEqual(ids, [...new Set(ids)])
  })

  test(`${name}: everything that points at an id finds it`, () => {
    const single = / (?:for|popovertarget|commandfor|aria-labelledby)="([^"]*)"/g
    const lists = all(html, / aria-describedby="([^"]*)"/g).flatMap((list) => list.split(' '))
    const missing = [...all(html, single), ...lists].filter((id) => !ids.includes(id))
    assert.deepEqual(missing, [])
  })

  test(`${name}: every field has a label`, () => {
    const labelled = new Set(all(html, /<label[^>]* for="([^"]*)"/g))
    const outside = html.replace(
      /<label class="[^"]*"[^>]*>(?:(?!<\/label>).)*<input(?:(?!<\/label>).)*<\/label>/gs,
      '',
    )
    const inLabels = outside.replace(/<label(?: title="[^"]*")?>(?:(?!<\/label>).)*<\/label>/gs, '')
    for (const field of inLabels.match(/<(?:input|select|textarea)[^>]*>/g) ?? []) {
      if (field.includes('type="hidden"')) continue
      const id = / id="([^"]*)"/.exec(field)?.[1]
      assert.ok(id !== undefined && labelled.has(id), field)
    }
  })

  test(`${name}: every button and link has words`, () => {
    for (const [whole, attributes, inner] of html.matchAll(/<(?:button|a)\b([^>]*)>(.*?)<\/(?:button|a)>/gs)) {
      const words = (inner ?? '')
        .replace(/<svg.*?<\/svg>|<[^>]*aria-hidden="true"[^>]*>[^<]*<\/[a-z]+>|<[^>]+>/gs, '')
        .trim()
      assert.ok(words !== '' || / aria-label="[^"]+"/.test(attributes ?? ''), whole)
    }
  })

  test(`${name}: every drawing that it names exists`, () => {
    const page = withSprite(html)
    const wanted = new Set(all(page, /<use href="#([^"]+)"/g))
    assert.deepEqual(new Set(all(page, /<symbol id="([^"]+)"/g)), wanted)
  })

  test(`${name}: one main, one skip link before all else, one h1`, () => {
    assert.match(html, /^<body class="[^"]+" data-realm="(?:inside|outside|bridge)"[^>]*><a class="skip" href="#main">/)
    assert.equal(html.match(/<main id="main"/g)?.length, 1)
    assert.equal(html.match(/<h1/g)?.length, 1)
  })
}

test('the words of a page outside hold no trace of the inside for a visitor', () => {
  assert.doesNotMatch(pages['outside'] ?? '', /doorway|data-realm="inside"|m-inside|m-logo/)
})

test('a guest sees one room and no nav', () => {
  assert.doesNotMatch(pages['bridge'] ?? '', /<nav|role="search"|doorway/)
})

test('the rail, the foot tabs and the rest behind "More" are all there without script', () => {
  const html = pages['swarm'] ?? ''
  assert.match(html, /<body class="app" data-realm="inside" data-nav="rail">/)
  assert.equal(html.match(/<li class="tab">/g)?.length, 5)
  assert.match(html, /popovertarget="more-nav"/)
  assert.match(html, /id="more-nav".*Measures/s)
})

test('parts say nothing of their own: words come from whoever uses them', () => {
  const parts = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith('.tsx') && !file.startsWith('gallery') && !file.endsWith('.test.tsx'),
  )
  assert.ok(parts.length > 20)
  for (const file of parts) {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8').replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '')
    assert.deepEqual(source.match(/>\s*[A-Za-z][^<>{}=;()]*<\//g) ?? [], [], file)
    assert.doesNotMatch(source, /(?:aria-label|placeholder|title)="[^"]/, file)
  }
})
