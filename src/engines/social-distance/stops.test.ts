import assert from 'node:assert/strict'
import test from 'node:test'
import { fc } from '../../../test/property.ts'
import { type Change, type PlainGraph, plainChange, plainDistance, plainGraph, runs, seeded } from './plain-model.ts'
import { addPeople, block, buildGraph, connect, disconnect, hide, openReader } from './social-distance.ts'
import { reveal, share, unblock, within, type HiddenTies } from './social-distance.ts'

const RULES: readonly HiddenTies[] = ['direct', 'walk', 'skip']
const CHANGES = { connect, disconnect, hide, reveal, block, unblock }
const KINDS = ['connect', 'connect', 'disconnect', 'hide', 'reveal', 'block', 'unblock'] as const

const apart = (graph: PlainGraph, a: number, b: number) => graph.blocks[a]!.has(b) || graph.blocks[b]!.has(a)

/** Says what is wrong with a path; the rules as the README has them, one after the other. */
function fault(graph: PlainGraph, path: readonly number[], hidden: HiddenTies): string | undefined {
  const [from, to] = [path[0]!, path.at(-1)!]
  if (apart(graph, from, to)) return 'its ends are apart'
  for (const [at, stop] of path.entries()) {
    const inner = at > 0 && at < path.length - 1
    if (inner && (apart(graph, from, stop) || apart(graph, to, stop))) return `${stop} is blocked by an end`
    if (at === 0) continue
    const hiders = graph.ties[path[at - 1]!]!.get(stop)
    if (hiders === undefined) return `${path[at - 1]} and ${stop} have no tie`
    if (apart(graph, path[at - 1]!, stop)) return `a block covers the tie to ${stop}`
    const counts = hidden === 'walk' || (hidden === 'direct' && path.length === 2)
    if (hiders.size > 0 && !counts) return `the tie to ${stop} is hidden`
  }
  return undefined
}

test('whoever is near is near over real ties, by the rules of blocks and hidden ties, on a shortest path', () => {
  const shapes = fc.record({
    people: fc.integer({ min: 3, max: 24 }),
    ties: fc.double({ min: 0.6, max: 3, noNaN: true }),
    acts: fc.nat(60),
    seed: fc.integer(),
  })
  let long = 0
  fc.assert(
    fc.property(shapes, ({ people, ties, acts, seed }) => {
      const next = seeded(seed)
      const { graph } = buildGraph({ people, ties: { a: [], b: [] }, room: { maxPeople: 100, maxWords: 1 << 16 } })
      const reader = openReader(share(graph))
      const plain = plainGraph(people)
      const change = (kind: Change) => {
        const [a, b] = [Math.floor(next() * people), Math.floor(next() * people)]
        if (a !== b) assert.equal(CHANGES[kind](graph, a, b), plainChange(plain, kind, a, b))
      }
      for (let count = 0; count < people * ties; count++) change('connect')
      for (let act = 0; act < acts; act++) change(KINDS[Math.floor(next() * KINDS.length)]!)
      for (let viewer = 0; viewer < people; viewer++) {
        for (const rule of RULES) {
          for (const max of [1, 2, 3, 4]) {
            const [near, read] = [within(graph, viewer, max, rule), within(reader, viewer, max, rule)]
            for (let person = 0; person < people; person++) {
              for (const steps of [0, 1, 2, 3]) {
                const away = plainDistance(plain, viewer, person, Math.min(steps, max), rule)
                const stops = near.stops(person, steps)
                assert.deepEqual(read.stops(person, steps), stops)
                assert.equal(stops?.length, away === 255 ? undefined : Math.max(0, away - 1), `${viewer} to ${person}`)
                if (stops === undefined || away === 0) continue
                assert.equal(
                  fault(plain, [viewer, ...stops, person], rule),
                  undefined,
                  `${viewer} to ${person}, ${rule}`,
                )
                if (stops.length === 2) long++
              }
            }
          }
        }
      }
    }),
    { numRuns: runs(50) },
  )
  assert.ok(long > 500, `${long} paths of three ties were met`)
})

test('the people between are told from the side of the viewer, and the path goes round whoever an end blocks', () => {
  // 0 - 1 - 2 - 3 and 0 - 4 - 5 - 3.
  const { graph } = buildGraph({ people: 7, ties: { a: [0, 1, 2, 0, 4, 5], b: [1, 2, 3, 4, 5, 3] } })
  const near = within(graph, 0)
  assert.deepEqual([near.stops(0), near.stops(1), near.stops(2), near.stops(3)], [[], [], [1], [1, 2]])
  assert.deepEqual([near.stops(3, 2), near.stops(2, 1), near.stops(6)], [undefined, undefined, undefined])
  block(graph, 3, 1)
  assert.deepEqual(near.stops(3), [4, 5])
  block(graph, 5, 0)
  assert.equal(near.stops(3), undefined)
  unblock(graph, 3, 1)
  hide(graph, 2, 3)
  assert.equal(near.stops(3), undefined)
  assert.deepEqual(within(graph, 0, 3, 'walk').stops(3), [1, 2])
  assert.deepEqual(within(graph, 2).stops(3), [], 'a hidden tie between its own two')
})

test('a viewer with so many contacts that their sets are not made yet is told the same people', () => {
  const hub = 2000
  const ties: [number, number][] = []
  for (let leaf = 1; leaf <= hub; leaf++) {
    ties.push([0, leaf])
    // More than 20,000 in the second degree: too many to be marked for one question.
    for (let count = 0; count < 12; count++) ties.push([leaf, hub + ((leaf + count * 4) % 50) + 1])
  }
  const far = hub + 60
  ties.push([hub + 1, far])
  const { graph } = buildGraph({ people: far + 1, ties: { a: ties.map(([a]) => a), b: ties.map(([, b]) => b) } })
  const stops = within(graph, 0).stops(far)!
  assert.equal(stops[1], hub + 1)
  assert.ok(stops[0]! >= 1 && stops[0]! <= hub)
  const asked = within(graph, 0)
  for (let time = 0; time < 400; time++) asked.includes(far)
  assert.deepEqual(asked.stops(far), stops, 'and when they are')
})

test('somebody who is not in the graph is refused', () => {
  const { graph } = buildGraph({ people: 2, ties: { a: [0], b: [1] } })
  assert.throws(() => within(graph, 0).stops(2), { code: 'bad-person' })
  addPeople(graph, 1)
  assert.equal(within(graph, 0).stops(2), undefined)
})
