/** What stands beside a tag for counting it is what its thread says, whatever happened; and the months count what their reader opens. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { freshPool, inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { type ThreadId, getThread, narrowThread, startThread } from '../threads/threads.ts'
import { mergeTags } from './synonyms.ts'
import { openTag, readTagFacts } from './tag-pages.ts'
import { type TagSide, setTags } from './tags.ts'

/** Rows of tags that say something else of their thread than the thread itself. */
async function untrue(ctx: Ctx): Promise<unknown[]> {
  const { rows } = await sql`select thread_tags.thread_id from thread_tags join threads on threads.id = thread_id
    where (thread_tags.space_id, thread_tags.is_plain, thread_tags.created_at) is distinct from (threads.space_id,
      threads.audience = 'space' and threads.reach is null and threads.hidden_at is null and threads.removed_at is null
        and threads.recalled_at is null and threads.merged_into_id is null, threads.created_at)`.execute(ctx.db)
  return rows
}

async function counted(ctx: Ctx, side: TagSide, name: string): Promise<number> {
  const tag = await openTag(ctx, side, name).catch(() => undefined)
  if (!tag) return 0
  return (await readTagFacts(ctx, tag)).months.reduce((sum, { count }) => sum + count, 0)
}

/** The same by opening every thread. */
async function opened(ctx: Ctx, ids: readonly ThreadId[], side: TagSide): Promise<number> {
  let count = 0
  for (const id of ids) {
    const thread = await getThread(ctx, id).catch(() => undefined)
    const isThere = thread && !thread.removedAt && !thread.recalledAt && !thread.mergedIntoId
    if (isThere && (thread.realm === 'outside') === (side === 'outside')) count++
  }
  return count
}

const writers = { riders: 'ines', testers: 'gustav', velund: 'lena', battery: 'tomasz', cells: 'lena' } as const
type Place = keyof typeof writers

const acts = [
  ...(['hide', 'show', 'remove', 'restore', 'recall', 'participants', 'space', 'only-me', 'friends'] as const),
  ...(['members', 'everyone', 'merge', 'move', 'untag', 'tag', 'leave', 'close', 'open', 'age'] as const),
] as const
const act = fc.record({ thread: fc.nat(4), what: fc.constantFrom(...acts) })
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

const reaches = { 'only-me': 0, friends: 1, members: 4, everyone: null } as const

async function happen(ctx: Ctx, ids: readonly ThreadId[], { thread, what }: Act): Promise<void> {
  const { spaces } = await getCast(ctx)
  const id = ids[thread]!
  const change = (values: object) => ctx.db.updateTable('threads').set(values).where('id', '=', id).execute()
  const { realm, spaceId } = await getThread(ctx, id)
  const access = (values: object) => ctx.db.updateTable('spaces').set(values).where('id', '=', spaceId).execute()
  if (what === 'hide') await change({ hiddenAt: ctx.now })
  else if (what === 'show') await change({ hiddenAt: null })
  else if (what === 'remove') await change({ removedAt: ctx.now })
  else if (what === 'restore') await change({ removedAt: null, recalledAt: null, mergedIntoId: null })
  else if (what === 'recall') await change({ recalledAt: ctx.now })
  else if (what === 'participants' || what === 'space') await change({ audience: what })
  else if (what in reaches) await change({ reach: reaches[what as keyof typeof reaches] })
  else if (what === 'merge') await change({ mergedIntoId: ids[(thread + 1) % ids.length]! })
  else if (what === 'move') {
    const [one, other] = realm === 'outside' ? [spaces.riders, spaces.testers] : [spaces.velund, spaces.battery]
    await change({ spaceId: spaceId === one.id ? other.id : one.id })
  } else if (what === 'untag') await ctx.db.deleteFrom('threadTags').where('threadId', '=', id).execute()
  else if (what === 'tag') await setTags(ctx, id, ['quagga', 'zebra'])
  else if (what === 'leave') await ctx.db.deleteFrom('memberships').where('spaceId', '=', spaceId).execute()
  else if (what === 'age') await change({ createdAt: new Date(ctx.now.getTime() - 40 * 86_400_000) })
  else await access({ access: what === 'close' || realm !== 'outside' ? 'members' : 'public' })
}

const readers = ['visitor', 'ines', 'gustav', 'daniel', 'sara', 'tomasz', 'petra'] as const

