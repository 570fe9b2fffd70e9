/**
 * The same graph written the plain way, for tests: sets of contacts and a breadth-first search from one end.
 * It shares no code and no data layout with the engine, only the words of its contract.
 */
import assert from 'node:assert/strict'
import type { HiddenTies } from './social-distance.ts'

const FAR = 255

export type PlainGraph = {
  people: number
  /** Contacts of each person, and by whom the tie is hidden. */
  ties: Map<number, Set<number>>[]
  /** Whom each person blocks. */
  blocks: Set<number>[]
}

export function plainGraph(people: number): PlainGraph {
  const graph: PlainGraph = { people: 0, ties: [], blocks: [] }
  plainAdd(graph, people)
  return graph
}

export function plainAdd(graph: PlainGraph, count: number): void {
  for (let added = 0; added < count; added++) {
    graph.ties.push(new Map())
    graph.blocks.push(new Set())
  }
  graph.people += count
}

export type Change = 'connect' | 'disconnect' | 'hide' | 'reveal' | 'block' | 'unblock'

/** Makes a change; returns whether anything changed. */
export function plainChange(graph: PlainGraph, change: Change, a: number, b: number): boolean {
  const tiesA = graph.ties[a]!
  const tiesB = graph.ties[b]!
  const hiders = tiesA.get(b)
  switch (change) {
    case 'connect': {
      if (hiders) return false
      const nobody = new Set<number>()
      tiesA.set(b, nobody)
      tiesB.set(a, nobody)
      return true
    }
    case 'disconnect':
      tiesB.delete(a)
      return tiesA.delete(b)
    case 'hide':
      if (!hiders || hiders.has(a)) return false
      hiders.add(a)
      return true
    case 'reveal':
      return hiders?.delete(a) ?? false
    case 'block':
      if (graph.blocks[a]!.has(b)) return false
      graph.blocks[a]!.add(b)
      return true
    case 'unblock':
      return graph.blocks[a]!.delete(b)
  }
}

function blocked(graph: PlainGraph, a: number, b: number): boolean {
  return graph.blocks[a]!.has(b) || graph.blocks[b]!.has(a)
}

/** Steps from a to b by breadth-first search, or 255. */
export function plainDistance(graph: PlainGraph, a: number, b: number, max: number, hidden: HiddenTies): number {
  if (a === b) return 0
  if (blocked(graph, a, b)) return FAR
  const reached = new Map([[a, 0]])
  const queue = [a]
  for (let person = queue.shift(); person !== undefined; person = queue.shift()) {
    const steps = reached.get(person)! + 1
    if (steps > max) continue
    for (const [next, hiders] of graph.ties[person]!) {
      const known = person === a && next === b && hidden === 'direct'
      if (hiders.size > 0 && hidden !== 'walk' && !known) continue
      if (blocked(graph, person, next)) continue
      if (next === b) return steps
      if (reached.has(next) || blocked(graph, a, next) || blocked(graph, b, next)) continue
      reached.set(next, steps)
      queue.push(next)
    }
  }
  return FAR
}

/** The contacts that may be shown as shared. */
export function plainMutual(graph: PlainGraph, a: number, b: number): number[] {
  if (blocked(graph, a, b)) return []
  const shared: number[] = []
  for (const [person, hiders] of graph.ties[a]!) {
    const hidersB = graph.ties[b]!.get(person)
    if (!hidersB || hidersB.size > 0 || hiders.size > 0) continue
    if (!blocked(graph, a, person) && !blocked(graph, b, person)) shared.push(person)
  }
  return shared.toSorted((one, other) => one - other)
}

/** A small seeded generator of numbers from 0 to 1 (mulberry32), for long runs that must be the same each time. */
export function seeded(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** How often a property is tried: the argument, times SOCIAL_DISTANCE_TIMES when that is set. */
export function runs(usual: number): number {
  const times = Number(process.env['SOCIAL_DISTANCE_TIMES'] ?? 1)
  assert.ok(times > 0, 'SOCIAL_DISTANCE_TIMES must be a number above 0')
  return Math.ceil(usual * times)
}
