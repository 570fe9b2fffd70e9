/**
 * A first page of people for one viewer: the two sides meet in the middle, and nothing is kept.
 *
 * Hubs are not read at all: whoever has one of the viewer's hubs two steps away is three steps away at most (see
 * `hubs.ts`). What is left is read from the cheaper side: the contacts of all who are still open are noted in a folded
 * set and the viewer's second degree is streamed against it once; or the viewer's contacts are marked and the second
 * degree of each who is open is streamed against them.
 */
import { BLOCKS, directBar, FAR, pathBar, SUM, type HiddenTies, type Reader } from './graph.ts'
import {
  clearFold,
  firstNoted,
  mayBeNoted,
  MOST_NOTED,
  MOST_ON_PAGE,
  nextNoted,
  notedAt,
  noteId,
  noteList,
} from './fold.ts'
import { addHubsOf, hubOf, hubsIn, MASK_WORDS, mayBeHub, useHubs } from './hubs.ts'
import { meetsHub } from './hub-masks.ts'
import { touchLists, WORD_SHIFT } from './marks.ts'
import { stepsBetween } from './pairs.ts'
import { fitLists } from './scratch.ts'
import { ALL_FLAGS, findEntry, FLAG_BITS, HEAD_WORDS, LENGTH, START } from './slab.ts'

/** Fewer people are cheaper as pairs; more contacts would fill the folded set. */
const FEWEST = 4
const MOST_CONTACTS = MOST_NOTED - MOST_ON_PAGE
/** Without masks: a viewer with more contacts costs more than pairs. */
const MOST_OWN = 512
/** One pair costs about as much as streaming this many entries. */
const PAIR_COST = 2500
/** So many hubs are searched for one by one in each list; of more, each list is read once. */
const FEW_HUBS = 2

// Of the present look: constants, whose place the compiler knows.
/** Where the list of each who is asked about starts, and how long it is. */
const starts = new Int32Array(MOST_ON_PAGE)
const lengths = new Int32Array(MOST_ON_PAGE)
/** The hubs among the viewer's contacts by open ties, and among another's. */
const own = new Int32Array(MASK_WORDS)
const theirs = new Int32Array(MASK_WORDS)
/** A bitset over the low bits of ids: the viewer's hubs, or all the viewer's contacts. Wiped when begun. */
const MARK = (1 << 12) - 1
const marks = new Int32Array(MARK + 1)

type Page = { viewer: number; hidden: HiddenTies; bar: number; people: ArrayLike<number>; steps: Uint8Array }

/**
 * Writes the steps (up to 3) from the viewer to each of the people and returns true; or returns false if this is no
 * page for meeting in the middle. Inside a look.
 */
export function meetPage(
  graph: Reader,
  viewer: number,
  hidden: HiddenTies,
  people: ArrayLike<number>,
  steps: Uint8Array,
): boolean {
  const { head } = graph.ties
  const mine = viewer * HEAD_WORDS
  if (people.length < FEWEST || people.length > MOST_ON_PAGE || head[mine + BLOCKS]! !== 0) return false
  const guarded = locateLists(graph, viewer, people)
  if (guarded < 0) return false
  const page: Page = { viewer, hidden, bar: pathBar(hidden), people, steps }
  // A mask has the hubs behind open ties: it says nothing of a path of hidden ones.
  const masked = page.bar === ALL_FLAGS
  own.fill(0)
  useHubs(graph.hubs)
  const hasHubs = masked && graph.hubs.count > 0 && addHubsOf(graph, viewer, own, 0)
  touchPeople(graph, people, hasHubs)
  const most = decide(graph, page, hasHubs)
  if (head[mine + SUM]! <= most || (!masked && head[mine + LENGTH]! <= MOST_OWN)) streamViewer(graph, page, hasHubs)
  else if (masked && most <= PAIR_COST * people.length) streamPeople(graph, page)
  else return false
  if (guarded > 0) searchGuarded(graph, page)
  return true
}

