/** The page of notices for each reader, page by page, and the page where a mail's link leads. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { ask } from '../../content/questions/questions.ts'
import { addReply, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { answerNotice, countUnread, defineNoticeKind, notify } from './notices.ts'
import { makeStopToken } from './stop-token.ts'

const kind = defineNoticeKind({
  name: 'page-test',
  label: 'Pages <tested>',
  realms: ['inside', 'outside', 'bridge'],
  says: (actor) => `${actor ?? 'Somebody'} wrote & waved`,
})
const elsewhere = defineNoticeKind({
  ...kind,
  name: 'elsewhere-test',
  addressOf: async (_ctx, { threadId }) => `/somewhere/${threadId}`,
})

const main = (text: string) => /<main[\s\S]*<\/main>/.exec(text)![0]

/** A thread in the guests' room that everybody of the room is told of, `count` times by replies of Lena. */
async function room(ctx: Ctx, count: number) {
  const cast = await getCast(ctx)
  const lena = cast.as(ctx, 'lena')
  const thread = await startThread(lena, cast.spaces.cells, { type: 'discussion', title: '', body: 'Prices' })
  const tell = async (who: PersonName, of = kind) => {
    await ctx.db.deleteFrom('rateLimits').execute()
    const reply = await addReply(lena, thread.id, { kind: 'reply', body: 'So.' })
    await notify(ctx, {
      accountId: cast.people[who].id,
      kind: of,
      because: 'because you are in this room',
      threadId: thread.id,
      replyId: reply.id,
      actorId: cast.people.lena.id,
    })
    return reply
  }
  for (let n = 0; n < count; n++) await tell('petra')
  return { cast, thread, tell }
}

test(
  'twenty notices stand on a page; the next one holds the rest and leads back to the newest',
  inTransaction(async (ctx) => {
    const { cast } = await room(ctx, 23)
    const petra = (await openSite(ctx)).as('petra')
    const lines = (text: string) => [...text.matchAll(/href="\/notices\/(\d+)"/g)].map((match) => Number(match[1]))
    const first = main((await petra.get('/notices')).text)
    assert.equal(lines(first).length, 20)
    assert.doesNotMatch(first, /Newest notices/)
    assert.match(first, /23 that you have not read\./)
    const older = /href="(\/notices\?after=[^"]+)"/.exec(first)![1]!
    const second = main((await petra.get(older)).text)
    assert.equal(lines(second).length, 3)
    assert.match(second, /href="\/notices"[^>]*>(<[^>]+>)*[^<]*Newest notices/)
    assert.doesNotMatch(second, /Older notices/)
    assert.match(second, /23 that you have not read\./, 'the number is of all, not of the page')
    const all = [...lines(first), ...lines(second)]
    assert.deepEqual(
      all,
      all.toSorted((a, b) => b - a),
    )
    assert.equal(new Set(all).size, 23)
    assert.equal(await countUnread(cast.as(ctx, 'petra')), 23, 'looking at the list reads nothing')
  }),
)

test(
  'a line says who did what, where, and why it is told; words of people do nothing there',
  inTransaction(async (ctx) => {
    const { tell } = await room(ctx, 0)
    await tell('petra')
    const text = main((await (await openSite(ctx)).as('petra').get('/notices')).text)
    for (const words of [
      'Lena Brandt wrote &amp; waved',
      'A discussion without a title',
      'You are told because you are in this room.',
      'Bridge',
      '>new<',
      'Pages &lt;tested>',
    ])
      assert.ok(text.includes(words), words)
    assert.match(text, /1 that you have not read\./)
    assert.match(text, /Mark all as read/)
    const after = main((await (await openSite(ctx)).as('daniel').get('/notices')).text)
    assert.match(after, /Nothing to tell you yet/)
    assert.doesNotMatch(after, /Mark all as read/)
  }),
)

