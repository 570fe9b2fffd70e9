/** Front door: everything in one file, and back. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import type pg from 'pg'
import type { BlobStore } from '../../platform/blobs.ts'
import { StartError } from '../../platform/start-error.ts'
import { type Manifest, type Writer, checkArchive, readArchive, writeArchive } from './archive.ts'
import * as queries from './backup.queries.ts'

export { type Manifest, checkArchive } from './archive.ts'

/** Bytes of a table that go into one entry: what backing up and restoring hold in memory. */
const entryBytes = 4 * 1024 * 1024

export interface BackupSummary {
  readonly file: string
  readonly bytes: number
  readonly rows: number
  readonly tables: Readonly<Record<string, number>>
  readonly files: number
  readonly missingFiles: number
  readonly jobs: number
}

/**
 * Writes everything into one file, as it stood at one moment, while the server may go on writing.
 *
 * @throws StartError when the file is there already or cannot be written.
 */
export async function backUp(house: { pool: pg.Pool; blobs: BlobStore }, file: string): Promise<BackupSummary> {
  let manifest: Omit<Manifest, 'entries'> | undefined
  const bytes = await writeArchive(file, async (writer) => {
    manifest = await queries.inOneTransaction(house.pool, 'snapshot', (client) =>
      takeSnapshot(client, house.blobs, writer),
    )
    return manifest
  })
  return { file, bytes, ...summaryOf(manifest!) }
}

export function summaryOf(manifest: Omit<Manifest, 'entries'>): Omit<BackupSummary, 'file' | 'bytes'> {
  const tables = Object.fromEntries(manifest.tables.map(({ name, rows }) => [name, rows]))
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0)
  return {
    tables,
    rows,
    files: manifest.blobs.length,
    missingFiles: manifest.missingBlobs.length,
    jobs: manifest.jobs.length,
  }
}

async function takeSnapshot(
  client: pg.PoolClient,
  blobs: BlobStore,
  writer: Writer,
): Promise<Omit<Manifest, 'entries'>> {
  const migrations = await queries.listMigrations(client)
  const tables = []
  for (const table of await queries.listTables(client))
    tables.push({ ...table, rows: await writeTable(client, table, writer) })
  const jobs = await queries.listPendingJobs(client)
  // After the rows: a sequence only ever runs ahead of them.
  const sequences = await queries.listSequences(client)
  const [written, missingBlobs]: [string[], string[]] = [[], []]
  for (const sha256 of await queries.listBlobs(client)) {
    const content = await blobs.find(sha256)
    if (!content) {
      missingBlobs.push(sha256)
      continue
    }
    await writer.add(`blobs/${sha256}`, content)
    written.push(sha256)
  }
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
    version: string
  }
  const head = { format: 1, madeAt: new Date().toISOString(), tango: version } as const
  return { ...head, migrations, tables, sequences, jobs, blobs: written, missingBlobs }
}

/** Copies a table into numbered entries; gives its number of rows (each row is one line; line ends within are escaped). */
async function writeTable(client: pg.PoolClient, table: queries.TableShape, writer: Writer): Promise<number> {
  let [parts, size, number, rows]: [Buffer[], number, number, number] = [[], 0, 0, 0]
  const flush = async () => {
    if (size === 0) return
    number += 1
    await writer.add(`tables/${table.name}/${String(number).padStart(6, '0')}`, Buffer.concat(parts))
    ;[parts, size] = [[], 0]
  }
  for await (const part of queries.copyTableOut(client, table)) {
    const bytes = part as Buffer
    for (const byte of bytes) if (byte === 10) rows += 1
    parts.push(bytes)
    size += bytes.length
    if (size >= entryBytes) await flush()
  }
  await flush()
  return rows
}

/**
 * Restores a backup into an empty Tango. The file is read and proved whole first; everything is then loaded in one
 * transaction, at the level of migrations that the backup has, counted, and migrated to this program's level.
 *
 * @throws StartError when the file is damaged or from a newer Tango, or when something is here already. Then nothing
 * was changed.
 */
