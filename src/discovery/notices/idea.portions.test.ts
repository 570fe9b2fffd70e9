/** Many voters are told of a stage in portions, each in a transaction of its own: everybody once, whatever is repeated. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Cast, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { postIdea, setStage, vote } from '../../content/ideas/ideas.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { tellVotersOfStage } from './idea.listeners.ts'

/** An idea of Joost's with the votes of so many members who were not there before. */
async function crowd(ctx: Ctx, cast: Cast, count: number): Promise<ThreadId> {
  const { id } = await postIdea(cast.as(ctx, 'joost'), { space: 'riders', title: 'Warm grips', body: 'b', tags: [] })
  await sql`with made as (
      insert into accounts (realm, handle, display_name, email)
        select 'outside', 'voter' || at, 'Voter ' || at, 'voter' || at || '@people.example' from generate_series(1, ${count}) at returning id)
    insert into idea_votes (idea_id, account_id, value, from_staff, voted_at)
      select ${id}, made.id, 1, false, ${ctx.now} from made`.execute(ctx.db)
  return id
}

interface Waiting {
  readonly ideaId: ThreadId
  readonly changeId: number
  readonly afterAccount: number
}

/** What waits to be told, as the worker finds it. */
async function waiting(ctx: Ctx): Promise<Waiting[]> {
  const { rows } = await sql<{ payload: Waiting }>`
    select private.payload from graphile_worker._private_jobs private
      join graphile_worker._private_tasks tasks on tasks.id = private.task_id
      where tasks.identifier = 'tell-voters-of-stage' order by private.id`.execute(ctx.db)
  return rows.map((row) => row.payload)
}

/** The worker takes everything that waits, and what that puts off. */
async function workOn(ctx: Ctx): Promise<number> {
  const taken = new Set<string>()
  for (;;) {
    const next = (await waiting(ctx)).find((one) => !taken.has(JSON.stringify(one)))
    if (!next) return taken.size
    taken.add(JSON.stringify(next))
    await tellVotersOfStage.work(ctx, next as never)
  }
}

async function told(ctx: Ctx, id: ThreadId): Promise<{ people: number; notices: number }> {
  const { rows } = await sql<{ people: number; notices: number }>`
    select count(distinct account_id)::int as people, count(*)::int as notices
      from notices where kind = 'idea-stage' and thread_id = ${id}`.execute(ctx.db)
  return rows[0]!
}

test(
  'the first portion is told at once, the rest one portion a job, and everybody exactly once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await crowd(ctx, cast, 220)
    await vote(cast.as(ctx, 'ines'), id, -1)
    await setStage(cast.as(ctx, 'mirela'), id, { stage: 'planned', reason: 'Soon.' })
    await hearEverything(ctx)
    const first = await told(ctx, id)
    assert.deepEqual(first, { people: 100, notices: 100 }, 'Joost and Ines among them')
    assert.equal((await waiting(ctx)).length, 1)
    const [portion] = await waiting(ctx)
    await tellVotersOfStage.work(ctx, portion as never)
    assert.deepEqual(await told(ctx, id), { people: 200, notices: 200 })
    await tellVotersOfStage.work(ctx, portion as never)
    assert.deepEqual(
      await told(ctx, id),
      { people: 200, notices: 200 },
      'a portion that is repeated tells nobody twice',
    )
    await workOn(ctx)
    assert.deepEqual(await told(ctx, id), { people: 222, notices: 222 })
  }),
)

test(
  'a stage with few voters leaves no work behind',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await crowd(ctx, cast, 20)
    await setStage(cast.as(ctx, 'mirela'), id, { stage: 'done', reason: '' })
    await hearEverything(ctx)
    assert.deepEqual(await told(ctx, id), { people: 21, notices: 21 })
    assert.deepEqual(await waiting(ctx), [])
  }),
)

test(
  'two stages in a row are told apart, and each to everybody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await crowd(ctx, cast, 120)
    await setStage(cast.as(ctx, 'mirela'), id, { stage: 'planned', reason: 'Soon.' })
    await setStage(cast.as(ctx, 'mirela'), id, { stage: 'done', reason: 'Out.' })
    await hearEverything(ctx)
    assert.equal((await waiting(ctx)).length, 2)
    assert.equal(await workOn(ctx), 2)
    assert.deepEqual(await told(ctx, id), { people: 121, notices: 242 })
  }),
)

test(
  'who took the vote back before their portion came, or can no longer read it, is told nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await crowd(ctx, cast, 115)
    await setStage(cast.as(ctx, 'mirela'), id, { stage: 'planned', reason: 'Soon.' })
    await hearEverything(ctx)
    const late = await ctx.db
      .selectFrom('accounts')
      .select('id')
      .where('handle', 'in', ['voter114', 'voter115'])
      .orderBy('id')
      .execute()
    await ctx.db.deleteFrom('ideaVotes').where('accountId', '=', late[0]!.id).execute()
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', late[1]!.id).execute()
    await workOn(ctx)
    assert.equal((await told(ctx, id)).people, 114)
    const theirs = await ctx.db
      .selectFrom('notices')
      .select('id')
      .where(
        'accountId',
        'in',
        late.map((one) => one.id),
      )
      .execute()
    assert.deepEqual(theirs, [])
  }),
)

test(
  'a portion of an idea that was deleted since does nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await crowd(ctx, cast, 105)
    const change = await setStage(cast.as(ctx, 'mirela'), id, { stage: 'planned', reason: 'Soon.' })
    await tellVotersOfStage.work(ctx, { ideaId: id, changeId: change.id + 999, afterAccount: 0 } as never)
    assert.deepEqual(await told(ctx, id), { people: 0, notices: 0 })
    assert.deepEqual(await waiting(ctx), [])
  }),
)
