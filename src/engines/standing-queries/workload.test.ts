import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check, isError } from './language.shared.ts'
import { anchorsOf, keysOf, luceneQuery, tsquery, tsvector } from './peer-forms.ts'
import { makePosts, makeQueries, wordOfRank } from './workload.ts'

test('made-up queries parse, have anchors, and come in the stated mix', () => {
  const posts = makePosts(2_000, 1)
  const samples = makeQueries(4_000, 2, posts)
  for (const { text } of samples) assert.deepEqual(check(text, { open: true }).problems.filter(isError), [], text)
  const share = (wanted: (sample: (typeof samples)[number]) => unknown): number =>
    samples.filter(wanted).length / samples.length
  const near = (share1: number, target: number): boolean => Math.abs(share1 - target) < 0.03
  assert.ok(
    near(
      share(({ not }) => not),
      0.28,
    ),
  )
  assert.ok(
    near(
      share(({ phrase }) => phrase),
      0.15,
    ),
  )
  assert.ok(
    near(
      share(({ near: pair }) => pair),
      0.1,
    ),
  )
  assert.ok(
    near(
      share(({ groups }) => groups.flat().some((word) => word.endsWith('*'))),
      0.1,
    ),
  )
  assert.ok(
    near(
      share(({ fact }) => fact),
      0.15,
    ),
  )
})

test('the same seed makes the same posts and queries, and ranks make different words', () => {
  const posts = makePosts(50, 7)
  assert.deepEqual(makePosts(50, 7), posts)
  assert.deepEqual(makeQueries(50, 8, posts), makeQueries(50, 8, posts))
  assert.equal(new Set(Array.from({ length: 200_000 }, (_, rank) => wordOfRank(rank))).size, 200_000)
})

test('other engines are given the same query', () => {
  const sample = { text: '', groups: [['a', 'b*'], ['c']], not: "d'", near: ['e', 'f'] as [string, string] }
  assert.equal(
    tsquery({ ...sample, near: undefined, phrase: ['x', 'y'], fact: { field: 'lang', value: 'pt' } } as never),
    "('a' | 'b':*) & ('c') & ('x' <-> 'y') & '=lang=pt' & !'d'''",
  )
  assert.match(tsquery(sample), /'e' <6> 'f' \| 'f' <6> 'e'\)/)
  assert.doesNotMatch(tsquery(sample), /<7>/)
  assert.equal(luceneQuery(sample, 3), "3\ta b*;c\td'\t\te f\t")
  const post = { body: 'a b', author: 'u', lang: 'pt-BR', site: 'n.x.org' }
  assert.equal(
    tsvector(post),
    "'a':1 'b':2 '=author=u' '=lang=pt-br' '=lang=pt' '=site=n.x.org' '=site=x.org' '=site=org'",
  )
  assert.deepEqual(
    anchorsOf(
      sample,
      new Map([
        ['a', 5],
        ['b*', 1],
        ['c', 4],
        ['e', 9],
        ['f', 8],
      ]),
    ),
    ['c'],
  )
  assert.ok(keysOf(post).includes('site=x.org'))
})
