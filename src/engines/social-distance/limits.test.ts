import assert from 'node:assert/strict'
import test from 'node:test'
import { addPeople, block, buildGraph, changes, connect, disconnect, distance, hide } from './social-distance.ts'
import { memory, mutual, openReader, peopleIn, reveal, share, SocialDistanceError } from './social-distance.ts'
import { unblock, within, type Graph, type HiddenTies, type SocialDistanceCode } from './social-distance.ts'
import { seeded } from './plain-model.ts'
import { checkSlabs } from './slab-check.ts'

function smallGraph(): Graph {
  return buildGraph({ people: 4, ties: { a: [0, 1], b: [1, 2] } }).graph
}

function refuses(code: SocialDistanceCode, work: () => unknown): void {
  assert.throws(work, (error) => error instanceof SocialDistanceError && error.code === code, code)
}

test('a person who is not in the graph is refused by every function', () => {
  const graph = smallGraph()
  const functions = [distance, mutual, connect, disconnect, hide, reveal, block, unblock]
  for (const bad of [-1, 4, 1.5, Number.NaN, Infinity, 2 ** 32, 2 ** 32 + 1, '1' as unknown as number]) {
    for (const work of functions) {
      refuses('bad-person', () => work(graph, bad, 0))
      refuses('bad-person', () => work(graph, 0, bad))
    }
    refuses('bad-person', () => within(graph, bad))
    refuses('bad-person', () => within(graph, 0).distance(bad))
    refuses('bad-person', () => within(graph, 0).includes(bad))
    refuses('bad-person', () => within(graph, 0).distances([1, bad]))
    refuses('bad-person', () => buildGraph({ people: 4, ties: { a: [0], b: [bad] } }))
  }
  assert.equal(changes(graph), 0)
})

test('nobody is tied to, blocks or shares contacts with themselves, but everybody is 0 steps from themselves', () => {
  const graph = smallGraph()
  for (const work of [connect, disconnect, hide, reveal, block, unblock, mutual]) {
    refuses('self-tie', () => work(graph, 1, 1))
  }
  refuses('self-tie', () => buildGraph({ people: 4, ties: { a: [2], b: [2] } }))
  assert.equal(distance(graph, 3, 3, 0), 0)
  assert.equal(within(graph, 3, 0).distance(3), 0)
})

test('a farthest distance above 4 or below 0 and an unknown rule are refused', () => {
  const graph = smallGraph()
  for (const bad of [5, -1, 2.5, Number.NaN, Infinity]) {
    refuses('bad-maximum', () => distance(graph, 0, 1, bad))
    refuses('bad-maximum', () => within(graph, 0, bad))
  }
  refuses('bad-rule', () => distance(graph, 0, 1, 3, 'always' as HiddenTies))
  refuses('bad-rule', () => within(graph, 0, 3, 'always' as HiddenTies))
})

test('ties that do not fit together are refused', () => {
  refuses('bad-ties', () => buildGraph({ people: 4, ties: { a: [0, 1], b: [1] } }))
  let walks = 0
  refuses('bad-ties', () =>
    buildGraph({
      people: 4,
      ties: (tie) => {
        tie(0, 1)
        if (walks++ > 0) for (let more = 0; more < 9; more++) tie(0, 2)
      },
    }),
  )
  for (const people of [-1, 1.5, Number.NaN, 2 ** 28 + 1]) {
    refuses('bad-size', () => buildGraph({ people, ties: { a: [], b: [] } }))
  }
})

test('room for fewer answers than people asked about is refused', () => {
  refuses('bad-size', () => within(smallGraph(), 0).distances([1, 2, 3], new Uint8Array(2)))
})

test('a refused change changes nothing', () => {
  const graph = smallGraph()
  refuses('bad-person', () => connect(graph, 0, 9))
  refuses('self-tie', () => block(graph, 0, 0))
  assert.equal(changes(graph), 0)
  assert.equal(memory(graph).ties.entries, 4)
  checkSlabs(graph)
})

