import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { listReplyHistory, listThreadHistory, recallReply, startThread } from '../threads/threads.ts'
import {
  acceptAnswer,
  answer,
  ask,
  comment,
  countUnanswered,
  editAnswer,
  editQuestion,
  getQuestion,
  giveKudos,
  listQuestions,
  listSameHere,
  markOfficial,
  postOfficialAnswer,
  sayHere,
  takeBackKudos,
  unsayHere,
  withdrawAcceptance,
} from './questions.ts'

async function askOne(ctx: Ctx, title = 'Why does it stop?') {
  const cast = await getCast(ctx)
  const question = await ask(cast.as(ctx, 'ines'), {
    space: 'riders',
    title,
    body: 'It *stops*.',
    tags: ['Cold Weather', '#tide'],
  })
  return { cast, question, id: question.thread.id }
}

const eventNames = async (ctx: Ctx) =>
  (await ctx.db.selectFrom('events').select('name').orderBy('id').execute()).map((row) => row.name)

test(
  'a question is asked with its tags, and announced by ids only',
  inTransaction(async (ctx) => {
    const { question, id } = await askOne(ctx)
    assert.equal(question.thread.title, 'Why does it stop?')
    assert.deepEqual(question.tags, ['cold-weather', 'tide'])
    assert.equal(question.space.slug, 'riders')
    const events = await ctx.db.selectFrom('events').selectAll().orderBy('id').execute()
    assert.deepEqual(
      events.map((event) => event.name),
      ['thread.started', 'question.asked'],
    )
    assert.deepEqual(events[1]!.payload, { threadId: id })
  }),
)

test(
  'a question that cannot be taken says what is wrong and leaves nothing behind',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const as = cast.as(ctx, 'ines')
    const fine = { space: 'riders', title: 'Why?', body: 'So.', tags: [] }
    await assert.rejects(
      ask(as, { ...fine, title: ' ', body: '' }),
      (error: { fields: object }) => assert.deepEqual(Object.keys(error.fields), ['title', 'body']) === undefined,
    )
    await assert.rejects(ask(as, { ...fine, tags: ['a', 'b', 'c', 'd', 'e', 'f'] }), { code: 'tags.wrong' })
    await assert.rejects(ask(as, { ...fine, tags: ['<script>'] }), { code: 'tags.wrong' })
    assert.equal((await listQuestions(as)).items.length, 0)
    assert.deepEqual(await eventNames(ctx), [])
  }),
)

test(
  'answers stand official first, then accepted, then by thanks, then by time',
  inTransaction(async (ctx) => {
    const { cast, id } = await askOne(ctx)
    const first = await answer(cast.as(ctx, 'gustav'), id, 'First.')
    const liked = await answer(cast.as(ctx, 'joost'), id, 'Liked.')
    const chosen = await answer(cast.as(ctx, 'amina'), id, 'Chosen.')
    const last = await answer(cast.as(ctx, 'gustav'), id, 'Last.')
    const official = await postOfficialAnswer(cast.as(ctx, 'mirela'), id, 'Ours.')
    for (const who of ['ines', 'gustav', 'amina'] as const) await giveKudos(cast.as(ctx, who), liked.id)
    await giveKudos(cast.as(ctx, 'gustav'), liked.id)
    await acceptAnswer(cast.as(ctx, 'ines'), chosen.id)
    const question = await getQuestion(cast.as(ctx, 'gustav'), id)
    assert.deepEqual(
      question.answers.map((one) => one.reply.id),
      [official, chosen, liked, first, last].map((one) => one.id),
    )
    assert.deepEqual(
      question.answers.map((one) => one.score),
      [0, 0, 3, 0, 0],
    )
    assert.equal(question.answers[0]!.official?.markedBy, cast.people.mirela.id)
    assert.deepEqual(
      question.answers.map((one) => one.accepted),
      [false, true, false, false, false],
    )
    assert.equal(question.answers[2]!.thanked, true)
    assert.equal(question.acceptance?.answerId, chosen.id)
    assert.equal(question.thread.answerCount, 5)
    assert.equal(question.people.get(cast.people.mirela.id)?.displayName, 'Mirela Popescu')
    await takeBackKudos(cast.as(ctx, 'gustav'), liked.id)
    const after = await getQuestion(cast.as(ctx, 'gustav'), id)
    assert.deepEqual([after.answers[2]!.score, after.answers[2]!.thanked], [2, false])
  }),
)

