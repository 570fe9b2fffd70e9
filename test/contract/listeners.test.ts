/**
 * What every listener and every job of the house must bear: to be run twice, to come late, to find that the thing is
 * gone, and to be run at the edges of a day and a year.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { jobs, listeners } from '../../src/features.ts'
import { folderBlobs } from '../../src/platform/blobs.ts'
import { type Ctx, makeCtx } from '../../src/platform/context.ts'
import { deliverEvent } from '../../src/platform/events.ts'
import { hearEverything, inTransaction } from '../database.ts'
import { plantInside, plantOutside } from '../wall/plant.ts'
import { openSecrets } from '../wall/secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'tango-heard-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const planted = new Date('2026-06-01T10:00:00Z')

async function plant(ctx: Ctx): Promise<void> {
  await plantInside(ctx, openSecrets(), await plantOutside(ctx), folderBlobs(folder))
}

/** How many rows each table has, in one statement; what only records that something was done or asked is left out. */
async function rowsOf(ctx: Ctx): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'
      and table_name not in ('events', 'event_deliveries', 'rate_limits', 'visitor_changes') order by 1`.execute(ctx.db)
  const counts = tables.map(({ name }) => sql`(select count(*)::int from ${sql.table(name)})`)
  const { rows } = await sql<{ counts: number[] }>`select array[${sql.join(counts)}] as counts`.execute(ctx.db)
  return Object.fromEntries(tables.map(({ name }, index) => [name, rows[0]!.counts[index]!]))
}

interface Fact {
  readonly id: number
  readonly name: string
  readonly payload: unknown
  readonly happenedAt: Date
}

async function nextFact(ctx: Ctx, after: number): Promise<Fact | undefined> {
  const facts = ctx.db.selectFrom('events').select(['id', 'name', 'payload', 'happenedAt'])
  return facts.where('id', '>', after).orderBy('id').limit(1).executeTakeFirst()
}

const at = (ctx: Ctx, now: Date): Ctx => makeCtx({ viewer: ctx.viewer, db: ctx.db, now, log: ctx.log })

/** Lets every listener of a fact hear it once more, past the record of what was heard. Gives how many did. */
async function hearAgain(ctx: Ctx, fact: Fact): Promise<number> {
  const ears = listeners.filter((one) => one.event === fact.name)
  for (const listener of ears)
    await listener
      .hear(ctx.asSystem(`listener ${listener.name}`), fact.payload as never, fact.happenedAt)
      .catch((error: unknown) => assert.fail(`${listener.name} at ${fact.name}: ${String(error)}`))
  return ears.length
}

test('listeners and jobs have names of their own, and each cron line is one', () => {
  const names = listeners.map((one) => `${one.event} ${one.name}`)
  assert.deepEqual(names.length, new Set(names).size)
  assert.equal(jobs.length, new Set(jobs.map((one) => one.name)).size)
  for (const { name, cron } of jobs) if (cron) assert.match(cron, /^(\S+ ){4}\S+$/, name)
})

test(
  'heard twice, a fact leaves what it left when it was heard once: no second notice, mail, file or vote',
  inTransaction(
    async (ctx) => {
      await plant(ctx)
      let heard = 0
      // What a listener announces is a fact of its own, and comes at the end of the list.
      for (let fact = await nextFact(ctx, 0); fact; fact = await nextFact(ctx, fact.id)) {
        await deliverEvent(ctx, fact.id, listeners)
        if (!listeners.some((one) => one.event === fact.name)) continue
        const once = await rowsOf(ctx)
        heard += await hearAgain(ctx, fact)
        assert.deepEqual(await rowsOf(ctx), once, fact.name)
      }
      assert.ok(heard > 100, `${heard} heard`)
    },
    { now: planted },
  ),
)

test(
  'heard a year late, when people have left, spaces are closed and texts are gone, every fact is still borne',
  inTransaction(
    async (ctx) => {
      await plant(ctx)
      await sql`update threads set recalled_at = ${planted}, body = '' where id % 2 = 0`.execute(ctx.db)
      await sql`update threads set hidden_at = ${planted} where id % 3 = 0`.execute(ctx.db)
      await sql`update replies set recalled_at = ${planted}, body = '' where id % 2 = 1`.execute(ctx.db)
      await sql`update spaces set archived_at = ${planted}`.execute(ctx.db)
      await sql`delete from memberships`.execute(ctx.db)
      await sql`update offices set ended_at = ${planted} where office <> 'owner'`.execute(ctx.db)
      await sql`update accounts set state = 'closed' where handle in ('gustav', 'daniel', 'petra', 'aiko')`.execute(
        ctx.db,
      )
      await hearEverything(at(ctx, new Date('2027-06-01T10:00:00Z')))
      const told = await sql<{ handle: string }>`select distinct accounts.handle from mails
        join accounts on accounts.email = mails.to_address
        where accounts.state = 'closed' and mails.created_at >= ${new Date('2027-01-01')}`.execute(ctx.db)
      assert.deepEqual(told.rows, [], 'nobody who has left is written to')
    },
    { now: planted },
  ),
)

/** The same fact about things that are not there: each number in it is the number of nothing. */
function gone(payload: unknown): unknown {
  if (typeof payload === 'number') return payload + 900_000_000
  if (Array.isArray(payload)) return payload.map(gone)
  if (payload === null || typeof payload !== 'object') return payload
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, gone(value)]))
}

/** A fact that what is planted does not bring about: whatever it is asked for is the number of nothing, or untrue. */
const nothing: object = new Proxy(
  {},
  { get: (_none, name) => (/^is[A-Z]/.test(String(name)) ? false : 900_000_000 + String(name).length) },
)

test(
  'what was deleted before anybody heard of it is borne by every listener and told to nobody',
  inTransaction(
    async (ctx) => {
      await plant(ctx)
      await hearEverything(ctx)
      const { rows: facts } = await sql<{ name: string; payload: unknown }>`
        select distinct on (name) name, payload from events order by name, id`.execute(ctx.db)
      const known = new Map(facts.map(({ name, payload }) => [name, gone(payload)]))
      const before = await rowsOf(ctx)
      const failed: string[] = []
      for (const { event, name, hear } of listeners)
        for (const fact of [known.get(event), nothing])
          if (fact)
            await hear(ctx.asSystem(`listener ${name}`), fact as never, planted).catch((error: unknown) =>
              failed.push(`${name} at ${event}: ${String(error)}`),
            )
      assert.deepEqual(failed, [])
      assert.deepEqual(await rowsOf(ctx), before)
    },
    { now: planted },
  ),
)

test(
  'every job that runs by itself bears each hour at which it may come, and does nothing more when it comes again at once',
  inTransaction(
    async (ctx) => {
      await plant(ctx)
      await hearEverything(ctx)
      const moments = [
        '2026-06-01T10:00:00Z',
        '2026-10-25T00:59:59Z',
        '2026-12-31T23:59:59.999Z',
        '2027-01-01T00:00:00Z',
        '2028-02-29T00:00:00Z',
      ]
      for (const moment of moments) {
        const then = at(ctx, new Date(moment))
        for (const job of jobs.filter((one) => one.cron)) {
          await job.work(then.asSystem(`job ${job.name}`), {} as never)
          const once = await rowsOf(then)
          await job.work(then.asSystem(`job ${job.name}`), {} as never)
          assert.deepEqual(await rowsOf(then), once, `${job.name} at ${moment}`)
        }
        await hearEverything(then)
      }
    },
    { now: planted },
  ),
)
