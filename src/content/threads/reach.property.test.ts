/** Who reads what outside, after any history of ties, blocks and posts: SQL, a plain search, and the index agree. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fc } from '../../../test/property.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { search } from '../../discovery/search/search.ts'
import * as engine from '../../engines/social-distance/social-distance.ts'
import {
  accept,
  ask,
  block,
  countReached,
  end,
  listKnown,
  mutualWith,
  setHidden,
  standingWith,
  unblock,
} from '../../people/connections/connections.ts'
import { listFields, setReaches } from '../../people/profiles/fields.ts'
import type { AccountViewer, Ctx, Viewer } from '../../platform/context.ts'
import { everyAccount } from '../../realms/reader.access.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import {
  type Reach,
  type ThreadId,
  countWouldRead,
  getThread,
  listThreads,
  readableThread,
  startThread,
} from './threads.ts'

type Act = 'connect' | 'end' | 'hide' | 'show' | 'block' | 'unblock'
interface Step {
  readonly act: Act
  readonly a: number
  readonly b: number
}

const people = 6
const person = fc.nat({ max: people - 1 })
const step: fc.Arbitrary<Step> = fc
  .record({
    act: fc.constantFrom<Act>('connect', 'connect', 'connect', 'connect', 'hide', 'show', 'end', 'block', 'unblock'),
    a: person,
    b: person,
  })
  .filter(({ a, b }) => a !== b)
const post = fc.record({ author: person, reach: fc.constantFrom<Reach>(null, 4, 3, 3, 2, 2, 1, 0) })

/** The ties and blocks of a history, kept the plainest way. */
class Plain {
  readonly ties = new Map<string, Set<number>>()
  readonly blocks = new Set<string>()

  key(a: number, b: number): string {
    return a < b ? `${a}-${b}` : `${b}-${a}`
  }

  blocked(a: number, b: number): boolean {
    return this.blocks.has(`${a}>${b}`) || this.blocks.has(`${b}>${a}`)
  }

  take({ act, a, b }: Step): void {
    const key = this.key(a, b)
    if (act === 'connect' && !this.blocked(a, b) && !this.ties.has(key)) this.ties.set(key, new Set())
    if (act === 'end') this.ties.delete(key)
    if (act === 'hide') this.ties.get(key)?.add(a)
    if (act === 'show') this.ties.get(key)?.delete(a)
    if (act === 'unblock') this.blocks.delete(`${a}>${b}`)
    if (act === 'block') {
      this.blocks.add(`${a}>${b}`)
      this.ties.delete(key)
    }
  }

  /** Steps from a to b over open ties and people whom neither end blocks; a hidden tie counts between its own two. */
  steps(a: number, b: number): number {
    if (a === b) return 0
    if (this.blocked(a, b)) return 9
    if (this.ties.has(this.key(a, b))) return 1
    let edge = [a]
    const seen = new Set(edge)
    for (let steps = 1; edge.length > 0; steps++) {
      const next: number[] = []
      for (const one of edge) {
        for (let other = 0; other < people; other++) {
          if (seen.has(other) || this.ties.get(this.key(one, other))?.size !== 0) continue
          if (other === b) return steps
          if (this.blocked(other, a) || this.blocked(other, b)) continue
          seen.add(other)
          next.push(other)
        }
      }
      edge = next
    }
    return 9
  }

  reads(reader: number, author: number, reach: Reach): boolean {
    if (reach === null || reader === author) return true
    if (reach === 4) return !this.blocked(reader, author)
    return reach > 0 && this.steps(reader, author) <= reach
  }
}

/** The same context so many days later, and so in its transactions. */
function later(ctx: Ctx, days: number): Ctx {
  const now = new Date(ctx.now.getTime() + days * 86_400_000)
  return { ...ctx, now, transaction: (work) => ctx.transaction((inside) => work(later(inside, days))) }
}

async function makeMembers(ctx: Ctx): Promise<AccountViewer[]> {
  const rows = await ctx.db
    .insertInto('accounts')
    .values(
      Array.from({ length: people }, (_, n) => ({
        realm: 'outside' as const,
        handle: `walker-${n}`,
        displayName: `Walker ${n}`,
        email: `walker-${n}@people.example`,
      })),
    )
    .returning(['id', 'displayName'])
    .execute()
  return rows.map(({ id, displayName }) => ({ kind: 'account', id, realm: 'outside', name: displayName, offices: [] }))
}

