/**
 * Social distance: ours beside PostgreSQL and graphology over the same graph, in one run, answers compared.
 *
 *   bin/bench social-distance [--people 1000000] [--ties 10.5 × people] [--file EDGES] [--seed 7]
 *                             [--runs 5] [--without postgres,graphology] [--memory]
 *
 * EDGES: two whole numbers a line, any other line is skipped and counted. `--memory` measures 10 million people and
 * 86 million ties, ours alone. DATABASE_URL names a server to use; else one is started and removed again.
 */
import { createReadStream } from 'node:fs'
import { freemem } from 'node:os'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { UndirectedGraph } from 'graphology'
import * as engine from '../src/engines/social-distance/social-distance.ts'
import { nearPairs, sampleTies, seededRandom } from '../src/engines/social-distance/sample-graph.ts'
import { inTurns, machineLines, packageVersion, printTable, range, ratio, short, spread } from './machine.ts'
import { CTE, listNumber, MIDDLE, openSql, SETS, SQL } from './social-distance-sql.ts'

type Graph = engine.Graph
export type Ties = { people: number; a: Int32Array; b: Int32Array }
/** Questions about pairs (`near`: one to three steps apart) or about pages of 50 (`a` the viewer, 50 of `b` each). */
export type Question = { kind: 'pairs' | 'near' | 'mutual' | 'page'; max: number; a: Int32Array; b: Int32Array }
/** Milliseconds spent, and one number for each answer. */
export type Answer = { milliseconds: number; answers: number[] }
export type Engine = { name: string; ask: (question: Question) => Promise<Answer> }
/** One row of questions, and how many of them each engine is given in a turn; `turns` times as many turns as asked for. */
type Task = { name: string; kind: Question['kind']; max: number; counts: Record<string, number>; turns?: number }

const PAGE = 50
const OURS = 'ours'
const PEER = 'graphology'
const TASKS: Task[] = [
  { name: 'pairs, k <= 2', kind: 'pairs', max: 2, counts: { [OURS]: 60_000, [SQL]: 800, [CTE]: 40, [PEER]: 2000 } },
  { name: 'pairs, k <= 3', kind: 'pairs', max: 3, counts: { [OURS]: 60_000, [SQL]: 600, [CTE]: 3, [PEER]: 400 } },
  { name: 'near pairs, k <= 3', kind: 'near', max: 3, counts: { [OURS]: 60_000, [SQL]: 600, [PEER]: 400 } },
  { name: 'pairs, k <= 4', kind: 'pairs', max: 4, counts: { [OURS]: 10_000, [PEER]: 40 } },
  { name: 'mutual list', kind: 'mutual', max: 2, counts: { [OURS]: 60_000, [SQL]: 800, [PEER]: 2000 } },
  {
    name: 'viewer + 50, k <= 3',
    kind: 'page',
    max: 3,
    counts: { [OURS]: 4000, [SETS]: 40, [MIDDLE]: 100, [PEER]: 10 },
    turns: 3,
  },
]
/** What is aimed at for the page: so many times as fast as the first form of it in SQL. */
const PAGE_AIM = 250

function askOurs(graph: Graph): Engine['ask'] {
  return async ({ kind, max, a, b }) => {
    if (kind === 'page') return askPages(graph, max, a, b)
    const answers: number[] = []
    const started = performance.now()
    for (let at = 0; at < a.length; at++) {
      if (kind === 'mutual') answers.push(listNumber(engine.mutual(graph, a[at]!, b[at]!)))
      else answers.push(engine.distance(graph, a[at]!, b[at]!, max))
    }
    return { milliseconds: performance.now() - started, answers }
  }
}

/** Each page is the first of its viewer, who is prepared anew: nothing is known when it is asked. */
function askPages(graph: Graph, max: number, a: Int32Array, b: Int32Array): Answer {
  const steps = new Uint8Array(b.length)
  const started = performance.now()
  for (let from = 0; from < b.length; from += PAGE) {
    const near = engine.within(graph, a[from / PAGE]!, max)
    near.distances(b.subarray(from, from + PAGE), steps.subarray(from, from + PAGE))
  }
  return { milliseconds: performance.now() - started, answers: [...steps] }
}

