import { defineEvent } from '../../platform/events.ts'
import type { SpaceId } from '../spaces/spaces.ts'
import type { GrantId } from './grants.tables.ts'

export const grantGiven = defineEvent<{ grantId: GrantId; spaceId: SpaceId }>('grant.given')
export const grantEnded = defineEvent<{ grantId: GrantId; spaceId: SpaceId }>('grant.ended')
