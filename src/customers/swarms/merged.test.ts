/** A question with a swarm, and people who were told what came of it, is merged into another: both follow, and come back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { acceptAnswer, answer, ask } from '../../content/questions/questions.ts'
import { type ThreadId, mergeThread, unmergeThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { findOwnLoop, loopOf } from '../loop-closure/loop-closure.ts'
import { closeSwarm, findOpenSwarm, listSwarmsOn, openSwarm } from './swarms.ts'

async function three(ctx: Ctx) {
  const cast = await getCast(ctx)
  const questions: ThreadId[] = []
  for (const who of ['ines', 'gustav', 'joost'] as const)
    questions.push(
      (await ask(cast.as(ctx, who), { space: 'riders', title: `Of ${who}`, body: 'x', tags: [] })).thread.id,
    )
  return {
    cast,
    questions: questions as [ThreadId, ThreadId, ThreadId],
    lena: cast.as(ctx, 'lena'),
    sara: cast.as(ctx, 'sara'),
  }
}

test(
  'the swarm of a duplicate stands at the question it was merged into, through two merges, and goes back step by step',
  inTransaction(async (ctx) => {
    const { questions, lena, sara } = await three(ctx)
    const [a, b, c] = questions
    const { id } = await openSwarm(lena, a)
    const at = async () => Promise.all(questions.map(async (one) => (await findOpenSwarm(lena, one))?.id === id))
    assert.deepEqual(await at(), [true, false, false])
    await mergeThread(sara, a, b)
    assert.deepEqual(await at(), [false, true, false])
    await mergeThread(sara, b, c)
    assert.deepEqual(await at(), [false, false, true])
    await unmergeThread(sara, b)
    assert.deepEqual(await at(), [false, true, false])
    await unmergeThread(sara, a)
    assert.deepEqual(await at(), [true, false, false])
  }),
)

test(
  'where both have a swarm at work neither takes the place of the other, and what was closed goes along',
  inTransaction(async (ctx) => {
    const { questions, lena, sara } = await three(ctx)
    const [a, b] = questions
    const old = await openSwarm(lena, a)
    await closeSwarm(lena, old.id)
    const [mine, theirs] = [await openSwarm(lena, a), await openSwarm(lena, b)]
    await mergeThread(sara, a, b)
    assert.deepEqual((await listSwarmsOn(lena, b)).map((one) => one.id).toSorted(), [old.id, theirs.id].toSorted())
    assert.deepEqual(
      (await listSwarmsOn(lena, a)).map((one) => one.id),
      [mine.id],
    )
    await unmergeThread(sara, a)
    assert.deepEqual((await listSwarmsOn(lena, a)).map((one) => one.id).toSorted(), [old.id, mine.id].toSorted())
    assert.deepEqual(
      (await listSwarmsOn(lena, b)).map((one) => one.id),
      [theirs.id],
    )
  }),
)

test(
  'who was told of an answer, and what they said, stands with the answer wherever it is read',
  inTransaction(async (ctx) => {
    const { questions, lena, sara, cast } = await three(ctx)
    const [a, b] = questions
    const reply = await answer(cast.as(ctx, 'amina'), a, 'Warm it.')
    await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
    await hearEverything(ctx)
    const told = async () => [(await loopOf(lena, a)).told, (await loopOf(lena, b)).told]
    assert.deepEqual(await told(), [1, 0])
    await mergeThread(sara, a, b)
    assert.equal((await loopOf(lena, b)).told, 1)
    assert.ok(await findOwnLoop(cast.as(ctx, 'ines'), b))
    await unmergeThread(sara, a)
    assert.deepEqual(await told(), [1, 0])
    assert.equal(await findOwnLoop(cast.as(ctx, 'ines'), b), undefined)
  }),
)

test(
  'whatever is merged and undone in whatever order, undoing all of it leaves each swarm where it was',
  inTransaction(async (ctx) => {
    const { questions, lena, sara } = await three(ctx)
    for (const one of questions.slice(0, 2)) await openSwarm(lena, one)
    const where = async () =>
      (await ctx.db.selectFrom('swarms').select(['id', 'questionId', 'cameFrom']).orderBy('id').execute()).map(
        (row) => ({ ...row }),
      )
    const before = await where()
    const step = fc.tuple(fc.nat(2), fc.nat(2))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        for (const [from, into] of steps) {
          if (from === into) await unmergeThread(sara, questions[from]!).catch(() => {})
          else await mergeThread(sara, questions[from]!, questions[into]!).catch(() => {})
        }
        for (let round = 0; round < 3; round++)
          for (const one of questions) await unmergeThread(sara, one).catch(() => {})
        assert.deepEqual(await where(), before)
      }),
      { numRuns: 15 },
    )
  }),
)
