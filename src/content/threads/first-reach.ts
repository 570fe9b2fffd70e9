import type { FieldReach } from '../../people/accounts/accounts.ts'
import { type StartingPosts, findStartingReach } from '../../people/profiles/profiles.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { type Reach, possibleReaches } from './threads.access.ts'

/**
 * How far a new text of the viewer reaches in a space until they choose: as their settings say, never wider than these
 * and than the space.
 */
export async function startingReachIn(
  ctx: Ctx,
  space: Pick<Space, 'realm' | 'access'>,
  posts: StartingPosts,
): Promise<Reach> {
  const possible = possibleReaches(ctx.viewer, space)
  return possible.length === 1 ? possible[0]! : startingFrom(possible, await findStartingReach(ctx, posts))
}

/** Of the reaches that are possible, the widest first, the first that is no wider than wanted; nothing wanted: the first. */
export function startingFrom(possible: readonly Reach[], wanted: FieldReach | undefined): Reach {
  // Where all members can be chosen the space itself reaches further; elsewhere it reaches them at most.
  const ofSpace = possible.includes(4) ? 5 : 4
  const fits = possible.find((reach) => (reach ?? ofSpace) <= (wanted ?? 5))
  return fits === undefined ? possible.at(-1)! : fits
}