export async function restore(house: { pool: pg.Pool; blobs: BlobStore }, file: string): Promise<Manifest> {
  const manifest = await checkArchive(file)
  const known = await queries.knownMigrations()
  demandKnown(manifest, known)
  const added: string[] = []
  try {
    await queries.inOneTransaction(house.pool, 'write', async (client) => {
      await demandEmpty(client, known)
      await queries.clearSchema(client)
      const level = new Set(manifest.migrations.map(({ name }) => name))
      for (const migration of known) if (level.has(migration.name)) await queries.applyMigration(client, migration)
      await load(client, house.blobs, { file, manifest, added })
      for (const migration of known) if (!level.has(migration.name)) await queries.applyMigration(client, migration)
      for (const job of manifest.jobs) await queries.addJob(client, job)
    })
  } catch (error) {
    for (const sha256 of added) await house.blobs.remove(sha256)
    if (queries.isShortOfLocks(error))
      throw new StartError(
        'The database server has too few locks for a restore. Nothing was restored. Set max_locks_per_transaction = 512 in its postgresql.conf, start it anew, and restore again.',
      )
    throw error
  }
  return manifest
}

/** Refuses what a newer Tango wrote, and what was written by migrations other than ours of the same name. */
function demandKnown(manifest: Manifest, known: readonly queries.Migration[]): void {
  const ours = new Map(known.map(({ name, sha256 }) => [name, sha256]))
  for (const { name, sha256 } of manifest.migrations) {
    if (ours.get(name) === sha256) continue
    throw new StartError(
      ours.has(name)
        ? `The backup was made with another text of the migration ${name}. Restore it with the Tango that made it.`
        : `The backup is from a newer Tango (it has ${name}). Restore it with that version or a newer one.`,
    )
  }
}

/** Refuses a Tango in which anything was done. Migrations may write rows of their own, so it is compared with a new one. */
async function demandEmpty(
  client: pg.PoolClient,
  known: readonly (queries.Migration & { text: string })[],
): Promise<void> {
  const here = await queries.listFilledTables(client)
  if (here.size === 0) return
  await queries.clearSchema(client)
  for (const migration of known) await queries.applyMigration(client, migration)
  const fresh = await queries.listFilledTables(client)
  for (const [table, rows] of here) {
    if (fresh.get(table) === rows) continue
    throw new StartError(
      `A backup is restored into an empty Tango only, and here the table ${table} has rows. Set TANGO_DATA to a new folder, or DATABASE_URL to an empty database.`,
    )
  }
}

async function load(
  client: pg.PoolClient,
  blobs: BlobStore,
  from: { file: string; manifest: Manifest; added: string[] },
): Promise<void> {
  const { file, manifest, added } = from
  const shapes = await queries.listTables(client)
  for (const { name, columns } of manifest.tables) {
    const shape = shapes.find((table) => table.name === name)
    if (!shape || columns.some((column) => !shape.columns.includes(column)))
      throw new StartError(`The backup's table ${name} is not one of this Tango.`)
  }
  let current: { name: string; stream: Writable } | undefined
  const finish = async () => {
    if (!current) return
    current.stream.end()
    await finished(current.stream)
    current = undefined
  }
  await queries.withoutTriggers(client, shapes, async () => {
    await queries.emptyTables(client, shapes)
    await readArchive(file, manifest, async (entry, bytes) => {
      const [folder, name = ''] = entry.split('/')
      if (folder === 'blobs') {
        await finish()
        if (!(await blobs.find(name))) added.push(name)
        await blobs.put(bytes)
        return
      }
      if (current?.name !== name) {
        await finish()
        const table = manifest.tables.find((one) => one.name === name)
        if (!table)
          throw new StartError(`The backup's table ${name} is not in its list of contents. Nothing was restored.`)
        current = { name, stream: queries.copyTableIn(client, table) }
        current.stream.on('error', () => {})
      }
      if (!current.stream.write(bytes)) await once(current.stream, 'drain')
    })
    await finish()
  })
  await queries.setSequences(client, manifest.sequences)
  for (const { name, rows } of manifest.tables) {
    const found = await queries.countRows(client, name)
    if (found !== rows)
      throw new StartError(
        `The table ${name} has ${found} rows after loading where the backup has ${rows}. Nothing was restored.`,
      )
  }
}
