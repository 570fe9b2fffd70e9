import assert from 'node:assert/strict'
import test from 'node:test'
import { fc } from '../../../test/property.ts'
import { block, buildGraph, connect, disconnect, distance, fromSnapshot, hide, memory } from './social-distance.ts'
import { mutual, peopleIn, SocialDistanceError, toSnapshot, type Graph } from './social-distance.ts'
import { runs, seeded } from './plain-model.ts'
import { checkSlabs } from './slab-check.ts'

const room = { maxPeople: 4000, maxWords: 1 << 18 }

function someGraph(seed: number, people: number, count: number): Graph {
  const next = seeded(seed)
  const { graph } = buildGraph({ people, ties: { a: [], b: [] }, room })
  for (let done = 0; done < count; done++) {
    const a = Math.floor(next() * people)
    const b = Math.floor(next() * people)
    if (a === b) continue
    const draw = next()
    if (draw < 0.7) connect(graph, a, b)
    else if (draw < 0.8) disconnect(graph, a, b)
    else if (draw < 0.9) hide(graph, a, b)
    else block(graph, a, b)
  }
  return graph
}

function isBad(error: unknown): boolean {
  return error instanceof SocialDistanceError && error.code === 'bad-snapshot'
}

test('a graph read back from its snapshot gives the same answers, writes the same snapshot and can be changed', () => {
  const graphs = fc.record({ seed: fc.integer(), people: fc.integer({ min: 1, max: 30 }), count: fc.nat({ max: 150 }) })
  fc.assert(
    fc.property(graphs, fc.maxSafeNat(), ({ seed, people, count }, mark) => {
      const graph = someGraph(seed, people, count)
      const snapshot = toSnapshot(graph, mark)
      const { graph: restored, mark: given } = fromSnapshot(snapshot, room)
      assert.equal(given, mark)
      assert.equal(peopleIn(restored), people)
      assert.equal(memory(restored).ties.entries, memory(graph).ties.entries)
      checkSlabs(restored)
      assert.deepEqual(Buffer.from(toSnapshot(restored, mark)), Buffer.from(snapshot))
      for (let a = 0; a < people; a++) {
        for (let b = 0; b < people; b++) {
          assert.equal(distance(restored, a, b, 4), distance(graph, a, b, 4))
          if (a !== b) assert.deepEqual(mutual(restored, a, b), mutual(graph, a, b))
        }
      }
      if (people < 2) return
      assert.equal(connect(restored, 0, 1), connect(graph, 0, 1))
      assert.equal(distance(restored, 0, 1), distance(graph, 0, 1))
      checkSlabs(restored)
    }),
    { numRuns: runs(300) },
  )
})

test('a snapshot is as long as its contents say', () => {
  const { graph } = buildGraph({ people: 5, ties: { a: [0, 1], b: [1, 2] }, room })
  block(graph, 3, 4)
  assert.equal(toSnapshot(graph).byteLength, 24 + 5 * 8 + 2 * 8 + 1 * 8 + 4)
})

test('a snapshot is read from any place in a larger buffer', () => {
  const graph = someGraph(3, 20, 100)
  const snapshot = new Uint8Array(toSnapshot(graph, 77))
  for (const offset of [0, 1, 4, 6]) {
    const larger = new Uint8Array(snapshot.length + 20)
    larger.set(snapshot, offset)
    const { graph: restored, mark } = fromSnapshot(larger.subarray(offset, offset + snapshot.length), room)
    assert.equal(mark, 77)
    assert.deepEqual(Buffer.from(toSnapshot(restored, 77)), Buffer.from(snapshot))
  }
})

test('a damaged snapshot is refused, whichever bit of it is wrong', () => {
  const snapshot = new Uint8Array(toSnapshot(someGraph(4, 12, 60), 5))
  for (let bit = 0; bit < snapshot.length * 8; bit++) {
    const damaged = snapshot.slice()
    damaged[bit >> 3]! ^= 1 << (bit & 7)
    assert.throws(() => fromSnapshot(damaged, room), isBad, `bit ${bit}`)
  }
})

test('a snapshot cut short, an empty buffer and other bytes are refused', () => {
  const snapshot = toSnapshot(someGraph(5, 12, 60))
  for (let length = 0; length < snapshot.byteLength; length++) {
    assert.throws(() => fromSnapshot(snapshot.slice(0, length), room), isBad, `${length} bytes`)
  }
  assert.throws(() => fromSnapshot(new TextEncoder().encode('this is no snapshot at all, is it?'), room), isBad)
})

test('a mark must be a whole number that can be given back', () => {
  const graph = someGraph(6, 3, 3)
  for (const mark of [-1, 0.5, Number.NaN, 2 ** 53]) assert.throws(() => toSnapshot(graph, mark), SocialDistanceError)
})
