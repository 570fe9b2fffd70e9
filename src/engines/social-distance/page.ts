/**
 * A first page of people for one viewer: the two sides meet in the middle, and nothing is kept.
 *
 * The contacts of all who are asked about are copied together and marked in a folded bitset (a Bloom filter with one
 * hash, Bloom 1970). The viewer's second degree is streamed against it; the few people who hit are noted exactly, in
 * a small table, and the copied contacts are looked up there. All that is read at random but the graph itself is
 * 36 kB; no set over all people is read or written.
 */
import { BLOCKS, directBar, FAR, pathBar, SUM, type HiddenTies, type Reader } from './graph.ts'
import { touchLists, WORD_SHIFT } from './marks.ts'
import { clearMet, FIRST, levelsOf, met, noteMet, SECOND, SLOT } from './met.ts'
import { stepsBetween } from './pairs.ts'
import { fitLists } from './scratch.ts'
import { FLAG_BITS, HEAD_WORDS, LENGTH, START } from './slab.ts'

/** Fewer people are cheaper as pairs; more contacts would fill the folded bitset. */
const FEWEST = 4
const MOST_ASKED = 1024
const MOST_CONTACTS = 16_384
/** A viewer with more contacts would fill the table. */
const MOST_OWN = 512
/** One pair costs about as much as streaming this many entries. */
const PAIR_COST = 2500

const FOLD_WORDS = 1 << 12
const FOLD = FOLD_WORDS - 1

// One work space for the whole thread, clean between looks: constants, whose place the compiler knows.
const fold = new Int32Array(FOLD_WORDS)
const contacts = new Int32Array(MOST_CONTACTS + 4)
/** Where the list of each who is asked about starts, and where its copy in `contacts` ends. */
const starts = new Int32Array(MOST_ASKED)
const ends = new Int32Array(MOST_ASKED)
let guarded = false

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
  if (people.length < FEWEST || people.length > MOST_ASKED || head[mine + LENGTH]! > MOST_OWN) return false
  if (head[mine + BLOCKS]! !== 0 || head[mine + SUM]! > PAIR_COST * people.length) return false
  if (!locateLists(graph, viewer, people)) return false
  const bar = pathBar(hidden)
  const lists = gatherContacts(graph, viewer, bar, directBar(hidden))
  touchLists(graph, lists)
  foldContacts(graph.ties.arena, people)
  const whole = streamSecond(graph, lists, bar)
  if (whole) {
    nearSteps(viewer, people, steps)
    farSteps(people.length, steps, bar)
    if (guarded) searchGuarded(graph, viewer, hidden, people, steps)
  }
  clearMet()
  fold.fill(0)
  return whole
}

/** Notes where the lists of all who are asked about are and brings them near. False: too many contacts in all. */
function locateLists(graph: Reader, viewer: number, people: ArrayLike<number>): boolean {
  const { head, arena } = graph.ties
  // Asked for first: the lists of the viewer's contacts, found through this one, are farthest away.
  let touched = arena[head[viewer * HEAD_WORDS + START]!]!
  let total = 0
  let blocks = 0
  for (let at = 0; at < people.length; at++) {
    const mark = people[at]! * HEAD_WORDS
    starts[at] = head[mark + START]!
    total += head[mark + LENGTH]!
    ends[at] = total
    blocks |= head[mark + BLOCKS]!
  }
  if (total > MOST_CONTACTS) return false
  let before = 0
  for (let at = 0; at < people.length; at++) {
    // Nobody's list begins at word 0; reading there for somebody without ties does no harm.
    const start = starts[at]!
    const last = Math.max(0, ends[at]! - before - 1)
    before = ends[at]!
    touched |= arena[start]! | arena[start + Math.min(16, last)]! | arena[start + Math.min(32, last)]!
  }
  guarded = blocks !== 0
  graph.scratch.touched = touched
  return true
}

/** Notes the viewer's contacts, and where the lists of those who may be stops are. Returns how many lists. */
function gatherContacts(graph: Reader, viewer: number, bar: number, direct: number): number {
  const { arena, head } = graph.ties
  const start = head[viewer * HEAD_WORDS + START]!
  const length = head[viewer * HEAD_WORDS + LENGTH]!
  fitLists(graph.scratch, length)
  const { starts: from, lengths } = graph.scratch
  let lists = 0
  for (let index = start; index < start + length; index++) {
    const entry = arena[index]!
    const id = entry >>> FLAG_BITS
    if ((entry & direct) === 0) noteMet(id, FIRST)
    if ((entry & bar) !== 0) continue
    from[lists] = head[id * HEAD_WORDS + START]!
    lengths[lists++] = head[id * HEAD_WORDS + LENGTH]!
  }
  return lists
}

