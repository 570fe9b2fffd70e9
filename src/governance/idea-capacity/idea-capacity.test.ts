import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { addCategory, postIdea, setStage } from '../../content/ideas/ideas.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { type Said, english } from '../../platform/languages/languages.ts'
import { assumedMinutes, debtOf, debtWords, leastMeasured } from './debt.ts'
import { guardIdeas } from './idea-capacity.listeners.ts'
import { findCapacityFor, listCapacities, noteEffort, setCapacity } from './idea-capacity.ts'

const hour = 3_600_000

/** The same context so many hours later. */
function later(ctx: Ctx, hours: number): Ctx {
  return makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + hours * hour) })
}

async function notices(ctx: Ctx, kind: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('notices')
    .innerJoin('accounts', 'accounts.id', 'notices.accountId')
    .select(['accounts.handle', 'notices.because', 'notices.occasion'])
    .where('notices.kind', '=', kind)
    .orderBy('notices.id')
    .execute()
  return rows.map((row) => {
    const because = english.again(JSON.parse(row.because) as Said)
    return `${row.handle}: ${row.occasion.split(' ')[0]}: ${because}`
  })
}

test('weeks are what waits times what one takes, by what can be given; said as soon as it is longer than promised', () => {
  const load = { waiting: 8, measured: [], weeklyMinutes: 120, promisedDays: 14 }
  assert.deepEqual(debtOf(load), {
    ...{ waiting: 8, minutesEach: assumedMinutes, isMeasured: false, weeks: 2, isOver: false },
  })
  assert.equal(debtOf({ ...load, waiting: 9 }).isOver, true)
  assert.equal(debtOf({ ...load, waiting: 9 }).weeks, 3)
  assert.equal(debtOf({ ...load, promisedDays: 13 }).isOver, true)
  const nobody = debtOf({ ...load, weeklyMinutes: 0 })
  assert.deepEqual([nobody.weeks, nobody.isOver], [undefined, true])
  assert.equal(debtOf({ ...load, weeklyMinutes: 0, waiting: 0 }).isOver, false)
})

test('one idea takes the median of what was measured, once five reviews were', () => {
  const load = { waiting: 1, weeklyMinutes: 60, promisedDays: 7 }
  assert.equal(debtOf({ ...load, measured: [1, 1, 1, 1] }).minutesEach, assumedMinutes)
  assert.equal(debtOf({ ...load, measured: [90, 10, 20, 500, 15] }).minutesEach, 20)
  assert.equal(debtOf({ ...load, measured: [90, 10, 20, 500, 15, 30] }).minutesEach, 25)
})

test('more ideas never take less time, more hours never more, and over is exactly longer than promised', () => {
  const load = fc.record({
    waiting: fc.nat(500),
    measured: fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 12 }),
    weeklyMinutes: fc.integer({ min: 1, max: 3000 }),
    promisedDays: fc.integer({ min: 1, max: 365 }),
  })
  fc.assert(
    fc.property(load, fc.nat(50), (one, more) => {
      const debt = debtOf(one)
      assert.ok(debtOf({ ...one, waiting: one.waiting + more }).weeks! >= debt.weeks!)
      assert.ok(debtOf({ ...one, weeklyMinutes: one.weeklyMinutes + more }).weeks! <= debt.weeks!)
      assert.equal(debt.isOver, (one.waiting * debt.minutesEach * 7) / one.weeklyMinutes > one.promisedDays)
      assert.equal(debt.isMeasured, one.measured.length >= leastMeasured)
    }),
  )
})

test('the sentence says how many wait and for about how long', () => {
  const debt = { waiting: 12, minutesEach: 30, isMeasured: false, weeks: 3, isOver: true }
  const words = 'This category takes longer than promised: 12 ideas wait, about 3 weeks.'
  assert.equal(english.again(debtWords(debt, 'This category')), words)
  const one = { ...debt, waiting: 1, weeks: 1 }
  assert.equal(
    english.again(debtWords(one, 'This space')),
    'This space takes longer than promised: 1 idea waits, about 1 week.',
  )
  const { weeks: _weeks, ...none } = debt
  assert.match(english.again(debtWords({ ...none, weeks: undefined }, 'This category')), /nobody reviews them now/)
})

/** A category outside that Lena answers for and reviews an hour a week, promised within a week: two ideas fit. */
async function planDisplay(ctx: Ctx) {
  const cast = await getCast(ctx)
  const category = await addCategory(cast.as(ctx, 'sara'), 'outside', { title: 'Display', answerDays: 7 })
  await setCapacity(
    cast.as(ctx, 'sara'),
    { categoryId: category.id },
    { ownerId: cast.people.lena.id, reviewers: [{ accountId: cast.people.lena.id, hours: 1 }] },
  )
  const post = (who: 'ines' | 'gustav' = 'ines') =>
    postIdea(cast.as(ctx, who), { space: 'riders', title: 'Wish', body: 'x', tags: [], category: category.slug })
  return { cast, category, post }
}

