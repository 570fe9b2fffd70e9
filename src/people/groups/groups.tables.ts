import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type GroupId = Id<'group'>
export type GroupKind = 'group' | 'virtual-team'
export type GroupRole = 'member' | 'lead'

declare module '../../platform/tables.ts' {
  interface Tables {
    groups: {
      id: Generated<GroupId>
      kind: GroupKind
      slug: string
      title: string
      purpose: Generated<string>
      createdBy: AccountId | null
      createdAt: Generated<Date>
      endedAt: Date | null
    }
    groupMembers: {
      groupId: GroupId
      accountId: AccountId
      role: Generated<GroupRole>
      addedBy: AccountId | null
      joinedAt: Generated<Date>
    }
  }
}
