/** Work that comes by the clock and finds nothing to do leaves everything as it was: pages for visitors stay in memory. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { jobs } from '../../src/features.ts'
import { inTransaction } from '../database.ts'

test(
  'no job that comes by the clock changes what visitors see when it comes again at once',
  inTransaction(async (ctx) => {
    const system = ctx.asSystem('test')
    const byTheClock = jobs.filter(({ cron }) => cron !== undefined)
    assert.ok(byTheClock.some(({ cron }) => cron === '* * * * *'))
    const guilty: string[] = []
    for (const { name, work } of byTheClock) {
      await work(system, {} as never)
      await sql`delete from visitor_changes`.execute(ctx.db)
      await work(system, {} as never)
      const { rows } = await sql`select from visitor_changes`.execute(ctx.db)
      if (rows.length > 0) guilty.push(name)
    }
    assert.deepEqual(guilty, [])
  }),
)
