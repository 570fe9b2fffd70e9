import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldOf } from './fields.shared.ts'
import { inZone, minuteInZone, readMinute, readMoment } from './moments.shared.ts'
import { parse } from './parser.shared.ts'
import { comparedText, plainAddress, readCircle } from './values.shared.ts'

test('every accepted spelling leads to its canonical field, in any case', () => {
  const spellings: [string, string][] = [
    ['text', 'body'],
    ['content', 'body'],
    ['ingress', 'lead'],
    ['authorBio', 'bio'],
    ['from', 'author'],
    ['at_mentions', 'mentions'],
    ['mention', 'mentions'],
    ['authorFollowers', 'followers'],
    ['authorVerified', 'verified'],
    ['company', 'org'],
    ['domain', 'site'],
    ['domainurl', 'site'],
    ['channelId', 'channel'],
    ['subreddit', 'channel'],
    ['instance', 'channel'],
    ['room', 'channel'],
    ['feed', 'channel'],
    ['sourcecountry', 'country'],
    ['engagementType', 'type'],
    ['language', 'lang'],
    ['hashtags', 'hashtag'],
    ['guid', 'id'],
    ['parentPostId', 'parent'],
    ['engagingWithGuid', 'parent'],
    ['rootPostId', 'thread'],
    ['engagingWith', 'replyto'],
    ['minuteOfDay', 'timeofday'],
  ]
  for (const [spelling, name] of spellings) {
    const found = fieldOf(spelling.toUpperCase())
    assert.equal(found && ('text' in found ? found.text : found.fact), name, spelling)
  }
  assert.equal(fieldOf('constructor'), undefined)
})

test('an address is compared without scheme, www and tracking, host in lower case and path as it is', () => {
  assert.equal(plainAddress('HTTPS://www.Example.org/News?utm_source=x&id=3&fbclid=y#top'), 'example.org/News?id=3#top')
  assert.equal(plainAddress('http://example.org?utm_medium=x'), 'example.org')
  assert.equal(plainAddress('www.example.org'), 'example.org')
  assert.equal(plainAddress('at://did:plc:a/B'), 'did:plc:a/B')
})

test('values are compared in the way of their field', () => {
  assert.equal(comparedText('city', 'São Paulo'), 'sao paulo')
  assert.equal(comparedText('author', '@Bob'), 'bob')
  assert.equal(comparedText('id', 'At://X'), 'At://X')
  assert.equal(comparedText('hashtag', '#Snów'), 'snow')
  assert.equal(comparedText('lang', 'PT-br'), 'pt-br')
})

test('dates are read with their zone, and dates that do not exist are not', () => {
  assert.deepEqual(readMoment('2026-02-01'), { kind: 'local', utc: Date.UTC(2026, 1, 1), day: true })
  assert.deepEqual(readMoment('2026-02-01T10:30'), { kind: 'local', utc: Date.UTC(2026, 1, 1, 10, 30), day: false })
  assert.deepEqual(readMoment('2026-02-01T10:30+02:00'), { kind: 'instant', ms: Date.UTC(2026, 1, 1, 8, 30) })
  assert.deepEqual(readMoment('-2w'), { kind: 'ago', ms: 14 * 86_400_000 })
  for (const wrong of ['2026-02-30', '2026-13-01', '2026-02-01T24:00', '7d', '-7m', 'today', ''])
    assert.equal(readMoment(wrong), undefined, wrong)
})

test('local time becomes a moment on both sides of a change of clocks', () => {
  assert.equal(inZone(Date.UTC(2026, 2, 29, 1, 30), 'Europe/Berlin'), Date.UTC(2026, 2, 29, 0, 30))
  assert.equal(inZone(Date.UTC(2026, 2, 29, 3, 30), 'Europe/Berlin'), Date.UTC(2026, 2, 29, 1, 30))
  assert.equal(inZone(Date.UTC(2026, 6, 1), 'America/Sao_Paulo'), Date.UTC(2026, 6, 1, 3))
  assert.equal(minuteInZone(Date.UTC(2026, 6, 1, 23, 15), 'Asia/Kolkata'), 4 * 60 + 45)
})

test('times of day and places on the map are read, wrong ones are not', () => {
  assert.deepEqual(['09:30', '570', '23:59', '0'].map(readMinute), [570, 570, 1439, 0])
  assert.deepEqual(['24:00', '1440', '9:60', 'noon'].map(readMinute), [undefined, undefined, undefined, undefined])
  assert.deepEqual(readCircle('52.5,-13.4,10mi'), { latitude: 52.5, longitude: -13.4, km: 16.09344 })
  for (const wrong of ['91,0,1km', '0,181,1km', '1,2', '1,2,3']) assert.equal(readCircle(wrong), undefined, wrong)
})

test('a value that the field cannot hold is refused with what it can hold', () => {
  const hint = (query: string): string => parse(query).problems[0]?.hint ?? ''
  assert.match(hint('status:closed'), /^Use one of new, open, waiting, done, ignored\.$/)
  assert.match(hint('verified:perhaps'), /^Use true or false\.$/)
  assert.match(hint('likes:many'), /^Use a number/)
  assert.match(hint('likes:[3 TO *]'), /^Use a number/)
  assert.match(hint('country:[a TO b]'), /^Use country: with a plain value\.$/)
  assert.match(hint('since:[2026-01-01 TO 2026-02-01]'), /^Use since: with one date\.$/)
  assert.match(hint('title:apple body:(title:x)'), /cannot stand inside a field/)
  assert.match(hint('country:(us de)'), /^Write a list as country:\(one OR two\)\.$/)
})
