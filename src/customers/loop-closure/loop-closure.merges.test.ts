/** Duplicates that are merged, and merges that are undone: whoever waited is told what came of it, once, and nobody is forgotten. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { acceptAnswer, answer, ask, postOfficialAnswer, sayHere } from '../../content/questions/questions.ts'
import { type ThreadId, getReply, mergeThread, unmergeThread } from '../../content/threads/threads.ts'
import { listNotices } from '../../discovery/notices/notices.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { closeLoop, findOwnLoop, loopOf, sayHelped } from './loop-closure.ts'

const at = (ctx: Ctx, minutes: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + minutes * 60_000) })

const askers = ['ines', 'gustav', 'joost'] as const

/** Three members ask the same; of the first two somebody else says "same here". */
async function three(ctx: Ctx) {
  const cast = await getCast(ctx)
  const questions: ThreadId[] = []
  for (const who of askers)
    questions.push(
      (await ask(cast.as(ctx, who), { space: 'riders', title: `Of ${who}`, body: 'x', tags: [] })).thread.id,
    )
  const [a, b, c] = questions as [ThreadId, ThreadId, ThreadId]
  await sayHere(cast.as(ctx, 'amina'), a)
  await sayHere(cast.as(ctx, 'ines'), b)
  return { cast, a, b, c, questions, sara: cast.people.sara, lena: cast.as(ctx, 'lena') }
}

const closures = async (ctx: Ctx) =>
  ctx.db.selectFrom('loopClosures').select(['accountId', 'answerId', 'threadId', 'because']).orderBy('id').execute()

test(
  'who asked a duplicate is told of the answer that the other question had already, as somebody who asked',
  inTransaction(async (ctx) => {
    const { cast, b, c, sara } = await three(ctx)
    const reply = await postOfficialAnswer(at(ctx, 1).as(cast.people.mirela), b, 'It is the firmware.')
    await hearEverything(at(ctx, 2))
    assert.equal(await findOwnLoop(cast.as(ctx, 'joost'), b), undefined)
    // Whoever found the answer there and said "same here" afterwards has read it.
    await sayHere(at(ctx, 3).as(cast.people.amina), b)
    await mergeThread(at(ctx, 4).as(sara), c, b)
    await hearEverything(at(ctx, 5))
    const told = new Map((await closures(ctx)).map((row) => [row.accountId, row.because]))
    const { ines, gustav, joost } = cast.people
    assert.deepEqual(
      told,
      new Map([
        [ines.id, 'same-here'],
        [gustav.id, 'asked'],
        [joost.id, 'asked'],
      ]),
    )
    const { items } = await listNotices(cast.as(at(ctx, 6), 'joost'))
    const notice = items.find((one) => one.says === 'There is an official answer')
    assert.equal(notice?.because, 'because you asked')
    await sayHelped(at(ctx, 6).as(cast.people.joost), b, true)
    assert.equal((await loopOf(cast.as(ctx, 'lena'), b)).told, 3)
    assert.equal((await loopOf(cast.as(ctx, 'lena'), b)).helped, 1)
    assert.equal(await closeLoop(at(ctx, 7), reply.id, 'official'), 0)
    await unmergeThread(at(ctx, 8).as(sara), c)
    await mergeThread(at(ctx, 9).as(sara), c, b)
    await hearEverything(at(ctx, 10))
    assert.equal((await closures(ctx)).length, 3, 'nobody is told again')
  }),
)

test(
  'the answer that a duplicate brings along is told to those who wait where it stands now, not to who chose it',
  inTransaction(async (ctx) => {
    const { cast, a, b, sara } = await three(ctx)
    const reply = await answer(at(ctx, 1).as(cast.people.joost), b, 'Warm it.')
    await acceptAnswer(at(ctx, 2).as(cast.people.gustav), reply.id)
    await mergeThread(at(ctx, 4).as(sara), b, a)
    await hearEverything(at(ctx, 5))
    const told = new Set((await closures(ctx)).map((row) => row.accountId))
    assert.deepEqual(told, new Set(['ines', 'gustav', 'amina'].map((who) => cast.people[who as 'ines'].id)))
    const notices = await listNotices(cast.as(at(ctx, 6), 'gustav'))
    assert.ok(!notices.items.some((one) => one.says === 'An answer was accepted'), 'their own act')
    assert.equal((await loopOf(cast.as(ctx, 'lena'), a)).told, 3)
  }),
)

test(
  'an answer made official just before a merge is told where it stands when that is heard',
  inTransaction(async (ctx) => {
    const { cast, a, b, sara } = await three(ctx)
    await postOfficialAnswer(at(ctx, 1).as(cast.people.mirela), b, 'It is the firmware.')
    await mergeThread(at(ctx, 2).as(sara), b, a)
    await hearEverything(at(ctx, 3))
    const rows = await closures(ctx)
    assert.deepEqual(new Set(rows.map((row) => row.threadId)), new Set([a]))
    assert.equal(rows.length, 3)
  }),
)

