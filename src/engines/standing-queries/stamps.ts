/**
 * What is known of the post at hand: which terms it holds and where. Stamps instead of sets: a term is in the post when its
 * stamp is not older than the post's, so nothing is cleared or allocated between posts.
 */
import type { Pattern } from './compile.ts'
import { defaultMask } from './plan.ts'
import { factSpace, findTerm, noteSighting, presenceSpace, saltA, saltB, startA, startB, type Terms } from './terms.ts'

/** Lines (fields, or parts of a field) are this many positions apart, more than any distance reaches. */
export const lineGap = 128

export type Scan = {
  terms: Terms
  patterns: Map<number, Pattern[]>
  /** epoch x 128; grows with every post. */
  base: number
  sampling: boolean
  hits: Int32Array
  hitCount: number
  /** Occurrences of terms, newest first by `next`. */
  place: Int32Array
  next: Int32Array
  placed: number
  /** By token position. */
  position: number
  sentence: Int32Array
  paragraph: Int32Array
  start: Int32Array
  end: Int32Array
  sentences: number
  paragraphs: number
  /** By line. */
  lineStart: number[]
  lineEnd: number[]
  lineBit: number[]
  /** The field of the line being read. */
  bit: number
  /** Between words: 0 nothing, 1 a stop was read, 2 the sentence is over. */
  ended: number
  /** Line feeds in a row between words; two end the paragraph. */
  feeds: number
  /** Sentences, paragraphs and places in the text are wanted: some query has NEAR/s or /p, or a match is explained. */
  detailed: boolean
  /** Some query asks for hashtags as facts, so those found in the text are stamped as facts too. */
  hashtags: boolean
}

export function createScan(terms: Terms): Scan {
  return {
    terms,
    patterns: new Map(),
    base: 0,
    sampling: false,
    hits: new Int32Array(1024),
    hitCount: 0,
    place: new Int32Array(1024),
    next: new Int32Array(1024),
    placed: 0,
    position: 0,
    sentence: new Int32Array(1024),
    paragraph: new Int32Array(1024),
    start: new Int32Array(1024),
    end: new Int32Array(1024),
    sentences: 0,
    paragraphs: 0,
    lineStart: [],
    lineEnd: [],
    lineBit: [],
    bit: 0,
    ended: 0,
    feeds: 0,
    detailed: false,
    hashtags: false,
  }
}

/** Forgets the post before. Stamps hold 24 bits of epoch; when they are used up, all are cleared once. */
export function beginPost(scan: Scan): void {
  scan.base += 128
  if (scan.base > 0x7fff_ff00) {
    scan.terms.stamp.fill(0)
    scan.base = 128
  }
  scan.hitCount = 0
  scan.placed = 0
  scan.position = 0
  scan.sentences = 0
  scan.paragraphs = 0
  scan.lineStart.length = 0
  scan.lineEnd.length = 0
  scan.lineBit.length = 0
}

/** Notes that a term stands at a position (a fact: -1) under the given field bits. */
export function mark(scan: Scan, term: number, position: number, bits: number): void {
  const { stamp, head } = scan.terms
  const old = stamp[term] as number
  if (old < scan.base) {
    stamp[term] = scan.base | bits
    head[term] = -1
    addHit(scan, term)
  } else {
    stamp[term] = old | bits
    const newest = head[term] as number
    if (newest >= 0 && scan.place[newest] === position) return
  }
  if (position < 0) return
  const at = scan.placed++
  if (at === scan.place.length) {
    scan.place = wider(scan.place)
    scan.next = wider(scan.next)
  }
  scan.place[at] = position
  scan.next[at] = head[term] as number
  head[term] = at
}

/** Notes a term of the post, once. */
export function addHit(scan: Scan, term: number): void {
  if (scan.hitCount === scan.hits.length) scan.hits = wider(scan.hits)
  scan.hits[scan.hitCount++] = term
}

function wider(array: Int32Array): Int32Array {
  const twice = new Int32Array(array.length * 2)
  twice.set(array)
  return twice
}

/** Looks up one salted hash and marks its term. */
export function probe(scan: Scan, a: number, b: number, position: number, bits: number): void {
  if (scan.sampling) noteSighting(scan.terms, a, b)
  const term = findTerm(scan.terms, a, b)
  if (term !== 0) mark(scan, term, position, bits)
}

/** Marks the term of a text (or a part of it) in a space, if there is one. */
export function markText(scan: Scan, text: string, space: number, from = 0, to = text.length): void {
  let a = startA
  let b = startB
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(((b << 5) | (b >>> 27)) ^ code, 0x27d4eb2d)
  }
  probe(scan, a ^ (saltA[space] as number), b ^ (saltB[space] as number), -1, 127)
}

/** A hashtag found in the text is a fact of the post like those listed beside it. */
export function markHashtag(scan: Scan, folded: string): void {
  if ((scan.bit & defaultMask) === 0) return
  markText(scan, folded, factSpace('hashtag'))
  markText(scan, '', presenceSpace('hashtag'))
}

/** Marks every registered address that is the beginning of this one. */
export function markPrefixes(scan: Scan, text: string, space: number): void {
  const lengths = scan.terms.addressLengths
  const end = Math.min(text.length, lengths.length - 1)
  let a = startA
  let b = startB
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(((b << 5) | (b >>> 27)) ^ code, 0x27d4eb2d)
    if (lengths[at + 1] === 1) probe(scan, a ^ (saltA[space] as number), b ^ (saltB[space] as number), -1, 127)
  }
}

/** Begins a line of a field; `length` is that of its text. */
export function beginLine(scan: Scan, length: number, bit: number): void {
  if (scan.detailed) reserve(scan, scan.position + length + lineGap + 2)
  scan.lineStart.push(scan.position)
  scan.lineBit.push(bit)
  scan.bit = bit
  scan.sentences++
  scan.paragraphs++
  scan.ended = 0
  scan.feeds = 0
}

function reserve(scan: Scan, needed: number): void {
  while (scan.sentence.length < needed) {
    scan.sentence = wider(scan.sentence)
    scan.paragraph = wider(scan.paragraph)
    scan.start = wider(scan.start)
    scan.end = wider(scan.end)
  }
}

export function endLine(scan: Scan): void {
  scan.lineEnd.push(scan.position)
  scan.position += lineGap
}

/** The position of a new token, after the breaks that were read before it. */
export function startToken(scan: Scan, from: number, to: number): number {
  const position = scan.position++
  if (!scan.detailed) return position
  if (scan.feeds >= 2) {
    scan.paragraphs++
    scan.sentences++
  } else if (scan.ended === 2) scan.sentences++
  scan.ended = 0
  scan.feeds = 0
  scan.sentence[position] = scan.sentences
  scan.paragraph[position] = scan.paragraphs
  scan.start[position] = from
  scan.end[position] = to
  return position
}
