import {
  type HeldPlace,
  type NodeId,
  type PlaceableNode,
  type PlacementId,
  endPlacement,
  findPlacement,
  listPlaceable,
  placeThing,
  placesHistory,
} from '../../people/axes/axes.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { contentKind } from '../content-kind.ts'
import { isEmployee } from '../spaces/spaces.ts'

/** Where a thread stands in the company and where the viewer may let it stand. */
export interface PlacesOfThread {
  readonly places: readonly HeldPlace[]
  readonly placeable: readonly PlaceableNode[]
}

/**
 * Where a thread stands, stood and will stand, the newest first: 100 at most. Undefined for whoever does not work here:
 * for them there is no structure. NotFound unless the viewer reads the thread.
 */
export async function placesOfThread(ctx: Ctx, threadId: number): Promise<PlacesOfThread | undefined> {
  if (!isEmployee(ctx.viewer)) return undefined
  await demandReading(ctx, threadId)
  return { places: (await placesHistory(ctx, { threadId })).items, placeable: await listPlaceable(ctx) }
}

/**
 * Lets a thread stand at a place from a day on up to a day: what it is about, and no right follows from it. By whoever
 * works here, reads it, and places people there. Throws NotFound, Forbidden, Invalid for `node`, `from` or `to`.
 */
export async function placeThread(
  ctx: Ctx,
  threadId: number,
  input: { node: NodeId; from?: string; to?: string },
): Promise<PlacementId> {
  await demandReading(ctx, threadId)
  return placeThing(ctx, { threadId }, input)
}

/** Ends that a thread stands at a place today, by whoever may place it there. NotFound, Forbidden, Invalid for `on`. */
export async function endPlaceOfThread(ctx: Ctx, threadId: number, id: PlacementId): Promise<void> {
  await demandReading(ctx, threadId)
  if ((await findPlacement(ctx, id))?.threadId !== threadId) throw new NotFound('structure.no-placement')
  await endPlacement(ctx, id)
}

/** Whoever does not work here finds no structure; whoever does not read the thread finds no thread. */
async function demandReading(ctx: Ctx, threadId: number): Promise<void> {
  if (!isEmployee(ctx.viewer)) throw new NotFound('structure.not-found')
  await contentKind('thread').spaceIdOf(ctx, threadId)
}
