/** Votes under any history of voting, merging and taking apart, against a model that knows only the events. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { postIdea } from '../ideas/ideas.ts'
import type { ThreadId } from '../threads/threads.ts'
import { scoreAt, weightAt } from './heat.ts'
import { findRoot, loadOwnVotes, putBoost, putVote, separateVotes, uniteVotes } from './idea-votes.ts'

const day = 86_400_000
const voters = ['ines', 'gustav', 'joost', 'amina', 'aiko'] as const
type Voter = (typeof voters)[number]

type Act =
  | { do: 'vote'; who: Voter; idea: number; value: -1 | 0 | 1 }
  | { do: 'merge'; idea: number; into: number }
  | { do: 'undo'; idea: number }
  | { do: 'boost'; idea: number; weight: number }

const anIdea = fc.integer({ min: 0, max: 3 })
const anAct: fc.Arbitrary<Act & { days: number }> = fc
  .tuple(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          do: fc.constant('vote' as const),
          who: fc.constantFrom(...voters),
          idea: anIdea,
          value: fc.constantFrom(-1 as const, 0 as const, 1 as const, 1 as const),
        }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), idea: anIdea, into: anIdea }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), idea: anIdea }) },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant('boost' as const),
          idea: anIdea,
          weight: fc.integer({ min: 1, max: 5 }),
        }),
      },
    ),
    fc.integer({ min: 0, max: 200 }),
  )
  .map(([act, days]) => ({ ...act, days }))

const at = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(Date.UTC(2026, 0, 1) + days * day) })

interface Row {
  readonly threadId: ThreadId
  readonly heat: number
  readonly score: number
  readonly staffFor: number
  readonly staffAgainst: number
  readonly mergedInto: ThreadId | null
}

/** What stands in the database, counted only from the events, the boosts and who is united with whom. */
async function recomputed(ctx: Ctx, ids: readonly ThreadId[]) {
  const events = await ctx.db
    .selectFrom('ideaVoteEvents')
    .selectAll()
    .where('ideaId', 'in', ids)
    .orderBy('id')
    .execute()
  const boosts = await ctx.db.selectFrom('ideaBoosts').selectAll().where('ideaId', 'in', ids).execute()
  const rows = (await ctx.db
    .selectFrom('ideas')
    .select(['threadId', 'heat', 'score', 'staffFor', 'staffAgainst', 'mergedInto'])
    .where('threadId', 'in', ids)
    .execute()) as readonly Row[]
  const rootOf = (id: ThreadId): ThreadId => {
    const into = rows.find((row) => row.threadId === id)!.mergedInto
    return into === null ? id : rootOf(into)
  }
  return rows
    .filter((row) => row.mergedInto === null)
    .map((row) => {
      const united = ids.filter((id) => rootOf(id) === row.threadId)
      // The last word of each person on each idea; then of each person the newest that is a vote.
      const standing = new Map<string, (typeof events)[number]>()
      for (const event of events.filter((one) => united.includes(one.ideaId)))
        standing.set(`${event.ideaId} ${event.accountId}`, event)
      const votes = new Map<number, (typeof events)[number]>()
      for (const event of [...standing.values()].filter((one) => one.value !== 0)) {
        const other = votes.get(event.accountId)
        const isNewer =
          !other ||
          event.givenAt > other.givenAt ||
          (event.givenAt.getTime() === other.givenAt.getTime() && event.ideaId > other.ideaId)
        if (isNewer) votes.set(event.accountId, event)
      }
      const own = [...votes.values()].filter((vote) => !vote.fromStaff)
      const staff = [...votes.values()].filter((vote) => vote.fromStaff)
      const heat =
        own.reduce((sum, vote) => sum + vote.value * weightAt(vote.givenAt, 90), 0) +
        boosts
          .filter((boost) => united.includes(boost.ideaId))
          .reduce((sum, boost) => sum + boost.weight * weightAt(boost.givenAt, 90), 0)
      return {
        row,
        people: votes.size,
        score: own.reduce((sum, vote) => sum + vote.value, 0),
        staff: [staff.filter((vote) => vote.value === 1).length, staff.filter((vote) => vote.value === -1).length],
        heat,
      }
    })
}

