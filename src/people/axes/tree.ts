import type { Ctx } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AxisId, NodeId } from './axes.tables.ts'
import { demandReader, getAxis } from './axis.ts'
import { type Day, includes, todayOf } from './days.ts'
import { findCode, findNode, versionsOf } from './nodes.queries.ts'
import * as queries from './tree.queries.ts'

export interface NodeLine extends queries.TreeRow, queries.NodeCounts {}

/** A place on a day. `standing`: whether it stood then; its name is otherwise that of the nearest day on which it did. */
export interface NodePage {
  readonly id: NodeId
  readonly code: string
  readonly axis: string
  readonly axisId: AxisId
  readonly axisTitle: string
  readonly title: string
  readonly parentId: NodeId | null
  readonly standing: boolean
}

const nodesAPage = 200
const childrenAPage = 50
const historyAPage = 50

/**
 * The tree of an axis as of a day, 200 nodes a page: each node before what is below it, neighbours by title, with how
 * many stand below it and how many people of the inside stand at it and below. `under`: only what is below that node.
 * `after`: the `next` of the page before. Invalid for an unknown axis; NotFound unless an employee asks.
 */
export async function listTree(
  ctx: Ctx,
  of: { axis: string; day?: Day; under?: NodeId; levels?: number; after?: NodeId },
): Promise<PageOf<NodeLine>> {
  return page(ctx, of, nodesAPage)
}

/** The nodes directly below one (or at the top of the axis), by title, 50 a page. */
export async function listChildren(
  ctx: Ctx,
  of: { axis: string; day?: Day; under?: NodeId; after?: NodeId },
  limit = childrenAPage,
): Promise<PageOf<NodeLine>> {
  return page(ctx, { ...of, levels: 1 }, limit)
}

async function page(
  ctx: Ctx,
  of: { axis: string; day?: Day; under?: NodeId; levels?: number; after?: NodeId },
  limit: number,
): Promise<PageOf<NodeLine>> {
  demandReader(ctx)
  const { id: axisId } = await getAxis(ctx, of.axis, { ended: true })
  const day = of.day ?? todayOf(ctx.now)
  const rows = await queries.selectTree(ctx, { ...of, axisId, day, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const counts = await queries.countAt(
    ctx,
    shown.map((row) => row.id),
    day,
  )
  const items = shown.map((row) => ({ ...row, ...counts.get(row.id)! }))
  return rows.length > limit ? { items, next: String(items.at(-1)!.id) } : { items }
}

/** One place as of a day. NotFound unless it ever stood and an employee asks. */
export async function getNode(ctx: Ctx, id: NodeId, day: Day = todayOf(ctx.now)): Promise<NodePage> {
  demandReader(ctx)
  const node = await findNode(ctx, id)
  const versions = node ? await versionsOf(ctx, id) : []
  const now = versions.find((version) => includes(version, day))
  const nearest = now ?? versions.findLast((version) => version.fromOn <= day) ?? versions[0]
  if (!node || !nearest) throw new NotFound('structure.no-node')
  const { code, axis, axisId, axisTitle } = node
  const { title, parentId } = nearest
  return { id, code, axis, axisId, axisTitle, title, parentId, standing: now !== undefined }
}

/** The id of the place with this code on an axis; undefined when there never was one. */
export async function findNodeByCode(ctx: Ctx, axis: string, code: string): Promise<NodeId | undefined> {
  demandReader(ctx)
  return findCode(ctx, (await getAxis(ctx, axis)).id, code)
}

/** For each of these places the way to it from the top of its axis as of a day, itself last. Absent: it did not stand then. */
export async function pathOf(
  ctx: Ctx,
  ids: readonly NodeId[],
  day: Day = todayOf(ctx.now),
): Promise<Map<NodeId, readonly { id: NodeId; title: string }[]>> {
  demandReader(ctx)
  return Map.groupBy(await queries.selectPath(ctx, ids, day), (row) => row.of)
}

/** What a place was called and where it hung, newest first, 50 a page; `before`: the `next` of the page before. */
export async function nodeHistory(ctx: Ctx, id: NodeId, before?: Day) {
  demandReader(ctx)
  const rows = await queries.selectHistory(ctx, id, before, historyAPage + 1)
  const items = rows.slice(0, historyAPage)
  return rows.length > historyAPage ? { items, next: items.at(-1)!.fromOn } : { items }
}
