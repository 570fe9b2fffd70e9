/**
 * Standing queries: ours beside a plain evaluator, PostgreSQL and Lucene Monitor over the same queries and posts, in one
 * run, engines in turns, match sets compared; any difference is printed and the exit code is 1.
 *
 *   bin/bench standing-queries [--queries 10000,100000] [--posts 20000] [--text FILE] [--seed 1] [--runs 5]
 *                              [--without naive,postgres,lucene]
 *
 * FILE holds one post a line; its text is brought to lower-case ASCII words first, so that all engines cut the same words.
 * DATABASE_URL names a PostgreSQL server to use; else one is started and removed again.
 *
 * Lucene Monitor 8.8.1 needs Debian's jars and a compiler, and its monitor module from Debian's source package:
 *   apt-get install liblucene8-java default-jdk-headless
 *   apt-get source --download-only lucene8        (with a deb-src line; only the .orig.tar.xz is needed)
 *   tar xf lucene8_8.8.1.orig.tar.xz --wildcards '*\/monitor/src/java/*'
 *   export LUCENE_MONITOR_SOURCE=$PWD/lucene-8.8.1/monitor/src/java
 * Without them this peer is left out.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  anchorsOf,
  keysOf,
  luceneQuery,
  lucenePost,
  tsquery,
  tsvector,
} from '../src/engines/standing-queries/peer-forms.ts'
import { createMatcher, type Matcher, naivelyMatches, parse } from '../src/engines/standing-queries/standing-queries.ts'
import { makePosts, makeQueries, randomFrom, withFacts } from '../src/engines/standing-queries/workload.ts'
import type { Sample, SamplePost } from '../src/engines/standing-queries/workload.ts'
import { inTurns, machineLines, openPostgres, printTable, range, ratio, short, spread } from './machine.ts'

const { values: options } = parseArgs({
  options: {
    queries: { type: 'string', default: '10000,100000' },
    posts: { type: 'string', default: '20000' },
    text: { type: 'string' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '5' },
    without: { type: 'string', default: '' },
  },
})
const without = options.without.split(',')
const runs = Number(options.runs)
const seed = Number(options.seed)

/** `match` answers the ids of each of the posts from `from` on, and how long it took. */
type Answer = { milliseconds: number; ids: number[][] }
type Engine = {
  name: string
  posts: number
  match: (from: number, count: number) => Promise<Answer>
  close?: () => Promise<void>
}
type Load = { samples: Sample[]; posts: SamplePost[] }

/** Microseconds of processor time a post, of each of our runs: what the load of others hardly touches. */
const processor: number[] = []

function forcedGarbage(): void {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
}

