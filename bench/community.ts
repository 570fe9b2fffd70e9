/**
 * A big community on one machine: how many pages it serves to 50 readers at once, how long they wait, what looking
 * before posting, a very long thread and posting cost, and how all of it grows: measured at a tenth of the size too.
 * A real server as an operator starts it, asked over loopback by a second process. Question pages are asked for once
 * each, so that every one is made, and as visitors read: some often, most hardly ever.
 *
 * bin/bench community; sizes by environment: THREADS (100000), REPLIES (ten times that), SECONDS for each figure (5),
 * READERS (50), WARM for the seconds of reading that fill the memory for visitors (180). A quick try: THREADS=2000 SECONDS=1 bin/bench community
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countUnread } from '../src/features.ts'
import { readConfig } from '../src/platform/config.ts'
import { folderBlobs } from '../src/platform/blobs.ts'
import { silentLog } from '../src/platform/log.ts'
import { routes } from '../src/routes.ts'
import { counting } from '../test/statements.ts'
import { bundleAssets } from '../src/web/assets.ts'
import { createApp } from '../src/web/server.tsx'
import type { Ask, Readers, ReadersCall } from './community-load.ts'
import { type CommunitySite, type Size, openCommunity } from './community-site.ts'
import { machineLines, packageVersion, printTable } from './machine.ts'

const threads = Number(process.env.THREADS ?? 100_000)
const replies = Number(process.env.REPLIES ?? threads * 10)
const milliseconds = Number(process.env.SECONDS ?? 5) * 1000
const readers = Number(process.env.READERS ?? 50)
const warm = Number(process.env.WARM ?? 180)
/** More than this for one list page would mean that something is asked line by line. */
const mostStatements = 25

/** What is measured, with the goal beside it: pages a second at least, milliseconds at most. */
interface Figure {
  readonly name: string
  readonly asks: readonly Ask[]
  readonly connections: number
  readonly goals: { readonly rate?: number; readonly p95?: number }
  readonly popular?: number
  /** Seconds of reading before it is measured; 1 unless told. */
  readonly after?: number
  readonly most?: number
}

function figuresOf(site: CommunitySite): Figure[] {
  const cookie = site.members[0]!
  const visitor = (paths: readonly string[]): Ask[] => paths.map((path) => ({ path }))
  const member = (paths: readonly string[]): Ask[] =>
    paths.map((path, index) => ({ path, cookie: site.members[index % site.members.length]! }))
  const lists = ['/questions', '/ideas'] as const
  const reading = { connections: readers, goals: { rate: 1000, p95: 50 } }
  const typed = site.titles
    .slice(0, 500)
    .map((title) => `/questions/like?${new URLSearchParams({ q: title.replace(/ \d+$/, '') }).toString()}`)
  return [
    { name: 'question page, visitor, each made', asks: visitor(site.questions), ...reading },
    ...[15, warm].map((after) => ({
      name: `question page, visitor, as read, after ${after} s`,
      ...{ asks: visitor(site.questions), popular: 0.8, after, ...reading },
    })),
    { name: 'question page, member', asks: member(site.questions), ...reading },
    ...lists.flatMap((path) => [
      { name: `${path}, visitor`, asks: visitor([path]), ...reading },
      { name: `${path}, member`, asks: member(Array<string>(50).fill(path)), ...reading },
    ]),
    { name: 'look before you post', asks: member(typed), connections: 5, goals: { p95: 100 } },
    {
      name: 'thread of 10,000 replies',
      asks: [{ path: site.longThread, cookie }],
      connections: 1,
      goals: { p95: 300 },
    },
    {
      name: 'posting a comment',
      // Everybody a few times only: nobody meets the limit of writing.
      asks: site.members.map((one, index) => ({
        path: `/questions/${/\d+/.exec(site.questions[index % site.questions.length]!)![0]}/comments`,
        cookie: one,
        form: { body: 'The same here, after two rides in the rain.' },
      })),
      connections: 5,
      goals: {},
      most: Math.min(400, site.members.length * 2),
    },
  ]
}

async function load(call: ReadersCall): Promise<Readers> {
  const folder = mkdtempSync(join(tmpdir(), 'tango-readers-'))
  const file = join(folder, 'call.json')
  writeFileSync(file, JSON.stringify(call))
  const child = [join(import.meta.dirname, 'community-load.ts'), file]
  const { stdout } = await promisify(execFile)(process.execPath, child, { maxBuffer: 1 << 24 })
  rmSync(folder, { recursive: true })
  return JSON.parse(stdout) as Readers
}

