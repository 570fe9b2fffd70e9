/** Two new accounts that vote alike are flagged for moderation, once, and nobody's vote is touched. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cast, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { getIdea, postIdea, vote } from '../ideas/ideas.ts'
import type { ThreadId } from '../threads/threads.ts'

async function ideas(ctx: Ctx, cast: Cast, count: number): Promise<ThreadId[]> {
  const ids: ThreadId[] = []
  for (let at = 0; at < count; at++)
    ids.push(
      (await postIdea(cast.as(ctx, 'lena'), { space: 'riders', title: `Idea ${at}`, body: `b ${at}`, tags: [] })).id,
    )
  return ids
}

const age = (ctx: Ctx, cast: Cast, who: 'ines' | 'gustav' | 'joost' | 'amina', days: number) =>
  ctx.db
    .updateTable('accounts')
    .set({ createdAt: new Date(ctx.now.getTime() - days * 86_400_000) })
    .where('id', '=', cast.people[who].id)
    .execute()

async function flagged(ctx: Ctx): Promise<unknown[]> {
  await hearEverything(ctx)
  const rows = await ctx.db.selectFrom('events').select('payload').where('name', '=', 'ideas.alike-votes').execute()
  return rows.map((row) => row.payload)
}

test(
  'two new accounts that vote the same way on four ideas are flagged once',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of ['ines', 'gustav', 'joost', 'amina'] as const) await age(ctx, cast, who, 3)
    const ids = await ideas(ctx, cast, 5)
    for (const id of ids.slice(0, 4)) {
      await vote(cast.as(ctx, 'ines'), id, 1)
      await vote(cast.as(ctx, 'gustav'), id, 1)
    }
    const pair = [cast.people.ines.id, cast.people.gustav.id].toSorted((a, b) => a - b)
    assert.deepEqual(await flagged(ctx), [{ accountIds: pair, alike: 4 }])
    await vote(cast.as(ctx, 'ines'), ids[4]!, 1)
    await vote(cast.as(ctx, 'gustav'), ids[4]!, 1)
    assert.equal((await flagged(ctx)).length, 1, 'told once')
    assert.equal((await getIdea(ctx, ids[0]!)).votes.score, 2, 'their votes count as before')
  }),
)

test(
  'nobody is flagged for too few ideas alike, for another mind on some, or as an old member',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await age(ctx, cast, 'ines', 3)
    await age(ctx, cast, 'gustav', 3)
    await age(ctx, cast, 'joost', 3)
    await age(ctx, cast, 'amina', 200)
    const ids = await ideas(ctx, cast, 7)
    for (const [at, id] of ids.entries()) {
      await vote(cast.as(ctx, 'ines'), id, 1)
      // Alike on four of seven: not four of five.
      await vote(cast.as(ctx, 'gustav'), id, at < 4 ? 1 : -1)
      if (at < 3) await vote(cast.as(ctx, 'joost'), id, 1)
      await vote(cast.as(ctx, 'amina'), id, 1)
    }
    assert.deepEqual(await flagged(ctx), [])
  }),
)
