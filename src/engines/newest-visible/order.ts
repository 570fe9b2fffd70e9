/**
 * Items in order of a time, newest last, each at most once: two parallel arrays with holes where an item stood before it
 * moved. Moving to the end is constant; anywhere else costs a shift of what lies behind. Equal times stand in order of
 * their numbers.
 */
export type Order = {
  /** Item numbers, -1 for a hole. */
  items: Int32Array
  times: Float64Array
  /** Where an item stands in the arrays above; -1: nowhere. */
  at: Int32Array
  length: number
  holes: number
}

/** An empty order with room for `capacity` entries; it grows by itself. */
export function makeOrder(capacity = 1024): Order {
  return {
    items: new Int32Array(capacity),
    times: new Float64Array(capacity),
    at: new Int32Array(capacity).fill(-1),
    length: 0,
    holes: 0,
  }
}

/** Puts an item where its time belongs, wherever it stood before. `time`: milliseconds, or any finite number. */
export function place(order: Order, item: number, time: number): void {
  remove(order, item)
  if (order.length === order.items.length) makeRoom(order)
  order.at = grown(order.at, item + 1, -1)
  let position = order.length
  if (position > 0 && isAfter(order, position - 1, time, item)) {
    position = firstAfter(order, time, item)
    order.items.copyWithin(position + 1, position, order.length)
    order.times.copyWithin(position + 1, position, order.length)
    for (let moved = position + 1; moved <= order.length; moved++) {
      const other = order.items[moved]!
      if (other >= 0) order.at[other] = moved
    }
  }
  order.items[position] = item
  order.times[position] = time
  order.at[item] = position
  order.length++
}

/** Takes an item out; nothing happens when it does not stand here. */
export function remove(order: Order, item: number): void {
  const position = item < order.at.length ? order.at[item]! : -1
  if (position < 0) return
  order.at[item] = -1
  order.items[position] = -1
  order.holes++
}

/** The number of entries that come before (`time`, `item`) in the order: where a walk to older ones begins. */
export function countBefore(order: Order, time: number, item: number): number {
  let [low, high] = [0, order.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (order.times[middle]! < time || (order.times[middle] === time && numberAt(order, middle) < item))
      low = middle + 1
    else high = middle
  }
  return low
}

// A hole keeps its time; among equal times it counts as the item behind it, so that the order stays one to search in.
function numberAt(order: Order, position: number): number {
  for (let look = position; look < order.length && order.times[look] === order.times[position]; look++) {
    if (order.items[look]! >= 0) return order.items[look]!
  }
  return Number.POSITIVE_INFINITY
}

function isAfter(order: Order, position: number, time: number, item: number): boolean {
  return order.times[position]! > time || (order.times[position] === time && numberAt(order, position) > item)
}

function firstAfter(order: Order, time: number, item: number): number {
  return countBefore(order, time, item)
}

/** Closes the holes when they are many, else doubles the arrays. */
function makeRoom(order: Order): void {
  if (order.holes > order.length / 4) {
    let kept = 0
    for (let position = 0; position < order.length; position++) {
      const item = order.items[position]!
      if (item < 0) continue
      order.items[kept] = item
      order.times[kept] = order.times[position]!
      order.at[item] = kept++
    }
    order.length = kept
    order.holes = 0
    return
  }
  order.items = grown(order.items, order.length * 2, -1)
  const times = new Float64Array(order.length * 2)
  times.set(order.times)
  order.times = times
}

/** The same array, or a copy at least twice as long when it does not reach `length`. */
export function grown<Column extends Int32Array | Uint8Array>(column: Column, length: number, fill: number): Column {
  if (length <= column.length) return column
  const wider = new (column.constructor as new (length: number) => Column)(Math.max(length, column.length * 2))
  wider.fill(fill, column.length)
  wider.set(column)
  return wider
}
