/** Reads what the fast way leaves: words with marks, apostrophes, signs before them or of other scripts, and emoji. */
import { emojiEnd, kind, pairKind } from './characters.ts'
import { mark, markHashtag, probe, type Scan, startToken } from './stamps.ts'
import { findTerm, noteSighting, saltA, saltB, sigilIndex, spaces, startA, startB } from './terms.ts'
import { fitsPattern, folded, formsOf, lowered, plainApostrophes, type Sigil, wordsOf } from './words.shared.ts'

/** A run beyond plain ASCII words, an emoji, or a sign between words; returns where it ends. */
export function slowly(scan: Scan, text: string, at: number, kinds: Uint8Array): number {
  const code = text.charCodeAt(at)
  const sort = kinds[code] as number
  const end = isWordStart(text, at, sort) ? runEnd(text, at, kinds) : at
  if (end > at) {
    runWords(scan, text.slice(at, end), at, sigilAt(text, at, kinds))
    return end
  }
  const past = sort === kind.half || sort === kind.pictograph ? emojiEnd(text, at) : at
  if (past > at) {
    word(scan, text.slice(at, past), '', startToken(scan, at, past))
    return past
  }
  between(scan, sort, code)
  return at + 1
}

/** In a sampled post the usual lengths are counted too, so that a prefix registered later knows how common it is. */
export function soughtLengths(scan: Scan): number {
  return scan.sampling ? scan.terms.prefixLengths | usualLengths : scan.terms.prefixLengths
}
const usualLengths = 0b1_1111_1100

/** Notes what a sign between words says about sentences and paragraphs. */
export function between(scan: Scan, sort: number, code: number): void {
  if (sort === kind.space) {
    if (scan.ended === 1) scan.ended = 2
    return
  }
  if (sort === kind.newline) {
    scan.feeds += code === 0x2029 ? 2 : 1
    if (scan.ended === 1) scan.ended = 2
    return
  }
  if (scan.feeds === 1) scan.feeds = 0
  if (sort === kind.stop) scan.ended = scan.ended === 2 ? 2 : 1
  else if (sort === kind.fullStop) scan.ended = 2
  else if (scan.ended === 1 && sort !== kind.closer && sort !== kind.apostrophe) scan.ended = 0
}

/** Whether the run of letters that stops here goes on: a letter beyond ASCII, or an apostrophe with a letter after it. */
export function goesOn(text: string, at: number, kinds: Uint8Array): boolean {
  const sort = kinds[text.charCodeAt(at)] as number
  if (sort === kind.letter || sort === kind.unspaced) return true
  if (sort === kind.half) return isLetterPair(text, at)
  return (
    sort === kind.apostrophe &&
    at + 1 < text.length &&
    isWordStart(text, at + 1, kinds[text.charCodeAt(at + 1)] as number)
  )
}

function isLetterPair(text: string, at: number): boolean {
  const sort = pairKind(String.fromCodePoint(text.codePointAt(at) as number))
  return sort === kind.letter || sort === kind.unspaced
}

function isWordStart(text: string, at: number, sort: number): boolean {
  return (sort >= kind.lower && sort <= kind.unspaced) || (sort === kind.half && isLetterPair(text, at))
}

function runEnd(text: string, from: number, kinds: Uint8Array): number {
  let at = from
  while (at < text.length) {
    const sort = kinds[text.charCodeAt(at)] as number
    if (isWordStart(text, at, sort)) at += sort === kind.half ? 2 : 1
    else if (sort === kind.apostrophe && goesOn(text, at, kinds)) at++
    else break
  }
  return at
}

/** The sign before a word, unless a letter stands before the sign. */
function sigilAt(text: string, from: number, kinds: Uint8Array): Sigil {
  if (from === 0) return ''
  const sign = text[from - 1]
  if (sign !== '#' && sign !== '@' && sign !== '$') return ''
  if (from === 1) return sign
  const before = kinds[text.charCodeAt(from - 2)] as number
  if (before >= kind.lower && before <= kind.unspaced) return ''
  const low = text.charCodeAt(from - 2)
  return low >= 0xdc00 && low < 0xe000 && from > 2 && isLetterPair(text, from - 3) ? '' : sign
}

/** A run with apostrophes, marks or letters beyond ASCII: the slow way, by strings. */
function runWords(scan: Scan, text: string, from: number, sign: Sigil): void {
  const run = plainApostrophes(text)
  const parts = wordsOf(run)
  for (const part of parts) word(scan, part.text, sign, startToken(scan, from + part.from, from + part.to))
  if (sign === '#' && scan.hashtags && parts.length > 1) markHashtag(scan, folded(run))
}

/** All forms of one word: folded, with marks, exact, and the parts around apostrophes. */
function word(scan: Scan, text: string, sign: Sigil, position: number): void {
  for (const form of formsOf(text)) {
    const lower = lowered(form)
    const plain = folded(form)
    wordForm(scan, plain, '', position, false)
    if (sign !== '') wordForm(scan, plain, sign, position, false)
    if (lower !== plain) {
      wordForm(scan, lower, '', position, true)
      if (sign !== '') wordForm(scan, lower, sign, position, true)
    }
    if (scan.terms.exacts > 0) exact(scan, form, sign, position)
  }
  if (sign === '#' && scan.hashtags) markHashtag(scan, folded(text))
}

function wordForm(scan: Scan, text: string, sign: Sigil, position: number, marked: boolean): void {
  const salt = spaces.word + sigilIndex(sign)
  const lengths = soughtLengths(scan)
  let a = startA
  let b = startB
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(((b << 5) | (b >>> 27)) ^ code, 0x27d4eb2d)
    if (at < 31 && ((lengths >>> (at + 1)) & 1) === 1) {
      const term = prefixTerm(scan, a, b, sigilIndex(sign))
      if (term !== 0) prefixFound(scan, term, text, position, marked)
    }
  }
  probe(scan, a ^ (saltA[salt] as number), b ^ (saltB[salt] as number), position, scan.bit)
}

function exact(scan: Scan, text: string, sign: Sigil, position: number): void {
  for (const sort of sign === '' ? [0] : [0, sigilIndex(sign)]) {
    const space = spaces.exact + sort
    let a = startA
    let b = startB
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      a = Math.imul(a ^ code, 0x01000193)
      b = Math.imul(((b << 5) | (b >>> 27)) ^ code, 0x27d4eb2d)
    }
    probe(scan, a ^ (saltA[space] as number), b ^ (saltB[space] as number), position, scan.bit)
  }
}

function prefixTerm(scan: Scan, a: number, b: number, sign: number): number {
  const space = spaces.prefix + sign
  const saltedA = a ^ (saltA[space] as number)
  const saltedB = b ^ (saltB[space] as number)
  if (scan.sampling) noteSighting(scan.terms, saltedA, saltedB)
  return findTerm(scan.terms, saltedA, saltedB)
}

/** A prefix matches; so may patterns that begin with it. Prefix terms themselves compare like their pattern would. */
export function prefixFound(scan: Scan, term: number, text: string, position: number, marked: boolean): void {
  mark(scan, term, position, scan.bit)
  const patterns = scan.patterns.get(term)
  if (!patterns) return
  for (const pattern of patterns) {
    if (pattern.marked !== marked || !fitsPattern(pattern.text, text)) continue
    if (scan.sampling)
      noteSighting(scan.terms, scan.terms.keyA[pattern.term] as number, scan.terms.keyB[pattern.term] as number)
    mark(scan, pattern.term, position, scan.bit)
  }
}
