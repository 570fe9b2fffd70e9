/** The lists, forms and empty pages of the community outside, read and sent without script. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fieldErrorsOf, formTo, formsIn, refusal } from '../../../test/forms.ts'
import { faultsOf } from '../../../test/html.ts'
import { atMinute } from '../../../test/moderation.ts'
import type { Ctx } from '../../platform/context.ts'
import { listings, spaceListing } from './listings.ts'
import { acceptAnswer, answer, ask, editQuestion, findOverdue, getQuestion, post, promiseIn } from './questions.ts'

const long = 'Wärmepumpenanlagensteuerung'.repeat(8).slice(0, 200)
const odd = 'מה שלום 👩‍👩‍👧‍👦 <b>&amp;</b> “quoted”'

test(
  'an empty house says on every list what would stand there, and what does not exist is the list without it',
  inTransaction(async (ctx) => {
    const visitor = (await openSite(ctx)).as('visitor')
    for (const { path, shows } of Object.values(listings))
      for (const [show, { empty, label }] of Object.entries(shows)) {
        const page = await visitor.get(`${path}?show=${show}`)
        assert.equal(page.status, 200, `${path} ${show}`)
        assert.ok(page.text.includes(empty), `${path} ${show}: ${empty}`)
        if (Object.keys(shows).length > 1)
          assert.match(page.text, new RegExp(`aria-current="(true|page)"[^>]*>(?:<bdi>)?${label}`), `${path} ${show}`)
        assert.deepEqual(faultsOf(page.text), [], path)
      }
    for (const [show, { empty }] of Object.entries(spaceListing.shows))
      assert.ok((await visitor.get(`/s/riders?show=${show}`)).text.includes(empty), `space, ${show}`)
    const plain = (await visitor.get('/questions')).text.replaceAll(/nonce="[^"]*"|content="[^"]*"/g, '')
    for (const query of ['show=nonsense', 'show=__proto__', 'after=nonsense', 'after=', 'order=x']) {
      const { status, text } = await visitor.get(`/questions?${query}`)
      assert.equal(status, 200, query)
      assert.ok(text.includes(listings.question.shows.newest!.empty), query)
      assert.equal(text.length > plain.length / 2, true)
    }
    for (const gone of ['/questions?space=nowhere', '/questions?space=battery', '/s/nowhere', '/s/nowhere?show=ideas'])
      assert.equal((await visitor.get(gone)).status, 404, gone)
    assert.equal((await visitor.get('/questions?tag=nobody-said-it')).status, 200)
    assert.match((await visitor.get('/questions?q=nothing+like+it')).text, /Questions like yours/)
  }),
)

/** 51 questions of Ines, the first tagged and answered, one of them named in odd words. */
async function fill(ctx: Ctx): Promise<number[]> {
  const cast = await getCast(ctx)
  const ids: number[] = []
  for (let n = 0; n < 51; n++) {
    await ctx.db.deleteFrom('rateLimits').execute()
    const title = n === 0 ? odd : n === 1 ? long : `Question number ${n}`
    const { thread } = await ask(cast.as(atMinute(ctx, 3 * n), 'ines'), {
      ...{ space: 'riders', title, body: 'Why?', tags: n % 2 === 0 ? ['even'] : [] },
    })
    ids.push(thread.id)
  }
  return ids
}

