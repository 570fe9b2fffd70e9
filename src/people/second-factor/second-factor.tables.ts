import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type ResetId = Id<'factor-reset'>

declare module '../../platform/tables.ts' {
  interface Tables {
    secondFactors: {
      accountId: AccountId
      secret: Buffer
      madeAt: Generated<Date>
      confirmedAt: Date | null
      lastStep: Generated<number>
    }
    recoveryCodes: {
      id: Generated<number>
      accountId: AccountId
      codeHash: Buffer
      madeAt: Generated<Date>
      usedAt: Date | null
    }
    factorResets: {
      id: Generated<ResetId>
      accountId: AccountId
      askedBy: AccountId
      reason: string
      stopHash: Buffer
      askedAt: Generated<Date>
      dueAt: Date
      stoppedAt: Date | null
      doneAt: Date | null
    }
  }
}
