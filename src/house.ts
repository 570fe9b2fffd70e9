import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { type BlobStore, folderBlobs } from './platform/blobs.ts'
import type { Config } from './platform/config.ts'
import type { Db } from './platform/context.ts'
import { openDatabase, openPool } from './platform/database.ts'
import { migrateJobs } from './platform/jobs.ts'
import { migrate } from './platform/migrations.ts'
import { checkDatabase } from './platform/postgres/postgres.ts'
import { StartError } from './platform/start-error.ts'
import { type Purpose, type SharedDatabase, enterDatabase } from './sharing.ts'

/** Any constant does; it keeps two processes from making the worker's tables at once. */
const levelKey = 7_264_652

/** A Tango whose database is open and up to date. */
export interface OpenHouse {
  readonly url: string
  readonly pool: pg.Pool
  readonly db: Db
  readonly blobs: BlobStore
  /** Takes back what is under way in the database and refuses everything from now on. `close` is still needed. */
  cutOff(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the database of `config`: the server named by DATABASE_URL, else Tango's own PostgreSQL in the data folder.
 * A command joins a running Tango's database; a server refuses to start beside one.
 * Throws StartError, in one line that says what to do, before anything is changed.
 *
 * @param tell is given one line when another process is waited for.
 */
export async function openHouse(config: Config, purpose: Purpose, tell: (line: string) => void): Promise<OpenHouse> {
  const blobs = folderBlobs(join(config.dataFolder, 'files'))
  if (!config.databaseUrl) return open(await enterDatabase(config.dataFolder, purpose, tell), blobs)
  if (purpose === 'server') demandWritable(config.dataFolder)
  await checkDatabase(config.databaseUrl)
  return open({ url: config.databaseUrl, leave: async () => {} }, blobs)
}

/** Pictures are written there whatever the database is. */
function demandWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}): set TANGO_DATA to a folder that this user may write.`,
    )
  }
}

async function open(database: SharedDatabase, blobs: BlobStore): Promise<OpenHouse> {
  const pool = openPool(database.url)
  const connections = new Set<number>()
  pool.on('connect', (client) => void connections.add(backendOf(client)))
  pool.on('remove', (client) => void connections.delete(backendOf(client)))
  let [ended, cut]: [Promise<void> | undefined, boolean] = [undefined, false]
  const end = (): Promise<void> => (ended ??= pool.end())
  try {
    await bringUpToDate(pool)
  } catch (error) {
    await end()
    await database.leave()
    throw error
  }
  return {
    url: database.url,
    blobs,
    pool,
    db: openDatabase(pool),
    async cutOff() {
      cut = true
      void end()
      await endBackends(database.url, [...connections])
    },
    async close() {
      // Work that was cut off while it was busy elsewhere may never give its connection back.
      await (cut ? Promise.race([end(), pause(1000, undefined, { ref: false })]) : end())
      await database.leave()
    },
  }
}

/** One process at a time: the worker's own migrations do not expect company. */
async function bringUpToDate(pool: pg.Pool): Promise<void> {
  const turn = await pool.connect()
  try {
    await turn.query('begin')
    await turn.query('set local statement_timeout = 0')
    await turn.query(`select pg_advisory_xact_lock(${levelKey})`)
    await migrate(pool)
    await migrateJobs(pool)
    await turn.query('commit')
    turn.release()
  } catch (error) {
    turn.release(true)
    throw error
  }
}

function backendOf(client: object): number {
  return (client as { processID: number }).processID
}

/** The server takes back what these connections have under way, at once, whatever statement is running. */
async function endBackends(url: string, backends: readonly number[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [backends])
    await client.end()
  } catch {
    // A database that is out of reach has ended them itself.
  }
}
