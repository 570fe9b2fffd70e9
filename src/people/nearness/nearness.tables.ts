import type { AccountId } from '../../platform/ids.ts'

declare module '../../platform/tables.ts' {
  interface Tables {
    /** Kept by the database: every change of a tie or a block, with its transaction. */
    tieChanges: { oneId: AccountId; otherId: AccountId; xact: string; changedAt: Date }
  }
}
