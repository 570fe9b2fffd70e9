/** Everything that a backup asks of PostgreSQL, on one connection: copies, the shape of the tables, loading. */
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

const migrationsFolder = join(import.meta.dirname, '../../../db/migrations')

/**
 * Not in a backup. Sessions, codes and owner links are keys: a stolen backup must open no door, and after a restore
 * everybody signs in anew. Rate limits forget. The list of migrations is made by migrating. Notes of changes name
 * transactions of the database that they were made in, and mean nothing in another. Who asks the hub for a feed asks again,
 * and who asked for a file with their own data.
 */
export const leftOut: readonly string[] = [
  ...['sessions', 'email_codes', 'setup_links', 'provider_journeys', 'passkey_challenges', 'rate_limits', 'migrations'],
  ...['thread_changes', 'tie_changes', 'visitor_changes', 'hub_requests'],
  ...['own_data_exports', 'own_data_pieces'],
]

export interface Migration {
  readonly name: string
  readonly sha256: string
}

/** A table as it is copied. */
export interface TableShape {
  readonly name: string
  /** Without generated columns. */
  readonly columns: readonly string[]
}

export interface Sequence {
  readonly table: string
  readonly column: string
  readonly last: number
  readonly called: boolean
}

export interface PendingJob {
  readonly task: string
  readonly payload: unknown
  readonly runAt: string
  readonly key: string | null
  readonly maxAttempts: number
  readonly priority: number
}