/**
 * Notes where the lists of all who are asked about are. Returns -1 when they have too many
 * contacts in all, else something above 0 if somebody has blocks.
 */
function locateLists(graph: Reader, viewer: number, people: ArrayLike<number>): number {
  const { head, arena } = graph.ties
  // Asked for first: the lists of the viewer's contacts, found through this one, are farthest away.
  const touched = arena[head[viewer * HEAD_WORDS + START]!]!
  let total = 0
  let blocks = 0
  for (let at = 0; at < people.length; at++) {
    const mark = people[at]! * HEAD_WORDS
    starts[at] = head[mark + START]!
    total += lengths[at] = head[mark + LENGTH]!
    blocks |= head[mark + BLOCKS]!
  }
  graph.scratch.touched = touched
  return total > MOST_CONTACTS ? -1 : blocks
}

/** Brings the lists of all who are asked about near, and if wanted their masks of hubs. */
function touchPeople(graph: Reader, people: ArrayLike<number>, hasHubs: boolean): void {
  const { arena } = graph.ties
  const { masks } = graph.hubs
  let touched = 0
  for (let at = 0; at < people.length; at++) {
    if (hasHubs) touched |= masks[people[at]! * MASK_WORDS]!
    // Nobody's list begins at word 0; reading there for somebody without ties does no harm.
    const start = starts[at]!
    const last = Math.max(0, lengths[at]! - 1)
    touched |= arena[start]! | arena[start + Math.min(16, last)]! | arena[start + Math.min(32, last)]!
  }
  graph.scratch.touched = touched
}

/** Writes 3 for whoever is so near through a hub, FAR for others. Returns what it costs to stream those others. */
function decide(graph: Reader, { people, steps }: Page, hasHubs: boolean): number {
  const { head } = graph.ties
  let cost = 0
  for (let at = 0; at < people.length; at++) {
    steps[at] = hasHubs && meetsHub(graph, own, people[at]!) ? 3 : FAR
    if (steps[at] === FAR) cost += head[people[at]! * HEAD_WORDS + SUM]! + lengths[at]!
  }
  return cost
}

/** The viewer's second degree against the contacts of all who are open, and against all who are asked about. */
function streamViewer(graph: Reader, page: Page, hasHubs: boolean): void {
  const lists = gatherLists(graph, page)
  touchLists(graph, lists)
  noteOpen(graph, page)
  streamLists(graph, lists, page)
  meetFirst(graph, page, hasHubs)
  clearFold()
}

/** Notes where the lists of the viewer's contacts who may be stops are, but for hubs. Returns how many lists. */
function gatherLists(graph: Reader, { viewer, bar }: Page): number {
  const { arena, head } = graph.ties
  const start = head[viewer * HEAD_WORDS + START]!
  const length = head[viewer * HEAD_WORDS + LENGTH]!
  fitLists(graph.scratch, length)
  const { starts: from, lengths: sizes } = graph.scratch
  const { hubs } = graph
  const masked = bar === ALL_FLAGS
  let lists = 0
  for (let index = start; index < start + length; index++) {
    const entry = arena[index]!
    const id = entry >>> FLAG_BITS
    if ((entry & bar) !== 0 || (masked && (mayBeHub(entry) & 1) !== 0 && hubOf(hubs, id) >= 0)) continue
    from[lists] = head[id * HEAD_WORDS + START]!
    sizes[lists++] = head[id * HEAD_WORDS + LENGTH]!
  }
  return lists
}

/** Notes all who are asked about, and the contacts of those who are open. */
function noteOpen({ ties: { arena } }: Reader, { people, steps }: Page): void {
  for (let at = 0; at < people.length; at++) {
    noteId(people[at]!, at)
    if (steps[at] === FAR) noteList(arena, starts[at]!, starts[at]! + lengths[at]!, at)
  }
}

