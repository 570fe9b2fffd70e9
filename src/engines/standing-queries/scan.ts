/** Reads a post once: every word is hashed while it is read, looked up at its end, and stamped when some query asks for it. */
import { characterKinds } from './characters.ts'
import { between, goesOn, prefixFound, slowly, soughtLengths } from './scan-words.ts'
import { addHit, beginLine, endLine, mark, type Scan, startToken } from './stamps.ts'
import { filterCell, noteSighting, saltA, saltB, spaces, startA, startB } from './terms.ts'

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
