import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fc } from '../../../test/property.ts'
import { explain } from './explain.ts'
import { type Node, parse, print } from './language.shared.ts'
import { createMatcher } from './matcher.ts'
import { naivelyMatches } from './naive.ts'
import type { Post } from './post.ts'
import { pick, randomNow, randomPost, randomQuery } from './random-queries.ts'
import { makePosts, makeQueries, randomFrom } from './workload.ts'

const now = (): number => randomNow

function treeOf(text: string): Node {
  const { tree, problems } = parse(text)
  assert.ok(tree, `${text}: ${JSON.stringify(problems)}`)
  return tree
}

function matches(query: string, post: Post, options: { zone?: string; bind?: () => string[] } = {}): boolean {
  const matcher = createMatcher<number>({ now })
  assert.deepEqual(matcher.register(1, treeOf(query), options).problems, [])
  return matcher.match(post).length === 1
}

test('the matcher and the plain evaluator agree on random queries and posts', () => {
  let agreed = 0
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
      const random = randomFrom(seed)
      const matcher = createMatcher<number>({ now, mostUnanchored: 1e6 })
      const trees = Array.from({ length: 40 }, () => treeOf(randomQuery(random)))
      for (const [id, tree] of trees.entries()) matcher.register(id, tree)
      for (let round = 0; round < 12; round++) {
        const post = randomPost(random)
        const found = new Set(matcher.match(post))
        for (const [id, tree] of trees.entries()) {
          assert.equal(
            found.has(id),
            naivelyMatches(tree, post, randomNow),
            `${print(tree)} on ${JSON.stringify(post)}`,
          )
          agreed++
        }
      }
    }),
    { numRuns: 110 },
  )
  assert.ok(agreed >= 50_000)
})

test('agreement holds while queries are registered, replaced, removed and tuned', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
      const random = randomFrom(seed)
      const matcher = createMatcher<number>({ now, mostUnanchored: 1e6 })
      const held = new Map<number, Node>()
      for (let step = 0; step < 150; step++) {
        const id = Math.floor(random() * 25)
        const tree = treeOf(randomQuery(random))
        const kind = random()
        if (kind < 0.3 && held.has(id)) {
          assert.equal(matcher.remove(id), true)
          held.delete(id)
        } else if (kind < 0.35) matcher.tune(5)
        else {
          if (held.has(id)) matcher.replace(id, tree)
          else matcher.register(id, tree)
          held.set(id, tree)
        }
        if (step % 5 !== 0) continue
        const post = randomPost(random)
        const wanted = [...held].filter(([, held1]) => naivelyMatches(held1, post, randomNow)).map(([one]) => one)
        assert.deepEqual(
          matcher.match(post).sort((a, b) => a - b),
          wanted.sort((a, b) => a - b),
        )
      }
      assert.equal(matcher.report().queries, held.size)
    }),
    { numRuns: 40 },
  )
})

/** Two texts that must always match the same posts, from two random parts. */
const laws: [string, (a: string, b: string) => [string, string]][] = [
  ['De Morgan: NOT over AND', (a, b) => [`NOT ((${a}) AND (${b}))`, `(NOT (${a})) OR (NOT (${b}))`]],
  ['De Morgan: NOT over OR', (a, b) => [`NOT ((${a}) OR (${b}))`, `(NOT (${a})) AND (NOT (${b}))`]],
  ['AND commutes', (a, b) => [`(${a}) AND (${b})`, `(${b}) AND (${a})`]],
  ['OR commutes', (a, b) => [`(${a}) OR (${b})`, `(${b}) OR (${a})`]],
  ['a never-matching branch changes nothing', (a) => [a, `(${a}) OR nosuchwordanywhere OR (author:nobody lang:xx)`]],
  ['an always-true part changes nothing', (a) => [a, `(${a}) AND NOT nosuchwordanywhere`]],
  ['two NOTs are none', (a) => [a, `NOT NOT (${a})`]],
  ['absorption', (a, b) => [a, `(${a}) OR ((${a}) AND (${b}))`]],
  ['distribution', (a, b) => [`(${a}) AND ((${b}) OR juice)`, `((${a}) AND (${b})) OR ((${a}) AND juice)`]],
]

