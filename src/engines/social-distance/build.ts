/** Building a graph from ties that are known already: twice over the ties, no list is ever moved. */
import { checkTie, refuse } from './errors.ts'
import { checkCount, makeGraph, SUM, type Graph, type Room } from './graph.ts'
import { chooseHubs } from './hub-masks.ts'
import { hubOf, mayBeHub, useHubs } from './hubs.ts'
import { ENTRIES, FLAG_BITS, HEAD_WORDS, layOut, LENGTH, MOST_PEOPLE, START, wordsFor, type Slab } from './slab.ts'

/** Ties as two arrays of the same length, or as a function that gives each tie once and can be called twice. */
export type Ties = { a: ArrayLike<number>; b: ArrayLike<number> } | ((tie: (a: number, b: number) => void) => void)

/** What `buildGraph` needs. The order of ties and of the two ends means nothing. */
export type GraphSource = { people: number; ties: Ties; room?: Room }

/** A finished graph, and how many ties were given again after the first time (they count once). */
export type Built = { graph: Graph; repeated: number }

/**
 * Builds a graph of `people` persons (ids 0 to `people` - 1).
 *
 * Throws `bad-person` and `self-tie` for a tie that cannot be, `bad-ties` for arrays of unequal length, `bad-size`
 * for a bad count, `full` if the memory cannot be reserved.
 */
export function buildGraph({ people, ties, room = {} }: GraphSource): Built {
  checkCount('people', people, MOST_PEOPLE)
  const each = tieWalk(ties)
  const degrees = new Int32Array(people)
  each((a, b) => {
    checkTie(a, b, people)
    degrees[a]!++
    degrees[b]!++
  })
  let words = 0
  for (const degree of degrees) words += wordsFor(degree)
  const graph = makeGraph(people, words, 0, room)
  const { head } = graph.ties
  for (let person = 0; person < people; person++) head[person * HEAD_WORDS + LENGTH] = degrees[person]!
  layOut(graph.ties, people)
  each((a, b) => {
    append(graph.ties, a, b)
    append(graph.ties, b, a)
  })
  const repeated = sortLists(graph.ties, people)
  chooseHubs(graph, people)
  sumDegrees(graph)
  return { graph, repeated }
}

function tieWalk(ties: Ties): (tie: (a: number, b: number) => void) => void {
  if (typeof ties === 'function') return ties
  const { a, b } = ties
  if (a.length !== b.length) refuse('bad-ties', `${a.length} first ends and ${b.length} second ends`)
  return (tie) => {
    for (let index = 0; index < a.length; index++) tie(a[index]!, b[index]!)
  }
}

function append(slab: Slab, person: number, other: number): void {
  const { head, arena } = slab
  const at = person * HEAD_WORDS
  const length = head[at + LENGTH]!
  const start = head[at + START]!
  // The second walk gave a tie that the first did not: it would run into the next list.
  if (start === 0 || length >= arena[start - 1]!) refuse('bad-ties', 'the ties were not the same the second time')
  arena[start + length] = other << FLAG_BITS
  head[at + LENGTH] = length + 1
}

/** Sorts every list and drops repeated entries. Returns how many ties were dropped. */
function sortLists(slab: Slab, people: number): number {
  const { head, arena, info } = slab
  let kept = 0
  let given = 0
  for (let person = 0; person < people; person++) {
    const at = person * HEAD_WORDS
    const length = head[at + LENGTH]!
    if (length === 0) continue
    given += length
    const start = head[at + START]!
    sortWords(arena, start, length)
    let last = start
    for (let index = start + 1; index < start + length; index++) {
      if (arena[index] !== arena[last]) arena[++last] = arena[index]!
    }
    head[at + LENGTH] = last + 1 - start
    kept += last + 1 - start
  }
  info[ENTRIES] = kept
  return (given - kept) / 2
}

function sortWords(arena: Int32Array, start: number, length: number): void {
  if (length > 32) {
    // The built-in sort is several times slower on shared memory than on a copy.
    arena.set(arena.slice(start, start + length).sort(), start)
    return
  }
  for (let index = start + 1; index < start + length; index++) {
    const entry = arena[index]!
    let at = index
    for (; at > start && arena[at - 1]! > entry; at--) arena[at] = arena[at - 1]!
    arena[at] = entry
  }
}

/** Sets every person's SUM: the tie counts of the contacts added up, but for hubs. */
export function sumDegrees(graph: Graph): void {
  const { head, arena } = graph.ties
  useHubs(graph.hubs)
  for (let at = 0; at < head.length; at += HEAD_WORDS) {
    const start = head[at + START]!
    const end = start + head[at + LENGTH]!
    let sum = 0
    for (let index = start; index < end; index++) {
      const id = arena[index]! >>> FLAG_BITS
      if ((mayBeHub(arena[index]!) & 1) === 0 || hubOf(graph.hubs, id) < 0) sum += head[id * HEAD_WORDS + LENGTH]!
    }
    head[at + SUM] = sum
  }
}
