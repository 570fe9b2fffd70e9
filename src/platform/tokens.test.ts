/** Small things that much stands on: secrets, verdicts, errors, settings, the words of waiting. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { inTransaction } from '../../test/database.ts'
import { makeCtx } from './context.ts'
import { Conflict, Forbidden, Invalid, NotFound, TangoError, TryLater } from './errors.ts'
import { countUse, forgetOldUses } from './rate-limits.ts'
import { findSetting, putSetting } from './settings.ts'
import { hashToken, makeCode, makeToken } from './tokens.ts'
import { demand, no, yes } from './verdict.ts'

test('a token is 32 random bytes in signs that an address may have, and no two are the same', () => {
  const tokens = Array.from({ length: 500 }, makeToken)
  assert.equal(new Set(tokens).size, 500)
  for (const token of tokens) {
    assert.match(token, /^[\w-]{43}$/)
    assert.equal(Buffer.from(token, 'base64url').length, 32)
  }
  const used = new Set(tokens.join(''))
  assert.equal(used.size, 64, 'every sign comes up')
})

test('a code is always eight digits, from the whole of their range', () => {
  const codes = Array.from({ length: 4000 }, makeCode)
  for (const code of codes) assert.match(code, /^\d{8}$/)
  assert.equal(new Set(codes.map((code) => code[0])).size, 10, 'leading zeros too')
  assert.ok(new Set(codes).size > 3990)
})

test('what is kept of a token is its SHA-256, of the text as it is', () => {
  assert.deepEqual(hashToken('abc'), createHash('sha256').update('abc').digest())
  assert.notDeepEqual(hashToken('abc'), hashToken('abc '))
  assert.notDeepEqual(hashToken('abc'), hashToken('ABC'))
  assert.equal(hashToken('').length, 32)
})

test('a yes lets pass; a no is refused with its own code and reason', () => {
  assert.doesNotThrow(() => demand(yes('It is yours.')))
  assert.deepEqual([yes('a').allowed, yes('a').because], [true, 'a'])
  assert.deepEqual(no('things.not-yours', 'It is theirs.'), {
    allowed: false,
    code: 'things.not-yours',
    because: 'It is theirs.',
  })
  assert.throws(
    () => demand(no('things.not-yours', 'It is theirs.')),
    (error: unknown) => {
      assert.ok(error instanceof Forbidden)
      assert.deepEqual([error.status, error.code, error.message], [403, 'things.not-yours', 'It is theirs.'])
      return true
    },
  )
})

test('each kind of error has the status that programs know it by', () => {
  const invalid = new Invalid('a', { title: 'Too short.', body: 'Too long.' })
  assert.deepEqual([invalid.status, invalid.message], [422, 'Too short. Too long.'])
  const later = new TryLater('b', 'Later.', 17)
  assert.deepEqual([later.status, later.afterSeconds], [429, 17])
  assert.deepEqual([new NotFound().status, new NotFound().code, new NotFound('x').code], [404, 'not-found', 'x'])
  assert.equal(new Conflict('c', 'C').status, 409)
  for (const error of [invalid, later, new NotFound(), new Conflict('c', 'C'), new Forbidden('d', 'D')])
    assert.ok(error instanceof TangoError && error instanceof Error)
})

test(
  'a setting is what was put last, of any form, and nothing where none was put',
  inTransaction(async (ctx) => {
    assert.equal(await findSetting(ctx, 'test'), undefined)
    for (const value of ['text with "quotes" and 電池', 0, false, null, { a: [1, { b: 'c' }] }, [] as unknown[]]) {
      await putSetting(ctx, 'test', value)
      assert.deepEqual(await findSetting(ctx, 'test'), value)
    }
    await putSetting(ctx, 'other', 'x')
    assert.deepEqual(await findSetting(ctx, 'test'), [])
    const later = makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + 5000) })
    await putSetting(later, 'test', 'again')
    const row = await ctx.db
      .selectFrom('settings')
      .select('changedAt')
      .where('key', '=', 'test')
      .executeTakeFirstOrThrow()
    assert.equal(row.changedAt.getTime(), later.now.getTime())
  }),
)

test(
  'waiting is told in the largest unit that is not misleading',
  inTransaction(async (ctx) => {
    const start = new Date('2026-06-01T00:00:00Z')
    const words = async (seconds: number) => {
      const limit = { name: `limit ${seconds}`, uses: 1, seconds: 86_400 }
      const at = makeCtx({ ...ctx, now: new Date(start.getTime() + (86_400 - seconds) * 1000) })
      await countUse(at, limit, 'x')
      const refusal = await countUse(at, limit, 'x').catch((error: unknown) => error)
      assert.ok(refusal instanceof TryLater)
      assert.equal(refusal.afterSeconds, seconds)
      return /Try again in (.*)\.$/.exec(refusal.message)![1]
    }
    assert.equal(await words(1), '1 second')
    assert.equal(await words(2), '2 seconds')
    assert.equal(await words(89), '89 seconds')
    assert.equal(await words(90), '2 minutes')
    assert.equal(await words(120), '2 minutes')
    assert.equal(await words(121), '3 minutes')
    assert.equal(await words(5399), '90 minutes')
    assert.equal(await words(5400), '2 hours')
    assert.equal(await words(7201), '3 hours')
  }),
)

test(
  'windows are forgotten when no limit looks at them any more, and not before',
  inTransaction(async (ctx) => {
    const day = { name: 'day', uses: 5, seconds: 86_400 }
    const start = new Date('2026-06-01T00:00:00Z').getTime()
    const at = (hours: number) => makeCtx({ ...ctx, now: new Date(start + hours * 3_600_000) })
    await countUse(at(0), day, 'x')
    await countUse(at(47), day, 'x')
    const left = async () => (await ctx.db.selectFrom('rateLimits').select('bucket').execute()).length
    await forgetOldUses(at(48))
    assert.equal(await left(), 2)
    await forgetOldUses(makeCtx({ ...ctx, now: new Date(start + 48 * 3_600_000 + 1) }))
    assert.equal(await left(), 1)
  }),
)
