import type { Ctx } from '../../platform/context.ts'
import { type PageOf, type Place, pageOf } from '../../platform/cursor.ts'
import { describeError } from '../../platform/log.ts'
import { threadIndexOf } from './thread-index.ts'
import { selectReadableSpaceIds, selectWalkedThreads } from './thread-index.queries.ts'
import * as queries from './threads.queries.ts'

/**
 * One page of the threads that the viewer may read, newest first. A member's plain list comes from the index in memory
 * where there is one, in three statements however many threads are meant for others: what changed, the spaces, the rows.
 */
export async function readThreadPage(
  ctx: Ctx,
  filter: queries.ThreadFilter,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<queries.ThreadRow>> {
  const page = await pageFromIndex(ctx, filter, after, limit).catch((error: unknown) => {
    ctx.log.warn('thread index failed', describeError(error))
    return undefined
  })
  return page ?? queries.selectThreadPage(ctx, filter, after, limit)
}

async function pageFromIndex(
  ctx: Ctx,
  filter: queries.ThreadFilter,
  after: Place | undefined,
  limit: number,
): Promise<PageOf<queries.ThreadRow> | undefined> {
  const { viewer } = ctx
  if (viewer.kind !== 'account' || viewer.realm !== 'outside') return undefined
  const { tag, product, authorId, state } = filter
  if ([tag, product, authorId, state].some((one) => one !== undefined)) return undefined
  const index = threadIndexOf(ctx.db)
  if (!index) return undefined
  const [spaces] = await Promise.all([selectReadableSpaceIds(ctx, filter), index.catchUp()])
  const rows: queries.ThreadRow[] = []
  let from = after
  do {
    const { ids, over, next } = index.walk(viewer, spaces, filter, from, limit + 1 - rows.length)
    const unmerged = (await selectWalkedThreads(ctx, ids, over)).filter((row) => row.mergedIntoId === null)
    const found = new Map(unmerged.map((row) => [row.id, row]))
    rows.push(...ids.flatMap((id) => found.get(id) ?? []).filter((row) => row.removedAt === null))
    from = next
  } while (from !== undefined && rows.length <= limit)
  return pageOf(rows, limit, (row) => ({ at: filter.order === 'newest' ? row.createdAt : row.activeAt, id: row.id }))
}
