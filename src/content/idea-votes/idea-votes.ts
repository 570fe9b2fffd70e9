import type { Ctx } from '../../platform/context.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import { announce, touch } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { findSetting } from '../../platform/settings.ts'
import type { ThreadId } from '../threads/threads.ts'
import { usualHalfLifeDays } from './heat.ts'
import type { BoostId } from './idea-votes.tables.ts'
import { ideaVoted } from './idea-votes.events.ts'
import * as queries from './idea-votes.queries.ts'

export { findRoot, selectOwnVotes as loadOwnVotes } from './idea-votes.queries.ts'
export { longestHalfLifeDays, shortestHalfLifeDays } from './heat.ts'
export type { BoostId } from './idea-votes.tables.ts'

export const halfLifeSetting = 'ideas.vote-half-life-days'

/** Days after which half the weight of a vote is left; published on the board. */
export async function voteHalfLifeDays(ctx: Ctx): Promise<number> {
  return (await findSetting<number>(ctx, halfLifeSetting)) ?? usualHalfLifeDays
}

/**
 * Gives a person's one vote in an idea, or takes it back (0). `ideaId` may have been united with another: the vote counts
 * there. Returns the idea in which it counts. The caller has asked whether they may.
 */
export async function putVote(
  ctx: Ctx,
  ideaId: ThreadId,
  vote: { accountId: AccountId; value: -1 | 0 | 1; fromStaff: boolean },
): Promise<ThreadId> {
  const rootId = await lockRoot(ctx, ideaId)
  if (await queries.putVote(ctx, rootId, vote)) {
    await queries.recount(ctx, [rootId], await voteHalfLifeDays(ctx))
    await announce(ctx, ideaVoted, { ideaId: rootId, accountId: vote.accountId })
    await touch(ctx, `thread:${rootId}`)
  }
  return rootId
}

/** The idea in which votes count, and nobody else changes them until the end of the transaction. */
async function lockRoot(ctx: Ctx, ideaId: ThreadId): Promise<ThreadId> {
  for (;;) {
    const rootId = await queries.findRoot(ctx, ideaId)
    if (rootId === undefined) throw new NotFound('ideas.not-found')
    await queries.lockIdeas(ctx, [rootId])
    // It may have been united while we waited for the lock.
    if ((await queries.findRoot(ctx, ideaId)) === rootId) return rootId
  }
}

/** Counts the votes of these ideas anew from what stands. Harmless at any time. */
export async function recountVotes(ctx: Ctx, ideaIds: readonly ThreadId[]): Promise<void> {
  if (ideaIds.length > 0) await queries.recount(ctx, ideaIds, await voteHalfLifeDays(ctx))
}

/** Counts the votes of every idea anew, in portions. */
export async function recountAll(ctx: Ctx): Promise<void> {
  let after = 0
  for (;;) {
    const ids = await queries.selectRoots(ctx, after, 2000)
    await recountVotes(ctx, ids)
    if (ids.length === 0) return
    after = ids.at(-1)!
  }
}

/**
 * Unites the votes of an idea with those of another, one for each person: their newest. Nothing is rewritten, so
 * `separateVotes` gives each idea back what was given there and not changed since. Throws Conflict in a circle.
 */
export async function uniteVotes(ctx: Ctx, ideaId: ThreadId, intoId: ThreadId): Promise<void> {
  await queries.lockIdeas(ctx, [ideaId, intoId])
  const rootId = await queries.findRoot(ctx, intoId)
  if (rootId === undefined) throw new NotFound('ideas.not-found')
  if (rootId === ideaId || (await queries.findRoot(ctx, ideaId)) !== ideaId) {
    throw new Conflict('ideas.merged', 'These ideas are united already.')
  }
  await queries.setMergedInto(ctx, ideaId, intoId)
  await recountVotes(ctx, [rootId])
}

/** Takes an idea out of the one that it was united with. Nothing happens when it stands alone. */
export async function separateVotes(ctx: Ctx, ideaId: ThreadId): Promise<void> {
  const rootId = await queries.findRoot(ctx, ideaId)
  if (rootId === undefined) throw new NotFound('ideas.not-found')
  if (rootId === ideaId) return
  await queries.lockIdeas(ctx, [ideaId, rootId])
  await queries.setMergedInto(ctx, ideaId, null)
  await recountVotes(ctx, [ideaId, rootId])
}

/** Everybody whose vote stands in an idea, in order of account, at most `limit` after `afterAccount`. For telling them. */
export async function listVoters(
  ctx: Ctx,
  ideaId: ThreadId,
  options: { afterAccount?: number; limit?: number } = {},
): Promise<readonly AccountId[]> {
  return queries.selectVoters(ctx, ideaId, options.afterAccount ?? 0, Math.min(options.limit ?? 500, 500))
}

export type Boost = queries.BoostRow

/** Adds weight of the company to an idea. The caller has asked whether it may. */
export async function putBoost(
  ctx: Ctx,
  ideaId: ThreadId,
  boost: { weight: number; reason: string; givenBy: AccountId },
): Promise<void> {
  const rootId = await lockRoot(ctx, ideaId)
  await queries.insertBoost(ctx, rootId, boost)
  await recountVotes(ctx, [rootId])
}

/** Ends a boost of an idea; false when there is none. */
export async function endBoost(ctx: Ctx, ideaId: ThreadId, boostId: BoostId): Promise<boolean> {
  const rootId = await lockRoot(ctx, ideaId)
  if (!(await queries.endBoost(ctx, rootId, boostId))) return false
  await recountVotes(ctx, [rootId])
  return true
}

/** The boosts that stand in an idea and in those united with it, oldest first. */
export async function listBoosts(ctx: Ctx, ideaId: ThreadId): Promise<readonly Boost[]> {
  return queries.selectBoosts(ctx, ideaId)
}
