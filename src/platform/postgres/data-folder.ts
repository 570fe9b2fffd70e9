/** The data folder as a whole: one Tango at a time, and never one that is older than what lies in it. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { StartError } from '../start-error.ts'

/** Raised by one when an older Tango could no longer work with the folder (its database has migrations besides). */
const dataVersion = 1

const beatMilliseconds = 5_000
/** A lock of another machine on a shared disk counts as left behind after this many missed beats. */
const missedBeats = 6

type Holder = { pid: number; began: string; host: string }

/**
 * Takes the data folder for this process, making it on first use.
 *
 * Whether the holder of an existing lock lives is told by its process number *and* start time, so that a number used
 * again after a crash or in a restarted container holds nothing. A holder on another machine must show a recent beat.
 *
 * @returns a function that gives the folder back.
 * @throws StartError when another live Tango holds it, when a newer Tango wrote it, or when it cannot be written.
 */
export function lockDataFolder(folder: string): () => void {
  const path = resolve(folder)
  const lock = join(path, 'tango.lock')
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw unusable(path, error)
  }
  checkVersion(path)
  const mine = JSON.stringify({ pid: process.pid, began: startOf(process.pid), host: hostname() } satisfies Holder)
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      writeFileSync(lock, mine, { flag: 'wx' })
      markVersion(path)
      return keepBeating(lock, mine)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(path, error)
    }
    const found = readText(lock)
    if (found === mine) throw new Error(`This process holds ${path} already`)
    const holder = holderOf(found)
    if (holder && lives(holder, lock)) throw inUse(path, holder)
    // An empty file is one that is being written at this moment, unless it stays so.
    if (found !== '' || attempt > 10) removeStale(lock, found)
    pauseBriefly()
  }
  throw new FolderInUse(`The data folder ${path} is being taken by another Tango: try again.`)
}

function checkVersion(path: string): void {
  const written = readText(join(path, 'version')).trim()
  if (written === '' || Number(written) <= dataVersion) return
  throw new StartError(
    `The data folder ${path} was written by a newer Tango (data version ${written}, this one knows ${dataVersion}): start the newer Tango, or set TANGO_DATA to another folder.`,
  )
}

function markVersion(path: string): void {
  const mark = join(path, 'version')
  // Written only when it changes: the file may be another user's, such as root's, who ran this Tango before.
  if (Number(readText(mark)) !== dataVersion) writeFileSync(mark, `${dataVersion}\n`)
}

/** Somebody else had the folder a moment ago: they may have left it by now. */
export class FolderInUse extends StartError {}

function inUse(path: string, holder: Holder): FolderInUse {
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`
  return new FolderInUse(
    `The data folder ${path} is in use by another Tango (process ${holder.pid}${where}): stop that one, or set TANGO_DATA to another folder.`,
  )
}

function unusable(path: string, error: unknown): StartError {
  const { code } = error as NodeJS.ErrnoException
  return new StartError(
    `The data folder ${path} cannot be written (${code}): set TANGO_DATA to a folder that this user may write.`,
  )
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function holderOf(text: string): Holder | undefined {
  try {
    const { pid, began, host } = JSON.parse(text) as Partial<Holder>
    if (typeof pid === 'number' && typeof began === 'string' && typeof host === 'string') return { pid, began, host }
  } catch {
    // Cut off by a crash while it was written: nobody's.
  }
  return undefined
}

function lives(holder: Holder, lock: string): boolean {
  if (holder.host === hostname()) return startOf(holder.pid) === holder.began
  const beat = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return Date.now() - beat < missedBeats * beatMilliseconds
}

/** What tells a process from a later one with the same number; empty when there is none, or only its remains. */
function startOf(pid: number): string {
  if (process.platform === 'linux') {
    const boot = readText('/proc/sys/kernel/random/boot_id').trim()
    // After the command's name in brackets (which may itself hold spaces and brackets): field 3, the state, comes
    // first; field 22 is the start in clock ticks. A killed process that nobody reaped stays listed as Z.
    const fields = readText(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
    return fields[19] === undefined || fields[0] === 'Z' ? '' : `${boot}/${fields[19]}`
  }
  const told = spawnSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
  const [state = 'Z', ...began] = told.split(/\s+/)
  return state.startsWith('Z') ? '' : began.join(' ')
}

/**
 * Removes a stale lock, and only that one: several may have found it, and the first of them may hold a new one by now.
 * Whoever removes holds a second file meanwhile, so that nothing changes between the look and the removal.
 */
function removeStale(lock: string, found: string): void {
  const turn = `${lock}.removing`
  try {
    writeFileSync(turn, '', { flag: 'wx' })
  } catch {
    const since = statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - since > beatMilliseconds) rmSync(turn, { force: true })
    return
  }
  if (readText(lock) === found) rmSync(lock, { force: true })
  rmSync(turn, { force: true })
}

function pauseBriefly(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
}

function keepBeating(lock: string, mine: string): () => void {
  const beat = setInterval(() => {
    try {
      utimesSync(lock, new Date(), new Date())
    } catch {
      // The folder was removed under our feet; the database will say so louder.
    }
  }, beatMilliseconds)
  beat.unref()
  return () => {
    clearInterval(beat)
    if (readText(lock) === mine) rmSync(lock, { force: true })
  }
}
