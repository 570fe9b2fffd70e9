import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { accept, ask, block, end, setHidden, unblock } from '../../people/connections/connections.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase, openPool } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import type { Tables } from '../../platform/tables.ts'
import { whyIRead } from '../../realms/audience/audience.ts'
import {
  type Reach,
  type ThreadId,
  addReply,
  countWouldRead,
  editThread,
  getReply,
  getThread,
  listReplies,
  listThreadHistory,
  listThreads,
  narrowThread,
  startThread,
} from './threads.ts'

type Who = PersonName | 'visitor'
const members = ['ines', 'gustav', 'joost', 'amina'] as const
const employees = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara'] as const
const words = { type: 'question', title: 'Sunday ride', body: 'Who comes along?' } as const

/** Ines knows Gustav, who knows Joost, who knows Amina: the fixture of a chain. */
async function chain(ctx: Ctx) {
  const cast = await getCast(ctx)
  const connect = async (one: PersonName, other: PersonName) => {
    await ask(cast.as(ctx, one), cast.people[other].id)
    await accept(cast.as(ctx, other), cast.people[one].id)
  }
  await connect('ines', 'gustav')
  await connect('gustav', 'joost')
  await connect('joost', 'amina')
  const write = async (who: PersonName, reach: Reach) =>
    (await startThread(cast.as(ctx, who), cast.spaces.riders, { ...words, reach })).id
  const readers = async (id: ThreadId) => {
    const found: Who[] = []
    for (const who of everybody) if (await isRead(cast.as(ctx, who), id)) found.push(who)
    return found
  }
  return { cast, connect, write, readers }
}

function isRead(ctx: Ctx, id: ThreadId): Promise<boolean> {
  return getThread(ctx, id).then(
    () => true,
    () => false,
  )
}

function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
}

test(
  'each reach has exactly its readers, and everything under a text goes with it',
  inTransaction(async (ctx) => {
    const { cast, write, readers } = await chain(ctx)
    const table: readonly [Reach, readonly Who[]][] = [
      [0, ['ines']],
      [1, ['ines', 'gustav']],
      [2, ['ines', 'gustav', 'joost']],
      [3, members],
      [4, [...employees, ...members]],
      [null, ['visitor', ...employees, ...members]],
    ]
    for (const [reach, expected] of table) {
      const id = await write('ines', reach)
      assert.deepEqual(await readers(id), [...expected], `reach ${reach}`)
      await editThread(cast.as(ctx, 'ines'), id, { title: 'Sunday ride', body: 'Saturday, rather.' })
      const reply = await addReply(cast.as(ctx, 'ines'), id, { kind: 'comment', body: 'At nine.' })
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        const reads = expected.includes(who)
        const name = `${who} at ${reach}`
        assert.equal(await outcome(getReply(as, reply.id)), reads ? 'done' : 'replies.not-found', name)
        assert.equal(await outcome(listThreadHistory(as, id)), reads ? 'done' : 'threads.not-found', name)
        assert.equal((await listReplies(as, id)).length > 0, reads, name)
        assert.equal(
          (await listThreads(as, {})).items.some((one) => one.id === id),
          reads,
          name,
        )
        const writes = await outcome(addReply(as, id, { kind: 'comment', body: 'I come.' }))
        assert.equal(writes, reads ? (who === 'visitor' ? 'spaces.sign-in-first' : 'done') : 'threads.not-found', name)
        const why = await whyIRead(as, { kind: 'thread', id })
        assert.equal(why !== undefined, reads, `${name}: ${why}`)
      }
    }
  }),
)

test(
  'who may choose what: members every reach outside, employees everyone or all members, nobody anything inside',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of everybody) {
      for (const place of ['riders', 'testers', 'velund', 'cells'] as const) {
        for (const reach of [null, 4, 3, 2, 1, 0] as const) {
          const as = cast.as(ctx, who)
          const space = cast.spaces[place]
          const heard = await outcome(startThread(as, space, { ...words, type: 'discussion', reach }))
          // A guest has nothing outside to write in.
          if (who === 'petra') assert.equal(place === 'cells' && reach === null, heard === 'done')
          if (reach === null || who === 'petra' || heard.startsWith('spaces.')) continue
          const member = (members as readonly Who[]).includes(who)
          const chooses = place === 'riders' ? member || reach === 4 : place === 'testers' && member && reach !== 4
          assert.equal(heard, chooses ? 'done' : 'threads.reach', `${who} at ${place} for ${reach}`)
        }
      }
    }
  }),
)

