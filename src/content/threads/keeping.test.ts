import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cast, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import {
  type OutsideType,
  addReply,
  getReply,
  getThread,
  hasPower,
  listActs,
  listReplies,
  listThreads,
  mergeThread,
  moveThread,
  narrowThread,
  openThread,
  registerMergeStep,
  registerPower,
  registerRetypeStep,
  replyAddress,
  retypeThread,
  splitThread,
  startThread,
  threadAddress,
  tracesOf,
  unmergeThread,
} from './threads.ts'

const start = (
  ctx: Ctx,
  cast: Cast,
  title: string,
  at: { who?: 'ines' | 'gustav' | 'daniel'; type?: OutsideType } = {},
) =>
  startThread(cast.as(ctx, at.who ?? 'daniel'), cast.spaces.riders, {
    type: at.type ?? 'question',
    title,
    body: 'It stops.',
  })

const answer = (
  ctx: Ctx,
  cast: Cast,
  id: Parameters<typeof addReply>[1],
  body: string,
  kind: 'answer' | 'comment' = 'answer',
) => addReply(cast.as(ctx, 'lena'), id, { kind, body })

test('every type outside has an address of its own, and inside an idea has too', () => {
  const at = (realm: 'inside' | 'outside' | 'bridge', type: OutsideType | 'discussion') =>
    threadAddress({ id: 7 as never, slug: 'a b', realm, type })
  assert.deepEqual(
    (['question', 'idea', 'problem', 'praise', 'update'] as const).map((type) => at('outside', type)),
    ['/questions/7/a%20b', '/ideas/7/a%20b', '/problems/7/a%20b', '/praise/7/a%20b', '/updates/7/a%20b'],
  )
  assert.equal(at('inside', 'idea'), '/inside/ideas/7')
  for (const type of ['discussion', 'question'] as const) assert.equal(at('inside', type), '/inside/threads/7')
  assert.equal(at('bridge', 'idea'), '/inside/threads/7')
})

test(
  'retyping keeps every reply as it is, is recorded, and leads the old address on',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const thread = await start(ctx, cast, 'Does it ring?', { who: 'ines' })
    const reply = await answer(ctx, cast, thread.id, 'It does.')
    const note = await answer(ctx, cast, thread.id, 'When?', 'comment')
    const seen: unknown[] = []
    registerRetypeStep(async (_ctx, id, from, to) => void seen.push([id, from, to]))
    const praise = await retypeThread(cast.as(ctx, 'ines'), thread.id, 'praise')
    await retypeThread(cast.as(ctx, 'ines'), thread.id, 'praise')
    assert.equal(praise.type, 'praise')
    assert.deepEqual(seen, [[thread.id, 'question', 'praise']])
    assert.deepEqual(
      (await listReplies(ctx, thread.id)).map((one) => [one.id, one.kind]),
      [
        [reply.id, 'answer'],
        [note.id, 'comment'],
      ],
    )
    const asked = { type: 'question', slug: thread.slug } as const
    const visitor = cast.as(ctx, 'visitor')
    assert.equal((await openThread(visitor, thread.id, asked)).elsewhere, `/praise/${thread.id}/does-it-ring`)
    assert.equal((await openThread(visitor, thread.id, { type: 'praise', slug: thread.slug })).elsewhere, undefined)
    await retypeThread(cast.as(ctx, 'sara'), thread.id, 'question')
    assert.deepEqual(
      (await listActs(visitor, thread.id)).map((act) => [act.by, act.did]),
      [
        ['Sara Lindqvist', 'made this a question; it was praise'],
        ['Ines Carvalho', 'made this praise; it was a question'],
      ],
    )
    await assert.rejects(retypeThread(cast.as(ctx, 'ines'), thread.id, 'discussion' as never), { code: 'threads.type' })
  }),
)

test(
  'a power lets a member do what is otherwise for stewards, in that space alone and for no employee',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const thread = await start(ctx, cast, 'Misplaced')
    registerPower(
      'retype',
      async (_ctx, accountId, spaceId) => accountId === cast.people.gustav.id && spaceId === cast.spaces.riders.id,
    )
    assert.equal(await hasPower(cast.as(ctx, 'gustav'), 'retype', cast.spaces.riders.id), true)
    assert.equal(await hasPower(cast.as(ctx, 'gustav'), 'retype', cast.spaces.testers.id), false)
    assert.equal(await hasPower(cast.as(ctx, 'daniel'), 'retype', cast.spaces.riders.id), false)
    assert.equal(await hasPower(cast.as(ctx, 'visitor'), 'retype', cast.spaces.riders.id), false)
    assert.equal((await retypeThread(cast.as(ctx, 'gustav'), thread.id, 'problem')).type, 'problem')
    await assert.rejects(retypeThread(cast.as(ctx, 'joost'), thread.id, 'idea'), { code: 'threads.not-author' })
  }),
)

