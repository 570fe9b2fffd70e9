/**
 * Changes. Each one is seen by readers whole or not at all; several are made one by `together`.
 */
import { checkTie, refuse } from './errors.ts'
import { BLOCKS, BY_OTHER, BY_OWNER, checkCount, COVERED, peopleIn, SUM, type Graph } from './graph.ts'
import { beginWrite, endWrite, PEOPLE } from './lock.ts'
import { growMasks, repairSome, tieClosed, tieOpened, touchTie } from './hub-masks.ts'
import { hubOf } from './hubs.ts'
import { ALL_FLAGS, findEntry, FLAG_BITS, growHeads, HEAD_WORDS, insertEntry, LENGTH, makeRoom } from './slab.ts'
import { MOST_PEOPLE, removeEntry, sweepSome, type Slab } from './slab.ts'

/**
 * Makes several changes one: readers in other threads see all of them or none. Readers wait meanwhile, so it should
 * last microseconds, not seconds. What was changed before a throw stays changed.
 */
export function together<Result>(graph: Graph, work: () => Result): Result {
  begin(graph)
  try {
    return work()
  } finally {
    end(graph)
  }
}

function begin(graph: Graph): void {
  if (!graph.alone) refuse('bad-rule', 'a reader of a shared graph cannot change it')
  graph.edits++
  if (graph.depth++ === 0) beginWrite(graph.control)
}

function end(graph: Graph): void {
  if (--graph.depth > 0) return
  repairSome(graph)
  // Closing holes moves lists but changes nothing that can be asked; it must be inside the lock all the same.
  sweepSome(graph.ties)
  sweepSome(graph.blocks)
  endWrite(graph.control)
}

/** Adds `count` people without ties. Returns the first new id. Throws `full` past the reserved room. */
export function addPeople(graph: Graph, count: number): number {
  const first = peopleIn(graph)
  checkCount('count of people to add', count, MOST_PEOPLE - first)
  return together(graph, () => {
    growHeads(graph.ties, first + count)
    growHeads(graph.blocks, first + count)
    growMasks(graph, first + count)
    graph.control[PEOPLE] = first + count
    return first
  })
}

/** Ties two people. Returns false if they were tied. Between people of whom one blocks the other it counts only once unblocked. */
export function connect(graph: Graph, a: number, b: number): boolean {
  checkTie(a, b, peopleIn(graph))
  begin(graph)
  try {
    const { ties } = graph
    touchTie(graph, a, b)
    if (findEntry(ties, a, b) >= 0) return false
    makeRoom(ties, a)
    makeRoom(ties, b)
    const flags = blockBetween(graph, a, b) ? COVERED : 0
    insertEntry(ties, a, ~findEntry(ties, a, b), (b << FLAG_BITS) | flags)
    insertEntry(ties, b, ~findEntry(ties, b, a), (a << FLAG_BITS) | flags)
    const { head } = ties
    head[a * HEAD_WORDS + SUM]! += costOf(graph, b)
    head[b * HEAD_WORDS + SUM]! += costOf(graph, a)
    if (flags === 0) tieOpened(graph, a, b)
    return true
  } finally {
    end(graph)
  }
}

/** What reading the person's list costs whoever has them as a contact: hubs are not read. */
function costOf(graph: Graph, person: number): number {
  return hubOf(graph.hubs, person) >= 0 ? 0 : graph.ties.head[person * HEAD_WORDS + LENGTH]!
}

/** Cuts the tie between two people, and with it its being hidden. Returns false if there was none. */
export function disconnect(graph: Graph, a: number, b: number): boolean {
  checkTie(a, b, peopleIn(graph))
  begin(graph)
  try {
    const { ties } = graph
    touchTie(graph, a, b)
    const inA = findEntry(ties, a, b)
    if (inA < 0) return false
    const { head } = ties
    const costA = head[a * HEAD_WORDS + SUM]! - costOf(graph, b)
    const costB = head[b * HEAD_WORDS + SUM]! - costOf(graph, a)
    const wasOpen = (ties.arena[inA]! & ALL_FLAGS) === 0
    removeEntry(ties, a, inA)
    removeEntry(ties, b, findEntry(ties, b, a))
    // Sums are only kept roughly (a contact's own new ties are not followed): never below the least they can be.
    head[a * HEAD_WORDS + SUM] = Math.max(costA, 0)
    head[b * HEAD_WORDS + SUM] = Math.max(costB, 0)
    if (wasOpen) tieClosed(graph, a, b)
    return true
  } finally {
    end(graph)
  }
}

