import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { askedBy, cutMessage, withoutNote } from './message.ts'

test('a message is cut into words, values and parts', () => {
  assert.deepEqual(cutMessage('Sign in'), ['Sign in'])
  assert.deepEqual(cutMessage('{name}, <a>sign in <b>now</b></a>.'), [
    { value: 'name' },
    ', ',
    { part: 'a', pieces: ['sign in ', { part: 'b', pieces: ['now'] }] },
    '.',
  ])
  assert.deepEqual(cutMessage(''), [])
})

test('apostrophes, percent signs and lone angles are only signs', () => {
  for (const text of ["It's 40 % < 50 %", 'a > b', '1 <3 2', 'don’t']) assert.deepEqual(cutMessage(text), [text], text)
})

test('what has no end, or ends what was not begun, is refused with the message in the reason', () => {
  for (const text of [
    '{name',
    'name}',
    '{na me}',
    '<a>words',
    'words</a>',
    '<a><b>x</a></b>',
    '{}',
    'x <a href="y">z</a>',
  ])
    assert.throws(() => cutMessage(text), { name: 'SyntaxError', message: new RegExp(text.slice(0, 3)) }, text)
})

test('what a message asks for is the same whatever its order', () => {
  assert.deepEqual(askedBy('<a>{x}</a> and {y}'), askedBy('{y} und <a>{x}</a>'))
  assert.notDeepEqual(askedBy('{x} {x}'), askedBy('{x}'))
  assert.notDeepEqual(askedBy('<a>x</a>'), askedBy('{a}x'))
})

test('a note for translators is not read out', () => {
  assert.equal(withoutNote('Place | where somebody lives'), 'Place')
  assert.equal(withoutNote('a|b'), 'a|b')
})

test('cutting a message loses no words, whatever they are', () => {
  const words = fc.string({ unit: fc.constantFrom('a', ' ', '’', '"', '&', '字', 'ا', '\n', '>') })
  const message = fc.array(fc.oneof(words, fc.constantFrom('{one}', '{two}', '<a>', '</a>')))
  fc.assert(
    fc.property(message, (parts) => {
      const text = parts.join('')
      let pieces
      try {
        pieces = cutMessage(text)
      } catch (error) {
        return assert.ok(error instanceof SyntaxError)
      }
      const back = (all: typeof pieces): string =>
        all
          .map((piece) =>
            typeof piece === 'string'
              ? piece
              : 'value' in piece
                ? `{${piece.value}}`
                : `<${piece.part}>${back(piece.pieces)}</${piece.part}>`,
          )
          .join('')
      assert.equal(back(pieces), text)
    }),
  )
})
