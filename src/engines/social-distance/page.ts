/**
 * A first page of people for one viewer: the two sides meet in the middle, and nothing is kept.
 *
 * The contacts of all who are asked about are marked in a bitset folded to 32 kB, which the first-level cache holds;
 * the viewer's second degree is streamed against it, and only what hits is noted exactly. (A folded bitset is a Bloom
 * filter with one hash, Bloom 1970; what it lets through wrongly is told apart by the exact bits.) That is cheaper
 * than making the whole second-degree set for one use.
 */
import { BLOCKS, directBar, FAR, pathBar, SUM, type HiddenTies, type Reader } from './graph.ts'
import { touchLists, WORD_SHIFT } from './marks.ts'
import { stepsBetween, tiedDirectly } from './pairs.ts'
import { clearPage, fitLists, FOLD_WORDS } from './scratch.ts'
import { FLAG_BITS, HEAD_WORDS, LENGTH, START } from './slab.ts'

const FOLD = FOLD_WORDS - 1
/** Fewer people are cheaper as pairs; more contacts would fill the folded bitset. */
const FEWEST = 4
const MOST_CONTACTS = 16_384
/** One pair costs about as much as streaming this many entries. */
const PAIR_COST = 2500

/** Whether a page of these people is one for `meetPage`. */
export function suitsMeeting(graph: Reader, viewer: number, people: ArrayLike<number>): boolean {
  const { head } = graph.ties
  const mine = viewer * HEAD_WORDS
  if (people.length < FEWEST || head[mine + BLOCKS]! !== 0 || head[mine + SUM]! > PAIR_COST * people.length)
    return false
  let contacts = 0
  for (let at = 0; at < people.length; at++) contacts += head[people[at]! * HEAD_WORDS + LENGTH]!
  return contacts <= MOST_CONTACTS
}

/** Writes the steps (up to 3) from the viewer to each of the people. Inside a look; leaves the work space clean. */
export function meetPage(
  graph: Reader,
  viewer: number,
  hidden: HiddenTies,
  people: ArrayLike<number>,
  steps: Uint8Array,
): void {
  const { page } = graph.scratch
  if (page.owner !== undefined) clearPage(page)
  const bar = pathBar(hidden)
  foldContacts(graph, people, bar)
  const hits = streamSecond(graph, gatherFirst(graph, viewer, bar), bar)
  const direct = directBar(hidden)
  for (let at = 0; at < people.length; at++) {
    const person = people[at]!
    if (person === viewer) steps[at] = 0
    // Whom the other person blocks may be among the marked: such a pair is searched on its own.
    else if (graph.ties.head[person * HEAD_WORDS + BLOCKS]! !== 0)
      steps[at] = stepsBetween(graph, viewer, person, 3, hidden)
    else if (((page.first[person >>> 5]! >>> person) & 1) !== 0) steps[at] = 1
    else if (bar !== direct && tiedDirectly(graph, viewer, person, direct)) steps[at] = 1
    else if (((page.second[person >>> 5]! >>> person) & 1) !== 0) steps[at] = 2
    else steps[at] = meetsSecond(graph, person, bar) ? 3 : FAR
  }
  clearHits(graph, hits)
}

/** Marks those who are asked about and their contacts. */
function foldContacts(graph: Reader, people: ArrayLike<number>, bar: number): void {
  const { arena, head } = graph.ties
  const { fold } = graph.scratch
  for (let at = 0; at < people.length; at++) {
    const person = people[at]!
    fold[(person >>> 5) & FOLD]! |= 1 << person
    const start = head[person * HEAD_WORDS + START]!
    const end = start + head[person * HEAD_WORDS + LENGTH]!
    for (let index = start; index < end; index++) {
      const entry = arena[index]!
      if ((entry & bar) === 0) fold[(entry >>> WORD_SHIFT) & FOLD]! |= 1 << (entry >>> FLAG_BITS)
    }
  }
}

/** Marks the viewer's contacts and notes where their lists are. Returns how many. */
function gatherFirst(graph: Reader, viewer: number, bar: number): number {
  const { arena, head } = graph.ties
  const start = head[viewer * HEAD_WORDS + START]!
  const end = start + head[viewer * HEAD_WORDS + LENGTH]!
  fitLists(graph.scratch, end - start)
  const { page, starts, lengths } = graph.scratch
  let lists = 0
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    if ((entry & bar) !== 0) continue
    const id = entry >>> FLAG_BITS
    page.first[id >>> 5]! |= 1 << id
    page.ids[lists] = id
    starts[lists] = head[id * HEAD_WORDS + START]!
    lengths[lists++] = head[id * HEAD_WORDS + LENGTH]!
  }
  page.count = lists
  return lists
}

/** Notes exactly whoever of the second degree is marked. Returns how many notes were made. */
function streamSecond(graph: Reader, lists: number, bar: number): number {
  const { arena } = graph.ties
  const { starts, lengths, fold, hits, page } = graph.scratch
  const { second } = page
  touchLists(graph, lists)
  let count = 0
  for (let list = 0; list < lists; list++) {
    const start = starts[list]!
    const end = start + lengths[list]!
    for (let index = start; index < end; index++) {
      const entry = arena[index]!
      const word = entry >>> WORD_SHIFT
      if (((fold[word & FOLD]! >>> (entry >>> FLAG_BITS)) & 1) === 0 || (entry & bar) !== 0) continue
      second[word]! |= 1 << (entry >>> FLAG_BITS)
      if (count < hits.length) hits[count] = word
      count++
    }
  }
  return count
}

/** Whether one of the person's contacts is of the viewer's second degree. */
export function meetsSecond(graph: Reader, person: number, bar: number): boolean {
  const { head, arena } = graph.ties
  const { second } = graph.scratch.page
  const start = head[person * HEAD_WORDS + START]!
  const end = start + head[person * HEAD_WORDS + LENGTH]!
  for (let index = start; index < end; index++) {
    const entry = arena[index]!
    if (((second[entry >>> WORD_SHIFT]! >>> (entry >>> FLAG_BITS)) & 1) !== 0 && (entry & bar) === 0) return true
  }
  return false
}

function clearHits(graph: Reader, count: number): void {
  const { fold, hits, page } = graph.scratch
  fold.fill(0)
  if (count > hits.length) page.second.fill(0)
  else for (let hit = 0; hit < count; hit++) page.second[hits[hit]!] = 0
  clearPage(page)
}
