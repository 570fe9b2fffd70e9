/**
 * The table of terms: every word, prefix, pattern and fact value that some query asks for, by a 64-bit rolling hash.
 *
 * Open addressing with linear probing and backward-shift deletion (Knuth, The Art of Computer Programming 6.4, algorithm R).
 * The hash is two 32-bit running hashes of UTF-16 units: FNV-1a (Fowler, Noll, Vo) and a rotate-xor-multiply; both can be
 * read off after every character, which makes prefix search free.
 */
import { factFields, type FactField } from './fields.shared.ts'
import type { Sigil } from './words.shared.ts'

export const startA = 0x811c9dc5 | 0
export const startB = 0x9747b28c | 0

/** Which kind of thing a hash stands for; the same letters as a word and as a prefix are two terms. */
export const spaces = { word: 0, exact: 4, prefix: 8, pattern: 12, fact: 16, presence: 16 + factFields.length }
const sigils: readonly Sigil[] = ['', '#', '@', '$']
const spaceCount = spaces.presence + factFields.length

export function sigilIndex(sigil: Sigil): number {
  return sigils.indexOf(sigil)
}
export function factSpace(field: FactField): number {
  return spaces.fact + factFields.indexOf(field)
}
export function presenceSpace(field: FactField): number {
  return spaces.presence + factFields.indexOf(field)
}

/** Per-space salts, so that one running hash serves all spaces. */
export const saltA = Int32Array.from({ length: spaceCount }, (_, space) => Math.imul(space + 1, 0x9e3779b1))
export const saltB = Int32Array.from({ length: spaceCount }, (_, space) => Math.imul(space + 7, 0x85ebca6b))

const priors = { word: 0.001, prefix: 0.02, fact: 0.05, author: 0.0005 }

export type Terms = {
  /** Pairs of (first hash, term id); id 0 is an empty slot. */
  slots: Int32Array
  shift: number
  count: number
  /** By term id, from 1. */
  keyA: Int32Array
  keyB: Int32Array
  space: Uint8Array
  uses: Int32Array
  /** epoch x 128 + the bits of the text fields in which the term stands in the current post. */
  stamp: Int32Array
  /** Newest occurrence of the term in the current post. */
  head: Int32Array
  next: number
  free: number[]
  /** Bit n is set when some prefix has n characters; never cleared, since a bit too many costs only a probe. */
  prefixLengths: number
  /** One bit for each prefix's hash (Bloom 1970, with one hash), so that most words that begin none cost no look-up. */
  prefixFilter: Int32Array
  /** The same as prefixLengths for addresses of `url:` and `links:`, one byte each. */
  addressLengths: Uint8Array
  /** How many terms compare upper and lower case. */
  exacts: number
  /** How often a hash was seen in sampled posts, for any term, registered or not. */
  sketch: Uint16Array
  sketchShift: number
  sampled: number
}

/** An empty table; `sketchBits` sets how many counters the sketch of frequencies has. */
export function createTerms(sketchBits = 17): Terms {
  return {
    slots: new Int32Array(2 << 10),
    shift: 22,
    count: 0,
    keyA: new Int32Array(1024),
    keyB: new Int32Array(1024),
    space: new Uint8Array(1024),
    uses: new Int32Array(1024),
    stamp: new Int32Array(1024),
    head: new Int32Array(1024),
    next: 1,
    free: [],
    prefixLengths: 0,
    prefixFilter: new Int32Array(4096),
    addressLengths: new Uint8Array(256),
    exacts: 0,
    sketch: new Uint16Array(1 << sketchBits),
    sketchShift: 32 - sketchBits,
    sampled: 0,
  }
}

/** The slot where a search for these hashes begins. */
function home(terms: Terms, a: number, b: number): number {
  return (Math.imul(a ^ ((b << 16) | (b >>> 16)), 0x9e3779b1) >>> terms.shift) << 1
}

/** The term with these salted hashes, or 0. */
export function findTerm(terms: Terms, a: number, b: number): number {
  const { slots } = terms
  const end = slots.length - 1
  for (let at = home(terms, a, b); ; at = (at + 2) & end) {
    const id = slots[at + 1] as number
    if (id === 0) return 0
    if (slots[at] === a && terms.keyB[id] === b) return id
  }
}

/** The bit of a salted hash among the 131,072 of the prefix filter. */
export function filterCell(a: number, b: number): number {
  return (a ^ (b >>> 9)) & 0x1ffff
}

/** Counts one sighting of a hash in a sampled post. */
export function noteSighting(terms: Terms, a: number, b: number): void {
  const cell = Math.imul(a ^ b, 0x2c1b3c6d) >>> terms.sketchShift
  const seen = terms.sketch[cell] as number
  if (seen < 0xffff) terms.sketch[cell] = seen + 1
}

/** Ends a sampled post. Counts are halved now and then, so that what was common last year fades. */
export function noteSample(terms: Terms): void {
  if (++terms.sampled < 0x8000) return
  terms.sampled >>>= 1
  const { sketch } = terms
  for (let cell = 0; cell < sketch.length; cell++) sketch[cell] = (sketch[cell] as number) >>> 1
}

