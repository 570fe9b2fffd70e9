/** Standing queries: register, replace and remove them live, and ask which of them a post matches. */
import { arrive, type Arrival } from './arrival.ts'
import { compile, type CompileOptions } from './compile.ts'
import { holds } from './evaluate.ts'
import { lint } from './linter.shared.ts'
import { minuteInZone } from './moments.shared.ts'
import type { Post } from './post.ts'
import { groupEnd, mustNot, recordSize } from './postings.ts'
import { isError, problem, type Problem } from './problems.shared.ts'
import { bytesOf, createStore, forget, keep, release, renew, type Store, targetOf, tidy } from './store.ts'
import { postingsOf } from './anchors.ts'
import type { Node } from './tree.shared.ts'

export type MatcherOptions = {
  /** The clock for relative dates such as `since:-7d`, epoch milliseconds. */
  now?: () => number
  /** How many queries without an anchor may be held; each is evaluated on every post. */
  mostUnanchored?: number
}

export type RegisterOptions = CompileOptions & {
  /** Collects from an open source: a branch without an anchor is refused with E401. */
  open?: boolean
}

/** Problems are empty when the query was taken. */
export type Registered = { problems: Problem[] }

export type Matcher<Id> = {
  /** Takes a query under a new id. Throws when the id is taken, or when the tree holds an include that was not expanded. */
  register: (id: Id, tree: Node, options?: RegisterOptions) => Registered
  /** Puts a new tree in the place of an id's query; a refused tree leaves the old one. Throws when the id is unknown. */
  replace: (id: Id, tree: Node, options?: RegisterOptions) => Registered
  /** Forgets a query; false when there was none. */
  remove: (id: Id) => boolean
  has: (id: Id) => boolean
  /** The ids of all queries that match, in no order, each once. */
  match: (post: Post) => Id[]
  /** Chooses anchors anew with the frequencies seen so far, for at most `limit` queries; false when a round is complete. */
  tune: (limit?: number) => boolean
  /** Queries held, those without an anchor, terms, and bytes of the engine's arrays (ids and tests not counted). */
  report: () => { queries: number; unanchored: number; terms: number; bytes: number }
}

const sampleEvery = 32
const firstSamples = 2_000

/** An empty matcher. Ids are numbers or strings of the caller. */
export function createMatcher<Id extends string | number>(options: MatcherOptions = {}): Matcher<Id> {
  const store = createStore()
  const slotOf = new Map<Id, number>()
  const idOf: (Id | undefined)[] = []
  const now = options.now ?? Date.now
  const mostUnanchored = options.mostUnanchored ?? 1_000
  let matched = 0
  let tuned = 0

  const put = (id: Id, tree: Node, from: RegisterOptions, room: number): Registered => {
    const refused = lint(tree, { open: from.open ?? false }).filter(isError)
    if (refused.length > 0) return { problems: refused }
    // An unknown zone throws here, before anything is kept.
    if (from.zone !== undefined) minuteInZone(0, from.zone)
    const plan = compile(tree, targetOf(store), from)
    if (store.always.size >= mostUnanchored + room && !postingsOf(store.terms, plan)) {
      release(store, plan)
      const hint = `Only ${mostUnanchored} queries without an anchor can be held; add a word, author, site or link.`
      return { problems: [problem('E401', tree.from, tree.to, hint)] }
    }
    const slot = keep(store, plan)
    slotOf.set(id, slot)
    idOf[slot] = id
    return { problems: [] }
  }

  return {
    register(id, tree, from = {}) {
      if (slotOf.has(id)) throw new Error(`query ${id} is registered already`)
      return put(id, tree, from, 0)
    },
    replace(id, tree, from = {}) {
      const old = slotOf.get(id)
      if (old === undefined) throw new Error(`query ${id} is not registered`)
      const result = put(id, tree, from, store.always.has(old) ? 1 : 0)
      if (result.problems.length === 0) forget(store, old)
      return result
    },
    remove(id) {
      const slot = slotOf.get(id)
      if (slot === undefined) return false
      slotOf.delete(id)
      idOf[slot] = undefined
      forget(store, slot)
      return true
    },
    has: (id) => slotOf.has(id),
    match(post) {
      const sample = matched < firstSamples || matched % sampleEvery === 0
      matched++
      const found: Id[] = []
      collect(store, arrive(store, post, now, sample), (slot) => found.push(idOf[slot] as Id))
      return found
    },
    tune(limit = store.slots) {
      const end = Math.min(store.slots, tuned + limit)
      for (; tuned < end; tuned++) if ((store.planAt[tuned] as number) >= 0) renew(store, tuned)
      if (tuned < store.slots) return true
      tuned = 0
      tidy(store)
      return false
    },
    report: () => ({
      queries: slotOf.size,
      unanchored: store.always.size,
      terms: store.terms.count,
      bytes: bytesOf(store),
    }),
  }
}

/** Every matching query slot of the post that has arrived, each once. */
export function collect(store: Store, arrival: Arrival, found: (slot: number) => void): void {
  const { scan, postings, seen } = store
  const { base } = scan
  const { subject, plain } = arrival
  const { stamp } = scan.terms
  const { records } = postings
  const machine = { scan, code: store.code, tests: store.tests, spans: store.spans }
  for (let hit = 0; hit < scan.hitCount; hit++) {
    const term = scan.hits[hit] as number
    const count = postings.count[term] as number
    if (count === 0) continue
    const start = postings.start[term] as number
    const end = start + count * recordSize
    for (let at = start; at < end; at += recordSize) {
      if (!companionsHold(records, at, stamp, base, plain)) continue
      const head = records[at] as number
      const slot = head >>> 1
      if (seen[slot] === base) continue
      // What a complete record says needs no second look, unless text stands where unscoped words do not search.
      if ((head & 1) === 1 && plain) {
        seen[slot] = base
        found(slot)
        continue
      }
      seen[slot] = base
      if (holds(machine, store.codeAt[slot] as number, subject)) found(slot)
    }
  }
  for (const slot of store.always) if (holds(machine, store.codeAt[slot] as number, subject)) found(slot)
}

/** Whether each group of companions of a record has a term in the post, and no forbidden one is there. */
function companionsHold(records: Int32Array, at: number, stamp: Int32Array, base: number, plain: boolean): boolean {
  let any = false
  for (let slot = at + 1; slot < at + recordSize; slot++) {
    const companion = records[slot] as number
    if (companion === 0) return true
    const present = (stamp[companion >>> 2] as number) >= base
    if ((companion & mustNot) !== 0) {
      // A forbidden word may stand in a field where it is allowed.
      if (present && plain) return false
      continue
    }
    if (present) any = true
    if ((companion & groupEnd) !== 0) {
      if (!any) return false
      any = false
    }
  }
  return true
}
