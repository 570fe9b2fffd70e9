import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { mayPromise } from './promises.access.ts'
import { promiseAnswers, promiseIn } from './questions.ts'

test(
  'everybody against what is promised: stewards of the outside, and whoever manages the space',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { riders, velund } = cast.spaces
    for (const who of everybody) {
      const viewer = cast.viewer(who)
      const steward = who === 'jonas' || who === 'sara'
      assert.equal(mayPromise(viewer, riders, undefined).allowed, steward, who)
      assert.equal(mayPromise(viewer, riders, 'write').allowed, steward, who)
      assert.equal(mayPromise(viewer, riders, 'manage').allowed, true, `${who} manages it`)
      assert.equal(mayPromise(viewer, velund, 'manage').allowed, false, `${who}: nothing inside is promised`)
      const hours = 10 + everybody.indexOf(who)
      const done = await promiseAnswers(cast.as(ctx, who), riders, hours).then(
        () => 'ok',
        (error: { code: string }) => error.code,
      )
      assert.equal(done, steward ? 'ok' : 'promises.not-steward', who)
      assert.equal((await promiseIn(ctx, riders)) === hours, steward, who)
    }
  }),
)