test(
  'who came after the answer was given, with a duplicate or to where it is brought, is told of it by the merge alone',
  inTransaction(async (ctx) => {
    const { cast, b, c, sara } = await three(ctx)
    await postOfficialAnswer(at(ctx, 1).as(cast.people.mirela), b, 'It is the firmware.')
    const late = { space: 'riders', title: 'Again', body: 'x', tags: [] }
    const { thread } = await ask(at(ctx, 2).as(cast.people.amina), late)
    await hearEverything(at(ctx, 3))
    const told = async () => new Set((await closures(ctx)).map((row) => row.accountId))
    const { ines, gustav, amina, joost } = cast.people
    assert.deepEqual(await told(), new Set([ines.id, gustav.id]))
    await mergeThread(at(ctx, 4).as(sara), thread.id, b)
    await hearEverything(at(ctx, 5))
    assert.deepEqual(await told(), new Set([ines.id, gustav.id, amina.id]))
    // Joost asked before, and waits where the answer comes to only now.
    await unmergeThread(at(ctx, 6).as(sara), thread.id)
    await sayHere(at(ctx, 7).as(joost), thread.id)
    await mergeThread(at(ctx, 8).as(sara), b, thread.id)
    await hearEverything(at(ctx, 9))
    assert.deepEqual(await told(), new Set([ines.id, gustav.id, amina.id, joost.id]))
    assert.equal(await findOwnLoop(cast.as(ctx, 'joost'), c), undefined)
  }),
)

const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('merge' as const), from: fc.nat(2), into: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), from: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('answer' as const), from: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hear' as const) }) },
)

test(
  'whatever is answered, merged and parted again in whatever order, everybody who waits is told once and no loop is lost',
  inTransaction(async (ctx) => {
    const back = new Error('taken back')
    let tellings = 0
    let joined = 0
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 10, size: 'max' }), async (history) => {
        const run = ctx.transaction(async (inside) => {
          const { cast, questions, sara, lena } = await three(inside)
          for (const [minute, one] of history.entries()) {
            const now = at(inside, minute + 1)
            await inside.db.deleteFrom('rateLimits').execute()
            if (one.do === 'hear') await hearEverything(now)
            if (one.do === 'answer')
              await postOfficialAnswer(now.as(cast.people.mirela), questions[one.from]!, `Answer ${minute}`).catch(
                refused,
              )
            if (one.do === 'undo') await unmergeThread(now.as(sara), questions[one.from]!).catch(refused)
            if (one.do === 'merge')
              joined += await mergeThread(now.as(sara), questions[one.from]!, questions[one.into]!).then(
                () => 1,
                refused,
              )
          }
          await hearEverything(at(inside, 20))
          await everybodyIsTold(inside, cast.people.mirela.id)
          const rows = await closures(inside)
          tellings += rows.length
          for (const row of rows) assert.equal(row.threadId, (await getReply(inside, row.answerId)).threadId)
          const people = new Set(rows.map((row) => row.accountId))
          const waited = ['ines', 'gustav', 'joost', 'amina'].map((who) => cast.people[who as 'ines'].id)
          for (const one of people) assert.ok(waited.includes(one), 'nobody hears of what they did not ask')
          const { rows: twice } = await noticesTwice(inside)
          assert.deepEqual(twice, [])
          for (const id of questions)
            assert.equal(
              (await loopOf(lena, id)).told,
              new Set(rows.filter((row) => row.threadId === id).map((row) => row.accountId)).size,
            )
          throw back
        })
        await run.catch((error: unknown) => {
          if (error !== back) throw error
        })
      }),
      { numRuns: 25 },
    )
    assert.ok(tellings > 30 && joined > 10, `${tellings} told, ${joined} merged`)
  }),
)

function refused(error: unknown): 0 {
  const { status } = error as { status?: number }
  if (status === undefined) throw error
  return 0
}

/** Under every answer that stands as official, who asked there and who waits there was told of it. */
async function everybodyIsTold(ctx: Ctx, answeredBy: number): Promise<void> {
  const { rows } = await sql<{ missing: number }>`select count(*)::int as missing from official_answers o
    join replies on replies.id = o.answer_id join threads on threads.id = replies.thread_id
    cross join lateral (select threads.author_id as account_id
      union select account_id from same_heres where same_heres.thread_id = threads.id) waiting
    where o.ended_at is null and waiting.account_id <> ${answeredBy}
      and not exists (select from loop_closures told where told.answer_id = o.answer_id
        and told.account_id = waiting.account_id)`.execute(ctx.db)
  assert.equal(rows[0]!.missing, 0)
}

async function noticesTwice(ctx: Ctx) {
  return sql`select account_id, reply_id from notices where kind in ('official-answer', 'accepted-answer')
    group by account_id, reply_id having count(*) > 1`.execute(ctx.db)
}
