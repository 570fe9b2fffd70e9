import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction } from '../../../test/database.ts'
import '../../features.ts'
import {
  findNodeByCode,
  getAxis,
  listCrossing,
  listPlacesOf,
  listStanding,
  listTree,
  nodeHistory,
  pathOf,
  pivot,
  placesHistory,
  todayOf,
} from '../../people/axes/axes.ts'
import { listGroupMembers, listGroups } from '../../people/groups/groups.ts'
import { buildDemo } from './demo.ts'

const now = new Date('2026-02-03T12:00:00Z')
const ago = (days: number) => todayOf(new Date(now.getTime() - days * 86_400_000))

test(
  'the demo company stands on four axes: everybody somewhere, some twice, some who moved, and a tree that changed',
  { timeout: 120_000 },
  inTransaction(
    async (ctx) => {
      await buildDemo(ctx)
      const everybody = await listCrossing(ctx, { nodes: [] })
      assert.equal(everybody.items.length, 50)
      for (const axis of ['function', 'geography'] as const) {
        const { id } = await getAxis(ctx, axis)
        const nowhere = (await listCrossing(ctx, { nodes: [], notOn: id })).items
        assert.deepEqual(
          nowhere.map((person) => person.displayName),
          [],
          `everybody stands on ${axis}`,
        )
      }
      for (const axis of ['function', 'segment', 'product', 'geography']) {
        const { items, next } = await listTree(ctx, { axis })
        assert.equal(next, undefined)
        const top = items.filter((line) => line.depth === 0)
        assert.ok(items.length >= 5 && top.length < items.length, `${axis} is a tree`)
        assert.ok(
          items.some((line) => line.withBelow > 0),
          `somebody stands on ${axis}`,
        )
      }
      const node = async (axis: string, code: string) => (await findNodeByCode(ctx, axis, code))!
      const community = await node('function', 'community')
      const above = async (day: string) =>
        (await pathOf(ctx, [community], day))
          .get(community)!
          .map((step) => step.title)
          .at(-2)
      assert.deepEqual(
        [await above(ago(401)), await above(ago(400)), await above(ago(151)), await above(ago(150))],
        ['Rider care', 'Product and design', 'Product and design', 'Rider care'],
      )
      assert.equal((await nodeHistory(ctx, community)).items.length, 3)
      const company = await node('function', 'company')
      const functions = (await listTree(ctx, { axis: 'function' })).items
      for (const line of functions.filter((one) => one.own > 0)) {
        const roles = (await listStanding(ctx, line.id)).items.map((one) => one.role)
        assert.equal(roles.filter((role) => role === 'manager').length, 1, `${line.title} has one manager`)
      }
      const standing = (await listStanding(ctx, company)).items
      assert.deepEqual(
        standing.map((one) => one.role),
        ['manager'],
      )
      const places = await Promise.all(
        everybody.items.map(async (person) => ({
          today: (await listPlacesOf(ctx, { accountId: person.id })).filter((one) => one.axis === 'function').length,
          over: (await placesHistory(ctx, { accountId: person.id })).items.filter((one) => one.toOn !== null).length,
        })),
      )
      assert.ok(places.filter((one) => one.today > 1).length >= 5, 'some stand in two functions at once')
      assert.ok(places.filter((one) => one.over > 0).length >= 4, 'some came from elsewhere')
      const matrix = await pivot(ctx, { rows: 'function', rowsUnder: company, columns: 'geography' })
      assert.ok(matrix.rows.length >= 5 && matrix.rows.some((row) => row.cells.some((count) => count > 0)))
      const things = await sql<{ slug: string; code: string }>`select spaces.slug, axis_nodes.code
        from placements join spaces on spaces.id = placements.space_id
          join axis_nodes on axis_nodes.id = placements.node_id order by code`.execute(ctx.db)
      assert.deepEqual(
        things.rows.map((row) => row.code),
        ['firmware', 'packs', 'private'],
      )
      const groups = (await listGroups(ctx)).items
      for (const [title, kind, count] of [
        ['First aiders', 'group', 5],
        ['Winter range', 'virtual-team', 6],
      ] as const) {
        const group = groups.find((one) => one.title === title)!
        assert.deepEqual([group.kind, group.members], [kind, count])
        const leads = (await listGroupMembers(ctx, group.id)).items.filter((one) => one.role === 'lead')
        assert.equal(leads.length, 1)
      }
    },
    { now, kind: 'empty' },
  ),
)
