/**
 * The masks of hubs through changes: bits are added when a tie opens; when one closes, masks become stale.
 *
 * A tie is open while it is neither hidden nor covered by a block. All of this runs inside a change. A mask that is
 * not stale has a bit exactly for every hub two open ties away (its own person aside, which no question asks for);
 * a stale one may have more, none has fewer.
 */
import { refuse } from './errors.ts'
import { SUM, type Graph, type Reader } from './graph.ts'
import {
  addHubsOf,
  hubOf,
  LAST_WORD,
  MASK_WORDS,
  mayBeHub,
  MOST_HUBS,
  noteHubs,
  openHubs,
  STALE,
  useHubs,
} from './hubs.ts'
import { sharedContact } from './mutual.ts'
import { ALL_FLAGS, FLAG_BITS, HEAD_WORDS, LENGTH, START, viewOf } from './slab.ts'

/** Whoever has fewer contacts is read as fast as a mask. */
const FEWEST = 256
/** A stale mask is made again after every so many changes, if it costs at most so many entries: a few microseconds. */
const REPAIR_EVERY = 64
const REPAIR_COST = 20_000

/**
 * Chooses the people with the most contacts, at least `fewest`, and makes everybody's mask. Before the graph is
 * shared: a reader opened earlier would not know them.
 */
export function chooseHubs(graph: Graph, people: number, fewest = FEWEST): void {
  const { head } = graph.ties
  const sizeOf = (person: number): number => head[person * HEAD_WORDS + LENGTH]!
  const many: number[] = []
  for (let person = 0; person < people; person++) if (sizeOf(person) >= fewest) many.push(person)
  const chosen = many.sort((one, other) => sizeOf(other) - sizeOf(one) || one - other).slice(0, MOST_HUBS)
  noteHubs(graph.hubs.bytes, chosen, chosen.length === 0 ? 0 : sizeOf(chosen.at(-1)!))
  graph.hubs = openHubs(graph.hubs.bytes)
  graph.stale.count = 0
  graph.stale.between.fill(0)
  graph.hubs.masks.fill(0)
  if (chosen.length === 0) return
  growMasks(graph, people)
  fillMasks(graph, people)
  chosen.forEach((id, hub) => addHubsOf(graph, id, graph.stale.between, hub * MASK_WORDS))
}

/** Makes masks for more people, if there are hubs. Throws `full` past the size reserved at the start. */
export function growMasks(graph: Graph, people: number): void {
  const { hubs } = graph
  const room = hubs.masks.length / MASK_WORDS
  if (hubs.count === 0 || people <= room) return
  const most = Math.floor(hubs.bytes.masks.maxByteLength / 4 / MASK_WORDS)
  if (people > most) refuse('full', `room for ${most} people was reserved, ${people} asked for`)
  hubs.bytes.masks.grow(Math.min(most, Math.max(people, room + (room >> 2))) * MASK_WORDS * 4)
  hubs.masks = viewOf(hubs.bytes.masks)
}

/** Gives every person's hubs to all of that person's contacts. */
function fillMasks(graph: Graph, people: number): void {
  const { masks } = graph.hubs
  const { head, arena } = graph.ties
  const own = new Int32Array(MASK_WORDS)
  for (let person = 0; person < people; person++) {
    own.fill(0)
    if (!addHubsOf(graph, person, own, 0)) continue
    const start = head[person * HEAD_WORDS + START]!
    const end = start + head[person * HEAD_WORDS + LENGTH]!
    for (let word = 0; word < MASK_WORDS; word++) {
      const bits = own[word]!
      if (bits === 0) continue
      for (let index = start; index < end; index++) {
        const entry = arena[index]!
        if ((entry & ALL_FLAGS) === 0) masks[(entry >>> FLAG_BITS) * MASK_WORDS + word]! |= bits
      }
    }
  }
}

/** Reads what a change of this tie will need, so that the memory brings it all at the same time. */
export function touchTie({ ties, hubs, scratch }: Graph, a: number, b: number): void {
  const { head, arena } = ties
  const lists = arena[head[a * HEAD_WORDS + START]!]! | arena[head[b * HEAD_WORDS + START]!]!
  scratch.touched = hubs.count === 0 ? lists : lists | hubs.masks[a * MASK_WORDS]! | hubs.masks[b * MASK_WORDS]!
}

/** After a tie became open: each end has the other's hubs two steps away, and a hub is so for the other's contacts. */
export function tieOpened(graph: Graph, a: number, b: number): void {
  const { hubs } = graph
  if (hubs.count === 0) return
  addHubsOf(graph, b, hubs.masks, a * MASK_WORDS)
  addHubsOf(graph, a, hubs.masks, b * MASK_WORDS)
  const hubA = hubOf(hubs, a)
  const hubB = hubOf(hubs, b)
  if (hubA >= 0) giveHub(graph, hubA, b)
  if (hubB >= 0) giveHub(graph, hubB, a)
  if (hubA >= 0 && hubB >= 0) tieHubs(graph, hubA, hubB, true)
}

