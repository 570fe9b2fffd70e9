import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fc } from '../../../test/property.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { freshPool } from '../../../test/database.ts'
import { type AccountViewer, type Ctx, type Db, makeCtx } from '../../platform/context.ts'
import { openDatabase, openPool } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { type ThreadIndex, openThreadIndex, useThreadIndex } from './thread-index.ts'
import { selectThreadPage } from './threads.queries.ts'
import { listThreads } from './threads.ts'

const members = ['ines', 'gustav', 'joost', 'amina'] as const
const spaces = ['riders', 'testers'] as const

type Act =
  | { do: 'tie' | 'cut' | 'hide' | 'show' | 'block' | 'unblock'; one: number; other: number }
  | { do: 'write'; by: number; space: number; reach: number | null; at: number }
  | { do: 'narrow'; thread: number; reach: number }
  | { do: 'reply' | 'name' | 'delete'; thread: number; at: number }

const aMember = fc.nat(members.length - 1)
const aThread = fc.nat(30)
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'tie' as const,
        'tie' as const,
        'cut' as const,
        'hide' as const,
        'show' as const,
        'block' as const,
        'unblock' as const,
      ),
      one: aMember,
      other: aMember,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      by: aMember,
      space: fc.nat(spaces.length - 1),
      reach: fc.option(fc.nat(4)),
      at: fc.nat(20),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('narrow' as const), thread: aThread, reach: fc.nat(4) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('reply' as const, 'name' as const, 'delete' as const),
      thread: aThread,
      at: fc.nat(20),
    }),
  },
)

async function perform(db: Db, cast: Cast, threads: number[], one: Act): Promise<void> {
  const idOf = (at: number) => cast.people[members[at]!].id
  const moment = (at: number) => new Date(Date.UTC(2026, 10, 1, 8, at))
  if ('one' in one) {
    if (one.one === one.other) return
    const [a, b] = [idOf(one.one), idOf(one.other)]
    const [low, high] = [Math.min(a, b), Math.max(a, b)]
    const own = sql.ref(a === low ? 'hidden_by_lower' : 'hidden_by_higher')
    const done = {
      tie: sql`insert into connections (lower_id, higher_id, asked_by, accepted_at) values (${low}, ${high}, ${a}, now()) on conflict do nothing`,
      cut: sql`delete from connections where lower_id = ${low} and higher_id = ${high}`,
      hide: sql`update connections set ${own} = true where lower_id = ${low} and higher_id = ${high}`,
      show: sql`update connections set ${own} = false where lower_id = ${low} and higher_id = ${high}`,
      block: sql`insert into blocks (blocker_id, blocked_id) values (${a}, ${b}) on conflict do nothing`,
      unblock: sql`delete from blocks where blocker_id = ${a} and blocked_id = ${b}`,
    }[one.do]
    await done.execute(db)
  } else if (one.do === 'write') {
    const { rows } = await sql<{ id: number }>`
      insert into threads (realm, space_id, type, author_id, title, slug, body, reach, created_at, active_at)
      values ('outside', ${cast.spaces[spaces[one.space]!].id}, 'question', ${idOf(one.by)}, 'T', 't', 'B', ${one.reach},
        ${moment(one.at)}, ${moment(one.at)}) returning id`.execute(db)
    threads.push(rows[0]!.id)
  } else {
    const id = threads[one.thread % Math.max(threads.length, 1)]
    if (id === undefined) return
    if (one.do === 'narrow')
      await sql`update threads set reach = least(reach, ${one.reach}) where id = ${id}`.execute(db)
    else if (one.do === 'reply')
      await sql`update threads set active_at = ${moment(one.at + 30)} where id = ${id}`.execute(db)
    else if (one.do === 'delete') await sql`delete from threads where id = ${id}`.execute(db)
    else {
      await sql`update threads set audience = 'participants' where id = ${id}`.execute(db)
      await sql`insert into thread_participants (thread_id, account_id) select id, ${idOf(one.at % 4)} from threads where id = ${id}
        on conflict do nothing`.execute(db)
    }
  }
}

const ctxOf = (db: Db): Ctx =>
  makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
/** However few threads there are, the index answers. */
const always = (index: ThreadIndex): ThreadIndex => ({ ...index, limited: () => 1e9 })

