import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { type Span, dayOr, firstGap, includes, overlaps, parseDay, todayOf } from './days.ts'

const at = (index: number) => todayOf(new Date(Date.UTC(2026, 1, 20 + index)))
const days = Array.from({ length: 20 }, (_, index) => at(index))
const span: fc.Arbitrary<Span> = fc
  .tuple(fc.nat({ max: 17 }), fc.integer({ min: 1, max: 12 }))
  .map(([from, length]) => ({ fromOn: at(from), toOn: from + length > 18 ? null : at(from + length) }))
/** The days of a span, one by one. The last day stands for all after it. */
const held = (one: Span) => days.filter((day) => day >= one.fromOn && (one.toOn === null || day < one.toOn))

test('a day is written as year-month-day and is one of the calendar, between 1900 and 2199', () => {
  for (const good of ['2026-06-15', '1900-01-01', '2199-12-31', '2028-02-29']) assert.equal(parseDay(good), good)
  const bad = ['2026-02-29', '2026-13-01', '2026-00-10', '2026-06-31', '1899-12-31', '2200-01-01', '2026-6-15']
  for (const text of [...bad, '', 'today', '2026-06-15T10:00', ' 2026-06-15', '15.06.2026', undefined])
    assert.equal(parseDay(text), undefined, String(text))
})

test('today is the day in UTC, on both sides of midnight', () => {
  assert.equal(todayOf(new Date('2026-06-15T23:59:59.999Z')), '2026-06-15')
  assert.equal(todayOf(new Date('2026-06-16T00:00:00.000Z')), '2026-06-16')
})

test('an empty field means the standard day; one that is no day is refused at its own name', () => {
  for (const empty of [undefined, '', '  ']) assert.equal(dayOr(empty, '2026-01-01', 'from'), '2026-01-01')
  assert.equal(dayOr(' 2026-03-04 ', '2026-01-01', 'from'), '2026-03-04')
  assert.throws(
    () => dayOr('4 March', '2026-01-01', 'until'),
    (error: { fields?: Record<string, string> }) => {
      assert.deepEqual(Object.keys(error.fields ?? {}), ['until'])
      assert.match(error.fields!['until']!, /year-month-day/)
      return true
    },
  )
})

test('a span holds on its first day and not on the day it ends; two spans meet when they share a day', () => {
  fc.assert(
    fc.property(span, span, (one, other) => {
      for (const day of days) assert.equal(includes(one, day), held(one).includes(day))
      assert.equal(
        overlaps(one, other),
        held(one).some((day) => held(other).includes(day)),
      )
    }),
  )
})

test('the first day that nothing covers is found, whatever spans there are', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 5 }), span, (some, wanted) => {
      const spans = some.toSorted((a, b) => a.fromOn.localeCompare(b.fromOn))
      const covered = new Set(spans.flatMap(held))
      const gap = held(wanted).find((day) => !covered.has(day))
      assert.equal(firstGap(spans, wanted), gap)
    }),
    { numRuns: 500 },
  )
})
