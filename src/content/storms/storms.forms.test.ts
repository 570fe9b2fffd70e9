/** The forms of a storm session as somebody without script sends them: what is wrong is named, and nothing typed is lost. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { formTo, formsIn, refusal } from '../../../test/forms.ts'
import { faultsOf } from '../../../test/html.ts'
import { recallThread } from '../threads/threads.ts'
import { at, closesAt, hour, opensAt, startIn, submitAs, words } from './sessions.fixture.test.ts'
import { enterStorm, finishStorm, noteIdea } from './storms.ts'
import type { Ctx } from '../../platform/context.ts'

async function siteAt(ctx: Ctx, moment: number) {
  const site = await openSite(at(ctx, moment))
  return (who: PersonName | 'visitor') => site.as(who)
}

test(
  'starting a session: each wrong field is named in its own words, everything typed stays, and nothing is started',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const as = (await siteAt(ctx, opensAt - hour))('mirela')
    const page = await as.get('/storms/new')
    const form = formTo(page, '/storms')
    assert.equal(form.fields.zone, 'UTC', 'a reader without a zone of their own is asked in UTC')
    assert.ok(form.offered.zone!.includes('Europe/Berlin'))
    assert.deepEqual(form.offered.space, [String(cast.spaces.riders.id), String(cast.spaces.testers.id)])
    const good = { ...form.fields, ...words, judges: 'Lena Brandt' } as Record<string, string>
    const wrong: [string, Record<string, string>, string, RegExp][] = [
      ['no question', { question: '  ' }, 'question', /./],
      ['a question of 201 letters', { question: 'x'.repeat(201) }, 'question', /200/],
      ['no rules', { rules: '' }, 'rules', /Say by which rules you choose/],
      ['too much to know', { body: 'y'.repeat(20_001) }, 'body', /under 20,000 characters/],
      ['no opening', { opens: '' }, 'opens', /Give day and time/],
      ['an hour that is missing', { opens: '2030-03-31T02:30' }, 'opens', /an hour is missing/],
      ['no such day', { closes: '2030-02-30T10:00' }, 'closes', /Give day and time/],
      ['no such zone', { zone: 'Mars/Olympus' }, 'opens', /Give day and time/],
      ['closing before it opens', { closes: '2030-03-05T10:59' }, 'closes', /closes after it opens/],
      ['longer than a year', { closes: '2031-03-07T11:00' }, 'closes', /a year at most/],
      ['over already', { opens: '2020-01-01T10:00', closes: '2020-01-01T11:00' }, 'closes', /that is to come/],
      ['no judge', { judges: ' , \n' }, 'judges', /at least one judge/],
      ['nobody of that name', { judges: 'Lena Brandt\nNo Body' }, 'judges', /Nobody here is named No Body/],
      ['too many', { judges: Array.from({ length: 21 }, (_, n) => `J ${n}`).join(',') }, 'judges', /20 judges at most/],
      ['no space', { space: 'riders' }, 'space', /Choose a space/],
    ]
    for (const [what, change, field, says] of wrong) {
      const sent = { ...good, ...change }
      const { zone: _zone, space: _space, ...typed } = sent
      const answered = await as.post('/storms', sent)
      const problems = refusal(answered, typed)
      assert.match(problems[field] ?? `nothing about ${field}`, says, what)
      assert.deepEqual(faultsOf(answered.text), [], what)
      assert.match(
        answered.text,
        new RegExp(`name="${field}"[^>]*aria-invalid="true"|id="${field}"[^>]*aria-invalid`),
        what,
      )
    }
    assert.match((await as.get('/storms')).text, /No session yet/)
    // A space that is there, and not for her to start in, and one that she may not even know of.
    assert.equal((await as.post('/storms', { ...good, space: String(cast.spaces.velund.id) })).status, 403)
    assert.equal((await as.post('/storms', { ...good, space: String(cast.spaces.battery.id) })).status, 404)
    const started = await as.post('/storms', { ...good, judges: '  lena   BRANDT,Lena Brandt ' })
    assert.equal(started.status, 303, started.text.slice(0, 500))
    assert.match((await as.get(started.location!)).text, /Lena Brandt/)
  }),
)

test(
  'changing a session: what is set stands in the form, a wrong change is refused there, and after the opening it is over',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const path = `/storms/${storm.id}/edit`
    const before = (await siteAt(ctx, opensAt - 1))('mirela')
    const { fields } = formTo(await before.get(path), path)
    assert.deepEqual(fields, { ...words, judges: 'Lena Brandt' }, 'read back on the clock that it was set on')
    const late = { ...fields, opens: '2030-03-05T10:00' }
    assert.match(refusal(await before.post(path, late), late).opens!, /Choose an opening time that is to come/)
    const later = { ...fields, opens: '2030-03-05T12:00', question: 'W'.repeat(200) }
    const kept = await before.post(path, later)
    assert.deepEqual([kept.status, kept.location], [303, `/storms/${storm.id}`])
    assert.match((await before.get(`/storms/${storm.id}`)).text, /W{200}/)
    const open = (await siteAt(ctx, opensAt + hour))('mirela')
    assert.equal((await open.post(path, later)).status, 409, 'at its opening exactly it is open')
    for (const who of ['visitor', 'ines', 'daniel', 'petra'] as const) {
      const as = (await siteAt(ctx, opensAt - hour))(who)
      assert.equal((await as.post(path, later)).status, who === 'petra' ? 404 : 403, who)
    }
  }),
)

test(
  'submitting and voting: an idea without a title keeps its text, no vote is for one’s own, and each knows why not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const path = `/storms/${storm.id}`
    const idea = await submitAs(ctx, cast, storm, 'ines')
    const open = await siteAt(ctx, opensAt + hour)
    const text = { title: '', body: 'Grips that\n\n> warm' }
    const refused = await open('gustav').post(`${path}/ideas`, text)
    assert.equal(refused.status, 422)
    assert.equal(formTo(refused, `${path}/ideas`).fields.body, text.body)
    assert.deepEqual(faultsOf(refused.text), [])
    const wordless = await open('gustav').post(`${path}/ideas`, { title: 'Grips', body: '' })
    assert.equal(formTo(wordless, `${path}/ideas`).fields.title, 'Grips')
    const statuses: Record<string, number> = {}
    for (const who of everybody) {
      const answered = await open(who).post(`${path}/votes`, { idea: String(idea), for: 'yes' })
      statuses[who] = answered.status
      const offers = formsIn(await open(who).get(path)).some((form) => form.action === `${path}/votes`)
      assert.equal(offers, answered.status === 303, `${who} is offered what works, and nothing else`)
    }
    assert.deepEqual(statuses, {
      ...{ visitor: 403, ines: 403, gustav: 303, joost: 303, amina: 303, petra: 404 },
      ...{ daniel: 403, tomasz: 403, aiko: 403, lena: 403, mirela: 403, jonas: 403, sara: 403 },
    })
    assert.match((await open('gustav').get(path)).text, /3<\/span><span class="w">votes, yours too/)
    for (const wrong of ['', '0', 'x', '999999', '1e2'])
      assert.equal((await open('gustav').post(`${path}/votes`, { idea: wrong, for: 'yes' })).status, 404, wrong)
    // The last moment counts, the closing itself does not.
    const last = (await siteAt(ctx, closesAt - 1))('joost')
    assert.equal((await last.post(`${path}/votes`, { idea: String(idea), for: 'no' })).status, 303)
    const over = (await siteAt(ctx, closesAt))('joost')
    assert.equal((await over.post(`${path}/votes`, { idea: String(idea), for: 'yes' })).status, 403)
    assert.match((await over.get(path)).text, /2<\/span><span class="w">votes</)
  }),
)

test(
  'judging: a note that is too long comes back with its tick, one note is changed and not doubled, guests read none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'cells')
    const path = `/storms/${storm.id}`
    const [idea, other] = [await submitAs(ctx, cast, storm, 'petra'), await submitAs(ctx, cast, storm, 'lena')]
    const open = await siteAt(ctx, opensAt + hour)
    const long = { idea: String(idea), body: 'z'.repeat(5001), chooses: 'yes' }
    const refused = await open('daniel').post(`${path}/notes`, long)
    assert.equal(refused.status, 422)
    const [first, second] = formsIn(refused).filter((form) => form.action === `${path}/notes`)
    const [typed, untouched] = first!.fields.idea === String(idea) ? [first!, second!] : [second!, first!]
    assert.equal(typed.fields.body, long.body)
    assert.equal(typed.fields.chooses, 'yes', 'the tick stays as it was set')
    assert.deepEqual([untouched.fields.body, untouched.fields.chooses], ['', undefined])
    assert.match(refused.text, /Keep the note under 5,000 characters\./)
    assert.deepEqual(faultsOf(refused.text), [])
    await open('daniel').post(`${path}/notes`, { ...long, body: 'Cheap' })
    const done = await open('daniel').post(`${path}/notes`, { idea: String(idea), body: 'Dear' })
    assert.equal(done.location, `${path}/judge#idea-${idea}`)
    const kept = (await enterStorm(at(cast.as(ctx, 'lena'), closesAt), storm.id)).notes
    assert.deepEqual(
      kept.map((note) => [note.threadId, note.body, note.chooses]),
      [[idea, 'Dear', false]],
    )
    assert.match((await open('lena').get(`${path}/judge`)).text, /Notes are written by the judges of this session/)
    for (const who of ['petra', 'jonas', 'visitor'] as const)
      assert.equal((await open(who).get(`${path}/judge`)).status, 404, who)
    assert.equal((await open('lena').post(`${path}/notes`, { idea: String(other), body: 'x' })).status, 403)
  }),
)

test(
  'ending: one idea has one place, an idea of another session none, and without any idea the result says so',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const storm = await startIn(ctx, cast, 'riders')
    const elsewhere = await startIn(ctx, cast, 'battery')
    const path = `/storms/${storm.id}/finish`
    const ideas = [await submitAs(ctx, cast, storm, 'ines'), await submitAs(ctx, cast, storm, 'gustav')]
    const foreign = await submitAs(ctx, cast, elsewhere, 'aiko')
    await noteIdea(at(cast.as(ctx, 'lena'), opensAt + hour), storm.id, ideas[1]!, { body: '', chooses: true })
    const closed = await siteAt(ctx, closesAt)
    const form = formTo(await closed('mirela').get(path), path)
    assert.deepEqual(Object.keys(form.offered), ['place1', 'place2'], 'as many places as ideas')
    const result = { ...form.fields, title: 'Grips', body: 'From **October**.' }
    const twice = { ...result, place1: String(ideas[0]), place2: String(ideas[0]) }
    const problems = refusal(await closed('mirela').post(path, twice), twice)
    assert.match(problems.chosen!, /each for one place/)
    for (const missing of ['title', 'body'])
      assert.ok(refusal(await closed('mirela').post(path, { ...result, [missing]: '' }), {})[missing], missing)
    const other = await closed('mirela').post(path, { ...result, place1: String(foreign) })
    assert.equal(other.status, 404)
    assert.equal((await closed('sara').post(path, result)).status, 403, 'a steward does not speak for the company')
    assert.equal((await (await siteAt(ctx, closesAt - 1))('mirela').post(path, result)).status, 403)
    // An idea that its author took back can have no place any more, and the page still stands.
    await recallThread(at(cast.as(ctx, 'ines'), closesAt), ideas[0]!)
    const again = formTo(await closed('mirela').get(path), path)
    const done = await closed('mirela').post(path, { ...result, place1: again.offered.place1!.at(-1)! })
    assert.deepEqual([done.status, done.location], [303, `/storms/${storm.id}`])
    assert.equal((await closed('mirela').post(path, result)).status, 403, 'it ends once')
    assert.deepEqual(faultsOf((await closed('visitor').get(`/storms/${storm.id}`)).text), [])
    const none = await finishStorm(at(cast.as(ctx, 'tomasz'), closesAt), elsewhere.id, {
      ...{ title: 'Nothing', body: 'Not one was chosen.', chosen: [] },
    })
    assert.equal(none.type, 'discussion')
    assert.match((await closed('aiko').get(`/storms/${elsewhere.id}`)).text, /No idea was chosen\./)
  }),
)
