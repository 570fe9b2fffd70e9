/**
 * The newest items that somebody may see, out of millions, in microseconds: a walk over columns from the newest back,
 * with a byte for the place of an item and a test of nearness where its owner asks for it.
 *
 * A library of its own. Items, owners and places are whole numbers from 0 on; what they stand for is the caller's. It
 * is an index: whoever shows an item asks the truth about it once more.
 */
import { type Order, countBefore, grown, makeOrder, place, remove } from './order.ts'

/** Who may see an item, of those who see its place. */
export const SCOPE = {
  /** Whoever sees the place. */
  place: 0,
  /** Its owner alone. */
  owner: 1,
  /** Those within one, two, three steps of its owner. */
  one: 2,
  two: 3,
  three: 4,
  /** Anybody who is known, but for those whom its owner keeps away. */
  known: 5,
  /** Decided elsewhere: the walk offers it, and the caller asks. */
  asked: 6,
} as const
export type Scope = (typeof SCOPE)[keyof typeof SCOPE]

export type Item = { owner: number; place: number; scope: Scope }

/** Columns over item numbers; 9 bytes an item, and 16 more in each order that it stands in. */
export type Items = { owners: Int32Array; places: Int32Array; scopes: Uint8Array }

/** What one looker sees. */
export interface View {
  /** Their own number as an owner; -1 for somebody unknown. */
  readonly person: number
  /** By place: 1 when they see what stands there. */
  readonly places: Uint8Array
  /** Whether they are within `steps` (1 to 3) of an owner. */
  readonly near: (owner: number, steps: number) => boolean
  /** Whether an owner keeps them away, or they the owner. */
  readonly apart: (owner: number) => boolean
}

export type Found = {
  /** Newest first, at most as many as were asked for. */
  items: number[]
  /** Where to go on for older ones; -1: there are no more. */
  next: number
}

export { type Order, countBefore, makeOrder, place, remove }

export function makeItems(capacity = 1024): Items {
  return {
    owners: new Int32Array(capacity),
    places: new Int32Array(capacity).fill(-1),
    scopes: new Uint8Array(capacity),
  }
}

/** Writes down what decides about an item. */
export function describe(items: Items, item: number, facts: Item): void {
  items.owners = grown(items.owners, item + 1, 0)
  items.places = grown(items.places, item + 1, -1)
  items.scopes = grown(items.scopes, item + 1, 0)
  items.owners[item] = facts.owner
  items.places[item] = facts.place
  items.scopes[item] = facts.scope
}

/** How near to its owner one has to be for an item; 0 where that is not asked. */
export function stepsAsked(items: Items, item: number): number {
  const scope = items.scopes[item]!
  return scope >= SCOPE.one && scope <= SCOPE.three ? scope - 1 : 0
}

/** Whether somebody may see one item, as far as the index knows; `asked` counts as seen. */
export function sees(items: Items, view: View, item: number): boolean {
  const where = items.places[item]!
  if (where < 0 || view.places[where] !== 1) return false
  const scope = items.scopes[item]!
  if (scope === SCOPE.place || scope === SCOPE.asked) return true
  if (view.person < 0) return false
  const owner = items.owners[item]!
  if (owner === view.person) return true
  if (scope === SCOPE.owner) return false
  return scope === SCOPE.known ? !view.apart(owner) : view.near(owner, scope - 1)
}

/** The newest items before position `from` (default: the end) that the view sees: at most `limit`. */
export function newest(items: Items, order: Order, view: View, limit: number, from = order.length): Found {
  const found: number[] = []
  let position = from - 1
  for (; position >= 0 && found.length < limit; position--) {
    const item = order.items[position]!
    if (item >= 0 && sees(items, view, item)) found.push(item)
  }
  return { items: found, next: position < 0 ? -1 : position + 1 }
}
