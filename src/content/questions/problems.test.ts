import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { mergeThread, retypeThread } from '../threads/threads.ts'
import {
  acceptAnswer,
  answer,
  ask,
  getQuestion,
  giveKudos,
  listCommunity,
  listProblemChanges,
  post,
  sayHere,
  setProblemState,
} from './questions.ts'

async function report(ctx: Ctx, title = 'It rattles') {
  const cast = await getCast(ctx)
  const thread = await post(cast.as(ctx, 'ines'), 'problem', {
    space: 'riders',
    title,
    body: 'At 20 km/h.',
    tags: ['frame'],
  })
  return { cast, id: thread.id, thread }
}

const notices = async (ctx: Ctx, kind: string) =>
  await ctx.db
    .selectFrom('notices')
    .select(['accountId', 'because', 'occasion'])
    .where('kind', '=', kind)
    .orderBy('id')
    .execute()

test(
  'a problem goes from reported to fixed, each state with its words, and stays readable on its way',
  inTransaction(async (ctx) => {
    const { cast, id } = await report(ctx)
    assert.equal((await getQuestion(ctx, id)).problem?.now.state, 'reported')
    const daniel = cast.as(ctx, 'daniel')
    await setProblemState(daniel, id, { state: 'confirmed', note: '' })
    for (const state of ['workaround', 'fixed', 'no-fault'] as const)
      await assert.rejects(setProblemState(daniel, id, { state, note: ' ' }), { code: 'problems.note' })
    await setProblemState(daniel, id, { state: 'workaround', note: 'Tighten the  bolt.' })
    await setProblemState(daniel, id, { state: 'workaround', note: 'Tighten the bolt.' })
    await setProblemState(daniel, id, { state: 'fixed', note: '4.3' })
    await assert.rejects(setProblemState(daniel, id, { state: 'fixed', note: 'x'.repeat(501) }), {
      code: 'problems.note',
    })
    await assert.rejects(setProblemState(daniel, id, { state: 'gone' as never, note: 'x' }), { code: 'problems.state' })
    await setProblemState(cast.as(ctx, 'ines'), id, { state: 'reported', note: 'It rattles again.' })
    assert.deepEqual(
      (await listProblemChanges(cast.as(ctx, 'visitor'), id)).map((change) => [change.toState, change.note]),
      [
        ['confirmed', ''],
        ['workaround', 'Tighten the bolt.'],
        ['fixed', '4.3'],
        ['reported', 'It rattles again.'],
      ],
    )
  }),
)

test(
  'everybody who waits for a problem is told how it stands, and so is the asker of a duplicate',
  inTransaction(async (ctx) => {
    const { cast, id } = await report(ctx)
    const { id: same } = await post(cast.as(ctx, 'joost'), 'problem', {
      space: 'riders',
      title: 'Rattling',
      body: 'So.',
      tags: [],
    })
    await sayHere(cast.as(ctx, 'gustav'), id)
    await mergeThread(cast.as(ctx, 'sara'), same, id)
    await hearEverything(ctx)
    assert.deepEqual(
      (await notices(ctx, 'merged')).map((one) => one.accountId),
      [cast.people.joost.id],
    )
    await setProblemState(cast.as(ctx, 'daniel'), id, { state: 'fixed', note: '4.3' })
    await hearEverything(ctx)
    const told = await notices(ctx, 'problem-state')
    assert.deepEqual(
      told.map((one) => [one.accountId, one.because]).toSorted(),
      [
        [cast.people.ines.id, 'because you reported it'],
        [cast.people.gustav.id, 'because you said “same here”'],
        [cast.people.joost.id, 'because you said “same here”'],
      ].toSorted(),
    )
    const page = await (await openSite(ctx)).as('gustav').get('/notices')
    assert.match(page.text, /A problem stands as: fixed/)
  }),
)

test(
  'answers to a problem are told as those to a question, and both who asked may have chosen the same one',
  inTransaction(async (ctx) => {
    const { cast, id } = await report(ctx)
    const { id: same } = await post(cast.as(ctx, 'joost'), 'problem', {
      space: 'riders',
      title: 'Rattling',
      body: 'So.',
      tags: [],
    })
    await sayHere(cast.as(ctx, 'gustav'), id)
    const reply = await answer(cast.as(ctx, 'daniel'), same, 'Tighten it.')
    await acceptAnswer(cast.as(ctx, 'joost'), reply.id)
    await mergeThread(cast.as(ctx, 'sara'), same, id)
    const before = await getQuestion(ctx, id)
    assert.deepEqual(
      [before.answers[0]!.accepted, before.acceptance],
      [true, undefined],
      'chosen, but not by this asker',
    )
    await acceptAnswer(cast.as(ctx, 'ines'), reply.id)
    const after = await getQuestion(ctx, id)
    assert.deepEqual(after.answers[0]!.acceptedBy.toSorted(), [cast.people.ines.id, cast.people.joost.id].toSorted())
    const page = await (await openSite(ctx)).as('visitor').get(`/problems/${id}/it-rattles`)
    assert.match(page.text, /chosen by Ines Carvalho and Joost van Rijn/)
    assert.match(page.text, /Also reported by Joost van Rijn/)
    await hearEverything(ctx)
    assert.deepEqual(
      (await notices(ctx, 'accepted-answer')).map((one) => one.accountId),
      [cast.people.gustav.id],
    )
  }),
)

