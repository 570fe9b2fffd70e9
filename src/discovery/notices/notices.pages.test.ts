/** The page of notices for each reader, page by page, and the page where a mail's link leads. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { ask } from '../../content/questions/questions.ts'
import { addReply, startThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { answerNotice, countUnread, defineNoticeKind, listNotices, notify } from './notices.ts'
import { makeStopToken } from './stop-token.ts'

const kind = defineNoticeKind({
  name: 'page-test',
  about: 'answers',
  label: 'Pages <tested>',
  realms: ['inside', 'outside', 'bridge'],
  says: (actor) => `${actor ?? 'Somebody'} wrote & waved`,
})
const elsewhere = defineNoticeKind({
  ...kind,
  name: 'elsewhere-test',
  addressOf: async (_ctx, { threadId }) => `/somewhere/${threadId}`,
})

const apart = defineNoticeKind({ ...kind, name: 'apart-test', pathOf: (occasion) => `/statements/${occasion}` })

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
  'twenty threads stand on a page; the next one holds the rest and leads back to the newest',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (let n = 0; n < 23; n++) {
      const author = cast.as(ctx, n % 2 ? 'lena' : 'aiko')
      const text = { type: 'discussion', title: `Thread ${n}`, body: 'x' } as const
      const thread = await startThread(author, cast.spaces.battery, text)
      for (const occasion of n % 3 ? ['a', 'b'] : ['a'])
        await notify(ctx, { accountId: cast.people.tomasz.id, kind, because: 'because', threadId: thread.id, occasion })
    }
    const tomasz = (await openSite(ctx)).as('tomasz')
    const lines = (text: string) =>
      [...text.matchAll(/href="\/notices\/threads\/(\d+)"/g)].map((match) => Number(match[1]))
    const first = main((await tomasz.get('/notices')).text)
    assert.equal(lines(first).length, 20)
    assert.doesNotMatch(first, /Newest notices/)
    assert.match(first, /38 that you have not read\./)
    const older = /href="(\/notices\?after=[^"]+)"/.exec(first)![1]!
    const second = main((await tomasz.get(older)).text)
    assert.equal(lines(second).length, 3)
    assert.match(second, /href="\/notices"[^>]*>(<[^>]+>)*[^<]*Newest notices/)
    assert.doesNotMatch(second, /Older notices/)
    assert.match(second, /38 that you have not read\./, 'the number is of all, not of the page')
    const all = [...lines(first), ...lines(second)]
    assert.deepEqual(
      all,
      all.toSorted((a, b) => b - a),
    )
    assert.equal(new Set(all).size, 23)
    assert.equal(await countUnread(cast.as(ctx, 'tomasz')), 38, 'looking at the list reads nothing')
  }),
)

test(
  'notices of one thread are one line with every name, which opens at the oldest unread and reads them all',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It hums', body: 'Why?', tags: [] })
    const tell = async (...people: PersonName[]) => {
      const replies = []
      for (const who of people) {
        const reply = await addReply(cast.as(ctx, who), thread.id, { kind: 'reply', body: 'So.' })
        const about = { threadId: thread.id, replyId: reply.id, actorId: cast.people[who].id }
        await notify(ctx, {
          accountId: cast.people.ines.id,
          kind: answerNotice,
          because: 'because you asked',
          ...about,
        })
        replies.push(reply.id)
      }
      return replies
    }
    const ines = (await openSite(ctx)).as('ines')
    const list = async () => main((await ines.get('/notices')).text)
    const [first] = await tell('gustav', 'joost', 'gustav')
    assert.match(await list(), /<span>Gustav Ek and Joost van Rijn answered your question<\/span>/)
    assert.match(await list(), />3 new</)
    await tell('amina')
    assert.match(await list(), /<span>Amina Haddad, Gustav Ek and Joost van Rijn answered your question<\/span>/)
    await tell('mirela', 'daniel')
    assert.match(await list(), /<span>[\p{L} ]+, [\p{L} ]+ and 3 others answered your question<\/span>/u)
    await notify(ctx, { accountId: cast.people.ines.id, kind, because: 'because it is so', threadId: thread.id })
    const text = await list()
    assert.match(text, /<span>Somebody wrote &amp; waved<\/span><br\/?><span>/)
    assert.match(text, /You are told because it is so, and because you asked\./)
    assert.equal(text.match(/class="item"/g)!.length, 1)
    await notify(ctx, {
      ...{ accountId: cast.people.ines.id, kind: apart, because: 'because', threadId: thread.id, occasion: '7' },
    })
    const both = await list()
    assert.equal(both.match(/class="item"/g)!.length, 2, 'what leads elsewhere stands apart')
    const statement = /href="(\/notices\/\d+)"/.exec(both)![1]!
    assert.equal((await ines.get(statement)).location, '/statements/7')
    const open = `/notices/threads/${thread.id}`
    assert.match((await ines.get(open)).location!, new RegExp(`#(answer|reply)-${first}$`))
    assert.equal(await countUnread(cast.as(ctx, 'ines')), 0)
    assert.doesNotMatch(await list(), /new</)
    const [last] = await tell('joost')
    assert.match(await list(), /<span>Joost van Rijn answered your question<\/span>/, 'what is new speaks alone')
    assert.match((await ines.get(open)).location!, new RegExp(`#(answer|reply)-${last}$`))
    for (const who of ['gustav', 'visitor'] as const)
      assert.equal((await (await openSite(ctx)).as(who).get(open)).status, 404, who)
    for (const id of ['0', 'x', '999999']) assert.equal((await ines.get(`/notices/threads/${id}`)).status, 404, id)
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
    ])
      assert.ok(text.includes(words), words)
    assert.match(text, /1 that you have not read\./)
    assert.match(text, /Mark all as read/)
    const settings = main((await (await openSite(ctx)).as('petra').get('/settings/notices')).text)
    assert.ok(settings.includes('Pages &lt;tested>'))
    assert.ok(text.includes('href="/settings/notices"'))
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
    for (const path of ['/notices/read-all', '/notices/unread-all'])
      assert.equal((await site.as('visitor').post(path, { at: String(ctx.now.getTime()) })).status, 403, path)
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
    const [third, second, first] = (await listNotices(cast.as(ctx, 'petra'))).items.map(({ id }) => `/notices/${id}`)
    const open = async (path: string) => (await petra.get(path)).location
    assert.equal(await open(second!), `/somewhere/${thread.id}`)
    assert.equal(await open(first!), `/inside/threads/${thread.id}#reply-${reply.id}`)
    assert.equal(await open(third!), `/inside/threads/${thread.id}`)
    assert.equal(await open(third!), `/inside/threads/${thread.id}`, 'it opens again')
    assert.equal(await countUnread(cast.as(ctx, 'petra')), 0)
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
    assert.match(asked.text, /action="\/notices\/stop[^>]*data-turbo="false"/, 'its answer is a page and no redirect')
    assert.match(asked.text, /<meta name="robots" content="noindex"/)
    assert.equal(asked.headers.get('referrer-policy'), 'same-origin', 'the token is told to no other site')
    const stopped = await site.as('gustav').post(path)
    assert.match(stopped.text, /You get no more mails of this kind: Answers to your questions\./)
    assert.doesNotMatch(main(stopped.text), /<form/)
    assert.equal((await site.as('visitor').post(path)).status, 200, 'stopping twice is no fault')
    const mails = async () => {
      await sendNoticeMails(ctx)
      return (await ctx.db.selectFrom('mails').select('toAddress').execute()).map((mail) => mail.toAddress)
    }
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
