/** Every form of a twin without script: what is wrong stands at its own form alone, and nothing typed is lost. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Page, openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { type PageForm, fieldErrorsOf, formTo, formsIn, problemsOf } from '../../../test/forms.ts'
import { faultsOf } from '../../../test/html.ts'
import { type IdeaStage, setStage, uniteIdeas, postIdea } from '../../content/ideas/ideas.ts'
import { getThread, threadAddress } from '../../content/threads/threads.ts'
import { recall } from '../../realms/crossings/crossings.ts'
import { answerAs, joinPair, postPair } from './pair.fixture.test.ts'
import { endTwin, joinTwin } from './twins.ts'

/** What a page says as wrong, in a summary or at a field. */
function wrongOn(page: Page): Record<string, string> {
  assert.equal(page.status, 422)
  assert.deepEqual(faultsOf(page.text), [])
  return { ...problemsOf(page), ...fieldErrorsOf(page) }
}

test(
  'joining: an idea is named by any address of it; what names none, the wrong one, or a taken one is told at its field',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { inner, outer } = await postPair(ctx, cast)
    const site = await openSite(ctx)
    const lena = site.as('lena')
    const { fields } = formTo(await lena.get(`/inside/twins/new?inner=${inner}&outer=${outer}`), '/inside/twins')
    assert.deepEqual([fields.inner, fields.outer], [String(inner), String(outer)])
    const good = { inner: String(inner), outer: String(outer), reason: 'The same wish' }
    const wrong: [Record<string, string>, string][] = [
      [{ inner: '' }, 'inner'],
      [{ inner: 'a range that is true' }, 'inner'],
      [{ inner: '/inside/ideas/' }, 'inner'],
      [{ inner: '12 monkeys' }, 'inner'],
      [{ outer: 'https://elsewhere.example/questions/1' }, 'outer'],
      [{ outer: '0' }, 'outer'],
      [{ inner: String(outer) }, 'inner'],
      [{ outer: String(inner) }, 'outer'],
      [{ reason: '  ' }, 'reason'],
      [{ reason: 'r'.repeat(501) }, 'reason'],
    ]
    for (const [change, field] of wrong) {
      const sent = { ...good, ...change }
      const answered = await lena.post('/inside/twins', sent)
      assert.deepEqual(Object.keys(wrongOn(answered)), [field], JSON.stringify(change).slice(0, 60))
      assert.deepEqual(formTo(answered, '/inside/twins').fields, sent)
    }
    assert.equal((await lena.post('/inside/twins', { ...good, inner: '999999' })).status, 404)
    assert.equal((await site.as('daniel').post('/inside/twins', good)).status, 404, 'not in the space')
    const address = `http://localhost:3000${threadAddress(await getThread(ctx, outer))}?order=newest#comment-1`
    const done = await lena.post('/inside/twins', {
      ...good,
      inner: ` /inside/ideas/${inner}/some-words `,
      outer: address,
    })
    assert.equal(done.status, 303, done.text.slice(0, 300))
    const again = await lena.post('/inside/twins', good)
    assert.equal(again.status, 409)
    assert.match(again.text, /linked already|another twin/)
  }),
)

