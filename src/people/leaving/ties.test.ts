import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction } from '../../../test/database.ts'
import { ties, tiesThat } from './ties.ts'

test(
  'of everything in the database that names an account it is decided what becomes of it when its person leaves',
  inTransaction(async (ctx) => {
    const { rows } = await sql<{ name: string }>`
      select c.conrelid::regclass::text || '.' || a.attname as name from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.confrelid = 'accounts'::regclass order by 1`.execute(ctx.db)
    const there = rows.map((row) => row.name)
    assert.deepEqual(
      {
        undecided: there.filter((name) => !(name in ties)),
        gone: Object.keys(ties).filter((name) => !there.includes(name)),
      },
      { undecided: [], gone: [] },
      'a migration that names an account says in ties.ts what becomes of the row',
    )
  }),
)

test('what others read and count is nothing that a leaving takes away', () => {
  const taken = [...tiesThat('ends'), ...tiesThat('destroyed')].map(({ table }) => table)
  for (const kept of [
    'threads',
    'replies',
    'revisions',
    'answer_acceptances',
    'idea_votes',
    'kudos',
    'same_heres',
    'files',
  ])
    assert.ok(!taken.includes(kept), kept)
  assert.ok(taken.length > 15)
})
