import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render } from 'preact-render-to-string'
import { type Said, makeSay, said } from './say.ts'

const english = {
  'Sign in': 'Sign in',
  '{count} answers': { one: '{count} answer', other: '{count} answers' },
  'Place | where somebody lives': 'Place',
  'New here? <a>Join</a>.': 'New here? <a>Join</a>.',
  '{name} wrote to {other}': '{name} wrote to {other}',
}
const german = {
  'Sign in': 'Anmelden',
  '{count} answers': { one: '{count} Antwort', other: '{count} Antworten' },
  'New here? <a>Join</a>.': '<a>Beitreten</a>, wenn neu.',
  '{name} wrote to {other}': 'An {other} schrieb {name}',
}
const en = makeSay('en', english)
const de = makeSay('de', german, english)

test('a message is said in the language, in its own order of words', () => {
  assert.equal(de('Sign in'), 'Anmelden')
  assert.equal(de('{name} wrote to {other}', { name: 'Ines', other: 'Gustav' }), 'An Gustav schrieb Ines')
  assert.equal(en('{name} wrote to {other}', { name: 'Ines', other: 'Gustav' }), 'Ines wrote to Gustav')
})

test('the plural is that of the language, and numbers are written as it writes them', () => {
  assert.equal(en('{count} answers', { count: 1 }), '1 answer')
  assert.equal(en('{count} answers', { count: 0 }), '0 answers')
  assert.equal(en('{count} answers', { count: 12_345 }), '12,345 answers')
  assert.equal(de('{count} answers', { count: 12_345 }), '12.345 Antworten')
  const polish = makeSay('pl', {
    '{count} answers': { one: '{count} odpowiedź', few: '{count} odpowiedzi', many: '{count} odpowiedzi.', other: '-' },
  })
  assert.deepEqual(
    [1, 2, 5, 22, 1.5].map((count) => polish('{count} answers', { count })),
    ['1 odpowiedź', '2 odpowiedzi', '5 odpowiedzi.', '22 odpowiedzi', '-'],
  )
})

test('what a language lacks is said in English, and what no file holds as it is written', () => {
  assert.equal(makeSay('de', {}, english)('Sign in'), 'Sign in')
  assert.equal(de('Place | where somebody lives'), 'Place')
  assert.equal(de('Nobody translated {what} | a note', { what: 'this' }), 'Nobody translated this')
})

test('parts of a sentence become what is drawn around them, and every value is text', () => {
  const join = (say: typeof en) =>
    render(<p>{say.with('New here? <a>Join</a>.', { a: (words) => <a href="/sign-up">{words}</a> })}</p>)
  assert.equal(join(en), '<p>New here? <a href="/sign-up">Join</a>.</p>')
  assert.equal(join(de), '<p><a href="/sign-up">Beitreten</a>, wenn neu.</p>')
  const evil = '<script>alert(1)</script>&{name}'
  const drawn = render(<p>{de.with('{name} wrote to {other}', { name: evil, other: <b>{evil}</b> })}</p>)
  assert.equal(
    drawn,
    '<p>An <b>&lt;script>alert(1)&lt;/script>&amp;{name}</b> schrieb &lt;script>alert(1)&lt;/script>&amp;{name}</p>',
  )
  assert.equal(en('{name} wrote to {other}', { name: '{other}', other: '{name}' }), '{other} wrote to {name}')
})

test('a sentence that was marked before its reader was known is said to each in their language', () => {
  const plain: Said = said('Sign in')
  const counted: Said = said('{count} answers', { count: 2 })
  assert.deepEqual([de.again(plain), en.again(plain)], ['Anmelden', 'Sign in'])
  assert.deepEqual([de.again(counted), en.again(counted)], ['2 Antworten', '2 answers'])
  for (const foreign of ['Only <members> may {edit', 'a | b', ''])
    assert.equal(de.again(foreign), foreign, 'words that are no message stay')
})

test('a value may be a message itself, or a day, each said in the language of the reader', () => {
  const words = {
    'Stands at {place} until {day}': 'Steht: {place}, bis {day}',
    'a place that is gone': 'eine alte Stelle',
  }
  const german = makeSay('de', words)
  const gone = said('Stands at {place} until {day}', {
    place: { text: said('a place that is gone'), values: {} },
    day: { day: '2026-11-22' },
  })
  assert.equal(german.again(gone), 'Steht: eine alte Stelle, bis 22. November 2026')
  assert.equal(makeSay('en', {}).again(gone), 'Stands at a place that is gone until 22 November 2026')
})

test('a name that runs the other way is set apart, others are left alone', () => {
  const hebrew = makeSay('he', { '{name} wrote to {other}': 'x {name} y {other}' })
  assert.equal(hebrew('{name} wrote to {other}', { name: 'Ines', other: 'דנה' }), 'x \u2068Ines\u2069 y דנה')
  assert.equal(en('{name} wrote to {other}', { name: 'Ines', other: 'דנה' }), 'Ines wrote to \u2068דנה\u2069')
  assert.equal(hebrew('{name} wrote to {other}', { name: '12', other: '…' }), 'x 12 y …')
})

test('a language knows its direction, its numbers and its lists', () => {
  assert.deepEqual(
    ['en', 'de', 'ar', 'he', 'fa', 'ar-XB', 'ja'].map((tag) => makeSay(tag, {}).direction),
    ['ltr', 'ltr', 'rtl', 'rtl', 'rtl', 'rtl', 'ltr'],
  )
  assert.equal(de.number(1234.5), '1.234,5')
  assert.equal(de.number(0.25, { style: 'percent' }), '25\u00a0%')
  assert.equal(en.list(['a', 'b', 'c']), 'a, b and c')
  assert.equal(de.list(['a', 'b', 'c']), 'a, b und c')
  assert.equal(en.list(['سارة', 'Ines']), '\u2068سارة\u2069 and Ines', 'each name in its own direction')
})

test('a message that is not well formed is refused when the language is made, not when somebody reads', () => {
  assert.throws(() => makeSay('de', { 'Sign in': 'An{melden' }), SyntaxError)
  assert.throws(() => makeSay('de', { '{count} x': { one: '<a>', other: 'y' } }), SyntaxError)
})

test('values that a message does not ask for, or lacks, are refused by the types', () => {
  // @ts-expect-error a value is missing
  en('{name} wrote to {other}', { name: 'x' })
  // @ts-expect-error there is nothing to fill in
  en('Sign in', { name: 'x' })
  // @ts-expect-error the number of a plural is a number
  en('{count} answers', { count: '2' })
  // @ts-expect-error a text that is put together cannot be looked up
  en(['Sign', 'in'].join(' '))
  // @ts-expect-error the part is missing
  en.with('New here? <a>Join</a>.', {})
  assert.ok(true)
})
