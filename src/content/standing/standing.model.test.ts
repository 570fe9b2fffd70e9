/** Whatever people do in whatever order: what is stored is what a slow count over the same events gives. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { createAccount } from '../../people/accounts/accounts.ts'
import type { Ctx, Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import {
  acceptAnswer,
  answer,
  ask,
  giveKudos,
  markOfficial,
  takeBackKudos,
  withdrawAcceptance,
} from '../questions/questions.ts'
import { type ReplyId, type ThreadId, recallReply } from '../threads/threads.ts'
import { type Earned, levelOf, pointsOf } from './rules.ts'
import { countDue, findStanding } from './standing.ts'

interface World {
  readonly people: readonly { id: AccountId; viewer: Viewer; closed: boolean }[]
  readonly threads: readonly { id: ThreadId; asker: number; counts: boolean; recalled: boolean }[]
  readonly replies: { id: ReplyId; thread: number; author: number; recalled: boolean }[]
  readonly kudos: Set<string>
  /** By thread: the reply that was accepted. */
  readonly accepted: Map<number, number>
}

/** Five members, three questions that everybody reads and one that only members do, each answered by each member. */
async function makeWorld(ctx: Ctx): Promise<World> {
  const people: World['people'][number][] = []
  for (let at = 0; at < 5; at++) {
    const name = `Rider ${at}`
    const id = await createAccount(ctx, { realm: 'outside', email: `rider${at}@people.example`, displayName: name })
    people.push({ id, viewer: { kind: 'account', id, realm: 'outside', name, offices: [] }, closed: false })
  }
  const threads: World['threads'][number][] = []
  const replies: World['replies'] = []
  for (const [at, space] of ['riders', 'riders', 'riders', 'testers'].entries()) {
    await ctx.db.deleteFrom('rateLimits').execute()
    const asked = { space, title: `Question ${at}`, body: 'Why?', tags: [] }
    const { thread } = await ask(ctx.as(people[at]!.viewer), asked)
    threads.push({ id: thread.id, asker: at, counts: space === 'riders', recalled: false })
    for (const [author, person] of people.entries()) {
      const { id } = await answer(ctx.as(person.viewer), thread.id, `From ${author}.`)
      replies.push({ id, thread: at, author, recalled: false })
    }
  }
  return { people, threads, replies, kudos: new Set(), accepted: new Map() }
}

/** The rules in words of a program: slow, and written a second time on purpose. */
function countSlowly(world: World, who: number): Earned | undefined {
  const { people } = world
  if (people[who]!.closed) return undefined
  const alive = (reply: World['replies'][number]) =>
    !reply.recalled && !world.threads[reply.thread]!.recalled && world.threads[reply.thread]!.counts
  const count = (from: number, to: number) =>
    world.replies.filter((reply, at) => reply.author === to && alive(reply) && world.kudos.has(`${at}:${from}`)).length
  const others = people.flatMap((person, at) => (at === who || person.closed ? [] : [at]))
  const given = others.map((from) => ({ n: Math.min(10, count(from, who)), back: count(who, from) }))
  const chosen = others.map((from) => {
    const mine = [...world.accepted].filter(([thread, at]) => {
      const reply = world.replies[at]!
      return reply.author === who && alive(reply) && world.threads[thread]!.asker === from
    })
    return Math.min(5, mine.length)
  })
  const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0)
  const earned = {
    thanks: sum(given.map(({ n }) => n)),
    people: given.filter(({ n }) => n > 0).length,
    mutual: sum(given.map(({ n, back }) => Math.min(n, back))),
    accepted: sum(chosen),
    endorsed: 0,
  }
  return earned.thanks + earned.accepted > 0 ? earned : undefined
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('thank' as const), who: fc.nat(4), what: fc.nat(19) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('take back' as const), who: fc.nat(4), what: fc.nat(19) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('accept' as const), who: fc.constant(0), what: fc.nat(19) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('withdraw' as const), who: fc.constant(0), what: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('recall' as const), who: fc.constant(0), what: fc.nat(19) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('take down' as const), who: fc.constant(0), what: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('leave' as const), who: fc.nat(4), what: fc.constant(0) }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('count' as const), who: fc.constant(0), what: fc.constant(0) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

