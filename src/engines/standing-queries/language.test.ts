import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { check, expandIncludes, expandPattern, importQuery, lint, type Node, parse, print } from './language.shared.ts'
import { pick, randomQuery } from './random-queries.ts'
import { withoutPlaces } from './tree.shared.ts'
import { randomFrom } from './workload.ts'

function treeOf(text: string): Node {
  const { tree, problems } = parse(text)
  assert.ok(tree, `${text}: ${JSON.stringify(problems)}`)
  return tree
}

function codes(text: string, options?: Parameters<typeof check>[1]): string[] {
  return check(text, options).problems.map(({ code }) => code)
}

test('what is printed parses to the same tree, for thousands of random queries', () => {
  const random = randomFrom(11)
  for (let round = 0; round < 4_000; round++) {
    const tree = treeOf(randomQuery(random))
    const text = print(tree)
    assert.deepEqual(withoutPlaces(treeOf(text)), withoutPlaces(tree), text)
    assert.equal(print(treeOf(text)), text)
  }
})

test('a printed query has canonical names, written operators and brackets', () => {
  assert.equal(print(treeOf('apple OR pear juice -from:@Bob')), 'apple OR (pear AND juice AND NOT author:"@Bob")')
  assert.equal(print(treeOf('text:(a,b) ((a b) c)')), 'body:(a,b) AND a AND b AND c')
  assert.equal(print(treeOf('(apple AND pear)~3f')), 'apple ONEAR/3 pear')
  assert.equal(
    print(treeOf('country:us,none OR rating:3..5 OR likes:>=7')),
    'country:(us OR none) OR rating:[3 TO 5] OR likes:>=7',
  )
  assert.equal(print(treeOf('country:"none"')), 'country:"none"')
})

test('200,000 random strings end in a tree or a coded error', () => {
  const random = randomFrom(5)
  const pieces =
    '( ) " { } [ ] ~ ~2 ~3f - NOT AND OR NEAR/3 ONEAR/s NEAR : , .. * ? # @ $ @{ <<< >>> raw: title: lang:pt rating: author: since: > < = TO none apple niño 東京 👍 \ud83d \u0301 \u200d \' ’ “ ” \n a ab* constructor: __proto__: site: geo:1,2,3km url:'.split(
      ' ',
    )
  let trees = 0
  const begin = performance.now()
  for (let round = 0; round < 200_000; round++) {
    let text = ''
    const length = 1 + Math.floor(random() * 12)
    for (let part = 0; part < length; part++)
      text +=
        random() < 0.9 ? pick(random, pieces) + (random() < 0.5 ? ' ' : '') : String.fromCharCode(random() * 65_536)
    const { tree, problems } = parse(text)
    if (tree) {
      trees++
      if (round % 50 === 0)
        assert.deepEqual(withoutPlaces(treeOf(print(tree))), withoutPlaces(tree), JSON.stringify(text))
    } else {
      const last = problems.at(-1)
      assert.match(last?.code ?? '', /^E\d{3}$/, JSON.stringify(text))
      assert.ok(last!.from >= 0 && last!.from <= last!.to && last!.to <= text.length, JSON.stringify(text))
    }
  }
  assert.ok(trees > 5_000, `${trees} trees`)
  assert.ok(performance.now() - begin < 60_000)
})

test('deep and long queries end in a coded error or a tree within a second', () => {
  const hostile = [
    '(',
    '-',
    'NOT ',
    '"',
    '{',
    '((a)',
    'a NEAR/1 (',
    'title:(',
    '<<<',
    'a OR ',
    'lang:(',
    '@{',
    'a* ',
    '~',
    '[',
    'a,',
  ]
  for (const piece of hostile) {
    const begin = performance.now()
    const { tree, problems } = parse(piece.repeat(Math.floor(100_000 / piece.length)))
    assert.ok(tree ?? problems.at(-1)?.code.startsWith('E'), piece)
    assert.ok(performance.now() - begin < 1_000, `${piece} took ${performance.now() - begin} ms`)
  }
})

