import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { type Ctx } from '../../platform/context.ts'
import { type ReplyId, addReply, recallReply, startThread } from '../threads/threads.ts'
import { countUnreadIn, markSeen, readingOf } from './read-positions.ts'
import { readSeen, writeSeen } from './seen.ts'

async function setScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const text = { type: 'discussion', title: 'Read me', body: 'x' } as const
  const thread = await startThread(cast.as(ctx, 'tomasz'), cast.spaces.velund, text)
  const daniel = cast.as(ctx, 'daniel')
  const say = async (who: 'tomasz' | 'daniel' | 'aiko' = 'tomasz'): Promise<ReplyId> => {
    await ctx.db.deleteFrom('rateLimits').execute()
    return (await addReply(cast.as(ctx, who), thread.id, { kind: 'reply', body: 'Words' })).id
  }
  const unread = async () => (await countUnreadIn(daniel, [thread.id])).get(thread.id) ?? 0
  return { cast, thread, daniel, say, unread }
}

test(
  'nothing counts as unread in a thread that was never opened; from then on what others write',
  inTransaction(async (ctx) => {
    const { thread, daniel, say, unread } = await setScene(ctx)
    const first = await say()
    assert.equal(await unread(), 0)
    assert.equal(await readingOf(daniel, thread.id), undefined)
    await markSeen(daniel, thread.id, [first])
    await say('daniel')
    const second = await say()
    assert.equal(await unread(), 1)
    assert.deepEqual(await readingOf(daniel, thread.id), {
      position: first,
      unread: 1,
      first: { id: second, kind: 'reply' },
    })
  }),
)

test(
  'the position stops before the first unread reply that was not on the screen, and never goes back',
  inTransaction(async (ctx) => {
    const { thread, daniel, say, unread } = await setScene(ctx)
    await markSeen(daniel, thread.id, [])
    const ids = [await say(), await say(), await say(), await say()]
    await markSeen(daniel, thread.id, [ids[0]!, ids[2]!, ids[3]!])
    assert.equal((await readingOf(daniel, thread.id))!.position, ids[0])
    assert.equal(await unread(), 3)
    await markSeen(daniel, thread.id, [ids[1]!])
    assert.equal((await readingOf(daniel, thread.id))!.position, ids[1], 'what was seen once counts in its own report')
    await markSeen(daniel, thread.id, [ids[2]!, ids[3]!])
    await markSeen(daniel, thread.id, [ids[0]!])
    assert.equal((await readingOf(daniel, thread.id))!.position, ids[3])
    assert.equal(await unread(), 0)
  }),
)

test(
  'seeing what is not there moves nothing: replies of other threads, and numbers of nothing',
  inTransaction(async (ctx) => {
    const { cast, thread, daniel, say, unread } = await setScene(ctx)
    await markSeen(daniel, thread.id, [])
    await say()
    const other = await startThread(cast.as(ctx, 'tomasz'), cast.spaces.velund, {
      ...{ type: 'discussion', title: 'Other', body: 'x' },
    })
    const elsewhere = await addReply(cast.as(ctx, 'tomasz'), other.id, { kind: 'reply', body: 'x' })
    await markSeen(daniel, thread.id, [elsewhere.id, 999_999_999])
    assert.equal(await unread(), 1)
  }),
)

test(
  'a very long thread is counted to 99 and no further',
  inTransaction(async (ctx) => {
    const { cast, thread, daniel, unread } = await setScene(ctx)
    await markSeen(daniel, thread.id, [])
    const row = { threadId: thread.id, kind: 'reply' as const, authorId: cast.people.tomasz.id, body: 'x' }
    await ctx.db
      .insertInto('replies')
      .values(Array.from({ length: 300 }, () => row))
      .execute()
    assert.equal(await unread(), 100)
    assert.equal((await readingOf(daniel, thread.id))!.unread, 100)
  }),
)

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('say' as const), by: fc.constantFrom('tomasz', 'daniel', 'aiko') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('read' as const), which: fc.array(fc.nat(11), { maxLength: 8 }) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('recall', 'delete', 'remove', 'hide'), at: fc.nat(5) }) },
)

