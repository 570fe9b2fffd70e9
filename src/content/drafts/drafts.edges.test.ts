/** The edges of a draft: numbers, signs, addresses and lengths that no page would send. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound, TangoError } from '../../platform/errors.ts'
import { bringBack, draftsAt, forgetPosted, getDraft, listDrafts, saveDraft, throwAway } from './drafts.ts'
import { linesOf } from './places.ts'

const place = 'answer:7'
const origin = 'http://localhost:3000'

function asGustav(act: (ctx: Ctx) => Promise<void>): Promise<void> {
  return inTransaction(async (ctx) => act((await getCast(ctx)).as(ctx, 'gustav')))()
}

const write = (ctx: Ctx, of: { body?: string; path?: string; base?: number; at?: string; space?: string }) =>
  saveDraft(ctx, {
    place: of.at ?? place,
    path: of.path ?? '/questions/7/x',
    fields: { body: of.body ?? 'Half', ...(of.space !== undefined && { space: of.space }) },
    base: of.base,
  })

/** The one open draft at the place. */
async function kept(ctx: Ctx, at = place) {
  const [draft] = await draftsAt(ctx, [at])
  assert.ok(draft, 'it is kept')
  return draft
}

test('a version that no draft ever had is one that this text does not go on from, and never an error', async () => {
  for (const base of [-1, 0, 1.5, 2_147_483_647, 9e15, Number.NaN, Number.POSITIVE_INFINITY]) {
    await asGustav(async (ctx) => {
      assert.ok('version' in (await write(ctx, { base })), `begun with ${base}`)
      const { version } = await kept(ctx)
      assert.ok(Number.isInteger(version) && version > 0 && version < 2_147_483_647, String(version))
      const again = await write(ctx, { base, body: 'Other words' })
      if (base !== version) assert.ok('newer' in again, `gone on with ${base}`)
    })
  }
})

test('without script a version that somebody typed is no error either', async () => {
  await inTransaction(async (ctx) => {
    const gustav = (await openSite(ctx)).as('gustav')
    const wanted = [
      ['', 303],
      ['', 409],
      ['x', 409],
      ['-1', 409],
      ['1.5', 409],
      ['1e40', 409],
      ['1', 303],
    ] as const
    for (const [at, [version, status]] of wanted.entries()) {
      const answer = await gustav.post('/drafts', { 'draft-place': place, 'draft-version': version, body: `No. ${at}` })
      assert.equal(answer.status, status, `version ${version}`)
    }
  })()
})

test('half of a sign, and signs that take much room, are kept or refused in words', async () => {
  await asGustav(async (ctx) => {
    await write(ctx, { body: 'half \ud83d a smile' })
    assert.equal((await kept(ctx)).fields.body, 'half \ufffd a smile')
    await write(ctx, { body: 'a\u0000b', at: 'answer:8' })
    assert.equal((await kept(ctx, 'answer:8')).fields.body, 'ab')
    const room = await write(ctx, { body: '\u0001'.repeat(64_000), at: 'answer:9' }).catch((error: unknown) => error)
    assert.ok(room instanceof Invalid, String(room))
    assert.ok(
      'version' in (await write(ctx, { body: 'ü'.repeat(64_000), at: 'answer:9' })),
      'two bytes each are no more',
    )
    assert.ok('version' in (await write(ctx, { body: '🙂'.repeat(32_000), at: 'answer:10' })))
  })
})

test('an address that is longer once it is written out is refused or kept short, and the text is not lost', async () => {
  await asGustav(async (ctx) => {
    await write(ctx, { path: `/questions/7/${'é'.repeat(300)}` })
    assert.ok((await kept(ctx)).path.startsWith('/'))
    await write(ctx, { path: '/questions/ask', space: 's'.repeat(5000), at: 'ask:riders' })
    assert.equal((await kept(ctx, 'ask:riders')).fields.space, 's'.repeat(5000), 'the fields are what was written')
    assert.ok((await kept(ctx, 'ask:riders')).path.length <= 500)
  })
})

