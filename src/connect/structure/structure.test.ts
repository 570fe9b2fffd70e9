import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { claimAccount } from '../../people/accounts/accounts.ts'
import { findNodeByCode, listPlacesOf, listStanding, listTree } from '../../people/axes/axes.ts'
import type { Ctx } from '../../platform/context.ts'
import { changesIn, importStructure, reportLines } from './structure.ts'

const now = new Date('2026-06-15T10:00:00Z')
const people = `email,name,job title,handle
daniel@velund.example,Dan Okafor,Head of service,
noor@velund.example,Noor Bakker,Firmware,noor
Emil@velund.example,"Lund, Emil",Cells & BMS,
`
// The parent stands after what hangs on it, and the cells have moved once.
const nodes = `axis;code;title;parent code;from
function;cells;Cells;engineering;2026-01-01
function;cells;Cells & BMS;research;2026-05-01
function;engineering;Engineering;;2025-01-01
function;research;Research;engineering;2026-05-01
geography;utrecht;Utrecht;;
`
const placements = `email,axis,code,role,from,to
emil@velund.example,function,cells,lead,2026-02-01,
noor@velund.example,function,cells,,2026-02-01,2026-06-01
daniel@velund.example,geography,utrecht,manager,,
`
const files = (parts: Record<string, string>) =>
  Object.entries(parts).map(([name, text]) => ({ name: `${name}.csv`, bytes: new TextEncoder().encode(text) }))
const all = files({ placements, nodes, people })

async function everything(ctx: Ctx) {
  const { rows } = await sql`select
    (select json_agg(v order by v.id) from axis_node_versions v) as versions,
    (select json_agg(p order by p.id) from placements p) as placements,
    (select json_agg(a order by a.id) from accounts a) as accounts,
    (select json_agg(s order by s.email) from structure_people s) as known`.execute(ctx.db)
  return rows[0]
}

test(
  'people, places and placements come from files in any order; a second run changes nothing',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const report = await importStructure(ctx, all)
      assert.deepEqual(report.problems, [])
      assert.deepEqual(report.counts, {
        'people made': 2,
        'people changed': 1,
        'people as they were': 0,
        'places made': 4,
        'places renamed or moved': 1,
        'places as they were': 0,
        'placements begun': 3,
        'placements ended': 0,
        'placements as they were': 0,
      })
      const tree = async (day: string) =>
        (await listTree(ctx, { axis: 'function', day })).items.map((line) => `${'>'.repeat(line.depth)}${line.title}`)
      assert.deepEqual(await tree('2026-04-30'), ['Engineering', '>Cells'])
      assert.deepEqual(await tree('2026-05-01'), ['Engineering', '>Research', '>>Cells & BMS'])
      const cells = (await findNodeByCode(ctx, 'function', 'cells'))!
      const standing = async (day: string) =>
        (await listStanding(ctx, cells, { day })).items.map((one) => `${one.person.displayName}, ${one.role}`)
      assert.deepEqual(await standing('2026-03-01'), ['Lund, Emil, lead', 'Noor Bakker, member'])
      assert.deepEqual(await standing('2026-06-01'), ['Lund, Emil, lead'])
      const daniel = (await listPlacesOf(ctx, { accountId: cast.people.daniel.id }))[0]!
      assert.deepEqual([daniel.nodeTitle, daniel.role], ['Utrecht', 'manager'])
      const made = await sql<{ handle: string; state: string; realm: string; jobTitle: string }>`
        select handle, state, realm, job_title from accounts where display_name = 'Noor Bakker'`.execute(ctx.db)
      assert.deepEqual(made.rows, [{ handle: 'noor', state: 'unclaimed', realm: 'inside', jobTitle: 'Firmware' }])
      const own = await sql<{ displayName: string; jobTitle: string }>`
        select display_name, job_title from accounts where id = ${cast.people.daniel.id}`.execute(ctx.db)
      assert.deepEqual(own.rows, [{ displayName: 'Daniel Okafor', jobTitle: 'Head of service' }])
      const before = await everything(ctx)
      const again = await importStructure(ctx, all)
      assert.equal(changesIn(again), 0)
      assert.match(reportLines(again).join('\n'), /0 changes\.\nEverything was so already\./)
      assert.deepEqual(await everything(ctx), before)
    },
    { now },
  ),
)

test(
  'a dry run says what a run would do, in the same words, and writes nothing',
  inTransaction(
    async (ctx) => {
      const before = await everything(ctx)
      const dry = await importStructure(ctx, all, { dryRun: true })
      assert.deepEqual(await everything(ctx), before)
      const real = await importStructure(ctx, all)
      assert.deepEqual({ ...real, dryRun: true }, dry)
      assert.deepEqual(reportLines(dry).slice(0, -1), reportLines(real).slice(0, -1))
      assert.match(reportLines(dry).at(-1)!, /nothing was written/)
    },
    { now },
  ),
)

