import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Posting, postingsOf } from './anchors.ts'
import { codeOf } from './code.ts'
import { compile } from './compile.ts'
import { parse } from './language.shared.ts'
import { decodePlan, encodePlan, type Plan } from './plan.ts'
import { addPosting, compact, createPostings, dropPostings, recordSize } from './postings.ts'
import { pick, randomQuery } from './random-queries.ts'
import { scanText } from './scan.ts'
import { beginPost } from './stamps.ts'
import { createStore, type Store, targetOf } from './store.ts'
import { findTerm, hashA, hashB, noteSample, spaces } from './terms.ts'
import { randomFrom } from './workload.ts'

/** A store that has seen `common` in every post, `middle` in half of them, and nothing else. */
function seasoned(): Store {
  const store = createStore()
  store.scan.sampling = true
  for (let post = 0; post < 200; post++) {
    beginPost(store.scan)
    scanText(store.scan, post % 2 === 0 ? 'common middle' : 'common', 2)
    noteSample(store.terms)
  }
  store.scan.sampling = false
  return store
}

function planOf(store: Store, text: string): Plan {
  const { tree } = parse(text)
  assert.ok(tree, text)
  return compile(tree, targetOf(store))
}

/** Postings in words: anchor, companions (`!` must not be there), `+` when they decide alone. */
function shown(text: string): string[] | undefined {
  const store = seasoned()
  const names = new Map<number, string>()
  const plan = planOf(store, text)
  for (const word of ['common', 'middle', 'rare', 'scarce', 'odd'])
    names.set(findTerm(store.terms, hashA(word, spaces.word), hashB(word, spaces.word)), word)
  const name = (term: number): string => names.get(term) ?? 'other'
  const one = ({ anchor, companions, complete }: Posting): string =>
    [
      name(anchor),
      ...companions.map(({ terms, negated }) => (negated ? '!' : '') + terms.map(name).join('|')),
      ...(complete ? ['+'] : []),
    ].join(' ')
  return postingsOf(store.terms, plan)?.map(one)
}

test('a query is filed under its rarest required word, with the others as companions', () => {
  assert.deepEqual(shown('common middle rare'), ['rare middle common +'])
  assert.deepEqual(shown('common OR rare'), ['common +', 'rare +'])
  assert.deepEqual(shown('common (rare OR scarce)'), ['rare common +', 'scarce common +'])
  assert.deepEqual(shown('rare NOT common'), ['rare !common +'])
})

test('each branch has its own companions', () => {
  assert.deepEqual(shown('(rare middle) OR (scarce common)'), ['rare middle +', 'scarce common +'])
})

test('order and nearness are never decided by postings alone', () => {
  assert.deepEqual(shown('"common rare"'), ['rare common'])
  assert.deepEqual(shown('middle NEAR/3 rare'), ['rare middle'])
  assert.deepEqual(shown('rare title:common'), ['rare common'])
  assert.deepEqual(shown('rare likes:>3'), ['rare'])
})

test('a word that must not be in the title may be in the body, so it drops nobody', () => {
  assert.deepEqual(shown('rare NOT title:common'), ['rare'])
})

test('a branch without a positive term has no postings', () => {
  assert.equal(shown('NOT rare'), undefined)
  assert.equal(shown('rare OR NOT common'), undefined)
  assert.equal(shown('rare OR raw:x'), undefined)
  assert.deepEqual(shown('NOT (NOT rare OR NOT common)'), ['rare common +'])
})

test('plans survive being written as integers and read again', () => {
  const random = randomFrom(3)
  for (let round = 0; round < 2_000; round++) {
    const plan = planOf(createStore(4), randomQuery(random))
    const ints: number[] = []
    encodePlan(plan, ints)
    const reader = { ints: Int32Array.from([9, ...ints, 9]), at: 1 }
    assert.deepEqual(decodePlan(reader), plan)
    assert.equal(reader.at, ints.length + 1)
  }
})

test('code decides soonest: AND begins with what is rare, OR with what is common', () => {
  const first = (text: string): number => {
    const store = seasoned()
    const code = codeOf(store.terms, planOf(store, text), () => 0)
    return Number(code[1] === findTerm(store.terms, hashA('rare', spaces.word), hashB('rare', spaces.word)))
  }
  assert.equal(first('common rare'), 1)
  assert.equal(first('common OR rare'), 0)
})

test('postings are kept, dropped and moved together without loss', () => {
  const random = randomFrom(6)
  const postings = createPostings()
  const held = new Map<number, number[]>()
  const posting = (anchor: number): Posting => ({ anchor, companions: [], complete: false })
  for (let step = 0; step < 20_000; step++) {
    const term = 1 + Math.floor(random() ** 3 * 900)
    const list = held.get(term) ?? []
    if (random() < 0.6 || list.length === 0) {
      addPosting(postings, step, posting(term))
      held.set(term, [...list, step])
    } else {
      const gone = pick(random, list)
      dropPostings(postings, gone, term)
      held.set(
        term,
        list.filter((query) => query !== gone),
      )
    }
    if (step % 5_000 === 4_999) compact(postings)
  }
  for (const [term, list] of held) {
    const start = postings.start[term] as number
    const kept = Array.from({ length: postings.count[term] as number }, (_, index) => {
      return (postings.records[start + index * recordSize] as number) >>> 1
    })
    assert.deepEqual(
      kept.sort((a, b) => a - b),
      list,
    )
  }
})
