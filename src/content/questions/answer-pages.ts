import { said } from '../../platform/languages/languages.ts'
import { type Reply, type Thread, threadAddress } from '../threads/threads.ts'

/** The orders of the answers of a question, by their words in its address. */
export const orders = { helpful: said('Most helpful'), oldest: said('Oldest'), newest: said('Newest') } as const
export type AnswerOrder = keyof typeof orders

/** A part of a thread, in one order of its answers; without a place the first. */
export interface AnswerPart {
  readonly order?: AnswerOrder
  readonly after?: string | undefined
  readonly before?: string | undefined
}

/** The address of a part of a long thread. */
export function answersAddress(thread: Thread, part: AnswerPart): string {
  const query = new URLSearchParams()
  if (part.order && part.order !== 'helpful') query.set('order', part.order)
  if (part.after) query.set('after', part.after)
  if (part.before) query.set('before', part.before)
  return query.size > 0 ? `${threadAddress(thread)}?${query}` : threadAddress(thread)
}

/** The address of the page that shows a reply, in the order that is being read. */
export function shownAt(thread: Thread, reply: Pick<Reply, 'id' | 'kind'>, order: AnswerOrder): string {
  const query = new URLSearchParams({ ...(order !== 'helpful' && { order }), at: String(reply.id) })
  return `${threadAddress(thread)}?${query}#${reply.kind}-${reply.id}`
}
