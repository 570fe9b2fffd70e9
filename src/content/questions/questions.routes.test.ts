import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { recallReply } from '../threads/threads.ts'
import { acceptAnswer, answer, ask, comment, getQuestion, postOfficialAnswer } from './questions.ts'

async function openScene(ctx: Ctx, space = 'riders') {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), {
    space,
    title: 'Why below 3 °C?',
    body: 'It **stops**.',
    tags: ['cold'],
  })
  const site = await openSite(ctx)
  return { cast, site, id: thread.id, path: `/questions/${thread.id}/why-below-3-c` }
}

/** What a form on a page would send: its action and its hidden fields. */
function formOn(html: string, action: string): Record<string, string> {
  const form = new RegExp(`<form[^>]*action="${action}"[^>]*>.*?</form>`, 's').exec(html)?.[0]
  assert.ok(form, `there is a form for ${action}`)
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map((match) => [match[1]!, match[2]!]),
  )
}

test(
  'from reading to asking, answering, thanking and accepting, with links and forms alone',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const [ines, gustav] = [site.as('ines'), site.as('gustav')]
    assert.match((await site.as('visitor').get('/')).text, /href="\/questions\/ask/)
    const form = formOn((await ines.get('/questions/ask')).text, '/questions/ask')
    const asked = await ines.post('/questions/ask', {
      ...form,
      title: 'Why does it stop?',
      body: 'It stops.',
      tags: 'cold, tide',
    })
    assert.equal(asked.status, 303)
    const path = asked.location!
    assert.match(path, /^\/questions\/\d+\/why-does-it-stop$/)
    const id = path.split('/')[2]

    const page = await gustav.get(path)
    const answered = await gustav.post(`/questions/${id}/answers`, {
      ...formOn(page.text, `/questions/${id}/answers`),
      body: 'Keep it *warm*.',
    })
    assert.equal(answered.status, 303)
    const answerId = /#answer-(\d+)$/.exec(answered.location!)![1]
    const withAnswer = await ines.get(path)
    assert.match(withAnswer.text, new RegExp(`id="answer-${answerId}".*Keep it <em>warm</em>\\.`, 's'))

    for (const action of ['thanks', 'accept']) {
      const where = `/answers/${answerId}/${action}`
      assert.equal(
        (await ines.post(where, formOn((await ines.get(path)).text, where))).location,
        `${path}#answer-${answerId}`,
      )
    }
    const accepted = await ines.get(path)
    assert.match(accepted.text, /Accepted answer.*chosen by Ines Carvalho/s)
    assert.match(accepted.text, /Helped me · 1/)
    await ines.post(`/answers/${answerId}/accept`, formOn(accepted.text, `/answers/${answerId}/accept`))
    assert.doesNotMatch((await ines.get(path)).text, /Accepted answer/)

    const here = `/questions/${id}/same-here`
    await gustav.post(here, formOn((await gustav.get(path)).text, here))
    assert.match((await gustav.get(path)).text, /same here, you too/)
    await gustav.post(here, formOn((await gustav.get(path)).text, here))
    assert.doesNotMatch((await gustav.get(path)).text, /you too/)

    const said = await ines.post(`/questions/${id}/comments`, { body: 'How long?', answer: answerId! })
    assert.match(said.location!, /#comment-\d+$/)
    assert.match((await gustav.get(path)).text, /How long\?/)
  }),
)

test(
  'a question has one address; every other leads to it, and who may not read it finds nothing',
  inTransaction(async (ctx) => {
    const { site, id, path } = await openScene(ctx)
    const visitor = site.as('visitor')
    for (const other of [`/questions/${id}`, `/questions/${id}/another-name`]) {
      const page = await visitor.get(other)
      assert.deepEqual([page.status, page.location], [301, path])
    }
    assert.match(
      (await visitor.get(path)).text,
      new RegExp(`<link rel="canonical" href="http://localhost:3000${path}"`),
    )
    for (const nowhere of ['/questions/999999', '/questions/999999/x', '/questions/0/x', '/questions/abc/x']) {
      assert.equal((await visitor.get(nowhere)).status, 404, nowhere)
    }
    const members = await openScene(ctx, 'testers')
    for (const who of everybody) {
      const expected = ['visitor', 'petra'].includes(who) ? 404 : 200
      for (const tail of [members.path, `/questions/${members.id}/-/history`]) {
        assert.equal((await members.site.as(who).get(tail)).status, expected, `${who}: ${tail}`)
      }
      const bare = await members.site.as(who).get(`/questions/${members.id}`)
      assert.equal(bare.status, expected === 200 ? 301 : 404, 'not even the slug is told')
    }
    const closed = await members.site.as('ines').get(members.path)
    assert.match(closed.text, /<meta name="robots" content="noindex"/)
    assert.doesNotMatch(closed.text, /rel="canonical"|ld\+json/)
  }),
)

