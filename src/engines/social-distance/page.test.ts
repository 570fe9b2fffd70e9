import assert from 'node:assert/strict'
import test from 'node:test'
import { fc } from '../../../test/property.ts'
import { addPeople, block, buildGraph, connect, disconnect, distance, hide } from './social-distance.ts'
import { reveal, unblock, within, type Graph, type HiddenTies } from './social-distance.ts'
import { clearFold, firstNoted, mayBeNoted, nextNoted, notedAt, noteId, noteList } from './fold.ts'
import { plainAdd, plainChange, plainDistance, plainGraph, runs, seeded } from './plain-model.ts'
import type { Change, PlainGraph } from './plain-model.ts'

const RULES: readonly HiddenTies[] = ['direct', 'walk', 'skip']
const CHANGES = { connect, disconnect, hide, reveal, block, unblock }
const KINDS = Object.keys(CHANGES) as Change[]
const ROOM = { maxPeople: 4000, maxWords: 1 << 18 }

type Both = { graph: Graph; plain: PlainGraph }
type Draw = () => number

function empty(people: number): Both {
  return { graph: buildGraph({ people, ties: { a: [], b: [] }, room: ROOM }).graph, plain: plainGraph(people) }
}

function change({ graph, plain }: Both, kind: Change, a: number, b: number): void {
  if (a === b) return
  assert.equal(CHANGES[kind](graph, a, b), plainChange(plain, kind, a, b))
}

/** Asks a new viewer's first page, so that the two sides meet in the middle, and the same page once more. */
function assertPages({ graph, plain }: Both, viewer: number, people: readonly number[], rule: HiddenTies): number[] {
  const near = within(graph, viewer, 3, rule)
  const expected = people.map((person) => plainDistance(plain, viewer, person, 3, rule))
  assert.deepEqual([...near.distances(people)], expected, `first page of ${viewer}, ${rule}: ${people.join(' ')}`)
  assert.deepEqual([...near.distances(Int32Array.from(people))], expected, `second page of ${viewer}, ${rule}`)
  return expected
}

function pick<Item>(items: readonly Item[], next: Draw): Item {
  return items[Math.floor(next() * items.length)]!
}

test('a page equals a plain breadth-first search through ties, blocks and hidden ties that come and go', () => {
  const shapes = fc.record({
    people: fc.integer({ min: 4, max: 24 }),
    ties: fc.double({ min: 0.3, max: 2.5, noNaN: true }),
    seed: fc.integer(),
  })
  const seen = new Set<number>()
  fc.assert(
    fc.property(shapes, ({ people, ties, seed }) => {
      const next = seeded(seed)
      const both = empty(people)
      const someone = (): number => Math.floor(next() * both.plain.people)
      for (let count = 0; count < people * ties; count++) change(both, 'connect', someone(), someone())
      for (let round = 0; round < 4; round++) {
        for (let count = 0; count < 4; count++) change(both, pick(KINDS, next), someone(), someone())
        const viewer = someone()
        for (const contact of both.plain.ties[viewer]!.keys()) if (next() < 0.15) change(both, 'hide', viewer, contact)
        if (next() < 0.2) {
          addPeople(both.graph, 2)
          plainAdd(both.plain, 2)
        }
        const page = Array.from({ length: 4 + Math.floor(next() * 20) }, someone)
        for (const steps of assertPages(both, viewer, page, RULES[round % 3]!)) seen.add(steps)
      }
    }),
    { numRuns: runs(4000) },
  )
  assert.deepEqual(
    [...seen].toSorted((one, other) => one - other),
    [0, 1, 2, 3, 255],
  )
})

test('a page is right among people whose ids fall on the same bits and slots of the work space', () => {
  // 2 ** 15 bytes are folded, 2 ** 17 bits marked: ids that differ by these meet there and must be told apart.
  const both = empty(0)
  const size = 2 ** 18 + 8
  both.graph = buildGraph({ people: size, ties: { a: [], b: [] } }).graph
  plainAdd(both.plain, size)
  const next = seeded(3)
  const ids = [0, 2 ** 15, 2 ** 16, 2 ** 17, 2 ** 17 + 2 ** 15, 2 ** 18].flatMap((base) =>
    Array.from({ length: 8 }, (_, low) => base + low),
  )
  const someone = (): number => pick(ids, next)
  const seen = new Map<number, number>()
  for (let round = 0; round < runs(3000); round++) {
    // Sparse enough that many are far, and never settled.
    change(both, next() < 0.5 ? 'connect' : 'disconnect', someone(), someone())
    const viewer = someone()
    const tied = [...both.plain.ties[viewer]!.keys()]
    if (tied.length > 2) change(both, 'disconnect', viewer, pick(tied, next))
    change(both, pick(KINDS, next), someone(), someone())
    const page = Array.from({ length: 8 }, someone)
    for (const steps of assertPages(both, viewer, page, RULES[round % 3]!)) seen.set(steps, (seen.get(steps) ?? 0) + 1)
  }
  for (const steps of [1, 2, 3, 255]) assert.ok(seen.get(steps)! > 100, `${seen.get(steps)} answers of ${steps} steps`)
})

