/** The contacts that two people share, for showing to them. */
import { checkTie } from './errors.ts'
import { beginLook, BLOCKS, endLook, peopleIn, type Reader } from './graph.ts'
import { markBlocked, unmarkBlocked, WORD_SHIFT } from './marks.ts'
import { ALL_FLAGS, findEntry, FLAG_BITS, HEAD_WORDS, LENGTH, START } from './slab.ts'

/** From this ratio of lengths on, the shorter list is looked up in the longer instead of walking both. */
const SKEW = 16

/**
 * The ids of the people tied to both `a` and `b`, ascending.
 *
 * A hidden tie is never listed, whoever hides it; nobody is listed whom `a` or `b` blocks or who blocks one of them;
 * between two people of whom one blocks the other the list is empty. Throws `bad-person`, `self-tie` when both are the
 * same, and in a reader `writer-stopped`.
 */
export function mutual(graph: Reader, a: number, b: number): number[] {
  checkTie(a, b, peopleIn(graph))
  for (;;) {
    beginLook(graph)
    const shared = sharedContacts(graph, a, b)
    if (endLook(graph)) return shared
  }
}

function sharedContacts(graph: Reader, a: number, b: number): number[] {
  const { head } = graph.ties
  const hasBlocks = (head[a * HEAD_WORDS + BLOCKS]! | head[b * HEAD_WORDS + BLOCKS]!) !== 0
  if (hasBlocks && findEntry(graph.blocks, a, b) >= 0) return []
  const aIsShorter = head[a * HEAD_WORDS + LENGTH]! <= head[b * HEAD_WORDS + LENGTH]!
  const shared = aIsShorter ? intersect(graph, a, b) : intersect(graph, b, a)
  if (!hasBlocks || shared.length === 0) return shared
  const { barred } = graph.scratch
  markBlocked(graph, a, barred)
  markBlocked(graph, b, barred)
  const open = shared.filter((id) => ((barred[id >>> (WORD_SHIFT - FLAG_BITS)]! >>> id) & 1) === 0)
  unmarkBlocked(graph, a, barred)
  unmarkBlocked(graph, b, barred)
  return open
}

/** Walks two sorted lists together; in a much longer one it leaps (galloping search: Bentley, Yao, 1976). */
function intersect(graph: Reader, shorter: number, longer: number): number[] {
  const { head, arena } = graph.ties
  let at = head[shorter * HEAD_WORDS + START]!
  let other = head[longer * HEAD_WORDS + START]!
  const atEnd = at + head[shorter * HEAD_WORDS + LENGTH]!
  const otherEnd = other + head[longer * HEAD_WORDS + LENGTH]!
  const leaps = otherEnd - other > SKEW * (atEnd - at)
  const shared: number[] = []
  while (at < atEnd && other < otherEnd) {
    const id = arena[at]! >>> FLAG_BITS
    const otherId = arena[other]! >>> FLAG_BITS
    if (id === otherId) {
      if (((arena[at]! | arena[other]!) & ALL_FLAGS) === 0) shared.push(id)
      at++
      other++
    } else if (id < otherId) at++
    else if (leaps) other = leap(arena, other, otherEnd, id << FLAG_BITS)
    else other++
  }
  return shared
}

/**
 * The first contact that two people share and who may be a stop, -1 if there is none: the same walk, ended by the first.
 * Inside a look; whoever is marked in the scratch's `barred` is no stop, nor is one tied by a tie with a flag of `bar`.
 */
export function sharedContact(graph: Reader, a: number, b: number, bar: number): number {
  const { head, arena } = graph.ties
  const aIsShorter = head[a * HEAD_WORDS + LENGTH]! <= head[b * HEAD_WORDS + LENGTH]!
  const shorter = (aIsShorter ? a : b) * HEAD_WORDS
  const longer = (aIsShorter ? b : a) * HEAD_WORDS
  const { barred } = graph.scratch
  let at = head[shorter + START]!
  let other = head[longer + START]!
  const atEnd = at + head[shorter + LENGTH]!
  const otherEnd = other + head[longer + LENGTH]!
  const leaps = otherEnd - other > SKEW * (atEnd - at)
  while (at < atEnd && other < otherEnd) {
    const entry = arena[at]!
    const difference = (entry >>> FLAG_BITS) - (arena[other]! >>> FLAG_BITS)
    if (difference === 0) {
      const open = ((barred[entry >>> WORD_SHIFT]! >>> (entry >>> FLAG_BITS)) & 1) === 0
      if (open && ((entry | arena[other]!) & bar) === 0) return entry >>> FLAG_BITS
      at++
      other++
    } else if (difference < 0) at++
    else if (leaps) other = leap(arena, other, otherEnd, (entry >>> FLAG_BITS) << FLAG_BITS)
    else other++
  }
  return -1
}

/** The first index from `low` on whose entry is at least `key`, found by doubling steps. */
function leap(arena: Int32Array, low: number, end: number, key: number): number {
  let step = 1
  let from = low
  while (from + step < end && arena[from + step]! < key) {
    from += step
    step *= 2
  }
  let to = Math.min(end, from + step)
  while (from < to) {
    const middle = (from + to) >>> 1
    if (arena[middle]! < key) from = middle + 1
    else to = middle
  }
  return from
}
