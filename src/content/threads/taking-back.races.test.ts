/** Taking back while others answer, comment, accept and take back at the same moment. Each commits on its own connection. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../features.ts'
import { getCast } from '../../../test/cast.ts'
import { freshPool } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { wrongCounters } from '../../connect/doctor/doctor.queries.ts'
import { makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { acceptAnswer, answer, ask, comment } from '../questions/questions.ts'
import { listTakenBack } from './taking-back.ts'
import { listReplies, putBack, takeBackReply, takeBackThread } from './threads.ts'

test('whatever comes first, nobody writes under what is gone, nothing gone is accepted, and a marker stands exactly over comments', async () => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const [ines, gustav, joost] = [cast.as(ctx, 'ines'), cast.as(ctx, 'gustav'), cast.as(ctx, 'joost')]
  const visitor = cast.as(ctx, 'visitor')
  for (let round = 0; round < 6; round++) {
    await db.deleteFrom('rateLimits').execute()
    const start = () => ask(ines, { space: 'riders', title: `Off ${round}`, body: 'Why?', tags: [] })
    const alone = (await start()).thread.id
    const both = await Promise.all([
      outcome(takeBackThread(ines, alone)),
      outcome(answer(gustav, alone, 'So.')),
      outcome(takeBackThread(ines, alone)),
    ])
    const replies = await db.selectFrom('replies').select('id').where('threadId', '=', alone).execute()
    assert.equal([both[0], both[2]].filter((one) => one === 'ok').length, replies.length === 0 ? 1 : 0, both.join())
    assert.equal(both[1] === 'ok', replies.length === 1, both.join())

    const { thread } = await start()
    const given = (await answer(gustav, thread.id, 'So it is.')).id
    const under = (await comment(joost, thread.id, 'Is it?', given)).id
    await Promise.all([
      outcome(takeBackReply(gustav, given)),
      outcome(acceptAnswer(ines, given)),
      outcome(takeBackReply(joost, under)),
      outcome(comment(ines, thread.id, 'Indeed.', round % 2 ? given : undefined)),
    ])
    const shown = await listReplies(visitor, thread.id)
    const hasComments = shown.some((one) => one.parentId === given)
    assert.equal(
      shown.some((one) => one.id === given),
      hasComments,
      'the marker',
    )
    assert.deepEqual(
      await db.selectFrom('answerAcceptances').selectAll().where('threadId', '=', thread.id).execute(),
      [],
    )
    const [kept] = (await listTakenBack(gustav)).items
    const back = await Promise.all([1, 2, 3].map(() => outcome(putBack(gustav, kept!.id))))
    assert.equal(back.filter((one) => one === 'ok').length, 1, back.join())
    assert.equal((await listReplies(visitor, thread.id)).find((one) => one.id === given)?.body, 'So it is.')
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }
})
