/**
 * The work space of one thread: bitsets over all people that are clean between questions, and short lists.
 *
 * A plain bitset of a million people is 125 kB and stays in the second-level cache; it is cleared by taking the
 * marks back, which costs what setting them cost.
 */
import { type KeptSets, type Sets, setsBytes, wipeSets } from './kept-sets.ts'

/** Work space for pairs, and (apart from it, because it is kept between questions) for viewers' pages. */
export type Scratch = {
  people: number
  /** Second end's contacts. */
  near: Int32Array
  /** The first end's second degree, for distance 4. */
  wide: Int32Array
  /** People who cannot be stops between the present pair. */
  barred: Int32Array
  /** Whether anybody is marked in `barred`; if not, reading it is spared. */
  guarded: boolean
  /** Where the contacts' lists start and how long they are. */
  starts: Int32Array
  lengths: Int32Array
  /** Contacts of the second end, as ids. */
  ids: Int32Array
  /** What was read only to have it near (see `touchLists`). */
  touched: number
  kept: KeptSets
  /** The sets that are being made, or were last. */
  making: Sets | undefined
}

export function makeScratch(people: number): Scratch {
  const words = wordsOf(people)
  return {
    people: words * 32,
    near: new Int32Array(words),
    wide: new Int32Array(words),
    barred: new Int32Array(words),
    guarded: false,
    starts: new Int32Array(256),
    lengths: new Int32Array(256),
    ids: new Int32Array(256),
    touched: 0,
    kept: new Map(),
    making: undefined,
  }
}

function wordsOf(people: number): number {
  return (people >> 5) + 1
}

/** Makes the bitsets long enough after people were added. */
export function fitScratch(scratch: Scratch, people: number): void {
  if (people <= scratch.people) return
  const fresh = makeScratch(people + (people >> 3))
  fresh.starts = scratch.starts
  fresh.lengths = scratch.lengths
  fresh.ids = scratch.ids
  Object.assign(scratch, fresh)
}

/** Makes the short lists long enough for a person with that many contacts. */
export function fitLists(scratch: Scratch, length: number): void {
  if (length <= scratch.ids.length) return
  const longer = length + (length >> 1)
  scratch.starts = new Int32Array(longer)
  scratch.lengths = new Int32Array(longer)
  scratch.ids = new Int32Array(longer)
}

/** Clears everything, when the marks cannot be taken back one by one. */
export function forgetMarks(scratch: Scratch): void {
  scratch.near.fill(0)
  scratch.wide.fill(0)
  scratch.barred.fill(0)
  scratch.guarded = false
  if (scratch.making !== undefined) wipeSets(scratch.making)
}

/** Bytes of this thread's own work space. */
export function scratchBytes(scratch: Scratch): number {
  const { near, wide, barred, starts, lengths, ids, kept } = scratch
  let bytes = setsBytes(kept)
  for (const words of [near, wide, barred, starts, lengths, ids]) bytes += words.byteLength
  return bytes
}
