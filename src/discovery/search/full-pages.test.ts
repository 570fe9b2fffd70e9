import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { startThread } from '../../content/threads/threads.ts'
import { readAsked } from './asked.ts'
import { selectBest, selectNewest, selectWanted } from './search.queries.ts'

test(
  'a page is full of what its reader may open, however much newer there is that they may not',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const write = async (space: 'riders' | 'velund', who: 'ines' | 'daniel', n: number) => {
      const type = space === 'riders' ? 'question' : 'discussion'
      return (await startThread(cast.as(ctx, who), cast.spaces[space], { type, title: `Zarquon ${n}`, body: 'So.' })).id
    }
    const open = [await write('riders', 'ines', 1), await write('riders', 'ines', 2)]
    for (let n = 3; n < 9; n++) await write('velund', 'daniel', n)
    const { groups, filters } = readAsked('zarquon')
    const visitor = ctx.as({ kind: 'visitor' })
    const wanted = (await selectWanted(visitor, groups, filters))!
    const { sides, inReplies } = wanted
    assert.deepEqual([sides.map(({ realm, plan }) => [realm, plan]), inReplies], [[['outside', 'look-up']], 'look-up'])
    for (const select of [selectNewest, selectBest]) {
      const hits = await select(visitor, wanted, filters, undefined, 1)
      assert.deepEqual(hits.map((hit) => hit.id).toSorted(), open.toSorted(), select.name)
    }
  }),
)
