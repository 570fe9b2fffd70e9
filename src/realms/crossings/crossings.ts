export type { CrossingAct, CrossingDirection, CrossingId } from './crossings.tables.ts'
export type { CrossingFilter } from './crossings.queries.ts'
export { mayPublishOut, mayRecall } from './crossings.access.ts'
export {
  type BringIn,
  type CrossingEnd,
  type CrossingThing,
  type LinkAcross,
  type PublishOut,
  type RecallStep,
  bringIn,
  linkAcross,
  mayPublishFrom,
  mayRecallCrossing,
  publishOut,
  quoteOf,
  quoteText,
  recall,
  registerRecallStep,
  sha256Of,
} from './acts.ts'
export {
  type Crossing,
  addressesOf,
  cameAcross,
  getCrossing,
  listCrossings,
  listCrossingsAt,
  listStandingCopies,
  loadCrossings,
} from './reading.ts'
