import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Invalid } from '../../platform/errors.ts'
import {
  changeNode,
  closeNode,
  countStanding,
  endAxis,
  endPlacement,
  getNode,
  listAxes,
  listColleagues,
  listCrossing,
  listPlacesOf,
  listStanding,
  listThingsAt,
  listTree,
  makeAxis,
  makeNode,
  makeRole,
  nodeHistory,
  pathOf,
  pivot,
  placePerson,
  placeThing,
  placesHistory,
  reopenNode,
  todayOf,
} from './axes.ts'
import { world } from './world.fixture.test.ts'

const now = new Date('2026-06-15T10:00:00Z')

/** The fields that are refused, and that nothing is different afterwards. */
async function refused(ctx: Ctx, work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = await everything(ctx)
  const fields = await work().then(
    () => ['nothing was refused'],
    (error: Invalid) => Object.keys(error.fields ?? { [error.name]: '' }),
  )
  assert.deepEqual(await everything(ctx), before)
  return fields
}

async function everything(ctx: Ctx) {
  const { rows } = await sql`select
    (select json_agg(v order by v.id) from axis_node_versions v) as versions,
    (select json_agg(p order by p.id) from placements p) as placements,
    (select json_agg(n order by n.id) from axis_nodes n) as nodes,
    (select json_agg(a order by a.id) from axes a) as axes,
    (select json_agg(r order by r.key) from position_roles r) as roles`.execute(ctx.db)
  return rows[0]
}

test(
  'the structure of a past day is read as it stood then: names, places, people',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { engineering, cells, care, membership } = await world(ctx)
      const jonas = cast.as(ctx, 'jonas')
      await changeNode(jonas, cells, { title: 'Cells', parent: care, from: '2026-05-01' })
      await endPlacement(jonas, membership, { on: '2026-06-20' })
      const titles = async (day: string) =>
        (await listTree(jonas, { axis: 'function', day })).items.map((line) => `${'>'.repeat(line.depth)}${line.title}`)
      assert.deepEqual(await titles('2025-12-31'), [])
      assert.deepEqual(await titles('2026-04-30'), [
        'Engineering',
        '>Cells & BMS',
        '>Firmware',
        'Old works',
        'Rider care',
        '>Pilots',
      ])
      assert.deepEqual(await titles('2026-05-01'), [
        'Engineering',
        '>Firmware',
        'Old works',
        'Rider care',
        '>Cells',
        '>Pilots',
      ])
      const who = async (day: string) =>
        (await listStanding(jonas, engineering, { day, withBelow: true })).items.map((one) => one.person.displayName)
      assert.deepEqual(await who('2026-04-30'), ['Daniel Okafor', 'Lena Brandt', 'Tomasz Wrona', 'Aiko Tanaka'])
      assert.deepEqual(await who('2026-05-01'), ['Daniel Okafor', 'Lena Brandt'])
      const history = (await nodeHistory(jonas, cells)).items
      assert.deepEqual(
        history.map((one) => [one.title, one.fromOn, one.toOn, one.parentTitle, one.changedBy]),
        [
          ['Cells', '2026-05-01', null, 'Rider care', 'Jonas Weber'],
          ['Cells & BMS', '2026-01-01', '2026-05-01', 'Engineering', 'Jonas Weber'],
        ],
      )
      const places = (await placesHistory(jonas, { accountId: cast.people.aiko.id })).items
      assert.deepEqual(
        places.map((one) => [one.axis, one.nodeTitle, one.role, one.fromOn, one.toOn]),
        [
          ['geography', 'Utrecht', 'member', '2026-01-01', null],
          ['function', 'Cells & BMS', 'member', '2026-01-01', '2026-06-20'],
        ],
      )
      assert.equal((await getNode(jonas, cells, '2026-02-01')).title, 'Cells & BMS')
      assert.deepEqual(
        (await pathOf(jonas, [cells])).get(cells)!.map((step) => step.title),
        ['Rider care', 'Cells'],
      )
    },
    { now },
  ),
)

