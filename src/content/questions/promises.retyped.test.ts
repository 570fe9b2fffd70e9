/** A promise to what became a question: it counts from that moment, as the promise of an idea does, and only once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { type OutsideType, type ThreadId, mergeThread, retypeThread, startThread } from '../threads/threads.ts'
import { debtIn, findOverdue, getQuestion, listQuestions, promiseAnswers } from './questions.ts'

const hour = 3_600_000

/** The same transaction some hours later. */
const later = (ctx: Ctx, hours: number) =>
  makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(ctx.now.getTime() + hours * hour), log: ctx.log })

async function start(ctx: Ctx) {
  const cast = await getCast(ctx)
  const { riders } = cast.spaces
  const written = async (hours: number, type: OutsideType): Promise<ThreadId> => {
    const as = later(ctx, hours).as(cast.viewer('lena'))
    return (await startThread(as, riders, { type, title: `At ${hours}`, body: 'It stops.' })).id
  }
  const sara = (hours: number) => later(ctx, hours).as(cast.viewer('sara'))
  const become = (hours: number, id: ThreadId, type: OutsideType) => retypeThread(sara(hours), id, type)
  /** In how many hours from the beginning an answer is due: on the page and in the list. */
  const due = async (id: ThreadId) => {
    const visitor = cast.as(ctx, 'visitor')
    const page = (await getQuestion(visitor, id)).promisedUntil
    const line = (await listQuestions(visitor)).items.find(({ thread }) => thread.id === id)?.promisedUntil
    assert.deepEqual(line, page)
    return page && (page.getTime() - ctx.now.getTime()) / hour
  }
  return { cast, riders, written, sara, become, due }
}

test(
  'a problem that becomes a question is owed its answer from then on, everywhere',
  inTransaction(async (ctx) => {
    const { cast, riders, written, become, due } = await start(ctx)
    const id = await written(0, 'problem')
    assert.equal(await due(id), undefined)
    await become(100, id, 'question')
    assert.equal(await due(id), 148)
    for (const [hours, owed] of [
      [147, 0],
      [148, 1],
    ] as const) {
      const visitor = later(ctx, hours).as(cast.viewer('visitor'))
      assert.equal((await debtIn(visitor, riders)).owed, owed)
      assert.equal((await listQuestions(visitor, { show: 'owed' })).items.length, owed)
      assert.equal(await findOverdue(later(ctx, hours)), owed)
    }
    assert.equal(await findOverdue(later(ctx, 200)), 0, 'announced once')
  }),
)

test(
  'what was a question before waits on from when it was asked, so that nobody waits longer because it was something else',
  inTransaction(async (ctx) => {
    const { written, become, due } = await start(ctx)
    const asked = await written(0, 'question')
    await become(10, asked, 'idea')
    assert.equal(await due(await become(500, asked, 'question').then(({ id }) => id)), 48)
    const reported = await written(20, 'problem')
    for (const [hours, type] of [
      [30, 'idea'],
      [40, 'question'],
      [50, 'problem'],
      [60, 'question'],
    ] as const)
      await become(hours, reported, type)
    assert.equal(await due(reported), 88)
  }),
)

test(
  'the promise that counts is the one in force when it became a question',
  inTransaction(async (ctx) => {
    const { riders, written, sara, become, due } = await start(ctx)
    const [before, between, behind] = [
      await written(0, 'problem'),
      await written(8, 'problem'),
      await written(16, 'idea'),
    ]
    await become(20, before, 'question')
    await promiseAnswers(sara(30), riders, null)
    await become(40, between, 'question')
    await promiseAnswers(sara(50), riders, 5)
    await become(60, behind, 'question')
    assert.deepEqual([await due(before), await due(between), await due(behind)], [68, undefined, 65])
  }),
)

test(
  'merged as problems they asked nothing; merged as questions each brings the moment when it became one',
  inTransaction(async (ctx) => {
    const { written, sara, become, due } = await start(ctx)
    const [one, other, third] = [await written(0, 'problem'), await written(8, 'problem'), await written(16, 'problem')]
    await mergeThread(sara(20), one, other)
    const noted = async () =>
      (await ctx.db.selectFrom('threads').select('alsoAskedAt').where('id', '=', other).executeTakeFirstOrThrow())
        .alsoAskedAt
    assert.deepEqual(await noted(), [])
    // So it was noted until now.
    await ctx.db
      .updateTable('threads')
      .set({ alsoAskedAt: [ctx.now] })
      .where('id', '=', other)
      .execute()
    await become(100, other, 'question')
    assert.equal(await due(other), 148)
    await become(60, third, 'question')
    await mergeThread(sara(110), third, other)
    assert.equal(await due(other), 108)
  }),
)
