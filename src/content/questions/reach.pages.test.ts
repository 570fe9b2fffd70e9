import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { accept, ask as askToConnect, end } from '../../people/connections/connections.ts'
import type { Ctx } from '../../platform/context.ts'
import { answer, ask, countUnanswered } from './questions.ts'
import { readReach } from './readers.ts'

const origin = 'http://localhost:3000'
const secret = 'quincunx'

async function connect(ctx: Ctx, one: PersonName, other: PersonName): Promise<void> {
  const cast = await getCast(ctx)
  await askToConnect(cast.as(ctx, one), cast.people[other].id)
  await accept(cast.as(ctx, other), cast.people[one].id)
}

test(
  'a question is asked with its readers in sight: the number of each choice, the strip, and the button',
  inTransaction(async (ctx) => {
    await connect(ctx, 'ines', 'gustav')
    await connect(ctx, 'gustav', 'joost')
    const site = await openSite(ctx)
    const plain = (await site.as('ines').get('/questions/ask')).text
    assert.match(plain, /Post publicly/)
    assert.match(
      plain,
      /3rd degree<\/a><span>2 people<.*2nd degree<\/a><span>2 people<.*1st degree<\/a><span>1 person</s,
    )
    assert.match(plain, /All members<\/a><span>3 people, and those who work at Velund</)
    assert.match(plain, /Only me<\/a><span>Nobody else</)
    const narrow = (await site.as('ines').get('/questions/ask?reach=2')).text
    assert.match(narrow, /<b>2nd degree<\/b> · 2 people\. You write as Ines Carvalho/)
    assert.match(narrow, /Post to your 2nd degree/)
    const staff = (await site.as('daniel').get('/questions/ask')).text
    assert.match(staff, /reach=4/)
    assert.doesNotMatch(staff, /reach=2|1st degree/)
    const typed = { space: 'riders', title: 'Who rides?', body: 'On Sunday.', tags: '' }
    const posted = await site.as('ines').post('/questions/ask', { ...typed, reach: '2' })
    assert.equal(posted.status, 303)
    const page = await site.as('joost').get(posted.location!)
    assert.match(page.text, /Those near to Ines Carvalho, up to the 2nd degree/)
    assert.doesNotMatch(page.text, /2 people/, 'only the author is told the number')
    assert.match(page.text, /name="robots" content="noindex"/)
    assert.doesNotMatch(page.text, /QAPage|rel="canonical"/)
    assert.match((await site.as('ines').get(posted.location!)).text, /Your 2nd degree, 2 people/)
    assert.match((await site.as('joost').get('/questions')).text, /Who rides\?.*2nd degree/s)
    for (const reach of ['7', 'x', '-1']) {
      assert.equal((await site.as('ines').post('/questions/ask', { ...typed, reach })).status, 422, reach)
    }
    const forged = await site.as('daniel').post('/questions/ask', { ...typed, reach: '1' })
    assert.equal(forged.status, 422)
    assert.match(forged.text, /choose everyone, or all members/)
  }),
)

test(
  'what is narrowed is on no page, list, feed, count, tag, search and sitemap of those who may not read it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await connect(ctx, 'ines', 'gustav')
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: `About the ${secret}`,
      body: `The ${secret} in full.`,
      tags: [secret],
      reach: 1,
    })
    await answer(cast.as(ctx, 'gustav'), thread.id, `A ${secret} answer.`)
    const lone = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: secret, body: secret, tags: [], reach: 0 })
    await hearEverything(ctx)
    const site = await openSite(ctx)
    const path = `/questions/${thread.id}`
    const addresses = [
      '/',
      '/questions',
      '/questions?show=unanswered',
      `/questions?q=${secret}`,
      `/questions?tag=${secret}`,
      '/s/riders',
      `/tags/${secret}`,
      `/tags/${secret}/feed.atom`,
      '/questions/feed.atom',
      '/s/riders/feed.atom',
      `${path}/feed.atom`,
      path,
      `${path}/${thread.slug}`,
      `${path}/-/history`,
      `${path}/-/edit`,
      `${path}/-/reach`,
      `/readers/thread/${thread.id}`,
      `/search?q=${secret}`,
      `/go/found?q=${secret}`,
      '/sitemap/1.xml',
      '/notices',
    ]
    for (const who of ['visitor', 'joost', 'daniel', 'mirela'] as const) {
      for (const address of addresses) {
        const page = await site.as(who).get(address)
        const words = page.text.replaceAll(
          new RegExp(`(q|tag|next)(=|%3D)${secret}|value="${secret}"|<b>${secret}</b>`, 'g'),
          '',
        )
        assert.doesNotMatch(
          words.replaceAll(decodeURIComponent(address), ''),
          /the quincunx|quincunx in full|A quincunx/,
          `${who} at ${address}`,
        )
        assert.doesNotMatch(
          page.text,
          new RegExp(`/questions/(${thread.id}|${lone.thread.id})/about`),
          `${who} at ${address}`,
        )
      }
      assert.equal(await countUnanswered(cast.as(ctx, who)), 0, who)
    }
    assert.equal(await countUnanswered(cast.as(ctx, 'ines')), 1)
    assert.match((await site.as('gustav').get(`/search?q=${secret}`)).text, /About the/)
    assert.match((await site.as('gustav').get(`/tags/${secret}`)).text, /About the/)
    for (const feed of ['/questions/feed.atom', '/s/riders/feed.atom']) {
      assert.doesNotMatch((await site.as('gustav').get(feed)).text, /quincunx/, 'feeds know no rights')
    }
    assert.equal((await site.as('gustav').get(`${path}/feed.atom`)).status, 404)
    await end(cast.as(ctx, 'gustav'), cast.people.ines.id)
    assert.equal((await site.as('gustav').get(`${path}/${thread.slug}`)).status, 404)
    assert.doesNotMatch((await site.as('gustav').get('/notices')).text, /quincunx/)
    const late = await site.as('gustav').post(`${path}/answers`, { body: 'Still here.' })
    assert.equal(late.status, 404)
  }),
)

