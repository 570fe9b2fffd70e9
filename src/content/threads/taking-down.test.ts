/** Taking a post from its readers and putting it back: what goes, what stays, and who is told nothing of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { sitemapIndex, sitemapPage } from '../../connect/feeds/feeds.ts'
import { wrongCounters } from '../../connect/doctor/doctor.queries.ts'
import type { Ctx } from '../../platform/context.ts'
import { postIdea, listIdeas } from '../ideas/ideas.ts'
import { findLikely } from '../look-before/look-before.ts'
import { acceptAnswer, answer, ask, getQuestion, markOfficial } from '../questions/questions.ts'
import { hidePost, removePost, restorePost, showPost } from './taking-down.ts'
import {
  type Post,
  addReply,
  editReply,
  getReply,
  getThread,
  listReplies,
  listReplyHistory,
  mergeThread,
  recallReply,
  splitThread,
  tracesOf,
} from './threads.ts'

const marker = { title: 'Removed by moderation', body: 'Removed by moderation.' }

async function start(ctx: Ctx) {
  const cast = await getCast(ctx)
  const text = { space: 'riders', title: 'Does the zebrawood rack fit', body: 'On the tide of last year.', tags: [] }
  const { thread } = await ask(cast.as(ctx, 'ines'), text)
  const reply = await answer(cast.as(ctx, 'gustav'), thread.id, 'It fits.')
  const whole: Post = { threadId: thread.id, replyId: null }
  return { cast, thread, reply, whole, post: { threadId: thread.id, replyId: reply.id } satisfies Post }
}

const eventsOf = async (ctx: Ctx, ...names: string[]) =>
  (await ctx.db.selectFrom('events').select('name').where('name', 'in', names).orderBy('id').execute()).map(
    (row) => row.name,
  )

test(
  'the mark of acceptance and of the company go with a hidden answer, and come back with it',
  inTransaction(async (ctx) => {
    const { cast, thread, post } = await start(ctx)
    const ours = await answer(cast.as(ctx, 'daniel'), thread.id, 'From the company.')
    await markOfficial(cast.as(ctx, 'mirela'), ours.id)
    await acceptAnswer(cast.as(ctx, 'ines'), post.replyId)
    const marks = async () => {
      const accepted = await ctx.db.selectFrom('answerAcceptances').select('answerId').execute()
      const official = await ctx.db
        .selectFrom('officialAnswers')
        .select('answerId')
        .where('endedAt', 'is', null)
        .execute()
      return [accepted.map((row) => row.answerId), official.map((row) => row.answerId)]
    }
    const official = { threadId: thread.id, replyId: ours.id }
    const kept = [await hidePost(ctx, post), await removePost(ctx, official, marker)] as const
    assert.deepEqual(await marks(), [[], []])
    await restorePost(ctx, post, kept[0])
    await restorePost(ctx, official, kept[1])
    assert.deepEqual(await marks(), [[post.replyId], [ours.id]])
  }),
)

test(
  'an answer that was accepted meanwhile stays the accepted one',
  inTransaction(async (ctx) => {
    const { cast, thread, post } = await start(ctx)
    const second = await answer(cast.as(ctx, 'joost'), thread.id, 'It does not.')
    await acceptAnswer(cast.as(ctx, 'ines'), post.replyId)
    const kept = await hidePost(ctx, post)
    await acceptAnswer(cast.as(ctx, 'ines'), second.id)
    await restorePost(ctx, post, kept)
    const rows = await ctx.db.selectFrom('answerAcceptances').select('answerId').execute()
    assert.deepEqual(rows, [{ answerId: second.id }])
  }),
)

test(
  'what its author takes back while it is removed stays taken back when the removal is undone',
  inTransaction(async (ctx) => {
    const { cast, thread, post } = await start(ctx)
    const own = await addReply(cast.as(ctx, 'joost'), thread.id, { kind: 'comment', body: 'A secret.' })
    const mine = { threadId: thread.id, replyId: own.id }
    const kept = await removePost(ctx, mine, marker)
    await recallReply(cast.as(ctx, 'joost'), own.id)
    await restorePost(ctx, mine, kept)
    assert.equal((await getReply(ctx, own.id)).body.includes('secret'), false)
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
    assert.equal((await getReply(ctx, post.replyId)).body, 'It fits.', 'and nothing else is touched')
  }),
)

test(
  'hiding and removing tell who waits for it, and showing again too; of what was held at writing everybody hears as new',
  inTransaction(async (ctx) => {
    const { post, whole } = await start(ctx)
    await ctx.db.deleteFrom('events').execute()
    await hidePost(ctx, post)
    assert.deepEqual(await eventsOf(ctx, 'post.hidden', 'post.shown', 'reply.added'), ['post.hidden'])
    await restorePost(ctx, post, {})
    assert.deepEqual(await eventsOf(ctx, 'post.hidden', 'post.shown', 'reply.added'), ['post.hidden'], 'not yet')
    await showPost(ctx, post, false)
    await showPost(ctx, post, true)
    await showPost(ctx, whole, true)
    assert.deepEqual(await eventsOf(ctx, 'post.shown', 'reply.added', 'thread.started'), [
      'post.shown',
      'post.shown',
      'reply.added',
      'post.shown',
      'thread.started',
    ])
  }),
)

test(
  'what is not there is neither hidden nor removed nor put back',
  inTransaction(async (ctx) => {
    const { thread } = await start(ctx)
    const noReply = { threadId: thread.id, replyId: 999_999 as never }
    const noThread = { threadId: 999_999 as never, replyId: null }
    for (const act of [
      hidePost,
      (c: Ctx, p: Post) => removePost(c, p, marker),
      (c: Ctx, p: Post) => restorePost(c, p, {}),
    ]) {
      await assert.rejects(act(ctx, noReply), { code: 'replies.not-found' })
      await assert.rejects(act(ctx, noThread), { code: 'threads.not-found' })
    }
  }),
)

test(
  'of a hidden reply that stands under another thread since nobody is told where it went, but who still reads it',
  inTransaction(async (ctx) => {
    const { cast, thread, reply, post } = await start(ctx)
    const matter = { replies: [reply.id], title: 'Another matter', body: 'It was said elsewhere.' }
    const away = await splitThread(cast.as(ctx, 'sara'), thread.id, matter)
    const departed = async (who: PersonName | 'visitor') => {
      const traces = await tracesOf(cast.as(ctx, who), thread)
      return traces.departed.map((one) => one.id)
    }
    assert.deepEqual(await departed('visitor'), [reply.id])
    await hidePost(ctx, { ...post, threadId: away.id })
    for (const who of everybody) {
      const reads = who === 'gustav' || who === 'sara'
      if (who === 'petra') continue
      assert.deepEqual(await departed(who), reads ? [reply.id] : [], who)
    }
  }),
)

test(
  'a removed question is in no map for machines, is like nothing, and is not named as merged; its own page says what was',
  inTransaction(async (ctx) => {
    const { cast, thread, whole } = await start(ctx)
    const { thread: twin } = await ask(cast.as(ctx, 'amina'), {
      ...{ space: 'riders', title: 'Zebrawood rack again', body: 'The zebrawood rack of mine.', tags: [] },
    })
    await mergeThread(cast.as(ctx, 'sara'), twin.id, thread.id)
    const named = async () => (await tracesOf(cast.as(ctx, 'visitor'), thread)).merged.map((one) => one.id)
    const like = async () =>
      (await findLikely(cast.as(ctx, 'joost'), 'zebrawood rack')).map((one) => one.thread.id as number)
    const mapped = async () => (await sitemapPage(ctx, 1, 'https://a.example')).includes(`/questions/${thread.id}/`)
    assert.deepEqual([await named(), await mapped()], [[twin.id], true])
    assert.ok((await like()).includes(thread.id))
    const gone = await removePost(ctx, { threadId: twin.id, replyId: null }, marker)
    assert.deepEqual(await named(), [])
    await restorePost(ctx, { threadId: twin.id, replyId: null }, gone)
    assert.deepEqual(await named(), [twin.id])
    const other = await ask(cast.as(ctx, 'amina'), { space: 'riders', title: 'Bell', body: 'Rings.', tags: [] })
    const kept = await removePost(ctx, whole, { ...marker, body: 'Removed: a zebrawood rack.' })
    assert.equal(await mapped(), false)
    assert.ok(!(await like()).includes(thread.id), 'a marker is like nothing')
    const second = await removePost(ctx, { threadId: other.thread.id, replyId: null }, marker)
    await restorePost(ctx, whole, kept)
    assert.equal(await mapped(), true)
    assert.match(await sitemapIndex(ctx, 'https://a.example'), /sitemap\/1\.xml/)
    assert.ok(second.text)
  }),
)

test(
  'a removed idea stands on no board',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const idea = await postIdea(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'A basket',
      body: 'For bread.',
      tags: [],
    })
    const board = async () => (await listIdeas(cast.as(ctx, 'visitor'), { realm: 'outside' })).items.length
    assert.equal(await board(), 1)
    const kept = await removePost(ctx, { threadId: idea.id, replyId: null }, marker)
    assert.equal(await board(), 0)
    await restorePost(ctx, { threadId: idea.id, replyId: null }, kept)
    assert.equal(await board(), 1)
  }),
)

test(
  'after any order of hiding, removing, changing and putting back, text, earlier texts and counters are as they were',
  inTransaction(async (ctx) => {
    const { cast, thread, post } = await start(ctx)
    const gustav = cast.as(ctx, 'gustav')
    await editReply(gustav, post.replyId, 'It fits well.')
    const steps = fc.array(fc.constantFrom('hide', 'remove', 'edit', 'back'), { minLength: 1, maxLength: 8 })
    let changed = 0
    const whole = async () => {
      const earlier = await listReplyHistory(ctx, post.replyId)
      return [await getReply(ctx, post.replyId), earlier.map(({ id: _id, ...text }) => text)]
    }
    await fc.assert(
      fc.asyncProperty(steps, async (acts) => {
        let kept: Awaited<ReturnType<typeof hidePost>> | undefined
        for (const act of [...acts, 'back']) {
          if (act === 'edit') {
            const edited = await editReply(gustav, post.replyId, `It fits, ${++changed}.`).catch((error) => error)
            assert.equal(edited.code === 'replies.removed', kept?.text !== undefined)
          } else if (act === 'back') {
            if (kept) await restorePost(ctx, post, kept)
            kept = undefined
          } else if (!kept) {
            const before = await whole()
            kept = act === 'hide' ? await hidePost(ctx, post) : await removePost(ctx, post, marker)
            assert.equal((await getThread(ctx, thread.id)).answerCount, 0)
            await restorePost(ctx, post, kept)
            assert.deepEqual(await whole(), before)
            kept = act === 'hide' ? await hidePost(ctx, post) : await removePost(ctx, post, marker)
          }
        }
        assert.equal((await getThread(ctx, thread.id)).answerCount, 1)
        assert.equal((await listReplies(cast.as(ctx, 'visitor'), thread.id)).length, 1)
        assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
      }),
      { numRuns: 12 },
    )
    assert.ok(changed > 3, String(changed))
    assert.equal((await getQuestion(cast.as(ctx, 'visitor'), thread.id)).thread.answerCount, 1)
  }),
)