test(
  'a visitor reads everything, writes nothing, and is led to the sign-in and back',
  inTransaction(async (ctx) => {
    const { site, id, path, cast } = await openScene(ctx)
    await answer(cast.as(ctx, 'gustav'), id, 'Keep it warm.')
    const page = await site.as('visitor').get(path)
    assert.match(page.text, /Keep it warm/)
    assert.match(page.text, new RegExp(`href="/sign-in\\?next=${encodeURIComponent(path)}"[^>]*>Sign in to answer`))
    const written = page.text.replace(/<form[^>]*action="\/language"[^]*?<\/form>/g, '')
    assert.doesNotMatch(written, /<textarea|method="post"/)
    const ask = await site.as('visitor').get('/questions/ask?space=riders')
    assert.deepEqual(
      [ask.status, ask.location],
      [303, `/sign-in?next=${encodeURIComponent('/questions/ask?space=riders')}`],
    )
    assert.equal((await site.as('visitor').post(`/questions/${id}/answers`, { body: 'Me too.' })).status, 403)
    assert.equal(
      (await site.as('visitor').post('/questions/ask', { space: 'riders', title: 'A', body: 'B' })).status,
      403,
    )
  }),
)

test(
  'a form that is refused comes back with what was typed and what is wrong',
  inTransaction(async (ctx) => {
    const { site, id } = await openScene(ctx)
    const typed = { space: 'riders', title: '', body: 'What I <wrote>', tags: 'a,b,c,d,e,f' }
    const page = await site.as('ines').post('/questions/ask', typed)
    assert.equal(page.status, 422)
    assert.match(page.text, /5 tags at most/)
    const again = await site.as('ines').post('/questions/ask', { ...typed, tags: 'a' })
    assert.match(again.text, /Give it a title/)
    assert.match(again.text, /What I &lt;wrote/)
    assert.match(again.text, /name="tags"[^>]*value="a"|value="a"[^>]*name="tags"/)
    const empty = await site.as('ines').post(`/questions/${id}/answers`, { body: '  ' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Write something first/)
    const shown = await site
      .as('ines')
      .post('/questions/ask', { space: 'riders', title: 'T', body: '*soon*', tags: '', act: 'preview' })
    assert.equal(shown.status, 200)
    assert.match(shown.text, /This is how it will look.*<em>soon<\/em>/s)
  }),
)

test(
  'hostile text ends as text, wherever it is shown',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const bait = '<script>alert(1)</script><img src=x onerror=alert(2)>'
    const body = `${bait}\n\n[a](javascript:alert(3)) ![b](data:text/html,x) <https://x.example/"onmouseover=alert(4)>\n\n</script><!--`
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: bait, body, tags: [] })
    const reply = await answer(cast.as(ctx, 'gustav'), thread.id, body)
    await comment(cast.as(ctx, 'joost'), thread.id, body, reply.id)
    const site = await openSite(ctx)
    await site.as('ines').post(`/questions/${thread.id}/-/edit`, { title: `${bait}!`, body: `${body} more`, tags: '' })
    const paths = [
      `/questions/${thread.id}/${(await getQuestion(ctx, thread.id)).thread.slug}`,
      `/questions/${thread.id}/-/history`,
      '/questions',
      '/',
      `/s/riders`,
      '/questions?q=alert',
      '/questions/feed.atom',
      `/questions/${thread.id}/feed.atom`,
    ]
    for (const path of paths) {
      const page = await site.as('gustav').get(path)
      assert.equal(page.status, 200, path)
      assert.doesNotMatch(page.text, /<script>alert|<img src=x|href="javascript:|src="data:|<[^>]+\sonmouseover=/, path)
    }
    const json = /<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/s.exec(
      (await site.as('visitor').get(paths[0]!)).text,
    )![1]!
    assert.equal(JSON.parse(json).mainEntity.name, `${bait}!`)
  }),
)

test(
  'search engines are told the question, the accepted and the official answer, and nothing recalled',
  inTransaction(async (ctx) => {
    const { site, id, path, cast } = await openScene(ctx)
    const chosen = await answer(cast.as(ctx, 'gustav'), id, 'Keep it warm.')
    await answer(cast.as(ctx, 'joost'), id, 'Buy another.')
    await postOfficialAnswer(cast.as(ctx, 'mirela'), id, 'It is the software.')
    await acceptAnswer(cast.as(ctx, 'ines'), chosen.id)
    const slip = await postOfficialAnswer(cast.as(ctx, 'mirela'), id, 'A slip of the tongue.')
    await recallReply(ctx, slip.id)
    const { text } = await site.as('visitor').get(path)
    const data = JSON.parse(/<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/s.exec(text)![1]!)
    assert.equal(data['@type'], 'QAPage')
    assert.equal(data.mainEntity.answerCount, 3)
    assert.equal(data.mainEntity.text, 'It stops.')
    assert.deepEqual(
      data.mainEntity.acceptedAnswer.map((one: { text: string }) => one.text),
      ['It is the software.', 'Keep it warm.'],
    )
    assert.deepEqual(
      data.mainEntity.suggestedAnswer.map((one: { text: string }) => one.text),
      ['Buy another.'],
    )
    assert.match(text, /This answer was recalled by Velund on /)
    assert.doesNotMatch(text, /slip of the tongue/)
    assert.match(text, /<meta name="description" content="It stops\."/)
    assert.match(text, new RegExp(`type="application/atom\\+xml" href="/questions/${id}/feed.atom"`))
  }),
)

