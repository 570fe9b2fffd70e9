/**
 * How many pages a second Tango serves on this machine, and how long a reader waits: the visitor's question page (20
 * answers, 40 comments), the list of questions, and the home of the inside. A real server as an operator starts it
 * (bin/start, its own PostgreSQL, everything durable), asked over loopback by a second process.
 *
 * bin/bench pages [--seconds 3] [--rounds 3]
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import '../src/features.ts'
import { answer, ask, comment } from '../src/content/questions/questions.ts'
import { addReply, startThread } from '../src/content/threads/threads.ts'
import { createAccount } from '../src/people/accounts/accounts.ts'
import { sessionCookie, startSession } from '../src/people/sessions/sessions.ts'
import { type AccountViewer, type Ctx, type Realm, makeCtx } from '../src/platform/context.ts'
import { openDatabase, openPool } from '../src/platform/database.ts'
import { silentLog } from '../src/platform/log.ts'
import { joinPostgres } from '../src/platform/postgres/postgres.ts'
import { listSpaces } from '../src/realms/spaces/spaces.ts'
import { type Load, type LoadCall, spreadOf } from './load.ts'
import { machineLines, packageVersion, printTable, range } from './machine.ts'
import { makeOwnSite } from './own-site.ts'

const mostScript = 40 * 1024

interface Filled {
  readonly questionPath: string
  readonly insideCookie: string
}

/** No two alike: the same words again and again would be held back for a moderator. */
function textOf(number: number): string {
  return `The battery of number ${number} holds **less** in the cold, and the [manual](/about) says why:\n\n- cells are slow below 5 °C\n- the display counts \`volts\`, not charge\n\n> Warm it indoors before a long ride.\n\n`
}

function longTextOf(number: number): string {
  return `${textOf(number)}After ${number} rides mine did the same: it showed **half** a charge and went dark on the last hill.\n\n- a coat around the pack helps\n- so does riding the first kilometre without help\n\n> It came back after ten minutes beside the radiator.\n\n`
}

/** 60 questions, one of them long; 60 posts inside with replies. Written through the front doors, by 25 people. */
async function fillTango(dataFolder: string): Promise<Filled> {
  const pool = openPool((await joinPostgres(dataFolder))!, 4)
  const now = Date.now()
  let minute = 0
  const system = makeCtx({
    viewer: { kind: 'system', reason: 'bench' },
    db: openDatabase(pool),
    now: new Date(now),
    log: silentLog,
  })
  const person = async (realm: Realm, n: number): Promise<AccountViewer> => {
    const name = `${realm === 'inside' ? 'Colleague' : 'Rider'} ${n}`
    const id = await createAccount(system, {
      realm,
      email: `person${n}@${realm}.example`,
      displayName: name,
      emailProved: true,
    })
    return { kind: 'account', id, realm, name, offices: [] }
  }
  // Every text a minute after the one before: nobody meets the limit of writing.
  const as = (viewer: AccountViewer): Ctx =>
    makeCtx({ viewer, db: system.db, now: new Date(now - (1000 - minute++) * 60_000), log: silentLog })
  const riders = await Promise.all(Array.from({ length: 20 }, (_, n) => person('outside', n)))
  const colleagues = await Promise.all(Array.from({ length: 5 }, (_, n) => person('inside', n)))
  const spaces = await listSpaces(system)
  const inside = spaces.find((space) => space.realm === 'inside')!
  for (let n = 0; n < 60; n++) {
    await ask(as(riders[n % 20]!), {
      space: 'riders',
      title: `Why does range drop to ${n} % in winter?`,
      body: textOf(n),
      tags: ['battery', `winter-${n % 7}`],
    })
    const post = await startThread(as(colleagues[n % 5]!), inside, {
      type: 'discussion',
      title: `Lot ${n}`,
      body: textOf(100 + n),
    })
    for (let reply = 0; reply < 3; reply++)
      await addReply(as(colleagues[(n + reply) % 5]!), post.id, { kind: 'reply', body: 'Seen in the lab as well.' })
  }
  const { thread } = await ask(as(riders[0]!), {
    space: 'riders',
    title: 'Battery drops to 40 % in the cold',
    body: longTextOf(200),
    tags: ['battery', 'winter'],
  })
  for (let n = 0; n < 20; n++) {
    const given = await answer(as(riders[(n + 1) % 20]!), thread.id, longTextOf(300 + n))
    for (let said = 0; said < 2; said++)
      await comment(as(riders[(n + said) % 20]!), thread.id, 'It helped me too, after two rides.', given.id)
  }
  const { token } = await startSession(system, colleagues[0]!.id, { provedBy: 'code', device: 'bench' })
  await pool.end()
  return {
    questionPath: `/questions/${thread.id}/${thread.slug}`,
    insideCookie: sessionCookie(token, false).split(';')[0]!,
  }
}

