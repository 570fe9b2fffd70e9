/**
 * Hubs: the people with the most contacts, and for everybody which of them are two steps away.
 *
 * Most of a second degree comes from a few very long lists. Instead of reading those, each person has a mask with one
 * bit for each hub who is a contact of one of their contacts, both ties open (neither hidden nor covered by a block).
 * Three steps from a hub's contact are then an `and` of two masks. (Source: a landmark index, Potamianou, Goldberg and
 * Harrelson 2005, kept only for the answer "within two steps", as the bit-parallel labels of Akiba, Iwata, Yoshida,
 * "Fast exact shortest-path distance queries on large networks by pruned landmark labeling", SIGMOD 2013.)
 *
 * The hubs are chosen when a graph is built or restored and stay the same; a hub that shrinks or somebody else who
 * grows costs time, never a right answer. Closing a tie leaves bits that may be too many: the mask is then marked
 * stale and every bit of it is checked when it matters, until the writer has made it again (see `hub-masks.ts`).
 */
import type { Reader } from './graph.ts'
import { WORD_SHIFT } from './marks.ts'
import { ALL_FLAGS, FLAG_BITS, HEAD_WORDS, LENGTH, reserve, START, viewOf } from './slab.ts'

/** Words of a person's mask: half a cache line. */
export const MASK_WORDS = 8
/** One bit for each hub; the last bit of a mask says that it is stale. */
export const MOST_HUBS = MASK_WORDS * 32 - 1
export const LAST_WORD = MASK_WORDS - 1
export const STALE = 1 << 31

/** Words of `chosen`: how many hubs, the contacts of the smallest when they were chosen, then their ids. */
const COUNT = 0
const LEAST = 1
const IDS = 2

/** Slots of the private table from ids to hubs; few are used, so that most look-ups end at the first. */
const SLOTS = 1 << 12

/** The shared bytes of hubs and masks, as handed to another thread. */
export type HubBytes = { chosen: SharedArrayBuffer; masks: SharedArrayBuffer }

/** Hubs as one thread sees them. `masks` is replaced when the shared bytes have grown. */
export type Hubs = {
  bytes: HubBytes
  count: number
  /** Contacts of the smallest hub when they were chosen: whoever has fewer now need not be looked up. */
  least: number
  ids: Int32Array
  masks: Int32Array
  /** By slot: a hub's id plus 1, or 0; and which hub that is. */
  keys: Int32Array
  places: Int32Array
}

/**
 * What only the writing thread keeps: a stack of the people whose masks are stale, and for each hub a mask of the hubs
 * it has open ties with.
 */
export type Stale = { people: Int32Array; count: number; between: Int32Array }

export function makeStale(): Stale {
  return { people: new Int32Array(64), count: 0, between: new Int32Array(MOST_HUBS * MASK_WORDS) }
}

/** No hubs yet, and room for the masks of so many people. Throws `full` if the system cannot reserve the memory. */
export function makeHubs(maxPeople: number): Hubs {
  return openHubs({
    chosen: new SharedArrayBuffer((IDS + MOST_HUBS) * 4),
    masks: reserve(0, maxPeople * MASK_WORDS),
  })
}

/** The view of hubs that another thread chose. */
export function openHubs(bytes: HubBytes): Hubs {
  const chosen = new Int32Array(bytes.chosen)
  const count = chosen[COUNT]!
  const hubs: Hubs = {
    bytes,
    count,
    least: chosen[LEAST]!,
    ids: chosen.slice(IDS, IDS + count),
    masks: viewOf(bytes.masks),
    keys: new Int32Array(SLOTS),
    places: new Int32Array(SLOTS),
  }
  hubs.ids.forEach((id, hub) => {
    let slot = id & (SLOTS - 1)
    while (hubs.keys[slot] !== 0) slot = (slot + 1) & (SLOTS - 1)
    hubs.keys[slot] = id + 1
    hubs.places[slot] = hub
  })
  return hubs
}

/** Notes the hubs, largest first, in the shared bytes. `least`: contacts of the last of them. */
export function noteHubs(bytes: HubBytes, ids: ArrayLike<number>, least: number): void {
  const chosen = new Int32Array(bytes.chosen)
  chosen[COUNT] = ids.length
  chosen[LEAST] = least
  chosen.set(ids, IDS)
}

/** A bitset over the low bits of the ids of hubs, for the hubs used last: a constant, whose place the compiler knows. */
const FILTER_WORDS = 1 << 9
const filter = new Int32Array(FILTER_WORDS)
let filtered: Int32Array | undefined

/** Makes `mayBeHub` speak of these hubs: costs something only when others were used before. */
export function useHubs({ ids }: Hubs): void {
  if (filtered === ids) return
  filtered = ids
  filter.fill(0)
  for (const id of ids) filter[(id >>> 5) & (FILTER_WORDS - 1)]! |= 1 << id
}

/** In the lowest bit: 0 if the person in this entry is no hub, 1 if they may be. The other bits mean nothing. */
export function mayBeHub(entry: number): number {
  return filter[(entry >>> WORD_SHIFT) & (FILTER_WORDS - 1)]! >>> (entry >>> FLAG_BITS)
}

/** Which hub the person is, or -1. */
export function hubOf(hubs: Hubs, person: number): number {
  const { keys } = hubs
  let slot = person & (SLOTS - 1)
  for (let key = keys[slot]!; key !== 0; key = keys[slot]!) {
    if (key === person + 1) return hubs.places[slot]!
    slot = (slot + 1) & (SLOTS - 1)
  }
  return -1
}

/** The ids of the hubs in a mask. */
export function hubsIn({ ids }: Hubs, mask: Int32Array): number[] {
  const found: number[] = []
  for (let word = 0; word < MASK_WORDS; word++) {
    for (let bits = mask[word]!; bits !== 0; bits &= bits - 1)
      found.push(ids[word * 32 + 31 - Math.clz32(bits & -bits)]!)
  }
  return found
}

/** The contacts of all hubs among the person's contacts added up: what `SUM` leaves out. */
export function hubSum(graph: Reader, person: number): number {
  const { head, arena } = graph.ties
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  let sum = 0
  useHubs(graph.hubs)
  for (let index = start; index < end; index++) {
    const id = arena[index]! >>> FLAG_BITS
    if ((mayBeHub(arena[index]!) & 1) !== 0 && hubOf(graph.hubs, id) >= 0) sum += head[id * HEAD_WORDS + LENGTH]!
  }
  return sum
}

/** Adds the hubs among the person's open contacts to the mask that begins at `to`. Returns whether there is any. */
export function addHubsOf(graph: Reader, person: number, masks: Int32Array, to: number): boolean {
  const { hubs } = graph
  const { head, arena } = graph.ties
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  let any = false
  useHubs(hubs)
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    if ((mayBeHub(entry) & 1) === 0) continue
    const hub = hubOf(hubs, entry >>> FLAG_BITS)
    if (hub < 0 || (entry & ALL_FLAGS) !== 0) continue
    masks[to + (hub >>> 5)]! |= 1 << hub
    any = true
  }
  return any
}

/** Looks again at masks that the writer may have made room in since. */
export function refreshHubs(hubs: Hubs, people: number): void {
  if (hubs.count > 0 && people * MASK_WORDS > hubs.masks.length) hubs.masks = viewOf(hubs.bytes.masks)
}