/** graphology in a thread of its own, because it needs gigabytes of heap: the same bounded search from both ends. */
function graphologyThread({ people, a, b }: Ties): void {
  const graph = new UndirectedGraph()
  for (let person = 0; person < people; person++) graph.addNode(person)
  for (let tie = 0; tie < a.length; tie++) graph.mergeEdge(a[tie], b[tie])
  const reach = (from: string, targets: Set<string>, left: number): boolean =>
    left === 0 ? targets.has(from) : graph.someNeighbor(from, (next) => reach(next, targets, left - 1))
  const steps = (one: number, other: number, max: number): number => {
    if (one === other) return 0
    if (graph.hasEdge(one, other)) return 1
    const [from, to] =
      graph.degree(one) <= graph.degree(other) ? [String(one), String(other)] : [String(other), String(one)]
    const targets = new Set(graph.neighbors(to))
    for (let left = 1; left < Math.min(max, 3); left++) if (reach(from, targets, left)) return left + 1
    if (max < 4) return engine.FAR
    const second = new Set<string>()
    for (const contact of targets) graph.forEachNeighbor(contact, (next) => void second.add(next))
    return reach(from, second, 2) ? 4 : engine.FAR
  }
  const shared = (one: number, other: number): number[] => {
    const contacts = new Set(graph.neighbors(one))
    return graph
      .filterNeighbors(other, (next) => contacts.has(next))
      .map(Number)
      .toSorted((x, y) => x - y)
  }
  parentPort!.on('message', ({ kind, max, a: from, b: to }: Question) => {
    const answers: number[] = []
    const started = performance.now()
    for (let at = 0; at < from.length; at++) {
      if (kind === 'pairs' || kind === 'near') answers.push(steps(from[at]!, to[at]!, max))
      else if (kind === 'mutual') answers.push(listNumber(shared(from[at]!, to[at]!)))
      else for (let on = at * PAGE; on < (at + 1) * PAGE; on++) answers.push(steps(from[at]!, to[on]!, max))
    }
    parentPort!.postMessage({ milliseconds: performance.now() - started, answers } satisfies Answer)
  })
  parentPort!.postMessage('ready')
}

async function openGraphology(ties: Ties, closing: (() => unknown)[]): Promise<Engine[]> {
  const needed = 600 * ties.a.length + 4e9
  if (freemem() < needed) {
    console.log(`skipped   graphology: it needs about ${short(needed)}B of memory and ${short(freemem())}B are free`)
    return []
  }
  const heap = { maxOldGenerationSizeMb: 18_000, maxYoungGenerationSizeMb: 256 }
  const worker = new Worker(new URL(import.meta.url), { workerData: ties, resourceLimits: heap })
  closing.push(() => worker.terminate())
  const before = process.memoryUsage().rss
  await once(worker, 'message')
  const grown = short(process.memoryUsage().rss - before)
  console.log(`peer      graphology ${packageVersion('graphology')}, about ${grown}B of memory`)
  const ask = async (question: Question): Promise<Answer> => {
    worker.postMessage(question)
    return ((await once(worker, 'message')) as [Answer])[0]
  }
  return [{ name: PEER, ask }]
}

function shared(words: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(words * 4))
}

function sample(people: number, draws: number, seed: number): Ties {
  const a = shared(draws)
  const b = shared(draws)
  let count = 0
  const walk = sampleTies(people, draws, seed)
  walk((one, other) => {
    a[count] = one
    b[count++] = other
  })
  return { people, a: a.subarray(0, count), b: b.subarray(0, count) }
}

