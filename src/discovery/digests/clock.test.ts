/** Digests and quiet hours on any clock of the world, over every change of it. `Intl` is the judge. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { type DigestPace, type ReaderClock, momentOf, nextDigest, quietUntil, wallClock } from './clock.ts'

const hour = 3_600_000
const day = 24 * hour
const usual: ReaderClock = { zone: 'UTC', graceMinutes: 10, digestHour: 8, digestWeekday: 1 }
/** With changes at midnight, of half an hour, twice a year in the other half of the world, and none. */
const zones = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/Santiago', 'Africa/Cairo', 'Asia/Beirut', 'Asia/Tokyo'],
  ...['Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Chatham', 'America/St_Johns', 'Africa/Casablanca'],
  ...['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/London', 'America/Sao_Paulo', 'Asia/Tehran'],
]
const zone = fc.constantFrom(...zones)
const moment = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2032, 0, 1) })

/** What the clocks show, asked of Intl in another way than the code does. */
function shown(at: Date, timeZone: string) {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
  const [date, time] = parts.split(' ')
  return { date: date!, time: time! }
}

const at = (text: string) => new Date(text)

test('a digest comes at the chosen hour of the reader, every day once, whatever their clocks do', () => {
  fc.assert(
    fc.property(zone, moment, fc.integer({ min: 0, max: 23 }), (timeZone, start, digestHour) => {
      const clock = { ...usual, zone: timeZone, digestHour }
      let last = nextDigest(clock, 'daily', new Date(start))
      assert.ok(last.at.getTime() > start && last.at.getTime() - start <= 26 * hour)
      for (let n = 0; n < 40; n++) {
        const next = nextDigest(clock, 'daily', last.at)
        const { date, time } = shown(next.at, timeZone)
        assert.equal(date, next.day)
        assert.equal(
          new Date(last.day).getTime() + day,
          new Date(next.day).getTime(),
          'no day is left out, none has two',
        )
        const wanted = `${String(digestHour).padStart(2, '0')}:00:00`
        if (time !== wanted) {
          // Then this hour does not begin on this day: a moment before it was earlier than the hour.
          const before = shown(new Date(next.at.getTime() - 1000), timeZone)
          assert.ok(`${before.date} ${before.time}` < `${date} ${wanted}` && time > wanted, `${date} ${time}`)
        }
        last = next
      }
    }),
    { numRuns: 60 },
  )
})

test('a weekly digest comes on its day of the week, every week once', () => {
  fc.assert(
    fc.property(zone, moment, fc.integer({ min: 1, max: 7 }), (timeZone, start, digestWeekday) => {
      const clock = { ...usual, zone: timeZone, digestWeekday }
      let last = nextDigest(clock, 'weekly', new Date(start))
      for (let n = 0; n < 30; n++) {
        const next = nextDigest(clock, 'weekly', last.at)
        const weekday = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short' }).format(next.at)
        assert.equal(weekday, ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][digestWeekday - 1])
        assert.equal(new Date(next.day).getTime() - new Date(last.day).getTime(), 7 * day)
        last = next
      }
    }),
    { numRuns: 40 },
  )
})

test('a day that had its digest has no other, whatever hour is chosen afterwards', () => {
  const hours = fc.integer({ min: 0, max: 23 })
  fc.assert(
    fc.property(zone, moment, fc.array(hours, { minLength: 2, maxLength: 12 }), (timeZone, start, chosen) => {
      const days: string[] = []
      let now = new Date(start)
      for (const digestHour of chosen) {
        const pace: DigestPace = 'daily'
        const { at: due, day: of } = nextDigest({ ...usual, zone: timeZone, digestHour }, pace, now, days.at(-1))
        assert.ok(due > now)
        days.push(of)
        now = due
      }
      assert.deepEqual(days, [...new Set(days)].toSorted())
    }),
    { numRuns: 60 },
  )
})

