import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pick } from './random-queries.ts'
import { scanText } from './scan.ts'
import { positionsOf } from './spans.ts'
import { beginPost, createScan } from './stamps.ts'
import { chanceOf, createTerms, findTerm, hashA, hashB, internTerm, noteSample, releaseTerm, spaces } from './terms.ts'
import { fitsPattern, folded, formsOf, lowered, wordsOf } from './words.shared.ts'
import { randomFrom } from './workload.ts'

const signs = [
  'a',
  'B',
  'é',
  'e\u0301',
  '9',
  '_',
  "'",
  '’',
  ' ',
  '-',
  '.',
  '#',
  '@',
  '$',
  '東',
  '京',
  'ส',
  'ว',
  '👍',
  '👩‍👩‍👧',
  '❤️',
  '™',
  '1️⃣',
  '🇧🇷',
  'ß',
  'İ',
  'Σ',
  '𝒜',
  '\n',
  '\u0301',
  '\ud83d',
  '…',
  'ʼ',
  'й',
  'م',
  'ُ',
  'कि',
]

test('the one-pass scanner finds the same words in the same places as the text model', () => {
  const random = randomFrom(21)
  const scan = createScan(createTerms())
  scan.detailed = true
  for (let round = 0; round < 15_000; round++) {
    const text = Array.from({ length: 1 + Math.floor(random() * 14) }, () => pick(random, signs)).join('')
    beginPost(scan)
    scanText(scan, text, 2)
    const tokens = Array.from({ length: scan.lineEnd[0] as number }, (_, at) => [scan.start[at], scan.end[at]])
    assert.deepEqual(
      tokens,
      wordsOf(text).map(({ from, to }) => [from, to]),
      JSON.stringify(text),
    )
  }
})

test('words, prefixes, patterns and exact words are found at the same places whether read plainly or in detail', () => {
  const random = randomFrom(22)
  const signs1 = [
    'a',
    'ab',
    'abc',
    'Ab',
    'B',
    "'s",
    ' ',
    ' ',
    '. ',
    '#',
    '-',
    'é',
    '\n',
    'abcabcabcabcabcabcabcabcabcabcabcabcabc',
  ]
  for (let round = 0; round < 2_500; round++) {
    const text = Array.from({ length: 1 + Math.floor(random() * 12) }, () => pick(random, signs1)).join('')
    const found = [false, true].map((detailed) => {
      const terms = createTerms(4)
      const asked = ['a', 'ab', 'abc', 'b', 'bs', 'aé', 'abcab'].map((one) => internTerm(terms, one, spaces.word))
      asked.push(...['ab', 'abc', 'abcabcabcabcabcabcabcabcabcabc'].map((one) => internTerm(terms, one, spaces.prefix)))
      asked.push(...['Ab', 'B', 'ab'].map((one) => internTerm(terms, one, spaces.exact)))
      asked.push(internTerm(terms, 'ab', spaces.word + 1), internTerm(terms, 'ab*c', spaces.pattern))
      const scan = createScan(terms)
      const pattern = { term: asked.at(-1) as number, text: 'ab*c', marked: false }
      scan.patterns.set(internTerm(terms, 'ab', spaces.prefix), [pattern])
      scan.detailed = detailed
      beginPost(scan)
      scanText(scan, text, 2)
      return asked.map((term) => positionsOf(scan, term, 2))
    })
    assert.deepEqual(found[0], found[1], JSON.stringify(text))
    const exact = wordsOf(text).flatMap((word, at) => (formsOf(word.text).includes('Ab') ? [at] : []))
    assert.deepEqual(found[0]![10], exact, JSON.stringify(text))
    const patterned = wordsOf(text).flatMap((word, at) =>
      formsOf(word.text).some((form) => /^ab.*c$/.test(folded(form))) ? [at] : [],
    )
    assert.deepEqual(found[0]![14], patterned, JSON.stringify(text))
  }
})

test('an apostrophe gives all forms, and parts of one letter are dropped', () => {
  assert.deepEqual(formsOf("wendy's"), ["wendy's", 'wendys', 'wendy'])
  assert.deepEqual(formsOf("o'neill"), ["o'neill", 'oneill', 'neill'])
  assert.deepEqual(
    wordsOf("rock 'n' roll’s").map(({ text }) => text),
    ['rock', 'n', "roll's"],
  )
})

