import type { Generated } from 'kysely'
import type { Id } from '../../platform/ids.ts'
import type { ThreadId } from '../threads/threads.ts'

export type TagId = Id<'tag'>

declare module '../../platform/tables.ts' {
  interface Tables {
    tags: { id: Generated<TagId>; name: string; createdAt: Generated<Date> }
    threadTags: { threadId: ThreadId; tagId: TagId }
  }
}
