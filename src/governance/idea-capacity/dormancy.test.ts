import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cast, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { type IdeaStage, getIdea, listStageChanges, postIdea, setStage, vote } from '../../content/ideas/ideas.ts'
import { startStorm, submitIdea } from '../../content/storms/storms.ts'
import { type ThreadId, addReply } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { archiveIdeas } from './idea-capacity.listeners.ts'

const start = Date.parse('2030-01-10T12:00:00Z')
const day = 86_400_000
/** From the 10th of January until six months later, the 10th of July. */
const halfYear = 181

function onDay(ctx: Ctx, days: number): Ctx {
  return makeCtx({ ...ctx, now: new Date(start + days * day) })
}

async function run(ctx: Ctx, days: number): Promise<void> {
  await archiveIdeas.work(onDay(ctx, days), {} as never)
  await hearEverything(onDay(ctx, days))
}

async function stageOf(ctx: Ctx, id: ThreadId): Promise<IdeaStage> {
  return (await getIdea(ctx, id)).stage
}

async function told(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('notices')
    .innerJoin('accounts', 'accounts.id', 'notices.accountId')
    .select('accounts.handle')
    .where('kind', '=', 'idea-dozing')
    .orderBy('notices.id')
    .execute()
  return rows.map((row) => row.handle)
}

/** An idea of Ines for which Gustav votes, both on the first day. */
async function postOld(ctx: Ctx, cast: Cast): Promise<ThreadId> {
  const text = { title: 'Wish', body: 'x', tags: [] }
  const { id } = await postIdea(onDay(cast.as(ctx, 'ines'), 0), { space: 'riders', ...text })
  await vote(onDay(cast.as(ctx, 'gustav'), 0), id, 1)
  return id
}

test(
  'author and voters are told 14 days before, once; then it is archived, with the reason for everybody to read',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await postOld(ctx, cast)
    await run(ctx, halfYear - 15)
    assert.deepEqual(await told(ctx), [])
    await run(ctx, halfYear - 14)
    await run(ctx, halfYear - 13)
    assert.deepEqual((await told(ctx)).sort(), ['gustav', 'ines'])
    await run(ctx, halfYear - 1)
    assert.equal(await stageOf(ctx, id), 'new')
    await run(ctx, halfYear)
    await run(ctx, halfYear)
    assert.equal(await stageOf(ctx, id), 'archived')
    const changes = await listStageChanges(cast.as(ctx, 'visitor'), id)
    assert.deepEqual(
      changes.map((one) => [one.stage, one.changedBy]),
      [['archived', null]],
    )
    assert.match(changes[0]!.reason, /six months/)
    assert.equal((await told(ctx)).length, 2)
  }),
)

test(
  'however late the job runs, nothing is archived without 14 days of notice',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await postOld(ctx, cast)
    await run(ctx, 900)
    assert.equal(await stageOf(ctx, id), 'new')
    await run(ctx, 913)
    assert.equal(await stageOf(ctx, id), 'new')
    await run(ctx, 914)
    assert.equal(await stageOf(ctx, id), 'archived')
  }),
)

const wakers: Record<string, (ctx: Ctx, cast: Cast, id: ThreadId) => Promise<unknown>> = {
  'a vote': (ctx, cast, id) => vote(ctx.as(cast.viewer('joost')), id, 1),
  'a comment': (ctx, cast, id) => addReply(ctx.as(cast.viewer('joost')), id, { kind: 'comment', body: 'Still.' }),
  'an answer of the company': (ctx, cast, id) =>
    setStage(ctx.as(cast.viewer('mirela')), id, { stage: 'under-review', reason: 'We look at it.' }),
}

for (const [what, wake] of Object.entries(wakers)) {
  test(
    `${what} after the notice keeps an idea, and half a year later its people are told anew`,
    inTransaction(async (ctx) => {
      const cast = await getCast(ctx)
      const id = await postOld(ctx, cast)
      await run(ctx, halfYear - 14)
      await wake(onDay(ctx, halfYear - 5), cast, id)
      await run(ctx, halfYear)
      await run(ctx, halfYear + 100)
      assert.notEqual(await stageOf(ctx, id), 'archived')
      const before = (await told(ctx)).length
      await run(ctx, 2 * halfYear)
      assert.ok((await told(ctx)).length > before, 'told anew')
      await run(ctx, 2 * halfYear + 14)
      assert.equal(await stageOf(ctx, id), 'archived')
    }),
  )
}

test(
  'a new vote brings an archived idea back to where it stood; a vote taken back or against does not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await postOld(ctx, cast)
    await setStage(onDay(cast.as(ctx, 'mirela'), 1), id, { stage: 'under-review', reason: 'We look at it.' })
    await run(ctx, 300)
    await run(ctx, 320)
    assert.equal(await stageOf(ctx, id), 'archived')
    const at = onDay(ctx, 330)
    await vote(at.as(cast.viewer('gustav')), id, 0)
    await vote(at.as(cast.viewer('amina')), id, -1)
    await hearEverything(at)
    assert.equal(await stageOf(ctx, id), 'archived')
    await vote(at.as(cast.viewer('joost')), id, 1)
    await hearEverything(at)
    await hearEverything(at)
    assert.equal(await stageOf(ctx, id), 'under-review')
    const stages = (await listStageChanges(ctx, id)).map((one) => one.stage)
    assert.deepEqual(stages, ['under-review', 'archived', 'under-review'])
    await run(ctx, 331)
    assert.equal(await stageOf(ctx, id), 'under-review', 'it is not archived again at once')
  }),
)

test(
  'what the company decided stays: planned, done and not planned are never archived, and what it archived itself stays so',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ids = new Map<IdeaStage, ThreadId>()
    for (const stage of ['planned', 'done', 'not-planned', 'archived'] as const) {
      const id = await postOld(ctx, cast)
      await setStage(onDay(cast.as(ctx, 'mirela'), 1), id, { stage, reason: 'Decided' })
      ids.set(stage, id)
    }
    await run(ctx, 400)
    await run(ctx, 420)
    assert.deepEqual(await told(ctx), [])
    await vote(onDay(cast.as(ctx, 'joost'), 421), ids.get('archived')!, 1)
    await hearEverything(ctx)
    for (const [stage, id] of ids) assert.equal(await stageOf(ctx, id), stage)
  }),
)

test(
  'an idea of a session waits for the result, however long that takes',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startStorm(onDay(cast.as(ctx, 'mirela'), -1), cast.spaces.riders, {
      ...{ question: 'What next?', body: '', rules: 'None', zone: 'UTC', judges: 'Lena Brandt' },
      ...{ opens: '2030-01-10T00:00', closes: '2030-01-20T00:00' },
    })
    const { id } = await submitIdea(onDay(cast.as(ctx, 'ines'), 0), storm.id, { title: 'Wish', body: 'x' })
    await run(ctx, 400)
    await run(ctx, 420)
    assert.equal(await stageOf(ctx, id), 'new')
  }),
)
