/**
 * What a graph is made of: a slab of ties, a slab of blocks, the shared control words, and the private
 * work space of one thread.
 */
import { refuse } from './errors.ts'
import { beginRead, CONTROL_WORDS, endRead, MAGIC, makeTurn, PEOPLE, SEQUENCE, type Turn } from './lock.ts'
import { ALL_FLAGS, MOST_PEOPLE, makeSlab, openSlab, refreshSlab } from './slab.ts'
import type { Slab, SlabBytes, SlabRoom } from './slab.ts'
import { makeHubs, makeStale, openHubs, refreshHubs, type HubBytes, type Hubs, type Stale } from './hubs.ts'
import { fitScratch, forgetMarks, makeScratch, type Scratch } from './scratch.ts'

/** A person is this far away, or farther than was asked, or out of reach because of a block. Larger than any distance. */
export const FAR = 255
/** The farthest distance that can be asked for. */
export const MOST_STEPS = 4

/** Head words of the tie slab beside START and LENGTH. */
export const SUM = 2 // of the tie counts of a person's contacts: what a scan of the second degree costs, kept roughly
export const BLOCKS = 3 // entries in the person's block list, so that most reads never touch the block slab

/** Flags of an entry in the list of a tie's or block's owner. */
export const BY_OWNER = 1 // hidden, or blocked, by the person whose list this is
export const BY_OTHER = 2 // hidden, or blocked, by the person in the entry
export const COVERED = 4 // a tie between two people of whom one blocks the other

/**
 * What a hidden tie counts for. `direct`: only between its own two people, who both know it. `walk`: as any other
 * tie. `skip`: not at all, as for a stranger who looks on. Listings (`mutual`) never show one.
 */
export type HiddenTies = 'direct' | 'walk' | 'skip'

/** Everything another thread needs to read the graph; can be sent with `postMessage` or as `workerData`. */
export type SharedGraph = { control: SharedArrayBuffer; ties: SlabBytes; blocks: SlabBytes; hubs: HubBytes }

/** A graph that can be asked. One per thread: the work space is not shared. */
export type Reader = {
  readonly control: Int32Array
  readonly ties: Slab
  readonly blocks: Slab
  hubs: Hubs
  readonly scratch: Scratch
  readonly turn: Turn
  /** True in the thread that writes: nothing changes while it reads. */
  readonly alone: boolean
  /** The count of changes up to which the last answer is true (see `changes`). */
  seen: number
  /** What work kept from an earlier question is valid for: the sequence, or in the writing thread `Graph.edits`. */
  moment: number
}

/** A graph that can be changed: only in the thread that made it. */
export type Graph = Reader & {
  readonly alone: true
  /** How many `together` are open. */
  depth: number
  /** Changes begun, also inside one `together`, where the sequence stands still. */
  edits: number
  /** Whose masks of hubs may have bits too many. */
  readonly stale: Stale
}

const FORMAT = 0x54534431

/** How much is reserved (not used) for growth. */
export type Room = {
  /** People that may be added in all; at least 65,536 or four times the first count when left out. */
  maxPeople?: number | undefined
  /** Words (4 bytes) that the lists of ties may grow to; at least 16 million or four times the first when left out. */
  maxWords?: number | undefined
}

/** An empty graph in shared memory. `tieWords` and `blockWords`: arena sizes to start with. */
export function makeGraph(people: number, tieWords: number, blockWords: number, room: Room): Graph {
  checkCount('people', people, MOST_PEOPLE)
  const maxPeople = Math.max(people, Math.min(MOST_PEOPLE, room.maxPeople ?? Math.max(people * 4, 1 << 16)))
  const slabRoom = (words: number): SlabRoom => ({
    people,
    maxPeople,
    words,
    maxWords: Math.max(words, Math.min(2 ** 31 - 2, room.maxWords ?? Math.max(words * 4, 1 << 24))),
  })
  checkCount('maxPeople', maxPeople, MOST_PEOPLE)
  checkCount('maxWords', slabRoom(0).maxWords, 2 ** 31 - 2)
  const control = new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4))
  control[MAGIC] = FORMAT
  control[PEOPLE] = people
  const ties = makeSlab(slabRoom(tieWords))
  const blocks = makeSlab(slabRoom(blockWords))
  const hubs = makeHubs(maxPeople)
  const reader = { control, ties, blocks, hubs, scratch: makeScratch(people), turn: makeTurn(), seen: 0, moment: 0 }
  return { ...reader, alone: true, depth: 0, edits: 0, stale: makeStale() }
}