test(
  'an official answer is the answer and its mark, or neither',
  inTransaction(async (ctx) => {
    const { cast, id } = await askOne(ctx)
    await assert.rejects(postOfficialAnswer(cast.as(ctx, 'daniel'), id, 'Ours.'), {
      code: 'questions.not-official-voice',
    })
    await assert.rejects(postOfficialAnswer(cast.as(ctx, 'mirela'), id, ' '), { code: 'replies.text' })
    assert.equal((await getQuestion(ctx, id)).answers.length, 0)
    const reply = await postOfficialAnswer(cast.as(ctx, 'mirela'), id, 'Ours.')
    await markOfficial(cast.as(ctx, 'mirela'), reply.id)
    const names = await eventNames(ctx)
    assert.equal(names.filter((name) => name === 'answer.official').length, 1)
    const theirs = await answer(cast.as(ctx, 'gustav'), id, 'Mine.')
    await assert.rejects(markOfficial(cast.as(ctx, 'mirela'), theirs.id), { code: 'questions.not-ours' })
  }),
)

test(
  'the asker chooses one answer, may choose another, and may take it back',
  inTransaction(async (ctx) => {
    const { cast, id } = await askOne(ctx)
    const [one, two] = [
      await answer(cast.as(ctx, 'gustav'), id, 'One.'),
      await answer(cast.as(ctx, 'joost'), id, 'Two.'),
    ]
    const ines = cast.as(ctx, 'ines')
    await acceptAnswer(ines, one.id)
    await acceptAnswer(ines, one.id)
    await acceptAnswer(ines, two.id)
    const question = await getQuestion(ines, id)
    assert.deepEqual(
      question.answers.filter((each) => each.accepted).map((each) => each.reply.id),
      [two.id],
    )
    assert.equal((await eventNames(ctx)).filter((name) => name === 'answer.accepted').length, 2)
    assert.deepEqual(
      (await listQuestions(ines, { show: 'solved' })).items.map((line) => line.thread.id),
      [id],
    )
    await withdrawAcceptance(ines, id)
    assert.equal((await getQuestion(ines, id)).acceptance, undefined)
    assert.deepEqual((await listQuestions(ines, { show: 'solved' })).items, [])
    const note = await comment(ines, id, 'Neither.')
    await assert.rejects(acceptAnswer(ines, note.id), { code: 'questions.no-answer' })
  }),
)

test(
  'same here counts each customer once and knows who is waiting',
  inTransaction(async (ctx) => {
    const { cast, id } = await askOne(ctx)
    await sayHere(cast.as(ctx, 'gustav'), id)
    await sayHere(cast.as(ctx, 'gustav'), id)
    await sayHere(cast.as(ctx, 'amina'), id)
    assert.deepEqual((await getQuestion(cast.as(ctx, 'gustav'), id)).sameHere, { count: 2, mine: true })
    assert.deepEqual((await getQuestion(cast.as(ctx, 'joost'), id)).sameHere, { count: 2, mine: false })
    assert.deepEqual(await listSameHere(ctx, id), [cast.people.gustav.id, cast.people.amina.id])
    await unsayHere(cast.as(ctx, 'gustav'), id)
    await unsayHere(cast.as(ctx, 'gustav'), id)
    assert.deepEqual((await getQuestion(cast.as(ctx, 'gustav'), id)).sameHere, { count: 1, mine: false })
    const said = (await eventNames(ctx)).filter((name) => name === 'same-here.said')
    assert.equal(said.length, 2)
  }),
)

