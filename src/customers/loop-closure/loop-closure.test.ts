import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { acceptAnswer, answer, ask, postOfficialAnswer, sayHere } from '../../content/questions/questions.ts'
import { type Thread, recallReply } from '../../content/threads/threads.ts'
import { listNotices, setPace } from '../../discovery/notices/notices.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { deliverEvent } from '../../platform/events.ts'
import { putSetting } from '../../platform/settings.ts'
import { openSwarm, say, join } from '../swarms/swarms.ts'
import { loopClosureListeners } from './loop-closure.listeners.ts'
import { findOwnLoop, loopOf, sayHelped } from './loop-closure.ts'

/** Ines asked; Joost and Amina said "same here". */
async function waiting(ctx: Ctx): Promise<{ cast: Cast; thread: Thread }> {
  const cast = await getCast(ctx)
  await putSetting(ctx, 'public-url', 'https://riders.example')
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off at 40 %', body: 'Why?', tags: [] })
  for (const who of ['joost', 'amina'] as const) await sayHere(cast.as(ctx, who), thread.id)
  return { cast, thread }
}

function later(ctx: Ctx, minutes: number): Ctx {
  return makeCtx({ viewer: ctx.viewer, db: ctx.db, log: ctx.log, now: new Date(ctx.now.getTime() + minutes * 60_000) })
}

const closures = (ctx: Ctx) => ctx.db.selectFrom('loopClosures').selectAll().orderBy('id').execute()

test(
  'an official answer is told to who asked and to everybody who said "same here", with the reason and one question',
  inTransaction(async (ctx) => {
    const { cast, thread } = await waiting(ctx)
    const reply = await postOfficialAnswer(cast.as(ctx, 'mirela'), thread.id, 'It is the firmware.')
    await hearEverything(ctx)
    const told = await closures(ctx)
    assert.deepEqual(
      told.map((row) => [row.accountId, row.because]).sort(),
      [
        [cast.people.ines.id, 'asked'],
        [cast.people.joost.id, 'same-here'],
        [cast.people.amina.id, 'same-here'],
      ].sort(),
    )
    for (const [who, because] of [
      ['ines', 'because you asked'],
      ['joost', 'because you said “same here”'],
    ] as const) {
      const { items } = await listNotices(cast.as(ctx, who))
      assert.deepEqual(
        items.map((one) => [one.says, one.because]),
        [['There is an official answer', because]],
        `${who} is told once, not also of "an answer"`,
      )
    }
    await sendNoticeMails(ctx)
    const mails = await ctx.db.selectFrom('mails').selectAll().execute()
    assert.equal(mails.length, 3)
    const mail = mails.find((one) => one.toAddress === 'ines@people.example')!
    assert.equal(mail.subject, 'There is an official answer: Off at 40 %')
    assert.ok(
      mail.bodyText.includes(
        `https://riders.example/questions/${thread.id}/off-at-40?at=${reply.id}#answer-${reply.id}`,
      ),
    )
    assert.ok(
      mail.bodyText.includes(
        `Did this help?\nhttps://riders.example/questions/${thread.id}/off-at-40?at=${reply.id}#helped`,
      ),
    )
    assert.ok(!mail.bodyText.includes('firmware'))
  }),
)

test(
  'the loop closes once however often the fact is delivered, and "same here" said afterwards is not told of the past',
  inTransaction(async (ctx) => {
    const { cast, thread } = await waiting(ctx)
    await postOfficialAnswer(cast.as(ctx, 'mirela'), thread.id, 'It is the firmware.')
    await sayHere(later(ctx, 5).as(cast.people.gustav), thread.id)
    await hearEverything(ctx)
    await ctx.db.deleteFrom('eventDeliveries').execute()
    for (const { id } of await ctx.db.selectFrom('events').select('id').orderBy('id').execute())
      await deliverEvent(ctx, id, loopClosureListeners)
    assert.equal((await closures(ctx)).length, 3)
    await sendNoticeMails(ctx, 20)
    assert.equal((await ctx.db.selectFrom('mails').selectAll().execute()).length, 3)
    assert.equal(await findOwnLoop(cast.as(ctx, 'gustav'), thread.id), undefined)
  }),
)

test(
  'an accepted answer is told to those who said "same here"; who accepted it knows, and is asked without a notice',
  inTransaction(async (ctx) => {
    const { cast, thread } = await waiting(ctx)
    const reply = await answer(cast.as(ctx, 'amina'), thread.id, 'Keep it warm.')
    await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
    await hearEverything(ctx)
    assert.deepEqual(
      (await closures(ctx)).map((row) => row.accountId).sort(),
      [cast.people.ines.id, cast.people.joost.id].sort(),
      'who wrote it is not told of it',
    )
    assert.deepEqual(
      (await listNotices(cast.as(ctx, 'ines'))).items.map((one) => one.says),
      ['Amina Haddad answered your question'],
    )
    assert.deepEqual(
      (await listNotices(cast.as(ctx, 'joost'))).items.map((one) => one.says),
      ['An answer was accepted'],
    )
  }),
)

