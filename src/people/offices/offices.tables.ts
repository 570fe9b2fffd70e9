import type { Generated } from 'kysely'
import type { AccountId } from '../../platform/ids.ts'

export type Office = 'owner' | 'inside-steward' | 'outside-steward' | 'official-voice'

declare module '../../platform/tables.ts' {
  interface Tables {
    offices: {
      id: Generated<number>
      accountId: AccountId
      office: Office
      givenBy: AccountId | null
      givenAt: Generated<Date>
      endedAt: Date | null
    }
  }
}