test('after any votes, merges, undone merges and boosts each person counts once and rank is what the events say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 6, maxLength: 24 }), async (acts) => {
      await inTransaction(async (ctx) => {
        const cast = await getCast(ctx)
        const ids: ThreadId[] = []
        for (const title of ['A', 'B', 'C', 'D'])
          ids.push((await postIdea(cast.as(at(ctx, 0), 'joost'), { space: 'riders', title, body: 'b', tags: [] })).id)
        let days = 1
        for (const act of acts) {
          days += act.days
          const now = at(ctx, days)
          const id = ids[act.idea]!
          if (act.do === 'vote') {
            const { id: accountId, realm } = cast.people[act.who]
            await putVote(now, id, { accountId, value: act.value, fromStaff: realm === 'inside' })
            const rootId = (await findRoot(now, id))!
            const mine = (await loadOwnVotes(cast.as(now, act.who), [rootId])).get(rootId) ?? 0
            assert.equal(mine, act.value, 'what was just said is what stands')
          } else if (act.do === 'merge') {
            const into = ids[act.into]!
            const wasRoot = (await findRoot(now, id)) === id
            const circle = (await findRoot(now, into)) === id
            const merging = uniteVotes(now, id, into)
            if (!wasRoot || circle) await assert.rejects(merging, { code: 'ideas.merged' })
            else await merging
          } else if (act.do === 'undo') await separateVotes(now, id)
          else {
            const givenBy = cast.people.mirela.id
            await putBoost(now, id, { weight: act.weight, reason: 'r', givenBy })
          }
          for (const { row, people, score, staff, heat } of await recomputed(now, ids)) {
            assert.ok(people <= voters.length, 'one person one vote')
            assert.equal(row.score, score)
            assert.deepEqual([row.staffFor, row.staffAgainst], staff)
            assert.ok(Math.abs(row.heat - heat) <= 1e-9 * Math.max(1, Math.abs(heat)), `${row.heat} for ${heat}`)
          }
        }
      })()
    }),
    { numRuns: 12 },
  )
})

test('a merge that is undone gives every idea back exactly what it had, as far as nobody voted meanwhile', async () => {
  const votes = fc.array(
    fc.record({ who: fc.constantFrom(...voters), idea: fc.integer({ min: 0, max: 1 }), value: fc.constantFrom(-1, 1) }),
    { maxLength: 10 },
  )
  await fc.assert(
    fc.asyncProperty(votes, async (given) => {
      await inTransaction(async (ctx) => {
        const cast = await getCast(ctx)
        const ids: ThreadId[] = []
        for (const title of ['A', 'B'])
          ids.push((await postIdea(cast.as(at(ctx, 0), 'joost'), { space: 'riders', title, body: 'b', tags: [] })).id)
        for (const [index, { who, idea, value }] of given.entries()) {
          const { id: accountId, realm } = cast.people[who]
          const vote = { accountId, value: value as -1 | 1, fromStaff: realm === 'inside' }
          await putVote(at(ctx, index + 1), ids[idea]!, vote)
        }
        const before = await ctx.db
          .selectFrom('ideas')
          .selectAll()
          .where('threadId', 'in', ids)
          .orderBy('threadId')
          .execute()
        await uniteVotes(ctx, ids[0]!, ids[1]!)
        await separateVotes(ctx, ids[0]!)
        const after = await ctx.db
          .selectFrom('ideas')
          .selectAll()
          .where('threadId', 'in', ids)
          .orderBy('threadId')
          .execute()
        assert.deepEqual(after, before)
      })()
    }),
    { numRuns: 10 },
  )
})

test('of two ideas the one with more heat has the higher decaying score at every moment', () => {
  const when = fc.integer({ min: -3000, max: 3000 }).map((days) => new Date(Date.UTC(2026, 0, 1) + days * day))
  const history = fc.array(fc.record({ at: when, value: fc.constantFrom(-1, 1) }), { maxLength: 20 })
  const halfLife = fc.integer({ min: 14, max: 3650 })
  fc.assert(
    fc.property(history, history, halfLife, fc.integer({ min: 0, max: 4000 }), (one, other, days, ahead) => {
      const heatOf = (votes: typeof one) => votes.reduce((sum, vote) => sum + vote.value * weightAt(vote.at, days), 0)
      const now = new Date(Date.UTC(2026, 0, 1) + ahead * day)
      // The definition: each vote halved for every half-life that has passed since.
      const decayed = (votes: typeof one) =>
        votes.reduce((sum, vote) => sum + vote.value * 2 ** -((now.getTime() - vote.at.getTime()) / day / days), 0)
      const [a, b] = [decayed(one), decayed(other)]
      const near = (x: number, y: number) => Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y), 1e-250)
      fc.pre(
        !near(a, b) &&
          Math.abs(a - b) >
            1e-9 *
              Math.max(...[...one, ...other].map((vote) => 2 ** -((now.getTime() - vote.at.getTime()) / day / days))),
      )
      assert.equal(heatOf(one) > heatOf(other), a > b)
      if (one.length === 1) assert.ok(near(scoreAt(heatOf(one), now, days), a))
    }),
    { numRuns: 300 },
  )
})