test('an empty graph has nobody, and people can be added to it', () => {
  const { graph } = buildGraph({ people: 0, ties: { a: [], b: [] } })
  refuses('bad-person', () => distance(graph, 0, 0))
  assert.equal(addPeople(graph, 2), 0)
  assert.equal(connect(graph, 0, 1), true)
  assert.equal(distance(graph, 0, 1), 1)
})

test('people are added up to the room that was reserved, and no further', () => {
  const { graph } = buildGraph({ people: 3, ties: { a: [0], b: [1] }, room: { maxPeople: 100 } })
  assert.equal(addPeople(graph, 97), 3)
  refuses('full', () => addPeople(graph, 1))
  assert.equal(peopleIn(graph), 100)
  assert.equal(connect(graph, 99, 1), true)
  assert.equal(distance(graph, 0, 99), 2)
  checkSlabs(graph)
})

test('a graph whose reserved words are used up refuses a tie, keeps what it has and takes ties again after some went', () => {
  const { graph } = buildGraph({ people: 60, ties: { a: [], b: [] }, room: { maxWords: 900 } })
  const kept: [number, number][] = []
  refuses('full', () => {
    for (let a = 0; a < 60; a++) {
      for (let b = a + 1; b < 60; b++) {
        connect(graph, a, b)
        kept.push([a, b])
      }
    }
  })
  checkSlabs(graph)
  assert.equal(memory(graph).ties.entries, kept.length * 2)
  for (const [a, b] of kept) assert.equal(distance(graph, a, b), 1)
  for (const [a, b] of kept.splice(20)) disconnect(graph, a, b)
  assert.equal(connect(graph, 58, 59), true)
  checkSlabs(graph)
})

test('memory is reported in bytes, grows with ties and counts what the lists left behind', () => {
  const next = seeded(9)
  const { graph } = buildGraph({ people: 2000, ties: { a: [], b: [] } })
  const before = memory(graph)
  for (let count = 0; count < 50_000; count++) {
    const a = Math.floor(next() * 2000)
    const b = Math.floor(next() * 2000)
    if (a !== b) connect(graph, a, b)
  }
  const after = memory(graph)
  assert.equal(after.people, 2000)
  assert.ok(after.ties.entries > 90_000)
  assert.equal(after.ties.used, after.ties.entries * 4)
  assert.ok(after.ties.arena >= after.ties.used + after.ties.holes)
  assert.ok(after.ties.arena < after.ties.used * 2.5, `${after.ties.arena} bytes for ${after.ties.used}`)
  assert.equal(after.ties.head, 2000 * 16)
  const { total, ties, blocks, hubs, scratch } = after
  assert.equal(total, ties.head + ties.arena + blocks.head + blocks.arena + hubs + scratch + graph.control.byteLength)
  assert.ok(total > before.total)
})

test('a reader in the same thread sees people and lists that were added after it was opened', () => {
  const { graph } = buildGraph({ people: 3, ties: { a: [0], b: [1] } })
  const reader = openReader(share(graph))
  const near = within(reader, 0)
  assert.equal(near.distance(1), 1)
  const first = addPeople(graph, 50_000)
  for (let person = first; person < first + 20_000; person++) connect(graph, 1, person)
  assert.equal(peopleIn(reader), 50_003)
  assert.equal(distance(reader, 0, first + 19_999), 2)
  assert.equal(near.distance(first + 5), 2)
  assert.equal(near.distance(first + 40_000), 255)
  assert.equal(mutual(reader, 0, first + 7).length, 1)
  assert.equal(reader.seen, changes(graph))
})

test('bytes that are not a graph are not opened', () => {
  const shared = { ...share(smallGraph()), control: new SharedArrayBuffer(64) }
  refuses('bad-snapshot', () => openReader(shared))
})
