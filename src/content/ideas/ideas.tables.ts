import type { ColumnType, Generated } from 'kysely'
import type { Realm } from '../../platform/context.ts'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { ReplyId, ThreadId } from '../threads/threads.ts'

export type CategoryId = Id<'idea-category'>
/** The way of an idea through the company; the last four say that nothing more is promised. */
export type IdeaStage =
  | 'new'
  | 'under-review'
  | 'planned'
  | 'partly-done'
  | 'already-offered'
  | 'done'
  | 'not-planned'
  | 'archived'
/** A day, YYYY-MM-DD. */
export type Day = string

declare module '../../platform/tables.ts' {
  interface Tables {
    ideaCategories: {
      id: Generated<CategoryId>
      realm: Realm
      slug: string
      title: string
      answerDays: number | null
      madeBy: AccountId | null
      madeAt: Generated<Date>
      closedAt: Date | null
    }
    /** A row for every thread of type 'idea', begun by the database itself. */
    ideas: {
      threadId: ThreadId
      realm: Realm
      spaceId: SpaceId
      createdAt: Date
      categoryId: CategoryId | null
      stage: Generated<IdeaStage>
      stageAt: Date
      answerBy: Day | null
      firstAnswerBy: Day | null
      /** Days promised to ideas merged into this one, by their ids, as JSON; see merging.ts. */
      alsoOwed: Generated<string>
      ownAnswerBy: Day | null
      mergedInto: ThreadId | null
      extendsId: ThreadId | null
      fromReplyId: ReplyId | null
      votesFor: Generated<number>
      votesAgainst: Generated<number>
      staffFor: Generated<number>
      staffAgainst: Generated<number>
      importedScore: Generated<number>
      score: ColumnType<number, never, never>
      heat: Generated<number>
      isListed: ColumnType<boolean, never, never>
    }
    ideaStageChanges: {
      id: Generated<number>
      ideaId: ThreadId
      stage: IdeaStage
      reason: string
      part: string | null
      answerBy: Day | null
      changedBy: AccountId | null
      changedAt: Date
    }
    ideaCredits: { ideaId: ThreadId; accountId: AccountId; isNamed: boolean; saidAt: Date }
  }
}
