/** For tests: a thread that reads a shared graph as fast as it can and keeps what it saw. */
import { parentPort, workerData } from 'node:worker_threads'
import { distance, mutual, openReader, peopleIn, within, type HiddenTies } from './social-distance.ts'
import type { Reader, SharedGraph } from './social-distance.ts'
import { seeded } from './plain-model.ts'

/** `flags`: 0 stop when 1; 1 answers so far, over all readers. */
export type Work = { shared: SharedGraph; flags: SharedArrayBuffer; seed: number; task: 'invariant' | 'history' }

/** One answer: who was asked about whom, and up to which change it is said to be true. */
export type Sample = { a: number; b: number; max: number; rule: HiddenTies; steps: number; seen: number }

export type Findings = { answers: number; torn: string[]; samples: Sample[] }

const RULES: readonly HiddenTies[] = ['direct', 'walk', 'skip']
const MOST_SAMPLES = 50_000
const KEPT = 0.001

const { shared, flags, seed, task } = workerData as Work
const control = new Int32Array(flags)
const reader = openReader(shared)
const next = seeded(seed)
const findings: Findings = { answers: 0, torn: [], samples: [] }
while (Atomics.load(control, 0) === 0) {
  if (task === 'invariant') askInvariant(reader)
  else askAnything(reader)
  findings.answers++
  Atomics.add(control, 1, 1)
}
parentPort!.postMessage(findings)

/** 0 and 1 have exactly one shared contact at every moment, though not always the same. */
function askInvariant(graph: Reader): void {
  const steps = distance(graph, 0, 1, 4)
  const shares = mutual(graph, 0, 1)
  const page = within(graph, 0, 3).distances([0, 1, 1, 0, 1])
  if (steps !== 2) findings.torn.push(`distance ${steps}`)
  if (shares.length !== 1) findings.torn.push(`mutual ${shares.join(' ')}`)
  if (page[0] !== 0 || page[1] !== 2) findings.torn.push(`page ${page.join(' ')}`)
}

function askAnything(graph: Reader): void {
  const people = peopleIn(graph)
  const a = Math.floor(next() * people)
  const b = Math.floor(next() * people)
  const max = Math.floor(next() * 5)
  const rule = RULES[Math.floor(next() * 3)]!
  // Four and more are a page, which is asked in another way than one.
  const page = [b, ...Array.from({ length: next() < 0.5 ? 0 : 5 }, () => Math.floor(next() * people))]
  const steps = next() < 0.5 ? distance(graph, a, b, max, rule) : within(graph, a, max, rule).distances(page)[0]!
  // The first answer of each moment is kept, and one in many besides.
  const { seen } = graph
  const kept = seen !== findings.samples.at(-1)?.seen || next() < KEPT
  if (kept && findings.samples.length < MOST_SAMPLES) findings.samples.push({ a, b, max, rule, steps, seen })
}
