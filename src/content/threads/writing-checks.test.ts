/** Checks that a feature adds are asked of everything that people write, before it stands. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { Forbidden } from '../../platform/errors.ts'
import { hidePost } from './taking-down.ts'
import { addReply, editReply, editThread, getReply, getThread, listReplies, startThread } from './threads.ts'
import { type Writing, checkWriting, registerWritingCheck } from './writing-checks.ts'

const asked: Writing[] = []
const order: string[] = []

// Registered for this file alone; each acts on its own words only.
const noting = async (_ctx: unknown, writing: Writing) => {
  asked.push(writing)
  return undefined
}
registerWritingCheck(noting)
registerWritingCheck(async (_ctx, { body }) => {
  if (body.includes('wombat')) throw new Forbidden('test.wombat', 'No wombats here.')
  return undefined
})
registerWritingCheck(async (_ctx, { body }) => {
  if (!body.includes('quokka')) return undefined
  return async (ctx, post) => {
    order.push('first')
    await hidePost(ctx, post)
  }
})
registerWritingCheck(async (_ctx, { body }) => {
  if (!body.includes('quokka')) return undefined
  return async () => {
    order.push('second')
  }
})

const words = { type: 'discussion', title: 'A title', body: 'Words.' } as const

test(
  'a check is told who writes what and where: at the start of a thread, at a reply, and at every change',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const daniel = cast.as(ctx, 'daniel')
    asked.length = 0
    const thread = await startThread(daniel, cast.spaces.velund, words)
    const reply = await addReply(daniel, thread.id, { kind: 'reply', body: 'An answer.' })
    await editReply(daniel, reply.id, 'Another answer.')
    await editThread(daniel, thread.id, { title: 'Another title', body: 'Other words.' })
    assert.deepEqual(
      asked.map(({ act, title, body, space, authorId }) => [act, title, body, space.slug, authorId]),
      [
        ['start', 'A title', 'Words.', 'velund', cast.people.daniel.id],
        ['reply', '', 'An answer.', 'velund', cast.people.daniel.id],
        ['edit', '', 'Another answer.', 'velund', cast.people.daniel.id],
        ['edit', 'Another title', 'Other words.', 'velund', cast.people.daniel.id],
      ],
    )
  }),
)

test(
  'what a check refuses is not written, neither as a thread nor as a reply nor as a change',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const daniel = cast.as(ctx, 'daniel')
    const refused = { code: 'test.wombat', message: 'No wombats here.' }
    await assert.rejects(startThread(daniel, cast.spaces.velund, { ...words, body: 'A wombat.' }), refused)
    const thread = await startThread(daniel, cast.spaces.velund, words)
    const reply = await addReply(daniel, thread.id, { kind: 'reply', body: 'An answer.' })
    await assert.rejects(addReply(daniel, thread.id, { kind: 'reply', body: 'A wombat.' }), refused)
    await assert.rejects(editReply(daniel, reply.id, 'A wombat.'), refused)
    await assert.rejects(editThread(daniel, thread.id, { title: 'A title', body: 'A wombat.' }), refused)
    const threads = await ctx.db.selectFrom('threads').select('body').execute()
    assert.deepEqual(threads, [{ body: 'Words.' }])
    assert.deepEqual(
      (await listReplies(daniel, thread.id)).map((one) => one.body),
      ['An answer.'],
    )
  }),
)

test(
  'the first check that holds a post decides how, in the transaction that writes it, and nobody hears of the post',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const daniel = cast.as(ctx, 'daniel')
    order.length = 0
    const thread = await startThread(daniel, cast.spaces.velund, { ...words, body: 'A quokka.' })
    assert.deepEqual(order, ['first'])
    assert.ok((await getThread(daniel, thread.id)).hiddenAt)
    await assert.rejects(getThread(cast.as(ctx, 'aiko'), thread.id), { code: 'threads.not-found' })
    const open = await startThread(daniel, cast.spaces.velund, words)
    const reply = await addReply(daniel, open.id, { kind: 'reply', body: 'A quokka.' })
    await assert.rejects(getReply(cast.as(ctx, 'aiko'), reply.id), { code: 'replies.not-found' })
    assert.equal((await getThread(ctx, open.id)).replyCount, 0)
    const heard = await ctx.db
      .selectFrom('events')
      .select('name')
      .where('name', 'in', ['thread.started', 'reply.added'])
      .execute()
    assert.deepEqual(heard, [{ name: 'thread.started' }], 'of the one that nothing stands against')
  }),
)

test(
  'what Tango writes itself is asked of nobody, and a check added twice is asked once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    registerWritingCheck(noting)
    asked.length = 0
    const writing = { authorId: cast.people.daniel.id, space: cast.spaces.velund, act: 'start', title: '' } as const
    assert.equal(await checkWriting(ctx, { ...writing, body: 'A wombat.' }), undefined)
    assert.deepEqual(asked, [])
    assert.equal(await checkWriting(cast.as(ctx, 'daniel'), { ...writing, body: 'Words.' }), undefined)
    assert.equal(asked.length, 1)
  }),
)