async function take(ctx: Ctx, world: World, { act, who, what }: Step): Promise<void> {
  const { people, threads, replies } = world
  if (act === 'count') return void (await countDue(ctx))
  if (act === 'leave') {
    people[who]!.closed = true
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', people[who]!.id).execute()
    return
  }
  if (act === 'take down') {
    threads[what]!.recalled = true
    await ctx.db.updateTable('threads').set({ recalledAt: ctx.now }).where('id', '=', threads[what]!.id).execute()
    return
  }
  if (act === 'withdraw') {
    if (!world.accepted.delete(what)) return
    return withdrawAcceptance(ctx.as(people[threads[what]!.asker]!.viewer), threads[what]!.id)
  }
  const reply = replies[what]!
  if (reply.recalled) return
  if (act === 'recall') {
    reply.recalled = true
    if (world.accepted.get(reply.thread) === what) world.accepted.delete(reply.thread)
    return recallReply(ctx, reply.id)
  }
  if (act === 'accept') {
    await acceptAnswer(ctx.as(people[threads[reply.thread]!.asker]!.viewer), reply.id)
    return void world.accepted.set(reply.thread, what)
  }
  if (reply.author === who || people[who]!.closed) return
  await (act === 'thank' ? giveKudos : takeBackKudos)(ctx.as(people[who]!.viewer), reply.id)
  if (act === 'thank') world.kudos.add(`${what}:${who}`)
  else world.kudos.delete(`${what}:${who}`)
}

test(
  'stored standing is the standing counted from the events, after any history, before and after the count',
  inTransaction(async (ctx) => {
    let levelsSeen = 0
    const undo = new Error('undo')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        await ctx
          .transaction(async (inside) => {
            const world = await makeWorld(inside)
            for (const one of steps) await take(inside, world, one)
            const expected = world.people.map((_, who) => {
              const earned = countSlowly(world, who)
              return earned && { ...earned, points: pointsOf(earned), level: levelOf(earned) }
            })
            const read = async () => {
              const found = []
              for (const { id } of world.people) found.push(await findStanding(inside, id))
              return found
            }
            assert.deepEqual(await read(), expected, 'while some of it waits to be counted')
            await countDue(inside)
            assert.deepEqual(await read(), expected, 'as stored')
            const quarters = await inside.db.selectFrom('standingQuarters').select(['accountId', 'points']).execute()
            const byQuarter = new Map(quarters.map((row) => [row.accountId, row.points]))
            // All within one quarter and one space, so that the list of helpers says the same.
            for (const [who, { id }] of world.people.entries()) assert.equal(byQuarter.get(id), expected[who]?.points)
            levelsSeen += expected.filter(Boolean).length
            throw undo
          })
          .catch((error: unknown) => {
            if (error !== undo) throw error
          })
      }),
      { numRuns: 25 },
    )
    assert.ok(levelsSeen > 20, `standing hardly came about: ${levelsSeen}`)
  }),
)

test(
  'an answer that the company makes its own counts for the member who wrote it, as long as the mark stands',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const world = await makeWorld(ctx)
    const reply = world.replies[0]!
    await assert.rejects(markOfficial(cast.as(ctx, 'mirela'), reply.id), 'the company marks only what employees wrote')
    const mark = { threadId: world.threads[0]!.id, answerId: reply.id, markedBy: cast.people.mirela.id }
    await ctx.db
      .insertInto('officialAnswers')
      .values({ ...mark, markedAt: ctx.now, endedAt: null })
      .execute()
    await countDue(ctx)
    assert.equal((await findStanding(ctx, world.people[0]!.id))?.endorsed, 1)
    await ctx.db.updateTable('officialAnswers').set({ endedAt: ctx.now }).execute()
    await countDue(ctx)
    assert.equal(await findStanding(ctx, world.people[0]!.id), undefined)
  }),
)
