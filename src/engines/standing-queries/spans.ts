/** Where phrases, windows and NEAR stand in the post at hand. The one evaluator of nearness, live, historic and for explain. */
import { eachWord, sameParagraph, sameSentence, type Span } from './plan.ts'
import type { Scan } from './stamps.ts'

/** Pairs of first and last token position, in order of the first. */
export type Places = number[]

/** A span keeps at most this many places inside a nested NEAR, so that a hostile post costs bounded time. */
const mostPlaces = 20_000

/** Positions of a term in fields of the mask, ascending. */
export function positionsOf(scan: Scan, term: number, mask: number): number[] {
  const { stamp, head } = scan.terms
  const found = stamp[term] as number
  if (found < scan.base || (found & mask) === 0) return []
  const positions: number[] = []
  const everywhere = (found & 127 & ~mask) === 0
  for (let at = head[term] as number; at >= 0; at = scan.next[at] as number) {
    const position = scan.place[at] as number
    if (everywhere || (scan.lineBit[lineOf(scan, position)]! & mask) !== 0) positions.push(position)
  }
  return positions.reverse()
}

/** The line in which a token stands, by halving. */
export function lineOf(scan: Scan, position: number): number {
  let low = 0
  let high = scan.lineStart.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((scan.lineStart[middle] as number) <= position) low = middle
    else high = middle - 1
  }
  return low
}

/** Whether every word that a span cannot do without is in the post: cheap, before positions are looked at. */
function hasWords(scan: Scan, span: Span): boolean {
  switch (span.op) {
    case 'word': {
      const found = scan.terms.stamp[span.term] as number
      return found >= scan.base && (found & span.mask) !== 0
    }
    case 'any':
      return true
    case 'or':
      return span.of.some((part) => hasWords(scan, part))
    case 'near':
      return hasWords(scan, span.left) && hasWords(scan, span.right)
    default:
      return span.of.every((part) => hasWords(scan, part))
  }
}

/** Whether a span stands anywhere in the post. */
export function stands(scan: Scan, span: Span): boolean {
  return hasWords(scan, span) && placesOf(scan, span).length > 0
}

/** Every place of a span, each once, ordered by first and then last position. */
export function placesOf(scan: Scan, span: Span): Places {
  switch (span.op) {
    case 'word':
      return positionsOf(scan, span.term, span.mask).flatMap((position) => [position, position])
    case 'any':
      return []
    case 'or':
      return ordered(span.of.flatMap((part) => placesOf(scan, part)))
    case 'phrase':
      return phrasePlaces(scan, span.of)
    case 'window':
      return span.ordered ? orderedWindow(scan, span.of, span.slop) : windowPlaces(scan, span.of, span.slop)
    case 'near': {
      const left = placesOf(scan, span.left)
      const right = placesOf(scan, span.right)
      const places = follow(scan, left, right, span.within)
      if (!span.ordered) for (const value of follow(scan, right, left, span.within)) places.push(value)
      return ordered(places)
    }
  }
}

function ordered(places: Places): Places {
  const pairs: [number, number][] = []
  for (let at = 0; at < places.length; at += 2) pairs.push([places[at] as number, places[at + 1] as number])
  pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const kept: Places = []
  for (const [first, last] of pairs) {
    if (kept.length > 0 && kept.at(-2) === first && kept.at(-1) === last) continue
    if (kept.length >= 2 * mostPlaces) break
    kept.push(first, last)
  }
  return kept
}

/** Words one after the other; a lone * is any one word. */
function phrasePlaces(scan: Scan, of: readonly Span[]): Places {
  const lead = of.findIndex((part) => part.op !== 'any')
  const others = of.map((part) => (part.op === 'word' ? new Set(positionsOf(scan, part.term, part.mask)) : undefined))
  const places: Places = []
  for (const position of others[lead] ?? []) {
    const first = position - lead
    const last = first + of.length - 1
    const line = lineOf(scan, position)
    if (first < (scan.lineStart[line] as number) || last >= (scan.lineEnd[line] as number)) continue
    if (others.every((set, index) => !set || set.has(first + index))) places.push(first, last)
  }
  return places
}

