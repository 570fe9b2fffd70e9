/** Over whom two people are near: a path that somebody else can check tie by tie. */
import { BLOCKS, type Reader } from './graph.ts'
import { SECOND } from './kept-sets.ts'
import { markBlocked, unmarkBlocked, WORD_SHIFT } from './marks.ts'
import { sharedContact } from './mutual.ts'
import { FLAG_BITS, HEAD_WORDS, LENGTH, START } from './slab.ts'

/** From whom and over which ties. `marks`: those of the sets of `viewer` by the same rule, if they are made. */
export type Ways = { viewer: number; bar: number; marks: Uint8Array | undefined }

/**
 * The people between the viewer and a person who is `steps` (0 to 3) away, from the viewer's side; undefined if there is
 * no path of that length. Inside a look.
 */
export function findStops(graph: Reader, ways: Ways, person: number, steps: number): number[] | undefined {
  if (steps < 2) return []
  if (steps === 2) {
    // A contact of whom one blocks the other is no contact: nobody has to be barred.
    const stop = sharedContact(graph, ways.viewer, person, ways.bar)
    return stop < 0 ? undefined : [stop]
  }
  const { head } = graph.ties
  const { barred } = graph.scratch
  const hasBlocks = (head[ways.viewer * HEAD_WORDS + BLOCKS]! | head[person * HEAD_WORDS + BLOCKS]!) !== 0
  if (!hasBlocks) return twoStops(graph, ways, person)
  markBlocked(graph, ways.viewer, barred)
  markBlocked(graph, person, barred)
  const stops = twoStops(graph, ways, person)
  unmarkBlocked(graph, ways.viewer, barred)
  unmarkBlocked(graph, person, barred)
  return stops
}

/** A contact of the person who shares one with the viewer, and that one; nobody who is marked as barred. */
function twoStops(graph: Reader, { viewer, bar, marks }: Ways, person: number): number[] | undefined {
  const { head, arena } = graph.ties
  const { barred } = graph.scratch
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    if ((entry & bar) !== 0) continue
    const last = entry >>> FLAG_BITS
    if (((barred[entry >>> WORD_SHIFT]! >>> last) & 1) !== 0) continue
    if (marks !== undefined && (marks[last]! & SECOND) === 0) continue
    const first = sharedContact(graph, viewer, last, bar)
    if (first >= 0) return [first, last]
  }
  return undefined
}
