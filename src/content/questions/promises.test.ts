import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { mergeThread, moveThread, retypeThread } from '../threads/threads.ts'
import { answer, ask, debtIn, findOverdue, getQuestion, listQuestions, promiseAnswers, promiseIn } from './questions.ts'

const hour = 3_600_000

/** The same transaction some hours later. */
const later = (ctx: Ctx, hours: number) =>
  makeCtx({ viewer: ctx.viewer, db: ctx.db, now: new Date(ctx.now.getTime() + hours * hour), log: ctx.log })

const overdue = async (ctx: Ctx) =>
  (
    await ctx.db.selectFrom('events').select('payload').where('name', '=', 'question.overdue').orderBy('id').execute()
  ).map((row) => (row.payload as { threadId: number }).threadId)

const question = { space: 'riders', title: 'Why?', body: 'So.', tags: [] }

test(
  'the first space outside begins with a promise of 48 hours, and no other has one',
  inTransaction(async (ctx) => {
    const { spaces } = await getCast(ctx)
    assert.equal(await promiseIn(ctx, spaces.riders), 48)
    assert.equal(await promiseIn(ctx, spaces.testers), null)
  }),
)

test(
  'a question is owed when nobody answers in time, announced once, and an answer clears it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { riders } = cast.spaces
    const { thread } = await ask(cast.as(ctx, 'ines'), question)
    const { thread: elsewhere } = await ask(cast.as(ctx, 'ines'), { ...question, space: 'testers', title: 'There?' })
    const soon = later(ctx, 47)
    assert.equal(await findOverdue(soon), 0)
    assert.deepEqual(await debtIn(soon, riders), { unanswered: 1, owed: 0, promise: 48 })
    assert.equal((await getQuestion(soon, thread.id)).promisedUntil?.getTime(), thread.createdAt.getTime() + 48 * hour)
    const late = later(ctx, 49)
    assert.equal(await findOverdue(late), 1)
    assert.equal(await findOverdue(late), 0, 'never twice')
    assert.equal(await findOverdue(later(ctx, 500)), 0)
    assert.deepEqual(await overdue(ctx), [thread.id])
    const owed = async (who: 'visitor' | 'gustav') =>
      (await listQuestions(late.as(cast.viewer(who)), { show: 'owed' })).items.map((line) => line.thread.id)
    assert.deepEqual(await owed('visitor'), [thread.id])
    assert.deepEqual(await debtIn(late.as(cast.viewer('visitor')), riders), { unanswered: 1, owed: 1, promise: 48 })
    await answer(cast.as(ctx, 'daniel'), thread.id, 'So.')
    assert.deepEqual(await owed('gustav'), [])
    assert.equal((await getQuestion(late, thread.id)).promisedUntil, undefined)
    assert.equal((await getQuestion(late, elsewhere.id)).promisedUntil, undefined, 'nothing is promised there')
  }),
)

test(
  'a promise counts for what is asked after it: a change owes nothing backwards',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { riders } = cast.spaces
    const { thread: before } = await ask(cast.as(ctx, 'ines'), question)
    await promiseAnswers(later(ctx, 1).as(cast.viewer('sara')), riders, 2)
    const two = later(ctx, 2)
    const { thread: after } = await ask(two.as(cast.viewer('ines')), { ...question, title: 'And now?' })
    await promiseAnswers(later(ctx, 3).as(cast.viewer('sara')), riders, null)
    await ask(later(ctx, 3).as(cast.viewer('ines')), { ...question, title: 'Never promised?' })
    await findOverdue(later(ctx, 5))
    assert.deepEqual(await overdue(ctx), [after.id])
    await findOverdue(later(ctx, 1000))
    assert.deepEqual(await overdue(ctx), [after.id, before.id])
    assert.equal(await promiseIn(later(ctx, 4), riders), null)
    for (const hours of [0, -1, 1.5, 9000])
      await assert.rejects(promiseAnswers(cast.as(ctx, 'sara'), riders, hours), { code: 'promises.hours' })
  }),
)

test(
  'nothing is owed for a problem, for a text that only its author reads, for a duplicate',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    const asked = async (title: string, reach?: 0) =>
      (await ask(cast.as(ctx, 'gustav'), { ...question, title, ...(reach !== undefined && { reach }) })).thread.id
    const problem = await asked('It rattles')
    await retypeThread(sara, problem, 'problem')
    await asked('For myself', 0)
    const [first, second] = [await asked('Same'), await asked('The same')]
    await mergeThread(sara, second, first)
    const late = later(ctx, 100)
    assert.equal(await findOverdue(late), 1)
    assert.deepEqual(await overdue(ctx), [first])
    await moveThread(sara, first, { space: 'testers' })
    assert.equal((await debtIn(late, cast.spaces.testers)).owed, 0, 'its new place promises nothing')
  }),
)

test(
  'what is owed stands on the page of the question and of the space, and its stewards set it there without script',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await promiseAnswers(cast.as(ctx, 'sara'), cast.spaces.riders, 1)
    const { thread } = await ask(ctx.as(cast.viewer('daniel')), question)
    await ctx.db
      .updateTable('threads')
      .set({ createdAt: new Date(ctx.now.getTime() - 3 * hour) })
      .where('id', '=', thread.id)
      .execute()
    await ctx.db
      .updateTable('answerPromises')
      .set({ madeAt: new Date(ctx.now.getTime() - 4 * hour) })
      .where('hours', '=', 1)
      .execute()
    await ctx.db
      .updateTable('answerPromises')
      .set({ madeAt: new Date(ctx.now.getTime() - 9 * hour) })
      .where('hours', '=', 48)
      .execute()
    const site = await openSite(ctx)
    const visitor = site.as('visitor')
    assert.match((await visitor.get(`/questions/${thread.id}/why`)).text, /Answer owed since/)
    const home = await visitor.get('/')
    assert.match(home.text, /Unanswered after an hour<\/a><\/dt><dd class="num">1</)
    assert.doesNotMatch(home.text, /Set what is promised/)
    assert.match((await visitor.get('/questions?show=owed')).text, /Why\?/)
    assert.match((await site.as('sara').get('/')).text, /\/s\/riders\/-\/promise/)
    for (const who of ['gustav', 'tomasz', 'mirela'] as const) {
      assert.equal((await site.as(who).get('/s/riders/-/promise')).status, 404, who)
      assert.equal((await site.as(who).post('/s/riders/-/promise', { hours: '2' })).status, 404, who)
    }
    assert.equal((await visitor.get('/s/velund/-/promise')).status, 404)
    const wrong = await site.as('sara').post('/s/riders/-/promise', { hours: 'soon' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /Give whole hours/)
    assert.equal((await site.as('sara').post('/s/riders/-/promise', { hours: '' })).location, '/s/riders')
    assert.equal(await promiseIn(ctx, cast.spaces.riders), null)
  }),
)
