/**
 * Who of a page a number belongs to: a folded table from ids to the people asked about, clean between looks.
 *
 * One byte for each of 32,768 remainders of an id says whom of the page it was noted for (a hash table without keys,
 * as the caller can check a guess in that person's list). Where ids or people meet, the byte says so and all of them
 * stand in a short list of their own. A single table for the thread: constants, whose place the compiler knows.
 */
import { FLAG_BITS } from './slab.ts'

const BYTES = 1 << 15
const BYTE = BYTES - 1
/** More than one was noted here. */
const MANY = 255
/** People that the table can tell apart: 0 to this minus 1. */
export const MOST_ON_PAGE = MANY - 1
/** Entries that can be noted between two wipes. */
export const MOST_NOTED = 1 << 14

const table = new Uint8Array(BYTES)
const metAt = new Int16Array(MOST_NOTED * 2)
const metWho = new Uint8Array(MOST_NOTED * 2)
let meetings = 0

/** Notes the ids of a list for the person at a place of the page. */
export function noteList(arena: Int32Array, start: number, end: number, at: number): void {
  for (let index = start; index < end; index++) {
    const byte = (arena[index]! >>> FLAG_BITS) & BYTE
    if (table[byte] === 0) table[byte] = at + 1
    else noteMeeting(byte, at + 1)
  }
}

/** Notes one id for the person at a place of the page. */
export function noteId(id: number, at: number): void {
  if (table[id & BYTE] === 0) table[id & BYTE] = at + 1
  else noteMeeting(id & BYTE, at + 1)
}

function noteMeeting(byte: number, who: number): void {
  const before = table[byte]!
  if (before === who) return
  if (before !== MANY) {
    metAt[meetings] = byte
    metWho[meetings++] = before
    table[byte] = MANY
  }
  metAt[meetings] = byte
  metWho[meetings++] = who
}

/** 0 if the id of this entry was noted for nobody; else it may have been (see `eachNoted`). */
export function mayBeNoted(entry: number): number {
  return table[(entry >>> FLAG_BITS) & BYTE]!
}

/**
 * The first turn at which an id may have been noted for somebody, -1 for none. A loop over turns instead of a call-back:
 * this is asked for some dozens of ids on each page.
 */
export function firstNoted(id: number): number {
  const who = table[id & BYTE]!
  return who === MANY ? nextNoted(id, -1) : who === 0 ? -1 : meetings
}

/** The turn after one, -1 for none. */
export function nextNoted(id: number, turn: number): number {
  const byte = id & BYTE
  for (let next = turn + 1; next < meetings; next++) if (metAt[next] === byte) return next
  return -1
}

/** Whose turn it is: a place of the page. */
export function notedAt(id: number, turn: number): number {
  return (turn === meetings ? table[id & BYTE]! : metWho[turn]!) - 1
}

/** Forgets everything. */
export function clearFold(): void {
  table.fill(0)
  meetings = 0
}
