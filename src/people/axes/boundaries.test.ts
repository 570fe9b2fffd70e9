import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { ask } from '../../content/questions/questions.ts'
import {
  changeNode,
  closeNode,
  countStanding,
  endPlacement,
  findPlacement,
  getNode,
  listColleagues,
  listCrossing,
  listPlacesOf,
  listStanding,
  listThingsAt,
  listTree,
  makeNode,
  nodeHistory,
  pathOf,
  pivot,
  placePerson,
  placeThing,
  placementsAt,
  placesHistory,
} from './axes.ts'
import { world } from './world.fixture.test.ts'

const now = new Date('2026-06-15T10:00:00Z')

test(
  'somebody stands from the first day on, up to and not including the last, in every list and count, past and future',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { cells, engineering, europe, firmware } = await world(ctx)
      const sara = cast.people.sara.id
      for (const [from, to] of [
        ['2026-03-01', '2026-04-01'],
        ['2026-09-01', '2026-10-01'],
      ]) {
        for (const node of [firmware, europe]) await placePerson(ctx, { node, person: sara, role: 'member', from, to })
        await placeThing(ctx, { spaceId: cast.spaces.velund.id }, { node: firmware, from, to })
      }
      await placePerson(ctx, { node: firmware, person: cast.people.jonas.id, role: 'member', from: '2026-01-01' })
      const lena = cast.as(ctx, 'lena')
      const seen = async (day: string) => {
        const line = (await listTree(lena, { axis: 'function', day })).items.find((one) => one.id === firmware)!
        const { rows, unplaced } = await pivot(lena, {
          rows: 'function',
          columns: 'geography',
          rowsUnder: engineering,
          day,
        })
        const row = rows.find((one) => one.line.id === firmware)!
        const has = (people: readonly { id: number }[]) => people.some((one) => one.id === sara)
        return {
          standing: (await listStanding(lena, firmware, { day })).items.some((one) => one.accountId === sara),
          below: (await listStanding(lena, engineering, { day, withBelow: true })).items.some(
            (one) => one.accountId === sara,
          ),
          counted: (await countStanding(lena, firmware, day)).reduce((sum, one) => sum + one.own, 0) === 2,
          inTree: line.own === 2 && line.withBelow === 2,
          places: (await listPlacesOf(lena, { accountId: sara }, day)).length === 2,
          space: (await listPlacesOf(lena, { spaceId: cast.spaces.velund.id }, day)).length === 1,
          things: (await listThingsAt(lena, engineering, { kind: 'space', day, withBelow: true })).items.length === 1,
          crossing: has((await listCrossing(lena, { nodes: [firmware, europe], day })).items),
          notNowhere: !has(
            (await listCrossing(lena, { nodes: [], notOn: (await getNode(lena, europe)).axisId, day })).items,
          ),
          row: row.people === 2,
          cell: row.cells[0] === 1,
          nowhere: row.nowhere === 1,
          placed: unplaced === 0,
          colleague: (await listColleagues(lena, cast.people.jonas.id, day)).some((one) => one.person.id === sara),
          colleagues: (await listColleagues(lena, sara, day)).some((one) => one.person.id === cast.people.jonas.id),
        }
      }
      const expected = {
        '2026-02-28': false,
        '2026-03-01': true,
        '2026-03-31': true,
        '2026-04-01': false,
        '2026-06-15': false,
        '2026-08-31': false,
        '2026-09-01': true,
        '2026-09-30': true,
        '2026-10-01': false,
      }
      for (const [day, stands] of Object.entries(expected)) {
        const found = await seen(day)
        // Jonas stands nowhere in geography; without Sara the row's own count is one.
        const { row, nowhere, ...rest } = found
        assert.deepEqual(rest, Object.fromEntries(Object.keys(rest).map((name) => [name, stands])), day)
        assert.deepEqual([row, nowhere], [stands, true], day)
      }
      assert.equal((await listStanding(lena, cells)).items.length, 2)
    },
    { now },
  ),
)

