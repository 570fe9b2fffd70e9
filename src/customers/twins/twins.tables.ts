import type { Generated } from 'kysely'
import type { Day, IdeaStage } from '../../content/ideas/ideas.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { CrossingId } from '../../realms/crossings/crossings.ts'

export type TwinId = Id<'twin'>
export type TwinWordsId = Id<'twin-words'>
export type NoteKind = 'feasibility' | 'cost' | 'risk'

declare module '../../platform/tables.ts' {
  interface Tables {
    twins: {
      id: Generated<TwinId>
      innerId: ThreadId
      innerRealm: Generated<'inside'>
      outerId: ThreadId
      outerRealm: Generated<'outside'>
      /** The link across; its recall ends the twin. */
      crossingId: CrossingId
      joinedBy: AccountId
      joinedAt: Date
    }
    twinNotes: {
      id: Generated<number>
      twinId: TwinId
      kind: NoteKind
      body: string
      writtenBy: AccountId
      writtenAt: Date
    }
    twinWords: {
      id: Generated<TwinWordsId>
      twinId: TwinId
      stage: IdeaStage
      reason: string
      part: string | null
      /** The day by which the company answers next, of stages that promise more. */
      answerBy: Day | null
      writtenBy: AccountId
      writtenAt: Date
      /** Set when they went out, with the answer that stands outside since. */
      crossingId: CrossingId | null
      changeId: number | null
    }
  }
}
