/** Where the bytes of a graph are. */
import type { Reader } from './graph.ts'
import { peopleIn } from './graph.ts'
import { END, ENTRIES, type Slab, WASTE } from './slab.ts'
import { scratchBytes } from './scratch.ts'

/** One slab's share. All in bytes but `entries`; `head` + `arena` is what it takes. */
export type SlabMemory = {
  /** List entries: two for every tie, two for every pair with a block between. */
  entries: number
  head: number
  arena: number
  /** Of the arena: entries; holes left by lists that moved; all the rest is room in lists and at the end. */
  used: number
  holes: number
  /** To how much the arena may grow. */
  reserved: number
}

/** The memory of a graph. `total` is shared memory plus this thread's work space, but for what all its graphs share. */
export type Memory = {
  people: number
  ties: SlabMemory
  blocks: SlabMemory
  hubs: number
  scratch: number
  total: number
}

/** Reports the memory of a graph in bytes. While a writer changes it the figures may be of different moments. */
export function memory(graph: Reader): Memory {
  const ties = slabMemory(graph.ties)
  const blocks = slabMemory(graph.blocks)
  const scratch = scratchBytes(graph.scratch)
  const hubs = graph.hubs.bytes.masks.byteLength + graph.hubs.bytes.chosen.byteLength
  const total = ties.head + ties.arena + blocks.head + blocks.arena + hubs + scratch + graph.control.byteLength
  return { people: peopleIn(graph), ties, blocks, hubs, scratch, total }
}

function slabMemory({ bytes, info }: Slab): SlabMemory {
  return {
    entries: info[ENTRIES]!,
    head: bytes.head.byteLength,
    arena: bytes.arena.byteLength,
    used: info[ENTRIES]! * 4,
    holes: Math.min(info[WASTE]!, info[END]!) * 4,
    reserved: bytes.arena.maxByteLength,
  }
}
