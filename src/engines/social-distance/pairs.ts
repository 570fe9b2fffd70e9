/**
 * How far two people are from one another, by a search from both ends that stops at the fourth step.
 *
 * (Source: bidirectional search, Pohl 1971. The second end's contacts are a bitset, the first end's second degree
 * is streamed against it; the cheaper end is streamed. Lists of people with very many contacts are not streamed but
 * searched for each contact of the other end: Demaine, López-Ortiz, Munro, "Adaptive set intersections", 2000.)
 */
import { checkPerson } from './errors.ts'
import { beginLook, BLOCKS, checkMaximum, checkRule, directBar, endLook, FAR, pathBar, peopleIn, SUM } from './graph.ts'
import type { HiddenTies, Reader } from './graph.ts'
import { hubOf, hubSum, MASK_WORDS, mayBeHub, useHubs } from './hubs.ts'
import { meetsHub } from './hub-masks.ts'
import { ALL_FLAGS, findEntry, FLAG_BITS, HEAD_WORDS, LENGTH, START } from './slab.ts'
import { clearLists, markBlocked, markLists, touchLists, unmarkBlocked, WORD_SHIFT } from './marks.ts'
import { sharedContact } from './mutual.ts'
import { fitLists } from './scratch.ts'

/** One probe by binary search costs about this many bits streamed. */
const SEARCH_COST = 16

/** The hubs among the streamed end's contacts. */
const own = new Int32Array(MASK_WORDS)

/**
 * Steps from `a` to `b`: 0 for the same person, up to `max` (at most 4), else `FAR`.
 *
 * A person whom `a` or `b` blocks, or who blocks one of them, is no step between them; two people of whom one blocks
 * the other are `FAR`. Throws `bad-person`, `bad-maximum`, `bad-rule`, and in a reader `writer-stopped`.
 */
export function distance(graph: Reader, a: number, b: number, max = 3, hidden: HiddenTies = 'direct'): number {
  checkMaximum(max)
  checkRule(hidden)
  const people = peopleIn(graph)
  checkPerson(a, people)
  checkPerson(b, people)
  for (;;) {
    beginLook(graph)
    const steps = stepsBetween(graph, a, b, max, hidden)
    if (endLook(graph)) return steps
  }
}

/** Whether one of the two blocks the other. Throws `bad-person`, and in a reader `writer-stopped`. */
export function isBlocked(graph: Reader, a: number, b: number): boolean {
  const people = peopleIn(graph)
  checkPerson(a, people)
  checkPerson(b, people)
  for (;;) {
    beginLook(graph)
    const found = findEntry(graph.blocks, a, b) >= 0
    if (endLook(graph)) return found
  }
}

/** `distance` without checks, inside a look. */
export function stepsBetween(graph: Reader, a: number, b: number, max: number, hidden: HiddenTies): number {
  if (a === b) return 0
  const { head } = graph.ties
  const hasBlocks = (head[a * HEAD_WORDS + BLOCKS]! | head[b * HEAD_WORDS + BLOCKS]!) !== 0
  if (hasBlocks && findEntry(graph.blocks, a, b) >= 0) return FAR
  if (max < 1) return FAR
  // Both lists are read one after the other below; asked for now, the memory brings them at the same time.
  const { arena } = graph.ties
  graph.scratch.touched = arena[head[a * HEAD_WORDS + START]!]! | arena[head[b * HEAD_WORDS + START]!]!
  if (tiedDirectly(graph, a, b, directBar(hidden))) return 1
  if (max < 2) return FAR
  const bar = pathBar(hidden)
  // The masks of hubs know open ties only, no block, and nothing of a fourth step.
  const masked = max === 3 && bar === ALL_FLAGS && !hasBlocks
  const costA = head[a * HEAD_WORDS + SUM]! + head[b * HEAD_WORDS + LENGTH]! + (masked ? 0 : hubSum(graph, a))
  const costB = head[b * HEAD_WORDS + SUM]! + head[a * HEAD_WORDS + LENGTH]! + (masked ? 0 : hubSum(graph, b))
  const from = costA <= costB ? a : b
  const to = costA <= costB ? b : a
  if (!hasBlocks) return search(graph, from, to, max, bar)
  const { scratch } = graph
  const { barred } = scratch
  scratch.guarded = true
  markBlocked(graph, a, barred)
  markBlocked(graph, b, barred)
  const steps = search(graph, from, to, max, bar)
  unmarkBlocked(graph, a, barred)
  unmarkBlocked(graph, b, barred)
  scratch.guarded = false
  return steps
}

/** Whether there is a tie between the two without one of the flags in `bar`; looked up in the shorter list. */
export function tiedDirectly(graph: Reader, a: number, b: number, bar: number): boolean {
  const { head, arena } = graph.ties
  const shorterIsA = head[a * HEAD_WORDS + LENGTH]! <= head[b * HEAD_WORDS + LENGTH]!
  const index = shorterIsA ? findEntry(graph.ties, a, b) : findEntry(graph.ties, b, a)
  return index >= 0 && (arena[index]! & bar) === 0
}

