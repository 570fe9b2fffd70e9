import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type DraftId = Id<'draft'>

declare module '../../platform/tables.ts' {
  interface Tables {
    drafts: {
      id: Generated<DraftId>
      accountId: AccountId
      /** What is written, and about what: `ask:riders`, `answer:417`. */
      place: string
      path: string
      /** The fields of the form as typed; handed over as JSON text. */
      fields: unknown
      version: Generated<number>
      begunAt: Generated<Date>
      savedAt: Generated<Date>
      thrownAt: Date | null
    }
  }
}