test(
  'counts equal what a plain recount says, whatever is posted, read, deleted, recalled, removed and hidden',
  inTransaction(async (ctx) => {
    let unreadEver = 0
    let taken = 0
    const { cast, daniel } = await setScene(ctx)
    const text = {
      realm: 'inside',
      spaceId: cast.spaces.velund.id,
      type: 'discussion',
      title: 'x',
      slug: 'x',
      body: 'x',
    } as const
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const thread = await ctx.db
          .insertInto('threads')
          .values({ ...text, authorId: cast.people.tomasz.id } as never)
          .returning('id')
          .executeTakeFirstOrThrow()
        await markSeen(daniel, thread.id, [])
        const model: { id: ReplyId; by: string; gone: boolean; hidden: boolean; deleted: boolean; read: boolean }[] = []
        let position = 0
        for (const one of steps) {
          if (one.act === 'say') {
            const row = {
              threadId: thread.id,
              kind: 'reply',
              body: 'x',
              authorId: cast.people[one.by as 'tomasz'].id,
            } as const
            const { id } = await ctx.db.insertInto('replies').values(row).returning('id').executeTakeFirstOrThrow()
            model.push({ id, by: one.by, gone: false, hidden: false, deleted: false, read: false })
          } else if (one.act === 'read') {
            const seen = one.which.flatMap((at) => model[at]?.id ?? [])
            await markSeen(daniel, thread.id, seen)
            for (const reply of model) {
              if (reply.id <= position || reply.by === 'daniel' || reply.gone || reply.hidden || reply.deleted) continue
              if (!seen.includes(reply.id)) break
              position = reply.id
            }
          } else {
            const reply = model[one.at]
            if (!reply || reply.deleted) continue
            taken++
            const where = ctx.db.updateTable('replies').where('id', '=', reply.id)
            if (one.act === 'recall') await recallReply(ctx, reply.id).catch(() => {})
            if (one.act === 'remove') await where.set({ removedAt: ctx.now, body: '' } as never).execute()
            if (one.act === 'hide') await where.set({ hiddenAt: ctx.now } as never).execute()
            if (one.act === 'delete') await ctx.db.deleteFrom('replies').where('id', '=', reply.id).execute()
            if (one.act === 'recall' || one.act === 'remove') reply.gone = true
            if (one.act === 'hide') reply.hidden = true
            if (one.act === 'delete') reply.deleted = true
          }
          const wanted = model.filter(
            (reply) => reply.id > position && reply.by !== 'daniel' && !reply.gone && !reply.hidden && !reply.deleted,
          )
          const counted = (await countUnreadIn(daniel, [thread.id])).get(thread.id) ?? 0
          const reading = await readingOf(daniel, thread.id)
          assert.deepEqual(
            [counted, reading?.unread, reading?.first?.id],
            [wanted.length, wanted.length, wanted[0]?.id],
          )
          unreadEver += wanted.length > 0 ? 1 : 0
        }
      }),
      { numRuns: 40 },
    )
    assert.ok(unreadEver > 50 && taken > 10, `hardly tried: ${unreadEver}, ${taken}`)
  }),
)

test('numbers of replies fit into an address and come out as they went in', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 40 }), { maxLength: 60 }), (ids) => {
      assert.deepEqual(
        readSeen(writeSeen(ids)),
        ids.toSorted((a, b) => a - b),
      )
    }),
  )
  for (const broken of ['', '.', 'a..b', 'A', 'é', 'x'.repeat(20)]) assert.deepEqual(readSeen(broken), [], broken)
  const dense = Array.from({ length: 600 }, (_, at) => at + 1)
  assert.equal(readSeen(writeSeen(dense)).length, 500)
  assert.ok(writeSeen(dense).length < 1_100)
})
