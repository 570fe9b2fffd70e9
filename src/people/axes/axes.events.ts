import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { AxisId, NodeId, PlacementId } from './axes.tables.ts'

export const axisChanged = defineEvent<{ axisId: AxisId }>('axis.changed')
export const nodeChanged = defineEvent<{ nodeId: NodeId; axisId: AxisId }>('axis-node.changed')
/** Somebody or something was placed, or a placement was ended or withdrawn. */
export const placementChanged = defineEvent<{ placementId: PlacementId; nodeId: NodeId; accountId: AccountId | null }>(
  'placement.changed',
)
