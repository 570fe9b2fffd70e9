import { defineEvent } from '../../platform/events.ts'
import type { BridgeId } from './bridges.tables.ts'

export const bridgeProposed = defineEvent<{ bridgeId: BridgeId }>('bridge.proposed')
export const bridgeApproved = defineEvent<{ bridgeId: BridgeId }>('bridge.approved')
export const bridgeEnded = defineEvent<{ bridgeId: BridgeId }>('bridge.ended')