test(
  'a place is called and hangs as on the day that is asked for, on the way to it as well',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { cells, care, engineering, leaf } = await world(ctx)
      await changeNode(ctx, cells, { title: 'Packs', parent: care, from: '2026-08-01' })
      await changeNode(ctx, care, { title: 'Care of riders', from: '2026-09-01' })
      const aiko = cast.as(ctx, 'aiko')
      const way = async (day?: string) => (await pathOf(aiko, [cells, leaf], day)).get(cells)?.map((step) => step.title)
      assert.equal(await way('2025-12-31'), undefined)
      assert.deepEqual(await way('2026-01-01'), ['Engineering', 'Cells & BMS'])
      assert.deepEqual(await way('2026-07-31'), ['Engineering', 'Cells & BMS'])
      assert.deepEqual(await way('2026-08-01'), ['Rider care', 'Packs'])
      assert.deepEqual(await way('2026-09-01'), ['Care of riders', 'Packs'])
      assert.deepEqual(await way(), ['Engineering', 'Cells & BMS'])
      assert.deepEqual(await pathOf(aiko, []), new Map())
      const below = async (day: string) =>
        (await listTree(aiko, { axis: 'function', day, levels: 1 })).items.map((line) => [line.title, line.below])
      assert.deepEqual(await below('2026-07-31'), [
        ['Engineering', 2],
        ['Rider care', 1],
      ])
      assert.deepEqual(await below('2026-08-01'), [
        ['Engineering', 1],
        ['Rider care', 2],
      ])
      const placed = (day: string) => listPlacesOf(aiko, { accountId: cast.people.tomasz.id }, day)
      assert.deepEqual(
        (await placed('2026-07-31')).map((one) => one.nodeTitle),
        ['Cells & BMS'],
      )
      assert.deepEqual(
        (await placed('2026-08-01')).map((one) => one.nodeTitle),
        ['Packs'],
      )
      const [past] = (await placesHistory(aiko, { accountId: cast.people.tomasz.id })).items
      assert.equal(past!.nodeTitle, 'Cells & BMS', 'a history calls it what it was called on the first day')
      const together = async (day: string) => (await listColleagues(aiko, cast.people.tomasz.id, day))[0]!.places
      assert.deepEqual(await together('2026-08-01'), ['Packs'])
      const shown = async (day: string) => {
        const { items } = await listStanding(aiko, cells, { day })
        return [items[0]!.nodeTitle, items[0]!.roleTitle]
      }
      assert.deepEqual(await shown('2026-07-31'), ['Cells & BMS', 'Lead'])
      assert.deepEqual(await shown('2026-08-01'), ['Packs', 'Lead'])
      // Before it stood, a place has its first name; after it was closed, its last.
      assert.deepEqual(
        [(await getNode(aiko, cells, '2020-01-01')).title, (await getNode(aiko, cells, '2020-01-01')).standing],
        ['Cells & BMS', false],
      )
      await closeNode(ctx, cells, { from: '2026-12-01' })
      const after = await getNode(aiko, cells, '2026-12-01')
      assert.deepEqual([after.title, after.standing, after.parentId], ['Packs', false, care])
      assert.deepEqual(
        (await nodeHistory(aiko, cells)).items.map((one) => [one.title, one.fromOn, one.toOn, one.parentTitle]),
        [
          ['Packs', '2026-08-01', '2026-12-01', 'Rider care'],
          ['Cells & BMS', '2026-01-01', '2026-08-01', 'Engineering'],
        ],
      )
      assert.equal((await nodeHistory(aiko, engineering)).items[0]!.parentTitle, null)
    },
    { now },
  ),
)

test(
  'a change holds until the next one of the same thing that is known already; the other thing goes on as it was',
  inTransaction(
    async (ctx) => {
      const a = await makeNode(ctx, { axis: 'product', code: 'a', title: 'A', from: '2026-01-01' })
      const b = await makeNode(ctx, { axis: 'product', code: 'b', title: 'B', from: '2026-01-01' })
      assert.equal(await changeNode(ctx, a, { title: 'A later', from: '2026-09-01' }), true)
      assert.equal(await changeNode(ctx, a, { parent: b, from: '2026-03-01' }), true)
      assert.equal(await changeNode(ctx, a, { title: 'A middle', from: '2026-05-01' }), true)
      const history = async () =>
        (await nodeHistory(ctx, a)).items.map((one) => [one.title, one.fromOn, one.toOn, one.parentId])
      const expected = [
        ['A later', '2026-09-01', null, b],
        ['A middle', '2026-05-01', '2026-09-01', b],
        ['A', '2026-03-01', '2026-05-01', b],
        ['A', '2026-01-01', '2026-03-01', null],
      ]
      assert.deepEqual(await history(), expected)
      // What is so already is no change, and announces none.
      const events = async () => (await ctx.db.selectFrom('events').select('id').execute()).length
      const before = await events()
      assert.equal(await changeNode(ctx, a, { title: 'A middle', parent: b, from: '2026-06-01' }), false)
      assert.equal(await changeNode(ctx, a, {}), false)
      assert.deepEqual([await history(), await events()], [expected, before])
    },
    { now },
  ),
)

