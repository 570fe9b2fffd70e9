/** Who can judge a session, and how they are named. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { createAccount } from '../../people/accounts/accounts.ts'
import { at, hour, opensAt, words } from './sessions.fixture.test.ts'
import { enterStorm, startStorm } from './storms.ts'

test(
  'a judge reads what they judge: somebody who is not in the room is refused as its judge',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const lena = at(cast.as(ctx, 'lena'), opensAt - hour)
    await assert.rejects(startStorm(lena, cast.spaces.cells, { ...words, judges: 'Aiko Tanaka' }), {
      fields: { judges: 'Aiko Tanaka cannot read Cell supply room. Add them there first.' },
    })
    const { judges } = await enterStorm(
      lena,
      (await startStorm(lena, cast.spaces.cells, { ...words, judges: 'petra kovač' })).id,
    )
    assert.deepEqual(judges, [cast.people.petra.id], 'a guest of the room judges there')
  }),
)

test(
  'of two judges with one name the number of their page says which is meant',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const mirela = at(cast.as(ctx, 'mirela'), opensAt - hour)
    const email = 'other.lena@velund.example'
    const other = await createAccount(ctx, { realm: 'inside', displayName: 'Lena Brandt', email })
    const judgedBy = (judges: string) => startStorm(mirela, cast.spaces.riders, { ...words, judges })
    const first = `Lena Brandt #${cast.people.lena.id}`
    await assert.rejects(judgedBy('Lena Brandt'), {
      fields: {
        judges: `Several people are named Lena Brandt. Add the number in the address of their page: ${first}.`,
      },
    })
    assert.deepEqual((await enterStorm(mirela, (await judgedBy(`lena brandt #${other}`)).id)).judges, [other])
    await assert.rejects(judgedBy(`Aiko Tanaka #${other}`), { fields: { judges: 'Nobody here is named Aiko Tanaka.' } })
  }),
)
