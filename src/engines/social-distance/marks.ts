/** Marks in bitsets over people, and lists read ahead: what the searches share. */
import type { Reader } from './graph.ts'
import { FLAG_BITS, HEAD_WORDS, LENGTH, START } from './slab.ts'

/** An entry's word in a bitset over people is `entry >>> WORD_SHIFT`; its bit is the low five bits of the id. */
export const WORD_SHIFT = FLAG_BITS + 5

/** Marks everybody in a person's block list. */
export function markBlocked(graph: Reader, person: number, barred: Int32Array): void {
  const { head, arena } = graph.blocks
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    barred[entry >>> WORD_SHIFT]! |= 1 << (entry >>> FLAG_BITS)
  }
}

/** Takes the marks of `markBlocked` back; the bitset must hold no others. */
export function unmarkBlocked(graph: Reader, person: number, barred: Int32Array): void {
  const { head, arena } = graph.blocks
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) barred[arena[index]! >>> WORD_SHIFT] = 0
}

/**
 * Reads a word in each of the first cache lines of every gathered list (none of length 0). The reads do not wait for
 * one another, so the memory brings the lists at the same time; scanned one after the other each would be waited for
 * (a quarter of all time, measured).
 */
export function touchLists(graph: Reader, lists: number): void {
  const { arena } = graph.ties
  const { starts, lengths } = graph.scratch
  let touched = 0
  for (let list = 0; list < lists; list++) {
    const start = starts[list]!
    const last = lengths[list]! - 1
    touched |= arena[start]! | arena[start + Math.min(16, last)]! | arena[start + Math.min(32, last)]!
  }
  // Kept, so that the compiler cannot leave the loop out.
  graph.scratch.touched = touched
}

/** Marks all entries of the gathered lists that may be steps. */
export function markLists(graph: Reader, lists: number, bar: number, marks: Int32Array): void {
  const { arena } = graph.ties
  const { starts, lengths } = graph.scratch
  touchLists(graph, lists)
  for (let list = 0; list < lists; list++) {
    const start = starts[list]!
    const end = start + lengths[list]!
    for (let index = start; index < end; index++) {
      const entry = arena[index]!
      // 1 for an open tie, 0 for a barred one: which ties are hidden cannot be foretold, and a wrong branch costs more.
      marks[entry >>> WORD_SHIFT]! |= (((entry & bar) - 1) >>> 31) << (entry >>> FLAG_BITS)
    }
  }
}

/** Sets a bit in the byte of everybody in the gathered lists who may be a step. */
export function markEach(graph: Reader, lists: number, bar: number, mark: number, marks: Uint8Array): void {
  const { arena } = graph.ties
  const { starts, lengths } = graph.scratch
  touchLists(graph, lists)
  for (let list = 0; list < lists; list++) {
    const start = starts[list]!
    const end = start + lengths[list]!
    for (let index = start; index < end; index++) {
      const entry = arena[index]!
      // As above: all bits for an open tie, none for a barred one.
      marks[entry >>> FLAG_BITS]! |= (((entry & bar) - 1) >> 31) & mark
    }
  }
}

/** Takes the marks of the gathered lists back; with many more marks than a wipe would cost, by wiping. */
export function clearLists(graph: Reader, lists: number, marks: Int32Array): void {
  const { arena } = graph.ties
  const { starts, lengths } = graph.scratch
  let total = 0
  for (let list = 0; list < lists; list++) total += lengths[list]!
  if (total * 16 > marks.length) {
    marks.fill(0)
    return
  }
  for (let list = 0; list < lists; list++) {
    const start = starts[list]!
    const end = start + lengths[list]!
    for (let index = start; index < end; index++) marks[arena[index]! >>> WORD_SHIFT] = 0
  }
}
