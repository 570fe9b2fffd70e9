import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { getThread, threadAddress } from '../threads/threads.ts'
import { at, closesAt, hour, opensAt, scenes, startIn, submitAs, words } from './sessions.fixture.test.ts'
import { setStage } from '../ideas/ideas.ts'
import { finishStorm, listStorms } from './storms.ts'

/** The site at another moment. */
async function siteAt(ctx: Ctx, moment: number) {
  const site = await openSite(at(ctx, moment))
  return (who: PersonName | 'visitor') => site.as(who)
}

test(
  'a whole session without script: started, filled, voted on, judged and ended, each page for whoever reads it',
  inTransaction(async (ctx) => {
    const before = await siteAt(ctx, opensAt - hour)
    const form = await before('mirela').get('/storms/new')
    assert.match(form.text, /Time zone of the two times below/)
    const fields = { ...words, judges: 'Lena Brandt', space: String((await getCast(ctx)).spaces.riders.id) }
    const refused = await before('mirela').post('/storms', { ...fields, closes: fields.opens })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /A session closes after it opens\./)
    assert.match(refused.text, /What keeps you from riding in winter\?/, 'nothing that was typed is lost')
    const started = await before('mirela').post('/storms', fields)
    assert.equal(started.status, 303)
    const path = started.location!
    const early = await before('visitor').get(path)
    for (const word of [/Not open yet/, /We build one/, /Lena Brandt/, /Europe\/Berlin/]) assert.match(early.text, word)
    assert.doesNotMatch(early.text, /Submit this idea/)

    const open = await siteAt(ctx, opensAt + hour)
    const sent = await open('ines').post(`${path}/ideas`, { title: 'Warm grips', body: 'My hands freeze.' })
    assert.equal(sent.status, 303)
    const idea = /#idea-(\d+)/.exec(sent.location!)![1]!
    const empty = await open('ines').post(`${path}/ideas`, { title: '', body: 'Text that stays' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Text that stays/)
    assert.match(empty.text, /It was not submitted[\s\S]*href="#title"/, 'said at the top, for the form is at the end')
    assert.match(empty.text, /id="title"/)
    await open('gustav').post(`${path}/votes`, { idea, for: 'yes' })
    assert.match((await open('gustav').get(path)).text, /vote, yours too/)
    assert.match((await open('visitor').get(path)).text, /href="\/sign-in\?next=/)
    await open('lena').post(`${path}/notes`, { idea, body: 'Cheap to build', chooses: 'yes' })

    const closed = await siteAt(ctx, closesAt + hour)
    assert.match((await closed('visitor').get(path)).text, /With the judges/)
    assert.match((await closed('mirela').get(`${path}/judge`)).text, /Cheap to build/)
    assert.doesNotMatch((await closed('ines').get(path)).text, /Cheap to build/)
    assert.equal((await closed('ines').get(`${path}/judge`)).status, 404)
    assert.match((await closed('mirela').get(`${path}/finish`)).text, /Warm grips \(1 vote, 1 of 1 judges\)/)
    const result = { title: 'Warm grips it is', body: 'From October.', place1: idea }
    assert.equal((await closed('mirela').post(`${path}/finish`, { ...result, title: '' })).status, 422)
    assert.equal((await closed('mirela').post(`${path}/finish`, result)).status, 303)
    const done = await closed('visitor').get(path)
    for (const word of [/Result announced/, /Chosen, place 1/, /Read the result: Warm grips it is/])
      assert.match(done.text, word)
  }),
)

test(
  'the list shows everybody the sessions of the spaces that they read, guests those of their room',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ids = new Map<string, number>()
    for (const place of Object.keys(scenes) as (keyof typeof scenes)[])
      ids.set(place, (await startIn(ctx, cast, place)).id)
    const site = await siteAt(ctx, opensAt + hour)
    const seen = async (who: PersonName | 'visitor') => {
      const { text } = await site(who).get('/storms')
      return [...ids].filter(([, id]) => text.includes(`href="/storms/${id}"`)).map(([place]) => place)
    }
    assert.deepEqual(await seen('visitor'), ['riders'])
    assert.deepEqual(await seen('ines'), ['riders'])
    assert.deepEqual(await seen('petra'), ['cells'])
    assert.deepEqual(await seen('aiko'), ['riders', 'battery'])
    assert.deepEqual(await seen('lena'), ['riders', 'battery', 'cells'])
    for (const who of ['visitor', 'ines', 'petra'] as const)
      assert.equal((await site(who).get('/storms/new')).status, 404, who)
    assert.equal((await site('ines').get(`/storms/${ids.get('battery')}`)).status, 404)
    assert.equal((await site('petra').get(`/storms/${ids.get('cells')}`)).status, 200)
  }),
)

