import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import type { Ctx } from '../../platform/context.ts'
import { vote } from '../ideas/ideas.ts'
import { getThread } from '../threads/threads.ts'
import { localIn, momentIn } from './moments.ts'
import { at, closesAt, hour, opensAt, startIn, submitAs, words } from './sessions.fixture.test.ts'
import { announceStorms } from './storms.jobs.ts'
import {
  type StormId,
  changeStorm,
  enterStorm,
  finishStorm,
  findStormOf,
  getStorm,
  noteIdea,
  startStorm,
  stateAt,
  submitIdea,
  voteInStorm,
} from './storms.ts'

async function votesIn(ctx: Ctx, id: StormId, moment = closesAt + hour): Promise<number[]> {
  const { ideas } = await enterStorm(at(ctx, moment), id)
  return [...ideas].sort((a, b) => a.id - b.id).map((idea) => idea.votes)
}

test(
  'a session is set on the clock of the zone that was named, and its state follows from the clock alone',
  inTransaction(async (ctx) => {
    const storm = await startIn(ctx, await getCast(ctx), 'riders')
    assert.equal(storm.opensAt.getTime(), opensAt)
    assert.equal(storm.closesAt.getTime(), closesAt)
    const states = [opensAt - 1, opensAt, closesAt - 1, closesAt].map((moment) => stateAt(storm, new Date(moment)))
    assert.deepEqual(states, ['before', 'open', 'open', 'judging'])
  }),
)

test(
  'what is missing or wrong is said field by field, and nothing is started',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const mirela = at(cast.as(ctx, 'mirela'), opensAt - 100 * hour)
    const errorsOf = async (changed: Partial<typeof words> & { judges?: string }) => {
      try {
        await startStorm(mirela, cast.spaces.riders, { ...words, judges: 'Lena Brandt', ...changed })
      } catch (error) {
        return Object.keys((error as { fields: object }).fields)
      }
      return []
    }
    assert.deepEqual(await errorsOf({ question: ' ' }), ['question'])
    assert.deepEqual(await errorsOf({ rules: '' }), ['rules'])
    assert.deepEqual(await errorsOf({ judges: '' }), ['judges'])
    assert.deepEqual(await errorsOf({ judges: 'Nobody Known' }), ['judges'])
    assert.deepEqual(await errorsOf({ judges: 'Petra Kovač' }), ['judges'], 'a guest does not judge outside')
    assert.deepEqual(await errorsOf({ opens: 'tomorrow' }), ['opens'])
    assert.deepEqual(await errorsOf({ zone: 'Middle/Earth' }), ['opens', 'closes'])
    assert.deepEqual(await errorsOf({ closes: words.opens }), ['closes'])
    assert.deepEqual(await errorsOf({ closes: '2032-01-01T00:00' }), ['closes'])
    assert.deepEqual(await errorsOf({ opens: '2001-01-01T00:00', closes: '2001-01-02T00:00' }), ['closes'])
    const { count } = await ctx.db
      .selectFrom('storms')
      .select(sql<number>`count(*)::int`.as('count'))
      .executeTakeFirstOrThrow()
    assert.equal(count, 0)
  }),
)

test(
  'before the opening everything can be changed, judges too',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await startIn(ctx, cast, 'riders')
    const mirela = at(cast.as(ctx, 'mirela'), opensAt - hour)
    const changed = { ...words, question: 'And in summer?', zone: 'UTC', judges: 'Aiko Tanaka\nTomasz Wrona' }
    await changeStorm(mirela, id, changed)
    const { storm, judges } = await enterStorm(cast.as(ctx, 'visitor'), id)
    assert.equal(storm.question, 'And in summer?')
    assert.equal(storm.opensAt.getTime(), opensAt + hour)
    assert.deepEqual([...judges].sort(), [cast.people.tomasz.id, cast.people.aiko.id].sort())
    const past = changeStorm(mirela, id, { ...changed, opens: '2030-03-05T08:00' })
    await assert.rejects(past, { code: 'storms.opened-already' })
  }),
)

