/** By which day the company answers next when ideas are merged: nobody waits longer than they were told. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from 'kysely'
import '../../features.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { fc } from '../../../test/property.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { mergeThread, unmergeThread } from '../threads/keeping.ts'
import type { ThreadId } from '../threads/threads.ts'
import { type Day, type IdeaStage, getIdea, importIdeas, postIdea, reviewDebt, setStage } from './ideas.ts'

const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) })
const dayIn = (ctx: Ctx, days: number): Day => later(ctx, days).now.toISOString().slice(0, 10)
const dueOf = async (ctx: Ctx, id: ThreadId) => (await getIdea(ctx, id)).answerBy
const debtOf = async (ctx: Ctx) => (await reviewDebt(ctx, { realm: 'outside' })).count

async function post(ctx: Ctx, cast: Cast, title: string): Promise<ThreadId> {
  return (await postIdea(cast.as(ctx, 'joost'), { space: 'riders', title, body: 'b', tags: [] })).id
}

/** An older idea, and one posted ten days later. */
async function two(ctx: Ctx) {
  const cast = await getCast(ctx)
  const [older, younger] = [await post(ctx, cast, 'Warm grips'), await post(later(ctx, 10), cast, 'Heated handles')]
  const sara = cast.as(later(ctx, 10), 'sara')
  const say = (id: ThreadId, stage: IdeaStage, answerBy?: Day) =>
    setStage(cast.as(later(ctx, 10), 'mirela'), id, { stage, reason: 'r', part: 'p', ...(answerBy && { answerBy }) })
  return { cast, older, younger, sara, say }
}

test(
  'an idea owes its answer by the day promised to an older one merged into it, and the debt counts it from then',
  inTransaction(async (ctx) => {
    const { older, younger, sara } = await two(ctx)
    const [promised, own] = [await dueOf(ctx, older), await dueOf(ctx, younger)]
    assert.deepEqual([promised, own], [dayIn(ctx, 30), dayIn(ctx, 40)])
    const before = await debtOf(later(ctx, 31))
    await mergeThread(sara, older, younger)
    assert.equal(await dueOf(ctx, younger), promised)
    assert.equal(await debtOf(later(ctx, 31)), before, 'the merge made no debt go away')
    await unmergeThread(sara, older)
    assert.deepEqual([await dueOf(ctx, older), await dueOf(ctx, younger)], [promised, own])
  }),
)

test(
  'a younger idea merged into an older one changes no day, nor does taking it out again',
  inTransaction(async (ctx) => {
    const { older, younger, sara } = await two(ctx)
    await mergeThread(sara, younger, older)
    assert.equal(await dueOf(ctx, older), dayIn(ctx, 30))
    await unmergeThread(sara, younger)
    assert.deepEqual([await dueOf(ctx, older), await dueOf(ctx, younger)], [dayIn(ctx, 30), dayIn(ctx, 40)])
  }),
)

test(
  'a day that the company gives after the merge is one for all, and taking the ideas apart leaves it',
  inTransaction(async (ctx) => {
    const { older, younger, sara, say } = await two(ctx)
    await mergeThread(sara, older, younger)
    await say(younger, 'under-review', dayIn(ctx, 90))
    assert.equal(await dueOf(ctx, younger), dayIn(ctx, 90))
    await unmergeThread(sara, older)
    assert.deepEqual([await dueOf(ctx, older), await dueOf(ctx, younger)], [dayIn(ctx, 30), dayIn(ctx, 90)])
  }),
)

test(
  'where nothing more is promised a merged idea has its answer: no day comes back with it or goes with it',
  inTransaction(async (ctx) => {
    const { cast, older, younger, sara, say } = await two(ctx)
    await mergeThread(sara, older, younger)
    await say(younger, 'done')
    assert.equal(await dueOf(ctx, younger), null, 'an answer ends what was owed')
    await mergeThread(sara, await post(ctx, cast, 'A third'), younger)
    assert.equal(await dueOf(ctx, younger), null, 'what is answered owes nothing to what comes')
    await unmergeThread(sara, older)
    assert.equal(await dueOf(ctx, younger), null)
    assert.equal(await dueOf(ctx, older), dayIn(ctx, 30), 'alone again, it waits as it did')
    const closed = await post(ctx, cast, 'Answered long ago')
    await say(closed, 'not-planned')
    await mergeThread(sara, closed, older)
    assert.equal(await dueOf(ctx, older), dayIn(ctx, 30))
  }),
)

test(
  'an import that runs again takes no owed day away, and one that brings a stage begins from the idea’s own',
  inTransaction(async (ctx) => {
    const { older, younger, sara } = await two(ctx)
    await mergeThread(sara, older, younger)
    await importIdeas(ctx, [{ threadId: younger, stage: 'new', reason: '' }])
    assert.equal(await dueOf(ctx, younger), dayIn(ctx, 30))
    await importIdeas(ctx, [{ threadId: younger, stage: 'planned', reason: 'r' }])
    assert.equal(await dueOf(ctx, younger), dayIn(ctx, 40))
    await unmergeThread(sara, older)
    assert.equal(await dueOf(ctx, younger), dayIn(ctx, 40))
  }),
)

