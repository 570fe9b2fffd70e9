import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { seesWithoutFinds } from './search.access.ts'

test(
  'who sees what was looked for and not found: the stewards of the side, and the owner',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const may = { outside: ['sara', 'jonas'], inside: ['jonas'] }
    for (const who of everybody)
      for (const side of ['outside', 'inside'] as const)
        assert.equal(seesWithoutFinds(cast.viewer(who), side), may[side].includes(who), `${who}: ${side}`)
    assert.equal(seesWithoutFinds({ kind: 'system', reason: 'test' }, 'inside'), true)
  }),
)
