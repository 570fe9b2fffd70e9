/** Small things that every feature leans on: ids, settings, verdicts and the errors that people read. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from '../../test/database.ts'
import { fc } from '../../test/property.ts'
import { atOnce, committedCtx } from '../../test/races.ts'
import { Conflict, Forbidden, Invalid, NotFound, TangoError, TryLater } from './errors.ts'
import { parseId } from './ids.ts'
import { findSetting, putSetting } from './settings.ts'
import { demand, no, yes } from './verdict.ts'

test('an id is a whole number above zero, written in one way, that a number holds exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999_999_999 }), (id) => {
      assert.equal(parseId(String(id)), id)
      for (const odd of [`0${id}`, `+${id}`, `-${id}`, `${id}.0`, ` ${id}`, `${id} `, `${id}n`, `${id}e0`, `0x${id}`])
        assert.equal(parseId(odd), undefined, odd)
    }),
  )
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
      const id = parseId(text)
      assert.ok(id === undefined || (String(id) === text && Number.isSafeInteger(id) && id > 0))
    }),
  )
  for (const none of ['0', '', '1000000000000000', '９', '١', '1\n', undefined]) assert.equal(parseId(none), undefined)
})

test(
  'a setting is given back as it was put, whatever its form, and one that was never put is not there',
  inTransaction(async (ctx) => {
    assert.equal(await findSetting(ctx, 'never.put'), undefined)
    const values = [
      0,
      false,
      '',
      'null',
      null,
      [1, 'a'],
      { nested: { snake_case: 1, camelCase: [true] } },
      'מה "so" \\ 🚲',
    ]
    for (const value of values) {
      await putSetting(ctx, 'test.setting', value)
      assert.deepEqual(await findSetting(ctx, 'test.setting'), value)
    }
    assert.equal(await findSetting(ctx, 'TEST.setting'), undefined)
  }),
)

test('of several who put the same setting at the same moment one value stands, and nobody fails', async () => {
  const ctx = await committedCtx()
  const came = await atOnce([1, 2, 3, 4].map((value) => () => putSetting(ctx, 'test.race', value)))
  assert.deepEqual(came, ['ok', 'ok', 'ok', 'ok'])
  assert.ok([1, 2, 3, 4].includes((await findSetting<number>(ctx, 'test.race'))!))
})

test('a verdict says why, and a no is thrown with its own reason and code', () => {
  assert.deepEqual(yes('You may.'), { allowed: true, because: 'You may.' })
  demand(yes('You may.'))
  assert.throws(
    () => demand(no('things.closed', 'It is closed.')),
    (error) => {
      assert.ok(error instanceof Forbidden)
      assert.deepEqual([error.code, error.status, error.message], ['things.closed', 403, 'It is closed.'])
      return true
    },
  )
})

test('each error carries the status that its page has, and what is absent never says what it was', () => {
  const errors: [TangoError, number][] = [
    [new NotFound('threads.not-found'), 404],
    [new Forbidden('a.b', 'No.'), 403],
    [new Invalid('a.b', { title: 'Write a title.', body: 'Write a text.' }), 422],
    [new Conflict('a.b', 'It changed.'), 409],
    [new TryLater('a.b', 'Later.', 60), 429],
  ]
  for (const [error, status] of errors) {
    assert.ok(error instanceof TangoError && error instanceof Error)
    assert.equal(error.status, status)
  }
  assert.equal(new NotFound('swarms.not-found').message, new NotFound('threads.not-found').message)
  assert.equal(errors[2]![0].message, 'Write a title. Write a text.', 'also where fields are not shown')
  assert.equal((errors[4]![0] as TryLater).afterSeconds, 60)
})