test('the folded table tells whom an id was noted for, also where ids and people meet, and is clean after', () => {
  const noted = (id: number): number[] => {
    const places: number[] = []
    for (let turn = firstNoted(id); turn >= 0; turn = nextNoted(id, turn)) places.push(notedAt(id, turn))
    // Somebody may be named again: asking twice does no harm.
    return [...new Set(places)]
  }
  const apart = 1 << 15
  noteId(7, 0)
  noteId(8, 253)
  noteList(Int32Array.of(0, 7 << 3, (9 << 3) | 5, (7 + apart) << 3, 0), 1, 4, 3)
  noteId(7 + 2 * apart, 3)
  noteId(7, 5)
  assert.deepEqual([7, 7 + apart, 8, 9, 10, 0].map(noted), [[0, 3, 5], [0, 3, 5], [253], [3], [], []])
  assert.deepEqual(
    [7, 9, 10].map((id) => mayBeNoted(id << 3) !== 0),
    [true, true, false],
  )
  clearFold()
  assert.ok([7, 8, 9].every((id) => mayBeNoted(id << 3) === 0 && firstNoted(id) < 0))
})

test('a page of hubs, of a hub, and of more than the work space holds is right', () => {
  const people = 3600
  const next = seeded(9)
  const both = empty(people)
  const someone = (): number => Math.floor(next() * people)
  // Hubs 0 to 4 know nine in ten, a quarter, … of the lower 3,000; the upper 600 know nearly nobody.
  for (let hub = 0; hub < 5; hub++) {
    for (let other = 5; other < 3000; other++) if (next() < 0.9 / (hub * 3 + 1)) change(both, 'connect', hub, other)
  }
  for (let count = 0; count < 1500; count++) change(both, 'connect', someone(), someone())
  for (let count = 0; count < 40; count++) {
    change(both, 'block', someone(), someone())
    const hub = count % 5
    change(
      both,
      pick(['hide', 'block', 'disconnect'] as const, next),
      hub,
      pick([...both.plain.ties[hub]!.keys()], next),
    )
  }
  const few = (): number[] => Array.from({ length: 50 }, someone)
  const seen = new Set<number>()
  for (let round = 0; round < runs(12); round++) {
    const rule = RULES[round % 3]!
    for (const viewer of [someone(), someone(), round % 5]) {
      const steps = assertPages(both, viewer, few(), rule)
      for (const one of [...steps, ...assertPages(both, viewer, [0, 1, 2, 3, 4, viewer], rule)]) seen.add(one)
    }
  }
  const viewer = [...both.plain.ties[0]!.keys()].find((person) => both.plain.blocks[person]!.size === 0)!
  // Hubs again and again; then more contacts and more people than are noted.
  assertPages(both, viewer, [0, 0, 0, 0, 5, 6, 3100, 3200], 'walk')
  assertPages(
    both,
    viewer,
    Array.from({ length: 40 }, (_, at) => at % 5),
    'skip',
  )
  const most = Array.from({ length: 1024 }, (_, at) => (at * 3) % people)
  assertPages(both, viewer, most, 'direct')
  assertPages(both, viewer, [...most, ...few()], 'direct')
  assertPages(both, someone(), few(), 'direct')
  assert.deepEqual(
    [...seen].toSorted((one, other) => one - other),
    [0, 1, 2, 3, 255],
  )
})

test('a page of people whom very many know is right, to the last of them', () => {
  const both = empty(2820)
  for (let person = 1; person <= 2800; person++) change(both, 'connect', 0, person)
  for (let person = 2801; person < 2820; person++) change(both, 'connect', person, 2800)
  assertPages(both, 1, [2801, 0, 0, 0, 0, 2800, 2819], 'direct')
})

test('what is kept of one viewer is forgotten for the next, also after somebody with very many contacts was asked about', () => {
  const hub = Array.from({ length: 400 }, (_, at) => 100 + at)
  const a = [0, 0, 7, ...hub.map(() => 5)]
  const { graph } = buildGraph({ people: 900, ties: { a, b: [41, 42, 8, ...hub] } })
  assert.equal(within(graph, 0).distance(41), 1)
  assert.equal(distance(graph, 5, 7), 255)
  assert.equal(within(graph, 7).distance(41), 255)
})
