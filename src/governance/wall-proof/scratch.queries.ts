import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Db } from '../../platform/context.ts'
import { openDatabase, openPool } from '../../platform/database.ts'
import { migrateJobs } from '../../platform/jobs.ts'
import { migrate } from '../../platform/migrations.ts'
import { StartError } from '../../platform/start-error.ts'

/** A database and a folder of its own, gone when it is dropped. */
export interface Scratch {
  readonly db: Db
  readonly url: string
  /** For the bytes of pictures. */
  readonly folder: string
  drop(): Promise<void>
}

/** SQLSTATE of a role that may not make databases. */
const forbidden = '42501'

/** The role of the server may not make databases, so nothing can be proved beside the data. */
export class NoScratch extends StartError {}

const names = 'tango_proof_'

/**
 * Makes an empty, migrated database on the server that `url` names, beside the one it names. Never touches that one.
 * Throws NoScratch when the role may not make databases.
 */
export async function openScratch(url: string): Promise<Scratch> {
  const name = `${names}${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`
  await withServer(url, async (server) => {
    await dropLeftOver(server)
    await server.query(`create database ${name}`).catch((error: { code?: string }) => {
      if (error.code !== forbidden) throw error
      throw new NoScratch(
        'The wall is proved in a database of its own, and this role may not make one. Let it: alter role … createdb.',
      )
    })
  })
  const own = new URL(url)
  own.pathname = `/${name}`
  const pool = openPool(own.href, 8)
  const folder = await mkdtemp(join(tmpdir(), 'tango-proof-'))
  const drop = async (): Promise<void> => {
    await pool.end()
    await rm(folder, { recursive: true, force: true })
    await withServer(url, (server) => server.query(`drop database if exists ${name} with (force)`))
  }
  try {
    await migrate(pool)
    await migrateJobs(pool)
    // Losing it in a crash is what it is for; waiting for the disk would only make it slow.
    await pool.query(`alter database ${name} set synchronous_commit = off`)
  } catch (error) {
    await drop()
    throw error
  }
  return { db: openDatabase(pool), url: own.href, folder, drop }
}

/** Proofs that were killed leave their database: those older than a day are dropped. */
async function dropLeftOver(server: pg.Client): Promise<void> {
  const { rows } = await server.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [names],
  )
  for (const { datname } of rows) {
    const born = Number.parseInt(datname.slice(names.length), 36)
    if (Date.now() - born > 86_400_000) await server.query(`drop database if exists ${datname} with (force)`)
  }
}

async function withServer<Result>(url: string, work: (server: pg.Client) => Promise<Result>): Promise<Result> {
  const server = new pg.Client({ connectionString: url })
  server.on('error', () => {})
  await server.connect()
  try {
    return await work(server)
  } finally {
    await server.end()
  }
}
