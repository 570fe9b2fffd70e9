/** Which way a search goes decides how long it takes, never what it finds. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { acceptAnswer, answer } from '../../content/questions/questions.ts'
import { setTags } from '../../content/tags/tags.ts'
import { addReply, startThread } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { readAsked } from './asked.ts'
import type { Plan } from './plan.queries.ts'
import { type Wanted, selectBest, selectNewest, selectWanted } from './search.queries.ts'

const day = 86_400_000
const oneThread = fc.record({
  place: fc.constantFrom('riders', 'testers', 'velund', 'battery'),
  type: fc.constantFrom('question', 'problem', 'praise'),
  isByOther: fc.boolean(),
  words: fc.constantFrom('quagga', 'okapi', 'quagga okapi', 'nothing'),
  inReply: fc.constantFrom('quagga', 'okapi', undefined),
  tag: fc.constantFrom('brakes', 'rear', undefined),
  daysAgo: fc.nat(9),
  isSettled: fc.boolean(),
  isReplyHidden: fc.constantFrom(false, false, true),
  reach: fc.constantFrom(null, 4, 0),
} as const)
type OneThread = typeof oneThread extends fc.Arbitrary<infer One> ? One : never

const writers = {
  riders: ['ines', 'gustav'],
  testers: ['gustav', 'gustav'],
  velund: ['lena', 'daniel'],
  battery: ['tomasz', 'tomasz'],
} as const satisfies Record<string, readonly PersonName[]>

async function write(ctx: Ctx, one: OneThread): Promise<void> {
  const cast = await getCast(ctx)
  await ctx.db.deleteFrom('rateLimits').execute()
  const space = cast.spaces[one.place]
  const isOutside = space.realm === 'outside'
  const now = new Date(ctx.now.getTime() - one.daysAgo * day)
  const as = makeCtx({ ...cast.as(ctx, writers[one.place][one.isByOther ? 1 : 0]), now })
  const other = makeCtx({ ...cast.as(ctx, writers[one.place][one.isByOther ? 0 : 1]), now })
  const type = isOutside ? one.type : 'discussion'
  const { id } = await startThread(as, space, { type, title: `About ${one.words}`, body: one.words })
  if (one.tag) await setTags(as, id, [one.tag])
  if (one.inReply && type === 'question') {
    const { id: answerId } = await answer(other, id, `It is the ${one.inReply}.`)
    if (one.isSettled) await acceptAnswer(as, answerId).catch(() => {})
  } else if (one.inReply) await addReply(other, id, { kind: 'reply', body: `It is the ${one.inReply}.` })
  if (type === 'problem' && one.isSettled)
    await ctx.db
      .insertInto('problems')
      .values({ threadId: id, state: 'fixed', note: '', changedBy: null, changedAt: now })
      .execute()
  // Its author and the moderators still find it; nobody else is led to the thread by it.
  if (one.isReplyHidden) await ctx.db.updateTable('replies').set({ hiddenAt: now }).where('threadId', '=', id).execute()
  if (isOutside) await ctx.db.updateTable('threads').set({ reach: one.reach }).where('id', '=', id).execute()
}

const filters = (today: Date) => {
  const dayBefore = (days: number) => new Date(today.getTime() - days * day).toISOString().slice(0, 10)
  return [
    ...['', 'type:question', 'type:problem', 'type:discussion', 'state:open', 'state:fixed', 'state:answered'],
    ...['tag:brakes', 'tag:brakes tag:rear', 'by:gustav', 'by:lena type:discussion', 'in:velund', 'in:riders'],
    ...['is:accepted', 'is:mine', `before:${dayBefore(4)}`, `after:${dayBefore(4)}`, 'type:praise state:fixed'],
  ]
}
const searches = ['quagga', 'quagga okapi', 'quagga or okapi', 'okapi -quagga', '']
const readers = ['visitor', 'ines', 'gustav', 'daniel', 'lena'] as const

/** The same search gone about in each way that there is for it. */
function everyWay(wanted: Wanted): Wanted[] {
  const ways: Plan[] = [
    ...(wanted.query === '' ? [] : ['look-up' as const]),
    'walk',
    ...(wanted.listed ? ['list' as const] : []),
  ]
  return ways.flatMap((plan, at) =>
    [plan, ways[(at + 1) % ways.length]!].flatMap((inReplies) =>
      [false, true].map((isMetSoon) => ({
        ...{ ...wanted, inReplies, sides: wanted.sides.map((side) => ({ ...side, plan, isMetSoon })) },
      })),
    ),
  )
}