/** The estimated share of posts that hold a term (0 to 1): what was seen, mixed with a guess worth 16 posts. */
export function chanceOf(terms: Terms, term: number): number {
  const a = terms.keyA[term] as number
  const b = terms.keyB[term] as number
  const seen = terms.sketch[Math.imul(a ^ b, 0x2c1b3c6d) >>> terms.sketchShift] as number
  return Math.min(1, (seen + 16 * prior(terms.space[term] as number)) / (terms.sampled + 16))
}

const rareFacts = new Set(['author', 'mentions', 'to', 'replyto', 'id', 'thread', 'parent', 'url', 'links', 'person'])
const rareSpaces = new Set(factFields.flatMap((field, at) => (rareFacts.has(field) ? [spaces.fact + at] : [])))

function prior(space: number): number {
  if (space < spaces.prefix) return priors.word
  if (space < spaces.fact) return priors.prefix
  return rareSpaces.has(space) ? priors.author : priors.fact
}

/** The first hash of a text in a space; with `hashB` it names a term. */
export function hashA(text: string, space: number): number {
  let a = startA
  for (let at = 0; at < text.length; at++) a = Math.imul(a ^ text.charCodeAt(at), 0x01000193)
  return a ^ (saltA[space] as number)
}

export function hashB(text: string, space: number): number {
  let b = startB
  for (let at = 0; at < text.length; at++) b = Math.imul(((b << 5) | (b >>> 27)) ^ text.charCodeAt(at), 0x27d4eb2d)
  return b ^ (saltB[space] as number)
}

/** The id of a term, made when new; counts one more use. */
export function internTerm(terms: Terms, text: string, space: number): number {
  const a = hashA(text, space)
  const b = hashB(text, space)
  const known = findTerm(terms, a, b)
  if (known !== 0) {
    terms.uses[known]!++
    return known
  }
  if ((terms.count + 1) * 3 > terms.slots.length) grow(terms)
  const id = terms.free.pop() ?? terms.next++
  if (id >= terms.keyA.length) widen(terms)
  terms.keyA[id] = a
  terms.keyB[id] = b
  terms.space[id] = space
  terms.uses[id] = 1
  terms.stamp[id] = 0
  terms.count++
  place(terms, id)
  noteForm(terms, text.length, space, filterCell(a, b))
  return id
}

const addressSpaces = new Set([factSpace('url'), factSpace('links')])

/** Tells the scanner what to look for. */
function noteForm(terms: Terms, length: number, space: number, cell: number): void {
  if (space >= spaces.exact && space < spaces.prefix) terms.exacts++
  else if (space >= spaces.prefix && space < spaces.pattern) {
    terms.prefixLengths |= 1 << length
    terms.prefixFilter[cell >>> 5]! |= 1 << (cell & 31)
  } else if (addressSpaces.has(space)) {
    if (length >= terms.addressLengths.length) {
      const longer = new Uint8Array(length * 2)
      longer.set(terms.addressLengths)
      terms.addressLengths = longer
    }
    terms.addressLengths[length] = 1
  }
}

function place(terms: Terms, id: number): void {
  const { slots } = terms
  const end = slots.length - 1
  let at = home(terms, terms.keyA[id] as number, terms.keyB[id] as number)
  while (slots[at + 1] !== 0) at = (at + 2) & end
  slots[at] = terms.keyA[id] as number
  slots[at + 1] = id
}

/** At most two thirds of the slots are in use. */
function grow(terms: Terms): void {
  const old = terms.slots
  terms.slots = new Int32Array(old.length * 2)
  terms.shift--
  for (let at = 1; at < old.length; at += 2) if (old[at] !== 0) place(terms, old[at] as number)
}

function widen(terms: Terms): void {
  const size = terms.keyA.length * 2
  for (const name of ['keyA', 'keyB', 'uses', 'stamp', 'head'] as const) {
    const wider = new Int32Array(size)
    wider.set(terms[name])
    terms[name] = wider
  }
  const space = new Uint8Array(size)
  space.set(terms.space)
  terms.space = space
}

/** One use less; the last one frees the id. True when it was the last. */
export function releaseTerm(terms: Terms, id: number): boolean {
  if (--terms.uses[id]! > 0) return false
  const { slots } = terms
  const end = slots.length - 1
  let hole = home(terms, terms.keyA[id] as number, terms.keyB[id] as number)
  while (slots[hole + 1] !== id) hole = (hole + 2) & end
  for (let at = (hole + 2) & end; slots[at + 1] !== 0; at = (at + 2) & end) {
    const other = slots[at + 1] as number
    const wanted = home(terms, terms.keyA[other] as number, terms.keyB[other] as number)
    // What already stands at or after its home, counted from the hole, may stay.
    if (((at - wanted) & end) < ((at - hole) & end)) continue
    slots[hole] = slots[at] as number
    slots[hole + 1] = other
    hole = at
  }
  slots[hole] = 0
  slots[hole + 1] = 0
  terms.count--
  const space = terms.space[id] as number
  if (space >= spaces.exact && space < spaces.prefix) terms.exacts--
  terms.free.push(id)
  return true
}
