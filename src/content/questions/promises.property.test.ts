/** Whatever is merged, undone, answered, moved and made a problem or a question: what is owed equals what a second reckoning makes of the steps. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cast, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { fc } from '../../../test/property.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { createSpace, getSpace } from '../../realms/spaces/spaces.ts'
import {
  type Thread,
  type ThreadId,
  getThread,
  listReplies,
  mergeThread,
  moveThread,
  retypeThread,
  startThread,
  takeBackReply,
  unmergeThread,
} from '../threads/threads.ts'
import { answer, debtIn, findOverdue, getQuestion, listQuestions, promiseAnswers } from './questions.ts'

type Step =
  | { do: 'merge'; thread: number; into: number }
  | { do: 'unmerge' | 'answer' | 'take back' | 'move' | 'retype'; thread: number }
  | { do: 'promise'; hours: number | null; elsewhere: boolean }
  | { do: 'wait'; hours: number }

const which = fc.nat(30)
const one = <What extends Step['do']>(what: What) => fc.record({ do: fc.constant(what), thread: which })
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('merge' as const), thread: which, into: which }) },
  { weight: 4, arbitrary: one('unmerge') },
  { weight: 3, arbitrary: one('answer') },
  { weight: 2, arbitrary: one('take back') },
  one('move'),
  { weight: 4, arbitrary: one('retype') },
  fc.record({
    do: fc.constant('promise' as const),
    hours: fc.constantFrom(null, 2, 30, 100),
    elsewhere: fc.boolean(),
  }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 40 }) }) },
)

const hour = 3_600_000

/** What is known of each question by the steps alone. */
interface Model {
  /** What each thread is now. */
  readonly types: Map<ThreadId, 'question' | 'problem'>
  /** When it was first a question; undefined for what never was. */
  readonly askedAt: Map<ThreadId, Date | undefined>
  /** What stands merged into a question, with the moments that it brought. */
  readonly merged: Map<ThreadId, { from: ThreadId; brought: readonly Date[] }[]>
  readonly promises: { spaceId: number; at: Date; hours: number | null }[]
  /** When each was announced, and in which space. */
  readonly announced: { id: ThreadId; spaceId: number; at: Date }[]
}

const broughtTo = (model: Model, id: ThreadId) => (model.merged.get(id) ?? []).flatMap(({ brought }) => brought)

/** When it was asked itself, and what it brought. */
function askedTo(model: Model, id: ThreadId): Date[] {
  const own = model.askedAt.get(id)
  return [...(own ? [own] : []), ...broughtTo(model, id)]
}

function dueOf(model: Model, thread: Thread): Date | undefined {
  if (model.types.get(thread.id) !== 'question') return undefined
  const due = askedTo(model, thread.id).flatMap((at) => {
    const inForce = model.promises.findLast((one) => one.spaceId === thread.spaceId && one.at <= at)
    return inForce?.hours ? [at.getTime() + inForce.hours * hour] : []
  })
  return due.length === 0 ? undefined : new Date(Math.min(...due))
}

const hasAnswer = async (ctx: Ctx, id: ThreadId) =>
  (await listReplies(ctx, id, { kinds: ['answer'] })).some((reply) => !reply.recalledAt && !reply.hiddenAt)

async function take(ctx: Ctx, cast: Cast, model: Model, step: Step): Promise<void> {
  const sara = cast.as(ctx, 'sara')
  if (step.do === 'wait') return
  if (step.do === 'promise') {
    const space = await getSpace(ctx, step.elsewhere ? 'open' : 'riders')
    await promiseAnswers(sara, space, step.hours)
    model.promises.push({ spaceId: space.id, at: ctx.now, hours: step.hours })
    return
  }
  const merged = new Set([...model.merged.values()].flatMap((those) => those.map(({ from }) => from)))
  const ids = [...model.askedAt.keys()].filter((id) => merged.has(id) === (step.do === 'unmerge'))
  const id = ids[step.thread % ids.length]
  if (id === undefined) return
  const thread = await getThread(ctx, id)
  if (step.do === 'merge') {
    const others = ids.filter((other) => other !== id)
    // Mostly what can be merged, and once in a while what cannot.
    const alike = others.filter((other) => model.types.get(other) === model.types.get(id))
    const from = alike.length > 0 && step.into > 2 ? alike : others
    const into = from[step.into % from.length]
    if (into === undefined) return
    const brought = (await hasAnswer(ctx, id)) ? [] : askedTo(model, id)
    const came = await outcome(mergeThread(sara, id, into))
    assert.equal(came, model.types.get(id) === model.types.get(into) ? 'ok' : 'threads.merge')
    if (came === 'ok') model.merged.set(into, [...(model.merged.get(into) ?? []), { from: id, brought }])
  } else if (step.do === 'unmerge') {
    const into = thread.mergedIntoId!
    const came = await outcome(unmergeThread(sara, id))
    assert.equal(came, merged.has(into) ? 'threads.merged-on' : 'ok')
    if (came === 'ok')
      model.merged.set(
        into,
        model.merged.get(into)!.filter(({ from }) => from !== id),
      )
  } else if (step.do === 'retype') {
    const to = model.types.get(id) === 'question' ? 'problem' : 'question'
    await retypeThread(sara, id, to)
    model.types.set(id, to)
    if (to === 'question' && !model.askedAt.get(id)) model.askedAt.set(id, ctx.now)
  } else if (step.do === 'answer') await answer(cast.as(ctx, 'daniel'), id, 'So.')
  else if (step.do === 'move') {
    const to = (await getSpace(ctx, 'open')).id === thread.spaceId ? 'riders' : 'open'
    await moveThread(sara, id, { space: to })
  } else {
    const [own] = await listReplies(ctx, id, { kinds: ['answer'] })
    if (own && !own.recalledAt) await takeBackReply(cast.as(ctx, 'daniel'), own.id)
  }
}