test(
  'a text is narrowed by its author, for good, and by nobody else',
  inTransaction(async (ctx) => {
    const { cast, write, readers } = await chain(ctx)
    for (const who of everybody) {
      const id = await write('ines', null)
      const heard = await outcome(narrowThread(cast.as(ctx, who), id, 2))
      const others = who === 'visitor' ? 'spaces.sign-in-first' : 'threads.not-author'
      assert.equal(heard, who === 'ines' ? 'done' : who === 'petra' ? 'threads.not-found' : others, who)
      assert.equal((await readers(id)).length, who === 'ines' ? 3 : 12, who)
    }
    const id = await write('ines', 2)
    for (const reach of [null, 4, 3, 2] as const) {
      assert.equal(await outcome(narrowThread(cast.as(ctx, 'ines'), id, reach)), 'threads.not-narrower')
    }
    await narrowThread(cast.as(ctx, 'ines'), id, 1)
    assert.deepEqual(await readers(id), ['ines', 'gustav'])
    const widen = ctx.transaction((inside) => sql`update threads set reach = null where id = ${id}`.execute(inside.db))
    await assert.rejects(widen, /cannot reach further/, 'not even in the database')
    const own = await startThread(cast.as(ctx, 'daniel'), cast.spaces.riders, words)
    assert.equal(await outcome(narrowThread(cast.as(ctx, 'daniel'), own.id, 1)), 'threads.reach')
    assert.equal(await outcome(narrowThread(cast.as(ctx, 'daniel'), own.id, 4)), 'done')
  }),
)

test(
  'a block closes from both sides and is never a step; a hidden tie is none either; an undone block opens what was near',
  inTransaction(async (ctx) => {
    const { cast, connect, write, readers } = await chain(ctx)
    const { ines, gustav, joost, amina } = cast.people
    const as = (who: PersonName) => cast.as(ctx, who)
    const posts = { members: await write('ines', 4), third: await write('ines', 3), far: await write('amina', 3) }
    await block(as('amina'), ines.id)
    assert.deepEqual(await readers(posts.members), [...employees, 'ines', 'gustav', 'joost'])
    assert.deepEqual(await readers(posts.third), ['ines', 'gustav', 'joost'])
    assert.deepEqual(await readers(posts.far), ['gustav', 'joost', 'amina'])
    await unblock(as('amina'), ines.id)
    assert.deepEqual(await readers(posts.third), [...members])
    // Whom either end blocks is no step between the two, although both ties stand.
    await block(as('joost'), ines.id)
    assert.deepEqual(await readers(posts.third), ['ines', 'gustav'])
    await unblock(as('joost'), ines.id)
    await block(as('gustav'), amina.id)
    assert.deepEqual(await readers(posts.far), ['joost', 'amina'])
    await unblock(as('gustav'), amina.id)
    await setHidden(as('joost'), gustav.id, true)
    assert.deepEqual(await readers(posts.third), ['ines', 'gustav'])
    const near = await write('joost', 1)
    assert.deepEqual(await readers(near), ['gustav', 'joost', 'amina'], 'its own two know it')
    await connect('ines', 'joost')
    assert.deepEqual(await readers(posts.third), [...members], 'another way opens it again')
    assert.equal(await isRead(as('gustav'), near), true)
    assert.ok(joost.id !== gustav.id)
  }),
)

test(
  'the head-count of each choice is the number of members who would read, the writer aside',
  inTransaction(async (ctx) => {
    const { cast, write, readers } = await chain(ctx)
    const counts = await countWouldRead(cast.as(ctx, 'ines'), cast.spaces.riders)
    assert.deepEqual(Object.fromEntries(counts), { 1: 1, 2: 2, 3: 3, 4: 3 })
    for (const [reach, count] of counts) {
      const read = (await readers(await write('ines', reach))).filter((who) => members.includes(who as 'ines'))
      assert.equal(read.length - 1, count, `reach ${reach}`)
    }
    assert.deepEqual([...(await countWouldRead(cast.as(ctx, 'daniel'), cast.spaces.riders))], [[4, 4]])
    assert.deepEqual([...(await countWouldRead(cast.as(ctx, 'visitor'), cast.spaces.riders))], [])
    assert.deepEqual([...(await countWouldRead(cast.as(ctx, 'ines'), cast.spaces.velund))], [])
  }),
)

test('cutting the one tie closes a text at the next request, on another process too', async () => {
  const pool = await freshPool('cast')
  const second = openPool(String(pool.options.connectionString), 2)
  try {
    const over = (db: Kysely<Tables>) =>
      makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
    const here = over(openDatabase(pool))
    const there = over(openDatabase(second))
    const { cast, write } = await chain(here)
    const id = await write('ines', 2)
    assert.deepEqual(
      [await isRead(cast.as(here, 'joost'), id), await isRead(cast.as(there, 'joost'), id)],
      [true, true],
    )
    await end(cast.as(here, 'gustav'), cast.people.ines.id)
    assert.deepEqual(
      [await isRead(cast.as(there, 'joost'), id), await isRead(cast.as(there, 'gustav'), id)],
      [false, false],
    )
    assert.equal((await listThreads(cast.as(there, 'joost'), {})).items.length, 0)
    assert.equal(await isRead(cast.as(there, 'ines'), id), true)
  } finally {
    await second.end()
  }
})
