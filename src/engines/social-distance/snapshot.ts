/**
 * A graph as one buffer and back: the lists as they are, without slack, in little-endian words.
 *
 * Words: format, people, tie entries, block entries, mark (two words), then for ties and for blocks the length of
 * every list and all entries, and at the end a checksum of all words before it.
 */
import { refuse } from './errors.ts'
import { BLOCKS, checkCount, makeGraph, peopleIn, type Graph, type Room } from './graph.ts'
import { sumDegrees } from './build.ts'
import { chooseHubs } from './hub-masks.ts'
import { ENTRIES, FLAG_BITS, HEAD_WORDS, layOut, LENGTH, MOST_PEOPLE, START, wordsFor, type Slab } from './slab.ts'

const FORMAT = 0x31445354
const OPENING = 6
const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1

/**
 * Writes a graph to a new buffer: 24 bytes, 8 for each person, 8 for each tie and for each pair with a block, 4 at the
 * end. `mark` is the caller's own whole number, given back by `fromSnapshot`: say, up to which change the graph is
 * current. Only in the writing thread, where nothing changes meanwhile: it takes long (about a second for a gigabyte).
 */
export function toSnapshot(graph: Graph, mark = 0): ArrayBuffer {
  checkCount('mark', mark, Number.MAX_SAFE_INTEGER)
  const people = peopleIn(graph)
  const tieEntries = graph.ties.info[ENTRIES]!
  const blockEntries = graph.blocks.info[ENTRIES]!
  const words = new Int32Array(OPENING + people * 2 + tieEntries + blockEntries + 1)
  words.set([FORMAT, people, tieEntries, blockEntries, (mark % 2 ** 32) | 0, Math.floor(mark / 2 ** 32)])
  writeSlab(graph.ties, people, words, OPENING)
  writeSlab(graph.blocks, people, words, OPENING + people + tieEntries)
  words[words.length - 1] = checksum(words)
  if (!LITTLE_ENDIAN) swapBytes(words)
  return words.buffer
}

function writeSlab(slab: Slab, people: number, words: Int32Array, from: number): void {
  const { head, arena } = slab
  let to = from + people
  for (let person = 0; person < people; person++) {
    const start = head[person * HEAD_WORDS + START]!
    const length = head[person * HEAD_WORDS + LENGTH]!
    words[from + person] = length
    for (let at = 0; at < length; at++) words[to + at] = arena[start + at]!
    to += length
  }
}

/** A graph read back, and the caller's mark. */
export type Restored = { graph: Graph; mark: number }

/**
 * Reads a snapshot. Throws `bad-snapshot` when it was cut short, changed, or is of another format, and `full` or
 * `bad-size` as `buildGraph` does.
 */
export function fromSnapshot(snapshot: ArrayBuffer | Uint8Array, room: Room = {}): Restored {
  const words = wordsIn(snapshot)
  const [format, people = -1, tieEntries = -1, blockEntries = -1] = words
  if (format !== FORMAT) refuse('bad-snapshot', 'this is not a snapshot of a graph, or one of another format')
  const least = Math.min(people, tieEntries, blockEntries)
  const length = OPENING + people * 2 + tieEntries + blockEntries + 1
  if (least < 0 || people > MOST_PEOPLE || length !== words.length) {
    refuse('bad-snapshot', `the snapshot should have ${length * 4} bytes and has ${words.length * 4}`)
  }
  if (words.at(-1) !== checksum(words)) refuse('bad-snapshot', 'the checksum of the snapshot does not agree')
  const blocksAt = OPENING + people + tieEntries
  const tieWords = arenaWords(words, OPENING, people, tieEntries)
  const graph = makeGraph(people, tieWords, arenaWords(words, blocksAt, people, blockEntries), room)
  readSlab(graph.ties, people, words, OPENING)
  readSlab(graph.blocks, people, words, blocksAt)
  const { head } = graph.ties
  for (let at = 0; at < people * HEAD_WORDS; at += HEAD_WORDS) head[at + BLOCKS] = graph.blocks.head[at + LENGTH]!
  chooseHubs(graph, people)
  sumDegrees(graph)
  return { graph, mark: (words[4]! >>> 0) + words[5]! * 2 ** 32 }
}

function wordsIn(snapshot: ArrayBuffer | Uint8Array): Int32Array {
  const bytes = snapshot instanceof Uint8Array ? snapshot : new Uint8Array(snapshot)
  if (bytes.byteLength % 4 !== 0 || bytes.byteLength < (OPENING + 1) * 4) {
    refuse('bad-snapshot', `a snapshot cannot have ${bytes.byteLength} bytes`)
  }
  // A view where that is possible: a snapshot may be a gigabyte.
  const lies = bytes.byteOffset % 4 === 0
  const words = lies
    ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    : new Int32Array(bytes.slice().buffer)
  if (LITTLE_ENDIAN) return words
  const swapped = words.slice()
  swapBytes(swapped)
  return swapped
}

function arenaWords(words: Int32Array, from: number, people: number, entries: number): number {
  let total = 0
  let counted = 0
  for (let person = 0; person < people; person++) {
    const length = words[from + person]!
    if (length < 0) refuse('bad-snapshot', `person ${person} has a list of ${length} entries`)
    total += wordsFor(length)
    counted += length
  }
  if (counted !== entries) refuse('bad-snapshot', `lists of ${counted} entries in all, ${entries} entries`)
  return total
}

function readSlab(slab: Slab, people: number, words: Int32Array, from: number): void {
  const { head, arena, info } = slab
  for (let person = 0; person < people; person++) head[person * HEAD_WORDS + LENGTH] = words[from + person]!
  layOut(slab, people)
  let next = from + people
  for (let person = 0; person < people; person++) {
    const length = words[from + person]!
    const start = head[person * HEAD_WORDS + START]!
    for (let at = 0; at < length; at++) {
      const entry = words[next + at]!
      const id = entry >>> FLAG_BITS
      // What reading relies on; a right checksum over wrong lists would be a fault of the writer.
      if (id >= people || id === person || (at > 0 && arena[start + at - 1]! >>> FLAG_BITS >= id)) {
        refuse('bad-snapshot', `the list of person ${person} is not in order`)
      }
      arena[start + at] = entry
    }
    head[person * HEAD_WORDS + LENGTH] = length
    next += length
  }
  info[ENTRIES] = next - from - people
}

/** 32 bits over all words but the last (FNV-1a over words: Fowler, Noll, Vo). Finds damage, not malice. */
function checksum(words: Int32Array): number {
  let sum = 0x811c9dc5 | 0
  for (let at = 0; at < words.length - 1; at++) sum = Math.imul(sum ^ words[at]!, 0x01000193)
  return sum
}

function swapBytes(words: Int32Array): void {
  const view = new DataView(words.buffer, words.byteOffset, words.byteLength)
  for (let at = 0; at < words.length; at++) view.setInt32(at * 4, words[at]!, true)
}
