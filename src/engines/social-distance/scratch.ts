/**
 * The work space of one thread: bitsets over all people that are clean between questions, and short lists.
 *
 * A plain bitset of a million people is 125 kB and stays in the second-level cache; it is cleared by taking the
 * marks back, which costs what setting them cost.
 */

/** Work space for pairs, and (apart from it, because it is kept between questions) for one viewer's page. */
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
  page: Page
}

/** One viewer's first and second degree. `owner` is who filled it. */
export type Page = {
  owner: object | undefined
  /** The sequence at which it was filled. */
  sequence: number
  /** 2 when both degrees are there, 0 when nothing is yet. */
  depth: number
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
    page: {
      owner: undefined,
      sequence: -1,
      depth: 0,
      first: new Int32Array(words),
      second: new Int32Array(words),
      barred: new Int32Array(words),
      ids: new Int32Array(256),
      count: 0,
      hasBarred: false,
      aside: [],
    },
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
  fresh.page.ids = scratch.page.ids
  Object.assign(scratch, fresh)
}

/** Makes the short lists long enough for a person with that many contacts. */
export function fitLists(scratch: Scratch, length: number): void {
  if (length <= scratch.ids.length) return
  const longer = length + (length >> 1)
  scratch.starts = new Int32Array(longer)
  scratch.lengths = new Int32Array(longer)
  scratch.ids = new Int32Array(longer)
  // The page's are kept between questions: they are what its marks are taken back by.
  const { page } = scratch
  const ids = new Int32Array(longer)
  ids.set(page.ids)
  page.ids = ids
}

/** Clears everything, when the marks cannot be taken back one by one. */
export function forgetMarks(scratch: Scratch): void {
  scratch.near.fill(0)
  scratch.wide.fill(0)
  scratch.barred.fill(0)
  scratch.guarded = false
  const { page } = scratch
  page.owner = undefined
  page.depth = 0
  page.count = 0
  page.hasBarred = false
  page.aside.length = 0
  page.first.fill(0)
  page.second.fill(0)
  page.barred.fill(0)
}

/** Clears one viewer's sets, each by the cheaper of taking back and wiping. */
export function clearPage(page: Page): void {
  for (let at = 0; at < page.count; at++) page.first[page.ids[at]! >>> 5] = 0
  if (page.depth === 2) page.second.fill(0)
  if (page.hasBarred) page.barred.fill(0)
  page.owner = undefined
  page.depth = 0
  page.count = 0
  page.hasBarred = false
  page.aside.length = 0
}

/** Bytes of this thread's own work space. */
export function scratchBytes(scratch: Scratch): number {
  const { near, wide, barred, starts, lengths, ids, page } = scratch
  let bytes = 0
  for (const words of [near, wide, barred, starts, lengths, ids]) bytes += words.byteLength
  for (const words of [page.first, page.second, page.barred, page.ids]) bytes += words.byteLength
  return bytes
}