test(
  'who is gone from the file is named and stays; who was handed over their account is found by their address',
  inTransaction(
    async (ctx) => {
      const report = await importStructure(ctx, all)
      assert.equal(report.goneCount, 6)
      assert.ok(report.gone.includes('Aiko Tanaka') && !report.gone.includes('Noor Bakker'))
      const { rows } = await sql<{ id: number }>`select id from accounts where handle = 'noor'`.execute(ctx.db)
      await claimAccount(ctx, rows[0]!.id as never, {
        email: 'noor@velund.example',
        password: 'a long enough password',
      })
      const again = await importStructure(ctx, files({ people: people.replace('Noor Bakker', 'Noor de Bakker') }))
      assert.deepEqual([changesIn(again), again.counts['people as they were'], again.goneCount], [0, 3, 6])
      const fewer = await importStructure(ctx, files({ people: people.split('\n').slice(0, 2).join('\n') }))
      assert.deepEqual([changesIn(fewer), fewer.goneCount], [0, 8])
      assert.match(reportLines(fewer).join('\n'), /8 here and not in the file of people; nothing was done about them/)
    },
    { now },
  ),
)

test(
  'later files rename, move and end from their days on',
  inTransaction(
    async (ctx) => {
      await importStructure(ctx, all)
      const later = await importStructure(
        ctx,
        files({
          nodes: 'axis,code,title,parent,from\nfunction,research,Research & cells,,2026-07-01\n',
          placements: 'email,axis,code,role,from,to\nemil@velund.example,function,cells,lead,2026-02-01,2026-08-01\n',
          people: people.replace('Firmware', 'Firmware lead'),
        }),
      )
      assert.deepEqual(later.problems, [])
      assert.equal(changesIn(later), 3)
      const tree = (await listTree(ctx, { axis: 'function', day: '2026-07-01' })).items
      assert.deepEqual(
        tree.map((line) => `${'>'.repeat(line.depth)}${line.title}`),
        ['Engineering', 'Research & cells', '>Cells & BMS'],
      )
    },
    { now },
  ),
)

test(
  'every line that cannot be taken is named with file, line, column and what to do, and then nothing at all is written',
  inTransaction(
    async (ctx) => {
      await importStructure(ctx, all)
      const before = await everything(ctx)
      const tell = async (parts: Record<string, string>) => {
        const report = await importStructure(ctx, files(parts))
        assert.deepEqual(await everything(ctx), before)
        return report.problems.map(({ file, line, column }) => `${file} ${line} ${column ?? ''}`.trim())
      }
      const good = 'new@velund.example,New Person\n'
      assert.deepEqual(await tell({ p: `email,name\n${good}no address,X\nnameless@velund.example,\n` }), [
        'p.csv 3 email',
        'p.csv 4 name',
      ])
      assert.deepEqual(await tell({ p: `email,name\n${good}${good}` }), ['p.csv 3 email'])
      assert.deepEqual(
        await tell({ p: `email,name,handle\nnew@velund.example,New,aiko\nx@velund.example,X,Not Ok\n` }),
        ['p.csv 3 handle'],
      )
      assert.deepEqual(await tell({ p: `email,name,handle\nnew@velund.example,New,aiko\n` }), ['p.csv 2 handle'])
      const head = 'axis,code,title,parent,from\n'
      assert.deepEqual(
        await tell({
          n: `${head}function,a,A,b,\nfunction,b,B,a,\nfunction,c,C,nowhere,\ncolour,d,D,,\nfunction,cells,Cells,,2020-01-01\nfunction,ok,Ok,,\n`,
        }),
        ['n.csv 5 axis', 'n.csv 2 parent', 'n.csv 3 parent', 'n.csv 4 parent', 'n.csv 6 from'],
      )
      assert.deepEqual(await tell({ n: `${head}function,engineering,Engineering,cells,\n` }), ['n.csv 2 parent'])
      assert.deepEqual(await tell({ n: `${head}function,x,,,\nfunction,y,Y,,soon\n` }), [
        'n.csv 2 title',
        'n.csv 3 from',
      ])
      const places = 'email,axis,code,role,from,to\n'
      assert.deepEqual(
        await tell({
          q: `${places}nobody@velund.example,function,cells,,,\nnoor@velund.example,function,nowhere,,,\nnoor@velund.example,function,cells,king,,\nnoor@velund.example,function,cells,lead,2026-07-01,2026-06-01\nnoor@velund.example,function,cells,member,2026-05-01,\nnoor@velund.example,function,cells,member,2026-02-01,2026-09-01\n`,
        }),
        ['q.csv 2 email', 'q.csv 3 code', 'q.csv 4 role', 'q.csv 5 to', 'q.csv 6 from', 'q.csv 7 to'],
      )
      assert.deepEqual(await tell({ z: 'colour,size\n1,2\n' }), ['z.csv 1'])
      assert.deepEqual(await tell({ p: `email,name\n${good}x\n`, z: '' }), ['p.csv 3', 'z.csv 1'])
      const lines = reportLines(await importStructure(ctx, files({ p: 'email,name\nx\n' })))
      assert.match(lines.join('\n'), /p\.csv, line 2: [^]*1 line needs mending\. Nothing was written\./)
    },
    { now },
  ),
)
