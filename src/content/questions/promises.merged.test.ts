/** A promise after a merge: whoever asked the same first keeps their place in time, and undoing gives all of it back. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import {
  type ThreadId,
  mergeThread,
  moveThread,
  splitThread,
  takeBackReply,
  unmergeThread,
} from '../threads/threads.ts'
import { answer, ask, debtIn, findOverdue, getQuestion, listQuestions, promiseAnswers } from './questions.ts'

const hour = 3_600_000

/** The same transaction some hours later. */
const later = (ctx: Ctx, hours: number) =>
  makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(ctx.now.getTime() + hours * hour), log: ctx.log })

async function start(ctx: Ctx) {
  const cast = await getCast(ctx)
  /** Somebody asks so many hours from the beginning. */
  const asked = async (hours: number, who: PersonName = 'ines', space = 'riders') => {
    const as = later(ctx, hours).as(cast.viewer(who))
    return (await ask(as, { space, title: `Asked at ${hours}`, body: 'So.', tags: [] })).thread.id
  }
  const promised = (hours: number, answerIn: number | null) =>
    promiseAnswers(later(ctx, hours).as(cast.viewer('sara')), cast.spaces.riders, answerIn)
  /** In how many hours from the beginning an answer is due. */
  const due = async (id: ThreadId) => {
    const until = (await getQuestion(cast.as(ctx, 'visitor'), id)).promisedUntil
    return until && (until.getTime() - ctx.now.getTime()) / hour
  }
  const sara = (hours: number) => later(ctx, hours).as(cast.viewer('sara'))
  return { cast, asked, promised, due, sara, riders: cast.spaces.riders }
}

const announced = async (ctx: Ctx) =>
  (
    await ctx.db.selectFrom('events').select('payload').where('name', '=', 'question.overdue').orderBy('id').execute()
  ).map((row) => (row.payload as { threadId: ThreadId }).threadId)

/** All that a merge may change of what is owed. */
const whole = async (ctx: Ctx) => ({
  threads: await ctx.db
    .selectFrom('threads')
    .select(['id', 'mergedIntoId', 'alsoAskedAt', 'createdAt', 'answerCount', 'sameHereCount'])
    .orderBy('id')
    .execute(),
  noted: await ctx.db.selectFrom('overdueQuestions').selectAll().orderBy('threadId').execute(),
})

test(
  'the surviving question is owed from the moment when the first of all asked, on its page, in every list and by the event',
  inTransaction(async (ctx) => {
    const { cast, asked, due, sara, riders } = await start(ctx)
    const [older, newer] = [await asked(0), await asked(40, 'gustav')]
    assert.deepEqual([await due(older), await due(newer)], [48, 88])
    await mergeThread(sara(41), older, newer)
    assert.equal(await due(newer), 48)
    const owed = async (hours: number) => {
      const visitor = later(ctx, hours).as(cast.viewer('visitor'))
      const listed = (await listQuestions(visitor, { show: 'owed' })).items.map((line) => line.thread.id)
      return [listed, (await debtIn(visitor, riders)).owed, await findOverdue(later(ctx, hours))]
    }
    assert.deepEqual(await owed(47), [[], 0, 0])
    assert.deepEqual(await owed(48), [[newer], 1, 1])
    assert.deepEqual(await announced(ctx), [newer])
    const [line] = (await listQuestions(cast.as(ctx, 'visitor'), {})).items
    assert.equal(line?.promisedUntil?.getTime(), ctx.now.getTime() + 48 * hour)
    await answer(later(ctx, 49).as(cast.viewer('daniel')), newer, 'So.')
    assert.deepEqual(await owed(100), [[], 0, 0])
    assert.equal(await due(newer), undefined)
  }),
)

test(
  'the visitor’s page says owed as soon as the merge is made, and promised again when it is undone',
  inTransaction(async (ctx) => {
    await ctx.db
      .updateTable('answerPromises')
      .set({ madeAt: new Date(ctx.now.getTime() - 100 * hour) })
      .execute()
    const past = later(ctx, -50)
    const { asked, sara } = await start(past)
    const [older, newer] = [await asked(0), await asked(40, 'gustav')]
    const visitor = (await openSite(ctx)).as('visitor')
    const page = async () => (await visitor.get(`/questions/${newer}/asked-at-40`)).text
    assert.match(await page(), /Answer promised by/)
    await mergeThread(sara(50), older, newer)
    assert.match(await page(), /Answer owed since/)
    await unmergeThread(sara(50), older)
    assert.match(await page(), /Answer promised by/)
  }),
)

test(
  'each asker keeps the promise that was in force when they asked: a merge lets nobody wait longer than they were told',
  inTransaction(async (ctx) => {
    const { asked, promised, due, sara } = await start(ctx)
    await promised(0, null)
    const unpromised = await asked(1)
    await promised(10, 100)
    const first = await asked(20, 'gustav')
    await promised(30, 5)
    const second = await asked(40, 'joost')
    await promised(50, null)
    const last = await asked(60, 'amina')
    assert.deepEqual(await Promise.all([unpromised, first, second, last].map(due)), [undefined, 120, 45, undefined])
    await mergeThread(sara(61), unpromised, last)
    assert.equal(await due(last), undefined)
    await mergeThread(sara(61), first, last)
    assert.equal(await due(last), 120)
    await mergeThread(sara(61), second, last)
    assert.equal(await due(last), 45, 'who asked later was promised it sooner')
    await unmergeThread(sara(62), second)
    assert.deepEqual([await due(last), await due(second)], [120, 45])
    await unmergeThread(sara(62), first)
    await unmergeThread(sara(62), unpromised)
    assert.deepEqual(await Promise.all([unpromised, first, second, last].map(due)), [undefined, 120, 45, undefined])
  }),
)