test(
  'the page of a twin has three forms; a refusal marks the one that was sent, keeps its words, and leaves the others',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    const site = await openSite(ctx)
    const lena = site.as('lena')
    const path = `/inside/twins/${twin.id}`
    await setStage(cast.as(ctx, 'tomasz'), twin.innerId, {
      stage: 'partly-done',
      reason: 'Between us',
      part: 'The sensor',
    })
    const fresh = await lena.get(path)
    const of = (page: Page, name: string): PageForm => formTo(page, `${path}/${name}`)
    const sends: [string, Record<string, string>, string[]][] = [
      ['notes', { kind: 'cost', body: ' ' }, ['body']],
      ['notes', { kind: 'cost', body: 'n'.repeat(5001) }, ['body']],
      ['notes', { kind: 'beauty', body: 'Some' }, ['kind']],
      ['words', { reason: '', part: '', answerBy: '' }, ['answerBy', 'part', 'reason']],
      ['words', { reason: 'r'.repeat(3001), part: 'One half', answerBy: '2999-01-01' }, ['reason']],
      ['words', { reason: 'So', part: 'p'.repeat(501), answerBy: '2999-01-01' }, ['part']],
      ['words', { reason: 'So', part: 'Half', answerBy: '2999-02-30' }, ['answerBy']],
      ['words', { reason: 'So', part: 'Half', answerBy: '2020-01-01' }, ['answerBy']],
      ['end', { reason: '' }, ['reason']],
      ['end', { reason: 'e'.repeat(501) }, ['reason']],
    ]
    for (const [name, typed, fields] of sends) {
      const before = of(fresh, name)
      const answered = await lena.post(before.action, { ...before.fields, ...typed })
      const what = `${name} ${JSON.stringify(typed).slice(0, 50)}`
      const wrong = Object.keys(wrongOn(answered)).map((id) => id.replace(/-field$/, '').replace(/^.*-/, ''))
      assert.deepEqual([...new Set(wrong)].toSorted(), fields, what)
      const again = of(answered, name).fields
      for (const [field, value] of Object.entries(typed))
        if (field !== 'kind') assert.equal(again[field], value, `${what}: ${field} was lost`)
      for (const other of ['notes', 'words', 'end'].filter((one) => one !== name))
        assert.deepEqual(of(answered, other).fields, of(fresh, other).fields, `${what} changed ${other}`)
    }
    const kept = await lena.post(`${path}/notes`, { ...of(fresh, 'notes').fields, kind: 'risk', body: '<b>Ice</b> 🧊' })
    assert.deepEqual([kept.status, kept.location], [303, path])
    const noted = (await lena.get(path)).text
    assert.match(noted, /Ice[^🧊]*🧊/u)
    assert.doesNotMatch(noted, /<b>Ice/)
  }),
)

test(
  'publishing: who may not is refused, a changed stage sends one back, and the page says to the word what leaves',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const twin = await joinPair(ctx, cast)
    const site = await openSite(ctx)
    const path = `/inside/twins/${twin.id}/publish`
    assert.equal((await site.as('mirela').get(path)).status, 409, 'nothing waits')
    await setStage(cast.as(ctx, 'tomasz'), twin.innerId, { stage: 'planned', reason: 'Between us' })
    await site.as('lena').post(`/inside/twins/${twin.id}/words`, { reason: 'In **May**.', answerBy: '2999-01-01' })
    const statuses: Record<string, number> = {}
    for (const who of everybody) statuses[who] = (await site.as(who).get(path)).status
    assert.deepEqual(statuses, {
      ...{ visitor: 404, ines: 404, gustav: 404, joost: 404, amina: 404, petra: 404 },
      ...{ daniel: 404, jonas: 404, sara: 404, tomasz: 403, aiko: 403, lena: 403, mirela: 200 },
    })
    const form = formTo(await site.as('mirela').get(path), path)
    for (const reason of ['', 'r'.repeat(501)]) {
      const answered = await site.as('mirela').post(path, { ...form.fields, reason })
      assert.deepEqual(Object.keys(wrongOn(answered)), ['reason'])
      assert.equal(formTo(answered, path).fields.reason, reason)
    }
    for (const words of ['', '0', '999999', 'x'])
      assert.ok(
        [404, 409].includes((await site.as('mirela').post(path, { ...form.fields, words, reason: 'R' })).status),
      )
    await setStage(cast.as(ctx, 'tomasz'), twin.innerId, { stage: 'under-review', reason: 'Not yet' })
    const late = await site.as('mirela').post(path, { ...form.fields, reason: 'Decided' })
    assert.equal(late.status, 409)
    assert.match(late.text, /The stage inside has changed since/)
    assert.equal((await site.as('mirela').get(path)).status, 409)
    await setStage(cast.as(ctx, 'tomasz'), twin.innerId, { stage: 'planned', reason: 'Now' })
    const done = await site.as('mirela').post(path, { ...form.fields, reason: 'Decided' })
    assert.equal(done.status, 303, done.text.slice(0, 300))
    const outside = await site.as('visitor').get(threadAddress(await getThread(ctx, twin.outerId)))
    assert.match(outside.text, /In <strong>May<\/strong>\./)
    assert.doesNotMatch(outside.text, /Between us|Not yet|Decided/)
  }),
)

