import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction, testPool } from '../../test/database.ts'
import { type Ctx, makeCtx, sideOf } from './context.ts'
import { openDatabase } from './database.ts'
import type { AccountId } from './ids.ts'
import { type LogFields, makeLog } from './log.ts'
import { findSetting, putSetting } from './settings.ts'

const refusal = new Error('changed my mind')

async function openCtx(): Promise<Ctx> {
  const db = openDatabase(await testPool('empty'))
  return makeCtx({ viewer: { kind: 'visitor' }, db, now: new Date(), log: makeLog('error', () => {}) })
}

test('what a transaction wrote is there for others when it ends, and not before', async () => {
  const ctx = await openCtx()
  await ctx.transaction(async (inside) => {
    await putSetting(inside, 'kept', 1)
    assert.equal(await findSetting(inside, 'kept'), 1)
    assert.equal(await findSetting(ctx, 'kept'), undefined)
  })
  assert.equal(await findSetting(ctx, 'kept'), 1)
})

test('a transaction that fails leaves nothing, passes the failure on and gives its connection back', async () => {
  const ctx = await openCtx()
  // More failures than the pool has connections: one that is kept would hold up the last.
  for (let n = 0; n < 12; n++) {
    const failing = ctx.transaction(async (inside) => {
      await putSetting(inside, 'lost', n)
      throw refusal
    })
    await assert.rejects(failing, refusal)
  }
  assert.equal(await findSetting(ctx, 'lost'), undefined)
})

test('a part that fails takes back its own writes; the whole goes on with what it had', async () => {
  const ctx = await openCtx()
  await ctx.transaction(async (outer) => {
    await putSetting(outer, 'before', 1)
    const part = outer.transaction(async (inner) => {
      await putSetting(inner, 'within', 1)
      await inner.transaction((deeper) => putSetting(deeper, 'deeper', 1))
      throw refusal
    })
    await assert.rejects(part, refusal)
    await putSetting(outer, 'behind', 1)
  })
  const found = await Promise.all(['before', 'within', 'deeper', 'behind'].map((key) => findSetting(ctx, key)))
  assert.deepEqual(found, [1, undefined, undefined, 1])
})

test(
  'a statement that PostgreSQL refuses in a part does not spoil the whole',
  inTransaction(async (ctx) => {
    const twice = ctx.transaction(async (inner) => {
      await inner.db.insertInto('rateLimits').values({ bucket: 'b', windowStart: ctx.now, used: 1 }).execute()
      await inner.db.insertInto('rateLimits').values({ bucket: 'b', windowStart: ctx.now, used: 1 }).execute()
    })
    await assert.rejects(twice, { code: '23505' })
    assert.deepEqual(await ctx.db.selectFrom('rateLimits').selectAll().execute(), [])
  }),
)

test('a part that went well is taken back with the whole', async () => {
  const ctx = await openCtx()
  const whole = ctx.transaction(async (outer) => {
    await outer.transaction((inner) => putSetting(inner, 'well', 1))
    throw refusal
  })
  await assert.rejects(whole, refusal)
  assert.equal(await findSetting(ctx, 'well'), undefined)
})

test(
  'parts one after another and within each other never meet each other in their marks',
  inTransaction(async (ctx) => {
    for (let n = 0; n < 3; n++) {
      await ctx.transaction(async (a) => {
        await a.transaction((b) => putSetting(b, `kept ${n}`, n))
        await assert.rejects(
          a.transaction(async (b) => {
            await putSetting(b, `kept ${n}`, 'overwritten')
            throw refusal
          }),
        )
      })
    }
    const rows = await ctx.db.selectFrom('settings').select('value').where('key', 'like', 'kept _').execute()
    assert.deepEqual(rows.map((row) => row.value).toSorted(), [0, 1, 2])
  }),
)

test(
  'seeing everything is logged with its reason, stays in the same transaction and does not spread',
  inTransaction(async (outer) => {
    const lines: LogFields[] = []
    const ctx = makeCtx({
      viewer: { kind: 'visitor' },
      db: outer.db,
      now: outer.now,
      log: makeLog('debug', (line) => lines.push(JSON.parse(line))),
    })
    const system = ctx.asSystem('count the readers')
    assert.deepEqual(system.viewer, { kind: 'system', reason: 'count the readers' })
    assert.equal(lines.at(-1)?.reason, 'count the readers')
    assert.equal(system.db, ctx.db)
    assert.equal(ctx.viewer.kind, 'visitor')
    await ctx.transaction(async (inner) => assert.equal(inner.viewer.kind, 'visitor'))
  }),
)

test('a visitor stands outside, Tango itself inside, a face on its own side', () => {
  const face = (realm: 'inside' | 'outside' | 'bridge') =>
    sideOf({ kind: 'account', id: 1 as AccountId, realm, name: 'x', offices: [] })
  assert.deepEqual([face('inside'), face('outside'), face('bridge')], ['inside', 'outside', 'bridge'])
  assert.equal(sideOf({ kind: 'visitor' }), 'outside')
  assert.equal(sideOf({ kind: 'system', reason: 'x' }), 'inside')
})
