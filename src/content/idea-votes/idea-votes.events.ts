import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ThreadId } from '../threads/threads.ts'

/** Somebody gave, changed or took back their vote. `ideaId` is the idea in which it counts. */
export const ideaVoted = defineEvent<{ ideaId: ThreadId; accountId: AccountId }>('idea.voted')
/** All heat has to be counted anew. */
export const halfLifeChanged = defineEvent<Record<string, never>>('idea.half-life-changed')
/** Two new accounts vote alike on `alike` ideas: for moderation to look at. */
export const alikeVotes = defineEvent<{ accountIds: readonly [AccountId, AccountId]; alike: number }>(
  'ideas.alike-votes',
)
