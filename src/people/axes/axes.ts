/** Front door: where people and things stand in the company, day by day. */
export type { AxisId, NodeId, PlacementId, RoleRank } from './axes.tables.ts'
export { mayKeepStructure } from './axes.access.ts'
export { type Day, parseDay, todayOf } from './days.ts'
export { changeNode, closeNode, makeNode, nodeSchema, reopenNode } from './nodes.ts'
export {
  type NodeLine,
  type NodePage,
  findNodeByCode,
  getNode,
  listChildren,
  listTree,
  nodeHistory,
  pathOf,
} from './tree.ts'
export {
  type PlaceableNode,
  type PlacementInput,
  endPlacement,
  findPlacement,
  listPlaceable,
  placePerson,
  placeThing,
  placementsAt,
  rolesToGive,
} from './placements.ts'
export {
  type HeldPlace,
  type StandingPerson,
  countStanding,
  listColleagues,
  listCrossing,
  listPlacesOf,
  listStanding,
  listThingsAt,
  placesHistory,
} from './standing.ts'
export { placeByForm, placeSchema, placementOf, placementSchema } from './place-form.ts'
export { type PivotOf, pivot } from './pivot.ts'
export { type NodePanel, registerNodePanel } from './node-slot.ts'

export {
  type Axis,
  type Role,
  endAxis,
  getAxis,
  listAxes,
  listRoles,
  makeAxis,
  makeRole,
  renameAxis,
  renameRole,
} from './axis.ts'
