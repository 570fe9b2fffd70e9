import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { render } from 'preact-render-to-string'
import { h } from 'preact'
import { frameSamples } from './gallery.frames.tsx'
import { GalleryPage } from './gallery.page.tsx'
import { firstFonts, styleEntries } from './styles.ts'

const folder = join(import.meta.dirname, 'styles')
const files = readdirSync(folder).filter((file) => file.endsWith('.css'))
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

async function bundled(entry: string): Promise<string> {
  const made = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    outdir: 'out',
    loader: { '.woff2': 'file' },
    logLevel: 'error',
  })
  return made.outputFiles.find((file) => file.path.endsWith('.css'))?.text ?? ''
}

const core = await bundled(styleEntries.core)
const extra = await bundled(styleEntries.extra)

test('a reading page needs at most 30 kB of style, packed', () => {
  const size = gzipSync(core).byteLength
  assert.ok(size > 5_000 && size <= 30_000, `${size} bytes`)
})

test('the order of the layers is fixed before anything else', () => {
  assert.match(core, /^(?:@charset "UTF-8";)?@layer reset,tokens,base,layout,components,patterns,utilities;/)
})

test('every style sheet is in exactly one list', () => {
  const lists = ['core.css', 'extra.css']
  const listed = lists.flatMap((list) => [...read(list).matchAll(/@import "\.\/([^"]+)"/g)].map((found) => found[1]))
  assert.deepEqual([...listed].sort(), files.filter((file) => ![...lists, 'gallery.css'].includes(file)).sort())
})

test('no style names left or right: scripts that run the other way turn it round', () => {
  for (const file of files) {
    const found = read(file)
      .replace(/\/\*.*?\*\//gs, '')
      .match(/(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)|left|right|float:\s*(?:left|right))\s*:/gm)
    assert.deepEqual(found ?? [], [], file)
    // Four values of `inset` begin at the top and go round by the right.
    const round = read(file).match(/inset:\s*\S+ (\S+) \S+ (\S+);/g) ?? []
    for (const inset of round) {
      const [, right, , left] = inset.replace(/^inset:\s*|;$/g, '').split(' ')
      assert.equal(right, left, `${file}: ${inset}`)
    }
    assert.doesNotMatch(read(file), /text-align:\s*(?:left|right)/, file)
  }
})

test('style sheets are short enough to read', () => {
  for (const file of files) assert.ok(read(file).split('\n').length <= 400, file)
})

test('the fonts that are named are there, with their licences', () => {
  for (const [, name] of read('fonts.css').matchAll(/url\("([^"]+)"\)/g)) {
    assert.ok(existsSync(join(folder, name ?? '')), name)
  }
  for (const font of firstFonts) assert.ok(existsSync(font), font)
  const licences = readdirSync(join(import.meta.dirname, 'fonts')).filter((file) => file.startsWith('LICENSE'))
  assert.equal(licences.length, 3)
})

test('every class that a part writes is styled somewhere', () => {
  const css = core + extra + readFileSync(styleEntries.gallery, 'utf8')
  const pages = [GalleryPage, ...Object.values(frameSamples)].map((Page) => render(h(Page, {})))
  const used = new Set(
    pages
      .join('')
      .match(/(?<= class=")[^"]+/g)
      ?.flatMap((list) => list.split(' ')),
  )
  // Names that only tell parts apart, for tests and scripts.
  const bare = new Set(['light', 'dark', 'discussion', 'nav-list', 'mast-copy', 'side', 'wide'])
  const unknown = [...used].filter((name) => !bare.has(name) && !new RegExp(`\\.${name}(?![\\w-])`).test(css))
  assert.deepEqual(unknown, [])
})

test('shares from 0 to 100 all have their class', () => {
  for (let share = 0; share <= 100; share++) assert.match(core, new RegExp(`\\.p-${share}\\{--p: ?${share}\\}`))
})

test('a narrow screen is sent one serif; the cut for large sizes is asked for by wide ones alone, and never waited for', () => {
  const wide = /@media\s*\(width>=768px\)\{:root\{--font-voice-large:\s*"Source Serif 4 Display"/
  assert.match(core, wide)
  assert.equal(core.match(/Source Serif 4 Display/g)?.length, 2, 'its face and that one rule')
  assert.ok(core.search(wide) > core.search(/--font-voice-large:\s*var\(--font-voice\)/), 'the later rule holds')
  assert.match(core, /font-family:"?Source Serif 4 Display"?;[^}]*font-display:optional/)
  assert.ok(firstFonts.every((file) => !file.includes('opsz')))
})
