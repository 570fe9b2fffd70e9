import type { Ctx } from '../../platform/context.ts'
import { type Listener, announce, listen } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { alikeVotes, halfLifeChanged, ideaVoted } from './idea-votes.events.ts'
import { recountAll } from './idea-votes.ts'
import * as queries from './idea-votes.queries.ts'

/** Accounts younger than this are looked at. */
const newForDays = 30
/** From so many ideas on, voting alike is worth a look. */
const leastAlike = 4

/**
 * Looks whether a new account votes as another new one does: perhaps a second account of one person. It is only told to
 * moderation, once for each two accounts; nobody's vote is touched.
 */
async function flagAlike(ctx: Ctx, accountId: AccountId): Promise<void> {
  const newSince = new Date(ctx.now.getTime() - newForDays * 86_400_000)
  for (const other of await queries.selectAlike(ctx, accountId, { newSince, least: leastAlike })) {
    const [lower, higher] = [accountId, other.accountId].sort((a, b) => a - b) as [AccountId, AccountId]
    if (await queries.insertAlike(ctx, [lower, higher], other.alike)) {
      await announce(ctx, alikeVotes, { accountIds: [lower, higher], alike: other.alike })
    }
  }
}

export const ideaVoteListeners: readonly Listener[] = [
  listen(halfLifeChanged, 'idea-votes.recount', (ctx) => recountAll(ctx)),
  listen(ideaVoted, 'idea-votes.flag-alike', (ctx, { accountId }) => flagAlike(ctx, accountId)),
]
