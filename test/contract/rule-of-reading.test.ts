import assert from 'node:assert/strict'
import { fc } from '../property.ts'
import { sponsor } from '../../src/people/sponsorships/sponsorships.ts'
import { test } from 'node:test'
import { sql } from 'kysely'
import { countUnanswered, listQuestions } from '../../src/content/questions/questions.ts'
import {
  type ThreadId,
  getReply,
  getThread,
  listReplies,
  listThreads,
  loadThreads,
  readableThread,
} from '../../src/content/threads/threads.ts'
import { search } from '../../src/discovery/search/search.ts'
import type { Ctx, Realm, Viewer } from '../../src/platform/context.ts'
import type { PageOf } from '../../src/platform/cursor.ts'
import { audienceOf, listReaders } from '../../src/realms/audience/audience.ts'
import { readerOf } from '../../src/realms/reader.access.ts'
import { type Space, type SpaceId, getSpaceById, listSpaces } from '../../src/realms/spaces/spaces.ts'
import { type PersonName, getCast } from '../cast.ts'
import { inTransaction } from '../database.ts'

const runs = Number(process.env.TANGO_RUNS ?? 25)

/** Two of each side are enough for every difference that the rule can make, and one who is nobody. */
const people = ['daniel', 'tomasz', 'ines', 'gustav', 'petra'] as const satisfies readonly PersonName[]
const readers = ['visitor', ...people] as const
type Name = (typeof readers)[number]
const realmOf: Record<Name, Realm | 'none'> = {
  visitor: 'none',
  daniel: 'inside',
  tomasz: 'inside',
  ines: 'outside',
  gustav: 'outside',
  petra: 'bridge',
}

/** A world in plain arrays: what is written into the tables, and what the slow reference reads. */
interface PlainSpace {
  readonly realm: Realm
  readonly access: Space['access']
  /** Whoever stands in the table of members, even people whom no form would ever let in. */
  readonly members: readonly Name[]
}
interface PlainThread {
  readonly space: number
  readonly audience: 'space' | 'participants'
  readonly participants: readonly Name[]
  readonly replied: boolean
}
interface World {
  readonly spaces: readonly PlainSpace[]
  readonly threads: readonly PlainThread[]
}

const kinds = [
  ['inside', 'employees'],
  ['inside', 'members'],
  ['outside', 'public'],
  ['outside', 'members'],
  ['bridge', 'invited'],
] as const
const somebody = fc.subarray([...people])
const space = fc
  .record({ kind: fc.constantFrom(...kinds), members: somebody })
  .map(({ kind, members }): PlainSpace => ({ realm: kind[0], access: kind[1], members }))
const worlds: fc.Arbitrary<World> = fc.array(space, { minLength: 1, maxLength: 5 }).chain((spaces) =>
  fc.record({
    spaces: fc.constant(spaces),
    threads: fc.array(
      fc.record({
        space: fc.nat(spaces.length - 1),
        audience: fc.constantFrom('space' as const, 'participants' as const),
        participants: somebody,
        replied: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  }),
)

/** The rule of reading as the product's description says it, a sentence a line. */
function readsSpace(who: Name, { realm, access, members }: PlainSpace): boolean {
  const isMember = members.includes(who)
  if (realmOf[who] === 'none') return realm === 'outside' && access === 'public'
  if (realmOf[who] === 'outside') return realm === 'outside'
  if (realmOf[who] === 'bridge') return realm === 'bridge' && isMember
  if (realm === 'outside') return true
  return realm === 'inside' && access === 'employees' ? true : isMember
}
function readsThread(who: Name, world: World, thread: PlainThread): boolean {
  if (!readsSpace(who, world.spaces[thread.space]!)) return false
  return thread.audience === 'space' || thread.participants.includes(who)
}

async function write(ctx: Ctx, world: World): Promise<{ spaceIds: SpaceId[]; threadIds: ThreadId[] }> {
  const cast = await getCast(ctx)
  const idOf = (who: Name) => cast.people[who as PersonName].id
  const [spaceIds, threadIds]: [SpaceId[], ThreadId[]] = [[], []]
  for (const [at, { realm, access, members }] of world.spaces.entries()) {
    const { id } = await ctx.db
      .insertInto('spaces')
      .values({ realm, access, slug: `random-${at}`, title: `Random ${at}` })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const who of members) {
      await ctx.db
        .insertInto('memberships')
        .values({ spaceId: id, accountId: idOf(who) })
        .execute()
      if (realm === 'bridge' && who === 'petra')
        await sponsor(ctx, { guestId: idOf(who), spaceId: id, sponsorId: cast.people.lena.id })
    }
    spaceIds.push(id)
  }
  for (const [at, { space: where, audience, participants, replied }] of world.threads.entries()) {
    const { realm } = world.spaces[where]!
    const row = {
      realm,
      spaceId: spaceIds[where]!,
      audience,
      type: realm === 'outside' ? ('question' as const) : ('discussion' as const),
    }
    const text = {
      title: replied ? 'Quiet' : 'A quokka',
      slug: 'x',
      body: 'x',
      authorId: idOf('tomasz'),
      createdAt: new Date(ctx.now.getTime() - at * 1000),
      activeAt: new Date(ctx.now.getTime() - (at % 3) * 1000),
    }
    const { id } = await ctx.db
      .insertInto('threads')
      .values({ ...row, ...text })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const who of participants)
      await ctx.db
        .insertInto('threadParticipants')
        .values({ threadId: id, accountId: idOf(who), addedBy: null })
        .execute()
    if (replied)
      await ctx.db
        .insertInto('replies')
        .values({ threadId: id, kind: 'reply', parentId: null, authorId: idOf('tomasz'), body: 'The quokka is here' })
        .execute()
    threadIds.push(id)
  }
  return { spaceIds, threadIds }
}

async function allPages<Item>(read: (after: string | undefined) => Promise<PageOf<Item>>): Promise<Item[]> {
  const items: Item[] = []
  let after: string | undefined
  do {
    const page = await read(after)
    items.push(...page.items)
    after = page.next
  } while (after)
  return items
}

const opens = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )
const sorted = (ids: Iterable<number>): number[] => [...ids].sort((a, b) => a - b)

