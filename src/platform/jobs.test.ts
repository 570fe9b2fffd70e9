import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { parseCrontab } from 'graphile-worker'
import { sql } from 'kysely'
import { inTransaction, testPool } from '../../test/database.ts'
import { jobs as productJobs } from '../features.ts'
import { type Ctx, makeCtx } from './context.ts'
import { openDatabase } from './database.ts'
import { type Job, defineJob, enqueue, startWorker } from './jobs.ts'
import { makeLog, silentLog } from './log.ts'

const pool = await testPool('empty')
const db = openDatabase(pool)
const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })

const lines: string[] = []
const log = makeLog('info', (line) => lines.push(line))
const workers: { stop(): Promise<void> }[] = []
// Each holds a connection of the pool.
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop().catch(() => {})
})

async function work(jobs: readonly Job[]): Promise<{ stop(): Promise<void> }> {
  const worker = await startWorker({ pool, db, log, jobs })
  workers.push(worker)
  return worker
}

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 20) {
    if (waited > 8000) assert.fail(`${what}, even after 8 s`)
    await pause(20)
  }
}

async function waiting(inside: Ctx, name: string) {
  const { rows } = await sql<{
    payload: unknown
    attempts: number
    maxAttempts: number
    runAt: Date
    lastError: string | null
  }>`
    select p.payload, j.attempts, j.max_attempts, j.run_at, j.last_error
    from graphile_worker.jobs j join graphile_worker._private_jobs p using (id)
    where j.task_identifier = ${name} order by j.id`.execute(inside.db)
  return rows
}

test(
  'work exists exactly if the fact does that asked for it',
  inTransaction(async (inside) => {
    const undone = inside.transaction(async (part) => {
      await enqueue(part, 'never', { id: 1 })
      throw new Error('undone')
    })
    await assert.rejects(undone)
    assert.deepEqual(await waiting(inside, 'never'), [])
    const runAt = new Date(Date.now() + 60_000)
    await enqueue(inside, 'later', { id: 1, list: ['a', null] }, { runAt })
    const [job] = await waiting(inside, 'later')
    assert.deepEqual([job!.payload, job!.runAt, job!.maxAttempts], [{ id: 1, list: ['a', null] }, runAt, 12])
  }),
)

test(
  'work with a key takes the place of what waits under it; work without one stands beside',
  inTransaction(async (inside) => {
    for (const id of [1, 2]) await enqueue(inside, 'keyed', { id }, { key: 'thread 1', runAt: new Date(2e12 + id) })
    await enqueue(inside, 'keyed', { id: 3 }, { key: 'thread 2' })
    await enqueue(inside, 'keyed', { id: 4 })
    await enqueue(inside, 'keyed', { id: 4 })
    const rows = await waiting(inside, 'keyed')
    assert.deepEqual(
      rows.map((row) => row.payload),
      [{ id: 2 }, { id: 3 }, { id: 4 }, { id: 4 }],
    )
    assert.deepEqual(rows[0]!.runAt, new Date(2e12 + 2))
  }),
)

test('a job gets its payload, sees everything under its own name, and is gone when done', async () => {
  const seen: unknown[] = []
  await work([
    defineJob<{ id: number }>('plain', async (inside, payload) => {
      seen.push(payload, inside.viewer)
      assert.ok(Math.abs(inside.now.getTime() - Date.now()) < 10_000)
    }),
  ])
  await enqueue(ctx, 'plain', { id: 5 })
  await until(async () => seen.length > 0 && (await waiting(ctx, 'plain')).length === 0, 'not done')
  assert.deepEqual(seen, [{ id: 5 }, { kind: 'system', reason: 'job plain' }])
})

test('a job that fails is logged without what it was about, waits, and is tried again', async () => {
  let tries = 0
  lines.length = 0
  await work([
    defineJob<{ address: string }>('fails', async (_, { address }) => {
      tries++
      if (tries === 1) throw new RangeError(`no such mailbox: ${address}`)
    }),
  ])
  await enqueue(ctx, 'fails', { address: 'ines@people.example' })
  await until(async () => typeof (await waiting(ctx, 'fails'))[0]?.lastError === 'string', 'not tried')
  const [job] = await waiting(ctx, 'fails')
  assert.equal(job!.attempts, 1)
  assert.ok(job!.runAt.getTime() > Date.now(), 'a failing job is tried again at once')
  const told = lines.map((line) => JSON.parse(line)).filter((line) => line.message === 'job failed')
  assert.deepEqual([told.length, told[0].job, told[0].kind], [1, 'fails', 'RangeError'])
  assert.doesNotMatch(lines.join('\n'), /ines|mailbox/)
  await until(async () => (await waiting(ctx, 'fails')).length === 0, 'not tried again')
  assert.equal(tries, 2)
})

test('work that no process knows yet waits for one that does', async () => {
  await enqueue(ctx, 'from-a-later-release', { id: 1 })
  await work([defineJob('something-else', async () => {})])
  await pause(100)
  assert.equal((await waiting(ctx, 'from-a-later-release'))[0]?.attempts, 0)
})

test('stopping waits until the job under way is done and struck off, and loses none that comes meanwhile', async () => {
  const done: number[] = []
  const worker = await work([
    defineJob<{ id: number }>('slow', async (_, { id }) => {
      await pause(100)
      done.push(id)
    }),
  ])
  await enqueue(ctx, 'slow', { id: 1 })
  await until(async () => {
    const { rows } =
      await sql`select from graphile_worker.jobs where task_identifier = 'slow' and locked_at is not null`.execute(db)
    return rows.length === 1
  }, 'not begun')
  // Striking it off takes a while: somebody else holds the row.
  const struck = db.transaction().execute(async (held) => {
    await sql`select from graphile_worker._private_jobs for update`.execute(held)
    await pause(400)
  })
  const stopped = worker.stop()
  await enqueue(ctx, 'slow', { id: 2 })
  await stopped
  const left = await waiting(ctx, 'slow')
  await struck
  // One that came in the same moment may have been taken: then it was finished as well.
  assert.equal(done[0], 1)
  assert.deepEqual([...done, ...left.map((row) => (row.payload as { id: number }).id)], [1, 2])
})

test('every time of the product is a line of cron that is understood, each job under a name of its own', () => {
  const timed = productJobs.filter((job) => job.cron !== undefined)
  assert.ok(timed.length > 0)
  for (const job of timed) assert.equal(parseCrontab(`${job.cron} ${job.name}`).length, 1, job.name)
  const names = productJobs.map((job) => job.name)
  assert.deepEqual([...new Set(names)], names)
  assert.throws(() => parseCrontab('61 * * * * wrong'))
})