/** Two steps or more, `to` marked and `from` streamed. Leaves the bitsets clean. */
function search(graph: Reader, from: number, to: number, max: number, bar: number): number {
  const { scratch } = graph
  const { head } = graph.ties
  const fromLength = head[from * HEAD_WORDS + LENGTH]!
  const toLength = head[to * HEAD_WORDS + LENGTH]!
  if (fromLength === 0 || toLength === 0) return FAR
  if (max === 2) return sharedContact(graph, from, to, bar) >= 0 ? 2 : FAR
  fitLists(scratch, Math.max(fromLength, toLength))
  // In this order the memory is at work on the lists while the other end is marked.
  const masked = max === 3 && bar === ALL_FLAGS && !scratch.guarded
  own.fill(0)
  const lists = gatherLists(graph, from, bar, masked)
  touchLists(graph, lists)
  const nearCount = markContacts(graph, to, bar)
  let steps = FAR
  if (meetsFirst(graph, from, bar)) steps = 2
  else if (masked && meetsHub(graph, own, to)) steps = 3
  else if (meetsSecond(graph, lists, nearCount, bar)) steps = 3
  else if (max > 3 && meetsThird(graph, lists, nearCount, bar)) steps = 4
  const { near, ids } = scratch
  for (let at = 0; at < nearCount; at++) near[ids[at]! >>> 5] = 0
  return steps
}

/** Marks the contacts of a person who may be stops, and lists their ids. Returns how many. */
function markContacts(graph: Reader, person: number, bar: number): number {
  const { head, arena } = graph.ties
  const { near, ids, barred, guarded } = graph.scratch
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  let count = 0
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    if ((entry & bar) !== 0) continue
    const id = entry >>> FLAG_BITS
    if (guarded && ((barred[id >>> 5]! >>> id) & 1) !== 0) continue
    near[id >>> 5]! |= 1 << id
    ids[count++] = id
  }
  return count
}

/** Notes where the lists of a person's contacts who may be stops are; if `masked`, hubs in `own` instead. Returns how many. */
function gatherLists(graph: Reader, person: number, bar: number, masked: boolean): number {
  const { head, arena } = graph.ties
  const { starts, lengths, barred, guarded } = graph.scratch
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  let count = 0
  if (masked) useHubs(graph.hubs)
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    if ((entry & bar) !== 0) continue
    const id = entry >>> FLAG_BITS
    if (guarded && ((barred[id >>> 5]! >>> id) & 1) !== 0) continue
    if (masked && (mayBeHub(entry) & 1) !== 0) {
      const hub = hubOf(graph.hubs, id)
      if (hub >= 0) {
        own[hub >>> 5]! |= 1 << hub
        continue
      }
    }
    starts[count] = head[id * HEAD_WORDS + START]!
    lengths[count++] = head[id * HEAD_WORDS + LENGTH]!
  }
  return count
}

/** Whether one of the person's contacts is marked. */
function meetsFirst(graph: Reader, person: number, bar: number): boolean {
  const { head, arena } = graph.ties
  const { near } = graph.scratch
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    if (((near[entry >>> WORD_SHIFT]! >>> (entry >>> FLAG_BITS)) & 1) !== 0 && (entry & bar) === 0) return true
  }
  return false
}

/** Whether one of the gathered lists holds a marked person. */
function meetsSecond(graph: Reader, lists: number, nearCount: number, bar: number): boolean {
  const { arena } = graph.ties
  const { near, starts, lengths } = graph.scratch
  const long = nearCount * SEARCH_COST
  for (let list = 0; list < lists; list++) {
    const start = starts[list]!
    const length = lengths[list]!
    if (length > long) {
      if (holdsOneOf(graph, start, length, nearCount, bar)) return true
      continue
    }
    for (let index = start; index < start + length; index++) {
      const entry = arena[index]!
      if (((near[entry >>> WORD_SHIFT]! >>> (entry >>> FLAG_BITS)) & 1) !== 0 && (entry & bar) === 0) return true
    }
  }
  return false
}

/** Whether a long list holds one of the noted ids; both are in ascending order. */
function holdsOneOf(graph: Reader, start: number, length: number, count: number, bar: number): boolean {
  const { arena } = graph.ties
  const { ids } = graph.scratch
  const end = start + length
  let low = start
  for (let at = 0; at < count; at++) {
    const key = ids[at]! << FLAG_BITS
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if (arena[middle]! < key) low = middle + 1
      else high = middle
    }
    if (low === end) return false
    const entry = arena[low]!
    if (entry >>> FLAG_BITS === ids[at] && (entry & bar) === 0) return true
  }
  return false
}

/** Whether the second degree (the gathered lists) meets the lists of the other end's contacts: distance 4. */
function meetsThird(graph: Reader, lists: number, nearCount: number, bar: number): boolean {
  const { arena, head } = graph.ties
  const { wide, ids, barred } = graph.scratch
  markLists(graph, lists, bar, wide)
  let met = false
  for (let at = 0; at < nearCount && !met; at++) {
    const start = head[ids[at]! * HEAD_WORDS + START]!
    const end = start + head[ids[at]! * HEAD_WORDS + LENGTH]!
    for (let index = start; index < end; index++) {
      const entry = arena[index]!
      const word = entry >>> WORD_SHIFT
      const open = wide[word]! & ~barred[word]!
      if (((open >>> (entry >>> FLAG_BITS)) & 1) !== 0 && (entry & bar) === 0) {
        met = true
        break
      }
    }
  }
  clearLists(graph, lists, wide)
  return met
}
