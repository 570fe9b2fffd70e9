import type { Generated } from 'kysely'
import type { Realm } from '../../platform/context.ts'
import type { AccountId, Id } from '../../platform/ids.ts'

export type SpaceId = Id<'space'>
/** inside: employees | members; outside: public | members (anyone signed in); bridge: invited. */
export type SpaceAccess = 'employees' | 'members' | 'public' | 'invited'
export type MembershipRole = 'member' | 'steward'

declare module '../../platform/tables.ts' {
  interface Tables {
    spaces: {
      id: Generated<SpaceId>
      realm: Realm
      slug: string
      title: string
      description: Generated<string>
      access: SpaceAccess
      createdBy: AccountId | null
      createdAt: Generated<Date>
      archivedAt: Date | null
    }
    memberships: {
      spaceId: SpaceId
      accountId: AccountId
      role: Generated<MembershipRole>
      addedBy: AccountId | null
      joinedAt: Generated<Date>
    }
  }
}