test(
  'who stopped this kind of notice is not told and not counted as told; an answer recalled before it was told is told to nobody',
  inTransaction(async (ctx) => {
    const { cast, thread } = await waiting(ctx)
    await setPace(cast.as(ctx, 'joost'), 'official-answer', 'never')
    const first = await postOfficialAnswer(cast.as(ctx, 'mirela'), thread.id, 'Wrong.')
    await recallReply(ctx, first.id)
    await hearEverything(ctx)
    assert.equal((await closures(ctx)).length, 0)
    await postOfficialAnswer(cast.as(ctx, 'mirela'), thread.id, 'Right.')
    await hearEverything(ctx)
    assert.deepEqual(
      (await closures(ctx)).map((row) => row.accountId).sort(),
      [cast.people.ines.id, cast.people.amina.id].sort(),
    )
  }),
)

test(
  'whether it helped is said with one press on the page by those who were told, and can be said anew',
  inTransaction(async (ctx) => {
    const { cast, thread } = await waiting(ctx)
    const site = await openSite(ctx)
    const path = `/questions/${thread.id}/${thread.slug}`
    assert.ok(
      !(await site.as('ines').get(path)).text.includes('Did this help?'),
      'nothing is asked before there is an answer',
    )
    const reply = await postOfficialAnswer(cast.as(ctx, 'mirela'), thread.id, 'It is the firmware.')
    await hearEverything(ctx)
    for (const who of ['ines', 'joost'] as const)
      assert.match((await site.as(who).get(path)).text, /id="helped".*Did this help\?/s, who)
    for (const who of ['gustav', 'visitor', 'daniel'] as const)
      assert.ok(!(await site.as(who).get(path)).text.includes('id="helped"'), who)
    const posted = await site.as('ines').post(`/questions/${thread.id}/helped`, { helped: 'yes' })
    assert.deepEqual([posted.status, posted.location], [303, `${path}#helped`])
    assert.equal((await findOwnLoop(cast.as(ctx, 'ines'), thread.id))?.helped, true)
    await site.as('ines').post(`/questions/${thread.id}/helped`, { helped: 'no' })
    assert.equal((await findOwnLoop(cast.as(ctx, 'ines'), thread.id))?.helped, false)
    assert.match((await site.as('ines').get(path)).text, /value="no" aria-pressed="true"/)
    for (const who of ['gustav', 'daniel', 'petra'] as const)
      assert.equal((await site.as(who).post(`/questions/${thread.id}/helped`, { helped: 'yes' })).status, 404, who)
    assert.equal((await site.as('visitor').post(`/questions/${thread.id}/helped`, { helped: 'yes' })).status, 403)
    await recallReply(ctx, reply.id)
    assert.ok(!(await site.as('ines').get(path)).text.includes('id="helped"'), 'a recalled answer is not asked about')
  }),
)

test(
  'employees see how far a question has come, station by station with its time; nobody else sees that there is a loop',
  inTransaction(async (ctx) => {
    const { cast, thread } = await waiting(ctx)
    const at = (minutes: number, who: 'daniel' | 'tomasz' | 'gustav' | 'mirela') =>
      later(ctx, minutes).as(cast.people[who])
    await answer(at(5, 'gustav'), thread.id, 'Warm it.')
    const swarm = await openSwarm(at(10, 'daniel'), thread.id)
    await say(at(12, 'daniel'), swarm.id, 'Anybody?')
    await join(at(14, 'tomasz'), swarm.id)
    await say(at(20, 'tomasz'), swarm.id, 'The cells are sound.')
    await postOfficialAnswer(at(30, 'mirela'), thread.id, 'It is the firmware.')
    await hearEverything(later(ctx, 31))
    await sayHelped(later(ctx, 40).as(cast.people.ines), thread.id, true)
    await sayHelped(later(ctx, 50).as(cast.people.joost), thread.id, false)
    const loop = await loopOf(cast.as(ctx, 'lena'), thread.id)
    const minutes = (date: Date | undefined) => date && (date.getTime() - ctx.now.getTime()) / 60_000
    assert.deepEqual(
      [
        loop.askedAt,
        loop.firstAnsweredAt,
        loop.swarmedAt,
        loop.firstInsideAt,
        loop.crossedAt,
        loop.toldAt,
        loop.helpedAt,
      ].map(minutes),
      [0, 5, 10, 20, undefined, 31, 50],
      'an official answer that was posted directly has not crossed',
    )
    assert.deepEqual([loop.told, loop.helped, loop.notHelped], [3, 1, 1])
    const { text } = await (await openSite(later(ctx, 60))).as('lena').get(`/questions/${thread.id}/${thread.slug}`)
    assert.match(text, /The loop.*Asked.*First answered.*after 5 min.*Swarmed.*after 10 min.*3 told.*1 yes, 1 not yet/s)
    for (const who of everybody) {
      const sees = await loopOf(cast.as(ctx, who), thread.id).then(
        () => true,
        () => false,
      )
      assert.equal(sees, who !== 'visitor' && cast.people[who].realm === 'inside', who)
    }
  }),
)
