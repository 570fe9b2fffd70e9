import assert from 'node:assert/strict'
import test from 'node:test'
import { render } from 'preact-render-to-string'
import { durationWords, timeWords } from './time.shared.ts'
import { ReaderClockContext, Time } from './time.tsx'

// A Tuesday, half past eleven in the morning in Lisbon.
const now = new Date('2027-01-19T11:30:00Z')
const setting = { now, timeZone: 'UTC' }
const words = (at: string, more: object = {}) => timeWords(new Date(at), { ...setting, ...more })

test('today is said by the clock', () => {
  assert.equal(words('2027-01-19T10:41:00Z'), '10:41')
  assert.equal(words('2027-01-19T00:00:00Z'), '0:00')
})

test('the last six days and the next six are said by the weekday', () => {
  assert.equal(words('2027-01-18T23:59:00Z'), 'Monday')
  assert.equal(words('2027-01-13T08:00:00Z'), 'Wednesday')
  assert.equal(words('2027-01-21T08:00:00Z'), 'Thursday')
})

test('the same weekday a week ago is a date, so that no name means two days', () => {
  assert.equal(words('2027-01-12T23:00:00Z'), '12 January')
  assert.equal(words('2027-01-26T01:00:00Z'), '26 January')
})

test('another year is named', () => {
  assert.equal(words('2025-03-02T08:00:00Z'), '2 March 2025')
})

test('the day is the day of the reader, not of the server', () => {
  const at = '2027-01-18T23:30:00Z'
  assert.equal(words(at), 'Monday')
  assert.equal(words(at, { timeZone: 'Europe/Berlin' }), '0:30')
})

test('the long form has the date and the clock', () => {
  assert.equal(words('2027-01-18T07:51:00Z', { form: 'long' }), '18 January, 7:51')
  assert.equal(words('2027-01-19T10:41:00Z', { form: 'long' }), '10:41')
})

test('other languages say it in their way', () => {
  assert.equal(words('2027-01-12T23:00:00Z', { locale: 'de' }), '12. Januar')
})

test('a moment carries its exact and its full form', () => {
  const html = render(<Time at={new Date('2027-01-18T07:51:00Z')} now={now} timeZone="UTC" />)
  assert.match(html, /^<time datetime="2027-01-18T07:51:00.000Z" title="[^"]*18 January 2027[^"]*07:51[^"]*">Monday</)
})

test('lengths of time are said in the largest units that matter', () => {
  const minute = 60_000
  assert.equal(durationWords(10_000), '1 min')
  assert.equal(durationWords(38 * minute), '38 min')
  assert.equal(durationWords(156 * minute), '2 h 36')
  assert.equal(durationWords(125 * minute), '2 h 05')
  assert.equal(durationWords(-240 * minute), '4 h')
  assert.equal(durationWords(47 * 60 * minute), '47 h')
  assert.equal(durationWords(6 * 24 * 60 * minute), '6 days')
})

test('a moment is said in the clock of the reader for whom the whole page is drawn', () => {
  const at = new Date('2027-01-19T23:30:00Z')
  const drawn = (clock: object) =>
    render(
      <ReaderClockContext.Provider value={clock}>
        <p>
          <Time at={at} now={at} />
        </p>
      </ReaderClockContext.Provider>,
    )
  assert.match(drawn({ timeZone: 'Asia/Tokyo', locale: 'en' }), /title="[^"]*20 January 2027[^"]*">8:30</)
  assert.match(drawn({ timeZone: 'Europe/Lisbon', locale: 'de' }), /lang="de">23:30</)
  assert.match(drawn({ timeZone: 'America/New_York', locale: 'en-US' }), />6:30\sPM</)
})

test('a time zone that a part is given counts more than that of the page', () => {
  const at = new Date('2027-01-19T23:30:00Z')
  const html = render(
    <ReaderClockContext.Provider value={{ timeZone: 'Asia/Tokyo' }}>
      <Time at={at} now={at} timeZone="UTC" />
    </ReaderClockContext.Provider>,
  )
  assert.match(html, />23:30</)
})
