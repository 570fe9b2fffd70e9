/**
 * Who is near to whom outside, in memory: the graph of connections as an index over the database. It is brought up to
 * the present moment before it is asked, whichever process made the change, and what it says is asked of the database
 * once more before anything is shown.
 */
import {
  type Graph,
  addPeople,
  block,
  buildGraph,
  connect,
  disconnect,
  hide,
  isBlocked,
  peopleIn,
  reveal,
  unblock,
  within,
} from '../../engines/social-distance/social-distance.ts'
import { coalesced } from '../../platform/coalesce.ts'
import type { Ctx, Db } from '../../platform/context.ts'
import { defineJob } from '../../platform/jobs.ts'
import * as queries from './nearness.queries.ts'

export { type Way, isOpenWay } from './nearness.access.ts'

/** What one member may ask of the index. */
export interface NearnessView {
  /** Whether somebody is at most so many steps (1 to 3) away, by the same rule as `within_degrees` in the database. */
  near(person: number, steps: number): boolean
  /**
   * Over whom somebody is that near, from the member's side: nobody, one or two people. Undefined when they are not.
   * The index claims it; `isOpenWay` asks the database.
   */
  over(person: number, steps: number): readonly number[] | undefined
  /** Whether one of the two blocks the other. */
  apart(person: number): boolean
}

export interface Nearness {
  /** Reads what changed since the last time. After it, everything that was committed before the call is known. */
  catchUp(): Promise<void>
  /** For one member, until the next `catchUp`. */
  viewOf(person: number): NearnessView
}

/** Reads the whole graph: some seconds for a million members. */
export async function openNearness(db: Db): Promise<Nearness> {
  const { snapshot, people, pairs } = await queries.selectAllPairs(db)
  const connected = pairs.filter((pair) => pair.connected)
  const { graph } = buildGraph({
    people: people + 1,
    ties: (tie) => connected.forEach((pair) => tie(pair.lowerId, pair.higherId)),
  })
  for (const pair of pairs) applyPair(graph, pair)
  let known = snapshot
  return {
    catchUp: coalesced(async () => {
      const changed = await queries.selectChangedPairs(db, known)
      for (const pair of changed.pairs) applyPair(graph, pair)
      known = changed.snapshot
    }),
    viewOf(person) {
      if (person >= peopleIn(graph)) addPeople(graph, person + 1 - peopleIn(graph))
      const test = within(graph, person, 3, 'direct')
      const people = peopleIn(graph)
      return {
        near: (other, steps) => other < people && test.includes(other, steps),
        over: (other, steps) => (other < people ? test.stops(other, steps) : undefined),
        apart: (other) => other < people && isBlocked(graph, person, other),
      }
    },
  }
}

/** Brings the two as they stand in the database into the graph; the same again changes nothing. */
function applyPair(graph: Graph, pair: queries.Pair): void {
  const { lowerId, higherId } = pair
  if (higherId >= peopleIn(graph)) addPeople(graph, higherId + 1 - peopleIn(graph))
  if (pair.connected) connect(graph, lowerId, higherId)
  else disconnect(graph, lowerId, higherId)
  if (pair.connected) {
    ;(pair.hiddenByLower ? hide : reveal)(graph, lowerId, higherId)
    ;(pair.hiddenByHigher ? hide : reveal)(graph, higherId, lowerId)
  }
  ;(pair.lowerBlocks ? block : unblock)(graph, lowerId, higherId)
  ;(pair.higherBlocks ? block : unblock)(graph, higherId, lowerId)
}

/** Once a day: changes that every living index has read are forgotten. */
export const forgetOldTieChanges = defineJob('forget-old-tie-changes', (ctx: Ctx) => queries.deleteOldTieChanges(ctx), {
  cron: '41 2 * * *',
})