test(
  'an official voice answers for the company from the same page; nobody else is offered it',
  inTransaction(async (ctx) => {
    const { site, id, path } = await openScene(ctx)
    assert.match((await site.as('mirela').get(path)).text, /As the official answer of Velund/)
    for (const who of ['daniel', 'ines'] as const)
      assert.doesNotMatch((await site.as(who).get(path)).text, /official answer/i)
    assert.equal(
      (await site.as('daniel').post(`/questions/${id}/answers`, { body: 'Ours.', official: 'yes' })).status,
      403,
    )
    assert.equal(
      (await site.as('mirela').post(`/questions/${id}/answers`, { body: 'Ours.', official: 'yes' })).status,
      303,
    )
    assert.match((await site.as('visitor').get(path)).text, /Official answer.*Velund stands behind this.*Ours\./s)
  }),
)

test(
  'the history shows what changed, and a text that was never changed says so',
  inTransaction(async (ctx) => {
    const { site, id, path, cast } = await openScene(ctx)
    const reply = await answer(cast.as(ctx, 'gustav'), id, 'Keep it warm.')
    const history = `/questions/${id}/-/history`
    assert.match((await site.as('visitor').get(history)).text, /never changed/)
    const form = await site.as('ines').get(`/questions/${id}/-/edit`)
    assert.match(form.text, /It \*\*stops\*\*\./)
    const changed = await site
      .as('ines')
      .post(`/questions/${id}/-/edit`, { title: 'Why below 5 °C?', body: 'It **halts**.', tags: 'cold' })
    assert.equal(changed.location, `/questions/${id}/why-below-5-c`)
    const shown = await site.as('visitor').get(history)
    assert.match(shown.text, /<del>3<\/del><ins>5<\/ins>/)
    assert.match(shown.text, /<del>\*\*stops\*\*\.<\/del><ins>\*\*halts\*\*\.<\/ins>/)
    assert.equal((await site.as('visitor').get(path)).status, 301)
    assert.equal((await site.as('gustav').get(`/questions/${id}/-/edit`)).status, 403)
    assert.equal((await site.as('ines').get(`/answers/${reply.id}/edit`)).status, 403)
    const edited = await site.as('gustav').post(`/answers/${reply.id}/edit`, { body: 'Keep it dry.' })
    assert.equal(edited.location, `/questions/${id}/why-below-5-c#answer-${reply.id}`)
    assert.match(
      (await site.as('visitor').get(`/answers/${reply.id}/history`)).text,
      /<del>warm\.<\/del><ins>dry\.<\/ins>/,
    )
    await recallReply(ctx, reply.id)
    assert.equal((await site.as('visitor').get(`/answers/${reply.id}/history`)).status, 404)
    assert.equal((await site.as('gustav').get(`/answers/${reply.id}/edit`)).status, 404)
  }),
)

test(
  'addresses in any script lead where they should, and nonsense leads nowhere',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    for (const title of ['Größe über 3 °C?', '電池が切れる', '???', 'feed.atom', 'Edit']) {
      const asked = await site.as('ines').post('/questions/ask', { space: 'riders', title, body: 'So.', tags: 'größe' })
      assert.equal((await site.as('visitor').get(asked.location!)).status, 200, title)
    }
    assert.equal((await site.as('visitor').get(`/tags/${encodeURIComponent('größe')}`)).status, 200)
    const nul = await site
      .as('ines')
      .post('/questions/ask', { space: 'riders', title: 'A\u0000B\u202e', body: 'C\u0000', tags: '' })
    assert.match(nul.location!, /\/ab$/)
    for (const path of [
      '/tags/%00',
      '/s/%00',
      '/s/%00/feed.atom',
      '/questions?space=%00',
      '/questions/ask?space=%00',
      '/tags/%00/feed.atom',
      '/questions/1/%00',
    ]) {
      assert.equal((await site.as('ines').get(path)).status, 404, path)
    }
    for (const path of ['/questions?tag=%00', '/questions?q=%00', '/questions?q=%27%3A*+%26', '/?after=%00']) {
      assert.equal((await site.as('ines').get(path)).status, 200, path)
    }
    assert.equal((await site.as('ines').post('/questions/ask', { space: '\u0000', title: 'A', body: 'B' })).status, 404)
  }),
)

test(
  'a comment that is refused comes back under what it was written to',
  inTransaction(async (ctx) => {
    const { site, id, cast } = await openScene(ctx)
    const reply = await answer(cast.as(ctx, 'gustav'), id, 'Keep it warm.')
    const page = await site
      .as('ines')
      .post(`/questions/${id}/comments`, { body: 'x'.repeat(60_001), answer: String(reply.id) })
    assert.equal(page.status, 422)
    assert.match(page.text, new RegExp(`<details[^>]*id="write-comment-answer-${reply.id}"[^>]* open`))
    assert.equal(page.text.match(/longer than 60,000 characters/g)?.length, 1)
    assert.match(page.text, /x{60001}/)
  }),
)
