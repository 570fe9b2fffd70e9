/** Many who took part in a session are told of its result in portions, each in a transaction of its own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { closesAt, at, startIn, submitAs } from '../../content/storms/sessions.fixture.test.ts'
import { finishStorm } from '../../content/storms/storms.ts'
import type { Ctx } from '../../platform/context.ts'
import { tellStormResult } from './storm.listeners.ts'

interface Waiting {
  readonly stormId: number
  readonly afterAccount: number
}

async function waiting(ctx: Ctx): Promise<Waiting[]> {
  const { rows } = await sql<{ payload: Waiting }>`
    select private.payload from graphile_worker._private_jobs private
      join graphile_worker._private_tasks tasks on tasks.id = private.task_id
      where tasks.identifier = 'tell-storm-result' order by private.id`.execute(ctx.db)
  return rows.map((row) => row.payload)
}

async function told(ctx: Ctx): Promise<[number, number]> {
  const { rows } = await sql<{ people: number; notices: number }>`select count(distinct account_id)::int as people,
    count(*)::int as notices from notices where kind = 'storm-result'`.execute(ctx.db)
  return [rows[0]!.people, rows[0]!.notices]
}

test(
  'the first hundred are told at once, the rest one portion a job, and everybody exactly once however often it runs',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const idea = await submitAs(ctx, cast, storm, 'ines')
    await sql`with made as (
        insert into accounts (realm, handle, display_name, email)
          select 'outside', 'voter' || at, 'Voter ' || at, 'voter' || at || '@people.example' from generate_series(1, 120) at returning id)
      insert into storm_judges (storm_id, account_id) select ${storm.id}, id from made`.execute(ctx.db)
    const mirela = at(cast.as(ctx, 'mirela'), closesAt + 1)
    await finishStorm(mirela, storm.id, { title: 'Result', body: 'First it is.', chosen: [idea] })
    await hearEverything(at(ctx, closesAt + 2))
    const [people, notices] = await told(ctx)
    assert.equal(people, notices)
    assert.ok(people <= 100, `${people} in the first transaction`)
    const [first] = await waiting(ctx)
    assert.ok(first)
    await tellStormResult.work(ctx, first as never)
    const after = await told(ctx)
    await tellStormResult.work(ctx, first as never)
    assert.deepEqual(await told(ctx), after, 'a portion that is repeated tells nobody twice')
    const done = new Set([JSON.stringify(first)])
    for (;;) {
      const next = (await waiting(ctx)).find((one) => !done.has(JSON.stringify(one)))
      if (!next) break
      done.add(JSON.stringify(next))
      await tellStormResult.work(ctx, next as never)
    }
    // Ines, 120 others and the judge of the scene.
    assert.deepEqual(await told(ctx), [122, 122])
  }),
)
