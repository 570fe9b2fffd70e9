import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { recallReply, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { deliverEvent } from '../../platform/events.ts'
import { putSetting } from '../../platform/settings.ts'
import { removeMember } from '../../realms/spaces/spaces.ts'
import { answerNotice, countUnread, listNotices, listPaces, notify, readThreadNotices, setPace } from './notices.ts'
import { noticeListeners } from './notices.listeners.ts'

async function answered(ctx: Ctx) {
  const cast = await getCast(ctx)
  await putSetting(ctx, 'public-url', 'https://riders.example')
  const { thread } = await ask(cast.as(ctx, 'ines'), {
    space: 'riders',
    title: 'Off at 40 % & <cold>',
    body: 'Why?',
    tags: [],
  })
  const reply = await answer(cast.as(ctx, 'gustav'), thread.id, 'Keep the battery warm.')
  await hearEverything(ctx)
  return { cast, thread, reply, ines: cast.as(ctx, 'ines') }
}

async function mails(ctx: Ctx) {
  await sendNoticeMails(ctx)
  return ctx.db.selectFrom('mails').selectAll().orderBy('id').execute()
}

test(
  'who asked is told of an answer once, here and by mail, with the reason and without a word of the text',
  inTransaction(async (ctx) => {
    const { thread, reply, ines } = await answered(ctx)
    const { items } = await listNotices(ines)
    assert.deepEqual(
      items.map(({ says, title, because, isRead }) => [says, title, because, isRead]),
      [['Gustav Ek answered your question', 'Off at 40 % & <cold>', 'because you asked', false]],
    )
    const [mail, ...others] = await mails(ctx)
    assert.equal(others.length, 0)
    assert.equal(mail!.toAddress, 'ines@people.example')
    assert.equal(mail!.subject, 'Gustav Ek answered your question: Off at 40 % & <cold>')
    assert.ok(
      mail!.bodyText.includes(
        `https://riders.example/questions/${thread.id}/off-at-40-cold?at=${reply.id}#answer-${reply.id}`,
      ),
    )
    assert.ok(mail!.bodyText.includes('You get this because you asked.'))
    assert.ok(mail!.bodyHtml!.includes('Off at 40 % &amp; &lt;cold&gt;'))
    for (const part of [mail!.bodyText, mail!.bodyHtml!, mail!.subject])
      assert.ok(!part.includes('battery'), 'the text of the answer is not in the mail')
  }),
)

test(
  'a fact that is delivered twice is told once',
  inTransaction(async (ctx) => {
    const { ines } = await answered(ctx)
    await ctx.db.deleteFrom('eventDeliveries').execute()
    const events = await ctx.db.selectFrom('events').select('id').orderBy('id').execute()
    for (const { id } of events) await deliverEvent(ctx, id, noticeListeners)
    assert.equal((await listNotices(ines)).items.length, 1)
    assert.equal((await mails(ctx)).length, 1)
  }),
)

test(
  'nobody is told of their own answer, and a customer with no proved address gets no mail',
  inTransaction(async (ctx) => {
    const { cast, thread, ines } = await answered(ctx)
    assert.equal((await mails(ctx)).length, 1)
    await answer(ines, thread.id, 'I found it myself.')
    await ctx.db.updateTable('accounts').set({ emailProvedAt: null }).where('id', '=', cast.people.ines.id).execute()
    await answer(cast.as(ctx, 'joost'), thread.id, 'Same with mine.')
    await hearEverything(ctx)
    assert.equal((await listNotices(ines)).items.length, 2)
    assert.equal((await mails(ctx)).length, 1)
  }),
)

test(
  'a notice goes with the right to read what it is about, and comes back with it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const thread = await startThread(cast.as(ctx, 'aiko'), cast.spaces.battery, {
      type: 'discussion',
      title: 'Lot 6',
      body: 'So',
    })
    await notify(ctx, { accountId: cast.people.tomasz.id, kind: answerNotice, because: 'because', threadId: thread.id })
    const tomasz = cast.as(ctx, 'tomasz')
    assert.equal(await countUnread(tomasz), 1)
    await removeMember(ctx, cast.spaces.battery, cast.people.tomasz.id)
    assert.equal(await countUnread(tomasz), 0)
    assert.deepEqual((await listNotices(tomasz)).items, [])
  }),
)

test(
  'a recalled answer takes its notices out of sight and its unsent mails out of the post; a sent one stays sent',
  inTransaction(async (ctx) => {
    const { cast, thread, reply, ines } = await answered(ctx)
    await mails(ctx)
    const later = await answer(cast.as(ctx, 'joost'), thread.id, 'Warm it.')
    await hearEverything(ctx)
    await mails(ctx)
    await ctx.db.updateTable('mails').set({ sentAt: ctx.now }).where('subject', 'like', 'Gustav%').execute()
    for (const { id } of [reply, later]) await recallReply(ctx, id)
    await hearEverything(ctx)
    assert.equal(await countUnread(ines), 0)
    assert.deepEqual((await listNotices(ines)).items, [])
    assert.deepEqual(
      (await mails(ctx)).map((mail) => [mail.subject.split(' ')[0], mail.withdrawnAt !== null]),
      [
        ['Gustav', false],
        ['Joost', true],
      ],
    )
  }),
)

