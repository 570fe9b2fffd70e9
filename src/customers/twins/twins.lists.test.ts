/** The list of twins read page by page: those joined last first, each once, the ended ones too. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { makeCtx } from '../../platform/context.ts'
import { postPair } from './pair.fixture.test.ts'
import { endTwin, joinTwin, listTwins } from './twins.ts'

test(
  'two ideas that were joined again and again stand there each time, also twice in one moment',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const pair = await postPair(ctx, cast)
    const joined: number[] = []
    for (let n = 0; n < 23; n++) {
      const now = new Date(ctx.now.getTime() + Math.floor(n / 2) * 1000)
      const lena = makeCtx({ ...cast.as(ctx, 'lena'), now })
      const { id } = await joinTwin(lena, { ...pair, reason: 'The same wish' })
      joined.push(id)
      if (n < 22) await endTwin(lena, id, 'Not quite')
    }
    const first = await listTwins(cast.as(ctx, 'lena'))
    const second = await listTwins(cast.as(ctx, 'lena'), first.next)
    const read = [...first.items, ...second.items]
    assert.deepEqual([first.items.length, second.items.length, second.next], [20, 3, undefined])
    assert.deepEqual(
      read.map(({ id }) => id),
      joined.toReversed(),
    )
    assert.equal(read.filter(({ endedAt }) => endedAt === null).length, 1)
    assert.deepEqual((await listTwins(cast.as(ctx, 'daniel'))).items, [], 'whoever cannot read the inside idea')
  }),
)