test(
  'the page stands on its reader’s side, hears of changes of that reader alone, and is kept from search engines',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const [who, side] of [
      ['ines', 'Velund Riders'],
      ['daniel', 'Velund inside'],
      ['petra', 'Velund inside'],
    ] as const) {
      const { text, status } = await site.as(who).get('/notices')
      assert.equal(status, 200)
      assert.ok(text.includes(`<title>Notices · ${side}</title>`), who)
      const topics = [...text.matchAll(/data-topics="([^"]*)"/g)].flatMap((match) => match[1]!.split(','))
      assert.deepEqual(
        topics.filter((topic) => topic.startsWith('account:')),
        [`account:${cast.people[who].id}`],
        who,
      )
      assert.match(text, /<meta name="robots" content="noindex"/)
    }
    const visitor = await site.as('visitor').get('/notices')
    assert.equal(visitor.status, 403)
    assert.match(visitor.text, /Sign in to see your notices\./)
    assert.doesNotMatch(visitor.text, /data-topics="account/)
    for (const path of ['/notices/read-all', '/notices/reach'])
      assert.equal((await site.as('visitor').post(path, { kind: 'answer', reach: 'here' })).status, 403, path)
  }),
)

test(
  'a notice leads where its kind says, else to the reply or the thread, and is read by being opened',
  inTransaction(async (ctx) => {
    const { cast, thread, tell } = await room(ctx, 0)
    const reply = await tell('petra')
    await tell('petra', elsewhere)
    await notify(ctx, { accountId: cast.people.petra.id, kind, because: 'because', threadId: thread.id })
    const petra = (await openSite(ctx)).as('petra')
    const [third, second, first] = [
      ...main((await petra.get('/notices')).text).matchAll(/href="(\/notices\/\d+)"/g),
    ].map((match) => match[1]!)
    const open = async (path: string) => {
      const { status, location } = await petra.get(path)
      return [status, location, await countUnread(cast.as(ctx, 'petra'))]
    }
    assert.deepEqual(await open(first!), [303, `/inside/threads/${thread.id}#reply-${reply.id}`, 2])
    assert.deepEqual(await open(second!), [303, `/somewhere/${thread.id}`, 1])
    assert.deepEqual(await open(third!), [303, `/inside/threads/${thread.id}`, 0])
    assert.deepEqual(await open(third!), [303, `/inside/threads/${thread.id}`, 0], 'it opens again')
    assert.match(main((await petra.get('/notices')).text), /You have read them all\./)
  }),
)

test(
  'the link of a mail shows what it stops before it does, works for whoever has it, and nothing else stops by it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Hm', body: 'Why?', tags: [] })
    const token = await makeStopToken(ctx, cast.people.ines.id, 'answer')
    const site = await openSite(ctx)
    const path = `/notices/stop?token=${encodeURIComponent(token)}`
    const asked = await site.as('visitor').get(path)
    assert.ok(asked.text.includes('Mails of this kind: Answers to your questions.'))
    assert.ok(asked.text.includes(`action="/notices/stop?token=${encodeURIComponent(token)}"`))
    assert.match(asked.text, /<meta name="robots" content="noindex"/)
    assert.equal(asked.headers.get('referrer-policy'), 'same-origin', 'the token is told to no other site')
    const stopped = await site.as('gustav').post(path)
    assert.match(stopped.text, /You get no more mails of this kind: Answers to your questions\./)
    assert.doesNotMatch(main(stopped.text), /<form/)
    assert.equal((await site.as('visitor').post(path)).status, 200, 'stopping twice is no fault')
    const mails = async () =>
      (await ctx.db.selectFrom('mails').select('toAddress').execute()).map((mail) => mail.toAddress)
    for (const who of ['ines', 'joost'] as const)
      await notify(ctx, { accountId: cast.people[who].id, kind: answerNotice, because: 'because', threadId: thread.id })
    assert.deepEqual(await mails(), ['joost@people.example'], 'who has the link is not whose mails stop')
    await notify(ctx, { accountId: cast.people.ines.id, kind, because: 'because', threadId: thread.id })
    assert.equal((await mails()).length, 2, 'another kind still comes')
    for (const wrong of ['/notices/stop', '/notices/stop?token=', '/notices/stop?token=1.answer.x']) {
      const page = await site.as('visitor').get(wrong)
      assert.equal(page.status, 404, wrong)
      assert.match(page.text, /This link is not whole\. Open it again from the mail/)
    }
  }),
)
