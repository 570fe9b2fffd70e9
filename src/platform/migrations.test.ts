import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, beforeEach, test } from 'node:test'
import type pg from 'pg'
import { testDatabaseUrl, testPool } from '../../test/database.ts'
import { openPool } from './database.ts'
import { migrate } from './migrations.ts'
import { StartError } from './start-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'tango-migrations-'))
const admin = await testPool('empty')
after(() => rmSync(folder, { recursive: true }))

let pool: pg.Pool

/** A new and quite empty database. */
beforeEach(async () => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name))
  const name = `tango_migrations_${randomBytes(4).toString('hex')}`
  await admin.query(`create database ${name}`)
  const url = new URL(await testDatabaseUrl('empty'))
  url.pathname = name
  pool = openPool(url.href, 4)
})

afterEach(async () => {
  await pool.end()
  await admin.query(`drop database ${new URL(String(pool.options.connectionString)).pathname.slice(1)}`)
})

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}

async function tables(): Promise<string[]> {
  const { rows } = await pool.query(`select tablename from pg_tables where schemaname = 'public' order by 1`)
  return rows.map((row) => row.tablename)
}

test('each file runs once, in the order of its number; what is no migration is left alone', async () => {
  write({
    '0002_more.sql': 'alter table things add column more int;',
    '0001_things.sql': 'create table things (id int); insert into things values (1);',
    'notes.sql': 'drop table things;',
    '0003_draft.sql.off': 'drop table things;',
  })
  assert.deepEqual(await migrate(pool, folder), { applied: ['0001_things.sql', '0002_more.sql'] })
  assert.deepEqual(await migrate(pool, folder), { applied: [] })
  write({ '0003_last.sql': 'insert into things values (2, 2);' })
  assert.deepEqual(await migrate(pool, folder), { applied: ['0003_last.sql'] })
  assert.deepEqual((await pool.query('select * from things order by id')).rows, [
    { id: 1, more: null },
    { id: 2, more: 2 },
  ])
})

test('a file that was edited after it ran is refused by its name, and nothing behind it runs', async () => {
  write({ '0001_things.sql': 'create table things (id int);' })
  await migrate(pool, folder)
  write({ '0001_things.sql': 'create table things (id bigint);', '0002_more.sql': 'create table more (id int);' })
  await assert.rejects(migrate(pool, folder), (error) => {
    assert.ok(error instanceof StartError)
    assert.match(error.message, /0001_things\.sql was edited after it ran/)
    return true
  })
  assert.deepEqual(await tables(), ['migrations', 'things'])
})

test('a database that is newer than the program is refused and not touched', async () => {
  write({ '0001_things.sql': 'create table things (id int);', '0002_more.sql': 'create table more (id int);' })
  await migrate(pool, folder)
  rmSync(join(folder, '0002_more.sql'))
  write({ '0001b_x.sql': '', '0003_other.sql': 'create table other (id int);' })
  await assert.rejects(migrate(pool, folder), (error) => {
    assert.ok(error instanceof StartError)
    assert.match(error.message, /newer Tango \(it has 0002_more\.sql\)/)
    return true
  })
  assert.deepEqual(await tables(), ['migrations', 'more', 'things'])
})

test('a file that fails leaves nothing of itself; mended, it runs, and those before it do not again', async () => {
  write({
    '0001_things.sql': 'create table things (id int);',
    '0002_more.sql': 'create table more (id int); insert into things values (1); select 1 / 0;',
    '0003_last.sql': 'create table last (id int);',
  })
  await assert.rejects(migrate(pool, folder), { code: '22012' })
  assert.deepEqual(await tables(), ['migrations', 'things'])
  assert.equal((await pool.query('select from things')).rowCount, 0)
  write({ '0002_more.sql': 'create table more (id int);' })
  assert.deepEqual((await migrate(pool, folder)).applied, ['0002_more.sql', '0003_last.sql'])
})

test('of several processes that start at once one migrates and the others wait for it', async () => {
  write({
    '0001_things.sql': 'create table things (id int); select pg_sleep(0.2);',
    '0002_more.sql': 'insert into things values (1);',
  })
  const all = await Promise.all([1, 2, 3].map(() => migrate(pool, folder)))
  assert.deepEqual(all.flatMap((one) => one.applied).toSorted(), ['0001_things.sql', '0002_more.sql'])
  assert.equal((await pool.query('select from things')).rowCount, 1)
})

test('a migration, and waiting for one, may take longer than a page; afterwards the limit of pages holds', async () => {
  pool.options.statement_timeout = 150
  write({ '0001_slow.sql': 'select pg_sleep(0.4); create table things (id int);' })
  await Promise.all([migrate(pool, folder), migrate(pool, folder)])
  assert.deepEqual(await tables(), ['migrations', 'things'])
  await Promise.all([1, 2, 3, 4].map(() => assert.rejects(pool.query('select pg_sleep(0.4)'), { code: '57014' })))
})

test('a connection that breaks in the middle is told, held by nobody, and leaves nothing', async () => {
  write({ '0001_things.sql': 'create table things (id int); select pg_terminate_backend(pg_backend_pid());' })
  for (let n = 0; n < 5; n++) await assert.rejects(migrate(pool, folder))
  assert.deepEqual(await tables(), ['migrations'])
})

test("Tango's own migrations make a database from nothing", async () => {
  const { applied } = await migrate(pool)
  assert.equal(applied[0], '0001_platform.sql')
  assert.ok((await tables()).includes('accounts'))
  assert.deepEqual(await migrate(pool), { applied: [] })
})
