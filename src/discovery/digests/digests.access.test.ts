/** Whose hours somebody may see and set: their own, and nobody else’s. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { type ReaderClock, getClock, setClock } from './digests.ts'

const hours: Omit<ReaderClock, 'zone'> = { graceMinutes: 60, digestHour: 19, digestWeekday: 3 }

test(
  'everybody sees and sets their own hours; nobody those of somebody else',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const who of everybody) {
      for (const other of everybody) {
        if (other === 'visitor') continue
        const { id } = cast.people[other]
        const expected = who === other ? 'ok' : 'digests.not-yours'
        assert.equal(await outcome(getClock(cast.as(ctx, who), id)), expected, `${who} sees those of ${other}`)
        assert.equal(await outcome(setClock(cast.as(ctx, who), id, hours)), expected, `${who} sets those of ${other}`)
      }
    }
    assert.equal(await outcome(getClock(ctx, 999_999 as never)), 'digests.no-account')
  }),
)

test(
  'whoever chose nothing has a grace of ten minutes, digests at eight and on Mondays, and no quiet hours',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const gustav = cast.as(ctx, 'gustav')
    const { id } = cast.people.gustav
    const usual = { zone: 'UTC', graceMinutes: 10, digestHour: 8, digestWeekday: 1 }
    assert.deepEqual(await getClock(gustav, id), usual)
    const quiet = { from: 60, until: 30, days: 1 }
    await setClock(gustav, id, { ...hours, quiet })
    assert.deepEqual(await getClock(gustav, id), { zone: 'UTC', ...hours, quiet })
    assert.equal(await outcome(setClock(gustav, id, { ...hours, quiet: { ...quiet, days: 0 } })), 'digests.no-day')
    const always = { from: 60, until: 60, days: 127 }
    assert.equal(await outcome(setClock(gustav, id, { ...hours, quiet: always })), 'digests.always-quiet')
    await setClock(gustav, id, hours)
    assert.deepEqual(await getClock(gustav, id), { zone: 'UTC', ...hours })
  }),
)
