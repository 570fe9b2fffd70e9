import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { replyTo, startDiscussion } from '../discussions/discussions.ts'
import { postIdea } from '../ideas/ideas.ts'
import { answer, ask, comment } from '../questions/questions.ts'
import { ideaCommentsAPage } from '../threads/threads.ts'
import { markSeen, readingOf } from './read-positions.ts'

const picture = /<noscript><img src="([^"]+)"/

test(
  'without script the page that was served counts as read, and the next visit marks what is new',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It stops', body: 'Why?', tags: [] })
    const one = await answer(cast.as(ctx, 'gustav'), thread.id, 'Keep it warm.')
    const path = `/questions/${thread.id}/${thread.slug}`
    const first = await site.as('joost').get(path)
    assert.doesNotMatch(first.text, /badge new/, 'nothing is new to somebody who was never here')
    assert.equal(
      await readingOf(cast.as(ctx, 'joost'), thread.id),
      undefined,
      'the page alone does not say that it was seen',
    )
    const served = await site.as('joost').get(picture.exec(first.text)![1]!.replaceAll('&amp;', '&'))
    assert.deepEqual([served.status, served.headers.get('content-type')], [200, 'image/gif'])
    assert.deepEqual(await readingOf(cast.as(ctx, 'joost'), thread.id), { position: one.id, unread: 0 })
    await answer(cast.as(ctx, 'joost'), thread.id, 'Mine stops too.')
    const two = await comment(cast.as(ctx, 'ines'), thread.id, 'It is warm.', one.id)
    const again = await site.as('joost').get(path)
    assert.equal(again.text.match(/badge new/g)?.length, 1, 'what he wrote himself is not new to him')
    assert.ok(again.text.includes(`href="${path}#comment-${two.id}"`))
    assert.match(again.text, /1 new since you were here/)
    const visitor = await site.as('visitor').get(path)
    assert.doesNotMatch(visitor.text, /tango-read|\/served/)
    assert.equal((await site.as('visitor').get(`/read/${thread.id}/served?seen=1`)).status, 200)
    assert.equal((await site.as('visitor').request(`/read/${thread.id}`, { method: 'POST' })).status, 403)
  }),
)

test(
  'inside, the way to the first unread reply begins the page after what was read',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const thread = await startDiscussion(cast.as(ctx, 'tomasz'), cast.spaces.velund, { body: 'Lot six?' })
    const one = await replyTo(cast.as(ctx, 'aiko'), thread.id, 'In the lab.')
    const daniel = site.as('daniel')
    const seen = await daniel.request(`/read/${thread.id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
      body: JSON.stringify({ seen: [one.id] }),
    })
    assert.equal(seen.status, 204)
    const two = await replyTo(cast.as(ctx, 'lena'), thread.id, 'No, in the store.')
    const page = await daniel.get(`/inside/threads/${thread.id}`)
    const address = `/inside/threads/${thread.id}?after=${one.id}#reply-${two.id}`
    assert.ok(page.text.includes(`href="${address}"`))
    assert.match((await daniel.get(address)).text, /No, in the store/)
    const newer = await daniel.request(`/read/${thread.id}/newer?after=${one.id}`)
    assert.deepEqual(await newer.json(), { words: '1 new reply' })
    assert.equal((await site.as('ines').get(`/read/${thread.id}/newer?after=0`)).status, 404)
    assert.equal((await site.as('ines').get(`/read/${thread.id}/served?seen=1`)).status, 404)
    const wrong = await daniel.request(`/read/${thread.id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', origin: 'http://localhost:3000' },
      body: JSON.stringify({ seen: ['all'] }),
    })
    assert.equal(wrong.status, 422)
  }),
)

test(
  'of an idea inside with many comments, the way to the first unread one leads to the part that shows it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const { id } = await postIdea(cast.as(ctx, 'lena'), { space: 'velund', title: 'Warm grips', body: 'b', tags: [] })
    const values = Array.from({ length: ideaCommentsAPage + 3 }, (_, at) => ({
      ...{ threadId: id, kind: 'comment' as const, authorId: cast.people.aiko.id, body: `Word ${at}.` },
      createdAt: new Date(ctx.now.getTime() + at),
    }))
    const written = await ctx.db.insertInto('replies').values(values).returning('id').execute()
    await ctx.db.updateTable('threads').set({ replyCount: values.length }).where('id', '=', id).execute()
    const [read, first] = [written.slice(0, ideaCommentsAPage), written[ideaCommentsAPage]!.id]
    await markSeen(
      cast.as(ctx, 'daniel'),
      id,
      read.map((one) => one.id),
    )
    const page = await site.as('daniel').get(`/inside/ideas/${id}`)
    const address = `/inside/ideas/${id}?at=${first}#comment-${first}`
    assert.ok(page.text.includes(`href="${address}"`))
    assert.ok(!page.text.includes(`id="comment-${first}"`))
    assert.ok((await site.as('daniel').get(address.split('#')[0]!)).text.includes(`id="comment-${first}"`))
  }),
)
