/**
 * The newest threads that a member may read, from memory. Where many threads are meant for somebody's friends, SQL has
 * to test the distance of one author after the other; here it is a walk over arrays. The rows are then asked of the
 * database by the one rule, so that an index that lies can lose a thread and never show one. So that it need not search
 * again, the index says over whom an author is near, and the rule tests those few ties.
 */
import {
  type Items,
  type Order,
  SCOPE,
  type Scope,
  type View,
  countBefore,
  describe,
  makeItems,
  makeOrder,
  newest,
  place,
  remove,
  stepsAsked,
} from '../../engines/newest-visible/newest-visible.ts'
import { type Nearness, openNearness } from '../../people/nearness/nearness.ts'
import { coalesced } from '../../platform/coalesce.ts'
import type { AccountViewer, Ctx, Db } from '../../platform/context.ts'
import type { Place } from '../../platform/cursor.ts'
import { defineJob } from '../../platform/jobs.ts'
import { type Log, describeError } from '../../platform/log.ts'
import * as queries from './thread-index.queries.ts'
import type { ThreadFilter } from './threads.queries.ts'
import type { ThreadId, ThreadType } from './threads.tables.ts'

export interface ThreadIndex {
  /** Reads what changed since the last time: threads, connections and blocks. */
  catchUp(): Promise<void>
  /** How many threads reach only part of the members: without any, SQL is as quick. */
  readonly limited: () => number
  /** Up to `limit` threads that the member may read in these spaces, newest first after a place; to be tested again. */
  walk(
    viewer: AccountViewer,
    spaces: readonly number[],
    filter: ThreadFilter,
    after: Place | undefined,
    limit: number,
  ): Walk
}

export interface Walk {
  readonly ids: readonly ThreadId[]
  /** For each of them the people over whom its author is near, from the member's side: a witness for the database. */
  readonly over: readonly (readonly number[])[]
  /** Where to go on; undefined at the end. */
  readonly next: Place | undefined
}

const types: readonly ThreadType[] = ['question', 'discussion', 'idea', 'problem', 'praise', 'update']
// A place of the engine is a space and a type: both are known before the walk.
const placeOf = (space: number, type: ThreadType): number => space * 8 + types.indexOf(type)

/** Reads all threads and all connections: some seconds for a million. */
export async function openThreadIndex(db: Db): Promise<ThreadIndex> {
  const nearness: Nearness = await openNearness(db)
  const items: Items = makeItems()
  const orders = { active: makeOrder(), newest: makeOrder() }
  const limited = new Set<number>()
  const all: queries.ThreadFacts[] = []
  let known = await queries.readAllThreads(db, (rows) => all.push(...rows))
  for (const thread of all) note(items, limited, thread)
  fill(orders.active, all, 'activeAt')
  fill(orders.newest, all, 'createdAt')
  const catchUpThreads = coalesced(async () => {
    const changed = await queries.selectChangedThreads(db, known)
    for (const thread of changed.present) {
      note(items, limited, thread)
      place(orders.active, thread.id, thread.activeAt)
      place(orders.newest, thread.id, thread.createdAt)
    }
    for (const id of changed.gone) {
      limited.delete(id)
      for (const order of [orders.active, orders.newest]) remove(order, id)
    }
    known = changed.snapshot
  })
  return {
    limited: () => limited.size,
    catchUp: async () => void (await Promise.all([catchUpThreads(), nearness.catchUp()])),
    walk(viewer, spaces, filter, after, limit) {
      const order = filter.order === 'newest' ? orders.newest : orders.active
      const seen = nearness.viewOf(viewer.id)
      const view: View = {
        person: viewer.id,
        places: placesOf(spaces, filter.types ?? types),
        near: seen.near,
        apart: seen.apart,
      }
      const from = after ? countBefore(order, after.at.getTime(), after.id) : undefined
      const found = newest(items, order, view, limit, from)
      const last = found.items.at(-1)
      return {
        ids: found.items as ThreadId[],
        over: found.items.map((item) => {
          const steps = stepsAsked(items, item)
          return (steps > 0 && seen.over(items.owners[item]!, steps)) || []
        }),
        next: found.next === -1 || last === undefined ? undefined : { at: timeOf(order, last), id: last },
      }
    },
  }
}

function note(items: Items, limited: Set<number>, thread: queries.ThreadFacts): void {
  describe(items, thread.id, {
    owner: thread.authorId,
    place: placeOf(thread.spaceId, thread.type),
    scope: scopeOf(thread),
  })
  if (thread.reach === null) limited.delete(thread.id)
  else limited.add(thread.id)
}

function scopeOf(thread: queries.ThreadFacts): Scope {
  if (thread.isHidden) return SCOPE.owner
  if (thread.audience === 'participants') return SCOPE.asked
  if (thread.reach === null) return SCOPE.place
  return ([SCOPE.owner, SCOPE.one, SCOPE.two, SCOPE.three, SCOPE.known] as const)[thread.reach]
}

function fill(order: Order, threads: queries.ThreadFacts[], time: 'activeAt' | 'createdAt'): void {
  threads.sort((a, b) => a[time] - b[time] || a.id - b.id)
  for (const thread of threads) place(order, thread.id, thread[time])
}

function timeOf(order: Order, item: number): Date {
  return new Date(order.times[order.at[item]!]!)
}

function placesOf(spaces: readonly number[], wanted: readonly ThreadType[]): Uint8Array {
  const places = new Uint8Array((Math.max(0, ...spaces) + 1) * 8)
  for (const space of spaces) for (const type of wanted) places[placeOf(space, type)] = 1
  return places
}

// One index for a process and its database; work inside a transaction has another handle, and so none.
const indexes = new WeakMap<Db, ThreadIndex>()
// Below this the SQL form is as quick, and it is one statement.
const worthIt = 500
const oldest = 20 * 3_600_000

/** The index that serves a database handle, while it is open. */
export function threadIndexOf(db: Db): ThreadIndex | undefined {
  const index = indexes.get(db)
  return index && index.limited() >= worthIt ? index : undefined
}

/**
 * Opens the index beside a running program and keeps it: brought up to date at least every minute, opened anew when it
 * fails or when the process slept longer than changes are kept. Until it is open, SQL answers. `stop` waits for the
 * reading under way: the database may be closed after it.
 */
export function keepThreadIndex(db: Db, log: Log): { stop(): Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout
  let beating = Promise.resolve()
  let fresh = 0
  const beat = async () => {
    try {
      const index = indexes.get(db)
      if (index && Date.now() - fresh < oldest) await index.catchUp()
      else {
        const opened = await openThreadIndex(db)
        if (!stopped) indexes.set(db, opened)
      }
      fresh = Date.now()
    } catch (error) {
      indexes.delete(db)
      if (!stopped) log.warn('thread index not ready', describeError(error))
    }
    if (!stopped) timer = setTimeout(() => (beating = beat()), 60_000)
  }
  timer = setTimeout(() => (beating = beat()), 0)
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await beating
      indexes.delete(db)
    },
  }
}

/** Serves lists of `db` from an index that the caller opened; for benches and proofs. */
export function useThreadIndex(db: Db, index: ThreadIndex): void {
  indexes.set(db, index)
}

/** Once a day: changes that every living index has read are forgotten. */
export const forgetOldThreadChanges = defineJob(
  'forget-old-thread-changes',
  (ctx: Ctx) => queries.deleteOldThreadChanges(ctx),
  { cron: '43 2 * * *' },
)
