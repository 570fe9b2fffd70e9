/** The forms of a swarm without script: a refusal keeps what was typed in its own form, and each act is for whom it is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fieldErrorsOf, formTo, formsIn, problemsOf } from '../../../test/forms.ts'
import { faultsOf } from '../../../test/html.ts'
import type { Ctx } from '../../platform/context.ts'
import { ask } from '../../content/questions/questions.ts'
import { closeSwarm, enterSwarm, join, openSwarm } from './swarms.ts'

/** A swarm of Daniel on a question of Ines; Mirela has joined. */
async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off at 40 %?', body: 'Why?', tags: [] })
  const swarm = await openSwarm(cast.as(ctx, 'daniel'), thread.id)
  await join(cast.as(ctx, 'mirela'), swarm.id)
  return { cast, site: await openSite(ctx), question: thread, swarm, path: `/inside/swarms/${swarm.id}` }
}

test(
  'a message, a call and a wording that cannot be taken come back each in their own form, and nothing is said',
  inTransaction(async (ctx) => {
    const { cast, site, swarm, path } = await scene(ctx)
    const daniel = site.as('daniel')
    const sends: [string, Record<string, string>, string][] = [
      ['messages', { form: 'message', body: ' \n ' }, 'body'],
      ['messages', { form: 'message', body: 'm'.repeat(100_001) }, 'body'],
      ['wordings', { form: 'wording', wording: '' }, 'wording'],
      ['wordings', { form: 'wording', wording: 'w'.repeat(100_001) }, 'wording'],
    ]
    for (const [name, typed, field] of sends) {
      const fresh = formTo(await daniel.get(path), `${path}/${name}`)
      const answered = await daniel.post(`${path}/${name}`, { ...fresh.fields, ...typed })
      assert.equal(answered.status, 422, name)
      const wrong = Object.values({ ...problemsOf(answered), ...fieldErrorsOf(answered) })
      assert.ok(wrong.length > 0 && wrong.every((words) => /[.]$/.test(words)), `${name}: ${wrong.join()}`)
      assert.equal(formTo(answered, `${path}/${name}`).fields[field], typed[field], `${name} was lost`)
      assert.deepEqual(faultsOf(answered.text), [], name)
    }
    const room = await enterSwarm(cast.as(ctx, 'daniel'), swarm.id)
    assert.equal(room.companion.replyCount ?? 0, 0)
    for (const account of ['', '0', 'x', '9'.repeat(20), '999999']) {
      const { status } = await daniel.post(`${path}/calls`, { form: 'call', account, reason: 'Knows it' })
      assert.ok([404, 422].includes(status), `${account}: ${status}`)
    }
    assert.equal((await daniel.post(`${path}/messages`, { body: 'It is the <b>software</b> 🚲' })).status, 303)
    const shown = (await site.as('mirela').get(path)).text
    assert.ok(shown.includes('🚲') && !shown.includes('<b>software'))
  }),
)

