import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction, testPool } from '../../test/database.ts'
import { type Ctx, makeCtx } from './context.ts'
import { openDatabase } from './database.ts'
import { type Listener, announce, defineEvent, deliverEvent, listen, touch } from './events.ts'
import { silentLog } from './log.ts'
import { findSetting, putSetting } from './settings.ts'

const happened = defineEvent<{ thing: number }>('test.happened')
const other = defineEvent<{ thing: number }>('test.other')

async function lastEvent(ctx: Ctx): Promise<number> {
  const { id } = await ctx.db.selectFrom('events').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
  return id
}

async function waitingJobs(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from graphile_worker.jobs where task_identifier = 'deliver-event'`.execute(ctx.db)
  return rows[0]!.count
}

test(
  'a fact and the work of telling it exist exactly if what made them does',
  inTransaction(async (ctx) => {
    const undone = ctx.transaction(async (inside) => {
      await announce(inside, happened, { thing: 1 })
      assert.equal(await waitingJobs(inside), 1)
      throw new Error('undone')
    })
    await assert.rejects(undone, /undone/)
    assert.deepEqual(await ctx.db.selectFrom('events').selectAll().execute(), [])
    assert.equal(await waitingJobs(ctx), 0)
    await announce(ctx, happened, { thing: 2 })
    const [event] = await ctx.db.selectFrom('events').selectAll().execute()
    assert.deepEqual([event!.name, event!.payload, event!.happenedAt], ['test.happened', { thing: 2 }, ctx.now])
    assert.equal(await waitingJobs(ctx), 1)
  }),
)

test(
  'each listener of the fact hears it once, in the order of the list, as system; others hear nothing',
  inTransaction(async (ctx) => {
    const heard: string[] = []
    const listener = (event: typeof happened, name: string): Listener =>
      listen(event, name, async (inside, { thing }, at) => {
        assert.deepEqual(inside.viewer, { kind: 'system', reason: `listener ${name}` })
        assert.deepEqual(at, ctx.now)
        heard.push(`${name} ${thing}`)
      })
    const listeners = [listener(happened, 'b'), listener(other, 'stranger'), listener(happened, 'a')]
    await announce(ctx, happened, { thing: 7 })
    const id = await lastEvent(ctx)
    await deliverEvent(ctx, id, listeners)
    await deliverEvent(ctx, id, listeners)
    assert.deepEqual(heard, ['b 7', 'a 7'])
    // One that came with a later release hears what it has not heard, and nobody else hears it again.
    await deliverEvent(ctx, id, [...listeners, listener(happened, 'late')])
    assert.deepEqual(heard, ['b 7', 'a 7', 'late 7'])
    await deliverEvent(ctx, id + 1, listeners)
    assert.equal(heard.length, 3)
  }),
)

test(
  'a listener that fails leaves nothing and holds nobody up; only it hears the fact again',
  inTransaction(async (ctx) => {
    const heard: string[] = []
    let broken = true
    const listeners = [
      listen(happened, 'before', async () => void heard.push('before')),
      listen(happened, 'breaks', async (inside) => {
        heard.push('breaks')
        await putSetting(inside, 'half', true)
        if (broken) throw new RangeError('not today')
      }),
      listen(happened, 'behind', async () => void heard.push('behind')),
    ]
    await announce(ctx, happened, { thing: 1 })
    const id = await lastEvent(ctx)
    await assert.rejects(deliverEvent(ctx, id, listeners), RangeError)
    assert.deepEqual(heard, ['before', 'breaks', 'behind'])
    assert.equal(await findSetting(ctx, 'half'), undefined)
    broken = false
    await deliverEvent(ctx, id, listeners)
    assert.deepEqual(heard, ['before', 'breaks', 'behind', 'breaks'])
    assert.equal(await findSetting(ctx, 'half'), true)
    await deliverEvent(ctx, id, listeners)
    assert.equal(heard.length, 4)
  }),
)

test(
  'when several listeners fail, all their failures are told',
  inTransaction(async (ctx) => {
    const listeners = ['a', 'b'].map((name) =>
      listen(happened, name, async () => {
        throw new Error(name)
      }),
    )
    await announce(ctx, happened, { thing: 1 })
    await assert.rejects(deliverEvent(ctx, await lastEvent(ctx), listeners), (error) => {
      assert.ok(error instanceof AggregateError)
      assert.deepEqual(
        error.errors.map((one: Error) => one.message),
        ['a', 'b'],
      )
      return true
    })
  }),
)

test(
  'a listener that PostgreSQL refuses in the middle of its work does not spoil those behind it',
  inTransaction(async (ctx) => {
    let heard = 0
    const listeners = [
      listen(happened, 'refused', async (inside) => {
        await sql`select 1 / 0`.execute(inside.db)
      }),
      listen(happened, 'behind', async (inside) => {
        await putSetting(inside, 'behind', 1)
        heard++
      }),
    ]
    await announce(ctx, happened, { thing: 1 })
    await assert.rejects(deliverEvent(ctx, await lastEvent(ctx), listeners), { code: '22012' })
    assert.equal(heard, 1)
  }),
)

test('two processes that deliver the same fact at once do its work once', async () => {
  const db = openDatabase(await testPool('empty'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  await ctx.transaction((inside) => announce(inside, happened, { thing: 1 }))
  const id = await lastEvent(ctx)
  let [begun, failures] = [0, 0]
  const listener = listen(happened, 'once', async (inside) => {
    begun++
    await sql`select pg_sleep(0.05)`.execute(inside.db)
    await inside.db.insertInto('rateLimits').values({ bucket: 'heard', windowStart: inside.now, used: 1 }).execute()
    // The first to come fails: one of those that wait for it takes over.
    if (begun === 1) throw new Error('crashed')
  })
  await Promise.all(Array.from({ length: 4 }, () => deliverEvent(ctx, id, [listener]).catch(() => failures++)))
  assert.deepEqual([begun, failures], [2, 1])
  const rows = await db.selectFrom('rateLimits').selectAll().where('bucket', '=', 'heard').execute()
  assert.equal(rows.length, 1)
})

test('open pages are told of a change when it is there, and of nothing that was taken back', async () => {
  const pool = await testPool('empty')
  const ctx = makeCtx({
    viewer: { kind: 'visitor' },
    db: openDatabase(pool),
    now: new Date(),
    log: silentLog,
  })
  const ear = await pool.connect()
  const heard: string[] = []
  ear.on('notification', ({ payload }) => heard.push(payload!))
  await ear.query('listen tango_live')
  await ctx
    .transaction(async (inside) => {
      await touch(inside, 'thread:1')
      throw new Error('undone')
    })
    .catch(() => {})
  await ctx.transaction(async (inside) => {
    await touch(inside, 'thread:2', 'space:3')
    await ear.query('select 1')
    assert.deepEqual(heard, [])
  })
  for (let n = 0; heard.length < 2 && n < 50; n++) await ear.query('select pg_sleep(0.02)')
  assert.deepEqual(heard, ['thread:2', 'space:3'])
  await ear.query('unlisten *')
  ear.release()
})
