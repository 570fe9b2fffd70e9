import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { ask } from '../../content/questions/questions.ts'
import { openSwarm, say } from '../../customers/swarms/swarms.ts'
import { getLoopBoard, listLoopItems, listSaid, mayReadBoard } from './loops.ts'

/** b: opens the board and its items. */
const table: Record<(typeof everybody)[number], string> = {
  visitor: '',
  daniel: 'b',
  tomasz: 'b',
  aiko: 'b',
  lena: 'b',
  mirela: 'b',
  jonas: 'b',
  sara: 'b',
  ines: '',
  gustav: '',
  joost: '',
  amina: '',
  petra: '',
}

test(
  'the board and what stands behind it is for employees; to everybody else it is not there',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    for (const who of everybody) {
      const theirs = cast.as(ctx, who)
      const opens = [getLoopBoard(theirs, '30'), listLoopItems(theirs, 'heard', '30'), listSaid(theirs, 'said', '30')]
      const opened = await Promise.all(
        opens.map((one) =>
          one.then(
            () => true,
            () => false,
          ),
        ),
      )
      assert.deepEqual(new Set(opened), new Set([table[who] === 'b']), who)
      assert.equal(mayReadBoard(theirs.viewer), table[who] === 'b', who)
      for (const path of ['/inside/measures', '/inside/measures/items?of=heard&window=30']) {
        assert.equal((await site.as(who).get(path)).status, table[who] === 'b' ? 200 : 404, `${who} ${path}`)
      }
    }
  }),
)

test(
  'a swarm in a space that its reader cannot read is in none of their figures and none of their lists',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'Off at 40 %',
      body: 'Why?',
      tags: [],
    })
    const swarm = await openSwarm(cast.as(ctx, 'tomasz'), thread.id, { space: cast.spaces.battery.id })
    await say(cast.as(ctx, 'tomasz'), swarm.id, 'Lot 6')
    for (const who of everybody.filter((one) => table[one] === 'b')) {
      const knows = ['tomasz', 'aiko', 'lena'].includes(who)
      assert.equal((await getLoopBoard(cast.as(ctx, who), '30')).swarmed, knows ? 1 : 0, who)
      assert.equal((await listLoopItems(cast.as(ctx, who), 'swarmed', '30')).items.length, knows ? 1 : 0, who)
    }
  }),
)
