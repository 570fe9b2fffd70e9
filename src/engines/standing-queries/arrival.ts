/** Brings a post into the engine: reads the texts that some query looks at, and stamps the facts that some query asks for. */
import type { Subject } from './evaluate.ts'
import { facts, factFields, type FactField, type TextField, textFields } from './fields.shared.ts'
import { defaultMask } from './plan.ts'
import type { Post } from './post.ts'
import { scanText } from './scan.ts'
import { beginPost, lineGap, markPrefixes, markText, type Scan } from './stamps.ts'
import type { Store } from './store.ts'
import { factSpace, noteSample, presenceSpace } from './terms.ts'
import { comparedText } from './values.shared.ts'

/** The subject of evaluation, and whether all text stands in title, body and image descriptions (then stamps decide). */
export type Arrival = { subject: Subject; plain: boolean }

const bodyBit = textFields.indexOf('body')

/** Reads a post once. `sample` counts its terms into the frequencies by which anchors are chosen. */
export function arrive(store: Store, post: Post, now: number, sample: boolean): Arrival {
  const { scan } = store
  scan.sampling = sample
  beginPost(scan)
  let words = 0
  let plain = true
  for (let bit = 0; bit < textFields.length; bit++) {
    if (!isRead(store, bit)) continue
    const value = post[textFields[bit] as TextField]
    if (value === undefined) continue
    const before = scan.position
    const lines = readTexts(scan, value, 1 << bit)
    if (bit === bodyBit) words = scan.position - before - lines
    if (((1 << bit) & defaultMask) === 0) plain = false
  }
  for (let index = 0; index < factFields.length; index++)
    if (sample || (store.factUses[index] as number) > 0)
      stampFact(scan, factFields[index] as FactField, post, sample || (store.presenceUses[index] as number) > 0)
  if (sample) noteSample(store.terms)
  scan.sampling = false
  return { subject: { post, now, words, literal: noLiterals() }, plain }
}

/** The body is read even when nobody looks at it, since its words are counted; hashtags are facts wherever they stand. */
function isRead(store: Store, bit: number): boolean {
  if ((store.textUses[bit] as number) > 0 || bit === bodyBit) return true
  return store.scan.hashtags && ((1 << bit) & defaultMask) !== 0
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
function stampFact(scan: Scan, field: FactField, post: Post, presence: boolean): void {
  const value = (post as Record<string, unknown>)[field]
  if (value === undefined || value === null || value === '') return
  if (Array.isArray(value)) {
    for (const one of value) stampValue(scan, field, String(one))
    if (value.length === 0) return
  } else stampValue(scan, field, typeof value === 'string' ? value : String(value))
  if (presence) markText(scan, '', presenceSpace(field))
}

/** Lower-case letters, digits and inner signs: text that compares as it stands. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (!((code >= 97 && code <= 122) || (code >= 45 && code <= 57 && code !== 47))) return false
  }
  return true
}

const types = new Map(factFields.map((field) => [field, facts[field].type]))

function stampValue(scan: Scan, field: FactField, value: string): void {
  const space = factSpace(field)
  const type = types.get(field)
  const text = isPlain(value) && type !== 'url' ? value : comparedText(field, value)
  switch (type) {
    case 'url':
      markPrefixes(scan, text, space)
      break
    case 'site':
      // The host and each parent domain.
      for (let at = 0; at >= 0; at = text.indexOf('.', at) + 1 || -1) markText(scan, text.slice(at), space)
      break
    case 'lang': {
      markText(scan, text, space)
      const hyphen = text.indexOf('-')
      if (hyphen > 0) markText(scan, text.slice(0, hyphen), space)
      break
    }
    default:
      markText(scan, text, space)
  }
}