test(
  'comments stand under the question or under the answer they belong to',
  inTransaction(async (ctx) => {
    const { cast, id } = await askOne(ctx)
    const other = await askOne(ctx, 'Something else?')
    const reply = await answer(cast.as(ctx, 'gustav'), id, 'Warm it.')
    const under = await comment(cast.as(ctx, 'ines'), id, 'How long?', reply.id)
    const above = await comment(cast.as(ctx, 'joost'), id, 'Which year?')
    const question = await getQuestion(ctx, id)
    assert.deepEqual(
      question.comments.shown.map((one) => one.id),
      [above.id],
    )
    assert.deepEqual(
      question.answers[0]!.comments.shown.map((one) => one.id),
      [under.id],
    )
    await assert.rejects(comment(cast.as(ctx, 'ines'), other.id, 'Hm.', reply.id), { code: 'replies.not-found' })
    await assert.rejects(comment(cast.as(ctx, 'ines'), id, 'Hm.', above.id), { code: 'questions.no-answer' })
  }),
)

test(
  'editing keeps the earlier texts and replaces the tags',
  inTransaction(async (ctx) => {
    const { cast, id } = await askOne(ctx)
    const reply = await answer(cast.as(ctx, 'gustav'), id, 'Warm it.')
    const changed = await editQuestion(cast.as(ctx, 'ines'), id, {
      title: 'Why below 3 °C?',
      body: 'It stops.',
      tags: ['tide', 'firmware'],
    })
    await editAnswer(cast.as(ctx, 'gustav'), reply.id, 'Keep it warm.')
    assert.deepEqual(changed.tags, ['firmware', 'tide'])
    assert.equal(changed.thread.slug, 'why-below-3-c')
    const visitor = cast.as(ctx, 'visitor')
    assert.deepEqual(
      (await listThreadHistory(visitor, id)).map((one) => one.title),
      ['Why does it stop?'],
    )
    assert.deepEqual(
      (await listReplyHistory(visitor, reply.id)).map((one) => one.body),
      ['Warm it.'],
    )
    await assert.rejects(editQuestion(cast.as(ctx, 'ines'), id, { title: 'Other', body: 'Other', tags: ['?'] }), {
      code: 'tags.wrong',
    })
    assert.equal((await getQuestion(ctx, id)).thread.title, 'Why below 3 °C?')
  }),
)

test(
  'a recalled answer keeps its place and nothing of its text, its marks or its count',
  inTransaction(async (ctx) => {
    const { cast, id } = await askOne(ctx)
    const reply = await postOfficialAnswer(cast.as(ctx, 'mirela'), id, 'A secret slipped.')
    await editAnswer(cast.as(ctx, 'mirela'), reply.id, 'Another secret slipped.')
    const ines = cast.as(ctx, 'ines')
    await acceptAnswer(ines, reply.id)
    await recallReply(ctx, reply.id)
    const question = await getQuestion(ines, id)
    assert.equal(question.answers[0]!.reply.body, '')
    assert.ok(question.answers[0]!.reply.recalledAt)
    assert.equal(question.answers[0]!.official, undefined)
    assert.equal(question.acceptance, undefined)
    assert.doesNotMatch(JSON.stringify([question, await listReplyHistory(ines, reply.id)]), /secret/)
    assert.deepEqual(
      (await listQuestions(ines, { show: 'unanswered' })).items.map((line) => line.thread.id),
      [id],
    )
    assert.deepEqual((await listQuestions(ines, { show: 'solved' })).items, [])
    for (const act of [acceptAnswer, giveKudos])
      await assert.rejects(act(ines, reply.id), { code: 'questions.recalled' })
    await assert.rejects(markOfficial(cast.as(ctx, 'mirela'), reply.id), { code: 'questions.recalled' })
    await assert.rejects(comment(ines, id, 'Why?', reply.id), { code: 'questions.recalled' })
  }),
)