/** Does one step through the front doors; what they refuse changes nothing, as in the plain model. */
async function act(ctx: Ctx, members: readonly AccountViewer[], taken: Step, day: number): Promise<void> {
  const [one, other] = [members[taken.a]!, members[taken.b]!]
  const as = later(ctx.as(one), day)
  const refused = (error: { status?: number }) => {
    if (error.status === undefined) throw error
  }
  if (taken.act === 'connect') {
    await ask(as, other.id).catch(refused)
    await accept(later(ctx.as(other), day), one.id).catch(refused)
  }
  if (taken.act === 'end') await end(as, other.id).catch(refused)
  if (taken.act === 'hide') await setHidden(as, other.id, true).catch(refused)
  if (taken.act === 'show') await setHidden(as, other.id, false).catch(refused)
  if (taken.act === 'block') await block(as, other.id)
  if (taken.act === 'unblock') await unblock(as, other.id)
}

function mirror(graph: engine.Graph, plain: Plain, { act: done, a, b }: Step): void {
  if (done === 'connect' && !plain.blocked(a, b)) engine.connect(graph, a, b)
  if (done === 'end') engine.disconnect(graph, a, b)
  if (done === 'hide') engine.hide(graph, a, b)
  if (done === 'show') engine.reveal(graph, a, b)
  if (done === 'unblock') engine.unblock(graph, a, b)
  if (done === 'block') {
    engine.disconnect(graph, a, b)
    engine.block(graph, a, b)
  }
}

