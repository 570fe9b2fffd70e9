/** An update on its page: who is offered to flag it, and what stands there after moderation or a recall. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { postIdea } from '../ideas/ideas.ts'
import { hidePost, removePost, restorePost } from '../threads/taking-down.ts'
import { addReply, recallThread, retypeThread, startThread, threadAddress } from '../threads/threads.ts'

const marker = { title: 'Removed by moderation', body: 'Removed by moderation under the rule “Spam or advertising”.' }

/** A question of Lena with a comment of Gustav that became an update. */
async function start(ctx: Ctx) {
  const cast = await getCast(ctx)
  const text = { type: 'question', title: 'Firmware 4', body: 'It is out.' } as const
  const asked = await startThread(cast.as(ctx, 'mirela'), cast.spaces.riders, text)
  const reply = await addReply(cast.as(ctx, 'gustav'), asked.id, { kind: 'comment', body: 'At last.' })
  const thread = await retypeThread(cast.as(ctx, 'mirela'), asked.id, 'update')
  return { cast, thread, reply, path: threadAddress(thread), site: await openSite(ctx) }
}

test(
  'whoever is signed in is offered to flag an update and what stands under it, but not what they wrote themselves',
  inTransaction(async (ctx) => {
    const { thread, reply, path, site } = await start(ctx)
    assert.equal((await site.as('petra').get(path)).status, 404, 'a guest is in their room alone')
    for (const who of everybody.filter((one) => one !== 'petra')) {
      const { text, status } = await site.as(who).get(path)
      assert.equal(status, 200, who)
      assert.equal(text.includes(`/flag/thread/${thread.id}"`), who !== 'visitor' && who !== 'mirela', `${who}: update`)
      assert.equal(text.includes(`/flag/reply/${reply.id}"`), who !== 'visitor' && who !== 'gustav', `${who}: reply`)
    }
  }),
)

test(
  'a removed update says that moderation removed it, and a recalled one that its company took it back',
  inTransaction(async (ctx) => {
    const { cast, thread, path, site } = await start(ctx)
    const post = { threadId: thread.id, replyId: null }
    const kept = await removePost(ctx, post, marker)
    const removed = await site.as('gustav').get(`/updates/${thread.id}/removed`)
    assert.match(removed.text, /<h1 dir="auto">This update was removed by moderation<\/h1>/)
    assert.match(removed.text, /<title>This update was removed by moderation/)
    assert.match(removed.text, /Moderation removed it/)
    assert.doesNotMatch(removed.text, /It is out|Firmware 4|took it back|\/flag\/thread/)
    assert.match(removed.text, /noindex/)
    assert.doesNotMatch((await site.as('visitor').get('/updates')).text, /Removed by moderation|Firmware 4/)
    await restorePost(ctx, post, kept)
    assert.match((await site.as('visitor').get('/updates')).text, /Firmware 4/)
    assert.match((await site.as('visitor').get(path)).text, /It is out/)
    await recallThread(cast.as(ctx, 'mirela'), thread.id)
    const recalled = await site.as('gustav').get(`/updates/${thread.id}`)
    const page = recalled.location ? await site.as('gustav').get(recalled.location) : recalled
    assert.match(page.text, /Velund took it back/)
    assert.doesNotMatch(page.text, /Moderation removed it|\/flag\/thread/)
  }),
)

test(
  'a removed reply under an update leaves a sentence, a hidden one nothing',
  inTransaction(async (ctx) => {
    const { thread, reply, path, site } = await start(ctx)
    const post = { threadId: thread.id, replyId: reply.id }
    const kept = await removePost(ctx, post, { ...marker, title: '' })
    const { text } = await site.as('ines').get(path)
    assert.match(text, /This reply was removed by moderation\./)
    assert.doesNotMatch(text, /At last|\/flag\/reply/)
    await restorePost(ctx, post, kept)
    await hidePost(ctx, post)
    assert.doesNotMatch((await site.as('ines').get(path)).text, /At last|removed by moderation/)
    assert.match((await site.as('gustav').get(path)).text, /At last/)
  }),
)

test(
  'an idea and its comments are flagged on its page too, and what was removed there is not called recalled',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const idea = await postIdea(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'A basket',
      body: 'For bread.',
      tags: [],
    })
    const comment = await addReply(cast.as(ctx, 'gustav'), idea.id, { kind: 'comment', body: 'And for cats.' })
    for (const who of ['visitor', 'ines', 'gustav', 'amina', 'daniel'] as const) {
      const { text } = await site.as(who).get(`/ideas/${idea.id}/a-basket`)
      assert.match(text, /And for cats/, who)
      assert.equal(text.includes(`/flag/thread/${idea.id}"`), who !== 'visitor' && who !== 'ines', `${who}: idea`)
      assert.equal(
        text.includes(`/flag/reply/${comment.id}"`),
        who !== 'visitor' && who !== 'gustav',
        `${who}: comment`,
      )
    }
    await removePost(ctx, { threadId: idea.id, replyId: comment.id }, { ...marker, title: '' })
    const after = await site.as('amina').get(`/ideas/${idea.id}/a-basket`)
    assert.match(after.text, /This comment was removed by moderation on/)
    assert.doesNotMatch(after.text, /And for cats|recalled by/)
    await removePost(ctx, { threadId: idea.id, replyId: null }, marker)
    const gone = await site.as('amina').get(`/ideas/${idea.id}/removed`)
    assert.match(gone.text, /Removed by moderation under the rule/)
    assert.doesNotMatch(gone.text, /For bread|was recalled|\/flag\/thread/)
  }),
)
