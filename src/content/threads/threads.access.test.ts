import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cast, type PersonName, type PlaceName, everybody, getCast } from '../../../test/cast.ts'
import { outcome } from '../../../test/outcome.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import {
  type ThreadId,
  addParticipants,
  addReply,
  editReply,
  editThread,
  getReply,
  getThread,
  listReplies,
  listReplyHistory,
  listThreadHistory,
  listThreads,
  startThread,
} from './threads.ts'

type Who = PersonName | 'visitor'

const customers: Who[] = ['ines', 'gustav', 'joost', 'amina']
const employees: Who[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']

interface Scene {
  readonly place: PlaceName
  readonly author: PersonName
  readonly participants?: readonly PersonName[]
  readonly readers: readonly Who[]
}

/** One thread for each way in which a thread can stand, and by hand who reads it. */
const scenes: readonly Scene[] = [
  { place: 'riders', author: 'ines', readers: ['visitor', ...customers, ...employees] },
  { place: 'testers', author: 'gustav', readers: [...customers, ...employees] },
  { place: 'velund', author: 'daniel', readers: employees },
  { place: 'battery', author: 'tomasz', readers: ['tomasz', 'aiko', 'lena'] },
  { place: 'cells', author: 'petra', readers: ['lena', 'petra'] },
  { place: 'velund', author: 'daniel', participants: ['tomasz'], readers: ['daniel', 'tomasz'] },
  // Named on the thread, but not of the space: still no reader.
  { place: 'battery', author: 'lena', participants: ['daniel', 'aiko'], readers: ['lena', 'aiko'] },
]

async function start(ctx: Ctx, cast: Cast, scene: Scene): Promise<ThreadId> {
  const type = cast.spaces[scene.place].realm === 'outside' ? 'question' : 'discussion'
  const named = scene.participants?.map((name) => cast.people[name].id)
  const narrow = named ? ({ audience: 'participants', participants: named } as const) : {}
  const as = cast.as(ctx, scene.author)
  const thread = await startThread(as, cast.spaces[scene.place], { type, title: 'A thread', body: 'Words.', ...narrow })
  return thread.id
}

test(
  'every member of the cast against every action on every way a thread can stand',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const scene of scenes) {
      const id = await start(ctx, cast, scene)
      const reply = await addReply(cast.as(ctx, scene.author), id, { kind: 'reply', body: 'More words.' })
      for (const who of everybody) {
        const as = cast.as(ctx, who)
        const reads = scene.readers.includes(who)
        const name = `${who} at ${scene.place}${scene.participants ? ' (named)' : ''}`
        const seen = (code: string) => (reads ? 'ok' : code)
        assert.equal(await outcome(getThread(as, id)), seen('threads.not-found'), `${name}: read`)
        assert.equal(await outcome(getReply(as, reply.id)), seen('replies.not-found'), `${name}: read the reply`)
        assert.equal(await outcome(listThreadHistory(as, id)), seen('threads.not-found'), `${name}: history`)
        assert.equal(
          await outcome(listReplyHistory(as, reply.id)),
          seen('replies.not-found'),
          `${name}: history of the reply`,
        )
        assert.equal((await listReplies(as, id)).length > 0, reads, `${name}: list replies`)
        assert.equal(
          (await listThreads(as, {})).items.some((one) => one.id === id),
          reads,
          `${name}: list`,
        )
        const writes =
          who === 'visitor'
            ? seen('threads.not-found').replace('ok', 'spaces.sign-in-first')
            : seen('threads.not-found')
        assert.equal(await outcome(addReply(as, id, { kind: 'reply', body: 'Even more.' })), writes, `${name}: reply`)
        const own = who === scene.author
        const refused = own ? 'ok' : who === 'visitor' ? 'spaces.sign-in-first' : 'threads.not-author'
        const edits = reads ? refused : 'not-found'
        const title = `Changed by ${who}`
        assert.ok((await outcome(editThread(as, id, { title, body: 'New.' }))).endsWith(edits), `${name}: edit`)
        assert.ok((await outcome(editReply(as, reply.id, `New by ${who}.`))).endsWith(edits), `${name}: edit the reply`)
      }
    }
  }),
)

test(
  'somebody who joins reads from then on, and nobody else does',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await start(ctx, cast, scenes[5]!)
    await addParticipants(cast.as(ctx, 'daniel'), id, [cast.people.lena.id])
    const readers = []
    for (const who of everybody) if ((await outcome(getThread(cast.as(ctx, who), id))) === 'ok') readers.push(who)
    assert.deepEqual(readers, ['daniel', 'tomasz', 'lena'])
  }),
)

test(
  'a thread never changes its side, not even in the database',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const id = await start(ctx, cast, scenes[2]!)
    const move = ctx.db
      .updateTable('threads')
      .set({ realm: 'outside', spaceId: cast.spaces.riders.id })
      .where('id', '=', id)
    await assert.rejects(move.execute(), /realm of threads .* is fixed/)
  }),
)
