import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { claimAccount } from '../../people/accounts/accounts.ts'
import { listPlacesOf, listTree } from '../../people/axes/axes.ts'
import { makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { csvOf, written } from './files.fixture.test.ts'
import { changesIn, importStructure, reportLines } from './structure.ts'

const now = new Date('2026-06-15T10:00:00Z')
const placesHead = ['axis', 'code', 'title', 'parent', 'from']
const standingHead = ['email', 'axis', 'code', 'role', 'from', 'to']
const base = csvOf('base.csv', [placesHead, ['function', 'top', 'Top', '', '2026-01-01']])
const aiko = 'aiko@velund.example'

test(
  'a placement ends when the file says so from then on; it is not moved, doubled or taken back',
  inTransaction(
    async (ctx) => {
      const id = (await getCast(ctx)).people.aiko.id
      const spans = async () => {
        const { rows } = await sql<{ fromOn: string; toOn: string | null }>`
          select from_on, to_on from placements where account_id = ${id} order by from_on`.execute(ctx.db)
        return rows.map(({ fromOn, toOn }) => [fromOn, toOn])
      }
      const take = async (...rows: string[][]) => {
        const report = await importStructure(ctx, [base, csvOf('p.csv', [standingHead, ...rows])])
        return [changesIn(report), ...report.problems.map(({ line, column, what }) => `${line} ${column} ${what}`)]
      }
      const row = (from: string, to: string, role = '') => [aiko, 'function', 'top', role, from, to]
      assert.deepEqual(await take(row('2026-02-01', '')), [2])
      assert.deepEqual(await take(row('', '')), [0], 'without a day it is the one that holds today')
      assert.deepEqual(await take(row('2026-02-01', '2026-08-01')), [1])
      assert.deepEqual(await spans(), [['2026-02-01', '2026-08-01']])
      assert.deepEqual(await take(row('', '2026-08-01')), [0])
      const [changes, problem] = await take(row('2026-02-01', ''))
      assert.equal(changes, 0)
      assert.match(String(problem), /^2 to It ends on 2026-08-01 here\. Write that day/)
      assert.deepEqual(await take(row('2026-02-01', '2026-08-01'), row('2026-08-01', '')), [1])
      assert.deepEqual(await spans(), [
        ['2026-02-01', '2026-08-01'],
        ['2026-08-01', null],
      ])
      // Another role of the same place is a placement of its own, whatever case it is written in.
      assert.deepEqual(await take(row('2026-02-01', '', ' LEAD ')), [1])
      assert.deepEqual(
        (await listPlacesOf(ctx, { accountId: id })).map((one) => one.role),
        ['lead', 'member'],
      )
    },
    { now },
  ),
)

test(
  'an end on the first day or before is refused: it would take the placement back, and the next run place it anew',
  inTransaction(
    async (ctx) => {
      const placed = csvOf('p.csv', [standingHead, [aiko, 'function', 'top', '', '', '']])
      await importStructure(ctx, [base, placed])
      const before = await written(ctx)
      for (const [from, to] of [
        ['', '2026-06-15'],
        ['', '2026-06-01'],
        ['2026-06-15', '2026-06-15'],
      ]) {
        const file = csvOf('q.csv', [standingHead, [aiko, 'function', 'top', '', from!, to!]])
        const { problems } = await importStructure(ctx, [file])
        assert.deepEqual(
          problems.map(({ line, column }) => [line, column]),
          [[2, 'to']],
          `${from} ${to}`,
        )
        assert.match(problems[0]!.what, /It began on 2026-06-15\. Choose a later day\./)
        assert.deepEqual(await written(ctx), before)
      }
    },
    { now },
  ),
)

test(
  'lines that say different things of the same place, placement or person are told, with the line they differ from',
  inTransaction(
    async (ctx) => {
      const before = await written(ctx)
      const tell = async (name: string, ...rows: string[][]) =>
        (await importStructure(ctx, [base, csvOf(name, rows)])).problems.map(
          ({ file, line, column, what }) => `${file} ${line} ${column} ${what}`,
        )
      const places = await tell(
        'places.csv',
        placesHead,
        ['function', 'a', 'One', '', '2026-03-01'],
        ['function', 'a', 'Two', '', '2026-03-01'],
        ['function', 'b', 'One', '', ''],
        ['function', 'b', 'Two', '', '2026-06-15'],
        ['geography', 'a', 'Elsewhere', '', '2026-03-01'],
      )
      assert.match(places[0]!, /^places\.csv 3 from places\.csv, line 2 says/)
      assert.match(places[1]!, /^places\.csv 5 from places\.csv, line 4 says/)
      assert.equal(places.length, 2)
      const standing = await tell(
        'p.csv',
        standingHead,
        [aiko, 'function', 'top', '', '2026-02-01', ''],
        [aiko, 'function', 'top', '', '', '2026-08-01'],
        [aiko, 'function', 'top', '', '2026-02-01', ''],
      )
      assert.match(standing[0]!, /^p\.csv 3 to p\.csv, line 2 gives the same placement another end/)
      assert.equal(standing.length, 1)
      assert.deepEqual(await written(ctx), before)
      await importStructure(ctx, [
        csvOf('a.csv', [
          ['email', 'name'],
          ['noor@velund.example', 'Noor'],
        ]),
      ])
      const { rows } = await sql<{ id: number }>`select account_id as id from structure_people`.execute(ctx.db)
      const proof = { email: 'n.bakker@velund.example', password: 'nine quiet bicycles at dawn' }
      await claimAccount(ctx, rows[0]!.id as never, proof)
      const twice = await tell(
        'people.csv',
        ['email', 'name', 'job title'],
        ['noor@velund.example', 'Noor', 'One'],
        [proof.email, 'Noor', 'Two'],
      )
      assert.match(twice[0]!, /^people\.csv 3 email This is the same person as in people\.csv, line 2/)
    },
    { now },
  ),
)

test(
  'a place without a day begins today, also beside a later line; what hangs on a place that cannot be made is not told twice',
  inTransaction(
    async (ctx) => {
      const report = await importStructure(ctx, [
        csvOf('places.csv', [
          placesHead,
          ['function', 'a', 'Later', '', '2026-09-01'],
          ['function', 'a', 'Now', '', ''],
        ]),
      ])
      assert.deepEqual([report.problems, changesIn(report)], [[], 2])
      const titles = async (day: string) =>
        (await listTree(ctx, { axis: 'function', day })).items.map((line) => line.title)
      assert.deepEqual(
        [await titles('2026-06-14'), await titles('2026-06-15'), await titles('2026-09-01')],
        [[], ['Now'], ['Later']],
      )
      const broken = await importStructure(ctx, [
        csvOf('n.csv', [
          placesHead,
          ['function', 'x', 'X', 'nowhere', '2026-01-01'],
          ['function', 'x', 'X later', '', '2026-02-01'],
          ['function', 'y', 'Y', 'x', '2026-01-01'],
          ['function', 'z', 'Z', 'never', '2026-01-01'],
        ]),
      ])
      assert.deepEqual(
        broken.problems.map(({ line, column, what }) => [line, column, what.slice(0, 24)]),
        [
          [2, 'parent', 'There is no place "nowhe'],
          [4, 'parent', 'The place "x" waits for '],
          [5, 'parent', 'There is no place "never'],
        ],
      )
      const gone = await importStructure(ctx, [csvOf('n.csv', [placesHead, ['function', 'a', 'Now', 'ghost', '']])])
      assert.deepEqual(
        gone.problems.map(({ line, column }) => [line, column]),
        [[2, 'parent']],
      )
    },
    { now },
  ),
)

test(
  'a long report shows the first two hundred and counts the rest',
  inTransaction(
    async (ctx) => {
      const broken = (count: number) =>
        csvOf('p.csv', [['email', 'name'], ...Array.from({ length: count }, (_, at) => [`no address ${at}`, 'X'])])
      const lines = async (count: number) => reportLines(await importStructure(ctx, [broken(count)]))
      assert.deepEqual(
        (await lines(200)).slice(199, 202).map((line) => line.slice(0, 11)),
        ['p.csv, line', '', '200 lines n'],
      )
      assert.deepEqual((await lines(203)).slice(200), [
        'and 3 more',
        '',
        '203 lines need mending. Nothing was written.',
      ])
      const { rows } = await sql<{ n: number }>`select count(*) as n from accounts where realm = 'inside'`.execute(
        ctx.db,
      )
      await sql`insert into accounts (realm, handle, display_name, state)
        select 'inside', 'many-' || n, 'Many ' || n, 'unclaimed' from generate_series(1, 230) n`.execute(ctx.db)
      const nobody = csvOf('p.csv', [['email', 'name']])
      const report = await importStructure(ctx, [nobody], { dryRun: true })
      assert.deepEqual([report.goneCount, report.gone.length], [230 + rows[0]!.n, 200])
      const told = reportLines(report)
      assert.ok(told.includes(`  and ${30 + rows[0]!.n} more`))
      assert.deepEqual(told.slice(-2), ['0 changes.', 'This was a dry run: nothing was written.'])
      const all = reportLines(await importStructure(ctx, [base]))
      assert.deepEqual(all.slice(-3), ['', '1 change.', 'All of it was written.'])
      assert.ok(!all.some((line) => line.includes('not in the file')), 'no file of people, nobody missing in it')
      assert.equal(reportLines(await importStructure(ctx, [base])).at(-1), 'Everything was so already.')
    },
    { now },
  ),
)

test('two who bring in the same files at once make everybody and everything once', async () => {
  const pool = await freshPool('cast')
  const viewer = { kind: 'system', reason: 'test' } as const
  const ctx = makeCtx({ viewer, db: openDatabase(pool), now: new Date(), log: silentLog })
  const given = [
    csvOf('people.csv', [
      ['email', 'name'],
      ['noor@velund.example', 'Noor'],
      ['emil@velund.example', 'Emil'],
    ]),
    csvOf('places.csv', [
      placesHead,
      ['function', 'top', 'Top', '', '2026-01-01'],
      ['function', 'a', 'A', 'top', '2026-01-01'],
    ]),
    csvOf('standing.csv', [standingHead, ['noor@velund.example', 'function', 'a', 'lead', '2026-02-01', '']]),
  ]
  const reports = await Promise.all([1, 2, 3].map(() => importStructure(ctx, given)))
  assert.deepEqual(
    reports.flatMap((report) => report.problems),
    [],
  )
  assert.deepEqual(reports.map(changesIn).sort(), [0, 0, 5])
  const { rows } = await sql<{ people: number; places: number; standing: number }>`select
    (select count(*) from accounts where display_name in ('Noor', 'Emil')) as people,
    (select count(*) from axis_nodes) as places, (select count(*) from placements) as standing`.execute(ctx.db)
  assert.deepEqual(rows, [{ people: 2, places: 2, standing: 1 }])
})
