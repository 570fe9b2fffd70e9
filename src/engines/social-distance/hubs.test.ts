import assert from 'node:assert/strict'
import test from 'node:test'
import { fc } from '../../../test/property.ts'
import { addPeople, block, buildGraph, connect, disconnect, distance, fromSnapshot, hide } from './social-distance.ts'
import { memory, openReader, reveal, share, together, toSnapshot, unblock, within } from './social-distance.ts'
import type { Graph, HiddenTies } from './social-distance.ts'
import { chooseHubs } from './hub-masks.ts'
import { hubOf, MASK_WORDS, MOST_HUBS } from './hubs.ts'
import { plainAdd, plainChange, plainDistance, plainGraph, runs, seeded } from './plain-model.ts'
import type { Change, PlainGraph } from './plain-model.ts'
import { checkMasks, checkSlabs } from './slab-check.ts'

const RULES: readonly HiddenTies[] = ['direct', 'walk', 'skip']
const CHANGES = { connect, disconnect, hide, reveal, block, unblock }
const KINDS = Object.keys(CHANGES) as Change[]
const ROOM = { maxPeople: 4000, maxWords: 1 << 18 }

type Both = { graph: Graph; plain: PlainGraph }
type Draw = () => number

function built(people: number, pairs: readonly (readonly [number, number])[]): Both {
  const plain = plainGraph(people)
  const tied = pairs.filter(([a, b]) => a !== b)
  for (const [a, b] of tied) plainChange(plain, 'connect', a, b)
  const ties = { a: tied.map(([a]) => a), b: tied.map(([, b]) => b) }
  return { graph: buildGraph({ people, ties, room: ROOM }).graph, plain }
}

function change({ graph, plain }: Both, kind: Change, a: number, b: number): void {
  if (a === b) return
  assert.equal(CHANGES[kind](graph, a, b), plainChange(plain, kind, a, b))
}

function add({ graph, plain }: Both, count: number): void {
  addPeople(graph, count)
  plainAdd(plain, count)
}

function pick<Item>(items: readonly Item[], next: Draw): Item {
  return items[Math.floor(next() * items.length)]!
}

/** A new viewer's first page, the next one, and the first people of it as pairs. Returns the steps. */
function assertAnswers({ graph, plain }: Both, viewer: number, people: number[], rule: HiddenTies): number[] {
  const near = within(graph, viewer, 3, rule)
  const expected = people.map((person) => plainDistance(plain, viewer, person, 3, rule))
  assert.deepEqual([...near.distances(people)], expected, `first page of ${viewer}, ${rule}: ${people.join(' ')}`)
  assert.deepEqual([...near.distances(people)], expected, `second page of ${viewer}, ${rule}`)
  for (const [at, person] of people.slice(0, 5).entries()) {
    assert.equal(distance(graph, viewer, person, 3, rule), expected[at], `${viewer} to ${person}, ${rule}`)
    assert.equal(distance(graph, person, viewer, 4, rule), plainDistance(plain, person, viewer, 4, rule))
  }
  return expected
}

test('pages and pairs equal a plain breadth-first search whoever is a hub, through changes and other hubs', () => {
  const shapes = fc.record({
    people: fc.integer({ min: 4, max: 26 }),
    ties: fc.double({ min: 0.5, max: 2.5, noNaN: true }),
    fewest: fc.integer({ min: 1, max: 6 }),
    seed: fc.integer(),
  })
  const seen = new Map<number, number>()
  let stale = 0
  fc.assert(
    fc.property(shapes, ({ people, ties, fewest, seed }) => {
      const next = seeded(seed)
      const some = Array.from({ length: Math.ceil(people * ties) }, () => [
        Math.floor(people * next() ** 2),
        Math.floor(people * next()),
      ])
      const both = built(people, some as [number, number][])
      const someone = (): number => Math.floor(next() * both.plain.people)
      chooseHubs(both.graph, people, fewest)
      for (let round = 0; round < 6; round++) {
        const several = (): void => {
          for (let count = 0; count < 4; count++) change(both, pick(KINDS, next), someone(), someone())
        }
        if (next() < 0.2) together(both.graph, several)
        else several()
        if (next() < 0.15) add(both, 3)
        if (next() < 0.1) chooseHubs(both.graph, both.plain.people, 1 + Math.floor(next() * 5))
        checkMasks(both.graph)
        stale += both.graph.stale.count
        const page = Array.from({ length: 4 + Math.floor(next() * 12) }, someone)
        const rule = RULES[Math.floor(next() * 3)]!
        for (const steps of assertAnswers(both, someone(), page, rule)) seen.set(steps, (seen.get(steps) ?? 0) + 1)
      }
      checkSlabs(both.graph)
    }),
    { numRuns: runs(4000) },
  )
  for (const steps of [0, 1, 2, 3, 255]) assert.ok(seen.get(steps)! > 1000, `${seen.get(steps)} answers of ${steps}`)
  assert.ok(stale > 1000, `only ${stale} times a mask was stale`)
})

