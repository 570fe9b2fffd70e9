import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { type TestSite, openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { answer, ask } from '../questions/questions.ts'
import type { NotFound } from '../../platform/errors.ts'
import { recallReply } from '../threads/threads.ts'
import { bodyRenderer, getPicture, renderBody } from './files.ts'

const origin = 'http://localhost:3000'
const red = sharp({ create: { width: 12, height: 12, channels: 3, background: '#c00' } })
  .png()
  .toBuffer()

async function upload(site: TestSite, who: PersonName | 'visitor', space: string, bytes?: Uint8Array<ArrayBuffer>) {
  const body = new FormData()
  body.append('file', new File([bytes ?? new Uint8Array(await red)], '../../evil"name.png', { type: 'image/svg+xml' }))
  return site
    .as(who)
    .request(`/files?space=${space}`, { method: 'POST', body, headers: { origin, accept: 'application/json' } })
}

async function addressOf(response: Response): Promise<string> {
  assert.equal(response.status, 201)
  const { url } = (await response.json()) as { url: string }
  assert.match(url, /^\/files\/[A-Za-z0-9_-]{22}$/)
  return url
}

test(
  'who may add a picture where: everyone who may write there',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const inside = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']
    const may: Record<string, readonly string[]> = {
      riders: [...inside, 'ines', 'gustav', 'joost', 'amina'],
      testers: [...inside, 'ines', 'gustav', 'joost', 'amina'],
      velund: inside,
      battery: ['tomasz', 'aiko', 'lena'],
      cells: ['lena', 'petra'],
    }
    for (const [space, names] of Object.entries(may)) {
      for (const who of everybody) {
        const { status } = await upload(site, who, space)
        assert.equal(status, names.includes(who) ? 201 : who === 'visitor' ? 403 : 404, `${who} in ${space}`)
      }
    }
  }),
)

test(
  'a picture of a public space is served to anyone by its address, as a picture and nothing else',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const url = await addressOf(await upload(site, 'ines', 'riders'))
    const { status, headers } = await site.anyone.request(url, { headers: { cookie: 'tango=anything' } })
    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'image/png')
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('content-security-policy'), "default-src 'none'; sandbox")
    assert.match(headers.get('content-disposition')!, /^inline; filename="picture-[A-Za-z0-9]{8}\.png"$/)
    assert.match(headers.get('cache-control')!, /^public, max-age=[1-9]/)
    assert.equal(headers.get('set-cookie'), null)
    const packed = `"other", W/${headers.get('etag')!}`
    assert.equal((await site.anyone.request(url, { headers: { 'if-none-match': packed } })).status, 304)
    const again = await site.anyone.request(url, { headers: { 'if-none-match': headers.get('etag')! } })
    assert.equal(again.status, 304)
    assert.equal((await site.anyone.request('/files/AAAAAAAAAAAAAAAAAAAAAA')).status, 404)
    assert.equal((await site.anyone.request('/files/..%2f..%2fetc')).status, 404)
  }),
)

test(
  'a picture of any other space opens only with the address that a page gave, and not for long',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const [who, slug] of [
      ['ines', 'testers'],
      ['lena', 'battery'],
      ['petra', 'cells'],
    ] as const) {
      const url = await addressOf(await upload(site, who, slug))
      const html = await renderBody(cast.as(ctx, who), cast.spaces[slug], `![It](${url})\n\n[large](${url})`)
      const [signed, link] = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) =>
        match[1]!.replaceAll('&amp;', '&'),
      )
      assert.equal(signed, link)
      const status = async (path: string, later = 0) => {
        if (later === 0) return (await site.anyone.request(path)).status
        const { pathname, searchParams } = new URL(path, origin)
        const signature = { until: Number(searchParams.get('until')), sign: searchParams.get('sign')! }
        const then = { ...cast.as(ctx, 'visitor'), now: new Date(ctx.now.getTime() + later * 60_000) }
        return getPicture(then, site.blobs, pathname.slice('/files/'.length), signature).then(
          () => 200,
          (error: NotFound) => error.status,
        )
      }
      assert.equal(await status(signed!), 200)
      assert.equal(await status(url), 404, 'without a signature')
      assert.equal(await status(signed!, 59), 200)
      assert.equal(await status(signed!, 91), 404, 'after it has expired')
      assert.equal(await status(signed!.replace(/until=(\d)/, 'until=9')), 404, 'with a longer time written in')
      assert.equal(await status(signed!.replace(/sign=../, 'sign=AA')), 404, 'with another signature')
      const { headers } = await site.anyone.request(signed!)
      assert.match(headers.get('cache-control')!, /^private/)
      const elsewhere = await renderBody(ctx, cast.spaces.velund, `![It](${url})`)
      assert.equal(
        await status(/src="([^"]+)"/.exec(elsewhere)![1]!.replaceAll('&amp;', '&')),
        404,
        'written into another space',
      )
      assert.match(await renderBody(ctx, cast.spaces.riders, `![It](${url})`), /src="\/files\/[^?"]+"/)
    }
  }),
)

