/** When mail goes and when it does not: unread and readable at that moment, at the pace and in the hours that its reader chose. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { freshPool, hearEverything, inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { type Thread, addReply, narrowThread, recallReply, startThread } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import type { AccountId } from '../../platform/ids.ts'
import { silentLog } from '../../platform/log.ts'
import { removeMember } from '../../realms/spaces/spaces.ts'
import type { ReaderClock } from '../digests/digests.ts'
import {
  type NoticePace,
  answerNotice,
  defineNoticeKind,
  notify,
  readThreadNotices,
  sendDueNotices,
  setHours,
  setPace,
  stopMail,
} from './notices.ts'
import { makeStopToken } from './stop-token.ts'

const kind = defineNoticeKind({ ...answerNotice, name: 'sending-test', realms: ['inside', 'outside', 'bridge'] })
const weeklyKind = defineNoticeKind({ ...kind, name: 'sending-weekly-test', pace: 'weekly' })
const hours: Omit<ReaderClock, 'zone'> = { graceMinutes: 10, digestHour: 8, digestWeekday: 1 }

/** A Friday, 12:00 in UTC. */
const friday = new Date('2027-01-15T12:00:00Z')
const at = (ctx: Ctx, text: string): Ctx => makeCtx({ ...ctx, now: new Date(text) })

async function world(ctx: Ctx) {
  const cast = await getCast(ctx)
  const threads: Thread[] = []
  for (const [n, place] of (['riders', 'riders', 'testers'] as const).entries())
    threads.push(
      await startThread(cast.as(ctx, 'amina'), cast.spaces[place], {
        type: 'question',
        title: `Thread ${n}`,
        body: 'x',
      }),
    )
  let told = 0
  const tell = (who: PersonName, n: number, now: Ctx = ctx, of = kind) =>
    notify(now, {
      ...{ accountId: cast.people[who].id, kind: of, because: 'because', threadId: threads[n]!.id },
      ...{ actorId: cast.people.joost.id, occasion: String(++told) },
    })
  const run = (text: string) => sendDueNotices.work(at(ctx, text), {} as never)
  const mails = async () => {
    const rows = await ctx.db
      .selectFrom('mails')
      .select(['toAddress', 'subject', 'withdrawnAt'])
      .where('withdrawnAt', 'is', null)
      .orderBy('id')
      .execute()
    return rows.map(({ toAddress, subject }) => `${toAddress.split('@')[0]}: ${subject}`)
  }
  const waiting = async () => (await ctx.db.selectFrom('noticeSendings').selectAll().execute()).length
  const choose = (who: PersonName, pace: NoticePace, of = kind) => setPace(cast.as(ctx, who), of.name, pace)
  return { cast, threads, tell, run, mails, waiting, choose }
}

test(
  'a mail goes after the grace that its reader chose, and not a minute before',
  inTransaction(
    async (ctx) => {
      const { cast, tell, run, mails } = await world(ctx)
      await setHours(cast.as(ctx, 'gustav'), { ...hours, graceMinutes: 60 })
      for (const who of ['ines', 'gustav'] as const) await tell(who, 0)
      await run('2027-01-15T12:09:59Z')
      assert.deepEqual(await mails(), [])
      await run('2027-01-15T12:10:00Z')
      assert.deepEqual(await mails(), ['ines: Joost van Rijn answered your question: Thread 0'])
      await run('2027-01-15T12:59:59Z')
      assert.equal((await mails()).length, 1)
      await run('2027-01-15T13:00:00Z')
      assert.equal((await mails())[1], 'gustav: Joost van Rijn answered your question: Thread 0')
      await run('2027-01-15T15:00:00Z')
      assert.equal((await mails()).length, 2, 'once')
    },
    { now: friday },
  ),
)

test(
  'who wants no grace gets the mail by a job of their own, and nobody else by it',
  inTransaction(async (ctx) => {
    const { cast, tell, mails } = await world(ctx)
    await setHours(cast.as(ctx, 'ines'), { ...hours, graceMinutes: 0 })
    for (const who of ['ines', 'gustav'] as const) await tell(who, 0)
    const { rows } = await sql<{ payload: { accountId: AccountId } }>`select payload
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'send-due-notices'`.execute(ctx.db)
    assert.deepEqual(rows, [{ payload: { accountId: cast.people.ines.id } }])
    await sendDueNotices.work(ctx, rows[0]!.payload as never)
    assert.deepEqual(await mails(), ['ines: Joost van Rijn answered your question: Thread 0'])
  }),
)