test(
  'what was merged before there was such a reckoning owes the same days, also through several merges',
  inTransaction(async (ctx) => {
    const { cast, older, younger, sara, say } = await two(ctx)
    const [last, answered, closed] = [
      await post(later(ctx, 20), cast, 'Last'),
      await post(later(ctx, 20), cast, 'Answered since'),
      await post(later(ctx, 20), cast, 'Closed'),
    ]
    await mergeThread(sara, older, younger)
    await mergeThread(sara, younger, last)
    await say(closed, 'done')
    await mergeThread(sara, closed, last)
    const early = await post(ctx, cast, 'Early')
    await mergeThread(cast.as(later(ctx, 5), 'sara'), early, answered)
    await say(answered, 'planned', dayIn(ctx, 99))
    const all = () =>
      ctx.db
        .selectFrom('ideas')
        .select(['threadId', 'answerBy', 'ownAnswerBy', 'alsoOwed'])
        .orderBy('threadId')
        .execute()
    const before = await all()
    assert.equal(before.find((row) => row.threadId === last)!.answerBy, dayIn(ctx, 30))
    await sql`update ideas set answer_by = own_answer_by where also_owed <> '{}'`.execute(ctx.db)
    await sql`set constraints all immediate`.execute(ctx.db)
    await sql`alter table ideas drop column also_owed, drop column own_answer_by`.execute(ctx.db)
    await sql.raw(readFileSync('db/migrations/0050_also_owed.sql', 'utf8')).execute(ctx.db)
    assert.deepEqual(await all(), before)
  }),
)

type Step =
  | { do: 'merge'; idea: number; into: number }
  | { do: 'undo'; idea: number }
  | { do: 'say'; idea: number; stage: IdeaStage; days: number }

const which = fc.nat(30)
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('merge' as const), idea: which, into: which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), idea: which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      idea: which,
      stage: fc.constantFrom<IdeaStage>('new', 'planned', 'partly-done', 'done', 'archived'),
      days: fc.integer({ min: 1, max: 60 }),
    }),
  },
)

type Fact =
  | { told: ThreadId; day: Day | null }
  | { merged: ThreadId; into: ThreadId }
  | { parted: ThreadId; into: ThreadId }

/** What is owed after the first `end` facts, from nothing but what happened. */
function reckon(facts: readonly Fact[], id: ThreadId, end = facts.length): Day | null {
  const begin = facts.slice(0, end).findLastIndex((fact) => 'told' in fact && fact.told === id)
  const { day } = facts[begin] as { day: Day | null }
  if (day === null) return null
  const days = [day]
  for (const [at, fact] of facts.slice(0, end).entries()) {
    if (at < begin || !('merged' in fact) || fact.into !== id) continue
    if (facts.slice(at, end).some((one) => 'parted' in one && one.parted === fact.merged)) continue
    const brought = reckon(facts, fact.merged, at)
    if (brought !== null) days.push(brought)
  }
  return days.toSorted()[0]!
}

test(
  'whatever is merged, taken apart and answered, each idea owes what a reckoning from the beginning says, and so does the debt',
  { timeout: 120_000 },
  async () => {
    let [earlier, undone] = [0, 0]
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 10, maxLength: 20 }), async (history) => {
        await inTransaction(async (ctx) => {
          const cast = await getCast(ctx)
          const [sara, mirela] = [cast.as(ctx, 'sara'), cast.as(ctx, 'mirela')]
          const before = await debtOf(later(ctx, 35))
          const facts: Fact[] = []
          const ids: ThreadId[] = []
          for (const days of [12, 0, 20, 7, 3]) {
            const id = await post(later(ctx, days), cast, `Idea ${days}`)
            ids.push(id)
            facts.push({ told: id, day: dayIn(ctx, days + 30) })
          }
          const merged = new Map<ThreadId, ThreadId>()
          for (const step of history) {
            const from = ids.filter((id) => merged.has(id) === (step.do === 'undo'))
            const id = from[step.idea % from.length]
            if (id === undefined) continue
            if (step.do === 'merge') {
              const others = from.filter((other) => other !== id)
              const into = others[step.into % others.length]
              if (into === undefined) continue
              await mergeThread(sara, id, into)
              merged.set(id, into)
              facts.push({ merged: id, into })
            } else if (step.do === 'undo') {
              const into = merged.get(id)!
              if ((await outcome(unmergeThread(sara, id))) !== 'ok') continue
              merged.delete(id)
              facts.push({ parted: id, into })
              undone += 1
            } else {
              const said = { stage: step.stage, reason: 'r', part: 'p', answerBy: dayIn(ctx, step.days) }
              facts.push({ told: id, day: (await setStage(mirela, id, said)).answerBy })
            }
            const owed = new Map(ids.map((one) => [one, reckon(facts, one)]))
            for (const [one, day] of owed) assert.equal(await dueOf(ctx, one), day, `idea ${ids.indexOf(one)}`)
            const overdue = [...owed].filter(([one, day]) => !merged.has(one) && day !== null && day < dayIn(ctx, 35))
            assert.equal((await debtOf(later(ctx, 35))) - before, overdue.length)
            const owns = await ctx.db.selectFrom('ideas').select(['threadId', 'answerBy', 'ownAnswerBy']).execute()
            earlier += owns.filter((row) => row.ownAnswerBy && row.ownAnswerBy > row.answerBy!).length
          }
        })()
      }),
      { numRuns: 12 },
    )
    assert.ok(earlier > 20 && undone > 10, `hardly anything came about: ${earlier}, ${undone}`)
  },
)