test('a draft leads back to this site alone, however its address is written', async () => {
  await inTransaction(async (ctx) => {
    const gustav = (await openSite(ctx)).as('gustav')
    const own = (await getCast(ctx)).as(ctx, 'gustav')
    for (const [at, path] of [
      '/.//evil.example',
      '/.//a/.//evil.example',
      '/././/evil.example/..//evil.example',
      '/\t/evil.example',
      '/a/..//evil.example/x',
      '/.//[',
      '/%2F%2Fevil.example',
      '/x?draft=9&draft=10#y',
      '/answers/answers',
      '/answers',
    ].entries()) {
      const where = `answer:${at + 1}`
      const saved = await write(own, { path, at: where }).catch((error: unknown) => error)
      if (saved instanceof TangoError) continue
      assert.ok(!(saved instanceof Error), `${path}: ${String(saved)}`)
      const { id } = await kept(own, where)
      const { status, location } = await gustav.get(`/drafts/${id}`)
      assert.equal(status, 303, path)
      assert.equal(new URL(location!, origin).origin, origin, `${path} leads to ${location}`)
      assert.equal(new URL(location!, origin).searchParams.get('draft'), String(id), path)
    }
  })()
})

test('any address that is taken leads back to this site, twice over', async () => {
  const unit = fc.constantFrom(
    '/',
    '.',
    '..',
    'a',
    '?',
    '#',
    '@',
    ':',
    '\\',
    '[',
    '%',
    '%2e',
    '\t',
    ' ',
    'é',
    'evil.example',
  )
  let taken = 0
  await inTransaction(async (ctx) => {
    const own = (await getCast(ctx)).as(ctx, 'gustav')
    const site = (await openSite(ctx)).as('gustav')
    const paths = fc.sample(
      fc.array(unit, { maxLength: 12 }).map((parts) => `/${parts.join('')}`),
      60,
    )
    for (const [at, path] of paths.entries()) {
      const saved = await write(own, { path, at: `answer:${at + 1}` }).catch((error: unknown) => error)
      if (saved instanceof TangoError) continue
      assert.ok(!(saved instanceof Error), `${path}: ${String(saved)}`)
      const { id } = await kept(own, `answer:${at + 1}`)
      const { status, location } = await site.get(`/drafts/${id}`)
      assert.equal(status, 303, path)
      assert.equal(new URL(location!, origin).origin, origin, `${path} leads to ${location}`)
      taken++
    }
  })()
  assert.ok(taken > 20, String(taken))
})

test('one more than the most is refused in words; those that are there can still be gone on with', async () => {
  await inTransaction(async (ctx) => {
    const own = (await getCast(ctx)).as(ctx, 'gustav')
    const me = (await getCast(ctx)).people.gustav.id
    await ctx.db
      .insertInto('drafts')
      .values(
        Array.from({ length: 200 }, (_, at) => ({
          ...{ accountId: me, place: `answer:${at + 1}`, path: '/', fields: JSON.stringify({ body: `No. ${at}` }) },
          savedAt: ctx.now,
        })),
      )
      .execute()
    const refusal = await write(own, { at: 'answer:999' }).catch((error: unknown) => error)
    assert.ok(refusal instanceof Invalid && /200 drafts/.test(JSON.stringify(refusal.fields)))
    const one = await kept(own, 'answer:1')
    assert.ok('version' in (await write(own, { at: 'answer:1', base: one.version, body: 'Goes on' })))
    await throwAway(own, one.id)
    assert.ok('version' in (await write(own, { at: 'answer:999' })), 'one was thrown away')
    const seen = new Set<number>()
    let pages = 0
    for (let cursor: string | undefined, more = true; more; pages++) {
      const page = await listDrafts(own, cursor)
      for (const { id } of page.items) seen.add(id)
      assert.ok(page.items.length <= 20)
      cursor = page.next
      more = cursor !== undefined
    }
    assert.deepEqual([seen.size, pages], [200, 10], 'each once, twenty a page')
  })()
})

test('places that nobody can have are asked for in vain, and more than fifty are not looked up', async () => {
  await asGustav(async (ctx) => {
    await write(ctx, { at: 'answer:60' })
    assert.deepEqual(
      await draftsAt(ctx, ['', 'ANSWER:60', 'answer:60;', "answer:60' or 'a", `a${':1'.repeat(60)}`]),
      [],
    )
    const many = Array.from({ length: 60 }, (_, at) => `answer:${at + 1}`)
    assert.deepEqual(await draftsAt(ctx, many), [])
    assert.equal((await draftsAt(ctx, many.toReversed())).length, 1)
  })
})

