/**
 * People met in the middle: a small table of ids, each with the degrees of the viewer that it belongs to.
 *
 * Open addressing with linear probing; a slot is empty or `(id + 1) * 4 + degrees`. At most half of it is used, so
 * that a look-up ends soon, and it is cleared by taking the notes back. One table for the thread, clean between looks.
 */

/** Degrees of the viewer, as bits: somebody may be a contact and a contact's contact too. */
export const FIRST = 1
export const SECOND = 2
const ALL = FIRST | SECOND

const SLOTS = 1 << 12
/** The first slot that may hold an id is `id & SLOT`; if that is empty, the id is not there. */
export const SLOT = SLOTS - 1
const MOST = SLOTS >> 1

export const met = new Int32Array(SLOTS)
const used = new Int32Array(MOST)
let count = 0

/** Notes a degree of an id. Returns false if the table is full; then it is not noted. */
export function noteMet(id: number, degree: number): boolean {
  const key = (id + 1) << 2
  let slot = id & SLOT
  for (let word = met[slot]!; word !== 0; word = met[slot]!) {
    if ((word & ~ALL) === key) {
      met[slot] = word | degree
      return true
    }
    slot = (slot + 1) & SLOT
  }
  if (count === MOST) return false
  met[slot] = key | degree
  used[count++] = slot
  return true
}

/** The degrees noted of an id, 0 for none. */
export function levelsOf(id: number): number {
  const key = (id + 1) << 2
  let slot = id & SLOT
  for (let word = met[slot]!; word !== 0; word = met[slot]!) {
    if ((word & ~ALL) === key) return word & ALL
    slot = (slot + 1) & SLOT
  }
  return 0
}

/** Takes all notes back. */
export function clearMet(): void {
  for (let at = 0; at < count; at++) met[used[at]!] = 0
  count = 0
}