test(
  'a move to fewer readers just happens; to more it must name the place, and never for a narrowed text',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    const thread = await start(ctx, cast, 'Where to?', { who: 'ines' })
    await moveThread(sara, thread.id, { space: 'testers' })
    await assert.rejects(getThread(cast.as(ctx, 'visitor'), thread.id), { code: 'threads.not-found' })
    assert.equal((await getThread(cast.as(ctx, 'gustav'), thread.id)).spaceId, cast.spaces.testers.id)
    const fields = async (to: { space: string; widen?: string }) =>
      moveThread(sara, thread.id, to).then(
        () => [],
        (error: { fields: Record<string, string> }) => Object.keys(error.fields),
      )
    assert.deepEqual(await fields({ space: 'riders' }), ['widen'])
    assert.deepEqual(await fields({ space: 'riders', widen: 'testers' }), ['widen'], 'another place was named')
    assert.deepEqual(await fields({ space: 'velund' }), ['space'])
    assert.equal(
      (await moveThread(sara, thread.id, { space: 'riders', widen: 'riders' })).spaceId,
      cast.spaces.riders.id,
    )
    assert.equal((await getThread(cast.as(ctx, 'visitor'), thread.id)).id, thread.id)
    await narrowThread(cast.as(ctx, 'ines'), thread.id, 4)
    await moveThread(sara, thread.id, { space: 'testers' })
    await assert.rejects(moveThread(sara, thread.id, { space: 'riders', widen: 'riders' }), {
      code: 'threads.narrowed',
    })
    assert.deepEqual(
      (await listActs(sara, thread.id)).map((act) => act.did),
      [
        'moved this from Velund Riders to Beta testers',
        'moved this from Beta testers to Velund Riders',
        'moved this from Velund Riders to Beta testers',
      ],
    )
  }),
)

test(
  'a split takes answers with their comments, counts both, and leaves the way to them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    const thread = await start(ctx, cast, 'Two things at once')
    const stays = await answer(ctx, cast, thread.id, 'About the first.')
    const goes = await answer(ctx, cast, thread.id, 'About the second.')
    const under = await addReply(cast.as(ctx, 'lena'), thread.id, { kind: 'comment', body: 'Yes.', parentId: goes.id })
    const text = { title: 'The second thing', body: 'It has a place of its own.' }
    const split = (replies: (typeof goes.id)[]) => splitThread(sara, thread.id, { ...text, replies })
    for (const wrong of [[], [under.id]]) await assert.rejects(split(wrong), { code: 'threads.split' })
    await ctx.db
      .insertInto('answerAcceptances')
      .values({ threadId: thread.id, answerId: stays.id, acceptedBy: thread.authorId })
      .execute()
    await assert.rejects(split([stays.id]), { code: 'threads.split' })
    const fresh = await split([goes.id])
    assert.deepEqual(
      [fresh.authorId, fresh.type, fresh.answerCount, fresh.replyCount],
      [cast.people.sara.id, 'question', 1, 1],
    )
    const old = await getThread(ctx, thread.id)
    assert.deepEqual([old.answerCount, old.replyCount], [1, 0])
    assert.equal((await getReply(ctx, under.id)).threadId, fresh.id)
    const visitor = cast.as(ctx, 'visitor')
    const { departed } = await tracesOf(visitor, old)
    assert.deepEqual(
      departed.map((one) => [one.id, one.to?.id]),
      [
        [goes.id, fresh.id],
        [under.id, fresh.id],
      ],
    )
    await moveThread(sara, fresh.id, { space: 'testers' })
    const [first] = (await tracesOf(visitor, old)).departed
    assert.equal(first!.to, null, 'what a visitor may not read is not named to them')
    await assert.rejects(split([goes.id]), { code: 'threads.split' })
    assert.equal((await listActs(sara, thread.id))[0]!.other?.title, 'The second thing')
  }),
)