test('posting forgets by words or by version alone, whatever line ends a browser sends', async () => {
  const fields = { body: 'One\nTwo  ' }
  for (const [posted, forgotten] of [
    [{ body: 'One\r\nTwo' }, true],
    [{ body: 'One\rTwo' }, true],
    [{ body: 'One Two' }, false],
    [{ title: 'One\nTwo' }, false],
    [{}, false],
  ] as const) {
    await asGustav(async (ctx) => {
      await saveDraft(ctx, { place, path: '/questions/7', fields })
      await forgetPosted(ctx, { place, fields: posted, version: 99 })
      assert.equal((await draftsAt(ctx, [place])).length, forgotten ? 0 : 1, JSON.stringify(posted))
    })
  }
  await asGustav(async (ctx) => {
    await saveDraft(ctx, { place, path: '/questions/7', fields: { title: 'A title alone' } })
    await forgetPosted(ctx, { place, fields: {} })
    assert.equal((await draftsAt(ctx, [place])).length, 1, 'no words and no version are not the same words')
    await forgetPosted(ctx, { place: 'answer:8', fields, version: 1 })
    await forgetPosted(ctx, { place: 'no place', fields, version: 1 })
    await forgetPosted(ctx, { place, fields: {}, version: (await kept(ctx)).version })
    assert.deepEqual(await draftsAt(ctx, [place]), [])
  })
})

test('throwing away twice keeps the first moment, and what nobody threw away is brought back as it is', async () => {
  await asGustav(async (ctx) => {
    await write(ctx, {})
    const { id } = await kept(ctx)
    const first = await throwAway(ctx, id)
    assert.equal((await bringBack(ctx, id)).id, id)
    assert.equal((await bringBack(ctx, id)).id, id, 'it stands there already')
    assert.equal((await kept(ctx)).id, first.id)
    await assert.rejects(getDraft(ctx, (id + 1000) as typeof id), NotFound)
  })
})

test('a draft of anything has a line: its kind where that is known, its thread where that may be read', async () => {
  await asGustav(async (ctx) => {
    const places = ['ask:riders', 'storm:4', 'somewhere:else', 'answer:999999', 'comment:question:999999']
    for (const at of places) await write(ctx, { at })
    await assert.rejects(write(ctx, { at: 'update-5' }), { code: 'drafts.unreadable' })
    const lines = await linesOf(ctx, await draftsAt(ctx, places))
    assert.deepEqual(Object.fromEntries(lines.map(({ draft, kind, about }) => [draft.place, [kind, about]])), {
      'ask:riders': ['New question', undefined],
      'storm:4': ['Idea for a storm', undefined],
      'somewhere:else': ['Text', undefined],
      'answer:999999': ['Answer', undefined],
      'comment:question:999999': ['Comment', undefined],
    })
  })
})

test('what is sent to the addresses of drafts and is none is refused, for a visitor before anything is read', async () => {
  await inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const send = (who: 'gustav' | 'visitor', path: string, body: string) =>
      site
        .as(who)
        .request(path, {
          method: 'POST',
          body,
          headers: { origin, 'content-type': 'application/json', accept: 'application/json' },
        })
        .then(({ status }) => status)
    for (const body of ['', '[]', 'null', '{"place":1}', '{"place":"a","path":"/","fields":{"body":1}}', '{'])
      for (const path of ['/drafts/save', '/drafts/forget'])
        assert.equal(await send('gustav', path, body), 422, path + body)
    const good = JSON.stringify({ place, path: '/questions/7', fields: { body: 'x' } })
    assert.equal(await send('gustav', '/drafts/save', good), 200)
    assert.equal(await send('visitor', '/drafts/save', good), 403)
    for (const id of ['0', 'x', '-1', '99999999999999999999', '1%00']) {
      assert.equal((await site.as('gustav').get(`/drafts/${id}`)).status, 404, id)
      assert.equal((await site.as('gustav').post(`/drafts/${id}/throw-away`)).status, 404, id)
    }
    assert.equal((await site.as('gustav').get('/drafts?after=nonsense&thrown=x')).status < 500, true)
    assert.equal(
      (await site.as('gustav').get('/questions?draft=x')).status,
      200,
      'a page with an odd draft is that page',
    )
    const elsewhere = await site
      .as('gustav')
      .request('/drafts/save', { method: 'POST', body: good, headers: { origin: 'https://evil.example' } })
    assert.equal(elsewhere.status, 403, 'another site cannot write drafts')
  })()
})
