/** Putting threads in order by forms: what is ticked stays ticked, addresses in any form, and two who act at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { formTo, formsIn, refusal } from '../../../test/forms.ts'
import { faultsOf } from '../../../test/html.ts'
import { atOnce, committedCtx } from '../../../test/races.ts'
import type { Ctx } from '../../platform/context.ts'
import { archiveSpace, createSpace } from '../../realms/spaces/spaces.ts'
import { acceptAnswer } from '../questions/questions.ts'
import { type ThreadId, addReply, getThread, mergeThread, splitThread, startThread, unmergeThread } from './threads.ts'

const body = 'It stops.'
const start = (ctx: Ctx, cast: Cast, title: string) =>
  startThread(cast.as(ctx, 'ines'), cast.spaces.riders, { type: 'question', title, body })

test(
  'a duplicate is named by any address of the other, also of a host with digits; what names none is refused with it kept',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const other = await start(ctx, cast, 'The one')
    const forms = (id: ThreadId) => [
      String(id),
      ` ${id} `,
      `/questions/${id}`,
      `questions/${id}/the-one`,
      `/questions/${id}/3-reasons-why-42`,
      `https://riders9.example/questions/${id}/the-one?order=newest&at=7#answer-9`,
      `http://10.0.0.1:8080/questions/${id}`,
      `localhost:3000/questions/${id}/the-one`,
      `h2o.example/questions/${id}`,
      `/threads/${id}`,
    ]
    for (const into of forms(other.id)) {
      await ctx.db.deleteFrom('rateLimits').execute()
      const { id } = await start(ctx, cast, 'Again')
      const sent = await site.as('sara').post(`/threads/${id}/merge`, { into })
      assert.equal(sent.location, `/questions/${other.id}/the-one`, into)
    }
    const { id } = await start(ctx, cast, 'And again')
    for (const into of [
      '',
      ' ',
      'nowhere',
      'the-one',
      '/questions/',
      '0',
      `${'9'.repeat(30)}`,
      'https://riders9.example/',
    ]) {
      const refused = await site.as('sara').post(`/threads/${id}/merge`, { into })
      assert.ok(refusal(refused, { into }).into, into)
      assert.deepEqual(faultsOf(refused.text), [], into)
    }
    const unread = await startThread(cast.as(ctx, 'daniel'), cast.spaces.velund, {
      type: 'discussion',
      title: 'In',
      body,
    })
    for (const into of ['999999', String(unread.id)]) {
      const refused = await site.as('sara').post(`/threads/${id}/merge`, { into })
      assert.deepEqual(refusal(refused, { into }), {
        into: 'There is nothing at this address that can be merged with. Look at it again.',
      })
    }
    assert.equal((await site.as('sara').post(`/threads/${id}/merge`, { into: String(id) })).status, 422, 'into itself')
  }),
)

test(
  'moving: only open spaces outside are offered, what more would read must be ticked for that very space, and the tick stays',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const closed = await createSpace(ctx, { realm: 'outside', slug: 'closed', title: 'Closed' })
    await createSpace(ctx, { realm: 'outside', slug: 'parts', title: 'Parts' })
    await archiveSpace(ctx, closed.id)
    const thread = await startThread(cast.as(ctx, 'ines'), cast.spaces.testers, { type: 'question', title: 'T', body })
    const site = await openSite(ctx)
    const [page, action] = [`/threads/${thread.id}/keep`, `/threads/${thread.id}/move`]
    const form = formTo(await site.as('sara').get(page), action)
    assert.deepEqual(form.offered, { space: ['riders', 'parts'], widen: ['riders', 'parts'] })
    const refused = await site.as('sara').post(action, { space: 'parts', widen: 'riders' })
    assert.match(refusal(refused, { space: 'parts' }).widen!, /In Parts anyone on the web reads it/)
    assert.equal(formTo(refused, action).fields.widen, 'riders', 'what was ticked stays so')
    for (const space of ['velund', 'cells', 'battery', 'nowhere', '', 'closed', '../x']) {
      const { status } = await site.as('sara').post(action, { space, widen: space })
      assert.ok([403, 404, 422].includes(status), `${space}: ${status}`)
    }
    assert.equal((await getThread(ctx, thread.id)).spaceId, cast.spaces.testers.id, 'nothing has moved')
    const offers: string[] = []
    for (const who of everybody)
      if (formsIn(await site.as(who).get(page)).some((one) => one.action === action)) offers.push(who)
    assert.deepEqual(offers, ['jonas', 'sara'])
    assert.equal((await site.as('gustav').post(action, { space: 'riders', widen: 'riders' })).status, 403)
    const done = await site.as('sara').post(action, { space: 'parts', widen: 'parts' })
    assert.deepEqual([done.status, done.location], [303, `/questions/${thread.id}/t`])
    assert.equal((await site.as('visitor').get(done.location!)).status, 200)
  }),
)

test(
  'splitting: the ticks stay when it is refused; an accepted answer, a comment and what stands elsewhere say why not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [thread, elsewhere] = [await start(ctx, cast, 'One'), await start(ctx, cast, 'Two')]
    const reply = (id: ThreadId, text: string) => addReply(cast.as(ctx, 'gustav'), id, { kind: 'answer', body: text })
    const answers = [
      await reply(thread.id, 'First <b>words</b>'),
      await reply(thread.id, 'Second'),
      await reply(thread.id, 'Third'),
    ]
    const foreign = await reply(elsewhere.id, 'Elsewhere')
    const comment = await addReply(cast.as(ctx, 'joost'), thread.id, {
      ...{ kind: 'comment' as const, body: 'Under it', parentId: answers[0]!.id },
    })
    await acceptAnswer(cast.as(ctx, 'ines'), answers[2]!.id)
    const sara = (await openSite(ctx)).as('sara')
    const action = `/threads/${thread.id}/split`
    const text = { title: 'About warmth', body: 'So.' }
    const two = `${answers[0]!.id},${answers[1]!.id}`
    const untitled = await sara.post(action, { ...text, title: '', replies: two })
    assert.ok(refusal(untitled, { body: 'So.' }).title)
    const ticked = [...untitled.text.matchAll(/<input[^>]*name="replies"[^>]*>/g)].map(([input]) =>
      input.includes('checked'),
    )
    assert.deepEqual(ticked, [true, true, false])
    assert.deepEqual(faultsOf(untitled.text), [])
    for (const [replies, says] of [
      ['', /Choose what gets a thread/],
      ['x,y', /Choose what gets a thread/],
      [String(foreign.id), /stands elsewhere by now/],
      [String(comment.id), /A comment goes with its answer/],
      [`${two},${answers[2]!.id}`, /An accepted answer stays/],
    ] as const)
      assert.match(refusal(await sara.post(action, { ...text, replies }), text).replies!, says)
    const done = await sara.post(action, { ...text, replies: `${two},${answers[0]!.id}` })
    assert.match(done.location!, /^\/questions\/\d+\/about-warmth$/)
    const apart = await sara.get(done.location!)
    for (const words of ['Second', 'Under it']) assert.ok(apart.text.includes(words), words)
    assert.equal((await getThread(ctx, thread.id)).answerCount, 1)
  }),
)

test('two who put the same threads in order at the same moment leave one order: no reply is lost, none is there twice', async () => {
  const ctx = await committedCtx()
  const cast = await getCast(ctx)
  const sara = cast.as(ctx, 'sara')
  for (let round = 0; round < 3; round++) {
    await ctx.db.deleteFrom('rateLimits').execute()
    const [one, other] = [await start(ctx, cast, `One ${round}`), await start(ctx, cast, `Other ${round}`)]
    const replies = []
    for (const who of ['gustav', 'joost'] as const)
      replies.push((await addReply(cast.as(ctx, who), one.id, { kind: 'answer', body: `By ${who}` })).id)
    const words = { replies: [replies[0]!], title: 'Apart', body }
    const splits = await atOnce([() => splitThread(sara, one.id, words), () => splitThread(sara, one.id, words)])
    assert.deepEqual(splits, ['ok', 'threads.split'])
    const merges = await atOnce([() => mergeThread(sara, one.id, other.id), () => mergeThread(sara, other.id, one.id)])
    assert.equal(merges.filter((code) => code === 'ok').length, 1, merges.join())
    assert.match(
      merges.find((code) => code !== 'ok')!,
      /^threads\.[a-z-]+$/,
    )
    const merged = (await getThread(ctx, one.id)).mergedIntoId ? one.id : other.id
    const apart = await atOnce([() => unmergeThread(sara, merged), () => unmergeThread(sara, merged)])
    assert.deepEqual(apart, ['ok', 'threads.not-merged'])
    const counts = [await getThread(ctx, one.id), await getThread(ctx, other.id)].map((thread) => thread.answerCount)
    assert.deepEqual(counts, [1, 0])
  }
})