test(
  'bad input is refused at its field with what to do, and changes nothing',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const w = await world(ctx)
      const jonas = cast.as(ctx, 'jonas')
      const person = cast.people.sara.id
      const node = { axis: 'function', code: 'new', title: 'New' }
      const nowhere = 999_999 as typeof w.cells
      const cases: [string[], () => Promise<unknown>][] = [
        [['axis'], () => makeNode(jonas, { ...node, axis: 'colour' })],
        [['axis'], () => listTree(jonas, { axis: 'colour' })],
        [['code'], () => makeNode(jonas, { ...node, code: 'cells' })],
        [['code'], () => makeNode(jonas, { ...node, code: 'old' })],
        [['code', 'title'], () => makeNode(jonas, { ...node, code: ' ', title: '' })],
        [['parent'], () => makeNode(jonas, { ...node, parent: nowhere })],
        [['parent'], () => makeNode(jonas, { ...node, parent: w.utrecht })],
        [['parent'], () => makeNode(jonas, { ...node, parent: w.closed })],
        [['parent'], () => makeNode(jonas, { ...node, parent: w.cells, from: '2025-06-01' })],
        [['from'], () => makeNode(jonas, { ...node, from: '2026-02-30' })],
        [['parent'], () => changeNode(jonas, w.engineering, { parent: w.cells })],
        [['parent'], () => changeNode(jonas, w.engineering, { parent: w.engineering })],
        [['from'], () => changeNode(jonas, w.cells, { title: 'X', from: '2025-01-01' })],
        [['from'], () => changeNode(jonas, w.closed, { title: 'X' })],
        [['title'], () => changeNode(jonas, w.cells, { title: 'x'.repeat(121) })],
        [['from'], () => closeNode(jonas, w.engineering)],
        [['from'], () => closeNode(jonas, w.cells, { from: '2026-01-01' })],
        [['from'], () => closeNode(jonas, w.closed)],
        [['from'], () => reopenNode(jonas, w.cells, { title: 'X' })],
        [['from'], () => reopenNode(jonas, w.closed, { title: 'X', from: '2026-03-01' })],
        [['role'], () => placePerson(jonas, { node: w.cells, person, role: 'king' })],
        [['node'], () => placePerson(jonas, { node: nowhere, person, role: 'member' })],
        [['person'], () => placePerson(jonas, { node: w.cells, person: 999_999 as never, role: 'member' })],
        [['role'], () => placePerson(jonas, { node: w.cells, person: cast.people.ines.id, role: 'lead' })],
        [['role'], () => placePerson(jonas, { node: w.cells, person: cast.people.petra.id, role: 'manager' })],
        [
          ['to'],
          () => placePerson(jonas, { node: w.cells, person, role: 'member', from: '2026-07-01', to: '2026-07-01' }),
        ],
        [['from'], () => placePerson(jonas, { node: w.cells, person, role: 'member', from: '2025-07-01' })],
        [['to'], () => placePerson(jonas, { node: w.closed, person, role: 'member', from: '2026-05-01' })],
        [
          ['from'],
          () => placePerson(jonas, { node: w.cells, person: cast.people.aiko.id, role: 'member', from: '2026-09-01' }),
        ],
        [['on'], () => endPlacement(jonas, w.membership, { on: '2026-01-01' })],
        [['on'], () => endPlacement(jonas, w.membership, { on: 'soon' })],
        [['space'], () => placeThing(jonas, { spaceId: 999_999 }, { node: w.cells })],
        [['key'], () => makeAxis(jonas, { key: 'function', title: 'Again' })],
        [['key'], () => makeRole(jonas, { key: 'lead', title: 'Again', rank: 1 })],
        [['rank'], () => makeRole(jonas, { key: 'emperor', title: 'Emperor', rank: 3 })],
      ]
      for (const [fields, work] of cases) assert.deepEqual(await refused(ctx, work), fields, String(work))
    },
    { now },
  ),
)

test(
  'a tree is thirty deep and no deeper',
  inTransaction(
    async (ctx) => {
      await makeAxis(ctx, { key: 'deep', title: 'Deep' })
      let parent: Awaited<ReturnType<typeof makeNode>> | null = null
      for (let level = 0; level < 30; level++) {
        parent = await makeNode(ctx, { axis: 'deep', code: `n${level}`, title: `N${level}`, parent })
      }
      assert.deepEqual(await refused(ctx, () => makeNode(ctx, { axis: 'deep', code: 'n30', title: 'N30', parent })), [
        'parent',
      ])
      assert.equal((await listTree(ctx, { axis: 'deep' })).items.length, 30)
    },
    { now },
  ),
)

test(
  'closing a place ends who stands there; it can be opened again under its code',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { firmware, cells } = await world(ctx)
      const jonas = cast.as(ctx, 'jonas')
      await closeNode(jonas, cells, { from: '2026-07-01' })
      assert.equal((await listStanding(jonas, cells, { day: '2026-06-30' })).items.length, 2)
      assert.equal((await listStanding(jonas, cells, { day: '2026-07-01' })).items.length, 0)
      assert.equal((await getNode(jonas, cells, '2026-07-01')).standing, false)
      await reopenNode(jonas, cells, { title: 'Cells again', parent: firmware, from: '2026-08-01' })
      assert.equal((await getNode(jonas, cells, '2026-08-01')).title, 'Cells again')
      assert.equal((await listStanding(jonas, cells, { day: '2026-08-01' })).items.length, 0)
    },
    { now },
  ),
)

test(
  'a place that was made today by mistake can be closed today and its code used at once',
  inTransaction(
    async (ctx) => {
      const id = await makeNode(ctx, { axis: 'product', code: 'tide', title: 'Tidde' })
      const placed = await placePerson(ctx, { node: id, person: (await getCast(ctx)).people.aiko.id, role: 'member' })
      await assert.rejects(closeNode(ctx, id), { code: 'structure.has-placements' })
      await endPlacement(ctx, placed)
      await closeNode(ctx, id)
      await assert.rejects(getNode(ctx, id), { code: 'structure.no-node' })
      assert.equal(await makeNode(ctx, { axis: 'product', code: 'tide', title: 'Tide' }), id)
    },
    { now },
  ),
)