test(
  'a placement is ended on a day to come, earlier again, taken back before it begins, and stays once it is over',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { cells, membership } = await world(ctx)
      const thing = { accountId: cast.people.aiko.id, role: 'member' } as const
      const spans = async () => (await placementsAt(ctx, cells, thing)).map(({ fromOn, toOn }) => [fromOn, toOn])
      await endPlacement(ctx, membership, { on: '2026-09-01' })
      await endPlacement(ctx, membership, { on: '2026-08-01' })
      assert.deepEqual(await spans(), [['2026-01-01', '2026-08-01']])
      await assert.rejects(endPlacement(ctx, membership, { on: '2026-08-02' }), { code: 'structure.ended' })
      const later = await placePerson(ctx, { node: cells, person: thing.accountId, role: 'member', from: '2026-08-01' })
      assert.deepEqual(await spans(), [
        ['2026-01-01', '2026-08-01'],
        ['2026-08-01', null],
      ])
      await endPlacement(ctx, later)
      assert.equal(await findPlacement(ctx, later), undefined, 'it had not begun')
      await assert.rejects(endPlacement(ctx, later), { code: 'structure.no-placement' })
      await endPlacement(ctx, membership, { on: '2026-06-15' })
      await assert.rejects(endPlacement(ctx, membership, { on: '2026-06-14' }), { code: 'structure.ended' })
      assert.deepEqual(await spans(), [['2026-01-01', '2026-06-15']])
      const told = await ctx.db.selectFrom('events').select('payload').where('name', '=', 'placement.changed').execute()
      const about = told.map((one) => one.payload as { placementId: number; nodeId: number; accountId: number })
      assert.equal(about.filter((one) => one.placementId === membership && one.nodeId === cells).length, 4)
      assert.ok(about.every((one) => one.accountId !== undefined))
      await hearEverything(ctx)
    },
    { now },
  ),
)

test(
  'threads and spaces stand at several places at once; a thread is found where it is placed, on its days',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { cells, care, engineering } = await world(ctx)
      const { thread } = await ask(cast.as(ctx, 'ines'), {
        space: 'riders',
        tags: [],
        title: 'Why does the pack fade below zero?',
        body: 'It loses a third.',
      })
      const threadId = Number(thread.id)
      await placeThing(ctx, { threadId }, { node: cells, from: '2026-02-01', to: '2026-07-01' })
      await placeThing(ctx, { threadId }, { node: care })
      await placeThing(ctx, { spaceId: cast.spaces.riders.id }, { node: cells })
      const lena = cast.as(ctx, 'lena')
      const at = async (node: typeof cells, day?: string, withBelow?: boolean) =>
        (await listThingsAt(lena, node, { kind: 'thread', day, withBelow })).items
      assert.deepEqual(await at(cells), [threadId])
      assert.deepEqual(await at(cells, '2026-01-31'), [])
      assert.deepEqual(await at(cells, '2026-07-01'), [])
      assert.deepEqual(await at(engineering), [])
      assert.deepEqual(await at(engineering, undefined, true), [threadId])
      assert.deepEqual(
        (await listPlacesOf(lena, { threadId })).map((one) => [one.nodeTitle, one.role]),
        [
          ['Cells & BMS', null],
          ['Rider care', null],
        ],
      )
      await assert.rejects(placeThing(ctx, { threadId }, { node: cells, from: '2026-06-30' }), {
        code: 'structure.placements-overlap',
      })
      await placeThing(ctx, { threadId }, { node: cells, from: '2026-07-01' })
      await assert.rejects(placeThing(ctx, { threadId: 999_999 }, { node: cells }), {
        code: 'structure.placements-thread-id-fkey',
      })
    },
    { now },
  ),
)
