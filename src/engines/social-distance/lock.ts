/**
 * The sequence lock: one thread writes, any number read without being counted.
 *
 * The sequence is odd while a change is being made. A reader notes it, reads, and looks again: the same even
 * number means that nothing moved under it. (Source: seqlock, Lameter, "Effective synchronization on Linux/NUMA
 * systems", 2005; what plain reads need is in Boehm, "Can seqlocks get along with programming language memory
 * models?", MSPC 2012.) A reader that keeps losing takes the lock for one read, so that a writer that never
 * rests cannot starve it. Holding the lock never makes an answer valid; only the sequence does.
 */
import { refuse } from './errors.ts'

/** Words of the shared control block. */
export const MAGIC = 0
export const SEQUENCE = 1
const LOCK = 2
const WISH = 3
export const PEOPLE = 4
export const CONTROL_WORDS = 8

/** Times that a reader looks again at an odd sequence before it asks for the lock: about one change. */
const SPINS = 500
/** Failed tries after which a reader asks for the lock. */
const PATIENCE = 4
/** Milliseconds that the writer lets a reader hold the lock, and waits for one that wishes it: that thread may be dead. */
const READER_TURN = 50
const WISH_TURN = 1
/** Milliseconds after which a change that does not end means a dead writer. */
const WRITER_TURN = 5000

/** Begins a change: gives way to a reader that has lost too often, then makes the sequence odd. */
export function beginWrite(control: Int32Array): void {
  if (Atomics.load(control, WISH) === 1) {
    Atomics.wait(control, WISH, 1, WISH_TURN)
    Atomics.store(control, WISH, 0)
  }
  if (Atomics.compareExchange(control, LOCK, 0, 1) !== 0) takeLock(control, READER_TURN, 0)
  Atomics.add(control, SEQUENCE, 1)
}

/** Ends a change: the sequence is even again and waiting readers may go on. */
export function endWrite(control: Int32Array): void {
  Atomics.add(control, SEQUENCE, 1)
  release(control)
}

/** Takes the lock, or returns false when its holder does not let go in time. */
function takeLock(control: Int32Array, milliseconds: number, wish: 0 | 1): boolean {
  const until = performance.now() + milliseconds
  // 2 says that somebody waits, so that only then the holder pays for a wake-up.
  while (Atomics.exchange(control, LOCK, 2) !== 0) {
    const left = until - performance.now()
    if (left <= 0) return false
    if (wish === 1) Atomics.store(control, WISH, 1)
    Atomics.wait(control, LOCK, 2, left)
  }
  return true
}

function release(control: Int32Array): void {
  if (Atomics.exchange(control, LOCK, 0) === 2) Atomics.notify(control, LOCK, 1)
}

/** One reader's turn, used again and again by one thread: the sequence it began at and whether it holds the lock. */
export type Turn = { sequence: number; holds: boolean; tries: number; fence: Int32Array }

export function makeTurn(): Turn {
  return { sequence: 0, holds: false, tries: 0, fence: new Int32Array(1) }
}

/** Begins a read. Throws `writer-stopped` when a change does not end within five seconds. */
export function beginRead(control: Int32Array, turn: Turn): void {
  let sequence = Atomics.load(control, SEQUENCE)
  for (let spin = 0; (sequence & 1) === 1 && spin < SPINS; spin++) sequence = Atomics.load(control, SEQUENCE)
  if ((sequence & 1) === 1 || turn.tries >= PATIENCE) {
    if (!takeLock(control, WRITER_TURN, 1)) {
      turn.tries = 0
      refuse('writer-stopped', 'a change of the graph was begun and has not ended for five seconds')
    }
    turn.holds = true
    sequence = Atomics.load(control, SEQUENCE)
  }
  turn.sequence = sequence
}

/** Ends a read: true if all that was read since `beginRead` belongs to one moment; false: read again. */
export function endRead(control: Int32Array, turn: Turn): boolean {
  // A read-modify-write of our own word keeps the plain reads above it on processors that reorder loads (ARM).
  Atomics.add(turn.fence, 0, 0)
  const whole = (turn.sequence & 1) === 0 && Atomics.load(control, SEQUENCE) === turn.sequence
  if (turn.holds) {
    turn.holds = false
    release(control)
    if (Atomics.exchange(control, WISH, 0) === 1) Atomics.notify(control, WISH, 1)
  }
  turn.tries = whole ? 0 : turn.tries + 1
  return whole
}