test(
  'the author lets fewer read it, on a page that offers only less than now',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await connect(ctx, 'ines', 'gustav')
    const site = await openSite(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Open', body: 'To all.', tags: [] })
    const path = `/questions/${thread.id}/-/reach`
    const page = await site.as('ines').get(path)
    assert.deepEqual(
      [...page.text.matchAll(/name="reach" value="([^"]*)"/g)].map((match) => match[1]),
      ['4', '3', '2', '1', '0'],
    )
    assert.equal((await site.as('ines').post(path, { reach: '2' })).location, `/questions/${thread.id}/open`)
    assert.equal((await site.as('visitor').get(`/questions/${thread.id}/open`)).status, 404)
    const again = await site.as('ines').get(path)
    assert.deepEqual(
      [...again.text.matchAll(/name="reach" value="([^"]*)"/g)].map((match) => match[1]),
      ['1', '0'],
    )
    for (const reach of ['3', 'space', 'x', '']) {
      const refused = await site.as('ines').post(path, { reach })
      assert.equal(refused.status, 422, reach)
      assert.match(refused.text, /only reach fewer people/)
    }
    assert.equal((await site.as('gustav').post(path, { reach: '0' })).status, 403)
    assert.equal((await site.as('visitor').post(path, { reach: '0' })).status, 404)
    assert.equal(readReach('5'), undefined)
  }),
)

test(
  'a picture goes with its text: closed by its address where the text is, and for good when the text is narrowed',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await connect(ctx, 'ines', 'gustav')
    const site = await openSite(ctx)
    const upload = async () => {
      const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#0c0' } })
        .png()
        .toBuffer()
      const body = new FormData()
      body.append('file', new File([new Uint8Array(bytes)], 'a.png', { type: 'image/png' }))
      const init = { method: 'POST', body, headers: { origin, accept: 'application/json' } }
      const response = await site.as('ines').request('/files?space=riders', init)
      return ((await response.json()) as { url: string }).url
    }
    const post = async (url: string, reach: 1 | null) => {
      const asked = { space: 'riders', title: 'With a picture', body: `![green](${url})`, tags: [], reach }
      const { thread } = await ask(cast.as(ctx, 'ines'), asked)
      await hearEverything(ctx)
      return thread
    }
    const status = async (url: string) => (await site.as('visitor').get(url.replaceAll('&amp;', '&'))).status
    const shown = async (who: PersonName, path: string) =>
      /src="(\/files\/[^"]+)"/.exec((await site.as(who).get(path)).text)?.[1] ?? 'none'

    const [closed, open] = [await upload(), await upload()]
    const narrow = await post(closed, 1)
    assert.equal(await status(closed), 404)
    const signed = await shown('gustav', `/questions/${narrow.id}/${narrow.slug}`)
    assert.match(signed, /\?until=/)
    assert.equal(await status(signed), 200)
    // A signature of the space, as a preview there makes it, does not open it.
    const preview = await site.as('joost').post('/preview?space=riders', { text: `![x](${closed})` })
    assert.doesNotMatch(preview.text, /sign=/)
    assert.equal((await site.as('joost').post(`/preview?space=riders&thread=${narrow.id}`, { text: 'x' })).status, 404)
    const wide = await post(open, null)
    assert.equal(await status(open), 200)
    await site.as('ines').post(`/questions/${wide.id}/-/reach`, { reach: '1' })
    assert.equal(await status(open), 404)
    assert.equal(await status(await shown('gustav', `/questions/${wide.id}/${wide.slug}`)), 200)
    assert.equal(await status(signed.replace(closed, open)), 404, 'one text’s signature opens no other text’s picture')
  }),
)
