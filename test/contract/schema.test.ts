import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { describeSchema } from '../../scripts/schema.ts'
import { freshPool } from '../database.ts'

const file = join(import.meta.dirname, '../../db/schema.sql')

test('db/schema.sql says what the migrations add up to', async () => {
  const schema = await describeSchema(await freshPool('empty'))
  if (process.env.TANGO_WRITE_SCHEMA) writeFileSync(file, schema)
  const written = readFileSync(file, 'utf8')
  const differs = schema.split('\n').findIndex((line, at) => line !== written.split('\n')[at])
  assert.ok(
    written === schema,
    `it differs from line ${differs + 1} on; TANGO_WRITE_SCHEMA=1 npm test -- test/contract/schema.test.ts writes it anew`,
  )
})

test('the schema names columns, rules, indexes, triggers and functions, and nothing that an extension brought', async () => {
  const pool = await freshPool('empty')
  await pool.query(`create table probes (
      id bigint generated always as identity primary key,
      name text not null default 'none' check (length(name) < 50),
      twice int generated always as (length(name) * 2) stored,
      account_id bigint references accounts)`)
  await pool.query('create index probes_account on probes (account_id) where name is not null')
  await pool.query(`create function probed() returns trigger language plpgsql as $$ begin return new; end $$`)
  await pool.query('create trigger probes_probed before update on probes for each row execute function probed()')
  await pool.query('create view probe_names as select name from probes')
  const schema = await describeSchema(pool)
  const table = /create table probes \(\n([^;]*)\n\);/.exec(schema)?.[1]?.split(',\n') ?? []
  assert.deepEqual(
    table.slice(0, 4).map((line) => line.trim()),
    [
      'id bigint not null generated always as identity',
      `name text not null default 'none'::text`,
      'twice integer generated always as ((length(name) * 2)) stored',
      'account_id bigint',
    ],
  )
  assert.match(schema, /constraint probes_account_id_fkey FOREIGN KEY \(account_id\) REFERENCES accounts\(id\)/)
  assert.match(schema, /CREATE INDEX probes_account ON public\.probes .* WHERE \(name IS NOT NULL\);/)
  assert.match(schema, /CREATE TRIGGER probes_probed BEFORE UPDATE ON public\.probes/)
  assert.match(schema, /FUNCTION public\.probed\(\)/)
  assert.match(schema, /create view probe_names as\n/)
  assert.doesNotMatch(schema, /FUNCTION public\.(gtrgm|similarity)/)
  assert.doesNotMatch(schema, /graphile/)
})
