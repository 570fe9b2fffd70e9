/** The loop after any history: everybody who waited is told once of each answer, nobody else is, and the counts fit. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { answer, ask, postOfficialAnswer, sayHere } from '../../content/questions/questions.ts'
import { type Reply, type Thread, recallReply, startThread } from '../../content/threads/threads.ts'
import { closeAccount } from '../../people/accounts/accounts.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { recall } from '../../realms/crossings/crossings.ts'
import { agree, join, openSwarm, previewWording, proposeWording, publishOutWording } from '../swarms/swarms.ts'
import { closeLoop, findOwnLoop, loopOf, sayHelped } from './loop-closure.ts'

const at = (ctx: Ctx, minutes: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + minutes * 60_000) })

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  )

const told = async (ctx: Ctx, threadId: number) =>
  ctx.db
    .selectFrom('loopClosures')
    .selectAll()
    .where('threadId', '=', threadId as never)
    .orderBy('id')
    .execute()

async function asked(ctx: Ctx, title = 'Off at 40 %'): Promise<{ cast: Cast; thread: Thread }> {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title, body: 'Why?', tags: [] })
  return { cast, thread }
}

const members = ['gustav', 'joost', 'amina'] as const
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('here' as const), who: fc.constantFrom(...members) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('official' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recall' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('hear' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      who: fc.constantFrom('ines' as const, ...members),
      helped: fc.boolean(),
    }),
  },
)

test(
  'after any history each answer is told once to who asked and to who had said "same here" by then, and each person counts once',
  inTransaction(async (ctx) => {
    let tellings = 0
    const back = new Error('taken back')
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 16, size: 'max' }), async (history) => {
        const run = ctx.transaction(async (inside) => {
          const { cast, thread } = await asked(inside)
          const here = new Set<string>()
          let standing: { reply: Reply; waiting: Set<string>; isTold: boolean } | undefined
          /** Of each person the answers that they were told of, oldest first, and whether each stands. */
          const expected = new Map<string, { answerId: number; stands: boolean; helped: boolean | null }[]>()
          for (const [minute, one] of history.entries()) {
            await inside.db.deleteFrom('rateLimits').execute()
            const now = at(inside, minute)
            if (one.do === 'here' && !here.has(one.who)) {
              await sayHere(now.as(cast.people[one.who]), thread.id)
              here.add(one.who)
            }
            if (one.do === 'official' && !standing) {
              const reply = await postOfficialAnswer(now.as(cast.people.mirela), thread.id, `Answer ${minute}.`)
              standing = { reply, waiting: new Set(['ines', ...here]), isTold: false }
            }
            if (one.do === 'recall' && standing) {
              await recallReply(now, standing.reply.id)
              for (const list of expected.values())
                for (const telling of list) if (telling.answerId === standing.reply.id) telling.stands = false
              standing = undefined
            }
            if (one.do === 'hear') {
              await hearEverything(now)
              if (standing && !standing.isTold) {
                for (const who of standing.waiting) {
                  const list = expected.get(who) ?? []
                  expected.set(who, [...list, { answerId: standing.reply.id, stands: true, helped: null }])
                  tellings++
                }
                standing.isTold = true
              }
            }
            if (one.do === 'say') {
              const newest = expected.get(one.who)?.findLast(({ stands }) => stands)
              const said = sayHelped(now.as(cast.people[one.who]), thread.id, one.helped)
              assert.equal(await outcome(said), newest ? 'done' : 'loop.not-told', JSON.stringify(one))
              if (newest) newest.helped = one.helped
            }
            for (const who of ['ines', ...members] as const) {
              const own = await findOwnLoop(now.as(cast.people[who]), thread.id)
              const newest = expected.get(who)?.findLast(({ stands }) => stands)
              assert.equal(own?.answerId, newest?.answerId, `${who} after ${JSON.stringify(one)}`)
              assert.equal(own?.helped ?? null, newest?.helped ?? null, who)
            }
          }
          const rows = await told(inside, thread.id)
          const pairs = rows.map(({ answerId, accountId }) => `${answerId} ${accountId}`)
          const wanted = [...expected].flatMap(([who, list]) =>
            list.map(({ answerId }) => `${answerId} ${cast.people[who as 'ines'].id}`),
          )
          assert.deepEqual(pairs.toSorted(), wanted.toSorted())
          // Of each person the newest telling counts, whether its answer stands or not.
          const newest = [...expected.values()].map((list) => list.at(-1)!.helped)
          const loop = await loopOf(cast.as(inside, 'lena'), thread.id)
          assert.deepEqual(
            [loop.told, loop.helped, loop.notHelped],
            [newest.length, newest.filter((one) => one === true).length, newest.filter((one) => one === false).length],
          )
          throw back
        })
        await run.catch((error: unknown) => {
          if (error !== back) throw error
        })
      }),
      { numRuns: 20 },
    )
    assert.ok(tellings > 10, 'hardly anybody was told')
  }),
)

