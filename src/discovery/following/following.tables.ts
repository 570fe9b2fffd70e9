import type { Generated } from 'kysely'
import type { TagId } from '../../content/tags/tags.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { NoticePace } from '../notices/notices.ts'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'

export type FollowingId = Id<'following'>
export type FollowKind = 'person' | 'thread' | 'tag' | 'space'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** What somebody follows: exactly one of the four. That one member follows another stands in `follows`. */
    followings: {
      id: Generated<FollowingId>
      accountId: AccountId
      personId: AccountId | null
      tagId: TagId | null
      spaceId: SpaceId | null
      threadId: ThreadId | null
      since: Date
      /** How soon they are told of it; none: as of all of its kind. `follows` has one too. */
      pace: Generated<NoticePace | null>
    }
  }
}
