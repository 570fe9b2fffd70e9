/** One page of a list. `next` is the cursor of the following page, absent on the last. */
export interface PageOf<Item> {
  readonly items: readonly Item[]
  readonly next?: string
}

/** A place in a list ordered by time and then id, newest first. */
export interface Place {
  readonly at: Date
  readonly id: number
}

/** PostgreSQL keeps microseconds and a Date keeps milliseconds, so lists order by time truncated to milliseconds or carry the text; here: ms + id. */
export function writeCursor(place: Place): string {
  return `${place.at.getTime().toString(36)}.${place.id.toString(36)}`
}

/** Reads a cursor from an address; undefined when absent or not ours (the first page is shown). */
export function readCursor(text: string | undefined): Place | undefined {
  const match = /^([0-9a-z]{1,10})\.([0-9a-z]{1,11})$/.exec(text ?? '')
  if (!match) return undefined
  const place = { at: new Date(parseInt(match[1]!, 36)), id: parseInt(match[2]!, 36) }
  return Number.isNaN(place.at.getTime()) || !Number.isSafeInteger(place.id) ? undefined : place
}

/** Cuts `limit + 1` fetched rows into a page. */
export function pageOf<Item>(rows: readonly Item[], limit: number, placeOf: (item: Item) => Place): PageOf<Item> {
  if (rows.length <= limit) return { items: rows }
  const items = rows.slice(0, limit)
  return { items, next: writeCursor(placeOf(items.at(-1)!)) }
}