/** How many statements each list page asks of the database, as a member. */
async function countStatements(site: CommunitySite): Promise<Map<string, number>> {
  const { ctx, take } = counting(site.ctx)
  const config = readConfig({ NODE_ENV: 'test', PUBLIC_URL: 'http://localhost:3000' })
  const parts = { db: ctx.db, log: silentLog, config, blobs: folderBlobs('/nowhere'), routes, countUnread }
  const app = createApp({ ...parts, assets: await bundleAssets(), now: () => new Date() })
  const counts = new Map<string, number>()
  for (const path of ['/questions', '/ideas']) {
    const headers = { accept: 'text/html', cookie: site.members[0]! }
    // The first answer fills what is kept between requests.
    for (const _time of [1, 2]) {
      take()
      const response = await app.request(`http://localhost:3000${path}`, { headers })
      await response.text()
      if (response.status === 200) counts.set(path, take())
    }
  }
  return counts
}

interface Measured {
  readonly rows: readonly (readonly string[])[]
  readonly statements: ReadonlyMap<string, number>
}

async function measure(size: Size): Promise<Measured> {
  const site = await openCommunity(size)
  try {
    const { filling, starting } = site.seconds
    console.log(
      `\n${size.threads} threads, ${size.replies} replies: filled in ${filling.toFixed(0)} s, started in ${starting.toFixed(1)} s`,
    )
    const rows: string[][] = []
    for (const figure of figuresOf(site)) {
      const { name, asks, connections, goals } = figure
      const { popular, most, after = 1 } = figure
      const call = {
        address: site.address,
        asks,
        connections,
        milliseconds,
        ...(most && { most }),
        ...(popular && { popular }),
      }
      const tried = await load({ ...call, asks: asks.slice(0, 1), connections: 1, most: 1 })
      if (tried.answers === 0) {
        rows.push([name, `answers ${Object.keys(tried.failures).join(', ')}: not measured`])
        continue
      }
      // What is read often has been read before: that takes longer to come about.
      if (!most) await load({ ...call, milliseconds: after * 1000 })
      const found = await load({ ...call, from: asks.length >> 1 })
      const failed = Object.entries(found.failures).map(([status, count]) => `${count} answered ${status}`)
      rows.push([
        name,
        String(connections),
        found.pagesPerSecond.toFixed(0),
        found.p50.toFixed(1),
        found.p95.toFixed(1),
        `${(found.bytesPerPage / 1024).toFixed(1)} kB`,
        goalWords(goals, found),
        failed.join(', '),
      ])
    }
    printTable(['page', 'readers', 'pages/s', 'p50 ms', 'p95 ms', 'gzip', 'goal', ''], rows)
    return { rows, statements: await countStatements(site) }
  } finally {
    await site.close()
  }
}

function goalWords({ rate, p95 }: Figure['goals'], found: Readers): string {
  const met = (rate === undefined || found.pagesPerSecond >= rate) && (p95 === undefined || found.p95 <= p95)
  const words = [rate === undefined ? '' : `≥ ${rate}/s`, p95 === undefined ? '' : `p95 ≤ ${p95}`].filter(
    (one) => one !== '',
  )
  return words.length === 0 ? '' : `${words.join(', ')}: ${met ? 'met' : 'missed'}`
}

for (const line of machineLines()) console.log(line)
console.log(`versions  hono ${packageVersion('hono')}, preact ${packageVersion('preact')}, pg ${packageVersion('pg')}`)
const sizeOf = (share: number): Size => ({
  threads: Math.round(threads * share),
  replies: Math.round(replies * share),
  longest: Math.min(10_000, Math.round((replies * share) / 2)),
})
const small = await measure(sizeOf(0.1))
const large = process.env.SMALL_ONLY ? small : await measure(sizeOf(1))
console.log('')
for (const [path, count] of large.statements) {
  const before = small.statements.get(path)
  const fine = count <= mostStatements && count === before
  console.log(
    `${path} asks ${count} statements (${before} at a tenth; at most ${mostStatements}, and the same): ${fine ? 'met' : 'MISSED'}`,
  )
  if (!fine) process.exitCode = 1
}
