import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { StartError } from './start-error.ts'

const ownFolder = join(import.meta.dirname, '../../db/migrations')
// Any constant does; it only keeps two starting processes from migrating at once.
const lockKey = 7_264_646

/**
 * Brings the database up to this program: each file of db/migrations once, in order, in a transaction of its own.
 * Refuses (StartError) a database that is newer than the program, and one whose applied files were edited.
 * A file that fails leaves nothing of itself and throws; those before it stay.
 */
export async function migrate(pool: pg.Pool, folder = ownFolder): Promise<{ applied: string[] }> {
  const files = (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort()
  const client = await pool.connect()
  try {
    // Waiting for another process and changing a large table may both take longer than a page may.
    await client.query('set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(
      'create table if not exists migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migrations')
    const done = new Map(rows.map((row) => [row.name, row.sha256]))
    refuseNewer([...done.keys()], files)
    const applied: string[] = []
    for (const name of files) {
      const text = await readFile(join(folder, name), 'utf8')
      const sha256 = createHash('sha256').update(text).digest('hex')
      const before = done.get(name)
      if (before === sha256) continue
      if (before !== undefined) throw new StartError(`The migration ${name} was edited after it ran. Restore the file.`)
      await applyOne(client, { name, text, sha256 })
      applied.push(name)
    }
    return { applied }
  } finally {
    // The connection ends, and with it the lock and the setting, however this went.
    client.release(true)
  }
}

function refuseNewer(done: string[], files: string[]): void {
  const unknown = done.filter((name) => !files.includes(name))
  if (unknown.length > 0) {
    throw new StartError(
      `The data is from a newer Tango (it has ${unknown.sort().at(-1)}). Start that version, or restore a backup made by this one.`,
    )
  }
}

async function applyOne(client: pg.PoolClient, file: { name: string; text: string; sha256: string }): Promise<void> {
  await client.query('begin')
  try {
    await client.query(file.text)
    await client.query('insert into migrations (name, sha256) values ($1, $2)', [file.name, file.sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