test(
  'a submitted idea is an idea of its space, and leads back to its session',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'cells')
    const idea = await submitAs(ctx, cast, storm, 'petra')
    const thread = await getThread(cast.as(ctx, 'lena'), idea)
    assert.deepEqual([thread.type, thread.realm, thread.spaceId], ['idea', 'bridge', cast.spaces.cells.id])
    assert.equal((await findStormOf(cast.as(ctx, 'petra'), idea))?.id, storm.id)
    assert.equal(await findStormOf(cast.as(ctx, 'ines'), idea), undefined)
  }),
)

test(
  'a vote is given, taken back and given again, counts once, and what is voted after the closing changes nothing here',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await startIn(ctx, cast, 'riders')
    const idea = await submitAs(ctx, cast, await getStorm(ctx, id), 'ines')
    const say = (who: PersonName, isFor: boolean) => voteInStorm(at(cast.as(ctx, who), opensAt + hour), id, idea, isFor)
    await say('gustav', true)
    await say('gustav', false)
    await say('gustav', true)
    await say('joost', true)
    await say('joost', false)
    assert.deepEqual(await votesIn(ctx, id), [1])
    const { ideas } = await enterStorm(at(cast.as(ctx, 'gustav'), opensAt + hour), id)
    assert.equal(ideas[0]!.isMine, true)
    await vote(at(cast.as(ctx, 'amina'), closesAt), idea, 1)
    await vote(at(cast.as(ctx, 'gustav'), closesAt), idea, 0)
    assert.deepEqual(await votesIn(ctx, id), [1], 'as it stood at the closing')
  }),
)

test(
  'a vote on the page of the idea counts in the session as well, those of employees, judges and the author do not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await startIn(ctx, cast, 'riders')
    const idea = await submitAs(ctx, cast, await getStorm(ctx, id), 'ines')
    for (const who of ['ines', 'gustav', 'daniel', 'lena', 'mirela'] as const)
      await vote(at(cast.as(ctx, who), opensAt + hour), idea, 1)
    assert.deepEqual(await votesIn(ctx, id), [1])
    await vote(at(cast.as(ctx, 'gustav'), opensAt + hour), idea, -1)
    assert.deepEqual(await votesIn(ctx, id), [0], 'demoted is not voted for')
  }),
)

test(
  'while it is open ideas stand in order of time; afterwards by votes; in the end the chosen first',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const [first, second] = [await submitAs(ctx, cast, storm, 'ines'), await submitAs(ctx, cast, storm, 'gustav')]
    await voteInStorm(at(cast.as(ctx, 'joost'), opensAt + hour), storm.id, second, true)
    const order = async (moment: number) => (await enterStorm(at(ctx, moment), storm.id)).ideas.map((idea) => idea.id)
    assert.deepEqual(await order(opensAt + hour), [first, second])
    assert.deepEqual(await order(closesAt), [second, first])
    const mirela = at(cast.as(ctx, 'mirela'), closesAt + hour)
    await finishStorm(mirela, storm.id, { title: 'Result', body: 'First it is.', chosen: [first] })
    assert.deepEqual(await order(closesAt + 2 * hour), [first, second])
  }),
)

test(
  'the result is posted in the space: outside as an update of the company, inside and on the bridge as a discussion',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const [place, who, type] of [
      ['riders', 'mirela', 'update'],
      ['battery', 'tomasz', 'discussion'],
      ['cells', 'lena', 'discussion'],
    ] as const) {
      const { id } = await startIn(ctx, cast, place)
      const result = { title: 'What came of it', body: 'Nothing yet.', chosen: [] }
      const thread = await finishStorm(at(cast.as(ctx, who), closesAt), id, result)
      assert.deepEqual([thread.type, thread.spaceId], [type, cast.spaces[place].id])
      const room = await enterStorm(cast.as(ctx, who), id)
      assert.equal(room.state, 'finished')
      assert.equal(room.result?.id, thread.id)
    }
  }),
)

test(
  'without a title or a text there is no result, and the session goes on waiting for one',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const [place, who] of [
      ['riders', 'mirela'],
      ['battery', 'tomasz'],
    ] as const) {
      const { id } = await startIn(ctx, cast, place)
      const theirs = at(cast.as(ctx, who), closesAt)
      for (const result of [
        { title: '', body: 'Text' },
        { title: 'Title', body: ' ' },
      ])
        await assert.rejects(finishStorm(theirs, id, { ...result, chosen: [] }), { status: 422 })
      assert.equal((await getStorm(theirs, id)).finishedAt, null)
      const { count } = await ctx.db
        .selectFrom('threads')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('spaceId', '=', cast.spaces[place].id)
        .executeTakeFirstOrThrow()
      assert.equal(count, 0, 'nothing was posted')
    }
  }),
)

