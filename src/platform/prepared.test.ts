import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { freshPool } from '../../test/database.ts'
import { openDatabase } from './database.ts'
import { anyOf, makeStatementNames } from './prepared.ts'

test('a statement is prepared when it came often, and keeps its name', () => {
  const names = makeStatementNames()
  const given = Array.from({ length: 14 }, () => names.of('select 1'))
  assert.deepEqual(given.slice(0, 11), Array(11).fill(undefined))
  assert.equal(new Set(given.slice(11)).size, 1)
  assert.match(given[11]!, /^tango_\d+$/)
})

test('a name is never given twice, also not to a statement that was forgotten', () => {
  const names = makeStatementNames()
  const often = (text: string) => Array.from({ length: 12 }, () => names.of(text)).at(-1)
  const first = often('select 1')
  names.forget('select 1')
  assert.equal(names.of('select 1'), undefined)
  assert.notEqual(often('select 1'), first)
  assert.notEqual(often('select 2'), first)
})

test('a statement that took long goes without its plan for a while, and then with the same one', () => {
  const names = makeStatementNames()
  const often = (text: string) => Array.from({ length: 12 }, () => names.of(text)).at(-1)
  const [quick, slow] = [often('select quick'), often('select slow')]
  names.took('select quick', 200)
  names.took('select slow', 200.1)
  assert.equal(names.of('select quick'), quick)
  assert.deepEqual(
    Array.from({ length: 50 }, () => names.of('select slow')),
    Array(50).fill(undefined),
  )
  assert.equal(names.of('select slow'), slow)
})

test('many different statements, and those that come once, fill no memory', () => {
  const names = makeStatementNames()
  for (let n = 0; n < 5000; n++) assert.equal(names.of(`select ${n} as once`), undefined)
  let kept = 0
  for (let n = 0; n < 300; n++) {
    for (let time = 0; time < 12; time++) if (names.of(`select ${n} as often`) !== undefined) kept += 1
  }
  assert.equal(kept, 200)
})

test('the database keeps the plan of what is asked often, and of nothing else', async () => {
  const pool = await freshPool('empty')
  const db = openDatabase(pool)
  // One connection, so that what it keeps can be asked.
  await db.connection().execute(async (one) => {
    for (let n = 0; n < 20; n++) {
      const { rows } = await sql<{ twice: number }>`select ${n}::int * 2 as twice`.execute(one)
      assert.equal(rows[0]!.twice, n * 2)
      await sql.raw(`select ${n} as number`).execute(one)
      await sql`update settings set value = value where key = ${`none-${n}`}`.execute(one)
      await sql`delete from settings where key = ${`none-${n}`}`.execute(one)
    }
    const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements
      order by statement`.execute(one)
    assert.deepEqual(
      rows.map(({ statement }) => statement),
      ['select $1::int * 2 as twice', 'update settings set value = value where key = $1'],
    )
  })
})

test('two databases over one pool share its connections, and so the names of what is kept there', async () => {
  const pool = await freshPool('empty')
  for (const column of ['one', 'two', 'three'])
    for (let n = 0; n < 20; n++) {
      const { rows } = await sql<object>`select ${n}::int as ${sql.ref(column)}`.execute(openDatabase(pool))
      assert.deepEqual(rows, [{ [column]: n }])
    }
})

test('a table that gets another column meanwhile is read on, with the column', async () => {
  const pool = await freshPool('empty')
  const db = openDatabase(pool)
  await pool.query('create table growing as select 1 as one')
  after(() => pool.query('drop table growing'))
  const read = () => sql`select * from growing`.execute(db).then(({ rows }) => rows)
  // In turn over one connection: the pool gives the one that was given back last.
  for (let n = 0; n < 15; n++) assert.deepEqual(await read(), [{ one: 1 }])
  await pool.query('alter table growing add column two int default 2')
  for (let n = 0; n < 15; n++) assert.deepEqual(await read(), [{ one: 1, two: 2 }])
})

test('a plan that no longer fits ends its transaction with the reason, and the next one works', async () => {
  const pool = await freshPool('empty')
  const db = openDatabase(pool)
  await pool.query('create table changing as select 1 as one')
  after(() => pool.query('drop table changing'))
  const statement = sql`select * from changing`
  for (let n = 0; n < 15; n++) await statement.execute(db)
  await pool.query('alter table changing add column two int default 2')
  const whole = () => db.transaction().execute(async (inside) => (await statement.execute(inside)).rows)
  await assert.rejects(whole(), { code: '25P02' })
  assert.deepEqual(await whole(), [{ one: 1, two: 2 }])
})

test('what begins with a bracket is kept too', async () => {
  const pool = await freshPool('empty')
  await openDatabase(pool)
    .connection()
    .execute(async (one) => {
      for (let n = 0; n < 13; n++) await sql`(select 1 as one) union all (select 2)`.execute(one)
      const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(one)
      assert.deepEqual(rows, [{ statement: '(select 1 as one) union all (select 2)' }])
    })
})

test('one plan does for one id and for many', async () => {
  const pool = await freshPool('empty')
  await openDatabase(pool)
    .connection()
    .execute(async (one) => {
      for (let n = 1; n < 40; n++) {
        const ids = Array.from({ length: n % 9 }, (_, at) => at)
        await sql`select from accounts where id = ${anyOf(ids)}`.execute(one)
      }
      const { rows } = await sql<{ customPlans: number }>`select custom_plans from pg_prepared_statements`.execute(one)
      assert.deepEqual(rows, [{ customPlans: 5 }])
      const found = await sql<{ n: number }>`select n from unnest(array[1, 2, 3]::bigint[]) n
        where n = ${anyOf([3, 1, 7])}`.execute(one)
      assert.deepEqual(found.rows, [{ n: 1 }, { n: 3 }])
    })
})

test('moments come from the database exactly, whatever zone the connection is in', async () => {
  const pool = await freshPool('empty')
  const one = await pool.connect()
  try {
    for (const zone of ['UTC', 'Asia/Kolkata', 'America/St_Johns']) {
      await one.query(`set time zone '${zone}'`)
      for (const moment of ['2026-03-02T10:00:00.123Z', '1969-12-31T23:59:59.999Z', '2024-02-29T00:00:00.000Z']) {
        const { rows } = await one.query<{ at: Date }>('select $1::timestamptz as at', [moment])
        assert.equal(rows[0]!.at.toISOString(), moment, zone)
      }
      const { rows } = await one.query(
        `select timestamptz '2026-03-02 10:00:00.123456+00' as fine, 'infinity'::timestamptz as never`,
      )
      assert.equal(rows[0].fine.toISOString(), '2026-03-02T10:00:00.123Z')
      assert.equal(rows[0].never, Infinity)
    }
  } finally {
    one.release(true)
  }
})
