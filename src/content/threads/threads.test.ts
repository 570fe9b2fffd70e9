import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { TryLater } from '../../platform/errors.ts'
import {
  addReply,
  editReply,
  editThread,
  getReply,
  getThread,
  listReplies,
  listReplyHistory,
  listThreadHistory,
  listThreads,
  recallReply,
  startThread,
} from './threads.ts'

const words = { type: 'question', title: 'Which lock fits?', body: 'The frame lock.' } as const

test(
  'an edit keeps the earlier text, who wrote it and when',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const { id } = await startThread(ines, cast.spaces.riders, words)
    await editThread(later(ines, 60), id, { title: 'Which lock fits the Porter?', body: 'The frame lock.' })
    await editThread(later(ines, 120), id, { title: 'Which lock fits the Porter?', body: 'The ring lock.' })
    const history = await listThreadHistory(cast.as(ctx, 'visitor'), id)
    assert.deepEqual(
      history.map((one) => [one.title, one.body]),
      [
        ['Which lock fits the Porter?', 'The frame lock.'],
        ['Which lock fits?', 'The frame lock.'],
      ],
    )
    assert.equal(history[1]!.writtenBy, cast.people.ines.id)
    assert.equal(history[0]!.writtenAt.getTime(), ctx.now.getTime() + 60_000)
    assert.equal((await getThread(ines, id)).body, 'The ring lock.')
  }),
)

test(
  'an edit that changes nothing leaves no trace',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const { id } = await startThread(ines, cast.spaces.riders, words)
    await editThread(ines, id, { ...words, body: 'The frame lock.  \r\n' })
    assert.equal((await listThreadHistory(ines, id)).length, 0)
    assert.equal((await getThread(ines, id)).editedAt, null)
  }),
)

test(
  'a recalled reply keeps its place and loses every word of it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, words)
    const reply = await addReply(cast.as(ctx, 'mirela'), id, { kind: 'answer', body: 'Zanzibar one.' })
    await editReply(cast.as(ctx, 'mirela'), reply.id, 'Zanzibar two.')
    await recallReply(ctx, reply.id)
    const after = await getReply(cast.as(ctx, 'visitor'), reply.id)
    assert.equal(after.body, '')
    assert.ok(after.recalledAt)
    assert.equal((await listReplyHistory(cast.as(ctx, 'visitor'), reply.id)).length, 0)
    const kept = await ctx.db.selectFrom('replies').select('words').where('id', '=', reply.id).executeTakeFirstOrThrow()
    assert.equal(kept.words, '')
    await assert.rejects(editReply(cast.as(ctx, 'mirela'), reply.id, 'Again.'), { code: 'replies.recalled' })
  }),
)

test(
  'a list is cut into pages that miss nothing and repeat nothing, however threads are dated',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const made: number[] = []
    for (let n = 0; n < 18; n++) {
      // Several threads share a moment, so that only the id tells them apart.
      const at = later(cast.as(ctx, n % 2 ? 'ines' : 'joost'), Math.floor(n / 4))
      made.push((await startThread(at, cast.spaces.riders, words)).id)
    }
    const seen: number[] = []
    let after: string | undefined
    do {
      const page = await listThreads(ctx, { spaceId: cast.spaces.riders.id }, { limit: 5, ...(after && { after }) })
      seen.push(...page.items.map((thread) => thread.id))
      after = page.next
    } while (after)
    assert.deepEqual(
      seen,
      made.toSorted((a, b) => b - a),
    )
  }),
)

