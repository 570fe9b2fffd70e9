/** The command line as an operator has it, on data folders that are copies of one that was set up. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { findRunner, postgresPrograms } from '../../src/platform/postgres/programs.ts'
import {
  afterwards,
  checkout,
  freePort,
  homeApart,
  makeDataFolder,
  makeFolder,
  type Started,
  start,
} from './machine.ts'

/** The owner's, and what must never be seen anywhere. */
export const password = 'a horse, a battery and a staple'
export const ownerEmail = 'owner@velund.example'

export type Ran = { code: number | string; stdout: string; stderr: string }
export type Surroundings = {
  env?: Record<string, string>
  cwd?: string
  input?: string
  user?: { uid: number; gid: number }
  program?: string
}

/** Begins a command; the test may signal it. */
export function begin(
  args: readonly string[],
  around: Surroundings = {},
): { child: ChildProcess; ended: Promise<Ran> } {
  const child = spawn(around.program ?? join(checkout, 'bin/tango'), args, {
    cwd: around.cwd ?? '/',
    ...around.user,
    env: { PATH: process.env.PATH, HOME: '/tmp', ...around.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  child.stdin.on('error', () => {})
  child.stdin.end(around.input ?? '')
  afterwards(() => void (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')))
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: (code ?? signal) as number | string,
    stdout,
    stderr,
  }))
  return { child, ended }
}

/** Runs a command to its end. */
export function tango(args: readonly string[], around: Surroundings = {}): Promise<Ran> {
  return begin(args, around).ended
}

/** The same, and it must end with 0. Gives what it printed. */
export async function done(args: readonly string[], around: Surroundings = {}): Promise<string> {
  const { code, stdout, stderr } = await tango(args, around)
  if (code !== 0) throw new Error(`tango ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`)
  return stdout
}

/** A file that holds a password, for its owner only. */
export function passwordFile(content = password): string {
  const file = join(makeFolder(), 'password')
  writeFileSync(file, `${content}\n`, { mode: 0o600 })
  return file
}

/** `tango setup` as every test here calls it. */
export function setUpArgs(file: string): string[] {
  const company = ['--company', 'Velund', '--outside', 'Riders']
  return ['setup', ...company, '--owner-email', ownerEmail, '--owner-password-file', file]
}

// Asked for inside a test, `after` would be that test's: what goes on for the whole file is undone here.
const atEnd: (() => unknown)[] = []
after(async () => {
  for (const step of atEnd) await step()
})

let prepared: Promise<string> | undefined

/**
 * Set up once for a run of all tests (`npm test` names the place in TANGO_TEST_PREPARED), else for a test file: making a
 * database anew takes seconds, copying it does not.
 */
function prepare(): Promise<string> {
  return (prepared ??= (async () => {
    const shared = process.env.TANGO_TEST_PREPARED
    if (shared && existsSync(shared)) return join(shared, 'data')
    const folder = mkdtempSync('/tmp/tango-ops-prepared-')
    atEnd.push(() => rmSync(folder, { recursive: true, force: true }))
    chmodSync(folder, 0o755)
    const file = join(folder, 'password')
    writeFileSync(file, password)
    await done(setUpArgs(file), { env: { TANGO_DATA: join(folder, 'data') } })
    return shared && moved(folder, shared) ? join(shared, 'data') : join(folder, 'data')
  })())
}

/** False when another test file was first, or the place lies on another disk: then each keeps its own. */
function moved(folder: string, place: string): boolean {
  try {
    renameSync(folder, place)
    return true
  } catch {
    return false
  }
}

/** The data folder of a Tango that was just set up: `everyone-at-velund` inside, `riders` outside, one owner. */
export async function setUpFolder(): Promise<string> {
  const from = await prepare()
  const folder = makeDataFolder()
  const copied = spawnSync('cp', ['-a', from, folder], { encoding: 'utf8' })
  if (copied.status !== 0) throw new Error(copied.stderr)
  if (homeApart(folder)) throw new Error('the prepared database does not lie in its data folder')
  return folder
}

/** Starts the server on a free port. */
export async function serve(dataFolder: string, env: Record<string, string> = {}): Promise<Started> {
  return start({ env: { TANGO_DATA: dataFolder, PORT: String(await freePort()), ...env } })
}

export type OwnPostgres = { url: string; password: string; admin: string; port: number }

/** A PostgreSQL that is not Tango's: over TCP, with passwords, with an empty database `tango` of the role `tango`. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const folder = mkdtempSync('/tmp/tango-ops-server-')
  const runner = findRunner()
  const programs = postgresPrograms(runner, folder)
  const secret = join(folder, 'secret')
  writeFileSync(secret, 'postgres-of-the-test')
  chmodSync(folder, 0o755)
  if (runner) spawnSync('chown', ['-R', `${runner.uid}:${runner.gid}`, folder])
  const options = { ...runner, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } }
  const cluster = join(folder, 'cluster')
  const made = spawnSync(
    join(programs, 'bin/initdb'),
    [
      `--pgdata=${cluster}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${secret}`,
      '--encoding=UTF8',
    ].concat(['--locale=C', '--no-sync', '--no-instructions']),
    { ...options, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(made.stderr)
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'fsync=off']
  const server = spawn(join(programs, 'bin/postgres'), ['-D', cluster, ...settings.flatMap((one) => ['-c', one])], {
    ...options,
    stdio: 'ignore',
  })
  const ended = once(server, 'exit')
  atEnd.push(async () => {
    server.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  })
  const admin = `postgres://postgres:postgres-of-the-test@127.0.0.1:${port}`
  await untilItAnswers(`${admin}/postgres`)
  const word = 'p@ss/w:rd%ü'
  await ask(`${admin}/postgres`, `create role tango login password '${word}'`)
  await ask(`${admin}/postgres`, 'create database tango owner tango')
  return { url: `postgres://tango:${encodeURIComponent(word)}@127.0.0.1:${port}/tango`, password: word, admin, port }
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answered = await ask(url, 'select 1').catch(() => undefined)
    if (answered) return
    await pause(50)
  }
  throw new Error('the PostgreSQL of the test does not answer')
}

/** The rows of one statement. */
export async function ask<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

/** Watches the list of processes, and gives those that were seen with one of these words in their arguments. */
export function watchArguments(words: readonly string[]): () => string[] {
  const seen = new Set<string>()
  const look = (): void => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const line = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
      if (words.some((word) => line.includes(word))) seen.add(line)
    }
  }
  const watch = existsSync('/proc/self/cmdline') ? setInterval(look, 15) : undefined
  return () => {
    clearInterval(watch)
    return [...seen]
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It ended between the list and the look.
    return ''
  }
}

