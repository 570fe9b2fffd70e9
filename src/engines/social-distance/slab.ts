/**
 * Many short sorted lists in one `Int32Array`: one list per person.
 *
 * An entry is `id * 8 + flags`, so that a list sorted by entry is sorted by id whatever its flags are.
 * In the arena a list stands in a block `[owner, room, entry, entry, … slack]`; a block that was left
 * is a hole whose first word is minus its size. So the arena can be walked from its start, and the holes
 * closed a few hundred words at a time: a change never waits for the whole arena to be packed.
 */
import { refuse } from './errors.ts'

/** Words of a person's head: where the list starts, how many entries; the other two are the graph's. */
export const HEAD_WORDS = 4
export const START = 0
export const LENGTH = 1

/** Low bits of an entry that are flags. */
export const FLAG_BITS = 3
export const ALL_FLAGS = (1 << FLAG_BITS) - 1
/** Ids are kept in 28 bits. */
export const MOST_PEOPLE = 2 ** (31 - FLAG_BITS)

/** Words of `info`, the slab's own counters, shared with readers. */
export const END = 0
export const WASTE = 1
export const ENTRIES = 2
const SWEEP_FROM = 3
const SWEEP_TO = 4
export const INFO_WORDS = 8

const BLOCK_WORDS = 2
const FIRST_WORD = 1
/** Words moved by one step of the sweep; several times what one change can leave behind. */
const SWEEP_STEP = 128
const LEAST_WASTE = 1024

/** The shared bytes of a slab, as handed to another thread. */
export type SlabBytes = { head: SharedArrayBuffer; arena: SharedArrayBuffer; info: SharedArrayBuffer }

/** A slab as one thread sees it. `head` and `arena` are replaced when the shared bytes have grown. */
export type Slab = { bytes: SlabBytes; head: Int32Array; arena: Int32Array; info: Int32Array }

/** How many words the slab has now and how many it may grow to. */
export type SlabRoom = { people: number; words: number; maxPeople: number; maxWords: number }

/** A new slab with an empty list for every person. Throws `full` if the system cannot reserve the memory. */
export function makeSlab(room: SlabRoom): Slab {
  const bytes = {
    head: reserve(room.people * HEAD_WORDS, room.maxPeople * HEAD_WORDS),
    arena: reserve(room.words + FIRST_WORD, room.maxWords + FIRST_WORD),
    info: new SharedArrayBuffer(INFO_WORDS * 4),
  }
  const slab = openSlab(bytes)
  slab.info[END] = FIRST_WORD
  return slab
}

/** Shared memory of so many words that can grow to more. Throws `full` if the system cannot reserve it. */
export function reserve(words: number, maxWords: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(words * 4, { maxByteLength: Math.max(words, maxWords) * 4 })
  } catch (cause) {
    return refuse('full', `cannot reserve ${maxWords * 4} bytes: ${String(cause)}`)
  }
}

/** The view of a slab that another thread made. */
export function openSlab(bytes: SlabBytes): Slab {
  return { bytes, head: viewOf(bytes.head), arena: viewOf(bytes.arena), info: new Int32Array(bytes.info) }
}

/** A view of fixed length: V8 reads those as fast as over plain memory, unlike views that track a growing length. */
export function viewOf(bytes: SharedArrayBuffer): Int32Array {
  return new Int32Array(bytes, 0, bytes.byteLength / 4)
}

/** Looks again at bytes that the writer may have grown since. */
export function refreshSlab(slab: Slab, people: number): void {
  if (people * HEAD_WORDS > slab.head.length) slab.head = viewOf(slab.bytes.head)
  if (slab.info[END]! > slab.arena.length) slab.arena = viewOf(slab.bytes.arena)
}

/** Makes heads for more people. Throws `full` past the size reserved at the start. */
export function growHeads(slab: Slab, people: number): void {
  const heads = slab.head.length / HEAD_WORDS
  if (people <= heads) return
  const most = slab.bytes.head.maxByteLength / 4 / HEAD_WORDS
  if (people > most) refuse('full', `room for ${most} people was reserved, ${people} asked for`)
  const grown = Math.min(most, Math.max(people, heads + (heads >> 2)))
  slab.bytes.head.grow(grown * HEAD_WORDS * 4)
  slab.head = viewOf(slab.bytes.head)
}

/** Where `id` stands in the list of `person`, as an arena index; if it is not there, ~ of where it belongs. */
export function findEntry(slab: Slab, person: number, id: number): number {
  const { head, arena } = slab
  const start = head[person * HEAD_WORDS + START]!
  const key = id << FLAG_BITS
  let low = start
  let high = start + head[person * HEAD_WORDS + LENGTH]!
  while (low < high) {
    const middle = (low + high) >>> 1
    if (arena[middle]! < key) low = middle + 1
    else high = middle
  }
  return low < start + head[person * HEAD_WORDS + LENGTH]! && arena[low]! >>> FLAG_BITS === id ? low : ~low
}

/** Makes sure that one more entry fits into the list, so that the `insertEntry` that follows cannot fail. */
export function makeRoom(slab: Slab, person: number): void {
  const at = person * HEAD_WORDS
  const length = slab.head[at + LENGTH]!
  const room = roomOf(slab, person)
  if (length < room) return
  const bigger = room === 0 ? 4 : room + (room >> 1) + 2
  const block = allocate(slab, bigger + BLOCK_WORDS)
  // Only now: making the block may have moved the list.
  const { head, arena } = slab
  const from = head[at + START]!
  arena[block] = person
  arena[block + 1] = bigger
  copyWords(arena, block + BLOCK_WORDS, from, length)
  head[at + START] = block + BLOCK_WORDS
  if (from !== 0) leave(slab, from - BLOCK_WORDS, room + BLOCK_WORDS)
}

