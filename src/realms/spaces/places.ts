import {
  type HeldPlace,
  type NodeId,
  type PlaceableNode,
  type PlacementId,
  endPlacement,
  findPlacement,
  getNode,
  listPlaceable,
  placeThing,
  placesHistory,
} from '../../people/axes/axes.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import { demand } from '../../platform/verdict.ts'
import { spaceMoved } from './spaces.events.ts'
import type { SpaceChange, SpaceId } from './spaces.tables.ts'
import { mayPlaceSpace } from './standing.access.ts'
import { standingOf } from './standing.ts'
import { type RightsSpace, getRightsSpace } from './tree.ts'
import * as queries from './tree.queries.ts'

/** Where a space stands in the company, stood and will stand, the newest first: 100 at most. For who may see its rights. */
export async function listPlacesOfSpace(ctx: Ctx, space: RightsSpace): Promise<readonly HeldPlace[]> {
  return (await placesHistory(ctx, { spaceId: space.id })).items
}

/** Where the viewer may let a space stand; nowhere unless they make its rules. */
export async function listPlaceableFor(ctx: Ctx, space: RightsSpace): Promise<readonly PlaceableNode[]> {
  return mayPlaceSpace(await standingOf(ctx, space)).allowed ? listPlaceable(ctx) : []
}

/**
 * Lets a space stand at a place from a day on (today unless told) up to a day: inside and on a bridge, whoever manages
 * that place or one above it manages the space then. Throws NotFound (a space whose rights the viewer may not see),
 * Forbidden, Invalid for `node`, `from` or `to`; then nothing changes.
 */
export async function placeSpace(
  ctx: Ctx,
  spaceId: SpaceId,
  input: { node: NodeId; from?: string; to?: string },
): Promise<PlacementId> {
  return change(ctx, spaceId, async (inside) => {
    const placementId = await placeThing(inside, { spaceId }, input)
    return { what: 'placed', node: input.node, result: placementId }
  })
}

/**
 * Ends that a space stands at a place today, or takes back what has not begun. NotFound when the space does not stand
 * there, Forbidden, Invalid for `on` when it is over already.
 */
export async function endPlaceOfSpace(ctx: Ctx, spaceId: SpaceId, id: PlacementId): Promise<void> {
  await change(ctx, spaceId, async (inside) => {
    const held = await findPlacement(inside, id)
    if (held?.spaceId !== spaceId) throw new NotFound('structure.no-placement')
    await endPlacement(inside, id)
    return { what: 'taken-off', node: held.nodeId, result: undefined }
  })
}

/** One change of where a space stands: asked first, then made, then told in the story of its rights. */
async function change<Result>(
  ctx: Ctx,
  spaceId: SpaceId,
  make: (inside: Ctx) => Promise<{ what: SpaceChange; node: NodeId; result: Result }>,
): Promise<Result> {
  const space = await getRightsSpace(ctx, { id: spaceId })
  demand(mayPlaceSpace(await standingOf(ctx, space)))
  return ctx.transaction(async (inside) => {
    await queries.lockSpace(inside, spaceId)
    const { what, node, result } = await make(inside)
    const { title } = await getNode(inside, node)
    await queries.insertChange(inside, { spaceId, what, after: title })
    await announce(inside, spaceMoved, { spaceId })
    await touch(inside, `space:${spaceId}`)
    return result
  })
}