test(
  'a kind can be had here only or not at all, and be had back',
  inTransaction(async (ctx) => {
    const { cast, thread, ines } = await answered(ctx)
    await mails(ctx)
    const say = async (text: string) => {
      await answer(cast.as(ctx, 'joost'), thread.id, text)
      await hearEverything(ctx)
      return [(await listNotices(ines)).items.length, (await mails(ctx)).length]
    }
    const pace = async () => (await listPaces(ines)).find((one) => one.kind.name === 'answer')?.pace
    assert.equal(await pace(), 'at-once')
    await setPace(ines, 'answer', 'here')
    assert.equal(await pace(), 'here')
    assert.deepEqual(await say('One'), [2, 1])
    await setPace(ines, 'answer', 'never')
    assert.deepEqual(await say('Two'), [2, 1])
    await setPace(ines, 'answer', 'at-once')
    assert.deepEqual(await say('Three'), [3, 2])
    await assert.rejects(setPace(ines, 'no-such-kind', 'here'), /no such kind/)
    assert.ok(
      !(await listPaces(ines)).some((one) => one.kind.name === 'called'),
      'a customer never hears that there are swarms',
    )
  }),
)

test(
  'the link in a mail stops such mails with one press and without signing in; a changed link does nothing',
  inTransaction(async (ctx) => {
    const { ines } = await answered(ctx)
    const [mail] = await mails(ctx)
    const headers = mail!.headers as Record<string, string>
    assert.equal(headers['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
    const link = new URL(/^<(.+)>$/.exec(headers['List-Unsubscribe']!)![1]!)
    assert.equal(link.origin, 'https://riders.example')
    const path = link.pathname + link.search
    const { as } = await openSite(ctx)
    const visitor = as('visitor')
    assert.equal((await visitor.get(`${path}x`)).status, 404)
    assert.equal(
      (await visitor.post(path.replace(/\.answer\./, '.called.'), { 'List-Unsubscribe': 'One-Click' })).status,
      404,
    )
    const asked = await visitor.get(path)
    assert.match(asked.text, /Stop these mails/)
    assert.equal(
      (await listPaces(ines)).find((one) => one.kind.name === 'answer')?.pace,
      'at-once',
      'opening the link stops nothing',
    )
    assert.match((await visitor.post(path, { 'List-Unsubscribe': 'One-Click' })).text, /These mails are stopped/)
    assert.equal((await listPaces(ines)).find((one) => one.kind.name === 'answer')?.pace, 'here')
  }),
)

test(
  'opening a notice leads to the answer and marks it read; so does opening the thread, and one button marks all',
  inTransaction(async (ctx) => {
    const { cast, thread, reply, ines } = await answered(ctx)
    const site = await openSite(ctx)
    const browser = site.as('ines')
    const page = await browser.get('/notices')
    assert.match(page.text, /You are told because you asked\./)
    assert.match(page.text, /Notices, 1 new/)
    const [notice] = (await listNotices(ines)).items
    assert.match(
      page.text,
      new RegExp(`href="/notices/threads/${thread.id}" data-turbo-prefetch="false"`),
      'a link fetched early would be read unseen',
    )
    assert.equal(
      (await browser.get(`/notices/${notice!.id}`)).location,
      `/questions/${thread.id}/off-at-40-cold?at=${reply.id}#answer-${reply.id}`,
    )
    assert.equal(await countUnread(ines), 0)
    for (const text of ['One', 'Two']) await answer(cast.as(ctx, 'joost'), thread.id, text)
    await hearEverything(ctx)
    assert.equal(await countUnread(ines), 2)
    await readThreadNotices(ines, thread.id)
    assert.equal(await countUnread(ines), 0)
    await answer(cast.as(ctx, 'joost'), thread.id, 'Three')
    await hearEverything(ctx)
    const earlier = new Date(ctx.now.getTime() - 60_000)
    await ctx.db.updateTable('notices').set({ readAt: earlier }).where('readAt', 'is not', null).execute()
    const read = await browser.post('/notices/read-all')
    assert.match(read.location!, /^\/notices\?read=\d+$/)
    assert.equal(await countUnread(ines), 0)
    const after = await browser.get(read.location!)
    assert.match(after.text, /All are marked as read\./)
    const at = /name="at" value="(\d+)"/.exec(after.text)![1]!
    for (const wrong of ['', 'x', '1', String(Number(at) + 60_000)])
      await browser.post('/notices/unread-all', { at: wrong })
    await site.as('gustav').post('/notices/unread-all', { at })
    assert.equal(await countUnread(ines), 0)
    assert.equal((await browser.post('/notices/unread-all', { at })).location, '/notices')
    assert.equal(await countUnread(ines), 1, 'what was read before stays so')
    assert.equal((await site.as('visitor').get('/notices')).status, 403)
    assert.equal((await site.as('petra').get('/notices')).status, 200)
  }),
)

test(
  'notices come page by page, newest first',
  inTransaction(async (ctx) => {
    const { cast, thread, ines } = await answered(ctx)
    for (const text of ['One', 'Two', 'Three']) await answer(cast.as(ctx, 'joost'), thread.id, text)
    await hearEverything(ctx)
    const first = await listNotices(ines, undefined, 3)
    const second = await listNotices(ines, first.next, 3)
    const ids = [...first.items, ...second.items].map((one) => one.id)
    assert.equal(ids.length, 4)
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => b - a),
    )
    assert.equal(second.next, undefined)
  }),
)
