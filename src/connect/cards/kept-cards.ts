/** Pictures that were drawn, by their version: the same words are drawn once, and the longest unasked ones leave. */
import { type Card } from './subjects.ts'
import { drawCard } from './drawing.ts'

const most = { bytes: 16 * 1024 * 1024, waiting: 50 }

const kept = new Map<string, Buffer>()
const underWay = new Map<string, Promise<Buffer>>()
let bytes = 0
let queue: Promise<unknown> = Promise.resolve()

/**
 * The picture of a card whose path ends in `version`; undefined while too many others are waited for. One is drawn at a
 * time, so that pages are never slower for it.
 */
export function keptCard(version: string, card: Card): Promise<Buffer> | undefined {
  const known = kept.get(version)
  if (known) {
    kept.delete(version)
    kept.set(version, known)
    return Promise.resolve(known)
  }
  const going = underWay.get(version)
  if (going) return going
  if (underWay.size >= most.waiting) return undefined
  const drawn = queue
    .then(() => drawCard(card))
    .then((picture) => {
      keep(version, picture)
      return picture
    })
    .finally(() => underWay.delete(version))
  queue = drawn.catch(() => {})
  underWay.set(version, drawn)
  return drawn
}

function keep(version: string, picture: Buffer): void {
  kept.set(version, picture)
  bytes += picture.length
  for (const [oldest, its] of kept) {
    if (bytes <= most.bytes) break
    kept.delete(oldest)
    bytes -= its.length
  }
}
