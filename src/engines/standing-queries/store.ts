/** Everything the engine keeps: terms, postings, and per query its jump code (hot) and its plan (cold). */
import { postingsOf } from './anchors.ts'
import { codeOf } from './code.ts'
import type { Pattern, Target } from './compile.ts'
import { factFields } from './fields.shared.ts'
import { decodePlan, eachTerm, eachTest, encodePlan, type Plan, type Span, type Test } from './plan.ts'
import { addPosting, compact, createPostings, dropPostings, type Postings, widenPostings } from './postings.ts'
import { createScan, type Scan } from './stamps.ts'
import { createTerms, factSpace, releaseTerm, spaces, type Terms } from './terms.ts'

type Arena = { ints: Int32Array; used: number; wasted: number }

export type Store = {
  terms: Terms
  postings: Postings
  scan: Scan
  code: Arena
  plans: Arena
  /** By query slot; -1 in `planAt` is a free slot. */
  codeAt: Int32Array
  planAt: Int32Array
  seen: Int32Array
  slots: number
  freeSlots: number[]
  /** Queries that no term leads to. */
  always: Set<number>
  tests: (Test | undefined)[]
  freeTests: number[]
  spans: (Span | undefined)[]
  freeSpans: number[]
  patternHome: Map<number, number>
  /** How many leaves look at each text field, and at each fact field. */
  textUses: Int32Array
  factUses: Int32Array
  /** Fact fields with uses, so that a post is asked for no other. */
  wanted: number[]
  /** How many leaves ask whether a fact is there at all. */
  presenceUses: Int32Array
}

/** Cold block: total integers, integers of code, anchors, kept spans, then those, then the plan. */
const planHead = 4

/** An empty store; `sketchBits` as in `createTerms`. */
export function createStore(sketchBits?: number): Store {
  const terms = createTerms(sketchBits)
  const postings = createPostings()
  return {
    terms,
    postings,
    scan: createScan(terms),
    code: { ints: new Int32Array(4096), used: 0, wasted: 0 },
    plans: { ints: new Int32Array(4096), used: 0, wasted: 0 },
    codeAt: new Int32Array(256),
    planAt: new Int32Array(256).fill(-1),
    seen: new Int32Array(256),
    slots: 0,
    freeSlots: [],
    always: new Set(),
    tests: [],
    freeTests: [],
    spans: [],
    freeSpans: [],
    patternHome: new Map(),
    textUses: new Int32Array(8),
    factUses: new Int32Array(factFields.length),
    wanted: [],
    presenceUses: new Int32Array(factFields.length),
  }
}

/** Where `compile` puts terms, tests and patterns. */
export function targetOf(store: Store): Target {
  return {
    terms: store.terms,
    addTest: (test) => put(store.tests, store.freeTests, test),
    addPattern: (prefix, pattern) => addPattern(store, prefix, pattern),
  }
}

function put<T>(list: (T | undefined)[], free: number[], value: T): number {
  const at = free.pop() ?? list.length
  list[at] = value
  return at
}

function addPattern(store: Store, prefix: number, pattern: Pattern): void {
  if (store.patternHome.has(pattern.term)) return
  store.patternHome.set(pattern.term, prefix)
  const { patterns } = store.scan
  const list = patterns.get(prefix)
  if (list) list.push(pattern)
  else patterns.set(prefix, [pattern])
}

/** Keeps a compiled plan under a new slot. */
export function keep(store: Store, plan: Plan): number {
  const slot = store.freeSlots.pop() ?? store.slots++
  if (slot >= store.codeAt.length) widenSlots(store)
  count(store, plan, 1)
  write(store, slot, plan)
  return slot
}

/** Anchors, postings, code and cold block of a plan, with the frequencies known now. */
function write(store: Store, slot: number, plan: Plan): void {
  const { terms, postings } = store
  widenPostings(postings, terms.keyA.length)
  const found = postingsOf(terms, plan)
  if (found) for (const posting of found) addPosting(postings, slot, posting)
  else store.always.add(slot)
  const kept: number[] = []
  const code = codeOf(terms, plan, (span) => {
    if (asksForBreaks(span)) store.scan.detailed = true
    kept.push(put(store.spans, store.freeSpans, span))
    return kept.at(-1) as number
  })
  const anchors = [...new Set(found?.map(({ anchor }) => anchor))]
  const block = [0, code.length, anchors.length, kept.length, ...anchors, ...kept]
  encodePlan(plan, block)
  block[0] = block.length
  store.codeAt[slot] = append(store.code, code)
  store.planAt[slot] = append(store.plans, block)
  store.seen[slot] = 0
}

/** Whether a span looks at sentences or paragraphs; once some query did, they are read for every post. */
function asksForBreaks(span: Span): boolean {
  if (span.op === 'near') return span.within < 0 || asksForBreaks(span.left) || asksForBreaks(span.right)
  return 'of' in span && span.of.some(asksForBreaks)
}

