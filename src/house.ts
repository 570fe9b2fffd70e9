import { join } from 'node:path'
import type pg from 'pg'
import { type BlobStore, folderBlobs } from './platform/blobs.ts'
import type { Config } from './platform/config.ts'
import type { Db } from './platform/context.ts'
import { openDatabase, openPool } from './platform/database.ts'
import { migrateJobs } from './platform/jobs.ts'
import { migrate } from './platform/migrations.ts'
import { checkDatabase, joinPostgres, lockDataFolder, startPostgres } from './platform/postgres/postgres.ts'

/** A Tango whose database is open and up to date. */
export interface OpenHouse {
  readonly url: string
  readonly pool: pg.Pool
  readonly db: Db
  readonly blobs: BlobStore
  /** True when a running server was joined instead of starting a database. */
  readonly joined: boolean
  close(): Promise<void>
}

/**
 * Opens the database of `config`: the server named by DATABASE_URL, else Tango's own PostgreSQL in the data folder.
 * A command (`for: 'command'`) joins a running Tango's database; a server refuses to start beside one.
 * Throws StartError, in one line that says what to do, before anything is changed.
 */
export async function openHouse(config: Config, purpose: 'server' | 'command'): Promise<OpenHouse> {
  const blobs = folderBlobs(join(config.dataFolder, 'files'))
  if (config.databaseUrl) {
    await checkDatabase(config.databaseUrl)
    return open({ url: config.databaseUrl, blobs, joined: true, close: async () => {} })
  }
  const running = purpose === 'command' ? await joinPostgres(config.dataFolder) : undefined
  if (running) return open({ url: running, blobs, joined: true, close: async () => {} })
  const unlock = lockDataFolder(config.dataFolder)
  try {
    const postgres = await startPostgres({ folder: config.dataFolder })
    const close = async (): Promise<void> => {
      await postgres.stop()
      unlock()
    }
    return await open({ url: postgres.url, blobs, joined: false, close })
  } catch (error) {
    unlock()
    throw error
  }
}

async function open(parts: {
  url: string
  blobs: BlobStore
  joined: boolean
  close: () => Promise<void>
}): Promise<OpenHouse> {
  const pool = openPool(parts.url)
  try {
    await migrate(pool)
    await migrateJobs(pool)
  } catch (error) {
    await pool.end()
    await parts.close()
    throw error
  }
  return {
    ...parts,
    pool,
    db: openDatabase(pool),
    async close() {
      await pool.end()
      await parts.close()
    },
  }
}