/** `"a b c"~nf`: in this order, at most n other tokens between. The earliest next word is the best, so greedy is enough. */
function orderedWindow(scan: Scan, of: readonly Span[], slop: number): Places {
  const lists = of.map((part) => (part.op === 'word' ? positionsOf(scan, part.term, part.mask) : []))
  const places: Places = []
  for (const first of lists[0] as number[]) {
    let last = first
    for (const list of lists.slice(1)) {
      last = list[after(list, last)] ?? Infinity
      if (last - first >= of.length + slop) break
    }
    if (last - first < of.length + slop) places.push(first, last)
  }
  return places
}

/** The index of the first value greater than `limit`, by halving. */
function after(list: readonly number[], limit: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] as number) > limit) high = middle
    else low = middle + 1
  }
  return low
}

/** `"a b c"~n`: one occurrence of each, all different tokens, in a window with at most n others. */
function windowPlaces(scan: Scan, of: readonly Span[], slop: number): Places {
  const lists = of.map((part) => (part.op === 'word' ? positionsOf(scan, part.term, part.mask) : []))
  if (lists.some((list) => list.length === 0)) return []
  const places: Places = []
  const starts = [...new Set(lists.flat())].sort((a, b) => a - b)
  for (const first of starts) {
    const beyond = first + of.length + slop - 1
    const inside = lists.map((list) => list.slice(after(list, first - 1), after(list, beyond)))
    if (inside.some((list) => list.length === 0)) continue
    const last = lastOfWindow(inside, first)
    if (last >= 0) places.push(first, last)
  }
  return places
}

/** The smallest last position with which every word gets a token of its own and `first` is used; -1 when none. */
function lastOfWindow(inside: readonly (readonly number[])[], first: number): number {
  const ends = [...new Set(inside.flat())].sort((a, b) => a - b)
  for (const end of ends) {
    if (end - first + 1 < inside.length) continue
    const cut = inside.map((list) => list.filter((position) => position <= end))
    // Whoever can use the first token may have to; try each.
    for (const [index, list] of cut.entries()) {
      if (list[0] !== first) continue
      const rest = cut.map((other, at) => (at === index ? [first] : other.filter((position) => position !== first)))
      if (isMatched(rest)) return end
    }
  }
  return -1
}

/** Whether every list can be given a value of its own: augmenting paths (Kuhn 1955). */
function isMatched(lists: readonly (readonly number[])[]): boolean {
  const owner = new Map<number, number>()
  const give = (index: number, tried: Set<number>): boolean => {
    for (const position of lists[index] as number[]) {
      if (tried.has(position)) continue
      tried.add(position)
      const other = owner.get(position)
      if (other === undefined || give(other, tried)) {
        owner.set(position, index)
        return true
      }
    }
    return false
  }
  return lists.every((_, index) => give(index, new Set()))
}

/** Covers of a place of `left` and a later place of `right`: near enough, or in one sentence or paragraph. */
function follow(scan: Scan, left: Places, right: Places, within: number): Places {
  const covers: Places = []
  const part = within === sameSentence ? scan.sentence : within === sameParagraph ? scan.paragraph : undefined
  for (let at = 0; at < left.length && covers.length < 2 * mostPlaces; at += 2) {
    const first = left[at] as number
    const end = left[at + 1] as number
    for (let other = 2 * firstAfter(right, end); other < right.length; other += 2) {
      const start = right[other] as number
      const last = right[other + 1] as number
      if (part ? part[start] !== part[first] : start - end - 1 > within) break
      if (part && part[last] !== part[first]) continue
      covers.push(first, last)
    }
  }
  return covers
}

/** The number of the first pair that begins after a position. */
function firstAfter(places: Places, limit: number): number {
  let low = 0
  let high = places.length >>> 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((places[2 * middle] as number) > limit) high = middle
    else low = middle + 1
  }
  return low
}

/** The positions of the words of a span that lie inside one of its places, ascending: what to highlight. */
export function wordsInside(scan: Scan, span: Span): number[] {
  const places = placesOf(scan, span)
  const positions = new Set<number>()
  eachWord(span, (term, mask) => {
    for (const position of positionsOf(scan, term, mask)) {
      for (let at = 0; at < places.length; at += 2) {
        if (position < (places[at] as number)) break
        if (position <= (places[at + 1] as number)) {
          positions.add(position)
          break
        }
      }
    }
  })
  return [...positions].sort((a, b) => a - b)
}
