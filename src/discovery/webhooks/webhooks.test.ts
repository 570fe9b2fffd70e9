/** What web addresses are told of, and when: sent to a receiver that stands on loopback and checks what comes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import '../../features.ts'
import { ask } from '../../content/questions/questions.ts'
import { narrowThread, startThread } from '../../content/threads/threads.ts'
import { chooseLocale } from '../../people/accounts/accounts.ts'
import { leave } from '../../people/leaving/leaving.ts'
import { startSession } from '../../people/sessions/sessions.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { putSetting } from '../../platform/settings.ts'
import { removeMember } from '../../realms/spaces/spaces.ts'
import {
  answerNotice,
  defineNoticeKind,
  listNotices,
  notify,
  openNotice,
  setHours,
  setPace,
} from '../notices/notices.ts'
import { noticeKinds } from '../notices/notice-kinds.ts'
import { isGenuine, listenAs, openReceiver, waitingJobs, work } from './receiver.fixture.test.ts'
import { activities, mostInOneDigest } from './webhook-message.ts'
import { wakeWebhooks } from './webhooks.jobs.ts'
import { listWebhooks, pauseWebhook, removeWebhook, resumeWebhook } from './webhooks.ts'

const kind = defineNoticeKind({ ...answerNotice, name: 'webhook-test', realms: ['inside', 'outside', 'bridge'] })
const receiver = await openReceiver()
const hours = { graceMinutes: 10, digestHour: 8, digestWeekday: 1 } as const
const evening = new Date('2027-01-15T23:00:00Z')
const after = (ctx: Ctx, hoursLater: number) => new Date(ctx.now.getTime() + hoursLater * 3_600_000)

async function world(ctx: Ctx) {
  receiver.heard.length = 0
  receiver.state.status = 200
  await putSetting(ctx, 'public-url', 'https://riders.example')
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off at 40 %', body: 'Why?', tags: [] })
  let told = 0
  const tell = (who: PersonName, of = kind) =>
    notify(ctx, {
      ...{ accountId: cast.people[who].id, kind: of, because: 'because you asked', threadId: thread.id },
      ...{ actorId: cast.people.joost.id, occasion: String(++told) },
    })
  const paths = () => receiver.heard.map(({ path }) => path)
  const waiting = async () => (await ctx.db.selectFrom('webhookMessages').selectAll().execute()).length
  return { cast, thread, tell, paths, waiting, work: (now?: Date) => work(ctx, receiver, now) }
}

test(
  'what somebody is told at once is posted to each of their addresses: signed, in their words, and where it leads',
  inTransaction(async (ctx) => {
    const { cast, thread, tell, work, waiting } = await world(ctx)
    const [one, two] = [await listenAs(ctx, 'ines', 'one'), await listenAs(ctx, 'ines', 'two')]
    await listenAs(ctx, 'gustav')
    await chooseLocale(cast.as(ctx, 'ines'), cast.people.ines.id, 'de')
    await tell('ines')
    assert.deepEqual(await work(), ['ok', 'ok'])
    const [first, second] = receiver.heard
    assert.deepEqual([first!.path, second!.path, receiver.heard.length], ['/one', '/two', 2])
    assert.ok(isGenuine(one.secret, first!, ctx.now) && isGenuine(two.secret, second!, ctx.now))
    assert.ok(!isGenuine(two.secret, first!, ctx.now), 'each has a secret of its own')
    assert.notEqual(first!.key, second!.key)
    assert.match(first!.key, /^msg_[\da-f-]{36}$/)
    const [notice] = (await listNotices(cast.as(ctx, 'ines'))).items
    assert.deepEqual(first!.json, {
      type: 'notice',
      timestamp: ctx.now.toISOString(),
      data: {
        '@context': 'https://www.w3.org/ns/activitystreams',
        id: `https://riders.example/notices/${notice!.id}`,
        type: 'Activity',
        kind: 'webhook-test',
        summary: 'Meine Frage, beantwortet von Joost van Rijn',
        reason: 'Grund: meine Frage.',
        actor: { type: 'Person', name: 'Joost van Rijn' },
        object: { name: 'Off at 40 %', url: `https://riders.example/questions/${thread.id}/off-at-40` },
        side: 'outside',
        published: ctx.now.toISOString(),
      },
    })
    assert.equal(await waiting(), 0)
    const [shown] = await listWebhooks(cast.as(ctx, 'ines'))
    assert.deepEqual(shown!.tried, { at: ctx.now, isTaken: true, answered: 200, failure: null })
    assert.deepEqual(await work(), [], 'once')
  }),
)

test('each kind that is called an activity of the vocabulary is one that somebody sends', () => {
  const known = new Set(noticeKinds().map(({ name }) => name))
  assert.deepEqual(
    Object.keys(activities).filter((name) => !known.has(name)),
    [],
  )
})

test(
  'nothing is posted of what was read, is out of reach, is shown here alone or not at all, nor to whom has left',
  inTransaction(async (ctx) => {
    const { cast, thread, tell, work, waiting } = await world(ctx)
    for (const who of ['ines', 'gustav', 'amina', 'daniel', 'mirela'] as const) await listenAs(ctx, who)
    await setPace(cast.as(ctx, 'daniel'), kind.name, 'here')
    await setPace(cast.as(ctx, 'mirela'), kind.name, 'never')
    for (const who of ['ines', 'gustav', 'amina', 'daniel'] as const) assert.equal(await tell(who), true)
    assert.equal(await tell('mirela'), false)
    assert.equal(await waiting(), 3)
    const [read] = (await listNotices(cast.as(ctx, 'ines'))).items
    await openNotice(cast.as(ctx, 'ines'), read!.id)
    await narrowThread(cast.as(ctx, 'ines'), thread.id, 0)
    await ctx.db.updateTable('accounts').set({ state: 'closed' }).where('id', '=', cast.people.amina.id).execute()
    assert.deepEqual(await work(), ['ok', 'ok', 'ok'])
    assert.deepEqual([receiver.heard.length, await waiting()], [0, 0])
  }),
)

test(
  'whoever leaves takes their addresses along, and whoever is taken out of a room hears of it no more',
  inTransaction(async (ctx) => {
    const { cast, tell, paths, work } = await world(ctx)
    for (const who of ['ines', 'tomasz', 'lena'] as const) await listenAs(ctx, who)
    const lot = { type: 'discussion', title: 'Lot', body: 'x' } as const
    const room = await startThread(cast.as(ctx, 'aiko'), cast.spaces.battery, lot)
    for (const who of ['tomasz', 'lena'] as const)
      await notify(ctx, { accountId: cast.people[who].id, kind, because: 'because', threadId: room.id })
    await tell('ines')
    await removeMember(ctx, cast.spaces.battery, cast.people.tomasz.id)
    const { token } = await startSession(ctx, cast.people.ines.id, { provedBy: 'password', device: 'x' })
    await leave(cast.as(ctx, 'ines'), token, { keepsName: true })
    assert.deepEqual(await work(), ['ok', 'ok', 'ok'])
    assert.deepEqual(paths(), ['/lena'])
    const left = await ctx.db.selectFrom('webhooks').select('name').orderBy('id').execute()
    assert.deepEqual(
      left.map(({ name }) => name),
      ['tomasz', 'lena'],
    )
  }),
)

test(
  'in quiet hours nothing is posted; at their end what is still unread goes once, together',
  inTransaction(
    async (ctx) => {
      const { cast, tell, paths, work, waiting } = await world(ctx)
      for (const who of ['ines', 'gustav', 'amina'] as const) {
        await listenAs(ctx, who)
        await setHours(cast.as(ctx, who), { ...hours, quiet: { from: 22 * 60, until: 7 * 60, days: 127 } })
      }
      for (const who of ['ines', 'ines', 'ines', 'gustav', 'amina'] as const) await tell(who)
      await work()
      assert.deepEqual([receiver.heard.length, await waiting()], [0, 5])
      const [read] = (await listNotices(cast.as(ctx, 'gustav'))).items
      await openNotice(cast.as(ctx, 'gustav'), read!.id)
      const wakeAt = (now: Date) => wakeWebhooks.work(makeCtx({ ...ctx, now }), {} as never)
      await wakeAt(new Date('2027-01-16T06:59:00Z'))
      assert.deepEqual(await waitingJobs(ctx), [])
      const morning = new Date('2027-01-16T07:00:00Z')
      await wakeAt(morning)
      await work(morning)
      assert.deepEqual(paths(), ['/ines', '/amina'])
      const [together, alone] = receiver.heard.map(({ json }) => json)
      assert.deepEqual(
        [together!.type, together!.data.pace, together!.data.notices.length, together!.data.more],
        ['digest', 'at-once', 3, 0],
      )
      assert.equal(alone!.type, 'notice')
      assert.equal(await waiting(), 0)
    },
    { now: evening },
  ),
)

test(
  'a digest is posted when its mail goes, with the same notices; what was read until then is in neither',
  inTransaction(
    async (ctx) => {
      const { cast, thread, tell, paths, work } = await world(ctx)
      for (const [who, pace] of [
        ['ines', 'daily'],
        ['gustav', 'weekly'],
        ['amina', 'daily'],
      ] as const) {
        await listenAs(ctx, who)
        await setPace(cast.as(ctx, who), kind.name, pace)
        for (let n = 0; n < 3; n++) await tell(who)
      }
      const [newest] = (await listNotices(cast.as(ctx, 'ines'))).items
      await ctx.db.updateTable('notices').set({ readAt: ctx.now }).where('id', '=', newest!.id).execute()
      await openNotice(cast.as(ctx, 'amina'), (await listNotices(cast.as(ctx, 'amina'))).items[0]!.id)
      await sendNoticeMails(ctx, 8 * 60)
      await work()
      assert.deepEqual(paths(), [], 'not before its hour')
      const morning = await sendNoticeMails(ctx, 9 * 60)
      await work(morning.now)
      assert.deepEqual(paths(), ['/ines'])
      const { json } = receiver.heard[0]!
      assert.deepEqual([json.type, json.data.pace, json.timestamp], ['digest', 'daily', morning.now.toISOString()])
      const told = json.data.notices.map(({ id }) => id)
      const standing = (await listNotices(cast.as(ctx, 'ines'))).items.filter(({ isRead }) => !isRead)
      assert.deepEqual(
        told,
        standing.map(({ id }) => `https://riders.example/notices/${id}`),
        'the newest first',
      )
      assert.match(json.data.notices[0]!.object.url, new RegExp(`/questions/${thread.id}/`))
      const mails = await ctx.db.selectFrom('mails').select('subject').execute()
      assert.deepEqual(mails, [{ subject: 'Your day: 2 notices that you have not read' }])
      const monday = await sendNoticeMails(ctx, (9 + 48) * 60)
      await work(monday.now)
      assert.deepEqual(paths(), ['/ines', '/gustav'])
      assert.equal(receiver.heard[1]!.json.data.notices.length, 3)
    },
    { now: evening },
  ),
)

test(
  'a long digest holds the newest hundred and says how many more there are',
  inTransaction(
    async (ctx) => {
      const { cast, tell, work } = await world(ctx)
      await listenAs(ctx, 'ines')
      await setPace(cast.as(ctx, 'ines'), kind.name, 'daily')
      for (let n = 0; n < mostInOneDigest + 3; n++) await tell('ines')
      const morning = await sendNoticeMails(ctx, 9 * 60)
      await work(morning.now)
      const { notices, more } = receiver.heard[0]!.json.data
      assert.deepEqual([notices.length, more], [mostInOneDigest, 3])
    },
    { now: evening },
  ),
)

test(
  'what waits for another try is dropped when its kind is wanted here alone or not at all',
  inTransaction(async (ctx) => {
    const { cast, tell, paths, work } = await world(ctx)
    await listenAs(ctx, 'ines')
    receiver.state.status = 503
    await tell('ines')
    await work()
    assert.deepEqual(paths(), ['/ines'])
    await setPace(cast.as(ctx, 'ines'), kind.name, 'never')
    receiver.state.status = 200
    await work(after(ctx, 1))
    assert.deepEqual(paths(), ['/ines'])
  }),
)

test(
  'what waited for a digest is posted when its kind is wanted at once again',
  inTransaction(async (ctx) => {
    const { cast, tell, paths, work } = await world(ctx)
    await listenAs(ctx, 'ines')
    await listenAs(ctx, 'gustav')
    for (const who of ['ines', 'gustav'] as const) {
      await setPace(cast.as(ctx, who), kind.name, 'daily')
      await tell(who)
    }
    assert.deepEqual(await work(), [])
    await setPace(cast.as(ctx, 'ines'), kind.name, 'weekly')
    assert.deepEqual(await work(), [])
    await setPace(cast.as(ctx, 'ines'), kind.name, 'at-once')
    await work()
    assert.deepEqual(paths(), ['/ines'])
    await setPace(cast.as(ctx, 'ines'), kind.name, 'at-once')
    await work()
    assert.deepEqual(paths(), ['/ines'], 'once')
  }),
)

test(
  'a paused address is told nothing, also of what waited; resumed, it is told what comes from then on',
  inTransaction(async (ctx) => {
    const { cast, tell, paths, work, waiting } = await world(ctx)
    const ines = cast.as(ctx, 'ines')
    const { id } = await listenAs(ctx, 'ines')
    await tell('ines')
    await pauseWebhook(ines, id)
    await tell('ines')
    await work()
    assert.deepEqual([paths(), await waiting()], [[], 0])
    assert.equal((await listWebhooks(ines))[0]!.state.is, 'paused')
    await resumeWebhook(ines, id)
    await tell('ines')
    await work()
    assert.deepEqual(paths(), ['/ines'])
    await tell('ines')
    await removeWebhook(ines, id)
    assert.deepEqual(await work(), ['ok'], 'its job finds nothing')
    assert.deepEqual(paths(), ['/ines'])
  }),
)