/** Marks those who are asked about and their contacts, whatever the ties' flags, and copies the contacts together. */
function foldContacts(arena: Int32Array, people: ArrayLike<number>): void {
  let to = 0
  for (let at = 0; at < people.length; at++) {
    const person = people[at]!
    fold[(person >>> 5) & FOLD]! |= 1 << person
    const end = ends[at]!
    for (let from = starts[at]!; to < end; to++, from++) {
      const entry = arena[from]!
      contacts[to] = entry
      fold[(entry >>> WORD_SHIFT) & FOLD]! |= 1 << (entry >>> FLAG_BITS)
    }
  }
}

/** Notes whoever of the second degree is marked, and some who only look so. False: more than can be noted. */
function streamSecond(graph: Reader, lists: number, bar: number): boolean {
  const { arena } = graph.ties
  const { starts: from, lengths } = graph.scratch
  for (let list = 0; list < lists; list++) {
    let index = from[list]!
    const end = index + lengths[list]!
    // Four at a time, because one branch for each entry costs more than the rest.
    for (; index + 3 < end; index += 4) {
      const bits =
        markOf(arena[index]!) | markOf(arena[index + 1]!) | markOf(arena[index + 2]!) | markOf(arena[index + 3]!)
      if ((bits & 1) === 0) continue
      for (let at = index; at < index + 4; at++) if (!noteMarked(arena[at]!, bar)) return false
    }
    for (; index < end; index++) if (!noteMarked(arena[index]!, bar)) return false
  }
  return true
}

/** The folded mark of an entry in the lowest bit; the other bits mean nothing. */
function markOf(entry: number): number {
  return fold[(entry >>> WORD_SHIFT) & FOLD]! >>> (entry >>> FLAG_BITS)
}

function noteMarked(entry: number, bar: number): boolean {
  return (markOf(entry) & 1) === 0 || (entry & bar) !== 0 || noteMet(entry >>> FLAG_BITS, SECOND)
}

/** Up to two steps: those who were noted themselves. */
function nearSteps(viewer: number, people: ArrayLike<number>, steps: Uint8Array): void {
  for (let at = 0; at < people.length; at++) {
    const person = people[at]!
    const levels = levelsOf(person)
    if (person === viewer) steps[at] = 0
    else if ((levels & FIRST) !== 0) steps[at] = 1
    else steps[at] = (levels & SECOND) !== 0 ? 2 : FAR
  }
}

/** Three steps: those of whom a contact was noted. */
function farSteps(count: number, steps: Uint8Array, bar: number): void {
  const total = ends[count - 1]!
  let at = 0
  let index = 0
  while (index < total) {
    const words =
      met[(contacts[index]! >>> FLAG_BITS) & SLOT]! |
      met[(contacts[index + 1]! >>> FLAG_BITS) & SLOT]! |
      met[(contacts[index + 2]! >>> FLAG_BITS) & SLOT]! |
      met[(contacts[index + 3]! >>> FLAG_BITS) & SLOT]!
    const next = index + 4
    if (words === 0) {
      index = next
      continue
    }
    while (index < next && index < total) {
      const entry = contacts[index++]!
      if ((entry & bar) !== 0 || (levelsOf(entry >>> FLAG_BITS) & SECOND) === 0) continue
      while (ends[at]! < index) at++
      if (steps[at] === FAR) steps[at] = 3
      // One is enough: on to the contacts of the next person.
      index = ends[at]!
      break
    }
  }
}

/** Whom the other person blocks may be among those met: such a pair is searched on its own. */
function searchGuarded(
  graph: Reader,
  viewer: number,
  hidden: HiddenTies,
  people: ArrayLike<number>,
  steps: Uint8Array,
): void {
  const { head } = graph.ties
  for (let at = 0; at < people.length; at++) {
    const person = people[at]!
    if (head[person * HEAD_WORDS + BLOCKS]! !== 0) steps[at] = stepsBetween(graph, viewer, person, 3, hidden)
  }
}