test(
  'a search finds the same in the same order whichever way it goes',
  inTransaction(async (plain) => {
    let found = 0
    const property = fc.asyncProperty(
      fc.array(oneThread, { minLength: 10, maxLength: 14 }),
      fc.nat(4),
      async (threads, turn) => {
        const back = new Error('taken back')
        const run = plain.transaction(async (ctx) => {
          for (const one of threads) await write(ctx, one)
          const cast = await getCast(ctx)
          for (const [at, filter] of filters(ctx.now).entries()) {
            const words = searches[(at + turn) % searches.length]!
            const who = readers[(at * 2 + turn) % readers.length]!
            const as = cast.as(ctx, who)
            const asked = readAsked(`${words} ${filter}`)
            const wanted = (await selectWanted(as, asked.groups, asked.filters))!
            for (const select of words === '' ? [selectNewest] : [selectNewest, selectBest]) {
              const answers: string[] = []
              for (const way of everyWay(wanted)) {
                const hits = await select(as, way, asked.filters, undefined, 20)
                answers.push(JSON.stringify(hits.map(({ id, replyId, score }) => [id, replyId, score])))
              }
              assert.equal(new Set(answers).size, 1, `${who}: ${words} ${filter}, ${select.name}: ${answers.join(' ')}`)
              found += answers[0] === '[]' ? 0 : 1
            }
          }
          throw back
        })
        await run.catch((error: unknown) => {
          if (error !== back) throw error
        })
      },
    )
    await fc.assert(property, { numRuns: 2, endOnFailure: true })
    assert.ok(found > 10, `${found} searches found something`)
  }),
)

test(
  'a side without threads of the type that is asked for is not looked at, nor is any where no type fits',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const text = { title: 'Quagga', body: 'It is about the quagga.' }
    await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, { type: 'question', ...text })
    await startThread(cast.as(ctx, 'lena'), cast.spaces.velund, { type: 'discussion', ...text })
    const sides = async (who: 'daniel' | 'visitor', typed: string) => {
      const { groups, filters } = readAsked(typed)
      return (await selectWanted(cast.as(ctx, who), groups, filters))!.sides.map((side) => side.realm)
    }
    for (const words of ['quagga ', '']) {
      assert.deepEqual(await sides('daniel', `${words}type:question`), ['outside'])
      assert.deepEqual(await sides('daniel', `${words}state:answered`), ['outside'])
      assert.deepEqual(await sides('daniel', `${words}type:discussion`), ['inside'])
      assert.deepEqual(await sides('visitor', `${words}type:discussion`), [])
      assert.deepEqual(await sides('daniel', `${words}type:praise state:answered`), [])
      assert.deepEqual(await sides('daniel', `${words}type:question in:velund`), [])
    }
    assert.deepEqual(await sides('daniel', 'quagga'), ['inside', 'outside'])
  }),
)

test(
  'what somebody replied in the thread of another is found by their name, whichever way the search goes',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const text = { type: 'question', title: 'The saddle', body: 'It is loose.' } as const
    const { id } = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, text)
    await addReply(cast.as(ctx, 'gustav'), id, { kind: 'comment', body: 'As with any quagga.' })
    const { groups, filters } = readAsked('quagga by:gustav')
    const wanted = (await selectWanted(ctx, groups, filters))!
    assert.equal(wanted.listed?.of, 'author')
    for (const select of [selectNewest, selectBest])
      for (const way of everyWay(wanted)) {
        const hits = await select(ctx, way, filters, undefined, 20)
        assert.deepEqual(
          hits.map((hit) => hit.id),
          [id],
          `${select.name}: ${way.sides[0]!.plan}, ${way.inReplies}`,
        )
      }
  }),
)

test(
  'the newest 300 replies that hold the words are ranked, behind however many newer ones that do not, whichever way the search goes',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const text = { type: 'question', title: 'The saddle', body: 'It is loose.' } as const
    const { id } = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, text)
    // Of 302 the first two, which fit best, are too old; 330 newer ones say nothing.
    const body = (n: number) => (n < 2 ? 'Quagga, quagga, quagga.' : n < 302 ? 'Any quagga.' : 'Nothing of it.')
    const replies = Array.from({ length: 632 }, (_, n) => ({
      ...{ threadId: id, kind: 'comment' as const, authorId: cast.people.gustav.id, body: body(n) },
      createdAt: new Date(ctx.now.getTime() - (1000 - n) * 60_000),
    }))
    const written = await ctx.db.insertInto('replies').values(replies).returning('id').execute()
    for (const filter of ['', 'in:riders', 'by:gustav', 'type:question']) {
      const { groups, filters } = readAsked(`quagga ${filter}`)
      const wanted = (await selectWanted(ctx, groups, filters))!
      for (const way of everyWay(wanted)) {
        const hits = await selectBest(ctx, way, filters, undefined, 20)
        assert.deepEqual(
          hits.map((hit) => [hit.id, hit.replyId]),
          [[id, written[2]!.id]],
          `${filter}: ${way.sides[0]!.plan}, ${way.inReplies}`,
        )
      }
    }
  }),
)
