import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshPool } from '../../test/database.ts'
import { begunOnce } from './begun.ts'
import { openDatabase } from './database.ts'

test('a beginning is made once for each handle, and what is added to it leaves it as it is', async () => {
  let made = 0
  const settings = begunOnce((db) => {
    made += 1
    return db.selectFrom('settings').select('key')
  })
  const pool = await freshPool('empty')
  const [one, other] = [openDatabase(pool), openDatabase(pool)]
  const narrowed = settings(one).where('key', '=', 'nowhere').limit(1)
  assert.equal(settings(one).compile().sql, 'select "key" from "settings"')
  assert.match(narrowed.compile().sql, / where "key" = \$1 limit \$2$/)
  assert.deepEqual(await settings(other).where('key', '=', 'nowhere').execute(), [])
  assert.equal(made, 2)
})