test(
  'the owner is warned once when more waits than fits, told once when it fits again, and warned anew the next time',
  inTransaction(async (ctx) => {
    const { cast, post } = await planDisplay(ctx)
    const run = async (hours: number) => {
      await guardIdeas.work(later(ctx, hours), {} as never)
      await hearEverything(ctx)
      return notices(ctx, 'idea-capacity')
    }
    const [first] = [await post(), await post()]
    assert.deepEqual(await run(1), [], 'two fit into the week')
    await post('gustav')
    const warned = await run(2)
    assert.equal(warned.length, 1)
    assert.match(
      warned[0]!,
      /^lena: over: because you answer for its review\. The category “Display” takes longer than promised: 3 ideas wait, about 2 weeks\.$/,
    )
    assert.equal((await run(3)).length, 1, 'not again for the same state')
    await setStage(cast.as(ctx, 'mirela'), first.id, { stage: 'planned', reason: 'Good' })
    const relieved = await run(4)
    assert.equal(relieved.length, 2)
    assert.match(relieved[1]!, /^lena: within: /)
    await post('gustav')
    assert.equal((await run(5)).length, 3)
  }),
)

test(
  'measured reviews change how long it takes',
  inTransaction(async (ctx) => {
    const { cast, post } = await planDisplay(ctx)
    const ideas = [await post(), await post(), await post()]
    const debt = async () => (await listCapacities(cast.as(ctx, 'visitor')))[0]!.debt
    assert.equal((await debt()).isOver, true)
    for (const minutes of [10, 12, 8, 10, 11]) await noteEffort(cast.as(ctx, 'lena'), ideas[0]!.id, minutes)
    assert.deepEqual(await debt(), { waiting: 3, minutesEach: 10, isMeasured: true, weeks: 1, isOver: false })
  }),
)

test(
  'an idea belongs to its category, and one without a category to its space',
  inTransaction(async (ctx) => {
    const { cast, category, post } = await planDisplay(ctx)
    const parts = { ownerId: cast.people.daniel.id, reviewers: [] }
    await setCapacity(cast.as(ctx, 'sara'), { spaceId: cast.spaces.riders.id }, parts)
    const plain = await postIdea(cast.as(ctx, 'joost'), { space: 'riders', title: 'Other', body: 'x', tags: [] })
    const visitor = cast.as(ctx, 'visitor')
    assert.equal((await findCapacityFor(visitor, await post()))?.title, category.title)
    assert.equal((await findCapacityFor(visitor, plain))?.title, cast.spaces.riders.title)
    const waiting = (await listCapacities(visitor)).map((one) => [one.title, one.debt.waiting])
    assert.deepEqual(
      new Map(waiting as [string, number][]),
      new Map([
        ['Display', 1],
        ['Velund Riders', 1],
      ]),
    )
  }),
)

test(
  'planning anew takes the place of the plan before, and refuses what cannot be',
  inTransaction(async (ctx) => {
    const { cast, category } = await planDisplay(ctx)
    const place = { categoryId: category.id }
    const sara = cast.as(ctx, 'sara')
    const lena = { accountId: cast.people.lena.id, hours: 2 }
    const refused = (parts: Parameters<typeof setCapacity>[2]) =>
      setCapacity(sara, place, parts).then(
        () => 'ok',
        (error: { code: string }) => error.code,
      )
    const ownerId = cast.people.lena.id
    assert.equal(await refused({ ownerId: cast.people.ines.id, reviewers: [] }), 'idea-capacity.owner')
    const outsider = { accountId: cast.people.gustav.id, hours: 1 }
    assert.equal(await refused({ ownerId, reviewers: [outsider] }), 'idea-capacity.reviewers')
    assert.equal(await refused({ ownerId, reviewers: [{ ...lena, hours: 0 }] }), 'idea-capacity.hours')
    assert.equal(await refused({ ownerId, reviewers: [{ ...lena, hours: 101 }] }), 'idea-capacity.hours')
    assert.equal(await refused({ ownerId, reviewers: [lena, lena] }), 'idea-capacity.twice')
    assert.equal(await refused({ ownerId, reviewers: [{ accountId: cast.people.aiko.id, hours: 2.5 }] }), 'ok')
    const all = await listCapacities(sara)
    assert.deepEqual(
      all.map((one) => one.weeklyMinutes),
      [150],
    )
    for (const minutes of [0, 1.5, 6001, Number.NaN])
      await assert.rejects(
        noteEffort(
          cast.as(ctx, 'aiko'),
          (
            await postIdea(cast.as(ctx, 'joost'), {
              ...{ space: 'riders', title: 'Wish', body: 'x', tags: [], category: category.slug },
            })
          ).id,
          minutes,
        ),
        { code: 'idea-capacity.minutes' },
      )
  }),
)
