import assert from 'node:assert/strict'
import { once } from 'node:events'
import test from 'node:test'
import { setImmediate as breathe } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { addPeople, block, buildGraph, changes, connect, disconnect, distance, hide } from './social-distance.ts'
import { openReader, reveal, share, SocialDistanceError, together, unblock } from './social-distance.ts'
import type { Graph } from './social-distance.ts'
import { chooseHubs } from './hub-masks.ts'
import { SEQUENCE } from './lock.ts'
import { plainAdd, plainChange, plainDistance, plainGraph, runs, seeded, type Change } from './plain-model.ts'
import type { Findings, Work } from './sharing.worker.ts'
import { checkSlabs } from './slab-check.ts'

const CHANGES = { connect, disconnect, hide, reveal, block, unblock }
const MILLISECONDS = runs(1500)
/** On a busy machine the threads get little time: a test goes on until it has seen enough to mean something. */
const LONGEST = MILLISECONDS + 30_000

type Readers = { answers: () => number; stop: () => Promise<Findings[]> }

async function startReaders(graph: Graph, task: Work['task'], count: number): Promise<Readers> {
  const flags = new SharedArrayBuffer(8)
  const control = new Int32Array(flags)
  const found: Promise<Findings>[] = []
  for (let seed = 0; seed < count; seed++) {
    const workerData: Work = { shared: share(graph), flags, seed, task }
    const worker = new Worker(new URL('./sharing.worker.ts', import.meta.url), { workerData })
    const message = Promise.race([
      once(worker, 'message'),
      once(worker, 'error').then(([error]) => Promise.reject(error)),
    ])
    found.push(message.then(([findings]) => findings as Findings))
  }
  while (Atomics.load(control, 1) < count) await breathe()
  const stop = () => {
    Atomics.store(control, 0, 1)
    return Promise.all(found)
  }
  return { answers: () => Atomics.load(control, 1), stop }
}

function goesOn(started: number, enough: () => boolean): boolean {
  const passed = performance.now() - started
  return passed < MILLISECONDS || (passed < LONGEST && !enough())
}

test('readers in other threads never see half a change, however busy the writer is', async () => {
  const next = seeded(1)
  const { graph } = buildGraph({ people: 500, ties: { a: [0, 1], b: [2, 2] } })
  const readers = await startReaders(graph, 'invariant', 2)
  let via = 2
  const moveTie = () => {
    const other = 2 + Math.floor(next() * 8)
    together(graph, () => {
      disconnect(graph, 0, via)
      disconnect(graph, 1, via)
      connect(graph, 0, other)
      connect(graph, 1, other)
    })
    via = other
  }
  // Ties of the other people come and go, so that lists are moved and holes are closed; 0 and 1 have no part in them.
  const churn = () => {
    const a = 10 + Math.floor(490 * next() ** 3)
    const b = 10 + Math.floor(490 * next())
    if (a !== b) (next() < 0.55 ? connect : disconnect)(graph, a, b)
  }
  const before = readers.answers()
  const started = performance.now()
  const enough = () => changes(graph) > 20_000 && readers.answers() - before > 2000
  while (goesOn(started, enough)) {
    for (let count = 0; count < 10; count++) churn()
    moveTie()
  }
  const meanwhile = readers.answers() - before
  const findings = await readers.stop()
  assert.ok(changes(graph) > 10_000, `only ${changes(graph)} changes were made`)
  assert.ok(meanwhile > 1000, `only ${meanwhile} answers while the writer never rested`)
  for (const { torn } of findings) assert.deepEqual(torn, [])
  checkSlabs(graph)
})

test('every answer in another thread is the plain answer at the change it names', async () => {
  const next = seeded(2)
  const { graph } = buildGraph({ people: 40, ties: { a: [], b: [] } })
  type Step = { change: Change | 'add'; a: number; b: number }
  const history: Step[] = []
  // Half of them begin as hubs, whose masks then change under the readers.
  for (let a = 0; a < 40; a++) {
    const step: Step = { change: 'connect', a, b: a < 20 ? 39 - a : a % 7 }
    connect(graph, step.a, step.b)
    history.push(step)
  }
  chooseHubs(graph, 40, 2)
  assert.ok(graph.hubs.count > 5)
  const readers = await startReaders(graph, 'history', 2)
  const kinds: Change[] = [
    'connect',
    'connect',
    'connect',
    'disconnect',
    'disconnect',
    'hide',
    'reveal',
    'block',
    'unblock',
    'unblock',
  ]
  let people = 40
  const started = performance.now()
  let answered = readers.answers()
  let bursts = 0
  while (goesOn(started, () => bursts > 2000)) {
    if (readers.answers() > answered) bursts++
    answered = readers.answers()
    for (let count = 0; count < 8; count++) {
      const a = Math.floor(next() * people)
      const b = Math.floor(next() * people)
      const change = people < 90 && next() < 0.001 ? 'add' : kinds[Math.floor(next() * kinds.length)]!
      if (change === 'add') people = addPeople(graph, 1) + 1
      else if (a === b) continue
      else CHANGES[change](graph, a, b)
      history.push({ change, a, b })
    }
    const until = performance.now() + 0.004
    while (performance.now() < until);
  }
  assert.equal(changes(graph), history.length)
  const samples = (await readers.stop()).flatMap((findings) => findings.samples).toSorted((a, b) => a.seen - b.seen)
  const plain = plainGraph(40)
  let done = 0
  for (const { a, b, max, rule, steps, seen } of samples) {
    for (; done < seen; done++) {
      const step = history[done]!
      if (step.change === 'add') plainAdd(plain, 1)
      else plainChange(plain, step.change, step.a, step.b)
    }
    assert.equal(
      steps,
      plainDistance(plain, a, b, max, rule),
      `${a} to ${b} after ${seen} changes, max ${max}, ${rule}`,
    )
  }
  const moments = new Set(samples.map(({ seen }) => seen)).size
  assert.ok(moments > 300, `the answers are of only ${moments} moments`)
})

test('a writer goes on after a reader died while it held the lock', () => {
  const { graph } = buildGraph({ people: 3, ties: { a: [], b: [] } })
  new Int32Array(share(graph).control)[SEQUENCE + 1] = 1
  const started = performance.now()
  assert.equal(connect(graph, 0, 1), true)
  assert.ok(performance.now() - started < 3000)
  assert.equal(distance(openReader(share(graph)), 0, 1), 1)
})

test('a reader says so when the writer died in the middle of a change', () => {
  const { graph } = buildGraph({ people: 3, ties: { a: [0], b: [1] } })
  const control = new Int32Array(share(graph).control)
  control[SEQUENCE] = 1
  control[SEQUENCE + 1] = 1
  const reader = openReader(share(graph))
  assert.throws(
    () => distance(reader, 0, 1),
    (error) => error instanceof SocialDistanceError && error.code === 'writer-stopped',
  )
})

test('a reader cannot change the graph', () => {
  const { graph } = buildGraph({ people: 3, ties: { a: [], b: [] } })
  const reader = openReader(share(graph)) as Graph
  assert.throws(() => connect(reader, 0, 1), SocialDistanceError)
  assert.equal(distance(graph, 0, 1), 255)
})
