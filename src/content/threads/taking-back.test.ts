/** Taking back what one wrote, and putting it back: what goes, what stays, and what is erased in the end. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../features.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { startTalk } from '../../../test/moderation.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { wrongCounters } from '../../connect/doctor/doctor.queries.ts'
import type { Ctx } from '../../platform/context.ts'
import { makeCtx } from '../../platform/context.ts'
import { postIdea } from '../ideas/ideas.ts'
import { acceptAnswer, ask, comment, getQuestion, giveKudos, markOfficial, answer } from '../questions/questions.ts'
import { eraseTakenBack, findTakenBack, keptDays, listTakenBack } from './taking-back.ts'
import {
  type ReplyId,
  addReply,
  editReply,
  getReply,
  getThread,
  listReplies,
  listReplyHistory,
  listThreads,
  mergeThread,
  putBack,
  startThread,
  takeBackReply,
  takeBackThread,
} from './threads.ts'

const day = 86_400_000

/** The same transaction, some days later. */
const later = (ctx: Ctx, days: number): Ctx =>
  makeCtx({ viewer: ctx.viewer, db: ctx.db, log: ctx.log, now: new Date(ctx.now.getTime() + days * day) })

const acceptedOf = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('answerAcceptances').select('answerId').execute()).map((row) => row.answerId)

const everywhere = async (ctx: Ctx, words: string): Promise<number> => {
  const threads = await ctx.db.selectFrom('threads').selectAll().execute()
  const replies = await ctx.db.selectFrom('replies').selectAll().execute()
  const revisions = await ctx.db.selectFrom('revisions').selectAll().execute()
  const kept = await ctx.db.selectFrom('takenBack').selectAll().execute()
  return JSON.stringify([threads, replies, revisions, kept]).split(words).length - 1
}

async function start(ctx: Ctx) {
  const cast = await getCast(ctx)
  const talk = await startTalk(ctx, cast)
  return { cast, ...talk, gustav: cast.as(ctx, 'gustav'), ines: cast.as(ctx, 'ines') }
}

test(
  'an own answer is gone for everybody, its author too, and comes back with text, earlier texts, marks and thanks',
  inTransaction(async (ctx) => {
    const { cast, question, answer: id, gustav, ines } = await start(ctx)
    await editReply(gustav, id, 'It fits, says the quokka.')
    await giveKudos(cast.as(ctx, 'joost'), id)
    await acceptAnswer(ines, id)
    const whole = async () => [
      await getReply(ctx, id),
      (await listReplyHistory(ctx, id)).map(({ id: _id, ...text }) => text),
      (await getThread(ctx, question)).answerCount,
      (await getThread(ctx, question)).activeAt,
      await acceptedOf(ctx),
    ]
    const before = await whole()
    const taken = await takeBackReply(gustav, id)
    for (const who of ['visitor', 'gustav', 'ines', 'sara', 'mirela'] as const) {
      assert.equal(await outcome(getReply(cast.as(ctx, who), id)), 'replies.not-found', who)
      assert.deepEqual(await listReplies(cast.as(ctx, who), question), [], who)
    }
    assert.equal((await getQuestion(ines, question)).answers.length, 0)
    assert.deepEqual([(await getThread(ctx, question)).answerCount, await acceptedOf(ctx)], [0, []])
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
    assert.equal((await findTakenBack(gustav, taken))?.body, 'It fits, says the quokka.')
    await putBack(gustav, taken)
    assert.deepEqual(await whole(), before)
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
    assert.deepEqual((await listTakenBack(gustav)).items, [])
  }),
)