/** Compares everything that reads the promise with the model; gives the questions that are owed. */
async function compare(ctx: Ctx, cast: Cast, model: Model): Promise<readonly ThreadId[]> {
  const visitor = cast.as(ctx, 'visitor')
  const owed: ThreadId[] = []
  const rows = await ctx.db.selectFrom('threads').select(['id', 'alsoAskedAt']).execute()
  for (const { id, alsoAskedAt } of rows) {
    const moments = broughtTo(model, id).toSorted((a, b) => a.getTime() - b.getTime())
    assert.deepEqual(alsoAskedAt, moments, `what was merged into ${id}`)
    const thread = await getThread(ctx, id)
    if (thread.mergedIntoId) continue
    const due = (await hasAnswer(ctx, id)) ? undefined : dueOf(model, thread)
    assert.deepEqual((await getQuestion(visitor, id)).promisedUntil, due, `the page of ${id}`)
    if (due && due <= ctx.now) owed.push(id)
  }
  const { items } = await listQuestions(visitor, { show: 'owed' })
  assert.deepEqual(items.map((line) => line.thread.id).toSorted(), owed.toSorted())
  const debts = [
    await debtIn(visitor, await getSpace(ctx, 'riders')),
    await debtIn(visitor, await getSpace(ctx, 'open')),
  ]
  assert.equal(debts[0]!.owed + debts[1]!.owed, owed.length)
  for (const line of (await listQuestions(visitor, {})).items)
    assert.deepEqual(
      line.promisedUntil,
      (await hasAnswer(ctx, line.thread.id)) ? undefined : dueOf(model, line.thread),
      `the line of ${line.thread.id}`,
    )
  let fresh = 0
  for (const id of owed) {
    const thread = await getThread(ctx, id)
    const due = dueOf(model, thread)!
    if (model.announced.some((one) => one.id === id && one.spaceId === thread.spaceId && one.at >= due)) continue
    model.announced.push({ id, spaceId: thread.spaceId, at: ctx.now })
    fresh += 1
  }
  assert.equal(await findOverdue(ctx), fresh, 'each is announced once, and when it is due')
  return owed
}

test(
  'what is owed, since when, and what is announced equals a reckoning from the steps, whatever is merged and undone',
  { timeout: 120_000 },
  async () => {
    let [merged, undone, owed, answered, late] = [0, 0, 0, 0, 0]
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 12, maxLength: 24 }), async (history) => {
        await inTransaction(async (first) => {
          const cast = await getCast(first)
          let now = first.now
          const at = () => makeCtx({ viewer: first.viewer, db: first.db, log: first.log, now })
          const pass = (hours: number) => void (now = new Date(now.getTime() + hours * hour))
          await createSpace(first, { realm: 'outside', slug: 'open', title: 'Open', access: 'public' })
          const promises = await first.db.selectFrom('answerPromises').selectAll().orderBy('id').execute()
          const model: Model = {
            types: new Map(),
            askedAt: new Map(),
            merged: new Map(),
            promises: promises.map(({ spaceId, madeAt, hours }) => ({ spaceId, at: madeAt, hours })),
            announced: [],
          }
          const problems = new Set<ThreadId>()
          for (const title of ['First', 'Second', 'Third', 'Fourth']) {
            pass(7)
            const type = title === 'First' || title === 'Third' ? 'question' : 'problem'
            const text = { type, title, body: 'It stops.' } as const
            const { id } = await startThread(cast.as(at(), 'lena'), cast.spaces.riders, text)
            if (type === 'problem') problems.add(id)
            model.types.set(id, type)
            model.askedAt.set(id, type === 'question' ? now : undefined)
          }
          for (const step of history) {
            pass(step.do === 'wait' ? step.hours : 1)
            await take(at(), cast, model, step)
            const ids = await compare(at(), cast, model)
            owed += ids.length
            late += ids.filter((id) => problems.has(id)).length
          }
          const acts = await first.db.selectFrom('threadActs').select(['act', 'wasUnanswered']).execute()
          answered += acts.filter(({ wasUnanswered }) => wasUnanswered === false).length
          merged += acts.filter(({ act }) => act === 'merge').length
          undone += acts.filter(({ act }) => act === 'unmerge').length
        })()
      }),
      { numRuns: 15 },
    )
    const came = [merged, answered, undone, owed, late]
    const enough = merged > 20 && answered > 2 && undone > 8 && owed > 20 && late > 10
    assert.ok(enough, `hardly anything came about: ${came.join()}`)
  },
)
