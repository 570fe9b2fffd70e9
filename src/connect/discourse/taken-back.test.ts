/** A Discourse site that is imported again, after people and moderators did something with what came before. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import '../../features.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { listQuestions } from '../../content/questions/questions.ts'
import {
  type ReplyId,
  type ThreadId,
  getReply,
  mergeThread,
  putBack,
  splitThread,
  takeBackReply,
  takeBackThread,
} from '../../content/threads/threads.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { Ctx } from '../../platform/context.ts'
import { wrongCounters } from '../doctor/doctor.queries.ts'
import { importDiscourse, reportLines } from './discourse.ts'
import { bread, post, topic, withPages } from './site.fixture.test.ts'

const site = 'forum.bread.example'

const imported = (ctx: Ctx, topics: Record<string, unknown>) =>
  withPages({ 'site.json': bread['site.json'], ...topics }, (source) => importDiscourse(ctx, { source, site }))

/** A question of Berta with an answer of Otto; later it is solved, and something was written under both. */
const page = (more: { solved?: boolean; late?: boolean } = {}) => ({
  't/20.json': topic(20, 'Which', [
    post(100, 20, 1),
    post(101, 20, 2, { accepted_answer: more.solved === true, user_id: 8, username: 'otto' }),
    ...(more.late ? [post(102, 20, 3, { reply_to_post_number: 2 }), post(103, 20, 4)] : []),
  ]),
})

async function here<Id extends number>(ctx: Ctx, kind: 'question' | 'answer', foreignId: number): Promise<Id> {
  const { rows } = await sql<{ id: Id }>`select local_id as id from import_references
    where kind = ${kind} and foreign_id = ${String(foreignId)}`.execute(ctx.db)
  return rows[0]!.id
}

const asAuthor = (ctx: Ctx, id: AccountId) =>
  ctx.as({ kind: 'account', id, realm: 'outside', name: 'Otto', offices: [] })

const accepted = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('answerAcceptances').select(['threadId', 'answerId']).execute()).map((row) => [
    row.threadId,
    row.answerId,
  ])

const replies = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('replies').select(['body', 'kind', 'threadId', 'hiddenAt']).orderBy('id').execute()).map(
    ({ body, kind, hiddenAt }) => [body, kind, hiddenAt === null],
  )

test(
  'a solution that its author took back here is accepted by no later run, nothing comes under it, and the report says so',
  inTransaction(async (ctx) => {
    await imported(ctx, page())
    const [thread, reply] = [await here<ThreadId>(ctx, 'question', 20), await here<ReplyId>(ctx, 'answer', 101)]
    const otto = asAuthor(ctx, (await getReply(ctx, reply)).authorId)
    const taken = await takeBackReply(otto, reply)
    const report = await imported(ctx, page({ solved: true, late: true }))
    assert.deepEqual(await accepted(ctx), [])
    assert.deepEqual((await listQuestions(ctx, { show: 'solved' })).items, [])
    assert.deepEqual(await replies(ctx), [
      ['', 'answer', false],
      ['Words 103', 'answer', true],
    ])
    assert.deepEqual(report.counts.replies, { read: 3, added: 1, alreadyHere: 1, leftOut: 1, skipped: 0 })
    assert.deepEqual(report.counts['solved topics'], { read: 1, added: 0, alreadyHere: 0, leftOut: 1, skipped: 0 })
    const lines = reportLines(report)
    for (const line of [
      'Texts that were taken back by their authors, hidden or removed here: 1. They stay as they are here.',
      'What belongs to them is left out: 2.',
      '  left out of solved topics: 1, of what was taken back, hidden or removed here',
    ])
      assert.ok(lines.includes(line), line)
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
    await putBack(otto, taken)
    const again = await imported(ctx, page({ solved: true, late: true }))
    assert.deepEqual([again.counts.replies.added, again.counts['solved topics'].added, again.gone], [1, 1, 0])
    assert.deepEqual(await accepted(ctx), [[thread, reply]])
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)

test(
  'a solution that came and was taken back stays taken back in every later run',
  inTransaction(async (ctx) => {
    await imported(ctx, page({ solved: true }))
    const reply = await here<ReplyId>(ctx, 'answer', 101)
    assert.equal((await accepted(ctx)).length, 1)
    await takeBackReply(asAuthor(ctx, (await getReply(ctx, reply)).authorId), reply)
    const report = await imported(ctx, page({ solved: true }))
    assert.deepEqual([await accepted(ctx), report.gone, report.leftAlone], [[], 1, 0])
    assert.deepEqual(await replies(ctx), [['', 'answer', false]])
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)

test(
  'nothing comes under a topic that its author took back',
  inTransaction(async (ctx) => {
    await imported(ctx, { 't/20.json': topic(20, 'Which', [post(100, 20, 1)]) })
    const thread = await here<ThreadId>(ctx, 'question', 20)
    const { authorId } = await ctx.db
      .selectFrom('threads')
      .select('authorId')
      .where('id', '=', thread)
      .executeTakeFirstOrThrow()
    await takeBackThread(asAuthor(ctx, authorId), thread)
    const report = await imported(ctx, page({ solved: true }))
    assert.deepEqual([await replies(ctx), await accepted(ctx)], [[], []])
    assert.equal(report.counts.replies.leftOut, 1)
  }),
)

test(
  'what comes later to a topic that was merged here stands where it went, and its solution is its asker’s choice',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    const other = { 't/21.json': topic(21, 'Other', [post(200, 21, 1)]) }
    await imported(ctx, { ...page(), ...other })
    const [thread, into] = [await here<ThreadId>(ctx, 'question', 20), await here<ThreadId>(ctx, 'question', 21)]
    await mergeThread(sara, thread, into)
    await imported(ctx, { ...page({ solved: true, late: true }), ...other })
    const stand = await ctx.db.selectFrom('replies').select('threadId').execute()
    assert.deepEqual(
      stand.map(({ threadId }) => threadId),
      [into, into, into],
    )
    assert.deepEqual(await accepted(ctx), [[thread, await here<ReplyId>(ctx, 'answer', 101)]])
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)

test(
  'a solution that was made a thread of its own here is accepted in neither, and what replied to it stays with its topic',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await imported(ctx, page())
    const [thread, reply] = [await here<ThreadId>(ctx, 'question', 20), await here<ReplyId>(ctx, 'answer', 101)]
    await splitThread(cast.as(ctx, 'sara'), thread, { replies: [reply], title: 'Apart', body: 'Split off.' })
    const report = await imported(ctx, page({ solved: true, late: true }))
    assert.deepEqual([await accepted(ctx), report.counts['solved topics'].skipped], [[], 1])
    const late = await ctx.db
      .selectFrom('replies')
      .select(['threadId', 'parentId'])
      .where('body', '=', 'Words 102')
      .execute()
    assert.deepEqual(late, [{ threadId: thread, parentId: null }])
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)