function streamLists(graph: Reader, lists: number, page: Page): void {
  const { arena } = graph.ties
  const { starts: from, lengths: sizes } = graph.scratch
  for (let list = 0; list < lists; list++) {
    let index = from[list]!
    const end = index + sizes[list]!
    // Four at a time, because one branch for each entry costs more than the rest.
    for (; index + 3 < end; index += 4) {
      const bytes =
        mayBeNoted(arena[index]!) |
        mayBeNoted(arena[index + 1]!) |
        mayBeNoted(arena[index + 2]!) |
        mayBeNoted(arena[index + 3]!)
      if (bytes === 0) continue
      for (let at = index; at < index + 4; at++) if (mayBeNoted(arena[at]!) !== 0) meetEntry(graph, arena[at]!, page)
    }
    for (; index < end; index++) if (mayBeNoted(arena[index]!) !== 0) meetEntry(graph, arena[index]!, page)
  }
}

/** Somebody of the viewer's second degree who may be asked about, or be a contact of some who are. */
function meetEntry(graph: Reader, entry: number, { bar, people, steps }: Page): void {
  if ((entry & bar) !== 0) return
  const id = entry >>> FLAG_BITS
  for (let turn = firstNoted(id); turn >= 0; turn = nextNoted(id, turn)) {
    const at = notedAt(id, turn)
    if (people[at] === id) steps[at] = 2
    else if (steps[at] === FAR && holds(graph, at, id, bar)) steps[at] = 3
  }
}

/** Whether one who is asked about has this contact, by a tie without one of the flags. */
function holds(graph: Reader, at: number, id: number, bar: number): boolean {
  const { arena } = graph.ties
  const key = id << FLAG_BITS
  let low = starts[at]!
  const end = low + lengths[at]!
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if (arena[middle]! < key) low = middle + 1
    else high = middle
  }
  return low < end && arena[low]! >>> FLAG_BITS === id && (arena[low]! & bar) === 0
}

/** The viewer's own contacts: who is asked about is one step away, and whoever has one of the hubs is two. */
function meetFirst(graph: Reader, page: Page, hasHubs: boolean): void {
  const { viewer, hidden, people, steps } = page
  const { arena, head } = graph.ties
  const direct = directBar(hidden)
  if (hasHubs) meetHubs(graph, page)
  const start = head[viewer * HEAD_WORDS + START]!
  const end = start + head[viewer * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    if (mayBeNoted(entry) === 0 || (entry & direct) !== 0) continue
    const id = entry >>> FLAG_BITS
    for (let turn = firstNoted(id); turn >= 0; turn = nextNoted(id, turn)) {
      const at = notedAt(id, turn)
      if (people[at] === id) steps[at] = 1
    }
  }
  for (let at = 0; at < people.length; at++) if (people[at] === viewer) steps[at] = 0
}

/** Two steps through one of the viewer's hubs: it is among the other's contacts. */
function meetHubs(graph: Reader, { viewer, people, steps }: Page): void {
  const ids = hubsIn(graph.hubs, own)
  if (ids.length <= FEW_HUBS) {
    for (const id of ids) {
      for (let at = 0; at < people.length; at++) {
        if (steps[at]! > 2 && holds(graph, at, id, ALL_FLAGS)) steps[at] = 2
      }
    }
    return
  }
  marks.fill(0)
  for (const id of ids) mark(id << FLAG_BITS)
  for (let at = 0; at < people.length; at++) {
    if (holdsMarked(graph, viewer, starts[at]!, lengths[at]!)) steps[at] = 2
  }
}

function mark(entry: number): void {
  marks[(entry >>> WORD_SHIFT) & MARK]! |= 1 << (entry >>> FLAG_BITS)
}

/** In the lowest bit whether the person in this entry may be marked; the other bits mean nothing. */
function marked(entry: number): number {
  return marks[(entry >>> WORD_SHIFT) & MARK]! >>> (entry >>> FLAG_BITS)
}

function isContact({ ties }: Reader, viewer: number, entry: number): boolean {
  const tie = findEntry(ties, viewer, entry >>> FLAG_BITS)
  return tie >= 0 && (ties.arena[tie]! & ALL_FLAGS) === 0
}