test(
  'who may act in a swarm: those in it write, one more agrees, an official voice publishes, its owner closes it',
  inTransaction(async (ctx) => {
    const { site, question, path } = await scene(ctx)
    const offered: Record<string, string[]> = {}
    for (const who of everybody) {
      const page = await site.as(who).get(path)
      const employee = !['visitor', 'ines', 'gustav', 'joost', 'amina', 'petra'].includes(who)
      assert.equal(page.status, employee ? 200 : 404, who)
      if (!employee) continue
      assert.deepEqual(faultsOf(page.text), [], who)
      const acts = formsIn(page).flatMap((form) =>
        form.action.startsWith(`${path}/`) ? [form.action.slice(path.length + 1)] : [],
      )
      offered[who] = [...new Set(acts)].toSorted()
    }
    assert.deepEqual(
      [offered.daniel, offered.mirela],
      [
        ['close', 'messages', 'wordings'],
        ['messages', 'wordings'],
      ],
    )
    assert.ok(
      formTo(await site.as('daniel').get(`${path}?name=Lena`), `${path}/calls`),
      'whom one looks for can be called',
    )
    for (const who of ['tomasz', 'aiko', 'lena', 'jonas', 'sara']) assert.deepEqual(offered[who], ['join'], who)
    const post = (who: PersonName | 'visitor', act: string, fields: Record<string, string> = {}) =>
      site.as(who).post(`${path}/${act}`, fields)
    for (const who of ['visitor', 'ines', 'petra'] as const)
      for (const act of ['join', 'messages', 'calls', 'wordings', 'close', 'publish'])
        assert.equal(
          (await post(who, act, { body: 'x', wording: 'x', account: '1', reason: 'x', sha256: 'x' })).status,
          404,
          `${who} ${act}`,
        )
    assert.ok([403, 404].includes((await post('tomasz', 'messages', { body: 'From the door' })).status))
    assert.equal((await post('daniel', 'wordings', { wording: 'It is the *software*.' })).status, 303)
    const agreeing = /action="([^"]+\/agree)"/.exec((await site.as('mirela').get(path)).text)![1]!
    assert.doesNotMatch((await site.as('daniel').get(path)).text, /\/agree"/, 'its writer does not agree with himself')
    assert.equal((await site.as('daniel').post(agreeing)).status >= 403, true)
    assert.equal((await site.as('mirela').get(`${path}/publish`)).status, 403, 'nobody has agreed yet')
    assert.equal((await site.as('mirela').post(agreeing)).status, 303)
    assert.equal((await site.as('daniel').get(`${path}/publish`)).status, 403, 'no official voice')
    const form = formTo(await site.as('mirela').get(`${path}/publish`), `${path}/publish`)
    for (const reason of ['', 'r'.repeat(501)]) {
      const answered = await post('mirela', 'publish', { ...form.fields, reason })
      assert.equal(answered.status, 422)
      assert.equal(formTo(answered, `${path}/publish`).fields.reason, reason)
      assert.deepEqual(Object.keys({ ...problemsOf(answered), ...fieldErrorsOf(answered) }), ['reason'])
    }
    assert.equal((await post('mirela', 'publish', { ...form.fields, sha256: 'x', reason: 'So' })).status, 409)
    const done = await post('mirela', 'publish', { ...form.fields, reason: 'Agreed' })
    assert.deepEqual([done.status, done.location], [303, path])
    const outside = (await site.as('visitor').get(`/questions/${question.id}/${question.slug}`)).text
    assert.match(outside, /It is the <em>software<\/em>\./)
    assert.doesNotMatch(outside, /Agreed|swarm/i)
  }),
)

test(
  'a closed swarm takes nothing more, says so to everybody in it, and another can be opened on the same question',
  inTransaction(async (ctx) => {
    const { cast, site, question, swarm, path } = await scene(ctx)
    assert.equal((await site.as('mirela').post(`${path}/close`)).status, 403, 'not hers')
    await closeSwarm(cast.as(ctx, 'daniel'), swarm.id)
    const closed = await site.as('mirela').get(path)
    assert.equal(closed.status, 200)
    assert.deepEqual(
      formsIn(closed).filter((form) => form.action.startsWith(`${path}/`)),
      [],
    )
    for (const [act, fields] of Object.entries({
      messages: { body: 'Late' },
      calls: { account: String(cast.people.lena.id), reason: 'Late' },
      wordings: { wording: 'Late' },
      join: {},
    }))
      assert.equal(
        (await site.as('lena').post(`${path}/${act}`, fields as Record<string, string>)).status >= 403,
        true,
        act,
      )
    const again = await site.as('lena').post('/inside/swarms', { question: String(question.id) })
    assert.equal(again.status, 303)
    assert.notEqual(again.location, path)
    const same = await site.as('aiko').post('/inside/swarms', { question: String(question.id) })
    assert.equal(same.location, again.location, 'whoever comes second is led to it')
    for (const wrong of ['', '0', 'x', '999999'])
      assert.equal((await site.as('aiko').post('/inside/swarms', { question: wrong })).status, 404, wrong)
  }),
)