/** Throws `bad-size` unless the value is a whole number from 0 to `most`. */
export function checkCount(name: string, value: number, most: number): void {
  if (!(Number.isInteger(value) && value >= 0 && value <= most)) {
    refuse('bad-size', `${name} is ${value}; it must be a whole number from 0 to ${most}`)
  }
}

/** The shared bytes of a graph, for `openReader` in another thread. They stay the same bytes for ever. */
export function share(graph: Reader): SharedGraph {
  return {
    control: graph.control.buffer as SharedArrayBuffer,
    ties: graph.ties.bytes,
    blocks: graph.blocks.bytes,
    hubs: graph.hubs.bytes,
  }
}

/** Opens a graph that another thread writes. Throws `bad-snapshot` when these are not the bytes of a graph. */
export function openReader(shared: SharedGraph): Reader {
  const control = new Int32Array(shared.control)
  if (control[MAGIC] !== FORMAT) refuse('bad-snapshot', 'these are not the shared bytes of a graph')
  return {
    control,
    ties: openSlab(shared.ties),
    blocks: openSlab(shared.blocks),
    hubs: openHubs(shared.hubs),
    scratch: makeScratch(Atomics.load(control, PEOPLE)),
    turn: makeTurn(),
    alone: false,
    seen: 0,
    moment: 0,
  }
}

/** How many people the graph holds: their ids are 0 to this minus 1. */
export function peopleIn(graph: Reader): number {
  return Atomics.load(graph.control, PEOPLE)
}

/** How many changes have been made in all. Starts at 0; goes on from 0 again after two thousand million. */
export function changes(graph: Reader): number {
  return Atomics.load(graph.control, SEQUENCE) >>> 1
}

/** Begins a read of one moment; `endLook` says whether it was one. Nothing in between may throw. */
export function beginLook(graph: Reader): void {
  if (graph.alone) {
    graph.turn.sequence = graph.control[SEQUENCE]!
    graph.moment = (graph as Graph).edits
  } else {
    beginRead(graph.control, graph.turn)
    graph.moment = graph.turn.sequence
  }
  const people = graph.control[PEOPLE]!
  refreshSlab(graph.ties, people)
  refreshSlab(graph.blocks, people)
  refreshHubs(graph.hubs, people)
  fitScratch(graph.scratch, people)
}

/** True: the answer holds, and `seen` tells its moment. False: throw the answer away and look again. */
export function endLook(graph: Reader): boolean {
  if (!graph.alone && !endRead(graph.control, graph.turn)) {
    // Marks are taken back by the lists that set them; those may have changed under us.
    forgetMarks(graph.scratch)
    return false
  }
  graph.seen = graph.turn.sequence >>> 1
  return true
}

/** Throws `bad-maximum` unless 0 ≤ max ≤ 4 and whole. */
export function checkMaximum(max: number): void {
  if (!(Number.isInteger(max) && max >= 0 && max <= MOST_STEPS)) {
    refuse(
      'bad-maximum',
      `the farthest distance asked for is ${max}; it must be a whole number from 0 to ${MOST_STEPS}`,
    )
  }
}

/** Throws `bad-rule` unless this is one of the three rules. */
export function checkRule(hidden: HiddenTies): void {
  if (hidden !== 'direct' && hidden !== 'walk' && hidden !== 'skip') {
    refuse('bad-rule', `hidden ties can be direct, walk or skip, not ${String(hidden)}`)
  }
}

/** Flags that keep a tie from being a step of a path. */
export function pathBar(hidden: HiddenTies): number {
  return hidden === 'walk' ? COVERED : ALL_FLAGS
}

/** Flags that keep a tie from counting between its own two people. */
export function directBar(hidden: HiddenTies): number {
  return hidden === 'skip' ? ALL_FLAGS : COVERED
}
