import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { TangoError } from '../../platform/errors.ts'
import { addReply, startThread } from '../threads/threads.ts'
import { newerWords, countUnreadIn, markSeen, readingOf } from './read-positions.ts'

async function outcome(act: () => Promise<unknown>): Promise<string> {
  return act().then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof TangoError) return error.code
      throw error
    },
  )
}

test(
  'reading is remembered for whoever reads a thread and is signed in; nothing is told of any other thread',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const rooms = { riders: 'ines', velund: 'daniel', battery: 'tomasz', cells: 'lena' } as const
    const inside = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']
    const readers: Record<keyof typeof rooms, readonly string[]> = {
      riders: [...inside, 'ines', 'gustav', 'joost', 'amina'],
      velund: inside,
      battery: ['tomasz', 'aiko', 'lena'],
      cells: ['lena', 'petra'],
    }
    for (const [place, writer] of Object.entries(rooms) as [
      keyof typeof rooms,
      'ines' | 'daniel' | 'tomasz' | 'lena',
    ][]) {
      const text = { type: 'discussion', title: 'Read me', body: 'x' } as const
      const thread = await startThread(cast.as(ctx, writer), cast.spaces[place], text)
      const reply = await addReply(cast.as(ctx, writer), thread.id, { kind: 'reply', body: 'One' })
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        const reads = readers[place].includes(who)
        const wanted = reads ? 'ok' : who === 'visitor' ? 'read-positions.sign-in-first' : 'threads.not-found'
        assert.equal(await outcome(() => markSeen(as, thread.id, [])), wanted, `${who} in ${place}`)
        assert.equal((await readingOf(as, thread.id)) !== undefined, reads, `${who} has a place in ${place}`)
        const unread = (await countUnreadIn(as, [thread.id])).get(thread.id)
        assert.equal(unread, reads && who !== writer ? 1 : undefined, `${who} counts in ${place}`)
        const newer = reads || (place === 'riders' && who === 'visitor') ? 'ok' : 'threads.not-found'
        assert.equal(await outcome(() => newerWords(as, thread.id, reply.id - 1)), newer, `${who} asks of ${place}`)
      }
    }
  }),
)

test(
  'whoever lost the right to read a thread counts nothing of it any more',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const text = { type: 'discussion', title: 'Read me', body: 'x' } as const
    const thread = await startThread(cast.as(ctx, 'lena'), cast.spaces.cells, text)
    await markSeen(cast.as(ctx, 'petra'), thread.id, [])
    await addReply(cast.as(ctx, 'lena'), thread.id, { kind: 'reply', body: 'One' })
    assert.equal((await countUnreadIn(cast.as(ctx, 'petra'), [thread.id])).get(thread.id), 1)
    await ctx.db
      .updateTable('sponsorships')
      .set({ endedAt: ctx.now } as never)
      .execute()
    assert.equal((await countUnreadIn(cast.as(ctx, 'petra'), [thread.id])).size, 0)
    assert.equal((await readingOf(cast.as(ctx, 'petra'), thread.id))?.unread, 0)
    assert.equal(await outcome(() => markSeen(cast.as(ctx, 'petra'), thread.id, [])), 'threads.not-found')
  }),
)