test(
  'the database itself keeps a session from ending without a result, too early, or a second time',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await startIn(ctx, cast, 'riders')
    const idea = await submitAs(ctx, cast, await getStorm(ctx, id), 'ines')
    const end = (values: object) =>
      ctx.transaction(async (inside) => {
        await inside.db.updateTable('storms').set(values).where('id', '=', id).execute()
      })
    const whole = { resultThreadId: idea, finishedBy: cast.people.mirela.id, finishedAt: new Date(closesAt) }
    await assert.rejects(end({ ...whole, resultThreadId: null }), { constraint: 'storms_need_a_result' })
    await assert.rejects(end({ finishedAt: whole.finishedAt }), { constraint: 'storms_need_a_result' })
    await assert.rejects(end({ ...whole, finishedAt: new Date(closesAt - 1) }), {
      constraint: 'storms_finish_after_closing',
    })
    await end(whole)
    await assert.rejects(end({ resultThreadId: null, finishedBy: null, finishedAt: null }), /stays as it was announced/)
    const late = { threadId: idea, stormId: id, submittedBy: cast.people.ines.id, submittedAt: new Date(closesAt) }
    const submit = ctx.transaction((inside) => inside.db.updateTable('stormIdeas').set(late).execute())
    await assert.rejects(submit, { constraint: 'storm_ideas_hours' })
  }),
)

test(
  'opening and closing are announced once each, however often and however late the job runs',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const run = (moment: number) => announceStorms.work(at(ctx, moment), {} as never)
    const announced = async () =>
      (
        await ctx.db
          .selectFrom('events')
          .select('name')
          .where('name', 'in', ['storm.opened', 'storm.closed'])
          .orderBy('id')
          .execute()
      ).map((event) => event.name)
    await run(opensAt - 1)
    assert.deepEqual(await announced(), [])
    await run(opensAt)
    await run(opensAt + 1)
    assert.deepEqual(await announced(), ['storm.opened'])
    await run(closesAt + 90 * hour)
    await run(closesAt + 91 * hour)
    assert.deepEqual(await announced(), ['storm.opened', 'storm.closed'])
    assert.equal(storm.openingToldAt, null)
  }),
)

test(
  'judges are told that they judge and when the session has closed; whoever took part is told the result, once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const idea = await submitAs(ctx, cast, storm, 'ines')
    await voteInStorm(at(cast.as(ctx, 'gustav'), opensAt + hour), storm.id, idea, true)
    await announceStorms.work(at(ctx, closesAt), {} as never)
    const mirela = at(cast.as(ctx, 'mirela'), closesAt + hour)
    await finishStorm(mirela, storm.id, { title: 'Result', body: 'Yes.', chosen: [idea] })
    await hearEverything(ctx)
    await hearEverything(ctx)
    const told = await ctx.db
      .selectFrom('notices')
      .innerJoin('accounts', 'accounts.id', 'notices.accountId')
      .select(['accounts.handle', 'notices.kind'])
      .where('notices.kind', 'like', 'storm-%')
      .orderBy('notices.kind')
      .orderBy('handle')
      .execute()
    assert.deepEqual(
      told.map(({ handle, kind }) => `${handle} ${kind}`),
      ['lena storm-judge', 'gustav storm-result', 'ines storm-result', 'lena storm-result'],
    )
  }),
)