/** Entries that fit into the block of a person's list. */
export function roomOf(slab: Slab, person: number): number {
  const start = slab.head[person * HEAD_WORDS + START]!
  return start === 0 ? 0 : slab.arena[start - 1]!
}

/** Puts an entry at the place that `findEntry` gave (un-inverted, and asked for after `makeRoom`). */
export function insertEntry(slab: Slab, person: number, index: number, entry: number): void {
  const { head, arena, info } = slab
  const at = person * HEAD_WORDS
  const end = head[at + START]! + head[at + LENGTH]!
  if (end - index > 64) arena.copyWithin(index + 1, index, end)
  else for (let word = end; word > index; word--) arena[word] = arena[word - 1]!
  arena[index] = entry
  head[at + LENGTH] = head[at + LENGTH]! + 1
  info[ENTRIES] = info[ENTRIES]! + 1
}

/** Takes the entry at an arena index out of the list; a list that has become far too roomy gives room back. */
export function removeEntry(slab: Slab, person: number, index: number): void {
  const { head, arena, info } = slab
  const at = person * HEAD_WORDS
  const start = head[at + START]!
  const length = head[at + LENGTH]! - 1
  copyWords(arena, index, index + 1, start + length - index)
  head[at + LENGTH] = length
  info[ENTRIES] = info[ENTRIES]! - 1
  const room = arena[start - 1]!
  if (room > 16 && length * 4 < room) {
    const smaller = length * 2 + 2
    arena[start - 1] = smaller
    leave(slab, start + smaller, room - smaller)
  }
}

/** Moves words to a lower place, or to one that does not overlap. */
function copyWords(arena: Int32Array, to: number, from: number, count: number): void {
  if (count > 64) arena.copyWithin(to, from, from + count)
  else for (let word = 0; word < count; word++) arena[to + word] = arena[from + word]!
}

function leave(slab: Slab, block: number, words: number): void {
  slab.arena[block] = -words
  slab.info[WASTE] = slab.info[WASTE]! + words
}

function allocate(slab: Slab, words: number): number {
  if (slab.info[END]! + words > slab.arena.length) growArena(slab, words)
  const block = slab.info[END]!
  slab.info[END] = block + words
  return block
}

function growArena(slab: Slab, words: number): void {
  const most = slab.bytes.arena.maxByteLength / 4
  if (slab.info[END]! + words > most) {
    packSlab(slab)
    if (slab.info[END]! + words > most) refuse('full', `the ${most} words reserved for lists are used up`)
  }
  const needed = slab.info[END]! + words
  if (needed <= slab.arena.length) return
  const grown = Math.min(most, Math.max(needed, slab.arena.length + (slab.arena.length >> 2) + 1024))
  slab.bytes.arena.grow(grown * 4)
  slab.arena = viewOf(slab.bytes.arena)
}

/** One short step of closing holes, if more than a quarter of the arena is holes. Called after every change. */
export function sweepSome(slab: Slab): void {
  const { info } = slab
  if (info[SWEEP_FROM]! > 0) sweep(slab, SWEEP_STEP)
  else if (info[WASTE]! > LEAST_WASTE && info[WASTE]! * 4 > info[END]!) startSweep(slab)
}

/** Closes every hole at once. Time grows with the whole arena: about 0.2 s for 100 MB. */
export function packSlab(slab: Slab): void {
  // A sweep under way is finished first; what was left behind it meanwhile needs a second one.
  if (slab.info[SWEEP_FROM]! > 0) sweep(slab, Number.MAX_SAFE_INTEGER)
  if (slab.info[WASTE] === 0) return
  startSweep(slab)
  sweep(slab, Number.MAX_SAFE_INTEGER)
}

function startSweep(slab: Slab): void {
  slab.info[SWEEP_FROM] = FIRST_WORD
  slab.info[SWEEP_TO] = FIRST_WORD
}

function sweep(slab: Slab, words: number): void {
  const { head, arena, info } = slab
  const end = info[END]!
  let from = info[SWEEP_FROM]!
  let to = info[SWEEP_TO]!
  const last = Math.min(end, from + words)
  while (from < last) {
    const owner = arena[from]!
    if (owner < 0) {
      from -= owner
      continue
    }
    const size = arena[from + 1]! + BLOCK_WORDS
    if (from !== to) {
      copyWords(arena, to, from, size)
      head[owner * HEAD_WORDS + START] = to + BLOCK_WORDS
    }
    from += size
    to += size
  }
  if (from >= end) {
    info[END] = to
    info[WASTE] = info[WASTE]! - (from - to)
    info[SWEEP_FROM] = 0
    info[SWEEP_TO] = 0
    return
  }
  // What has been swept so far is itself one hole, so that the arena can always be walked.
  if (from > to) arena[to] = to - from
  info[SWEEP_FROM] = from
  info[SWEEP_TO] = to
}

/**
 * Lays out empty blocks for lists of known lengths, each with a sixteenth and two entries of slack.
 * Read from the head's LENGTH words, which are set back to 0.
 */
export function layOut(slab: Slab, people: number): void {
  const { head, arena, info } = slab
  let block = FIRST_WORD
  for (let person = 0; person < people; person++) {
    const at = person * HEAD_WORDS
    const length = head[at + LENGTH]!
    if (length === 0) continue
    const room = slackened(length)
    arena[block] = person
    arena[block + 1] = room
    head[at + START] = block + BLOCK_WORDS
    head[at + LENGTH] = 0
    block += room + BLOCK_WORDS
  }
  info[END] = block
}

/** Words that `layOut` needs for a list of this length. */
export function wordsFor(length: number): number {
  return length === 0 ? 0 : slackened(length) + BLOCK_WORDS
}

function slackened(length: number): number {
  return length + (length >> 4) + 2
}