test(
  'the page of a members’ question gives its pictures signed addresses, and the public one plain ones',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const [slug, pattern] of [
      ['testers', /src="\/files\/[\w-]{22}\?until=\d+&amp;sign=[\w-]{43}"/],
      ['riders', /src="\/files\/[\w-]{22}" alt/],
    ] as const) {
      const url = await addressOf(await upload(site, 'ines', slug))
      const { thread } = await ask(cast.as(ctx, 'ines'), {
        space: slug,
        title: 'What is this?',
        body: `![It](${url})`,
        tags: [],
      })
      assert.match((await site.as('gustav').get(`/questions/${thread.id}/${thread.slug}`)).text, pattern)
    }
  }),
)

test(
  'a recalled answer takes its pictures with it, but not those that others show',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const [own, shared] = [
      await addressOf(await upload(site, 'mirela', 'riders')),
      await addressOf(await upload(site, 'mirela', 'riders')),
    ]
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'What is this?',
      body: 'This.',
      tags: [],
    })
    const wrong = await answer(cast.as(ctx, 'mirela'), thread.id, `![a](${own}) ![b](${shared})`)
    await answer(cast.as(ctx, 'gustav'), thread.id, `![b](${shared})`)
    await hearEverything(ctx)
    await recallReply(ctx, wrong.id)
    await hearEverything(ctx)
    assert.equal((await site.anyone.request(own)).status, 404)
    assert.equal((await site.anyone.request(shared)).status, 200)
  }),
)

test(
  'what cannot be taken is answered in plain words, as problem JSON',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const svg = await upload(
      site,
      'ines',
      'riders',
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    )
    assert.equal(svg.status, 422)
    assert.equal(svg.headers.get('content-type'), 'application/problem+json')
    const problem = (await svg.json()) as { code: string; detail: string }
    assert.equal(problem.code, 'files.not-a-picture')
    assert.equal(problem.detail, 'This is not a picture that can be shown here. PNG, JPEG, WebP and GIF can.')
    assert.equal((await upload(site, 'ines', 'riders', new Uint8Array(10.5 * 1024 * 1024))).status, 413)
    assert.equal((await upload(site, 'ines', 'riders', new Uint8Array(13 * 1024 * 1024))).status, 413)
    const nothing = await site.as('ines').request('/files?space=riders', {
      method: 'POST',
      body: new FormData(),
      headers: { origin, accept: 'application/json' },
    })
    assert.equal(nothing.status, 422)
  }),
)

test(
  'too many pictures in a short time are put off',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const statuses = []
    for (let count = 0; count < 61; count++)
      statuses.push((await upload(site, 'ines', 'riders', new TextEncoder().encode('no'))).status)
    assert.deepEqual([statuses[59], statuses[60]], [422, 429])
  }),
)

test(
  'the preview shows what will be posted, and hostile text stays text',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const preview = async (text: unknown, who: 'ines' | 'visitor' = 'ines', space = 'riders') => {
      const headers = { origin, 'content-type': 'application/json', accept: 'text/html' }
      return site.as(who).request(`/preview?space=${space}`, {
        method: 'POST',
        headers,
        body: typeof text === 'string' ? JSON.stringify({ text }) : '{"tex',
      })
    }
    const shown = await preview(
      '**Hi** <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](https://spy.example/p.png)',
    )
    const html = await shown.text()
    assert.match(html, /<strong>Hi<\/strong>/)
    assert.doesNotMatch(html, /<img|href="javascript/)
    assert.equal((await preview(1)).status, 422)
    assert.equal((await preview('x', 'ines', 'velund')).status, 404)
    assert.equal((await preview('x', 'visitor', 'testers')).status, 404)
  }),
)

test(
  'text that only looks like the address of a picture is not signed',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const render = await bodyRenderer(ctx, cast.spaces.testers)
    assert.doesNotMatch(
      render('`src="/files/AAAAAAAAAAAAAAAAAAAAAA"` and src="/files/AAAAAAAAAAAAAAAAAAAAAA"'),
      /sign=/,
    )
  }),
)