test(
  'a list goes on after 50, forth and back, with its filter kept, and shows long and strange titles as they are',
  inTransaction(async (ctx) => {
    const ids = await fill(ctx)
    const visitor = (await openSite(atMinute(ctx, 200))).as('visitor')
    const listed = (text: string) =>
      [...text.matchAll(/<h[23]><a href="\/questions\/(\d+)\//g)].map((match) => Number(match[1]))
    const first = await visitor.get('/questions')
    assert.deepEqual(listed(first.text), ids.toReversed().slice(0, 50))
    const next = /rel="next"|href="([^"]*after=[^"]*)"/.exec(first.text)
    assert.ok(next, 'there is a way on')
    const older = /<a[^>]*href="(\/questions\?[^"]*after=[^"]*)"/.exec(first.text)![1]!.replaceAll('&amp;', '&')
    const second = await visitor.get(older)
    assert.deepEqual(listed(second.text), [ids[0]])
    assert.ok(second.text.includes('מה שלום 👩‍👩‍👧‍👦 &lt;b>&amp;amp;&lt;/b> “quoted”'))
    assert.ok(first.text.includes(long))
    assert.match(second.text, /noindex/)
    assert.deepEqual(faultsOf(second.text), [])
    const even = await visitor.get('/questions?tag=even&show=unanswered')
    assert.deepEqual(listed(even.text), ids.filter((_, n) => n % 2 === 0).toReversed())
    assert.deepEqual(listed((await visitor.get('/questions?tag=even&show=solved')).text), [])
    const cast = await getCast(ctx)
    const { id } = await answer(cast.as(ctx, 'gustav'), ids[2] as never, 'So.')
    await acceptAnswer(cast.as(ctx, 'ines'), id)
    assert.deepEqual(listed((await visitor.get('/questions?tag=even&show=solved')).text), [ids[2]])
    assert.equal(listed((await visitor.get('/questions?show=unanswered')).text).includes(ids[2]!), false)
  }),
)

test(
  'a promise is set in whole hours of a year at most; what is refused keeps what was typed, and empty takes it back',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const path = '/s/riders/-/promise'
    const before = await promiseIn(ctx, cast.spaces.riders)
    for (const hours of ['0', '8761', '99999', '1.5', '-3', 'soon', '1e2', '１２', '123456']) {
      const answered = await site.as('sara').post(path, { hours })
      assert.match(refusal(answered, { hours }).hours!, /Give whole hours/, hours)
      assert.equal(await promiseIn(ctx, cast.spaces.riders), before, hours)
    }
    const statuses: Record<string, number> = {}
    for (const who of everybody) statuses[who] = (await site.as(who).get(path)).status
    assert.deepEqual(
      Object.keys(statuses).filter((who) => statuses[who] === 200),
      ['jonas', 'sara'],
    )
    assert.equal(statuses.petra, 404)
    const guests = await site.as('petra').get('/questions')
    assert.deepEqual(
      [guests.status, guests.text.includes('/questions/ask')],
      [200, false],
      'a guest asks nothing outside',
    )
    const rights = /<a href="(\/inside\/rights\/\d+)">Rights, name and who reads this space</.exec(
      (await site.as('sara').get('/s/riders')).text,
    )![1]!
    assert.match((await site.as('sara').get(rights)).text, /Narrow it to its members/)
    assert.doesNotMatch((await site.as('lena').get('/s/riders')).text, /\/inside\/rights\//)
    assert.equal((await site.as('sara').post('/s/velund/-/promise', { hours: '3' })).status, 404)
    const kept = await site.as('sara').post(path, { hours: ' 1 ' })
    assert.deepEqual([kept.status, kept.location], [303, '/s/riders'])
    assert.equal(formTo(await site.as('sara').get(path), path).fields.hours, '1')
    const { thread } = await ask(cast.as(atMinute(ctx, 1), 'ines'), {
      space: 'riders',
      title: 'T',
      body: 'B',
      tags: [],
    })
    const shown = async (minute: number) =>
      (await (await openSite(atMinute(ctx, minute))).as('visitor').get('/questions?show=owed')).text
    assert.ok(!(await shown(60)).includes(`/questions/${thread.id}/`), 'a minute before')
    assert.ok((await shown(62)).includes(`/questions/${thread.id}/`), 'a minute after')
    assert.deepEqual([await findOverdue(atMinute(ctx, 62)), await findOverdue(atMinute(ctx, 63))], [1, 0], 'said once')
    const later = (await openSite(atMinute(ctx, 80))).as('sara')
    assert.equal((await later.post(path, { hours: '' })).status, 303)
    assert.equal(await promiseIn(atMinute(ctx, 81), cast.spaces.riders), null)
    assert.ok((await shown(90)).includes(`/questions/${thread.id}/`), 'what was promised stays owed')
  }),
)

test(
  'asking: every wrong field says so at itself, the preview changes nothing, and a visitor is led to sign in',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const ines = site.as('ines')
    // Nothing alike, or the second would be asked whether the first answers it.
    const titles = { question: 'Who paints frames', problem: 'Squeaking brakes', praise: 'Thanks from Lisbon' }
    for (const type of ['question', 'problem', 'praise'] as const) {
      const { fields } = formTo(await ines.get(`/questions/ask?type=${type}`), '/questions/ask')
      const good = { ...fields, title: titles[type], body: 'Why *so*?', tags: 'cold' }
      const wrong: [string, string][] = [
        ['title', ''],
        ['title', 'x'.repeat(201)],
        ['body', ' '],
        ['body', 'y'.repeat(100_001)],
        ['tags', 'a,b,c,d,e,f,g,h,i,j,k'],
        ['tags', 'z'.repeat(51)],
      ]
      for (const [field, value] of wrong) {
        const answered = await ines.post('/questions/ask', { ...good, [field]: value })
        assert.equal(answered.status, 422, `${type} ${field} ${value.slice(0, 9)}`)
        const errors = fieldErrorsOf(answered)
        assert.ok(errors[field], `${type}: ${field}, ${JSON.stringify(errors)}`)
        assert.deepEqual(Object.keys(errors), [field])
        const again = formTo(answered, '/questions/ask').fields
        assert.deepEqual(
          [again.title, again.body, again.tags],
          [{ ...good, [field]: value }].flatMap((sent) => [sent.title, sent.body, sent.tags]),
        )
        assert.deepEqual(faultsOf(answered.text), [], field)
      }
      const preview = await ines.post('/questions/ask', { ...good, act: 'preview' })
      assert.equal(preview.status, 200)
      assert.match(preview.text, /Why <em>so<\/em>\?/)
      assert.equal(formTo(preview, '/questions/ask').fields.body, good.body)
      const done = await ines.post('/questions/ask', good)
      assert.match(done.location!, new RegExp(`^${listings[type].path}/\\d+/[a-z-]+$`), type)
    }
    const led = await site.as('visitor').get('/questions/ask?type=problem')
    assert.equal(led.status, 303)
    assert.ok(led.location!.startsWith('/sign-in?next=%2Fquestions%2Fask%3Ftype%3Dproblem'), led.location!)
    assert.equal((await site.as('petra').get('/questions/ask')).status, 404)
    assert.equal((await ines.get('/questions/ask?space=battery')).status, 404)
  }),
)