test('a lower-case operator, a wide NEAR and NOT on a field with unknowns are warned about in their place', () => {
  assert.deepEqual(codes('cats and dogs'), ['W103'])
  assert.deepEqual(codes('"cats and dogs"'), [])
  assert.deepEqual(codes('apple NEAR/16 pear'), ['W105'])
  assert.deepEqual(codes('apple NEAR/15 pear'), [])
  assert.deepEqual(codes('apple NOT lang:en'), ['W104'])
  assert.deepEqual(codes('apple NOT lang:en NOT lang:none'), [])
  assert.deepEqual(codes('apple NOT type:repost'), [])
  const [warning] = check('apple NOT lang:en').problems
  assert.deepEqual([warning?.from, warning?.to], [6, 17])
})

test('a field that a chosen source does not know, and a branch that found nothing, are warned about', () => {
  const sources = [
    { name: 'Mastodon', fields: new Set(['lang']) },
    { name: 'Feeds', fields: new Set(['lang', 'country']) },
  ]
  const { problems } = check('apple country:us lang:en', { sources })
  assert.deepEqual(
    problems.map(({ code, hint }) => [code, hint]),
    [['W106', 'country: is not known to Mastodon.']],
  )
  const counts = new Map([
    ['apple', 12],
    ['pear AND juice', 0],
  ])
  assert.deepEqual(codes('apple OR (pear juice) OR plum', { counts }), ['W107'])
})

test('the nearest field name and value are suggested', () => {
  assert.equal(parse('titel:x').problems[0]?.hint, 'Did you mean title:?')
  assert.equal(parse('type:replay').problems[0]?.hint, 'Did you mean reply?')
})

test('AND inside NEAR is refused with the query that was meant', () => {
  assert.equal(
    parse('apple ONEAR/5 (pear AND plum)').problems[0]?.hint,
    'Write (apple ONEAR/5 pear) AND (apple ONEAR/5 plum).',
  )
})

test('includes are filled in, pinned to their revision, and refused when they go in a circle', () => {
  const saved = new Map([
    ['fruit', { revision: 4, tree: treeOf('apple OR pear') }],
    ['drink', { revision: 2, tree: treeOf('@{fruit} juice') }],
    ['a', { revision: 1, tree: treeOf('x OR @{b}') }],
    ['b', { revision: 1, tree: treeOf('y NOT @{a}') }],
  ])
  const filled = expandIncludes(treeOf('cold @{drink}'), (slug) => saved.get(slug))
  assert.equal(print(filled.tree), 'cold AND ((apple OR pear) AND juice)')
  assert.equal(print(filled.pinned), 'cold AND @{drink@2}')
  assert.deepEqual(filled.pins, [
    { slug: 'drink', revision: 2 },
    { slug: 'fruit', revision: 4 },
  ])
  const circle = expandIncludes(treeOf('z @{a}'), (slug) => saved.get(slug))
  assert.deepEqual(
    circle.problems.map(({ code, hint }) => [code, hint]),
    [['E402', 'a includes b includes a.']],
  )
  assert.deepEqual(
    expandIncludes(treeOf('@{nothing}'), () => undefined).problems.map(({ code }) => code),
    ['E202'],
  )
})

test('includes that double at every step stop at a bound', () => {
  const begin = performance.now()
  const { problems } = expandIncludes(treeOf('@{q0}'), (slug) => {
    const next = Number(slug.slice(1)) + 1
    return { revision: 1, tree: treeOf(`@{q${next}} OR @{q${next}}`) }
  })
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['E403'],
  )
  assert.ok(performance.now() - begin < 2_000)
})

test('a wildcard expands to at most so many words, and says how many there are', () => {
  const dictionary = Array.from({ length: 1_500 }, (_, index) => `complain${index}`)
  const { words, count, capped } = expandPattern('compl*', [...dictionary, 'comply', 'other'])
  assert.deepEqual([words.length, count, capped], [1_000, 1_501, true])
})

