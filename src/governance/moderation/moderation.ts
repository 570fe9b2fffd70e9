/** Fair moderation: cases in a queue, decisions with a reason, measures that can be undone. */
export { type RuleKey, conductRules, ruleKeys } from './conduct-rules.ts'
export {
  type CaseRow,
  type QueueRow,
  countOpen,
  demandSide,
  findAddress,
  getCase,
  openCase,
  takeCase,
} from './cases.ts'
export {
  type Decision,
  type MeasureRow,
  type Restraint,
  decide,
  decisionSchema,
  endMeasure,
  getMeasure,
  hearingOf,
  holdPost,
  mayUndo,
  restraintsOn,
  undoMeasure,
} from './measures.ts'
export { hearersOf, moderates, sideOfRealm } from './moderation.access.ts'
export { type CaseId, type Measure, type MeasureId, type Retaliation, type Side, sides } from './moderation.tables.ts'