test('pages and pairs are right among hundreds of people with more hubs than there are bits', () => {
  const people = 700
  const next = seeded(31)
  const skewed = (): number => Math.floor(people * next() ** 3)
  const both = built(
    people,
    Array.from({ length: 1500 }, () => [skewed(), Math.floor(people * next())] as const),
  )
  chooseHubs(both.graph, people, 1)
  assert.equal(both.graph.hubs.count, MOST_HUBS)
  const someone = (): number => Math.floor(next() * both.plain.people)
  const seen = new Set<number>()
  for (let round = 0; round < runs(60); round++) {
    for (let count = 0; count < 30; count++) {
      const rare = next() < 0.15 ? pick(['hide', 'reveal', 'block', 'unblock'] as const, next) : undefined
      change(both, rare ?? pick(['connect', 'disconnect'] as const, next), skewed(), someone())
      const viewer = someone()
      const contacts = [...both.plain.ties[viewer]!.keys()]
      if (contacts.length > 0) change(both, pick(KINDS, next), viewer, pick(contacts, next))
    }
    if (round % 20 === 19) chooseHubs(both.graph, both.plain.people, 1 + (round % 3))
    checkMasks(both.graph)
    for (let count = 0; count < 6; count++) {
      const page = Array.from({ length: 50 }, someone)
      for (const steps of assertAnswers(both, someone(), page, RULES[count % 3]!)) seen.add(steps)
    }
    // A viewer with many contacts and people with few, and the other way round.
    assertAnswers(both, skewed(), Array.from({ length: 5 }, someone), 'direct')
    assertAnswers(both, someone(), Array.from({ length: 20 }, skewed), 'skip')
  }
  assert.equal(seen.size, 5)
})

test('hubs are chosen when a graph is built and anew when it is restored, and nobody with few contacts is one', () => {
  const star = Array.from({ length: 300 }, (_, at) => [0, at + 1] as const)
  const both = built(1200, [...star, [1, 700], [700, 800], [2, 900]])
  assert.deepEqual([...both.graph.hubs.ids], [0])
  assert.ok(memory(both.graph).hubs >= 1200 * MASK_WORDS * 4)
  assert.equal(built(50, [[1, 2]]).graph.hubs.count, 0)
  for (let person = 301; person < 620; person++) change(both, 'connect', 5, person)
  for (let person = 10; person < 300; person++) change(both, 'disconnect', 0, person)
  const restored = { graph: fromSnapshot(toSnapshot(both.graph), ROOM).graph, plain: both.plain }
  assert.deepEqual([...restored.graph.hubs.ids], [5])
  for (const each of [both, restored]) {
    checkMasks(each.graph)
    for (const viewer of [1, 3, 5, 12, 400, 800, 900]) {
      assertAnswers(each, viewer, [0, 1, 2, 4, 5, 12, 350, 500, 700, 800, 900, 1100], 'direct')
    }
  }
})

test('hidden and covered ties are no part of a mask, also in a graph that is restored', () => {
  const star = Array.from({ length: 300 }, (_, at) => [0, at + 1] as const)
  const both = built(700, [...star, [1, 400], [2, 401], [3, 402], [4, 403], [5, 404]])
  change(both, 'hide', 0, 1)
  change(both, 'hide', 402, 3)
  change(both, 'block', 2, 0)
  change(both, 'block', 4, 403)
  const restored = { graph: fromSnapshot(toSnapshot(both.graph), ROOM).graph, plain: both.plain }
  for (const each of [both, restored]) {
    checkMasks(each.graph)
    for (const rule of RULES) assertAnswers(each, 9, [400, 401, 402, 403, 404, 1, 2, 3, 4, 5], rule)
    assert.deepEqual([...within(each.graph, 9).distances([400, 401, 402, 404])], [255, 255, 255, 3])
    assert.deepEqual([...within(each.graph, 9, 3, 'walk').distances([400, 401, 402, 404])], [3, 255, 3, 3])
  }
})

test('masks that closed ties made stale are made again while changes go on', () => {
  const star = Array.from({ length: 300 }, (_, at) => [0, at + 1] as const)
  const both = built(900, [...star, ...star.map(([, person]) => [person, person + 300] as const)])
  for (let person = 1; person < 200; person++) change(both, 'disconnect', person, person + 300)
  assert.ok(both.graph.stale.count > 100)
  assertAnswers(both, 250, [301, 302, 303, 304, 590], 'direct')
  for (let person = 700; both.graph.stale.count > 0; person = 700 + ((person + 1) % 200)) {
    if (!connect(both.graph, 650, person)) disconnect(both.graph, 650, person)
  }
  const { masks } = both.graph.hubs
  assert.equal(hubOf(both.graph.hubs, 0), 0)
  assert.deepEqual(
    [301, 499, 500, 590].map((person) => masks[person * MASK_WORDS]! & 1),
    [0, 0, 1, 1],
  )
  checkMasks(both.graph)
})

test('a reader finds the masks of people who were added after it opened the graph', () => {
  const star = Array.from({ length: 300 }, (_, at) => [0, at + 1] as const)
  const both = built(301, [...star])
  const reader = openReader(share(both.graph))
  assert.equal(distance(reader, 1, 2), 2)
  add(both, 900)
  for (let person = 400; person < 440; person++) change(both, 'connect', person, 5)
  const people = Array.from({ length: 60 }, (_, at) => 390 + at)
  const expected = people.map((person) => plainDistance(both.plain, 7, person, 3, 'direct'))
  assert.ok(expected.includes(3))
  assert.deepEqual([...within(reader, 7).distances(people)], expected)
  assert.deepEqual([...within(both.graph, 7).distances(people)], expected)
})
