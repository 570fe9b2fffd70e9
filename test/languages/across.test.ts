/**
 * Every word of the pages on which the two sides meet is a message: discussions, swarms, twins and crossings, with what
 * people wrote on them. As in pages.test.ts they are drawn in a made-up language whose messages carry marks.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TestSite, openSite } from '../browse.ts'
import { type Cast, type PersonName, getCast } from '../cast.ts'
import { hearEverything, inTransaction } from '../database.ts'
import { bringInto, linkTexts } from '../../src/content/across/across.ts'
import { replyTo, startDiscussion } from '../../src/content/discussions/discussions.ts'
import { postIdea, setStage } from '../../src/content/ideas/ideas.ts'
import { answer, ask, sayHere } from '../../src/content/questions/questions.ts'
import { type Thread, threadAddress } from '../../src/content/threads/threads.ts'
import { call, closeSwarm, join, openSwarm, proposeWording, agree, say } from '../../src/customers/swarms/swarms.ts'
import { endTwin, joinTwin, noteTwin, proposeWords } from '../../src/customers/twins/twins.ts'
import type { Ctx } from '../../src/platform/context.ts'
import { addMember } from '../../src/realms/spaces/spaces.ts'
import { pseudoLanguages } from './pseudo.ts'
import { unsaidWords } from './words.ts'

const marked = { 'accept-language': 'en-XA' }

interface Scene {
  readonly ctx: Ctx
  readonly cast: Cast
  readonly site: TestSite
  readonly as: (who: PersonName) => Ctx
  readonly question: Thread
}

async function scene(ctx: Ctx): Promise<Scene> {
  const cast = await getCast(ctx)
  const as = (who: PersonName) => cast.as(ctx, who)
  await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id, 'steward')
  await addMember(ctx, cast.spaces.battery, cast.people.mirela.id)
  const { thread } = await ask(as('ines'), {
    ...{ space: 'riders', title: 'Tide switches off in the cold', body: 'At 40 %.' },
    tags: ['battery'],
  })
  await sayHere(as('joost'), thread.id)
  await answer(as('gustav'), thread.id, 'Keep it warm.')
  return { ctx, cast, as, question: thread, site: await openSite(ctx, undefined, pseudoLanguages()) }
}

const wording = 'It is the software. Tomasz Wrona measured.'

/** People's own words outside a text: the badge of whoever works there, and what stands in a field to be changed. */
const written = new Set(['Velund', 'Hello', wording])

/** On the seam: how English writes the time of a crossing. */
const clock = /^\d{1,2}:\d{2} [AP]M$/

/** What on these pages no message said, by page. */
async function unsaidOn(site: TestSite, pages: readonly (readonly [who: PersonName | 'visitor', path: string])[]) {
  const unsaid: Record<string, string[]> = {}
  for (const [who, path] of pages) {
    const { text, status } = await site.as(who).get(path, marked)
    assert.equal(status, 200, `${who} ${path}`)
    const words = unsaidWords(text).filter((one) => !clock.test(one) && !written.has(one))
    if (words.length > 0) unsaid[`${who} ${path}`] = words
  }
  return unsaid
}

test(
  'in a space, a room, its members and a discussion each word is a message',
  inTransaction(async (ctx) => {
    const { cast, site, as } = await scene(ctx)
    const thread = await startDiscussion(as('aiko'), cast.spaces.battery, { body: 'The sensor drifts.' })
    const titled = await startDiscussion(as('lena'), cast.spaces.cells, { title: 'Lot 6', body: 'It came today.' })
    await replyTo(as('tomasz'), thread.id, 'How far?')
    const unsaid = await unsaidOn(site, [
      ['aiko', '/inside'],
      ['aiko', '/inside/spaces/battery'],
      ['petra', '/inside/spaces/cells'],
      ['lena', '/inside/spaces/velund'],
      ['tomasz', '/inside/spaces/battery/members?find=d'],
      ['tomasz', '/inside/spaces/battery/members?find=zzz'],
      ['aiko', `/inside/threads/${thread.id}`],
      ['petra', `/inside/threads/${titled.id}`],
      ['lena', '/inside/write?space=cells'],
    ])
    assert.deepEqual(unsaid, {})
    const asked = await site.as('lena').post('/inside/write', { space: 'cells', body: 'Hello' }, marked)
    assert.match(asked.text, /⟦[^⟧]*This goes over the wall/)
    assert.deepEqual(
      unsaidWords(asked.text).filter((one) => !written.has(one)),
      [],
    )
    const nowhere = await site.as('lena').post('/inside/write', { space: 'nowhere', body: 'Hello' }, marked)
    assert.match(nowhere.text, /⟦Choose a room from the list\.⟧/)
    const nobody = await site.as('tomasz').post('/inside/spaces/battery/members', { account: 'x' }, marked)
    assert.match(nobody.text, /⟦Choose somebody from the list of people\.⟧/)
  }),
)

