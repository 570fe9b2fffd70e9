import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Cast, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { ask, getQuestion, postOfficialAnswer } from '../../content/questions/questions.ts'
import { type ReplyId, type Thread, getReply, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import { type Crossing, getCrossing, listCrossings, publishOut, recall, sha256Of } from './crossings.ts'

const words = 'It is the software, Ines, **not** your pack.'

/** A question outside, a discussion inside that only its participants read, and what Mirela publishes from one to the other. */
async function wall(ctx: Ctx): Promise<{
  cast: Cast
  question: Thread
  source: Thread
  publish(by?: Ctx, bytes?: string, written?: string): Promise<Crossing>
}> {
  const cast = await getCast(ctx)
  const { thread: question } = await ask(cast.as(ctx, 'ines'), {
    space: 'riders',
    title: 'Off at 40 %',
    body: 'Why?',
    tags: ['battery'],
  })
  const mirela = cast.as(ctx, 'mirela')
  const source = await startThread(mirela, cast.spaces.velund, {
    type: 'discussion',
    title: 'Wording',
    body: 'Between us',
    audience: 'participants',
  })
  return {
    cast,
    question,
    source,
    publish: (by = mirela, bytes = words, written = bytes) =>
      publishOut(by, {
        source: { kind: 'thread', id: source.id, spaceId: source.spaceId },
        targetSpaceId: question.spaceId,
        bytes,
        reason: '  The riders   asked ',
        audience: 'Anyone on the web',
        write: async (inside) => ({ kind: 'reply', id: (await postOfficialAnswer(inside, question.id, written)).id }),
      }),
  }
}

test(
  'publishing out posts the previewed bytes and records who, when, why and from where in one act',
  inTransaction(async (ctx) => {
    const { cast, question, source, publish } = await wall(ctx)
    const crossing = await publish()
    const { answers } = await getQuestion(cast.as(ctx, 'visitor'), question.id)
    assert.equal(answers[0]?.reply.body, words)
    assert.equal(crossing.bytes, words)
    assert.equal(crossing.bytesSha256, sha256Of(words))
    assert.equal(crossing.reason, 'The riders asked')
    assert.deepEqual([crossing.act, crossing.direction, crossing.actedByName], ['publish-out', 'out', 'Mirela Popescu'])
    assert.deepEqual(
      [crossing.sourceKind, crossing.sourceId, crossing.sourceSpaceTitle],
      ['thread', source.id, 'Everyone at Velund'],
    )
    assert.deepEqual(
      [crossing.targetKind, crossing.targetId, crossing.targetSpaceTitle],
      ['reply', answers[0]?.reply.id, 'Velund Riders'],
    )
    assert.equal(crossing.happenedAt.getTime(), ctx.now.getTime())
  }),
)

test(
  'what is written must be what was previewed, byte for byte, or nothing is posted and nothing recorded',
  inTransaction(async (ctx) => {
    const { cast, question, publish } = await wall(ctx)
    await assert.rejects(
      publish(undefined, words, `${words} `.trim().replace('not', 'NOT')),
      (error) => error instanceof Conflict && error.code === 'crossings.bytes-differ',
    )
    assert.equal((await getQuestion(cast.as(ctx, 'visitor'), question.id)).answers.length, 0)
    assert.equal((await listCrossings(cast.as(ctx, 'jonas'))).items.length, 0)
  }),
)

test(
  'publishing out needs the office, a reason, and a way from inside to outside',
  inTransaction(async (ctx) => {
    const { cast, question, source, publish } = await wall(ctx)
    await assert.rejects(
      publish(cast.as(ctx, 'daniel')),
      (error) => error instanceof Forbidden && error.code === 'crossings.not-official-voice',
    )
    await assert.rejects(publish(ctx), Forbidden, 'Tango itself never publishes')
    const mirela = cast.as(ctx, 'mirela')
    const parts = {
      source: { kind: 'thread', id: source.id as number, spaceId: source.spaceId },
      targetSpaceId: question.spaceId,
      bytes: words,
      reason: 'The riders asked',
      audience: 'Anyone',
      write: async () => assert.fail('nothing is written'),
    }
    await assert.rejects(
      publishOut(mirela, { ...parts, reason: ' ' }),
      (error) => error instanceof Invalid && 'reason' in error.fields,
    )
    await assert.rejects(
      publishOut(mirela, { ...parts, targetSpaceId: cast.spaces.velund.id }),
      (error) => error instanceof Forbidden && error.code === 'crossings.wrong-sides',
    )
    await assert.rejects(
      publishOut(mirela, { ...parts, source: { ...parts.source, spaceId: question.spaceId } }),
      Forbidden,
    )
    const hidden = await startThread(cast.as(ctx, 'tomasz'), cast.spaces.battery, {
      type: 'discussion',
      title: '',
      body: 'Lot 6',
    })
    await assert.rejects(
      publishOut(mirela, { ...parts, source: { kind: 'thread', id: hidden.id, spaceId: hidden.spaceId } }),
      NotFound,
    )
  }),
)

test(
  'a recall empties the text, leaves its place and its record, and happens once',
  inTransaction(async (ctx) => {
    const { cast, question, publish } = await wall(ctx)
    const crossing = await publish()
    const back = await recall(cast.as(ctx, 'sara'), crossing.id, 'The date was wrong')
    assert.deepEqual([back.act, back.recalls, back.actedByName], ['recall', crossing.id, 'Sara Lindqvist'])
    const [answer] = (await getQuestion(cast.as(ctx, 'visitor'), question.id)).answers
    assert.equal(answer?.reply.body, '')
    assert.ok(answer?.reply.recalledAt)
    assert.equal(answer.official, undefined)
    const marked = await getCrossing(cast.as(ctx, 'mirela'), crossing.id)
    assert.equal(marked.recalledBy, back.id)
    assert.equal(marked.bytes, words, 'what had left stays on record inside')
    await assert.rejects(
      recall(cast.as(ctx, 'mirela'), crossing.id, 'Again'),
      (error) => error instanceof Conflict && error.code === 'crossings.recalled-already',
    )
    await assert.rejects(recall(cast.as(ctx, 'mirela'), back.id, 'The recall'), Conflict)
  }),
)

test(
  'after a recall no search index holds a word of the text',
  inTransaction(async (ctx) => {
    const { cast, publish } = await wall(ctx)
    const crossing = await publish()
    const hits = async () => {
      const { rows } = await sql<{
        hits: number
      }>`select (select count(*) from replies where words @@ plainto_tsquery('english', 'software'))
        + (select count(*) from threads where words @@ plainto_tsquery('english', 'software'))
        + (select count(*) from revisions where body like '%software%') as hits`.execute(ctx.db)
      return rows[0]!.hits
    }
    assert.equal(await hits(), 1)
    await recall(cast.as(ctx, 'mirela'), crossing.id, 'Wrong')
    assert.equal(await hits(), 0)
    assert.equal((await getReply(cast.as(ctx, 'ines'), crossing.targetId as ReplyId)).body, '')
  }),
)

test(
  'nobody can change, delete or empty the log, not even Tango',
  inTransaction(async (ctx) => {
    const { publish } = await wall(ctx)
    const { id } = await publish()
    for (const attempt of [
      sql`update crossings set reason = 'another' where id = ${id}`,
      sql`delete from crossings where id = ${id}`,
      sql`truncate crossings cascade`,
    ]) {
      await assert.rejects(
        ctx.transaction((inside) => attempt.execute(inside.db)),
        /append-only/,
      )
    }
    assert.equal((await getCrossing(ctx, id)).reason, 'The riders asked')
  }),
)

test(
  'the log is read page by page, newest first',
  inTransaction(async (ctx) => {
    const { cast, publish } = await wall(ctx)
    const made = []
    for (const text of ['One', 'Two', 'Three']) made.unshift((await publish(undefined, text)).id)
    const jonas = cast.as(ctx, 'jonas')
    const first = await listCrossings(jonas, undefined, 2)
    const second = await listCrossings(jonas, first.next, 2)
    assert.deepEqual(
      [...first.items, ...second.items].map((one) => one.id),
      made,
    )
    assert.equal(second.next, undefined)
  }),
)
