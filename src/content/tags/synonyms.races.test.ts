/** Two stewards at once: whichever is first, there is neither chain nor circle afterwards. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getCast } from '../../../test/cast.ts'
import { freshPool } from '../../../test/database.ts'
import { outcome } from '../../../test/outcome.ts'
import { makeCtx } from '../../platform/context.ts'
import { openDatabase } from '../../platform/database.ts'
import { silentLog } from '../../platform/log.ts'
import { ask } from '../questions/questions.ts'
import { mergeTags } from './synonyms.ts'

const pool = await freshPool('cast')

test('merges that would make a circle or a chain together are not both made, at whatever moment they come', async () => {
  const viewer = { kind: 'system', reason: 'test' } as const
  const ctx = makeCtx({ viewer, db: openDatabase(pool), now: new Date(), log: silentLog })
  const cast = await getCast(ctx)
  const words = ['w1', 'w2', 'w3', 'w4', 'w5']
  await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'All words', body: 'x', tags: words })
  const sara = cast.as(ctx, 'sara')
  const wishes = words.flatMap((from) => words.filter((into) => into !== from).map((into) => [from, into] as const))
  const said = await Promise.all(wishes.map(([from, into]) => outcome(mergeTags(sara, 'outside', from, into))))
  assert.deepEqual([...new Set(said)].toSorted(), ['ok', 'tags.no-merge'])
  const { rows } = await sql<{ tagId: number; intoId: number }>`select tag_id, into_id from tag_synonyms`.execute(
    ctx.db,
  )
  assert.equal(rows.length, said.filter((one) => one === 'ok').length)
  const sources = new Set(rows.map(({ tagId }) => tagId))
  assert.equal(sources.size, rows.length, 'each leads to one at most')
  assert.ok(
    rows.every(({ intoId }) => !sources.has(intoId)),
    'what something leads to leads nowhere',
  )
})