for (const [law, write] of laws) {
  test(`${law}`, () => {
    const random = randomFrom(law.length)
    for (let round = 0; round < 60; round++) {
      const [left, right] = write(randomQuery(random, 2), randomQuery(random, 2))
      const matcher = createMatcher<string>({ now })
      matcher.register('left', treeOf(left))
      matcher.register('right', treeOf(right))
      for (let post = 0; post < 30; post++) {
        const given = randomPost(random)
        assert.notEqual(matcher.match(given).length, 1, `${left} against ${right} on ${JSON.stringify(given)}`)
      }
    }
  })
}

test('NEAR commutes, and a wider NEAR never loses a match', () => {
  const random = randomFrom(77)
  const parts = ['apple', 'ju?ce', '"apple juice"', '(apple OR pear)', 'niño', '(snow NEAR/2 apple)']
  for (let round = 0; round < 300; round++) {
    const [a, b] = [pick(random, parts), pick(random, parts)]
    const matcher = createMatcher<string>()
    for (const text of new Set([`${a} NEAR/1 ${b}`, `${b} NEAR/1 ${a}`, `${a} NEAR/3 ${b}`]))
      matcher.register(text, treeOf(text))
    const post = randomPost(random)
    const found = new Set(matcher.match(post))
    assert.equal(found.has(`${a} NEAR/1 ${b}`), found.has(`${b} NEAR/1 ${a}`))
    if (found.has(`${a} NEAR/1 ${b}`)) assert.ok(found.has(`${a} NEAR/3 ${b}`))
  }
})

test('queries of the bench mix give the same sets as the plain evaluator', () => {
  const posts = makePosts(4_000, 3)
  const samples = makeQueries(3_000, 4, posts)
  const matcher = createMatcher<number>()
  const trees = samples.map(({ text }) => treeOf(text))
  for (const [id, tree] of trees.entries()) matcher.register(id, tree)
  for (const post of posts.slice(0, 2_000)) matcher.match(post)
  matcher.tune()
  let all = 0
  for (const post of posts.slice(0, 12)) {
    const wanted = trees.flatMap((tree, id) => (naivelyMatches(tree, post) ? [id] : []))
    assert.deepEqual(
      matcher.match(post).sort((a, b) => a - b),
      wanted,
    )
    all += wanted.length
  }
  assert.ok(all > 0)
})

test('an id is taken once; replacing needs it, removing forgets it', () => {
  const matcher = createMatcher<string>()
  matcher.register('q', treeOf('apple'))
  assert.throws(() => matcher.register('q', treeOf('pear')), /registered already/)
  assert.throws(() => matcher.replace('other', treeOf('pear')), /not registered/)
  matcher.replace('q', treeOf('pear'))
  assert.deepEqual(matcher.match({ body: 'apple' }), [])
  assert.deepEqual(matcher.match({ body: 'pear' }), ['q'])
  assert.equal(matcher.remove('q'), true)
  assert.equal(matcher.remove('q'), false)
  assert.deepEqual(matcher.match({ body: 'pear' }), [])
})

test('a refused replacement leaves the old query in force', () => {
  const matcher = createMatcher<string>()
  matcher.register('q', treeOf('apple'), { open: true })
  const { problems } = matcher.replace('q', treeOf('lang:en'), { open: true })
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['E401'],
  )
  assert.deepEqual(matcher.match({ body: 'apple' }), ['q'])
})

test('queries without an anchor are held up to a quota, beyond which they are refused', () => {
  const matcher = createMatcher<number>({ mostUnanchored: 2 })
  assert.deepEqual(matcher.register(1, treeOf('NOT apple')).problems, [])
  assert.deepEqual(matcher.register(2, treeOf('raw:C#')).problems, [])
  assert.deepEqual(
    matcher.register(3, treeOf('likes:>5')).problems.map(({ code }) => code),
    ['E401'],
  )
  assert.deepEqual(matcher.register(3, treeOf('apple')).problems, [])
  assert.deepEqual(matcher.replace(2, treeOf('likes:>5')).problems, [])
  assert.deepEqual(matcher.match({ body: 'x', likes: 6 }).sort(), [1, 2])
  assert.equal(matcher.report().unanchored, 2)
})

