import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { counting } from '../../../test/statements.ts'
import { makeCtx } from '../../platform/context.ts'
import { openDatabase, openPool } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { readableSpace } from '../../realms/spaces/spaces.ts'
import { readerOf } from '../../realms/reader.access.ts'
import {
  changeNode,
  endAxis,
  endPlacement,
  listChildren,
  listStanding,
  listTree,
  makeNode,
  placePerson,
  todayOf,
} from './axes.ts'

const now = new Date('2026-06-15T10:00:00Z')

test(
  'long trees and crowded places come page by page, each place and person once, at the same cost',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const top = await makeNode(ctx, { axis: 'product', code: 'top', title: 'Top' })
      await sql`with made as (
          insert into axis_nodes (axis_id, code) select (select id from axes where key = 'product'), 'p' || n
          from generate_series(1, 230) n returning id, axis_id, code
        ) insert into axis_node_versions (axis_id, node_id, parent_id, title, from_on)
          select axis_id, id, ${top}, 'Part ' || code, '2026-01-01' from made`.execute(ctx.db)
      await sql`with made as (
          insert into accounts (realm, handle, display_name, state) select 'inside', 'many-' || n, 'Many ' || n, 'unclaimed'
          from generate_series(1, 120) n returning id
        ) insert into placements (node_id, account_id, role, from_on) select ${top}, id, 'member', '2026-06-15' from made`.execute(
        ctx.db,
      )
      const { ctx: counted, take } = counting(cast.as(ctx, 'lena'))
      const walk = async (
        page: (after: number | undefined) => Promise<{ items: readonly { id: number }[]; next?: string }>,
      ) => {
        const ids: number[] = []
        const costs: number[] = []
        for (let after: number | undefined; ;) {
          take()
          const { items, next } = await page(after)
          costs.push(take())
          ids.push(...items.map((item) => item.id))
          if (next === undefined) return { ids, cost: Math.max(...costs), pages: costs.length }
          after = Number(next)
        }
      }
      const tree = await walk((after) => listTree(counted, { axis: 'product', after: after as never }))
      assert.deepEqual([new Set(tree.ids).size, tree.ids.length, tree.pages], [231, 231, 2])
      const children = await walk((after) =>
        listChildren(counted, { axis: 'product', under: top, after: after as never }),
      )
      assert.deepEqual([new Set(children.ids).size, children.ids.length, children.pages], [230, 230, 5])
      const people = await walk(async (after) => {
        const { items, next } = await listStanding(counted, top, { after: after as never })
        return { items: items.map((one) => ({ id: one.accountId })), next }
      })
      assert.deepEqual([new Set(people.ids).size, people.ids.length, people.pages], [120, 120, 3])
      assert.ok(
        tree.cost <= 3 && children.cost <= 3 && people.cost <= 2,
        `${tree.cost} ${children.cost} ${people.cost}`,
      )
    },
    { now },
  ),
)

test('a change of place is a change of rights at the next request, in another process too', async () => {
  const pool = await freshPool('cast')
  const other = openPool(String(pool.options.connectionString), 2)
  try {
    const system = { kind: 'system', reason: 'test' } as const
    const ctx = makeCtx({ viewer: system, db: openDatabase(pool), now: new Date(), log: silentLog })
    const beside = makeCtx({ viewer: system, db: openDatabase(other), now: new Date(), log: silentLog })
    const cast = await getCast(ctx)
    const [daniel, jonas] = [cast.people.daniel, cast.as(ctx, 'jonas')]
    const engineering = await makeNode(jonas, { axis: 'function', code: 'engineering', title: 'Engineering' })
    const care = await makeNode(jonas, { axis: 'function', code: 'care', title: 'Care' })
    const cells = await makeNode(jonas, { axis: 'function', code: 'cells', title: 'Cells' })
    await sql`insert into grants (space_id, right_given, node_id, given_as)
      values (${cast.spaces.battery.id}, 'read', ${engineering}, 'administrator')`.execute(ctx.db)
    const mayRead = async () => {
      const { rows } = await sql<{ may: boolean }>`select exists (select from spaces
        where id = ${cast.spaces.battery.id} and ${readableSpace(readerOf(daniel))}) as may`.execute(beside.db)
      return rows[0]!.may
    }
    assert.equal(await mayRead(), false)
    const placed = await placePerson(jonas, { node: cells, person: daniel.id, role: 'member' })
    assert.equal(await mayRead(), false, 'cells does not stand below engineering yet')
    await changeNode(jonas, cells, { parent: engineering })
    assert.equal(await mayRead(), true, 'the place moved below engineering')
    await changeNode(jonas, cells, { parent: care })
    assert.equal(await mayRead(), false, 'the place moved away')
    await changeNode(jonas, cells, { parent: engineering })
    await endPlacement(jonas, placed)
    assert.equal(await mayRead(), false, 'the placement ended')
    assert.equal((await listStanding(beside, cells)).items.length, 0)
    const tomorrow = todayOf(new Date(Date.now() + 86_400_000))
    await placePerson(jonas, { node: cells, person: daniel.id, role: 'member', from: tomorrow })
    assert.equal(await mayRead(), false, 'it begins tomorrow')
    await placePerson(jonas, { node: engineering, person: daniel.id, role: 'lead' })
    assert.equal(await mayRead(), true)
    await endAxis(jonas, 'function')
    assert.equal(await mayRead(), false, 'the axis was ended')
  } finally {
    await other.end()
  }
})

test('two who change the same tree at once wait for each other: no ring comes of it', async () => {
  const pool = await freshPool('cast')
  const ctx = makeCtx({
    viewer: { kind: 'system', reason: 'test' },
    db: openDatabase(pool),
    now: new Date(),
    log: silentLog,
  })
  const a = await makeNode(ctx, { axis: 'function', code: 'a', title: 'A' })
  const b = await makeNode(ctx, { axis: 'function', code: 'b', title: 'B' })
  const done = await Promise.allSettled([changeNode(ctx, a, { parent: b }), changeNode(ctx, b, { parent: a })])
  assert.deepEqual(done.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
  assert.equal((await listTree(ctx, { axis: 'function' })).items.length, 2)
})