/** A small dump of Stack Exchange: `count` questions by two people, each with an answer and a comment. */
export function writeDump(count: number): string {
  const folder = join(makeFolder(), 'dump')
  mkdirSync(folder)
  const day = (n: number) => new Date(Date.UTC(2020, 0, 1) + n * 60_000).toISOString().replace('Z', '')
  const file = (name: string, rows: string[]): void =>
    writeFileSync(
      join(folder, `${name}.xml`),
      `<?xml version="1.0" encoding="utf-8"?>\n<${name.toLowerCase()}>\n${rows.join('\n')}\n</${name.toLowerCase()}>\n`,
    )
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  file('Users', [
    `<row Id="1" Reputation="1" CreationDate="${day(0)}" DisplayName="Ada" />`,
    `<row Id="2" Reputation="1" CreationDate="${day(0)}" DisplayName="Bob" />`,
  ])
  file('Tags', ['<row Id="1" TagName="chain" Count="1" />'])
  file(
    'Posts',
    numbers.flatMap((n) => [
      `<row Id="${2 * n - 1}" PostTypeId="1" CreationDate="${day(n)}" Score="1" Body="&lt;p&gt;How long, ${n}?&lt;/p&gt;" OwnerUserId="1" LastActivityDate="${day(n)}" Title="Question ${n}" Tags="|chain|" AnswerCount="1" CommentCount="0" />`,
      `<row Id="${2 * n}" PostTypeId="2" ParentId="${2 * n - 1}" CreationDate="${day(n)}" Score="2" Body="&lt;p&gt;Long, ${n}.&lt;/p&gt;" OwnerUserId="2" LastActivityDate="${day(n)}" CommentCount="1" />`,
    ]),
  )
  file(
    'Comments',
    numbers.map(
      (n) => `<row Id="${n}" PostId="${2 * n}" Score="0" Text="Thanks ${n}" CreationDate="${day(n)}" UserId="1" />`,
    ),
  )
  for (const name of ['Votes', 'PostLinks', 'Badges']) file(name, [])
  return folder
}
