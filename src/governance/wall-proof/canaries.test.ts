import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from '../../../test/database.ts'
import { canariesIn, canaryOf, fields, readCanary } from './canaries.ts'
import { selectTextColumns } from './planting.queries.ts'

test(
  'every column that holds text is planted, or named with the reason why not',
  inTransaction(async (ctx) => {
    const columns = await selectTextColumns(ctx)
    assert.ok(columns.length > 80)
    assert.deepEqual(
      columns.filter((place) => !(place in fields)),
      [],
      'new columns: add them to fields in canaries.ts',
    )
    assert.deepEqual(
      Object.keys(fields).filter((place) => !columns.includes(place)),
      [],
      'columns that are gone',
    )
    for (const [place, field] of Object.entries(fields))
      if ('exempt' in field) assert.ok(field.exempt.length > 15, place)
  }),
)

test('a canary says where it was planted, and no two fields share one', () => {
  const words = new Set<string>()
  for (const [place, field] of Object.entries(fields)) {
    if ('exempt' in field) continue
    const word = canaryOf(place, '12x34')
    const [table, column] = place.split('.')
    assert.deepEqual(readCanary(word), { table, column, key: '12x34' })
    assert.ok(!words.has(word))
    words.add(word)
  }
  assert.equal(readCanary('zqkzz1z'), undefined)
  assert.throws(() => canaryOf('accounts.state', 1), /not planted/)
})

test('a canary is found however it is written', () => {
  const word = canaryOf('threads.title', 1234567)
  const written = {
    plain: `a ${word}, b`,
    'in capitals': word.toUpperCase(),
    'in a slug': `battery-${word}-cold`,
    'in an address': encodeURIComponent(`ü ${word}`),
    'with every sign as percent': [...word].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join(''),
    'in HTML by numbers': [...word].map((sign) => `&#${sign.charCodeAt(0)};`).join(''),
    'in HTML by hexadecimal numbers': [...word].map((sign) => `&#x${sign.charCodeAt(0).toString(16)};`).join(''),
    'in JSON by numbers': JSON.stringify(word).replaceAll('z', '\\u007a'),
    'in base64': Buffer.from(word).toString('base64'),
    'in base64 after one sign': Buffer.from(`{${word}}`).toString('base64'),
    'in base64 after two signs': Buffer.from(`{"${word}"}`).toString('base64url'),
    'in base64 with letters before it': `x${Buffer.from(`some words before ${word}`).toString('base64url')}`,
  }
  for (const [how, text] of Object.entries(written)) assert.ok(canariesIn(text).has(word), how)
  assert.deepEqual([...canariesIn('nothing of that kind, %41 &#65; \\u0041 aGVsbG8gd29ybGQgaGVsbG8')], [])
})

test('a canary that was cut off is found too', () => {
  const word = canaryOf('replies.body', 1234567)
  assert.deepEqual([...canariesIn(`${word.slice(0, 8)}…`)], [word.slice(0, 8)])
})
