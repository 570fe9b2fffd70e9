/** Whatever happens to threads, replies, spaces and people: a search finds what get would return, at once, and nothing else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type ThreadId, addReply, getThread, listReplies, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { search } from './search.ts'

const word = 'zorbkvad'
const act = fc.record({
  thread: fc.nat(3),
  what: fc.constantFrom(
    ...(['hide', 'show', 'remove', 'participants', 'only-me', 'friends', 'all', 'everyone', 'title', 'body'] as const),
    ...(['silence', 'reply', 'hide-reply', 'remove-reply', 'leave', 'join', 'block'] as const),
  ),
})
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

const reaches = { 'only-me': 0, friends: 1, all: 4, everyone: null } as const

async function happen(ctx: Ctx, ids: readonly ThreadId[], { thread, what }: Act): Promise<void> {
  const cast = await getCast(ctx)
  const id = ids[thread % ids.length]!
  const change = (values: object) => ctx.db.updateTable('threads').set(values).where('id', '=', id).execute()
  const changeReplies = (values: object) =>
    ctx.db.updateTable('replies').set(values).where('threadId', '=', id).execute()
  const { realm, authorId } = await getThread(ctx, id)
  if (what === 'hide') await change({ hiddenAt: ctx.now })
  else if (what === 'show') await change({ hiddenAt: null, removedAt: null })
  else if (what === 'remove') await change({ removedAt: ctx.now })
  else if (what === 'participants') await change({ audience: 'participants' })
  else if (what in reaches && realm === 'outside') await change({ reach: reaches[what as keyof typeof reaches] })
  else if (what === 'title') await change({ title: `About the ${word}` })
  else if (what === 'body') await change({ body: `It is a ${word}.` })
  else if (what === 'silence') await change({ title: 'About nothing', body: 'Nothing.' })
  else if (what === 'reply')
    await addReply(cast.as(ctx, writers[thread % ids.length]!), id, { kind: 'reply', body: `A ${word}.` }).catch(
      () => {},
    )
  else if (what === 'hide-reply') await changeReplies({ hiddenAt: ctx.now })
  else if (what === 'remove-reply') await changeReplies({ removedAt: ctx.now })
  else if (what === 'leave') await ctx.db.deleteFrom('memberships').where('accountId', '!=', authorId).execute()
  else if (what === 'join') {
    const members = (['gustav', 'daniel'] as const).map((name) => cast.people[name].id)
    const spaceId = realm === 'outside' ? cast.spaces.testers.id : cast.spaces.battery.id
    const own = realm === 'outside' ? members[0]! : members[1]!
    await ctx.db
      .insertInto('memberships')
      .values({ spaceId, accountId: own, role: 'member' } as never)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } else if (what === 'block' && realm === 'outside' && authorId !== cast.people.gustav.id)
    await ctx.db
      .insertInto('blocks')
      .values({ blockerId: authorId, blockedId: cast.people.gustav.id } as never)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

const readers = ['visitor', 'ines', 'gustav', 'daniel', 'sara', 'petra'] as const
const writers = ['ines', 'gustav', 'tomasz', 'lena'] as const satisfies readonly PersonName[]

/** What somebody would find by opening every thread and reading it to its end. */
async function byReading(ctx: Ctx, ids: readonly ThreadId[]): Promise<number[]> {
  const found: number[] = []
  for (const id of ids) {
    const thread = await getThread(ctx, id).catch(() => undefined)
    if (!thread || thread.removedAt) continue
    const replies = (await listReplies(ctx, id)).filter((reply) => !reply.removedAt)
    if ([thread.title, thread.body, ...replies.map((reply) => reply.body)].join(' ').includes(word)) found.push(id)
  }
  return found
}

test(
  'after any history people of both sides find exactly what they could open and read, in either order',
  inTransaction(async (plain) => {
    const property = fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 12 }), async (history) => {
      const back = new Error('taken back')
      const run = plain.transaction(async (ctx) => {
        const cast = await getCast(ctx)
        const { riders, testers, battery, cells } = cast.spaces
        const places = [riders, testers, battery, cells]
        const ids: ThreadId[] = []
        for (const [at, place] of places.entries()) {
          const type = place.realm === 'outside' ? 'question' : 'discussion'
          const text = { type, title: 'About nothing', body: 'Nothing.' } as const
          ids.push((await startThread(cast.as(ctx, writers[at]!), place, text)).id)
        }
        for (const one of history) {
          // Some acts are refused: a text is only ever narrowed.
          await ctx.transaction((inside) => happen(inside, ids, one)).catch(() => {})
          await ctx.db.deleteFrom('rateLimits').execute()
        }
        for (const who of readers) {
          const as = cast.as(ctx, who)
          const expected = await byReading(as, ids)
          for (const order of ['best', 'newest'] as const) {
            const found = (await search(as, word, undefined, order)).threads.items.map((thread) => thread.id as number)
            assert.deepEqual(
              found.toSorted((a, b) => a - b),
              expected,
              `${who}, ${order}`,
            )
          }
        }
        throw back
      })
      await run.catch((error: unknown) => {
        if (error !== back) throw error
      })
    })
    await fc.assert(property, { numRuns: 8 })
  }),
)

test(
  'a text is found in the moment in which it is written, changed or taken back, by its new words and no longer by the old',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const finds = async (words: string) => (await search(cast.as(ctx, 'visitor'), words)).threads.items.length
    const { id } = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, {
      type: 'question',
      title: 'Zorbing',
      body: 'x',
    })
    assert.equal(await finds('zorbing'), 1)
    await ctx.db.updateTable('threads').set({ title: 'Kvading' }).where('id', '=', id).execute()
    assert.deepEqual([await finds('zorbing'), await finds('kvading')], [0, 1])
    const { id: replyId } = await addReply(cast.as(ctx, 'gustav'), id, { kind: 'comment', body: 'Tjoking.' })
    assert.equal(await finds('tjoking'), 1)
    await ctx.db.updateTable('replies').set({ body: '', recalledAt: ctx.now }).where('id', '=', replyId).execute()
    assert.equal(await finds('tjoking'), 0)
  }),
)