test(
  'whoever had an answer before the merge waits no more: it brings no time, even when that answer goes',
  inTransaction(async (ctx) => {
    const { cast, asked, due, sara } = await start(ctx)
    const [answered, waiting, last] = [await asked(0), await asked(10, 'gustav'), await asked(20, 'joost')]
    const { id } = await answer(later(ctx, 1).as(cast.viewer('lena')), answered, 'So.')
    await mergeThread(sara(21), answered, last)
    assert.equal(await due(last), undefined, 'it has an answer now')
    await mergeThread(sara(21), waiting, last)
    await takeBackReply(later(ctx, 22).as(cast.viewer('lena')), id)
    assert.equal(await due(last), 58, 'whoever waited when theirs was merged waits still')
    await unmergeThread(sara(23), answered)
    assert.deepEqual([await due(answered), await due(last)], [48, 58], 'by itself it is owed as ever')
  }),
)

test(
  'an answer that the surviving one had does not end the waiting of those whose question is merged into it',
  inTransaction(async (ctx) => {
    const { cast, asked, due, sara } = await start(ctx)
    const [older, newer] = [await asked(0), await asked(30, 'gustav')]
    const { id } = await answer(later(ctx, 31).as(cast.viewer('lena')), newer, 'So.')
    await mergeThread(sara(32), older, newer)
    assert.equal(await due(newer), undefined)
    const split = { replies: [id], title: 'Another matter', body: 'Split off.' }
    await splitThread(sara(33), newer, split)
    assert.equal(await due(newer), 48)
  }),
)

test(
  'over a chain of merges the first who asked is carried to the end, and each undoing takes back what it brought',
  inTransaction(async (ctx) => {
    const { asked, due, sara } = await start(ctx)
    const [first, other, middle, last] = [
      ...[await asked(0), await asked(5, 'gustav')],
      ...[await asked(10, 'joost'), await asked(20, 'amina')],
    ]
    const before = await whole(ctx)
    await mergeThread(sara(21), first, middle)
    await mergeThread(sara(21), other, middle)
    const inner = await whole(ctx)
    await mergeThread(sara(22), middle, last)
    assert.equal(await due(last), 48)
    assert.equal(await outcome(unmergeThread(sara(23), first)), 'threads.merged-on')
    assert.equal(await due(last), 48, 'refused is nothing done')
    await unmergeThread(sara(23), middle)
    assert.deepEqual(await whole(ctx), inner)
    assert.deepEqual([await due(middle), await due(last)], [48, 68])
    await unmergeThread(sara(24), first)
    assert.deepEqual([await due(middle), await due(first)], [53, 48])
    await unmergeThread(sara(24), other)
    assert.deepEqual(await whole(ctx), before)
  }),
)

test(
  'a question that was overdue only by what was merged into it is announced again when its own time is over, and not else',
  inTransaction(async (ctx) => {
    const { asked, sara } = await start(ctx)
    const [older, newer] = [await asked(0), await asked(40, 'gustav')]
    await findOverdue(later(ctx, 50))
    assert.deepEqual(await announced(ctx), [older])
    await mergeThread(sara(51), older, newer)
    await findOverdue(later(ctx, 52))
    assert.deepEqual(await announced(ctx), [older, newer])
    await unmergeThread(sara(53), older)
    await findOverdue(later(ctx, 60))
    assert.deepEqual(await announced(ctx), [older, newer], 'neither is due anew')
    await findOverdue(later(ctx, 89))
    assert.deepEqual(await announced(ctx), [older, newer, newer])
    await mergeThread(sara(90), older, newer)
    await findOverdue(later(ctx, 91))
    await unmergeThread(sara(92), older)
    await findOverdue(later(ctx, 500))
    assert.deepEqual(await announced(ctx), [older, newer, newer], 'it was announced after its time already')
  }),
)

test(
  'who was promised nothing where the surviving question stands brings nothing there',
  inTransaction(async (ctx) => {
    const { asked, due, sara } = await start(ctx)
    const [older, newer] = [await asked(0), await asked(10, 'gustav')]
    await mergeThread(sara(11), older, newer)
    await moveThread(sara(12), newer, { space: 'testers' })
    assert.equal((await getQuestion(sara(12), newer)).promisedUntil, undefined)
    await moveThread(sara(13), newer, { space: 'riders', widen: 'riders' })
    assert.equal(await due(newer), 48)
  }),
)

test(
  'merges that were made before this was kept are taken over as they stand',
  inTransaction(async (ctx) => {
    const { cast, asked, due, sara } = await start(ctx)
    const [first, middle, last, answered, undone] = [
      ...[await asked(0), await asked(10), await asked(20, 'gustav')],
      ...[await asked(-5, 'joost'), await asked(-9, 'amina')],
    ] as [ThreadId, ThreadId, ThreadId, ThreadId, ThreadId]
    await mergeThread(sara(21), undone, middle)
    await unmergeThread(sara(21), undone)
    await mergeThread(sara(22), first, middle)
    await mergeThread(sara(23), middle, last)
    await answer(later(ctx, 1).as(cast.viewer('lena')), answered, 'So.')
    const other = await asked(30, 'daniel')
    await mergeThread(sara(31), answered, other)
    const kept = await whole(ctx)
    await sql`alter table threads drop also_asked_at`.execute(ctx.db)
    await sql`alter table thread_acts drop was_unanswered`.execute(ctx.db)
    await sql.raw(readFileSync('db/migrations/0046_also_asked.sql', 'utf8')).execute(ctx.db)
    assert.deepEqual(await whole(ctx), kept)
    assert.equal(await due(last), 48)
  }),
)
