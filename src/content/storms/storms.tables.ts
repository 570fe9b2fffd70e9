import type { Generated } from 'kysely'
import type { Realm } from '../../platform/context.ts'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { ThreadId } from '../threads/threads.ts'

export type StormId = Id<'storm'>

declare module '../../platform/tables.ts' {
  interface Tables {
    storms: {
      id: Generated<StormId>
      realm: Realm
      spaceId: SpaceId
      question: string
      body: string
      rules: string
      opensAt: Date
      closesAt: Date
      /** The IANA zone in which its moments were set. */
      timeZone: string
      startedBy: AccountId
      startedAt: Generated<Date>
      openingToldAt: Date | null
      closingToldAt: Date | null
      resultThreadId: ThreadId | null
      finishedBy: AccountId | null
      finishedAt: Date | null
    }
    stormJudges: { stormId: StormId; accountId: AccountId }
    stormIdeas: { threadId: ThreadId; stormId: StormId; submittedBy: AccountId; submittedAt: Date }
    stormNotes: { threadId: ThreadId; judgeId: AccountId; body: string; chooses: boolean; writtenAt: Date }
    stormChoices: { threadId: ThreadId; stormId: StormId; place: number }
  }
}
