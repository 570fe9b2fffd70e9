import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { everybody, getCast } from '../../test/cast.ts'
import { inTransaction } from '../../test/database.ts'
import { type RegimeRules, everyAccount, readerOf } from './reader.access.ts'

/** Each regime lets exactly its own kind of reader through, by a rule that also looks at who it is. */
const onlyOwn = (realm: 'inside' | 'outside' | 'bridge' | 'visitor'): RegimeRules => ({
  visitor: () => sql`${realm === 'visitor'}::boolean`,
  account: {
    inside: (id) => sql`(${realm === 'inside'}::boolean and ${id} > 0)`,
    outside: (id) => sql`(${realm === 'outside'}::boolean and ${id} > 0)`,
    bridge: (id) => sql`(${realm === 'bridge'}::boolean and ${id} > 0)`,
  },
})

test(
  'every member of the cast is judged by the rule of their own side and no other',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const realm of ['inside', 'outside', 'bridge', 'visitor'] as const) {
      for (const who of everybody) {
        const viewer = cast.viewer(who)
        const side = viewer.kind === 'account' ? viewer.realm : 'visitor'
        const { rows } = await sql<{ may: boolean }>`select ${readerOf(viewer).allowed(onlyOwn(realm))} as may`.execute(
          ctx.db,
        )
        assert.equal(rows[0]!.may, side === realm, `${who} by the rule of ${realm}`)
      }
    }
  }),
)

test(
  'asked of everybody at once, the rule names the same people as asked of each',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    for (const realm of ['inside', 'outside', 'bridge'] as const) {
      const rows = await ctx.db
        .selectFrom('accounts')
        .select('handle')
        .where(everyAccount.allowed(onlyOwn(realm)))
        .orderBy('id')
        .execute()
      const each = everybody.filter((who) => who !== 'visitor' && cast.people[who].realm === realm)
      assert.deepEqual(
        rows.map((row) => row.handle),
        each,
      )
    }
    const closed = ctx.db.updateTable('accounts').set({ state: 'closed' }).where('handle', '=', 'petra')
    await closed.execute()
    const left = await ctx.db
      .selectFrom('accounts')
      .select('handle')
      .where(everyAccount.allowed(onlyOwn('bridge')))
      .execute()
    assert.deepEqual(left, [], 'whoever has left is no reader')
  }),
)
