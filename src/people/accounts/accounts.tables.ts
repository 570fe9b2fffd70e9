import type { Generated } from 'kysely'
import type { AccountId } from '../../platform/ids.ts'
import type { Realm } from '../../platform/context.ts'

export type AccountState = 'active' | 'unclaimed' | 'closed'
export type StandingLevel = 0 | 1 | 2 | 3

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

/** What a member outside tells of themselves beside name and picture. */
export type MemberField = 'about' | 'organisation' | 'place' | 'website' | 'email' | 'phone' | 'connections'
/** How far a field reaches: 0 only me, 1 to 3 degrees, 4 all members, 5 everyone. */
export type FieldReach = 0 | 1 | 2 | 3 | 4 | 5

declare module '../../platform/tables.ts' {
  interface Tables {
    accounts: AccountsTable
    /** Who closed an account, when and why. */
    accountClosings: { accountId: AccountId; closedBy: AccountId | null; reason: string; closedAt: Generated<Date> }
    /** What members set themselves; `memberFields` is what holds, with what a field starts with. */
    profileFields: { accountId: AccountId; field: MemberField; value: Generated<string>; reach: FieldReach }
    memberFields: { accountId: AccountId; field: MemberField; place: number; value: string; reach: FieldReach }
  }
}
