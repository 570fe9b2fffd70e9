/** A dump that is imported again, after people and moderators did something with what came before. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import '../../features.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Site, answer, comment, question, user, withDump } from '../../../test/dump.ts'
import { decideCase, flagPost, makeModerator } from '../../../test/moderation.ts'
import { undoMeasure } from '../../governance/moderation/moderation.ts'
import { type AccountViewer, type Ctx, makeCtx } from '../../platform/context.ts'
import { createSpace } from '../../realms/spaces/spaces.ts'
import { getQuestion, listQuestions } from '../../content/questions/questions.ts'
import { eraseTakenBack, keptDays } from '../../content/threads/taking-back.ts'
import {
  type ReplyId,
  type ThreadId,
  getThread,
  mergeThread,
  moveThread,
  putBack,
  takeBackReply,
  takeBackThread,
} from '../../content/threads/threads.ts'
import { wrongCounters } from '../doctor/doctor.queries.ts'
import { type ImportOptions, importStackExchange } from './import.ts'

const imported = (ctx: Ctx, site: Site, more: Partial<ImportOptions> = {}) =>
  withDump(site, (folder) => importStackExchange(ctx, { folder, space: 'riders', ...more }))

/** What a foreign number became here. */
async function here<Id extends number>(ctx: Ctx, kind: 'question' | 'answer' | 'user', foreignId: number): Promise<Id> {
  const { rows } = await sql<{ id: Id }>`select local_id as id from import_references
    where kind = ${kind} and foreign_id = ${String(foreignId)}`.execute(ctx.db)
  return rows[0]!.id
}

/** Somebody of the old site who came here. */
async function asUser(ctx: Ctx, foreignId: number): Promise<Ctx> {
  const id = await here<AccountViewer['id']>(ctx, 'user', foreignId)
  return ctx.as({ kind: 'account', id, realm: 'outside', name: 'Baker', offices: [] })
}

const accepted = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('answerAcceptances').select(['threadId', 'answerId']).orderBy('threadId').execute()).map(
    (row) => [row.threadId, row.answerId],
  )

const solved = async (ctx: Ctx) => (await listQuestions(ctx, { show: 'solved' })).items.map((line) => line.thread.id)

const later = (ctx: Ctx, days: number) => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) })

const stays = (gone: number) =>
  `Texts that were taken back by their authors, hidden or removed here: ${gone}. They stay as they are here.`

/** One question of user 1 with an answer of user 2; `AcceptedAnswerId` in the second dump. */
const first: Site = { Users: [user(1), user(2)], Posts: [question(1), answer(11, 1, { OwnerUserId: 2 })] }
const second: Site = {
  ...first,
  Posts: [question(1, { AcceptedAnswerId: 11 }), answer(11, 1, { OwnerUserId: 2 })],
  Comments: [comment(1, 11), comment(2, 1)],
}

test(
  'an answer that its author took back here is accepted by no later dump, and by the next one once it is put back',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await imported(ctx, first)
    const [thread, reply] = [await here<ThreadId>(ctx, 'question', 1), await here<ReplyId>(ctx, 'answer', 11)]
    const baker = await asUser(ctx, 2)
    const taken = await takeBackReply(baker, reply)
    const report = await imported(ctx, second)
    assert.deepEqual([await accepted(ctx), await solved(ctx)], [[], []])
    const { answers, comments } = await getQuestion(cast.as(ctx, 'visitor'), thread)
    assert.deepEqual([answers.length, comments.shown.length], [0, 1], 'no marker, and the other comment came')
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
    const one = { rows: 1, added: 0, alreadyHere: 0, ignored: 1, skipped: 0 }
    assert.deepEqual(report.counts['accepted answers'], one)
    assert.deepEqual(report.counts.comments, { rows: 2, added: 1, alreadyHere: 0, ignored: 1, skipped: 0 })
    assert.deepEqual(report.notes.slice(0, 2), [stays(1), 'What belongs to them is left out: 2.'])
    assert.equal(report.problemCount, 0, 'nothing is wrong with the dump')
    await putBack(baker, taken)
    const again = await imported(ctx, second)
    assert.deepEqual([again.counts['accepted answers'].added, again.counts.comments.added], [1, 1])
    assert.deepEqual([await accepted(ctx), await solved(ctx)], [[[thread, reply]], [thread]])
    assert.equal(again.notes.includes(stays(1)), false)
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)

test(
  'an accepted answer that was taken back stays so through later runs, while it can be put back and when it is erased',
  inTransaction(async (ctx) => {
    await imported(ctx, second)
    const [thread, reply] = [await here<ThreadId>(ctx, 'question', 1), await here<ReplyId>(ctx, 'answer', 11)]
    assert.deepEqual(await accepted(ctx), [[thread, reply]])
    await takeBackReply(await asUser(ctx, 2), reply)
    for (const days of [0, keptDays]) {
      await eraseTakenBack(later(ctx, days))
      const report = await imported(ctx, second)
      assert.deepEqual([await accepted(ctx), await solved(ctx), report.notes[0]], [[], [], stays(1)])
      assert.equal(report.counts.answers.alreadyHere, 1)
      assert.equal((await getThread(ctx, thread)).answerCount, 0)
      assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
    }
    const bodies = await ctx.db.selectFrom('replies').select('body').where('id', '=', reply).execute()
    assert.deepEqual(bodies, [{ body: '' }], 'no word of it came again')
  }),
)

