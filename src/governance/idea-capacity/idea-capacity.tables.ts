import type { Generated } from 'kysely'
import type { CategoryId, IdeaStage } from '../../content/ideas/ideas.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'

export type CapacityId = Id<'idea-capacity'>

declare module '../../platform/tables.ts' {
  interface Tables {
    /** Of a category, or of the ideas of a space that have none. */
    ideaCapacities: {
      id: Generated<CapacityId>
      categoryId: CategoryId | null
      spaceId: SpaceId | null
      ownerId: AccountId
      setBy: AccountId
      setAt: Date
      overSince: Date | null
    }
    ideaReviewers: { capacityId: CapacityId; accountId: AccountId; weeklyMinutes: number }
    ideaReviewEfforts: {
      id: Generated<number>
      ideaId: ThreadId
      accountId: AccountId
      minutes: number
      notedAt: Date
    }
    ideaDormancies: { ideaId: ThreadId; warnedAt: Date; archivedAt: Date | null; stageBefore: IdeaStage | null }
  }
}
