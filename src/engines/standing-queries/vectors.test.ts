import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain } from './explain.ts'
import { check, isError, lint, parse } from './language.shared.ts'
import { createMatcher } from './matcher.ts'
import { naivelyMatches } from './naive.ts'
import type { Post } from './post.ts'

const february = Date.UTC(2026, 1, 1)

/** The conformance vectors of the language's specification: query, text (or post), whether it matches, warnings. */
const vectors: [string, string | Post, boolean, string?][] = [
  ['apple OR pear juice', 'apple pie', true, 'W101'],
  ['(apple OR pear) juice', 'apple pie', false],
  ['apple -juice', 'apple juice', false],
  ['"apple juice"', 'apple, juice', true],
  ['coca-cola', 'cola coca', false],
  ['"state of the art"', 'a state-of-the-art box', true],
  ['"apple juice"~2', 'juice of the apple', true],
  ['"apple juice"~1', 'juice of the apple', false],
  ['"apple juice"~2f', 'juice of the apple', false],
  ['apple NEAR/2 juice', 'apple or pear juice', true],
  ['apple NEAR/1 juice', 'apple or pear juice', false],
  ['apple NEAR/0 juice', 'juice apple', true],
  ['apple ONEAR/2 juice', 'juice and apple', false],
  ['(apple OR pear) NEAR/3 (juice OR "cold drink")', 'a pear is a cold drink', true],
  ['((apple OR pear) AND (juice OR cider))~2', 'cider from apple', true],
  ['broken NEAR/s refund', 'It is broken. Give me a refund.', false],
  ['apple NEAR/3 juice', { title: 'apple', body: 'juice' }, false],
  ['apple juice', { title: 'apple', body: 'juice' }, true],
  ['complain*', 'many complaints', true],
  ['customi?e', 'customiize', false],
  ['"we are * sorry"', 'we are sorry', false],
  ['nino', 'el niño', true],
  ['niño', 'el nino', false],
  ['nino NOT niño', 'el niño', false],
  ['{BT}', 'bt is down', false],
  ['raw:C++', 'I write C++ daily', true],
  ["wendy's", 'at Wendy’s now', true],
  ['wendys', 'at Wendy’s now', true],
  ['wendy', 'at Wendy’s now', true],
  ['#snow', 'first snow today', false],
  ['snow', 'first #Snow today', true],
  ['site:example.org', { site: 'badexample.org' }, false],
  ['url:example.org/news', { url: 'https://www.example.org/news/1' }, true],
  ['lang:pt', { lang: 'pt-BR' }, true],
  ['lang:pt-PT', { lang: 'pt-BR' }, false],
  ['NOT country:us', { body: 'x' }, true, 'W104'],
  ['NOT country:us NOT country:none', { body: 'x' }, false],
  ['engagementType:RETWEET', { type: 'repost' }, true],
  ['until:2026-02-01', { time: february }, false],
  ['(apple <<<x>>> OR pear) juice', 'pear juice', true],
  ['cats and dogs', 'cats dogs', false, 'W103'],
  // Beside the vectors: the other side of some, and what they leave out.
  ['customi?e', 'customise', true],
  ['"we are * sorry"', 'we are so sorry', true],
  ['broken NEAR/s refund', 'It is broken, so refund me.', true],
  ['broken NEAR/p refund', 'It is broken. Give me a refund.', true],
  ['broken NEAR/p refund', 'It is broken.\n\nGive me a refund.', false],
  ['{BT}', 'BT is down', true],
  ['raw:C++', 'I write c++ daily', false],
  ['#snow', 'first #SNOW today', true],
  ['site:example.org', { site: 'news.example.org' }, true],
  ['lang:pt-PT', { lang: 'pt-pt' }, true],
  ['since:2026-02-01', { time: february }, true],
  ['engagementType:COMMENT', { type: 'reply' }, true],
  ['東京', '東京に行きました', true],
  ['東京 NEAR/0 に', '東京に行きました', true],
  ['สวัสดี', 'สวัสดีครับ', true],
  ['👍', 'good👍job', true],
  ['snow', { quote: 'snow' }, false],
  ['quote:snow', { quote: 'snow' }, true],
  ['apple', { alt: ['a pear', 'an apple'] }, true],
  ['"pear an"', { alt: ['a pear', 'an apple'] }, false],
]

for (const [query, given, expected, warning] of vectors) {
  const post = typeof given === 'string' ? { body: given } : given
  test(`${query} ${expected ? 'matches' : 'does not match'} ${JSON.stringify(given)}`, () => {
    const { tree, problems } = check(query)
    assert.ok(tree, JSON.stringify(problems))
    assert.deepEqual(
      problems.map(({ code }) => code),
      warning ? [warning] : [],
    )
    const matcher = createMatcher<string>()
    matcher.register('it', tree)
    assert.deepEqual(matcher.match(post), expected ? ['it'] : [])
    assert.equal(explain(tree, post).matched, expected)
    assert.equal(naivelyMatches(tree, post), expected)
  })
}

