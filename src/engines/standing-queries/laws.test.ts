/** What must hold of the language whatever is asked: the laws of logic, and the edges of dates, numbers and circles. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { type Node, parse, print } from './language.shared.ts'
import { createMatcher } from './matcher.ts'
import { dayLength, inZone, minuteInZone, readMinute, readMoment } from './moments.shared.ts'
import type { Post } from './post.ts'
import { randomNow, randomPost, randomQuery } from './random-queries.ts'
import { plainAddress, readCircle } from './values.shared.ts'
import { randomFrom } from './workload.ts'

function treeOf(text: string): Node {
  const { tree, problems } = parse(text)
  assert.ok(tree, `${text}: ${JSON.stringify(problems)}`)
  return tree
}

/** Which of the texts match a post, all asked by one matcher. */
function ask(texts: readonly string[], post: Post, zone = 'UTC'): boolean[] {
  const matcher = createMatcher<number>({ now: () => randomNow, mostUnanchored: 1e6 })
  for (const [id, text] of texts.entries())
    assert.deepEqual(matcher.register(id, treeOf(text), { zone }).problems, [], text)
  const found = new Set(matcher.match(post))
  return texts.map((_, id) => found.has(id))
}

test('AND, OR and NOT obey the laws of logic for every query and every post', () => {
  let [held, missed] = [0, 0]
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
      const random = randomFrom(seed)
      const [a, b, c] = [0, 1, 2].map(() => `(${randomQuery(random, 2)})`)
      const pairs: [string, string][] = [
        [`NOT NOT ${a}`, a!],
        [`NOT (${a} AND ${b})`, `(NOT ${a}) OR (NOT ${b})`],
        [`NOT (${a} OR ${b})`, `(NOT ${a}) AND (NOT ${b})`],
        [`${a} AND ${b}`, `${b} AND ${a}`],
        [`${a} OR ${b}`, `${b} OR ${a}`],
        [`${a} AND (${b} OR ${c})`, `(${a} AND ${b}) OR (${a} AND ${c})`],
        [`${a} OR (${b} AND ${c})`, `(${a} OR ${b}) AND (${a} OR ${c})`],
        [`${a} AND ${a}`, a!],
        [`${a} OR (${a} AND ${b})`, a!],
        [`(${a} AND ${b}) AND ${c}`, `${a} AND (${b} AND ${c})`],
      ]
      for (let round = 0; round < 4; round++) {
        const post = randomPost(random)
        const found = ask(pairs.flat(), post)
        for (const [at, pair] of pairs.entries()) {
          assert.equal(found[2 * at], found[2 * at + 1], `${pair.join(' ≡ ')} on ${JSON.stringify(post)}`)
          if (found[2 * at]) held++
          else missed++
        }
        const [is, isNot, always, never] = ask([a!, `NOT ${a}`, `${a} OR NOT ${a}`, `${a} AND NOT ${a}`], post)
        assert.deepEqual([is !== isNot, always, never], [true, true, false], a)
      }
    }),
    { numRuns: 60 },
  )
  assert.ok(held > 200 && missed > 200, `${held} matched, ${missed} did not`)
})

test('a query means the same after it was printed, and in brackets', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
      const random = randomFrom(seed)
      const text = randomQuery(random, 3)
      const printed = print(treeOf(text))
      assert.equal(print(treeOf(printed)), printed)
      for (let round = 0; round < 4; round++) {
        const [one, other, third] = ask([text, printed, `((${text}))`], randomPost(random))
        assert.deepEqual([other, third], [one, one], text)
      }
    }),
    { numRuns: 80 },
  )
})

test('a moment is read when it exists, and only then: leap days, last minutes, years and zones', () => {
  const good = ['2024-02-29', '2000-02-29', '1970-01-01T00:00:00Z', '2026-12-31T23:59:59+14:00', '9999-12-31', '-0d']
  for (const text of good) assert.ok(readMoment(text), text)
  const bad = [
    ...['2026-02-29', '2100-02-29', '2026-13-01', '2026-00-10', '2026-01-32', '2026-1-1', '26-01-01', '0026-01-01'],
    ...['2026-01-01T24:00', '2026-01-01T10:60', '2026-01-01T10:00:60', '2026-01-01T10', '2026-01-01 10:00'],
    ...['2026-01-01T10:00+99:00', '2026-01-01T10:00+01:99', '2026-01-01Z', '-7', '7d', '-7m', '-123456d', '', 'soon'],
  ]
  for (const text of bad) assert.equal(readMoment(text), undefined, text)
  fc.assert(
    fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
      const text = `${date.toISOString().slice(0, 19)}Z`
      assert.deepEqual(readMoment(text), { kind: 'instant', ms: Math.floor(date.getTime() / 1000) * 1000 })
      const day = readMoment(text.slice(0, 10))
      assert.ok(day?.kind === 'local' && day.day && day.utc % dayLength === 0)
    }),
  )
})

