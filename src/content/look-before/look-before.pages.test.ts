/** Looking before posting where there is no script, and what the script asks for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { acceptAnswer, answer, ask } from '../questions/questions.ts'

async function setScene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), {
    ...{ space: 'riders', title: 'Why does <b>my</b> charger hum?', body: 'It hums.', tags: [] },
  })
  const reply = await answer(cast.as(ctx, 'gustav'), thread.id, 'It is the fan.')
  await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
  const site = await openSite(ctx)
  const threads = async () => (await ctx.db.selectFrom('threads').select('id').execute()).length
  const counted = async () =>
    (await ctx.db.selectFrom('deflections').select('id').where('undoneAt', 'is', null).execute()).length
  return { cast, thread, site, threads, counted }
}

const typed = { space: 'riders', title: 'Charger hums', body: 'Mine is "loud" & <hot>.', tags: 'charger', look: 'yes' }

/** The hidden fields of the form on a page that posts to an address. */
function fieldsOf(page: string, action: string, within = 'form'): Record<string, string> {
  const forms = page.split(`<${within}`).filter((one) => one.includes(`action="${action}"`))
  const fields: Record<string, string> = {}
  for (const [, name, value] of forms.at(-1)!.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g))
    fields[name!] = value!.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
  return fields
}

test(
  'without script a question stops once at what others asked, and is posted when none of it helps',
  inTransaction(async (ctx) => {
    const { site, threads } = await setScene(ctx)
    const joost = site.as('joost')
    assert.match(
      (await joost.get('/questions/ask')).text,
      /<noscript><input type="hidden" name="look" value="yes"\/?><\/noscript>/,
    )
    const step = await joost.post('/questions/ask', typed)
    assert.equal(step.status, 200)
    assert.match(step.text, /Here is what others asked/)
    assert.match(step.text, /Why does &lt;b>my&lt;\/b> charger hum\?/)
    assert.match(step.text, /Accepted answer: It is the fan\./)
    assert.equal(await threads(), 1)
    const [, post] = step.text.split('This answered it').map((_, at, parts) => parts.slice(at).join('This answered it'))
    const kept = fieldsOf(post!.split('Back to writing')[0]!.split('<form').slice(0, 2).join('<form'), '/questions/ask')
    assert.deepEqual(kept, { ...typed, look: 'done' })
    const posted = await joost.post('/questions/ask', kept)
    assert.equal(posted.status, 303)
    assert.equal(await threads(), 2)
  }),
)

test(
  'nothing like it, something missing or a script that looked already: the question goes its way',
  inTransaction(async (ctx) => {
    const { site, threads } = await setScene(ctx)
    const joost = site.as('joost')
    assert.equal((await joost.post('/questions/ask', { ...typed, title: 'Kayak paddles' })).status, 303)
    const { look: _, ...scripted } = typed
    assert.equal((await joost.post('/questions/ask', scripted)).status, 303)
    assert.equal(await threads(), 3)
    const empty = await joost.post('/questions/ask', { ...typed, body: ' ' })
    assert.equal(empty.status, 422)
    assert.doesNotMatch(empty.text, /what others asked/)
    assert.match((await joost.post('/questions/ask', { ...typed, act: 'preview' })).text, /This is how it will look/)
    assert.notEqual((await site.as('visitor').post('/questions/ask', typed)).status, 200)
  }),
)

test(
  'this answered it: nothing is posted, it is counted, and undo brings back every word',
  inTransaction(async (ctx) => {
    const { site, thread, threads, counted } = await setScene(ctx)
    const joost = site.as('joost')
    const step = await joost.post('/questions/ask', typed)
    const said = fieldsOf(step.text, '/questions/like/answered')
    assert.equal(said.thread, String(thread.id))
    const good = await joost.post('/questions/like/answered', said)
    assert.equal(good.status, 200)
    assert.match(good.text, /Nothing was posted, and what you wrote is set aside\./)
    assert.deepEqual([await threads(), await counted()], [1, 1])
    const back = fieldsOf(good.text, '/questions/ask')
    const again = await joost.post('/questions/ask', back)
    assert.match(again.text, /Mine is &quot;loud&quot; &amp; &lt;hot>|Mine is "loud" &amp; &lt;hot>/)
    assert.match(again.text, /value="Charger hums"/)
    assert.deepEqual([await threads(), await counted()], [1, 0])
    for (const wrong of [
      { ...said, thread: 'x' },
      { ...said, thread: '999999' },
      { ...said, space: '../x' },
    ])
      assert.equal((await joost.post('/questions/like/answered', wrong)).status, 404)
    assert.equal((await joost.post('/questions/ask', { ...typed, undo: 'x' })).status, 404)
  }),
)

test(
  'the script is given a list with a button each, the number of what was counted, and an undo',
  inTransaction(async (ctx) => {
    const { site, thread, counted } = await setScene(ctx)
    const joost = site.as('joost')
    const list = await joost.get('/questions/like?q=charger%20hum')
    assert.doesNotMatch(list.text, /<html|<b>my<\/b>/)
    assert.match(list.text, new RegExp(`<button type="button"[^>]*data-thread="${thread.id}"`))
    assert.equal((await joost.get('/questions/like?q=kayak')).text, '')
    assert.equal((await joost.get('/questions/like')).text, '')
    const sent = { thread: String(thread.id), space: 'riders', title: 'Charger hums', body: '' }
    const json = { accept: 'application/json' }
    const said = await joost.post('/questions/like/answered', sent, json)
    const { id } = JSON.parse(said.text) as { id: number }
    assert.equal(await counted(), 1)
    assert.equal((await joost.post('/questions/like/undo', { id: String(id) })).status, 204)
    assert.equal(await counted(), 0)
    assert.equal((await joost.post('/questions/like/undo', {})).status, 404)
    assert.equal((await site.as('visitor').post('/questions/like/answered', sent, json)).status, 403)
  }),
)

test(
  'those who look after a space see what was answered before; for others there is no such page',
  inTransaction(async (ctx) => {
    const { site, thread } = await setScene(ctx)
    const page = async () => (await site.as('sara').get('/s/riders/answered-before')).text
    assert.match(await page(), /No question was answered before it was asked in 90 days/)
    const sent = { thread: String(thread.id), space: 'riders', title: 'Charger hums' }
    await site.as('joost').post('/questions/like/answered', sent)
    assert.match(await page(), /charger hum\?<\/a><\/th><td class="r">1<\/td>/)
    assert.doesNotMatch(await page(), /Joost/)
    for (const who of ['visitor', 'joost', 'daniel', 'petra'] as const)
      assert.equal((await site.as(who).get('/s/riders/answered-before')).status, 404, who)
  }),
)
