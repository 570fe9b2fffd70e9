import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { SpaceId } from './spaces.tables.ts'

export const spaceCreated = defineEvent<{ spaceId: SpaceId }>('space.created')
export const memberAdded = defineEvent<{ spaceId: SpaceId; accountId: AccountId }>('space.member-added')
export const memberRemoved = defineEvent<{ spaceId: SpaceId; accountId: AccountId }>('space.member-removed')
