import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type ExportId = Id<'own-data-export'>

declare module '../../platform/tables.ts' {
  interface Tables {
    ownDataExports: {
      id: Generated<ExportId>
      accountId: AccountId
      askedAt: Date
      partsDone: Generated<number>
      parts: number | null
      finishedAt: Date | null
      failedAt: Date | null
      byteCount: Generated<number>
    }
    ownDataPieces: { exportId: ExportId; place: number; bytes: Buffer }
  }
}
