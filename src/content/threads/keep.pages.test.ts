import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { addReply, getThread, hidePost, mergeThread, startThread } from './threads.ts'

async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const text = { type: 'question', body: 'It stops.' } as const
  const thread = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, { ...text, title: 'It stops' })
  const other = await startThread(cast.as(ctx, 'daniel'), cast.spaces.riders, { ...text, title: 'It halts' })
  const reply = await addReply(cast.as(ctx, 'daniel'), thread.id, { kind: 'answer', body: 'Warm it.' })
  return { cast, site: await openSite(ctx), thread, other, reply }
}

test(
  'the page of type and place offers what the viewer may do, and says to others what they can do instead',
  inTransaction(async (ctx) => {
    const { site, thread } = await scene(ctx)
    const path = `/threads/${thread.id}/keep`
    const sara = (await site.as('sara').get(path)).text
    for (const form of ['retype', 'move', 'merge', 'split'])
      assert.ok(sara.includes(`/threads/${thread.id}/${form}"`), form)
    assert.doesNotMatch(sara, /value="update"/, 'a customer wrote it')
    const ines = (await site.as('ines').get(path)).text
    assert.match(ines, /\/retype"/)
    assert.doesNotMatch(ines, /\/(move|merge|split)"/)
    const gustav = (await site.as('gustav').get(path)).text
    assert.doesNotMatch(gustav, /method="post" action="\/threads/)
    assert.match(gustav, new RegExp(`href="/flag/thread/${thread.id}"`))
    assert.equal((await site.as('visitor').get(path)).status, 403)
    assert.equal((await site.as('petra').get(path)).status, 404)
  }),
)

test(
  'type, place, split, merge and its undoing work without script, and what is refused keeps what was typed',
  inTransaction(async (ctx) => {
    const { site, thread, other, reply } = await scene(ctx)
    const sara = site.as('sara')
    const at = (id: number, act: string) => `/threads/${id}/${act}`
    assert.equal(
      (await site.as('ines').post(at(thread.id, 'retype'), { type: 'problem' })).location,
      `/problems/${thread.id}/it-stops`,
    )
    assert.equal((await site.as('ines').post(at(thread.id, 'retype'), {})).status, 422)
    assert.equal((await site.as('gustav').post(at(thread.id, 'retype'), { type: 'question' })).status, 403)
    await sara.post(at(thread.id, 'retype'), { type: 'question' })

    const untitled = await sara.post(at(thread.id, 'split'), {
      replies: String(reply.id),
      title: '',
      body: 'Kept words.',
    })
    assert.equal(untitled.status, 422)
    assert.match(untitled.text, /Kept words\..*Give it a title|Give it a title.*Kept words\./s)
    const unchosen = await sara.post(at(thread.id, 'split'), { title: 'Warmth', body: 'So.' })
    assert.match(unchosen.text, /Choose what gets a thread of its own/)
    const split = await sara.post(at(thread.id, 'split'), { replies: String(reply.id), title: 'Warmth', body: 'So.' })
    assert.match(split.location!, /\/questions\/\d+\/warmth$/)
    const left = (await site.as('visitor').get(`/questions/${thread.id}/it-stops`)).text
    assert.ok(
      left.includes(`id="answer-${reply.id}"`) && left.includes(`${split.location}?at=${reply.id}#answer-${reply.id}`),
    )

    for (const into of ['', 'nowhere', `https://riders9.example/questions/${thread.id}`])
      assert.equal((await sara.post(at(thread.id, 'merge'), { into })).status, 422, into)
    const into = `https://riders9.example/questions/${other.id}/it-halts?order=newest`
    assert.equal((await sara.post(at(thread.id, 'merge'), { into })).location, `/questions/${other.id}/it-halts`)
    const old = await site.as('visitor').get(`/questions/${thread.id}/it-stops`)
    assert.deepEqual([old.status, old.location], [301, `/questions/${other.id}/it-halts`])
    assert.equal((await site.as('visitor').get(`/threads/${thread.id}`)).location, `/questions/${other.id}/it-halts`)
    assert.match((await site.as('visitor').get(`/questions/${other.id}/it-halts`)).text, /Also asked by Ines Carvalho/)
    assert.match((await sara.get(at(other.id, 'keep'))).text, new RegExp(`/threads/${thread.id}/unmerge"`))
    assert.equal((await site.as('ines').post(at(thread.id, 'unmerge'))).status, 403)
    assert.equal((await sara.post(at(thread.id, 'unmerge'))).location, `/questions/${thread.id}/it-stops`)
    assert.equal((await sara.post(at(thread.id, 'unmerge'))).status, 409)

    await sara.post(at(thread.id, 'move'), { space: 'testers' })
    assert.equal((await site.as('visitor').get(`/questions/${thread.id}/it-stops`)).status, 404)
    const unnamed = await sara.post(at(thread.id, 'move'), { space: 'riders' })
    assert.equal(unnamed.status, 422)
    assert.match(unnamed.text, /anyone on the web reads it/)
    await sara.post(at(thread.id, 'move'), { space: 'riders', widen: 'riders' })
    assert.equal((await getThread(ctx, thread.id)).spaceId, other.spaceId)
    const history = (await site.as('visitor').get(`/questions/${thread.id}/-/history`)).text
    for (const did of ['made this a problem', 'gave some replies a thread', 'merged this into', 'moved this from'])
      assert.ok(history.includes(did), did)
  }),
)

test(
  'the text of what was merged is read where it went, by whoever may read it',
  inTransaction(async (ctx) => {
    const { cast, site, other } = await scene(ctx)
    const asked = { type: 'question', title: 'It freezes', body: 'At **four** degrees.' } as const
    const twin = await startThread(cast.as(ctx, 'ines'), cast.spaces.riders, asked)
    await mergeThread(cast.as(ctx, 'sara'), twin.id, other.id)
    const read = async (who: 'visitor' | 'ines') => (await site.as(who).get(`/questions/${other.id}/it-halts`)).text
    assert.match(await read('visitor'), /<details[^]*It freezes[^]*At <strong>four<\/strong> degrees\.[^]*<\/details>/)
    await hidePost(ctx, { threadId: twin.id, replyId: null })
    assert.doesNotMatch(await read('visitor'), /It freezes|At <strong>four/)
    assert.match(await read('ines'), /At <strong>four/, 'its author still reads it')
  }),
)

test(
  'the page of a merged thread leads to that of the one that survived, where the merge is undone',
  inTransaction(async (ctx) => {
    const { site, thread, other } = await scene(ctx)
    const sara = site.as('sara')
    await sara.post(`/threads/${thread.id}/merge`, { into: `/questions/${other.id}` })
    const page = await sara.get(`/threads/${thread.id}/keep`)
    assert.deepEqual([page.status, page.location], [303, `/threads/${other.id}/keep`])
    assert.match((await sara.get(page.location!)).text, new RegExp(`action="/threads/${thread.id}/unmerge"`))
  }),
)