async function walkAll(list: (after?: string) => ReturnType<typeof listThreads>): Promise<number[]> {
  const ids: number[] = []
  let after: string | undefined
  do {
    const page = await list(after)
    ids.push(...page.items.map((row) => row.id))
    after = page.next
  } while (after)
  return ids
}

test('after any changes by either of two processes, the index lists exactly what SQL lists', async () => {
  const first = await freshPool('cast')
  const second = openPool(String(first.options.connectionString), 4)
  const [db, otherDb, plain] = [openDatabase(first), openDatabase(second), openDatabase(first)]
  try {
    const cast = await getCast(ctxOf(db))
    let count = 0
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 60 }), async (acts) => {
        const threads: number[] = []
        await sql`delete from threads; delete from connections; delete from blocks`.execute(db)
        // One index is kept through all runs, the other opened anew: a process that was restarted.
        if (count === 0) useThreadIndex(db, always(await openThreadIndex(db)))
        useThreadIndex(otherDb, always(await openThreadIndex(otherDb)))
        for (const [at, one] of acts.entries()) {
          await perform(at % 2 === 0 ? db : otherDb, cast, threads, one)
          if (at % 7 !== 6 && at !== acts.length - 1) continue
          for (const who of members) {
            for (const filter of [
              { realm: 'outside' },
              { spaceId: cast.spaces.testers.id, order: 'newest' },
            ] as const) {
              const viewer = cast.viewer(who)
              const truth = await walkAll((after) => listSql(ctxOf(plain).as(viewer), filter, after))
              for (const one of [db, otherDb]) {
                const listed = await walkAll((after) => listThreads(ctxOf(one).as(viewer), filter, { after, limit: 3 }))
                assert.deepEqual(listed, truth, `${who} after ${at + 1} changes`)
                count++
              }
            }
          }
        }
      }),
      { numRuns: Number(process.env.TANGO_RUNS ?? 12) },
    )
    assert.ok(count > 50)
  } finally {
    await second.end()
  }
})

test('an index that is behind names people who are no way any more, or strangers, and no row is shown for it', async () => {
  const db = openDatabase(await freshPool('cast'))
  const cast = await getCast(ctxOf(db))
  const strangers = fc.array(fc.array(aMember, { maxLength: 2 }), { minLength: 1, maxLength: 9 })
  let [lost, kept] = [0, 0]
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 8, maxLength: 36 }),
      fc.array(act, { minLength: 1, maxLength: 12 }),
      strangers,
      async (before, after, names) => {
        const threads: number[] = []
        await sql`delete from threads; delete from connections; delete from blocks`.execute(db)
        for (const one of before) await perform(db, cast, threads, one)
        const index = await openThreadIndex(db)
        for (const one of after) await perform(db, cast, threads, one)
        for (const who of members) {
          const viewer = cast.viewer(who) as AccountViewer
          const stale = { ...always(index), catchUp: async () => {} }
          const claimed = index.walk(viewer, await spacesOf(db), {}, undefined, 100).ids
          const truth = (await listSql(ctxOf(db).as(viewer), {}, undefined)).items.map((row) => row.id)
          const expected = truth.filter((id) => claimed.includes(id)).toSorted((a, b) => a - b)
          const named = (at: number) => names[at % names.length]!.map((one) => cast.people[members[one]!].id)
          const forging: ThreadIndex = {
            ...stale,
            walk: (...asked) => {
              const walk = index.walk(...asked)
              return { ...walk, over: walk.ids.map((_, at) => named(at)) }
            },
          }
          for (const asked of [stale, forging]) {
            useThreadIndex(db, asked)
            const listed = (await listThreads(ctxOf(db).as(viewer), {}, { limit: 100 })).items.map((row) => row.id)
            assert.deepEqual(
              listed.toSorted((a, b) => a - b),
              expected,
              who,
            )
          }
          lost += claimed.length - expected.length
          kept += expected.length
        }
      },
    ),
    { numRuns: Number(process.env.TANGO_RUNS ?? 12) },
  )
  assert.ok(lost > 10 && kept > 10, `${lost} rows were claimed in vain, ${kept} were shown`)
})

const spacesOf = async (db: Db) =>
  (await sql<{ id: number }>`select id from spaces where realm = 'outside'`.execute(db)).rows.map((row) => row.id)

