/** Who is told, who is not, in which words, and what other programs and open pages get of it. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { freshPool, hearEverything, inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { answer, ask, postOfficialAnswer } from '../../content/questions/questions.ts'
import { type ThreadId, recallReply, startThread } from '../../content/threads/threads.ts'
import { openChannel } from '../../platform/channel.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { deliverEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { silentLog } from '../../platform/log.ts'
import { getClock } from '../digests/digests.ts'
import { noticeListeners } from './notices.listeners.ts'
import {
  type NoticeId,
  answerNotice,
  countUnread,
  defineNoticeKind,
  listNotices,
  listPaces,
  notify,
  openNotice,
  readAllNotices,
  readThreadNotices,
  setPace,
  stopMail,
} from './notices.ts'
import { makeStopToken } from './stop-token.ts'

async function question(ctx: Ctx) {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It hums', body: 'Why?', tags: [] })
  const tell = (who: PersonName, more: Partial<Parameters<typeof notify>[1]> = {}) =>
    notify(ctx, {
      accountId: cast.people[who].id,
      kind: answerNotice,
      because: 'because',
      threadId: thread.id,
      ...more,
    })
  return { cast, thread, tell }
}

async function mailCount(ctx: Ctx): Promise<number> {
  await sendNoticeMails(ctx)
  return (await ctx.db.selectFrom('mails').select('id').execute()).length
}

test(
  'a closed, an unknown and an unclaimed account get no mail; the first two are not told at all',
  inTransaction(async (ctx) => {
    const { cast, tell } = await question(ctx)
    const set = (state: string) =>
      ctx.db
        .updateTable('accounts')
        .set({ state } as never)
        .where('id', '=', cast.people.gustav.id)
        .execute()
    await set('closed')
    assert.equal(await tell('gustav'), false)
    assert.equal(await tell('gustav', { accountId: 999_999 as AccountId }), false)
    assert.equal((await ctx.db.selectFrom('notices').select('id').execute()).length, 0)
    await set('active')
    await ctx.db.updateTable('accounts').set({ emailProvedAt: null }).where('handle', '=', 'joost').execute()
    assert.equal(await tell('joost'), true)
    assert.equal(await mailCount(ctx), 0, 'nobody proved that the address is theirs')
    assert.equal(await tell('gustav'), true)
    assert.equal(await mailCount(ctx), 1)
  }),
)

test(
  'a notice without an actor says "somebody", one of a kind that is gone says that something changed',
  inTransaction(async (ctx) => {
    const { cast, thread, tell } = await question(ctx)
    await tell('joost')
    await tell('joost', { kind: { ...answerNotice, name: 'of-old' }, actorId: cast.people.gustav.id })
    const { items } = await listNotices(cast.as(ctx, 'joost'))
    assert.deepEqual(items.map(({ says }) => says).toSorted(), ['Somebody answered your question', 'Something changed'])
    const old = items.find(({ says }) => says === 'Something changed')!
    assert.deepEqual([old.kind.name, old.kind.label, old.kind.realms], ['of-old', 'of-old', []])
    assert.equal(await openNotice(cast.as(ctx, 'joost'), old.id), `/questions/${thread.id}/it-hums`)
    const { text } = await (await openSite(ctx)).as('joost').get('/notices')
    assert.ok(!/name="kind" value="of-old"/.test(text), 'what is not sent any more is no setting')
  }),
)

test(
  'the official answer is not told twice: its mark keeps the plain notice back, until the mark has ended',
  inTransaction(async (ctx) => {
    const { cast, thread } = await question(ctx)
    const ines = cast.as(ctx, 'ines')
    const official = await postOfficialAnswer(cast.as(ctx, 'mirela'), thread.id, 'It is the firmware.')
    await hearEverything(ctx)
    const kinds = async () => (await listNotices(ines)).items.map(({ kind }) => kind.name)
    assert.deepEqual(await kinds(), ['official-answer'])
    await ctx.db.updateTable('officialAnswers').set({ endedAt: ctx.now }).where('answerId', '=', official.id).execute()
    const { id } = await ctx.db
      .selectFrom('events')
      .select('id')
      .where('name', '=', noticeListeners[0]!.event)
      .executeTakeFirstOrThrow()
    await ctx.db.deleteFrom('eventDeliveries').where('eventId', '=', id).execute()
    await deliverEvent(ctx, id, noticeListeners)
    assert.deepEqual((await kinds()).toSorted(), ['answer', 'official-answer'])
  }),
)

test(
  'an answer that was recalled before its fact is heard is never told',
  inTransaction(async (ctx) => {
    const { cast, thread } = await question(ctx)
    const reply = await answer(cast.as(ctx, 'gustav'), thread.id, 'A slip.')
    await recallReply(ctx, reply.id)
    await hearEverything(ctx)
    assert.equal((await ctx.db.selectFrom('notices').select('id').execute()).length, 0)
    assert.equal(await mailCount(ctx), 0)
  }),
)

test(
  'notices are for people who are signed in; a visitor has none and is told so',
  inTransaction(async (ctx) => {
    const { cast, thread, tell } = await question(ctx)
    await tell('gustav')
    for (const who of [cast.as(ctx, 'visitor'), ctx]) {
      const code = 'notices.sign-in-first'
      await assert.rejects(listNotices(who), { code })
      await assert.rejects(listPaces(who), { code })
      await assert.rejects(readAllNotices(who), { code })
      await assert.rejects(setPace(who, 'answer', 'never'), { code })
      assert.equal(await countUnread(who), 0)
      await readThreadNotices(who, thread.id)
    }
    assert.equal(await countUnread(cast.as(ctx, 'gustav')), 1)
  }),
)

test(
  'a notice of somebody else, of nobody, and of a thread out of reach opens for nobody, and none becomes read by it',
  inTransaction(async (ctx) => {
    const { cast, tell } = await question(ctx)
    await tell('gustav')
    const [notice] = (await listNotices(cast.as(ctx, 'gustav'))).items
    const site = await openSite(ctx)
    for (const who of everybody.filter((one) => one !== 'gustav')) {
      await assert.rejects(openNotice(cast.as(ctx, who), notice!.id), { code: 'notices.not-found' }, who)
      assert.equal((await site.as(who).get(`/notices/${notice!.id}`)).status, 404, who)
    }
    for (const id of ['0', '999999', 'x', '-1', '1.5'])
      assert.equal((await site.as('gustav').get(`/notices/${id}`)).status, 404, id)
    await assert.rejects(openNotice(cast.as(ctx, 'gustav'), 999_999 as NoticeId), { code: 'notices.not-found' })
    assert.equal(await countUnread(cast.as(ctx, 'gustav')), 1)
    await ctx.db.updateTable('spaces').set({ access: 'members' }).where('slug', '=', 'riders').execute()
    await ctx.db
      .updateTable('threads')
      .set({ audience: 'participants' } as never)
      .execute()
    assert.equal((await site.as('gustav').get(`/notices/${notice!.id}`)).status, 404)
  }),
)

test(
  'reading marks only what was read: one notice, one thread, one person',
  inTransaction(async (ctx) => {
    const { cast, thread, tell } = await question(ctx)
    const other = await startThread(cast.as(ctx, 'amina'), cast.spaces.riders, {
      type: 'question',
      title: 'It clicks',
      body: 'x',
    })
    const second = defineNoticeKind({ ...answerNotice, name: 'second-of-test' })
    const elsewhere = defineNoticeKind({ ...answerNotice, name: 'elsewhere-of-test', pathOf: () => '/somewhere' })
    for (const who of ['gustav', 'joost'] as const) {
      for (const threadId of [thread.id, other.id] as ThreadId[])
        for (const kind of [answerNotice, second]) await tell(who, { threadId, kind })
    }
    const unread = async () => [await countUnread(cast.as(ctx, 'gustav')), await countUnread(cast.as(ctx, 'joost'))]
    const gustav = cast.as(ctx, 'gustav')
    assert.deepEqual(await unread(), [4, 4])
    await readThreadNotices(gustav, thread.id)
    assert.deepEqual(await unread(), [2, 4])
    await tell('gustav', { threadId: other.id, kind: elsewhere })
    assert.deepEqual(await unread(), [3, 4])
    const leading = (await listNotices(gustav)).items.find(({ kind }) => kind.name === elsewhere.name)!
    assert.equal(await openNotice(gustav, leading.id), '/somewhere')
    assert.deepEqual(await unread(), [2, 4], 'it led elsewhere, and the thread is as unread as before')
    await openNotice(gustav, (await listNotices(gustav)).items.find(({ isRead }) => !isRead)!.id)
    assert.deepEqual(await unread(), [0, 4], 'opened at the thread, all about it is read')
    await tell('gustav', { occasion: 'anew' })
    await readAllNotices(gustav)
    assert.deepEqual(await unread(), [0, 4])
    const read = () =>
      ctx.db
        .selectFrom('notices')
        .select(['id', 'readAt'])
        .where('accountId', '=', cast.people.gustav.id)
        .orderBy('id')
        .execute()
    const before = await read()
    await readAllNotices(makeCtx({ ...gustav, now: new Date(ctx.now.getTime() + 1000) }))
    assert.deepEqual(await read(), before, 'what was read keeps the moment in which it was')
  }),
)

test(
  'a kind is set for one person and one kind alone, and its mails come back only when they are asked for',
  inTransaction(async (ctx) => {
    const { cast, tell } = await question(ctx)
    const paces = async (who: PersonName) =>
      Object.fromEntries((await listPaces(cast.as(ctx, who))).map((one) => [one.kind.name, one.pace]))
    const standard = await paces('gustav')
    assert.deepEqual(new Set(Object.values(standard)), new Set(['at-once', 'here']))
    await setPace(cast.as(ctx, 'gustav'), 'answer', 'never')
    await setPace(cast.as(ctx, 'gustav'), 'answer', 'never')
    assert.deepEqual(await paces('gustav'), { ...standard, answer: 'never' })
    assert.deepEqual(await paces('joost'), standard)
    assert.equal(await tell('gustav'), false)
    await setPace(cast.as(ctx, 'gustav'), 'answer', 'here')
    assert.deepEqual(await paces('gustav'), { ...standard, answer: 'here' })
    assert.equal(await tell('gustav'), true)
    assert.equal(await mailCount(ctx), 0)
    await setPace(cast.as(ctx, 'gustav'), 'answer', 'never')
    await stopMail(ctx, await makeStopToken(ctx, cast.people.gustav.id, 'answer'))
    assert.equal((await paces('gustav')).answer, 'never', 'an old link from a mail opens nothing again')
    await setPace(cast.as(ctx, 'gustav'), 'answer', 'at-once')
    assert.deepEqual(await paces('gustav'), standard)
    assert.equal(await tell('joost'), true)
    assert.equal(await mailCount(ctx), 1)
    const names = async (who: PersonName) => Object.keys(await paces(who))
    assert.ok((await names('lena')).includes('called') && !(await names('gustav')).includes('called'))
    // What is told about texts of a room; nothing of questions, connections and rights, which a guest has none of.
    const aboutRooms = /^(idea-|storm-|mention$|moderation-|flag-|followed-)/
    assert.deepEqual(
      (await names('petra')).filter((name) => !aboutRooms.test(name)),
      [],
    )
    assert.deepEqual(await names('lena'), (await names('lena')).toSorted())
  }),
)

test(
  'the page of settings keeps the pace of each kind and the hours, and says so when something cannot be',
  inTransaction(async (ctx) => {
    const { cast } = await question(ctx)
    const gustav = (await openSite(ctx)).as('gustav')
    const pace = async () => (await listPaces(cast.as(ctx, 'gustav'))).find(({ kind }) => kind.name === 'answer')!.pace
    const hours = {
      ...{ grace: '60', digestHour: '7', digestWeekday: '5' },
      ...{ quietFrom: '1320', quietUntil: '420', quietDays: '0,4' },
    }
    for (const chosen of ['here', 'never', 'daily', 'weekly', 'at-once'] as const) {
      const page = await gustav.post('/settings/notices', { ...hours, 'pace-answer': chosen })
      assert.deepEqual([page.status, page.location], [303, '/settings/notices?kept'])
      assert.equal(await pace(), chosen)
    }
    const { zone, ...kept } = await getClock(cast.as(ctx, 'gustav'), cast.people.gustav.id)
    const quiet = { from: 1320, until: 420, days: 0b10001 }
    assert.deepEqual(kept, { graceMinutes: 60, digestHour: 7, digestWeekday: 5, quiet })
    assert.equal(zone, 'UTC')
    const unknown = await gustav.post('/settings/notices', {
      ...hours,
      'pace-answer': 'shout',
      'pace-no-such': 'daily',
    })
    assert.equal(unknown.status, 303, 'what there is not is left as it is')
    assert.equal(await pace(), 'at-once')
    for (const [wrong, said] of [
      [{ quietDays: '' }, 'Choose a day on which the quiet begins.'],
      [{ quietFrom: '0', quietUntil: '0', quietDays: '0,1,2,3,4,5,6' }, 'That leaves no hour of the week.'],
      [{ grace: '5' }, 'Choose one from the list.'],
      [{ digestHour: '24' }, 'Choose one from the list.'],
      [{ digestWeekday: '0' }, 'Choose one from the list.'],
      [{ quietDays: '7' }, 'Choose days from the list.'],
    ] as const) {
      const page = await gustav.post('/settings/notices', { ...hours, ...wrong, 'pace-answer': 'never' })
      assert.equal(page.status, 422, JSON.stringify(wrong))
      assert.ok(page.text.includes(said), JSON.stringify(wrong))
    }
    assert.equal(await pace(), 'at-once', 'nothing is kept of a form that is refused')
    await gustav.post('/settings/notices', { ...hours, quietFrom: '' })
    assert.equal((await getClock(cast.as(ctx, 'gustav'), cast.people.gustav.id)).quiet, undefined)
    assert.equal((await (await openSite(ctx)).as('visitor').get('/settings/notices')).status, 303)
    const zoneOf = async () => (await getClock(cast.as(ctx, 'gustav'), cast.people.gustav.id)).zone
    for (const wrong of ['', 'Mars/Olympus', '+01:00', 'x'.repeat(300)]) {
      assert.equal((await gustav.post('/settings/notices/zone', { zone: wrong })).status, 422, wrong)
      assert.equal(await zoneOf(), 'UTC')
    }
    assert.equal((await gustav.post('/settings/notices/zone', { zone: 'Europe/Lisbon' })).status, 303)
    assert.equal(await zoneOf(), 'Europe/Lisbon')
    assert.match((await gustav.get('/settings/notices')).text, /<tango-zone data-zone="Europe\/Lisbon" hidden/)
  }),
)

test(
  'the kinds stand in groups by what they are about, each with a heading, and one pace may hold for a whole group',
  inTransaction(async (ctx) => {
    const { cast } = await question(ctx)
    const gustav = (await openSite(ctx)).as('gustav')
    const { text } = await gustav.get('/settings/notices')
    const headings = [...text.matchAll(/<h2 id="topic-(\w+)">([^<]+)/g)].map(([, topic, words]) => [topic, words])
    assert.deepEqual(headings, [
      ['answers', 'What you ask and write'],
      ['ideas', 'Ideas and sessions'],
      ['following', 'What you follow'],
      ['people', 'People you know'],
      ['moderation', 'Moderation'],
    ])
    const groups = text.split('<section class="paces"').slice(1)
    for (const { kind } of await listPaces(cast.as(ctx, 'gustav')))
      assert.equal(groups.filter((group) => group.includes(`name="pace-${kind.name}"`)).length, 1, kind.name)
    assert.match(text, /aria-labelledby="pace-answer"/)
    assert.match(text, /<input[^>]*name="pace-answer" value="at-once" checked/)

    const hours = { grace: '60', digestHour: '7', digestWeekday: '5', quietFrom: '', quietUntil: '420' }
    const each = { 'pace-answer': 'weekly', 'pace-idea-stage': 'never', 'pace-mention': 'daily' }
    const sent = { ...hours, ...each, 'all-answers': 'here', 'all-ideas': '', 'all-nothing': 'never' }
    assert.equal((await gustav.post('/settings/notices', sent)).status, 303)
    for (const { kind, pace } of await listPaces(cast.as(ctx, 'gustav'))) {
      if (kind.about === 'answers') assert.equal(pace, 'here', kind.name)
      else if (kind.name === 'idea-stage') assert.equal(pace, 'never', 'a group without a choice goes by its kinds')
      else assert.equal(pace, kind.pace ?? 'at-once', kind.name)
    }
    const refused = await gustav.post('/settings/notices', { ...hours, ...each, grace: '5', 'all-ideas': 'daily' })
    assert.match(refused.text, /name="pace-answer" value="weekly" checked/, 'what was chosen stands there again')
    assert.match(refused.text, /<option[^>]*value="daily"[^>]*selected|<option[^>]*selected[^>]*value="daily"/)
  }),
)

test('two kinds of one name are a fault that shows at the start', () => {
  assert.throws(() => defineNoticeKind({ ...answerNotice }), /two kinds of notices are named answer/)
})

const committed = await freshPool('cast')
const heard: string[] = []
const channel = await openChannel(
  String(committed.options.connectionString),
  'tango_live',
  (topic) => heard.push(topic),
  silentLog,
)
after(() => channel.close())

test('an open page of the person hears of a new notice and of reading all, and nobody else does', async () => {
  const viewer = { kind: 'system', reason: 'test' } as const
  const ctx = makeCtx({ viewer, db: openDatabase(committed), now: new Date(), log: silentLog })
  const { cast, thread, tell } = await question(ctx)
  await pause(100)
  heard.length = 0
  const own = `account:${cast.people.gustav.id}`
  assert.equal(await tell('gustav'), true)
  assert.equal(await tell('gustav'), false)
  await readAllNotices(cast.as(ctx, 'gustav'))
  await readAllNotices(cast.as(ctx, 'gustav'))
  await readThreadNotices(cast.as(ctx, 'ines'), thread.id)
  for (let waited = 0; heard.length < 2 && waited < 5000; waited += 10) await pause(10)
  await pause(100)
  assert.deepEqual(heard, [own, own])
})