test(
  'the list says of each twin how it stands, is empty for those who read none, and ends with what ended',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    assert.deepEqual(faultsOf((await site.as('lena').get('/inside/twins')).text), [])
    const twin = await joinPair(ctx, cast)
    const href = `href="/inside/twins/${twin.id}"`
    const seen = []
    for (const who of everybody) if ((await site.as(who).get('/inside/twins')).text.includes(href)) seen.push(who)
    assert.deepEqual(seen, ['tomasz', 'aiko', 'lena', 'mirela'])
    assert.equal((await site.as('lena').get('/inside/twins?after=nonsense')).status, 200)
    await answerAs(ctx, cast, twin, 'planned', 'In May.')
    await hearEverything(ctx)
    assert.match((await site.as('lena').get(`/inside/twins/${twin.id}`)).text, /In May\./)
    await endTwin(cast.as(ctx, 'lena'), twin.id, 'Two wishes')
    await assert.rejects(endTwin(cast.as(ctx, 'lena'), twin.id, 'Again'), { code: 'crossings.recalled-already' })
    const ended = await site.as('lena').get(`/inside/twins/${twin.id}`)
    assert.match(ended.text, /Two wishes/)
    assert.deepEqual(
      formsIn(ended).filter((form) => form.action.startsWith(`/inside/twins/${twin.id}`)),
      [],
      'nothing is added to what ended',
    )
    for (const name of ['notes', 'words', 'end', 'publish'])
      assert.ok(
        (
          await site
            .as('mirela')
            .post(`/inside/twins/${twin.id}/${name}`, { kind: 'cost', body: 'x', reason: 'x', words: '1', sha256: 'x' })
        ).status >= 400,
        name,
      )
  }),
)

test(
  'an idea that was united or taken back is joined no more, and a twin of one that is recalled still opens inside',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { inner, outer } = await postPair(ctx, cast)
    const words = { title: 'The same again', body: 'So', tags: [] }
    const double = (await postIdea(cast.as(ctx, 'gustav'), { space: 'riders', ...words })).id
    await uniteIdeas(cast.as(ctx, 'sara'), double, outer)
    const lena = cast.as(ctx, 'lena')
    await assert.rejects(joinTwin(lena, { inner, outer: double, reason: 'R' }), { code: 'twins.merged' })
    const twin = await joinTwin(lena, { inner, outer, reason: 'R' })
    const crossing = await answerAs(ctx, cast, twin, 'planned', 'In May.')
    await recall(cast.as(ctx, 'mirela'), crossing.id, 'Wrong month')
    const site = await openSite(ctx)
    assert.doesNotMatch((await site.as('visitor').get(threadAddress(await getThread(ctx, outer)))).text, /In May/)
    assert.equal((await site.as('lena').get(`/inside/twins/${twin.id}`)).status, 200)
    const stages: IdeaStage[] = ['done', 'not-planned', 'new']
    for (const stage of stages) {
      await setStage(cast.as(ctx, 'tomasz'), inner, { stage, reason: 'So it is' })
      const page = await site.as('lena').get(`/inside/twins/${twin.id}`)
      assert.deepEqual([page.status, faultsOf(page.text)], [200, []], stage)
    }
  }),
)
