/** Who is told what of an idea: each once, in the words of the reason, and never who may not read it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { extendIdea, postIdea, setStage, vote } from '../../content/ideas/ideas.ts'
import { addReply } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { listNotices } from './notices.ts'

async function told(ctx: Ctx, who: PersonName): Promise<string[]> {
  const cast = await getCast(ctx)
  const { items } = await listNotices(cast.as(ctx, who))
  return items.filter((one) => one.kind.name.startsWith('idea-')).map((one) => `${one.says} ${one.because}`)
}

const idea = { space: 'riders', title: 'Warm grips', body: 'In winter.', tags: [] }

test(
  'author, voters and contributors are told of each stage once, whoever set it is not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await postIdea(cast.as(ctx, 'joost'), idea)
    for (const who of ['ines', 'mirela'] as const) await vote(cast.as(ctx, who), id, 1)
    await vote(cast.as(ctx, 'gustav'), id, 1)
    await vote(cast.as(ctx, 'gustav'), id, 0)
    const comment = await addReply(cast.as(ctx, 'amina'), id, { kind: 'comment', body: 'The saddle too.' })
    await extendIdea(cast.as(ctx, 'amina'), id, comment.id, 'Warm saddle')
    await setStage(cast.as(ctx, 'mirela'), id, { stage: 'partly-done', part: 'Left grip.', reason: 'One first.' })
    await setStage(cast.as(ctx, 'mirela'), id, { stage: 'done', reason: '' })
    await hearEverything(ctx)
    await hearEverything(ctx)
    const both = ['This idea is now done', 'This idea is now partly done: “Left grip. One first.”']
    const expected = (because: string) => both.map((says) => `${says} ${because}`).toSorted()
    assert.deepEqual((await told(ctx, 'joost')).toSorted(), expected('because you posted it'))
    assert.deepEqual((await told(ctx, 'ines')).toSorted(), expected('because you voted on it'))
    const amina = (await told(ctx, 'amina')).filter((line) => line.includes('This idea is now'))
    assert.deepEqual(amina.toSorted(), expected('because you contributed to it'))
    assert.deepEqual(await told(ctx, 'gustav'), [], 'took the vote back')
    assert.deepEqual(await told(ctx, 'mirela'), [], 'said it herself')
  }),
)

test(
  'who can no longer read an idea is told nothing of it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await postIdea(cast.as(ctx, 'lena'), { ...idea, space: 'battery' })
    await vote(cast.as(ctx, 'aiko'), id, 1)
    await vote(cast.as(ctx, 'tomasz'), id, -1)
    await ctx.db
      .deleteFrom('memberships')
      .where('spaceId', '=', cast.spaces.battery.id)
      .where('accountId', '=', cast.people.aiko.id)
      .execute()
    await setStage(ctx, id, { stage: 'not-planned', reason: 'Costs too much.' })
    await hearEverything(ctx)
    assert.deepEqual(await told(ctx, 'aiko'), [])
    assert.deepEqual(await told(ctx, 'tomasz'), [
      'This idea is now not planned: “Costs too much.” because you voted on it',
    ])
  }),
)
