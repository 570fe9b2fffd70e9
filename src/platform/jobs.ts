import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type pg from 'pg'
import { Logger, type WorkerEvents, run, runMigrations } from 'graphile-worker'
import { type Ctx, type Db, makeCtx } from './context.ts'
import { type Log, describeError } from './log.ts'

/** One kind of work done after the request, by any Tango process; at least once. */
export interface Job {
  readonly name: string
  /** When it runs by itself: a cron line in UTC, such as `0 3 * * *`. */
  readonly cron?: string
  readonly work: (ctx: Ctx, payload: never) => Promise<void>
}

export function defineJob<Payload>(
  name: string,
  work: (ctx: Ctx, payload: Payload) => Promise<void>,
  options: { cron?: string } = {},
): Job {
  return { name, work: work as Job['work'], ...options }
}

/** Adds work in the transaction of `ctx`: it exists exactly if the fact exists. `key` makes a later call replace an earlier one. */
export async function enqueue(
  ctx: Ctx,
  name: string,
  payload: Record<string, unknown>,
  options: { runAt?: Date; key?: string } = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json,
    run_at => ${options.runAt ?? null}::timestamptz, job_key => ${options.key ?? null}::text, max_attempts => 12)`.execute(
    ctx.db,
  )
}

// The worker's own lines may quote payloads; ours (above) cannot.
const quietLogger = new Logger(() => () => {})

/** Makes the worker's own tables. */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: quietLogger })
}

/** Starts working on jobs; `stop` waits until those under way are done and struck off, so that none is done twice. */
export async function startWorker(parts: {
  pool: pg.Pool
  db: Db
  log: Log
  jobs: readonly Job[]
}): Promise<{ stop(): Promise<void> }> {
  const { pool, db, log, jobs } = parts
  const presence = await releaseAbandoned(pool)
  const events: WorkerEvents = new EventEmitter()
  let holder = ''
  events.on('pool:create', ({ workerPool }) => (holder = workerPool.id))
  const runner = await run({
    pgPool: pool,
    events,
    concurrency: 4,
    noHandleSignals: true,
    logger: quietLogger,
    crontab: jobs
      .flatMap((job) => (job.cron ? [`${job.cron} ${job.name} ?jobKey=${job.name}&max=3 {}`] : []))
      .join('\n'),
    taskList: Object.fromEntries(
      jobs.map((job) => [
        job.name,
        async (payload: unknown) => {
          try {
            const viewer = { kind: 'system', reason: `job ${job.name}` } as const
            await job.work(makeCtx({ viewer, db, now: new Date(), log: log.with({ job: job.name }) }), payload as never)
          } catch (error) {
            log.error('job failed', { job: job.name, ...describeError(error) })
            throw error
          }
        },
      ]),
    ),
  })
  return {
    async stop() {
      await runner.stop()
      // A database that is gone strikes nothing off any more: the next start gives such jobs back.
      await untilStruckOff(pool, holder).catch(() => {})
      presence.release(true)
    },
  }
}

// The worker's library strikes a job off without waiting for the database; the pool must not close before it is.
async function untilStruckOff(pool: pg.Pool, holder: string): Promise<void> {
  for (let waited = 0; waited < 5000; waited += 20) {
    const { rowCount } = await pool.query(
      'select from graphile_worker._private_jobs where locked_by = $1 and locked_at is not null limit 1',
      [holder],
    )
    if (rowCount === 0) return
    await pause(20)
  }
}

/**
 * Gives back the jobs that a killed Tango held; the worker's own library would let them lie for four hours. Every live
 * worker holds a shared lock, so whoever gets it alone knows that nobody else is working. Returns the connection that holds it.
 */
async function releaseAbandoned(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect()
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock(7264648) as alone')
  if (rows[0]!.alone) {
    await client.query(
      'update graphile_worker._private_jobs set locked_at = null, locked_by = null where locked_at is not null',
    )
    await client.query(
      'update graphile_worker._private_job_queues set locked_at = null, locked_by = null where locked_at is not null',
    )
  }
  await client.query('select pg_advisory_lock_shared(7264648)')
  if (rows[0]!.alone) await client.query('select pg_advisory_unlock(7264648)')
  return client
}
