/**
 * The first and second degree of the viewers asked about last, kept between questions (the second-degree cache of
 * Wang, Conrad, Shah, HotCloud 2013). Each is true of one moment: after any change of the graph it is made anew.
 */

/** Memory for the marks of one thread, and the most viewers whatever their number costs. */
const MOST_BYTES = 16 * 1024 * 1024
const MOST_VIEWERS = 64

/** What a person is to the viewer, as bits of their mark. */
export const TIED = 1 // one step away
export const STEP = 2 // one step away, over a tie that a path may take
export const SECOND = 4 // a contact of one of those
export const BARRED = 8 // blocked by the viewer or blocking them: no stop of a path, and not of the second degree

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
  /**
   * By person. A byte each and not a bit: a thousand bits set in a few hundred words wait for one another, which takes
   * twice as long.
   */
  marks: Uint8Array
}

/** What sets are made for. */
export type SetsKey = Pick<Sets, 'viewer' | 'max' | 'bar' | 'direct'>

/** By viewer, the oldest first. */
export type KeptSets = Map<number, Sets>

/** Sets with nobody in them, for so many people. */
export function makeSets(people: number): Sets {
  return {
    owner: undefined,
    viewer: -1,
    max: 0,
    bar: 0,
    direct: 0,
    sequence: -1,
    depth: 0,
    spent: 0,
    marks: new Uint8Array(people),
  }
}

/**
 * The sets for a question at a moment: those kept for the same viewer and rule if nothing has changed since, else
 * empty ones, whose room may come from the viewer asked about longest ago.
 */
export function takeSets(kept: KeptSets, key: SetsKey, sequence: number, people: number): Sets {
  const found = kept.get(key.viewer)
  if (found?.sequence === sequence && isFor(found, key)) return found
  const sets = found ?? oldestOf(kept, people) ?? makeSets(people)
  wipeSets(sets)
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

function oldestOf(kept: KeptSets, people: number): Sets | undefined {
  if (kept.size < Math.min(MOST_VIEWERS, Math.max(1, Math.floor(MOST_BYTES / people)))) return undefined
  return kept.values().next().value
}

/** Empties sets: also those that were being made when the graph moved, which may hold anything. */
export function wipeSets(sets: Sets): void {
  sets.marks.fill(0)
  sets.owner = undefined
  sets.sequence = -1
  sets.depth = 0
  sets.spent = 0
}

/** Bytes of all kept sets. */
export function setsBytes(kept: KeptSets): number {
  let bytes = 0
  for (const { marks } of kept.values()) bytes += marks.byteLength
  return bytes
}
