import { createContext } from 'preact'

/** How far the reader of a thread's page has read it, and what of it this page shows. */
export type ReadingOnPage = {
  /** The last reply that was read; undefined when the thread was never opened before. */
  position: number | undefined
  /** The reader's own account: what they wrote is not new to them. */
  me: string
  /** The word on a reply that is new to them. */
  word: string
  /** The numbers of the replies that were drawn, in the order of the page. */
  drawn: number[]
}

/** Put around the page of a thread. */
export const ReadingContext = createContext<ReadingOnPage | undefined>(undefined)

/** Notes that a reply is drawn (`id` such as `answer-12`), and whether it is new to the reader. */
export function noteReply(reading: ReadingOnPage | undefined, id: string | undefined, author: string): boolean {
  const number = Number(/^(?:answer|comment|reply)-(\d+)$/.exec(id ?? '')?.[1])
  if (!reading || !number) return false
  reading.drawn.push(number)
  return reading.position !== undefined && number > reading.position && author !== reading.me
}
