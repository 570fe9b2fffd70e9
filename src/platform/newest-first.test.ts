/** A list read page by page is the list: each row once, the newest first, whatever stands at the same moment. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { inTransaction } from '../../test/database.ts'
import { fc } from '../../test/property.ts'
import { readCursor } from './cursor.ts'
import { readNewest } from './newest-first.ts'

interface Moments {
  moments: { id: number; saidAt: Date; kind: string }
}

test(
  'page after page gives every row once, in order of time and then id',
  inTransaction(async (ctx) => {
    const db = ctx.db as unknown as Kysely<Moments>
    await sql`create temp table moments (id bigint, said_at timestamptz(3), kind text) on commit drop`.execute(db)
    const row = fc.record({ at: fc.nat(5), kind: fc.constantFrom('a', 'b') })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 25 }), fc.integer({ min: 1, max: 7 }), async (rows, limit) => {
        await db.deleteFrom('moments').execute()
        const all = rows.map(({ at, kind }, id) => ({ id, saidAt: new Date(1_800_000_000_000 + at), kind }))
        if (all.length > 0) await db.insertInto('moments').values(all).execute()
        const read: { id: number; saidAt: Date; kind: string }[] = []
        let next: string | undefined
        do {
          const query = db.selectFrom('moments').selectAll().where('kind', '=', 'a')
          const page = await readNewest(query, 'moments.saidAt', readCursor(next), limit)
          assert.ok(page.items.length <= limit)
          read.push(...page.items)
          next = page.next
        } while (next !== undefined)
        const expected = all
          .filter(({ kind }) => kind === 'a')
          .toSorted((a, b) => b.saidAt.getTime() - a.saidAt.getTime() || b.id - a.id)
        assert.deepEqual(read, expected)
      }),
      { numRuns: 60 },
    )
  }),
)