/** Reads an edge list and gives its people dense ids in the order of their first line. */
async function readEdges(path: string): Promise<Ties> {
  const ids = new Map<string, number>()
  const idOf = (name: string): number => ids.get(name) ?? (ids.set(name, ids.size), ids.size - 1)
  const ends: [number[], number[]] = [[], []]
  let skipped = 0
  for await (const line of createInterface({ input: createReadStream(path, 'latin1') })) {
    const [, one, other] = /^\s*(\d+)[\s,;]+(\d+)\b/.exec(line) ?? []
    if (one === undefined || other === undefined || one === other) skipped++
    else [one, other].forEach((name, end) => ends[end]!.push(idOf(name)))
  }
  console.log(`file      ${path}: ${skipped} lines skipped (not two different whole numbers)`)
  const [a, b] = [shared(ends[0].length), shared(ends[0].length)]
  a.set(ends[0])
  b.set(ends[1])
  return { people: ids.size, a, b }
}

/** Two different people each time. */
function someonePairs(people: number, count: number, next: () => number): { a: Int32Array; b: Int32Array } {
  const a = Int32Array.from({ length: count }, () => Math.floor(next() * people))
  return { a, b: a.map((one) => (one + 1 + Math.floor(next() * (people - 1))) % people) }
}

/** Seeded questions, the same for the same run. */
function makeQuestion({ kind, max }: Task, count: number, ties: Ties, seed: number): Question {
  const next = seededRandom(seed)
  if (kind === 'near') return { kind, max, ...nearPairs(ties, count, next) }
  if (kind !== 'page') return { kind, max, ...someonePairs(ties.people, count, next) }
  const [a, b] = [count, count * PAGE].map((length) =>
    Int32Array.from({ length }, () => Math.floor(next() * ties.people)),
  )
  return { kind, max, a: a!, b: b! }
}

function firstOf({ kind, max, a, b }: Question, count: number): Question {
  return { kind, max, a: a.slice(0, count), b: b.slice(0, kind === 'page' ? count * PAGE : count) }
}

/** Runs one task, engines taking turns. Counts the answers that are not ours. */
async function runTask(
  task: Task,
  engines: Engine[],
  runs: number,
  ties: Ties,
): Promise<{ rows: string[][]; differences: number }> {
  const taking = engines.filter(({ name }) => task.counts[name])
  let ours: number[] = []
  let compared = 0
  let differences = 0
  const rates = await inTurns(taking, runs * (task.turns ?? 1), async ({ name, ask }, run) => {
    const question = makeQuestion(task, task.counts[OURS]!, ties, 1000 + run)
    const { milliseconds, answers } = await ask(firstOf(question, task.counts[name]!))
    if (name === OURS) ours = answers
    else compared += answers.length
    differences += answers.filter((answer, at) => answer !== ours[at]).length
    return (answers.length / milliseconds) * 1000
  })
  console.log(`compared  ${task.name}: ${compared} answers, ${differences} differ`)
  const rows = taking.map(({ name }, at) => {
    const times = at === 0 ? '' : `${range(ratio(rates[0]!, rates[at]!))}${name === SETS ? `, aim ${PAGE_AIM}` : ''}`
    return [task.name, name, range(spread(rates[at]!)), times]
  })
  if (task.kind === 'page') rows[0]![3] = `a page in ${range(spread(rates[0]!.map((rate) => (PAGE * 1e6) / rate)))} us`
  return { rows, differences }
}

/** Microseconds of single questions about uniform pairs, k <= 3: medians over the runs. */
function latencyRow(graph: Graph, people: number, runs: number): string[] {
  const next = seededRandom(5)
  const found: [number[], number[], number[]] = [[], [], []]
  for (let run = 0; run < runs; run++) {
    const times = Float64Array.from({ length: 20_000 }, () => {
      const [a, b] = [Math.floor(next() * people), Math.floor(next() * people)]
      const started = process.hrtime.bigint()
      engine.distance(graph, a, b, 3)
      return Number(process.hrtime.bigint() - started) / 1000
    }).sort()
    for (const [at, mark] of [0.5, 0.99, 0.999].entries()) found[at]!.push(times[Math.floor(times.length * mark)]!)
  }
  const [middle, rare, rarest] = found.map((times) => range(spread(times)))
  return ['one pair, k <= 3, us', OURS, `p50 ${middle}`, `p99 ${rare}, p99.9 ${rarest}`]
}

