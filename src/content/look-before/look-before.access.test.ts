import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { outcomeUndone } from '../../../test/outcome.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { ask } from '../questions/questions.ts'
import { startThread } from '../threads/threads.ts'
import { findLikely, getAnsweredBefore, maySeeAnswered, sayAnswered, unsayAnswered } from './look-before.ts'

test(
  'who may say that a thread answered their question, and who sees how often that happens',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const asked = { title: 'The charger hums', body: 'Is it right?', tags: [] }
    const open = (await ask(cast.as(ctx, 'ines'), { ...asked, space: 'riders' })).thread
    const closed = (await ask(cast.as(ctx, 'ines'), { ...asked, space: 'testers' })).thread
    const inside = await startThread(cast.as(ctx, 'tomasz'), cast.spaces.velund, { ...asked, type: 'discussion' })
    for (const who of everybody) {
      const came = (act: (ctx: Ctx) => Promise<unknown>) => outcomeUndone(cast.as(ctx, who), act)
      const say = (threadId: typeof open.id, space: string) =>
        came((one) => sayAnswered(one, { threadId, space, typed: 'hums' }))
      const blind = who === 'petra'
      const signedOut = who === 'visitor'
      const employee = !blind && !signedOut && cast.people[who].realm === 'inside'
      const refused = blind ? 'spaces.not-found' : 'spaces.sign-in-first'
      assert.equal(await say(open.id, 'riders'), blind || signedOut ? refused : 'ok', `${who}: an open thread`)
      assert.equal(await say(closed.id, 'riders'), blind || signedOut ? refused : 'ok', `${who}: of another space`)
      const members = blind || signedOut ? 'spaces.not-found' : 'ok'
      assert.equal(await say(closed.id, 'testers'), members, `${who}: in a members’ space`)
      const crossed = blind || signedOut ? refused : 'threads.not-found'
      assert.equal(await say(inside.id, 'riders'), crossed, `${who}: a thread inside answers no question outside`)
      assert.equal(await say(open.id, 'velund'), employee ? 'threads.not-found' : 'spaces.not-found', `${who}: inside`)
      const sees = who === 'jonas' || who === 'sara' ? 'ok' : blind ? 'spaces.not-found' : 'look-before.not-found'
      assert.equal(await came((one) => getAnsweredBefore(one, 'riders')), sees, `${who} sees the measures`)
      assert.equal(await came((one) => unsayAnswered(one, 1 as never)), signedOut ? 'look-before.not-found' : 'ok')
      const found = (await findLikely(cast.as(ctx, who), 'charger hums')).map(({ thread }) => thread.id)
      const readable = blind ? [] : signedOut ? [open.id] : [open.id, closed.id]
      assert.deepEqual(found.toSorted(), readable.toSorted(), `${who} is offered what they could open`)
    }
  }),
)

test(
  'who looks after a space sees its measures, and of inside and bridge spaces there are none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { riders, velund, cells } = cast.spaces
    assert.equal(maySeeAnswered(cast.people.daniel, riders, 'manage').allowed, true)
    for (const right of ['read', 'write', 'moderate', undefined] as const)
      assert.equal(maySeeAnswered(cast.people.daniel, riders, right).allowed, false)
    for (const space of [velund, cells]) assert.equal(maySeeAnswered(cast.people.jonas, space, 'manage').allowed, false)
  }),
)