test(
  'one question’s loop is its own: another question, its answers and its crossings change nothing of it',
  inTransaction(async (ctx) => {
    const { cast, thread } = await asked(ctx)
    const { thread: other } = await asked(ctx, 'Another')
    const talk = await startThread(cast.as(ctx, 'daniel'), cast.spaces.velund, {
      type: 'discussion',
      title: 'Inside',
      body: 'So.',
    })
    await sayHere(cast.as(ctx, 'joost'), other.id)
    await answer(at(ctx, 1).as(cast.people.ines), thread.id, 'I found out: it is cold.')
    assert.equal((await loopOf(cast.as(ctx, 'lena'), thread.id)).firstAnsweredAt, undefined, 'one’s own does not count')
    const wrong = await answer(at(ctx, 2).as(cast.people.gustav), thread.id, 'Wrong.')
    await recallReply(at(ctx, 3).as(cast.people.gustav), wrong.id)
    assert.equal((await loopOf(cast.as(ctx, 'lena'), thread.id)).firstAnsweredAt, undefined, 'nor what was recalled')
    await answer(at(ctx, 4).as(cast.people.gustav), other.id, 'Elsewhere.')
    await postOfficialAnswer(at(ctx, 5).as(cast.people.mirela), other.id, 'Official elsewhere.')
    await hearEverything(at(ctx, 6))
    const loop = await loopOf(cast.as(ctx, 'lena'), thread.id)
    assert.deepEqual(loop, { askedAt: thread.createdAt, told: 0, helped: 0, notHelped: 0 })
    assert.equal(await findOwnLoop(cast.as(ctx, 'joost'), thread.id), undefined)
    assert.equal(await outcome(sayHelped(cast.as(ctx, 'joost'), thread.id, true)), 'loop.not-told')
    await sayHelped(at(ctx, 7).as(cast.people.joost), other.id, true)
    assert.equal((await findOwnLoop(cast.as(ctx, 'ines'), other.id))?.helped, null, 'each says it for themselves')
    assert.equal(await outcome(loopOf(cast.as(ctx, 'lena'), talk.id)), 'questions.not-found', 'no question')
    assert.equal(await outcome(sayHelped(cast.as(ctx, 'lena'), talk.id, true)), 'questions.not-found')
    assert.equal(await outcome(sayHelped(ctx, other.id, true)), 'loop.sign-in-first', 'Tango itself was not told')
  }),
)

test(
  'what crossed and what was recalled stand in the loop with their times',
  inTransaction(async (ctx) => {
    const { cast, thread } = await asked(ctx)
    const swarm = await openSwarm(at(ctx, 1).as(cast.people.daniel), thread.id)
    for (const who of ['mirela', 'tomasz'] as const) await join(cast.as(ctx, who), swarm.id)
    const publish = async (minute: number, words: string) => {
      const wordingId = await proposeWording(at(ctx, minute).as(cast.people.daniel), swarm.id, words)
      await agree(at(ctx, minute).as(cast.people.tomasz), wordingId)
      const mirela = at(ctx, minute).as(cast.people.mirela)
      const { sha256 } = (await previewWording(mirela, swarm.id))!
      return publishOutWording(mirela, swarm.id, wordingId, { expectedSha256: sha256, reason: 'Asked' })
    }
    const minutes = async () => {
      const { crossedAt, recalledAt } = await loopOf(cast.as(ctx, 'lena'), thread.id)
      return [crossedAt, recalledAt].map((when) => when && (when.getTime() - ctx.now.getTime()) / 60_000)
    }
    assert.deepEqual(await minutes(), [undefined, undefined])
    const first = await publish(10, 'It is the software.')
    assert.deepEqual(await minutes(), [10, undefined])
    await recall(at(ctx, 20).as(cast.people.mirela), first.id, 'Wrong')
    assert.deepEqual(await minutes(), [10, 20])
    await publish(30, 'It is the cold.')
    assert.deepEqual(await minutes(), [10, 20], 'the first that crossed, the last that was taken back')
    const page = await (await openSite(at(ctx, 40))).as('lena').get(`/questions/${thread.id}/${thread.slug}`)
    const words = page.text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    assert.match(words, /The loop.*Asked.*Swarmed.*Crossed.*after 10 min.*Recalled.*after 20 min.*Told back.*not yet/)
  }),
)

