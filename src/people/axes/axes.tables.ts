import type { Generated } from 'kysely'
import type { AccountId, Id } from '../../platform/ids.ts'

export type AxisId = Id<'axis'>
export type NodeId = Id<'axis-node'>
export type VersionId = Id<'axis-node-version'>
export type PlacementId = Id<'placement'>

/** What a role weighs: 0 member, 1 lead, 2 manager. */
export type RoleRank = 0 | 1 | 2

declare module '../../platform/tables.ts' {
  interface Tables {
    axes: {
      id: Generated<AxisId>
      key: string
      title: string
      createdAt: Generated<Date>
      endedAt: Date | null
    }
    axisNodes: {
      id: Generated<NodeId>
      axisId: AxisId
      code: string
      createdBy: AccountId | null
      createdAt: Generated<Date>
    }
    axisNodeVersions: {
      id: Generated<VersionId>
      axisId: AxisId
      nodeId: NodeId
      parentId: NodeId | null
      title: string
      fromOn: string
      toOn: string | null
      changedBy: AccountId | null
      changedAt: Generated<Date>
    }
    nodePaths: { nodeId: NodeId; ancestorId: NodeId; depth: number; fromOn: string; toOn: string | null }
    positionRoles: {
      key: string
      title: string
      rank: RoleRank
      builtIn: Generated<boolean>
      createdAt: Generated<Date>
    }
    placements: {
      id: Generated<PlacementId>
      nodeId: NodeId
      accountId: AccountId | null
      role: string | null
      spaceId: number | null
      threadId: number | null
      fromOn: string
      toOn: string | null
      placedBy: AccountId | null
      placedAt: Generated<Date>
    }
  }
}
