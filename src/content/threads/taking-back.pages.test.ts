/** Taking back and putting back by the buttons of the pages, without script. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { startTalk } from '../../../test/moderation.ts'
import type { Ctx } from '../../platform/context.ts'
import { postIdea } from '../ideas/ideas.ts'
import { ask, comment } from '../questions/questions.ts'
import { retypeThread, addReply, startThread, threadAddress } from './threads.ts'

const buttonOf = (kind: 'replies' | 'threads', id: number) => `action="/taken-back/${kind}/${id}"`

async function start(ctx: Ctx) {
  const cast = await getCast(ctx)
  return { cast, site: await openSite(ctx), ...(await startTalk(ctx, cast)) }
}

/** The address of the button "Put it back" on a page. */
const backOf = (text: string): string => /action="(\/taken-back\/[^"]+\/back)"/.exec(text)![1]!

test(
  'an answer is taken back by its button, the page says so with the way back, and the button of that puts it back',
  inTransaction(async (ctx) => {
    const { cast, site, question, answer } = await start(ctx)
    const gustav = site.as('gustav')
    const page = `/questions/${question}/does-the-zebrawood-rack-fit`
    assert.ok((await gustav.get(page)).text.includes(buttonOf('replies', answer)))
    for (const who of ['ines', 'sara', 'visitor'] as const)
      assert.ok(!(await site.as(who).get(page)).text.includes(buttonOf('replies', answer)), who)
    const taken = await gustav.post(`/taken-back/replies/${answer}`)
    assert.equal(taken.status, 303)
    const after = await gustav.get(taken.location!)
    assert.match(after.text, /role="status"[^]*Taken back\. Nobody reads it any more[^]*Put it back/)
    assert.doesNotMatch(after.text, /pachyderm/)
    const stranger = await site.as('visitor').get(taken.location!)
    assert.doesNotMatch(stranger.text, /Taken back|pachyderm|Put it back/, 'the address tells nobody else')
    const back = await gustav.post(backOf(after.text))
    assert.deepEqual([back.status, back.location], [303, `${page}#answer-${answer}`])
    assert.match((await site.as('visitor').get(page)).text, /pachyderm/)
    void cast
  }),
)

test(
  'whoever follows a link to what is gone is led to the thread, which says so kindly',
  inTransaction(async (ctx) => {
    const { site, question, answer } = await start(ctx)
    await site.as('gustav').post(`/taken-back/replies/${answer}`)
    const visitor = site.as('visitor')
    const led = await visitor.get(`/answers/${answer}`)
    assert.deepEqual(
      [led.status, led.location],
      [302, `/questions/${question}/does-the-zebrawood-rack-fit?at=${answer}`],
    )
    const page = await visitor.get(led.location!)
    assert.equal(page.status, 200)
    assert.match(page.text, /What this link led to was taken back by its author/)
    assert.equal((await visitor.get('/answers/999999')).status, 404)
    for (const address of [`/answers/${answer}/edit`, `/answers/${answer}/history`])
      assert.equal((await site.as('gustav').get(address)).status, 404, address)
  }),
)

test(
  'under a comment of somebody else the marker stays, and its author puts it back from there',
  inTransaction(async (ctx) => {
    const { cast, site, question, answer } = await start(ctx)
    await comment(cast.as(ctx, 'ines'), question, 'With which bags?', answer)
    const page = `/questions/${question}/does-the-zebrawood-rack-fit`
    await site.as('gustav').post(`/taken-back/replies/${answer}`)
    const seen = (await site.as('visitor').get(page)).text
    assert.match(seen, /This answer was taken back by its author, /)
    assert.match(seen, /With which bags\?/)
    assert.doesNotMatch(seen, /pachyderm|Put it back|recalled by|by moderation/)
    const own = (await site.as('gustav').get(page)).text
    assert.match(own, /You took this back, /)
    assert.equal((await site.as('ines').post(backOf(own))).status, 404)
    assert.equal((await site.as('gustav').post(backOf(own))).status, 303)
    assert.match((await site.as('visitor').get(page)).text, /pachyderm/)
  }),
)