test(
  'after any history every tag says of its thread what the thread says, and months count exactly what their reader opens',
  inTransaction(async (plain) => {
    const property = fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 10 }), async (history) => {
      const back = new Error('taken back')
      const run = plain.transaction(async (ctx) => {
        const cast = await getCast(ctx)
        const ids: ThreadId[] = []
        for (const [place, who] of Object.entries(writers) as [Place, PersonName][]) {
          const type = cast.spaces[place].realm === 'outside' ? 'question' : 'discussion'
          const { id } = await startThread(cast.as(ctx, who), cast.spaces[place], { type, title: place, body: 'x' })
          await setTags(cast.as(ctx, who), id, ['quagga', 'zebra'])
          ids.push(id)
        }
        // Both names stand on every thread, and lead to one: each counts once.
        const merging = ctx.as({ ...cast.people.sara, offices: ['outside-steward'] })
        await mergeTags(merging, 'outside', 'zebra', 'quagga')
        for (const one of history) await ctx.transaction((inside) => happen(inside, ids, one)).catch(() => {})
        assert.deepEqual(await untrue(ctx), [])
        const { rows } = await sql<{ id: ThreadId }>`select distinct thread_tags.thread_id as id from thread_tags
          join tags on tags.id = tag_id where tags.name in ('quagga', 'zebra')`.execute(ctx.db)
        const tagged = rows.map((row) => row.id)
        for (const who of readers) {
          const as = cast.as(ctx, who)
          const sides = who === 'visitor' || cast.people[who].realm === 'outside' ? (['outside'] as const) : sidesInside
          for (const side of sides) {
            const here = side === 'outside' ? tagged : await withName(ctx, tagged)
            assert.equal(await counted(as, side, 'quagga'), await opened(as, here, side), `${who} ${side}`)
          }
        }
        throw back
      })
      await run.catch((error: unknown) => {
        if (error !== back) throw error
      })
    })
    await fc.assert(property, { numRuns: 10 })
  }),
)

const sidesInside = ['outside', 'inside'] as const

/** Inside nothing was merged: only what carries the name itself is found under it. */
async function withName(ctx: Ctx, ids: readonly ThreadId[]): Promise<ThreadId[]> {
  const { rows } = await sql<{ id: ThreadId }>`select thread_id as id from thread_tags join tags on tags.id = tag_id
    where tags.name = 'quagga' and thread_id = any(${ids}::bigint[])`.execute(ctx.db)
  return rows.map((row) => row.id)
}

test(
  'each single change of a thread is at once beside its tags',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ids: ThreadId[] = []
    for (const title of ['One', 'Two']) {
      const asked = { type: 'question', title, body: 'x' } as const
      const { id } = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, asked)
      await setTags(cast.as(ctx, 'ines'), id, ['quagga'])
      ids.push(id)
    }
    const undone = ['show', 'restore', 'space', 'everyone', 'tag', 'leave', 'open', 'age']
    for (const what of acts) {
      const back = new Error('taken back')
      const run = ctx.transaction(async (inside) => {
        await happen(inside, ids, { thread: 0, what })
        assert.deepEqual(await untrue(inside), [], what)
        const count = await counted(cast.as(inside, 'visitor'), 'outside', 'quagga')
        // Closed to members, the space is closed for both.
        assert.equal(count, what === 'close' ? 0 : undone.includes(what) ? 2 : 1, what)
        throw back
      })
      await assert.rejects(run, (error) => {
        if (error !== back) throw error
        return true
      })
    }
  }),
)

test(
  'everybody against the months of a tag that stands in every place: what they open, and not one more',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ids: ThreadId[] = []
    for (const [place, who] of Object.entries(writers) as [Place, PersonName][]) {
      const type = cast.spaces[place].realm === 'outside' ? 'question' : 'discussion'
      const { id } = await startThread(cast.as(ctx, who), cast.spaces[place], { type, title: place, body: 'x' })
      await setTags(cast.as(ctx, who), id, ['quagga'])
      ids.push(id)
    }
    await narrowThread(cast.as(ctx, 'ines'), ids[0]!, 4)
    const wanted: Record<string, [outside: number, inside: number]> = {}
    for (const who of everybody) {
      const as = cast.as(ctx, who)
      const isOutside = who === 'visitor' || cast.people[who].realm === 'outside'
      wanted[who] = [await opened(as, ids, 'outside'), isOutside ? 0 : await opened(as, ids, 'inside')]
      const got = [await counted(as, 'outside', 'quagga'), await counted(as, 'inside', 'quagga')]
      assert.deepEqual(got, wanted[who], who)
    }
    assert.deepEqual(
      [wanted['visitor'], wanted['lena'], wanted['petra']],
      [
        [0, 0],
        [2, 3],
        [0, 1],
      ],
    )
  }),
)

test('a thread that is narrowed while it is tagged is not counted as open, whichever came first', async () => {
  const db = openDatabase(await freshPool('cast'))
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const waiting = async () => {
    const { rows } =
      await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        db,
      )
    return rows.length > 0
  }
  for (const first of ['narrow', 'tag'] as const) {
    const asked = { type: 'question', title: first, body: 'x' } as const
    const { id } = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, asked)
    const acts = {
      narrow: (on: Ctx) => on.db.updateTable('threads').set({ reach: 0 }).where('id', '=', id).execute(),
      tag: (on: Ctx) => setTags(on, id, ['quagga']),
    }
    const other = { isOver: false }
    let second: Promise<unknown> | undefined
    await ctx.transaction(async (inside) => {
      await acts[first](inside)
      const then = acts[first === 'narrow' ? 'tag' : 'narrow']
      second = ctx.transaction(async (on) => void (await then(on))).finally(() => (other.isOver = true))
      while (!other.isOver && !(await waiting())) await setTimeout(5)
    })
    await second
    assert.deepEqual(await untrue(ctx), [], `${first} first`)
    assert.equal(await counted(cast.as(ctx, 'visitor'), 'outside', 'quagga'), 0)
  }
})
