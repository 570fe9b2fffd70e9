/** Postings: per term a slab of records of eight integers, streamed when the term is in a post. */
import { companionSlots, type Posting } from './anchors.ts'

/** Integers in a record: the query (and whether the record decides), then companion terms. */
export const recordSize = companionSlots + 1
/** Bits of a companion slot beside the term: the last of its group, and must not be there. */
export const groupEnd = 1
export const mustNot = 2

export type Postings = {
  records: Int32Array
  used: number
  wasted: number
  /** By term id: first integer of the slab, records in it, records that fit. */
  start: Int32Array
  count: Int32Array
  room: Int32Array
}

export function createPostings(): Postings {
  return {
    records: new Int32Array(4096),
    used: 0,
    wasted: 0,
    start: new Int32Array(1024),
    count: new Int32Array(1024),
    room: new Int32Array(1024),
  }
}

/** Makes room for term ids below `size`. */
export function widenPostings(postings: Postings, size: number): void {
  if (size <= postings.start.length) return
  for (const name of ['start', 'count', 'room'] as const) {
    const wider = new Int32Array(size)
    wider.set(postings[name])
    postings[name] = wider
  }
}

/** Adds a record for a query slot. */
export function addPosting(postings: Postings, query: number, posting: Posting): void {
  const term = posting.anchor
  const count = postings.count[term] as number
  if (count === postings.room[term]) growSlab(postings, term, count < 2 ? count + 1 : Math.ceil(count * 1.5))
  let at = (postings.start[term] as number) + count * recordSize
  const { records } = postings
  const end = at + recordSize
  records[at++] = query * 2 + (posting.complete ? 1 : 0)
  for (const { terms, negated } of posting.companions) {
    for (const [index, companion] of terms.entries())
      records[at++] = companion * 4 + (negated ? mustNot : index === terms.length - 1 ? groupEnd : 0)
  }
  records.fill(0, at, end)
  postings.count[term] = count + 1
}

function growSlab(postings: Postings, term: number, room: number): void {
  const size = room * recordSize
  const old = (postings.room[term] as number) * recordSize
  reserve(postings, size)
  const from = postings.start[term] as number
  postings.records.copyWithin(postings.used, from, from + old)
  postings.start[term] = postings.used
  postings.room[term] = room
  postings.used += size
  postings.wasted += old
}

function reserve(postings: Postings, size: number): void {
  if (postings.used + size <= postings.records.length) return
  if (postings.wasted * 4 > postings.used) compact(postings)
  if (postings.used + size <= postings.records.length) return
  const wider = new Int32Array(Math.ceil((postings.used + size) * 1.4))
  wider.set(postings.records.subarray(0, postings.used))
  postings.records = wider
}

/** Copies every slab behind the one before, without slack. */
export function compact(postings: Postings, slack = 0): void {
  const { start, count, room } = postings
  let total = 0
  for (let term = 0; term < count.length; term++) total += (count[term] as number) * recordSize
  const records = new Int32Array(total + slack)
  let used = 0
  for (let term = 0; term < count.length; term++) {
    const size = (count[term] as number) * recordSize
    const from = start[term] as number
    records.set(postings.records.subarray(from, from + size), used)
    start[term] = used
    room[term] = count[term] as number
    used += size
  }
  postings.records = records
  postings.used = used
  postings.wasted = 0
}

/** Removes all records of a query from a term; the last record takes the free place. */
export function dropPostings(postings: Postings, query: number, term: number): void {
  const { records } = postings
  const start = postings.start[term] as number
  let count = postings.count[term] as number
  for (let index = 0; index < count;) {
    const at = start + index * recordSize
    if ((records[at] as number) >>> 1 !== query) {
      index++
      continue
    }
    const last = start + --count * recordSize
    records.copyWithin(at, last, last + recordSize)
  }
  postings.count[term] = count
}