test('a local time is found in its zone and shows the same on its clock, but for the hour that does not exist', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia', 'Australia/Lord_Howe']
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2015, 0) / 60_000, max: Date.UTC(2030, 0) / 60_000 }),
      fc.constantFrom(...zones),
      (minute, zone) => {
        const local = minute * 60_000
        const shown = minuteInZone(inZone(local, zone), zone)
        const wanted = Math.floor((local % dayLength) / 60_000)
        const off = Math.min((shown - wanted + 1440) % 1440, (wanted - shown + 1440) % 1440)
        assert.ok(
          off === 0 || off === 60 || off === 30,
          `${new Date(local).toISOString()} ${zone}: ${shown}, ${wanted}`,
        )
      },
    ),
  )
  assert.equal(
    new Date(inZone(Date.UTC(2026, 2, 29, 1, 59), 'Europe/Berlin')).toISOString(),
    '2026-03-29T00:59:00.000Z',
  )
  assert.equal(new Date(inZone(Date.UTC(2026, 2, 29, 3, 0), 'Europe/Berlin')).toISOString(), '2026-03-29T01:00:00.000Z')
  assert.deepEqual(
    ['00:00', '23:59', '0', '1439', '9:05', '24:00', '1440', '12:60', '-1', '', '1:5', '00001'].map(readMinute),
    [0, 1439, 0, 1439, 545, undefined, undefined, undefined, undefined, undefined, undefined, undefined],
  )
})

test('a range that runs backwards is refused with the one that was meant, however its ends are written', () => {
  const problem = (text: string) =>
    parse(text)
      .problems.map((one) => one.code)
      .join()
  for (const text of [
    'likes:[5 TO 4]',
    'followers:10..9',
    'added:[2026-02-02 TO 2026-02-01]',
    'added:[-1d TO -2d]',
    'added:[2026-02-02T00:00Z TO 2026-02-01T00:00Z]',
    'added:[2026-02-01T00:00Z TO 2026-02-01T00:30+01:00]',
  ])
    assert.equal(problem(text), 'E107', text)
  for (const text of ['likes:[4 TO 4]', 'added:[-2d TO -1d]', 'timeofday:22:00..06:00', 'added:[-2d TO 2026-02-01]'])
    assert.equal(problem(text), '', text)
})

test('limits hold exactly: a number, a day and a time of day are in their range to the last one', () => {
  const at = (time: number): Post => ({ body: 'x', time, added: time })
  const noon = Date.UTC(2026, 1, 1, 12)
  const midnight = Date.UTC(2026, 1, 1)
  const asked = (text: string, post: Post, zone?: string) => ask([text], post, zone)[0]
  assert.deepEqual(
    [midnight - 1, midnight, noon].map((time) => asked('since:2026-02-01', at(time))),
    [false, true, true],
  )
  assert.equal(
    asked('since:2026-02-01', at(midnight - 3_600_000), 'Europe/Berlin'),
    true,
    'midnight comes earlier there',
  )
  for (const [text, values] of Object.entries({
    'likes:[2 TO 4]': [false, true, true, true, false],
    'likes:>2': [false, false, true, true, true],
    'likes:>=2': [false, true, true, true, true],
    'likes:<2': [true, false, false, false, false],
    'likes:3': [false, false, true, false, false],
  }))
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((likes) => asked(text, { body: 'x', likes })),
      values,
      text,
    )
  const clock = (text: string) =>
    [0, 359, 360, 719, 720, 1319, 1320, 1439].filter((minute) => asked(text, at(midnight + minute * 60_000)))
  assert.deepEqual(clock('timeofday:22:00..06:00'), [0, 359, 360, 1320, 1439])
})

test('an address keeps its meaning when it is read twice, and a circle has a place on earth', () => {
  const part = fc.constantFrom(
    'a',
    'B',
    'utm_source=x',
    'id=3',
    '?',
    '&',
    '#',
    '/',
    'www.',
    'https://',
    '.org',
    '%20',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const once = plainAddress(`https://example.org/${parts.join('')}`)
      assert.equal(plainAddress(`https://${once}`), once)
      assert.ok(once.startsWith('example.org'))
    }),
  )
  for (const circle of ['90,180,1km', '-90,-180,0.5mi', '0,0,99999km']) assert.ok(readCircle(circle), circle)
  for (const nowhere of ['90.01,0,1km', '0,180.5,1km', '0,0,1', '0,0,-1km', '0,0,1m', '0;0;1km', '1e1,0,1km', ''])
    assert.equal(readCircle(nowhere), undefined, nowhere)
  assert.ok(Math.abs(readCircle('0,0,100mi')!.km - 160.9344) < 1e-9)
})
