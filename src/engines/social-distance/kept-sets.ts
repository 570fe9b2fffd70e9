/**
 * The first and second degree of the viewers asked about last, kept between questions (the second-degree cache of
 * Wang, Conrad, Shah, HotCloud 2013). Each is true of one moment: after any change of the graph it is made anew.
 */

/** Memory for all sets of one thread, and the most viewers whatever their number costs. */
const MOST_BYTES = 4 * 1024 * 1024
const MOST_VIEWERS = 64

/** One viewer's first and second degree. `owner` is the question that used it last. */
export type Sets = {
  owner: object | undefined
  /** For whom, how far and by which rule of hidden ties. */
  viewer: number
  max: number
  bar: number
  direct: number
  /** The moment at which it was begun. */
  sequence: number
  /** 2 when both degrees are there, 0 when nothing is yet. */
  depth: number
  /** What pairs have cost since it was begun. */
  spent: number
  first: Int32Array
  second: Int32Array
  barred: Int32Array
  /** The people marked in `first`, and whether anybody is marked in `barred`. */
  ids: Int32Array
  count: number
  hasBarred: boolean
  /** Contacts by a tie that is no step of a path (hidden), as far as it counts between its own two people. */
  aside: number[]
}

/** What sets are made for. */
export type SetsKey = Pick<Sets, 'viewer' | 'max' | 'bar' | 'direct'>

/** By viewer, the oldest first. */
export type KeptSets = Map<number, Sets>

/** Sets with nobody in them. `words`: length of a bitset over all people. */
export function makeSets(words: number): Sets {
  return {
    owner: undefined,
    viewer: -1,
    max: 0,
    bar: 0,
    direct: 0,
    sequence: -1,
    depth: 0,
    spent: 0,
    first: new Int32Array(words),
    second: new Int32Array(words),
    barred: new Int32Array(words),
    ids: new Int32Array(256),
    count: 0,
    hasBarred: false,
    aside: [],
  }
}

/**
 * The sets for a question at a moment: those kept for the same viewer and rule if nothing has changed since, else
 * empty ones, whose room may come from the viewer asked about longest ago.
 */
export function takeSets(kept: KeptSets, key: SetsKey, sequence: number, words: number): Sets {
  const found = kept.get(key.viewer)
  if (found?.sequence === sequence && isFor(found, key)) return found
  const sets = found ?? oldestOf(kept, words) ?? makeSets(words)
  clearSets(sets)
  if (found === undefined) {
    kept.delete(sets.viewer)
    kept.set(key.viewer, sets)
  }
  sets.viewer = key.viewer
  sets.max = key.max
  sets.bar = key.bar
  sets.direct = key.direct
  sets.sequence = sequence
  return sets
}

function isFor(sets: Sets, { max, bar, direct }: SetsKey): boolean {
  return sets.max === max && sets.bar === bar && sets.direct === direct
}

function oldestOf(kept: KeptSets, words: number): Sets | undefined {
  if (kept.size < Math.min(MOST_VIEWERS, Math.max(1, Math.floor(MOST_BYTES / (3 * 4 * words))))) return undefined
  return kept.values().next().value
}

/** Makes the list of those marked long enough for a viewer with so many contacts. Nobody is marked yet. */
export function fitSets(sets: Sets, length: number): void {
  if (length > sets.ids.length) sets.ids = new Int32Array(length + (length >> 1))
}

/** Empties sets, each by the cheaper of taking marks back and wiping. */
function clearSets(sets: Sets): void {
  for (let at = 0; at < sets.count; at++) sets.first[sets.ids[at]! >>> 5] = 0
  if (sets.depth === 2) sets.second.fill(0)
  if (sets.hasBarred) sets.barred.fill(0)
  release(sets)
}

/** Empties sets that were being made when the graph moved: what they hold may be anything. */
export function wipeSets(sets: Sets): void {
  sets.first.fill(0)
  sets.second.fill(0)
  sets.barred.fill(0)
  release(sets)
}

function release(sets: Sets): void {
  sets.owner = undefined
  sets.sequence = -1
  sets.depth = 0
  sets.spent = 0
  sets.count = 0
  sets.hasBarred = false
  sets.aside.length = 0
}

/** Bytes of all kept sets. */
export function setsBytes(kept: KeptSets): number {
  let bytes = 0
  for (const { first, second, barred, ids } of kept.values())
    for (const words of [first, second, barred, ids]) bytes += words.byteLength
  return bytes
}
