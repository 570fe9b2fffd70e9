/**
 * How far people are from one another in a changing graph of ties, in microseconds.
 *
 * The front door. People are whole numbers from 0 on; what they stand for is the caller's. See README.md.
 */
export { buildGraph } from './build.ts'
export type { Built, GraphSource, Ties } from './build.ts'
export { addPeople, block, connect, disconnect, hide, reveal, together, unblock } from './change.ts'
export { SocialDistanceError } from './errors.ts'
export type { SocialDistanceCode } from './errors.ts'
export { changes, FAR, openReader, peopleIn, share } from './graph.ts'
export type { Graph, HiddenTies, Reader, Room, SharedGraph } from './graph.ts'
export { memory } from './memory.ts'
export type { Memory, SlabMemory } from './memory.ts'
export { mutual } from './mutual.ts'
export { distance, isBlocked } from './pairs.ts'
export { fromSnapshot, toSnapshot } from './snapshot.ts'
export type { Restored } from './snapshot.ts'
export { within } from './within.ts'
export type { Within } from './within.ts'