test(
  'who is not here any more is told nothing, and of many who wait everybody is told once',
  inTransaction(async (ctx) => {
    const { cast, thread } = await asked(ctx)
    await sayHere(cast.as(ctx, 'gustav'), thread.id)
    await closeAccount(ctx, cast.people.gustav.id, 'Asked to be forgotten')
    const people = Array.from({ length: 510 }, (_, number) => ({
      realm: 'outside' as const,
      handle: `rider-${number}`,
      displayName: `Rider ${number}`,
      email: `rider-${number}@people.example`,
    }))
    const ids = await ctx.db.insertInto('accounts').values(people).returning('id').execute()
    const heres = ids.map(({ id }) => ({ threadId: thread.id, accountId: id, saidAt: ctx.now }))
    await ctx.db
      .insertInto('sameHeres')
      .values(heres as never)
      .execute()
    const reply = await postOfficialAnswer(at(ctx, 1).as(cast.people.mirela), thread.id, 'It is the firmware.')
    assert.equal(await closeLoop(at(ctx, 2), reply.id, 'official'), 511)
    assert.equal(await closeLoop(at(ctx, 3), reply.id, 'official'), 0)
    const rows = await told(ctx, thread.id)
    assert.equal(new Set(rows.map(({ accountId }) => accountId)).size, 511)
    assert.equal(
      rows.some(({ accountId }) => accountId === cast.people.gustav.id),
      false,
    )
    const events = await ctx.db.selectFrom('events').select('payload').where('name', 'like', 'loop%').execute()
    assert.deepEqual(
      events.map(({ payload }) => payload),
      [{ threadId: thread.id, answerId: reply.id, told: 511 }],
      'told once, with the number',
    )
    assert.equal((await loopOf(cast.as(ctx, 'lena'), thread.id)).told, 511)
    // Accepted is another mark: nothing of it came to pass.
    assert.equal(await closeLoop(ctx, reply.id, 'accepted'), 0)
    await recallReply(ctx, reply.id)
    assert.equal(await closeLoop(ctx, reply.id, 'official'), 0)
  }),
)

test(
  'the one question is answered with yes or not yet, on a page that says what was said, and nothing else is taken',
  inTransaction(async (ctx) => {
    const { cast, thread } = await asked(ctx)
    const site = await openSite(ctx)
    await postOfficialAnswer(cast.as(ctx, 'mirela'), thread.id, 'It is the firmware.')
    await hearEverything(ctx)
    const path = `/questions/${thread.id}/${thread.slug}`
    const pressed = async () =>
      [...(await site.as('ines').get(path)).text.matchAll(/name="helped" value="(\w+)" aria-pressed="true"/g)].map(
        ([, value]) => value,
      )
    assert.match((await site.as('ines').get(path)).text, /One question, no follow-up mail/)
    assert.deepEqual(await pressed(), [])
    for (const helped of ['maybe', '', 'true'])
      assert.equal((await site.as('ines').post(`/questions/${thread.id}/helped`, { helped })).status, 422, helped)
    assert.equal((await site.as('ines').post(`/questions/${thread.id}/helped`)).status, 422)
    for (const id of ['x', '0', '999999', '1e1'])
      assert.equal((await site.as('ines').post(`/questions/${id}/helped`, { helped: 'yes' })).status, 404, id)
    assert.deepEqual(await pressed(), [], 'nothing of it was kept')
    await site.as('ines').post(`/questions/${thread.id}/helped`, { helped: 'yes' })
    assert.deepEqual(await pressed(), ['yes'])
    assert.match((await site.as('ines').get(path)).text, /Kept\. You can say otherwise at any time/)
    await site.as('ines').post(`/questions/${thread.id}/helped`, { helped: 'no' })
    assert.deepEqual(await pressed(), ['no'])
    const events = await ctx.db.selectFrom('events').select('payload').where('name', 'like', '%helped%').execute()
    assert.deepEqual(
      events.map(({ payload }) => payload),
      [1, 2].map(() => ({ threadId: thread.id, accountId: cast.people.ines.id })),
      'that it was said is told, what was said is not',
    )
  }),
)
