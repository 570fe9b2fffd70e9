/**
 * Tango's own PostgreSQL: a real server, started with Tango, over a Unix socket in a private folder.
 *
 * It ends with Tango: politely through `stop()`, and when Tango is killed through a small watcher that sees the pipe
 * to Tango close. A server that is left behind all the same is ended by the next start.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { StartError } from '../start-error.ts'
import { type Cluster, findCluster, openCluster, postgresEnvironment, writeSettings } from './cluster.ts'
export { FolderInUse, lockDataFolder } from './data-folder.ts'
export { checkDatabase } from './check-database.ts'
import { endLeftOver, findPostmaster } from './postmaster.ts'
import type { Runner } from './programs.ts'

export type RunningPostgres = {
  /** Connects as `tango` (owner of the database `tango`, may create databases, no superuser). */
  url: string
  /** Ends the server (open connections are cut) and resolves when it has written everything. */
  stop(): Promise<void>
}

type Options = {
  /** The data folder; PostgreSQL's files lie in `postgres` below it. */
  folder: string
  /** False gives up safety for speed, and may drop the data with the server: only for what may be lost, a test's. */
  durable?: boolean
  /** Receives each line of the server's log. */
  log?: (line: string) => void
}

/**
 * Starts PostgreSQL for a data folder, making its files and the database `tango` on first use.
 *
 * @throws StartError in one line, when it cannot run.
 */
export async function startPostgres({ folder, durable = true, log = () => {} }: Options): Promise<RunningPostgres> {
  mkdirSync(folder, { recursive: true })
  const cluster = openCluster(realpathSync(resolve(folder)), !durable)
  await endLeftOver(cluster.path)
  writeSettings(cluster)
  const socketFolder = makeSocketFolder(cluster.runner)
  const server = await runServer(cluster, socketFolder, durable, log)
  async function stop(): Promise<void> {
    const ended = server.exitCode === null && server.signalCode === null ? once(server, 'exit') : undefined
    server.kill('SIGINT')
    await ended
    rmSync(socketFolder, { recursive: true, force: true })
    if (cluster.passing) rmSync(cluster.passing, { recursive: true, force: true })
  }
  try {
    await makeDatabase(socketFolder)
  } catch (error) {
    await stop()
    throw error
  }
  return { url: urlOf(socketFolder), stop }
}

/**
 * The address of a data folder's server when it is running already, else undefined.
 * A server that is just starting is waited for.
 */
export async function joinPostgres(folder: string): Promise<string | undefined> {
  const cluster = findCluster(resolve(folder))
  if (!cluster) return undefined
  const began = Date.now()
  for (;;) {
    const found = findPostmaster(cluster)
    if (!found) return undefined
    if (found.ready) return urlOf(found.socketFolder)
    if (Date.now() - began > 30_000) {
      throw new StartError(
        `The database in ${cluster} is neither ready nor gone after 30 s: see the log of the Tango that runs it.`,
      )
    }
    await pause(50)
  }
}

function urlOf(socketFolder: string): string {
  return `postgres://tango@localhost/tango?host=${encodeURIComponent(socketFolder)}`
}

function makeSocketFolder(runner: Runner): string {
  // A socket's path may have 107 bytes (103 on macOS), and root's own temporary folder may be closed to the runner.
  const parent = runner || tmpdir().length > 60 ? '/tmp' : tmpdir()
  const folder = mkdtempSync(join(parent, 'tango-pg-'))
  if (runner) chownSync(folder, runner.uid, runner.gid)
  return folder
}

async function runServer(
  cluster: Cluster,
  socketFolder: string,
  durable: boolean,
  log: (line: string) => void,
): Promise<ChildProcess> {
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${socketFolder}`,
    'unix_socket_permissions=0700',
    'logging_collector=off',
    'log_destination=stderr',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off']),
  ]
  const began = Date.now()
  for (;;) {
    const server = spawn(
      join(cluster.programs, 'bin/postgres'),
      ['-D', cluster.path, ...settings.flatMap((setting) => ['-c', setting])],
      // In a session of its own: Ctrl-C on the terminal stops Tango, and Tango then stops its database.
      { ...cluster.runner, cwd: '/', detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: postgresEnvironment() },
    )
    watchOver(server, cluster.runner, socketFolder)
    const failure = await failureToStart(server, cluster.path, log)
    if (failure === undefined) return server
    // After kill -9 of the server itself its children may need a moment to notice and let go of the memory.
    const worthWaiting = /shared memory block|is still in use|lock file/.test(failure)
    if (!worthWaiting || Date.now() - began > 15_000) {
      rmSync(socketFolder, { recursive: true, force: true })
      throw new StartError(`PostgreSQL does not start: ${failure}`)
    }
    await pause(200)
  }
}

/** Resolves to undefined when the server takes connections, or to the last thing it said before it ended. */
async function failureToStart(
  server: ChildProcess,
  cluster: string,
  log: (line: string) => void,
): Promise<string | undefined> {
  let fatal = ''
  let ended = false
  if (server.stderr) {
    createInterface(server.stderr).on('line', (line) => {
      log(line)
      if (/FATAL|PANIC/.test(line)) fatal ||= line.replace(/^.*?(FATAL|PANIC):\s*/, '')
      else if (!/ (LOG|HINT|DETAIL): /.test(line)) fatal ||= line
    })
  }
  server.once('error', (error) => {
    fatal ||= error.message
    ended = true
  })
  server.once('close', (code) => {
    fatal ||= `it ended with code ${code}`
    ended = true
  })
  // No time limit: after a crash PostgreSQL first reads its log, as long as that takes.
  for (;;) {
    if (ended) return fatal
    const found = findPostmaster(cluster)
    if (found?.ready && found.pid === server.pid) return undefined
    await pause(10)
  }
}

/** Ends the server when this process is gone, whatever ended it: the pipe closes, `cat` returns. */
function watchOver(server: ChildProcess, runner: Runner, socketFolder: string): void {
  if (server.pid === undefined) return
  // At most a minute: in a container whose first process reaps nobody, the ended server keeps its number for ever.
  const script =
    'cat >/dev/null; kill -INT "$1"; n=0; while kill -0 "$1" && [ $n -lt 600 ]; do sleep 0.1; n=$((n+1)); done; rm -rf "$2"'
  const watcher = spawn('/bin/sh', ['-c', script, 'tango-watcher', String(server.pid), socketFolder], {
    ...runner,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watcher.on('error', () => {})
  watcher.stdin?.on('error', () => {})
  // A server that ended by itself must not have its number, by then perhaps another's, signalled.
  server.once('exit', () => watcher.kill('SIGKILL'))
  watcher.unref()
}

async function makeDatabase(socketFolder: string): Promise<void> {
  const admin = new pg.Client({ host: socketFolder, user: 'postgres', database: 'postgres' })
  await admin.connect()
  try {
    const { rows } = await admin.query<{ role: boolean; database: boolean }>(
      `select exists (select from pg_roles where rolname = 'tango') as role,
              exists (select from pg_database where datname = 'tango') as database`,
    )
    if (!rows[0]?.role) await admin.query('create role tango login createdb')
    if (!rows[0]?.database) await admin.query('create database tango owner tango')
  } finally {
    await admin.end()
  }
}
