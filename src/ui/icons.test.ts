import assert from 'node:assert/strict'
import test from 'node:test'
import { iconPaths } from './icons.data.ts'
import { spriteFor, withSprite } from './icons.ts'

function symbolsIn(html: string): string[] {
  return [...html.matchAll(/<symbol id="([^"]+)"/g)].map((found) => found[1] ?? '')
}

test('the sprite holds each drawing that the page refers to, once, and no other', () => {
  const html = '<use href="#i-bell"/><use href="#m-inside"/><use href="#i-bell"/><a href="#i-x">not a drawing</a>'
  assert.deepEqual(symbolsIn(spriteFor(html)), ['i-bell', 'm-inside'])
})

test('a page without icons carries no sprite', () => {
  assert.equal(spriteFor('<p>Words</p>'), '')
})

test('an icon that does not exist is an error and not a blank', () => {
  assert.throws(() => spriteFor('<use href="#i-no-such-icon"/>'), /no icon named no-such-icon/)
  assert.throws(() => spriteFor('<use href="#m-constructor"/>'), /no mark named constructor/)
})

test('the sprite stands first inside the body', () => {
  const page = withSprite('<body class="app" data-realm="inside"><a class="skip"></a><use href="#m-logo"/></body>')
  assert.match(page, /^<body class="app" data-realm="inside"><svg class="sprite"/)
})

test('a fragment gets its sprite in front', () => {
  assert.match(withSprite('<p><use href="#i-x"/></p>'), /^<svg class="sprite".*<\/svg><p>/)
})

test('every icon is one path on the grid of 256', () => {
  for (const [name, path] of Object.entries(iconPaths)) {
    assert.match(path, /^M[\d\s.,a-zA-Z-]+$/, name)
    assert.match(name, /^[a-z0-9-]+$/)
  }
})
