import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { ThreadId } from '../threads/threads.ts'

export type DeflectionId = Id<'deflection'>

declare module '../../platform/tables.ts' {
  interface Tables {
    /** Questions that were not asked because a thread answered them. */
    deflections: {
      id: Generated<DeflectionId>
      accountId: AccountId
      threadId: ThreadId
      spaceId: SpaceId
      /** Of what was typed, with a key of this installation. */
      typedHash: Buffer
      answeredAt: Date
      undoneAt: Date | null
    }
  }
}
