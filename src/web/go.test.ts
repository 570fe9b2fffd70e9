import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../test/browse.ts'
import { everybody, getCast } from '../../test/cast.ts'
import { inTransaction } from '../../test/database.ts'
import { startDiscussion } from '../content/discussions/discussions.ts'
import { ask } from '../content/questions/questions.ts'
import { answerNotice, notify } from '../discovery/notices/notices.ts'

const linksIn = (html: string) =>
  [...html.matchAll(/<a href="([^"]+)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))

test(
  'everything that the palette lists can be opened by whom it is listed to',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Why does it hum?', body: 'Hum.', tags: [] })
    await startDiscussion(cast.as(ctx, 'tomasz'), cast.spaces.battery, { title: 'Hum in lot six', body: 'Hum.' })
    await startDiscussion(cast.as(ctx, 'lena'), cast.spaces.cells, { title: 'Hum in February', body: 'Hum?' })
    for (const who of everybody) {
      const all = new Set<string>()
      for (const words of ['', 'hum', 'a']) {
        const found = await site.as(who).get(`/go/found?q=${words}`)
        assert.equal(found.status, 200, who)
        for (const href of linksIn(found.text)) all.add(href)
      }
      assert.ok(all.size >= 4, `${who} is led to ${[...all].join(' ')}`)
      for (const href of all) {
        const { status, location } = await site.as(who).get(href)
        // A visitor who wants to ask is asked to sign in first.
        const isDoor = who === 'visitor' && location?.startsWith('/sign-in')
        assert.ok(status === 200 || isDoor, `${who} is led to ${href}, which answers ${status}`)
      }
    }
  }),
)

test(
  'spaces and threads are listed to those who may read them, and to nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    await startDiscussion(cast.as(ctx, 'tomasz'), cast.spaces.battery, { title: 'Zinc in lot six', body: 'Measured.' })
    await startDiscussion(cast.as(ctx, 'lena'), cast.spaces.cells, { title: 'Zinc in February', body: 'Reserved?' })
    const readers = {
      'Battery &amp; Range': ['tomasz', 'aiko', 'lena'],
      'Cell supply room': ['lena', 'petra'],
      'Zinc in lot six': ['tomasz', 'aiko', 'lena'],
      'Zinc in February': ['lena', 'petra'],
    }
    for (const who of everybody) {
      const all = (await site.as(who).get('/go/found')).text + (await site.as(who).get('/go/found?q=zinc')).text
      for (const [title, may] of Object.entries(readers)) {
        assert.equal(all.includes(title), may.includes(who), `${title} to ${who}`)
      }
    }
  }),
)

test(
  'people outside see no trace of an inside among the places, and a guest only their own room',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const who of ['visitor', 'ines'] as const) {
      const { text } = await site.as(who).get('/go')
      assert.doesNotMatch(text, /href="\/inside|Inside|Swarm|Crossing/, who)
      assert.match(text, /Velund Riders/)
    }
    const { text } = await site.as('petra').get('/go/found')
    assert.deepEqual(
      linksIn(text).filter((href) => href.startsWith('/inside')),
      ['/inside/spaces/cells'],
    )
    assert.doesNotMatch(text, /Velund Riders|Everyone at Velund/)
  }),
)

test(
  'who may invite is led there, who may not does not read of it',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const [who, may] of [
      ['jonas', true],
      ['sara', false],
      ['daniel', false],
      ['ines', false],
    ] as const) {
      const { text } = await site.as(who).get('/go/found?q=invite')
      assert.equal(linksIn(text).includes('/inside/people/invite'), may, who)
    }
  }),
)

test(
  'the page of all places finds by a part of a name, and offers the search when nothing fits',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const some = await site.as('daniel').get('/go?q=ever')
    assert.match(some.text, /Everyone at Velund/)
    assert.doesNotMatch(some.text, /Velund Riders<\/span>/)
    const none = await site.as('visitor').get('/go?q=<zinc>')
    assert.match(none.text, /Nothing by that name/)
    assert.match(none.text, /href="\/search\?q=%3Czinc%3E"/)
    assert.doesNotMatch(none.text, /<zinc>/)
    assert.match(none.text, /name="robots" content="noindex"/)
  }),
)

test(
  'the next unread notice is opened by one address, newest first, until none is left',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const ines = site.as('ines')
    assert.equal((await ines.get('/go/unread')).location, '/notices')
    assert.doesNotMatch((await ines.get('/go')).text, /Next unread/)
    const because = 'because you asked'
    for (const title of ['First', 'Second']) {
      const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title, body: 'Words.', tags: [] })
      const told = { accountId: cast.people.ines.id, kind: answerNotice, because, threadId: thread.id }
      assert.ok(await notify(ctx.asSystem('test'), told))
    }
    assert.match((await ines.get('/go')).text, /href="\/go\/unread"[^>]*data-key="n"[^>]*data-turbo-prefetch="false"/)
    const opened: (string | null)[] = []
    for (let tries = 0; tries < 2; tries++) {
      const { status, location } = await ines.get('/go/unread')
      assert.equal(status, 303)
      opened.push((await ines.get(location!)).location)
    }
    assert.match(opened.join(' '), /second.* .*first/)
    assert.equal((await ines.get('/go/unread')).location, '/notices')
  }),
)