test(
  'a marker stands exactly as long as a comment can be read under it',
  inTransaction(async (ctx) => {
    const { cast, question, answer: id, gustav, ines } = await start(ctx)
    const under = await comment(ines, question, 'With which bags?', id)
    const own = await takeBackReply(gustav, id)
    const marker = async () =>
      (await listReplies(cast.as(ctx, 'visitor'), question)).filter((one) => one.id === id).map((one) => one.body)
    assert.deepEqual(await marker(), [''])
    const theirs = await takeBackReply(ines, under.id)
    assert.deepEqual(await marker(), [], 'nothing is left to read under it')
    await putBack(ines, theirs)
    assert.deepEqual(await marker(), [''])
    await putBack(gustav, own)
    assert.deepEqual(await marker(), ['It fits, says the pachyderm.'])
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)

test(
  'an own thread goes with what its author wrote under it while nobody else did; then there is a reason against it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const { thread } = await ask(ines, { space: 'riders', title: 'Numbat bell', body: 'Rings.', tags: ['bell'] })
    await comment(ines, thread.id, 'And loudly, wombat.')
    const taken = await takeBackThread(ines, thread.id)
    const listed = async () => (await listThreads(cast.as(ctx, 'visitor'), {})).items.map((one) => one.id)
    for (const who of ['visitor', 'ines', 'sara'] as const)
      assert.equal(await outcome(getThread(cast.as(ctx, who), thread.id)), 'threads.not-found', who)
    assert.ok(!(await listed()).includes(thread.id))
    assert.deepEqual(await putBack(ines, taken), { threadId: thread.id, replyId: null })
    assert.ok((await listed()).includes(thread.id))
    assert.equal((await getThread(ctx, thread.id)).slug, thread.slug, 'its address as well')
    const given = await answer(cast.as(ctx, 'gustav'), thread.id, 'It does.')
    assert.equal(await outcome(takeBackThread(ines, thread.id)), 'threads.answered')
    await takeBackReply(cast.as(ctx, 'gustav'), given.id)
    await takeBackThread(ines, thread.id)
    const [kept] = (await listTakenBack(cast.as(ctx, 'gustav'))).items
    assert.equal(kept?.thread, undefined)
    assert.equal(await outcome(putBack(cast.as(ctx, 'gustav'), kept!.id)), 'threads.gone')
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)

test(
  'an official answer is the company’s, and what was merged, hidden or removed is not taken back by its author',
  inTransaction(async (ctx) => {
    const { cast, question, answer: id, gustav } = await start(ctx)
    const daniel = cast.as(ctx, 'daniel')
    const ours = await answer(daniel, question, 'From the company.')
    await markOfficial(cast.as(ctx, 'mirela'), ours.id)
    assert.equal(await outcome(takeBackReply(daniel, ours.id)), 'threads.official')
    const set = async (change: object) => {
      await ctx.db.updateTable('replies').set(change).where('id', '=', id).execute()
      return outcomeUndone(gustav, (as) => takeBackReply(as, id))
    }
    assert.equal(await set({ hiddenAt: ctx.now }), 'threads.moderated')
    assert.equal(await set({ hiddenAt: null, removedAt: ctx.now }), 'threads.moderated')
    assert.equal(await set({ removedAt: null, recalledAt: ctx.now }), 'threads.recalled')
    assert.equal(await set({ recalledAt: null }), 'ok')
    const { thread: twin } = await ask(gustav, { space: 'riders', title: 'Rack', body: 'Which?', tags: [] })
    await mergeThread(cast.as(ctx, 'sara'), twin.id, question)
    assert.equal(await outcome(takeBackThread(gustav, twin.id)), 'threads.merged')
    assert.equal(await outcome(takeBackThread(cast.as(ctx, 'ines'), question)), 'threads.merged')
  }),
)

test(
  'taken back in a discussion inside, and under an idea; both come back',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const daniel = cast.as(ctx, 'daniel')
    const talk = await startThread(daniel, cast.spaces.velund, { type: 'discussion', title: '', body: 'Bilby talk.' })
    const idea = await postIdea(cast.as(ctx, 'ines'), { space: 'riders', title: 'A basket', body: 'Bread.', tags: [] })
    const replies: [Ctx, ReplyId][] = [
      [daniel, (await addReply(daniel, talk.id, { kind: 'reply', body: 'A dingo.' })).id],
      [cast.as(ctx, 'joost'), (await addReply(cast.as(ctx, 'joost'), idea.id, { kind: 'comment', body: 'Emu.' })).id],
    ]
    for (const [as, id] of replies) {
      const taken = await takeBackReply(as, id)
      assert.equal(await outcome(getReply(ctx.as(as.viewer), id)), 'replies.not-found')
      await putBack(as, taken)
      assert.ok((await getReply(as, id)).body)
    }
    const taken = await takeBackThread(daniel, talk.id)
    assert.equal(await outcome(getThread(cast.as(ctx, 'tomasz'), talk.id)), 'threads.not-found')
    await putBack(daniel, taken)
    assert.equal((await getThread(cast.as(ctx, 'tomasz'), talk.id)).body, 'Bilby talk.')
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)

test(
  'after 30 days no byte of it is left, of its earlier texts neither, and nothing can be put back',
  inTransaction(async (ctx) => {
    const { cast, question, answer: id, gustav, ines } = await start(ctx)
    await editReply(gustav, id, 'It fits, says the thylacine.')
    const taken = await takeBackReply(gustav, id)
    const { thread } = await ask(ines, { space: 'riders', title: 'Thylacine', body: 'A thylacine.', tags: [] })
    await comment(ines, thread.id, 'One thylacine more.')
    await takeBackThread(ines, thread.id)
    assert.equal(await eraseTakenBack(later(ctx, keptDays - 1)), 0)
    assert.equal(await everywhere(ctx, 'pachyderm'), 1, 'the earlier text')
    assert.ok((await everywhere(ctx, 'hylacine')) >= 4)
    assert.equal(await eraseTakenBack(later(ctx, keptDays)), 2)
    assert.deepEqual([await everywhere(ctx, 'pachyderm'), await everywhere(ctx, 'hylacine')], [0, 0])
    assert.equal(await outcome(putBack(gustav, taken)), 'threads.not-taken-back')
    assert.equal(await outcome(takeBackReply(gustav, id)), 'replies.not-found')
    assert.equal((await getThread(cast.as(ctx, 'visitor'), question)).answerCount, 0)
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)
