/** Reads a post once: every word is hashed while it is read, looked up at its end, and stamped when some query asks for it. */
import { characterKinds, emojiEnd, kind, pairKind } from './characters.ts'
import { addHit, beginLine, endLine, mark, markHashtag, probe, type Scan, startToken } from './stamps.ts'
import { filterCell, findTerm, noteSighting, saltA, saltB, sigilIndex, spaces, startA, startB } from './terms.ts'
import { fitsPattern, folded, formsOf, lowered, plainApostrophes, type Sigil, wordsOf } from './words.shared.ts'

/**
 * Plain words wait here, hashed, until the line ends or a word comes that takes the slow way. Looking them up together lets
 * the processor fetch many slots at once instead of one after the other.
 */
const batchSize = 1024
const batchA = new Int32Array(batchSize)
const batchB = new Int32Array(batchSize)
const batchAt = new Int32Array(batchSize)
/** Where the word begins in the text. */
const batchFrom = new Int32Array(batchSize)
/** A word, its exact form and its prefixes take at most this many places. */
const batchStep = 33

const wordA = saltA[spaces.word] as number
const wordB = saltB[spaces.word] as number
const headA = saltA[spaces.prefix] as number
const headB = saltB[spaces.prefix] as number
const exactA = saltA[spaces.exact] as number
const exactB = saltB[spaces.exact] as number

/** By UTF-16 unit: the lower-case code of an ASCII letter, digit or `_`, and 0 for everything else. */
const plainWord = new Uint8Array(65_536)
for (const sign of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_')
  plainWord[sign.charCodeAt(0)] = sign.toLowerCase().charCodeAt(0)

const encoder = new TextEncoder()
let bytes = new Uint8Array(4096)
let units = new Uint16Array(4096)

/** The text as numbers with a zero behind: bytes when all is ASCII, else UTF-16 units. */
function numbersOf(text: string): Uint8Array | Uint16Array {
  if (text.length >= bytes.length) {
    bytes = new Uint8Array(text.length * 2)
    units = new Uint16Array(text.length * 2)
  }
  const { read, written } = encoder.encodeInto(text, bytes)
  bytes[written] = 0
  if (written === text.length && read === written) return bytes
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at)
  units[text.length] = 0
  return units
}

/** Reads one text (a line) of a field. Token places are UTF-16 offsets into the text as given. */
export function scanText(scan: Scan, text: string, bit: number): void {
  beginLine(scan, text.length, bit)
  const source = numbersOf(text)
  const kinds = characterKinds()
  const { sampling, detailed } = scan
  const { prefixFilter, exacts } = scan.terms
  const lengths = soughtLengths(scan)
  let position = scan.position
  let batched = 0
  let at = 0
  while (at < text.length) {
    let code = plainWord[source[at] as number] as number
    const from = at
    if (code !== 0) {
      const before = batched
      let a = startA
      let b = startB
      do {
        a = Math.imul(a ^ code, 0x01000193)
        b = Math.imul(((b << 5) | (b >>> 27)) ^ code, 0x27d4eb2d)
        at++
        const length = at - from
        if (length < 32 && ((lengths >>> length) & 1) === 1) {
          const cell = filterCell(a ^ headA, b ^ headB)
          if (sampling || (((prefixFilter[cell >>> 5] as number) >>> (cell & 31)) & 1) === 1) {
            batchFrom[batched] = from
            batchA[batched] = a ^ headA
            batchB[batched] = b ^ headB
            batchAt[batched++] = position
          }
        }
        code = plainWord[source[at] as number] as number
      } while (code !== 0)
      const next = source[at] as number
      const previous = from === 0 ? 32 : (source[from - 1] as number)
      const special = (next >= 128 || next === 39) && goesOn(text, at, kinds)
      if (!special && previous !== 35 && previous !== 36 && previous !== 64) {
        batchA[batched] = a ^ wordA
        batchB[batched] = b ^ wordB
        batchAt[batched++] = position
        if (exacts > 0) batched = addExact(source, from, at, position, batched)
        if (detailed) startToken(scan, from, at)
        position++
        if (batched > batchSize - batchStep) {
          lookUp(scan, batched, text)
          batched = 0
        }
        continue
      }
      // What was hashed of a run that goes on does not count.
      batched = before
      at = from
    } else if ((source[at] as number) < 128) {
      if (detailed) between(scan, kinds[source[at] as number] as number, source[at] as number)
      at++
      continue
    }
    lookUp(scan, batched, text)
    batched = 0
    scan.position = position
    at = slowly(scan, text, at, kinds)
    position = scan.position
  }
  lookUp(scan, batched, text)
  scan.position = position
  endLine(scan)
}

