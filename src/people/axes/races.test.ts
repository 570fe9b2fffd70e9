import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { freshPool } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import {
  changeNode,
  closeNode,
  endAxis,
  endPlacement,
  getAxis,
  listStanding,
  listTree,
  makeAxis,
  makeNode,
  nodeHistory,
  placePerson,
  placementsAt,
  reopenNode,
} from './axes.ts'

const database = (async () => {
  const pool = await freshPool('cast')
  const viewer = { kind: 'system', reason: 'test' } as const
  return makeCtx({ viewer, db: openDatabase(pool), now: new Date(), log: silentLog })
})()

/** How each ended: done, or the code of its refusal. */
async function outcomes(work: readonly Promise<unknown>[]): Promise<string[]> {
  return (await Promise.allSettled(work)).map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)).sort()
}

/** Begins `others` while `first` has done its work and not yet committed, so that they truly meet. */
async function meeting(ctx: Ctx, first: (inside: Ctx) => Promise<unknown>, others: () => Promise<unknown>[]) {
  const { promise: letGo, resolve } = Promise.withResolvers<void>()
  const { promise: isDone, resolve: done } = Promise.withResolvers<void>()
  const holding = ctx.transaction(async (inside) => {
    await first(inside)
    done()
    await letGo
  })
  await isDone
  const begun = others()
  const ended = outcomes(begun)
  while ((await waitingLocks(ctx)) < begun.length) await new Promise((next) => setTimeout(next, 10))
  resolve()
  await holding
  return ended
}

async function waitingLocks(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(ctx.db)
  return rows[0]!.n
}

test('two who place the same person in the same role at once: one does, the other is told that it is so', async () => {
  const ctx = await database
  const person = (await getCast(ctx)).people.aiko.id
  const node = await makeNode(ctx, { axis: 'function', code: 'twice', title: 'Twice' })
  const place = () => placePerson(ctx, { node, person, role: 'member' })
  assert.deepEqual(await outcomes([place(), place(), place()]), [
    'done',
    'structure.placements-overlap',
    'structure.placements-overlap',
  ])
  assert.equal((await listStanding(ctx, node)).items.length, 1)
})

test('two who end the same placement at once: it ends once, and the second hears so', async () => {
  const ctx = await database
  const person = (await getCast(ctx)).people.aiko.id
  const node = await makeNode(ctx, { axis: 'function', code: 'ending', title: 'Ending', from: '2026-01-01' })
  const held = await placePerson(ctx, { node, person, role: 'member', from: '2026-01-01' })
  const met = await meeting(
    ctx,
    (inside) => endPlacement(inside, held),
    () => [endPlacement(ctx, held)],
  )
  assert.deepEqual(met, ['structure.ended'])
  assert.equal((await placementsAt(ctx, node, { accountId: person, role: 'member' })).length, 1)
})

test('nobody is placed at, and nothing hung below, what somebody else is closing at that moment', async () => {
  const ctx = await database
  const person = (await getCast(ctx)).people.aiko.id
  const node = await makeNode(ctx, { axis: 'function', code: 'closing', title: 'Closing', from: '2026-01-01' })
  const other = await makeNode(ctx, { axis: 'function', code: 'mover', title: 'Mover', from: '2026-01-01' })
  const met = await meeting(
    ctx,
    (inside) => closeNode(inside, node),
    () => [
      placePerson(ctx, { node, person, role: 'member' }),
      makeNode(ctx, { axis: 'function', code: 'child', title: 'Child', parent: node }),
      changeNode(ctx, other, { parent: node }),
      changeNode(ctx, node, { title: 'Too late' }),
    ],
  )
  assert.deepEqual(met, [
    'structure.not-then',
    'structure.not-then',
    'structure.parent-not-then',
    'structure.parent-not-then',
  ])
})

test('the same code given twice at once makes one place, and the other is told at its code', async () => {
  const ctx = await database
  const make = () => makeNode(ctx, { axis: 'segment', code: 'same', title: 'Same' })
  assert.deepEqual(await outcomes([make(), make()]), ['done', 'structure.code-taken'])
  assert.equal((await listTree(ctx, { axis: 'segment' })).items.length, 1)
  const axis = () => makeAxis(ctx, { key: 'same-key', title: 'Same' })
  assert.deepEqual(await outcomes([axis(), axis()]), ['done', 'structure.axes-key-key'])
})

test('two who rename a place for different days at once both stay in its history', async () => {
  const ctx = await database
  const node = await makeNode(ctx, { axis: 'product', code: 'named', title: 'One', from: '2026-01-01' })
  const met = await meeting(
    ctx,
    (inside) => changeNode(inside, node, { title: 'Two', from: '2026-03-01' }),
    () => [changeNode(ctx, node, { title: 'Three', from: '2026-02-01' })],
  )
  assert.deepEqual(met, ['done'])
  const history = (await nodeHistory(ctx, node)).items.map((one) => [one.title, one.fromOn, one.toOn])
  assert.deepEqual(history, [
    ['Two', '2026-03-01', null],
    ['Three', '2026-02-01', '2026-03-01'],
    ['One', '2026-01-01', '2026-02-01'],
  ])
})

test('on an axis that is being ended nothing begins any more: no place, no person, no second life', async () => {
  const ctx = await database
  const person = (await getCast(ctx)).people.aiko.id
  await makeAxis(ctx, { key: 'going', title: 'Going' })
  const node = await makeNode(ctx, { axis: 'going', code: 'a', title: 'A', from: '2026-01-01' })
  const closed = await makeNode(ctx, { axis: 'going', code: 'b', title: 'B', from: '2026-01-01' })
  await closeNode(ctx, closed, { from: '2026-02-01' })
  const met = await meeting(
    ctx,
    (inside) => endAxis(inside, 'going'),
    () => [
      makeNode(ctx, { axis: 'going', code: 'c', title: 'C' }),
      reopenNode(ctx, closed, { title: 'B again' }),
      placePerson(ctx, { node, person, role: 'member' }),
      placePerson(ctx, { node, person, role: 'member', from: '2026-01-01', to: '2026-02-01' }),
    ],
  )
  assert.deepEqual(met, Array(4).fill('structure.axis-ended'))
  assert.deepEqual((await listTree(ctx, { axis: 'going' })).items, [])
  assert.ok((await getAxis(ctx, 'going', { ended: true })).endedAt)
  await assert.rejects(endAxis(ctx, 'going'), { code: 'structure.no-axis' })
  await assert.rejects(placePerson(ctx, { node, person, role: 'member', from: '2026-01-01', to: '2026-02-01' }), {
    code: 'structure.axis-ended',
  })
})
