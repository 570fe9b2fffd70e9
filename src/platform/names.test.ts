import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CamelCasePlugin, Kysely, sql } from 'kysely'
import { freshPool } from '../../test/database.ts'
import { fc } from '../../test/property.ts'
import { openDatabase } from './database.ts'
import { NamingDialect, camelCase, snakeCase } from './names.ts'
import { preparing } from './prepared.ts'
import type { Tables } from './tables.ts'

test('names change between the program and the database, and back', () => {
  for (const [program, database] of [
    ['id', 'id'],
    ['spaceId', 'space_id'],
    ['sameHereCount', 'same_here_count'],
    ['at1', 'at1'],
    ['isOpen2', 'is_open2'],
    ['überId', 'über_id'],
  ] as const) {
    assert.equal(snakeCase(program), database)
    assert.equal(camelCase(database), program)
  }
  assert.equal(snakeCase('fromHTML'), 'from_html')
  assert.equal(camelCase('from__two_'), 'fromTwo')
})

test('every name of letters changes as the library changes it', () => {
  class Library extends CamelCasePlugin {
    to = (name: string) => this.snakeCase(name)
    from = (name: string) => this.camelCase(name)
  }
  const library = new Library()
  const names = fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,20}$/)
  fc.assert(
    fc.property(names, (name) => {
      assert.equal(snakeCase(name), library.to(name))
      assert.equal(camelCase(name), library.from(name))
    }),
  )
})

test('a statement is written under the names of the database, however it is put together', async () => {
  const pool = await freshPool('empty')
  const db = new Kysely<Tables>({ dialect: new NamingDialect({ pool: preparing(pool) }) })
  const built = db
    .selectFrom('threads as oneThread')
    .innerJoin('accounts', 'accounts.id', 'oneThread.authorId')
    .select(['oneThread.spaceId', 'accounts.displayName as authorName'])
    .select(sql<string>`${sql.ref('oneThread.activeAt')}::text`.as('lastAct'))
    .orderBy('oneThread.activeAt')
    .compile().sql
  assert.equal(
    built,
    'select "one_thread"."space_id", "accounts"."display_name" as "author_name", "one_thread"."active_at"::text as "last_act" from "threads" as "one_thread" inner join "accounts" on "accounts"."id" = "one_thread"."author_id" order by "one_thread"."active_at"',
  )
  const hostile = sql`select 1 as ${sql.ref('a"B')}`.compile(db).sql
  assert.equal(hostile, 'select 1 as "a""_b"')
})

test('rows come under the names of the program; what stands within a value keeps its own', async () => {
  const db = openDatabase(await freshPool('empty'))
  const { rows } = await sql<object>`select 1 as one_more, jsonb_build_object('not_this', array['a_b']) as a_value,
    array['x_y'] as many_words, null as no_value`.execute(db)
  assert.deepEqual(rows, [{ oneMore: 1, aValue: { not_this: ['a_b'] }, manyWords: ['x_y'], noValue: null }])
})

test('a statement without rows, and one that writes, say how many they changed', async () => {
  const db = openDatabase(await freshPool('empty'))
  const none = await sql`select from accounts where false`.execute(db)
  assert.deepEqual(none.rows, [])
  const written = await sql`update settings set value = value where key = 'nothing-of-this-name'`.execute(db)
  assert.equal(written.numAffectedRows, 0n)
  // Several in one text, as migrations are: nothing is read from them.
  assert.deepEqual((await sql.raw('select 1 as one; select 2 as two').execute(db)).rows, [])
})
