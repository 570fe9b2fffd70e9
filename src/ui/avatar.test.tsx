import assert from 'node:assert/strict'
import test from 'node:test'
import { render } from 'preact-render-to-string'
import { hueOf, initialsOf } from './avatar.shared.ts'
import { Avatar, PeopleStrip } from './avatar.tsx'

test('initials are the first letters of the first and the last word', () => {
  assert.equal(initialsOf('Ines Carvalho'), 'IC')
  assert.equal(initialsOf('Joost van Rijn'), 'JR')
  assert.equal(initialsOf('madonna'), 'M')
  assert.equal(initialsOf('user_4711'), 'U4')
})

test('initials keep letters of other scripts and letters with marks whole', () => {
  assert.equal(initialsOf('Élodie Šimić'), 'ÉŠ')
  assert.equal(initialsOf('e\u0301lodie'), 'E\u0301')
  assert.equal(initialsOf('李 小龙'), '李小')
  assert.equal(initialsOf('"Al" (Bob) Zed'), 'AZ')
})

test('a name without a letter has a question mark', () => {
  assert.equal(initialsOf('  '), '?')
  assert.equal(initialsOf('☃ —'), '?')
})

test('a person keeps one hue for ever, and the five hues are all in use', () => {
  assert.equal(hueOf('ines'), hueOf('ines'))
  const seen = new Set(Array.from({ length: 200 }, (_, index) => hueOf(`person-${index}`)))
  assert.deepEqual([...seen].sort(), [1, 2, 3, 4, 5])
})

test('an avatar shows where the person belongs and is hidden from assistive technology', () => {
  const html = render(<Avatar id="m" name="Mirela Popescu" who="official" on="here" />)
  assert.match(html, /data-who="official" data-on="here" aria-hidden="true">MP</)
})

test('a visitor has no initials, whatever the name', () => {
  assert.match(render(<Avatar id="v" name="Somebody Real" who="visitor" />), />\?</)
})

test('the id of a person is not written into the page', () => {
  assert.doesNotMatch(render(<Avatar id="secret-id" name="A B" who="customer" />), /secret-id/)
})

test('a strip of people says their names to those who do not see the shapes', () => {
  const html = render(<PeopleStrip faces={[{ id: '1', name: 'A B', who: 'employee' }]} names="A B, here" />)
  assert.match(html, /<span class="vh" dir="auto">A B, here<\/span>/)
})
