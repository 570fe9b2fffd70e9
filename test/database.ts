/**
 * Real PostgreSQL for tests. `npm test` starts one server and names it in TANGO_TEST_DATABASE_URL; a single file run
 * alone starts its own. The migrated template with the cast in it is made once per server and cloned per process.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { deliverEvent } from '../src/platform/events.ts'
import { type Ctx, type Viewer, makeCtx } from '../src/platform/context.ts'
import { openDatabase, openPool } from '../src/platform/database.ts'
import { migrateJobs } from '../src/platform/jobs.ts'
import { silentLog } from '../src/platform/log.ts'
import { migrate } from '../src/platform/migrations.ts'
import { startPostgres } from '../src/platform/postgres/postgres.ts'
import { insertCast } from './cast.ts'

type Kind = 'cast' | 'empty'

let server: Promise<string> | undefined
const clones = new Map<Kind, Promise<pg.Pool>>()
const closing: (() => Promise<unknown>)[] = []

after(async () => {
  for (const close of closing.reverse()) await close()
})

/** A pool on this process's own clone: with the cast in it, or migrated and otherwise empty. */
export function testPool(kind: Kind = 'cast'): Promise<pg.Pool> {
  let clone = clones.get(kind)
  if (!clone) clones.set(kind, (clone = makeClone(kind)))
  return clone
}

/** A pool on a clone that nobody else uses: for tests that can only begin in a house as it was built. */
export function freshPool(kind: Kind): Promise<pg.Pool> {
  return makeClone(kind)
}

/** The address of the same clone, for programs that open their own connections. */
export async function testDatabaseUrl(kind: Kind = 'cast'): Promise<string> {
  return String((await testPool(kind)).options.connectionString)
}

/**
 * Wraps a test: it gets a context inside a transaction that is rolled back afterwards, so tests never see each other.
 * The context's viewer is Tango itself; use `ctx.as(…)` or the cast for anybody else.
 */
export function inTransaction(work: (ctx: Ctx) => Promise<void>, options: { kind?: Kind; now?: Date } = {}) {
  return async (): Promise<void> => {
    const db = openDatabase(await testPool(options.kind))
    const rollback = new Error('rolled back on purpose')
    await db
      .transaction()
      .execute(async (transaction) => {
        const viewer: Viewer = { kind: 'system', reason: 'test' }
        await work(makeCtx({ viewer, db: transaction, now: options.now ?? new Date(), log: silentLog }))
        throw rollback
      })
      .catch((error: unknown) => {
        if (error !== rollback) throw error
      })
  }
}

/** Lets all listeners hear everything announced so far, and what those announce, as the worker would after the commit. */
export async function hearEverything(ctx: Ctx): Promise<void> {
  const { listeners } = await import('../src/features.ts')
  let last = 0
  for (;;) {
    const events = await ctx.db.selectFrom('events').select('id').where('id', '>', last).orderBy('id').execute()
    if (events.length === 0) return
    for (const { id } of events) {
      await deliverEvent(ctx, id, listeners)
      last = id
    }
  }
}

async function makeClone(kind: Kind): Promise<pg.Pool> {
  const url = await (server ??= findServer())
  const template = await withAdmin(url, (admin) => makeTemplate(admin, url, kind))
  const name = `tango_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await withAdmin(url, (admin) => admin.query(`create database ${name} template ${template} strategy file_copy`))
  const pool = openPool(databaseUrl(url, name), 10)
  closing.push(async () => {
    await pool.end()
    await withAdmin(url, (admin) => admin.query(`drop database if exists ${name} with (force)`))
  })
  return pool
}

async function findServer(): Promise<string> {
  if (process.env.TANGO_TEST_DATABASE_URL) return process.env.TANGO_TEST_DATABASE_URL
  const folder = await mkdtemp(join(tmpdir(), 'tango-test-'))
  const postgres = await startPostgres({ folder, durable: false })
  closing.unshift(async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  })
  return postgres.url
}

/** The template's name carries a hash of what makes it, so an old one is never taken for a new one. */
async function makeTemplate(admin: pg.Client, url: string, kind: Kind): Promise<string> {
  const name = `tango_template_${kind}_${hashOfSources()}`
  await admin.query('select pg_advisory_lock(7264647)')
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
  if (rowCount) return name
  const building = `${name}_building`
  await admin.query(`drop database if exists ${building} with (force)`)
  await admin.query(`create database ${building}`)
  const pool = openPool(databaseUrl(url, building), 2)
  try {
    await migrate(pool)
    await migrateJobs(pool)
    if (kind === 'cast') await insertCast(openDatabase(pool))
  } finally {
    await pool.end()
  }
  await admin.query(`alter database ${building} rename to ${name}`)
  return name
}

function hashOfSources(): string {
  const hash = createHash('sha256')
  const folder = join(import.meta.dirname, '../db/migrations')
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)))
  hash.update(readFileSync(join(import.meta.dirname, 'cast.ts')))
  return hash.digest('hex').slice(0, 16)
}

async function withAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

function databaseUrl(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