test(
  'a reply moves its thread to the front and is counted once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const first = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, words)
    const second = await startThread(later(cast.as(ctx, 'joost'), 10), cast.spaces.riders, words)
    await addReply(later(cast.as(ctx, 'gustav'), 20), first.id, { kind: 'answer', body: 'The ring lock.' })
    await addReply(later(cast.as(ctx, 'joost'), 21), first.id, { kind: 'comment', body: 'Thanks.' })
    const page = await listThreads(ctx, { spaceId: cast.spaces.riders.id })
    assert.deepEqual(
      page.items.map((thread) => thread.id),
      [first.id, second.id],
    )
    assert.deepEqual([page.items[0]!.answerCount, page.items[0]!.replyCount], [1, 1])
    assert.equal((await listReplies(ctx, first.id)).length, 2)
  }),
)

test(
  'a text without words, or longer than fits, is refused by field and nothing is written',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const before = (await listThreads(ctx, {})).items.length
    const refused = startThread(ines, cast.spaces.riders, { type: 'question', title: ' \n ', body: '\u202e' })
    await assert.rejects(refused, (error: { fields: Record<string, string> }) => {
      assert.deepEqual(Object.keys(error.fields), ['title', 'body'])
      return true
    })
    const long = { ...words, title: 'x'.repeat(201), body: 'y'.repeat(60_001) }
    await assert.rejects(startThread(ines, cast.spaces.riders, long), { code: 'threads.text' })
    assert.equal((await listThreads(ctx, {})).items.length, before)
  }),
)

test(
  'writing too much in a minute is slowed down, for that person only',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    for (let n = 0; n < 20; n++) await startThread(ines, cast.spaces.riders, words)
    await assert.rejects(startThread(ines, cast.spaces.riders, words), TryLater)
    await startThread(cast.as(ctx, 'gustav'), cast.spaces.riders, words)
    await startThread(later(ines, 61), cast.spaces.riders, words)
  }),
)

test(
  'a failing step takes the whole act back',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const act = ctx.transaction(async (inside) => {
      await startThread(cast.as(inside, 'ines'), cast.spaces.riders, words)
      throw new Error('the next step failed')
    })
    await assert.rejects(act, /next step/)
    assert.equal((await listThreads(ctx, { spaceId: cast.spaces.riders.id })).items.length, 0)
    assert.equal((await ctx.db.selectFrom('events').select('id').execute()).length, 0)
  }),
)

function later(ctx: Ctx, seconds: number): Ctx {
  return { ...ctx, ...laterParts(ctx, seconds) }
}

/** A context at another moment whose transactions are at that moment too. */
function laterParts(ctx: Ctx, seconds: number): Pick<Ctx, 'now' | 'transaction'> {
  const now = new Date(ctx.now.getTime() + seconds * 1000)
  return { now, transaction: (work) => ctx.transaction((inside) => work(later(inside, seconds))) }
}

test(
  'the stream of an employee goes through all sides in the order of time, page after page',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const daniel = cast.as(ctx, 'daniel')
    const started: number[] = []
    for (let minute = 1; minute <= 9; minute++) {
      const inside = minute % 3 !== 0
      const author = later(inside ? daniel : cast.as(ctx, 'ines'), minute * 60)
      const space = inside ? cast.spaces.velund : cast.spaces.riders
      const type = inside ? 'discussion' : 'question'
      const { id } = await startThread(author, space, { type, title: `Number ${minute}`, body: `Words ${minute}.` })
      started.unshift(id)
    }
    for (const order of ['active', 'newest'] as const) {
      const met: number[] = []
      for (let after: string | undefined; met.length < 9;) {
        const page = await listThreads(daniel, { order }, { limit: 2, ...(after !== undefined && { after }) })
        met.push(...page.items.map((thread) => thread.id))
        after = page.next
        if (after === undefined) break
      }
      assert.deepEqual(met.slice(0, 9), started)
    }
    const outside = new Set(started.filter((_, at) => (9 - at) % 3 === 0))
    const seen = (await listThreads(cast.as(ctx, 'ines'), {}, { limit: 100 })).items.map((thread) => thread.id)
    assert.deepEqual(
      seen.filter((id) => started.includes(id)),
      started.filter((id) => outside.has(id)),
    )
  }),
)
