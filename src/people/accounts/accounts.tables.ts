import type { Generated } from 'kysely'
import type { AccountId } from '../../platform/ids.ts'
import type { Realm } from '../../platform/context.ts'

export type AccountState = 'active' | 'unclaimed' | 'closed'

export interface AccountsTable {
  id: Generated<AccountId>
  realm: Realm
  handle: string
  displayName: string
  email: string | null
  emailProvedAt: Date | null
  passwordHash: string | null
  organisation: string | null
  jobTitle: Generated<string>
  about: Generated<string>
  state: Generated<AccountState>
  locale: Generated<string>
  timeZone: Generated<string>
  createdAt: Generated<Date>
  closedAt: Date | null
}

declare module '../../platform/tables.ts' {
  interface Tables {
    accounts: AccountsTable
  }
}
