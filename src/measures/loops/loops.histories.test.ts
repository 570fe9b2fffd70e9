/** Whatever happened to whatever questions: each figure of the board is the number of items behind it, for every employee and window. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { acceptAnswer, answer, ask, comment, postOfficialAnswer, sayHere } from '../../content/questions/questions.ts'
import { type ReplyId, type ThreadId, recallReply } from '../../content/threads/threads.ts'
import { sayHelped } from '../../customers/loop-closure/loop-closure.ts'
import { type SwarmId, join, openSwarm, say } from '../../customers/swarms/swarms.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { TangoError } from '../../platform/errors.ts'
import { type LoopItems, type WindowName, getLoopBoard, listLoopItems, listSaid, loopItems, windows } from './loops.ts'

const now = new Date('2026-03-01T12:00:00Z')
const customers = ['ines', 'gustav', 'joost', 'amina'] as const
const colleagues = ['daniel', 'tomasz', 'mirela', 'lena'] as const

const which = fc.nat({ max: 11 })
const customer = fc.constantFrom(...customers)
const colleague = fc.constantFrom(...colleagues)
const anybody = fc.constantFrom(...customers, ...colleagues)
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('ask'), who: customer, members: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('answer'), who: anybody, which }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('comment'), who: anybody, which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('accept'), who: customer, which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('official'), who: fc.constant('mirela' as const), which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('recall'), who: colleague, which }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('same'), who: customer, which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('swarm'), who: colleague, which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('say'), who: colleague, which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('helped'), who: customer, which, yes: fc.boolean() }) },
)
const history = fc.array(fc.tuple(act, fc.integer({ min: 1, max: 20_000 })), { minLength: 3, maxLength: 25 })
type Act = { does: string; who: PersonName; which?: number; members?: boolean; yes?: boolean }

/** Lets it all happen, the last of it just before now; an act that the product refuses is left out. */
async function live(ctx: Ctx, acts: readonly (readonly [Act, number])[]): Promise<void> {
  const cast = await getCast(ctx)
  const questions: ThreadId[] = []
  const answers: ReplyId[] = []
  const swarms: SwarmId[] = []
  const pick = <Item>(items: readonly Item[], index: number | undefined) =>
    items[(index ?? 0) % Math.max(1, items.length)]
  let minutes = -acts.reduce((sum, [, wait]) => sum + wait, 0)
  for (const [{ does, who, which: index, members, yes }, wait] of acts) {
    minutes += wait
    const then = new Date(now.getTime() + minutes * 60_000)
    const as = makeCtx({ viewer: cast.viewer(who), db: ctx.db, log: ctx.log, now: then })
    const question = pick(questions, index)
    const reply = pick(answers, index)
    const swarm = pick(swarms, index)
    const doing = async (inside: Ctx): Promise<void> => {
      if (does === 'ask') {
        const space = members ? 'testers' : 'riders'
        questions.push((await ask(inside, { space, title: `Q ${questions.length}`, body: 'Why?', tags: [] })).thread.id)
      } else if (does === 'answer' && question) answers.push((await answer(inside, question, 'So.')).id)
      else if (does === 'comment' && question) await comment(inside, question, 'Hm.')
      else if (does === 'accept' && reply) await acceptAnswer(inside, reply)
      else if (does === 'official' && question) answers.push((await postOfficialAnswer(inside, question, 'So.')).id)
      else if (does === 'recall' && reply) await recallReply(inside, reply)
      else if (does === 'same' && question) await sayHere(inside, question)
      else if (does === 'swarm' && question) swarms.push((await openSwarm(inside, question)).id)
      else if (does === 'say' && swarm) {
        await join(inside, swarm).catch(() => {})
        await say(inside, swarm, 'Here.')
      } else if (does === 'helped' && question) await sayHelped(inside, question, yes!)
    }
    await as.transaction(doing).catch((error: unknown) => {
      if (!(error instanceof TangoError)) throw error
    })
    if (['official', 'accept'].includes(does)) await hearEverything(makeCtx({ ...ctx, now: then }))
  }
}

async function allItems(ctx: Ctx, of: LoopItems, window: WindowName) {
  const items = []
  let after: string | undefined
  do {
    const page = await listLoopItems(ctx, of, window, after)
    items.push(...page.items)
    after = page.next
  } while (after)
  return items
}

/** The value below which the share of all values lies, between the two nearest (as percentile_cont has it). */
function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  if (sorted.length === 0) return undefined
  const place = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
  return low + (high - low) * (place - Math.floor(place))
}

function assertClose(found: number | undefined, expected: number | undefined, what: string): void {
  if (found === undefined || expected === undefined) assert.equal(found, expected, what)
  else assert.ok(Math.abs(found - expected) < 1e-3, `${what}: ${found}, expected ${expected}`)
}

