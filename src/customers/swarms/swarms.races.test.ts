import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { testPool } from '../../../test/database.ts'
import { ask, getQuestion } from '../../content/questions/questions.ts'
import { listThreads } from '../../content/threads/threads.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { Conflict } from '../../platform/errors.ts'
import { silentLog } from '../../platform/log.ts'
import { listCrossings, recall } from '../../realms/crossings/crossings.ts'
import { agree, call, join, openSwarm, previewWording, proposeWording, publishOutWording } from './swarms.ts'

/** A context that really commits, each call on a connection of its own. */
async function committing(): Promise<Ctx> {
  const db = openDatabase(await testPool())
  return makeCtx({ viewer: { kind: 'system', reason: 'test' }, db, now: new Date(), log: silentLog })
}

/** How many of several attempts at once went through; the others must be refused with this code. */
async function winners(attempts: readonly Promise<unknown>[], code: string): Promise<number> {
  const ended = await Promise.allSettled(attempts)
  for (const one of ended) {
    if (one.status === 'rejected')
      assert.ok(one.reason instanceof Conflict && one.reason.code === code, String(one.reason))
  }
  return ended.filter((one) => one.status === 'fulfilled').length
}

test('of several who do the same at once one goes through: opening a swarm, publishing a wording, recalling it', async () => {
  const ctx = await committing()
  const cast = await getCast(ctx)
  const daniel = cast.as(ctx, 'daniel')
  const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Off at 40 %', body: 'Why?', tags: [] })

  const openers = (['daniel', 'tomasz', 'aiko', 'lena'] as const).map((who) => openSwarm(cast.as(ctx, who), thread.id))
  assert.equal(await winners(openers, 'swarms.already-open'), 1)
  const swarm = (await Promise.allSettled(openers)).find((one) => one.status === 'fulfilled')!.value
  const companions = await listThreads(ctx, { spaceId: cast.spaces.velund.id })
  assert.equal(companions.items.length, 1, 'who came second leaves no empty companion behind')

  for (const who of ['daniel', 'mirela', 'tomasz'] as const) await join(cast.as(ctx, who), swarm.id)
  await Promise.all([1, 2, 3].map(() => call(daniel, swarm.id, cast.people.lena.id, 'Product')))
  assert.equal(
    (await ctx.db.selectFrom('swarmCalls').select('accountId').where('accountId', '=', cast.people.lena.id).execute())
      .length,
    swarm.ownerId === cast.people.lena.id ? 0 : 1,
  )

  const wordingId = await proposeWording(daniel, swarm.id, 'It is the software.')
  await agree(cast.as(ctx, 'tomasz'), wordingId)
  const mirela = cast.as(ctx, 'mirela')
  const { sha256: expectedSha256 } = (await previewWording(mirela, swarm.id))!
  const publish = () => publishOutWording(mirela, swarm.id, wordingId, { expectedSha256, reason: 'Asked' })
  assert.equal(await winners([publish(), publish(), publish()], 'swarms.published-already'), 1)
  assert.equal((await getQuestion(cast.as(ctx, 'visitor'), thread.id)).answers.length, 1)

  const [crossing] = (await listCrossings(mirela)).items
  const back = () => recall(mirela, crossing!.id, 'Wrong')
  assert.equal(await winners([back(), back(), back()], 'crossings.recalled-already'), 1)
  assert.deepEqual(
    (await listCrossings(mirela)).items.map((one) => one.act),
    ['recall', 'publish-out'],
  )
})
