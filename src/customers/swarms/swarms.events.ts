import { defineEvent } from '../../platform/events.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { SwarmId, WordingId } from './swarms.tables.ts'

export const swarmOpened = defineEvent<{ swarmId: SwarmId; questionId: ThreadId }>('swarm.opened')
export const swarmCalled = defineEvent<{ swarmId: SwarmId; accountId: AccountId }>('swarm.called')
export const swarmJoined = defineEvent<{ swarmId: SwarmId; accountId: AccountId }>('swarm.joined')
export const wordingProposed = defineEvent<{ swarmId: SwarmId; wordingId: WordingId }>('swarm.wording-proposed')
export const wordingPublished = defineEvent<{ swarmId: SwarmId; wordingId: WordingId }>('swarm.wording-published')
export const swarmClosed = defineEvent<{ swarmId: SwarmId }>('swarm.closed')
