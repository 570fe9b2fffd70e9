/** Where the company says what comes of an idea: its words of refusal by page, what stands after it, and who comes there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { boostsOf, getIdea, listStageChanges, postIdea, setStage } from '../ideas/ideas.ts'
import { mergeThread } from '../threads/keeping.ts'

const later = (ctx: Ctx, days: number): Ctx => makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) })

async function scene(ctx: Ctx, words: { space?: string; by?: PersonName } = {}) {
  const cast = await getCast(ctx)
  const { space = 'riders', by = 'joost' } = words
  const idea = await postIdea(cast.as(ctx, by), { space, title: 'Warm grips', body: 'In winter.', tags: [] })
  const base = space === 'riders' ? `/ideas/${idea.id}` : `/inside/ideas/${idea.id}`
  const path = space === 'riders' ? `${base}/warm-grips` : base
  return { cast, site: await openSite(ctx), id: idea.id, act: `${base}/-`, path }
}

const stageOf = async (ctx: Ctx, cast: Cast, id: Parameters<typeof getIdea>[1]) =>
  (await getIdea(cast.as(ctx, 'visitor'), id)).stage

test(
  'what is refused comes back with each field’s words, what was typed, and nothing said in public',
  inTransaction(async (ctx) => {
    const { cast, site, id, act, path } = await scene(ctx)
    const mirela = site.as('mirela')
    const refusals: [Record<string, string>, RegExp][] = [
      [{ stage: 'not-planned', reason: '' }, /Say why it is not planned\. Everyone who voted is told\./],
      [{ stage: 'partly-done', reason: 'One first.' }, /Say which part is done\./],
      [{ stage: 'planned', reason: 'R', answerBy: '2020-01-01' }, /Choose today or a later day\./],
      [{ stage: 'planned', reason: 'R', answerBy: 'soon' }, /Give a day, such as 2026-03-01\./],
      [{ stage: 'planned', reason: 'x'.repeat(4001) }, /Keep the reason under 4,000 characters\./],
      [{ stage: 'partly-done', part: 'x'.repeat(501) }, /Keep this under 500 characters\./],
      [{ stage: 'promised', reason: 'Said & done' }, /Choose a stage from the list\.[^]*Said &amp; done<\/textarea>/],
      [{ reason: 'Kept words' }, /Choose a stage from the list\.[^]*Kept words<\/textarea>/],
    ]
    for (const [fields, words] of refusals) {
      const refused = await mirela.post(`${act}/stage`, fields)
      assert.equal(refused.status, 422, words.source)
      assert.match(refused.text, /role="alert"[^]*This is not said yet/)
      assert.match(refused.text, words)
    }
    assert.equal(await stageOf(ctx, cast, id), 'new')
    assert.deepEqual(await listStageChanges(ctx, id), [])
    assert.doesNotMatch((await site.as('visitor').get(path)).text, /Why /)
  }),
)

test(
  'the form proposes the day that the rules promise; left empty the rules say it, and a closed stage has none',
  inTransaction(async (ctx) => {
    const { cast, site, id, act, path } = await scene(ctx)
    const day = later(ctx, 30).now.toISOString().slice(0, 10)
    assert.match((await site.as('mirela').get(`${act}/stage`)).text, new RegExp(`value="${day}"`))
    await site.as('mirela').post(`${act}/stage`, { stage: 'under-review', reason: '', answerBy: '' })
    assert.equal((await getIdea(cast.as(ctx, 'visitor'), id)).answerBy, day)
    await site.as('mirela').post(`${act}/stage`, { stage: 'already-offered', reason: 'In the shop.', answerBy: day })
    const page = await site.as('visitor').get(path)
    assert.doesNotMatch(page.text, /Owed:|Overdue:/)
    assert.match(page.text, /aria-label="Stage: already offered"/)
  }),
)

test(
  'each stage stands in its line, and what was said before stands beside it with its day and giver',
  inTransaction(async (ctx) => {
    const { cast, site, id, path } = await scene(ctx)
    const mirela = cast.as(ctx, 'mirela')
    const stepOf = async () => {
      const { text } = await site.as('visitor').get(path)
      const line = /<ol role="list" class="stages"[^]*?<\/ol>/.exec(text)![0]
      const steps = [...line.matchAll(/<li[^>]*>([^]*?)<\/li>/g)].map(([, one]) => one!.replace(/<[^>]*>/g, ''))
      const now = /<li aria-current="step">([^]*?)<\/li>/.exec(line)![1]!.replace(/<[^>]*>/g, '')
      return [...steps, `now ${now}`]
    }
    const way = ['New', 'Under review', 'Planned', 'Done']
    assert.deepEqual(await stepOf(), [...way, 'now New'])
    await setStage(mirela, id, { stage: 'under-review', reason: 'We look.' })
    assert.deepEqual(await stepOf(), [...way, 'now Under review'])
    await setStage(mirela, id, { stage: 'partly-done', reason: 'Left.', part: 'One grip.' })
    assert.deepEqual(await stepOf(), ['New', 'Under review', 'Partly done', 'Done', 'now Partly done'])
    await setStage(mirela, id, { stage: 'not-planned', reason: 'Too dear.' })
    assert.deepEqual(await stepOf(), ['New', 'Under review', 'Not planned', 'now Not planned'])
    const page = await site.as('visitor').get(path)
    assert.match(page.text, /Why not planned[^]*Mirela Popescu for Velund[^]*Too dear\./)
    assert.match(page.text, /Done so far: <bdi>One grip\.<\/bdi><br\/><bdi>Left\.<\/bdi> Next answer by/)
  }),
)

test(
  'a reason is text: its markup is drawn, and no script or address of another kind comes with it',
  inTransaction(async (ctx) => {
    const { site, act, path } = await scene(ctx)
    const reason = '**Yes** <script>alert(1)</script> [here](javascript:alert(2)) <img src=x onerror=alert(3)>'
    const said = { stage: 'partly-done', reason, part: '<b onclick=x>left</b>' }
    assert.equal((await site.as('mirela').post(`${act}/stage`, said)).status, 303)
    const page = await site.as('visitor').get(path)
    assert.match(page.text, /<strong>Yes<\/strong>/)
    assert.doesNotMatch(page.text, /\*\*Yes/, 'beside the idea it stands in plain words')
    assert.doesNotMatch(page.text, /<script>alert|href="javascript:|<img src=x|<b onclick/)
  }),
)

test(
  'the page of the stage is the official voice’s outside, and the steward’s inside, with words that fit the side',
  inTransaction(async (ctx) => {
    const { site, act } = await scene(ctx)
    for (const who of everybody) {
      const page = await site.as(who).get(`${act}/stage`)
      assert.equal(page.status, who === 'mirela' ? 200 : who === 'petra' ? 404 : 403, who)
      if (who === 'daniel') assert.match(page.text, /Saying what comes of an idea needs the office official voice\./)
      const said = await site.as(who).post(`${act}/boosts`, { weight: '2', reason: 'Mine.' })
      assert.equal(said.status, who === 'mirela' ? 303 : who === 'petra' ? 404 : 403, who)
    }
    assert.match((await site.as('mirela').get(`${act}/stage`)).text, /Say it publicly/)
    const inner = await scene(ctx, { space: 'velund', by: 'lena' })
    const page = await site.as('jonas').get(`${inner.act}/stage`)
    assert.equal(page.status, 200)
    assert.match(page.text, /Say it inside/)
    assert.doesNotMatch(page.text, /public/i)
    assert.equal((await site.as('mirela').get(`${inner.act}/stage`)).status, 403, 'the official voice speaks outside')
    assert.equal((await site.as('ines').get(`${inner.act}/stage`)).status, 404)
  }),
)

test(
  'a boost that is refused says why beside its field, keeps what was typed, and no other form is marked',
  inTransaction(async (ctx) => {
    const { site, id, act, path } = await scene(ctx)
    const mirela = site.as('mirela')
    for (const [fields, words] of [
      [{ weight: '0', reason: 'Why not' }, /Give at least 1 vote\./],
      [{ weight: '1001', reason: 'Why not' }, /Give at most 1,000 votes\./],
      [{ weight: '1.5', reason: 'Why not' }, /Give a whole number of votes\./],
      [{ weight: '9', reason: ' ' }, /Say why\. Everybody reads it\./],
      [{ weight: '9', reason: 'x'.repeat(501) }, /Keep the reason under 500 characters\./],
    ] as const) {
      const refused = await mirela.post(`${act}/boosts`, fields)
      assert.equal(refused.status, 422)
      assert.match(refused.text, words)
      assert.match(refused.text, new RegExp(`value="${fields.weight.replace('.', '\\.')}"`))
      assert.doesNotMatch(refused.text, /This is not said yet/)
    }
    assert.deepEqual(await boostsOf(ctx, id), [])
    await mirela.post(`${act}/boosts`, { weight: '1', reason: 'A <b>bold</b> reason' })
    const page = await site.as('visitor').get(path)
    assert.match(page.text, /Boosted by Velund like 1 vote</)
    assert.match(page.text, /A &lt;b>bold&lt;\/b> reason|A &lt;b&gt;bold&lt;\/b&gt; reason/)
    for (const boost of ['', 'x', '0', '999999999'])
      assert.equal((await mirela.post(`${act}/unboost`, { boost })).status, 404, boost)
  }),
)

test(
  'of an idea that is united with another nothing more is said; the page says where',
  inTransaction(async (ctx) => {
    const { cast, site, id, act } = await scene(ctx)
    const other = await postIdea(cast.as(ctx, 'ines'), { space: 'riders', title: 'Heated', body: 'b', tags: [] })
    await mergeThread(cast.as(ctx, 'sara'), id, other.id)
    const said = await site.as('mirela').post(`${act}/stage`, { stage: 'planned', reason: 'Soon.' })
    assert.equal(said.status, 409)
    assert.match(said.text, /This idea was united with another\. Say there what comes of it\./)
  }),
)

test(
  'a vote that came before the stage is told of it, one that came after is not, and nobody sees who voted',
  inTransaction(async (ctx) => {
    const { site, act, path } = await scene(ctx)
    await site.as('ines').post(`${act}/vote`, { value: '1' })
    await site.as('mirela').post(`${act}/stage`, { stage: 'under-review', reason: '' })
    await hearEverything(ctx)
    await site.as('gustav').post(`${act}/vote`, { value: '1' })
    await hearEverything(ctx)
    assert.match((await site.as('ines').get('/notices')).text, /This idea is now under review/)
    assert.doesNotMatch((await site.as('gustav').get('/notices')).text, /This idea is now/)
    for (const who of ['visitor', 'joost', 'mirela', 'jonas'] as const) {
      const { text } = await site.as(who).get(path)
      assert.doesNotMatch(text.slice(text.indexOf('<main')), /Ines Carvalho|Gustav Ek/, who)
    }
  }),
)