test(
  'the most helpful answer has three thanks at least, and is neither chosen nor official',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Why?', body: 'So.', tags: [] })
    const first = await answer(cast.as(ctx, 'daniel'), thread.id, 'First.')
    const second = await answer(cast.as(ctx, 'lena'), thread.id, 'Second.')
    const best = async () =>
      (await getQuestion(ctx, thread.id)).answers.filter((one) => one.mostHelpful).map((one) => one.reply.id)
    const thank = async (who: readonly ('gustav' | 'joost' | 'amina' | 'ines')[], id: typeof first.id) => {
      for (const name of who) await giveKudos(cast.as(ctx, name), id)
    }
    await thank(['gustav', 'joost'], second.id)
    assert.deepEqual(await best(), [])
    await thank(['amina'], second.id)
    assert.deepEqual(await best(), [second.id])
    await thank(['gustav', 'joost', 'amina'], first.id)
    assert.deepEqual(await best(), [first.id], 'of equals the older')
    await acceptAnswer(cast.as(ctx, 'ines'), first.id)
    assert.deepEqual(await best(), [second.id])
    const page = await (await openSite(ctx)).as('visitor').get(`/questions/${thread.id}/why`)
    assert.equal(page.text.match(/Most helpful<\/span>/g)?.length, 1)
  }),
)

test(
  'lists show one type or all of a space, by state, tag and place, without what was merged',
  inTransaction(async (ctx) => {
    const { cast, id } = await report(ctx)
    const write = (type: 'question' | 'problem' | 'praise', title: string) =>
      post(cast.as(ctx, 'daniel'), type, { space: 'riders', title, body: 'So.', tags: [] })
    const fixed = await write('problem', 'It squeaked')
    await setProblemState(cast.as(ctx, 'lena'), fixed.id, { state: 'fixed', note: '4.3' })
    const praise = await write('praise', 'Kind people')
    const asked = await write('question', 'How long?')
    const same = await write('question', 'How long is it?')
    await mergeThread(cast.as(ctx, 'sara'), same.id, asked.id)
    const visitor = cast.as(ctx, 'visitor')
    const list = async (filter: Parameters<typeof listCommunity>[1]) =>
      (await listCommunity(visitor, filter)).items.map((line) => line.thread.id)
    assert.deepEqual(await list({}), [asked.id, praise.id, fixed.id, id])
    assert.deepEqual(await list({ types: ['problem'] }), [fixed.id, id])
    assert.deepEqual(await list({ types: ['problem'], state: 'fixed' }), [fixed.id])
    assert.deepEqual(await list({ types: ['problem'], state: 'reported' }), [id])
    assert.deepEqual(await list({ tag: 'frame' }), [id])
    assert.deepEqual(await list({ spaceId: cast.spaces.testers.id }), [])
    const first = await listCommunity(visitor, {}, undefined, 3)
    assert.deepEqual(
      (await listCommunity(visitor, {}, first.next, 3)).items.map((line) => line.thread.id),
      [id],
    )
    const site = await openSite(ctx)
    const read = async (path: string) => (await site.as('visitor').get(path)).text
    assert.match(await read('/problems?show=fixed'), /It squeaked/)
    assert.doesNotMatch(await read('/problems?show=fixed'), /It rattles/)
    assert.match(await read('/praise'), /Kind people/)
    assert.match(await read('/problems?tag=frame&space=riders'), /It rattles/)
    const home = await read('/')
    for (const title of ['How long?', 'Kind people', 'It squeaked', 'It rattles'])
      assert.ok(home.includes(title), title)
    assert.doesNotMatch(home, /How long is it/)
    assert.doesNotMatch(await read('/?show=praise'), /It rattles/)
    assert.match(await read('/?show=nonsense'), /It rattles/)
  }),
)

test(
  'without script a problem is reported, its state said and refused with the words kept, and its old address leads on',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const form = await site.as('ines').get('/questions/ask?type=problem&space=riders')
    assert.match(form.text, /Report a problem/)
    assert.match(form.text, /href="\/ideas\/new\?space=riders"/)
    assert.match(form.text, /<input type="hidden" name="type" value="problem"/)
    const refused = await site
      .as('ines')
      .post('/questions/ask', { type: 'problem', space: 'riders', title: '', body: 'Kept words.', tags: '' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Kept words\./)
    const made = await site
      .as('ines')
      .post('/questions/ask', { type: 'problem', space: 'riders', title: 'It rattles', body: 'So.', tags: 'frame' })
    const [, id] = /^\/problems\/(\d+)\/it-rattles$/.exec(made.location!)!
    assert.doesNotMatch((await site.as('gustav').get(made.location!)).text, /id="state-form"/)
    assert.match((await site.as('daniel').get(made.location!)).text, /id="state-form"/)
    const unsaid = await site.as('daniel').post(`/problems/${id}/-/state`, { state: 'fixed', note: '' })
    assert.equal(unsaid.status, 422)
    assert.match(unsaid.text, /Say since which version it is fixed/)
    const said = await site.as('daniel').post(`/problems/${id}/-/state`, { state: 'fixed', note: 'Firmware 4.3' })
    assert.deepEqual([said.status, said.location], [303, made.location])
    assert.match((await site.as('visitor').get(made.location!)).text, /Firmware 4\.3/)
    assert.match((await site.as('ines').get(made.location!)).text, /It is back/)
    assert.equal((await site.as('ines').post(`/problems/${id}/-/state`, { state: 'fixed', note: 'x' })).status, 403)
    await retypeThread(ctx, Number(id) as never, 'question')
    const moved = await site.as('visitor').get(`${made.location}?order=newest`)
    assert.deepEqual([moved.status, moved.location], [301, `/questions/${id}/it-rattles?order=newest`])
    assert.equal((await site.as('daniel').post(`/problems/${id}/-/state`, { state: 'fixed', note: 'x' })).status, 404)
  }),
)