test(
  'lists are newest first, page by page, and filter by state, tag and space',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ids = []
    for (let index = 0; index < 5; index++) {
      const tags = index % 2 ? ['odd'] : []
      const space = index === 4 ? 'testers' : 'riders'
      ids.unshift(
        (await ask(ctx.as(cast.viewer('ines')), { space, title: `Question ${index}`, body: 'Why?', tags })).thread.id,
      )
    }
    const as = cast.as(ctx, 'gustav')
    const first = await listQuestions(as, {}, undefined, 3)
    const second = await listQuestions(as, {}, first.next, 3)
    assert.deepEqual(
      [...first.items, ...second.items].map((line) => line.thread.id),
      ids,
    )
    assert.equal(second.next, undefined)
    assert.deepEqual(
      (await listQuestions(as, { tag: 'odd' })).items.map((line) => line.thread.title),
      ['Question 3', 'Question 1'],
    )
    const testers = await listQuestions(as, { spaceId: cast.spaces.testers.id })
    assert.deepEqual(
      testers.items.map((line) => line.thread.title),
      ['Question 4'],
    )
    await answer(as, ids[0]!, 'So.')
    assert.equal((await listQuestions(as, { show: 'unanswered' })).items.length, 4)
    assert.equal(await countUnanswered(as), 4)
    assert.equal(await countUnanswered(cast.as(ctx, 'visitor')), 4)
    assert.equal(await countUnanswered(as, cast.spaces.testers.id), 0)
  }),
)

test(
  'a discussion inside is no question, whoever asks for it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const talk = await startThread(cast.as(ctx, 'lena'), cast.spaces.velund, {
      type: 'question',
      title: 'Inside?',
      body: 'Inside.',
    })
    await assert.rejects(getQuestion(cast.as(ctx, 'lena'), talk.id), { code: 'questions.not-found' })
    await assert.rejects(answer(cast.as(ctx, 'lena'), talk.id, 'No.'), { code: 'questions.not-found' })
    assert.deepEqual((await listQuestions(cast.as(ctx, 'lena'))).items, [])
  }),
)

test(
  'linked questions stand near each other, for those who may read both',
  inTransaction(async (ctx) => {
    const { cast, id } = await askOne(ctx)
    const same = await askOne(ctx, 'Why does it halt?')
    const closed = await ask(cast.as(ctx, 'ines'), { space: 'testers', title: 'For testers', body: 'Hm?', tags: [] })
    const talk = await startThread(cast.as(ctx, 'lena'), cast.spaces.velund, {
      type: 'discussion',
      title: 'Inside',
      body: 'Hm.',
    })
    const link = (from: number, to: number, kind: string) =>
      sql`insert into thread_links (from_thread_id, to_thread_id, kind) values (${from}, ${to}, ${kind})`.execute(
        ctx.db,
      )
    await link(id, closed.thread.id, 'related')
    await link(id, same.id, 'duplicate')
    await link(id, talk.id, 'related')
    const near = async (who: 'visitor' | 'gustav' | 'lena', of = id) =>
      (await getQuestion(cast.as(ctx, who), of)).near.map((one) => [one.title, one.kind])
    assert.deepEqual(await near('visitor'), [['Why does it halt?', 'duplicate']])
    const both = [
      ['Why does it halt?', 'duplicate'],
      ['For testers', 'related'],
    ]
    assert.deepEqual(await near('gustav'), both)
    assert.deepEqual(await near('lena'), both, 'nothing inside stands beside a question outside, even for employees')
    assert.deepEqual(await near('gustav', same.id), [['Why does it stop?', 'related']])
  }),
)

test(
  'under 500 others the official answer still stands first',
  inTransaction(async (ctx) => {
    const { cast, id } = await askOne(ctx)
    await sql`insert into replies (thread_id, kind, author_id, body, created_at)
      select ${id}, 'answer', ${cast.people.gustav.id}, 'Answer ' || n, now() - interval '1 day' from generate_series(1, 501) n`.execute(
      ctx.db,
    )
    await ctx.db.updateTable('threads').set({ answerCount: 501 }).where('id', '=', id).execute()
    const official = await postOfficialAnswer(cast.as(ctx, 'mirela'), id, 'Ours.')
    const question = await getQuestion(cast.as(ctx, 'visitor'), id)
    assert.equal(question.answers.length, 25)
    assert.equal(question.answers[0]!.reply.id, official.id)
    assert.deepEqual([question.part.total, question.part.before, question.part.previous], [502, 0, undefined])
  }),
)
