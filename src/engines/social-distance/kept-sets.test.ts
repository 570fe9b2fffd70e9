import assert from 'node:assert/strict'
import test from 'node:test'
import { fc } from '../../../test/property.ts'
import { plainAdd, plainChange, plainDistance, plainGraph, runs, seeded, type Change } from './plain-model.ts'
import { addPeople, block, buildGraph, connect, disconnect, hide, memory, openReader } from './social-distance.ts'
import { reveal, share, unblock, within, type HiddenTies } from './social-distance.ts'

const RULES: readonly HiddenTies[] = ['direct', 'walk', 'skip']
const CHANGES = { connect, disconnect, hide, reveal, block, unblock }
const KINDS = Object.keys(CHANGES) as Change[]

test('more viewers in turn than are kept, each at every distance, are answered as a plain search does', () => {
  const shapes = fc.record({
    people: fc.integer({ min: 70, max: 110 }),
    ties: fc.double({ min: 0.8, max: 3, noNaN: true }),
    seed: fc.integer(),
  })
  fc.assert(
    fc.property(shapes, ({ people, ties, seed }) => {
      const next = seeded(seed)
      const { graph } = buildGraph({ people, ties: { a: [], b: [] }, room: { maxPeople: 400, maxWords: 1 << 16 } })
      const reader = openReader(share(graph))
      const plain = plainGraph(people)
      const someone = () => Math.floor(next() * plain.people)
      const change = (kind: Change, a: number, b: number) => {
        if (a !== b) assert.equal(CHANGES[kind](graph, a, b), plainChange(plain, kind, a, b))
      }
      for (let count = 0; count < people * ties; count++) change('connect', someone(), someone())
      const everybody = Array.from({ length: people }, (_, viewer) => ({
        viewer,
        rule: RULES[viewer % 3]!,
        max: 2 + (viewer % 3),
      }))
      const lasting = everybody.map(({ viewer, max, rule }) => within(graph, viewer, max, rule))
      for (let round = 0; round < 4; round++) {
        for (let count = 0; count < round * 3; count++) change(KINDS[count % 6]!, someone(), someone())
        if (round === 2) {
          addPeople(graph, 3)
          plainAdd(plain, 3)
        }
        for (const { viewer, max, rule } of everybody) {
          const other = someone()
          for (const near of [lasting[viewer]!, within(graph, viewer, max, rule), within(reader, viewer, max, rule)]) {
            const expected = plainDistance(plain, viewer, other, 4, rule)
            for (let steps = 0; steps <= 4; steps++)
              assert.equal(
                near.includes(other, steps),
                expected <= Math.min(steps, max),
                `${viewer}, ${other}, ${rule}`,
              )
            assert.equal(near.includes(other), expected <= max)
            assert.equal(near.distance(other), expected <= max ? expected : 255)
          }
        }
      }
    }),
    { numRuns: runs(60) },
  )
})

test('what was kept of a viewer is not used for another rule, another reach or after a change', () => {
  // 0 - 1 - 2 - 3 - 4, the tie between 1 and 2 hidden.
  const { graph } = buildGraph({ people: 40, ties: { a: [0, 1, 2, 3], b: [1, 2, 3, 4] } })
  hide(graph, 1, 2)
  assert.equal(within(graph, 0).includes(2), false)
  assert.equal(within(graph, 0, 3, 'walk').includes(2), true)
  assert.equal(within(graph, 0, 3, 'skip').includes(2), false)
  assert.equal(within(graph, 0, 4, 'walk').includes(4), true)
  assert.equal(within(graph, 0, 3, 'walk').includes(4), false)
  const [near, again] = [within(graph, 0), within(graph, 0)]
  assert.deepEqual(
    [near.includes(1), again.includes(1), near.includes(3), again.includes(3)],
    [true, true, false, false],
  )
  reveal(graph, 1, 2)
  assert.deepEqual(
    [near.includes(3, 2), again.includes(3, 2), near.includes(3), again.includes(3)],
    [false, false, true, true],
  )
  disconnect(graph, 0, 1)
  assert.deepEqual([near.includes(1), again.includes(3), near.includes(0)], [false, false, true])
  block(graph, 0, 20)
  connect(graph, 0, 20)
  assert.deepEqual([near.includes(20), again.includes(20)], [false, false])
})

test('the sets of hundreds of viewers take 16 MB at most beside the work space itself', () => {
  const people = 400_000
  const ring = Int32Array.from({ length: 1000 }, (_, at) => at)
  const { graph } = buildGraph({ people, ties: { a: ring, b: ring.map((id) => (id + 1) % 1000) } })
  const before = memory(graph).scratch
  for (let viewer = 0; viewer < 300; viewer++) assert.equal(within(graph, viewer).includes(viewer + 2), true)
  const kept = memory(graph).scratch - before
  assert.ok(kept > 4_000_000 && kept <= 16.2 * 1024 * 1024, `${kept} bytes are kept`)
})
