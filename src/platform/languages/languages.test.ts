import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { chooseLanguage, english, ownLanguages, readLanguages, wordsIn } from './languages.ts'

/** Languages of a folder that is made for the test. */
function languagesOf(files: Record<string, object | string>) {
  const folder = mkdtempSync(join(tmpdir(), 'tango-messages-'))
  try {
    for (const [name, words] of Object.entries(files))
      writeFileSync(join(folder, name), typeof words === 'string' ? words : JSON.stringify(words))
    return readLanguages(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const en = { 'Sign in': 'Sign in', Close: 'Close' }
const many = languagesOf({ 'en.json': en, 'de.json': { 'Sign in': 'Anmelden' }, 'pt-BR.json': {}, 'zh-Hant.json': {} })
const chosen = (wishes: object) => chooseLanguage(many, { standard: 'en', ...wishes }).tag

test('a language more is a file more: named in itself, with its direction, and English where it lacks words', () => {
  const { all } = languagesOf({ 'en.json': en, 'ar.json': { 'Sign in': 'تسجيل الدخول' }, 'README.md': 'no language' })
  assert.deepEqual(
    all.map(({ tag, name }) => [tag, name]),
    [
      ['ar', 'العربية'],
      ['en', 'English'],
    ],
  )
  assert.equal(all[0]!.say.direction, 'rtl')
  assert.equal(all[0]!.say('Sign in'), 'تسجيل الدخول')
  assert.equal(all[0]!.say('Close'), 'Close')
})

test('a file that cannot be used stops the start and is named', () => {
  assert.throws(() => languagesOf({ 'en.json': en, 'de.json': '{' }), /messages\/de\.json/)
  assert.throws(() => languagesOf({ 'en.json': en, 'de.json': { Close: '{' } }), /messages\/de\.json.*no end/)
  assert.throws(() => languagesOf({ 'en.json': en, 'not a tag.json': {} }), /not a tag/)
  assert.throws(() => languagesOf({ 'de.json': {} }), /en\.json/)
})

test('the account comes first, then the switch, then the browser, then the installation', () => {
  const all = { chosen: 'de', cookie: 'pt-BR', accepted: 'zh-Hant', standard: 'en' }
  assert.equal(chosen(all), 'de')
  assert.equal(chosen({ ...all, chosen: undefined }), 'pt-BR')
  assert.equal(chosen({ ...all, chosen: undefined, cookie: undefined }), 'zh-Hant')
  assert.equal(chosen({ standard: 'de' }), 'de')
  assert.equal(chosen({ ...all, chosen: 'sv' }), 'pt-BR', 'a language that is not there is passed over')
  assert.equal(chosen({ standard: 'tlh' }), 'en')
})

test('a browser’s wishes are taken by their weight, and a near language does', () => {
  assert.equal(chosen({ accepted: 'de-AT, en;q=0.5' }), 'de')
  assert.equal(chosen({ accepted: 'en;q=0.4, de;q=0.9' }), 'de')
  assert.equal(chosen({ accepted: 'fr, de;q=0.9, en;q=0.8' }), 'de')
  assert.equal(chosen({ accepted: 'pt-PT, en;q=0.9' }), 'pt-BR')
  assert.equal(chosen({ accepted: 'zh-Hant-TW' }), 'zh-Hant')
  assert.equal(chosen({ accepted: 'de;q=0, *;q=0.5' }), 'en')
  assert.equal(chosen({ accepted: 'DE' }), 'de')
})

test('whatever a browser sends, there is a language for it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('d', 'e', '-', ',', ';', 'q', '=', '0', '.', '9', ' ', '*', '字') }),
      (accepted) => {
        assert.ok(['en', 'de', 'pt-BR', 'zh-Hant'].includes(chosen({ accepted, cookie: accepted, chosen: accepted })))
      },
    ),
  )
})

test('this checkout speaks English and German, and mails find their language by its tag', () => {
  for (const tag of ['en', 'de'])
    assert.equal(ownLanguages.find(tag)!.say('Sign in'), tag === 'de' ? 'Anmelden' : 'Sign in')
  assert.equal(wordsIn('de-CH')('Sign in'), 'Anmelden')
  for (const tag of [undefined, 'en-US', 'tlh', '']) assert.equal(wordsIn(tag)('Sign in'), english('Sign in'))
})