test('an include must be expanded first, an unknown time zone is an error, and neither leaves anything behind', () => {
  const matcher = createMatcher<number>()
  assert.throws(() => matcher.register(1, treeOf('apple @{fruit}')), /expand @\{fruit\}/)
  assert.throws(() => matcher.register(1, treeOf('pear since:2026-01-01'), { zone: 'Mars/Olympus' }), RangeError)
  assert.deepEqual(matcher.match({ body: 'apple pear' }), [])
  assert.equal(matcher.has(1), false)
})

test('dates follow the time zone of the query, also when clocks change', () => {
  const berlin = { zone: 'Europe/Berlin' }
  assert.equal(matches('since:2026-02-01', { time: Date.UTC(2026, 0, 31, 23) }, berlin), true)
  assert.equal(matches('since:2026-02-01', { time: Date.UTC(2026, 0, 31, 22, 59) }, berlin), false)
  assert.equal(matches('since:2026-02-01', { time: Date.UTC(2026, 0, 31, 23) }), false)
  assert.equal(matches('until:2026-03-29T03:00', { time: Date.UTC(2026, 2, 29, 0, 59) }, berlin), true)
  assert.equal(matches('until:2026-03-29T03:00', { time: Date.UTC(2026, 2, 29, 1) }, berlin), false)
  assert.equal(matches('timeofday:09:00..17:00', { time: Date.UTC(2026, 6, 1, 7) }, berlin), true)
  assert.equal(matches('timeofday:09:00..17:00', { time: Date.UTC(2026, 6, 1, 7) }), false)
})

test('a relative date moves with the clock, live', () => {
  let clock = randomNow
  const matcher = createMatcher<number>({ now: () => clock })
  matcher.register(1, treeOf('apple since:-7d'))
  const post = { body: 'apple', time: randomNow - 6 * 86_400_000 }
  assert.deepEqual(matcher.match(post), [1])
  clock += 2 * 86_400_000
  assert.deepEqual(matcher.match(post), [])
})

test('an author is matched by any identity that was bound when the query was saved', () => {
  const bind = (): string[] => ['did:plc:abc', 'https://example.org/@bob']
  assert.equal(matches('author:@bob', { author: ['bob.example', 'did:plc:abc'] }, { bind }), true)
  assert.equal(matches('author:@bob', { author: 'bob' }, { bind }), false)
  assert.equal(matches('author:@bob', { author: 'bob' }, { bind: () => [] }), false)
  assert.equal(matches('NOT author:@bob', { author: 'bob' }, { bind: () => [] }), true)
})

test('a word forbidden in unscoped text may stand in the quoted post', () => {
  const post = { body: 'apple', quote: 'pear' }
  assert.equal(matches('apple NOT pear', post), true)
  const matcher = createMatcher<number>()
  matcher.register(1, treeOf('apple NOT pear'))
  matcher.register(2, treeOf('quote:pear'))
  matcher.register(3, treeOf('apple pear'))
  assert.deepEqual(matcher.match(post).sort(), [1, 2])
})