test('where the index names the people between, the database searches for nobody', async () => {
  const db = openDatabase(await freshPool('cast'))
  const cast = await getCast(ctxOf(db))
  const threads: number[] = []
  const [ines, gustav, joost, amina] = [0, 1, 2, 3] as const
  for (const [one, other] of [
    [ines, gustav],
    [gustav, joost],
    [joost, amina],
  ] as const)
    await perform(db, cast, threads, { do: 'tie', one, other })
  for (const reach of [1, 2, 3]) await perform(db, cast, threads, { do: 'write', by: ines, space: 0, reach, at: reach })
  useThreadIndex(db, always(await openThreadIndex(db)))
  const counts = () =>
    Promise.all(
      members.map(
        async (who) => (await listThreads(ctxOf(db).as(cast.viewer(who)), { realm: 'outside' })).items.length,
      ),
    )
  const truth = await counts()
  await sql`create or replace function within_degrees(one bigint, other bigint, degrees integer) returns boolean
    language sql stable as 'select false'`.execute(db)
  assert.deepEqual(await counts(), truth)
  assert.deepEqual(truth, [3, 3, 2, 1])
})

async function listSql(ctx: Ctx, filter: Parameters<typeof selectThreadPage>[1], after: string | undefined) {
  const { readCursor } = await import('../../platform/cursor.ts')
  return selectThreadPage(ctx, filter, readCursor(after), 50)
}

test('a change that is committed after later ones is not missed', async () => {
  const pool = await freshPool('cast')
  const db = openDatabase(pool)
  const cast = await getCast(ctxOf(db))
  const { ines, gustav } = cast.people
  const index = await openThreadIndex(db)
  useThreadIndex(db, always(index))
  const write = (title: string, on: Db) =>
    sql`insert into threads (realm, space_id, type, author_id, title, slug, body, reach)
      values ('outside', ${cast.spaces.riders.id}, 'question', ${ines.id}, ${title}, 't', 'B', 1)`.execute(on)
  const titles = async () =>
    (await listThreads(ctxOf(db).as(gustav), { realm: 'outside' })).items.map((row) => row.title).toSorted()
  const late = await pool.connect()
  try {
    await late.query('begin')
    await late.query(
      `insert into connections (lower_id, higher_id, asked_by, accepted_at) values ($1, $2, $1, now())`,
      [Math.min(ines.id, gustav.id), Math.max(ines.id, gustav.id)],
    )
    await write('early', db)
    assert.deepEqual(await titles(), [])
    await write('later', db)
    assert.deepEqual(await titles(), [])
    await late.query('commit')
    assert.deepEqual(await titles(), ['early', 'later'])
    await sql`delete from connections`.execute(db)
    assert.deepEqual(await titles(), [], 'cutting the tie closes them at the next request')
  } finally {
    late.release()
  }
})

test('an index that lies loses a thread and never shows one', async () => {
  const db = openDatabase(await freshPool('cast'))
  const cast = await getCast(ctxOf(db))
  const { ines } = cast.people
  const { rows } = await sql<{ id: number }>`
    insert into threads (realm, space_id, type, author_id, title, slug, body, reach)
    values ('outside', ${cast.spaces.riders.id}, 'question', ${ines.id}, 'For me', 't', 'B', 0),
      ('outside', ${cast.spaces.riders.id}, 'question', ${ines.id}, 'For all', 't', 'B', null) returning id`.execute(db)
  const ids = rows.map((row) => row.id as never)
  const lying = (said: never[]) => ({
    limited: () => 1e9,
    catchUp: async () => {},
    walk: () => ({ ids: said, over: said.map(() => [cast.people.gustav.id]), next: undefined }),
  })
  useThreadIndex(db, lying(ids))
  const listed = async () => (await listThreads(ctxOf(db).as(cast.viewer('amina')), {})).items.map((row) => row.title)
  assert.deepEqual(await listed(), ['For all'])
  useThreadIndex(db, lying([]))
  assert.deepEqual(await listed(), [])
  useThreadIndex(db, { ...lying(ids), catchUp: () => Promise.reject(new Error('gone')) })
  assert.deepEqual(await listed(), ['For all'], 'without the index SQL answers')
})
