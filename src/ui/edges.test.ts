/** What the small functions behind the parts promise for every input, and at the edges of days and scripts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../test/property.ts'
import { renderMarkdown } from '../platform/text/markdown.ts'
import { hueOf, initialsOf } from './avatar.shared.ts'
import { classes, shareClass } from './classes.ts'
import { completable, insertBlock, pictureMarkdown, quoteMarkdown } from './editor.shared.ts'
import { followKeys } from './keys.shared.ts'
import { fits } from './palette.shared.ts'
import { promiseState } from './promise.tsx'
import { noteReply } from './reading.ts'
import { durationWords, fullTimeWords, timeWords } from './time.shared.ts'

const graphemes = (text: string): number => [...new Intl.Segmenter().segment(text)].length
const anyText = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))

test('initials are one or two signs that a reader sees, for every name that there can be', () => {
  fc.assert(
    fc.property(anyText, (name) => {
      const initials = initialsOf(name)
      assert.ok(graphemes(initials) >= 1 && graphemes(initials) <= 2, `${JSON.stringify(name)}: ${initials}`)
      assert.match(initials, /[\p{L}\p{N}?]/u)
      assert.equal(initialsOf(`  ${name}\t`.replaceAll('\u0000', '')), initialsOf(name.replaceAll('\u0000', '')))
    }),
    { numRuns: 500 },
  )
  // Letters that become two when they are made large.
  assert.equal(initialsOf('ßeta ﬁnn'), 'SF')
  assert.equal(initialsOf('שלום עולם'), 'שע')
})

test('a hue is one of five and depends on nothing but the id', () => {
  fc.assert(
    fc.property(anyText, (id) => {
      assert.ok([1, 2, 3, 4, 5].includes(hueOf(id)))
      assert.equal(hueOf(id), hueOf(`${id}`))
    }),
  )
})

test('a share always has a class that the style sheet knows, and names that are not there leave no gap', () => {
  fc.assert(
    fc.property(fc.double(), (share) => {
      const at = Number(/^p-(\d{1,3})$/.exec(shareClass(share))![1])
      assert.ok(at >= 0 && at <= 100)
    }),
  )
  assert.equal(classes('a', false, undefined, null, '', 'b'), 'a b')
  assert.deepEqual(
    [-1, 0, 74.99, 75, 99.99, 100, 250].map((share) => promiseState(share)),
    ['running', 'running', 'running', 'near', 'near', 'broken', 'broken'],
  )
})

test('a moment is said by the day of the reader over midnight, the leap day and the change of clocks', () => {
  const say = (at: string, now: string, timeZone: string): string =>
    timeWords(new Date(at), { now: new Date(now), timeZone, locale: 'en-GB' })
  // A minute before and after midnight.
  assert.equal(say('2026-05-01T23:59:00Z', '2026-05-02T00:00:00Z', 'UTC'), 'Friday')
  assert.equal(say('2026-05-02T00:00:00Z', '2026-05-02T23:59:59Z', 'UTC'), '0:00')
  assert.equal(say('2026-05-01T23:59:00Z', '2026-05-02T00:00:00Z', 'Europe/Berlin'), '1:59')
  // Six days are weekdays, the seventh is a date; also over the leap day and both changes of clocks.
  assert.equal(say('2028-02-26T12:00:00Z', '2028-03-03T12:00:00Z', 'UTC'), 'Saturday')
  assert.equal(say('2028-02-25T12:00:00Z', '2028-03-03T12:00:00Z', 'UTC'), '25 February')
  assert.equal(say('2026-03-22T23:30:00Z', '2026-03-29T21:30:00Z', 'Europe/Berlin'), 'Monday')
  assert.equal(say('2026-10-24T22:30:00Z', '2026-10-25T22:59:00Z', 'Europe/Berlin'), '0:30')
  assert.equal(say('2026-10-24T21:30:00Z', '2026-10-25T22:59:00Z', 'Europe/Berlin'), 'Saturday')
  // The turn of the year, and a reader for whom it is still the year before.
  assert.equal(say('2025-12-20T12:00:00Z', '2026-01-01T00:30:00Z', 'UTC'), '20 December 2025')
  assert.equal(say('2025-12-20T12:00:00Z', '2026-01-01T00:30:00Z', 'America/New_York'), '20 December')
  assert.match(
    fullTimeWords(new Date('2026-03-29T01:30:00Z'), { now: new Date(), timeZone: 'Europe/Berlin' }),
    /Sunday.* 29 March 2026 at 03:30 (CEST|GMT\+2)/,
  )
})

test('every moment says the clock on its own day, and nothing that is not a word otherwise', () => {
  const date = fc.date({ min: new Date('1999-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
  const zone = fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia', 'Europe/Berlin')
  fc.assert(
    fc.property(date, fc.integer({ min: -20 * 24, max: 20 * 24 }), zone, (now, hours, timeZone) => {
      const at = new Date(now.getTime() + hours * 3_600_000)
      const short = timeWords(at, { now, timeZone })
      const day = (moment: Date) => new Intl.DateTimeFormat('en-GB', { timeZone }).format(moment)
      assert.equal(/^\d?\d:\d\d$/.test(short), day(at) === day(now), short)
      assert.match(timeWords(at, { now, timeZone, form: 'long' }), /\d:\d\d$/)
    }),
    { numRuns: 300 },
  )
})

test('a length of time never says less than a minute, and longer is never said as shorter', () => {
  assert.deepEqual(
    [0, 59_999, 60_000, -61_000, 3_599_999, 3_600_000, 3_660_000, 47 * 3_600_000, 48 * 3_600_000, 49 * 3_600_000].map(
      (length) => durationWords(length),
    ),
    ['1 min', '1 min', '1 min', '1 min', '59 min', '1 h', '1 h 01', '47 h', '2 days', '2 days'],
  )
  const minutesOf = (words: string): number => {
    const [, count, unit, rest = '0'] = /^([\d,.]+) (min|h|days?)(?: (\d\d))?$/.exec(words) ?? assert.fail(words)
    const length = unit === 'min' ? 1 : unit === 'h' ? 60 : 24 * 60
    return Number(count!.replaceAll(/[,.]/g, '')) * length + Number(rest)
  }
  fc.assert(
    fc.property(fc.nat(40 * 86_400_000), fc.nat(86_400_000), (length, more) => {
      assert.ok(minutesOf(durationWords(length)) <= minutesOf(durationWords(length + more)))
      assert.equal(durationWords(-length), durationWords(length))
    }),
  )
})

test('keys make what is known, begin what begins, and a stray key never blocks the next', () => {
  const known = new Set(['c', 'g i', 'g o', 'j'])
  const key = fc.constantFrom('c', 'g', 'i', 'o', 'j', 'x', 'Enter')
  fc.assert(
    fc.property(fc.array(key), (typed) => {
      let before = ''
      for (const one of [...typed, 'x', 'g', 'i']) {
        const made = followKeys(before, one, known)
        if (typeof made === 'object' && 'whole' in made) assert.ok(known.has(made.whole))
        before = typeof made === 'object' && 'begun' in made ? made.begun : ''
        assert.ok(before === '' || [...known].some((sequence) => sequence.startsWith(`${before} `)))
      }
      assert.deepEqual(followKeys('g', 'i', known), { whole: 'g i' })
    }),
  )
  assert.equal(followKeys('', 'x', known), 'nothing')
  assert.deepEqual(followKeys('g', 'g', known), { begun: 'g' })
  assert.deepEqual(followKeys('g', 'c', known), { whole: 'c' })
})

test('a piece put into a text stands on a line of its own, takes the place of what was selected, and nothing else is lost', () => {
  fc.assert(
    fc.property(anyText, fc.nat(40), fc.nat(40), (text, a, b) => {
      const [start, end] = [Math.min(a, text.length), Math.min(a + b, text.length)]
      const made = insertBlock(text, '![x](/files/1)', { start, end })
      assert.ok(made.text.startsWith(text.slice(0, start)) && made.text.endsWith(text.slice(end)))
      assert.ok(`\n${made.text}\n`.includes('\n![x](/files/1)\n'))
      assert.equal(made.text.length - text.length + (end - start) - '![x](/files/1)'.length <= 2, true)
      assert.ok(made.caret >= start && made.caret <= made.text.length)
    }),
  )
})

test('whatever a picture is called, its Markdown is one picture and no link of somebody else’s making', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.constantFrom('a](x) ![b', 'a\\', '<b>', 'x`y', '**b**.png')), (name) => {
      const { html } = { html: renderMarkdown(pictureMarkdown(name, '/files/abc')) }
      assert.equal(html.match(/<img /g)?.length ?? 0, 1, `${JSON.stringify(name)}: ${html}`)
      assert.ok(!html.includes('<a '), html)
      assert.ok(html.includes('src="/files/abc"'), html)
    }),
    { numRuns: 300 },
  )
  assert.equal(pictureMarkdown('IMG 12.JPEG', '/f (1).png'), '![IMG 12](/f%20%281%29.png)')
})

test('a quotation keeps every line behind its mark and ends so that one can go on', () => {
  fc.assert(
    fc.property(anyText, anyText, (text, author) => {
      const lines = quoteMarkdown(text, author, '/questions/1').split('\n')
      assert.deepEqual(lines.slice(-2), ['', ''])
      for (const line of lines.slice(0, -2)) assert.match(line, /^>/)
    }),
  )
})

test('nothing is completed within code or an address, wherever the caret stands', () => {
  fc.assert(
    fc.property(anyText, fc.nat(60), (text, at) => {
      const caret = Math.min(at, text.length)
      const found = completable(text, caret)
      if (!found) return
      assert.equal(text.slice(found.start + 1, caret), found.words)
      assert.ok('@#:'.includes(text[found.start]!))
    }),
  )
  const at = (text: string) => completable(text, text.length)?.kind
  assert.deepEqual(
    ['@in', 'a@in', '`@in', '    @in', '```\n@in', 'http://x/#top', '(#tag', ':smi', '8:30', '@'].map(at),
    ['people', undefined, undefined, undefined, undefined, undefined, 'tags', 'emoji', undefined, 'people'],
  )
})

test('what was typed finds its label in any case and order, and a reply is new once, to others than its author', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme-ascii' }), { minLength: 1 }), (words) => {
      assert.ok(fits(words.join(' '), words.toReversed().join('  ').toUpperCase()))
    }),
  )
  assert.ok(!fits('Battery & Range', 'battery wheel'))
  const reading = { position: 10, me: '7', word: 'new', drawn: [] as number[] }
  assert.deepEqual(
    [
      noteReply(reading, 'answer-11', '8'),
      noteReply(reading, 'comment-10', '8'),
      noteReply(reading, 'reply-12', '7'),
      noteReply(reading, 'answer-x', '8'),
      noteReply(reading, undefined, '8'),
      noteReply({ ...reading, position: undefined }, 'answer-13', '8'),
      noteReply(undefined, 'answer-14', '8'),
    ],
    [true, false, false, false, false, false, false],
  )
  assert.deepEqual(reading.drawn, [11, 10, 12, 13])
})
