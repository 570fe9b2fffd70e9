import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { ThreadId } from '../threads/threads.ts'

export type TagId = Id<'tag'>
export type TagMergeId = Id<'tag-merge'>
export type ProductId = Id<'product'>
/** Where a tag leads to another: the bridge has no such thing, its guests would learn words of the inside. */
export type TagSide = 'inside' | 'outside'

declare module '../../platform/tables.ts' {
  interface Tables {
    tags: { id: Generated<TagId>; name: string; createdAt: Generated<Date> }
    threadTags: {
      threadId: ThreadId
      /** As written: what it leads to now, `tag_root` says. */
      tagId: TagId
      /** Kept by the database, as `createdAt`, which is that of the thread. */
      isOutside: Generated<boolean>
      createdAt: Generated<Date>
      /** Kept as well: where its thread stands, and whether whoever reads that space reads it. */
      spaceId: Generated<SpaceId>
      isPlain: Generated<boolean>
    }
    tagSynonyms: {
      id: Generated<TagMergeId>
      side: TagSide
      tagId: TagId
      intoId: TagId
      mergedBy: AccountId | null
      mergedAt: Date
      undoneBy: AccountId | null
      undoneAt: Date | null
    }
    /** Tags that the company named as products, outside. */
    productTags: {
      id: Generated<ProductId>
      tagId: TagId
      namedBy: AccountId | null
      namedAt: Date
      endedBy: AccountId | null
      endedAt: Date | null
    }
  }
}
