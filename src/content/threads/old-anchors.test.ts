import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { putSetting } from '../../platform/settings.ts'
import { answer, ask, giveKudos } from '../questions/questions.ts'
import { answersAPage, lastingReplyAddress } from './address.ts'
import { pageOfReply, replyAskedFor } from './old-anchors.shared.ts'
import type { ReplyId, ThreadId } from './threads.tables.ts'

const at = (path: string) => new URL(path, 'https://tango.example')
const nowhere = () => false

test('an old link to an answer that is not on the page leads to the page that shows it, once', () => {
  assert.equal(pageOfReply(at('/questions/7/wet#answer-31'), nowhere), '/questions/7/wet?at=31#answer-31')
  assert.equal(pageOfReply(at('/inside/ideas/7#comment-5'), nowhere), '/inside/ideas/7?at=5#comment-5')
  assert.equal(pageOfReply(at('/problems/7?sort=new#comment-5'), nowhere), '/problems/7?at=5#comment-5')
  assert.equal(pageOfReply(at('/questions/7/wet?at=12#answer-31'), nowhere), '/questions/7/wet?at=31#answer-31')
  assert.equal(pageOfReply(at('/questions/7/wet?at=31#answer-31'), nowhere), undefined, 'it is gone')
  assert.equal(
    pageOfReply(at('/questions/7/wet#answer-31'), (id) => id === 'answer-31'),
    undefined,
    'it is here',
  )
  for (const other of [
    '/questions/7/wet',
    '/questions/7/wet#answers',
    '/questions/7/wet#answer-x',
    '/people/7#answer-31',
  ])
    assert.equal(pageOfReply(at(other), nowhere), undefined, other)
})

test('whoever was led to a reply without its place on the page, as after posting it, is brought to it', () => {
  const here = (id: string) => ['answer-31', 'comment-5', 'reply-8'].includes(id)
  assert.equal(replyAskedFor(at('/questions/7/wet?at=31'), here), 'answer-31')
  assert.equal(replyAskedFor(at('/ideas/7?order=newest&at=5'), here), 'comment-5')
  assert.equal(replyAskedFor(at('/praise/7/kind?at=8'), here), 'reply-8')
  for (const other of [
    '/questions/7/wet',
    '/questions/7/wet?at=31#answer-31',
    '/questions/7/wet?at=31#answers',
    '/questions/7/wet?at=32',
    '/questions/7/wet?at=x',
    '/questions/7/wet?at=',
    '/people/7?at=31',
  ])
    assert.equal(replyAskedFor(at(other), here), undefined, other)
})

test(
  'of a thread with several pages, the page of any of its answers has the answer on it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Long', body: 'x', tags: [] })
    const ids: number[] = []
    for (let n = 0; n < answersAPage + 3; n++) {
      const who = (['gustav', 'joost', 'amina', 'mirela'] as const)[n % 4]!
      ids.push((await answer(cast.as(ctx, who), thread.id, `Try ${n}`)).id)
    }
    const site = await openSite(ctx)
    let elsewhere = 0
    for (const id of [ids[0]!, ids.at(-1)!]) {
      const old = at(`/questions/${thread.id}/long#answer-${id}`)
      const first = (await site.as('visitor').get(old.pathname)).text
      const onward = pageOfReply(old, (anchor) => first.includes(`id="${anchor}"`))
      if (!onward) continue
      elsewhere++
      const page = await site.as('visitor').get(onward.split('#')[0]!)
      assert.ok(page.text.includes(`id="answer-${id}"`), onward)
    }
    assert.equal(elsewhere, 1)
  }),
)

test(
  'what was sent while a thread was short leads to the answer without script when the thread has grown long',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await putSetting(ctx, 'public-url', 'https://riders.example')
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Long', body: 'x', tags: [] })
    const first = await answer(cast.as(ctx, 'gustav'), thread.id, 'Try the first')
    const site = await openSite(ctx)
    await hearEverything(ctx)
    await sendNoticeMails(ctx)
    const mail = await ctx.db.selectFrom('mails').selectAll().executeTakeFirstOrThrow()
    const wanted = `/questions/${thread.id}/long?at=${first.id}#answer-${first.id}`
    const feed = (await site.as('visitor').get(`/questions/${thread.id}/feed.atom`)).text
    const page = (await site.as('visitor').get(`/questions/${thread.id}/long`)).text
    const quote = JSON.parse((await site.as('joost').get(`/quote/${first.id}`)).text)
    for (const [where, text] of Object.entries({ mail: mail.bodyText, feed, page, quote: quote.path }))
      assert.ok(text.includes(wanted), where)
    assert.ok(feed.includes(`/threads/${thread.id}#answer-${first.id}</id>`), 'readers of feeds know it by the same id')
    for (let n = 0; n < answersAPage + 3; n++) {
      await ctx.db.deleteFrom('rateLimits').execute()
      const better = await answer(cast.as(ctx, 'joost'), thread.id, `Try ${n}`)
      await giveKudos(cast.as(ctx, 'amina'), better.id)
    }
    const anchor = `id="answer-${first.id}"`
    assert.ok(
      !(await site.as('visitor').get(`/questions/${thread.id}/long`)).text.includes(anchor),
      'on another page now',
    )
    const old = `/questions/${thread.id}/an-older-title?at=${first.id}`
    for (const path of [wanted.split('#')[0]!, (await site.as('visitor').get(old)).location!])
      assert.ok((await site.as('visitor').get(path)).text.includes(anchor), path)
    const short = await site.as('visitor').get(`/threads/${thread.id}?at=${first.id}`)
    assert.equal(short.location, wanted.split('#')[0])
  }),
)

test('only what can be on another page is asked for: no update, no talk inside', () => {
  const thread = { id: 7 as ThreadId, slug: 'wet', realm: 'outside' as const }
  const reply = { id: 3 as ReplyId, kind: 'comment' as const }
  for (const type of ['question', 'problem', 'praise', 'idea'] as const)
    assert.match(lastingReplyAddress({ ...thread, type }, reply), /\/7\/wet\?at=3#comment-3$/, type)
  assert.match(lastingReplyAddress({ ...thread, type: 'update' }, reply), /\/7\/wet#comment-3$/)
  const talk = { ...thread, realm: 'inside' as const, type: 'discussion' as const }
  assert.equal(lastingReplyAddress(talk, reply), '/inside/threads/7#comment-3')
  assert.equal(lastingReplyAddress({ ...talk, type: 'idea' }, reply), '/inside/ideas/7?at=3#comment-3')
})
