import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction, testPool } from '../../test/database.ts'
import { type Ctx, makeCtx } from './context.ts'
import { openDatabase } from './database.ts'
import { TryLater } from './errors.ts'
import { silentLog } from './log.ts'
import { type RateLimit, countUse, forgetOldUses } from './rate-limits.ts'

const limit: RateLimit = { name: 'tries', uses: 3, seconds: 60 }
const noon = new Date('2026-06-01T12:00:00Z')

const at = (ctx: Ctx, seconds: number): Ctx => makeCtx({ ...ctx, now: new Date(noon.getTime() + seconds * 1000) })

async function refusalOf(use: Promise<void>): Promise<TryLater | undefined> {
  return use.then(
    () => undefined,
    (error: unknown) => {
      assert.ok(error instanceof TryLater)
      return error
    },
  )
}

test(
  'as many uses as the limit says are taken, the next is refused and told when to come back',
  inTransaction(async (ctx) => {
    for (let n = 0; n < 3; n++) await countUse(at(ctx, n), limit, 'ines')
    const refusal = await refusalOf(countUse(at(ctx, 20), limit, 'ines'))
    assert.deepEqual([refusal?.status, refusal?.code, refusal?.afterSeconds], [429, 'too-many-tries', 40])
    assert.match(refusal!.message, /Try again in 40 seconds\.$/)
  }),
)

test(
  'a new window begins exactly on its boundary',
  inTransaction(async (ctx) => {
    for (let n = 0; n < 3; n++) await countUse(at(ctx, 59.999), limit, 'ines')
    const last = await refusalOf(countUse(at(ctx, 59.999), limit, 'ines'))
    assert.equal(last?.afterSeconds, 1)
    assert.equal(await refusalOf(countUse(at(ctx, 60), limit, 'ines')), undefined)
    // Uses of the window before do not come back, and those of this one count on.
    for (let n = 0; n < 2; n++) await countUse(at(ctx, 119), limit, 'ines')
    assert.ok(await refusalOf(countUse(at(ctx, 119.9), limit, 'ines')))
  }),
)

test(
  'who and what for are counted apart',
  inTransaction(async (ctx) => {
    for (let n = 0; n < 3; n++) await countUse(at(ctx, 0), limit, 'ines')
    await countUse(at(ctx, 0), limit, 'gustav')
    await countUse(at(ctx, 0), { ...limit, name: 'mails' }, 'ines')
    assert.ok(await refusalOf(countUse(at(ctx, 0), limit, 'ines')))
  }),
)

test(
  'of whom only a hash is kept',
  inTransaction(async (ctx) => {
    for (const whom of ['ines@people.example', '2001:db8::7', '12']) await countUse(at(ctx, 0), limit, whom)
    const rows = await ctx.db.selectFrom('rateLimits').selectAll().execute()
    assert.equal(rows.length, 3)
    for (const { bucket } of rows) assert.match(bucket, /^tries:[\w-]{22}$/)
    assert.doesNotMatch(JSON.stringify(rows), /ines|people|2001|db8/)
  }),
)

test('many uses at once are counted exactly, and each is kept though the work around others fails', async () => {
  const db = openDatabase(await testPool('empty'))
  const ctx = makeCtx({ viewer: { kind: 'visitor' }, db, now: noon, log: silentLog })
  const ten = { ...limit, uses: 10 }
  const refusals = await Promise.all(Array.from({ length: 25 }, () => refusalOf(countUse(ctx, ten, 'all at once'))))
  assert.equal(refusals.filter((one) => one === undefined).length, 10)
  const rows = await db.selectFrom('rateLimits').select('used').execute()
  assert.deepEqual(rows, [{ used: 25 }])
})

test(
  'the wait is told in seconds, minutes or hours, never shorter than it is',
  inTransaction(async (ctx) => {
    for (const [seconds, words] of [
      [1, '1 second.'],
      [60, '60 seconds.'],
      [600, '10 minutes.'],
      [3600, '60 minutes.'],
      [86_400, '12 hours.'],
    ] as const) {
      const one = { name: `per ${seconds}`, uses: 0, seconds }
      const refusal = await refusalOf(countUse(at(ctx, 0), one, 'x'))
      assert.ok(refusal?.message.endsWith(` ${words}`), `${seconds}: ${refusal?.message}`)
    }
  }),
)

test(
  'windows that no limit looks at any more are forgotten, those of today are not',
  inTransaction(async (ctx) => {
    await countUse(at(ctx, -3 * 86_400), limit, 'ines')
    for (let n = 0; n < 3; n++) await countUse(at(ctx, -86_400), { ...limit, seconds: 86_400 }, 'ines')
    await forgetOldUses(at(ctx, 0))
    const rows = await ctx.db.selectFrom('rateLimits').select('used').execute()
    assert.deepEqual(rows, [{ used: 3 }])
  }),
)