/** Bytes held. Buffers are given back some time after their garbage was found, so it is looked for several times. */
async function memory(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    forcedGarbage()
    await setTimeout(100)
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** A first engine warms up the compiler, as a process that has been running for a while is warm. */
function rehearse(samples: readonly Sample[]): void {
  const matcher = createMatcher<number>()
  for (const [id, { text }] of samples.slice(0, 5_000).entries()) matcher.register(id, parse(text).tree!)
}

/** Parses, registers and tunes; prints the rates and the memory that is left when the trees are gone. */
async function makeOurs({ samples, posts }: Load): Promise<Matcher<number>> {
  rehearse(samples)
  const before = await memory()
  const matcher = createMatcher<number>()
  for (const post of posts.slice(0, 2_000)) matcher.match(post)
  let begin = performance.now()
  const trees = samples.map(({ text }) => parse(text).tree!)
  const parsing = performance.now() - begin
  begin = performance.now()
  for (const [id, tree] of trees.entries()) matcher.register(id, tree)
  const registering = performance.now() - begin
  trees.length = 0
  begin = performance.now()
  matcher.tune()
  const tuning = performance.now() - begin
  const held = (await memory()) - before
  const { terms, bytes } = matcher.report()
  const each = (milliseconds: number): string => `${short((samples.length / milliseconds) * 1000)}/s`
  console.log(
    `parsed ${each(parsing)}, registered ${each(registering)}, both ${each(parsing + registering)}, tuned in ${short(tuning)} ms`,
  )
  console.log(`${terms} terms, arrays ${short(bytes / 1e6)} MB, whole engine with ids ${short(held / 1e6)} MB\n`)
  return matcher
}

function oursEngine(name: string, matcher: Matcher<number>, { posts, samples }: Load, changeEvery = 0): Engine {
  let changed = 0
  const match = async (from: number, count: number): Promise<Answer> => {
    const ids: number[][] = []
    const before = process.cpuUsage()
    const begin = performance.now()
    for (let at = from; at < from + count; at++) {
      if (changeEvery > 0 && at % changeEvery === 0) {
        const id = changed++ % samples.length
        matcher.replace(id, parse(samples[id]!.text).tree!)
      }
      ids.push(matcher.match(posts[at]!))
    }
    processor.push(process.cpuUsage(before).user / count)
    return { milliseconds: performance.now() - begin, ids }
  }
  return { name, posts: posts.length, match }
}

function naiveEngine({ samples, posts }: Load): Engine {
  const trees = samples.map(({ text }) => parse(text).tree!)
  const match = async (from: number, count: number): Promise<Answer> => {
    const begin = performance.now()
    const ids = posts
      .slice(from, from + count)
      .map((post) => trees.flatMap((tree, id) => (naivelyMatches(tree, post) ? [id] : [])))
    return { milliseconds: performance.now() - begin, ids }
  }
  return { name: 'naive (tree by tree)', posts: samples.length > 50_000 ? 1 : 4, match }
}

async function postgresEngines({ samples, posts }: Load): Promise<{ engines: Engine[]; version: string }> {
  const { client, version, close } = await openPostgres()
  const counts = new Map<string, number>()
  for (const post of posts) for (const key of keysOf(post)) counts.set(key, (counts.get(key) ?? 0) + 1)
  await client.query('set jit = off')
  await client.query('create temp table standing (id int primary key, q tsquery)')
  await client.query('create temp table anchor (term text collate "C", query int)')
  for (let at = 0; at < samples.length; at += 5_000) {
    const part = samples.slice(at, at + 5_000)
    const ids = part.map((_, index) => at + index)
    await client.query('insert into standing select * from unnest($1::int[], $2::text[]::tsquery[])', [
      ids,
      part.map(tsquery),
    ])
    const anchors = part.flatMap((sample, index) =>
      anchorsOf(sample, counts).map((term): [string, number] => [term, at + index]),
    )
    await client.query('insert into anchor select * from unnest($1::text[], $2::int[])', [
      anchors.map(([term]) => term),
      anchors.map(([, id]) => id),
    ])
  }
  await client.query('create index on anchor (term) include (query)')
  await client.query('analyze standing')
  await client.query('analyze anchor')
  const asking =
    (name: string, text: string, parameters: (post: SamplePost) => unknown[]) =>
    async (from: number, count: number): Promise<Answer> => {
      const ids: number[][] = []
      const given = posts.slice(from, from + count).map(parameters)
      const begin = performance.now()
      for (const values of given)
        ids.push((await client.query<{ id: number }>({ name, text, values })).rows.map(({ id }) => id))
      return { milliseconds: performance.now() - begin, ids }
    }
  const large = samples.length > 50_000
  const anchored = `select distinct q.id from anchor a join standing q on q.id = a.query where a.term = any($1) and $2::tsvector @@ q.q`
  const engines: Engine[] = [
    {
      name: 'PostgreSQL anchor table',
      posts: large ? 60 : 300,
      match: asking('anchor', anchored, (post) => [keysOf(post), tsvector(post)]),
      close,
    },
    {
      name: 'PostgreSQL @@',
      posts: large ? 4 : 30,
      match: asking('scan', 'select id from standing where $1::tsvector @@ q', (post) => [tsvector(post)]),
    },
  ]
  return { engines, version }
}

function compileLucene(folder: string): string | undefined {
  const source = process.env['LUCENE_MONITOR_SOURCE']
  const jars = '/usr/share/java'
  const names = ['core', 'memory', 'queries', 'analyzers-common', 'queryparser']
  const found = existsSync(jars) ? readdirSync(jars) : []
  const path = names.map((name) => found.find((file) => new RegExp(`^lucene-${name}-8[\\d.]*\\.jar$`).test(file)))
  if (!source || !existsSync(source) || path.includes(undefined)) {
    console.log(
      'Lucene Monitor is left out: its jars, javac or LUCENE_MONITOR_SOURCE are absent. How to get them stands at the top of this file.\n',
    )
    return undefined
  }
  const classPath = [folder, ...path.map((file) => join(jars, file as string))].join(':')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.java'))
    .map((file) => join(source, file))
  const driver = join(import.meta.dirname, 'LuceneMonitor.java')
  execFileSync('javac', ['-nowarn', '-encoding', 'UTF-8', '-d', folder, '-cp', classPath, ...files, driver], {
    stdio: 'pipe',
  })
  return classPath
}

async function luceneEngine({ samples, posts }: Load): Promise<Engine | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'lucene-monitor-'))
  const drop = (): void => rmSync(folder, { recursive: true, force: true })
  const classPath = compileLucene(folder)
  if (!classPath) {
    drop()
    return undefined
  }
  writeFileSync(join(folder, 'queries.tsv'), samples.map(luceneQuery).join('\n'))
  writeFileSync(join(folder, 'posts.tsv'), posts.map(lucenePost).join('\n'))
  const java: ChildProcess = spawn(
    'java',
    ['-Xmx3g', '-cp', classPath, 'LuceneMonitor', join(folder, 'queries.tsv'), join(folder, 'posts.tsv')],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines = createInterface({ input: java.stdout! })[Symbol.asyncIterator]()
  const line = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done) throw new Error('Lucene Monitor ended early')
    return value
  }
  const ready = Number((await line()).split(' ')[1]) / 1e9
  console.log(`Lucene Monitor registered ${short(samples.length / ready)}/s\n`)
  const match = async (from: number, count: number): Promise<Answer> => {
    java.stdin!.write(`${from} ${count}\n`)
    const milliseconds = Number((await line()).split(' ')[1]) / 1e6
    const ids: number[][] = []
    for (let post = 0; post < count; post++) ids.push((await line()).split(' ').filter(Boolean).map(Number))
    return { milliseconds, ids }
  }
  const close = async (): Promise<void> => {
    java.stdin!.end()
    await new Promise((done) => java.once('exit', done))
    drop()
  }
  return { name: 'Lucene Monitor', posts: samples.length > 50_000 ? 300 : 800, match, close }
}

