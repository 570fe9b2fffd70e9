import type { Generated } from 'kysely'
import type { Realm } from '../../platform/context.ts'
import type { AccountId, Id } from '../../platform/ids.ts'

export type SpaceId = Id<'space'>
/** inside: employees | members; outside: public | members (anyone signed in); bridge: invited. */
export type SpaceAccess = 'employees' | 'members' | 'public' | 'invited'
export type MembershipRole = 'member' | 'steward'
/** What somebody may do in a space; each includes those before it. */
export type SpaceRight = 'read' | 'write' | 'moderate' | 'manage'
/** Who put a stop on what flows down to a space from above. */
export type SpaceStop = 'manager' | 'administrator'
/** What was changed about a space beside its grants. */
export type SpaceChange =
  | 'moved'
  | 'stopped'
  | 'lifted'
  | 'renamed'
  | 'described'
  | 'narrowed'
  | 'archived'
  | 'reopened'
  | 'member-added'
  | 'member-removed'
  | 'placed'
  | 'taken-off'

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
      parentId: SpaceId | null
      stops: SpaceStop | null
      stoppedBy: AccountId | null
    }
    /** Written once, never changed. `before` and `after` are names, words or the number of a parent; `accountId` a member. */
    spaceChanges: {
      id: Generated<number>
      spaceId: SpaceId
      what: SpaceChange
      accountId: AccountId | null
      before: string | null
      after: string | null
      changedBy: AccountId | null
      changedAt: Generated<Date>
    }
    /** Kept by the database: every space with each space whose grants reach it. */
    spaceFlow: {
      spaceId: SpaceId
      sourceId: SpaceId
      depth: number
      administratorsOnly: boolean
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