async function compare(ctx: Ctx, who: PersonName, window: WindowName): Promise<void> {
  const as = (await getCast(ctx)).as(ctx, who)
  const board = await getLoopBoard(as, window)
  const lists = {} as Record<LoopItems, Awaited<ReturnType<typeof allItems>>>
  for (const of of loopItems) lists[of] = await allItems(as, of, window)
  const sizes = Object.fromEntries(Object.entries(lists).map(([of, items]) => [of, items.length])) as Record<
    LoopItems,
    number
  >
  const where = `${who} ${window}`
  assert.deepEqual(
    {
      heard: board.heard,
      touched: board.touched.count,
      untouched: board.iceberg.untouched,
      answered: board.answered.count,
      unanswered: board.answered.of - board.answered.count,
      closed: board.toldBack.of,
      told: board.toldBack.count,
      untold: board.toldBack.of - board.toldBack.count,
      swarmed: board.swarmed,
      bridged: board.bridgeLatency.of,
    },
    sizes,
    where,
  )
  const { iceberg } = board
  assert.equal(iceberg.assimilated + iceberg.touched + iceberg.untouched, board.heard, 'a + t + u = N')
  for (const one of [board.touched, board.answered]) assert.equal(one.of, board.heard, where)
  const ids = (of: LoopItems) => new Set(lists[of].map((item) => item.id))
  for (const [part, whole] of [
    ['told', 'closed'],
    ['bridged', 'swarmed'],
    ['touched', 'heard'],
    ['closed', 'heard'],
  ] as const)
    assert.ok(ids(part).isSubsetOf(ids(whole)), `${part} of ${whole}`)
  const waits = lists.answered.map((item) => (item.firstAnswerAt!.getTime() - item.createdAt.getTime()) / 1000)
  const bridges = lists.bridged.map((item) => (item.contributedAt!.getTime() - item.createdAt.getTime()) / 1000)
  assertClose(board.firstResponse.median, percentile(waits, 0.5), `${where}: median of the first response`)
  assertClose(board.firstResponse.p90, percentile(waits, 0.9), `${where}: p90 of the first response`)
  assertClose(board.bridgeLatency.median, percentile(bridges, 0.5), `${where}: median of the bridge`)
  assertClose(board.bridgeLatency.p90, percentile(bridges, 0.9), `${where}: p90 of the bridge`)
  const said = (await listSaid(as, 'said', window)).items
  const helped = (await listSaid(as, 'helped', window)).items
  assert.deepEqual([board.helped.of, board.helped.count], [said.length, helped.length], where)
  assert.deepEqual(
    helped,
    said.filter((one) => one.helped),
    where,
  )
  assert.ok(new Set(said.map((one) => one.threadId)).isSubsetOf(ids('heard')), where)
  for (const items of Object.values(lists)) {
    const times = items.map((item) => item.createdAt.getTime())
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
      'newest first',
    )
    if (window !== 'all') assert.ok(times.every((at) => at >= now.getTime() - Number(window) * 86_400_000))
  }
}

test(
  'after any history each figure is its list, the parts make the whole, and the times are those of the items',
  inTransaction(
    async (ctx) => {
      const property = fc.asyncProperty(
        history,
        fc.constantFrom(...colleagues),
        fc.constantFrom(...(Object.keys(windows) as WindowName[])),
        async (acts, who, window) => {
          const back = new Error('taken back')
          const run = ctx.transaction(async (inside) => {
            await live(inside, acts as [Act, number][])
            await compare(inside, who, window)
            await compare(inside, who, 'all')
            throw back
          })
          await run.catch((error: unknown) => {
            if (error !== back) throw error
          })
        },
      )
      await fc.assert(property, { numRuns: 12 })
    },
    { now },
  ),
)

test(
  'what people said comes page by page, none lost and none twice',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const at = (who: PersonName, minutes: number) =>
        makeCtx({ viewer: cast.viewer(who), db: ctx.db, log: ctx.log, now: new Date(now.getTime() + minutes * 60_000) })
      for (let n = 0; n < 23; n++) {
        const who = customers[n % 4]!
        const { thread } = await ask(at(who, n - 600), { space: 'riders', title: `Q ${n}`, body: 'Why?', tags: [] })
        await postOfficialAnswer(at('mirela', n * 4 - 500), thread.id, 'So.')
      }
      await hearEverything(ctx)
      const { rows } = { rows: await listLoopItems(cast.as(ctx, 'lena'), 'told', 'all') }
      assert.equal(rows.items.length, 20)
      const threads = await ctx.db
        .selectFrom('threads')
        .select(['id', 'authorId'])
        .where('type', '=', 'question')
        .execute()
      for (const [n, { id, authorId }] of threads.entries()) {
        const who = customers.find((one) => cast.people[one].id === authorId)!
        // Some speak in the same moment.
        await sayHelped(at(who, Math.floor(n / 4)), id, n % 3 > 0)
      }
      for (const [of, expected] of [
        ['said', 23],
        ['helped', 15],
      ] as const) {
        const seen = []
        let after: string | undefined
        do {
          const page = await listSaid(cast.as(ctx, 'lena'), of, 'all', after)
          seen.push(...page.items)
          after = page.next
        } while (after)
        assert.deepEqual([seen.length, new Set(seen.map((one) => one.id)).size], [expected, expected], of)
        const places = seen.map((one) => [one.helpedAt.getTime(), one.id] as const)
        assert.deepEqual(
          places,
          places.toSorted((a, b) => b[0] - a[0] || b[1] - a[1]),
        )
      }
    },
    { now },
  ),
)
