import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { answer, ask } from '../questions/questions.ts'
import { draftsAt, saveDraft } from './drafts.ts'

async function setScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const site = await openSite(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'It stops', body: 'Why?', tags: [] })
  const path = `/questions/${thread.id}/${thread.slug}`
  return { cast, site, thread, path, place: `answer:${thread.id}`, gustav: site.as('gustav') }
}

test(
  'without script a button saves what was typed, and the list leads back to it in its own form',
  inTransaction(async (ctx) => {
    const { gustav, path, place, thread, site } = await setScene(ctx)
    const page = await gustav.get(path)
    assert.match(page.text, /<button[^>]*formaction="\/drafts"[^>]*>Save as draft/)
    assert.ok(page.text.includes(`name="draft-place" value="${place}"`))
    const typed = { body: 'Keep it <warm>', 'draft-place': place, 'draft-version': '' }
    const saved = await gustav.post('/drafts', typed, { referer: `http://localhost:3000${path}` })
    assert.deepEqual([saved.status, saved.location], [303, '/drafts'])
    const list = await gustav.get('/drafts')
    assert.match(list.text, /Answer: It stops/)
    assert.match(list.text, /Keep it &lt;warm>/)
    assert.match(list.text, /do not touch for 90 days is forgotten/)
    const [, id] = /href="\/drafts\/(\d+)"/.exec(list.text)!
    const goOn = await gustav.get(`/drafts/${id}`)
    assert.equal(goOn.location, `${path}?draft=${id}`)
    const form = await gustav.get(goOn.location!)
    assert.match(form.text, /<textarea id="answer"[^>]*>Keep it &lt;warm><\/textarea>/)
    assert.ok(form.text.includes('name="draft-version" value="1"'))
    assert.equal(form.text.match(/Keep it &lt;warm/g)!.length, 1, 'in the form of its place and no other')
    assert.doesNotMatch(
      (await site.as('joost').get(goOn.location!)).text,
      /Keep it/,
      'nobody else sees it by the number',
    )
    const posted = await gustav.post(`/questions/${thread.id}/answers`, {
      body: 'Keep it warm, I say',
      'draft-place': place,
      'draft-version': '1',
    })
    assert.equal(posted.status, 303)
    assert.match((await gustav.get('/drafts')).text, /No drafts/)
  }),
)

test(
  'a post that is refused keeps both the text and its draft',
  inTransaction(async (ctx) => {
    const { gustav, thread, place, cast } = await setScene(ctx)
    await saveDraft(cast.as(ctx, 'gustav'), { place, path: '/x', fields: { body: 'Half' } })
    const refused = await gustav.post(`/questions/${thread.id}/answers`, {
      body: 'x'.repeat(60_001),
      'draft-place': place,
      'draft-version': '1',
    })
    assert.equal(refused.status, 422)
    assert.ok(refused.text.includes('x'.repeat(60_001)))
    assert.equal((await draftsAt(cast.as(ctx, 'gustav'), [place])).length, 1)
  }),
)

test(
  'without script, too, a second window is told of the newer draft and may keep either',
  inTransaction(async (ctx) => {
    const { gustav, path, place } = await setScene(ctx)
    const save = (body: string, version = '') =>
      gustav.post(
        '/drafts',
        { body, 'draft-place': place, 'draft-version': version },
        {
          referer: `http://localhost:3000${path}`,
        },
      )
    await save('From the first window')
    const told = await save('From the second')
    assert.equal(told.status, 409)
    assert.match(told.text, /From the first window/)
    assert.match(told.text, /From the second/)
    const [, version] = /name="draft-version" value="(\d+)"/.exec(told.text)!
    assert.equal((await save('From the second', version)).status, 303)
    assert.match((await gustav.get('/drafts')).text, /From the second/)
  }),
)

test(
  'throwing away asks nothing and can be undone',
  inTransaction(async (ctx) => {
    const { gustav, place, cast, site } = await setScene(ctx)
    await saveDraft(cast.as(ctx, 'gustav'), { place, path: '/x', fields: { body: 'Half' } })
    const [, id] = /href="\/drafts\/(\d+)"/.exec((await gustav.get('/drafts')).text)!
    assert.equal((await site.as('ines').post(`/drafts/${id}/throw-away`)).status, 404)
    const thrown = await gustav.post(`/drafts/${id}/throw-away`)
    const after = await gustav.get(thrown.location!)
    assert.match(after.text, /Bring it back/)
    assert.equal((await gustav.get(`/drafts/${id}`)).status, 404)
    const back = await gustav.post(`/drafts/${id}/back`)
    assert.match((await gustav.get(back.location!)).text, /Half/)
  }),
)

test(
  'the composer saves, hears of a newer draft with its words, and what is not readable is refused',
  inTransaction(async (ctx) => {
    const { gustav, place, path, site } = await setScene(ctx)
    const send = async (who: typeof gustav, address: string, body: unknown) => {
      const answered = await who.request(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', origin: 'http://localhost:3000' },
        body: JSON.stringify(body),
      })
      return { status: answered.status, body: (await answered.json().catch(() => null)) as Record<string, unknown> }
    }
    const draft = { place, path: `${path}#answer`, fields: { body: 'One' } }
    assert.deepEqual(await send(gustav, '/drafts/save', draft), { status: 200, body: { version: 1 } })
    const newer = await send(gustav, '/drafts/save', { ...draft, fields: { body: 'Two' } })
    assert.equal(newer.status, 409)
    assert.deepEqual([newer.body.version, newer.body.fields], [1, { body: 'One' }])
    assert.equal((await send(site.as('visitor'), '/drafts/save', draft)).status, 403)
    assert.equal((await send(gustav, '/drafts/save', { place })).status, 422)
    const here = await gustav.request(`/drafts/here?places=${place},ask:riders`)
    assert.deepEqual(
      ((await here.json()) as { place: string }[]).map((one) => one.place),
      [place],
    )
    assert.deepEqual(await (await site.as('visitor').request(`/drafts/here?places=${place}`)).json(), [])
    const forgotten = await send(gustav, '/drafts/forget', { place, version: 1, fields: {} })
    assert.equal(forgotten.status, 204)
    assert.match((await gustav.get('/drafts')).text, /No drafts/)
  }),
)

test(
  'the list names a thread only as long as its author reads it; their own words stay theirs',
  inTransaction(async (ctx) => {
    const { cast, site, thread, place } = await setScene(ctx)
    await answer(cast.as(ctx, 'gustav'), thread.id, 'One answer.')
    await saveDraft(cast.as(ctx, 'gustav'), { place, path: '/x', fields: { body: 'Half' } })
    await ctx.db.updateTable('threads').set({ reach: 0 }).where('id', '=', thread.id).execute()
    const { text } = await site.as('gustav').get('/drafts')
    assert.doesNotMatch(text, /It stops/)
    assert.match(text, /Half/)
  }),
)

test(
  'a visitor is led to the sign-in and back to the drafts',
  inTransaction(async (ctx) => {
    const { site } = await setScene(ctx)
    assert.equal((await site.as('visitor').get('/drafts')).location, '/sign-in?next=%2Fdrafts')
  }),
)