/** Keeps which hubs have open ties with which, so that their lists need not be read to make a mask. */
function tieHubs({ stale: { between } }: Graph, one: number, other: number, tied: boolean): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const word = from * MASK_WORDS + (to >>> 5)
    between[word] = tied ? between[word]! | (1 << to) : between[word]! & ~(1 << to)
  }
}

function giveHub(graph: Graph, hub: number, person: number): void {
  const { masks } = graph.hubs
  const bit = 1 << hub
  const word = hub >>> 5
  eachOpen(graph, person, (contact) => {
    masks[contact * MASK_WORDS + word]! |= bit
  })
}

function eachOpen(graph: Graph, person: number, take: (contact: number) => void): void {
  const { head, arena } = graph.ties
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) {
    if ((arena[index]! & ALL_FLAGS) === 0) take(arena[index]! >>> FLAG_BITS)
  }
}

/** After an open tie was closed: what came through it may still come through another, or not. */
export function tieClosed(graph: Graph, a: number, b: number): void {
  const { hubs } = graph
  if (hubs.count === 0) return
  if (hasHub(graph, b)) markStale(graph, a)
  if (hasHub(graph, a)) markStale(graph, b)
  const hubA = hubOf(hubs, a)
  const hubB = hubOf(hubs, b)
  if (hubA >= 0) eachOpen(graph, b, (contact) => markStale(graph, contact))
  if (hubB >= 0) eachOpen(graph, a, (contact) => markStale(graph, contact))
  if (hubA >= 0 && hubB >= 0) tieHubs(graph, hubA, hubB, false)
}

function hasHub(graph: Graph, person: number): boolean {
  const { head, arena } = graph.ties
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  useHubs(graph.hubs)
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    if ((mayBeHub(entry) & 1) !== 0 && hubOf(graph.hubs, entry >>> FLAG_BITS) >= 0) return true
  }
  return false
}

function markStale(graph: Graph, person: number): void {
  const { masks } = graph.hubs
  const last = person * MASK_WORDS + LAST_WORD
  if ((masks[last]! & STALE) !== 0) return
  masks[last]! |= STALE
  const { stale } = graph
  if (stale.count === stale.people.length) {
    const longer = new Int32Array(stale.count * 2)
    longer.set(stale.people)
    stale.people = longer
  }
  stale.people[stale.count++] = person
}

/** Now and then makes one stale mask again. Called after every change. */
export function repairSome(graph: Graph): void {
  const { stale } = graph
  if (stale.count > 0 && graph.edits % REPAIR_EVERY === 0) repairMask(graph, stale.people[--stale.count]!)
}

/** One whose mask would take long to make stays stale. */
function repairMask(graph: Graph, person: number): void {
  const { masks } = graph.hubs
  if (graph.ties.head[person * HEAD_WORDS + SUM]! > REPAIR_COST) return
  const from = person * MASK_WORDS
  masks.fill(0, from, from + MASK_WORDS)
  eachOpen(graph, person, (contact) => {
    const hub = hubOf(graph.hubs, contact)
    if (hub < 0) addHubsOf(graph, contact, masks, from)
    else
      for (let word = 0; word < MASK_WORDS; word++) masks[from + word]! |= graph.stale.between[hub * MASK_WORDS + word]!
  })
}

/**
 * Whether one of the hubs in a mask is two open ties away from the person: one look at the person's mask, and if that
 * is stale a search for each hub in both. Inside a look, where nobody is barred.
 */
export function meetsHub(graph: Reader, own: Int32Array, person: number): boolean {
  const { masks } = graph.hubs
  const from = person * MASK_WORDS
  let met = 0
  for (let word = 0; word < MASK_WORDS; word++) {
    const wanted = own[word]!
    if (wanted !== 0) met |= wanted & masks[from + word]!
  }
  if (met === 0) return false
  return (masks[from + LAST_WORD]! & STALE) === 0 || searchHubs(graph, own, person)
}

function searchHubs(graph: Reader, own: Int32Array, person: number): boolean {
  const { masks, ids } = graph.hubs
  for (let word = 0; word < MASK_WORDS; word++) {
    let bits = own[word]! & masks[person * MASK_WORDS + word]!
    for (; bits !== 0; bits &= bits - 1) {
      const hub = word * 32 + 31 - Math.clz32(bits & -bits)
      if (sharedContact(graph, person, ids[hub]!, ALL_FLAGS) >= 0) return true
    }
  }
  return false
}
