import { sql } from 'kysely'
import type pg from 'pg'
import { Logger, run, runMigrations } from 'graphile-worker'
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

/** Starts working on jobs; `stop` waits for those under way. */
export async function startWorker(parts: {
  pool: pg.Pool
  db: Db
  log: Log
  jobs: readonly Job[]
}): Promise<{ stop(): Promise<void> }> {
  const { pool, db, log, jobs } = parts
  const runner = await run({
    pgPool: pool,
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
  return { stop: () => runner.stop() }
}