test(
  'what was read meanwhile is not mailed, neither is what may not be read any more, nor to whom has left',
  inTransaction(async (ctx) => {
    const { cast, threads, tell, mails, waiting } = await world(ctx)
    for (const who of ['ines', 'gustav', 'joost', 'daniel'] as const) await tell(who, 0)
    await tell('gustav', 1)
    const battery = await startThread(cast.as(ctx, 'aiko'), cast.spaces.battery, {
      type: 'discussion',
      title: 'Lot',
      body: 'x',
    })
    for (const who of ['tomasz', 'lena'] as const)
      await notify(ctx, { accountId: cast.people[who].id, kind, because: 'because', threadId: battery.id })
    await readThreadNotices(cast.as(ctx, 'gustav'), threads[0]!.id)
    await removeMember(ctx, cast.spaces.battery, cast.people.tomasz.id)
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', cast.people.ines.id).execute()
    await ctx.db.updateTable('accounts').set({ emailProvedAt: null }).where('id', '=', cast.people.daniel.id).execute()
    await sendNoticeMails(ctx)
    assert.deepEqual((await mails()).toSorted(), [
      'gustav: Joost van Rijn answered your question: Thread 1',
      'lena: Somebody answered your question: Lot',
    ])
    assert.equal(await waiting(), 0, 'nothing is left that could go later')
  }),
)

test(
  'what waits about one thread goes together with the first of it; another thread has its own mail',
  inTransaction(
    async (ctx) => {
      const { tell, run, mails, waiting } = await world(ctx)
      await tell('ines', 0)
      await tell('ines', 1, at(ctx, '2027-01-15T12:05:00Z'))
      await tell('ines', 0, at(ctx, '2027-01-15T12:09:00Z'))
      await run('2027-01-15T12:10:00Z')
      assert.deepEqual(await mails(), ['ines: Joost van Rijn answered your question: Thread 0'])
      assert.equal(await waiting(), 1)
      await run('2027-01-15T12:15:00Z')
      await run('2027-01-15T12:20:00Z')
      assert.equal((await mails()).length, 2, 'the second of thread 0 has gone with the first')
    },
    { now: friday },
  ),
)

test(
  'in quiet hours nothing goes; at their end what is still unread goes once, in one mail',
  inTransaction(
    async (ctx) => {
      const { cast, threads, tell, run, mails, waiting } = await world(ctx)
      await setHours(cast.as(ctx, 'ines'), { ...hours, quiet: { from: 12 * 60, until: 14 * 60, days: 0b10000 } })
      for (const n of [0, 1, 2]) await tell('ines', n)
      await run('2027-01-15T12:10:00Z')
      await run('2027-01-15T13:59:00Z')
      assert.deepEqual(await mails(), [])
      await readThreadNotices(cast.as(at(ctx, '2027-01-15T13:59:30Z'), 'ines'), threads[1]!.id)
      await run('2027-01-15T14:00:00Z')
      assert.deepEqual(await mails(), ['ines: While it was quiet: 2 notices that you have not read'])
      await run('2027-01-15T18:00:00Z')
      assert.deepEqual([(await mails()).length, await waiting()], [1, 0])
      await tell('ines', 0, at(ctx, '2027-01-16T12:30:00Z'))
      await run('2027-01-16T12:40:00Z')
      assert.equal((await mails()).length, 2, 'Saturday is not quiet')
    },
    { now: friday },
  ),
)

test(
  'a digest comes at the hour of the reader with what is unread, folded by thread, and an empty one never',
  inTransaction(
    async (ctx) => {
      const { cast, threads, tell, run, mails, waiting, choose } = await world(ctx)
      await ctx.db.updateTable('accounts').set({ timeZone: 'Asia/Tokyo' }).where('handle', '=', 'ines').execute()
      await choose('ines', 'daily')
      await choose('gustav', 'daily')
      for (const n of [0, 0, 1]) await tell('ines', n)
      await tell('gustav', 0)
      await run('2027-01-15T22:59:00Z')
      assert.deepEqual(await mails(), [])
      // 8:00 in Tokyo.
      await run('2027-01-15T23:00:00Z')
      assert.deepEqual(await mails(), ['ines: Your day: 3 notices that you have not read'])
      await readThreadNotices(cast.as(at(ctx, '2027-01-16T07:00:00Z'), 'gustav'), threads[0]!.id)
      await run('2027-01-16T08:00:00Z')
      await run('2027-01-16T23:00:00Z')
      assert.deepEqual([(await mails()).length, await waiting()], [1, 0], 'Gustav had read it; Ines was told yesterday')
      const days = await ctx.db.selectFrom('noticeDigests').select(['accountId', 'pace', 'localDay']).execute()
      assert.deepEqual(days, [{ accountId: cast.people.ines.id, pace: 'daily', localDay: '2027-01-16' }])
    },
    { now: friday },
  ),
)

