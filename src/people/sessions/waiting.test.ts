/** Sessions that owe a second factor: under any history none is anybody's before it is whole. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { makeCtx } from '../../platform/context.ts'
import { silentLog } from '../../platform/log.ts'
import {
  completeSession,
  demandFresh,
  endSessionByToken,
  factorStanding,
  findViewer,
  findWaiting,
  startSession,
} from './sessions.ts'

const minute = 60_000

interface Expected {
  token: string
  waits: boolean
  until: number
  provedAt: number
  ended: boolean
}

test(
  'a session is its owner’s exactly when no second factor is owed or it was shown in time, and fresh for ten minutes',
  inTransaction(
    async (ctx) => {
      const cast = await getCast(ctx)
      const { ines } = cast.people
      const factor = { accountId: ines.id, secret: Buffer.from('x') }
      const steps = fc.oneof(
        fc.record({ kind: fc.constant('start' as const), both: fc.boolean(), has: fc.boolean() }),
        fc.record({
          kind: fc.constantFrom('complete' as const, 'complete' as const, 'end' as const),
          which: fc.nat(5),
        }),
        fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 20 }) }),
      )
      const met = { waiting: 0, whole: 0, late: 0 }
      await fc.assert(
        fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 16 }), async (history) => {
          await ctx.db.deleteFrom('sessions').execute()
          let now = ctx.now.getTime()
          const at = (viewer = ctx.viewer) => makeCtx({ viewer, db: ctx.db, now: new Date(now), log: silentLog })
          const model: Expected[] = []
          for (const step of history) {
            if (step.kind === 'wait') now += step.minutes * minute
            else if (step.kind === 'start') {
              await ctx.db.deleteFrom('secondFactors').execute()
              if (step.has)
                await ctx.db
                  .insertInto('secondFactors')
                  .values({ ...factor, confirmedAt: ctx.now })
                  .execute()
              const begun = await startSession(at(), ines.id, { provedBy: 'password', device: 'x', both: step.both })
              const waits = step.has && !step.both
              assert.equal(begun.waits, waits)
              const until = now + (waits ? 15 : 30 * 1440) * minute
              model.push({ token: begun.token, waits, until, provedAt: now, ended: false })
            } else {
              const one = model[step.which % Math.max(1, model.length)]
              if (!one) continue
              if (step.kind === 'end') {
                await endSessionByToken(at(), one.token)
                one.ended = true
              } else {
                const may = one.waits && !one.ended && now < one.until
                const token = await completeSession(at(), one.token).catch(() => undefined)
                assert.equal(token !== undefined, may)
                if (one.waits && !one.ended && !may) met.late++
                if (token === undefined) continue
                assert.equal(await findViewer(at(), one.token), undefined, 'the half opens nothing afterwards')
                Object.assign(one, { token, waits: false, until: now + 30 * 1440 * minute, provedAt: now })
              }
            }
            for (const one of model) {
              const lives = !one.ended && now < one.until
              assert.equal((await findViewer(at(), one.token)) !== undefined, lives && !one.waits)
              assert.equal((await findWaiting(at(), one.token)) !== undefined, lives && one.waits)
              const fresh = await demandFresh(at(ines), one.token).then(
                () => true,
                () => false,
              )
              assert.equal(fresh, lives && !one.waits && now - one.provedAt < 10 * minute)
              met[one.waits ? 'waiting' : 'whole']++
            }
          }
        }),
        { numRuns: 45 },
      )
      assert.ok(met.waiting > 20 && met.whole > 50 && met.late > 0, JSON.stringify(met))
    },
    { now: new Date('2026-03-02T10:00:00Z') },
  ),
)

test(
  'whether somebody has a second factor, or must have one, is known to them and to Tango alone',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { ines, gustav } = cast.people
    assert.deepEqual(await factorStanding(ctx, ines.id), { has: false, required: false })
    assert.deepEqual(await factorStanding(cast.as(ctx, 'ines'), ines.id), { has: false, required: false })
    for (const who of ['visitor', 'gustav', 'jonas', 'petra'] as const)
      await assert.rejects(factorStanding(cast.as(ctx, who), ines.id), { code: 'not-found' })
    const { token } = await startSession(ctx, ines.id, { provedBy: 'code', device: 'x' })
    await assert.rejects(
      demandFresh(ctx.as(gustav), token),
      { code: 'sessions.not-fresh' },
      'nobody else’s session is mine',
    )
    await assert.rejects(demandFresh(ctx.as(ines), undefined), { code: 'sessions.not-fresh' })
  }),
)
