import assert from 'node:assert/strict'
import test from 'node:test'
import { render } from 'preact-render-to-string'
import { english, ownLanguages } from '../platform/languages/languages.ts'
import { englishEditorWords } from './editor.shared.ts'
import { LanguageSwitch } from './frame.tsx'
import { englishKeysWords } from './keys.shared.ts'
import { englishPaletteWords } from './palette.shared.ts'
import { editorWords, keysWords, paletteWords, wordsForScript } from './script-words.ts'
import { Text } from './text.tsx'
import { Time } from './time.tsx'
import { bold, drawFor, linkTo, useWords } from './words.tsx'

const german = ownLanguages.find('de')!.say

function SignIn() {
  return <b>{useWords()('Sign in')}</b>
}

test('a part speaks the language of whoever it is drawn for, English where nobody is named', () => {
  assert.equal(render(<SignIn />), '<b>Sign in</b>')
  assert.equal(
    drawFor(german, () => render(<SignIn />)),
    '<b>Anmelden</b>',
  )
  assert.equal(render(<SignIn />), '<b>Sign in</b>', 'and only as long as that')
})

test('a drawing within a drawing has its own reader, and one that fails leaves no language behind', () => {
  const drawn = drawFor(german, () => drawFor(english, () => render(<SignIn />)) + render(<SignIn />))
  assert.equal(drawn, '<b>Sign in</b><b>Anmelden</b>')
  assert.throws(() =>
    drawFor(german, () => {
      throw new Error('it fails')
    }),
  )
  assert.equal(render(<SignIn />), '<b>Sign in</b>')
})

test('links and bold words stand inside a sentence', () => {
  const words = english.with('<b>Password</b>: none. <a>Set one</a>', { b: bold, a: linkTo('/x?a=1&b=2') })
  assert.equal(render(<p>{words}</p>), '<p><b>Password</b>: none. <a href="/x?a=1&amp;b=2">Set one</a></p>')
})

test('the words that scripts know by themselves are the English ones, to the letter', () => {
  assert.deepEqual(keysWords(english), englishKeysWords)
  assert.deepEqual(paletteWords(english), englishPaletteWords)
  assert.deepEqual(editorWords(english), englishEditorWords)
  assert.equal(wordsForScript(english, keysWords), undefined, 'so that nothing is sent')
})

test('in other languages scripts are handed all their words, with the places of what they fill in', () => {
  const words = JSON.parse(wordsForScript(german, paletteWords)!) as Record<string, string>
  assert.deepEqual(Object.keys(words), Object.keys(englishPaletteWords))
  assert.match(words.search!, /\{text\}/)
  assert.match(words.count!, /\{count\}/)
  for (const [name, text] of Object.entries(keysWords(german))) assert.ok(text, name)
})

test('dates are written in the language of the page unless the reader wants another', () => {
  const now = new Date('2027-01-19T11:30:00Z')
  const drawn = drawFor(german, () => render(<Time at={new Date('2027-01-12T11:00:00Z')} now={now} timeZone="UTC" />))
  assert.match(drawn, />12\. Januar<\/time>$/)
  assert.doesNotMatch(drawn, /lang=/)
})

test('what somebody wrote runs in its own direction', () => {
  assert.match(render(<Text html="<p>שלום</p>" />), /^<div class="text" dir="auto">/)
  assert.match(render(<Text>שלום</Text>), /^<div class="text" dir="auto">/)
})

test('the switch names each language in itself, marked as such, and which one is read', () => {
  const languages = [
    { tag: 'de', name: 'Deutsch', current: true },
    { tag: 'ar', name: 'العربية', current: false },
  ]
  const html = render(<LanguageSwitch action="/language" label="Language" languages={languages} />)
  assert.match(html, /value="de" lang="de" aria-pressed="true">Deutsch</)
  assert.match(html, /value="ar" lang="ar" aria-pressed="false">العربية</)
  assert.match(html, /data-turbo="false"/)
})