test(
  'a kind may begin with a pace of its own; a weekly digest comes on its day; another hour or zone moves what waits',
  inTransaction(
    async (ctx) => {
      const { cast, tell, run, mails, choose } = await world(ctx)
      await tell('ines', 0, ctx, weeklyKind)
      await choose('gustav', 'daily')
      await tell('gustav', 1)
      // Later than was planned, and then earlier.
      await setHours(cast.as(ctx, 'gustav'), { ...hours, digestHour: 20 })
      await run('2027-01-15T12:01:00Z')
      await run('2027-01-15T19:59:00Z')
      assert.deepEqual(await mails(), [])
      await run('2027-01-15T20:00:00Z')
      assert.deepEqual(await mails(), ['gustav: Your day: 1 notice that you have not read'])
      await tell('gustav', 2, at(ctx, '2027-01-15T20:30:00Z'))
      await setHours(cast.as(at(ctx, '2027-01-15T20:31:00Z'), 'gustav'), { ...hours, digestHour: 22 })
      await run('2027-01-15T22:00:00Z')
      assert.equal((await mails()).length, 1, 'no day has two')
      await ctx.db
        .updateTable('accounts')
        .set({ timeZone: 'Pacific/Auckland' })
        .where('handle', '=', 'gustav')
        .execute()
      await run('2027-01-16T08:59:00Z')
      assert.equal((await mails()).length, 1)
      // 22:00 in Auckland.
      await run('2027-01-16T09:00:00Z')
      assert.equal((await mails()).length, 2)
      await run('2027-01-18T07:59:00Z')
      assert.equal((await mails()).length, 2)
      await run('2027-01-18T08:00:00Z')
      assert.equal((await mails())[2], 'ines: Your week: 1 notice that you have not read')
    },
    { now: friday },
  ),
)

test(
  'a digest whose hour is quiet comes when the quiet ends, and one that nothing could send comes once, late',
  inTransaction(
    async (ctx) => {
      const { cast, tell, run, mails, choose } = await world(ctx)
      await choose('ines', 'daily')
      await setHours(cast.as(ctx, 'ines'), { ...hours, quiet: { from: 22 * 60, until: 9 * 60, days: 127 } })
      await tell('ines', 0)
      await run('2027-01-16T08:00:00Z')
      assert.deepEqual(await mails(), [])
      await run('2027-01-16T09:00:00Z')
      assert.equal((await mails()).length, 1)
      await tell('ines', 1, at(ctx, '2027-01-16T10:00:00Z'))
      // Nothing ran for four days.
      await run('2027-01-20T15:00:00Z')
      await run('2027-01-20T15:01:00Z')
      assert.equal((await mails()).length, 2)
      const days = await ctx.db.selectFrom('noticeDigests').select('localDay').orderBy('localDay').execute()
      assert.deepEqual(days, [{ localDay: '2027-01-16' }, { localDay: '2027-01-20' }])
    },
    { now: friday },
  ),
)

test(
  'twenty threads stand in a digest, and it says how many more there are',
  inTransaction(async (ctx) => {
    const { cast, tell, choose, threads } = await world(ctx)
    await choose('ines', 'daily')
    for (let n = 3; n < 32; n++) {
      const text = { type: 'question', title: `Thread ${n}`, body: 'x' } as const
      threads.push(await startThread(cast.as(ctx, n % 2 ? 'daniel' : 'mirela'), cast.spaces.riders, text))
    }
    for (let n = 0; n < 32; n++) await tell('ines', n)
    await sendNoticeMails(ctx, 25 * 60)
    const mail = await ctx.db.selectFrom('mails').select(['bodyText', 'subject']).executeTakeFirstOrThrow()
    assert.equal(mail.subject, 'Your day: 32 notices that you have not read')
    assert.equal(mail.bodyText.match(/^Thread \d+$/gm)!.length, 20)
    assert.match(mail.bodyText, /\nAnd 12 more\n\S*\/notices\n/)
    assert.match(
      mail.bodyText,
      /^32 notices that you have not read\n\nJoost van Rijn answered your question:\nThread 31\n/,
    )
  }),
)

