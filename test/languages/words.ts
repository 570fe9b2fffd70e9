/** Finds the words of a page that no message said. */

/** Elements whose words are not the product's: what people wrote and are called, code, keys, dates, other languages. */
const isForeign = (tag: string, attributes: string): boolean =>
  /^(?:script|style|svg|time|kbd|code|bdi|head|option)$/.test(tag) ||
  /\b(?:dir="auto"|href="\/people\/|class="(?:brand|avatar))/.test(attributes) ||
  (tag !== 'html' && /\blang="/.test(attributes))

const alone = /^(?:br|hr|img|input|link|meta|path|rect|circle|use|line|polyline|ellipse)$/
const saidAttributes = /\b(?:aria-label|title|placeholder|alt|data-sorry|data-offer|data-show|data-words)="([^"]*)"/g

export interface Place {
  /** Leaves out elements that are drawn by folders which are not converted yet. */
  readonly notYet?: RegExp
  /** Only what stands around `<main>`. */
  readonly frameOnly?: boolean
}

/**
 * The words of a page drawn in the made-up language that stand outside its marks. A message with parts spans elements:
 * its marks are counted through the whole page.
 */
export function unsaidWords(html: string, place: Place = {}): string[] {
  const found: string[] = []
  const open: { tag: string; skips: boolean }[] = []
  let depth = 0
  const read = (text: string, from: number): number => {
    let inside = from
    let rest = ''
    for (const sign of text) {
      if (sign === '⟦') inside++
      else if (sign === '⟧') inside--
      else if (inside === 0) rest += sign
    }
    const words = rest.replace(/&\w+;|&#\d+;|\bTango\b|\S+@\S+\.example|you@example.org|Apache-2\.0/g, ' ').trim()
    if (/\p{L}{2,}/u.test(words)) found.push(words)
    return inside
  }
  for (const [, end, tag, attributes = '', text] of html
    .replace(/^<!doctype html>/, '')
    .matchAll(/<(\/?)([a-zA-Z][\w-]*)([^>]*)>|([^<]+)/g)) {
    const skips = open.some((one) => one.skips)
    if (text !== undefined) {
      if (!skips) depth = read(text, depth)
      // The marks of a message count also where its words are left out.
      else for (const sign of text) depth += sign === '⟦' ? 1 : sign === '⟧' ? -1 : 0
    } else if (end) {
      const at = open.findLastIndex((one) => one.tag === tag)
      if (at !== -1) open.splice(at)
    } else {
      const left = isForeign(tag!, attributes) || place.notYet?.test(attributes) || (place.frameOnly && tag === 'main')
      if (!skips && !left) for (const [, words] of attributes.matchAll(saidAttributes)) read(unpacked(words!), 0)
      if (!alone.test(tag!) && !attributes.endsWith('/')) open.push({ tag: tag!, skips: left === true })
    }
  }
  return found
}

/** Of words for a script, the values alone. */
function unpacked(words: string): string {
  if (!words.startsWith('{')) return words
  return Object.values(
    JSON.parse(words.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Record<string, string>,
  ).join(' ')
}