test(
  'in bringing in, linking and publishing out each word is a message',
  inTransaction(async (ctx) => {
    const { cast, site, as, question } = await scene(ctx)
    const source = { kind: 'thread', id: question.id } as const
    const { thread } = await bringInto(as('aiko'), source, cast.spaces.battery.id, { reason: 'Seen often' })
    const own = await startDiscussion(as('mirela'), cast.spaces.battery, { title: 'What we know', body: 'A lot.' })
    const reply = await replyTo(as('tomasz'), own.id, 'It is the sensor.')
    await linkTexts(as('aiko'), { kind: 'thread', id: own.id }, source, { name: 'Same fault', reason: 'Seen' })
    const publish = `/inside/threads/${own.id}/publish`
    const unsaid = await unsaidOn(site, [
      ['aiko', threadAddress(question)],
      ['aiko', `/inside/threads/${thread.id}`],
      ['mirela', `/inside/threads/${own.id}`],
      ['aiko', `/inside/bring-in?thread=${question.id}`],
      ['aiko', `/inside/link?from=${question.id}`],
      ['aiko', `/inside/link?from=${own.id}`],
      ['mirela', publish],
      ['mirela', `${publish}?as=update&space=${cast.spaces.riders.id}&with=${reply.id}`],
      ['mirela', `${publish}?as=answer&question=${question.id}`],
    ])
    assert.deepEqual(unsaid, {})
    const wrong = await site.as('mirela').get(`${publish}?as=answer&question=${thread.id}`, marked)
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /⟦This is no question outside\. Paste the address of one\.⟧/)
    assert.deepEqual(unsaidWords(wrong.text), [])
  }),
)

test(
  'in a swarm, before its door and in what may leave it each word is a message',
  inTransaction(async (ctx) => {
    const { cast, site, as, question } = await scene(ctx)
    const shut = await openSwarm(as('aiko'), (await ask(as('ines'), { ...hot, tags: ['battery'] })).thread.id)
    await closeSwarm(as('aiko'), shut.id)
    await startDiscussion(as('aiko'), cast.spaces.velund, { body: 'Tide switches off in the cold, we know.' })
    const { id } = await openSwarm(as('daniel'), question.id)
    const path = `/inside/swarms/${id}`
    const alone = await unsaidOn(site, [
      ['daniel', path],
      ['lena', threadAddress(question)],
      ['aiko', `/inside/swarms/${shut.id}`],
    ])
    assert.deepEqual(alone, {})
    await call(as('daniel'), id, cast.people.tomasz.id, 'Cells')
    await join(as('mirela'), id)
    await say(as('tomasz'), id, 'It cuts at 3.05 V.')
    await proposeWording(as('daniel'), id, 'A draft.')
    const wordingId = await proposeWording(as('daniel'), id, wording)
    const called = await site
      .as('daniel')
      .post(`${path}/calls`, { ...{ form: 'call', reason: '' }, account: '1' }, marked)
    assert.equal(called.status, 422)
    assert.match(called.text, /⟦Say why you call them\. They read it in the notice\.⟧/)
    const before = await unsaidOn(site, [
      ['tomasz', path],
      ['daniel', `${path}?name=le`],
      ['daniel', `${path}?name=zz`],
    ])
    assert.deepEqual(before, {})
    await agree(as('tomasz'), wordingId)
    await hearEverything(ctx)
    const unsaid = await unsaidOn(site, [
      ['tomasz', path],
      ['mirela', path],
      ['mirela', `${path}/publish`],
      ['lena', path],
      ['lena', '/inside/swarms'],
      ['aiko', '/inside/swarms?show=closed'],
      ['tomasz', '/notices'],
    ])
    assert.deepEqual(unsaid, {})
  }),
)

const hot = { space: 'riders', title: 'The motor gets hot', body: 'Uphill.' }

test(
  'in a twin, beside its ideas and in what may leave it each word is a message',
  inTransaction(async (ctx) => {
    const { site, as } = await scene(ctx)
    const text = { title: 'A range that is true in winter', body: 'From the sensor.', tags: [] }
    const inner = await postIdea(as('aiko'), { space: 'battery', ...text })
    const outer = await postIdea(as('ines'), { space: 'riders', ...text })
    const twin = await joinTwin(as('mirela'), { inner: inner.id, outer: outer.id, reason: 'The same wish' })
    const path = `/inside/twins/${twin.id}`
    await noteTwin(as('mirela'), twin.id, { kind: 'cost', body: '5 weeks' })
    assert.deepEqual(await unsaidOn(site, [['mirela', path]]), {})
    await setStage(as('tomasz'), inner.id, { stage: 'planned', reason: 'Between us', answerBy: '2999-01-01' })
    await proposeWords(as('tomasz'), twin.id, { reason: 'We do it.', answerBy: '2999-01-01' })
    const unsaid = await unsaidOn(site, [
      ['tomasz', path],
      ['mirela', `${path}/publish`],
      ['mirela', '/inside/twins'],
      ['mirela', threadAddress(inner.thread)],
      ['mirela', threadAddress(outer.thread)],
      ['tomasz', `/inside/ideas/${inner.id}/-/stage`],
      ['mirela', `/ideas/${outer.id}/-/stage`],
    ])
    assert.deepEqual(unsaid, {})
    const refused = await site.as('tomasz').post(`${path}/words`, { form: 'words', reason: '', answerBy: '' }, marked)
    assert.match(refused.text, /⟦Say why, in the words that everybody outside will read\.⟧/)
    await setStage(as('tomasz'), inner.id, { stage: 'done', reason: 'Between us' })
    assert.deepEqual(await unsaidOn(site, [['mirela', path]]), {}, 'words for an earlier stage wait')
    await endTwin(as('mirela'), twin.id, 'Two wishes')
    assert.deepEqual(await unsaidOn(site, [['mirela', path]]), {})
  }),
)