test(
  'what waits goes at a new pace: nothing when it is here only, at once when it is at once again',
  inTransaction(async (ctx) => {
    const { tell, choose, mails, waiting } = await world(ctx)
    await choose('ines', 'daily')
    await tell('ines', 0)
    await choose('ines', 'at-once')
    await sendNoticeMails(ctx, 0)
    assert.equal((await mails()).length, 1)
    await tell('ines', 1)
    await choose('ines', 'here')
    assert.equal(await waiting(), 0)
    await tell('ines', 2)
    assert.equal(await waiting(), 0)
    await choose('ines', 'never')
    assert.equal(await tell('ines', 0), false)
  }),
)

test(
  'the stop link of a digest stops digests, that of several kinds what goes at once, and each nothing else',
  inTransaction(async (ctx) => {
    const { cast, tell, choose, mails, waiting } = await world(ctx)
    await choose('ines', 'daily')
    await stopMail(ctx, await makeStopToken(ctx, cast.people.ines.id, 'daily'))
    await tell('ines', 0)
    await tell('ines', 0, ctx, weeklyKind)
    assert.equal(await waiting(), 1, 'the weekly one waits')
    await tell('ines', 1, ctx, answerNotice)
    await sendNoticeMails(ctx)
    assert.equal((await mails()).length, 1)
    await stopMail(ctx, await makeStopToken(ctx, cast.people.ines.id, 'at-once'))
    await tell('ines', 2, ctx, answerNotice)
    assert.equal(await waiting(), 1)
    await tell('gustav', 2, ctx, answerNotice)
    assert.equal(await waiting(), 2, 'nobody else is stopped')
  }),
)

test(
  'a mail of several things that loses one is not sent; the others go anew without it',
  inTransaction(async (ctx) => {
    const { cast, threads, tell, mails } = await world(ctx)
    const replies = []
    for (const text of ['One', 'Two'])
      replies.push(await addReply(cast.as(ctx, 'gustav'), threads[0]!.id, { kind: 'answer', body: text }))
    for (const { id } of replies)
      await notify(ctx, {
        ...{ accountId: cast.people.ines.id, kind, because: 'because', threadId: threads[0]!.id, replyId: id },
        actorId: cast.people.gustav.id,
      })
    await tell('ines', 0)
    await sendNoticeMails(ctx)
    assert.deepEqual(await mails(), ['ines: Joost van Rijn and Gustav Ek answered your question: Thread 0'])
    for (const { id } of replies) await recallReply(ctx, id)
    await hearEverything(ctx)
    assert.deepEqual(await mails(), [])
    await sendNoticeMails(ctx)
    assert.deepEqual(await mails(), ['ines: Joost van Rijn answered your question: Thread 0'])
    await narrowThread(cast.as(ctx, 'amina'), threads[0]!.id, 0)
    await hearEverything(ctx)
    await sendNoticeMails(ctx, 30)
    assert.deepEqual(await mails(), [], 'whoever may not read it any more gets no mail of it')
  }),
)

test('two processes that send at one moment send one mail, and what was broken off is sent once later', async () => {
  const pool = await freshPool('cast')
  const db = openDatabase(pool)
  const ctx = makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: friday, log: silentLog })
  const { tell, mails, waiting, choose } = await world(ctx)
  await choose('gustav', 'daily')
  for (const who of ['ines', 'gustav'] as const) for (const n of [0, 0, 1]) await tell(who, n)
  const run = (within: Ctx) => sendDueNotices.work(at(within, '2027-01-16T08:00:00Z'), {} as never)
  const killed = new Error('killed')
  const broken = ctx.transaction(async (inside) => {
    await run(inside)
    throw killed
  })
  await assert.rejects(broken, killed)
  assert.deepEqual([await mails(), await waiting()], [[], 6], 'nothing left with the process that was killed')
  await Promise.all([run(ctx), run(ctx), run(ctx)])
  assert.deepEqual((await mails()).toSorted(), [
    'gustav: Your day: 3 notices that you have not read',
    'ines: Joost van Rijn answered your question: Thread 0',
    'ines: Joost van Rijn answered your question: Thread 1',
  ])
  assert.equal(await waiting(), 0)
})