/** Does the work on one connection that nothing times out, and ends its transaction as `commit` says. */
export async function inOneTransaction<T>(
  pool: pg.Pool,
  mode: 'snapshot' | 'write',
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query(mode === 'snapshot' ? 'begin isolation level repeatable read read only' : 'begin')
    await client.query('set local statement_timeout = 0')
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    // Thrown away, not given back: a copy that broke off leaves the connection in the middle of something.
    client.release(true)
    throw error
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The tables of the product, those that others point to first, so that rows can be loaded in this order. */
export async function listTables(client: pg.PoolClient): Promise<TableShape[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by c.relname order by c.relname`,
  )
  const points = await client.query<{ from: string; to: string }>(
    `select conrelid::regclass::text as "from", confrelid::regclass::text as "to" from pg_constraint
     where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid`,
  )
  return inOrder(
    rows.filter((row) => !leftOut.includes(row.name)),
    points.rows,
  )
}

/** Sorts tables so that each comes after those it points to. Throws when they point in a circle. */
export function inOrder(tables: readonly TableShape[], points: readonly { from: string; to: string }[]): TableShape[] {
  const sorted: TableShape[] = []
  let left = [...tables]
  while (left.length > 0) {
    const waits = (name: string) =>
      points.some(({ from, to }) => from === name && left.some((table) => table.name === to))
    const ready = left.filter(({ name }) => !waits(name))
    if (ready.length === 0)
      throw new Error(`these tables point at each other in a circle: ${left.map(({ name }) => name).join(', ')}`)
    sorted.push(...ready)
    left = left.filter((table) => !ready.includes(table))
  }
  return sorted
}

export function copyTableOut(client: pg.PoolClient, { name, columns }: TableShape): Readable {
  return client.query(copyTo(`copy public.${quoted(name)} (${columns.map(quoted).join(', ')}) to stdout`))
}

export function copyTableIn(client: pg.PoolClient, { name, columns }: TableShape): Writable {
  return client.query(copyFrom(`copy public.${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`))
}

export async function listSequences(client: pg.PoolClient): Promise<Sequence[]> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `select c.relname as "table", a.attname as "column", pg_get_serial_sequence(format('public.%I', c.relname), a.attname) as sequence
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1, 2`,
  )
  const sequences: Sequence[] = []
  for (const { table, column, sequence } of rows) {
    const state = await client.query<{ last_value: number; is_called: boolean }>(
      `select last_value, is_called from ${sequence}`,
    )
    sequences.push({ table, column, last: Number(state.rows[0]!.last_value), called: state.rows[0]!.is_called })
  }
  return sequences
}

export async function setSequences(client: pg.PoolClient, sequences: readonly Sequence[]): Promise<void> {
  for (const { table, column, last, called } of sequences) {
    await client.query('select setval(pg_get_serial_sequence($1, $2), $3, $4)', [
      `public.${quoted(table)}`,
      column,
      last,
      called,
    ])
  }
}

export async function listMigrations(client: pg.PoolClient): Promise<Migration[]> {
  const { rows } = await client.query<Migration>('select name, sha256 from public.migrations order by name')
  return rows
}

/** The migrations that this program has, with their texts. */
export async function knownMigrations(): Promise<(Migration & { text: string })[]> {
  const names = (await readdir(migrationsFolder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(migrationsFolder, name), 'utf8')
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

export async function applyMigration(
  client: pg.PoolClient,
  { name, sha256, text }: Migration & { text: string },
): Promise<void> {
  await client.query(text)
  await client.query('insert into public.migrations (name, sha256) values ($1, $2)', [name, sha256])
}

/**
 * The tables that hold something, with their rows up to 1000. Keys do not count, and neither do the settings of a Tango
 * that was started but not set up: the next start writes them again.
 */
export async function listFilledTables(client: pg.PoolClient): Promise<Map<string, number>> {
  const filled = new Map<string, number>()
  for (const { name } of await listTables(client)) {
    const counts = name === 'settings' ? `where key = 'set-up-at'` : ''
    const { rowCount } = await client.query(`select from public.${quoted(name)} ${counts} limit 1000`)
    if (rowCount) filled.set(name, rowCount)
  }
  return filled
}

/**
 * Takes all tables and functions of the product away, to build them up again as the backup knew them. Functions first:
 * they may take a row of a table, and such a table's type must be there for them to be named.
 */
export async function clearSchema(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `select 1 as turn, format('drop function if exists %s cascade', oid::regprocedure) as statement from pg_proc
       where pronamespace = 'public'::regnamespace and prokind = 'f'
         and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
     union all
     select 2, format('drop table if exists public.%I cascade', relname) from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
     order by turn`,
  )
  for (const { statement } of rows) await client.query(statement)
  await client.query(
    'create table public.migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
  )
}

/** Rows are loaded as they were: no trigger of the product looks at them. The checks of foreign keys stay. */
export async function withoutTriggers(
  client: pg.PoolClient,
  tables: readonly TableShape[],
  work: () => Promise<void>,
): Promise<void> {
  for (const { name } of tables) await client.query(`alter table public.${quoted(name)} disable trigger user`)
  await work()
  for (const { name } of tables) await client.query(`alter table public.${quoted(name)} enable trigger user`)
}

/** Takes out what the migrations wrote themselves: every row comes from the backup. */
export async function emptyTables(client: pg.PoolClient, tables: readonly TableShape[]): Promise<void> {
  await client.query(`truncate ${tables.map(({ name }) => `public.${quoted(name)}`).join(', ')} cascade`)
}

export async function countRows(client: pg.PoolClient, table: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`select count(*) as n from public.${quoted(table)}`)
  return Number(rows[0]!.n)
}

export async function listBlobs(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ sha256: string }>('select distinct sha256 from public.files order by sha256')
  return rows.map((row) => row.sha256)
}

/** Work that was owed when the backup was made: mails that had not left, facts that had not been heard. */
export async function listPendingJobs(client: pg.PoolClient): Promise<PendingJob[]> {
  const { rows } = await client.query<PendingJob>(
    `select t.identifier as task, j.payload, j.run_at as "runAt", j.key, j.max_attempts as "maxAttempts", j.priority
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where j.attempts < j.max_attempts order by j.id`,
  )
  return rows
}

export async function addJob(client: pg.PoolClient, job: PendingJob): Promise<void> {
  await client.query(
    `select graphile_worker.add_job($1, $2::json, run_at => $3::timestamptz, job_key => $4::text, max_attempts => $5::int, priority => $6::int)`,
    [job.task, JSON.stringify(job.payload), job.runAt, job.key, job.maxAttempts, job.priority],
  )
}

/** Whether a statement failed because the server has no lock left (`out_of_memory` of its table of locks). */
export function isShortOfLocks(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError && error.code === '53200' && /max_locks_per_transaction/.test(error.hint ?? '')
  )
}
