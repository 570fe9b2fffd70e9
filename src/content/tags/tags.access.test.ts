import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { outcome } from '../../../test/outcome.ts'
import { type PersonName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type NewThread, mergeThread, narrowThread, registerPower, startThread } from '../threads/threads.ts'
import { mayRetag } from './tags.access.ts'
import { setTags, tagsOf } from './tags.ts'

// What gives a power is registered once, for the whole process; these hold it while a test says so.
const holders = new Set<AccountId>()
registerPower('retag', async (_ctx, accountId) => holders.has(accountId))

async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  holders.clear()
  const start = (who: PersonName, space: keyof typeof cast.spaces, more: Partial<NewThread> = {}) =>
    startThread(cast.as(ctx, who), cast.spaces[space], {
      ...{ type: 'question', title: 'It stops', body: 'Why?' },
      ...more,
    } as NewThread)
  return { cast, start }
}

test(
  'everybody against the tags of a question outside: its author, who keeps order, and whoever’s standing lets them',
  inTransaction(async (ctx) => {
    const { cast, start } = await scene(ctx)
    const thread = await start('ines', 'riders')
    for (const who of everybody) {
      const told = await outcome(setTags(cast.as(ctx, who), thread.id, [`by-${who}`]))
      const wanted = {
        visitor: 'spaces.sign-in-first',
        petra: 'threads.not-found',
        ines: 'ok',
        sara: 'ok',
        jonas: 'ok',
      }[who as string]
      assert.equal(told, wanted ?? 'tags.not-yours', who)
    }
    holders.add(cast.people.gustav.id)
    // An employee in whom the check believes too: standing is earned by members alone.
    holders.add(cast.people.daniel.id)
    assert.equal(await outcome(setTags(cast.as(ctx, 'gustav'), thread.id, ['cold'])), 'ok')
    assert.equal(await outcome(setTags(cast.as(ctx, 'daniel'), thread.id, ['warm'])), 'tags.not-yours')
    assert.equal(await outcome(setTags(cast.as(ctx, 'joost'), thread.id, ['warm'])), 'tags.not-yours')
    assert.deepEqual((await tagsOf(ctx, [thread.id])).get(thread.id), ['cold'])
  }),
)

test(
  'the verdict: no power opens what is inside, closed, or written for fewer people',
  inTransaction(async (ctx) => {
    const { cast } = await scene(ctx)
    const { riders, velund } = cast.spaces
    const facts = { right: undefined, hasPower: true }
    const thread = { authorId: cast.people.ines.id, narrowed: false }
    for (const who of everybody) {
      if (who === 'visitor' || who === 'petra') continue
      const { viewer } = cast.as(ctx, who)
      const isAuthor = who === 'ines'
      const keepsOrder = who === 'sara' || who === 'jonas'
      assert.equal(mayRetag(viewer, riders, thread, facts).allowed, true, who)
      assert.equal(mayRetag(viewer, riders, { ...thread, narrowed: true }, facts).allowed, isAuthor, who)
      assert.equal(mayRetag(viewer, riders, thread, { ...facts, hasPower: false }).allowed, isAuthor || keepsOrder, who)
      assert.equal(mayRetag(viewer, { ...riders, archivedAt: new Date() }, thread, facts).allowed, false, who)
      assert.equal(mayRetag(viewer, velund, { ...thread, authorId: 0 as AccountId }, facts).allowed, false, who)
    }
    const system = mayRetag({ kind: 'system', reason: 'test' } as never, riders, thread, { ...facts, hasPower: false })
    assert.equal(system.allowed, true)
  }),
)

test(
  'a post that reaches members alone keeps the tags of its author, whatever standing somebody has',
  inTransaction(async (ctx) => {
    const { cast, start } = await scene(ctx)
    const thread = await start('ines', 'riders')
    holders.add(cast.people.gustav.id)
    await narrowThread(cast.as(ctx, 'ines'), thread.id, 4)
    assert.equal(await outcome(setTags(cast.as(ctx, 'gustav'), thread.id, ['cold'])), 'tags.not-yours')
    assert.equal(await outcome(setTags(cast.as(ctx, 'ines'), thread.id, ['cold'])), 'ok')
  }),
)

test(
  'members of long standing find the way to the tags, change them without script, and read what was wrong',
  inTransaction(async (ctx) => {
    const { cast, start } = await scene(ctx)
    const thread = await start('ines', 'riders')
    const path = `/threads/${thread.id}/tags`
    const site = await openSite(ctx)
    const gustav = site.as('gustav')
    assert.doesNotMatch((await gustav.get(`/threads/${thread.id}/keep`)).text, new RegExp(path))
    assert.equal((await gustav.get(path)).status, 403)
    assert.equal((await gustav.post(path, { tags: 'cold' })).status, 403)
    holders.add(cast.people.gustav.id)
    assert.ok((await gustav.get(`/threads/${thread.id}/keep`)).text.includes(`href="${path}"`))
    assert.match((await gustav.get(path)).text, /Change the tags/)
    const wrong = await gustav.post(path, { tags: 'cold, <b>' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /is made of letters.*value="cold, &lt;b/s)
    const done = await gustav.post(path, { tags: 'Cold, battery' })
    assert.deepEqual([done.status, done.location], [303, `/questions/${thread.id}/it-stops`])
    assert.match((await gustav.get(path)).text, /value="battery, cold"/)
    assert.match((await site.as('visitor').get(done.location!)).text, /\/tags\/battery/)
    assert.equal((await site.as('visitor').get(path)).status, 403)
    assert.equal((await site.as('petra').get(path)).status, 404)
    assert.equal((await gustav.get('/threads/999999/tags')).status, 404)
  }),
)

test(
  'what stands inside or was merged away has no page of tags',
  inTransaction(async (ctx) => {
    const { cast, start } = await scene(ctx)
    const inside = await start('lena', 'velund', { type: 'discussion' })
    const [same, other] = [await start('ines', 'riders'), await start('daniel', 'riders')]
    await mergeThread(cast.as(ctx, 'sara'), same.id, other.id)
    const site = await openSite(ctx)
    assert.equal((await site.as('lena').get(`/threads/${inside.id}/tags`)).status, 404)
    assert.equal((await site.as('ines').get(`/threads/${same.id}/tags`)).status, 404)
  }),
)
