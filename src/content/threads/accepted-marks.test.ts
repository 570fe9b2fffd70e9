/** Who accepted an answer, when it is taken along by a merge, taken away and given back: exactly they, for their own question. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import '../../features.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { acceptAnswer, answer, ask, getQuestion, listQuestions } from '../questions/questions.ts'
import { hidePost, restorePost } from './taking-down.ts'
import { mergeThread, putBack, takeBackReply, unmergeThread } from './threads.ts'

const accepted = async (ctx: Ctx) =>
  (
    await ctx.db
      .selectFrom('answerAcceptances')
      .select(['threadId', 'answerId', 'acceptedBy'])
      .orderBy('threadId')
      .execute()
  ).map(({ threadId, answerId, acceptedBy }) => [threadId, answerId, acceptedBy])

async function start(ctx: Ctx) {
  const cast = await getCast(ctx)
  const asked = async (who: 'ines' | 'joost', title: string) =>
    (await ask(cast.as(ctx, who), { space: 'riders', title, body: 'So.', tags: [] })).thread.id
  const [duplicate, survivor] = [await asked('ines', 'Which rack?'), await asked('joost', 'Which rack fits?')]
  const { id } = await answer(cast.as(ctx, 'gustav'), duplicate, 'This one.')
  const [ines, joost] = [cast.people.ines.id, cast.people.joost.id]
  const [sara, gustav] = [cast.as(ctx, 'sara'), cast.as(ctx, 'gustav')]
  const solved = async () =>
    (await listQuestions(cast.as(ctx, 'visitor'), { show: 'solved' })).items.map((line) => line.thread.id)
  return { cast, duplicate, survivor, id, ines, joost, sara, gustav, solved }
}

test(
  'an answer that two askers accepted gets both marks back, each for their own question, however it was taken away',
  inTransaction(async (ctx) => {
    const { cast, duplicate, survivor, id, ines, joost, sara, gustav } = await start(ctx)
    await acceptAnswer(cast.as(ctx, 'ines'), id)
    await mergeThread(sara, duplicate, survivor)
    await acceptAnswer(cast.as(ctx, 'joost'), id)
    const both = [
      [duplicate, id, ines],
      [survivor, id, joost],
    ]
    assert.deepEqual(await accepted(ctx), both)
    const taken = await takeBackReply(gustav, id)
    assert.deepEqual(await accepted(ctx), [])
    const told = await ctx.db
      .selectFrom('events')
      .select('payload')
      .where('name', '=', 'answer.accepted-taken-back')
      .execute()
    assert.deepEqual(
      told.map(({ payload }) => (payload as { acceptedBy: number }).acceptedBy).toSorted(),
      [ines, joost].toSorted(),
    )
    await putBack(gustav, taken)
    assert.deepEqual(await accepted(ctx), both)
    const post = { threadId: survivor, replyId: id }
    await restorePost(ctx, post, await hidePost(ctx, post))
    assert.deepEqual(await accepted(ctx), both)
    await unmergeThread(sara, duplicate)
    assert.deepEqual(await accepted(ctx), [[duplicate, id, ines]])
  }),
)

test(
  'what only the asker of the duplicate chose does not become the choice of the other, by a measure neither',
  inTransaction(async (ctx) => {
    const { cast, duplicate, survivor, id, ines, sara, gustav, solved } = await start(ctx)
    await acceptAnswer(cast.as(ctx, 'ines'), id)
    await mergeThread(sara, duplicate, survivor)
    const taken = await takeBackReply(gustav, id)
    await putBack(gustav, taken)
    assert.deepEqual(await accepted(ctx), [[duplicate, id, ines]])
    assert.equal((await getQuestion(cast.as(ctx, 'visitor'), survivor)).acceptance, undefined)
    assert.deepEqual(await solved(), [])
    await unmergeThread(sara, duplicate)
    assert.deepEqual([await accepted(ctx), await solved()], [[[duplicate, id, ines]], [duplicate]])
  }),
)

test(
  'no question is solved by an answer that left it when a merge was undone, nor when that answer is put back later',
  inTransaction(async (ctx) => {
    const { cast, duplicate, survivor, id, sara, gustav, solved } = await start(ctx)
    await mergeThread(sara, duplicate, survivor)
    await acceptAnswer(cast.as(ctx, 'joost'), id)
    assert.deepEqual(await solved(), [survivor])
    await unmergeThread(sara, duplicate)
    assert.deepEqual([await accepted(ctx), await solved()], [[], []])
    await mergeThread(sara, duplicate, survivor)
    await acceptAnswer(cast.as(ctx, 'joost'), id)
    const taken = await takeBackReply(gustav, id)
    await unmergeThread(sara, duplicate)
    await putBack(gustav, taken)
    assert.deepEqual([await accepted(ctx), await solved()], [[], []])
  }),
)

test(
  'a mark that was kept before several could be comes back to the question where its answer stands',
  inTransaction(async (ctx) => {
    const { cast, duplicate, id, ines, gustav } = await start(ctx)
    await acceptAnswer(cast.as(ctx, 'ines'), id)
    const taken = await takeBackReply(gustav, id)
    await sql`update taken_back set kept = kept - 'acceptances'
      || jsonb_build_object('acceptance', (kept->'acceptances'->0) - 'threadId')`.execute(ctx.db)
    await putBack(gustav, taken)
    assert.deepEqual(await accepted(ctx), [[duplicate, id, ines]])
  }),
)