test(
  'an axis of the company\u2019s own stands beside the four; ending it ends what stands there, and its past can still be read',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const jonas = cast.as(ctx, 'jonas')
      await makeAxis(jonas, { key: 'site', title: 'Site' })
      const hall = await makeNode(jonas, { axis: 'site', code: 'hall', title: 'Hall', from: '2026-01-01' })
      await placePerson(jonas, { node: hall, person: cast.people.aiko.id, role: 'member', from: '2026-02-01' })
      assert.equal((await listAxes(jonas)).length, 5)
      await endAxis(jonas, 'site')
      assert.equal((await listAxes(jonas)).length, 4)
      assert.equal((await listPlacesOf(jonas, { accountId: cast.people.aiko.id })).length, 0)
      const past = await listTree(jonas, { axis: 'site', day: '2026-03-01' })
      assert.deepEqual(
        past.items.map((line) => [line.title, line.own]),
        [['Hall', 1]],
      )
      await assert.rejects(makeNode(jonas, { axis: 'site', code: 'x', title: 'X' }), { code: 'structure.no-axis' })
      await assert.rejects(reopenNode(jonas, hall, { title: 'Hall' }), { code: 'structure.axis-ended' })
    },
    { now },
  ),
)

test(
  'people are counted by one axis and by the crossing of two, each once in a cell',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { engineering, cells, care, europe, firmware } = await world(ctx)
      const lena = cast.as(ctx, 'lena')
      await placePerson(ctx, { node: firmware, person: cast.people.aiko.id, role: 'member' })
      await placePerson(ctx, { node: cells, person: cast.people.ines.id, role: 'member' })
      // Aiko stands at cells and at firmware, and is one person of engineering.
      const line = (await listTree(lena, { axis: 'function' })).items.find((one) => one.id === engineering)!
      assert.deepEqual([line.own, line.withBelow, line.below], [2, 4, 2])
      const matrix = await pivot(lena, { rows: 'function', columns: 'geography' })
      assert.deepEqual(
        matrix.columns.map((column) => column.title),
        ['Europe'],
      )
      assert.deepEqual(
        matrix.rows.map((row) => [row.line.title, row.people, row.cells, row.nowhere]),
        [
          ['Engineering', 4, [2], 2],
          ['Rider care', 1, [1], 0],
        ],
      )
      assert.deepEqual([matrix.all, matrix.unplaced], [7, 2])
      const below = await pivot(lena, { rows: 'function', rowsUnder: engineering })
      assert.deepEqual(
        below.rows.map((row) => [row.line.title, row.people]),
        [
          ['Cells & BMS', 2],
          ['Firmware', 1],
        ],
      )
      const names = async (of: Parameters<typeof listCrossing>[1]) =>
        (await listCrossing(lena, of)).items.map((person) => person.displayName)
      assert.deepEqual(await names({ nodes: [engineering, europe] }), ['Aiko Tanaka', 'Daniel Okafor'])
      assert.deepEqual(await names({ nodes: [care, cells] }), [])
      assert.deepEqual(await names({ nodes: [cells], realm: 'outside' }), ['Ines Carvalho'])
      const geography = (await listAxes(lena)).find((axis) => axis.key === 'geography')!
      assert.deepEqual(await names({ nodes: [engineering], notOn: geography.id }), ['Lena Brandt', 'Tomasz Wrona'])
      assert.deepEqual(
        (await countStanding(lena, cells)).map((one) => [one.title, one.inside, one.own, one.withBelow]),
        [
          ['Lead', true, 1, 1],
          ['Member', true, 1, 1],
          ['Member', false, 1, 1],
        ],
      )
      assert.deepEqual(
        (await listColleagues(lena, cast.people.aiko.id)).map((one) => [one.person.displayName, one.places]),
        [
          ['Mirela Popescu', ['Utrecht']],
          ['Tomasz Wrona', ['Cells & BMS']],
        ],
      )
    },
    { now },
  ),
)

test(
  'spaces and threads stand at places too, and are told by number for whoever knows which may be read',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { cells, engineering } = await world(ctx)
      const { battery, riders } = cast.spaces
      const first = await placeThing(ctx, { spaceId: battery.id }, { node: cells })
      await placeThing(ctx, { spaceId: riders.id }, { node: engineering, to: '2026-07-01' })
      const lena = cast.as(ctx, 'lena')
      const at = async (day: string) =>
        (await listThingsAt(lena, engineering, { kind: 'space', withBelow: true, day })).items
      assert.deepEqual(
        await at(todayOf(now)),
        [battery.id, riders.id].sort((a, b) => a - b),
      )
      assert.deepEqual(await at('2026-07-01'), [battery.id])
      assert.deepEqual(
        (await listPlacesOf(lena, { spaceId: battery.id })).map((place) => place.nodeTitle),
        ['Cells & BMS'],
      )
      await endPlacement(ctx, first)
      assert.deepEqual(await listPlacesOf(lena, { spaceId: battery.id }), [])
    },
    { now },
  ),
)
