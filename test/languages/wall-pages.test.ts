/** The pages about what goes over the wall and about rights, with something on them: each word is a message. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../browse.ts'
import { getCast } from '../cast.ts'
import { inTransaction } from '../database.ts'
import { insertPositions } from '../positions.ts'
import { bringInto } from '../../src/content/across/across.ts'
import { ask, postOfficialAnswer } from '../../src/content/questions/questions.ts'
import { startThread } from '../../src/content/threads/threads.ts'
import { approveBridge, endBridge, proposeBridge } from '../../src/realms/bridges/bridges.ts'
import { publishOut, recall } from '../../src/realms/crossings/crossings.ts'
import { endGrant, giveGrant } from '../../src/realms/grants/grants.ts'
import { stopFlow } from '../../src/realms/spaces/spaces.ts'
import { pseudoLanguages } from './pseudo.ts'
import { unsaidWords } from './words.ts'

const languages = pseudoLanguages()
const marked = { 'accept-language': 'en-XA' }

test(
  'a crossing of each kind, standing and recalled, alone and in the log',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const mirela = cast.as(ctx, 'mirela')
    const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off', body: 'Why?', tags: [] })
    const source = await startThread(mirela, cast.spaces.velund, { type: 'discussion', title: 'Wording', body: 'So' })
    const out = await publishOut(mirela, {
      source: { kind: 'thread', id: source.id, spaceId: source.spaceId },
      targetSpaceId: thread.spaceId,
      ...{ bytes: 'Warm it', reason: 'Agreed', audience: 'Everybody' },
      write: async (inside) => ({ kind: 'reply', id: (await postOfficialAnswer(inside, thread.id, 'Warm it')).id }),
    })
    const site = await openSite(ctx, undefined, languages)
    const read = async (path: string) =>
      (await site.as('jonas').get(path, marked)).text.replaceAll('Everybody', '').replaceAll('Warm it', '')
    for (const path of [`/inside/crossings/${out.id}`, '/inside/crossings'])
      assert.deepEqual(unsaidWords(await read(path)), [], path)
    const back = await recall(mirela, out.id, 'Wrong')
    for (const path of [`/inside/crossings/${out.id}`, `/inside/crossings/${back.id}`, '/inside/crossings?act=recall'])
      assert.deepEqual(unsaidWords(await read(path)), [], path)
    const { crossing } = await bringInto(mirela, { kind: 'thread', id: thread.id }, cast.spaces.velund.id, {
      reason: 'Look',
    })
    for (const path of [`/inside/crossings/${crossing.id}`, '/inside/crossings?act=bring-in'])
      assert.deepEqual(unsaidWords(await read(path)), [], path)
  }),
)

test(
  'a bridge that waits, works and has ended, as whoever decides and whoever may not sees it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const bridge = await proposeBridge(cast.as(ctx, 'jonas'), {
      spaces: [cast.spaces.riders.id, cast.spaces.velund.id],
      ...{ bringsIn: true, publishesOut: true, title: 'Into the house', reason: 'To hear them' },
    })
    const site = await openSite(ctx, undefined, languages)
    const look = async (when: string) => {
      for (const who of ['jonas', 'sara', 'lena'] as const)
        for (const path of [`/inside/bridges/${bridge.id}`, '/inside/bridges'])
          assert.deepEqual(unsaidWords((await site.as(who).get(path, marked)).text), [], `${who}, ${when}: ${path}`)
    }
    await look('proposed')
    await approveBridge(cast.as(ctx, 'jonas'), bridge.id, 'inner')
    await look('half')
    await approveBridge(cast.as(ctx, 'sara'), bridge.id, 'outer')
    await look('working')
    await endBridge(cast.as(ctx, 'sara'), bridge.id, 'Enough')
    await look('ended')
  }),
)

test(
  'the rights of a space with grants of each kind, a stop and a story, for whoever may and may not give',
  inTransaction(async (ctx) => {
    const { cast, nodes, page } = await insertPositions(ctx)
    const tomasz = cast.as(ctx, 'tomasz')
    const jonas = cast.as(ctx, 'jonas')
    await giveGrant(tomasz, page.id, { right: 'read', to: `node:${nodes.firmware}`, role: 'lead', reason: 'Loom' })
    const id = await giveGrant(jonas, page.id, { right: 'publish-out', to: `person:${cast.people.aiko.id}` })
    await giveGrant(jonas, page.id, { right: 'write', to: `person:${cast.people.sara.id}`, until: '2099-01-01' })
    await endGrant(jonas, id)
    const site = await openSite(ctx, undefined, languages)
    const look = async () => {
      for (const who of ['jonas', 'tomasz', 'mirela', 'daniel'] as const)
        assert.deepEqual(unsaidWords((await site.as(who).get(`/inside/rights/${page.id}`, marked)).text), [], who)
    }
    await look()
    await stopFlow(tomasz, page.id, 'manager')
    await stopFlow(jonas, page.id, 'administrator')
    await look()
    const wrong = await site.as('jonas').post(`/inside/rights/${page.id}`, { to: 'x', right: 'x' }, marked)
    assert.equal(wrong.status, 422)
    assert.deepEqual(unsaidWords(wrong.text), [])
  }),
)
