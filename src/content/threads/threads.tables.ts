import type { Generated } from 'kysely'
import type { Realm } from '../../platform/context.ts'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'

export type ThreadId = Id<'thread'>
export type ReplyId = Id<'reply'>
export type ThreadType = 'question' | 'discussion' | 'idea' | 'problem' | 'praise' | 'update'
/** 'space': everyone who may read the space; 'participants': of those, only the ones named on the thread. */
export type ThreadAudience = 'space' | 'participants'
/** How far the company has come with a problem; a problem begins as reported. */
export type ProblemState = 'reported' | 'confirmed' | 'workaround' | 'fixed' | 'no-fault'
export type ReplyKind = 'answer' | 'comment' | 'reply'

declare module '../../platform/tables.ts' {
  interface Tables {
    threads: {
      id: Generated<ThreadId>
      realm: Realm
      spaceId: SpaceId
      type: ThreadType
      audience: Generated<ThreadAudience>
      /** Outside: the thread that this duplicate was merged into. */
      mergedIntoId: ThreadId | null
      /** Outside: 0 only me, 1 to 3 degrees, 4 all members; null as far as its space. */
      reach: Generated<0 | 1 | 2 | 3 | 4 | null>
      authorId: AccountId
      title: string
      slug: string
      body: string
      language: Generated<string>
      importedScore: Generated<number>
      replyCount: Generated<number>
      answerCount: Generated<number>
      sameHereCount: Generated<number>
      createdAt: Generated<Date>
      /** Since when it is or was a question; null for what never was one, and for what never was anything else. */
      askedAt: Generated<Date | null>
      /** When those asked whose questions were merged into this while they waited for an answer, oldest first. */
      alsoAskedAt: Generated<readonly Date[]>
      activeAt: Generated<Date>
      editedAt: Date | null
      recalledAt: Date | null
      /** Since when only its author and the moderators read it. */
      hiddenAt: Generated<Date | null>
      /** Since when a marker stands in the place of its text. */
      removedAt: Generated<Date | null>
      /** Since when its author has taken it back; it is removed then as well. */
      takenBackAt: Generated<Date | null>
      words: Generated<string>
    }
    threadParticipants: {
      threadId: ThreadId
      accountId: AccountId
      addedBy: AccountId | null
      addedAt: Generated<Date>
    }
    replies: {
      id: Generated<ReplyId>
      threadId: ThreadId
      kind: ReplyKind
      parentId: ReplyId | null
      authorId: AccountId
      body: string
      importedScore: Generated<number>
      kudosCount: Generated<number>
      createdAt: Generated<Date>
      editedAt: Date | null
      recalledAt: Date | null
      hiddenAt: Generated<Date | null>
      removedAt: Generated<Date | null>
      takenBackAt: Generated<Date | null>
      words: Generated<string>
    }
    revisions: {
      id: Generated<number>
      threadId: ThreadId | null
      replyId: ReplyId | null
      title: string | null
      body: string
      writtenBy: AccountId
      writtenAt: Date
      replacedAt: Generated<Date>
    }
  }
}
