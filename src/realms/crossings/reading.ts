import type { Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { NotFound } from '../../platform/errors.ts'
import { contentKind } from '../content-kind.ts'
import * as queries from './crossings.queries.ts'
import type { CrossingId } from './crossings.tables.ts'

/** One act that took something over the wall. Nobody can change it; a recall is a crossing of its own that names this one. */
export type Crossing = queries.CrossingRow

/** The record of a crossing that the viewer may read. */
export async function getCrossing(ctx: Ctx, id: CrossingId): Promise<Crossing> {
  const crossing = await queries.findCrossing(ctx, id)
  if (!crossing) throw new NotFound('crossings.not-found')
  return crossing
}

/** Several crossings by id, those that the viewer may read. */
export async function loadCrossings(ctx: Ctx, ids: readonly CrossingId[]): Promise<Map<CrossingId, Crossing>> {
  return new Map((await queries.findCrossings(ctx, ids)).map((row) => [row.id, row]))
}

/** The log of the wall, newest first, 20 a page: the crossings that the viewer may read. */
export async function listCrossings(
  ctx: Ctx,
  cursor?: string,
  limit = 20,
  filter: queries.CrossingFilter = {},
): Promise<PageOf<Crossing>> {
  return queries.selectCrossingPage(ctx, filter, readCursor(cursor), limit)
}

/** What crossed from or to one thing and was not itself a recall, oldest first, as far as the viewer may read its record. */
export async function listCrossingsAt(ctx: Ctx, thing: { kind: string; id: number }): Promise<readonly Crossing[]> {
  return queries.selectCrossingsAt(ctx, thing)
}

/**
 * Where exactly this text of one thing stands published in a space. Waits for whoever writes to the log: inside a
 * transaction the answer holds until its end.
 */
export async function listStandingCopies(
  ctx: Ctx,
  copy: Parameters<typeof queries.selectStandingCopies>[1],
): Promise<readonly Crossing[]> {
  await queries.lockLog(ctx)
  return queries.selectStandingCopies(ctx, copy)
}

/** Whether something came to be by a crossing (published out or brought in), recalled or not. */
export async function cameAcross(ctx: Ctx, thing: { kind: string; id: number }): Promise<boolean> {
  return queries.isTarget(ctx, thing)
}

/** Where the two ends of a crossing are read, for a viewer who may read them; absent for an end that they may not. */
export async function addressesOf(ctx: Ctx, crossing: Crossing): Promise<{ source?: string; target?: string }> {
  const addressOf = (kind: string, id: number) =>
    contentKind(kind)
      .addressOf(ctx, id)
      .catch((error: unknown) => {
        if (error instanceof NotFound) return undefined
        throw error
      })
  const source = await addressOf(crossing.sourceKind, crossing.sourceId)
  const target = await addressOf(crossing.targetKind, crossing.targetId)
  return { ...(source && { source }), ...(target && { target }) }
}
