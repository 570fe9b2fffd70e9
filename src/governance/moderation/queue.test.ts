import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { atMinute, decideCase, flagPost, makeModerator, queueOf, startTalk } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { addReply } from '../../content/threads/threads.ts'
import { flag } from '../flags/flags.ts'
import { giveBack, holds, listQueue, workOn } from './cases.ts'
import { decide, decisionSchema, getCase, takeCase } from './moderation.ts'

test(
  'flags of one post stand together; what weighs more comes first, and of the same weight what is older',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, answer } = await startTalk(ctx, cast)
    const comment = await addReply(cast.as(ctx, 'gustav'), question, { kind: 'comment', body: 'A comment.' })
    const first = await flagPost(cast.as(ctx, 'amina'), 'thread', question)
    const second = await flagPost(atMinute(ctx, 1).as(cast.people.amina), 'reply', answer)
    const third = await flagPost(atMinute(ctx, 2).as(cast.people.amina), 'reply', comment.id)
    const sara = cast.as(ctx, 'sara')
    assert.deepEqual(await queueOf(sara, 'outside'), [first, second, third])
    await flag(cast.as(ctx, 'joost'), 'reply', comment.id, { rule: 'private', words: 'My number stands there.' })
    assert.deepEqual(await queueOf(sara, 'outside'), [third, first, second])
    const [top] = (await listQueue(sara, 'outside')).items
    assert.deepEqual([top!.flags, top!.weight, top!.rules], [2, 4, ['private', 'spam']])
    assert.equal((await getCase(sara, third)).flags.length, 2)
  }),
)

test(
  'a long queue is read page by page, each case once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question } = await startTalk(ctx, cast)
    const expected = []
    for (let n = 0; n < 45; n++) {
      const id = await ctx.db
        .insertInto('replies')
        .values({ threadId: question, kind: 'comment', authorId: cast.people.gustav.id, body: `Reply ${n}` })
        .returning('id')
        .executeTakeFirstOrThrow()
      const made = await ctx.db
        .insertInto('moderationCases')
        .values({
          ...{ side: 'outside', threadId: question, replyId: id.id, authorId: cast.people.gustav.id, weight: n % 3 },
          openedAt: new Date(ctx.now.getTime() + (n % 7) * 1000),
        })
        .returning(['id', 'weight', 'openedAt'])
        .executeTakeFirstOrThrow()
      expected.push(made)
    }
    expected.sort((a, b) => b.weight - a.weight || a.openedAt.getTime() - b.openedAt.getTime() || a.id - b.id)
    const read = []
    let after: string | undefined
    do {
      const page = await listQueue(cast.as(ctx, 'sara'), 'outside', after)
      read.push(...page.items.map((one) => one.id))
      after = page.next
    } while (after)
    assert.deepEqual(
      read,
      expected.map((one) => one.id),
    )
    for (const strange of ['', 'x', '1_2', '1_2_x', '-1_-1_-1', '9e99_1_1'])
      assert.equal((await listQueue(cast.as(ctx, 'sara'), 'outside', strange)).items.length, 20, strange)
  }),
)

test(
  'a case stays in one hand for ten minutes, longer while it is worked on, and then is free again',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer } = await startTalk(ctx, cast)
    const id = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    const mirela = await makeModerator(ctx, cast, 'mirela', 'outside')
    const at = (minute: number, who = cast.people.sara) => atMinute(ctx, minute).as(who)
    await takeCase(at(0), id)
    assert.equal(await outcome(takeCase(at(1, mirela), id)), 'moderation.taken')
    assert.ok(holds(at(9), await getCase(at(9), id)))
    // Somebody else who looks at it does not lengthen it; who has it does.
    await workOn(at(9, mirela), id)
    assert.ok(!holds(at(11), await getCase(at(11), id)))
    await workOn(at(9), id)
    assert.ok(holds(at(18), await getCase(at(18), id)))
    assert.equal(await outcome(takeCase(at(18, mirela), id)), 'moderation.taken')
    assert.equal(await outcome(takeCase(at(20, mirela), id)), 'ok')
    const decision = decisionSchema.parse({ post: 'hide', rule: 'spam', reason: 'It advertises something.' })
    assert.equal(await outcome(decide(at(21), id, decision)), 'moderation.not-in-hand', 'the first has it no longer')
    await giveBack(at(21), id)
    assert.ok(holds(at(21, mirela), await getCase(at(21, mirela), id)), 'nobody gives back what another has')
    await giveBack(at(22, mirela), id)
    assert.equal(await outcome(takeCase(at(22), id)), 'ok')
    assert.equal(await outcome(decide(at(40), id, decision)), 'moderation.not-in-hand', 'it lapsed')
    assert.equal(await outcome(takeCase(at(40), id)), 'ok')
    assert.equal(await outcome(decide(at(41), id, decision)), 'ok')
    assert.equal(await outcome(takeCase(at(42), id)), 'moderation.taken', 'what is decided is taken no more')
  }),
)

test(
  'what is decided leaves the queue, and a new flag opens a new case with the old decision beside it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { answer } = await startTalk(ctx, cast)
    const sara = cast.as(ctx, 'sara')
    const first = await flagPost(cast.as(ctx, 'amina'), 'reply', answer)
    await decideCase(sara, first, { post: 'none', rule: '', reason: '' })
    assert.deepEqual(await queueOf(sara, 'outside'), [])
    const second = await flagPost(cast.as(ctx, 'joost'), 'reply', answer)
    assert.notEqual(second, first)
    assert.deepEqual(
      (await getCase(sara, second)).history.map((past) => past.measure),
      ['none'],
    )
  }),
)
