/** Brings a post into the engine: reads the texts that some query looks at, and stamps the facts that some query asks for. */
import type { Subject } from './evaluate.ts'
import { facts, factFields, type FactField, type TextField, textFields } from './fields.shared.ts'
import { fieldBit } from './plan.ts'
import type { Post } from './post.ts'
import { scanText } from './scan.ts'
import { beginPost, lineGap, markPrefixes, markText, type Scan } from './stamps.ts'
import type { Store } from './store.ts'
import { noteSample, spaces } from './terms.ts'
import { comparedText } from './values.shared.ts'

/** The subject of evaluation, and whether all text stands in title, body and image descriptions (then stamps decide). */
export type Arrival = { subject: Subject; plain: boolean }

const titleBit = fieldBit('title')
const bodyBit = fieldBit('body')
const altBit = fieldBit('alt')
const everyFact = factFields.map((_, index) => index)

/** Reads a post once. `sample` counts its terms into the frequencies by which anchors are chosen. */
export function arrive(store: Store, post: Post, now: () => number, sample: boolean): Arrival {
  const { scan } = store
  scan.sampling = sample
  beginPost(scan)
  let words = 0
  let plain = true
  // Named one by one: the engine's fastest way to read a property.
  if (post.title !== undefined && isRead(store, titleBit)) readTexts(scan, post.title, titleBit)
  if (post.body !== undefined) {
    const before = scan.position
    const gaps = readTexts(scan, post.body, bodyBit)
    words = scan.position - before - gaps
  }
  if (post.alt !== undefined && isRead(store, altBit)) readTexts(scan, post.alt, altBit)
  for (let bit = 3; bit < textFields.length; bit++) {
    if ((store.textUses[bit] as number) === 0) continue
    const value = post[textFields[bit] as TextField]
    if (value === undefined) continue
    readTexts(scan, value, 1 << bit)
    plain = false
  }
  for (const index of sample ? everyFact : store.wanted)
    stampFact(scan, index, post, sample || (store.presenceUses[index] as number) > 0)
  if (sample) noteSample(store.terms)
  scan.sampling = false
  return { subject: { post, now, words, literal: noLiterals() }, plain }
}

/** A field is read when some query looks at it; hashtags are facts wherever they stand. (The body is read always, to count words.) */
function isRead(store: Store, bit: number): boolean {
  return (store.textUses[31 - Math.clz32(bit)] as number) > 0 || store.scan.hashtags
}

const empty = new Map<number, string>()

/** One map for all posts, emptied when it was used. */
function noLiterals(): Map<number, string> {
  if (empty.size > 0) empty.clear()
  return empty
}

/** Returns the positions that lie between lines. */
function readTexts(scan: Scan, value: string | readonly string[], bit: number): number {
  if (typeof value === 'string') {
    scanText(scan, value, bit)
    return lineGap
  }
  for (const text of value) scanText(scan, text, bit)
  return lineGap * value.length
}

/** Stamps the values of a fact, and with `presence` that there is one. */
function stampFact(scan: Scan, index: number, post: Post, presence: boolean): void {
  const field = factFields[index] as FactField
  const value = (post as Record<string, unknown>)[field]
  if (value === undefined || value === null || value === '') return
  if (Array.isArray(value)) {
    for (const one of value) stampValue(scan, index, String(one))
    if (value.length === 0) return
  } else stampValue(scan, index, typeof value === 'string' ? value : String(value))
  if (presence) markText(scan, '', spaces.presence + index)
}

/** Lower-case letters, digits and inner signs: text that compares as it stands. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (!((code >= 97 && code <= 122) || (code >= 45 && code <= 57 && code !== 47))) return false
  }
  return true
}

const types = factFields.map((field) => facts[field].type)

function stampValue(scan: Scan, index: number, value: string): void {
  const space = spaces.fact + index
  const type = types[index]
  const text = isPlain(value) && type !== 'url' ? value : comparedText(factFields[index] as FactField, value)
  switch (type) {
    case 'url':
      markPrefixes(scan, text, space)
      break
    case 'site':
      // The host and each parent domain.
      for (let at = 0; at >= 0; at = text.indexOf('.', at) + 1 || -1) markText(scan, text, space, at)
      break
    case 'lang': {
      markText(scan, text, space)
      const hyphen = text.indexOf('-')
      if (hyphen > 0) markText(scan, text, space, 0, hyphen)
      break
    }
    default:
      markText(scan, text, space)
  }
}