/** Takes a query out of postings, code and plans; its terms stay in use. Returns its plan. */
function erase(store: Store, slot: number): Plan {
  const { ints } = store.plans
  const at = store.planAt[slot] as number
  const size = ints[at] as number
  const codeSize = ints[at + 1] as number
  const anchors = ints[at + 2] as number
  const spans = ints[at + 3] as number
  for (let index = 0; index < anchors; index++)
    dropPostings(store.postings, slot, ints[at + planHead + index] as number)
  for (let index = 0; index < spans; index++) {
    const span = ints[at + planHead + anchors + index] as number
    store.spans[span] = undefined
    store.freeSpans.push(span)
  }
  store.always.delete(slot)
  store.code.wasted += codeSize
  store.plans.wasted += size
  return decodePlan({ ints, at: at + planHead + anchors + spans })
}

/** Forgets a query and whatever only it used. */
export function forget(store: Store, slot: number): void {
  const plan = erase(store, slot)
  store.planAt[slot] = -1
  store.freeSlots.push(slot)
  count(store, plan, -1)
  release(store, plan)
  if (store.code.wasted > 65_536 && store.code.wasted * 4 > store.code.used) compactBlocks(store)
}

/** Gives back the terms and tests of a plan that is kept nowhere. */
export function release(store: Store, plan: Plan): void {
  eachTerm(plan, (term) => releaseWord(store, term))
  eachTest(plan, (test) => {
    store.tests[test] = undefined
    store.freeTests.push(test)
  })
}

function releaseWord(store: Store, term: number): void {
  const home = store.patternHome.get(term)
  const last = releaseTerm(store.terms, term)
  if (home === undefined) return
  if (last) {
    store.patternHome.delete(term)
    const left = (store.scan.patterns.get(home) ?? []).filter((pattern) => pattern.term !== term)
    if (left.length > 0) store.scan.patterns.set(home, left)
    else store.scan.patterns.delete(home)
  }
  releaseTerm(store.terms, home)
}

/** Chooses anchors and the order of code anew for one query. */
export function renew(store: Store, slot: number): void {
  write(store, slot, erase(store, slot))
}

function count(store: Store, plan: Plan, by: number): void {
  eachTerm(plan, (term, mask) => {
    const space = store.terms.space[term] as number
    if (space >= spaces.fact) {
      const field = (space - spaces.fact) % factFields.length
      const uses = (store.factUses[field]! += by)
      if (uses === 0 || (uses === 1 && by > 0)) store.wanted = wantedFacts(store)
      if (space >= spaces.presence) store.presenceUses[space - spaces.presence]! += by
    } else for (let bit = 0; bit < 7; bit++) if (((mask >>> bit) & 1) === 1) store.textUses[bit]! += by
  })
  store.scan.hashtags = store.factUses[factSpace('hashtag') - spaces.fact]! > 0
}

function wantedFacts(store: Store): number[] {
  return [...store.factUses.keys()].filter((field) => (store.factUses[field] as number) > 0)
}

function append(arena: Arena, block: readonly number[]): number {
  const at = arena.used
  if (at + block.length > arena.ints.length) {
    const wider = new Int32Array(Math.ceil((at + block.length) * 1.4))
    wider.set(arena.ints.subarray(0, at))
    arena.ints = wider
  }
  for (let index = 0; index < block.length; index++) arena.ints[at + index] = block[index] as number
  arena.used += block.length
  return at
}

function widenSlots(store: Store): void {
  const size = Math.ceil(store.codeAt.length * 1.5)
  for (const name of ['codeAt', 'planAt', 'seen'] as const) {
    const wider = new Int32Array(size)
    if (name === 'planAt') wider.fill(-1)
    wider.set(store[name])
    store[name] = wider
  }
}

/** Copies all code and plans together; jumps are relative, so nothing changes inside. */
function compactBlocks(store: Store): void {
  const oldPlans = store.plans.ints
  const oldCode = store.code.ints
  store.plans = { ints: new Int32Array(store.plans.used - store.plans.wasted), used: 0, wasted: 0 }
  store.code = { ints: new Int32Array(store.code.used - store.code.wasted), used: 0, wasted: 0 }
  for (let slot = 0; slot < store.slots; slot++) {
    const at = store.planAt[slot] as number
    if (at < 0) continue
    const from = store.codeAt[slot] as number
    store.codeAt[slot] = copy(store.code, oldCode, from, oldPlans[at + 1] as number)
    store.planAt[slot] = copy(store.plans, oldPlans, at, oldPlans[at] as number)
  }
}

function copy(arena: Arena, from: Int32Array, at: number, size: number): number {
  arena.ints.set(from.subarray(at, at + size), arena.used)
  arena.used += size
  return arena.used - size
}

/** Gives back slack and holes. */
export function tidy(store: Store): void {
  compact(store.postings)
  compactBlocks(store)
}

/** Bytes of the typed arrays (terms, postings, code, plans, stamps). */
export function bytesOf(store: Store): number {
  const { terms, postings, scan } = store
  const arrays = [
    ...[terms.slots, terms.keyA, terms.keyB, terms.space, terms.uses, terms.stamp, terms.head, terms.sketch],
    ...[postings.records, postings.start, postings.count, postings.room],
    ...[scan.hits, scan.place, scan.next, scan.sentence, scan.paragraph, scan.start, scan.end],
    ...[store.code.ints, store.plans.ints, store.codeAt, store.planAt, store.seen],
  ]
  return arrays.reduce((sum, array) => sum + array.byteLength, 0)
}
