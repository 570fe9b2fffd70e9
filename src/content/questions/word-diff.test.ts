import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { wordDiff } from './word-diff.ts'

const text = fc.array(fc.constantFrom('a', 'b', 'cold', ' ', '\n', '3 °C')).map((parts) => parts.join(''))

test('the pieces of a comparison give both texts back', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = wordDiff(before, after)
      const join = (...kinds: string[]) =>
        pieces
          .filter((piece) => kinds.includes(piece.kind))
          .map((piece) => piece.text)
          .join('')
      assert.equal(join('same', 'gone'), before)
      assert.equal(join('same', 'new'), after)
    }),
  )
})

test('only the words that changed are marked', () => {
  assert.deepEqual(wordDiff('it stops at 3 °C', 'it stops at 5 °C'), [
    { kind: 'same', text: 'it stops at ' },
    { kind: 'gone', text: '3' },
    { kind: 'new', text: '5' },
    { kind: 'same', text: ' °C' },
  ])
  assert.deepEqual(wordDiff('same', 'same'), [{ kind: 'same', text: 'same' }])
})

test('long texts are compared by line, and the longest as a whole, without ever taking long', () => {
  const lines = Array.from({ length: 1500 }, (_, index) => `line ${index} of many`)
  const changed = lines.with(700, 'another line')
  const pieces = wordDiff(lines.join('\n'), changed.join('\n'))
  assert.deepEqual(
    pieces.filter((piece) => piece.kind !== 'same').map((piece) => piece.text),
    ['line 700 of many\n', 'another line\n'],
  )
  const began = performance.now()
  assert.equal(wordDiff('a\n'.repeat(30_000), 'b\n'.repeat(30_000)).length, 2)
  assert.ok(performance.now() - began < 2000)
})
