/** Chance that comes out the same every time: a demo looks the same on every machine. */
export interface Chance {
  /** From 0 up to but not 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  pick<Item>(items: readonly Item[]): Item
  /** `count` different items in no order; all of them when there are fewer. */
  some<Item>(items: readonly Item[], count: number): Item[]
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for picking words. */
export function makeChance(seed: number): Chance {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const pick = <Item>(items: readonly Item[]): Item => items[between(0, items.length - 1)]!
  const some = <Item>(items: readonly Item[], count: number): Item[] => {
    const left = [...items]
    const taken: Item[] = []
    while (taken.length < count && left.length > 0) taken.push(left.splice(between(0, left.length - 1), 1)[0]!)
    return taken
  }
  return { next, between, pick, some }
}
