import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { SpaceId } from './spaces.tables.ts'

export const spaceCreated = defineEvent<{ spaceId: SpaceId }>('space.created')
export const memberAdded = defineEvent<{ spaceId: SpaceId; accountId: AccountId }>('space.member-added')
export const memberRemoved = defineEvent<{ spaceId: SpaceId; accountId: AccountId }>('space.member-removed')
/** Where a space hangs in the tree, or what flows down to it, was changed. */
export const spaceMoved = defineEvent<{ spaceId: SpaceId }>('space.moved')
export const flowStopped = defineEvent<{ spaceId: SpaceId }>('space.flow-stopped')
export const flowResumed = defineEvent<{ spaceId: SpaceId }>('space.flow-resumed')
/** Name, description, access, or whether it is closed. */
export const spaceChanged = defineEvent<{ spaceId: SpaceId }>('space.changed')
