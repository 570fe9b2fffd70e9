/** A Tango of its own for a bench, as an operator starts it: bin/tango setup, bin/start, its own PostgreSQL. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const checkout = resolve(import.meta.dirname, '..')

export interface OwnSite {
  /** For whatever else the bench writes; gone with the site. */
  readonly folder: string
  /** The data folder, to join its database. */
  readonly data: string
  /** Starts the server and gives its address once it is ready. */
  start(): Promise<string>
  stop(): Promise<void>
  /** Stops it and takes everything away. */
  remove(): Promise<void>
}

/** Sets one up in a temporary folder. `asked`: further options of `bin/tango setup`, such as `--demo`. */
export function makeOwnSite(name: string, asked: readonly string[] = []): OwnSite {
  const folder = mkdtempSync(join(tmpdir(), `tango-${name}-`))
  // PostgreSQL may run as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  const env = { PATH: process.env.PATH, HOME: '/tmp', TANGO_DATA: data }
  let child: ChildProcess | undefined
  const stop = async (): Promise<void> => {
    if (child?.exitCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    child = undefined
  }
  const remove = async (): Promise<void> => {
    await stop()
    removeApart(data)
    rmSync(folder, { recursive: true, force: true })
  }
  const password = join(folder, 'password')
  writeFileSync(password, 'a horse, a battery and a staple', { mode: 0o600 })
  const call = ['setup', '--company', 'Velund', '--owner-email', 'owner@velund.example', ...asked]
  const made = spawnSync(join(checkout, 'bin/tango'), [...call, '--owner-password-file', password], {
    env: { ...env, PORT: '3000' },
    encoding: 'utf8',
  })
  if (made.status !== 0) {
    removeApart(data)
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`tango setup failed: ${made.stderr}`)
  }
  return {
    folder,
    data,
    stop,
    remove,
    async start() {
      const own = { ...env, PORT: '0', NODE_OPTIONS: process.env.SERVER_OPTIONS ?? '' }
      const server = spawn(join(checkout, 'bin/start'), { env: own, stdio: ['ignore', 'pipe', 'pipe'] })
      child = server
      let said = ''
      server.stdout.on('data', (chunk) => (said += chunk))
      server.stderr.on('data', (chunk) => (said += chunk))
      for (;;) {
        const address = /^Tango is ready at (\S+)/m.exec(said)?.[1]
        if (address) return address
        if (server.exitCode !== null) throw new Error(`Tango did not start: ${said}`)
        await pause(20)
      }
    },
  }
}

/** The database of a data folder that PostgreSQL's user may not enter lies elsewhere. */
function removeApart(data: string): void {
  try {
    rmSync(dirname(readlinkSync(join(data, 'postgres'))), { recursive: true, force: true })
  } catch {
    // It lies in the folder itself.
  }
}