/** Query, code, and the part of the query at which it points. */
const errors: [string, string, string][] = [
  ['(apple', 'E100', '('],
  ['apple) x', 'E100', ')'],
  ['', 'E101', ''],
  ['  <<<only>>> ', 'E101', '  <<<only>>> '],
  ['apple ()', 'E101', '()'],
  ['apple AND', 'E102', ''],
  ['OR apple', 'E102', 'OR'],
  ['apple OR OR pear', 'E102', 'OR'],
  ['apple - pear', 'E102', '-'],
  ['NOT', 'E102', ''],
  ['apple "pear', 'E104', '"pear'],
  ['apple <<< pear', 'E105', '<<< pear'],
  ['{BT', 'E106', '{BT'],
  ['@{brand', 'E106', '@{brand'],
  ['rating:[5 TO 3]', 'E107', '[5 TO 3]'],
  ['rating:[3 TO 5', 'E107', '[3 TO 5'],
  ['apple && pear', 'E108', '&&'],
  ['"..."', 'E108', '"..."'],
  ['colour:red', 'E201', 'colour:'],
  ['rating:[3 5]', 'E202', '[3 5]'],
  ['type:recipe', 'E202', 'recipe'],
  ['since:yesterday', 'E202', 'yesterday'],
  ['since:2026-02-31', 'E202', '2026-02-31'],
  ['verified:constructor', 'E202', 'constructor'],
  ['title: apple', 'E202', 'title:'],
  ['author:bbc*', 'E202', 'bbc*'],
  ['a*', 'E301', 'a*'],
  ['*phone', 'E302', '*phone'],
  ['apple NEAR/5 (pear AND plum)', 'E303', '(pear AND plum)'],
  ['apple NEAR/5 NOT pear', 'E303', 'NOT'],
  ['apple NEAR/5 lang:en', 'E303', 'lang:en'],
  ['apple NEAR/101 pear', 'E304', 'NEAR/101'],
  ['"apple pear"~101', 'E304', '~101'],
  ['(apple OR pear)~2', 'E305', '(apple OR pear)~2'],
  ['apple~2', 'E305', 'apple~2'],
  ['apple NEAR pear', 'E306', 'NEAR'],
]

for (const [query, code, part] of errors) {
  test(`${query === '' ? 'an empty query' : query} is refused with ${code}`, () => {
    const { tree, problems } = parse(query)
    assert.equal(tree, undefined)
    const found = problems.find(isError)
    assert.equal(found?.code, code)
    assert.equal(query.slice(found?.from, found?.to), part)
    assert.match(found?.hint ?? '', /^[A-Z].*[.:\d]$/)
  })
}

test('too long, too deep and too many terms are refused with E403', () => {
  const codes = [
    'a'.repeat(100_001),
    `${'('.repeat(65)}apple${')'.repeat(65)}`,
    `${'NOT '.repeat(65)}apple`,
    `${'apple NEAR/1 '.repeat(65)}apple`,
    'apple '.repeat(5_001),
  ].map((query) => parse(query).problems[0]?.code)
  assert.deepEqual(codes, ['E403', 'E403', 'E403', 'E403', 'E403'])
  assert.ok(parse(`${'('.repeat(64)}apple${')'.repeat(64)}`).tree)
  assert.ok(parse('apple '.repeat(5_000)).tree)
})

/** On an open source every branch needs an anchor. */
const anchors: [string, boolean][] = [
  ['apple OR lang:en', false],
  ['(apple OR site:x.org) lang:en', true],
  ['raw:C#', false],
  ['lang:en', false],
  ['NOT apple', false],
  ['NOT (NOT apple)', true],
  ['NOT (NOT apple OR lang:en)', true],
  ['NOT (NOT apple lang:en)', false],
  ['author:bob', true],
  ['author:none', false],
  ['channel:coffee OR thread:x OR id:y', true],
  ['parent:x', false],
  ['title:apple country:us', true],
]

for (const [query, accepted] of anchors) {
  test(`${query} is ${accepted ? 'accepted' : 'refused'} on an open source`, () => {
    const { tree } = parse(query)
    assert.ok(tree)
    const codes = lint(tree, { open: true })
      .filter(isError)
      .map(({ code }) => code)
    assert.deepEqual([...new Set(codes)], accepted ? [] : ['E401'])
    const matcher = createMatcher<number>()
    assert.equal(matcher.register(1, tree, { open: true }).problems.length > 0, !accepted)
    assert.equal(matcher.has(1), accepted)
    if (!accepted) assert.deepEqual(matcher.register(1, tree).problems, [])
  })
}