/** Adds the hash of a word as it is written; returns how many wait now. */
function addExact(
  source: Uint8Array | Uint16Array,
  from: number,
  to: number,
  position: number,
  batched: number,
): number {
  let a = startA
  let b = startB
  for (let at = from; at < to; at++) {
    const code = source[at] as number
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(((b << 5) | (b >>> 27)) ^ code, 0x27d4eb2d)
  }
  batchA[batched] = a ^ exactA
  batchB[batched] = b ^ exactB
  batchAt[batched] = position
  return batched + 1
}

/** A run beyond plain ASCII words, an emoji, or a sign between words; returns where it ends. */
function slowly(scan: Scan, text: string, at: number, kinds: Uint8Array): number {
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

/** Marks the terms of the waiting hashes, in the order of their positions. */
function lookUp(scan: Scan, count: number, text: string): void {
  const { terms, base, bit } = scan
  const { slots, keyB, stamp, head, shift } = terms
  const patterned = scan.patterns.size > 0
  const last = slots.length - 1
  if (scan.sampling)
    for (let index = 0; index < count; index++) noteSighting(terms, batchA[index] as number, batchB[index] as number)
  for (let index = 0; index < count; index++) {
    const a = batchA[index] as number
    const b = batchB[index] as number
    // As in findTerm, written out: this is the innermost loop of the engine.
    let at = (Math.imul(a ^ ((b << 16) | (b >>> 16)), 0x9e3779b1) >>> shift) << 1
    let term = slots[at + 1] as number
    while (term !== 0 && (slots[at] !== a || keyB[term] !== b)) {
      at = (at + 2) & last
      term = slots[at + 1] as number
    }
    if (term === 0) continue
    if (patterned && terms.space[term] === spaces.prefix && scan.patterns.has(term)) {
      prefixFound(scan, term, plainWordAt(text, batchFrom[index] as number), batchAt[index] as number, false)
    } else if ((stamp[term] as number) >= base || scan.placed === scan.place.length) {
      mark(scan, term, batchAt[index] as number, bit)
    } else {
      stamp[term] = base | bit
      addHit(scan, term)
      const placed = scan.placed++
      scan.place[placed] = batchAt[index] as number
      scan.next[placed] = -1
      head[term] = placed
    }
  }
}

function plainWordAt(text: string, from: number): string {
  let to = from
  while (to < text.length && plainWord[text.charCodeAt(to)] !== 0) to++
  return text.slice(from, to).toLowerCase()
}

/** In a sampled post the usual lengths are counted too, so that a prefix registered later knows how common it is. */
function soughtLengths(scan: Scan): number {
  return scan.sampling ? scan.terms.prefixLengths | usualLengths : scan.terms.prefixLengths
}
const usualLengths = 0b1_1111_1100

/** Notes what a sign between words says about sentences and paragraphs. */
function between(scan: Scan, sort: number, code: number): void {
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
function goesOn(text: string, at: number, kinds: Uint8Array): boolean {
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
function prefixFound(scan: Scan, term: number, text: string, position: number, marked: boolean): void {
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
