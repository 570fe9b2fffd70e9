import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remembered } from './remember.ts'

test('a text is worked out once, as long as it is among the latest; what is kept never grows beyond its limit', () => {
  const asked: string[] = []
  const upper = remembered((text) => {
    asked.push(text)
    return text.toUpperCase()
  }, 8)
  for (const text of ['aa', 'bb', 'aa', 'cc', 'aa', 'bb']) assert.equal(upper(text), text.toUpperCase())
  // Two texts fit: 'cc' put 'bb' out, because 'aa' had been asked for since.
  assert.deepEqual(asked, ['aa', 'bb', 'cc', 'bb'])
  assert.equal(upper('a text longer than everything'), 'A TEXT LONGER THAN EVERYTHING')
  assert.equal(upper('aa'), 'AA')
  assert.deepEqual(asked.slice(4), ['a text longer than everything', 'aa'])
})
