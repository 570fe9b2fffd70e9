import type { Realm } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import type { IdeaOrder, IdeaStage } from '../ideas/ideas.ts'
import { boardPath, boardQuery, stages } from './idea-words.ts'

export const orderWords: Readonly<Record<IdeaOrder, string>> = {
  heat: said('Hottest'),
  newest: said('Newest'),
  votes: said('Most voted'),
  owed: said('Answer due first'),
}

/** What narrows and orders a board, as it stands in the address. */
export interface BoardFilter {
  /** A stage, or 'overdue' for those whose promised answer is late. */
  readonly show?: IdeaStage | 'overdue' | undefined
  readonly order?: IdeaOrder | undefined
  readonly category?: string | undefined
  readonly tag?: string | undefined
  /** Outside alone. */
  readonly product?: string | undefined
  readonly space?: string | undefined
}

/** Reads the filter out of an address; what is none of ours is left out. */
export function readFilter(query: Record<string, string>): BoardFilter {
  const { show, order, category, tag, product, space } = query
  const isShown = show === 'overdue' || stages.includes(show as IdeaStage)
  return {
    ...(isShown && { show: show as IdeaStage | 'overdue' }),
    ...(order && Object.hasOwn(orderWords, order) && { order: order as IdeaOrder }),
    ...(category && { category }),
    ...(tag && { tag }),
    ...(product && { product }),
    ...(space && { space }),
  }
}

/** The one address of a board with this filter. The standing order and what is empty are left out. */
export function boardAddress(realm: Realm, filter: BoardFilter, after?: string): string {
  const query = new URLSearchParams(boardQuery(realm))
  for (const name of ['show', 'order', 'category', 'product', 'tag', 'space'] as const) {
    const value = filter[name]
    if (value && !(name === 'order' && value === 'heat')) query.set(name, value)
  }
  if (after) query.set('after', after)
  return query.size > 0 ? `${boardPath(realm)}?${query}` : boardPath(realm)
}
