/** The list of sessions read page by page: those that close last first, each once, to whom they are for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { at, hour, opensAt, words } from './sessions.fixture.test.ts'
import { type Storm, listStorms, startStorm } from './storms.ts'

test(
  'page after page gives every session once, also those that close at the same minute, and none of another space',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const mirela = at(cast.as(ctx, 'mirela'), opensAt - 100 * hour)
    const started: Storm[] = []
    for (let n = 0; n < 46; n++) {
      const space = n % 9 === 0 ? cast.spaces.testers : cast.spaces.riders
      const closes = `2030-03-05T${12 + (n % 5)}:00`
      started.push(await startStorm(mirela, space, { ...words, closes, judges: 'Lena Brandt' }))
    }
    for (const who of ['visitor', 'gustav', 'lena'] as const) {
      const read: number[] = []
      const lengths: number[] = []
      for (let after: string | undefined, more = true; more; more = after !== undefined) {
        const page = await listStorms(cast.as(ctx, who), after)
        read.push(...page.items.map(({ id }) => id))
        lengths.push(page.items.length)
        after = page.next
      }
      const expected = started
        .filter(({ spaceId }) => who !== 'visitor' || spaceId === cast.spaces.riders.id)
        .toSorted((a, b) => b.closesAt.getTime() - a.closesAt.getTime() || b.id - a.id)
      assert.deepEqual(
        read,
        expected.map(({ id }) => id),
        who,
      )
      assert.deepEqual(lengths, who === 'visitor' ? [20, 20] : [20, 20, 6], who)
    }
  }),
)