/** Hides the tie on behalf of one of its two people. Returns false if there is none or that person hid it before. */
export function hide(graph: Graph, owner: number, other: number): boolean {
  return setHidden(graph, owner, other, true)
}

/** Takes back `hide`. A tie stays hidden as long as either of its people hides it. Returns false if nothing changed. */
export function reveal(graph: Graph, owner: number, other: number): boolean {
  return setHidden(graph, owner, other, false)
}

function setHidden(graph: Graph, owner: number, other: number, hidden: boolean): boolean {
  checkTie(owner, other, peopleIn(graph))
  begin(graph)
  try {
    const { ties } = graph
    const mine = findEntry(ties, owner, other)
    if (mine < 0) return false
    if (((ties.arena[mine]! & BY_OWNER) !== 0) === hidden) return false
    flagTie(graph, { a: owner, b: other, inA: mine }, [BY_OWNER, BY_OTHER], hidden)
    return true
  } finally {
    end(graph)
  }
}

/** Sets or takes back one flag at each end of a tie, which may open or close it. */
function flagTie(graph: Graph, tie: { a: number; b: number; inA: number }, flags: [number, number], on: boolean): void {
  const { ties } = graph
  const { a, b, inA } = tie
  const wasOpen = (ties.arena[inA]! & ALL_FLAGS) === 0
  setFlag(ties, inA, flags[0], on)
  setFlag(ties, findEntry(ties, b, a), flags[1], on)
  const isOpen = (ties.arena[inA]! & ALL_FLAGS) === 0
  if (isOpen && !wasOpen) tieOpened(graph, a, b)
  if (wasOpen && !isOpen) tieClosed(graph, a, b)
}

function setFlag(slab: Slab, index: number, flag: number, on: boolean): void {
  const entry = slab.arena[index]!
  slab.arena[index] = on ? entry | flag : entry & ~flag
}

/**
 * Lets `person` block `other`: from then on neither is a path for the other, they are out of each other's reach, and
 * a tie between them is no path for anybody. Returns false if `person` blocked `other` before.
 */
export function block(graph: Graph, person: number, other: number): boolean {
  checkTie(person, other, peopleIn(graph))
  begin(graph)
  try {
    const { blocks } = graph
    const mine = findEntry(blocks, person, other)
    if (mine >= 0) {
      if ((blocks.arena[mine]! & BY_OWNER) !== 0) return false
      setFlag(blocks, mine, BY_OWNER, true)
      setFlag(blocks, findEntry(blocks, other, person), BY_OTHER, true)
      return true
    }
    makeRoom(blocks, person)
    makeRoom(blocks, other)
    insertEntry(blocks, person, ~findEntry(blocks, person, other), (other << FLAG_BITS) | BY_OWNER)
    insertEntry(blocks, other, ~findEntry(blocks, other, person), (person << FLAG_BITS) | BY_OTHER)
    countBlocks(graph, person, other)
    coverTie(graph, person, other, true)
    return true
  } finally {
    end(graph)
  }
}

/** Takes back `block`. If `other` blocks `person` too, that stays. Returns false if there was nothing to take back. */
export function unblock(graph: Graph, person: number, other: number): boolean {
  checkTie(person, other, peopleIn(graph))
  begin(graph)
  try {
    const { blocks } = graph
    const mine = findEntry(blocks, person, other)
    if (mine < 0 || (blocks.arena[mine]! & BY_OWNER) === 0) return false
    if ((blocks.arena[mine]! & BY_OTHER) !== 0) {
      setFlag(blocks, mine, BY_OWNER, false)
      setFlag(blocks, findEntry(blocks, other, person), BY_OTHER, false)
      return true
    }
    removeEntry(blocks, person, mine)
    removeEntry(blocks, other, findEntry(blocks, other, person))
    countBlocks(graph, person, other)
    coverTie(graph, person, other, false)
    return true
  } finally {
    end(graph)
  }
}

function blockBetween(graph: Graph, a: number, b: number): boolean {
  return graph.ties.head[a * HEAD_WORDS + BLOCKS]! > 0 && findEntry(graph.blocks, a, b) >= 0
}

function countBlocks(graph: Graph, a: number, b: number): void {
  for (const person of [a, b]) {
    graph.ties.head[person * HEAD_WORDS + BLOCKS] = graph.blocks.head[person * HEAD_WORDS + LENGTH]!
  }
}

function coverTie(graph: Graph, a: number, b: number, covered: boolean): void {
  const inA = findEntry(graph.ties, a, b)
  if (inA >= 0) flagTie(graph, { a, b, inA }, [COVERED, COVERED], covered)
}
