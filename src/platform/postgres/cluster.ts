/** PostgreSQL's own files: where they lie, how they are made, and the settings that they are run with. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { StartError } from '../start-error.ts'
import { canReach, findRunner, ownerOf, postgresPrograms, reachableFolder, type Runner } from './programs.ts'

/** The version whose files we write; an older or newer cluster cannot be opened by these programs. */
const postgresMajor = 18

export type Cluster = {
  /** Real path of PostgreSQL's data directory. */
  path: string
  /** Folder with `bin/postgres`. */
  programs: string
  runner: Runner
  /** A folder outside the data folder that goes with the server: only for data that may be lost. */
  passing?: string
}

/** Path of an existing cluster of this data folder with links followed, or undefined. */
export function findCluster(folder: string): string | undefined {
  const path = join(folder, 'postgres')
  if (existsSync(join(path, 'PG_VERSION'))) return realpathSync(path)
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() && !existsSync(path)) {
    throw new StartError(
      `${path} points to a database that is not there any more: bring it back, or remove the link to start empty.`,
    )
  }
  return undefined
}

/**
 * Opens the cluster of a data folder, making it on first use.
 *
 * @param passing the data may be lost when the server ends (tests): nothing of it is then left outside the folder.
 * @throws StartError when it belongs to another user or another version of PostgreSQL, or cannot be made.
 */
export function openCluster(folder: string, passing: boolean): Cluster {
  const existing = findCluster(folder)
  if (!existing) return makeCluster(folder, passing)
  const major = Number(readFileSync(join(existing, 'PG_VERSION'), 'utf8'))
  if (major !== postgresMajor) {
    throw new StartError(
      major > postgresMajor
        ? `The database in ${existing} was made by PostgreSQL ${major} and this Tango brings PostgreSQL ${postgresMajor}: start the newer Tango.`
        : `The database in ${existing} was made by PostgreSQL ${major} and this Tango brings PostgreSQL ${postgresMajor}: make a backup with the older Tango and restore it with this one.`,
    )
  }
  const runner = runnerOf(existing)
  return { path: existing, programs: postgresPrograms(runner, folder), runner }
}

function runnerOf(cluster: string): Runner {
  const owner = ownerOf(cluster)
  if (process.getuid?.() === 0) {
    if (owner) return owner
    // Somebody gave the files to root (an unpacked archive, a chown); PostgreSQL wants them from its own user.
    const runner = findRunner()
    if (runner) spawnSync('chown', ['-R', `${runner.uid}:${runner.gid}`, cluster])
    return runner
  }
  if (owner)
    throw new StartError(`The database in ${cluster} belongs to another user: start Tango as that user or as root.`)
  return undefined
}

function makeCluster(folder: string, passing: boolean): Cluster {
  const runner = findRunner()
  const programs = postgresPrograms(runner, folder)
  const link = join(folder, 'postgres')
  const apart = runner !== undefined && !canReach(runner, folder)
  const home = apart ? homeApart(passing) : folder
  const path = join(home, 'postgres')
  // Made aside and renamed when whole: a start that is cut short leaves no half-made database.
  const aside = `${path}.new`
  rmSync(aside, { recursive: true, force: true })
  rmSync(link, { force: true, recursive: isEmptyFolder(link) })
  mkdirSync(aside, { mode: 0o700 })
  if (runner) chownSync(aside, runner.uid, runner.gid)
  initialise(programs, runner, aside)
  writeFileSync(join(aside, 'postgresql.conf'), userSettings, { mode: 0o644 })
  renameSync(aside, path)
  if (apart) {
    writeFileSync(join(home, 'belongs-to'), `${folder}\n`, { mode: 0o600 })
    symlinkSync(path, link)
  }
  return { path: realpathSync(path), programs, runner, ...(apart && passing ? { passing: home } : {}) }
}

function homeApart(passing: boolean): string {
  if (!passing) return reachableFolder(randomBytes(6).toString('hex'))
  const home = mkdtempSync('/tmp/tango-passing-')
  chmodSync(home, 0o755)
  return home
}

function isEmptyFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function initialise(programs: string, runner: Runner, path: string): void {
  let told = ''
  // Letters are told apart by LC_CTYPE in trigram search; the name of the UTF-8 form differs between systems.
  for (const letters of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const made = spawnSync(
      join(programs, 'bin/initdb'),
      [
        `--pgdata=${path}`,
        '--username=postgres',
        '--auth=trust',
        '--encoding=UTF8',
        '--locale-provider=builtin',
      ].concat(['--builtin-locale=C.UTF-8', '--locale=C', `--lc-ctype=${letters}`, '--no-instructions']),
      { ...runner, cwd: '/', env: postgresEnvironment(), encoding: 'utf8' },
    )
    if (made.status === 0) return
    told = made.stderr?.trim().split('\n').at(-1) || made.error?.message || `exit code ${made.status}`
    if (!told.includes('locale')) break
  }
  throw new StartError(`PostgreSQL cannot make its files in ${path}: ${told}`)
}

/** What PostgreSQL's programs see of our environment: nothing of it, so that no PG… variable misleads them. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
}

const userSettings = `# Tango writes tango.conf anew at every start. What stands below this line wins over it.
include_if_exists 'tango.conf'
`

/** Writes the settings for a machine of this size; the operator's own in postgresql.conf win over them. */
export function writeSettings(cluster: Cluster): void {
  const path = join(cluster.path, 'tango.conf')
  const megabytes = Math.floor(totalmem() / 1024 ** 2)
  const settings = {
    shared_buffers: `${clamp(megabytes / 8, 64, 2048)}MB`,
    effective_cache_size: `${clamp(megabytes / 2, 256, 65_536)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: `${clamp(megabytes / 32, 64, 512)}MB`,
    max_connections: '100',
    // A restore builds every table and index in one transaction and holds a lock on each.
    max_locks_per_transaction: '512',
    max_wal_size: '2GB',
    wal_compression: 'on',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    log_checkpoints: 'off',
    // Messages of failed statements quote what people wrote; those errors reach Tango's own log without it.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`)
  rmSync(path, { force: true })
  writeFileSync(path, lines.join(''), { mode: 0o644 })
}

function clamp(value: number, least: number, most: number): number {
  return Math.floor(Math.min(most, Math.max(least, value)))
}
