import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { endOffice, giveOffice, giveOfficeByEmail, listOffices } from './offices.ts'

test(
  'the owner alone gives and ends offices; employees see who holds them; for others there is nothing',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error) => error.code ?? error,
      )
    for (const who of everybody) {
      const seen = cast.as(ctx, who)
      const employee = who !== 'visitor' && cast.people[who].realm === 'inside'
      assert.equal(await outcome(listOffices(seen)), employee ? 'done' : 'offices.not-found', who)
      const expected = who === 'jonas' ? 'done' : 'offices.owner-only'
      assert.equal(await outcome(giveOffice(seen, cast.people.aiko.id, 'official-voice')), expected, who)
      assert.equal(await outcome(endOffice(seen, cast.people.aiko.id, 'official-voice')), expected, who)
      assert.equal(await outcome(giveOfficeByEmail(seen, 'aiko@velund.example', 'official-voice')), expected, who)
    }
  }),
)