test(
  'an own thread goes to the list of what was taken back, its address is gone, and it comes back from the list',
  inTransaction(async (ctx) => {
    const { cast, site } = await start(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      ...{ space: 'riders', title: 'Numbat bell', body: 'Rings like a bandicoot.', tags: [] },
    })
    const ines = site.as('ines')
    const address = threadAddress(thread)
    assert.ok((await ines.get(address)).text.includes(buttonOf('threads', thread.id)))
    const taken = await ines.post(`/taken-back/threads/${thread.id}`)
    assert.match(taken.location!, /^\/taken-back\?just=\d+$/)
    const list = (await ines.get(taken.location!)).text
    assert.match(list, /Numbat bell[^]*Rings like a bandicoot\.[^]*Taken back [^]*erased/)
    for (const who of ['visitor', 'ines', 'sara'] as const) {
      assert.equal((await site.as(who).get(address)).status, 404, who)
      assert.equal((await site.as(who).get(`/threads/${thread.id}`)).status, 404, who)
    }
    assert.doesNotMatch((await site.as('gustav').get('/taken-back')).text, /Numbat|bandicoot/)
    assert.equal((await site.as('visitor').get('/taken-back')).status, 303)
    assert.match((await ines.get('/drafts')).text, /href="\/taken-back"/)
    const back = await ines.post(backOf(list))
    assert.equal(back.location, address)
    assert.equal((await site.as('visitor').get(address)).status, 200)
    assert.match((await ines.get('/taken-back')).text, /Nothing is taken back/)
    assert.equal((await ines.post(backOf(list))).status, 404, 'a second tab')
  }),
)

test(
  'a refusal says why and what one can do',
  inTransaction(async (ctx) => {
    const { site, question, answer } = await start(ctx)
    const page = await site.as('ines').post(`/taken-back/threads/${question}`)
    assert.equal(page.status, 403)
    assert.match(page.text, /Others have written under this[^]*You can change it, let fewer people read it/)
    assert.equal((await site.as('ines').post(`/taken-back/replies/${answer}`)).status, 403)
    assert.equal((await site.as('visitor').post(`/taken-back/replies/${answer}`)).status, 403)
    for (const path of ['/taken-back/replies/999999', '/taken-back/threads/999999', '/taken-back/999999/back'])
      assert.equal((await site.as('ines').post(path)).status, 404, path)
  }),
)

test(
  'the act stands with what is one’s own on the pages of ideas, praise, updates and discussions, and nowhere else',
  inTransaction(async (ctx) => {
    const { cast, site } = await start(ctx)
    const text = { space: 'riders', title: 'A basket', body: 'For bread.', tags: [] }
    const idea = await postIdea(cast.as(ctx, 'ines'), text)
    const { thread: asked } = await ask(cast.as(ctx, 'ines'), { ...text, title: 'Thanks' })
    const praise = await retypeThread(cast.as(ctx, 'sara'), asked.id, 'praise')
    const talk = await startThread(cast.as(ctx, 'tomasz'), cast.spaces.battery, {
      ...{ type: 'discussion', title: 'Cut', body: 'Too early.' },
    })
    for (const { thread, author, replier } of [
      { thread: idea.thread, author: 'ines', replier: 'joost' },
      { thread: praise, author: 'ines', replier: 'gustav' },
      { thread: talk, author: 'tomasz', replier: 'aiko' },
    ] as const) {
      const kind = thread.type === 'idea' ? ('comment' as const) : ('reply' as const)
      const reply = await addReply(cast.as(ctx, replier), thread.id, { kind, body: 'A word.' })
      for (const who of [author, replier, 'lena'] as const) {
        const page = (await site.as(who).get(threadAddress(thread))).text
        assert.equal(page.includes(buttonOf('threads', thread.id)), who === author, `${who}: ${thread.type}`)
        assert.equal(page.includes(buttonOf('replies', reply.id)), who === replier, `${who}: under ${thread.type}`)
      }
      const taken = await site.as(replier).post(`/taken-back/replies/${reply.id}`)
      assert.match((await site.as(replier).get(taken.location!)).text, /Put it back/)
      assert.doesNotMatch((await site.as(author).get(threadAddress(thread))).text, /A word\./)
    }
  }),
)

test(
  'an update stands with the act for whoever posted it, and goes with its replies of before',
  inTransaction(async (ctx) => {
    const { cast, site } = await start(ctx)
    const update = await startThread(cast.as(ctx, 'mirela'), cast.spaces.riders, {
      ...{ type: 'update', title: 'The numbat is out', body: 'Since today.' },
    })
    const address = threadAddress(update)
    assert.ok((await site.as('mirela').get(address)).text.includes(buttonOf('threads', update.id)))
    assert.ok(!(await site.as('sara').get(address)).text.includes(buttonOf('threads', update.id)))
    const taken = await site.as('mirela').post(`/taken-back/threads/${update.id}`)
    assert.equal((await site.as('visitor').get(address)).status, 404)
    assert.doesNotMatch((await site.as('visitor').get('/updates')).text, /numbat/)
    await site.as('mirela').post(backOf((await site.as('mirela').get(taken.location!)).text))
    assert.match((await site.as('visitor').get('/updates')).text, /numbat/)
  }),
)