test('a Brandwatch query comes over, and says what changed', () => {
  const kept = importQuery(
    '(apple OR "pear juice"~3) NEAR/5f juice AND authorFollowers:[100 TO *] site:x.org',
    'brandwatch',
  )
  assert.deepEqual(kept.changes, [])
  assert.equal(print(kept.tree!), '((apple OR "pear juice"~3) ONEAR/5 juice) AND followers:>=100 AND site:x.org')
  const changed = importQuery('apple country:usa engagementType:COMMENT', 'brandwatch')
  assert.deepEqual(
    changed.changes.map(({ kind, source, from }) => [kind, source, from]),
    [
      ['changed', 'country:usa', 6],
      ['changed', 'engagementType:COMMENT', 18],
    ],
  )
  const refused = importQuery('apple gender:female', 'brandwatch')
  assert.equal(refused.tree, undefined)
  assert.deepEqual(
    refused.changes.map(({ kind, source }) => [kind, source]),
    [['unsupported', 'gender:female']],
  )
  assert.deepEqual(
    refused.problems.map(({ code }) => code),
    ['E201'],
  )
})

test('a Meltwater query comes over, with its default distance, weights and lower-case operators', () => {
  const { tree, changes } = importQuery('(apple or pear)  near watch^9 not ingress:juice', 'meltwater')
  assert.equal(print(tree!), '((apple OR pear) NEAR/4 watch) AND NOT lead:juice')
  assert.deepEqual(
    changes.map(({ source, became }) => [source, became]),
    [
      ['or', 'OR'],
      ['watch^9', 'watch'],
      ['not', 'NOT'],
      ['ingress:juice', 'lead:juice'],
    ],
  )
})

test('an X rule comes over, with its flags and counts in our fields', () => {
  const { tree, changes } = importQuery(
    'snow -is:retweet has:hashtags -has:mentions followers_count:100..500 min_faves:5 point_radius:[13.4 52.5 25km] conversation_id:7',
    'x',
  )
  assert.equal(
    print(tree!),
    'snow AND NOT type:repost AND NOT hashtag:none AND NOT NOT mentions:none AND followers:[100 TO 500] AND likes:>=5 AND geo:"52.5,13.4,25km" AND thread:7',
  )
  assert.deepEqual(changes, [])
  const report = importQuery('what? url:example.org "a b"~3 NEAR retweets_of:bob', 'x')
  assert.deepEqual(
    report.changes.map(({ kind, became }) => [kind, became]),
    [
      ['changed', 'what'],
      ['changed', 'links:example.org'],
      ['changed', '"a b"~3'],
      ['changed', '"NEAR"'],
      ['unsupported', 'retweets_of:bob'],
    ],
  )
})

test('importers end on any text', () => {
  const random = randomFrom(9)
  for (let round = 0; round < 2_000; round++) {
    const text = Array.from({ length: 8 }, () =>
      pick(random, [
        '"',
        '(',
        ')',
        '-',
        'constructor:a',
        'is:',
        'near',
        '~2',
        'x^2',
        '[',
        'url:"',
        '*',
        'AND',
        '<<<',
        '__proto__:x',
        '“',
      ]),
    ).join(random() < 0.5 ? ' ' : '')
    for (const dialect of ['brandwatch', 'meltwater', 'x'] as const) assert.ok(importQuery(text, dialect).changes)
  }
})

test('the language runs in a browser: its files import only each other', () => {
  for (const name of readdirSync(import.meta.dirname).filter((file) => file.endsWith('.shared.ts'))) {
    const source = readFileSync(join(import.meta.dirname, name), 'utf8')
    for (const [, path] of source.matchAll(/from '([^']+)'/g))
      assert.match(path as string, /^\.\/[a-z-]+\.shared\.ts$/, name)
  }
})

test('lint needs no more than a tree', () => {
  assert.deepEqual(lint(treeOf('apple')), [])
})
