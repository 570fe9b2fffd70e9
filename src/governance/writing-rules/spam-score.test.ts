import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { type AuthorFacts, type WritingRules, foreignLinks, isNew, scoreText } from './spam-score.ts'

const rules: WritingRules = {
  ...{ newDays: 3, newPosts: 3, newLinks: 3, newPerHour: 20, threshold: 10 },
  words: [
    { word: 'casino', points: 6 },
    { word: 'cheap loans', points: 4 },
  ],
}
const known: AuthorFacts = { days: 400, posts: 50, postsInHour: 0, postsInTenMinutes: 0, sameText: 0 }
const fresh: AuthorFacts = { ...known, days: 0.1, posts: 0 }
const points = (body: string, author = known) => scoreText({ title: '', body }, author, rules, 'own.example').points

test('a plain text of somebody known scores nothing, and has no reason', () => {
  assert.deepEqual(scoreText({ title: 'Rack', body: 'Does the rack fit the tide?' }, known, rules), {
    points: 0,
    reasons: [],
  })
})

test('links to other sites count, twice for somebody new; links to this one do not', () => {
  assert.equal(points('See https://shop.example/a and www.other.com'), 2)
  assert.equal(points('See https://shop.example/a and www.other.com', fresh), 4 + 2)
  assert.equal(points('See https://own.example/questions/1'), 0)
  assert.deepEqual(foreignLinks('buy at cheap-racks.shop now, version 1.2 of e.g. this', undefined), [
    'cheap-racks.shop',
  ])
})

test('words of the list count whole and in any case, once each, also as a phrase and in the title', () => {
  assert.equal(points('The CASINO, a casino!'), 6)
  assert.equal(points('The casinos and the occasino'), 0)
  assert.equal(points('Cheap loans at the casino'), 10)
  assert.equal(scoreText({ title: 'Casino', body: 'Come.' }, known, rules).points, 6)
})

test('the same words again, haste, shouting and saying the same thing over and over each have their reason', () => {
  const long = 'This is quite an ordinary sentence about a rack that fits the tide of last year.'
  assert.equal(points(long, { ...known, sameText: 1 }), 4)
  assert.equal(points(long, { ...known, sameText: 9 }), 12)
  assert.equal(points('Thank you', { ...known, sameText: 9 }), 0, 'short words are said again in good faith')
  assert.equal(points('A word.', { ...known, postsInTenMinutes: 3 }), 0)
  assert.equal(points('A word.', { ...known, postsInTenMinutes: 5 }), 2)
  assert.equal(points('BUY THE BEST RACK OF ALL THE RACKS RIGHT NOW AND HERE'), 2)
  assert.equal(points('buy it now '.repeat(20)), 3)
})

test('age counts for the first day and the first days', () => {
  assert.equal(points('A word.', fresh), 2)
  assert.equal(points('A word.', { ...fresh, days: 2 }), 1)
  assert.equal(points('A word.', { ...fresh, days: 3 }), 0)
})

test('somebody is new until the days and the posts are both behind them', () => {
  assert.equal(isNew({ ...known, days: 2, posts: 50 }, rules), true)
  assert.equal(isNew({ ...known, days: 50, posts: 2 }, rules), true)
  assert.equal(isNew({ ...known, days: 3, posts: 3 }, rules), false)
})

test('of any text the score is the sum of its reasons, each with points and words, the heaviest first', () => {
  const author = fc.record({
    days: fc.double({ min: 0, max: 1000, noNaN: true }),
    posts: fc.nat(100),
    postsInHour: fc.nat(50),
    postsInTenMinutes: fc.nat(20),
    sameText: fc.nat(5),
  })
  const word = fc.constantFrom(
    'casino',
    'cheap',
    'loans',
    'https://a.example/x',
    'www.b.com',
    'RACK',
    'tide',
    'ßẞ',
    '\n',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.array(word).map((all) => all.join(' ')),
      ),
      author,
      (body, facts) => {
        const score = scoreText({ title: '', body }, facts, rules)
        assert.equal(
          score.points,
          score.reasons.reduce((sum, reason) => sum + reason.points, 0),
        )
        assert.ok(score.reasons.every((reason) => reason.points > 0 && reason.says !== ''))
        const order = score.reasons.map((reason) => reason.points)
        assert.deepEqual(
          order,
          order.toSorted((a, b) => b - a),
        )
        const more = scoreText({ title: '', body: `${body} casino` }, facts, rules)
        assert.ok(more.points >= score.points - 5, 'a word of the list lowers nothing but shouting and repeating')
      },
    ),
    { numRuns: 300 },
  )
})
