import type { Generated } from 'kysely'
import type { Realm } from '../../platform/context.ts'
import type { AccountId, Id } from '../../platform/ids.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import type { ThreadId } from '../threads/threads.ts'

export type FileId = Id<'file'>

declare module '../../platform/tables.ts' {
  interface Tables {
    files: {
      id: Generated<FileId>
      key: string
      realm: Realm
      spaceId: SpaceId
      uploadedBy: AccountId
      sha256: string
      mediaType: string
      byteCount: number
      width: number
      height: number
      createdAt: Generated<Date>
    }
    fileUses: { fileId: FileId; threadId: ThreadId }
  }
}
