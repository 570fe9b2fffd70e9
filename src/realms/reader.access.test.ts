import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { everybody, getCast } from '../../test/cast.ts'
import { inTransaction } from '../../test/database.ts'
import { english as say } from '../platform/languages/languages.ts'
import { type Reasons, type RegimeRules, everyAccount, ground, inSql, readerOf, sayReasons } from './reader.access.ts'

/** Each regime lets exactly its own kind of reader through, by a rule that also looks at who it is. */
const onlyOwn = (realm: 'inside' | 'outside' | 'bridge' | 'visitor'): RegimeRules => ({
  visitor: () => [ground(sql`${realm === 'visitor'}::boolean`, 'Stands before the door.')],
  account: {
    inside: (id) => [
      ground(sql`false`, 'Never holds.'),
      ground(sql`(${realm === 'inside'}::boolean and ${id} > 0)`, 'Works here.'),
    ],
    outside: (id) => [
      ground(sql`(${realm === 'outside'}::boolean and ${id} > 0)`, inSql.said('Member {number}', { number: id })),
    ],
    bridge: (id) => [ground(sql`(${realm === 'bridge'}::boolean and ${id} > 0)`, 'Was invited.')],
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

test(
  'whoever may read is told why, and nobody else: asked of each and asked of everybody',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const words = { visitor: 'Stands before the door.', inside: 'Works here.', bridge: 'Was invited.' }
    for (const realm of ['inside', 'outside', 'bridge', 'visitor'] as const) {
      const sentences = new Map<string, Reasons | null>()
      for (const who of everybody) {
        const { rows } = await sql<{ why: Reasons | null }>`
          select ${readerOf(cast.viewer(who)).because(onlyOwn(realm))} as why`.execute(ctx.db)
        const viewer = cast.viewer(who)
        const own = (viewer.kind === 'account' ? viewer.realm : 'visitor') === realm
        const sentence =
          viewer.kind === 'account' && realm === 'outside' ? `Member ${say.number(viewer.id)}` : undefined
        const { why } = rows[0]!
        assert.equal(why && sayReasons(say, why), own ? (sentence ?? words[realm as keyof typeof words]) : null)
        if (who !== 'visitor') sentences.set(who, why)
      }
      const all = await ctx.db
        .selectFrom('accounts')
        .select(['handle', everyAccount.because(onlyOwn(realm)).as('why')])
        .execute()
      assert.deepEqual(new Map(all.map((row) => [row.handle, row.why])), sentences)
    }
  }),
)

test(
  'a viewer is one reader throughout a request, and two viewers are never the same one',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const own: RegimeRules = {
      visitor: () => [],
      account: {
        inside: (id) => [ground(sql`accounts.id = ${id}`, 'Is this person.')],
        outside: (id) => [ground(sql`accounts.id = ${id}`, 'Is this person.')],
        bridge: (id) => [ground(sql`accounts.id = ${id}`, 'Is this person.')],
      },
    }
    assert.equal(readerOf({ kind: 'visitor' }), readerOf({ kind: 'visitor' }))
    const viewers = everybody.map((who) => cast.viewer(who))
    for (const viewer of [...viewers, ...viewers]) {
      assert.equal(readerOf(viewer), readerOf(viewer))
      const found = await ctx.db.selectFrom('accounts').select('id').where(readerOf(viewer).allowed(own)).execute()
      assert.deepEqual(
        found.map((row) => row.id),
        viewer.kind === 'account' ? [viewer.id] : [],
      )
    }
  }),
)