test(
  'changing: the old words stand in the form, a wrong change is refused there, and only its author is let in',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: odd,
      body: 'One\n\n- two',
      tags: ['a', 'b'],
    })
    const site = await openSite(ctx)
    const path = `/questions/${thread.id}/-/edit`
    const form = formTo(await site.as('ines').get(path), path)
    assert.deepEqual([form.fields.title, form.fields.body, form.fields.tags], [odd, 'One\n\n- two', 'a, b'])
    for (const [field, value] of [
      ['title', ''],
      ['body', ''],
    ] as const) {
      const answered = await site.as('ines').post(path, { ...form.fields, title: 'T', body: 'B', [field]: value })
      assert.equal(answered.status, 422)
      assert.ok(fieldErrorsOf(answered)[field], field)
    }
    assert.equal((await getQuestion(cast.as(ctx, 'ines'), thread.id)).thread.title, odd, 'nothing was changed')
    const same = await site.as('ines').post(path, form.fields)
    assert.equal(same.status, 303)
    for (const who of everybody) {
      const allowed = who === 'ines'
      const status = (await site.as(who).get(path)).status
      assert.equal(status === 200, allowed, `${who}: ${status}`)
      assert.equal((await site.as(who).post(path, { ...form.fields, title: 'Mine now' })).status === 303, allowed, who)
    }
    const changed = await editQuestion(cast.as(atMinute(ctx, 5), 'ines'), thread.id, {
      title: 'Plain',
      body: 'B',
      tags: [],
    })
    const history = await site.as('visitor').get(`/questions/${thread.id}/-/history`)
    assert.equal(changed.thread.title, 'Plain')
    assert.match(history.text, /Plain/)
    assert.match(history.text, /מה שלום|Mine now/, 'what stood there before')
    assert.deepEqual(faultsOf(history.text), [])
  }),
)

test(
  'a problem says how it stands: a state without its words comes back with them, and only its own people are asked',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await post(cast.as(ctx, 'ines'), 'problem', {
      space: 'riders',
      title: 'It rattles',
      body: 'Always.',
      tags: [],
    })
    const site = await openSite(ctx)
    const [path, action] = [`/problems/${id}/it-rattles`, `/problems/${id}/-/state`]
    const offered: string[] = []
    for (const who of everybody)
      if (formsIn(await site.as(who).get(path)).some((form) => form.action === action)) offered.push(who)
    for (const who of everybody) {
      const { status } = await site.as(who).post(action, { state: 'workaround', note: '' })
      if (!offered.includes(who)) assert.ok([403, 404].includes(status), `${who}: ${status}`)
      else assert.equal(status, 422, `${who}: a way around is told`)
    }
    assert.ok(offered.includes('sara') && !offered.includes('gustav'), offered.join())
    const typed = { state: 'fixed', note: 'n'.repeat(501) }
    const refused = await site.as('sara').post(action, typed)
    assert.equal(refused.status, 422)
    assert.equal(formTo(refused, action).fields.note, typed.note)
    assert.equal(formTo(refused, action).fields.state, 'fixed')
    assert.deepEqual(faultsOf(refused.text), [])
    assert.match(JSON.stringify(fieldErrorsOf(refused)), /500/)
    const done = await site.as('sara').post(action, { state: 'fixed', note: ' 4.2 \n or  later ' })
    assert.deepEqual([done.status, done.location], [303, path])
    const shown = await site.as('visitor').get(path)
    assert.match(shown.text, /4\.2 or later/)
    const back = formsIn(await site.as('ines').get(path)).find((form) => form.action === action)
    assert.ok(back, 'who reported it may say that it is back')
    assert.equal((await site.as('ines').post(action, { state: 'no-fault', note: 'Ha' })).status, 403)
  }),
)
