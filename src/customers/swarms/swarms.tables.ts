import type { Generated } from 'kysely'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { CrossingId } from '../../realms/crossings/crossings.ts'

export type SwarmId = Id<'swarm'>
export type WordingId = Id<'wording'>

declare module '../../platform/tables.ts' {
  interface Tables {
    swarms: {
      id: Generated<SwarmId>
      questionId: ThreadId
      /** The questions that it followed from through merges that stand; the last is the nearest. */
      cameFrom: Generated<readonly ThreadId[]>
      companionId: ThreadId
      ownerId: AccountId
      openedBy: AccountId
      openedAt: Generated<Date>
      closedAt: Date | null
      closedBy: AccountId | null
    }
    swarmCalls: {
      swarmId: SwarmId
      accountId: AccountId
      calledBy: AccountId
      reason: string
      calledAt: Generated<Date>
      joinedAt: Date | null
    }
    swarmWordings: {
      id: Generated<WordingId>
      swarmId: SwarmId
      body: string
      writtenBy: AccountId
      writtenAt: Generated<Date>
      crossingId: CrossingId | null
    }
    swarmWordingAgreements: { wordingId: WordingId; accountId: AccountId; agreedAt: Generated<Date> }
  }
}