/** Everything that one viewer is shown of a world, by every way there is, against the reference. */
async function compare(
  ctx: Ctx,
  who: Name,
  viewer: Viewer,
  world: World,
  ids: { spaceIds: SpaceId[]; threadIds: ThreadId[] },
): Promise<void> {
  const theirs = ctx.as(viewer)
  const allowed = ids.threadIds.filter((_, at) => readsThread(who, world, world.threads[at]!))
  const spaces = ids.spaceIds.filter((_, at) => readsSpace(who, world.spaces[at]!))
  const questions = allowed.filter(
    (id) => world.spaces[world.threads[ids.threadIds.indexOf(id)]!.space]!.realm === 'outside',
  )
  const mine = (found: Iterable<number>) => sorted([...found].filter((id) => ids.spaceIds.includes(id as SpaceId)))

  assert.deepEqual(mine((await listSpaces(theirs)).map((one) => one.id)), sorted(spaces), `${who}: spaces listed`)
  for (const id of ids.spaceIds)
    assert.equal(await opens(getSpaceById(theirs, id)), spaces.includes(id), `${who}: space opened`)
  for (const id of ids.threadIds) {
    const expected = allowed.includes(id)
    assert.equal(await opens(getThread(theirs, id)), expected, `${who}: thread opened`)
    const replies = await ctx.db.selectFrom('replies').select('id').where('threadId', '=', id).execute()
    assert.deepEqual(
      (await listReplies(theirs, id)).map((one) => one.id),
      expected ? replies.map((one) => one.id) : [],
      `${who}: replies listed`,
    )
    for (const reply of replies) assert.equal(await opens(getReply(theirs, reply.id)), expected, `${who}: reply opened`)
  }
  assert.deepEqual(
    sorted((await loadThreads(theirs, ids.threadIds)).keys()),
    sorted(allowed),
    `${who}: threads loaded together`,
  )
  for (const order of ['active', 'newest'] as const) {
    const listed = await allPages((after) => listThreads(theirs, { order }, { limit: 2, after }))
    assert.deepEqual(sorted(listed.map((one) => one.id)), sorted(allowed), `${who}: threads listed by ${order}`)
  }
  const counted = await sql<{
    count: number
  }>`select count(*) as count from threads where ${readableThread(readerOf(viewer))}`.execute(ctx.db)
  assert.equal(Number(counted.rows[0]!.count), allowed.length, `${who}: threads counted`)
  const found = await allPages(async (after) => (await search(theirs, 'quokka', after)).threads)
  assert.deepEqual(sorted(found.map((one) => one.id)), sorted(allowed), `${who}: threads found`)
  const asked = await allPages((after) => listQuestions(theirs, {}, after))
  assert.deepEqual(sorted(asked.map((one) => one.thread.id)), sorted(questions), `${who}: questions listed`)
  assert.equal(await countUnanswered(theirs), questions.length, `${who}: unanswered questions counted`)
}

/** The readers that Tango names and counts beside a composer, against those for whom the reference says yes. */
async function compareReaders(
  ctx: Ctx,
  world: World,
  ids: { spaceIds: SpaceId[]; threadIds: ThreadId[] },
): Promise<void> {
  const cast = await getCast(ctx)
  const accounts: readonly number[] = people.map((who) => cast.people[who].id)
  for (const [at, id] of ids.threadIds.entries()) {
    const plain = world.threads[at]!
    const where = await getSpaceById(ctx, ids.spaceIds[plain.space]!)
    const target = { kind: 'thread', id }
    const able = people.filter((who) => readsThread(who, world, plain))
    const audience = await audienceOf(ctx, where, target)
    assert.equal(audience.everyone, readsThread('visitor', world, plain), 'anyone on the web')
    if (where.realm === 'outside') continue
    const named = (await listReaders(ctx, where.id, target))
      .map((one) => one.id as number)
      .filter((one) => accounts.includes(one))
    assert.deepEqual(sorted(named), sorted(able.map((who) => cast.people[who].id)), 'readers named')
  }
}

test(
  'in any world, opening, listing, counting, searching and the list of readers agree with the rule as it is written',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const undone = new Error('rolled back on purpose')
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        await ctx
          .transaction(async (inside) => {
            const ids = await write(inside, world)
            for (const who of readers) await compare(inside, who, cast.viewer(who), world, ids)
            await compareReaders(inside, world, ids)
            throw undone
          })
          .catch((error: unknown) => {
            if (error !== undone) throw error
          })
      }),
      { numRuns: runs },
    )
  }),
)