/** What a reading page loads, each compressed as a proxy would: script and style, named and inline. */
async function weigh(address: string, path: string): Promise<{ script: number; style: number; page: number }> {
  const html = await (await fetch(address + path)).text()
  const sizeOf = (bytes: string | Uint8Array) => gzipSync(bytes, { level: 9 }).length
  const sum = async (pattern: RegExp): Promise<number> => {
    let size = 0
    for (const file of new Set([...html.matchAll(pattern)].map((match) => match[1]!)))
      size += sizeOf(new Uint8Array(await (await fetch(address + file)).arrayBuffer()))
    return size
  }
  const inline = (pattern: RegExp) =>
    [...html.matchAll(pattern)].reduce((size, match) => size + (match[1] ? sizeOf(match[1]) : 0), 0)
  return {
    script: (await sum(/<script[^>]+src="([^"]+)"/g)) + inline(/<script(?![^>]*(?:src=|ld\+json))[^>]*>([^<]+)/g),
    style: (await sum(/<link[^>]+rel="stylesheet"[^>]*href="([^"]+)"/g)) + inline(/<style[^>]*>([^<]+)/g),
    page: sizeOf(html),
  }
}

async function loadFrom(call: LoadCall): Promise<Load> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'load.ts'),
    JSON.stringify(call),
  ])
  return JSON.parse(stdout) as Load
}

async function measure(
  address: string,
  { questionPath, insideCookie }: Filled,
  rounds: number,
  milliseconds: number,
): Promise<void> {
  const pages: readonly { name: string; path: string; cookie?: string }[] = [
    { name: 'question, 20 answers (visitor)', path: questionPath },
    { name: 'list of questions (visitor)', path: '/questions' },
    { name: 'home of the inside (employee)', path: '/inside', cookie: insideCookie },
  ]
  const rows: string[][] = []
  const loads = new Map<string, Load[]>()
  const there = []
  for (const page of pages) {
    const { status } = await fetch(address + page.path, {
      headers: page.cookie ? { cookie: page.cookie } : {},
      redirect: 'manual',
    })
    if (status === 200) there.push(page)
    else console.log(`skipped   ${page.name}: ${page.path} answers ${status}`)
  }
  // The first round warms the server up and is not counted; then the pages take turns, so that the machine's load meets all alike.
  for (let round = -1; round < rounds; round++) {
    for (const page of there) {
      for (const connections of [1, 20]) {
        const load = await loadFrom({
          url: address + page.path,
          connections,
          milliseconds: round < 0 ? 1000 : milliseconds,
          ...(page.cookie && { cookie: page.cookie }),
        })
        if (load.failures > 0) throw new Error(`${page.name}: ${load.failures} answers failed`)
        const key = `${page.name}|${connections}`
        if (round >= 0) loads.set(key, [...(loads.get(key) ?? []), load])
      }
    }
  }
  for (const [key, of] of loads) {
    const [name, connections] = key.split('|')
    const size = `${Math.round(of[0]!.bytesPerPage / 1024)} kB`
    rows.push([
      name!,
      connections!,
      range(spreadOf(of, 'pagesPerSecond')),
      range(spreadOf(of, 'p50')),
      range(spreadOf(of, 'p95')),
      size,
    ])
  }
  printTable(['page', 'connections', 'pages/s', 'p50 ms', 'p95 ms', 'html'], rows)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '3' }, rounds: { type: 'string', default: '3' } },
  })
  for (const line of machineLines()) console.log(line)
  console.log(
    `versions  hono ${packageVersion('hono')}, preact ${packageVersion('preact')}, pg ${packageVersion('pg')}, kysely ${packageVersion('kysely')}`,
  )
  const site = makeOwnSite('pages', ['--outside', 'Riders'])
  try {
    const address = await site.start()
    const filled = await fillTango(site.data)
    const weight = await weigh(address, filled.questionPath)
    const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`
    console.log(
      `reading   script ${kilobytes(weight.script)}, style ${kilobytes(weight.style)}, page ${kilobytes(weight.page)}, all gzip (script at most ${kilobytes(mostScript)})`,
    )
    await measure(address, filled, Number(values.rounds), Number(values.seconds) * 1000)
    if (weight.script > mostScript) process.exitCode = 1
  } finally {
    await site.remove()
  }
}

await main()
