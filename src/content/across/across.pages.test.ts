/** Bringing in, linking and publishing out on their pages, without script: who finds them, and what a refusal keeps. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { formTo, formsIn, refusal } from '../../../test/forms.ts'
import { faultsOf } from '../../../test/html.ts'
import type { Ctx } from '../../platform/context.ts'
import { listCrossings } from '../../realms/crossings/crossings.ts'
import { startDiscussion, replyTo } from '../discussions/discussions.ts'
import { postIdea } from '../ideas/ideas.ts'
import { answer, ask, post } from '../questions/questions.ts'
import { type PostType, postTypes } from '../questions/posting.ts'
import { threadAddress } from '../threads/threads.ts'

const colleagues = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']

async function scene(ctx: Ctx, cast: Cast) {
  const { thread: question } = await ask(cast.as(ctx, 'ines'), {
    ...{ space: 'riders', title: 'Why <so>?', body: 'It *stops*.', tags: [] },
  })
  const given = await answer(cast.as(ctx, 'gustav'), question.id, 'Warm it.')
  const inner = await startDiscussion(cast.as(ctx, 'daniel'), cast.spaces.velund, {
    title: 'Range',
    body: 'We **know**.',
  })
  const reply = await replyTo(cast.as(ctx, 'aiko'), inner.id, 'It is the sensor.')
  return { question, given, inner, reply }
}

test(
  'bringing in: the page is for employees, shows what comes, and a refusal keeps the space and the reason',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, given, inner } = await scene(ctx, cast)
    const site = await openSite(ctx)
    const page = `/inside/bring-in?thread=${question.id}`
    for (const who of everybody)
      assert.equal((await site.as(who).get(page)).status, colleagues.includes(who) ? 200 : 404, who)
    const daniel = site.as('daniel')
    const form = formTo(await daniel.get(page), '/inside/bring-in')
    assert.deepEqual(form.offered.space, [String(cast.spaces.velund.id)], 'where he may write')
    assert.match((await daniel.get(page)).text, /<p>It <em>stops<\/em>\.<\/p>/)
    const good = { ...form.fields, reason: 'Many say so' }
    for (const [change, field] of [
      [{ reason: ' ' }, 'reason'],
      [{ reason: 'r'.repeat(501) }, 'reason'],
      [{ space: 'velund' }, 'space'],
      [{ space: '' }, 'space'],
    ] as const) {
      const sent = { ...good, ...change }
      const answered = await daniel.post('/inside/bring-in', sent)
      assert.deepEqual(
        Object.keys(refusal(answered, { reason: sent.reason })),
        [field],
        JSON.stringify(change).slice(0, 40),
      )
      assert.deepEqual(faultsOf(answered.text), [])
      assert.equal(formTo(answered, '/inside/bring-in').fields.thread, String(question.id))
    }
    for (const space of [cast.spaces.battery.id, cast.spaces.riders.id, 999999])
      assert.ok([403, 404].includes((await daniel.post('/inside/bring-in', { ...good, space: String(space) })).status))
    for (const query of ['', 'thread=0', 'thread=999999', `thread=${inner.id}`, 'reply=x', 'thread=1e1'])
      assert.equal((await daniel.get(`/inside/bring-in?${query}`)).status, 404, query)
    assert.equal((await listCrossings(cast.as(ctx, 'jonas'))).items.length, 0, 'nothing has crossed')
    const done = await daniel.post('/inside/bring-in', good)
    assert.match(done.location!, /^\/inside\/threads\/\d+$/)
    const inside = await site.as('aiko').get(done.location!)
    for (const words of ['Many say so', 'It <em>stops</em>.']) assert.ok(inside.text.includes(words), words)
    assert.match((await daniel.get(`/inside/bring-in?reply=${given.id}`)).text, /Warm it\./)
    assert.doesNotMatch((await site.as('visitor').get(threadAddress(question))).text, /Many say so|brought/i)
  }),
)

test(
  'linking: the other end is named by its address as the browser shows it, of whatever kind it is',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, inner } = await scene(ctx, cast)
    const site = await openSite(ctx)
    const daniel = site.as('daniel')
    const from = threadAddress(inner)
    const page = `/inside/link?from=${encodeURIComponent(from)}`
    for (const who of everybody)
      assert.equal((await site.as(who).get(page)).status, colleagues.includes(who) ? 200 : 404, who)
    const form = formTo(await daniel.get(page), '/inside/link')
    assert.equal(form.fields.from, from)
    const good = { ...form.fields, other: threadAddress(question), name: 'Same fault', reason: 'They meet' }
    for (const [change, field] of [
      [{ other: '' }, 'other'],
      [{ other: 'nowhere' }, 'other'],
      [{ other: '/questions/999999/x' }, 'other'],
      [{ other: 'https://elsewhere.example/people/1' }, 'other'],
      [{ name: ' ' }, 'name'],
      [{ name: 'n'.repeat(121) }, 'name'],
      [{ reason: '' }, 'reason'],
    ] as const) {
      const sent = { ...good, ...change }
      const answered = await daniel.post('/inside/link', sent)
      const { from: _from, ...typed } = sent as Record<string, string>
      assert.deepEqual(Object.keys(refusal(answered, typed)), [field], JSON.stringify(change).slice(0, 40))
      assert.deepEqual(faultsOf(answered.text), [])
    }
    const sameSide = { other: from, name: 'Same fault', reason: 'They meet' }
    const bothInside = await daniel.post('/inside/link', { ...good, ...sameSide })
    assert.match(refusal(bothInside, sameSide).other ?? '', /one end outside and one inside or on a bridge/)
    for (const wrong of ['', 'x', '/inside/threads/999999'])
      assert.equal((await daniel.get(`/inside/link?from=${wrong}`)).status, 404)
    const others: Record<string, string> = { question: `http://localhost:3000${threadAddress(question)}?order=newest` }
    for (const type of postTypes.filter((one: PostType) => one !== 'question'))
      others[type] = threadAddress(
        await post(cast.as(ctx, 'gustav'), type, { space: 'riders', title: `A ${type}`, body: 'So.', tags: [] }),
      )
    const idea = await postIdea(cast.as(ctx, 'joost'), { space: 'riders', title: 'An idea', body: 'So.', tags: [] })
    others.idea = threadAddress(idea.thread)
    for (const [kind, other] of Object.entries(others)) {
      const linked = await daniel.post('/inside/link', { ...good, other, name: `To the ${kind}` })
      assert.deepEqual([linked.status, linked.location], [303, from], `${kind}: ${other}`)
    }
    const own = await postIdea(cast.as(ctx, 'aiko'), {
      ...{ space: cast.spaces.velund.id, title: 'Own', body: 'So.', tags: [] },
    })
    const backwards = { ...good, from: others.problem!, other: threadAddress(own.thread), name: 'Ours' }
    assert.equal((await daniel.post('/inside/link', backwards)).location, others.problem)
    assert.equal((await daniel.post('/inside/link', good)).status, 409, 'linked already')
    const seen = (await site.as('aiko').get(from)).text
    for (const kind of Object.keys(others)) assert.ok(seen.includes(`To the ${kind}`), kind)
    assert.doesNotMatch((await site.as('visitor').get(others.problem!)).text, /To the problem/)
  }),
)

test(
  'publishing out: first the choice, then exactly that once more; what cannot be is said at its field and sends nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { question, inner, reply } = await scene(ctx, cast)
    const site = await openSite(ctx)
    const path = `/inside/threads/${inner.id}/publish`
    const statuses: Record<string, number> = {}
    for (const who of everybody) statuses[who] = (await site.as(who).get(path)).status
    assert.deepEqual(
      everybody.filter((who) => statuses[who] === 200),
      ['mirela'],
    )
    for (const who of ['visitor', 'ines', 'petra']) assert.equal(statuses[who], 404, who)
    const mirela = site.as('mirela')
    const blank = await mirela.get(path)
    assert.deepEqual(
      formsIn(blank).filter((form) => form.method === 'post' && form.action === path),
      [],
      'nothing to confirm yet',
    )
    const choice = formTo(blank, path)
    assert.equal(choice.method, 'get')
    assert.deepEqual(choice.offered.with, [String(reply.id)], 'no reply leaves untold')
    assert.equal(choice.fields.with, undefined)
    const looked = async (fields: Record<string, string>) =>
      mirela.get(`${path}?${new URLSearchParams({ ...choice.fields, ...fields })}`)
    for (const [fields, field] of [
      [{ as: 'answer', question: 'nowhere' }, 'question'],
      [{ as: 'answer', question: threadAddress(inner) }, 'question'],
      [{ as: 'update', space: String(cast.spaces.riders.id), title: 't'.repeat(201) }, 'title'],
    ] as const) {
      const page = await looked(fields)
      assert.deepEqual(Object.keys(refusal(page)), [field], field)
      assert.deepEqual(faultsOf(page.text), [])
      assert.equal(
        formsIn(page).some((form) => form.method === 'post' && form.action === path),
        false,
        'nothing can be confirmed',
      )
    }
    const ready = await looked({ as: 'answer', question: threadAddress(question), with: String(reply.id) })
    assert.match(ready.text, /We <strong>know<\/strong>\./)
    const confirm = formsIn(ready).find((form) => form.method === 'post' && form.action === path)!
    for (const reason of ['', 'r'.repeat(501)])
      assert.ok(refusal(await mirela.post(path, { ...confirm.fields, reason }), { reason }).reason)
    const differs = await mirela.post(path, { ...confirm.fields, sha256: 'x', reason: 'So' })
    assert.match(refusal(differs, { reason: 'So' }).crossing ?? '', /not the one that was previewed/)
    const anew = formsIn(differs).find((form) => form.method === 'post' && form.action === path)!
    assert.equal(anew.fields.sha256, confirm.fields.sha256, 'the preview stands there as it is now')
    assert.deepEqual(faultsOf(differs.text), [])
    await replyTo(cast.as(ctx, 'tomasz'), inner.id, 'Written later.')
    assert.equal((await site.as('daniel').post(path, { ...confirm.fields, reason: 'So' })).status, 403)
    const done = await mirela.post(path, { ...confirm.fields, reason: 'The riders asked' })
    assert.equal(done.status, 303, done.text.slice(0, 300))
    assert.ok(done.location!.startsWith(threadAddress(question)))
    const twice = await mirela.post(path, { ...confirm.fields, reason: 'Pressed twice' })
    assert.equal(twice.location, done.location, 'sent twice, it is published once')
    const outside = (await site.as('visitor').get(threadAddress(question))).text
    assert.equal(outside.split('We <strong>know</strong>.').length, 2)
    for (const words of ['We <strong>know</strong>.', 'It is the sensor.']) assert.ok(outside.includes(words), words)
    assert.doesNotMatch(outside, /Daniel Okafor|Aiko Tanaka|Written later|The riders asked/)
    const update = await looked({ as: 'update', space: String(cast.spaces.riders.id), title: 'From <us> שלום' })
    const second = formsIn(update).find((form) => form.method === 'post' && form.action === path)!
    const posted = await mirela.post(path, { ...second.fields, reason: 'For all' })
    assert.match(posted.location!, /^\/updates\/\d+\//)
    const shown = (await site.as('visitor').get(posted.location!)).text
    assert.ok(shown.includes('From &lt;us> שלום') && !shown.includes('It is the sensor.'))
  }),
)
