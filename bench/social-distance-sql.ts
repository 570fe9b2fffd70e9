/** The same questions put to PostgreSQL, in several forms: the peers of the social-distance bench. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { FAR } from '../src/engines/social-distance/social-distance.ts'
import { openPostgres, packageVersion } from './machine.ts'
import type { Engine, Ties } from './social-distance.ts'

export const SQL = 'PostgreSQL join'
export const CTE = 'PostgreSQL recursive CTE'
export const SETS = 'PostgreSQL, both degrees as sets'
export const MIDDLE = 'PostgreSQL, meeting in the middle'
const FORMS = [SQL, CTE, SETS, MIDDLE] as const
type Form = (typeof FORMS)[number]

/** A list as one number, so that lists can be compared as answers. */
export function listNumber(ids: readonly number[]): number {
  return ids.reduce((sum, id) => (Math.imul(sum, 31) + id + 1) | 0, ids.length)
}

const DISTANCE_SQL = {
  2: `select case when $1::int = $2::int then 0 when exists (select from conn where a = $1 and b = $2) then 1
    when exists (select from conn x join conn y on y.a = x.b and y.b = $2 where x.a = $1) then 2 end d`,
  3: `select case when $1::int = $2::int then 0 when exists (select from conn where a = $1 and b = $2) then 1
    when exists (select from conn x join conn y on y.a = x.b and y.b = $2 where x.a = $1) then 2
    when exists (select from conn x, conn y, conn z
      where x.a = $1 and z.a = $2 and y.a = x.b and y.b = z.b) then 3 end d`,
}
const MUTUAL_SQL = 'select x.b from conn x join conn y on y.b = x.b and y.a = $2 where x.a = $1 order by 1'
const WALK_SQL = `with recursive walk (id, d) as (select $1::int, 0
  union select c.b, w.d + 1 from walk w join conn c on c.a = w.id where w.d < $3) select min(d) d from walk where id = $2`
/**
 * The page in one statement. The first form makes the viewer's two degrees and asks for each person; the second meets
 * in the middle as ours does, and was the fastest of all that were tried.
 */
const PAGE_SQL = {
  [SETS]: `with n1 as materialized (select b from conn where a = $1),
    n2 as materialized (select distinct c.b from n1 join conn c on c.a = n1.b)
    select case when t.id = $1 then 0 when t.id in (select b from n1) then 1 when t.id in (select b from n2) then 2
      when exists (select from conn c where c.a = t.id and c.b in (select b from n2)) then 3 end d
    from unnest($2::int[]) with ordinality t (id, place) order by place`,
  [MIDDLE]: `with n1 as materialized (select b from conn where a = $1),
    t1 as materialized (select distinct t.id, c.b from unnest($2::int[]) t (id) join conn c on c.a = t.id),
    d2 as materialized (select distinct t1.id from n1 join t1 on t1.b = n1.b),
    d3 as materialized (select distinct t1.id from n1 join conn y on y.a = n1.b join t1 on t1.b = y.b)
    select case when t.id = $1 then 0 when t.id in (select b from n1) then 1 when t.id in (select id from d2) then 2
      when t.id in (select id from d3) then 3 end d
    from unnest($2::int[]) with ordinality t (id, place) order by place`,
}

function askSql(client: pg.Client, form: Form): Engine['ask'] {
  type Row = { d: number | null; b: number }
  return async ({ kind, max, a, b }) => {
    const answers: number[] = []
    const started = performance.now()
    for (let at = 0; at < a.length; at++) {
      if (kind === 'mutual') {
        const { rows } = await client.query<Row>({ name: 'mutual', text: MUTUAL_SQL, values: [a[at], b[at]] })
        answers.push(listNumber(rows.map((row) => row.b)))
        continue
      }
      const pair = [a[at], b[at]]
      let query: pg.QueryConfig = { name: `steps ${max}`, text: DISTANCE_SQL[max === 2 ? 2 : 3], values: pair }
      if (form === CTE) query = { name: 'walk', text: WALK_SQL, values: [...pair, max] }
      if (form === SETS || form === MIDDLE) {
        const each = b.length / a.length
        query = { name: form, text: PAGE_SQL[form], values: [a[at], [...b.subarray(at * each, (at + 1) * each)]] }
      }
      const { rows } = await client.query<Row>(query)
      for (const { d } of rows) answers.push(d ?? FAR)
    }
    return { milliseconds: performance.now() - started, answers }
  }
}

/** Loads both directions of every tie, sorted and once, so that the table and its key lie in order. */
async function loadTable(client: pg.Client, { a, b }: Ties): Promise<void> {
  const keys = new Float64Array(a.length * 2)
  for (let tie = 0; tie < a.length; tie++) {
    keys[tie * 2] = a[tie]! * 2 ** 26 + b[tie]!
    keys[tie * 2 + 1] = b[tie]! * 2 ** 26 + a[tie]!
  }
  keys.sort()
  function* lines(): Generator<string> {
    let text = ''
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at]!
      if (at === 0 || key !== keys[at - 1]) text += `${Math.floor(key / 2 ** 26)}\t${key % 2 ** 26}\n`
      if (text.length < 1 << 18) continue
      yield text
      text = ''
    }
    yield text
  }
  await client.query('create table conn (a int, b int)')
  await pipeline(Readable.from(lines()), client.query(copyFrom('copy conn from stdin')))
  await client.query('alter table conn add primary key (a, b)')
  await client.query('vacuum analyze conn')
}

/** One engine for each form, over an ordinary table, as a program would keep it, in a schema that is dropped again. */
export async function openSql(ties: Ties, closing: (() => unknown)[]): Promise<Engine[]> {
  const { client, version, close } = await openPostgres()
  closing.push(close)
  console.log(`peer      ${version}, pg ${packageVersion('pg')}`)
  await client.query("set jit = off; set max_parallel_workers_per_gather = 0; set work_mem = '64MB'")
  await client.query('set random_page_cost = 1.1')
  await client.query('create schema social_distance_bench; set search_path = social_distance_bench')
  closing.push(() => client.query('drop schema social_distance_bench cascade'))
  await loadTable(client, ties)
  return FORMS.map((name) => ({ name, ask: askSql(client, name) }))
}
