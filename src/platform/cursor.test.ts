import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../test/property.ts'
import { pageOf, readCursor, writeCursor } from './cursor.ts'
import { parseId } from './ids.ts'

const place = fc.record(
  {
    at: fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
    id: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  },
  { noNullPrototype: true },
)

test('every place in a list comes back from its cursor exactly', () => {
  fc.assert(fc.property(place, (one) => assert.deepEqual(readCursor(writeCursor(one)), one)))
})

test('a cursor passes through an address unchanged', () => {
  fc.assert(fc.property(place, (one) => assert.equal(encodeURIComponent(writeCursor(one)), writeCursor(one))))
})

test('what is no cursor of ours shows the first page; nothing that is read could break a query', () => {
  const garbage = ['', '.', 'x', 'a.', '.a', 'a.b.c', 'A.b', '-1.1', '1.-1', 'a.b ', ' a.b', 'a.b\n', "'.1", '1e9.1,2']
  for (const text of garbage) assert.equal(readCursor(text), undefined, JSON.stringify(text))
  assert.equal(readCursor(undefined), undefined)
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-z]{1,12}\.[0-9a-z]{1,12}$/)), (text) => {
      const read = readCursor(text)
      if (!read) return
      assert.ok(!Number.isNaN(read.at.getTime()))
      assert.ok(Number.isSafeInteger(read.id), `${text} gives the id ${read.id}`)
      assert.ok(read.at.getTime() < Date.parse('+200000-01-01'), 'later than PostgreSQL knows')
    }),
  )
})

test('walking from page to page meets every item once, in order', () => {
  const items = fc.uniqueArray(place, { selector: (one) => one.id, maxLength: 40 })
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 7 }), (unsorted, limit) => {
      const sorted = unsorted.toSorted((a, b) => b.at.getTime() - a.at.getTime() || b.id - a.id)
      const met: typeof sorted = []
      let after: string | undefined
      do {
        const from = readCursor(after)
        const rest = from
          ? sorted.filter((one) => one.at < from.at || (one.at.getTime() === from.at.getTime() && one.id < from.id))
          : sorted
        const page = pageOf(rest.slice(0, limit + 1), limit, (one) => one)
        assert.ok(page.items.length <= limit)
        met.push(...page.items)
        after = page.next
      } while (after !== undefined)
      assert.deepEqual(met, sorted)
    }),
  )
})

test('the last page has no next, also when it is exactly full', () => {
  const items = [3, 2, 1].map((id) => ({ id, at: new Date(0) }))
  assert.equal(pageOf(items, 3, (one) => one).next, undefined)
  assert.equal(pageOf([], 3, () => items[0]!).next, undefined)
  assert.deepEqual(readCursor(pageOf(items, 2, (one) => one).next), items[1])
})

test('an id is read from an address only as it would be written there', () => {
  assert.equal(parseId('12'), 12)
  assert.equal(parseId('999999999999999'), 999_999_999_999_999)
  for (const text of ['0', '01', '-1', '+1', '1.0', '1e3', ' 1', '1\n', '0x1', '１', '', '1000000000000000', 'NaN'])
    assert.equal(parseId(text), undefined, JSON.stringify(text))
  assert.equal(parseId(undefined), undefined)
})
