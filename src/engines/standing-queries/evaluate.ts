/** Decides one query on the post at hand: runs its jump code. */
import { does, yes } from './code.ts'
import { minuteInZone } from './moments.shared.ts'
import type { Span, Test } from './plan.ts'
import type { Post } from './post.ts'
import { textFields } from './fields.shared.ts'
import { lineOf, stands } from './spans.ts'
import type { Scan } from './stamps.ts'
import type { Circle } from './values.shared.ts'
import { plainApostrophes } from './words.shared.ts'

/** The post with what is worked out once: the clock, the words of the body, and its literal text per field. */
export type Subject = { post: Post; now: () => number; words: number; literal: Map<number, string> }

type Machine = {
  scan: Scan
  code: { ints: Int32Array }
  tests: readonly (Test | undefined)[]
  spans: readonly (Span | undefined)[]
}

/** Whether the query whose code begins at `start` matches. */
export function holds(machine: Machine, start: number, subject: Subject): boolean {
  const { ints } = machine.code
  const { stamp } = machine.scan.terms
  const { base } = machine.scan
  let at = start
  for (;;) {
    const what = ints[at] as number
    const argument = ints[at + 1] as number
    let holding: boolean
    switch (what & 7) {
      case does.term: {
        const found = stamp[argument] as number
        holding = found >= base && (found & (what >>> 3)) !== 0
        break
      }
      case does.phrase:
        holding = phraseHolds(machine.scan, ints, start + argument, what >>> 3)
        break
      case does.near:
        holding = nearHolds(machine.scan, ints, start + argument, what >>> 3)
        break
      case does.span:
        holding = stands(machine.scan, machine.spans[argument] as Span)
        break
      default:
        holding = testHolds(machine.tests[argument] as Test, subject)
    }
    const next = ints[at + (holding ? 2 : 3)] as number
    if (next < 0) return next === yes
    at = start + next
  }
}

/** Whether a term stands in the post only in fields of the mask; its occurrences need no look at their line then. */
function onlyIn(scan: Scan, term: number, mask: number): boolean {
  return ((scan.terms.stamp[term] as number) & 127 & ~mask) === 0
}

const cursors: number[] = []

/** Words one after the other: all occurrence lists are walked downwards together, each once. */
function phraseHolds(scan: Scan, ints: Int32Array, list: number, mask: number): boolean {
  const { stamp, head } = scan.terms
  const words = ints[list] as number
  for (let index = 0; index < words; index++) {
    const term = ints[list + 1 + index] as number
    const found = stamp[term] as number
    if (found < scan.base || (found & mask) === 0) return false
    cursors[index] = head[term] as number
  }
  const first = ints[list + 1] as number
  const { place, next } = scan
  for (let at = head[first] as number; at >= 0; at = next[at] as number) {
    const position = place[at] as number
    let index = 1
    for (; index < words; index++) {
      let other = cursors[index] as number
      while (other >= 0 && (place[other] as number) > position + index) other = next[other] as number
      cursors[index] = other
      if (other < 0) return false
      if (place[other] !== position + index) break
    }
    // Lines are far apart, so the words of a short phrase stand in one line; only its field is to be checked.
    if (index === words && isInMask(scan, first, position, mask)) return true
  }
  return false
}

function isInMask(scan: Scan, term: number, position: number, mask: number): boolean {
  return onlyIn(scan, term, mask) || ((scan.lineBit[lineOf(scan, position)] as number) & mask) !== 0
}

/** Two words with at most so many tokens between. */
function nearHolds(scan: Scan, ints: Int32Array, list: number, mask: number): boolean {
  const { stamp } = scan.terms
  const left = ints[list] as number
  const right = ints[list + 1] as number
  const a = stamp[left] as number
  const b = stamp[right] as number
  if (a < scan.base || b < scan.base || (a & mask) === 0 || (b & mask) === 0) return false
  const within = ints[list + 2] as number
  return follows(scan, left, right, within, mask) || (ints[list + 3] === 0 && follows(scan, right, left, within, mask))
}

/** For every later word the nearest earlier one, both lists walked downwards once. */
function follows(scan: Scan, early: number, late: number, within: number, mask: number): boolean {
  const { place, next } = scan
  let before = scan.terms.head[early] as number
  for (let at = scan.terms.head[late] as number; at >= 0; at = next[at] as number) {
    const position = place[at] as number
    while (before >= 0 && (place[before] as number) >= position) before = next[before] as number
    if (before < 0) return false
    if (position - (place[before] as number) - 1 <= within && isInMask(scan, late, position, mask)) return true
  }
  return false
}

/** Whether a test of a fact that is no term holds; a test of an absent value does not. */
export function testHolds(test: Test, subject: Subject): boolean {
  const { post } = subject
  switch (test.kind) {
    case 'never':
      return false
    case 'number': {
      const value = numberOf(test.field, subject)
      if (value === undefined) return false
      return (
        (test.lowOpen ? value > test.low : value >= test.low) &&
        (test.highOpen ? value < test.high : value <= test.high)
      )
    }
    case 'time': {
      const time = post[test.of]
      if (time === undefined) return false
      const low = test.lowAgo ? subject.now() + test.low : test.low
      const high = test.highAgo ? subject.now() + test.high : test.high
      return time >= low && time < high
    }
    case 'minute': {
      if (post.time === undefined) return false
      const minute = minuteInZone(post.time, test.zone)
      // A span that runs over midnight has its end before its beginning.
      return test.low <= test.high ? minute >= test.low && minute < test.high : minute >= test.low || minute < test.high
    }
    case 'raw':
      return textFields.some(
        (_, bit) => ((test.mask >>> bit) & 1) === 1 && literalText(subject, bit).includes(test.text),
      )
    case 'circle':
      return post.geo !== undefined && kilometres(post.geo, test.circle) <= test.circle.km
    case 'known':
      return isKnown(test.field, subject)
  }
}

function numberOf(field: string, subject: Subject): number | undefined {
  if (field === 'words') return subject.post.body === undefined ? undefined : subject.words
  const value = (subject.post as Record<string, unknown>)[field]
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined
}

function isKnown(field: string, subject: Subject): boolean {
  const { post } = subject
  if (field === 'geo') return post.geo !== undefined
  if (field === 'added') return post.added !== undefined
  if (field === 'since' || field === 'until' || field === 'timeofday') return post.time !== undefined
  return numberOf(field, subject) !== undefined
}

/** The text of a field as `raw:` sees it: NFC, plain apostrophes and quotation marks, parts on lines of their own. */
export function literalText(subject: Subject, bit: number): string {
  const known = subject.literal.get(bit)
  if (known !== undefined) return known
  const value = subject.post[textFields[bit] as (typeof textFields)[number]] ?? ''
  const text = typeof value === 'string' ? value : value.join('\n')
  const plain = plainApostrophes(text.normalize('NFC')).replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]/g, '"')
  subject.literal.set(bit, plain)
  return plain
}

/** Great-circle distance by the haversine formula (Sinnott 1984), mean earth radius 6,371 km. */
function kilometres(place: { latitude: number; longitude: number }, circle: Circle): number {
  const radians = Math.PI / 180
  const north = Math.sin(((place.latitude - circle.latitude) * radians) / 2) ** 2
  const east = Math.sin(((place.longitude - circle.longitude) * radians) / 2) ** 2
  const across = Math.cos(place.latitude * radians) * Math.cos(circle.latitude * radians) * east
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(north + across)))
}