test(
  'under any history: votes out of hours never count, and no session ends without a result that can be read',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const people = ['ines', 'gustav', 'joost', 'gustav', 'amina', 'lena', 'mirela'] as const
    const acts = ['submit', 'vote', 'vote', 'back', 'idea-vote', 'idea-back', 'note', 'finish', 'finish-empty'] as const
    const step = fc.record({
      minutes: fc.integer({ min: 1, max: 70 }),
      who: fc.constantFrom(...people),
      act: fc.constantFrom(...acts),
      idea: fc.nat(3),
    })
    let [counted, ended] = [0, 0]
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 14, maxLength: 20 }), async (steps) => {
        const back = new Error('taken back')
        await ctx
          .transaction(async (inside) => {
            const { id } = await startIn(inside, cast, 'riders')
            let now = opensAt - hour / 4
            const ideas: { id: Awaited<ReturnType<typeof submitAs>>; by: string }[] = []
            const words = new Map<string, boolean>()
            for (const { minutes, who, act, idea } of steps) {
              now += minutes * 60_000
              const theirs = at(cast.as(inside, who), now)
              const chosen = ideas[idea % Math.max(1, ideas.length)]
              const result = { title: act === 'finish' ? 'Result' : '', body: 'What came of it', chosen: [] }
              const work =
                act === 'submit'
                  ? submitIdea(theirs, id, { title: 'One', body: 'Two' })
                  : act.startsWith('finish')
                    ? finishStorm(theirs, id, result)
                    : !chosen
                      ? undefined
                      : act === 'note'
                        ? noteIdea(theirs, id, chosen.id, { body: 'x', chooses: true })
                        : act.startsWith('idea-')
                          ? vote(theirs, chosen.id, act === 'idea-vote' ? 1 : 0)
                          : voteInStorm(theirs, id, chosen.id, act === 'vote')
              const done = await Promise.resolve(work).then(
                (value) => ({ value }),
                () => undefined,
              )
              if (!done || !work) continue
              if (act === 'submit') ideas.push({ id: (done.value as { id: (typeof ideas)[0]['id'] }).id, by: who })
              const counts = now >= opensAt && now < closesAt && chosen && who !== chosen.by
              if (/vote|back/.test(act) && counts && ['ines', 'gustav', 'joost', 'amina'].includes(who))
                words.set(`${chosen.id} ${who}`, act.endsWith('vote'))
              if (act === 'submit' || act === 'vote') assert.ok(now >= opensAt && now < closesAt, `${act} at ${now}`)
            }
            const room = await enterStorm(at(inside, Math.max(now, closesAt)), id)
            for (const idea of room.ideas) {
              const expected = [...words].filter(([key, isFor]) => isFor && key.startsWith(`${idea.id} `)).length
              assert.equal(idea.votes, expected)
              counted += expected
            }
            if (room.storm.finishedAt) {
              ended++
              assert.ok(room.storm.finishedAt >= room.storm.closesAt)
              assert.equal((await getThread(cast.as(inside, 'visitor'), room.storm.resultThreadId!)).title, 'Result')
            }
            throw back
          })
          .catch((error: unknown) => {
            if (error !== back) throw error
          })
      }),
      { numRuns: 25 },
    )
    assert.ok(counted > 3 && ended > 0, `${counted} votes counted, ${ended} sessions ended`)
  }),
)

test('the moment of a clock in a zone is found through both changes of a year, and read back', () => {
  const iso = (local: string, zone: string) => momentIn(local, zone)?.toISOString()
  assert.equal(iso('2030-01-05T09:00', 'Europe/Berlin'), '2030-01-05T08:00:00.000Z')
  assert.equal(iso('2030-07-05T09:00', 'Europe/Berlin'), '2030-07-05T07:00:00.000Z')
  assert.equal(iso('2030-03-31T02:30', 'Europe/Berlin'), undefined, 'clocks jump over it')
  assert.equal(iso('2030-10-27T02:30', 'Europe/Berlin'), '2030-10-27T00:30:00.000Z', 'the first of the two')
  assert.equal(iso('2030-02-30T09:00', 'UTC'), undefined)
  assert.equal(iso('2030-01-05 09:00', 'UTC'), undefined)
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2050-01-01'), noInvalidDate: true }),
      fc.constantFrom('UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia'),
      (date, zone) => {
        const minute = new Date(Math.floor(date.getTime() / 60_000) * 60_000)
        const again = momentIn(localIn(minute, zone), zone)!
        assert.ok(again <= minute && minute.getTime() - again.getTime() <= hour, 'at most the hour that comes twice')
        assert.equal(localIn(again, zone), localIn(minute, zone))
      },
    ),
  )
})