test('a query of many words needs every one, and every group, and minds every NOT', () => {
  const words = (letter: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${letter}word${index}`)
  for (let size = 2; size <= 14; size++) {
    const needed = words('n', size)
    const groups = words('g', size).map((word) => `(${word} OR ${word}x OR ${word}y)`)
    const query = [...needed, ...groups, ...words('f', size).map((word) => `NOT ${word}`)].join(' ')
    const post = [...needed, ...words('g', size).map((word, index) => (index % 2 === 0 ? word : `${word}y`))]
    assert.equal(matches(query, { body: post.join(' ') }), true)
    for (const [index, word] of post.entries())
      assert.equal(matches(query, { body: post.toSpliced(index, 1).join(' ') }), false, `${size} without ${word}`)
    for (const word of words('f', size)) assert.equal(matches(query, { body: `${post.join(' ')} ${word}` }), false)
  }
})

test('explain names the branch, the words and the facts', () => {
  const tree = treeOf('pear OR (apple NEAR/2 juice lang:pt NOT cider) OR apple')
  const post = { body: 'An apple, a juice and apple pie', title: 'Juice', lang: 'pt-BR' }
  const { matched, branch, spans, facts } = explain(tree, post)
  assert.equal(matched, true)
  assert.equal(branch?.index, 1)
  assert.equal(branch?.text, '(apple NEAR/2 juice) AND lang:pt AND NOT cider')
  assert.deepEqual(
    spans.map(({ field, from, to }) => [field, post.body.slice(from, to)]),
    [
      ['body', 'apple'],
      ['body', 'juice'],
      ['body', 'apple'],
    ],
  )
  assert.deepEqual(facts, ['lang:pt'])
  assert.deepEqual(explain(tree, { body: 'plum' }), { matched: false, spans: [], facts: [] })
})

test('explain points into the text as given: beyond ASCII, in parts, in phrases and in literal text', () => {
  const show = (query: string, post: Post): unknown[] =>
    explain(treeOf(query), post).spans.map(({ field, part, from, to }) => {
      const value = post[field] ?? ''
      return [field, part, (typeof value === 'string' ? value : (value[part] as string)).slice(from, to)]
    })
  assert.deepEqual(show('nino OR x', { body: '👍 El Niño’s' }), [['body', 0, 'Niño’s']])
  assert.deepEqual(show('alt:cat', { alt: ['a dog', 'a cat'] }), [['alt', 1, 'cat']])
  assert.deepEqual(show('"so * sorry"', { body: 'we are so very sorry' }), [
    ['body', 0, 'so'],
    ['body', 0, 'very'],
    ['body', 0, 'sorry'],
  ])
  assert.deepEqual(show('raw:C++', { body: 'C and C++' }), [['body', 0, 'C++']])
  assert.deepEqual(show('title:(apple OR pear) apple', { title: 'pear', body: 'apple apple' }), [
    ['title', 0, 'pear'],
    ['body', 0, 'apple'],
    ['body', 0, 'apple'],
  ])
})

test('explain and match agree on random queries and posts', () => {
  const random = randomFrom(31)
  for (let round = 0; round < 400; round++) {
    const tree = treeOf(randomQuery(random))
    const post = randomPost(random)
    assert.equal(explain(tree, post, { now: randomNow }).matched, naivelyMatches(tree, post, randomNow), print(tree))
  }
})

test('removed queries give back their terms, and ids of terms are used again', () => {
  const matcher = createMatcher<number>()
  const random = randomFrom(8)
  for (let round = 0; round < 30; round++) {
    for (let id = 0; id < 40; id++)
      matcher.register(id, treeOf(`word${round}x${id} ${randomQuery(random)} pre${round}* wi?d${id}`))
    for (let id = 0; id < 40; id++) matcher.remove(id)
    assert.deepEqual({ ...matcher.report(), bytes: 0 }, { queries: 0, unanchored: 0, terms: 0, bytes: 0 })
  }
  assert.ok(matcher.report().bytes < 3_000_000)
})

test('a hostile post takes bounded time', () => {
  const matcher = createMatcher<string>()
  const queries = [
    '"a a a a b"',
    'a NEAR/100 b',
    '(a NEAR/50 a) NEAR/50 b',
    'a NEAR/s a NEAR/s b',
    '"a a a b"~50',
    'ab*c*d*e*f*x',
    'raw:"aab"',
  ]
  for (const query of queries) matcher.register(query, treeOf(query))
  const posts = [
    'a '.repeat(20_000),
    'ab'.repeat(50_000),
    'abcdef'.repeat(20_000),
    `#${'@$#'.repeat(30_000)}`,
    "a'".repeat(30_000),
    '東'.repeat(20_000),
    '\u0301'.repeat(50_000),
  ]
  for (const body of posts) {
    const begin = performance.now()
    matcher.match({ body, alt: Array.from({ length: 200 }, () => 'a') })
    assert.ok(performance.now() - begin < 5_000, `${body.slice(0, 9)} took ${performance.now() - begin} ms`)
  }
})