test(
  'what moderators hid or removed is accepted by no later dump either, until they let it stand',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await imported(ctx, first)
    const [thread, reply] = [await here<ThreadId>(ctx, 'question', 1), await here<ReplyId>(ctx, 'answer', 11)]
    const moderator = ctx.as(await makeModerator(ctx, cast, 'mirela', 'outside'))
    for (const [post, by] of [
      ['hide', 'ines'],
      ['remove', 'gustav'],
    ] as const) {
      const [measure] = await decideCase(moderator, await flagPost(cast.as(ctx, by), 'reply', reply), { post })
      const report = await imported(ctx, second)
      assert.deepEqual([await accepted(ctx), await solved(ctx), report.notes[0]], [[], [], stays(1)], post)
      assert.equal(report.counts['accepted answers'].ignored, 1, post)
      await undoMeasure(moderator, measure!)
      assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 }, post)
    }
    await imported(ctx, second)
    assert.deepEqual([await accepted(ctx), await solved(ctx)], [[[thread, reply]], [thread]])
  }),
)

test(
  'nothing comes under a question that its author took back: others’ words would be erased with it',
  inTransaction(async (ctx) => {
    const asked: Site = { Users: [user(1), user(2)], Posts: [question(1)] }
    await imported(ctx, asked)
    const thread = await here<ThreadId>(ctx, 'question', 1)
    const baker = await asUser(ctx, 1)
    const taken = await takeBackThread(baker, thread)
    const report = await imported(ctx, second)
    assert.deepEqual(
      (['questions', 'answers', 'accepted answers', 'comments'] as const).map((what) => [
        report.counts[what].added,
        report.counts[what].ignored,
      ]),
      [
        [0, 0],
        [0, 1],
        [0, 0],
        [0, 1],
      ],
    )
    assert.deepEqual(await ctx.db.selectFrom('replies').select('id').execute(), [])
    await putBack(baker, taken)
    await imported(ctx, second)
    assert.equal((await getThread(ctx, thread)).answerCount, 1)
    assert.equal((await accepted(ctx)).length, 1)
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)

test(
  'the reason of an idea’s stage is never a text that moderators hid or its author took back',
  inTransaction(async (ctx) => {
    const posts = (more: object) => [
      question(1, { Tags: '<feature-request><status-declined>', ...more }),
      answer(11, 1, { OwnerUserId: 2, Score: 9, Body: '<p>Zebrawood.</p>' }),
      answer(12, 1, { OwnerUserId: 1, Score: 5, Body: '<p>Quandong.</p>' }),
    ]
    await imported(ctx, { Users: [user(1), user(2)], Posts: posts({ Tags: '' }) })
    await ctx.db
      .updateTable('replies')
      .set({ hiddenAt: ctx.now })
      .where('id', '=', await here<ReplyId>(ctx, 'answer', 11))
      .execute()
    await imported(ctx, { Users: [user(1), user(2)], Posts: posts({}) })
    const { rows } = await sql<{ reason: string }>`select reason from idea_stage_changes`.execute(ctx.db)
    assert.deepEqual(
      rows.map(({ reason }) => reason),
      ['Quandong.'],
    )
  }),
)

test(
  'what comes later to a question that was merged or moved here is written where it stands, and counted there',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const sara = cast.as(ctx, 'sara')
    const open = await createSpace(ctx, { realm: 'outside', slug: 'open', title: 'Open', access: 'public' })
    const posts = [question(1), question(2), question(3)]
    await imported(ctx, { Users: [user(1), user(2)], Posts: posts })
    const [merged, survivor, moved] = [
      await here<ThreadId>(ctx, 'question', 1),
      await here<ThreadId>(ctx, 'question', 2),
      await here<ThreadId>(ctx, 'question', 3),
    ]
    await mergeThread(sara, merged, survivor)
    await moveThread(sara, moved, { space: 'open' })
    const report = await imported(ctx, {
      Users: [user(1), user(2)],
      Posts: [
        question(1, { AcceptedAnswerId: 11 }),
        ...[question(2), question(3)],
        ...[answer(11, 1, { OwnerUserId: 2 }), answer(13, 3, { OwnerUserId: 2 })],
      ],
      Comments: [comment(1, 1), comment(2, 11)],
    })
    assert.equal(report.problemCount, 0)
    const page = await getQuestion(cast.as(ctx, 'visitor'), merged)
    assert.equal(page.thread.id, survivor)
    assert.deepEqual(
      page.answers.map((one) => [one.accepted, one.comments.shown.length]),
      [[true, 1]],
    )
    assert.equal(page.comments.shown.length, 1)
    assert.deepEqual(await accepted(ctx), [[merged, page.answers[0]!.reply.id]], 'chosen by whoever asked that one')
    const { spaceId, answerCount } = await getThread(ctx, moved)
    assert.deepEqual([spaceId, answerCount], [open.id, 1])
    assert.deepEqual(await wrongCounters(ctx), { threads: 0, replies: 0 })
  }),
)