/** Posts and queries of the mix, made up or from a file of real text. */
function loadOf(queries: number): Load {
  const count = Number(options.posts)
  const posts = options.text ? readPosts(options.text, count) : makePosts(count, seed)
  return { posts, samples: makeQueries(queries, seed + 1, posts) }
}

function readPosts(file: string, count: number): SamplePost[] {
  const random = randomFrom(seed)
  const plain = (line: string): string =>
    (
      line
        .toLowerCase()
        .normalize('NFD')
        .replace(/[\u0300-\u036f'’]/g, '')
        .match(/[a-z\d]+/g) ?? []
    ).join(' ')
  const texts = readFileSync(file, 'utf8')
    .split('\n')
    .map(plain)
    .filter((text) => text.includes(' '))
  return texts.slice(0, count).map((text) => withFacts(text, random))
}

/** Compares an answer with ours, post by post; returns how many posts differ. */
function differences(engine: Engine, from: number, answer: Answer, wanted: readonly string[]): number {
  let wrong = 0
  for (const [at, ids] of answer.ids.entries()) {
    if (ids.toSorted((a, b) => a - b).join(' ') === wanted[from + at]) continue
    if (++wrong === 1)
      console.log(`${engine.name} differs on post ${from + at}: ${ids.join(' ')} instead of ${wanted[from + at]}`)
  }
  return wrong
}

async function compare(queries: number): Promise<number> {
  const load = loadOf(queries)
  const words = load.posts.reduce((sum, { body }) => sum + body.split(' ').length, 0) / load.posts.length
  console.log(
    `\n${short(queries)} queries, ${short(load.posts.length)} posts of ${short(words)} words${options.text ? ' (real text)' : ''}`,
  )
  const matcher = await makeOurs(load)
  const wanted = load.posts.map((post) =>
    matcher
      .match(post)
      .sort((a, b) => a - b)
      .join(' '),
  )
  const engines = [oursEngine('ours', matcher, load), oursEngine('ours, one change per 700 posts', matcher, load, 700)]
  if (!without.includes('naive')) engines.push(naiveEngine(load))
  if (!without.includes('postgres')) {
    const { engines: peers, version } = await postgresEngines(load)
    console.log(version)
    engines.push(...peers)
  }
  const lucene = without.includes('lucene') ? undefined : await luceneEngine(load)
  if (lucene) engines.push(lucene)
  let wrong = 0
  let compared = 0
  const rates = await inTurns(engines, runs, async (engine, run) => {
    const count = Math.min(engine.posts, load.posts.length)
    // The warm-up is longer for the peer whose compiler needs it.
    const warm = run < 0 && engine === lucene ? Math.min(load.posts.length, count * 4) : count
    const from = run < 0 ? 0 : (run * count) % Math.max(1, load.posts.length - count)
    const answer = await engine.match(from, warm)
    wrong += differences(engine, from, answer, wanted)
    compared += engine === engines[0] ? 0 : answer.ids.length
    return (answer.ids.length / answer.milliseconds) * 1000
  })
  for (const engine of engines) await engine.close?.()
  const matches = wanted.reduce((sum, ids) => sum + (ids === '' ? 0 : ids.split(' ').length), 0) / wanted.length
  const rows = engines.map(({ name, posts }, at) => [
    name,
    range(spread(rates[at]!)),
    at === 0 ? '' : range(ratio(rates[0]!, rates[at]!)),
    String(Math.min(posts, load.posts.length)),
  ])
  printTable(['engine', 'posts/s', 'ours is faster by', 'posts a run'], rows)
  console.log(`\n${short(matches)} matches a post; ${compared} answers compared with ours, ${wrong} differ`)
  console.log(`ours took ${range(spread(processor.splice(0)))} microseconds of processor time a post`)
  return wrong
}

for (const line of machineLines()) console.log(line)
let wrong = 0
for (const queries of options.queries.split(',')) wrong += await compare(Number(queries))
process.exit(wrong === 0 ? 0 : 1)