test('a sign sets the kind only when no letter stands before it', () => {
  assert.deepEqual(
    wordsOf('#a @b $c me@d x#e ##f é#g').map(({ sigil, text }) => sigil + text),
    ['#a', '@b', '$c', 'me', 'd', 'x', 'e', '#f', 'é', 'g'],
  )
})

test('folding removes accents and vowel points and keeps letters', () => {
  assert.deepEqual(['Ñ', 'É', 'ΟΔΟΣ', 'İ', 'Й', 'מָה', 'कि', 'が', 'ß', 'ø'].map(folded), [
    'n',
    'e',
    'οδοσ',
    'i',
    'и',
    'מה',
    'कि',
    'が',
    'ß',
    'ø',
  ])
  assert.equal(lowered('NIÑO'), 'niño')
})

test('patterns agree with regular expressions', () => {
  const random = randomFrom(2)
  for (let round = 0; round < 8_000; round++) {
    const pattern = Array.from({ length: 6 }, () => pick(random, ['a', 'b', '*', '?'])).join('')
    const word = Array.from({ length: Math.floor(random() * 7) }, () => pick(random, ['a', 'b', '𝒜'])).join('')
    const wanted = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u').test(word)
    assert.equal(fitsPattern(pattern, word), wanted, `${pattern} ${word}`)
  }
})

test('the term table finds what is in it and nothing else, through additions and releases', () => {
  const random = randomFrom(4)
  const terms = createTerms()
  const held = new Map<string, { id: number; uses: number }>()
  for (let step = 0; step < 60_000; step++) {
    const text = `t${Math.floor(random() * 6_000)}`
    const known = held.get(text)
    if (random() < 0.55) {
      const id = internTerm(terms, text, spaces.word)
      if (known) assert.equal(id, known.id)
      held.set(text, { id, uses: (known?.uses ?? 0) + 1 })
    } else if (known) {
      assert.equal(releaseTerm(terms, known.id), known.uses === 1)
      if (known.uses === 1) held.delete(text)
      else known.uses--
    }
  }
  assert.equal(terms.count, held.size)
  for (let word = 0; word < 6_000; word++) {
    const text = `t${word}`
    assert.equal(findTerm(terms, hashA(text, spaces.word), hashB(text, spaces.word)), held.get(text)?.id ?? 0)
    assert.equal(findTerm(terms, hashA(text, spaces.exact), hashB(text, spaces.exact)), 0)
  }
})

test('different words have different hashes', () => {
  const seen = new Set<bigint>()
  for (let word = 0; word < 300_000; word++) {
    const text = word.toString(36)
    seen.add((BigInt(hashA(text, 0) >>> 0) << 32n) | BigInt(hashB(text, 0) >>> 0))
  }
  assert.equal(seen.size, 300_000)
})

test('stamps survive the end of their epoch count', () => {
  const terms = createTerms()
  const scan = createScan(terms)
  const apple = internTerm(terms, 'apple', spaces.word)
  scan.base = 0x7fff_fe80
  for (let post = 0; post < 6; post++) {
    beginPost(scan)
    if (post % 2 === 0) scanText(scan, 'apple', 2)
    assert.equal((terms.stamp[apple] as number) >= scan.base, post % 2 === 0)
  }
  assert.ok(scan.base < 10_000)
})

test('what was seen often is known to be common before it is registered', () => {
  const terms = createTerms()
  const scan = createScan(terms)
  scan.sampling = true
  for (let post = 0; post < 300; post++) {
    beginPost(scan)
    scanText(scan, post % 3 === 0 ? 'apple juice' : 'juice', 2)
    noteSample(terms)
  }
  const chances = ['juice', 'apple', 'pear'].map((word) => chanceOf(terms, internTerm(terms, word, spaces.word)))
  assert.ok(chances[0]! > 0.9 && chances[1]! > 0.25 && chances[1]! < 0.4 && chances[2]! < 0.01, String(chances))
  assert.ok(chanceOf(terms, internTerm(terms, 'ju', spaces.prefix)) > 0.9)
})