/** The members of whom the rule says that they read a thread, asked of all accounts at once. */
async function readersOf(ctx: Ctx, id: ThreadId, members: readonly AccountViewer[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select accounts.id from accounts where exists
    (select from threads where threads.id = ${id} and ${readableThread(everyAccount)})`.execute(ctx.db)
  const ids = new Set(rows.map((row) => row.id))
  return members.flatMap((member, index) => (ids.has(member.id) ? [index] : []))
}

async function reads(ctx: Ctx, viewer: Viewer, id: ThreadId): Promise<boolean> {
  return getThread(ctx.as(viewer), id).then(
    () => true,
    () => false,
  )
}

/** Runs something and takes everything that it wrote back. */
async function andBack(ctx: Ctx, work: (inside: Ctx) => Promise<void>): Promise<void> {
  const back = new Error('taken back on purpose')
  await ctx
    .transaction(async (inside) => {
      await work(inside)
      throw back
    })
    .catch((error: unknown) => {
      if (error !== back) throw error
    })
}

async function writePosts(
  ctx: Ctx,
  members: readonly AccountViewer[],
  space: Space,
  posts: readonly { author: number; reach: Reach }[],
) {
  const written: { id: ThreadId; author: number; reach: Reach }[] = []
  for (const [n, { author, reach }] of posts.entries()) {
    const text = { type: 'question', title: `Walk ${n}`, body: 'A zymurgist wrote this.', reach } as const
    const { id } = await startThread(ctx.as(members[author]!), space, text)
    written.push({ id, author, reach })
  }
  return written
}

const runs = Number(process.env.REACH_RUNS ?? 12)

test(
  'after any history of ties, hiding and blocks every way of asking gives the readers that a plain search gives',
  inTransaction(async (ctx) => {
    const { spaces } = await getCast(ctx)
    const property = fc.asyncProperty(
      fc.array(step, { maxLength: 22 }),
      fc.array(post, { minLength: 2, maxLength: 5 }),
      (history, posts) =>
        andBack(ctx, async (inside) => {
          const members = await makeMembers(inside)
          const plain = new Plain()
          const { graph } = engine.buildGraph({ people, ties: () => {} })
          for (const [day, taken] of history.entries()) {
            mirror(graph, plain, taken)
            plain.take(taken)
            await act(inside, members, taken, day * 31)
          }
          const written = await writePosts(inside, members, spaces.riders, posts)
          for (const { id, author, reach } of written) {
            const expected = members.flatMap((_, n) => (plain.reads(n, author, reach) ? [n] : []))
            assert.deepEqual(await readersOf(inside, id, members), expected, 'everybody at once')
            for (const n of members.keys()) assert.equal(await reads(inside, members[n]!, id), expected.includes(n))
            if (reach !== null && reach > 0) {
              const counted = await countWouldRead(inside.as(members[author]!), spaces.riders, [reach])
              const others = reach === 4 ? expected.length - 1 + 4 : expected.length - 1
              assert.equal(counted.get(reach), others, 'the head-count before writing')
              const fields = await countReached(inside, members[author]!.id)
              assert.equal(fields[reach as 1], others, 'the head-count of a field')
            }
          }
          for (const n of members.keys()) {
            const as = inside.as(members[n]!)
            const expected = written.filter(({ author, reach }) => plain.reads(n, author, reach)).map(({ id }) => id)
            const listed = (await listThreads(as, { spaceId: spaces.riders.id, order: 'newest' })).items
            const mine = listed.map(({ id }) => id).filter((id) => written.some((one) => one.id === id))
            assert.deepEqual(
              mine.toSorted((a, b) => a - b),
              expected,
              'the list',
            )
            const found = (await search(as, 'zymurgist')).threads.items.map(({ id }) => id)
            assert.deepEqual(
              found.toSorted((a, b) => a - b),
              expected,
              'the search',
            )
            for (const other of members.keys()) {
              const near = engine.distance(graph, n, other, 3, 'direct')
              for (const degrees of [0, 1, 2, 3]) {
                const { rows } = await sql<{ near: boolean }>`
                  select within_degrees(${members[n]!.id}, ${members[other]!.id}, ${degrees}) as near`.execute(
                  inside.db,
                )
                assert.equal(rows[0]!.near, near <= degrees, `the index, ${n} to ${other} in ${degrees}`)
                assert.equal(rows[0]!.near, plain.steps(n, other) <= degrees, `${n} to ${other} in ${degrees}`)
              }
            }
          }
        }),
    )
    await fc.assert(property, { numRuns: runs })
  }),
)

/** Everything that one member can learn of the others and of the posts. */
async function seenBy(ctx: Ctx, viewer: Viewer, members: readonly AccountViewer[], posts: readonly ThreadId[]) {
  const as = ctx.as(viewer)
  const of = async (id: AccountViewer['id']) => ({
    fields: await listFields(as, id),
    known: (await listKnown(as, id)).items.map((one) => one.id),
    mutual: (await mutualWith(as, id)).people.map((one) => one.id),
    standing: await standingWith(as, id),
  })
  return {
    people: await Promise.all(members.map((member) => of(member.id))),
    reads: await Promise.all(posts.map((id) => reads(ctx, viewer, id))),
    list: (await listThreads(as, { order: 'newest' })).items.map(({ id }) => id),
    search: (await search(as, 'zymurgist')).threads.items.map(({ id }) => id),
    reached: viewer.kind === 'account' ? await countReached(as, viewer.id) : undefined,
  }
}

test(
  'for everybody but its two, a hidden tie answers as no tie at all',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const reach = fc.constantFrom<1 | 2 | 3 | 4 | 5>(1, 2, 3, 4, 5)
    const property = fc.asyncProperty(
      fc.array(step, { maxLength: 18 }),
      fc.array(reach, { minLength: people, maxLength: people }),
      person,
      person,
      async (history, reaches, a, b) => {
        fc.pre(a !== b)
        await andBack(ctx, async (inside) => {
          const members = await makeMembers(inside)
          for (const [day, taken] of history.entries()) await act(inside, members, taken, day * 31)
          const last = history.length * 31
          await unblock(inside.as(members[a]!), members[b]!.id)
          await unblock(inside.as(members[b]!), members[a]!.id)
          await act(inside, members, { act: 'connect', a, b }, last + 31)
          for (const [n, wide] of reaches.entries())
            await setReaches(inside.as(members[n]!), { connections: wide, place: 2 })
          const posts = await writePosts(
            inside,
            members,
            cast.spaces.riders,
            ([1, 2, 3] as const).flatMap((one) => [a, b, (a + 1) % people].map((author) => ({ author, reach: one }))),
          )
          const onlookers = [
            ...members.filter((_, n) => n !== a && n !== b),
            cast.viewer('visitor'),
            cast.viewer('daniel'),
          ]
          const look = async () => {
            const all = []
            for (const viewer of onlookers)
              all.push(
                await seenBy(
                  inside,
                  viewer,
                  members,
                  posts.map(({ id }) => id),
                ),
              )
            return all
          }
          await setHidden(inside.as(members[a]!), members[b]!.id, true)
          const hidden = await look()
          await end(inside.as(members[b]!), members[a]!.id)
          assert.deepEqual(hidden, await look())
        })
      },
    )
    await fc.assert(property, { numRuns: runs })
  }),
)