/** Ties made between uniform pairs, and the same ties cut again, each a change of its own in both lists. */
function changeRows(graph: Graph, people: number, runs: number): string[][] {
  const next = seededRandom(6)
  const made: number[] = []
  const cut: number[] = []
  for (let run = 0; run < runs; run++) {
    const { a, b } = someonePairs(people, 200_000, next)
    const fresh: number[] = []
    const started = performance.now()
    for (let at = 0; at < a.length; at++) if (engine.connect(graph, a[at]!, b[at]!)) fresh.push(at)
    const halfway = performance.now()
    for (const at of fresh) engine.disconnect(graph, a[at]!, b[at]!)
    made.push((a.length / (halfway - started)) * 1000)
    cut.push((fresh.length / (performance.now() - halfway)) * 1000)
  }
  return [
    ['ties made', OURS, range(spread(made)), ''],
    ['ties cut', OURS, range(spread(cut)), ''],
  ]
}

function printMemory(graph: Graph): void {
  const { total, ties, people } = engine.memory(graph)
  const [all, arena, most] = [total, ties.arena, process.resourceUsage().maxRSS * 1024].map(
    (count) => `${short(count)}B`,
  )
  console.log(
    `memory    ${short(people)} people, ${short(ties.entries / 2)} ties: ${all}, of it lists ${arena}; process at most ${most}`,
  )
}

async function main(): Promise<void> {
  const options = {
    people: { type: 'string', default: '1000000' },
    ties: { type: 'string' },
    file: { type: 'string' },
    seed: { type: 'string', default: '7' },
    runs: { type: 'string', default: '5' },
    without: { type: 'string', default: '' },
    memory: { type: 'boolean', default: false },
  } as const
  const { people: asked, ties: draws, file, seed, runs: times, without, memory: large } = parseArgs({ options }).values
  const [people, runs] = [large ? 10_000_000 : Number(asked), Number(times)]
  for (const line of machineLines()) console.log(line)
  const closing: (() => unknown)[] = []
  const started = performance.now()
  let ties: Ties = { people, a: shared(0), b: shared(0) }
  // The large graph is never held as a list of ties: that alone would be 700 MB.
  if (!large)
    ties = file === undefined ? sample(people, Number(draws ?? people * 10.5), Number(seed)) : await readEdges(file)
  const source = large ? sampleTies(people, 89_800_000, Number(seed)) : ties
  const { graph, repeated } = engine.buildGraph({
    people: ties.people,
    ties: source,
    room: { maxWords: large ? 4e8 : undefined },
  })
  console.log(`graph     made in ${short((performance.now() - started) / 1000)} s, ${repeated} ties given again`)
  printMemory(graph)
  const engines: Engine[] = [{ name: OURS, ask: askOurs(graph) }]
  const table: string[][] = []
  let differences = 0
  try {
    if (!large && !without.includes('postgres')) engines.push(...(await openSql(ties, closing)))
    if (!large && !without.includes('graphology')) engines.push(...(await openGraphology(ties, closing)))
    for (const task of TASKS.filter(({ kind }) => !large || kind !== 'near')) {
      const { rows, differences: found } = await runTask(task, engines, runs, ties)
      table.push(...rows)
      differences += found
    }
  } finally {
    for (const close of closing.toReversed()) await close()
  }
  table.push(latencyRow(graph, ties.people, runs), ...changeRows(graph, ties.people, runs))
  printTable(['measure', 'engine', 'answers a second', 'ours is times as fast'], table)
  printMemory(graph)
  if (differences > 0) console.log(`FAILED: ${differences} answers differ`)
  process.exitCode = differences > 0 ? 1 : 0
}

if (isMainThread) await main()
else graphologyThread(workerData as Ties)