test(
  'hours are shown on the clock of the reader, with its zone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const site = await openSite(at(ctx, opensAt - hour))
    const shown = async (timeZone: string) =>
      (await site.as({ ...cast.people.ines, timeZone, locale: 'en-GB' }).get(`/storms/${storm.id}`)).text
    assert.match(await shown('Europe/Berlin'), />11:00<\/time> CET/)
    assert.match(await shown('America/New_York'), />5:00<\/time> GMT-5/)
  }),
)

test(
  'a session is changed on its page before it opens, and an idea shows the session that it came from',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const before = await siteAt(ctx, opensAt - hour)
    const form = await before('mirela').get(`/storms/${storm.id}/edit`)
    assert.match(form.text, /value="2030-03-05T11:00"/)
    assert.match(form.text, /Lena Brandt/)
    assert.equal((await before('daniel').get(`/storms/${storm.id}/edit`)).status, 403)
    const changed = { ...words, question: 'And in spring?', judges: 'Lena Brandt' }
    assert.equal((await before('mirela').post(`/storms/${storm.id}/edit`, changed)).status, 303)
    assert.equal((await listStorms(cast.as(ctx, 'visitor'))).items[0]!.question, 'And in spring?')
    const idea = await submitAs(ctx, cast, storm, 'ines')
    const open = await siteAt(ctx, opensAt + hour)
    const page = await open('visitor').get(threadAddress(await getThread(ctx, idea)))
    assert.match(page.text, /And in spring\?/)
  }),
)

test(
  'the board of ideas leads to the sessions that are open on its side, to the minute, and for nobody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const outside = await startIn(ctx, cast, 'riders')
    const inside = await startIn(ctx, cast, 'battery')
    const note = (id: number) => new RegExp(`A storm session is open\\.[\\s\\S]*href="/storms/${id}"`)
    const board = async (moment: number, who: PersonName | 'visitor', path: string) =>
      (await (await siteAt(ctx, moment))(who).get(path)).text
    assert.match(await board(opensAt, 'visitor', '/ideas'), note(outside.id))
    assert.match(await board(closesAt - 1, 'ines', '/ideas'), note(outside.id))
    for (const moment of [opensAt - 1, closesAt])
      assert.doesNotMatch(await board(moment, 'visitor', '/ideas'), /A storm session is open/)
    assert.match(await board(opensAt, 'tomasz', '/inside/ideas'), note(inside.id))
    assert.doesNotMatch(await board(opensAt, 'tomasz', '/ideas'), new RegExp(`/storms/${inside.id}"`), 'never outside')
    assert.doesNotMatch(await board(opensAt, 'sara', '/inside/ideas'), /A storm session is open/, 'not of her spaces')
  }),
)

test(
  'sessions belong to the ideas: the bar and the way back say so outside, and the ideas of an ended one say what came of them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const open = await siteAt(ctx, opensAt + hour)
    for (const path of ['/storms', `/storms/${storm.id}`]) {
      const page = (await open('visitor').get(path)).text
      assert.match(page, /<a href="\/ideas"[^>]*aria-current="page"/, `${path}: where one is`)
      assert.match(page, /aria-label="You are here"[\s\S]*?href="\/ideas"/, `${path}: the way back`)
    }
    const idea = await submitAs(ctx, cast, storm, 'ines')
    const other = await submitAs(ctx, cast, storm, 'gustav')
    const voice = at(cast.as(ctx, 'mirela'), closesAt + hour)
    await finishStorm(voice, storm.id, { title: 'What we build', body: 'One of them.', chosen: [idea] })
    await setStage(voice, idea, { stage: 'planned', reason: 'In autumn.' })
    const done = (await (await siteAt(ctx, closesAt + 2 * hour))('visitor').get(`/storms/${storm.id}`)).text
    const entry = (id: number) => done.slice(done.indexOf(`id="idea-${id}"`)).split('id="said-')[0]!
    assert.match(entry(idea), /Chosen, place 1[\s\S]*Planned/)
    assert.doesNotMatch(entry(other), /Chosen|Planned|New/, 'nothing is said yet, so nothing stands there')
  }),
)
