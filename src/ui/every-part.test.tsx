/** Every part of the design system with words that nobody expected: what must hold of all of them. */
import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { options } from 'preact'
import { render } from 'preact-render-to-string'
import { elementsOf, faultsOf, readHtml, textOf } from '../../test/html.ts'
import { parts } from '../../test/ui-parts.tsx'
import { ErrorSummary } from './field.tsx'
import { Pages } from './page.tsx'
import { Tags } from './badge.tsx'

/** Words that stand somewhere of a part: as text, in a label, or as the value of a field. */
function saidBy(html: string): string[] {
  const root = readHtml(html)
  return elementsOf(root).flatMap((element) => [...Object.values(element.attributes), textOf(element)])
}

const strange: Record<string, string> = {
  markup: "\"><script>alert(1)</script><b class='x' onload=y>&amp;<!--",
  'one word of 200 letters': 'W'.repeat(200),
  'words that run the other way': 'שלום עולם \u202Eevil\u202C مرحبا',
  'faces of several points': '👩‍👩‍👧‍👦🇩🇪é\u0301',
  'words that look like others': '{{x}} ${y} %s \\u0000 \\" \' `',
}

for (const [kind, words] of Object.entries(strange))
  test(`no part breaks, hides or runs what it is told: ${kind}`, () => {
    for (const [name, part] of Object.entries(parts)) {
      const html = render(part(words))
      assert.deepEqual(faultsOf(html, ['main', 'more-nav']), [], `${name}: ${html}`)
      assert.ok(
        saidBy(html).some((one) => one.includes(words)),
        `${name} does not say its words: ${html}`,
      )
      assert.ok(!elementsOf(readHtml(html)).some((one) => one.name === 'script'), name)
    }
  })

test('the list above has every part that there is', async () => {
  const drawn = new Set<unknown>()
  const before = options.vnode
  options.vnode = (vnode) => {
    drawn.add(vnode.type)
    before?.(vnode)
  }
  for (const part of Object.values(parts)) render(part('words'))
  if (before) options.vnode = before
  else delete options.vnode
  const missing: string[] = []
  for (const file of globSync('*.tsx', { cwd: import.meta.dirname }))
    if (!/gallery|\.test\./.test(file))
      for (const [name, part] of Object.entries((await import(join(import.meta.dirname, file))) as object))
        if (/^[A-Z]/.test(name) && !/Context$|^NewMark$/.test(name) && typeof part === 'function' && !drawn.has(part))
          missing.push(`${file}: ${name}`)
  assert.deepEqual(missing, [])
})

test('a part that is told nothing draws no empty list, no stray word and nothing of the program', () => {
  for (const [name, part] of Object.entries(parts)) {
    const faults = faultsOf(render(part('')), ['main', 'more-nav']).filter(
      (one) => !/no name|no label|neither/.test(one),
    )
    assert.deepEqual(faults, [], name)
  }
  assert.equal(render(<Tags tags={[]} />), '')
  assert.equal(render(<Pages label="More" />), '')
  assert.equal(render(<ErrorSummary title="Wrong" errors={{ a: undefined, b: '' }} />), '')
})
