import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fc } from '../../../test/property.ts'
import { freshPool } from '../../../test/database.ts'
import type { Db } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { isOpenWay } from './nearness.access.ts'
import { openNearness } from './nearness.ts'

const people = 6
const acts = ['tie', 'tie', 'tie', 'cut', 'hide', 'block', 'unblock'] as const
interface Act {
  act: (typeof acts)[number]
  one: number
  other: number
}
const anAct: fc.Arbitrary<Act> = fc.record({
  act: fc.constantFrom(...acts),
  one: fc.nat(people - 1),
  other: fc.nat(people - 1),
})

/** Members who know nobody yet. */
async function makeMembers(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into accounts (realm, handle, display_name, email)
    select 'outside', 'near' || n, 'Near ' || n, 'near' || n || '@people.example' from generate_series(1, ${people}::int) n
    returning id`.execute(db)
  return rows.map((row) => row.id).toSorted((a, b) => a - b)
}

async function perform(db: Db, ids: readonly number[], { act, one, other }: Act): Promise<void> {
  if (one === other) return
  const [a, b] = [ids[one]!, ids[other]!]
  const [low, high] = [Math.min(a, b), Math.max(a, b)]
  const own = sql.ref(a === low ? 'hidden_by_lower' : 'hidden_by_higher')
  const done = {
    tie: sql`insert into connections (lower_id, higher_id, asked_by, accepted_at) values (${low}, ${high}, ${a}, now()) on conflict do nothing`,
    cut: sql`delete from connections where lower_id = ${low} and higher_id = ${high}`,
    hide: sql`update connections set ${own} = true where lower_id = ${low} and higher_id = ${high}`,
    block: sql`insert into blocks (blocker_id, blocked_id) values (${a}, ${b}) on conflict do nothing`,
    unblock: sql`delete from blocks where blocker_id = ${a} and blocked_id = ${b}`,
  }[act]
  await done.execute(db)
}

interface Verdict {
  one: number
  other: number
  degrees: number
  near: boolean
  /** How many choices of people between prove it. */
  proofs: number
}

const everyWay = { from: sql`a.id`, first: sql`x.id`, second: sql`y.id`, to: sql`b.id` }

/** The two, within how many degrees, and over whom. */
type Claim = readonly [one: number, other: number, degrees: number, over: readonly number[]]

/** For each claim whether the way over those who are named is open. */
async function hold(db: Db, claims: readonly Claim[]): Promise<boolean[]> {
  const column = (value: (claim: Claim) => number | undefined) =>
    sql`${claims.map((one) => value(one) ?? null)}::bigint[]`
  const way = { from: sql`c.one`, first: sql`c.first`, second: sql`c.second`, to: sql`c.other` }
  const { rows } = await sql<{ holds: boolean }>`select ${isOpenWay(way, sql`c.degrees`)} as holds
    from unnest(${column(([one]) => one)}, ${column(([, other]) => other)}, ${column(([, , degrees]) => degrees)},
      ${column(([, , , over]) => over[0])}, ${column(([, , , over]) => over[1])}) with ordinality
      as c (one, other, degrees, first, second, place) order by place`.execute(db)
  return rows.map((row) => row.holds)
}

/** Everybody with everybody, at every distance, over everybody who can be named, nobody included. */
async function judge(db: Db, ids: readonly number[]): Promise<Verdict[]> {
  const { rows } = await sql<Verdict>`
    with named as (select unnest(${ids}::bigint[]) as id), any_or_none as (select id from named union all select null)
    select a.id::int as one, b.id::int as other, degrees, within_degrees(a.id, b.id, degrees) as near,
      (select count(*) from any_or_none x, any_or_none y where ${isOpenWay(everyWay, sql`degrees`)})::int as proofs
    from named a, named b, generate_series(0, 3) degrees`.execute(db)
  return rows
}

test('a witness proves what the search finds and nothing else, and the index names one for everybody near', async () => {
  const db = openDatabase(await freshPool('empty'))
  const ids = await makeMembers(db)
  const over = [0, 0, 0]
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { maxLength: 14 }), async (history) => {
      await sql`delete from connections; delete from blocks`.execute(db)
      // A chain to begin with, so that some are three ties apart.
      for (let at = 1; at < people; at++) await perform(db, ids, { act: 'tie', one: at - 1, other: at })
      for (const one of history) await perform(db, ids, one)
      const nearness = await openNearness(db)
      const claims: Claim[] = []
      for (const { one, other, degrees, near, proofs } of await judge(db, ids)) {
        const said = `${ids.indexOf(one)} and ${ids.indexOf(other)} in ${degrees}`
        if (one === other) {
          assert.equal(near, true)
          continue
        }
        assert.equal(proofs > 0, near, said)
        const named = degrees === 0 ? undefined : nearness.viewOf(one).over(other, degrees)
        assert.equal(named !== undefined, near, `${said}, by the index`)
        if (named === undefined) continue
        over[named.length]!++
        claims.push([one, other, degrees, named])
      }
      for (const [at, holds] of (await hold(db, claims)).entries()) assert.ok(holds, `claimed ${claims[at]!.join()}`)
    }),
    { numRuns: Number(process.env.TANGO_RUNS ?? 10) },
  )
  assert.ok(Math.min(...over) > 20, `met over nobody, one, two: ${over.join()}`)
})

test('an open path that a block closes, a hidden tie and a cut tie prove nothing any more', async () => {
  const db = openDatabase(await freshPool('empty'))
  const ids = await makeMembers(db)
  const open = (...claims: readonly [one: number, other: number, over: readonly number[]][]) =>
    hold(
      db,
      claims.map(([one, other, over]) => [ids[one]!, ids[other]!, 3, over.map((at) => ids[at]!)]),
    )
  const act = (named: (typeof acts)[number], one: number, other: number) => perform(db, ids, { act: named, one, other })
  for (const at of [0, 1, 2]) await act('tie', at, at + 1)
  const asked = () => open([0, 3, [1, 2]], [0, 2, [1]], [0, 1, []], [2, 3, []])
  assert.deepEqual(await asked(), [true, true, true, true])
  assert.deepEqual(await open([0, 3, [2, 1]], [0, 3, [1]], [0, 3, []]), [false, false, false])
  for (const [blocker, blocked] of [
    [1, 3],
    [3, 1],
    [2, 0],
    [0, 2],
    [0, 3],
  ] as const) {
    await act('block', blocker, blocked)
    assert.deepEqual(await open([0, 3, [1, 2]]), [false], `${blocker} blocks ${blocked}`)
    await act('unblock', blocker, blocked)
    assert.deepEqual(await open([0, 3, [1, 2]]), [true])
  }
  await act('hide', 2, 3)
  assert.deepEqual(await asked(), [false, true, true, true], 'a hidden tie counts between its own two')
  await act('cut', 0, 1)
  assert.deepEqual(await asked(), [false, false, false, true])
})
