/** New members who vote alike come before the moderators outside, as a list to look at and nothing else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, everybody, getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { atMinute, makeModerator } from '../../../test/moderation.ts'
import { outcome } from '../../../test/outcome.ts'
import { getIdea, postIdea, vote } from '../../content/ideas/ideas.ts'
import type { Ctx } from '../../platform/context.ts'
import { listAlike } from './cases.ts'

const day = 24 * 60

/** Ines and Gustav, both new, vote the same way on four ideas. */
async function voteAlike(ctx: Ctx, cast: Cast) {
  for (const who of ['ines', 'gustav'] as const)
    await ctx.db
      .updateTable('accounts')
      .set({ createdAt: new Date(ctx.now.getTime() - 3 * day * 60_000) })
      .where('id', '=', cast.people[who].id)
      .execute()
  const ids = []
  for (let at = 0; at < 4; at++) {
    const idea = { space: 'riders', title: `Idea ${at}`, body: `b ${at}`, tags: [] }
    ids.push((await postIdea(cast.as(ctx, 'lena'), idea)).id)
    for (const who of ['ines', 'gustav'] as const) await vote(cast.as(ctx, who), ids[at]!, 1)
  }
  await hearEverything(ctx)
  return ids
}

test(
  'both stand on a short list beside the queue outside, with how often they agree, and their votes count on',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    assert.doesNotMatch((await site.as('sara').get('/moderation/outside')).text, /vote alike/)
    const [first] = await voteAlike(ctx, cast)
    const page = await site.as('sara').get('/moderation/outside')
    assert.match(page.text, /New members who vote alike/)
    for (const who of ['ines', 'gustav'] as const)
      assert.match(page.text, new RegExp(`href="/people/${cast.people[who].id}"[^>]*>${cast.people[who].name}`))
    assert.match(page.text, /alike on 4 ideas/)
    assert.match(page.text, /Nothing waits here/, 'it is no case: nobody did anything')
    const { votes } = await getIdea(ctx, first!)
    assert.equal(votes.score, 2)
  }),
)

test(
  'the list is there for the moderators outside alone, and stands on no other page',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await voteAlike(ctx, cast)
    for (const who of everybody) {
      const as = cast.as(ctx, who)
      assert.equal(await outcome(listAlike(as, 'outside')), who === 'sara' ? 'ok' : 'moderation.not-found', who)
      assert.equal(await outcome(listAlike(as, 'inside')), who === 'jonas' ? 'ok' : 'moderation.not-found', who)
    }
    assert.deepEqual(await listAlike(cast.as(ctx, 'jonas'), 'inside'), [])
    const site = await openSite(ctx)
    assert.doesNotMatch((await site.as('jonas').get('/moderation/inside')).text, /vote alike/)
    assert.doesNotMatch((await site.as('sara').get('/moderation/outside?after=0_0_1')).text, /vote alike/)
    const both = ctx.as(await makeModerator(ctx, cast, 'jonas', 'outside'))
    assert.equal((await listAlike(both, 'outside')).length, 1)
  }),
)

test(
  'after thirty days a pair is on the list no longer, and the newest stands first',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await voteAlike(ctx, cast)
    const [found] = await listAlike(cast.as(ctx, 'sara'), 'outside')
    assert.deepEqual(
      [found!.lowerId, found!.higherId, found!.alike],
      [...[cast.people.ines.id, cast.people.gustav.id].toSorted((a, b) => a - b), 4],
    )
    const pair = [cast.people.joost.id, cast.people.amina.id].toSorted((a, b) => a - b)
    await ctx.db
      .insertInto('ideaAlikeVotes')
      .values({ lowerId: pair[0]!, higherId: pair[1]!, alike: 6, foundAt: atMinute(ctx, 5).now })
      .execute()
    const at = async (minute: number) =>
      (await listAlike(atMinute(ctx, minute).as(cast.people.sara), 'outside')).map((one) => one.alike)
    assert.deepEqual(await at(10), [6, 4])
    assert.deepEqual(await at(30 * day), [6, 4])
    assert.deepEqual(await at(30 * day + 1), [6])
    assert.deepEqual(await at(30 * day + 6), [])
  }),
)