/** Whether a list holds somebody who is marked and in fact a contact of the viewer's, both by open ties. */
function holdsMarked(graph: Reader, viewer: number, start: number, length: number): boolean {
  const { arena } = graph.ties
  const end = start + length
  let index = start
  while (index < end) {
    if (index + 3 < end) {
      const bits =
        marked(arena[index]!) | marked(arena[index + 1]!) | marked(arena[index + 2]!) | marked(arena[index + 3]!)
      if ((bits & 1) === 0) {
        index += 4
        continue
      }
    }
    const entry = arena[index++]!
    if ((marked(entry) & 1) !== 0 && (entry & ALL_FLAGS) === 0 && isContact(graph, viewer, entry)) return true
  }
  return false
}

/** The second degree of each who is open against the viewer's contacts: for a viewer whose own would cost more. */
function streamPeople(graph: Reader, page: Page): void {
  const { arena, head } = graph.ties
  const { viewer, hidden, people, steps } = page
  const direct = directBar(hidden)
  const start = head[viewer * HEAD_WORDS + START]!
  const end = start + head[viewer * HEAD_WORDS + LENGTH]!
  marks.fill(0)
  for (let index = start; index < end; index++) mark(arena[index]!)
  for (let at = 0; at < people.length; at++) {
    const person = people[at]!
    const tie = (marked(person << FLAG_BITS) & 1) === 0 ? -1 : findEntry(graph.ties, viewer, person)
    if (person === viewer) steps[at] = 0
    else if (tie >= 0 && (arena[tie]! & direct) === 0) steps[at] = 1
    else if (holdsMarked(graph, viewer, starts[at]!, lengths[at]!)) steps[at] = 2
    else if (steps[at] === FAR && meetsViewer(graph, viewer, at)) steps[at] = 3
  }
}

/** Three steps to one who is asked about: through a hub of theirs, or by the lists of their other contacts. */
function meetsViewer(graph: Reader, viewer: number, at: number): boolean {
  const { arena, head } = graph.ties
  const { hubs, scratch } = graph
  fitLists(scratch, lengths[at]!)
  theirs.fill(0)
  let hasHub = false
  let lists = 0
  for (let index = starts[at]!; index < starts[at]! + lengths[at]!; index++) {
    const entry = arena[index]!
    const id = entry >>> FLAG_BITS
    if ((entry & ALL_FLAGS) !== 0) continue
    const hub = (mayBeHub(entry) & 1) === 0 ? -1 : hubOf(hubs, id)
    if (hub >= 0) {
      theirs[hub >>> 5]! |= 1 << hub
      hasHub = true
      continue
    }
    scratch.starts[lists] = head[id * HEAD_WORDS + START]!
    scratch.lengths[lists++] = head[id * HEAD_WORDS + LENGTH]!
  }
  if (hasHub && meetsHub(graph, theirs, viewer)) return true
  touchLists(graph, lists)
  for (let list = 0; list < lists; list++) {
    if (holdsMarked(graph, viewer, scratch.starts[list]!, scratch.lengths[list]!)) return true
  }
  return false
}

/** Where the other person blocks the viewer or one of their contacts, the pair is searched on its own. */
function searchGuarded(graph: Reader, { viewer, hidden, people, steps }: Page): void {
  const { head } = graph.ties
  for (let at = 0; at < people.length; at++) {
    const person = people[at]!
    if (head[person * HEAD_WORDS + BLOCKS]! !== 0 && barsPath(graph, viewer, person))
      steps[at] = stepsBetween(graph, viewer, person, 3, hidden)
  }
}

function barsPath({ ties, blocks: { head, arena } }: Reader, viewer: number, person: number): boolean {
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) {
    const id = arena[index]! >>> FLAG_BITS
    if (id === viewer || findEntry(ties, viewer, id) >= 0) return true
  }
  return false
}