test('known days: the clocks go forward, back, at midnight, and over a day that a country left out', () => {
  const daily = (timeZone: string, digestHour: number, after: string) => {
    const { at: due, day: of } = nextDigest({ ...usual, zone: timeZone, digestHour }, 'daily', at(after))
    return `${of} ${due.toISOString()}`
  }
  assert.equal(daily('Europe/Berlin', 8, '2027-03-27T12:00Z'), '2027-03-28 2027-03-28T06:00:00.000Z')
  assert.equal(daily('Europe/Berlin', 2, '2027-03-27T12:00Z'), '2027-03-28 2027-03-28T01:00:00.000Z', '2:00 is 3:00')
  assert.equal(daily('Europe/Berlin', 2, '2027-10-30T12:00Z'), '2027-10-31 2027-10-31T00:00:00.000Z', 'the first 2:00')
  assert.equal(daily('Europe/Berlin', 2, '2027-10-31T00:00Z'), '2027-11-01 2027-11-01T01:00:00.000Z', 'not the second')
  assert.equal(daily('Asia/Beirut', 0, '2026-03-28T12:00Z'), '2026-03-29 2026-03-28T22:00:00.000Z', 'begins at 1:00')
  assert.equal(daily('Australia/Lord_Howe', 2, '2026-10-03T12:00Z'), '2026-10-04 2026-10-03T15:30:00.000Z')
  // Samoa had no 30 December 2011.
  const samoa = { ...usual, zone: 'Pacific/Apia' }
  const first = nextDigest(samoa, 'daily', at('2011-12-29T12:00Z'))
  const second = nextDigest(samoa, 'daily', first.at)
  const third = nextDigest(samoa, 'daily', second.at)
  assert.deepEqual(
    [first, second, third].map((one) => shown(one.at, 'Pacific/Apia')),
    ['2011-12-29', '2011-12-31', '2012-01-01'].map((date) => ({ date, time: '08:00:00' })),
  )
})

test('what the clocks show leads back to the moment, but for the hour that comes twice', () => {
  fc.assert(
    fc.property(zone, moment, (timeZone, ms) => {
      const whole = Math.floor(ms / 1000) * 1000
      const wall = wallClock(whole, timeZone)
      const { date, time } = shown(new Date(whole), timeZone)
      assert.equal(new Date(wall).toISOString(), `${date}T${time}.000Z`)
      const back = momentOf(wall, timeZone)
      assert.equal(wallClock(back, timeZone), wall)
      assert.ok(back <= whole && whole - back <= 2 * hour)
    }),
    { numRuns: 400 },
  )
})

test('quiet hours hold from their beginning up to their end, on the days on which they begin', () => {
  const fridays = { from: 22 * 60, until: 7 * 60, days: 0b10000 }
  const until = (quiet: NonNullable<ReaderClock['quiet']>, now: string, timeZone = 'Europe/Berlin') =>
    quietUntil({ ...usual, zone: timeZone, quiet }, at(now))?.toISOString()
  // 15 January 2027 is a Friday; Berlin is an hour ahead.
  assert.equal(until(fridays, '2027-01-15T20:59:59Z'), undefined)
  assert.equal(until(fridays, '2027-01-15T21:00:00Z'), '2027-01-16T06:00:00.000Z')
  assert.equal(until(fridays, '2027-01-16T05:59:59Z'), '2027-01-16T06:00:00.000Z')
  assert.equal(until(fridays, '2027-01-16T06:00:00Z'), undefined)
  assert.equal(until(fridays, '2027-01-16T22:00:00Z'), undefined, 'not on Saturdays')
  assert.equal(until(fridays, '2027-01-15T02:00:00Z'), undefined, 'nor in the night before')
  const noon = { from: 12 * 60, until: 13 * 60, days: 127 }
  assert.equal(until(noon, '2027-01-15T11:30:00Z'), '2027-01-15T12:00:00.000Z')
  assert.equal(until(noon, '2027-01-15T12:00:00Z'), undefined)
  // From Saturday on, all day: Saturday and Sunday are one silence.
  const weekend = { from: 0, until: 0, days: 0b1100000 }
  assert.equal(until(weekend, '2027-01-16T10:00:00Z'), '2027-01-17T23:00:00.000Z')
  assert.equal(until(weekend, '2027-01-17T22:59:00Z'), '2027-01-17T23:00:00.000Z')
  assert.equal(until(weekend, '2027-01-17T23:00:00Z'), undefined)
  // The night in which the clocks go forward is an hour shorter.
  const night = { from: 22 * 60, until: 7 * 60, days: 127 }
  assert.equal(until(night, '2027-03-27T21:00:00Z'), '2027-03-28T05:00:00.000Z')
  assert.equal(quietUntil(usual, at('2027-01-15T21:00:00Z')), undefined, 'nobody is quiet who did not choose it')
})

test('the end of a silence is never in one, and everything before it is', () => {
  const minutes = fc.integer({ min: 0, max: 1439 })
  fc.assert(
    fc.property(zone, moment, minutes, minutes, fc.integer({ min: 1, max: 126 }), (timeZone, ms, from, until, days) => {
      const clock = { ...usual, zone: timeZone, quiet: { from, until, days } }
      const end = quietUntil(clock, new Date(ms))
      if (!end) return
      assert.ok(end.getTime() > ms)
      assert.equal(quietUntil(clock, end), undefined)
      for (let part = 1; part < 8; part++) {
        const between: Date = new Date(ms + ((end.getTime() - ms) * part) / 8)
        assert.equal(quietUntil(clock, between)?.getTime(), end.getTime())
      }
    }),
    { numRuns: 150 },
  )
})