test(
  'a merge brings replies, marks and those who wait, each once, and can be undone without a trace in the counts',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    const one = await start(ctx, cast, 'It halts', { who: 'gustav' })
    const other = await start(ctx, cast, 'It stops', { who: 'ines' })
    const here = await answer(ctx, cast, one.id, 'Warm it.')
    const there = await answer(ctx, cast, other.id, 'Cool it.')
    const say = (threadId: typeof one.id, ...who: ('joost' | 'amina' | 'ines')[]) =>
      ctx.db
        .insertInto('sameHeres')
        .values(
          who.map((name) => ({
            threadId,
            accountId: cast.people[name].id,
            saidAt: new Date(ctx.now.getTime() - 1000),
          })),
        )
        .execute()
    await say(one.id, 'joost', 'amina', 'ines')
    await say(other.id, 'joost')
    await ctx.db
      .insertInto('officialAnswers')
      .values({ threadId: one.id, answerId: here.id, markedBy: cast.people.mirela.id })
      .execute()
    const steps: unknown[] = []
    registerMergeStep(
      async (_ctx, from, into) => void steps.push(['merge', from, into]),
      async (_ctx, from, into) => void steps.push(['undo', from, into]),
    )
    const merged = await mergeThread(sara, one.id, other.id)
    assert.deepEqual(
      [merged.answerCount, merged.sameHereCount],
      [2, 3],
      'joost, amina and gustav who asked; ines asked the other',
    )
    assert.equal((await getThread(ctx, one.id)).answerCount, 0)
    const official = () => ctx.db.selectFrom('officialAnswers').select('threadId').executeTakeFirstOrThrow()
    assert.equal((await official()).threadId, other.id)
    const visitor = cast.as(ctx, 'visitor')
    const opened = await openThread(visitor, one.id, { type: 'question', slug: one.slug })
    assert.equal(opened.elsewhere, threadAddress(merged))
    assert.equal(
      replyAddress(merged, await getReply(visitor, here.id)),
      `/questions/${other.id}/it-stops#answer-${here.id}`,
    )
    assert.deepEqual(
      (await listThreads(visitor, { realm: 'outside' })).items.map((thread) => thread.id),
      [other.id],
    )
    assert.deepEqual(
      (await tracesOf(visitor, merged)).merged.map((thread) => thread.authorId),
      [cast.people.gustav.id],
    )
    // What is written to the old one from a page that was open lands where it belongs.
    const late = await answer(ctx, cast, one.id, 'I am late.')
    assert.equal(late.threadId, other.id)
    await assert.rejects(mergeThread(sara, one.id, other.id), { code: 'threads.merged' })
    await assert.rejects(narrowThread(cast.as(ctx, 'ines'), other.id, 0), { code: 'threads.merged-in' })
    const since = await addReply(cast.as(ctx, 'lena'), other.id, { kind: 'comment', body: 'Since.', parentId: here.id })
    await unmergeThread(sara, one.id)
    const [a, b] = [await getThread(ctx, one.id), await getThread(ctx, other.id)]
    assert.deepEqual([a.answerCount, a.replyCount, a.sameHereCount, b.answerCount, b.sameHereCount], [1, 1, 0, 2, 1])
    assert.equal((await getReply(ctx, since.id)).threadId, one.id, 'a comment goes with its answer')
    assert.equal((await getReply(ctx, there.id)).threadId, other.id)
    assert.equal((await official()).threadId, one.id)
    assert.deepEqual(steps, [
      ['merge', one.id, other.id],
      ['undo', one.id, other.id],
    ])
    await assert.rejects(unmergeThread(sara, one.id), { code: 'threads.not-merged' })
  }),
)

test(
  'what does not fit is not merged, and a merge in a merge is undone from the last',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    const [a, b, c] = [await start(ctx, cast, 'A'), await start(ctx, cast, 'B'), await start(ctx, cast, 'C')]
    const problem = await start(ctx, cast, 'P', { type: 'problem' })
    const away = await start(ctx, cast, 'T')
    await moveThread(sara, away.id, { space: 'testers' })
    const narrow = await start(ctx, cast, 'N', { who: 'ines' })
    await narrowThread(cast.as(ctx, 'ines'), narrow.id, 4)
    for (const into of [a.id, problem.id, away.id, narrow.id]) {
      await assert.rejects(mergeThread(sara, a.id, into), { code: 'threads.merge' })
    }
    const reply = await answer(ctx, cast, a.id, 'So.')
    await mergeThread(sara, a.id, b.id)
    await mergeThread(sara, b.id, c.id)
    assert.equal((await openThread(ctx, a.id, { type: 'question', slug: a.slug })).elsewhere, threadAddress(c))
    await assert.rejects(unmergeThread(sara, a.id), { code: 'threads.merged-on' })
    await unmergeThread(sara, b.id)
    await unmergeThread(sara, a.id)
    assert.equal((await getReply(ctx, reply.id)).threadId, a.id)
    assert.equal((await retypeThread(sara, b.id, 'problem')).type, 'problem', 'and it is a thread like any other')
  }),
)
