/** The running server of a cluster, as its `postmaster.pid` tells: finding it, waiting for it, ending it. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { StartError } from '../start-error.ts'

export type Postmaster = { pid: number; socketFolder: string; ready: boolean }

/**
 * The live server of this cluster, or undefined.
 * A process that merely carries the number of a dead server (usual after a restart in a container) is not one.
 *
 * @param cluster real path of PostgreSQL's data directory.
 */
export function findPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  // Lines: process id, data directory, start time, port, socket directory, TCP address, shared memory, status.
  const pid = Number(lines[0])
  if (!(pid > 0) || !commandOf(pid).includes(cluster)) return undefined
  return { pid, socketFolder: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' }
}

function commandOf(pid: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    } catch {
      return ''
    }
  }
  return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}

/**
 * Ends a server that a killed Tango left behind, with its data intact, and clears the file of one that is gone.
 *
 * @throws StartError when it is still there after 60 s.
 */
export async function endLeftOver(cluster: string): Promise<void> {
  const left = findPostmaster(cluster)
  if (!left) {
    // PostgreSQL itself refuses to start when the number in a stale file belongs to another process of its user.
    rmSync(join(cluster, 'postmaster.pid'), { force: true })
    return
  }
  const began = Date.now()
  signal(left.pid, 'SIGINT')
  while (findPostmaster(cluster)?.pid === left.pid) {
    const waited = Date.now() - began
    if (waited > 60_000) {
      throw new StartError(
        `The PostgreSQL process ${left.pid} of an earlier Tango does not end: end it, then start again.`,
      )
    }
    // After 20 s of a polite stop an immediate one: the next start then recovers from the log, nothing is lost.
    if (waited > 20_000) signal(left.pid, 'SIGQUIT')
    await pause(20)
  }
  if (isOurSocketFolder(left.socketFolder)) rmSync(left.socketFolder, { recursive: true, force: true })
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return
    throw new StartError(
      `The PostgreSQL process ${pid} of an earlier Tango belongs to another user: start Tango as that user.`,
    )
  }
}

/** Whether a socket folder is one of those that Tango makes, and may therefore remove. */
export function isOurSocketFolder(path: string): boolean {
  return /\/tango-pg-[A-Za-z0-9]+$/.test(path)
}
