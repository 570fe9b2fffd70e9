import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction } from '../../test/database.ts'
import { counting } from '../../test/statements.ts'
import type { Db } from './context.ts'
import { ask, askTogether, asked, sideBySide } from './asking.ts'
import { NotFound } from './errors.ts'

const moment = new Date('2026-03-02T10:00:00.123Z')
const numbers = asked(
  sql<{ oneNumber: number }>`select n as one_number from generate_series(1, 3) n order by n desc`,
  (rows) => rows.map((row) => row.oneNumber),
)
const when = asked(sql<{ lastAct: Date }>`select ${moment}::timestamptz as last_act`, (rows) =>
  rows.map((row) => new Date(row.lastAct)),
)
const nothing = asked(sql<{ a: number }>`select 1 as a where false`, (rows) => rows.length)
const words = asked(
  sql<{ theWords: string | null; manyWords: string[] }>`
    select null as the_words, array['a_b', 'ü "<'] as many_words`,
  ([row]) => row!,
)

test(
  'what is asked together is one statement, and the answers are those of asking one after the other',
  inTransaction(async (plain) => {
    const { ctx, take } = counting(plain)
    const together = await askTogether(ctx.db, { numbers, when, nothing, words })
    assert.equal(take(), 1)
    const alone = {
      numbers: await ask(ctx.db, numbers),
      when: await ask(ctx.db, when),
      nothing: await ask(ctx.db, nothing),
      words: await ask(ctx.db, words),
    }
    assert.equal(take(), 4)
    assert.deepEqual(together, alone)
    assert.deepEqual(together.numbers, [3, 2, 1])
    assert.deepEqual(together.when, [moment])
    assert.equal(together.nothing, 0)
    assert.deepEqual(together.words, { theWords: null, manyWords: ['a_b', 'ü "<'] })
  }),
)

test(
  'a statement put together by parts can be asked together too, and what it refuses is refused',
  inTransaction(async (ctx) => {
    const company = (key: string) =>
      asked(ctx.db.selectFrom('settings').select(['key', 'changedAt']).where('key', '=', key), ([row]) => {
        if (!row) throw new NotFound('settings.none')
        return row.key
      })
    const key = 'asked-together'
    await ctx.db
      .insertInto('settings')
      .values({ key, value: JSON.stringify(1), changedAt: ctx.now })
      .execute()
    assert.deepEqual(await askTogether(ctx.db, { key: company(key), numbers }), { key, numbers: [3, 2, 1] })
    await assert.rejects(askTogether(ctx.db, { numbers, key: company('no-such-setting') }), NotFound)
  }),
)

test(
  'side by side, neither of two waits for the other; in a transaction one comes after the other',
  inTransaction(async (ctx) => {
    const order: string[] = []
    const pair = (db: Db, until: Promise<unknown>, begin: () => void) =>
      sideBySide(
        db,
        async () => {
          order.push('one begins')
          await until
          order.push('one ends')
          return 1
        },
        async () => {
          order.push('other begins')
          begin()
          return 'two'
        },
      )
    const { promise, resolve } = Promise.withResolvers<void>()
    assert.deepEqual(await pair({ isTransaction: false } as Db, promise, resolve), [1, 'two'])
    assert.deepEqual(order, ['one begins', 'other begins', 'one ends'])
    order.length = 0
    assert.deepEqual(await pair(ctx.db, Promise.resolve(), () => {}), [1, 'two'])
    assert.deepEqual(order, ['one begins', 'one ends', 'other begins'])
  }),
)
