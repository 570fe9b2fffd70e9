import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { GroupId } from './groups.tables.ts'

export const groupMade = defineEvent<{ groupId: GroupId }>('group.made')
export const groupEnded = defineEvent<{ groupId: GroupId }>('group.ended')
export const groupMemberAdded = defineEvent<{ groupId: GroupId; accountId: AccountId }>('group.member-added')
export const groupMemberRemoved = defineEvent<{ groupId: GroupId; accountId: AccountId }>('group.member-removed')
